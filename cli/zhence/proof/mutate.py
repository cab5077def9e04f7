"""Change a rule in one place on purpose: each threshold nudged both ways, each operator flipped, each relaxation dropped or nudged.

A mutant that every example of its measure still fits was not noticed: some sentence of the rule is not proven.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from zhence.engine import Case, decide
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactType
from zhence.model.measure import (
    Band,
    Condition,
    DatedValue,
    Example,
    Measure,
    Operator,
    Relaxation,
    Relief,
    Score,
    ScoreItem,
    ScorePart,
    Test,
    Threshold,
)
from zhence.model.profile import Record
from zhence.model.value import Days, Options, Span, Value
from zhence.proof.examples import differences, record_of, run_examples

NUDGE = Fraction(1, 100)
FLIPS = {
    Operator.AT_LEAST: (Operator.MORE_THAN, Operator.LESS_THAN),
    Operator.MORE_THAN: (Operator.AT_LEAST, Operator.AT_MOST),
    Operator.AT_MOST: (Operator.LESS_THAN, Operator.MORE_THAN),
    Operator.LESS_THAN: (Operator.AT_MOST, Operator.AT_LEAST),
    Operator.ON_OR_AFTER: (Operator.ON_OR_BEFORE,),
    Operator.ON_OR_BEFORE: (Operator.ON_OR_AFTER,),
    Operator.INCLUDES_ANY: (Operator.INCLUDES_ALL,),
    Operator.INCLUDES_ALL: (Operator.INCLUDES_ANY,),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """Hold a measure changed in one place, and what was changed."""

    measure: Measure
    place: str
    change: str


@dataclass(frozen=True, slots=True)
class Survivors:
    """Hold how many mutants a measure has and those its examples did not notice."""

    measure: str
    mutants: int
    unnoticed: tuple[Mutant, ...]


def survivors(catalogue: Catalogue, measure: Measure) -> Survivors:
    """Run the examples of a measure against each of its mutants; one that the rule itself does not fit proves nothing."""
    found = list(mutants(catalogue, measure))
    sound = [o.example for o in run_examples(catalogue, measure) if not o.differences]
    cases = [(each, record_of(catalogue, measure, each)) for each in measure.examples if each.name in sound]
    return Survivors(measure.id, len(found), tuple(m for m in found if not _is_noticed(catalogue, m.measure, cases)))


def _is_noticed(catalogue: Catalogue, mutant: Measure, cases: list[tuple[Example, Record]]) -> bool:
    if mutant.is_definition:
        catalogue = replace(catalogue, definitions={**catalogue.definitions, mutant.id: mutant})
    return any(differences(decide(Case(catalogue, e.as_of, (record,)), mutant), e) for e, record in cases)


def mutants(catalogue: Catalogue, measure: Measure) -> Iterator[Mutant]:
    """Yield every mutant of a measure, in the order of its file."""
    for word, condition in measure.conditions.items():
        for change, mutated in _conditions(catalogue, condition):
            yield Mutant(
                replace(measure, conditions={**measure.conditions, word: mutated}), f"condition.{word}", change
            )
    for word, score in measure.scores.items():
        for place, change, changed in _scores(catalogue, score):
            yield Mutant(replace(measure, scores={**measure.scores, word: changed}), f"score.{word}{place}", change)


def _conditions(catalogue: Catalogue, condition: Condition) -> Iterator[tuple[str, Condition]]:
    if condition.test is not None:
        for change, test in _tests(catalogue, condition.test):
            yield change, replace(condition, test=test)
    if condition.strength != "must":
        return  # a miss is no fail: a changed relaxation would show nowhere
    for at, relaxation in enumerate(condition.relaxations):
        rest = condition.relaxations
        yield f"relaxation {at + 1} dropped", replace(condition, relaxations=rest[:at] + rest[at + 1 :])
        for change, eased in _relaxations(catalogue, condition, relaxation):
            yield f"relaxation {at + 1} {change}", replace(condition, relaxations=(*rest[:at], eased, *rest[at + 1 :]))


def _relaxations(
    catalogue: Catalogue, condition: Condition, relaxation: Relaxation
) -> Iterator[tuple[str, Relaxation]]:
    if relaxation.relief is Relief.PERCENT and relaxation.percent is not None:
        for step in (1, -1):
            yield f"{step:+d} point", replace(relaxation, percent=relaxation.percent + step)
    if relaxation.to is not None and condition.test is not None:
        kind = catalogue.facts[condition.test.fact].type
        for change, value in _values(relaxation.to, kind):
            yield change, replace(relaxation, to=value)


def _tests(catalogue: Catalogue, test: Test) -> Iterator[tuple[str, Test]]:
    kind = catalogue.facts[test.fact].type
    for operator in FLIPS.get(test.operator, ()):
        yield f"{test.operator} -> {operator}", replace(test, operator=operator)
    for at, dated in enumerate(test.threshold.values):
        for change, value in _values(dated.value, kind):
            values = test.threshold.values
            moved = (*values[:at], DatedValue(dated.start, value), *values[at + 1 :])
            yield change, replace(test, threshold=Threshold(moved))


def _values(value: Value, kind: FactType) -> Iterator[tuple[str, Value]]:
    if isinstance(value, Span) and (exact := value.exact) is not None:
        step = Fraction(1) if kind is FactType.COUNT else abs(exact * NUDGE) or NUDGE
        for sign in (1, -1):
            moved = exact + sign * step
            yield f"threshold {'+' if sign > 0 else '-'}{float(step):g}", Span(moved, moved)
    elif isinstance(value, Days) and (on := value.exact) is not None:
        for sign in (1, -1):
            moved_day = on + timedelta(days=sign)
            yield f"threshold {sign:+d} day", Days(moved_day, moved_day)
    elif isinstance(value, Options):
        if all(isinstance(word, bool) for word in value.possible):
            yield "true <-> false", Options(frozenset({True, False}) - value.possible)
        elif len(value.possible) > 1:
            for word in sorted(map(str, value.possible)):
                yield f"without '{word}'", Options(value.possible - {word})
        else:
            yield "another option", Options(frozenset({""}))


def _scores(catalogue: Catalogue, score: Score) -> Iterator[tuple[str, str, Score]]:
    for mark in ("at_least", "more_than"):
        exact = getattr(score, mark)
        if exact is not None:
            for sign in (1, -1):
                moved = (
                    replace(score, at_least=exact + sign)
                    if mark == "at_least"
                    else replace(score, more_than=exact + sign)
                )
                yield "", f"pass mark {sign:+d}", moved
    for at, part in enumerate(score.parts):
        for change, changed in _parts(part):
            yield f".part.{part.id}", change, replace(score, parts=(*score.parts[:at], changed, *score.parts[at + 1 :]))
    for at, item in enumerate(score.items):
        for change, row in _items(catalogue, item):
            yield f".item.{item.id}", change, replace(score, items=(*score.items[:at], row, *score.items[at + 1 :]))


def _parts(part: ScorePart) -> Iterator[tuple[str, ScorePart]]:
    for sign in (1, -1):
        if part.at_least is not None:
            yield f"own mark {sign:+d}", replace(part, at_least=part.at_least + sign)
        if part.cap is not None:
            yield f"cap {sign:+d}", replace(part, cap=part.cap + sign)


def _items(catalogue: Catalogue, item: ScoreItem) -> Iterator[tuple[str, ScoreItem]]:
    if item.points_fact is not None:
        yield "max +1", replace(item, points_max=item.points_max + 1)
        yield "max -1", replace(item, points_max=item.points_max - 1)
    for at, band in enumerate(item.bands):
        for change, changed in _bands(catalogue, band):
            bands = (*item.bands[:at], changed, *item.bands[at + 1 :])
            yield f"band {at + 1} {change}", replace(item, bands=bands)


def _bands(catalogue: Catalogue, band: Band) -> Iterator[tuple[str, Band]]:
    yield "points +1", replace(band, low=band.low + 1, high=band.high + 1)
    for at, test in enumerate(band.tests):
        for change, changed in _tests(catalogue, test):
            yield change, replace(band, tests=(*band.tests[:at], changed, *band.tests[at + 1 :]))
