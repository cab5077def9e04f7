"""Two answers held against each other: which verdicts flipped, and what made each flip."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.profile import Given, Record
from zhence.model.result import ConditionResult, ItemResult, MeasureResult, ScoreResult, Verdict, ZoneReading
from zhence.model.shape import shape
from zhence.model.value import Value

Leaf = ConditionResult | ScoreResult


class Move(StrEnum):
    """Name which way a verdict went."""

    BETTER = "better"
    WORSE = "worse"
    APPLICABLE = "applicable"  # newly: it did not apply, or was not listed
    GONE = "gone"


class CauseKind(StrEnum):
    """Name what a flip rests on."""

    FACT = "fact"
    THRESHOLD = "threshold"
    RELAXATION = "relaxation"
    ZONE = "zone"
    WINDOW = "window"  # in force and open on one side only
    RULE = "rule"  # the text itself asks for something else
    ESTIMATE = "estimate"
    LISTED = "listed"  # the item, or a subject of the kind, stands in one profile only


@shape
class Side:
    """Hold one side of a comparison: whose profile, on which day, by which catalogue."""

    catalogue: Catalogue
    record: Record
    as_of: date


@shape
class Figure:
    """Hold a figure on both sides; a key is None where that side does not ask for it."""

    keys: tuple[FactKey | None, FactKey | None]
    values: tuple[Value | None, Value | None]
    stated: tuple[Figure, ...] = ()  # the statements below it that differ; none where the day alone moved it
    given: tuple[Given | None, Given | None] = (None, None)


@shape
class Cause:
    """Hold one thing without which the verdict would not have flipped; pairs are before and after."""

    kind: CauseKind
    leaves: tuple[Leaf | None, Leaf | None] = (None, None)  # the condition or score table that carries it
    figures: tuple[Figure, ...] = ()
    zones: tuple[ZoneReading | None, ZoneReading | None] = (None, None)
    rows: tuple[ItemResult | None, ItemResult | None] = (None, None)  # of a score table
    day: date | None = None  # on which the list or the threshold changed, between the two days
    added: tuple[str, ...] = ()  # conditions that only the later rule has
    removed: tuple[str, ...] = ()
    is_negated: bool = False  # the leaves must not be met: the verdict goes against their answers


@shape
class Flip:
    """Hold one verdict that differs; a side is None where the profile lists no such item."""

    before: MeasureResult | None
    after: MeasureResult | None
    move: Move
    causes: tuple[Cause, ...]
    idle: tuple[Leaf, ...] = ()  # answered otherwise too, but the verdict does not hang on them

    @property
    def result(self) -> MeasureResult:
        """Return the later answer, or the earlier one where there is no later."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a flip has a side")
        return found


@shape
class Comparison:
    """Hold every verdict that flipped, the measures of one side only, and how many stayed the same."""

    before: Side
    after: Side
    flips: tuple[Flip, ...]
    only_before: tuple[MeasureResult, ...]
    only_after: tuple[MeasureResult, ...]
    same: dict[Verdict, int]
