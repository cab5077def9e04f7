"""What to hand in: papers without repeats, who holds them, and the figures they prove."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from zhence.model.fact import FactKey
from zhence.model.profile import Given, Record
from zhence.model.result import MeasureResult
from zhence.model.shape import shape
from zhence.model.text import Text
from zhence.model.value import Value


class Left(StrEnum):
    """Name why an answer was left out of a list of what applies or nearly does."""

    FAR = "far"  # more than one condition or one figure away, or no rule is written
    HELD = "held"  # the subject has already what it grants
    SHUT = "shut"  # over, or closed with no known day of opening
    UNLISTED = "unlisted"  # about an item that the profile does not list
    NOT_APPLICABLE = "not-applicable"


@shape
class Selection:
    """Hold the answers a list is about, and how many were left out, by reason."""

    chosen: tuple[MeasureResult, ...]
    left: dict[Left, int]
    is_named: bool = False  # the measures were named, not chosen by their answers


class State(StrEnum):
    """Name how well a figure is supported by what the profile says of it."""

    READY = "ready"  # stated, with a source
    UNSOURCED = "unsourced"  # stated without a source, or as an estimate
    MISSING = "missing"


@shape
class Figure:
    """Hold one figure to prove, of one owner; `given` is what the profile states, `value` what it comes to."""

    key: FactKey
    owner: Record
    state: State
    value: Value | None = None
    given: Given | None = None


@shape
class Paper:
    """Hold one paper: its title (None where no text names one), the measures that need it, the figures it proves."""

    title: Text | None
    others: tuple[Text, ...]  # what other measures call it
    holders: tuple[Text, ...]
    needed: tuple[MeasureResult, ...]
    figures: tuple[Figure, ...]

    @property
    def is_ready(self) -> bool:
        """Tell whether a source is stated for every figure that the paper proves."""
        return bool(self.figures) and all(figure.state is State.READY for figure in self.figures)


@shape
class Checklist:
    """Hold what one profile's chosen measures ask for; those needed most come first."""

    record: Record
    as_of: date
    selection: Selection
    papers: tuple[Paper, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """List every figure once, though several papers may prove it."""
        return tuple({(f.key, id(f.owner)): f for paper in self.papers for f in paper.figures}.values())
