"""What a part that is moved asks of its whole: no plan moves one past the other."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from zhence.advice.asks import asks_of
from zhence.advice.levels import Found, turning_points, writable
from zhence.advice.levers import Place, levers_of, moved_case
from zhence.engine import Case
from zhence.engine.shares import Share, shares
from zhence.model.fact import FactKey
from zhence.model.measure import Measure
from zhence.model.value import Span, Value, number

MOST = 4  # values of a whole for which it is asked what else they move


def pairs(case: Case, keys: Iterable[FactKey]) -> list[tuple[Share, FactKey, FactKey]]:
    """List the shares that one of the figures is the part or the whole of, both being known and at peace today."""
    asked = set(keys)
    found = []
    for share in shares(case.catalogue):
        years = {key.year for key in asked if key.fact in (share.part.id, share.whole.id)}
        for year in sorted(years, key=lambda each: each or 0):
            part = FactKey(share.part.id, year if share.part.yearly else None)
            now, whole = case.read(part).value, case.read(share.whole_key(part)).value
            if now is not None and whole is not None and not share.is_exceeded(now, whole):
                found.append((share, part, share.whole_key(part)))
    return found


def carried(
    case: Case, place: Place, measure: Measure, found: Found, *, fixed: frozenset[str], with_unknown: bool
) -> Found:
    """Return the values that wholes take on with those of their parts, or parts with their wholes, and what else then turns."""
    raised: Found = {}
    for share, part, whole in pairs(case, [lever.key for lever in found]):
        now = {key: case.read(key).value for key in (part, whole)}
        for lever, values in found.items():
            other = whole if lever.key == part else part
            followers = levers_of(case, place, [other], fixed=fixed, with_unknown=with_unknown)
            if lever.key not in now or [each.key for each in followers] != [other]:
                continue
            for value in values:
                after = now | {lever.key: value}
                if isinstance(value, Span) and share.is_exceeded(after[part], after[whole]):
                    raised.setdefault(followers[0], {})[_following(share, value, is_part=lever.key == part)] = None
    more: Found = {lever: dict(values) for lever, values in raised.items()}
    for follower, values in raised.items():
        for value in list(values)[:MOST]:
            then = moved_case(case, place, {follower: value})
            broken = list(asks_of(then, measure, unmet_only=True))
            keys = [ask.key for ask in broken]
            movable = levers_of(then, place, keys, fixed=fixed, with_unknown=with_unknown)
            for third, points in turning_points(then, place, broken, frozenset(movable) - {follower}).items():
                more.setdefault(third, {}).update(points)
    return more


def _following(share: Share, value: Span, *, is_part: bool) -> Value:
    """Return what the other one of a part and its whole must be, at the least change, for one that is moved."""
    if is_part:
        return number(writable(share.whole, (value.low or Fraction(0)) / share.limit, up=True))
    return number(writable(share.part, (value.high or Fraction(0)) * share.limit, up=False))
