"""The figures a plan may move, and the subject with them moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from zhence.engine import Case
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactKey, FactType
from zhence.model.profile import Given, Record
from zhence.model.value import Value


class Lever(NamedTuple):
    """Name a figure of the subject itself, or of one of its items."""

    key: FactKey
    kind: str | None = None  # of the item
    at: int | None = None


Place = tuple[str, int] | None  # which item the innermost record of a case is; None: the subject itself
Settings = Mapping[Lever, Value]
FIXED_TYPES = frozenset({FactType.PLACE, FactType.TEXT, FactType.DATE})


def moved(record: Record, settings: Settings) -> Record:
    """Return the record with figures set."""
    if not settings:
        return record
    own = {lever.key: Given(value, "") for lever, value in settings.items() if lever.kind is None}
    items = dict(record.items)
    for lever, value in settings.items():
        if lever.kind is not None:
            items[lever.kind] = tuple(
                replace(item, facts={**item.facts, lever.key: Given(value, "")}) if place == lever.at else item
                for place, item in enumerate(items[lever.kind])
            )
    return replace(record, facts={**record.facts, **own}, items=items)


def moved_case(case: Case, place: Place, settings: Settings) -> Case:
    """Return the case with figures set; `place` says which item its innermost record is."""
    if not settings:
        return case
    owner = moved(case.chain[-1], settings)
    chain = (owner,) if place is None else (owner.items[place[0]][place[1]], owner)
    return Case(case.catalogue, case.as_of, chain)


def levers_of(
    case: Case, place: Place, keys: Iterable[FactKey], *, fixed: frozenset[str], with_unknown: bool
) -> list[Lever]:
    """List the levers that move any of these figures: what they were derived from, where that can move at all."""
    found: dict[Lever, None] = {}
    for key in keys:
        for lever in _below(case, place, key, with_unknown=with_unknown):
            if is_movable(case.catalogue.facts[lever.key.fact], lever.key, case, fixed):
                found[lever] = None
    return list(found)


def with_parts(fixed: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    """Return figures that must not move with all that they are made of: whatever moves a part may move them."""
    found: set[str] = set()
    queue = list(fixed)
    while queue:
        word = queue.pop()
        if word not in found:
            found.add(word)
            derived = catalogue.facts[word].derived
            if derived is not None:
                queue += [*derived.of, *([derived.against] if derived.against else [])]
    return frozenset(found)


def _below(case: Case, place: Place, key: FactKey, *, with_unknown: bool) -> Iterable[Lever]:
    for at, record in enumerate(case.chain):
        if key in record.facts:
            yield _at(key, place, is_owner=at == len(case.chain) - 1)
            return
    fact = case.catalogue.facts[key.fact]
    if fact.derived is not None and fact.derived.items is None:
        for part in case.parts(fact.derived, key):
            yield from _below(case, place, part, with_unknown=with_unknown)
    elif with_unknown or (fact.derived is not None and case.read(key).value is not None):
        innermost = case.chain[0].subject in fact.subjects
        yield _at(key, place, is_owner=place is None or not innermost)


def _at(key: FactKey, place: Place, *, is_owner: bool) -> Lever:
    return Lever(key) if is_owner or place is None else Lever(key, *place)


def is_movable(fact: Fact, key: FactKey, case: Case, fixed: frozenset[str]) -> bool:
    """Tell whether a plan may move a figure: not a place, a day, a year already past, or what is said to be fixed."""
    if fact.fixed or fact.type in FIXED_TYPES or fact.id in fixed:
        return False
    return key.year is None or key.year >= case.as_of.year - 1
