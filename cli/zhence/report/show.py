"""Measures as the catalogue states them: one whole, many in a list, the coverage of the notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from zhence.model.catalogue import Catalogue
from zhence.model.measure import AllOf, IfThen, Leaf, Measure, Node, NotOf, Score, ScoreLeaf, SomeOf
from zhence.model.text import Lang, Text, same
from zhence.report.console import styled
from zhence.report.gaps import points_words
from zhence.report.sentences import condition_sentence, score_sentence, some_words, test_sentence
from zhence.report.status import level_tag, state_words, window_words
from zhence.report.words import COLON, DECIDED, READINGS, SEMICOLON, bracketed, join

Lines = Iterator[tuple[int, Text]]


def render_measure(measure: Measure, catalogue: Catalogue, lang: Lang, console: Console, as_of: date) -> None:
    """Print one measure: what it asks, eases, gives and rests on."""

    def say(words: Text, indent: int = 0, style: str = "") -> None:
        console.print(Padding(styled(words.to(lang), console, style), (0, 0, 0, indent)))

    def section(title: Text, lines: Sequence[tuple[int, Text]]) -> None:
        if lines:
            console.print()
            say(title, style="bold")
            for depth, words in lines:
                say(words, 2 + 2 * depth)

    say(measure.title + bracketed(same(measure.id)), style="bold")
    if measure.summary is not None:
        say(measure.summary)
    subject = catalogue.subjects[measure.subject].title
    say(catalogue.themes[measure.theme] + SEMICOLON + subject + SEMICOLON + DECIDED[measure.decided])
    say(state_words(measure, as_of, catalogue))
    say(Text("核对日期:", "last checked: ") + same(measure.checked.isoformat()))
    if measure.unwritten is not None:
        section(Text("未写成规则", "No rule written"), [(0, measure.unwritten)])
    if measure.scope is not None:
        section(Text("适用范围", "Scope"), list(_node(measure.scope, measure, catalogue, as_of)))
    if measure.requires is not None:
        section(Text("条件", "Conditions"), list(_node(measure.requires, measure, catalogue, as_of)))
    for score in measure.scores.values():
        section(Text("评分表:", "Score table: ") + score.title, list(_score(score, catalogue, as_of)))
    section(
        Text("须由人判断", "Left to judgement"),
        [(0, j.text + (bracketed(j.clause) if j.clause else same(""))) for j in measure.judgements],
    )
    section(
        Text("支持内容", "Benefits"),
        [(0, b.text + (bracketed(b.clause) if b.clause else same(""))) for b in measure.benefits],
    )
    section(
        Text("材料", "Documents"),
        [(0, d.title + (bracketed(d.holder) if d.holder else same(""))) for d in measure.documents],
    )
    section(Text("申报时间", "Windows"), [(0, window_words(w)) for w in measure.windows])
    section(Text("不可兼得", "Not together with"), [(0, catalogue.measures[w].title) for w in measure.excludes])
    section(
        Text("通知条目", "Items of the notice"),
        [(0, same(w) + COLON + catalogue.notice[w].title) for w in measure.notice],
    )
    section(Text("说明", "Notes"), [(0, note) for note in measure.notes])
    section(Text("来源", "Sources"), list(_sources(measure, catalogue)))


def _node(node: Node, measure: Measure, catalogue: Catalogue, as_of: date, depth: int = 0) -> Lines:
    match node:
        case Leaf():
            condition = measure.conditions[node.condition]
            yield depth, condition_sentence(condition, catalogue, as_of) + bracketed(condition.clause)
            if condition.note is not None:
                yield depth + 1, condition.note
            if condition.meets is not None:
                inner = catalogue.definitions[condition.meets]
                yield depth + 1, inner.title + Text("(见定义)", " (see the definition)")
        case ScoreLeaf():
            score = measure.scores[node.score]
            yield depth, score_sentence(score) + bracketed(score.clause)
        case NotOf():
            yield depth, Text("不得满足:", "not: ")
            yield from _node(node.child, measure, catalogue, as_of, depth + 1)
        case IfThen():
            parts = (
                (Text("如果", "if"), node.guard),
                (Text("则", "then"), node.then),
                (Text("否则", "otherwise"), node.otherwise),
            )
            for word, part in parts:
                if part is not None:
                    yield depth, word
                    yield from _node(part, measure, catalogue, as_of, depth + 1)
        case _:
            kind = "all" if isinstance(node, AllOf) else "any"
            title = (
                some_words(node.count, len(node.children))
                if isinstance(node, SomeOf)
                else Text("同时满足", "all of")
                if kind == "all"
                else Text("满足其一", "one of")
            )
            yield depth, title + Text(":", ":")
            for child in node.children:
                yield from _node(child, measure, catalogue, as_of, depth + 1)


def _score(score: Score, catalogue: Catalogue, as_of: date) -> Lines:
    yield 0, score_sentence(score) + bracketed(score.clause)
    for part in score.parts:
        cap = Text("最高", "at most ") + points_words(part.cap, part.cap) if part.cap is not None else same("")
        own = (
            Text(",不低于", ", at least ") + points_words(part.at_least, part.at_least)
            if part.at_least is not None
            else same("")
        )
        yield 1, part.title + COLON + cap + own
    for item in score.items:
        if item.points_fact is not None:
            most = points_words(item.points_max, item.points_max)
            yield 1, item.title + COLON + Text("按评定得分,最高", "as assessed, at most ") + most
            continue
        yield 1, item.title
        for band in item.bands:
            tests = [test_sentence(test, catalogue, as_of) for test in band.tests]
            told = join(tests, Text(",且", " and ")) if tests else Text("其他", "otherwise")
            yield 2, (band.title or told) + COLON + points_words(band.low, band.high)


def _sources(measure: Measure, catalogue: Catalogue) -> Lines:
    ids = [
        measure.source,
        *(c.source for c in measure.conditions.values()),
        *(s.source for s in measure.scores.values()),
    ]
    ids += [r.source for c in measure.conditions.values() for r in c.relaxations if r.source]
    ids += [b.source for b in measure.benefits if b.source] + [w.source for w in measure.windows if w.source]
    for word in dict.fromkeys(ids):
        source = catalogue.sources[word]
        parts = [source.issuer, source.title, *(same(w) for w in (source.number, source.issued, source.url) if w)]
        yield 0, same("[") + READINGS[source.read] + same("] ") + join(parts, SEMICOLON)
        if source.note is not None:
            yield 1, source.note


def render_list(measures: tuple[Measure, ...], catalogue: Catalogue, lang: Lang, console: Console, as_of: date) -> None:
    """Print measures in a table, by theme."""
    table = Table(box=None, expand=True, pad_edge=False)
    for title, ratio in (("措施", 5), ("主题", 2), ("主体", 2), ("决定方式", 2), ("来源", 2), ("状态", 5)):
        english = {
            "措施": "measure",
            "主题": "theme",
            "主体": "subject",
            "决定方式": "decided",
            "来源": "read",
            "状态": "state",
        }[title]
        table.add_column(styled(Text(title, english).to(lang), console), ratio=ratio, overflow="fold")
    for m in measures:
        cells = (
            m.title + same("\n"),
            catalogue.themes[m.theme],
            catalogue.subjects[m.subject].title,
            DECIDED[m.decided],
            level_tag(m, catalogue),
            state_words(m, as_of, catalogue),
        )
        first = styled(cells[0].to(lang).strip(), console, "bold")
        first.append("\n")
        first.append_text(styled(m.id, console, "dim"))
        table.add_row(first, *(styled(cell.to(lang), console) for cell in cells[1:]))
    console.print(table)
    count = len(measures)
    console.print(styled(Text(f"共 {count} 项措施", f"{count} measures").to(lang), console))


def render_notice(catalogue: Catalogue, lang: Lang, console: Console) -> None:
    """Print the published items of the notice, the measures that carry out each, and how many nobody has published."""
    for item in catalogue.notice.values():
        console.print(styled(f"{item.id} {item.title.to(lang)}", console, "bold"))
        for measure in catalogue.measures.values():
            if item.id in measure.notice:
                console.print(Padding(styled(f"{measure.title.to(lang)} ({measure.id})", console), (0, 0, 0, 4)))
    if catalogue.notice_total is not None:
        named, total = len(catalogue.notice), catalogue.notice_total
        words = Text(
            f"通知共 {total} 条,公开报道点名 {named} 条,其余 {total - named} 条未见公开文本,目录不猜测。",
            f"The notice has {total} measures; public reports name {named}; the other {total - named} are not published and are not guessed here.",
        )
        console.print(styled(words.to(lang), console))
