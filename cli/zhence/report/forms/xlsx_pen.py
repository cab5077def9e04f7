"""Writing cells: texts as texts, numbers as numbers, days as days, nothing ever as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from zhence.model.text import Lang, Text
from zhence.report.forms.words import safe, say

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from zhence.report.forms.xlsx_sheet import Sheet

LONGEST = 32_767  # characters a cell can hold
HIGHEST = 409  # points a row can be high
LINE = 14.5
MOST_PLACES = 12
FONTS = {"zh": "微软雅黑", "en": "Arial"}
DAY = "yyyy-mm-dd"
FIRST_DAY = date(1900, 3, 1)  # a spreadsheet counts a day before it that never was, and none before 1900
PERCENT = "#,##0.00##%"
INPUT = "#FFF8DC"
SHADES = {
    "eligible": ("#C6E7CE", "#12522B"),
    "eligible-if": ("#E2F0D9", "#375623"),
    "discretionary": ("#DDEBF7", "#1F4E79"),
    "unknown": ("#FFF2CC", "#7F6000"),
    "not-eligible": ("#FBE0DD", "#8B1A10"),
    "closed": ("#E7E6E6", "#404040"),
    "not-applicable": ("#F7F7F7", "#595959"),
}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Looks = Mapping[str, Any]


@dataclass(slots=True)
class Pen:
    """Hold the workbook, its language, and one format object for each look."""

    book: Workbook
    lang: Lang
    _formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)
    _asked: dict[tuple[Any, ...] | str, Format] = field(default_factory=dict)  # the same by the words asked in
    _places: dict[str, int] = field(default_factory=dict)  # of the texts of the workbook

    def look(self, **looks: Any) -> Format:  # noqa: ANN401
        """Return the format of a look; the same look is the same format."""
        whole = {"font_name": FONTS[self.lang], "font_size": 10, "valign": "top", **looks}
        key = tuple(sorted(whole.items()))
        found = self._formats.get(key)
        if found is None:
            found = self._formats[key] = self.book.add_format(whole)
        return found

    def _boxed(self, kind: str, looks: Looks, usual: Looks) -> Format:
        """Return the format of a cell in a box: the usual looks of its kind, and those asked for."""
        asked = (kind, *looks.items()) if looks else kind
        found = self._asked.get(asked)
        if found is None:
            found = self._asked[asked] = self.look(**{**BOX, **usual, **looks})
        return found

    def say(self, text: Text | Mapping[str, str] | str | None) -> str:
        """Return a text in the language of the workbook, safe and no longer than a cell."""
        if type(text) is dict:
            said = safe(text[self.lang])
        elif isinstance(text, Text):
            said = safe(text.to(self.lang))
        else:
            said = text if isinstance(text, Lines) else say(text, self.lang)
        return said if len(said) <= LONGEST else said[:LONGEST]

    def sheet(self, name: Text, tab: str = "#44546A") -> Sheet:
        """Return a new sheet, set up to be printed on A4 across."""
        from zhence.report.forms.xlsx_sheet import Sheet

        sheet: Sheet = self.book.add_worksheet(name.to(self.lang), Sheet)
        sheet.places = self._places
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.set_tab_color(tab)
        sheet.hide_gridlines(2)
        return sheet

    def text(self, sheet: Sheet, row: int, column: int, words: Any, **looks: Any) -> None:  # noqa: ANN401
        """Write a text as a text, on so many lines as its column asks for."""
        said = self.say(words)
        look = self._boxed("text", looks, WRAPPED)
        if not said:
            sheet.put_blank(row, column, look)
            return
        sheet.put_text(row, column, said, look)
        if column < len(sheet.widths) and looks.get("text_wrap", True):
            lines = lines_of(said, sheet.widths[column])
            if lines > sheet.heights.get(row, 0):
                sheet.heights[row] = lines

    def amount(self, sheet: Sheet, row: int, column: int, number: Fraction, form: str, **looks: Any) -> None:  # noqa: ANN401
        """Write a number as a number."""
        look = self._boxed("amount", {"num_format": form, **looks}, RIGHT)
        sheet.put_number(row, column, number.numerator / number.denominator, look)

    def exact(
        self, sheet: Sheet, row: int, column: int, value: str, unit: str | None, among: Iterable[Fraction] = ()
    ) -> None:
        """Write an exact value: a number told apart from those it differs from, a percent as one, a day as a day."""
        day = day_of(value)
        if day is not None and day >= FIRST_DAY:
            sheet.write_datetime(row, column, day, self.look(**{**BOX, "num_format": DAY, "align": "left"}))
            return
        number = number_of(value)
        if number is None:
            self.text(sheet, row, column, value)
            return
        form = digits(number, among)
        if unit == "%":
            self.amount(sheet, row, column, number / 100, percent(form))
        else:
            self.amount(sheet, row, column, number, form)

    def blank(self, sheet: Sheet, row: int, column: int, **looks: Any) -> None:  # noqa: ANN401
        """Draw an empty cell."""
        sheet.put_blank(row, column, self._boxed("blank", looks, {}))

    def heads(self, sheet: Sheet, row: int, columns: Sequence[tuple[Text, float]]) -> None:
        """Write the heads of a table with the widths of its columns; they stay in sight and on every page."""
        sheet.widths = [width for _, width in columns]
        for at, (title, width) in enumerate(columns):
            sheet.set_column(at, at, width)
            self.text(sheet, row, at, title, bold=True, bg_color="#44546A", font_color="#FFFFFF", valign="vcenter")
        sheet.repeat_rows(row)

    def finish(self, sheet: Sheet, last: int, *, frozen: int, printed: int | None = None, head: int = 0) -> None:
        """Finish a table: rows as high as their words, filters, heads that stay, and what of it is printed."""
        for row, lines in sheet.heights.items():
            sheet.set_row_pixels(row, pixels(min(HIGHEST, LINE * lines + 3)))
        columns = len(sheet.widths)
        sheet.autofilter(head, 0, max(head + 1, last), columns - 1)
        sheet.freeze_panes(head + 1, frozen)
        sheet.print_area(0, 0, max(head + 1, last), (printed or columns) - 1)

    def shade_verdicts(
        self, sheet: Sheet, area: tuple[int, int, int, int], verdicts: Sequence[Mapping[str, Any]]
    ) -> None:
        """Colour the cells of an area by the verdict they begin with; longer words are tried first."""
        for each in sorted(verdicts, key=lambda each: -len(self.say(each["title"]))):
            fill, ink = SHADES[each["verdict"]]
            shade = self.book.add_format({"bg_color": fill, "font_color": ink})
            rule = {"type": "text", "criteria": "begins with", "value": self.say(each["title"])}
            sheet.conditional_format(*area, {**rule, "format": shade, "stop_if_true": True})


BOX: Looks = {"border": 1, "border_color": "#BFBFBF"}
WRAPPED: Looks = {"text_wrap": True}
RIGHT: Looks = {"align": "right", "indent": 1}


def number_of(value: object) -> Fraction | None:
    """Return the number that an exact value of the document is."""
    return _number(value) if isinstance(value, str) else None


@lru_cache(maxsize=1 << 16)
def _number(value: str) -> Fraction | None:
    return Fraction(value) if _NUMBER.fullmatch(value) else None


def day_of(value: object) -> date | None:
    """Return the day that an exact value of the document is."""
    return date.fromisoformat(value) if isinstance(value, str) and _ISO_DAY.fullmatch(value) else None


def pixels(points: float) -> int:
    """Return a height in whole pixels; what is between two, each XlsxWriter would round in its own way."""
    return int(points / 0.75 + 0.5)


def digits(number: Fraction, among: Iterable[Fraction] = ()) -> str:
    """Return the number format that shows a number whole or with decimals, never as one it differs from."""
    if number.denominator == 1:
        return "#,##0"
    if (number * 10_000).denominator == 1:
        return "#,##0.00##"
    places = 2
    while places < MOST_PLACES and any(round(number, places) == round(other, places) for other in {*among} - {number}):
        places += 1
    return "#,##0." + "0" * places


def percent(form: str) -> str:
    """Return the percent format with as many decimals as a number format has."""
    return (form if "." in form else form + ".00") + "%"


@lru_cache(maxsize=1 << 16)
def lines_of(said: str, width: float) -> int:
    """Return how many lines a text takes in a column of a width: a Chinese character is two letters wide."""
    room = max(1.0, width - 1)
    if len(said) * 1.75 <= room and "\n" not in said:
        return 1
    cells = (sum(1.75 if mark > "\u2e7f" else 1.0 for mark in line) for line in said.split("\n"))
    return sum(max(1, -int(-taken // room)) for taken in cells)


class Lines(str):
    """Mark several lines of one cell, each of them safe already."""

    __slots__ = ()
