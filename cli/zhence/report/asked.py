"""Which figures are wanting, whose they are, and which measures they would help settle."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.profile import Record
from zhence.model.result import MeasureResult
from zhence.model.text import same
from zhence.report.json import text_data
from zhence.report.numbers import unit_title
from zhence.report.sentences import asked_words
from zhence.report.stated import where

ZONE = "zone."
FIGURES = 4096


@dataclass(slots=True)
class _Wanted:
    key: FactKey
    owner: Record
    top: Record
    measures: dict[str, None] = field(default_factory=dict)


def missing_data(results: list[MeasureResult], catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return every figure that an answer waits for, those that most measures wait for first."""
    found: dict[tuple[FactKey, int], _Wanted] = {}
    owners: dict[str, Record] = {}
    for result in results:
        chain = chain_to(result)
        for key in result.missing:
            owner = _owner(key, chain, catalogue)
            if not owner.name:  # an item that nobody listed: one stands for all of its kind
                owner = owners.setdefault(owner.subject, owner)
            found.setdefault((key, id(owner)), _Wanted(key, owner, chain[-1])).measures[result.measure.id] = None
    wanted = sorted(found.values(), key=lambda each: -len(each.measures))
    return [_figure(each, catalogue) for each in wanted]


def chain_to(result: MeasureResult) -> tuple[Record, ...]:
    """Return the item that an answer is about with its owners, innermost first."""
    item = result.item if result.item is not None else result.record
    return _path(result.record, item) or (item, result.record)


def _path(record: Record, item: Record) -> tuple[Record, ...]:
    if record is item:
        return (record,)
    for below in (each for items in record.items.values() for each in items):
        if path := _path(below, item):
            return (*path, record)
    return ()


def _owner(key: FactKey, chain: tuple[Record, ...], catalogue: Catalogue) -> Record:
    fact = catalogue.facts.get(key.fact)
    if fact is None:
        return chain[-1]
    return next((record for record in chain if record.subject in fact.subjects), chain[-1])


def _figure(wanted: _Wanted, catalogue: Catalogue) -> dict[str, Any]:
    owner = wanted.owner
    kind = catalogue.subjects.get(owner.subject)
    asked = _asked(wanted.key, catalogue)
    return {
        **asked,
        "of": {
            "kind": owner.subject,
            "kind_title": text_data(kind.title if kind is not None else same(owner.subject)),
            "name": owner.name,
            "where": where(wanted.top, owner),
        },
        "measures": list(wanted.measures),
    }


@lru_cache(maxsize=FIGURES)
def _asked(key: FactKey, catalogue: Catalogue) -> dict[str, Any]:
    """Return what a figure is, whoever lacks it."""
    fact = catalogue.facts.get(key.fact)
    zone = catalogue.zones.get(key.fact.removeprefix(ZONE)) if key.fact.startswith(ZONE) else None
    unit = fact.unit if fact is not None else None
    title = fact.title if fact is not None else zone.title if zone is not None else same(key.fact)
    return {
        "figure": str(key),
        "fact": key.fact,
        "year": key.year,
        "title": text_data(title),
        "words": text_data(asked_words(key, catalogue)),
        "unit": unit,
        "unit_title": text_data(unit_title(unit, catalogue)),
        "type": str(fact.type) if fact is not None else "flag",
        "definition": text_data(fact.definition if fact is not None else zone.note if zone is not None else None),
        "evidence": text_data(fact.evidence if fact is not None else None),
        "holder": text_data(fact.holder if fact is not None else None),
        "choices": [{"choice": word, "title": text_data(words)} for word, words in fact.choices.items()]
        if fact is not None
        else [],
    }
