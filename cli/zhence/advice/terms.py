"""Alternatives of what levers may be: a term says which levels each lever may stand at, a list of terms is an OR.

A level is a bit; bit 0 is where the lever stands today. A lever that a term does not name may stand anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable

Term = tuple[tuple[int, int], ...]  # (lever, bits), by lever
Terms = list[Term]
ALWAYS: Term = ()
TODAY = 1


def moves(term: Term) -> int:
    """Return how many levers the term moves."""
    return sum(not bits & TODAY for _, bits in term)


def both(left: Term, right: Term, most: int) -> Term | None:
    """Return what both allow; None where that is nothing, or more moves than allowed."""
    if not left or not right:
        return left or right
    bits = dict(left)
    for lever, allowed in right:
        bits[lever] = bits.get(lever, allowed) & allowed
        if not bits[lever]:
            return None
    found = tuple(sorted(bits.items()))
    return found if moves(found) <= most else None


def all_of(parts: Iterable[Terms], most: int) -> Terms:
    """Return the terms under which every part holds."""
    found: Terms = [ALWAYS]
    for part in sorted(parts, key=len):
        joined = (both(left, right, most) for left in found for right in part)
        found = minimal(term for term in joined if term is not None)
        if not found:
            return []
    return found


def any_of(parts: Iterable[Terms]) -> Terms:
    """Return the terms under which one part holds."""
    return minimal(term for part in parts for term in part)


def at_least_n(count: int, parts: list[Terms], most: int) -> Terms:
    """Return the terms under which so many parts hold."""
    ways: list[Terms] = [[ALWAYS], *([] for _ in range(count))]
    for part in parts:
        for wanted in range(count, 0, -1):
            joined = (both(left, right, most) for left in ways[wanted - 1] for right in part)
            ways[wanted] = minimal([*ways[wanted], *(term for term in joined if term is not None)])
    return ways[count]


def minimal(terms: Iterable[Term]) -> Terms:
    """Return the terms that no other one includes, fewest moves first."""
    ordered = sorted(set(terms), key=lambda t: (len(t), moves(t), t))
    width = 1 + max((allowed.bit_length() for term in ordered for _, allowed in term), default=0)
    kept: Terms = []
    shut: list[int] = []  # of the terms kept
    for term in ordered:
        mine = _shut(term, width)
        if all(wider & ~mine for wider in shut):  # each shuts out something that this one allows
            kept.append(term)
            shut.append(mine)
    return kept


def _shut(term: Term, width: int) -> int:
    """Return the levels that a term shuts out as one number, `width` bits a lever; the last bit says that it names the lever."""
    every = (1 << width) - 1
    return sum((every & ~allowed) << lever * width for lever, allowed in term)
