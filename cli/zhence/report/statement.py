"""One measure as the catalogue states it, as headed lines: every form of page prints these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Source
from zhence.model.measure import (
    AllOf,
    AnyOf,
    Condition,
    IfThen,
    Leaf,
    Measure,
    Node,
    NotOf,
    Score,
    ScoreItem,
    ScoreLeaf,
    ScorePart,
    SomeOf,
)
from zhence.model.result import NodeKind
from zhence.model.text import Text, same
from zhence.report.gaps import points_words
from zhence.report.numbers import show_number
from zhence.report.sentences import condition_sentence, dated_words, score_sentence, some_words, test_sentence
from zhence.report.status import day_words, state_words, valid_words, window_words
from zhence.report.words import (
    CHOICE_OF_BRANCH,
    COLON,
    COMMA,
    DECIDED,
    NODES,
    READINGS,
    SEMICOLON,
    both,
    bracketed,
    join,
)

Lines = Iterator[tuple[int, Text]]
NOTHING = same("")
AND = Text("，且", " and ")
ONE_OF_GROUP = Text("（同组只计最高一项）", " (of its group only the best row counts)")
DEEPEST = 6  # rules that refer to rules are opened so far


@dataclass(frozen=True, slots=True)
class Section:
    """Hold the lines under one heading, each with how deep it stands."""

    title: Text
    lines: tuple[tuple[int, Text], ...]


def sections(measure: Measure, catalogue: Catalogue, as_of: date, *, is_opened: bool = True) -> list[Section]:
    """Return what the catalogue says of a measure, under headings; a heading without lines is left out.

    Rules that it refers to are opened below the condition that names them, or only named.
    """
    tree = Rule(measure, catalogue, as_of, 0 if is_opened else DEEPEST)
    found = [
        _section(Text("未写成规则", "No rule written"), [(0, measure.unwritten)] if measure.unwritten else []),
        _section(Text("适用范围", "Scope"), tree.node(measure.scope)),
        _section(Text("条件", "Conditions"), tree.node(measure.requires)),
        *(
            _section(Text("评分表：", "Score table: ") + score.title, tree.score(score))
            for score in measure.scores.values()
        ),
        _section(
            Text("须由人判断", "Left to judgement"), [(0, j.text + _clause(j.clause)) for j in measure.judgements]
        ),
        _section(Text("支持内容", "Benefits"), _benefits(measure, catalogue)),
        _section(
            Text("材料", "Papers"),
            [(0, d.title + (bracketed(d.holder) if d.holder else NOTHING)) for d in measure.documents],
        ),
        _section(Text("受理期", "Rounds"), [(0, window_words(w)) for w in measure.windows]),
        _section(Text("不可兼得", "Not together with"), [(0, _named(word, catalogue)) for word in measure.excludes]),
        _section(
            Text("通知条目", "Items of the notice"),
            [(0, same(f"{w} ") + catalogue.notice[w].title) for w in measure.notice if w in catalogue.notice],
        ),
        _section(Text("说明", "Notes"), [(0, note) for note in measure.notes]),
        _section(Text("依据文件", "Sources"), _sources(measure, catalogue)),
    ]
    return [section for section in found if section.lines]


def _section(title: Text, lines: Iterable[tuple[int, Text]]) -> Section:
    return Section(title, tuple(lines))


def particulars(measure: Measure, catalogue: Catalogue, as_of: date) -> Iterator[Text]:
    """Yield what stands above the headings: theme, subject, who decides, state, how much is checked by rule."""
    subject = catalogue.subjects.get(measure.subject)
    yield Text("主题：", "Theme: ") + catalogue.themes.get(measure.theme, same(measure.theme))
    yield Text("对象：", "Subject: ") + (subject.title if subject else same(measure.subject))
    yield Text("决定方式：", "Decided: ") + DECIDED[measure.decided]
    yield day_words(as_of) + COLON + state_words(measure, as_of, catalogue)
    valid = valid_words(measure, catalogue)
    if valid is not None:
        yield Text("有效期：", "Valid: ") + valid
    yield Text("核对日期：", "Last checked: ") + day_words(measure.checked)
    asked = sum(1 for c in measure.conditions.values() if c.test is not None and c.test.threshold.fact is not None)
    conditions, judged = len(measure.conditions), len(measure.judgements)
    words = Text(
        f"{conditions}项条件按规则核对，{judged}项须判断",
        f"{conditions} {'condition' if conditions == 1 else 'conditions'} by rule, {judged} left to judgement",
    )
    if asked:
        words += COMMA + Text(f"{asked}项门槛以当期公布为准", f"{asked} set by the current call")
    yield Text("规则化程度：", "Coverage: ") + words


def _clause(clause: Text | None) -> Text:
    return same(" [") + clause + same("]") if clause is not None else same("")


def _named(word: str, catalogue: Catalogue) -> Text:
    measure = catalogue.measures.get(word)
    return measure.title + same(f"  {word}") if measure else same(word)


def _benefits(measure: Measure, catalogue: Catalogue) -> Lines:
    for benefit in measure.benefits:
        amount = COLON + _money(benefit.amount, catalogue) if benefit.amount is not None else NOTHING
        yield 0, benefit.text + amount + _clause(benefit.clause)


def _money(amount: Fraction, catalogue: Catalogue) -> Text:
    return both(lambda lang: show_number(amount, catalogue.money, catalogue, lang))


class Rule:
    """Write the trees and score tables of one rule as lines."""

    def __init__(self, rule: Measure, catalogue: Catalogue, as_of: date, opened: int = 0) -> None:
        self.rule = rule
        self.catalogue = catalogue
        self.as_of = as_of
        self.opened = opened

    def node(self, node: Node | None, depth: int = 0, before: Text = NOTHING) -> Lines:
        """Yield the lines of a tree."""
        match node:
            case None:
                return
            case Leaf():
                yield from self._condition(self.rule.conditions[node.condition], depth, before)
            case ScoreLeaf():
                score = self.rule.scores[node.score]
                yield depth, before + score_sentence(score) + _clause(score.clause)
            case NotOf():
                yield depth, before + NODES[NodeKind.NOT] + COLON
                yield from self.node(node.child, depth + 1)
            case IfThen():
                yield depth, before + NODES[NodeKind.IF] + COLON
                for word, part in zip(CHOICE_OF_BRANCH, (node.guard, node.then, node.otherwise), strict=True):
                    yield from self.node(part, depth + 1, word + COLON)
            case AllOf() | AnyOf() | SomeOf():
                yield depth, before + _kind(node) + COLON
                for child in node.children:
                    yield from self.node(child, depth + 1)

    def _condition(self, condition: Condition, depth: int, before: Text) -> Lines:
        sentence = condition_sentence(condition, self.catalogue, self.as_of)
        yield depth, before + sentence + _clause(condition.clause)
        dated = dated_words(condition.test, self.catalogue) if condition.test is not None else None
        if dated is not None:
            yield depth + 1, Text("门槛按日期：", "threshold by date: ") + dated
        if condition.note is not None:
            yield depth + 1, Text("注：", "note: ") + condition.note
        for relaxation in condition.relaxations:
            told = [t for t in (relaxation.clause, relaxation.note) if t is not None]
            if told:
                yield depth + 1, Text("放宽依据：", "relaxed by: ") + join(told, SEMICOLON)
        inner = self.catalogue.definitions.get(condition.meets) if condition.meets is not None else None
        if inner is not None and self.opened < DEEPEST:
            yield from Rule(inner, self.catalogue, self.as_of, self.opened + 1).node(inner.requires, depth + 1)

    def score(self, score: Score) -> Lines:
        """Yield the lines of a score table: mark, items with their bands, and blocks with theirs."""
        yield 0, score_sentence(score) + _clause(score.clause)
        yield from self._items([item for item in score.items if item.part is None], 1)
        for part in score.parts:
            marks = part_marks(part)
            yield 1, Text("部分：", "part: ") + part.title + (COLON + join(marks, COMMA) if marks else NOTHING)
            yield from self._items([item for item in score.items if item.part == part.id], 2)

    def _items(self, items: Iterable[ScoreItem], depth: int) -> Lines:
        for item in items:
            if item.points_fact is not None:
                most = points_words(item.points_max, item.points_max)
                yield depth, item.title + COLON + Text("按评定得分，最高", "as assessed, at most ") + most
                continue
            yield depth, item.title + (ONE_OF_GROUP if item.alternative else NOTHING)
            for band in item.bands:
                tests = [test_sentence(test, self.catalogue, self.as_of) for test in band.tests]
                told = join(tests, AND) if tests else Text("其他", "otherwise")
                named = band.title + COLON + told if band.title is not None and tests else band.title or told
                yield depth + 1, named + Text("：得", ": ") + points_words(band.low, band.high)


def part_marks(part: ScorePart) -> list[Text]:
    """Return the cap of a block and the mark it must reach."""
    marks = [Text("最高", "at most ") + points_words(part.cap, part.cap)] if part.cap is not None else []
    if part.at_least is not None:
        marks.append(Text("不低于", "at least ") + points_words(part.at_least, part.at_least))
    return marks


def _kind(node: AllOf | AnyOf | SomeOf) -> Text:
    if isinstance(node, SomeOf):
        return some_words(node.count, len(node.children))
    return NODES[NodeKind.ALL if isinstance(node, AllOf) else NodeKind.ANY]


def _sources(measure: Measure, catalogue: Catalogue) -> Lines:
    ids = [measure.source, *(c.source for c in measure.conditions.values())]
    ids += [score.source for score in measure.scores.values()]
    ids += [r.source for c in measure.conditions.values() for r in c.relaxations if r.source]
    ids += [b.source for b in measure.benefits if b.source] + [w.source for w in measure.windows if w.source]
    for word in dict.fromkeys(ids):
        source = catalogue.sources.get(word)
        if source is None:
            yield 0, same(word)
            continue
        yield 0, source_words(source)
        if source.note is not None:
            yield 1, source.note


def source_words(source: Source) -> Text:
    """Return a document: how it was read, who issued it, its title, number, day and address."""
    parts = [source.issuer, source.title, *(same(w) for w in (source.number, source.issued, source.url) if w)]
    return same("[") + READINGS[source.read] + same("] ") + join(parts, SEMICOLON)
