"""What measures rest on: the rules, lists of places, figures and documents they name, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, Source, Zone
from zhence.model.measure import Condition, Measure, Score, Test


@dataclass(frozen=True, slots=True)
class Reach:
    """Hold the parts of a catalogue that some measures rest on, in the catalogue's order."""

    definitions: tuple[Measure, ...]
    zones: tuple[Zone, ...]
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]


def reach(measures: Iterable[Measure], catalogue: Catalogue) -> Reach:
    """Return what the measures rest on."""
    chosen = list(measures)
    definitions = _definitions(chosen, catalogue)
    rules = [*chosen, *definitions]
    conditions = [c for rule in rules for c in rule.conditions.values()]
    scores = [s for rule in rules for s in rule.scores.values()]
    named = {zone for c in conditions for zone in (c.zone, *(r.zone for r in c.relaxations))}
    zones = tuple(zone for word, zone in catalogue.zones.items() if word in named)
    figures = _figures(conditions, scores, catalogue) | {w for m in chosen for d in m.documents for w in d.proves}
    if zones and catalogue.place is not None:
        figures.add(catalogue.place)
    documents = {rule.source for rule in rules} | {c.source for c in conditions} | {s.source for s in scores}
    documents |= {r.source or "" for c in conditions for r in c.relaxations}
    documents |= {benefit.source or "" for m in chosen for benefit in m.benefits}
    documents |= {window.source or "" for m in chosen for window in m.windows}
    documents |= {zone.source for zone in zones} | {p.source or "" for zone in zones for p in zone.memberships}
    documents |= {catalogue.notice[word].source for m in chosen for word in m.notice if word in catalogue.notice}
    return Reach(
        tuple(definitions),
        zones,
        tuple(fact for word, fact in catalogue.facts.items() if word in figures),
        tuple(source for word, source in catalogue.sources.items() if word in documents),
    )


def _definitions(measures: list[Measure], catalogue: Catalogue) -> list[Measure]:
    found: set[str] = set()
    waiting = list(measures)
    while waiting:
        rule = waiting.pop()
        for condition in rule.conditions.values():
            word = condition.meets
            if word is not None and word not in found and word in catalogue.definitions:
                found.add(word)
                waiting.append(catalogue.definitions[word])
    return [rule for word, rule in catalogue.definitions.items() if word in found]


def _figures(conditions: list[Condition], scores: list[Score], catalogue: Catalogue) -> set[str]:
    tests = [c.test for c in conditions if c.test is not None]
    items = [item for score in scores for item in score.items]
    tests += [test for item in items for band in item.bands for test in band.tests]
    found: set[str] = set()
    waiting = [word for test in tests for word in _asked(test)] + [i.points_fact for i in items if i.points_fact]
    while waiting:
        word = waiting.pop()
        if word not in found and word in catalogue.facts:
            found.add(word)
            waiting += _parts(catalogue.facts[word])
    return found


def _asked(test: Test) -> Iterator[str]:
    yield test.fact
    if test.threshold.fact is not None:
        yield test.threshold.fact


def _parts(fact: Fact) -> list[str]:
    derived = fact.derived
    if derived is None:
        return []
    return [*derived.of, *([derived.against] if derived.against else []), *(test.fact for test in derived.where)]
