"""The pages of an interview: what is asked and why, what an answer moved, what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.table import Table

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactType
from zhence.model.fault import Fault
from zhence.model.profile import Record
from zhence.model.question import Asked, Question
from zhence.model.result import MeasureResult, Verdict
from zhence.model.text import Text, same
from zhence.model.value import Options, Value
from zhence.report.console import styled
from zhence.report.faults import MARKS, STYLES
from zhence.report.numbers import plain, unit_title, value_text
from zhence.report.page import Page
from zhence.report.sentences import asked_words
from zhence.report.words import COLON, COMMA, FLAGS, LIST, SEMICOLON, VERDICTS, bracketed, join

NAMED = 4  # measures or figures named one by one
TITLES = (
    Text("序", "no."),
    Text("问什么", "figure"),
    Text("可定几项", "settles"),
    Text("在哪里找", "where to find it"),
)
HELP = (
    Text(
        "照实回答；数可写 2.31亿元，范围写 1.8亿元~2.2亿元，只知道一头写 ≥2亿元",
        "answer as it is; a number may be 2.31亿元, a range 1.8亿元~2.2亿元, one end alone ≥2亿元",
    ),
    Text(
        '出处可一并写：{ value = "2.31亿元", source = "审计报告" }',
        'with its source: { value = "2.31亿元", source = "audit report" }',
    ),
    Text(
        "不知道 = 记下，不再问；返回 = 改上一题；停止 = 就此结束",
        "unknown: noted, not asked again; back: the one before; stop: end here",
    ),
    Text("每答一题即存盘，随时可停，下次接着问", "every answer is saved at once: stop at any time and go on later"),
)


def show_mistake(page: Page, fault: Fault) -> None:
    """Write what is wrong with an answer, or doubtful about it, and what to do."""
    page.line(
        (page.say(MARKS[fault.severity]), STYLES[fault.severity]),
        f" {page.say(fault.problem + SEMICOLON + fault.remedy)}",
        indent=2,
    )


def show_help(page: Page) -> None:
    """Write how to answer."""
    for words in HELP:
        page.line(page.say(words), indent=2)


def show_question(
    page: Page, number: int, asked: Asked, question: Question | None, catalogue: Catalogue, record: Record
) -> None:
    """Write one figure to ask for; `question` says what its answers could do, None where that was said before."""
    fact = catalogue.facts.get(asked.key.fact)
    page.blank()
    page.line(
        (page.say(Text(f"第{number}问  ", f"{number}.  ") + asked_words(asked.key, catalogue)), "bold"),
        f"  {asked.key}",
    )
    told = [
        *_item(asked, catalogue, record),
        *_stated(asked, record),
        *(_meaning(fact, catalogue) if fact is not None else [_confirm(asked, catalogue)]),
    ]
    if question is not None:
        told += _reach(question, catalogue)
    for words in told:
        page.line(page.say(words), indent=2)


def show_choices(page: Page, asked: Asked, catalogue: Catalogue) -> None:
    """Write the numbered list that an answer can be chosen from."""
    fact = catalogue.facts.get(asked.key.fact)
    for at, title in enumerate(fact.choices.values() if fact is not None else (), 1):
        page.line(f"{at}  ", page.say(title), indent=4)


def no_item(kind: str, catalogue: Catalogue) -> Text:
    """Return what to answer where there is no item of a kind."""
    title = catalogue.subjects[kind].title
    return Text(f"无{title.zh}", f"no {title.en}")


def _stated(asked: Asked, record: Record) -> list[Text]:
    """Return what is stated already, though not exactly enough."""
    listed = record.items.get(asked.kind or "", ())
    owner = record if asked.kind is None else listed[asked.at] if listed else None
    given = owner.facts.get(asked.key) if owner is not None else None
    return [Text("目前只知：", "known so far only: ") + same(given.raw)] if given is not None else []


def _item(asked: Asked, catalogue: Catalogue, record: Record) -> list[Text]:
    if asked.kind is None:
        return []
    kind = catalogue.subjects[asked.kind].title
    listed = record.items.get(asked.kind, ())
    if listed:
        return [kind + COLON + same(listed[asked.at].name or "—")]
    none = no_item(asked.kind, catalogue)
    return [
        Text("档案里还没有列出", "the profile lists no ")
        + kind
        + Text("；没有就答“", "; if there is none, answer “")
        + none
        + Text("”", "”")
    ]


def _meaning(fact: Fact, catalogue: Catalogue) -> list[Text]:
    how = {
        FactType.FLAG: Text("答 是 或 否", "answer yes or no"),
        FactType.DATE: Text("答日期，如 2024-05-31", "answer a date, like 2024-05-31"),
        FactType.CHOICE: Text("答序号或名称", "answer a number or a name of the list"),
        FactType.SET: Text(
            "答序号或名称，用逗号隔开；一个也没有答“无”",
            "answer numbers or names, with commas between; “none” for none",
        ),
        FactType.PLACE: Text("答地名", "answer the name of the place"),
        FactType.TEXT: Text("答文字", "answer in words"),
    }
    unit = unit_title(fact.unit, catalogue)
    counted = Text("以", "in ") + unit + Text("计", "") if unit is not None and (unit.zh or unit.en) else None
    found = [how.get(fact.type) or (counted or Text("答一个数", "answer a number"))]
    if fact.definition is not None:
        found.append(Text("含义：", "meaning: ") + fact.definition)
    where = _where(fact)
    return [*found, Text("在哪里找：", "where to find it: ") + where] if where is not None else found


def _where(fact: Fact | None) -> Text | None:
    parts = [part for part in (fact.evidence, fact.holder) if part is not None] if fact is not None else []
    return join(parts, SEMICOLON) if parts else None


def _confirm(asked: Asked, catalogue: Catalogue) -> Text:
    zone = catalogue.zones[asked.key.fact.removeprefix("zone.")]
    words = Text("答 是 或 否", "answer yes or no")
    return words + SEMICOLON + zone.note if zone.note is not None else words


def _reach(question: Question, catalogue: Catalogue) -> list[Text]:
    found = []
    others = question.parts[1:]
    if others:
        names = join([asked_words(part.key, catalogue) for part in others], LIST)
        found.append(
            Text("须与下列合看才能定，接着会问：", "settles something only together with, asked next: ") + names
        )
    found.append(_settles(question) + COLON + named_first([result.measure.title for result in question.moves]))
    if question.unlocks:
        titles = [result.measure.title for result in question.unlocks]
        found.append(
            Text(f"其中 {len(titles)} 项可就此符合：", f"of these, may apply at once ({len(titles)}): ")
            + named_first(titles)
        )
    return found


def _settles(question: Question) -> Text:
    mean, most = plain(question.settles), len(question.moves)
    return Text(f"平均可定 {mean} 项，最多 {most} 项", f"settles {mean} on the mean, {most} at most")


def named_first(titles: Sequence[Text]) -> Text:
    """Return the first few titles, and how many there are."""
    more = len(titles) - NAMED
    words = join(list(titles[:NAMED]), LIST)
    return words + Text(f"等{len(titles)}项", f" and {more} more") if more > 0 else words


def noted_words(value: Value, fact: Fact | None, catalogue: Catalogue) -> Text:
    """Return an answer as it was understood; `fact` is None where it says whether a place belongs to a zone."""
    if fact is not None:
        return value_text(value, fact, catalogue)
    return FLAGS[isinstance(value, Options) and value.exact is True]


def show_moves(page: Page, noted: Text, before: Iterable[MeasureResult], after: Iterable[MeasureResult]) -> None:
    """Write what was noted and which verdicts it moved; the results of both sides are in one order."""
    before, after = list(before), list(after)
    moved = [(old, new) for old, new in zip(before, after, strict=False) if old.verdict is not new.verdict]
    words = Text("已记下：", "noted: ") + noted
    if not moved:
        page.line(page.say(words + SEMICOLON + Text("结论暂无变化", "no verdict moves yet")), indent=2)
        return
    page.line(page.say(words), indent=2)
    old_counts, new_counts = (Counter(result.verdict for result in results) for results in (before, after))
    changed = [verdict for verdict in Verdict if old_counts[verdict] != new_counts[verdict]]
    arrow = f" {page.marks.arrow} "
    counts = [VERDICTS[v] + same(f" {old_counts[v]}{arrow}{new_counts[v]}") for v in changed]
    page.line((page.say(join(counts, same(f" {page.marks.dot} "))), "bold"), indent=2)
    for old, new in moved:
        page.line(
            page.say(new.measure.title + COLON + VERDICTS[old.verdict] + same(arrow) + VERDICTS[new.verdict]), indent=4
        )


def show_next(page: Page, questions: Sequence[Question], catalogue: Catalogue, record: Record) -> None:
    """Write the next questions as a table."""
    if not questions:
        page.line(page.say(Text("没有还能推动结论的问题", "no question could move a verdict")))
        return
    table = Table(box=None, expand=True, pad_edge=False)
    for title, ratio in zip(TITLES, (1, 9, 4, 7), strict=True):
        table.add_column(styled(page.say(title), page.console), ratio=ratio, overflow="fold")
    for number, question in enumerate(questions, 1):
        words = join([_figure(asked, catalogue, record) for asked in question.parts], Text("、", ", "))
        places = [
            where for asked in question.parts if (where := _where(catalogue.facts.get(asked.key.fact))) is not None
        ]
        cells = (
            str(number),
            page.say(words),
            page.say(_short(question)),
            page.say(join(list(dict.fromkeys(places)), SEMICOLON)),
        )
        table.add_row(*(styled(cell, page.console) for cell in cells))
    page.table(table)


def _figure(asked: Asked, catalogue: Catalogue, record: Record) -> Text:
    words = asked_words(asked.key, catalogue) + same(f" {asked.key}")
    if asked.kind is None:
        return words
    listed = record.items.get(asked.kind, ())
    name = same(listed[asked.at].name) if listed else Text("未列出", "not listed")
    return words + bracketed(catalogue.subjects[asked.kind].title + COLON + name)


def _short(question: Question) -> Text:
    mean, most = plain(question.settles), len(question.moves)
    words = Text(f"平均{mean}，最多{most}", f"{mean}, at most {most}")
    return (
        words + COMMA + Text(f"{len(question.unlocks)}项可符合", f"{len(question.unlocks)} may apply")
        if question.unlocks
        else words
    )
