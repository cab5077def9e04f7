"""Score tables for every row: points at worst and at best, and whether they reach the marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

import polars as pl

from zhence.columns.conditions import key_of, mark_of, meets
from zhence.columns.figures import Figures
from zhence.columns.truth import Answer, Truth, all_true, between, expression, flip, plain, possibly, surely
from zhence.engine.scores import NO_BAND
from zhence.model import frame
from zhence.model.measure import Band, Score, ScoreItem
from zhence.model.value import Span

NARROW = 2**31
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
    kind = _kind(score, parts)
    points = {item.id: _kept(figures, _item(figures, item, parts, kind)) for item in score.items}
    sums: list[Points] = []
    marks: list[Truth] = []
    for part in (None, *score.parts):
        within = [item for item in score.items if item.part == (part.id if part else None)]
        if not within and part is None:
            continue
        low, high = (_sum(within, {name: ends[at] for name, ends in points.items()}) for at in (0, 1))
        if part is not None and part.cap is not None:
            cap = int(part.cap * parts)
            low, high = low.clip(upper_bound=cap), high.clip(upper_bound=cap)
        if part is not None:
            marks.append(_reaches(low, high, part.at_least, None, parts))
        sums.append((low, high))
    low, high = (_added([ends[at] for ends in sums]) for at in (0, 1))
    marks.append(_reaches(low, high, score.at_least, score.more_than, parts))
    return Tally(plain(all_true(marks)), low, high, parts, points)


def _parts(score: Score) -> int:
    """Return into how many parts a point is divided, so that every number of the table is whole."""
    numbers = [each for item in score.items for band in item.bands for each in (band.low, band.high)]
    numbers += [item.points_max for item in score.items]
    numbers += [each for part in score.parts for each in (part.cap, part.at_least) if each is not None]
    stated = frame.SCALE if any(item.points_fact is not None for item in score.items) else 1
    return lcm(stated, *(number.denominator for number in numbers))


def _kind(score: Score, parts: int) -> pl.DataType:
    """Return the narrowest type that any sum of the points has room in."""
    most = sum(item.points_max + max((abs(band.high) for band in item.bands), default=0) for item in score.items)
    return pl.Int32() if most * parts < NARROW else pl.Int64()


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
    for word in words:
        rivals = [points[item.id] for item in items if item.alternative == word]
        found.append(rivals[0] if len(rivals) == 1 else pl.max_horizontal(rivals))
    return _added(found)


def _added(found: list[pl.Expr]) -> pl.Expr:
    if len(found) == 1:
        return found[0]
    return pl.sum_horizontal(found) if found else pl.lit(0, dtype=pl.Int64)


def _item(figures: Figures, item: ScoreItem, parts: int, kind: pl.DataType) -> Points:
    if item.points_fact is not None:
        low, high = _stated(figures, item, item.points_fact, parts)
        return low.cast(kind), high.cast(kind)
    ends = [tuple(pl.lit(int(end * parts), dtype=kind) for end in (b.low, b.high)) for b in (*item.bands, NO_BAND)]
    lows, highs = zip(*ends, strict=True)
    if _is_falling(item):
        return _of_first(figures, item, lows, highs)
    met: list[Truth] = []
    left: Truth = True  # where no earlier band is surely met
    for _, reached, tests in reached_bands(figures, item):
        answer = all_true(tests)
        met.append(all_true([reached, possibly(answer)]))
        left = all_true([reached, flip(surely(answer))])
    cells = [
        [pl.when(expression(may)).then(end) for may, end in zip([*met, left], e, strict=True)] for e in (lows, highs)
    ]
    return pl.min_horizontal(cells[0]), pl.max_horizontal(cells[1])


def _is_falling(item: ScoreItem) -> bool:
    """Tell whether each band gives no more than the one before it."""
    bands = (*item.bands, NO_BAND)
    return all(one.low >= two.low and one.high >= two.high for one, two in pairwise(bands))


def _of_first(figures: Figures, item: ScoreItem, lows: Sequence[pl.Expr], highs: Sequence[pl.Expr]) -> Points:
    """Return the points of falling bands: of the first that is surely met at worst, of the first that may be at best."""
    truths = [all_true(_tests(figures, band)) for band in item.bands]
    low = _first(truths, lows)
    if not _hang_together(figures, item) or not isinstance(truths[0], pl.Expr):
        return low, _first([possibly(truth) for truth in truths], highs)
    low = figures.keep(low)
    is_exact = all(band.low == band.high for band in item.bands)
    known = low if is_exact else _first(truths, highs)
    return low, pl.when(truths[0].is_null()).then(highs[0]).otherwise(known)


def _first(truths: Sequence[Truth], points: Sequence[pl.Expr]) -> pl.Expr:
    """Return the points of the first truth that is true, the last points where none is."""
    found = points[-1]
    for truth, worth in reversed(list(zip(truths, points, strict=False))):
        if truth is True:
            found = worth
        elif isinstance(truth, pl.Expr):
            found = pl.when(truth).then(worth).otherwise(found)
    return found


def _hang_together(figures: Figures, item: ScoreItem) -> bool:
    """Tell whether all bands are open in the same rows: those in which one number is not known."""
    tests = [test for band in item.bands for test in band.tests]
    if len({key_of(figures, test) for test in tests}) != 1 or not figures.catalogue.facts[tests[0].fact].type.numeric:
        return False
    numbers, marks = figures.numbers(key_of(figures, tests[0])), [mark_of(figures, test.threshold) for test in tests]
    return all(
        isinstance(mark.value, Span)
        and mark.value.exact is not None
        and numbers.is_open_as_such(test.operator, mark.value.exact)
        for test, mark in zip(tests, marks, strict=True)
    )


def _tests(figures: Figures, band: Band) -> list[Truth]:
    return [
        meets(figures, key_of(figures, test), test.operator, mark_of(figures, test.threshold)) for test in band.tests
    ]


def reached_bands(figures: Figures, item: ScoreItem) -> Iterator[tuple[Band, Truth, list[Truth]]]:
    """Yield each band of a row, where no band before it is surely met, and whether each of its tests is met."""
    reached: Truth = True
    for band in item.bands:
        tests = _tests(figures, band)
        yield band, reached, tests
        reached = figures.share(all_true([reached, flip(surely(all_true(tests)))]))


def _kept(figures: Figures, points: Points) -> Points:
    low, high = points
    return figures.keep(low), figures.keep(high)


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
