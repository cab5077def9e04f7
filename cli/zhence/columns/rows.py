"""A row of a table as a record, for what the engine of one subject answers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactKey, FactType
from zhence.model.profile import Given, Record
from zhence.model.value import Days, Members, Span, Value, option

ZONE = "zone."
LOW, HIGH = ":low", ":high"


def record(row: Mapping[str, object], catalogue: Catalogue, subject: str) -> Record:
    """Return what a row says of its subject; a null says nothing."""
    facts: dict[FactKey, Given] = {}
    zones: dict[str, bool] = {}
    for name, cell in row.items():
        word = frame.whole(name)
        if cell is not None and word.startswith(ZONE):
            zones[word.removeprefix(ZONE)] = bool(cell)
            continue
        key = key_of(word, catalogue)
        if cell is None or key is None or key in facts:
            continue
        value = _value(row, name, word, catalogue.facts[key.fact])
        facts[key] = Given(value, str(cell))
    return Record(subject, str(row.get(frame.NAME) or ""), facts, zones=zones)


def key_of(word: str, catalogue: Catalogue) -> FactKey | None:
    """Return the figure that a column is named after, None for other columns."""
    fact, _, year = word.partition("@")
    if fact not in catalogue.facts or not (year.isdecimal() or not year):
        return None
    return FactKey(fact, int(year) if year else None)


def _value(row: Mapping[str, object], name: str, word: str, fact: Fact) -> Value:
    ends = (row[name], row[name]) if name == word else (row.get(word + LOW), row.get(word + HIGH))
    if fact.type.numeric:
        low, high = (None if end is None else Fraction(int(str(end)), frame.SCALE) for end in ends)
        return Span(low, high)
    if fact.type is FactType.DATE:
        return Days(*ends)  # type: ignore[arg-type] # the columns of a date hold dates
    cell = row[name]
    if fact.type is FactType.SET:
        return Members(frozenset(str(each) for each in cell)) if isinstance(cell, list) else Members(frozenset())
    return option(cell if isinstance(cell, bool) else str(cell))
