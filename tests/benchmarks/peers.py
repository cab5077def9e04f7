"""The same measures in other engines, converted from the catalogue's conditions: each takes what it can express.

Installed by `pip install zen-engine json-logic-qubit business-rules openfisca-core`; one that is not there is left out.
None of them has an unknown, ranges, relaxations or derived figures, so they get measures without and rows without gaps.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from importlib.util import find_spec
from typing import Any

import numpy as np
import polars as pl

from zhence.columns.conditions import key_of, mark_of
from zhence.columns.figures import Figures
from zhence.columns.verdicts import Compiled
from zhence.model import frame
from zhence.model.fact import FactType
from zhence.model.measure import AllOf, AnyOf, IfThen, Leaf, Measure, Node, NotOf, Operator, SomeOf, Strength
from zhence.model.value import Options, Span

SIGNS = {
    Operator.AT_LEAST: ">=",
    Operator.MORE_THAN: ">",
    Operator.AT_MOST: "<=",
    Operator.LESS_THAN: "<",
}
OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "in": "not in", "not in": "in"}
HOLDS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
Test = tuple[str, str, Any]  # a column, a sign, and a number, truth or list of words
Tree = tuple[str, list[Any]] | Test
Answers = dict[str, np.ndarray]
Peer = Callable[[Mapping[str, Tree], pl.DataFrame], Callable[[], Answers]]


def is_simple(measure: Measure, figures: Figures) -> bool:
    """Tell whether a measure is a tree of plain comparisons with numbers, words or truths."""
    if measure.requires is None or measure.scores or measure.scope or not measure.conditions:
        return False
    return not _has_count(measure.requires) and all(
        each.test is not None
        and not each.relaxations
        and each.strength is Strength.MUST
        and figures.catalogue.facts[each.test.fact].type not in (FactType.SET, FactType.DATE)
        and isinstance(mark_of(figures, each.test.threshold).value, Span | Options)
        for each in measure.conditions.values()
    )


def _has_count(node: Node) -> bool:
    match node:
        case SomeOf():
            return True
        case AllOf() | AnyOf():
            return any(map(_has_count, node.children))
        case _:
            return False


def tree_of(figures: Figures, measure: Measure, node: Node, *, is_not: bool = False) -> Tree:
    """Return the tree of a measure as and, or and comparisons, with what is negated turned round."""
    words = ("or", "and") if is_not else ("and", "or")
    match node:
        case Leaf():
            return _test(figures, measure, node.condition, is_not=is_not)
        case NotOf():
            return tree_of(figures, measure, node.child, is_not=not is_not)
        case IfThen():
            way = OrElse(figures, measure, is_not=is_not)
            return "or", [way.when(node.guard, node.then), way.unless(node.guard, node.otherwise)]
        case AllOf():
            return words[0], [tree_of(figures, measure, child, is_not=is_not) for child in node.children]
        case AnyOf():
            return words[1], [tree_of(figures, measure, child, is_not=is_not) for child in node.children]
    raise TypeError(node)


class OrElse:
    """Write "if … then … else" as either of two conjunctions."""

    def __init__(self, figures: Figures, measure: Measure, *, is_not: bool) -> None:
        self.tree = lambda node, negated: tree_of(figures, measure, node, is_not=negated)
        self.is_not = is_not

    def when(self, guard: Node, then: Node) -> Tree:
        return "and", [self.tree(guard, False), self.tree(then, self.is_not)]

    def unless(self, guard: Node, otherwise: Node | None) -> Tree:
        if otherwise is None:
            return ("or", []) if self.is_not else self.tree(guard, True)
        return "and", [self.tree(guard, True), self.tree(otherwise, self.is_not)]


def _test(figures: Figures, measure: Measure, word: str, *, is_not: bool) -> Test:
    test = measure.conditions[word].test
    if test is None:
        raise ValueError(word)
    value = mark_of(figures, test.threshold).value
    name = frame.column(key_of(figures, test)).replace("@", "_")
    if isinstance(value, Span) and value.exact is not None:
        sign = SIGNS[test.operator]
        return name, OPPOSITE[sign] if is_not else sign, float(value.exact)
    if not isinstance(value, Options):
        raise TypeError(value)
    if value.possible <= {True, False}:
        return name, "is", (value.possible == {True}) is not is_not
    return name, "not in" if is_not else "in", sorted(map(str, value.possible))


def trees(compiled: Compiled) -> dict[str, Tree]:
    """Return the trees of all measures."""
    figures = compiled.figures
    return {m.id: tree_of(figures, m, m.requires) for m in compiled.measures.values() if m.requires is not None}


def tests_in(tree: Tree) -> Iterator[Test]:
    """Yield the comparisons of a tree."""
    if tree[0] in ("and", "or"):
        for child in tree[1]:
            yield from tests_in(child)
    else:
        yield tree  # type: ignore[misc]


def zen(rules: Mapping[str, Tree], rows: pl.DataFrame) -> Callable[[], Answers]:
    """Return the rows decided by GoRules ZEN: one graph with an expression for each measure."""
    from zen import ZenEngine

    def spoken(tree: Tree) -> str:
        if tree[0] in ("and", "or"):
            return f"({f' {tree[0]} '.join(map(spoken, tree[1]))})"
        name, sign, value = tree
        return f"{name} == {str(value).lower()}" if sign == "is" else f"{name} {sign} {json.dumps(value)}"

    place = {"x": 0, "y": 0}
    said = [{"id": word, "key": word.replace("-", "_"), "value": spoken(tree)} for word, tree in rules.items()]
    kinds = {"in": "inputNode", "rules": "expressionNode", "out": "outputNode"}
    nodes = [{"id": each, "name": each, "type": kind, "position": place} for each, kind in kinds.items()]
    nodes[1]["content"] = {"expressions": said}
    edges = [
        {"id": f"{one}-{two}", "type": "edge", "sourceId": one, "targetId": two}
        for one, two in (("in", "rules"), ("rules", "out"))
    ]
    decision = ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    cells = rows.to_dicts()

    def run() -> Answers:
        found = [decision.evaluate(row)["result"] for row in cells]
        return {word: np.array([row[word.replace("-", "_")] for row in found]) for word in rules}

    return run


def json_logic(rules: Mapping[str, Tree], rows: pl.DataFrame) -> Callable[[], Answers]:
    """Return the rows decided by json-logic."""
    from json_logic import jsonLogic

    def spoken(tree: Tree) -> dict[str, Any]:
        if tree[0] in ("and", "or"):
            return {tree[0]: [spoken(child) for child in tree[1]]}
        name, sign, value = tree
        if sign == "not in":
            return {"!": [{"in": [{"var": name}, value]}]}
        return {"==" if sign == "is" else sign: [{"var": name}, value]}

    said = {word: spoken(tree) for word, tree in rules.items()}
    cells = rows.to_dicts()
    return lambda: {word: np.array([jsonLogic(rule, row) for row in cells]) for word, rule in said.items()}


def business_rules(rules: Mapping[str, Tree], rows: pl.DataFrame) -> Callable[[], Answers]:
    """Return the rows decided by business-rules: a rule and an action for each measure."""
    from business_rules import run_all
    from business_rules.actions import BaseActions, rule_action
    from business_rules.variables import (
        BaseVariables,
        boolean_rule_variable,
        numeric_rule_variable,
        string_rule_variable,
    )

    makers = {pl.Float64: numeric_rule_variable, pl.Boolean: boolean_rule_variable, pl.String: string_rule_variable}

    def reader(name: str, kind: Any) -> Any:
        def read(self: Any) -> Any:
            return self.row[name]

        read.__name__ = name
        return makers[kind]()(read)

    readers = {name: reader(name, type(kind)) for name, kind in rows.schema.items()}
    variables = type("Firm", (BaseVariables,), {"__init__": lambda self, row: setattr(self, "row", row), **readers})

    class Actions(BaseActions):
        def __init__(self, met: set[str]) -> None:
            self.met = met

        @rule_action(params={"word": "text"})
        def note(self, word: str) -> None:
            self.met.add(word)

    signs = {
        ">=": "greater_than_or_equal_to",
        ">": "greater_than",
        "<=": "less_than_or_equal_to",
        "<": "less_than",
    }

    def spoken(tree: Tree) -> dict[str, Any]:
        if tree[0] in ("and", "or"):
            return {"all" if tree[0] == "and" else "any": [spoken(child) for child in tree[1]]}
        name, sign, value = tree
        if sign == "is":
            return {"name": name, "operator": "is_true" if value else "is_false", "value": ""}
        if sign in ("in", "not in"):
            if sign == "not in":
                raise ValueError("business-rules has no negation")
            return {"any": [{"name": name, "operator": "equal_to", "value": word} for word in value]}
        return {"name": name, "operator": signs[sign], "value": value}

    said = [
        {"conditions": spoken(tree), "actions": [{"name": "note", "params": {"word": word}}]}
        for word, tree in rules.items()
    ]
    cells = rows.to_dicts()

    def run() -> Answers:
        found: list[set[str]] = []
        for row in cells:
            met: set[str] = set()
            run_all(rule_list=said, defined_variables=variables(row), defined_actions=Actions(met))
            found.append(met)
        return {word: np.array([word in met for met in found]) for word in rules}

    return run


def openfisca(rules: Mapping[str, Tree], rows: pl.DataFrame) -> Callable[[], Answers]:
    """Return the rows decided by OpenFisca, all at once: numbers are its 32-bit floats."""
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    firm = build_entity(key="firm", plural="firms", label="firm", is_person=True)
    system = TaxBenefitSystem([firm])
    common = {"entity": firm, "definition_period": DateUnit.YEAR, "label": "-"}
    kinds = {pl.Float64: float, pl.Boolean: bool, pl.String: str}

    def met(tree: Tree, firms: Any, period: Any) -> Any:
        if tree[0] in ("and", "or"):
            return reduce(operator.and_ if tree[0] == "and" else operator.or_, [met(t, firms, period) for t in tree[1]])
        name, sign, value = tree
        cells = firms(name, period)
        if sign == "is":
            return cells == value
        if sign in HOLDS:
            return HOLDS[sign](cells, np.float32(value))
        return np.isin(cells, value, invert=sign == "not in")

    def formula_of(tree: Tree) -> Any:
        def formula(firms: Any, period: Any) -> Any:
            return met(tree, firms, period)

        return formula

    for name, kind in rows.schema.items():
        system.add_variable(type(name, (Variable,), {**common, "value_type": kinds[type(kind)]}))
    for word, tree in rules.items():
        rule = {"value_type": bool, "formula": formula_of(tree)}
        system.add_variable(type(word.replace("-", "_"), (Variable,), {**common, **rule}))
    cells = {name: rows[name].to_numpy() for name in rows.columns}
    texts = {name: each.astype(str) if each.dtype == object else each for name, each in cells.items()}

    def run() -> Answers:
        simulation = SimulationBuilder().build_default_simulation(system, count=rows.height)
        for name, each in texts.items():
            simulation.set_input(name, "2026", each)
        return {word: simulation.calculate(word.replace("-", "_"), "2026") for word in rules}

    return run


PEERS: dict[str, tuple[str, Peer, int]] = {  # what it is called: its module, how it runs, how many rows it is given
    "OpenFisca": ("openfisca_core", openfisca, 200_000),
    "GoRules ZEN": ("zen", zen, 2_000),
    "json-logic": ("json_logic", json_logic, 2_000),
    "business-rules": ("business_rules", business_rules, 2_000),
}


def installed() -> dict[str, tuple[Peer, int]]:
    """Return the engines that are there."""
    return {name: (peer, rows) for name, (module, peer, rows) in PEERS.items() if find_spec(module) is not None}
