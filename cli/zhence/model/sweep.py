"""How many subjects a measure takes in as one threshold or pass mark of it moves."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from zhence.model.catalogue import Catalogue
from zhence.model.measure import Condition, Measure, Score, ScorePart
from zhence.model.shape import shape


@shape
class SweepAsked:
    """Hold which threshold or mark moves, and from where to where, in the unit of its fact or in points."""

    measure: Measure
    block: Condition | Score
    low: Fraction
    high: Fraction
    current: Fraction | None  # the threshold of the day, None where none is in force
    part: ScorePart | None = None  # the block of a score table whose own mark moves

    @property
    def name(self) -> str:
        """Return what the threshold is called in its measure."""
        return self.block.id if self.part is None else f"{self.block.id}.{self.part.id}"

    @property
    def fact(self) -> str | None:
        """Return the fact that is held against the threshold, None where points are."""
        test = self.block.test if isinstance(self.block, Condition) else None
        return None if test is None else test.fact


@shape
class SweepPoint:
    """Count who is in at one threshold: surely, perhaps (open or at discretion), not; `apart` are those it is not for."""

    threshold: Fraction
    sure: int
    maybe: int
    no: int
    apart: int


@shape
class Sweep:
    """Hold the counts at every threshold that was tried, the lowest first."""

    catalogue: Catalogue
    subject: str
    as_of: date
    asked: SweepAsked
    rows: int
    points: tuple[SweepPoint, ...]
