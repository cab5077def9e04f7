"""Two answered tables held against each other: who is newly in or out of each measure, and what made it so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from zhence.model.catalogue import Catalogue
from zhence.model.comparison import Cause, Comparison, Flip
from zhence.model.measure import Measure
from zhence.model.result import Verdict
from zhence.model.shape import shape


class Turn(StrEnum):
    """Name which way an answer went, what matters most first."""

    IN = "in"  # newly eligible, be it subject to review
    OUT = "out"
    BETTER = "better"  # nearer, but not in; or in, and now without review
    WORSE = "worse"
    APPLICABLE = "applicable"
    GONE = "gone"


@shape
class TableSide:
    """Hold one side: which table, on which day, by which catalogue; `unmatched` are its rows the other side has not."""

    catalogue: Catalogue
    as_of: date
    origin: str
    rows: int
    unmatched: int


@shape
class Turned:
    """Count the subjects whose answer to a measure went one way; `names` are the first of them."""

    measure: Measure
    turn: Turn
    count: int
    names: tuple[str, ...]


@shape
class CauseCount:
    """Count the turned answers that rest on one cause, with one of them told in full."""

    measure: Measure
    turn: Turn
    count: int
    cause: Cause
    flip: Flip
    comparison: Comparison


@shape
class TableComparison:
    """Hold what differs between two answered tables; causes were found for `explained` of the answers that turned."""

    before: TableSide
    after: TableSide
    subject: str
    matched: int  # subjects on both sides
    turned: tuple[Turned, ...]
    causes: tuple[CauseCount, ...]
    explained: int
    same: Mapping[Verdict, int]
    only_before: tuple[Measure, ...]  # measures of one catalogue only
    only_after: tuple[Measure, ...]

    @property
    def total(self) -> int:
        """Return how many answers turned."""
        return sum(each.count for each in self.turned)
