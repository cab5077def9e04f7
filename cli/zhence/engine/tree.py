"""Answer a tree of conditions: the interval, the cheapest way to YES, the facts that would settle it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from zhence.engine.conditions import answer_condition
from zhence.engine.figures import Case
from zhence.engine.scores import answer_score
from zhence.model.fact import FactKey
from zhence.model.ladder import Step, all_of, at_least_n, branch, negate
from zhence.model.measure import AllOf, AnyOf, IfThen, Leaf, Measure, Node, NotOf, ScoreLeaf, SomeOf
from zhence.model.result import NodeKind, NodeResult

ZERO = Fraction(0)
WHOLE = Fraction(1)  # the distance of a miss that has no size: a flag, a choice, a list


def answer_tree(case: Case, rule: Measure, node: Node) -> NodeResult:
    """Answer a node of a rule and everything below it."""
    match node:
        case Leaf():
            return _leaf(case, rule, node)
        case ScoreLeaf():
            return _score(case, rule, node)
        case NotOf():
            return _not(answer_tree(case, rule, node.child), node.name)
        case IfThen():
            return _if(case, rule, node)
        case AllOf():
            return _all(_children(case, rule, node), node.name)
        case AnyOf():
            return _some(_children(case, rule, node), 1, NodeKind.ANY, node.name)
        case _:
            return _some(_children(case, rule, node), node.count, NodeKind.SOME, node.name)


def _children(case: Case, rule: Measure, node: AllOf | AnyOf | SomeOf) -> tuple[NodeResult, ...]:
    return tuple(answer_tree(case, rule, child) for child in node.children)


def meet(case: Case, rule_id: str) -> NodeResult:
    """Answer the definition that a condition refers to."""
    rule = case.catalogue.definitions[rule_id]
    if rule.requires is None:
        raise ValueError(f"the definition '{rule_id}' requires nothing")
    return answer_tree(case, rule, rule.requires)


def _leaf(case: Case, rule: Measure, node: Leaf) -> NodeResult:
    result = answer_condition(case, rule.conditions[node.condition], meet)
    failed = result.answer.high is Step.NO
    share = result.gap.share if result.gap else None
    return NodeResult(
        NodeKind.CONDITION,
        result.answer,
        name=node.condition,
        condition=result,
        steps=int(failed),
        distance=(share if share is not None else WHOLE) if failed else ZERO,
        missing=result.missing,
    )


def _score(case: Case, rule: Measure, node: ScoreLeaf) -> NodeResult:
    result = answer_score(case, rule.scores[node.score])
    failed = result.answer.high is Step.NO
    mark = result.score.at_least if result.score.at_least is not None else result.score.more_than
    short = (mark - result.high) / mark if mark and mark > result.high else WHOLE
    return NodeResult(
        NodeKind.SCORE,
        result.answer,
        name=node.score,
        score=result,
        steps=int(failed),
        distance=short if failed else ZERO,
        missing=result.missing,
    )


def _not(child: NodeResult, name: str | None) -> NodeResult:
    answer = negate(child.answer)
    failed = answer.high is Step.NO
    return NodeResult(
        NodeKind.NOT,
        answer,
        (child,),
        name,
        steps=int(failed),
        distance=WHOLE if failed else ZERO,
        missing=child.missing,
    )


def _all(children: tuple[NodeResult, ...], name: str | None) -> NodeResult:
    answer = all_of([c.answer for c in children])
    wanting = [c.missing for c in children if c.answer.low < answer.high]
    return NodeResult(
        NodeKind.ALL,
        answer,
        children,
        name,
        steps=sum(c.steps for c in children),
        distance=sum((c.distance for c in children), ZERO),
        missing=_merge(wanting),
    )


def _some(children: tuple[NodeResult, ...], count: int, kind: NodeKind, name: str | None) -> NodeResult:
    answer = at_least_n(count, [c.answer for c in children])
    order = sorted(range(len(children)), key=lambda i: (children[i].steps, children[i].distance, i))
    way = order[:count]
    if answer.low is Step.YES:
        children = tuple(replace(c, idle=c.answer.low is not Step.YES) for c in children)
    elif answer.high is Step.NO:
        children = tuple(replace(c, cheapest=i in way and len(children) > count) for i, c in enumerate(children))
    wanting = [] if answer.settled else [c.missing for c in children if c.answer.high > answer.low]
    return NodeResult(
        kind,
        answer,
        children,
        name,
        count=count if kind is NodeKind.SOME else None,
        steps=sum(children[i].steps for i in way),
        distance=sum((children[i].distance for i in way), ZERO),
        missing=_merge(wanting),
    )


def _if(case: Case, rule: Measure, node: IfThen) -> NodeResult:
    guard = answer_tree(case, rule, node.guard)
    then = answer_tree(case, rule, node.then)
    other = answer_tree(case, rule, node.otherwise) if node.otherwise is not None else _all((), None)
    answer = branch(guard.answer, then.answer, other.answer)
    held, ruled_out = guard.answer.low is Step.YES, guard.answer.high is not Step.YES
    paths = [p for p, live in ((then, not ruled_out), (other, not held)) if live]
    way = min(paths, key=lambda p: (p.steps, p.distance))
    wanting = [guard.missing, *(p.missing for p in paths if not p.answer.settled)] if not answer.settled else []
    children: tuple[NodeResult, ...] = (guard, replace(then, idle=ruled_out))
    if node.otherwise is not None:
        children += (replace(other, idle=held),)
    return NodeResult(
        NodeKind.IF,
        answer,
        children,
        node.name,
        steps=way.steps,
        distance=way.distance,
        missing=_merge(wanting),
    )


def _merge(groups: list[tuple[FactKey, ...]]) -> tuple[FactKey, ...]:
    return tuple(dict.fromkeys(key for group in groups for key in group))
