"""When a figure that grows steadily reaches what a support asks of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from zhence.engine import Case
from zhence.engine.arithmetic import scale
from zhence.engine.conditions import answer_condition
from zhence.engine.tree import meet
from zhence.model.fact import FactKey
from zhence.model.ladder import Step
from zhence.model.plan import Arrival
from zhence.model.profile import Given, Record
from zhence.model.result import ConditionResult, MeasureResult
from zhence.model.value import Span

FARTHEST = 50  # years looked ahead


def arrivals(found: Iterable[tuple[MeasureResult, Case]], rates: Mapping[str, Fraction]) -> tuple[Arrival, ...]:
    """Return, for each condition that fails for want of a growing figure, the year in which it is met.

    Figures with a rate grow by it every year; every other yearly figure stays as it was last; ages go on.
    """
    told = []
    for result, case in found:
        for leaf in result.blocking:
            if isinstance(leaf, ConditionResult) and leaf.reading is not None and leaf.gap is not None:
                key = _growing(case, leaf.reading.key, rates)
                year = _year(case, leaf, rates) if key is not None else None
                if key is not None and (year is not None or key == leaf.reading.key):
                    told.append(Arrival(result, leaf.condition.id, key, rates[key.fact], year))
    return tuple(told)


def _growing(case: Case, key: FactKey, rates: Mapping[str, Fraction]) -> FactKey | None:
    """Return the growing figure that a condition's figure is, or is derived from."""
    if key.fact in rates:
        return key
    derived = case.catalogue.facts[key.fact].derived
    if derived is None or derived.items is not None:
        return None
    parts = (_growing(case, part, rates) for part in case.parts(derived, key))
    return next((part for part in parts if part is not None), None)


def _year(case: Case, leaf: ConditionResult, rates: Mapping[str, Fraction]) -> int | None:
    for ahead in range(1, FARTHEST + 1):
        day = _same_day(case.as_of, case.as_of.year + ahead)
        later = Case(case.catalogue, day, tuple(_grown(case, record, ahead, rates) for record in case.chain))
        if answer_condition(later, leaf.condition, meet).answer.low is Step.YES:
            return day.year
    return None


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
