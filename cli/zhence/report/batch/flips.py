"""Two answered tables side by side: who is newly in or out of each measure, and the clauses that caused it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from rich.console import Console

from zhence import __version__
from zhence.model.comparison import CauseKind
from zhence.model.measure import Measure
from zhence.model.table_comparison import CauseCount, TableComparison, TableSide, Turn, Turned
from zhence.model.text import Lang, Text, same
from zhence.report.batch import words
from zhence.report.cause_words import ARROW, cause_words, leaf_words
from zhence.report.comparison_json import cause_data
from zhence.report.head import catalogue_words
from zhence.report.json import SCHEMA, text_data
from zhence.report.page import Page
from zhence.report.status import day_words
from zhence.report.words import COLON, LIST, VERDICTS, bracketed, join

NAMED = 5  # subjects named on a terminal
CAUSES = 5  # causes told of each kind of turn of a measure
TURNS = {
    Turn.IN: Text("新符合", "newly in"),
    Turn.OUT: Text("不再符合", "newly out"),
    Turn.BETTER: Text("其他变好", "nearer, or in without review"),
    Turn.WORSE: Text("其他变差", "farther, or in only with review"),
    Turn.APPLICABLE: Text("新适用", "newly applicable"),
    Turn.GONE: Text("不再适用", "no longer applicable"),
}
STYLES = {
    Turn.IN: "bold green",
    Turn.OUT: "bold red",
    Turn.BETTER: "bold cyan",
    Turn.WORSE: "bold yellow",
    Turn.APPLICABLE: "bold cyan",
    Turn.GONE: "bold yellow",
}
KINDS = {
    CauseKind.FACT: Text("数据不同", "a figure differs"),
    CauseKind.THRESHOLD: Text("门槛变动", "the threshold moved"),
    CauseKind.RELAXATION: Text("放宽不同", "the relaxation differs"),
    CauseKind.ZONE: Text("名单变动", "a list of places differs"),
    CauseKind.WINDOW: Text("受理或有效期不同", "open on one side only"),
    CauseKind.RULE: Text("条文不同", "the text differs"),
    CauseKind.ESTIMATE: Text("估计值", "an estimate"),
    CauseKind.LISTED: Text("只有一份列出", "listed on one side only"),
}


def render_flips(comparison: TableComparison, lang: Lang, console: Console) -> None:
    """Write who turned and why, what only one catalogue has, and how much stayed the same."""
    with Page(console, lang) as page:
        _head(page, comparison)
        for turn, found in groupby(comparison.turned, lambda each: each.turn):
            turned = sorted(found, key=lambda each: -each.count)
            count = sum(each.count for each in turned)
            page.heading(page.say(TURNS[turn] + bracketed(same(f"{count:,}"))), STYLES[turn])
            for each in turned:
                _turned(page, each, comparison)
        _only(page, Text("只在前一目录", "only in the earlier catalogue"), comparison.only_before)
        _only(page, Text("只在后一目录", "only in the later catalogue"), comparison.only_after)


def _head(page: Page, comparison: TableComparison) -> None:
    before, after = comparison.before, comparison.after
    kind = after.catalogue.subjects[comparison.subject].title
    page.line((page.say(Text("两张表的比较", "Two answered tables compared")), "bold"))
    tables = _between(same(before.origin), same(after.origin))
    page.line(page.say(Text("表格：", "Tables: ") + tables + bracketed(kind)))
    page.line(page.say(words.AS_OF + COLON + _between(day_words(before.as_of), day_words(after.as_of))))
    page.line(
        page.say(
            words.CATALOGUE + COLON + _between(catalogue_words(before.catalogue), catalogue_words(after.catalogue))
        )
    )
    page.line(page.say(_matched(comparison)))
    page.blank()
    counts: dict[Turn, int] = {}
    for each in comparison.turned:
        counts[each.turn] = counts.get(each.turn, 0) + each.count
    total = comparison.total
    differ = Text(f"结论有变化 {total:,} 项", f"{total:,} verdicts differ" if total != 1 else "1 verdict differs")
    parts = [TURNS[turn] + same(f" {counts[turn]:,}") for turn in Turn if turn in counts]
    page.line((page.say(differ + (bracketed(join(parts, LIST)) if parts else same(""))), "bold"))
    stayed = [VERDICTS[verdict] + same(f" {count:,}") for verdict, count in comparison.same.items()]
    number = sum(comparison.same.values())
    kept = Text(f"未变 {number:,} 项", f"{number:,} the same")
    page.line(page.say(kept + (bracketed(join(stayed, LIST)) if stayed else same(""))))
    if comparison.explained < total:
        page.line((page.say(_sampled(comparison)), "bold"))


def _matched(comparison: TableComparison) -> Text:
    matched, one, other = comparison.matched, comparison.before.unmatched, comparison.after.unmatched
    told = Text(f"两份都有的对象：{matched:,}个", f"Subjects on both sides: {matched:,}")
    if not one and not other:
        return told
    return told + bracketed(
        Text(
            f"未比较：前一份{one:,}行，后一份{other:,}行；只在一份中，或编号为空、重复",
            f"not compared: {one:,} rows of the earlier, {other:,} of the later; on one side only, or an id empty or twice",
        )
    )


def _sampled(comparison: TableComparison) -> Text:
    explained = f"{comparison.explained:,}"
    return Text(
        f"变化很多，原因只查了均匀抽取的{explained}项；以下“原因”的个数是其中的个数",
        f"very many: causes were looked for in {explained} of them, evenly spread; counts of causes are among those",
    )


def _between(one: Text, other: Text) -> Text:
    return one if one == other else one + ARROW + other


def _turned(page: Page, turned: Turned, comparison: TableComparison) -> None:
    page.blank()
    count = Text(f" {turned.count:,}个", f": {turned.count:,}")
    page.line((page.say(turned.measure.title), "bold"), page.say(count), f"  {turned.measure.id}", indent=1, hang=2)
    named = [same(name) if name else words.UNNAMED for name in turned.names[:NAMED]]
    left = turned.count - len(named)
    more = Text(f"等{turned.count:,}个", f" and {left:,} more") if left else same("")
    page.line(page.say(join(named, LIST) + more), indent=3)
    causes = _of(turned, comparison.causes)
    for each in causes[:CAUSES]:
        _cause(page, each)
    if len(causes) > CAUSES:
        rest = len(causes) - CAUSES
        page.line(page.say(Text(f"另有{rest}种原因", f"{rest} more causes")), indent=3)


def _of(turned: Turned, causes: Sequence[CauseCount]) -> list[CauseCount]:
    return [each for each in causes if each.measure is turned.measure and each.turn is turned.turn]


def _cause(page: Page, each: CauseCount) -> None:
    count = Text(f"{each.count:,}个：", f"{each.count:,}: ") + KINDS[each.cause.kind]
    page.line(f"{page.marks.arrow} ", (page.say(count), "bold"), indent=3)
    leaf = leaf_words(each.cause, each.comparison)
    if leaf.zh:
        page.line(page.say(leaf), indent=5)
    name = each.comparison.after.record.name or each.comparison.before.record.name
    start = Text("如", "as ") + (same(name) if name else words.UNNAMED) + COLON
    for told in cause_words(each.cause, each.flip, each.comparison):
        page.line(page.say(start + told), indent=5)
        start = same("")


def _only(page: Page, title: Text, measures: tuple[Measure, ...]) -> None:
    if not measures:
        return
    page.heading(page.say(title + bracketed(same(str(len(measures))))))
    for measure in measures:
        page.line((page.say(measure.title), "bold"), f"  {measure.id}", indent=1, hang=2)


def flips_data(comparison: TableComparison) -> dict[str, Any]:
    """Return the comparison as plain data."""
    return {
        "schema": SCHEMA,
        "program": __version__,
        "subject": comparison.subject,
        "before": _side_data(comparison.before),
        "after": _side_data(comparison.after),
        "matched": comparison.matched,
        "turned": [_turned_data(each, comparison) for each in comparison.turned],
        "total": comparison.total,
        "explained": comparison.explained,
        "same": {str(verdict): count for verdict, count in comparison.same.items()},
        "only_before": [measure.id for measure in comparison.only_before],
        "only_after": [measure.id for measure in comparison.only_after],
    }


def _side_data(side: TableSide) -> dict[str, Any]:
    catalogue = side.catalogue
    return {
        "table": side.origin,
        "rows": side.rows,
        "unmatched": side.unmatched,
        "as_of": side.as_of.isoformat(),
        "catalogue": {"id": catalogue.id, "title": text_data(catalogue.title), "digest": catalogue.digest},
    }


def _turned_data(turned: Turned, comparison: TableComparison) -> dict[str, Any]:
    return {
        "measure": turned.measure.id,
        "title": text_data(turned.measure.title),
        "turn": str(turned.turn),
        "count": turned.count,
        "names": list(turned.names),
        "causes": [
            {"count": each.count} | cause_data(each.cause, each.flip, each.comparison)
            for each in _of(turned, comparison.causes)
        ],
    }
