"""The whole answered tree of a measure, line by line: sentence, value, source of the value, clause, answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zhence.model.catalogue import Catalogue
from zhence.model.result import ConditionResult, MeasureResult, NodeKind, NodeResult, ScoreResult
from zhence.model.text import Text, same
from zhence.report.findings import Line, Role
from zhence.report.gaps import fact_of, gap_words, points_words
from zhence.report.sentences import condition_sentence, score_sentence, some_words
from zhence.report.status import zone_status
from zhence.report.words import COLON, NODES, SEMICOLON, answer_words, bracketed


def tree_lines(result: MeasureResult, catalogue: Catalogue, as_of: date) -> Iterator[Line]:
    """Yield the lines of the scope, where there is one, and of the requirements."""
    for title, node in ((Text("适用范围", "scope"), result.scope), (Text("条件", "conditions"), result.root)):
        if node is not None:
            yield Line(title + COLON + answer_words(node.answer), "plain")
            yield from _node(node, catalogue, as_of, 1)


def _node(node: NodeResult, catalogue: Catalogue, as_of: date, depth: int) -> Iterator[Line]:
    if node.condition is not None:
        yield from _condition(node, node.condition, catalogue, as_of, depth)
    elif node.score is not None:
        yield from _score(node, node.score, depth)
    else:
        title = some_words(node.count, len(node.children)) if node.count is not None else NODES[node.kind]
        yield Line(title + COLON + answer_words(node.answer), _role(node), depth, is_cheapest=node.cheapest)
        for at, child in enumerate(node.children):
            if node.kind is NodeKind.IF:
                yield Line((Text("如果", "if"), Text("则", "then"), Text("否则", "otherwise"))[at], "soft", depth + 1)
                yield from _node(child, catalogue, as_of, depth + 2)
            else:
                yield from _node(child, catalogue, as_of, depth + 1)


def _condition(
    node: NodeResult, result: ConditionResult, catalogue: Catalogue, as_of: date, depth: int
) -> Iterator[Line]:
    words = answer_words(result.answer) + COLON + condition_sentence(result.condition, catalogue, as_of)
    yield Line(words + bracketed(result.condition.clause), _role(node), depth, is_cheapest=node.cheapest)
    told = gap_words(result, catalogue)
    if told is not None and fact_of(result, catalogue) is not None:
        line = Text("数值 ", "value ") + told.value + Text(";门槛 ", "; threshold ") + told.threshold
        if told.shortfall.zh:
            line += SEMICOLON + told.shortfall
        yield Line(line + _origins(result), "soft", depth + 1, filled=told.filled)
    if result.zone is not None:
        yield Line(zone_status(result.zone), "soft", depth + 1)
    for eased in result.eased:
        yield Line(catalogue.zones[eased.relaxation.zone].title + COLON + zone_status(eased.zone), "soft", depth + 1)
    if result.inner is not None:
        yield from _node(result.inner, catalogue, as_of, depth + 1)


def _origins(result: ConditionResult) -> Text:
    sources = [given.source for _, given in result.reading.given if given.source] if result.reading else []
    told = "、".join(dict.fromkeys(sources))
    return Text(f";出自 {told}", f"; from {told}") if told else same("")


def _score(node: NodeResult, result: ScoreResult, depth: int) -> Iterator[Line]:
    total = points_words(result.low, result.high)
    words = (
        answer_words(result.answer) + COLON + score_sentence(result.score) + SEMICOLON + Text("得 ", "gets ") + total
    )
    yield Line(words + bracketed(result.score.clause), _role(node), depth, is_cheapest=node.cheapest)
    for part in result.parts:
        yield Line(part.part.title + COLON + points_words(part.low, part.high), "soft", depth + 1)
    for item in result.items:
        line = item.item.title + COLON + points_words(item.low, item.high) + Text(" / 最高 ", " of at most ")
        yield Line(line + points_words(item.most, item.most), "soft", depth + 1)


def _role(node: NodeResult) -> Role:
    if node.idle:
        return "soft"
    if node.answer.low == 2:  # noqa: PLR2004 - Step.YES
        return "good"
    return "bad" if node.answer.high == 0 else "open"
