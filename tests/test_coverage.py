"""Every programme is a measure, or is left out for a written reason."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from zhence.model.catalogue import Catalogue

KNOWN = tomllib.loads((Path(__file__).parent / "coverage.toml").read_text("utf-8"))


@pytest.mark.parametrize("programme", KNOWN["encoded"])
def test_every_programme_is_a_measure(programme: str, book: Catalogue) -> None:
    measures = [m for m in book.measures.values() if programme in m.programmes]
    assert measures
    for measure in measures:
        assert (measure.requires is None) == (measure.unwritten is not None)


def test_what_is_left_out_says_why(book: Catalogue) -> None:
    for programme, reason in KNOWN["left_out"].items():
        assert reason.strip()
        assert not [m for m in book.measures.values() if programme in m.programmes]


def test_measures_name_no_programme_that_is_not_listed(book: Catalogue) -> None:
    assert {p for m in book.measures.values() for p in m.programmes} <= set(KNOWN["encoded"])
