"""In which order the figures are named that a measure still wants: as its conditions stand, whatever is known of a subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from zhence.columns.asked import parts, tests_of
from zhence.engine import Case
from zhence.model.fact import FactKey
from zhence.model.measure import Condition, Measure


def ranks_of(measure: Measure, case: Case) -> dict[FactKey, int]:
    """Return at which place a measure first asks for each figure; the case gives the day."""
    return {key: at for at, key in enumerate(dict.fromkeys(_asked_by(measure, case)))}


def ordered(keys: Iterable[FactKey], ranks: Mapping[FactKey, int]) -> list[FactKey]:
    """Return figures in the order in which a measure asks for them."""
    return sorted(keys, key=lambda key: (ranks.get(key, len(ranks)), str(key)))


def _asked_by(rule: Measure, case: Case) -> Iterator[FactKey]:
    """Yield the figures that the conditions of a rule and then its score tables rest on, some of them several times."""
    for condition in rule.conditions.values():
        for fact, year in tests_of([condition], ()):
            yield from parts(case.key(fact, year), case)
        yield from _places(condition, case)
        if condition.meets is not None:
            yield from _asked_by(case.catalogue.definitions[condition.meets], case)
    for fact, year in tests_of((), rule.scores.values()):
        yield from parts(case.key(fact, year), case)


def _places(condition: Condition, case: Case) -> Iterator[FactKey]:
    zones = [each.zone for each in condition.relaxations] + ([condition.zone] if condition.zone is not None else [])
    for zone in zones:
        if case.catalogue.place is not None:
            yield FactKey(case.catalogue.place)
        yield FactKey(f"zone.{zone}")
