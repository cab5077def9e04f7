"""Walk an answered tree: what blocks, what passed by a relaxation, what failed, how much was checked."""

from __future__ import annotations

from collections.abc import Iterator

from zhence.model.ladder import Step
from zhence.model.measure import Measure
from zhence.model.result import ConditionResult, Coverage, NodeKind, NodeResult, ScoreResult


def blocking(node: NodeResult) -> tuple[ConditionResult | ScoreResult, ...]:
    """List what surely fails on the cheapest way to YES."""
    return tuple({name_of(leaf): leaf for leaf in _blocking(node)}.values())


def _blocking(node: NodeResult) -> Iterator[ConditionResult | ScoreResult]:
    if node.steps == 0:
        return
    if node.kind is NodeKind.NOT:
        yield from (leaf for leaf, _ in leaves(node.children[0]))
        return
    if node.kind is NodeKind.CONDITION or node.kind is NodeKind.SCORE:
        yield from (leaf for leaf in (node.condition, node.score) if leaf is not None)
        return
    for child in cheapest(node):
        yield from _blocking(child)


def cheapest(node: NodeResult) -> list[NodeResult]:
    """List the children that the cheapest way takes."""
    order = sorted(range(len(node.children)), key=lambda i: (node.children[i].steps, node.children[i].distance, i))
    match node.kind:
        case NodeKind.ANY:
            return [node.children[i] for i in order[:1]]
        case NodeKind.SOME:
            return [node.children[i] for i in order[: node.count]]
        case NodeKind.IF:
            live = [c for c in node.children[1:] if not c.idle]
            return sorted(live, key=lambda c: (c.steps, c.distance))[:1]
        case _:
            return list(node.children)


def leaves(node: NodeResult, *, negated: bool = False) -> Iterator[tuple[ConditionResult | ScoreResult, bool]]:
    """Yield every condition and score that counts, with whether it stands under a `not`; guards and idle branches of a guard are left out."""
    if node.condition is not None:
        yield node.condition, negated
    elif node.score is not None:
        yield node.score, negated
    elif node.kind is NodeKind.IF:
        for child in node.children[1:]:
            if not child.idle:
                yield from leaves(child, negated=negated)
    else:
        for child in node.children:
            yield from leaves(child, negated=negated ^ (node.kind is NodeKind.NOT))


def every(node: NodeResult) -> Iterator[NodeResult]:
    """Yield a node and every node below it."""
    yield node
    for child in node.children:
        yield from every(child)


def failed(node: NodeResult) -> tuple[str, ...]:
    """Name the conditions and scores that surely fail, in OR branches too, in the order of the tree."""
    names = [
        name_of(leaf)
        for leaf, negated in leaves(node)
        if (leaf.answer.low is Step.YES if negated else leaf.answer.high is Step.NO)
    ]
    return tuple(dict.fromkeys(names))


def relaxed(node: NodeResult) -> tuple[ConditionResult, ...]:
    """List the conditions met only through a relaxation."""
    found = [leaf for leaf, _ in leaves(node) if isinstance(leaf, ConditionResult) and leaf.relaxed]
    return tuple({leaf.condition.id: leaf for leaf in found}.values())


def coverage(measure: Measure, node: NodeResult | None) -> Coverage:
    """Count conditions, those answered, judgements, and thresholds that only the current call states."""
    found = [leaf for leaf, _ in leaves(node)] if node else []
    answered = {name_of(e): (e.found if isinstance(e, ConditionResult) else e.answer).settled for e in found}
    asked = sum(1 for c in measure.conditions.values() if c.test is not None and c.test.threshold.fact is not None)
    return Coverage(len(answered), sum(answered.values()), len(measure.judgements), asked)


def name_of(leaf: ConditionResult | ScoreResult) -> str:
    """Return the name a leaf has in its rule."""
    return leaf.condition.id if isinstance(leaf, ConditionResult) else leaf.score.id
