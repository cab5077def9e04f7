from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zhence.engine import ledger
from zhence.model.catalogue import Catalogue
from zhence.model.ladder import Step
from zhence.model.measure import Measure, Strength
from zhence.proof.examples import decide_example


def unproven(catalogue: Catalogue, rule: Measure) -> Iterator[tuple[str, Literal["met", "failed"]]]:
    """Yield each condition and score that no example meets, and each that none fails."""
    met: set[str] = set()
    failed: set[str] = set()
    for example in rule.examples:
        result = decide_example(catalogue, rule, example)
        for tree in (result.root, result.scope):
            if tree is None:
                continue
            for node in ledger.every(tree):
                leaf = node.condition or node.score
                if leaf is None:
                    continue
                if leaf.answer.low is Step.YES:
                    met.add(ledger.name_of(leaf))
                elif leaf.answer.high is not Step.YES:
                    failed.add(ledger.name_of(leaf))
    for word in (*rule.conditions, *rule.scores):
        condition = rule.conditions.get(word)
        if condition is not None and (condition.judged is not None or condition.strength is Strength.PREFERENCE):
            continue
        if word not in met:
            yield word, "met"
        if word not in failed:
            yield word, "failed"
