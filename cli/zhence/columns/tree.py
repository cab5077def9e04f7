"""Trees of conditions answered for every row."""

from __future__ import annotations

from zhence.columns import truth
from zhence.columns.conditions import answer_condition
from zhence.columns.figures import Figures
from zhence.columns.scores import answer_score
from zhence.columns.truth import Answer
from zhence.model.measure import AllOf, AnyOf, IfThen, Leaf, Measure, Node, NotOf, ScoreLeaf, SomeOf


def answer_tree(figures: Figures, rule: Measure, node: Node) -> Answer:
    """Answer a node of a rule and everything below it."""
    match node:
        case Leaf():
            return answer_condition(figures, rule.conditions[node.condition], meet)
        case ScoreLeaf():
            return answer_score(figures, rule.scores[node.score]).answer
        case NotOf():
            return truth.negate(answer_tree(figures, rule, node.child))
        case IfThen():
            ways = [node.guard, node.then] + ([] if node.otherwise is None else [node.otherwise])
            guard, then, *rest = (figures.share_answer(answer_tree(figures, rule, child)) for child in ways)
            return truth.branch(guard, then, rest[0] if rest else truth.YES)
        case _:
            below = [answer_tree(figures, rule, child) for child in node.children]
            match node:
                case AllOf():
                    return truth.all_of(below)
                case AnyOf():
                    return truth.any_of(below)
                case SomeOf():
                    return truth.at_least_n(node.count, [figures.share_answer(answer) for answer in below])


def meet(figures: Figures, rule_id: str) -> Answer:
    """Answer the definition that a condition refers to, once for all that refer to it."""
    if rule_id not in figures.rules:
        rule = figures.catalogue.definitions[rule_id]
        if rule.requires is None:
            raise ValueError(f"the definition '{rule_id}' requires nothing")
        figures.rules[rule_id] = figures.share_answer(answer_tree(figures, rule, rule.requires))
    return figures.rules[rule_id]
