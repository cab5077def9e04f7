"""What would change an answer: a figure to move and how far, a fact to state, a place to confirm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import floor
from typing import Literal

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Derivation, Fact, FactKey
from zhence.model.ladder import YES, Step
from zhence.model.measure import Operator, Relief, Test
from zhence.model.result import ConditionResult, EasedResult, Gap, ItemResult
from zhence.model.text import Text, same
from zhence.model.value import Span
from zhence.report.gaps import ease_words, fact_of, group_of, points_words
from zhence.report.numbers import plain_apart, show_number, value_text
from zhence.report.sentences import (
    asked_key,
    asked_words,
    dated_value,
    figure_words,
    test_sentence,
    threshold_words,
)
from zhence.report.statement import AND
from zhence.report.status import day_words
from zhence.report.words import COLON, COMMA, LIST, SEMICOLON, answer_words, both, bracketed, join

ZERO = Fraction(0)
HUNDRED = Fraction(100)
Manner = Literal[
    "onto", "beyond", "past", "age", "day"
]  # to the mark, more than to it, off it, by time alone, on a day
RAISED: dict[Manner, Text] = {
    "onto": Text("把“{figure}”提高{by}，达到{to}", "raise “{figure}” by {by} to {to}"),
    "beyond": Text("把“{figure}”提高{by}还不够，须超过{to}", "raise “{figure}” by more than {by}, to more than {to}"),
    "past": Text("把“{figure}”提高到超过{to}", "raise “{figure}” to more than {to}"),
    "age": Text("随时间推移：“{figure}”再过{by}以内满{to}", "time alone: “{figure}” gets to {to} within {by}"),
    "day": Text("随时间推移：“{figure}”到{by}满{to}", "time alone: “{figure}” gets to {to} on {by}"),
}
LOWERED: dict[Manner, Text] = {
    "onto": Text("把“{figure}”降低{by}，降至{to}", "lower “{figure}” by {by} to {to}"),
    "beyond": Text("把“{figure}”降低{by}还不够，须低于{to}", "lower “{figure}” by more than {by}, to less than {to}"),
    "past": Text("把“{figure}”降到低于{to}", "lower “{figure}” to less than {to}"),
    "age": Text("“{figure}”已超出{by}，只增不减", "“{figure}” is over by {by} and only grows"),
}
IS = Text("须为：", " must be: ")
MUST_BE = {
    Operator.ONE_OF: Text("须为其中之一：", " must be one of: "),
    Operator.INCLUDES_ANY: Text("须至少包括其中一项：", " must include at least one of: "),
    Operator.INCLUDES_ALL: Text("须包括全部：", " must include all of: "),
}
ZONE = "zone."  # a list of places that a place is to be confirmed in
RELIEFS = {
    Relief.PERCENT: Text("门槛放宽", "the threshold is eased"),
    Relief.TO: Text("门槛放宽", "the threshold is eased"),
    Relief.DISCRETION: Text("可酌情放宽", "it may be relaxed at discretion"),
    Relief.WAIVED: Text("不作要求", "it is not required"),
}


def changes(result: ConditionResult, catalogue: Catalogue, as_of: date, *, is_negated: bool = False) -> Iterator[Text]:
    """Yield what would turn the answer of a condition to YES; of one that must not be met, to NO."""
    if is_negated:
        if result.answer.low is Step.YES:
            yield Text("现已成立，须不成立", "it holds now and must not")
        yield from wanting(result, catalogue)
        return
    if result.answer == YES:
        return
    if result.zone is not None and result.answer.high is not Step.YES:
        yield Text("只有名单内的地方才符合", "only a place on the list meets it")
    yield from _figure(result, catalogue, as_of)
    yield from wanting(result, catalogue)
    for eased in result.eased:
        yield from _place(eased, result, catalogue)


def _figure(result: ConditionResult, catalogue: Catalogue, as_of: date) -> Iterator[Text]:
    fact, test, reading = fact_of(result, catalogue), result.condition.test, result.reading
    if fact is None or test is None or reading is None or result.base.high is not Step.NO:
        return
    figure = figure_words(reading.key, catalogue)
    if result.gap is None:
        if result.answer.high is Step.NO or result.answer.settled:
            yield figure + MUST_BE.get(test.operator, IS) + threshold_words(test, catalogue, as_of)
        return
    words = gap_change(figure, result.gap, test.operator, fact, catalogue)
    is_range = isinstance(reading.value, Span) and reading.value.exact is None
    yield words + bracketed(Text("按所填区间最有利的一端计", "from the best end of the range")) if is_range else words
    yield from _numerator(result, result.gap, fact, test, catalogue)


def gap_change(figure: Text, gap: Gap, operator: Operator, fact: Fact, catalogue: Catalogue) -> Text:
    """Return how a figure has to move, by how much and where to."""
    if isinstance(gap.threshold, date):
        return _day_change(figure, gap, operator)
    mark = gap.threshold if gap.closes is None or not gap.strict else Fraction(floor(gap.threshold) + 1)
    among = (gap.value,) if isinstance(gap.value, Fraction) else ()
    to = both(lambda lang: show_number(mark, fact.unit, catalogue, lang, among))
    by = _amount(gap.shortfall, fact, catalogue) if gap.closes is None else day_words(gap.closes)
    words = (RAISED if operator.wants_more else LOWERED)[_manner(gap, fact)]
    return both(lambda lang: words.to(lang).format(figure=figure.to(lang), by=by.to(lang), to=to.to(lang)))


def _manner(gap: Gap, fact: Fact) -> Manner:
    if gap.closes is not None:
        return "day"
    if gap.shortfall == 0:
        return "past"
    if fact.derived is not None and fact.derived.op is Derivation.AGE:
        return "age"
    return "beyond" if gap.strict else "onto"


def _day_change(figure: Text, gap: Gap, operator: Operator) -> Text:
    limit = day_words(gap.threshold) if isinstance(gap.threshold, date) else same("—")
    days = int(gap.shortfall)
    by = Text(f"{days}天", "1 day" if days == 1 else f"{days} days")
    if operator.wants_more:
        words = Text("“{figure}”须再晚{by}，不早于{to}", "“{figure}” would have to be {by} later, from {to}")
    else:
        words = Text("“{figure}”须再早{by}，不晚于{to}", "“{figure}” would have to be {by} earlier, by {to}")
    return both(lambda lang: words.to(lang).format(figure=figure.to(lang), by=by.to(lang), to=limit.to(lang)))


def _amount(amount: Fraction, fact: Fact, catalogue: Catalogue) -> Text:
    if fact.unit == "%":  # a difference of shares is in percentage points, never a percent of anything
        points = Text("个百分点", " percentage point" if amount == 1 else " percentage points")
        return both(lambda lang: plain_apart(amount, (ZERO,), lang)) + points
    return both(lambda lang: show_number(amount, fact.unit, catalogue, lang, (ZERO,)))


def _numerator(result: ConditionResult, gap: Gap, fact: Fact, test: Test, catalogue: Catalogue) -> Iterator[Text]:
    """Say what a ratio's upper figure must become while the lower one stays, where both are stated exactly."""
    derived, reading = fact.derived, result.reading
    if derived is None or derived.op is not Derivation.RATIO or derived.against is None or reading is None:
        return
    if not isinstance(gap.threshold, Fraction):
        return
    stated = {key.fact: (key, given.value) for key, given in reading.given}
    if derived.of[0] not in stated or derived.against not in stated:
        return
    (top, above), (bottom, below) = stated[derived.of[0]], stated[derived.against]
    upper = catalogue.facts[top.fact]
    if upper.unit != catalogue.facts[bottom.fact].unit or not isinstance(above, Span) or not isinstance(below, Span):
        return
    value, divisor = above.exact, below.exact
    if value is None or divisor is None:
        return
    mark = gap.threshold * divisor / (HUNDRED if fact.unit == "%" else 1)
    moved = Gap(value, mark, abs(mark - value), None, gap.strict)
    stays = Text("即在“", "that is, with “") + figure_words(bottom, catalogue) + Text("”不变时，", "” as it is, ")
    yield stays + gap_change(figure_words(top, catalogue), moved, test.operator, upper, catalogue)


def wanting(result: ConditionResult, catalogue: Catalogue) -> Iterator[Text]:
    """Yield what is to be stated: figures nobody stated, and exact values for those stated as a range."""
    if result.inner is not None:
        return
    readings = [r for r in (result.reading, result.threshold_reading) if r is not None]
    stated = {key for reading in readings for key, _ in reading.given}
    ranged = [key for key in result.missing if key in stated]
    to_confirm = [key for key in result.missing if key.fact.startswith(ZONE)]
    absent = [key for key in result.missing if key not in stated and key not in to_confirm]
    if absent:
        yield Text("补上：", "state: ") + _listed(absent, catalogue)
    if to_confirm and not result.eased:
        yield _listed(to_confirm, catalogue)
    if ranged:
        yield Text("给出准确数值（现为区间）：", "state exactly, now a range: ") + _listed(ranged, catalogue)


def _listed(keys: list[FactKey], catalogue: Catalogue) -> Text:
    return join([asked_words(key, catalogue) for key in keys], LIST)


def _place(eased: EasedResult, result: ConditionResult, catalogue: Catalogue) -> Iterator[Text]:
    """Say what the condition would answer were the place in a zone it is not surely in."""
    is_open = not eased.zone.answer.settled
    if eased.zone.answer.low is Step.YES or not (is_open or eased.answer.low > result.answer.low):
        return
    zone = catalogue.zones.get(eased.relaxation.zone)
    title = zone.title if zone else same(eased.relaxation.zone)
    fact = fact_of(result, catalogue)
    if_inside = (
        Text("若确认属于“", "if confirmed inside “") if is_open else Text("若属于“", "if the place were inside “")
    )
    words = if_inside + title + Text("”：", "”: ")
    told = []
    if eased.threshold is not None and fact is not None:
        told.append(
            Text("门槛为", "the threshold is ") + value_text(eased.threshold, fact, catalogue, group_of(result))
        )
    else:
        told.append(RELIEFS[eased.relaxation.relief])
    if eased.answer.settled:
        told.append(Text("此条", "this is ") + answer_words(eased.answer))
    yield words + join(told, COMMA)


def here_words(result: ConditionResult, catalogue: Catalogue) -> Text | None:
    """Return what a relaxation without a number does here, None where none applies for sure."""
    sure = [e for e in result.eased if e.threshold is None and e.zone.answer.low is Step.YES]
    return ease_words(sure[0], catalogue) if sure else None


def next_band(item: ItemResult, catalogue: Catalogue, as_of: date) -> Text | None:
    """Return the next better band of a row, how many points it adds and how far it is."""
    better = sorted((b for b in item.item.bands if b.low > item.high), key=lambda b: (b.low, b.high))
    if not better:
        return None
    band = better[0]
    added = bracketed(Text("多得", "+") + points_words(band.low - item.high, band.high - item.low))
    tests = join([test_sentence(test, catalogue, as_of) for test in band.tests], AND)
    told = band.title + COLON + tests if band.title is not None else tests
    words = Text("下一档：", "next band: ") + points_words(band.low, band.high) + added + SEMICOLON + told
    far = [w for test in band.tests if (w := _reach(test, item, catalogue, as_of)) is not None]
    return words + SEMICOLON + join(far, SEMICOLON) if far else words


def _reach(test: Test, item: ItemResult, catalogue: Catalogue, as_of: date) -> Text | None:
    reading, dated = item.reading, dated_value(test.threshold, as_of)
    if reading is None or dated is None or reading.key != asked_key(test.fact, test.year, catalogue, as_of):
        return None
    if not isinstance(reading.value, Span) or not isinstance(dated.value, Span):
        return None
    value, mark = reading.value.exact, dated.value.exact
    if value is None or mark is None or not test.operator.ordered:
        return None
    is_strict = test.operator in (Operator.MORE_THAN, Operator.LESS_THAN)
    short = mark - value if test.operator.wants_more else value - mark
    if short < 0 or (short == 0 and not is_strict):
        return None
    gap = Gap(value, mark, short, None, is_strict)
    fact = catalogue.facts[test.fact]
    return gap_change(figure_words(reading.key, catalogue), gap, test.operator, fact, catalogue)
