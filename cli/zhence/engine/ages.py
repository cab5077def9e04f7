"""When time alone closes a gap: the day on which an age, counted in whole units, reaches its mark."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import MAXYEAR, date, timedelta
from fractions import Fraction
from math import ceil, floor

from zhence.engine.arithmetic import DAYS, MONTHS
from zhence.model.fact import Derivation, Fact
from zhence.model.measure import Operator
from zhence.model.result import Gap, Reading
from zhence.model.value import Days


def with_day(gap: Gap, fact: Fact, operator: Operator, reading: Reading) -> Gap:
    """Return the gap of an age with the day on which time alone closes it, where the day it counts from is known."""
    derived = fact.derived
    if derived is None or derived.op is not Derivation.AGE or not operator.wants_more:
        return gap
    born = next((given.value for key, given in reading.given if key.fact == derived.of[0]), None)
    if not isinstance(born, Days) or born.low is None or not isinstance(gap.threshold, Fraction):
        return gap
    count = floor(gap.threshold) + 1 if gap.strict else ceil(gap.threshold)
    return replace(gap, closes=reached_on(born.low, count, fact.unit or DAYS[0]))


def reached_on(start: date, count: int, unit: str) -> date | None:
    """Return the first day on which so many whole units have passed since a day; None where that is beyond year 9999."""
    if unit in DAYS:
        return start + timedelta(days=count) if count <= (date.max - start).days else None
    months = start.year * 12 + start.month - 1 + (count if unit in MONTHS else count * 12)
    year, month = divmod(months, 12)
    if year > MAXYEAR:
        return None
    if start.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, start.day)
    return date(year, month + 2, 1)  # the month, no December, has no such day
