"""How far a condition is from being met, in words and as a small bar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import floor

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact
from zhence.model.ladder import Step
from zhence.model.measure import Operator, Relief
from zhence.model.result import ConditionResult, EasedResult, Gap, ScoreResult
from zhence.model.text import Text, same
from zhence.model.value import Days, Span, Value
from zhence.report.numbers import SHOWN, plain, plain_apart, show_number, value_text
from zhence.report.words import COMMA, both, bracketed, points_unit

CELLS = 10
NOTHING = Fraction(0)
ENDS = (NOTHING, Fraction(100))
AT_LEAST = Text("至少", "at least ")  # before a gap that is counted from the best end of a range


@dataclass(frozen=True, slots=True)
class GapWords:
    """Hold a gap in words: what is, what must be, what is wanting, and how full the bar is."""

    value: Text
    threshold: Text  # the one that counts, with its base and relaxation beside it where it was eased
    shortfall: Text
    filled: Fraction | None  # None where the gap has no size


def bar(filled: Fraction, *, cells: int = CELLS, is_ascii: bool = False) -> str:
    """Return a bar; it is never full, because a gap is left."""
    count = max(0, min(cells - 1, floor(filled * cells)))
    full, empty = ("#", ".") if is_ascii else ("█", "░")
    return full * count + empty * (cells - count)


def ends(*values: Value | None) -> tuple[Fraction, ...]:
    """List the numbers in values: what must be told apart when they are shown together."""
    spans = [v for v in values if isinstance(v, Span)]
    return tuple(end for span in spans for end in (span.low, span.high) if end is not None)


def group_of(result: ConditionResult) -> tuple[Fraction, ...]:
    """List every number that is shown for a condition."""
    reading = result.reading.value if result.reading else None
    return ends(reading, result.threshold, *(eased.threshold for eased in result.eased))


def fact_of(result: ConditionResult, catalogue: Catalogue) -> Fact | None:
    """Return the fact a condition asks for."""
    return catalogue.facts.get(result.condition.test.fact) if result.condition.test else None


def gap_words(result: ConditionResult, catalogue: Catalogue) -> GapWords | None:
    """Return the gap of a condition in words, None where it asks for no value."""
    fact = fact_of(result, catalogue)
    if fact is None:
        return None
    value = value_text(result.reading.value if result.reading else None, fact, catalogue, group_of(result))
    threshold = threshold_beside(result, catalogue)
    if result.gap is None:
        return GapWords(value, threshold, same(""), None)
    share = result.gap.share
    return GapWords(
        value, threshold, _shortfall(result, result.gap, fact, catalogue), None if share is None else 1 - share
    )


def threshold_beside(result: ConditionResult, catalogue: Catalogue) -> Text:
    """Return the threshold that counts; where it is eased here, the base stands before it and the reason behind."""
    fact = fact_of(result, catalogue)
    if fact is None:
        return same("—")
    group = group_of(result)
    base = value_text(result.threshold, fact, catalogue, group)
    eased = counted(result)
    if eased is None or eased.threshold is None:
        return base
    return (
        base
        + same(" → ")
        + value_text(eased.threshold, fact, catalogue, group)
        + bracketed(ease_words(eased, catalogue))
    )


def counted(result: ConditionResult) -> EasedResult | None:
    """Return the relaxation whose threshold counts here: the easiest one of the zones the place is surely in."""
    sure = [e for e in result.eased if e.threshold is not None and e.zone.answer.low is Step.YES]
    if result.gap is None:
        return next((e for e in sure if e.answer.low is Step.YES), sure[0] if sure else None)
    return next((e for e in sure if _stands_at(e.threshold, result.gap.threshold)), None)


def _stands_at(value: Value | None, mark: Fraction | date) -> bool:
    return isinstance(value, Span | Days) and mark in (value.low, value.high)


def ease_words(eased: EasedResult, catalogue: Catalogue) -> Text:
    """Return why a threshold is eased: the zone, by how much, on which clause."""
    relaxation = eased.relaxation
    zone = catalogue.zones.get(relaxation.zone)
    words = zone.title if zone else same(relaxation.zone)
    if relaxation.relief is Relief.PERCENT and relaxation.percent is not None:
        share = plain(relaxation.percent)
        words += Text(f"放宽{share}%", f": eased by {share}%")
    elif relaxation.relief is Relief.DISCRETION:
        words += Text("可酌情放宽", ": discretion")
    elif relaxation.relief is Relief.WAIVED:
        words += Text("不作要求", ": not required")
    else:
        words += Text("放宽", ": eased")
    return words + COMMA + relaxation.clause if relaxation.clause else words


def _shortfall(result: ConditionResult, gap: Gap, fact: Fact, catalogue: Catalogue) -> Text:
    operator = result.condition.test.operator if result.condition.test else Operator.AT_LEAST
    is_best = _is_open(result.reading.value if result.reading else None)
    if isinstance(gap.threshold, date):
        return (AT_LEAST if is_best else same("")) + _days(gap.shortfall, operator)
    if gap.shortfall == 0:
        return (Text("至多", "at best ") if is_best else same("")) + (
            Text("恰等于门槛，须超过", "exactly at the threshold, which is not enough")
            if operator.wants_more
            else Text("恰等于门槛，须低于", "exactly at the threshold, which is too much")
        )
    amount = both(lambda lang: show_number(gap.shortfall, fact.unit, catalogue, lang, (NOTHING,)))
    if fact.unit == "%":  # a difference of shares is in percentage points, never a percent of anything
        amount = both(lambda lang: plain_apart(gap.shortfall, (NOTHING,), lang)) + Text(
            "个百分点", " percentage point" if gap.shortfall == 1 else " percentage points"
        )
    by = AT_LEAST if is_best else same("")
    words = _short_by(by) + amount if operator.wants_more else _over_by(by) + amount
    if gap.share is None:
        return words
    return words + bracketed(Text("门槛的", "") + share_text(gap.share) + Text("", " of the threshold"))


def _is_open(value: Value | None) -> bool:
    return isinstance(value, Span | Days) and value.exact is None


def _short_by(by: Text) -> Text:
    return Text(f"{by.zh}还差", f"short by {by.en}")


def _over_by(by: Text) -> Text:
    return Text(f"{by.zh}超出", f"over by {by.en}")


def share_text(share: Fraction) -> Text:
    """Return a share in percent to one decimal; a small one is never shown as nothing, nor nearly all as all."""
    percent = share * 100
    rounded = Fraction(round(percent * 10), 10)
    shown = percent if rounded in ENDS else rounded
    return both(lambda lang: plain_apart(shown, ENDS, lang)) + same("%")


def _days(days: Fraction, operator: Operator) -> Text:
    count = plain(days)
    word = "day" if days == 1 else "days"
    if operator.wants_more:
        return Text(f"早了{count}天", f"{count} {word} too early")
    return Text(f"晚了{count}天", f"{count} {word} too late")


def score_gap(result: ScoreResult) -> GapWords | None:
    """Return how many points a score table lacks at best; None where the total is enough."""
    score = result.score
    mark = score.at_least if score.at_least is not None else score.more_than
    if mark is None or result.high > mark or (result.high == mark and score.at_least is not None):
        return None
    value, threshold = points_words(result.low, result.high, (mark,)), points_words(mark, mark, (result.high,))
    if result.high == mark:
        enough = Text("恰等于分数线，须超过", "exactly at the mark, which is not enough")
        return GapWords(value, threshold, enough, Fraction(1))
    wanting = mark - result.high
    by = AT_LEAST if result.low < result.high else same("")
    short = _short_by(by) + both(lambda lang: plain_apart(wanting, (NOTHING,), lang)) + points_unit(wanting)
    return GapWords(value, threshold, short, result.high / mark if mark > 0 else None)


@lru_cache(maxsize=SHOWN)
def points_words(low: Fraction, high: Fraction, among: tuple[Fraction, ...] = ()) -> Text:
    """Return points in words, as a range where they are open."""
    group = (low, high, *among)
    first, last = _points_alone(low, group), _points_alone(high, group)
    if low == high:
        return first + points_unit(low)
    return first + same("–") + last + points_unit(None)


def _points_alone(points: Fraction, group: tuple[Fraction, ...]) -> Text:
    return both(lambda lang: plain_apart(points, group, lang))
