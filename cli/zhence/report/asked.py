"""Which figures are wanting, whose they are, and which measures they would help settle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from zhence.report.stated import places

Chain = tuple[Record, ...]
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
    chains: dict[int, dict[int, Chain]] = {}
    for result in results:
        top = result.record
        item = result.item if result.item is not None else top
        if id(top) not in chains:
            chains[id(top)] = dict(_chains((top,)))
        chain = chains[id(top)].get(id(item), (item, top))
        for key in result.missing:
            owner = _owner(key, chain, catalogue)
            if not owner.name:  # an item that nobody listed: one stands for all of its kind
                owner = owners.setdefault(owner.subject, owner)
            found.setdefault((key, id(owner)), _Wanted(key, owner, chain[-1])).measures[result.measure.id] = None
    wanted = sorted(found.values(), key=lambda each: -len(each.measures))
    tops = {id(each.top): each.top for each in wanted}
    named = {number: places(top) for number, top in tops.items()}
    return [_figure(each, named[id(each.top)], catalogue) for each in wanted]


def _chains(chain: Chain) -> Iterator[tuple[int, Chain]]:
    """Yield the identity of each record at and below the first of a chain, with its owners, innermost first."""
    yield id(chain[0]), chain
    for items in chain[0].items.values():
        for item in items:
            yield from _chains((item, *chain))


def _owner(key: FactKey, chain: tuple[Record, ...], catalogue: Catalogue) -> Record:
    fact = catalogue.facts.get(key.fact)
    if fact is None:
        return chain[-1]
    return next((record for record in chain if record.subject in fact.subjects), chain[-1])


def _figure(wanted: _Wanted, named: Mapping[int, str], catalogue: Catalogue) -> dict[str, Any]:
    """Return a figure and whose it is; an item that is not listed comes first of its kind."""
    owner = wanted.owner
    kind = catalogue.subjects.get(owner.subject)
    asked = _asked(wanted.key, catalogue)
    return {
        **asked,
        "of": {
            "kind": owner.subject,
            "kind_title": text_data(kind.title if kind is not None else same(owner.subject)),
            "name": owner.name,
            "where": named.get(id(owner), f"{wanted.top.subject}.{owner.subject}[1]"),
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
