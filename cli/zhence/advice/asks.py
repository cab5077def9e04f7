"""What the rule of a measure asks of figures: every test in its tree, its score tables and the rules it refers to."""

from __future__ import annotations

from collections.abc import Iterator

from zhence.advice.levels import Ask
from zhence.engine import Case
from zhence.engine.compare import compare
from zhence.engine.conditions import answer_condition, known_value, read_threshold
from zhence.engine.tree import meet
from zhence.model.ladder import Step
from zhence.model.measure import Condition, IfThen, Leaf, Measure, Node, NotOf, Score, ScoreLeaf, Test
from zhence.model.value import Value


def asks_of(case: Case, measure: Measure, *, unmet_only: bool) -> Iterator[Ask]:
    """Yield the tests of a measure; `unmet_only` leaves out what already is as it should be."""
    for node in (measure.scope, measure.requires):
        if node is not None:
            for ask in _below(case, measure, node, avoided=False, both=False):
                if not unmet_only or not _is_met(case, ask):
                    yield ask


def _is_met(case: Case, ask: Ask) -> bool:
    answer = compare(known_value(case, case.read(ask.key)), ask.operator, ask.threshold)
    return answer.high is Step.NO if ask.avoided else answer.low is Step.YES


def _below(case: Case, rule: Measure, node: Node, *, avoided: bool, both: bool) -> Iterator[Ask]:
    match node:
        case Leaf():
            for flag in (avoided, not avoided) if both else (avoided,):
                yield from _condition(case, rule.conditions[node.condition], avoided=flag)
        case ScoreLeaf():
            yield from _table(case, rule.scores[node.score])
        case NotOf():
            yield from _below(case, rule, node.child, avoided=not avoided, both=both)
        case IfThen():
            yield from _below(case, rule, node.guard, avoided=avoided, both=True)
            for part in (node.then, node.otherwise):
                if part is not None:
                    yield from _below(case, rule, part, avoided=avoided, both=both)
        case _:
            for child in node.children:
                yield from _below(case, rule, child, avoided=avoided, both=both)


def _table(case: Case, score: Score) -> Iterator[Ask]:
    for item in score.items:
        for test in (test for band in item.bands for test in band.tests):
            yield from _test(case, test, read_threshold(case, test.threshold)[0], avoided=False)


def _condition(case: Case, condition: Condition, *, avoided: bool) -> Iterator[Ask]:
    if condition.meets is not None:
        rule = case.catalogue.definitions[condition.meets]
        if rule.requires is not None:
            yield from _below(case, rule, rule.requires, avoided=avoided, both=False)
    elif condition.test is not None:
        result = answer_condition(case, condition, meet)
        marks = [result.threshold, *(e.threshold for e in result.eased if e.zone.answer.high is Step.YES)]
        for mark in marks:
            yield from _test(case, condition.test, mark, avoided=avoided)


def _test(case: Case, test: Test, threshold: Value | None, *, avoided: bool) -> Iterator[Ask]:
    if threshold is not None:
        yield Ask(case.key(test.fact, test.year), test.operator, threshold, avoided)
