"""Which years of figures the rules of a catalogue can ask for on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from zhence.engine import Case
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Derivation, FactKey
from zhence.model.measure import Condition, Score, Test


def earliest_year(catalogue: Catalogue, as_of: date) -> int:
    """Return the first year of which some rule asks a figure on a day, or of one that it follows from; the day's without."""
    case = Case(catalogue, as_of, ())
    years = [part.year for fact, year in _asked(catalogue) for part in parts(case.key(fact, year), case)]
    return min((year for year in years if year is not None), default=as_of.year)


def _asked(catalogue: Catalogue) -> Iterator[tuple[str, int | None]]:
    """Yield each fact that a rule asks for, with the year as the rule has it."""
    for rule in (*catalogue.measures.values(), *catalogue.definitions.values()):
        yield from tests_of(rule.conditions.values(), rule.scores.values())


def tests_of(conditions: Iterable[Condition], scores: Iterable[Score]) -> Iterator[tuple[str, int | None]]:
    """Yield each fact that conditions and score tables ask for, with the year as the rule has it."""
    tests = [condition.test for condition in conditions if condition.test is not None]
    yield from (each for test in tests for each in _of_test(test))
    for item in (item for score in scores for item in score.items):
        if item.points_fact is not None:
            yield item.points_fact, None
        yield from (each for band in item.bands for test in band.tests for each in _of_test(test))


def _of_test(test: Test) -> Iterator[tuple[str, int | None]]:
    yield test.fact, test.year
    if test.threshold.fact is not None:
        yield test.threshold.fact, test.threshold.year


def parts(key: FactKey, case: Case) -> Iterator[FactKey]:
    """Yield a figure and those that it follows from."""
    yield key
    derived = case.catalogue.facts[key.fact].derived
    if derived is not None and derived.op is not Derivation.COUNT:
        for part in case.parts(derived, key):
            yield from parts(part, case)
