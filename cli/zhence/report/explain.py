"""One measure for one profile in full: every condition with its value, thresholds, clause, and what would change it."""

from __future__ import annotations

from datetime import date

from rich.console import Console

from zhence.model.catalogue import Catalogue
from zhence.model.ladder import Step
from zhence.model.result import (
    ConditionResult,
    ItemResult,
    MeasureResult,
    NodeKind,
    NodeResult,
    Reading,
    Report,
    ScoreResult,
    Verdict,
)
from zhence.model.text import Lang, Text, same
from zhence.report.changes import changes, here_words, next_band, wanting
from zhence.report.derivation import derivation_words
from zhence.report.findings import findings
from zhence.report.gaps import counted, ease_words, fact_of, group_of, points_words
from zhence.report.head import catalogue_words
from zhence.report.numbers import value_text
from zhence.report.page import Page
from zhence.report.sentences import asked_words, condition_sentence, figure_words, score_sentence
from zhence.report.statement import ONE_OF_GROUP, part_marks
from zhence.report.status import closed_reason, day_words, item_words, level_tag, state_words
from zhence.report.table import STYLES, draw_line
from zhence.report.tree import Tree
from zhence.report.words import (
    CHOICE_OF_BRANCH,
    COLON,
    COMMA,
    DECIDED,
    LIST,
    SEMICOLON,
    VERDICTS,
    answer_words,
    bracketed,
    join,
)

NOTHING = same("")
IF_WITHOUT_ELSE = 2  # children: the guard, then
GUARD = CHOICE_OF_BRANCH[0] + COLON


def render_explanation(report: Report, catalogue: Catalogue, lang: Lang, console: Console) -> None:
    """Write every answer of a report in full, one measure after the other, once for each item."""
    with Page(console, lang) as page:
        shown: str | None = None
        for result in report.results:
            if result.measure.id != shown:
                _header(page, result, report, catalogue)
                shown = result.measure.id
            _result(page, result, report, catalogue)


def _header(page: Page, result: MeasureResult, report: Report, catalogue: Catalogue) -> None:
    measure, record = result.measure, report.record
    page.line((page.say(measure.title), "bold"), f"  {measure.id}")
    if measure.summary is not None:
        page.line(page.say(measure.summary))
    subject = catalogue.subjects.get(record.subject)
    kind = bracketed(subject.title) if subject else NOTHING
    place = next((zone.place for zone in report.zones if zone.place is not None), None)
    where = COMMA + catalogue.place_title(place) if place is not None else NOTHING
    page.line(page.say(Text("申报对象：", "Subject: ") + same(record.name or "—") + kind + where))
    page.line(page.say(Text("判断日期：", "As of: ") + day_words(report.as_of)))
    page.line(page.say(Text("政策目录：", "Policy catalogue: ") + catalogue_words(catalogue)))
    page.line(page.say(Text("决定方式：", "Decided: ") + DECIDED[measure.decided]))
    page.line(page.say(Text("来源：", "Sources read: ") + level_tag(measure, catalogue)))
    page.line(page.say(Text("状态：", "State: ") + state_words(measure, report.as_of, catalogue)))


def _result(page: Page, result: MeasureResult, report: Report, catalogue: Catalogue) -> None:
    page.blank()
    item = item_words(result, catalogue)
    if item is not None:
        page.line((page.say(item), "bold"))
    page.line(page.say(Text("结论：", "Answer: ")), (page.say(VERDICTS[result.verdict]), STYLES[result.verdict]))
    if result.verdict is Verdict.CLOSED:
        reason = closed_reason(result.measure, report.as_of, catalogue)
        if reason is not None:
            page.line(page.say(reason), indent=2)
        page.line(page.say(Text("若开放则为：", "if it were open: ") + VERDICTS[result.open_verdict]), indent=2)
    if result.verdict is Verdict.NOT_APPLICABLE:
        page.line(page.say(_why_not(result, report, catalogue)), indent=2)
    if result.root is not None or result.scope is not None or result.verdict is not Verdict.NOT_APPLICABLE:
        for line in findings(result, catalogue, report.as_of):
            draw_line(page, line, 2)
    Explanation(page, catalogue, report.as_of).draw(result)


def _why_not(result: MeasureResult, report: Report, catalogue: Catalogue) -> Text:
    if result.scope is not None:
        return Text("不在适用范围内：", "out of scope:")
    asked, given = (catalogue.subjects.get(word) for word in (result.measure.subject, report.record.subject))
    meant = asked.title if asked else same(result.measure.subject)
    found = given.title if given else same(report.record.subject)
    return (
        Text("此项支持的申报对象是“", "this support is for: ")
        + meant
        + Text("”，档案是“", "; the profile is of: ")
        + found
    ) + Text("”", "")


class Explanation(Tree):
    """Draw answered trees with numbers to refer to, both thresholds, and what would change each condition."""

    def __init__(self, page: Page, catalogue: Catalogue, as_of: date) -> None:
        super().__init__(page, catalogue, as_of)
        self._numbers = [0]
        self._is_idle = False
        self._is_negated = False
        self._is_guard = False

    def draw(self, result: MeasureResult) -> None:
        """Write scope, requirement and what is wanting, each under a heading."""
        for title, root in ((Text("适用范围", "Scope"), result.scope), (Text("条件", "Conditions"), result.root)):
            if root is not None:
                self._heading(title)
                self._numbers = [0]
                self.node(root, 2)
        if result.missing:
            self._heading(Text("待补数据", "Figures missing"))
        for key in result.missing:
            self._say(asked_words(key, self.catalogue) + self._proof(key), 2)
            fact = self.catalogue.facts.get(key.fact)
            if fact is not None and fact.definition is not None:
                self._say(Text("口径：", "meaning: ") + fact.definition, 4)

    def _heading(self, title: Text) -> None:
        self.page.blank()
        self.page.line((self.page.say(title), "bold"))

    def _say(self, text: Text, indent: int, style: str = "") -> None:
        if self._is_idle:
            style = "dim"
        elif self._is_guard or self._is_negated:
            style = ""  # that a case does not hold, or that what must not be is not, is no bad news
        super()._say(text, indent, style)

    def node(self, node: NodeResult, indent: int, before: Text = NOTHING) -> None:
        """Write one node and everything below it, under the next number."""
        kept = self._is_idle, self._is_negated, self._is_guard
        self._numbers[-1] += 1
        self._numbers.append(0)
        self._is_idle |= node.idle
        self._is_negated ^= node.kind is NodeKind.NOT
        self._is_guard |= before == GUARD
        case = self._passed_over(node)
        if case is not None:
            self._say(self._mark(node) + before + case, indent, "dim")
        else:
            super().node(node, indent, before)
        self._numbers.pop()
        self._is_idle, self._is_negated, self._is_guard = kept

    def _passed_over(self, node: NodeResult) -> Text | None:
        """Return a case that does not hold here, and so asks for nothing, in one line."""
        guard = (
            node.children[0].condition if node.kind is NodeKind.IF and len(node.children) == IF_WITHOUT_ELSE else None
        )
        if guard is None or guard.reading is None or guard.answer.high is Step.YES:
            return None
        fact = self.catalogue.facts[guard.reading.key.fact]
        sentence = condition_sentence(guard.condition, self.catalogue, self.as_of)
        now = Text("现为", "it is: ") + value_text(guard.reading.value, fact, self.catalogue)
        return Text("情形不成立，不作要求：", "not this case, nothing is required: ") + sentence + bracketed(now)

    def _mark(self, node: NodeResult) -> Text:
        number = ".".join(str(n) for n in self._numbers[1:-1])
        return same(f"{number} " if number else "") + super()._mark(node)

    def _condition(self, result: ConditionResult, mark: Text, indent: int) -> None:
        super()._condition(result, mark, indent)
        if self._is_idle:
            return
        told = (
            wanting(result, self.catalogue)
            if self._is_guard
            else changes(result, self.catalogue, self.as_of, is_negated=self._is_negated)
        )
        for words in told:
            self._say(same(f"{self.page.marks.arrow} ") + words, indent + 2, "bold")

    def _value(self, result: ConditionResult, reading: Reading) -> Text:
        fact = fact_of(result, self.catalogue)
        if fact is None or not result.eased:
            return super()._value(result, reading)
        group = group_of(result)
        direct = reading.given[0][1] if [key for key, _ in reading.given] == [reading.key] else None
        value = value_text(reading.value, fact, self.catalogue, group)
        base = value_text(result.threshold, fact, self.catalogue, group)
        return join(
            [
                Text("数值：", "value: ") + value + (self._given(direct) if direct is not None else NOTHING),
                Text("一般门槛：", "usual threshold: ") + base,
                Text("此处门槛：", "threshold here: ") + self._here(result, base),
            ],
            SEMICOLON,
        )

    def _here(self, result: ConditionResult, base: Text) -> Text:
        fact, eased = fact_of(result, self.catalogue), counted(result)
        if fact is not None and eased is not None and eased.threshold is not None:
            value = value_text(eased.threshold, fact, self.catalogue, group_of(result))
            return value + bracketed(ease_words(eased, self.catalogue))
        unnumbered = here_words(result, self.catalogue)
        if unnumbered is not None:
            return base + bracketed(unnumbered)
        if any(not eased.zone.answer.settled for eased in result.eased):
            return Text("待确认所在地后确定", "undetermined until the place is confirmed")
        return base

    def _statements(self, reading: Reading) -> list[Text]:
        lines = super()._statements(reading)
        fact = self.catalogue.facts.get(reading.key.fact)
        worked = derivation_words(fact, self.catalogue) if lines and fact is not None else None
        return [Text("算法：", "worked out as: ") + worked, *lines] if worked is not None else lines

    def _score(self, result: ScoreResult, mark: Text, indent: int) -> None:
        total = points_words(result.low, result.high)
        self._say(mark + score_sentence(result.score) + COLON + Text("得", "") + total, indent)
        self._items([i for i in result.items if i.item.part is None], indent + 2)
        for part in result.parts:
            marks = [Text("得", "") + points_words(part.low, part.high), *part_marks(part.part)]
            met = same("[") + answer_words(part.answer) + same("] ") if part.part.at_least is not None else NOTHING
            self._say(met + part.part.title + COLON + join(marks, COMMA), indent + 2)
            self._items([i for i in result.items if i.item.part == part.part.id], indent + 4)
        self._say(self._clause(result.score.clause, result.score.source), indent + 2)

    def _items(self, items: list[ItemResult], indent: int) -> None:
        for item in items:
            self._say(self._item(item), indent)
            further = next_band(item, self.catalogue, self.as_of)
            if item.missing:
                wanted = join([asked_words(key, self.catalogue) for key in item.missing], LIST)
                self._say(same(f"{self.page.marks.arrow} ") + Text("补上：", "state: ") + wanted, indent + 2, "bold")
            elif further is not None:
                self._say(same(f"{self.page.marks.arrow} ") + further, indent + 2)

    def _item(self, item: ItemResult) -> Text:
        marks = [
            Text("得", "") + points_words(item.low, item.high),
            Text("满分", "of ") + points_words(item.most, item.most),
        ]
        if item.low < item.most:
            marks.append(Text("失", "lost: ") + points_words(item.most - item.high, item.most - item.low))
        words = item.item.title + (ONE_OF_GROUP if item.item.alternative else NOTHING) + COLON + join(marks, COMMA)
        if item.reading is None:
            return words
        fact = self.catalogue.facts.get(item.reading.key.fact)
        figure = figure_words(item.reading.key, self.catalogue)
        value = value_text(item.reading.value, fact, self.catalogue) if fact else same("—")
        return words + SEMICOLON + figure + COLON + value
