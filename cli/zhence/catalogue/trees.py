"""The tree of a rule as written -> nodes that speak of conditions, groups and scores by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from zhence.catalogue import schema as raw
from zhence.catalogue.faults import Faults
from zhence.model.measure import AllOf, AnyOf, IfThen, Leaf, Node, NotOf, ScoreLeaf, SomeOf
from zhence.model.text import Text

DEEPEST = 12  # a rule nested deeper than this is read by nobody
MOST_NODES = 2_000  # of the trees of one file, its groups written out where they are named
FORMS = Text(
    "写成条件名，或 {all=[…]}、{any=[…]}、{not=…}、{some=2, of=[…]}、{if=…, then=…, else=…}",
    "write a name, or {all=[…]}, {any=[…]}, {not=…}, {some=2, of=[…]}, {if=…, then=…, else=…}",
)


class Trees:
    """Resolve the trees of one file, and remember the names they speak of."""

    def __init__(self, file: str, shape: raw.RawMeasure | raw.RawDefinition, faults: Faults) -> None:
        self.file = file
        self.shape = shape
        self.faults = faults
        self.used: set[str] = set()
        self.nodes = 0

    def tree(self, written: object, key: str, depth: int = 0) -> Node | None:
        """Return a tree, or None after noting what it does not say properly."""
        if depth > DEEPEST:
            self.faults.add(
                self.file,
                key,
                "too-deep",
                Text(f"嵌套超过 {DEEPEST} 层", f"is nested deeper than {DEEPEST}"),
                Text("拆成 [group]", "name parts of it in [group]"),
            )
            return None
        self.nodes += 1
        if self.nodes > MOST_NODES:
            if self.nodes == MOST_NODES + 1:
                self._too_wide(key)
            return None
        if isinstance(written, str):
            return self._named(written, key, depth)
        if isinstance(written, dict):
            keys = frozenset(written)
            if keys in ({"all"}, {"any"}):
                children = self._children(written[next(iter(keys))], key, depth)
                return (AllOf(children) if "all" in keys else AnyOf(children)) if children else None
            if keys == {"some", "of"} and isinstance(written["some"], int):
                return self._some(written, key, depth)
            if keys == {"not"}:
                child = self.tree(written["not"], f"{key}.not", depth + 1)
                return NotOf(child) if child else None
            if keys in ({"if", "then"}, {"if", "then", "else"}):
                return self._if(written, key, depth)
        self.faults.add(self.file, key, "tree-form", Text("条件树写法不对", "is no tree of conditions"), FORMS)
        return None

    def _too_wide(self, key: str) -> None:
        self.faults.add(
            self.file,
            key,
            "too-many-nodes",
            Text(
                f"条件树连同展开的组超过 {MOST_NODES} 个节点",
                f"the trees have over {MOST_NODES} nodes, the groups they name written out",
            ),
            Text("拆成 definitions/ 里的定义", "move parts of it to definitions/"),
        )

    def _some(self, written: dict[str, Any], key: str, depth: int) -> Node | None:
        children = self._children(written["of"], key, depth)
        if children and not 0 < written["some"] <= len(children):
            self.faults.add(
                self.file,
                key,
                "some-count",
                Text(
                    f"{len(children)} 项中取 {written['some']} 项不成立",
                    f"{written['some']} of {len(children)} makes no sense",
                ),
                Text("改正 some", "correct `some`"),
            )
        return SomeOf(written["some"], children) if children else None

    def _if(self, written: dict[str, Any], key: str, depth: int) -> Node | None:
        guard = self.tree(written["if"], f"{key}.if", depth + 1)
        then = self.tree(written["then"], f"{key}.then", depth + 1)
        other = self.tree(written["else"], f"{key}.else", depth + 1) if "else" in written else None
        return IfThen(guard, then, other) if guard and then else None

    def _children(self, written: object, key: str, depth: int) -> tuple[Node, ...]:
        if not isinstance(written, list) or not written:
            self.faults.add(
                self.file, key, "tree-form", Text("要一个非空列表", "takes a list that is not empty"), FORMS
            )
            return ()
        nodes = [
            self.tree(child, f"{key}[{at}]", depth + 1)
            for at, child in enumerate(written, 1)
            if self.nodes <= MOST_NODES
        ]
        return tuple(node for node in nodes if node is not None)

    def _named(self, word: str, key: str, depth: int) -> Node | None:
        bearers = [t for t in (self.shape.condition, self.shape.group, self.shape.score) if word in t]
        if len(bearers) > 1:
            self.faults.add(
                self.file,
                key,
                "ambiguous",
                Text(f"'{word}' 同时是条件、组或评分表", f"'{word}' names two things"),
                Text("改其中一个的名称", "rename one"),
            )
        self.used.add(word)
        if word in self.shape.condition:
            return Leaf(word)
        if word in self.shape.score:
            return ScoreLeaf(word)
        if word in self.shape.group:
            node = self.tree(self.shape.group[word], f"group.{word}", depth + 1)
            return replace(node, name=word) if node is not None and not isinstance(node, (Leaf, ScoreLeaf)) else node
        known = [*self.shape.condition, *self.shape.group, *self.shape.score]
        self.faults.unknown(self.file, key, Text("条件", "condition"), word, known)
        return None
