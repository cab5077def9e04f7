"""What surely fails of a measure on the cheapest way to it: a walk over the answered tree, without words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhence.model.result import ConditionResult, NodeKind, NodeResult, ScoreResult


@dataclass(frozen=True, slots=True)
class Miss:
    """Hold a leaf that surely fails on the cheapest way; `among` counts the ways it was chosen from."""

    leaf: ConditionResult | ScoreResult
    is_negated: bool = False
    among: int = 0


def misses(node: NodeResult, among: int = 0) -> Iterator[Miss]:
    """Yield what surely fails on the cheapest way to YES."""
    if node.steps == 0:
        return
    leaf = node.condition or node.score
    if leaf is not None:
        yield Miss(leaf, among=among)
    elif node.kind is NodeKind.NOT:
        yield from (Miss(inner, is_negated=True, among=among) for inner in leaves(node.children[0]))
    else:
        chosen, ways = cheapest_way(node, among)
        for child in chosen:
            yield from misses(child, ways)


def cheapest_way(node: NodeResult, among: int) -> tuple[list[NodeResult], int]:
    """Return the children that the cheapest way takes, and how many ways there are."""
    if node.kind is NodeKind.IF:
        live = [c for c in node.children[1:] if not c.idle]
        return sorted(live, key=lambda c: (c.steps, c.distance))[:1], among
    marked = [c for c in node.children if c.cheapest]
    return (marked, len(node.children)) if marked else (list(node.children), among)


def once(found: Iterable[Miss]) -> list[Miss]:
    """Return each miss once, though the tree may name a condition in several places."""
    return list(
        {(m.leaf.condition.id if isinstance(m.leaf, ConditionResult) else m.leaf.score.id): m for m in found}.values()
    )


def leaves(node: NodeResult) -> Iterator[ConditionResult | ScoreResult]:
    """Yield the conditions and scores below a node that count: no guards, no branch that is idle."""
    leaf = node.condition or node.score
    if leaf is not None:
        yield leaf
    for child in node.children[1:] if node.kind is NodeKind.IF else node.children:
        if not child.idle:
            yield from leaves(child)
