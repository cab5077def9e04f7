"""Subjects by measures, one answer a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from zhence.model.catalogue import Catalogue
from zhence.model.measure import Measure
from zhence.model.result import Verdict
from zhence.model.shape import shape

FAR = 255  # a number of steps that no byte has room for counts as so many


@shape
class Heat:
    """Hold a map of answers; `codes` and `steps` have a byte for each subject, one string of them for each measure.

    A code is the place of a verdict, as if the measure were open, in the order of `Verdict`. Steps count the conditions
    that stand in the way; they are empty where details were not asked for.
    """

    catalogue: Catalogue
    subject: str
    as_of: date
    rows: int  # of the whole table, of which the first are shown
    names: Sequence[str]
    measures: Sequence[Measure]
    closed: frozenset[str]
    codes: Sequence[bytes]
    steps: Sequence[bytes] = ()
    kinds: Mapping[str, int] = field(default_factory=dict)  # how many of each kind, where they may be of several

    def verdict(self, measure: int, subject: int) -> Verdict:
        """Return the answer of a cell, as if the measure were open."""
        return VERDICTS[self.codes[measure][subject]]

    def away(self, measure: int, subject: int) -> int:
        """Return how many conditions stand in the way in a cell, 0 where that is not known."""
        return self.steps[measure][subject] if self.steps else 0


VERDICTS = tuple(Verdict)
