"""Steps, distances, what blocks and what is wanted: in columns as in the ledger of one subject."""

from __future__ import annotations

from datetime import date

import pytest
from random_rows import table

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns.details import blocks, detail
from zhence.columns.figures import Figures
from zhence.columns.rows import record
from zhence.columns.truth import expression
from zhence.engine import check
from zhence.engine.ledger import name_of
from zhence.model.result import ConditionResult, MeasureResult, ScoreResult, Verdict

pytestmark = pytest.mark.slow
BOOK = load(bundled())
DAY = date(2026, 6, 1)
NEAR = 1e-6


def size(leaf: ConditionResult | ScoreResult) -> float:
    """Return how far a failed leaf is from its threshold, as a share of it."""
    if isinstance(leaf, ConditionResult):
        return float(leaf.gap.share) if leaf.gap is not None and leaf.gap.share is not None else 1.0
    mark = leaf.score.at_least if leaf.score.at_least is not None else leaf.score.more_than
    return float((mark - leaf.high) / mark) if mark and mark > leaf.high else 1.0


def told(result: MeasureResult, cells: dict[str, object]) -> bool:
    """Tell whether the columns say of a measure what the engine says."""
    steps, distance = cells.get("steps", 0), cells.get("distance", 0.0)
    wanted = {word.removeprefix("wanted:") for word, cell in cells.items() if word.startswith("wanted:") and cell}
    same = steps == result.steps and abs(distance - float(result.distance)) <= NEAR * (1 + distance)
    if result.blocking:
        sizes = {name_of(leaf): size(leaf) for leaf in result.blocking}
        largest = max(sizes.values())
        same &= abs(cells["largest"] - largest) <= NEAR
        same &= abs(sizes[blocks(result.measure)[cells["block"]]] - largest) <= NEAR  # of equals, any
    return same and wanted == {str(key) for key in result.missing}


@pytest.mark.parametrize(("ranged", "seed"), [(0.0, 1), (0.4, 2)])
def test_details_are_those_of_the_ledger(ranged: float, seed: int) -> None:
    rows = table(BOOK, DAY, 25, seed, ranged=ranged)
    figures = Figures(BOOK, DAY, rows.columns)
    measures = [m for m in BOOK.measures.values() if m.subject in ("enterprise", "project", "product")]
    columns = {}
    for measure in measures:
        found = detail(figures, measure)
        if found.way is not None:
            for word in ("steps", "distance", "largest", "block"):
                columns[f"{measure.id}|{word}"] = getattr(found.way, word)
        for key, truth in found.wanted.items():
            columns[f"{measure.id}|wanted:{key}"] = expression(truth)
    lazy = rows.lazy()
    for group in figures.shared:
        lazy = lazy.with_columns(**group)
    answers = lazy.select("row", **columns).collect().to_dicts()
    compared = 0
    for row, cells in zip(rows.to_dicts(), answers, strict=True):
        for result in check(BOOK, record(row, BOOK, "enterprise"), DAY, tuple(measures)).results:
            if result.open_verdict is Verdict.NOT_APPLICABLE:
                continue
            own = {k.partition("|")[2]: v for k, v in cells.items() if k.partition("|")[0] == result.measure.id}
            assert told(result, own), (row["row"], result.measure.id)
            compared += 1
    assert compared > 1000
