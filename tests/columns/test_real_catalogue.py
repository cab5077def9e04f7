"""The columns answer as the engine does on every measure of the real catalogue; `python tests/columns/long.py` does it at length."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from random_rows import table

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns.rows import record
from zhence.columns.verdicts import CODES, compile_measures
from zhence.engine import check
from zhence.model.result import Verdict

pytestmark = pytest.mark.slow
BOOK = load(bundled())
DAY = date(2026, 6, 1)
APART = CODES[Verdict.NOT_APPLICABLE]  # what is for another kind of subject is left out of the columns


def differences(made: pl.DataFrame, subject: str, day: date) -> list[tuple[int, str, str]]:
    """Return the rows and measures on which the two engines differ, with what the engine of one subject says."""
    measures = list(BOOK.measures.values())
    compiled = compile_measures(BOOK, day, made.columns, subject, measures)
    assert not compiled.refused
    found = compiled.prepared(made.lazy()).select("row", **compiled.verdicts).collect().to_dicts()
    return [
        (answers["row"], result.measure.id, result.open_verdict.value)
        for row, answers in zip(made.to_dicts(), found, strict=True)
        for result in check(BOOK, record(row, BOOK, subject), day).results
        if answers.get(result.measure.id, APART) != CODES[result.open_verdict]
    ]


@pytest.mark.parametrize(
    ("subject", "ranged"), [("enterprise", 0.0), ("enterprise", 0.4), ("town", 0.2), ("cluster", 0.2)]
)
def test_every_measure_of_the_catalogue(subject: str, ranged: float) -> None:
    assert differences(table(BOOK, DAY, 60, seed=7, ranged=ranged), subject, DAY) == []


@pytest.mark.parametrize("day", [date(2025, 4, 1), date(2025, 8, 30), date(2028, 2, 29)])
def test_on_other_days(day: date) -> None:
    assert differences(table(BOOK, day, 30, seed=8, ranged=0.2), "enterprise", day) == []
