"""The answer at a glance: a table of what applies and of the nearest gaps, before the page that explains each."""

from __future__ import annotations

from datetime import date

from rich.table import Table

from zhence.model.catalogue import Catalogue
from zhence.model.result import MeasureResult, ScoreResult, Verdict
from zhence.model.text import Text
from zhence.report.console import styled
from zhence.report.findings import Line, miss_lines
from zhence.report.forms.words import GAP, MEASURE, VERDICT
from zhence.report.gaps import gap_words, score_gap
from zhence.report.misses import Miss, misses, once
from zhence.report.page import Page
from zhence.report.sentences import condition_sentence, figure_words
from zhence.report.words import COLON, COMMA, VERDICTS

WIDE = 80  # cells from which columns beside each other can be read
MOST = 10  # gaps; the page below has them all
VERDICT_CELLS = 16  # the longest name of a verdict in Chinese
TITLES = (VERDICT, MEASURE, GAP)


def overview(
    page: Page,
    groups: dict[Verdict, list[MeasureResult]],
    styles: dict[Verdict, str],
    catalogue: Catalogue,
    as_of: date,
) -> None:
    """Write the table; `groups` holds the results of each verdict, nearest first."""
    met = [r for verdict in (Verdict.ELIGIBLE, Verdict.ELIGIBLE_IF, Verdict.DISCRETIONARY) for r in groups[verdict]]
    missed = groups[Verdict.NOT_ELIGIBLE][:MOST]
    if page.width < WIDE or not met + missed:
        return
    table = Table(box=None, expand=True, pad_edge=False)
    for title, width, ratio in zip(TITLES, (VERDICT_CELLS, None, None), (None, 7, 9), strict=True):
        table.add_column(styled(page.say(title), page.console), width=width, ratio=ratio, overflow="fold")
    for result in met + missed:
        table.add_row(
            styled(page.say(VERDICTS[result.verdict]), page.console, styles[result.verdict]),
            styled(page.say(result.measure.title), page.console),
            styled(_cell(page, result, catalogue, as_of), page.console),
        )
    page.blank()
    page.table(table)


def _cell(page: Page, result: MeasureResult, catalogue: Catalogue, as_of: date) -> str:
    found = once(misses(result.root)) if result.root is not None and result.verdict is Verdict.NOT_ELIGIBLE else []
    if not found:
        return ""
    line = _line(found[0], catalogue, as_of)
    drawn = "" if line.filled is None else f" {page.bar(line.filled)}"
    more = len(found) - 1
    return page.say(line.words) + drawn + (page.say(Text(f"；另有{more}项", f"; {more} more")) if more else "")


def _line(miss: Miss, catalogue: Catalogue, as_of: date) -> Line:
    """Return what is, what must be and what is wanting, without the clause that the page below names."""
    leaf = miss.leaf
    gap = score_gap(leaf) if isinstance(leaf, ScoreResult) else gap_words(leaf, catalogue)
    if miss.is_negated or gap is None or not gap.shortfall.zh:
        return Line(miss_lines(miss, catalogue, as_of)[0].words)
    if isinstance(leaf, ScoreResult):
        title = leaf.score.title
    elif leaf.reading is not None:
        title = figure_words(leaf.reading.key, catalogue, as_of)
    else:
        title = condition_sentence(leaf.condition, catalogue, as_of)
    return Line(title + COLON + gap.value + COMMA + gap.shortfall, filled=gap.filled)
