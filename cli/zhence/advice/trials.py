"""Answers tried on: the verdict of a measure under each value that a figure could usefully have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby, islice, product
from typing import NamedTuple

from zhence.advice.mentions import Mention, mentions_of
from zhence.advice.samples import samples
from zhence.engine import Case, decide
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.measure import Measure
from zhence.model.profile import Given, Record
from zhence.model.question import Asked
from zhence.model.result import Verdict
from zhence.model.value import Days, Span, Value, option

ZONE = "zone."
MOST_TOGETHER = 6  # figures in one question
MOST_EACH = 3  # values of each that are combined
MOST_TRIED = 200  # combinations
STARTS = 8  # ways of answering everything at once, each of which is then made as small as it can be


class Slot(NamedTuple):
    """Name one answer: a measure for the subject itself, or for one of its items by its place."""

    measure: Measure
    kind: str | None = None
    at: int = 0


@dataclass(slots=True)
class Trials:
    """Hold what was tried on a record, so that nothing is tried twice."""

    catalogue: Catalogue
    as_of: date
    record: Record
    _tried: dict[tuple[Slot, tuple[Asked, ...]], tuple[Verdict, ...]] = field(default_factory=dict)
    _mentions: dict[Slot, tuple[Mention, ...]] = field(default_factory=dict)

    def verdicts(self, slot: Slot, parts: tuple[Asked, ...]) -> tuple[Verdict, ...]:
        """Return the verdicts of an answer as a figure goes from one value worth trying to the next.

        Along a scale, values next to each other with one verdict count once; of several figures, some combinations.
        """
        if (slot, parts) not in self._tried:
            columns = [self.values(slot, asked) for asked in parts]
            if len(parts) == 1:
                found = [self._verdict(slot, {parts[0]: value}) for value in columns[0]]
                if columns[0] and isinstance(columns[0][0], Span | Days):
                    found = [verdict for verdict, _ in groupby(found)]
            else:
                rows = islice(product(*(_ends_first(column)[:MOST_EACH] for column in columns)), MOST_TRIED)
                found = [self._verdict(slot, dict(zip(parts, row, strict=True))) for row in rows]
            self._tried[slot, parts] = tuple(found)
        return self._tried[slot, parts]

    def can_settle(self, slot: Slot, parts: tuple[Asked, ...]) -> bool:
        """Tell whether some values of figures settle an answer."""
        is_tried = any(verdict is not Verdict.UNKNOWN for verdict in self.verdicts(slot, parts))
        return is_tried or (len(parts) > 1 and bool(self.group(slot, parts)))

    def values(self, slot: Slot, asked: Asked) -> tuple[Value, ...]:
        """Return the values of a figure worth trying on an answer."""
        if is_zone(asked.key):
            return (option(True), option(False))
        case = Case(self.catalogue, self.as_of, chain_of(self.record, slot))
        if slot not in self._mentions:
            self._mentions[slot] = tuple(mentions_of(case, slot.measure))
        return samples(case, asked.key, self._mentions[slot])

    def group(self, slot: Slot, wanting: Sequence[Asked]) -> tuple[Asked, ...]:
        """Return the few figures that together can settle an answer no single one settles; none where too many."""
        columns = {asked: _ends_first(values) for asked in wanting if (values := self.values(slot, asked))}
        best: tuple[Asked, ...] = ()
        for start in range(STARTS):
            settings = {
                asked: values[(start // 2 + (start % 2) * at) % len(values)]
                for at, (asked, values) in enumerate(columns.items())
            }
            if self._verdict(slot, settings) is Verdict.UNKNOWN:
                continue
            for asked in columns:
                fewer = {each: value for each, value in settings.items() if each != asked}
                if self._verdict(slot, fewer) is not Verdict.UNKNOWN:
                    settings = fewer
            if len(settings) <= MOST_TOGETHER and (not best or len(settings) < len(best)):
                best = tuple(settings)
        return best

    def _verdict(self, slot: Slot, settings: Mapping[Asked, Value]) -> Verdict:
        chain = set_in(chain_of(self.record, slot), settings)
        return decide(Case(self.catalogue, self.as_of, chain), slot.measure).verdict

    def without(self, touched: set[Slot], record: Record) -> Trials:
        """Return what still holds of a record that changed for some answers."""
        tried = {key: verdicts for key, verdicts in self._tried.items() if key[0] not in touched}
        mentions = {slot: found for slot, found in self._mentions.items() if slot not in touched}
        return Trials(self.catalogue, self.as_of, record, tried, mentions)


def _ends_first(values: Sequence[Value]) -> list[Value]:
    """Return the values with the two ends of the scale, and its middle, before the others."""
    first = (values[0], values[-1], values[len(values) // 2]) if values else ()
    return list(dict.fromkeys((*first, *values)))


def is_zone(key: FactKey) -> bool:
    """Tell whether a key asks for a membership to be confirmed."""
    return key.fact.startswith(ZONE)


def chain_of(record: Record, slot: Slot) -> tuple[Record, ...]:
    """Return the item that an answer is about, of which nothing is known where none is listed, and its owner."""
    if slot.kind is None:
        return (record,)
    listed = record.items.get(slot.kind)
    return (listed[slot.at] if listed else Record(slot.kind, ""), record)


def set_in(chain: tuple[Record, ...], settings: Mapping[Asked, Value]) -> tuple[Record, ...]:
    """Return a chain with figures set; those of an item are the innermost record's."""
    records = list(chain)
    for asked, value in settings.items():
        at = 0 if asked.kind is not None else -1
        records[at] = with_value(records[at], asked.key, Given(value, ""))
    return tuple(records)


def with_value(record: Record, key: FactKey, given: Given) -> Record:
    """Return a record with a figure stated, or a membership confirmed."""
    if is_zone(key):
        return replace(record, zones={**record.zones, key.fact.removeprefix(ZONE): given.value == option(True)})
    return replace(record, facts={**record.facts, key: given})
