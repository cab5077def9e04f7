"""Where the rule of a measure mentions figures: each test of its tree, its score tables and the rules it refers to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from zhence.engine import Case, arithmetic
from zhence.engine.compare import FLOORS
from zhence.engine.conditions import read_threshold
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.measure import Condition, IfThen, Leaf, Measure, Node, NotOf, Operator, Relief, ScoreLeaf, Test
from zhence.model.value import Span, Value, number


@dataclass(frozen=True, slots=True)
class Mention:
    """Hold a figure, what it is held against, and the figure that states it where the rule does not.

    Neither an operator nor marks: the figure itself is the points of a row.
    """

    key: FactKey
    operator: Operator | None = None
    marks: tuple[Value, ...] = ()
    asked: FactKey | None = None


def mentions_of(case: Case, measure: Measure) -> Iterator[Mention]:
    """Yield every mention in a measure; the case gives the day and what is stated of thresholds."""
    for node in (measure.scope, measure.requires):
        if node is not None:
            yield from _below(case, measure, node)


def _below(case: Case, rule: Measure, node: Node) -> Iterator[Mention]:
    match node:
        case Leaf():
            yield from _condition(case, rule.conditions[node.condition])
        case ScoreLeaf():
            for item in rule.scores[node.score].items:
                if item.points_fact is not None:
                    most = number(item.points_max)
                    yield Mention(case.key(item.points_fact, None), Operator.AT_LEAST, (number(0), most))
                for band in item.bands:
                    for test in band.tests:
                        yield _test(case, test)
        case NotOf():
            yield from _below(case, rule, node.child)
        case IfThen():
            for part in (node.guard, node.then, node.otherwise):
                if part is not None:
                    yield from _below(case, rule, part)
        case _:
            for child in node.children:
                yield from _below(case, rule, child)


def _condition(case: Case, condition: Condition) -> Iterator[Mention]:
    if condition.meets is not None:
        rule = case.catalogue.definitions[condition.meets]
        if rule.requires is not None:
            yield from _below(case, rule, rule.requires)
    elif condition.test is not None:
        plain = _test(case, condition.test)
        eased = []
        for relaxation in condition.relaxations:
            if relaxation.relief is Relief.TO and relaxation.to is not None:
                eased.append(relaxation.to)
            elif relaxation.relief is Relief.PERCENT:
                share = (relaxation.percent or Fraction(0)) / 100
                factor = 1 - share if condition.test.operator in FLOORS else 1 + share
                eased += [arithmetic.scale(mark, factor) for mark in plain.marks if isinstance(mark, Span)]
        yield Mention(plain.key, plain.operator, (*plain.marks, *eased), plain.asked)


def _test(case: Case, test: Test) -> Mention:
    mark, asked = read_threshold(case, test.threshold)
    key = case.key(test.fact, test.year)
    return Mention(key, test.operator, () if mark is None else (mark,), asked.key if asked is not None else None)


def facts_of(catalogue: Catalogue, measure: Measure) -> frozenset[str]:
    """Return the ids of all facts and zones that the answer of a measure can rest on."""
    found: set[str] = set()
    _rule_facts(catalogue, measure, found)
    todo = [word for word in found if word in catalogue.facts]
    while todo:
        derived = catalogue.facts[todo.pop()].derived
        if derived is not None:
            parts = {*derived.of, *([derived.against] if derived.against else []), *(t.fact for t in derived.where)}
            todo += [part for part in parts if part not in found]
            found |= parts
    if catalogue.within is not None and catalogue.place is not None and catalogue.within.fact in found:
        found.add(catalogue.place)
    return frozenset(found)


def _rule_facts(catalogue: Catalogue, rule: Measure, found: set[str]) -> None:
    tests: list[Test] = []
    for condition in rule.conditions.values():
        zones = {r.zone for r in condition.relaxations} | ({condition.zone} if condition.zone else set())
        if zones and catalogue.place is not None:
            found |= {catalogue.place, *(f"zone.{zone}" for zone in zones)}
        if condition.test is not None:
            tests.append(condition.test)
        if condition.meets is not None:
            _rule_facts(catalogue, catalogue.definitions[condition.meets], found)
    for score in rule.scores.values():
        for item in score.items:
            found |= {item.points_fact} if item.points_fact is not None else set()
            tests += [test for band in item.bands for test in band.tests]
    for test in tests:
        found |= {test.fact, *([test.threshold.fact] if test.threshold.fact is not None else [])}
