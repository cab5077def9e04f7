"""What a plan holds: the changes, what each unlocks, and every other way."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from zhence.model.fact import FactKey
from zhence.model.result import ConditionResult, MeasureResult, Report
from zhence.model.shape import shape
from zhence.model.value import Value


@shape
class Change:
    """Hold one figure to be moved; `before` is None where nobody stated it, `effort` counts one for a whole change."""

    key: FactKey
    kind: str | None  # of the item it belongs to; None: the subject itself
    item: int | None  # which item, from 0
    before: Value | None
    after: Value
    effort: Fraction
    granted_by: str | None = None  # the measure that brings it, where it is a title


@shape
class Step:
    """Hold one change of the plan with what it unlocks and what it costs in supports had today."""

    change: Change
    gained: tuple[MeasureResult, ...]
    lost: tuple[MeasureResult, ...]


@shape
class Repair:
    """Hold one minimal way to one support."""

    changes: tuple[Change, ...]
    effort: Fraction


@shape
class Ways:
    """Hold every minimal way to one support, cheapest first; none where no set of movable figures gets there."""

    result: MeasureResult
    repairs: tuple[Repair, ...]


@shape
class Reached:
    """Hold a condition that fails today and rests on a growing figure: as answered for the first application that meets it.

    `on` is the day of that application, None (and the answer today's) where growth does not get there in fifty years.
    """

    result: ConditionResult
    on: date | None


@shape
class Arrival:
    """Hold what growth does for one support.

    `year` is that of the first application that meets the whole measure, None where none does in fifty years;
    `then` is the answer in that year, else in the last year in which a condition is reached, None where none is.
    """

    result: MeasureResult
    reached: tuple[Reached, ...]
    year: int | None
    then: MeasureResult | None
    as_of: date  # of `then`


@shape
class Plan:
    """Hold the best set of changes under a budget, and what it rests on."""

    before: Report
    after: Report
    budget: int
    steps: tuple[Step, ...]
    ways: tuple[Ways, ...]
    together: tuple[str, ...]  # of the supports reached, those to take where some exclude each other
    forgone: tuple[str, ...]  # those to leave for them
    growth: tuple[tuple[str, Fraction], ...] = ()  # facts and their shares a year
    arrivals: tuple[Arrival, ...] = ()
    idle: tuple[str, ...] = ()  # facts of `growth` that bring no condition of any support nearer
    aside: tuple[MeasureResult, ...] = ()  # asked for by name, yet nothing to plan: had, closed, not applicable
