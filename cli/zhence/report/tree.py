"""The whole tree of an answer: every condition with its value, where it comes from, its threshold and clause."""

from __future__ import annotations

from datetime import date

from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.ladder import NO, YES
from zhence.model.profile import Given
from zhence.model.result import ConditionResult, ItemResult, MeasureResult, NodeKind, NodeResult, Reading, ScoreResult
from zhence.model.text import Text, same
from zhence.report.gaps import fact_of, group_of, points_words, threshold_beside
from zhence.report.numbers import value_text
from zhence.report.page import Page
from zhence.report.provenance import register_words
from zhence.report.sentences import asked_words, condition_sentence, figure_words, score_sentence, some_words
from zhence.report.status import day_words, zone_status
from zhence.report.words import (
    CHOICE_OF_BRANCH,
    COLON,
    COMMA,
    LIST,
    NODES,
    READINGS,
    SEMICOLON,
    answer_words,
    bracketed,
    join,
)

NOTHING = same("")
NOTHING = same("")


def draw_tree(page: Page, result: MeasureResult, catalogue: Catalogue, as_of: date) -> None:
    """Write scope and requirement of a measure as answered, and the figures that are wanting."""
    Tree(page, catalogue, as_of).draw(result)


class Tree:
    """Draw answered trees on a page."""

    def __init__(self, page: Page, catalogue: Catalogue, as_of: date) -> None:
        self.page = page
        self.catalogue = catalogue
        self.as_of = as_of

    def draw(self, result: MeasureResult) -> None:
        """Write scope, requirement and wanting figures."""
        if result.scope is not None:
            self._say(Text("适用范围：", "scope:"), 3)
            self.node(result.scope, 5)
        if result.root is not None:
            self._say(Text("逐项条件：", "conditions:"), 3)
            self.node(result.root, 5)
        for key in result.missing:
            self._say(Text("待补：", "missing: ") + asked_words(key, self.catalogue) + self._proof(key), 3)

    def _proof(self, key: FactKey) -> Text:
        fact = self.catalogue.facts.get(key.fact)
        if fact is None:
            return same("")
        parts = [Text("依据：", "proof: ") + fact.evidence] if fact.evidence else []
        parts += [Text("向谁要：", "held by: ") + fact.holder] if fact.holder else []
        return SEMICOLON + join(parts, SEMICOLON) if parts else same("")

    def _say(self, text: Text, indent: int, style: str = "") -> None:
        self.page.line((self.page.say(text), style), indent=indent)

    def node(self, node: NodeResult, indent: int, before: Text = NOTHING) -> None:
        """Write one node and everything below it."""
        mark = self._mark(node) + before
        if node.condition is not None:
            self._condition(node.condition, mark, indent)
        elif node.score is not None:
            self._score(node.score, mark, indent)
        else:
            kind = some_words(node.count, len(node.children)) if node.count is not None else NODES[node.kind]
            self._say(mark + kind + COLON, indent)
            for place, child in enumerate(node.children):
                role = CHOICE_OF_BRANCH[place] + COLON if node.kind is NodeKind.IF else same("")
                self.node(child, indent + 2, role)

    def _mark(self, node: NodeResult) -> Text:
        answer = node.answer if node.condition is None else node.condition.found
        words = same("[") + answer_words(answer) + same("] ")
        if node.cheapest:
            words = same(f"{self.page.marks.arrow} ") + words
        return words + Text("（此项不计） ", "(does not count) ") if node.idle else words

    def _condition(self, result: ConditionResult, mark: Text, indent: int) -> None:
        condition = result.condition
        self._say(mark + condition_sentence(condition, self.catalogue, self.as_of), indent, _style(result))
        if result.reading is not None:
            self._say(self._value(result, result.reading), indent + 2)
            for words in self._statements(result.reading):
                self._say(words, indent + 4)
        if result.threshold_reading is not None:
            self._say(self._published(result.threshold_reading), indent + 2)
        for eased in result.eased:
            zone = self.catalogue.zones.get(eased.relaxation.zone)
            title = zone.title if zone else same(eased.relaxation.zone)
            self._say(title + COLON + zone_status(eased.zone), indent + 2)
        if result.zone is not None:
            self._say(self.catalogue.place_title(result.zone.place) + COLON + zone_status(result.zone), indent + 2)
        self._say(self._clause(condition.clause, condition.source), indent + 2)
        if condition.note is not None:
            self._say(Text("注：", "note: ") + condition.note, indent + 2)
        if result.inner is not None:
            self.node(result.inner, indent + 2)

    def _value(self, result: ConditionResult, reading: Reading) -> Text:
        fact = fact_of(result, self.catalogue)
        if fact is None:
            return same("—")
        value = value_text(reading.value, fact, self.catalogue, group_of(result))
        direct = reading.given[0][1] if [key for key, _ in reading.given] == [reading.key] else None
        source = self._given(direct) if direct is not None else same("")
        threshold = Text("门槛：", "threshold: ") + threshold_beside(result, self.catalogue)
        return Text("数值：", "value: ") + value + source + SEMICOLON + threshold

    def _statements(self, reading: Reading) -> list[Text]:
        """Return the statements a derived value rests on, and the ones it lacks."""
        if [key for key, _ in reading.given] == [reading.key]:
            return []
        lines = []
        for key, given in reading.given:
            fact = self.catalogue.facts.get(key.fact)
            shown = value_text(given.value, fact, self.catalogue) if fact else same(given.raw)
            lines.append(
                Text("据：", "from: ") + figure_words(key, self.catalogue) + COLON + shown + self._given(given)
            )
        if reading.missing:
            wanting = join([asked_words(key, self.catalogue) for key in reading.missing], LIST)
            lines.append(Text("缺：", "lacking: ") + wanting)
        return lines

    def _given(self, given: Given) -> Text:
        filled = register_words(given, self.catalogue)
        parts = [same(given.source)] if given.source else [] if filled is None else [filled]
        parts += [day_words(given.dated)] if given.dated else []
        parts += [Text(f"第{given.line}行", f"line {given.line}")] if given.line is not None else []
        parts += [Text("估计值", "an estimate")] if given.estimate else []
        return bracketed(join(parts, COMMA)) if parts else same("")

    def _published(self, reading: Reading) -> Text:
        fact = self.catalogue.facts[reading.key.fact]
        value = value_text(reading.value, fact, self.catalogue)
        return asked_words(reading.key, self.catalogue) + COLON + value

    def _clause(self, clause: Text, source_id: str) -> Text:
        source = self.catalogue.sources.get(source_id)
        if source is None:
            return Text("条款：", "clause: ") + clause
        number = same(source.number) if source.number else source.title
        return Text("条款：", "clause: ") + number + same(" ") + clause + bracketed(READINGS[source.read])

    def _score(self, result: ScoreResult, mark: Text, indent: int) -> None:
        total = points_words(result.low, result.high)
        self._say(mark + score_sentence(result.score) + COLON + Text("得", "") + total, indent)
        for part in result.parts:
            words = part.part.title + COLON + points_words(part.low, part.high)
            self._say(same("[") + answer_words(part.answer) + same("] ") + words, indent + 2)
        for item in result.items:
            self._say(self._item(item), indent + 2)
        self._say(self._clause(result.score.clause, result.score.source), indent + 2)

    def _item(self, item: ItemResult) -> Text:
        most = bracketed(Text("满分", "of ") + points_words(item.most, item.most))
        words = item.item.title + COLON + points_words(item.low, item.high) + most
        if item.reading is None:
            return words
        fact = self.catalogue.facts.get(item.reading.key.fact)
        figure = figure_words(item.reading.key, self.catalogue, self.as_of)
        value = value_text(item.reading.value, fact, self.catalogue) if fact else same("—")
        return words + SEMICOLON + figure + COLON + value


def _style(result: ConditionResult) -> str:
    if result.found == YES:
        return "green"
    return "red" if result.found == NO else "yellow"
