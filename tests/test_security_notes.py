"""SECURITY.md says what is so: its numbers are those of the code, its tests exist, and no bound is left out."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # the notes are no part of the wheel

ROOT = Path(__file__).resolve().parents[1]
NOTES = (ROOT / "SECURITY.md").read_text("utf-8") if (ROOT / "SECURITY.md").is_file() else ""
ROWS = re.findall(r"^\|[^|]*\|[^|]*\| ([0-9,]+) \| `(zhence\.[a-z_.]+)\.([A-Z]\w*(?:\.\w+)?)` \|$", NOTES, re.MULTILINE)
SHOWN = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", NOTES)
BOUNDED = (
    "written.bounds",
    "profiles.members",
    "profiles.files",
    "catalogue.files",
    "catalogue.trees",
    "app.stored",
    "app.batch_inputs",
    "tables.sources",
)
BOUND = re.compile(r"(?:MOST|LARGEST|LONGEST|DEEPEST)(?:_[A-Z]+)*")


@pytest.mark.parametrize(("number", "module", "name"), ROWS)
def test_a_number_is_that_of_the_code(number: str, module: str, name: str) -> None:
    assert int(number.replace(",", "")) == attrgetter(name)(import_module(module))


def test_every_bound_is_told() -> None:
    told = {f"{module}.{name}" for _, module, name in ROWS}
    for each in BOUNDED:
        module = import_module(f"zhence.{each}")
        own = ast.parse(Path(module.__file__ or "").read_text("utf-8")).body
        names = [
            node.targets[0].id for node in own if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        ]
        bounds = {f"zhence.{each}.{name}" for name in names if BOUND.fullmatch(name)}
        assert bounds
        assert bounds <= told


@pytest.mark.parametrize(("file", "name"), SHOWN)
def test_a_test_that_is_named_exists(file: str, name: str) -> None:
    defined = {
        node.name for node in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))) if isinstance(node, ast.FunctionDef)
    }
    assert defined
    assert not name or name in defined


def test_the_score_of_the_engine_is_the_one_that_was_measured() -> None:
    kept = tomllib.loads((ROOT / "tests" / "mutation" / "score.toml").read_text("utf-8"))["engine"]
    explained = tomllib.loads((ROOT / "tests" / "mutation" / "survivors.toml").read_text("utf-8"))["same"]
    assert f"| {kept['changes']:,} | {kept['noticed']:,} |" in NOTES
    assert kept["changes"] - kept["noticed"] == kept["explained"] == sum(len(each["now"]) for each in explained)
    assert f"The {kept['explained']} changes of the engine" in NOTES


def test_the_notes_hold_what_is_looked_for() -> None:
    assert len(ROWS) > 30
    assert len(SHOWN) > 10
