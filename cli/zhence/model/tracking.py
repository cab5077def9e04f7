"""Projects followed from filing to production: what was planned, what is, what is open."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction

from zhence.model.fact import FactKey
from zhence.model.profile import Record
from zhence.model.result import MeasureResult, Reading, Verdict
from zhence.model.shape import shape


class Level(StrEnum):
    """Name how much attention a project needs, most first."""

    LATE = "late"  # a planned day has passed and what was planned has not happened
    PROBLEM = "problem"
    BEHIND = "behind"  # behind in progress, expected later than planned, or its figures contradict one another
    UNKNOWN = "unknown"  # figures are missing that would tell
    ON_TRACK = "on-track"
    DONE = "done"


class Pace(StrEnum):
    """Name how something planned for a day, or to a degree, stands."""

    MET = "met"  # done, no later than planned
    MET_LATE = "met-late"
    OVERDUE = "overdue"  # the planned day has passed
    SLIPPING = "slipping"  # not yet due, but expected later than planned; of progress: behind
    DUE = "due"  # not yet due; of progress: as planned or ahead
    UNKNOWN = "unknown"


class Doubt(StrEnum):
    """Name a contradiction between a stage and a day."""

    BEGUN_BEFORE_START = "begun-before-start"  # the stage says begun, the day of beginning is still to come
    START_PASSED = "start-passed"  # the day of beginning has passed, the stage says not begun
    DONE_BEFORE_COMPLETION = "done-before-completion"
    FORECAST_PASSED = "forecast-passed"  # the expected day of completion has passed, the stage says not done


@shape
class Milestone:
    """Hold one planned day against the actual or expected one.

    `days` is how late it is (MET_LATE, OVERDUE, SLIPPING) or how long it still has (DUE); `is_least` says that a range
    was stated and it may be more. `slip` is how many days after the plan it is expected, where that is sure.
    """

    pace: Pace
    reached: bool | None  # None where nobody knows
    planned: Reading | None
    actual: Reading | None
    days: int | None = None
    is_least: bool = False
    slip: int | None = None


@shape
class Progress:
    """Hold planned against actual progress; `points` is how far it is behind."""

    pace: Pace
    planned: Reading | None
    actual: Reading | None
    points: Fraction | None = None
    is_least: bool = False


@shape
class Issue:
    """Hold an open problem: what it is about, what is said of it, since when, for how many days at least."""

    fact: str
    text: str | None
    since: Reading | None
    days: int | None


@shape
class Stage:
    """Hold where a project stands among the stages: the places it may be at, counted from 0, and of how many."""

    reading: Reading
    possible: tuple[int, ...]  # empty where the stage is not stated
    count: int


@shape
class Tracked:
    """Hold one project: how it stands, what is open, and the supports of its kind answered for it."""

    record: Record
    owners: tuple[Record, ...]  # innermost first, without the profile's own subject
    level: Level
    stage: Stage
    start: Milestone | None  # None where the catalogue names no facts for it
    completion: Milestone | None
    progress: Progress | None
    issues: tuple[Issue, ...]
    settled: tuple[Issue, ...]  # what is written where a problem is asked for, and says that there is none
    doubts: tuple[Doubt, ...]
    missing: tuple[FactKey, ...]
    near: tuple[MeasureResult, ...]  # supports that apply or are one step away, in force
    closing: tuple[tuple[MeasureResult, date], ...]  # of these, whose round closes soon
    others: dict[Verdict, int]  # how many further supports have which verdict


@shape
class Tracking:
    """Hold every project of a profile, those that need attention first."""

    record: Record
    as_of: date
    projects: tuple[Tracked, ...]
