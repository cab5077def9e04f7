"""What many subjects come to, on a terminal: counts with bars, near misses, what to find first, thresholds moved."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from zhence.model.heat import Heat
from zhence.model.result import Verdict
from zhence.model.summary import MeasureCount, Summary
from zhence.model.sweep import Sweep
from zhence.model.text import Lang, Text, same
from zhence.report.batch import words
from zhence.report.batch.map import draw_map
from zhence.report.console import styled
from zhence.report.page import Page
from zhence.report.sentences import asked_words
from zhence.report.status import day_words
from zhence.report.words import COLON, SEMICOLON, bracketed, join

WIDE = 90  # cells from which the counts stand in columns
BAR = 20
MOST = 15  # near misses and figures; files have them all
SIGNS = {False: ("█", "▒", "·"), True: ("#", "?", ".")}  # in, perhaps, not; by whether the terminal has ASCII only
MAPPED = 100  # subjects that a map on a terminal has room for
UNMAPPED = Text(
    f"对象超过{MAPPED}个，屏幕上不画一览图；--heat 文件.html 或 .xlsx 把它写成网页或 Excel",
    f"more than {MAPPED} subjects: no map is drawn here; --heat FILE.html or .xlsx writes it as a page or an Excel sheet",
)
MORE = Text("（--heat 写出的文件里有全部）", " (the file that --heat writes has them all)")


def render_summary(
    summary: Summary, lang: Lang, console: Console, heat: Heat | None = None, sweeps: Sequence[Sweep] = ()
) -> None:
    """Write the summary; a map of more than a hundred subjects is left to page and sheet."""
    with Page(console, lang) as page:
        _head(page, summary)
        _measures(page, summary)
        _near(page, summary)
        _wanted(page, summary)
        for each in sweeps:
            _sweep(page, each)
        if summary.rows > MAPPED:
            page.blank()
            page.line(page.say(UNMAPPED))
        elif heat is not None:
            draw_map(page, heat)


def _head(page: Page, summary: Summary) -> None:
    page.line((page.say(words.TITLE), "bold"))
    page.line(page.say(words.SUBJECTS + COLON + words.subjects_words(summary)))
    page.line(page.say(words.AS_OF + COLON + day_words(summary.as_of)))
    page.line(page.say(words.CATALOGUE + COLON + summary.catalogue.title))
    counts = words.answers_words(summary)
    if counts:
        page.line((page.say(words.ANSWERS + COLON + join(counts, SEMICOLON)), "bold"))
    for word, reason in summary.refused.items():
        refused = Text(f"'{word}' 不能按表判断：", f"'{word}' cannot be answered on a table: ")
        page.line((page.say(refused + same(reason)), "bold"))


def _measures(page: Page, summary: Summary) -> None:
    counts = words.told(summary)
    if not counts:
        return
    page.heading(page.say(words.MEASURES + bracketed(same(str(len(counts))))))
    if any(each.is_closed for each in counts):
        page.line(page.say(words.CLOSED_HELP), indent=1)
    if page.width >= WIDE:
        _columns(page, counts, summary.rows)
    else:
        for each in counts:
            title = words.title_words(each.measure, is_closed=each.is_closed)
            page.line((page.say(title), "bold"), indent=1, hang=2)
            page.line(page.say(join(words.verdict_words(each), SEMICOLON)), indent=3)
    sure, maybe, no = SIGNS[page.is_ascii]
    legend = [f"{sure} {page.say(words.SURE)}", f"{maybe} {page.say(words.MAYBE)}", f"{no} {page.say(words.NO)}"]
    page.line("  ".join(legend), indent=1)
    apart = len(summary.measures) - len(counts)
    if apart:
        page.line(page.say(Text(f"另有{apart}项措施对全部对象不适用", f"{apart} more apply to none of them")), indent=1)


def _columns(page: Page, counts: list[MeasureCount], rows: int) -> None:
    table = Table(box=None, expand=True, pad_edge=False)
    table.add_column(styled(page.say(words.MEASURE), page.console), ratio=1, overflow="fold")
    shown = [verdict for verdict in words.COUNTED if any(each.counts[verdict] for each in counts)]
    for verdict in shown:
        table.add_column(styled(page.say(words.SHORT[verdict]), page.console), justify="right", no_wrap=True)
    table.add_column("", width=BAR, no_wrap=True)
    for each in counts:
        title = page.say(words.title_words(each.measure, is_closed=each.is_closed))
        numbers = [f"{each.counts[verdict]:,}" if each.counts[verdict] else "" for verdict in shown]
        table.add_row(styled(title, page.console), *numbers, _bar(page, each, rows))
    page.table(table)


def _bar(page: Page, count: MeasureCount, rows: int) -> str:
    parts = [words.among(count, words.IN), words.among(count, words.MAY), count.counts[Verdict.NOT_ELIGIBLE]]
    return _stacked(page, parts, rows)


def _stacked(page: Page, parts: Sequence[int], whole: int) -> str:
    """Return a bar of parts; what is there at all has a cell, and what is not has none."""
    ends = [sum(parts[: at + 1]) * BAR // whole for at in range(len(parts))]
    cells = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    for at, part in enumerate(parts):
        if part and not cells[at]:
            cells[at] = 1
            cells[cells.index(max(cells))] -= sum(cells) > BAR
    return "".join(sign * count for sign, count in zip(SIGNS[page.is_ascii], cells, strict=True))


def _near(page: Page, summary: Summary) -> None:
    if not summary.near:
        return
    page.heading(page.say(words.NEAR + bracketed(words.NEAR_HELP)))
    for each in summary.nearest[:MOST]:
        count = Text(f"再有{each.count:,}个：", f"{each.count:,} more: ")
        page.line((page.say(count), "bold"), page.say(words.near_title(each, summary)), indent=1, hang=2)
        page.line(f"{page.marks.arrow} ", page.say(words.block_words(each, summary)), indent=3)
    _left(page, len(summary.near))


def _wanted(page: Page, summary: Summary) -> None:
    if not summary.wanted:
        return
    page.heading(page.say(words.WANTED))
    for each in summary.wanted[:MOST]:
        counts = Text(f"涉及{each.cells:,}项", f"wanted by {each.cells:,}")
        if each.alone:
            counts = Text(f"单补即定{each.alone:,}项，", f"settles {each.alone:,} alone, ") + counts
        page.line((page.say(asked_words(each.key, summary.catalogue)), "bold"), indent=1, hang=2)
        page.line(page.say(counts), indent=3)
    _left(page, len(summary.wanted))
    page.line(page.say(words.WANTED_HELP), indent=1)


def _left(page: Page, count: int) -> None:
    if count > MOST:
        rest = Text(f"另有{count - MOST}条", f"{count - MOST} more")
        page.line(page.say(rest + MORE), indent=1)


def _sweep(page: Page, sweep: Sweep) -> None:
    page.heading(page.say(words.SWEEP))
    page.line((page.say(words.sweep_title(sweep)), "bold"), indent=1)
    table = Table(box=None, pad_edge=False)
    for title in (words.THRESHOLD, words.SURE, words.MAYBE, words.NO):
        table.add_column(styled(page.say(title), page.console), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for point in sweep.points:
        mark = page.say(words.CURRENT_MARK) if words.is_current(sweep, point) else ""
        cells = [
            page.say(words.threshold_words(sweep, point)),
            *map("{:,}".format, (point.sure, point.maybe, point.no)),
        ]
        drawn = _stacked(page, (point.sure, point.maybe, point.no), max(1, sweep.rows)) + mark
        table.add_row(*(styled(cell, page.console) for cell in [*cells, drawn]))
    page.table(table)
    apart = sweep.points[0].apart
    if apart:
        page.line(page.say(words.APART + same(f" {apart:,}")), indent=1)
