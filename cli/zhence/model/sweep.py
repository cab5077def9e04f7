"""How many subjects a measure takes in as one threshold of it moves."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from zhence.model.catalogue import Catalogue
from zhence.model.measure import Condition, Measure
from zhence.model.shape import shape


@shape
class SweepAsked:
    """Hold which threshold moves, and from where to where, in the unit of its fact."""

    measure: Measure
    condition: Condition
    low: Fraction
    high: Fraction
    current: Fraction | None  # the threshold of the day, None where none is in force


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
