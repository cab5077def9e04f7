"""A pytest plugin for the run on mutants: only tests that call the engine in this process, few random examples, cheap tests first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import Phase, settings

EXAMPLES = 25
FOREIGN = {"zhence", "lang"}  # fixtures and parameters of tests that look at a page, not at an answer
LONG = "test_lint_finds_no_error"  # twenty seconds for what the examples show as well
STATS = Path("mutmut-stats.json")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests that start a process or look at a page, and run what is cheap before what is dear."""
    away = [item for item in items if item.name == LONG or FOREIGN & set(getattr(item, "fixturenames", ()))]
    kept = [item for item in items if item not in away]
    seconds = json.loads(STATS.read_text("utf-8"))["duration_by_test"] if STATS.exists() else {}
    kept.sort(key=lambda item: seconds.get(item.nodeid, 0.0))
    for item in kept:
        test = getattr(item, "obj", None)
        if hasattr(test, "hypothesis"):
            few = settings(
                settings.default,
                max_examples=EXAMPLES,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(settings.default.suppress_health_check),
                phases=(Phase.explicit, Phase.generate),
            )
            test._hypothesis_internal_use_settings = few
    config.hook.pytest_deselected(items=away)
    items[:] = kept
