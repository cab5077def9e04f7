"""Where a figure turns what is derived from it: the engine's own arithmetic is searched, no formula is turned round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from zhence.engine import Case
from zhence.model.fact import FactKey
from zhence.model.profile import Given
from zhence.model.value import Days, Span, Value

Ends = tuple[Fraction | None, Fraction | None]
Written = Callable[[int], Value]  # the value that stands so many steps from zero


def rests_on(case: Case, key: FactKey, part: FactKey) -> bool:
    """Tell whether a figure is derived from another."""
    derived = case.catalogue.facts[key.fact].derived
    if derived is None or derived.items is not None or any(key in record.facts for record in case.chain):
        return False
    return any(below == part or rests_on(case, below, part) for below in case.parts(derived, key))


def crossings(
    case: Case, key: FactKey, whole: FactKey, marks: Iterable[Fraction], written: Written, places: Iterable[int]
) -> Iterator[int]:
    """Yield, for each mark that a derived figure passes, the steps of `key` on both sides of it.

    `places` are steps between which the derived figure runs one way.
    """
    seen: dict[int, Ends] = {}

    def ends(at: int) -> Ends:
        if at not in seen:
            seen[at] = _ends(_with(case, key, written(at)).read(whole).value)
        return seen[at]

    grid = sorted(set(places))
    for mark in dict.fromkeys(marks):
        for end in (0, 1):
            for first, last in pairwise(grid):
                low, high = first, last
                before = _side(ends(low)[end], mark)
                if before is None or _side(ends(high)[end], mark) in (before, None):
                    continue
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (middle, high) if _side(ends(middle)[end], mark) == before else (low, middle)
                yield from (low, high, high + 1)


def parts_of(case: Case, whole: FactKey) -> Iterator[Value]:
    """Yield the values that a derived figure is made of, so far as they are known."""
    derived = case.catalogue.facts[whole.fact].derived
    for part in case.parts(derived, whole) if derived is not None and derived.items is None else ():
        value = case.read(part).value
        if value is not None:
            yield value
        yield from parts_of(case, part)


def _with(case: Case, key: FactKey, value: Value) -> Case:
    subjects = case.catalogue.facts[key.fact].subjects
    at = next((at for at, record in enumerate(case.chain) if record.subject in subjects), len(case.chain) - 1)
    record = case.chain[at]
    changed = replace(record, facts={**record.facts, key: Given(value, "")})
    return Case(case.catalogue, case.as_of, (*case.chain[:at], changed, *case.chain[at + 1 :]))


def _ends(value: Value | None) -> Ends:
    return (value.low, value.high) if isinstance(value, Span) else (None, None)


def _side(end: Fraction | None, mark: Fraction) -> int | None:
    return None if end is None else (end > mark) - (end < mark)


def steps(value: Value, step: Fraction) -> Iterator[int]:
    """Yield how many steps from zero the ends of a value stand."""
    if isinstance(value, Span | Days):
        for end in (value.low, value.high):
            if isinstance(end, date):
                yield end.toordinal()
            elif end is not None:
                yield round(end / step)
