"""What an interview may ask next, and what the answers could do."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from zhence.model.fact import FactKey
from zhence.model.result import MeasureResult


class Asked(NamedTuple):
    """Name a figure of the subject itself, or of one of its items by its place; of an item not yet listed, place 0."""

    key: FactKey
    kind: str | None = None
    at: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """Hold one thing to ask: a figure, or the few that settle something only together.

    `settles` is how many answers it settles, on the mean of what was tried; `moves` are those that some answer
    settles, `unlocks` those that some answer makes apply at once.
    """

    parts: tuple[Asked, ...]
    settles: Fraction
    moves: tuple[MeasureResult, ...]
    unlocks: tuple[MeasureResult, ...]


@dataclass(frozen=True, slots=True)
class StillOpen:
    """Hold an answer that is not settled, and what it waits for: what nobody knew, and everything else."""

    result: MeasureResult
    unknown: tuple[Asked, ...]
    others: tuple[Asked, ...]
