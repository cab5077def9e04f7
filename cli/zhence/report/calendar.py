"""Days that matter, soonest first: a table on a wide terminal, one below the other on a narrow one."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from zhence.model.agenda import Agenda, Entry, Lack, Moment
from zhence.model.catalogue import Catalogue
from zhence.model.checklist import Left
from zhence.model.result import MeasureResult
from zhence.model.text import Lang, Text, same
from zhence.report.console import styled
from zhence.report.head import draw_head
from zhence.report.listing import MEASURE, WIDE, longest_id
from zhence.report.page import Page
from zhence.report.selection import LEFT, near_words
from zhence.report.status import day_words, window_words
from zhence.report.words import COLON, SEMICOLON, bracketed, join

MOMENTS = {
    Moment.STARTS: Text("施行", "in force"),
    Moment.OPENS: Text("开始受理", "opens"),
    Moment.CLOSES: Text("截止", "closes"),
    Moment.ENDS: Text("政策到期", "rule ends"),
}
LACKS = {
    Lack.NEXT: Text(
        "已知各轮均已截止，下一轮日期未公布", "every known round is over; the next one's days are not published"
    ),
    Lack.OPENING: Text("轮次已知，开始日未公布", "round known, opening day not published"),
    Lack.CLOSING: Text("轮次已知，截止日未公布", "round known, closing day not published"),
}
LEFT_HERE = LEFT | {Left.SHUT: Text("政策已失效", "the rule is over")}
COLUMNS = (
    (Text("日期", "day"), None, 14),
    (Text("剩余", "left"), None, 9),
    (Text("事项", "what"), None, 9),
    (MEASURE, 6, None),
    (Text("结论", "answer"), 5, None),
)
RULE = Text(
    "列入符合、待审核、可酌情的措施，以及只差一项条件或一项数据的；日期只取目录所载，不推算",
    "For measures that apply, may apply or are at discretion, and those one condition or one figure away; "
    "only days that the catalogue states",
)


def render_calendar(found: Agenda, catalogue: Catalogue, lang: Lang, console: Console) -> None:
    """Write the days, the rounds with a day nobody has published, and the measures without any day."""
    with Page(console, lang) as page:
        draw_head(page, Text("申报日程", "Calendar"), found.records, catalogue, found.as_of)
        parts = [LEFT_HERE[reason] + same(f" {count}") for reason, count in found.left.items()]
        left = Text("。未列入：", ". Left out: ") + join(parts, SEMICOLON) if parts else same("")
        page.line(page.say(RULE + left))
        if found.until is not None:
            page.line(page.say(Text("只看到：", "Up to: ") + day_words(found.until)))
        page.blank()
        if not found.entries:
            page.line(page.say(Text("没有已公布日期的事项", "There is no published day ahead")))
        elif page.width >= WIDE:
            _table(page, found)
        else:
            for entry in found.entries:
                _entry(page, entry, found)
        _undated(page, found)
        if found.timeless:
            page.heading(
                page.say(Text("目录未载今后日期的措施", "Measures for which the catalogue states no day to come"))
            )
            page.line(page.say(join([m.title for m in found.timeless], SEMICOLON)), indent=3, hang=0)


def _table(page: Page, found: Agenda) -> None:
    table = Table(box=None, expand=True, pad_edge=False)
    longest = longest_id(entry.measure for entry in found.entries)
    for title, ratio, width in COLUMNS:
        least = longest if title is MEASURE else width
        table.add_column(styled(page.say(title), page.console), ratio=ratio, width=least, overflow="fold")
    for entry in found.entries:
        name = styled(page.say(entry.measure.title), page.console, "bold")
        name.append("\n").append_text(styled(page.say(_about(entry)), page.console))
        cells = (day_words(entry.on), left_words(entry), MOMENTS[entry.moment])
        table.add_row(
            *(styled(page.say(cell), page.console) for cell in cells),
            name,
            styled(page.say(who_words(entry.results, found)), page.console),
        )
    page.flush()
    page.console.print(table)


def _entry(page: Page, entry: Entry, found: Agenda) -> None:
    when = day_words(entry.on) + bracketed(left_words(entry)) + same(" ") + MOMENTS[entry.moment] + COLON
    page.line((page.say(when), "bold"), page.say(entry.measure.title))
    page.line(page.say(_about(entry) + SEMICOLON + who_words(entry.results, found)), indent=3, hang=0)


def _about(entry: Entry) -> Text:
    name = same(entry.measure.id)
    if entry.window is None or entry.window.round is None:
        return name
    return name + SEMICOLON + entry.window.round


def left_words(entry: Entry) -> Text:
    """Return how many days are left."""
    if entry.days_left == 0:
        return Text("今天", "today")
    return Text(f"还有{entry.days_left}天", "1 day" if entry.days_left == 1 else f"{entry.days_left} days")


def who_words(results: tuple[MeasureResult, ...], found: Agenda) -> Text:
    """Return each answer, with the name of the item or, among several profiles, of the subject."""
    parts = []
    for result in results:
        item = result.item if result.item is not None and result.item is not result.record else None
        name = item.name if item is not None else result.record.name if len(found.records) > 1 else ""
        parts.append((same(name) + COLON if name else same("")) + near_words(result))
    return join(parts, SEMICOLON)


def _undated(page: Page, found: Agenda) -> None:
    if not found.undated:
        return
    page.heading(page.say(Text("轮次已知、日期未公布", "Round known, day not published")))
    for each in found.undated:
        page.line((page.say(each.measure.title), "bold"), f"  {each.measure.id}", indent=1)
        words = LACKS[each.lack] + bracketed(window_words(each.window)) + SEMICOLON + who_words(each.results, found)
        page.line(page.say(words), indent=3)
