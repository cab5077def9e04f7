"""The last lines of an interview: how many have which verdict, what is not settled and why, what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from zhence.model.catalogue import Catalogue
from zhence.model.profile import Record
from zhence.model.question import StillOpen
from zhence.model.result import MeasureResult, Verdict
from zhence.model.text import Text, same
from zhence.report.counts import OTHERS_ASIDE, count_words
from zhence.report.interview import named_first
from zhence.report.page import Page
from zhence.report.sentences import asked_words
from zhence.report.words import COLON, SEMICOLON, bracketed, join


def show_counts(page: Page, results: Iterable[MeasureResult]) -> None:
    """Write how many measures have each verdict."""
    results = list(results)
    present = {result.verdict for result in results}
    words = [count_words(verdict, results) for verdict in Verdict if verdict in present]
    if Verdict.NOT_APPLICABLE in present:
        words[-1] += bracketed(OTHERS_ASIDE)
    page.line((page.say(Text("结果：", "Result: ") + join(words, same(f" {page.marks.dot} "))), "bold"))


def show_open(page: Page, still: Sequence[StillOpen], catalogue: Catalogue, *, is_over: bool) -> None:
    """Write which measures are not settled and why; `is_over` where nothing is left to ask."""
    if not still:
        page.line(page.say(Text("每一项都有了结论", "every measure is settled")))
        return
    if not is_over:
        page.line(page.say(_left_over(still)))
        return
    page.line(
        page.say(
            Text(
                f"没有还能推动结论的问题；还有 {len(still)} 项定不了：",
                f"no question could move a verdict; {len(still)} stay undetermined:",
            )
        )
    )
    for each in still:
        page.line(page.say(each.result.measure.title + COLON + _why(each, catalogue)), indent=2)


def _left_over(still: Sequence[StillOpen]) -> Text:
    """Return how many are not settled: those that questions may settle, and those that no question does."""
    unwritten = sum(each.result.measure.unwritten is not None for each in still)
    count = len(still) - unwritten
    parts = []
    if count:
        parts.append(
            Text(f"还有 {count} 项待定，再次运行接着问", f"still undetermined: {count}; run it again to go on")
        )
    if unwritten:
        words = Text(
            f"未写成规则的 {unwritten} 项问不出结论，须向主管单位核实",
            f"without a written rule: {unwritten}; no question settles them, ask the authority",
        )
        parts.append(words)
    return join(parts, SEMICOLON)


def show_left_out(page: Page, record: Record, closed: Sequence[date | None], catalogue: Catalogue) -> None:
    """Write what an interview does not ask about; `closed` has the next day each closed measure is open, where known."""
    ahead = sorted(day for day in closed if day is not None)
    if closed:
        words = Text(f"未开放的 {len(closed)} 项没有问", f"not asked about because closed: {len(closed)}")
        if ahead:
            day = ahead[0].isoformat()
            words += Text(
                f"；其中 {len(ahead)} 项已知今后的开放日，要提前准备可用 --as-of {day} 或更晚的日子",
                f"; a day to come is known for {len(ahead)}: --as-of {day} or later asks about them",
            )
        if len(ahead) < len(closed):
            left = len(closed) - len(ahead)
            words += (
                Text(f"；其余 {left} 项目录里没有今后的开放日", f"; none is known for {left}")
                if ahead
                else Text("；目录里没有它们今后的开放日", "; no day to come is known for any")
            )
        page.line(page.say(words))
    kind = catalogue.subjects[record.subject].members
    members = len(record.items.get(kind, ())) if kind is not None else 0
    if kind is not None and members:
        title = catalogue.subjects[kind].title
        page.line(
            page.say(
                Text(
                    f"所列{title.zh}各有档案，要另行问答（{members}）",
                    f"each {title.en} has a file of its own to be asked about ({members})",
                )
            )
        )


def _why(still: StillOpen, catalogue: Catalogue) -> Text:
    if still.result.measure.unwritten is not None:
        return Text("没有成文的规则可判", "no rule could be written for it")
    parts = []
    if still.unknown:
        words = list(dict.fromkeys(asked_words(asked.key, catalogue) for asked in still.unknown))
        parts.append(Text("不知道或只知范围：", "not known, or only as a range: ") + named_first(words))
    if still.others:
        words = list(dict.fromkeys(asked_words(asked.key, catalogue) for asked in still.others))
        parts.append(Text("单凭下列也定不了：", "these alone would not settle it: ") + named_first(words))
    return join(parts, SEMICOLON) if parts else Text("要看别处的数据", "it waits for figures of others")
