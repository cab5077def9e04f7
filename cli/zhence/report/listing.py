"""Many measures in a table; on a narrow terminal, one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Console
from rich.table import Table

from zhence.model.catalogue import Catalogue
from zhence.model.measure import Measure
from zhence.model.text import Lang, Text, same
from zhence.report.console import styled
from zhence.report.page import Page
from zhence.report.status import level_tag, state_words
from zhence.report.words import DECIDED, SEMICOLON, join

WIDE = 100  # cells from which columns beside each other can be read
MEASURE = Text("措施", "measure")
COLUMNS = (  # a title, a share of the room, a width
    (MEASURE, 6, None),
    (Text("主题", "theme"), 3, None),
    (Text("对象", "subject"), None, 10),
    (Text("决定方式", "decided"), None, 11),
    (Text("来源", "read"), None, 13),
    (Text("状态", "state"), 5, None),
)


def render_list(measures: Sequence[Measure], catalogue: Catalogue, lang: Lang, console: Console, as_of: date) -> None:
    """Write measures in the order given: title, id, theme, subject, who decides, how its documents were read, state."""
    with Page(console, lang) as page:
        _list(page, measures, catalogue, as_of)


def _list(page: Page, measures: Sequence[Measure], catalogue: Catalogue, as_of: date) -> None:
    if page.width >= WIDE:
        _table(page, measures, catalogue, as_of)
    else:
        for measure in measures:
            page.line((page.say(measure.title), "bold"), f"  {measure.id}")
            page.line(page.say(join(_cells(measure, catalogue, as_of), SEMICOLON)), indent=2)
    count = len(measures)
    page.line(page.say(Text(f"共{count}项措施", "1 measure" if count == 1 else f"{count} measures")))


def _table(page: Page, measures: Sequence[Measure], catalogue: Catalogue, as_of: date) -> None:
    table = Table(box=None, expand=True, pad_edge=False)
    longest = longest_id(measures)
    for title, ratio, width in COLUMNS:
        least = longest if title is MEASURE else width
        table.add_column(styled(page.say(title), page.console), ratio=ratio, width=least, overflow="fold")
    for measure in measures:
        first = styled(page.say(measure.title), page.console, "bold")
        first.append("\n").append_text(styled(measure.id, page.console))
        cells = (styled(page.say(cell), page.console) for cell in _cells(measure, catalogue, as_of))
        table.add_row(first, *cells)
    page.table(table)


def longest_id(measures: Iterable[Measure]) -> int:
    """Return the cells that the longest id takes: a column with a share of the room has at least its width, as ids stay whole."""
    return max((len(measure.id) for measure in measures), default=1)


def _cells(measure: Measure, catalogue: Catalogue, as_of: date) -> list[Text]:
    subject = catalogue.subjects.get(measure.subject)
    return [
        catalogue.themes.get(measure.theme, same(measure.theme)),
        subject.title if subject else same(measure.subject),
        DECIDED[measure.decided],
        level_tag(measure, catalogue),
        state_words(measure, as_of, catalogue),
    ]
