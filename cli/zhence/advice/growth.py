"""When a figure that grows steadily brings a support."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from zhence.engine import Case, decide
from zhence.engine.arithmetic import scale
from zhence.engine.conditions import answer_condition
from zhence.engine.tree import meet
from zhence.model.fact import FactKey
from zhence.model.ladder import Step
from zhence.model.plan import Arrival, Reached
from zhence.model.profile import Given, Record
from zhence.model.result import ConditionResult, MeasureResult
from zhence.model.value import Span

FARTHEST = 50  # years looked ahead


def arrivals(found: Iterable[tuple[MeasureResult, Case]], rates: Mapping[str, Fraction]) -> tuple[Arrival, ...]:
    """Return, for each support that fails for want of a growing figure, when that condition and the whole are met.

    Figures with a rate grow by it every year; every other yearly figure stays as it was last; ages go on.
    """
    told = (_arrival(result, case, rates) for result, case in found)
    return tuple(arrival for arrival in told if arrival is not None)


def idle(found: Iterable[Arrival], rates: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Return the facts with a rate on which none of the conditions rests that growth was followed for."""
    read = [reached.result.reading for arrival in found for reached in arrival.reached if reached.result.reading]
    used = {key.fact for reading in read for key in (reading.key, *(key for key, _ in reading.given))}
    return tuple(fact for fact in rates if fact not in used)


def _arrival(result: MeasureResult, case: Case, rates: Mapping[str, Fraction]) -> Arrival | None:
    """Return what growth does for one support, None where nothing that grows stands in its way."""
    waiting = {
        leaf.condition.id: leaf
        for leaf in result.blocking
        if isinstance(leaf, ConditionResult) and leaf.reading is not None and leaf.gap is not None
        if _growing(case, leaf.reading.key, rates)
    }
    reached: list[Reached] = []
    then, year, as_of = None, None, case.as_of
    years = min(FARTHEST, date.max.year - case.as_of.year)
    for ahead in range(1, years + 1) if waiting else ():
        day = _same_day(case.as_of, case.as_of.year + ahead)
        later = Case(case.catalogue, day, tuple(_grown(case, record, ahead, rates) for record in case.chain))
        now = [answer_condition(later, leaf.condition, meet) for leaf in waiting.values()]
        met = [answered for answered in now if answered.answer.low is Step.YES]
        for answered in met:
            del waiting[answered.condition.id]
            reached.append(Reached(answered, day))
        whole = decide(later, result.measure)
        if met or whole.answer.low is Step.YES:
            then, as_of = whole, day
        if whole.answer.low is Step.YES:
            year = day.year
            break
    if year is None:  # a ratio that stays away is no promise of growth; a figure that grows and stays away is news
        reached += [Reached(each, None) for each in waiting.values() if each.reading and each.reading.key.fact in rates]
    return Arrival(result, tuple(reached), year, then, as_of) if reached else None


def _growing(case: Case, key: FactKey, rates: Mapping[str, Fraction]) -> bool:
    """Tell whether a figure grows, or is derived from one that does."""
    if key.fact in rates:
        return True
    derived = case.catalogue.facts[key.fact].derived
    if derived is None or derived.items is not None:
        return False
    return any(_growing(case, part, rates) for part in case.parts(derived, key))


def _same_day(day: date, year: int) -> date:
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _grown(case: Case, record: Record, ahead: int, rates: Mapping[str, Fraction]) -> Record:
    facts = dict(record.facts)
    last: dict[str, int] = {}
    for key in record.facts:
        if key.year is not None:
            last[key.fact] = max(key.year, last.get(key.fact, key.year))
        elif key.fact in rates:
            facts[key] = _times(record.facts[key], rates[key.fact], ahead)
    for fact, year in last.items():
        given = record.facts[FactKey(fact, year)]
        for later in range(year + 1, case.as_of.year + ahead):
            facts[FactKey(fact, later)] = _times(given, rates.get(fact, Fraction(0)), later - year)
    return replace(record, facts=facts)


def _times(given: Given, rate: Fraction, years: int) -> Given:
    if not isinstance(given.value, Span) or not rate:
        return given
    return replace(given, value=scale(given.value, (1 + rate) ** years))
