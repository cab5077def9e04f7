"""What a profile says nobody knows, so that nobody is asked again: figures, memberships, kinds of item."""

from __future__ import annotations

from datetime import date

from zhence.model.catalogue import Catalogue, Subject
from zhence.model.fact import FactKey
from zhence.profiles.names import UNKNOWN, ZONE, needs, unknown_fact, unknown_zone, wrong_subject
from zhence.profiles.settings import fact_year
from zhence.written.faults import Findings, Mistake, shown
from zhence.written.lines import KeyPath


def read_unknowns(
    raw: object, subject: Subject, catalogue: Catalogue, as_of: date, path: KeyPath, findings: Findings
) -> frozenset[FactKey]:
    """Return what an `unknown = […]` list names: `fact`, `fact@2025`, `zone.id`, or a kind of item."""
    if not isinstance(raw, list) or not all(isinstance(word, str) for word in raw):
        findings.add(path, needs("unknown-needs-list", raw, f'{UNKNOWN} = ["…", "…@{as_of.year - 1}"]'))
        return frozenset()
    found = set()
    for at, word in findings.until_full(enumerate(raw)):
        key = _read(word, subject, catalogue, as_of)
        if isinstance(key, Mistake):
            findings.add((*path, at), key)
        else:
            found.add(key)
    return frozenset(found)


def _read(word: str, subject: Subject, catalogue: Catalogue, as_of: date) -> FactKey | Mistake:
    stem, at, year = word.partition("@")
    zone = word.removeprefix(f"{ZONE}.")
    if zone != word:
        return FactKey(word) if zone in catalogue.zones else unknown_zone(zone, catalogue)
    if word in subject.items:
        return FactKey(word)
    fact = catalogue.facts.get(stem)
    if fact is None:
        return unknown_fact(shown(stem), catalogue, subject, subject.items)
    if not {subject.id, *subject.items} & set(fact.subjects):
        return wrong_subject(fact, catalogue, subject)
    known = fact_year(fact, year if at else None, as_of, None)
    return known if isinstance(known, Mistake) else FactKey(fact.id, known)
