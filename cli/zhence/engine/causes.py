"""Why one condition, or one score table, answers otherwise on two sides: the least that must be taken over from the other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from zhence.engine.compare import compare
from zhence.engine.conditions import by_strength, ease, known_value
from zhence.engine.figures import Case
from zhence.engine.scores import Ends, added
from zhence.model.comparison import Cause, CauseKind, Figure, Leaf
from zhence.model.fact import FactKey
from zhence.model.ladder import Answer, all_of, any_of
from zhence.model.measure import DatedValue, Test
from zhence.model.profile import Given
from zhence.model.result import ConditionResult, ItemResult, Reading, ScoreResult, ZoneReading
from zhence.model.value import Value

Atom = TypeVar("Atom", bound=Hashable)
Cases = tuple[Case, Case]
Age = tuple[str, int | None]  # a fact, and how many years before the day it is asked of
VALUE, THRESHOLD, RELAXATION, RULE, MARK = "value", "threshold", "relaxation", "rule", "mark"
ZONE, ITEM = "zone:", "item:"


def minimal(atoms: Sequence[Atom], is_enough: Callable[[frozenset[Atom]], bool]) -> frozenset[Atom]:
    """Return a part of the atoms that is enough and of which nothing can be left out; the first are left out first."""
    kept = frozenset(atoms)
    for atom in atoms:
        if is_enough(kept - {atom}):
            kept -= {atom}
    return kept


def leaf_causes(leaves: tuple[Leaf, Leaf], cases: Cases) -> list[Cause]:
    """Return why the first leaf does not answer as the second; they answer otherwise."""
    one, other = leaves
    if isinstance(one, ScoreResult) and isinstance(other, ScoreResult):
        return _of_score(one, other, cases)
    if isinstance(one, ConditionResult) and isinstance(other, ConditionResult):
        if one.zone is not None and other.zone is not None and one.zone.zone == other.zone.zone:
            if one.zone.answer != other.zone.answer:
                return [_zone_cause(leaves, (one.zone, other.zone), cases)]
        elif one.condition.test is not None and other.condition.test is not None:
            tests = one.condition.test, other.condition.test
            if tests[0].fact == tests[1].fact:
                return _of_test((one, other), tests, cases)
    return [Cause(CauseKind.RULE, leaves)]


def _of_test(results: tuple[ConditionResult, ConditionResult], tests: tuple[Test, Test], cases: Cases) -> list[Cause]:
    one, other = results
    zones = tuple({e.relaxation.zone: e.zone for e in result.eased} for result in results)
    values = _value(cases[0], tests[0]), _value(cases[1], tests[1])

    def answer(taken: frozenset[str]) -> Answer:
        source = results[RULE in taken]
        operator = tests[RULE in taken].operator
        value = values[VALUE in taken]
        threshold = results[THRESHOLD in taken].threshold
        eased = []
        for each in results[RELAXATION in taken].eased:
            word = each.relaxation.zone
            reading = zones[f"{ZONE}{word}" in taken].get(word) or each.zone
            eased.append(all_of([reading.answer, ease(each.relaxation, operator, value, threshold)[1]]))
        return by_strength(any_of([compare(value, operator, threshold), *eased]), source.condition.strength)

    shared = [word for word in zones[0] if word in zones[1]]
    atoms = [RULE, RELAXATION, *(f"{ZONE}{word}" for word in shared), THRESHOLD, VALUE]
    needed = minimal(atoms, lambda taken: answer(taken) == other.answer)
    causes: list[Cause] = []
    if VALUE in needed:
        causes.append(Cause(CauseKind.FACT, results, (figure((one.reading, other.reading), cases),)))
    if THRESHOLD in needed:
        causes.append(_threshold_cause(results, tests, cases))
    causes += [_zone_cause(results, (zones[0][w], zones[1][w]), cases) for w in shared if f"{ZONE}{w}" in needed]
    causes += [Cause(CauseKind.RELAXATION, results)] if RELAXATION in needed else []
    causes += [Cause(CauseKind.RULE, results)] if RULE in needed else []
    return causes


def _value(case: Case, test: Test) -> Value | None:
    return known_value(case, case.read(case.key(test.fact, test.year)))


def _threshold_cause(results: tuple[ConditionResult, ConditionResult], tests: tuple[Test, Test], cases: Cases) -> Cause:
    one, other = results
    if one.threshold_reading is not None and other.threshold_reading is not None:
        asked = figure((one.threshold_reading, other.threshold_reading), cases)
        return Cause(CauseKind.FACT, results, (asked,))
    starts = [dated.start for test in tests for dated in test.threshold.values]
    return Cause(CauseKind.THRESHOLD, results, day=_between(starts, cases))


def _zone_cause(leaves: tuple[Leaf, Leaf], zones: tuple[ZoneReading, ZoneReading], cases: Cases) -> Cause:
    days: list[date | None] = []
    for reading in zones:
        if reading.membership is not None:
            days += [reading.membership.start, reading.membership.end]
    is_one_place = zones[0].place == zones[1].place and not any(reading.confirmed for reading in zones)
    figures: tuple[Figure, ...] = ()
    if not is_one_place and not any(reading.confirmed for reading in zones):
        figures = (figure((_place(cases[0]), _place(cases[1])), cases),)
    return Cause(CauseKind.ZONE, leaves, figures, zones, day=_between(days, cases) if is_one_place else None)


def _place(case: Case) -> Reading | None:
    place = case.catalogue.place
    return case.read(FactKey(place)) if place is not None else None


def _between(days: Iterable[date | None], cases: Cases) -> date | None:
    """Return the last of the days that lies after one of the days asked about and not after the other."""
    first, last = sorted(case.as_of for case in cases)
    return max((day for day in days if day is not None and first < day <= last), default=None)


def figure(readings: tuple[Reading | None, Reading | None], cases: Cases) -> Figure:
    """Return a figure on both sides, with the statements below it that differ."""
    keys = (readings[0].key if readings[0] else None, readings[1].key if readings[1] else None)
    values = (readings[0].value if readings[0] else None, readings[1].value if readings[1] else None)
    before, after = _stated(readings[0], cases[0]), _stated(readings[1], cases[1])
    differing = []
    for place in {**before, **after}:
        one, other = before.get(place), after.get(place)
        if one is None or other is None or one[1].value != other[1].value:
            differing.append(_statement(one, other))
    return Figure(keys, values, tuple(differing))


def _stated(reading: Reading | None, case: Case) -> dict[Age, tuple[FactKey, Given]]:
    """Return what a reading rests on, by fact and by how long ago."""
    given = reading.given if reading is not None else ()
    return {(key.fact, _age(key, case)): (key, each) for key, each in given}


def _age(key: FactKey, case: Case) -> int | None:
    """Return how many years before the day a yearly figure is."""
    return None if key.year is None else case.as_of.year - key.year


def _statement(one: tuple[FactKey, Given] | None, other: tuple[FactKey, Given] | None) -> Figure:
    return Figure(
        (one[0] if one else None, other[0] if other else None),
        (one[1].value if one else None, other[1].value if other else None),
        given=(one[1] if one else None, other[1] if other else None),
    )


def _of_score(one: ScoreResult, other: ScoreResult, cases: Cases) -> list[Cause]:
    before, after = ({item.item.id: item for item in result.items} for result in (one, other))
    layouts = [[(r.item.id, r.item.part, r.item.alternative) for r in result.items] for result in (one, other)]
    if layouts[0] != layouts[1]:
        return [Cause(CauseKind.RULE, (one, other))]
    scores = (one.score, other.score)

    def answer(taken: frozenset[str]) -> Answer:
        ends = {word: _ends((after if f"{ITEM}{word}" in taken else before)[word]) for word in before}
        return added(scores[MARK in taken], ends)[-1]

    atoms = [MARK, *(f"{ITEM}{word}" for word in reversed(before))]
    needed = minimal(atoms, lambda taken: answer(taken) == other.answer)
    causes = [_row_cause((one, other), (before[w], after[w]), cases) for w in before if f"{ITEM}{w}" in needed]
    return causes + ([Cause(CauseKind.THRESHOLD, (one, other))] if MARK in needed else [])


def _ends(item: ItemResult) -> Ends:
    return item.low, item.high


def _row_cause(leaves: tuple[Leaf, Leaf], rows: tuple[ItemResult, ItemResult], cases: Cases) -> Cause:
    before, after = _asked(rows[0], cases[0]), _asked(rows[1], cases[1])
    figures = []
    for place in {**before, **after}:
        one = cases[0].read(before[place]) if place in before else None
        other = cases[1].read(after[place]) if place in after else None
        if (one.value if one else None) != (other.value if other else None):
            figures.append(figure((one, other), cases))
    if figures:
        return Cause(CauseKind.FACT, leaves, tuple(figures), rows=rows)
    starts = [dated.start for row in rows for dated in _dated(row)]
    return Cause(CauseKind.THRESHOLD, leaves, rows=rows, day=_between(starts, cases))


def _dated(row: ItemResult) -> list[DatedValue]:
    return [dated for band in row.item.bands for test in band.tests for dated in test.threshold.values]


def _asked(row: ItemResult, case: Case) -> dict[Age, FactKey]:
    """Return the figures that a row asks for, by fact and by how long ago."""
    asked: list[tuple[str, int | None]] = []
    if row.item.points_fact is not None:
        asked.append((row.item.points_fact, None))
    for band in row.item.bands:
        for test in band.tests:
            asked.append((test.fact, test.year))
            if test.threshold.fact is not None:
                asked.append((test.threshold.fact, test.threshold.year))
    keys = [case.key(fact, year) for fact, year in asked]
    return {(key.fact, _age(key, case)): key for key in keys}


def turned(cause: Cause) -> Cause:
    """Return a cause with before and after changed over."""
    return replace(
        cause,
        leaves=(cause.leaves[1], cause.leaves[0]),
        figures=tuple(_turned(each) for each in cause.figures),
        zones=(cause.zones[1], cause.zones[0]),
        rows=(cause.rows[1], cause.rows[0]),
    )


def _turned(one: Figure) -> Figure:
    return replace(
        one,
        keys=(one.keys[1], one.keys[0]),
        values=(one.values[1], one.values[0]),
        stated=tuple(_turned(each) for each in one.stated),
        given=(one.given[1], one.given[0]),
    )
