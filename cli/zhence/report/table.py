"""The answer on a terminal: who asked, the count of each verdict, then every measure with what matters about it."""

from __future__ import annotations

from rich.console import Console

from zhence.model.catalogue import Catalogue
from zhence.model.ladder import Step
from zhence.model.result import MeasureResult, Report, Verdict
from zhence.model.text import Lang, Text, same
from zhence.report.counts import count_words
from zhence.report.findings import Line, findings
from zhence.report.head import catalogue_words
from zhence.report.overview import overview
from zhence.report.page import Page, Piece
from zhence.report.provenance import filled_in
from zhence.report.status import closed_reason, day_words, item_words, level_tag, zone_status
from zhence.report.tree import draw_tree
from zhence.report.words import COLON, COMMA, DECIDED, UNWRITTEN_BELOW, VERDICT_MEANINGS, VERDICTS, bracketed, join

STYLES = {
    Verdict.ELIGIBLE: "bold green",
    Verdict.ELIGIBLE_IF: "bold green",
    Verdict.DISCRETIONARY: "bold cyan",
    Verdict.UNKNOWN: "bold yellow",
    Verdict.NOT_ELIGIBLE: "bold red",
    Verdict.CLOSED: "bold",
    Verdict.NOT_APPLICABLE: "bold",
}
ROLES = {"plain": "", "good": "green", "bad": "red", "open": "yellow", "soft": "cyan"}
LISTED_BY = Text("；加 --detail 列出", "; --detail lists them")


def render(
    report: Report,
    catalogue: Catalogue,
    lang: Lang,
    console: Console,
    *,
    detail: bool = False,
    is_named: bool = False,
) -> None:
    """Write the report; `detail` adds the whole tree of every measure, and names those that do not apply.

    Where the measures were asked for by name, those that do not apply are named too, with the reason.
    """
    with Page(console, lang) as page:
        _report(page, report, catalogue, detail=detail, lists_all=detail or is_named)


def _report(page: Page, report: Report, catalogue: Catalogue, *, detail: bool, lists_all: bool) -> None:
    _header(page, report, catalogue)
    groups = {verdict: grouped(report, verdict) for verdict in Verdict}
    _summary(page, groups)
    overview(page, groups, STYLES, catalogue, report.as_of)
    for verdict, results in groups.items():
        if not results:
            continue
        if verdict is Verdict.NOT_APPLICABLE and not lists_all:
            page.heading(page.say(VERDICTS[verdict] + bracketed(same(str(len(results))))))
            page.line(page.say(VERDICT_MEANINGS[verdict] + LISTED_BY), indent=2)
            continue
        page.heading(page.say(VERDICTS[verdict] + bracketed(same(str(len(results))))), STYLES[verdict])
        page.line(page.say(VERDICT_MEANINGS[verdict]), indent=3)
        first = next((r for r in results if verdict is Verdict.UNKNOWN and r.measure.unwritten is not None), None)
        for result in results:
            if result is first:
                page.blank()
                page.line(page.say(UNWRITTEN_BELOW), indent=3)
            _measure(page, result, report, catalogue, detail=detail)


def grouped(report: Report, verdict: Verdict) -> list[MeasureResult]:
    """Return the results of one verdict, the nearest to an answer first."""
    found = [r for r in report.results if r.verdict is verdict]
    if verdict is Verdict.NOT_ELIGIBLE:
        found.sort(key=lambda r: (r.steps, r.distance))
    if verdict is Verdict.UNKNOWN:
        found.sort(key=_openness)
    return found


def _openness(result: MeasureResult) -> tuple[bool, bool, int]:
    """Order what few facts would settle before what needs many, and before what no rule could be written for."""
    return result.measure.unwritten is not None, result.hypothetical, len(result.missing)


def _header(page: Page, report: Report, catalogue: Catalogue) -> None:
    record = report.record
    subject = catalogue.subjects.get(record.subject)
    kind = bracketed(subject.title) if subject else same("")
    page.line((page.say(catalogue.title), "bold"))
    page.line(page.say(Text("申报对象：", "Subject: ") + same(record.name or "—") + kind))
    place = next((z.place for z in report.zones if z.place is not None), None)
    if catalogue.place is not None:
        fact = catalogue.facts.get(catalogue.place)
        title = fact.title if fact else same(catalogue.place)
        page.line(page.say(title + COLON + (catalogue.place_title(place) if place else Text("未填写", "not given"))))
    for line in filled_in(record, catalogue):
        page.line(page.say(line), indent=2)
    told = [z for z in report.zones if z.answer.high is not Step.NO or z.membership is not None or z.confirmed]
    if report.zones and not told:
        page.line(page.say(Text("不在目录所列的任何县名单内", "in none of the catalogue's lists of places")), indent=2)
    for zone in told:
        known = catalogue.zones.get(zone.zone)
        page.line(page.say((known.title if known else same(zone.zone)) + COLON + zone_status(zone)), indent=2)
    page.line(page.say(Text("判断日期：", "As of: ") + day_words(report.as_of)))
    page.line(page.say(Text("政策目录：", "Policy catalogue: ") + catalogue_words(catalogue)))


def _summary(page: Page, groups: dict[Verdict, list[MeasureResult]]) -> None:
    counts = [count_words(verdict, results) for verdict, results in groups.items() if results]
    nothing = Text("没有一项措施落在所给的筛选之内", "no measure passes the filters")
    words = join(counts, same(f" {page.marks.dot} ")) if counts else nothing
    page.blank()
    page.line((page.say(Text("结果：", "Result: ") + words), "bold"))


def _measure(page: Page, result: MeasureResult, report: Report, catalogue: Catalogue, *, detail: bool) -> None:
    measure = result.measure
    page.blank()
    tags = bracketed(level_tag(measure, catalogue) + COMMA + DECIDED[measure.decided])
    head: list[Piece] = [(page.say(measure.title), "bold"), f"  {measure.id}", page.say(tags)]
    page.line(*head, indent=1, hang=2)
    item = item_words(result, catalogue)
    if item is not None:
        page.line(page.say(item), indent=3)
    if result.verdict is Verdict.CLOSED:
        reason = closed_reason(measure, report.as_of, catalogue)
        if reason is not None:
            page.line(page.say(reason), indent=3)
        page.line(page.say(Text("若开放则为：", "if it were open: ") + VERDICTS[result.open_verdict]), indent=3)
    for line in findings(result, catalogue, report.as_of):
        draw_line(page, line)
    if detail:
        draw_tree(page, result, catalogue, report.as_of)


def draw_line(page: Page, line: Line, indent: int = 3) -> None:
    """Write one finding: the arrow before the nearest way, the bar behind a gap."""
    pieces: list[Piece] = [(f"{page.marks.arrow} ", "bold")] if line.is_cheapest else []
    pieces.append((page.say(line.words), ROLES[line.role]))
    if line.filled is not None:
        pieces.append(f" {page.bar(line.filled)}")
    page.line(*pieces, indent=indent + 2 * line.depth)
