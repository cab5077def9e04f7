"""Score tables: points are an interval too, an item nobody stated spans its lowest and highest band."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from zhence.engine.compare import compare
from zhence.engine.conditions import known_value, open_keys, read_threshold
from zhence.engine.figures import Case
from zhence.model.fact import FactKey
from zhence.model.ladder import UNKNOWN, YES, Answer, Step, all_of, settle
from zhence.model.measure import Band, Score, ScoreItem
from zhence.model.result import ItemResult, PartResult, Reading, ScoreResult
from zhence.model.value import Span

Ends = tuple[Fraction, Fraction]  # points at worst, at best
ZERO = Fraction(0)
NO_BAND = Band((), ZERO, ZERO)  # what a table gives where none of its bands is met


def answer_score(case: Case, score: Score) -> ScoreResult:
    """Answer a score table: items, blocks with their caps and own marks, total against the pass mark."""
    items = tuple(answer_item(case, item) for item in score.items)
    parts, low, high, answer = added(score, {item.item.id: (item.low, item.high) for item in items})
    missing = () if answer.settled else tuple(dict.fromkeys(key for item in items for key in item.missing))
    return ScoreResult(score, answer, low, high, items, parts, missing)


def total(score: Score, points: Mapping[str, Fraction]) -> Answer:
    """Answer a score table whose rows give these points."""
    return added(score, {item: (given, given) for item, given in points.items()})[-1]


def added(score: Score, points: Mapping[str, Ends]) -> tuple[tuple[PartResult, ...], Fraction, Fraction, Answer]:
    """Return the blocks, the points at worst and at best, and the answer of a table whose rows give these points."""
    parts = []
    low = high = ZERO
    for part in (None, *score.parts):
        within = [item for item in score.items if item.part == (part.id if part else None)]
        part_low, part_high = (_sum(within, {item: ends[at] for item, ends in points.items()}) for at in (0, 1))
        if part is not None:
            if part.cap is not None:
                part_low, part_high = min(part_low, part.cap), min(part_high, part.cap)
            parts.append(PartResult(part, part_low, part_high, _reaches(part_low, part_high, part.at_least, None)))
        low, high = low + part_low, high + part_high
    answer = all_of([_reaches(low, high, score.at_least, score.more_than), *(p.answer for p in parts)])
    return tuple(parts), low, high, answer


def _reaches(low: Fraction, high: Fraction, at_least: Fraction | None, more_than: Fraction | None) -> Answer:
    if at_least is not None:
        return settle(low >= at_least) if (low >= at_least) == (high >= at_least) else UNKNOWN
    if more_than is not None:
        return settle(low > more_than) if (low > more_than) == (high > more_than) else UNKNOWN
    return YES


def _sum(items: list[ScoreItem], points: Mapping[str, Fraction]) -> Fraction:
    """Add the points of rows; of rows that are alternatives only the best counts."""
    found = sum((points[item.id] for item in items if item.alternative is None), ZERO)
    for word in dict.fromkeys(item.alternative for item in items if item.alternative):
        found += max(points[item.id] for item in items if item.alternative == word)
    return found


def answer_item(case: Case, item: ScoreItem) -> ItemResult:
    """Answer one row: its points at worst and at best."""
    if item.points_fact is not None:
        return _stated(case, item, item.points_fact)
    most = max((band.high for band in item.bands), default=ZERO)
    met: list[Band] = []
    missing: dict[FactKey, None] = {}
    reading: Reading | None = None
    for band in item.bands:
        answers = []
        for test in band.tests:
            read = case.read(case.key(test.fact, test.year))
            reading = reading or read
            threshold, asked = read_threshold(case, test.threshold)
            answer = compare(known_value(case, read), test.operator, threshold)
            answers.append(answer)
            if not answer.settled:
                missing.update(dict.fromkeys([*open_keys(read), *(open_keys(asked) if asked else [])]))
        answer = all_of(answers)
        if answer.high is Step.YES:
            met.append(band)
        if answer.low is Step.YES:
            break
    else:
        met.append(NO_BAND)
    low, high = min(b.low for b in met), max(b.high for b in met)
    return ItemResult(item, low, high, most, reading, tuple(missing) if low < high else ())


def _stated(case: Case, item: ScoreItem, fact_id: str) -> ItemResult:
    reading = case.read(case.key(fact_id, None))
    value = reading.value if isinstance(reading.value, Span) else Span(None, None)
    low = max(ZERO, min(value.low if value.low is not None else ZERO, item.points_max))
    high = max(ZERO, min(value.high if value.high is not None else item.points_max, item.points_max))
    return ItemResult(item, low, high, item.points_max, reading, tuple(open_keys(reading)) if low < high else ())
