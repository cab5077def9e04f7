"""The answer on a terminal: grouped by verdict, near misses first, every gap with its numbers."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from zhence.model.catalogue import Catalogue
from zhence.model.result import MeasureResult, Report, Verdict
from zhence.model.text import Lang, Text, same
from zhence.report.console import is_plain, styled
from zhence.report.findings import Line, findings
from zhence.report.gaps import bar
from zhence.report.status import closed_reason, day_words, item_words, level_tag, zone_status
from zhence.report.tree import tree_lines
from zhence.report.words import DECIDED, VERDICT_MEANINGS, VERDICTS, bracketed

STYLES = {"good": "green", "bad": "red", "open": "yellow", "soft": "dim", "plain": ""}
MARKS = {
    Verdict.ELIGIBLE: "✓",
    Verdict.ELIGIBLE_IF: "✓",
    Verdict.DISCRETIONARY: "~",
    Verdict.UNKNOWN: "?",
    Verdict.NOT_ELIGIBLE: "✗",
    Verdict.CLOSED: "-",
    Verdict.NOT_APPLICABLE: "-",
}
NARROW = 80  # below this the title stands above its finding instead of beside it
DIGEST = 12


def render(report: Report, catalogue: Catalogue, lang: Lang, console: Console, *, detail: bool = False) -> None:
    """Print a report; with `detail` every condition of every measure."""
    page = _Page(report, catalogue, lang, console)
    page.header()
    for verdict in Verdict:
        chosen = [result for result in report.results if result.verdict is verdict]
        if verdict is Verdict.NOT_APPLICABLE and not detail:
            page.count_only(len(chosen))
        elif chosen:
            page.section(verdict, chosen, is_detailed=detail)


class _Page:
    def __init__(self, report: Report, catalogue: Catalogue, lang: Lang, console: Console) -> None:
        self.report = report
        self.catalogue = catalogue
        self.lang = lang
        self.console = console

    def say(self, words: Text | str, style: str = "", indent: int = 0) -> None:
        told = words if isinstance(words, str) else words.to(self.lang)
        self.console.print(Padding(styled(told, self.console, style), (0, 0, 0, indent)))

    def header(self) -> None:
        record, catalogue = self.report.record, self.catalogue
        place = next((z.place for z in self.report.zones if z.place), None)
        kind = (
            catalogue.subjects[record.subject].title if record.subject in catalogue.subjects else same(record.subject)
        )
        self.say(
            same(record.name or "—") + (bracketed(same(place)) if place else same("")) + same(" · ") + kind, "bold"
        )
        self.say(
            Text("按 ", "as of ")
            + day_words(self.report.as_of)
            + Text(" 回答;目录:", "; catalogue: ")
            + catalogue.title
            + bracketed(same(catalogue.digest[:DIGEST]))
        )
        for reading in self.report.zones:
            title = catalogue.zones[reading.zone].title
            if reading.membership is not None or reading.confirmed or reading.place is None:
                self.say(title + Text(":", ": ") + zone_status(reading), indent=2)
        counts = [
            VERDICTS[v].to(self.lang) + f" {n}"
            for v in Verdict
            if (n := sum(r.verdict is v for r in self.report.results))
        ]
        self.say(" · ".join(counts), "bold")

    def count_only(self, count: int) -> None:
        if count:
            self.console.print()
            self.say(
                Text(
                    f"另有 {count} 项不适用(对象或范围不符)",
                    f"{count} more do not apply (another kind of subject, or out of scope)",
                ),
                "dim",
            )

    def section(self, verdict: Verdict, results: list[MeasureResult], *, is_detailed: bool) -> None:
        self.console.print()
        title = VERDICTS[verdict] + Text(f"({len(results)} 项):", f" ({len(results)}): ") + VERDICT_MEANINGS[verdict]
        self.say(title, "bold")
        order = {Verdict.NOT_ELIGIBLE: _nearness, Verdict.UNKNOWN: _openness}.get(
            verdict, lambda _: ()
        )
        ordered = sorted(results, key=order)
        if is_detailed or self.console.width < NARROW:
            for result in ordered:
                self.console.print(Padding(self.head(result), (0, 0, 0, 2)))
                for line in self.lines(result, is_detailed=is_detailed):
                    self.console.print(Padding(line, (0, 0, 0, 4)))
            return
        table = Table(show_header=False, box=None, pad_edge=True, expand=True, padding=(0, 1))
        table.add_column(ratio=2, overflow="fold")
        table.add_column(ratio=5, overflow="fold")
        for result in ordered:
            table.add_row(self.head(result), Styled("\n").join(self.lines(result, is_detailed=False)))
        self.console.print(table)

    def head(self, result: MeasureResult) -> Styled:
        measure = result.measure
        head = styled(f"{MARKS[result.verdict]}\N{NO-BREAK SPACE}{measure.title.to(self.lang)}", self.console, "bold")
        told = item_words(result, self.catalogue)
        for words in (
            same(measure.id),
            told,
            DECIDED[measure.decided] + same(" · ") + level_tag(measure, self.catalogue),
        ):
            if words is not None:
                head.append("\n")
                head.append_text(styled(words.to(self.lang), self.console, "dim"))
        return head

    def lines(self, result: MeasureResult, *, is_detailed: bool) -> list[Styled]:
        found = []
        if result.verdict is Verdict.CLOSED:
            reason = closed_reason(result.measure, self.report.as_of, self.catalogue)
            if reason is not None:
                found.append(styled(reason.to(self.lang), self.console))
            if_open = Text("若开放:", "were it open: ") + VERDICTS[result.open_verdict]
            found.append(styled(if_open.to(self.lang), self.console))
        found += [self.line(line) for line in findings(result, self.catalogue, self.report.as_of)]
        if is_detailed:
            found += [self.line(line) for line in tree_lines(result, self.catalogue, self.report.as_of)]
        return found

    def line(self, line: Line) -> Styled:
        words = "  " * line.depth + ("→ " if line.is_cheapest else "") + line.words.to(self.lang)
        if line.filled is not None:
            words += " " + bar(line.filled, is_ascii=is_plain(self.console))
        return styled(words, self.console, STYLES[line.role])


def _nearness(result: MeasureResult) -> tuple[int, object]:
    return result.steps, result.distance


def _openness(result: MeasureResult) -> tuple[bool, bool, int]:
    """Order what facts would settle before what no rule could be written for."""
    return result.measure.unwritten is not None, result.hypothetical, len(result.missing)
