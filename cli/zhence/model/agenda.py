"""Days that matter to a subject: when rounds open and close, when rules begin and end."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from zhence.model.checklist import Left
from zhence.model.measure import Measure, Window
from zhence.model.profile import Record
from zhence.model.result import MeasureResult
from zhence.model.shape import shape


class Moment(StrEnum):
    """Name what happens on a day."""

    STARTS = "starts"  # the rule comes into force
    OPENS = "opens"
    CLOSES = "closes"  # the last day of a round
    ENDS = "ends"  # the last day of the rule


class Lack(StrEnum):
    """Name the day of a round that nobody has published."""

    NEXT = "next-round"  # every known round is over
    OPENING = "opening-day"
    CLOSING = "closing-day"


@shape
class Entry:
    """Hold one day of one measure, and the answers it concerns; `window` is None for the rule's own days."""

    on: date
    days_left: int
    moment: Moment
    measure: Measure
    window: Window | None
    results: tuple[MeasureResult, ...]


@shape
class Undated:
    """Hold a known round with a day that is not published; `window` is the last one known."""

    lack: Lack
    measure: Measure
    window: Window
    results: tuple[MeasureResult, ...]


@shape
class Agenda:
    """Hold the days of what applies or nearly does, soonest first."""

    records: tuple[Record, ...]
    as_of: date
    until: date | None  # the last day looked at
    entries: tuple[Entry, ...]
    undated: tuple[Undated, ...]
    timeless: tuple[Measure, ...]  # measures for which the catalogue knows no day to come
    left: dict[Left, int]
