"""Two answers side by side: every verdict that flipped, and on which condition and clause."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console

from zhence.model.comparison import Cause, CauseKind, Comparison, Flip, Move, Side
from zhence.model.result import MeasureResult, Verdict
from zhence.model.text import Lang, Text, same
from zhence.report.cause_words import ARROW, cause_words, leaf_words
from zhence.report.head import catalogue_words
from zhence.report.page import Page
from zhence.report.status import day_words, item_words
from zhence.report.words import LIST, VERDICTS, bracketed, join

MOVES = {
    Move.BETTER: Text("变好", "better"),
    Move.WORSE: Text("变差", "worse"),
    Move.APPLICABLE: Text("新适用", "newly applicable"),
    Move.GONE: Text("不再适用", "no longer applicable"),
}
STYLES = {Move.BETTER: "bold green", Move.WORSE: "bold red", Move.APPLICABLE: "bold cyan", Move.GONE: "bold yellow"}


def render_comparison(comparison: Comparison, lang: Lang, console: Console) -> None:
    """Write what flipped and why, what only one catalogue has, and how much stayed the same."""
    with Page(console, lang) as page:
        _head(page, comparison)
        for move, flips in groupby(comparison.flips, lambda flip: flip.move):
            found = list(flips)
            page.heading(page.say(MOVES[move] + bracketed(same(str(len(found))))), STYLES[move])
            for flip in found:
                _flip(page, flip, comparison)
        for title, results in (
            (Text("只在前一目录", "only in the earlier catalogue"), comparison.only_before),
            (Text("只在后一目录", "only in the later catalogue"), comparison.only_after),
        ):
            _only(page, title, results)


def _head(page: Page, comparison: Comparison) -> None:
    before, after = comparison.before, comparison.after
    page.line((page.say(Text("两份答案的比较", "Two answers compared")), "bold"))
    page.line(page.say(Text("申报对象：", "Subject: ") + _between(_subject(before, after), _subject(after, before))))
    page.line(page.say(Text("判断日期：", "As of: ") + _between(day_words(before.as_of), day_words(after.as_of))))
    page.line(
        page.say(
            Text("政策目录：", "Policy catalogue: ")
            + _between(catalogue_words(before.catalogue), catalogue_words(after.catalogue))
        )
    )
    page.blank()
    counts = [
        MOVES[move] + same(f" {count}")
        for move in Move
        if (count := sum(flip.move is move for flip in comparison.flips))
    ]
    total = len(comparison.flips)
    words = Text(f"结论有变化 {total} 项", f"{total} verdicts differ" if total != 1 else "1 verdict differs")
    page.line((page.say(words + (bracketed(join(counts, LIST)) if counts else same(""))), "bold"))
    stayed = [VERDICTS[verdict] + same(f" {count}") for verdict, count in comparison.same.items()]
    number = sum(comparison.same.values())
    kept = Text(f"未变 {number} 项", f"{number} the same")
    page.line(page.say(kept + (bracketed(join(stayed, LIST)) if stayed else same(""))))


def _between(one: Text, other: Text) -> Text:
    return one if one == other else one + ARROW + other


def _subject(side: Side, other: Side) -> Text:
    record = side.record
    subject = side.catalogue.subjects.get(record.subject)
    words = same(record.name or "—") + (bracketed(subject.title) if subject else same(""))
    is_namesake = record.name == other.record.name and record.origin != other.record.origin
    return words + bracketed(same(record.origin)) if is_namesake else words


def _flip(page: Page, flip: Flip, comparison: Comparison) -> None:
    result = flip.result
    side = comparison.after if flip.after is not None else comparison.before
    page.blank()
    page.line((page.say(result.measure.title), "bold"), f"  {result.measure.id}", indent=1, hang=2)
    listed = next((r for r in (flip.after, flip.before) if r is not None and not r.hypothetical), result)
    item = item_words(listed, side.catalogue)
    if item is not None:
        page.line(page.say(item), indent=3)
    page.line((page.say(_verdict(flip.before) + ARROW + _verdict(flip.after)), "bold"), indent=3)
    for _, causes in groupby(flip.causes, _leaf):
        _causes(page, list(causes), flip, comparison)
    if flip.idle:
        count = len(flip.idle)
        words = Text(
            f"另有{count}项条件的结果也不同，但不改变结论",
            f"{count} more conditions answer otherwise; the verdict does not hang on them"
            if count > 1
            else "one more condition answers otherwise; the verdict does not hang on it",
        )
        page.line(page.say(words), indent=3)


def _verdict(result: MeasureResult | None) -> Text:
    if result is None:
        return Text("未列出", "not listed")
    if result.verdict is Verdict.CLOSED:
        return VERDICTS[result.verdict] + bracketed(
            Text("若开放则为：", "if it were open: ") + VERDICTS[result.open_verdict]
        )
    return VERDICTS[result.verdict]


def _leaf(cause: Cause) -> tuple[int, int]:
    """Tell causes of one condition from those of another."""
    return id(cause.leaves[0]), id(cause.leaves[1])


def _causes(page: Page, causes: list[Cause], flip: Flip, comparison: Comparison) -> None:
    indent = 3
    if causes[0].leaves != (None, None):
        page.line(page.say(leaf_words(causes[0], comparison)), indent=3)
        indent = 5
    for cause in causes:
        for words in cause_words(cause, flip, comparison):
            style = "" if cause.kind is CauseKind.LISTED else "bold"
            page.line((f"{page.marks.arrow} ", style), page.say(words), indent=indent)


def _only(page: Page, title: Text, results: tuple[MeasureResult, ...]) -> None:
    if not results:
        return
    page.heading(page.say(title + bracketed(same(str(len(results))))))
    for result in results:
        verdict = Text("：", ": ") + VERDICTS[result.verdict]
        page.line(
            (page.say(result.measure.title), "bold"), f"  {result.measure.id}", page.say(verdict), indent=1, hang=2
        )
