"""How far rules and derived figures reach through one another: bounded, so that no answer takes for ever."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from zhence.catalogue.faults import Faults
from zhence.catalogue.trees import DEEPEST, MOST_NODES
from zhence.model.fact import Fact
from zhence.model.measure import AllOf, AnyOf, IfThen, Leaf, Measure, Node, NotOf, ScoreLeaf, SomeOf
from zhence.model.text import Text

Reach = tuple[int, int]  # how deep, how many nodes


def check_facts(facts: Mapping[str, Fact], faults: Faults) -> None:
    """Note every figure that is derived through too many others, one after the other."""
    known: dict[str, int] = {}
    for fact in facts.values():
        if _fact_depth(fact.id, facts, known) == DEEPEST + 1:
            problem = Text(
                f"'{fact.id}' 经过 {DEEPEST} 层以上的推算", f"'{fact.id}' is derived through more than {DEEPEST} others"
            )
            remedy = Text("少几层", "take fewer steps")
            faults.add(fact.file, f"{fact.id}.derived", "derived-too-deep", problem, remedy)


def _fact_depth(word: str, facts: Mapping[str, Fact], known: dict[str, int]) -> int:
    """Return through how many operations a figure is derived, at most one beyond the bound."""
    todo = [word]
    while todo:
        here = todo[-1]
        parts = _parts(facts[here]) if here in facts else set()
        if here not in known:
            known[here] = min(len(parts), 1)  # a circle is told elsewhere
            todo += [part for part in parts if part not in known]
            continue
        todo.pop()
        known[here] = min(max([known[here], *(1 + known.get(part, 0) for part in parts)]), DEEPEST + 1)
    return known[word]


def derivations(facts: Mapping[str, Fact]) -> dict[str, set[str]]:
    """Return what each figure is derived from."""
    return {word: _parts(fact) & facts.keys() for word, fact in facts.items()}


def in_circles(below: Mapping[str, set[str]]) -> set[str]:
    """Return the words that lead back to themselves, with those on a way from one circle to another."""
    above: dict[str, set[str]] = {word: set() for word in below}
    for word, parts in below.items():
        for part in parts:
            above[part].add(word)
    left = set(below)
    for ways, back in ((below, above), (above, below)):
        todo = [word for word in left if not ways[word] & left]
        while todo:
            word = todo.pop()
            if word in left:
                left.remove(word)
                todo += [each for each in back[word] if each in left and not ways[each] & left]
    return left


def _parts(fact: Fact) -> set[str]:
    """Return what a figure is derived from, itself only."""
    derived = fact.derived
    return set() if derived is None else {*derived.of, *([derived.against] if derived.against else [])}


def check_rules(measures: Mapping[str, Measure], definitions: Mapping[str, Measure], faults: Faults) -> None:
    """Note every rule that, with the definitions it refers to written out, is too deep or has too many nodes."""
    known: dict[str, Reach] = {}
    for rule in chain(definitions.values(), measures.values()):
        depth, nodes = _reach(rule, definitions, known)
        if depth > DEEPEST or nodes > MOST_NODES:
            problem = Text(
                f"连同引用的定义超过 {DEEPEST} 层或 {MOST_NODES} 个节点",
                f"with the definitions it refers to it is deeper than {DEEPEST}, or has over {MOST_NODES} nodes",
            )
            faults.add(rule.file, "requires", "reaches-too-far", problem, Text("少引用几层", "refer to fewer of them"))


def _reach(rule: Measure, definitions: Mapping[str, Measure], known: dict[str, Reach], passed: int = 0) -> Reach:
    """Return through how many definitions a rule reaches, and its nodes with theirs; a circle is told elsewhere."""
    if passed > DEEPEST:
        return passed, 0
    if rule.is_definition and rule.id in known:
        return known[rule.id]
    if rule.is_definition:
        known[rule.id] = (0, 0)
    depth, nodes = 0, 0
    for node in chain(_nodes(rule.scope), _nodes(rule.requires)):
        nodes += 1
        condition = rule.conditions.get(node.condition) if isinstance(node, Leaf) else None
        met = definitions.get(condition.meets) if condition is not None and condition.meets else None
        if met is not None:
            below = _reach(met, definitions, known, passed + 1)
            depth, nodes = max(depth, below[0] + 1), nodes + below[1]
    if rule.is_definition:
        known[rule.id] = (depth, nodes)
    return depth, nodes


def _nodes(root: Node | None) -> Iterator[Node]:
    todo = [root]
    while todo:
        node = todo.pop()
        if node is None:
            continue
        yield node
        match node:
            case AllOf() | AnyOf() | SomeOf():
                todo += node.children
            case NotOf():
                todo.append(node.child)
            case IfThen():
                todo += [node.guard, node.then, node.otherwise]
            case Leaf() | ScoreLeaf():
                pass
