"""Score tables for every row: points at worst and at best, and whether they reach the marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import polars as pl

from zhence.columns.conditions import key_of, mark_of, meets
from zhence.columns.figures import Figures
from zhence.columns.truth import Answer, Truth, all_true, between, expression, flip, plain, possibly, surely
from zhence.engine.scores import NO_BAND
from zhence.model import frame
from zhence.model.measure import Band, Score, ScoreItem

Points = tuple[pl.Expr, pl.Expr]  # whole numbers, in parts of a point: at worst, at best


@dataclass(frozen=True, slots=True)
class Tally:
    """Hold what a table gives: its answer, and its points in parts of a point, whole and of each row."""

    answer: Answer
    low: pl.Expr
    high: pl.Expr
    parts: int
    rows: dict[str, Points]


def answer_score(figures: Figures, score: Score) -> Tally:
    """Answer a score table for every row."""
    parts = _parts(score)
    points = {item.id: _kept(figures, _item(figures, item, parts)) for item in score.items}
    low = high = pl.lit(0, dtype=pl.Int64)
    marks: list[Truth] = []
    for part in (None, *score.parts):
        within = [item for item in score.items if item.part == (part.id if part else None)]
        part_low, part_high = (_sum(within, {name: ends[at] for name, ends in points.items()}) for at in (0, 1))
        if part is not None and part.cap is not None:
            cap = int(part.cap * parts)
            part_low, part_high = part_low.clip(upper_bound=cap), part_high.clip(upper_bound=cap)
        if part is not None:
            marks.append(_reaches(part_low, part_high, part.at_least, None, parts))
        low, high = low + part_low, high + part_high
    marks.append(_reaches(low, high, score.at_least, score.more_than, parts))
    return Tally(plain(all_true(marks)), low, high, parts, points)


def _parts(score: Score) -> int:
    """Return into how many parts a point is divided, so that every number of the table is whole."""
    numbers = [each for item in score.items for band in item.bands for each in (band.low, band.high)]
    numbers += [item.points_max for item in score.items]
    numbers += [each for part in score.parts for each in (part.cap, part.at_least) if each is not None]
    stated = frame.SCALE if any(item.points_fact is not None for item in score.items) else 1
    return lcm(stated, *(number.denominator for number in numbers))


def _reaches(low: pl.Expr, high: pl.Expr, at_least: Fraction | None, more_than: Fraction | None, parts: int) -> Truth:
    if at_least is not None:
        mark = -(-(at_least * parts).numerator // (at_least * parts).denominator)
        return between(low >= mark, high >= mark)
    if more_than is not None:
        mark = (more_than * parts).numerator // (more_than * parts).denominator
        return between(low > mark, high > mark)
    return True


def _sum(items: list[ScoreItem], points: dict[str, pl.Expr]) -> pl.Expr:
    """Add the points of rows; of rows that are alternatives only the best counts."""
    words = dict.fromkeys(item.alternative for item in items if item.alternative)
    found = [points[item.id] for item in items if item.alternative is None]
    found += [pl.max_horizontal([points[item.id] for item in items if item.alternative == word]) for word in words]
    return pl.sum_horizontal(found) if found else pl.lit(0, dtype=pl.Int64)


def _item(figures: Figures, item: ScoreItem, parts: int) -> Points:
    if item.points_fact is not None:
        return _stated(figures, item, item.points_fact, parts)
    met: list[tuple[Band, Truth]] = []
    left: Truth = True  # where no earlier band is surely met
    for band, reached, tests in reached_bands(figures, item):
        answer = all_true(tests)
        met.append((band, all_true([reached, possibly(answer)])))
        left = all_true([reached, flip(surely(answer))])
    met.append((NO_BAND, left))
    low = pl.min_horizontal([_where(may, int(band.low * parts)) for band, may in met])
    high = pl.max_horizontal([_where(may, int(band.high * parts)) for band, may in met])
    return low, high


def reached_bands(figures: Figures, item: ScoreItem) -> Iterator[tuple[Band, Truth, list[Truth]]]:
    """Yield each band of a row, where no band before it is surely met, and whether each of its tests is met."""
    reached: Truth = True
    for band in item.bands:
        tests = [meets(figures, key_of(figures, t), t.operator, mark_of(figures, t.threshold)) for t in band.tests]
        yield band, reached, tests
        reached = figures.share(all_true([reached, flip(surely(all_true(tests)))]))


def _kept(figures: Figures, points: Points) -> Points:
    low, high = points
    return figures.keep(low), figures.keep(high)


def _where(may: Truth, points: int) -> pl.Expr:
    return pl.when(expression(may)).then(pl.lit(points, dtype=pl.Int64))


def _stated(figures: Figures, item: ScoreItem, fact_id: str, parts: int) -> Points:
    """Return the points that a figure states, no more than the row gives; all that it can give where it is unknown."""
    key = figures.case.key(fact_id, None)
    most = int(item.points_max * parts)
    turned = parts // frame.SCALE
    names = [frame.column(key)] * 2 if figures.is_stated(key) else [frame.low(key), frame.high(key)]
    if figures.stated(key) is False:
        return pl.lit(0, dtype=pl.Int64), pl.lit(most, dtype=pl.Int64)
    low, high = (pl.col(name) * turned for name in names)
    return low.fill_null(0).clip(0, most), high.fill_null(most).clip(0, most)
