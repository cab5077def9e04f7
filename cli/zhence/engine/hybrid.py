"""Answer a tree again with other answers in the place of some leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zhence.engine.conditions import by_strength
from zhence.model.comparison import Leaf
from zhence.model.ladder import YES, Answer, all_of, any_of, at_least_n, branch, negate
from zhence.model.result import MeasureResult, NodeKind, NodeResult

Path = tuple[str, ...]  # the name of a leaf below the names of the conditions that refer to its rule


def all_leaves(result: MeasureResult) -> dict[Path, Leaf]:
    """Return every condition and score table of an answer, of the rules it refers to as well."""
    found: dict[Path, Leaf] = {}
    for node in (result.scope, result.root):
        if node is not None:
            found |= dict(_leaves(node, ()))
    return found


def _leaves(node: NodeResult, path: Path) -> Iterator[tuple[Path, Leaf]]:
    if node.score is not None:
        yield (*path, node.score.score.id), node.score
    elif node.condition is not None and node.condition.inner is not None:
        yield from _leaves(node.condition.inner, (*path, node.condition.condition.id))
    elif node.condition is not None:
        yield (*path, node.condition.condition.id), node.condition
    for child in node.children:
        yield from _leaves(child, path)


def reanswer(node: NodeResult, answers: Mapping[Path, Answer], path: Path = ()) -> Answer:
    """Return the answer of a tree whose leaves answer so; a leaf without a given answer keeps its own."""
    if node.score is not None:
        return answers.get((*path, node.score.score.id), node.answer)
    if node.condition is not None:
        here = (*path, node.condition.condition.id)
        if node.condition.inner is None:
            return answers.get(here, node.answer)
        return by_strength(reanswer(node.condition.inner, answers, here), node.condition.condition.strength)
    below = [reanswer(child, answers, path) for child in node.children]
    match node.kind:
        case NodeKind.ALL:
            return all_of(below)
        case NodeKind.ANY:
            return any_of(below)
        case NodeKind.SOME:
            return at_least_n(node.count or 0, below)
        case NodeKind.NOT:
            return negate(below[0])
        case _:
            return branch(below[0], below[1], below[2] if len(below) > 2 else YES)
