"""A row of a random table as a profile, so that a difference can be seen by `zhence check`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import tomli_w

from zhence.model.catalogue import Catalogue
from zhence.model.profile import Record
from zhence.model.value import Members, Options, Value


def profile_of(record: Record, catalogue: Catalogue) -> str:
    """Return what a record says as a profile; figures of an item are those of one item of its kind."""
    owner: dict[str, object] = {"name": "row"}
    items: dict[str, dict[str, object]] = {}
    for key, given in record.facts.items():
        fact = catalogue.facts[key.fact]
        if fact.derived is not None and fact.derived.items is not None:
            continue
        told = _told(given.value)
        kinds = [kind for kind in catalogue.subjects[record.subject].items if kind in fact.subjects]
        if record.subject in fact.subjects:
            _put(owner, key.fact, key.year, told)
        for kind in kinds:
            _put(items.setdefault(kind, {"name": kind}), key.fact, key.year, told)
    owner |= {"zone": record.zones} if record.zones else {}
    return tomli_w.dumps({record.subject: owner | {kind: [item] for kind, item in items.items()}})


def _put(table: dict[str, object], fact: str, year: int | None, told: object) -> None:
    if year is None:
        table[fact] = told
        return
    years = table.setdefault("year", {})
    assert isinstance(years, dict)
    years.setdefault(str(year), {})[fact] = told


def _told(value: Value) -> object:
    """Return a value as profiles state it: a number in the unit of its fact, exactly."""
    if isinstance(value, Members):
        return sorted(value.known)
    if isinstance(value, Options) or value.exact is not None:
        return _plain(value.exact)
    return {word: _plain(end) for word, end in (("from", value.low), ("to", value.high)) if end is not None}


def _plain(end: Fraction | date | str | bool | None) -> object:
    return Decimal(end.numerator) / Decimal(end.denominator) if isinstance(end, Fraction) else end
