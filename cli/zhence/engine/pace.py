"""Planned against actual: days and shares that may be stated as ranges, so that only what is sure is said."""

from __future__ import annotations

from datetime import date

from zhence.model.result import Reading
from zhence.model.tracking import Milestone, Pace, Progress
from zhence.model.value import Days, Span


def milestone(reached: bool | None, planned: Reading | None, actual: Reading | None, as_of: date) -> Milestone:
    """Return how something planned for a day stands; `reached` is None where nobody knows.

    What is said to be reached on a day still to come is no more known to be reached than not.
    """
    plan, is_ = _days(planned), _days(actual)
    if reached and is_.low is not None and is_.low > as_of:
        reached = None
    pace, days, is_least = _met(plan, is_) if reached else _awaited(plan, is_, as_of, is_certain=reached is False)
    return Milestone(pace, reached, planned, actual, days, is_least, None if reached else _least(is_, plan))


def _met(plan: Days, day: Days) -> tuple[Pace, int | None, bool]:
    least, most = _least(day, plan), _most(day, plan)
    if least is not None and least > 0:
        return Pace.MET_LATE, least, least != most
    if most is not None and most <= 0:
        return Pace.MET, None, False
    return Pace.UNKNOWN, None, False


def _awaited(plan: Days, expected: Days, as_of: date, *, is_certain: bool) -> tuple[Pace, int | None, bool]:
    """Return the pace of what has not happened yet, or may not have."""
    today = Days(as_of, as_of)
    least, most = _least(today, plan), _most(today, plan)
    if least is not None and least > 0 and is_certain:
        return Pace.OVERDUE, least, least != most
    if most is None or most > 0:
        return Pace.UNKNOWN, None, False
    slip = _least(expected, plan)
    if slip is not None and slip > 0:
        return Pace.SLIPPING, slip, slip != _most(expected, plan)
    return Pace.DUE, -most, least != most


def progress(planned: Reading | None, actual: Reading | None) -> Progress:
    """Return how progress stands against the plan, in points."""
    plan = planned.value if planned is not None and isinstance(planned.value, Span) else Span(None, None)
    is_ = actual.value if actual is not None and isinstance(actual.value, Span) else Span(None, None)
    least = None if plan.low is None or is_.high is None else plan.low - is_.high
    most = None if plan.high is None or is_.low is None else plan.high - is_.low
    if least is not None and least > 0:
        return Progress(Pace.SLIPPING, planned, actual, least, is_least=least != most)
    return Progress(Pace.DUE if most is not None and most <= 0 else Pace.UNKNOWN, planned, actual)


def _days(reading: Reading | None) -> Days:
    return reading.value if reading is not None and isinstance(reading.value, Days) else Days(None, None)


def _least(day: Days, plan: Days) -> int | None:
    """Return by how many days one day surely comes after another."""
    return None if day.low is None or plan.high is None else (day.low - plan.high).days


def _most(day: Days, plan: Days) -> int | None:
    return None if day.high is None or plan.low is None else (day.high - plan.low).days
