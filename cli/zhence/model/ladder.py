"""Answers as intervals on NO < DISCRETION < YES; every operation is monotone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum


class Step(IntEnum):
    """Name the rungs an answer can stand on."""

    NO = 0
    DISCRETION = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """Bound what a condition can still answer once every fact is known: `low` at worst, `high` at best."""

    low: Step
    high: Step

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"an answer cannot be worse at best than at worst: {self}")

    @property
    def settled(self) -> bool:
        """Tell whether no further fact can move the answer."""
        return self.low == self.high


YES = Answer(Step.YES, Step.YES)
NO = Answer(Step.NO, Step.NO)
DISCRETION = Answer(Step.DISCRETION, Step.DISCRETION)
UNKNOWN = Answer(Step.NO, Step.YES)


def settle(is_met: bool) -> Answer:
    """Return the answer of something known."""
    return YES if is_met else NO


def all_of(answers: Sequence[Answer]) -> Answer:
    """Return the answer of a conjunction; of nothing, YES."""
    return Answer(min((a.low for a in answers), default=Step.YES), min((a.high for a in answers), default=Step.YES))


def any_of(answers: Sequence[Answer]) -> Answer:
    """Return the answer of a disjunction; of nothing, NO."""
    return Answer(max((a.low for a in answers), default=Step.NO), max((a.high for a in answers), default=Step.NO))


def negate(answer: Answer) -> Answer:
    """Return the mirrored answer."""
    return Answer(Step(2 - answer.high), Step(2 - answer.low))


def at_least_n(count: int, answers: Sequence[Answer]) -> Answer:
    """Return the answer of "`count` of these": the count-th largest low and high."""
    if count <= 0:
        return YES
    if count > len(answers):
        return NO
    lows = sorted((a.low for a in answers), reverse=True)
    highs = sorted((a.high for a in answers), reverse=True)
    return Answer(lows[count - 1], highs[count - 1])


def branch(guard: Answer, then: Answer, otherwise: Answer) -> Answer:
    """Return the answer of "if guard, then … otherwise …": both branches bound it while the guard is open."""
    if guard.low is Step.YES:
        return then
    if guard.high is not Step.YES:
        return otherwise
    return Answer(min(then.low, otherwise.low), max(then.high, otherwise.high))
