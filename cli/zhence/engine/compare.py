"""Hold a value against a threshold; both may be intervals."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TypeVar

from zhence.model.ladder import NO, UNKNOWN, YES, Answer
from zhence.model.measure import Operator
from zhence.model.result import Gap
from zhence.model.value import Days, Members, Options, Span, Value

FLOORS = frozenset({Operator.AT_LEAST, Operator.MORE_THAN, Operator.ON_OR_AFTER})
N = TypeVar("N", Fraction, date)
STRICT = frozenset({Operator.MORE_THAN, Operator.LESS_THAN})


def compare(value: Value | None, operator: Operator, threshold: Value | None) -> Answer:
    """Answer whether the value meets the threshold; a value that is not there is UNKNOWN."""
    if value is None or threshold is None:
        return UNKNOWN
    if isinstance(value, Span) and isinstance(threshold, Span):
        return _ordered(value.low, value.high, operator, threshold.low, threshold.high)
    if isinstance(value, Days) and isinstance(threshold, Days):
        return _ordered(value.low, value.high, operator, threshold.low, threshold.high)
    if isinstance(value, Options) and isinstance(threshold, Options):
        if value.possible <= threshold.possible:
            return YES
        return NO if value.possible.isdisjoint(threshold.possible) else UNKNOWN
    if isinstance(value, Members) and isinstance(threshold, Options):
        wanted = threshold.possible
        is_met = wanted <= value.known if operator is Operator.INCLUDES_ALL else not wanted.isdisjoint(value.known)
        return YES if is_met else NO
    raise TypeError(f"{value!r} cannot be held against {threshold!r}")


def _ordered(low: N | None, high: N | None, operator: Operator, floor: N | None, ceiling: N | None) -> Answer:
    if operator in FLOORS:
        surely = low is not None and ceiling is not None and _beyond(low, ceiling, operator)
        never = high is not None and floor is not None and not _beyond(high, floor, operator)
    else:
        surely = high is not None and floor is not None and _below(high, floor, operator)
        never = low is not None and ceiling is not None and not _below(low, ceiling, operator)
    if surely:
        return YES
    return NO if never else UNKNOWN


def _beyond(value: N, threshold: N, operator: Operator) -> bool:
    return value > threshold if operator in STRICT else value >= threshold


def _below(value: N, threshold: N, operator: Operator) -> bool:
    return value < threshold if operator in STRICT else value <= threshold


def gap(value: Value | None, operator: Operator, threshold: Value | None) -> Gap | None:
    """Return how far the value stays from the threshold at best, or None where it is no number or may meet it."""
    if isinstance(value, Span) and isinstance(threshold, Span):
        best = value.high if operator in FLOORS else value.low
        mark = threshold.low if operator in FLOORS else threshold.high
        if best is None or mark is None:
            return None
        wanting = mark - best if operator in FLOORS else best - mark
        return _gap(best, mark, wanting, abs(wanting / mark) if mark else None, strict=operator in STRICT)
    if isinstance(value, Days) and isinstance(threshold, Days):
        last = value.high if operator in FLOORS else value.low
        limit = threshold.low if operator in FLOORS else threshold.high
        if last is None or limit is None:
            return None
        days = (limit - last).days if operator in FLOORS else (last - limit).days
        return _gap(last, limit, Fraction(days), None, strict=False)
    return None


def _gap(best: N, mark: N, wanting: Fraction, share: Fraction | None, *, strict: bool) -> Gap | None:
    if wanting < 0 or (wanting == 0 and not strict):
        return None
    return Gap(best, mark, wanting, share, strict)
