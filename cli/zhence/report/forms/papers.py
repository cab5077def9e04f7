"""The papers to hand in, each once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhence.model.text import Lang
from zhence.report.forms.words import say

NOT_NOW = ("closed", "not-applicable")


def papers(subject: Mapping[str, Any], lang: Lang) -> dict[tuple[str, str], list[str]]:
    """Return the papers of the measures that may be had now, by title and holder, with those measures' titles."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for result in subject["results"]:
        if result["verdict"] in NOT_NOW:
            continue
        for paper in result["documents"]:
            key = say(paper["title"], lang), say(paper["holder"], lang)
            found.setdefault(key, {})[say(result["title"], lang)] = None
    return {key: list(wanted) for key, wanted in found.items()}
