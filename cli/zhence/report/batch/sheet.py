"""What many subjects come to, as an Excel workbook: counts, the map, near misses, what to find first, thresholds moved."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from zhence import __version__
from zhence.model.heat import VERDICTS as BY_CODE
from zhence.model.heat import Heat
from zhence.model.result import Verdict
from zhence.model.summary import Summary
from zhence.model.sweep import Sweep
from zhence.model.text import Lang, Text, same
from zhence.report.batch import words
from zhence.report.clean import clean
from zhence.report.forms.words import MEASURE_ID, safe
from zhence.report.forms.xlsx_pen import BOX, SHADES, Pen, digits, percent, pixels
from zhence.report.forms.zipped import dated_zip
from zhence.report.sentences import asked_words
from zhence.report.status import day_words
from zhence.report.words import VERDICTS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SUMMARY = Text("汇总", "Summary")
MAP = Text("一览", "Map")
NUMBER = Text("序号", "No.")
CLAUSE = Text("条款", "Clause")
A3 = 8
BANDS = {"sure": "#2E8B57", "maybe": "#E0B040", "no": "#D98880"}
CHART = 17  # lines of a sheet that a drawing is high
LINE_PIXELS = 20


def heat_sheet(summary: Summary, heat: Heat | None, sweeps: Sequence[Sweep], lang: Lang) -> bytes:
    """Return the workbook, the same bytes for the same answers."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    pen = Pen(book, lang)
    day = summary.as_of.isoformat()
    created = datetime.fromisoformat(day)
    book.set_properties({"title": words.TITLE.to(lang), "author": f"zhence {__version__}", "created": created})
    _counts(pen, summary)
    if heat is not None:
        _map(pen, heat)
    if summary.near:
        _near(pen, summary)
    if summary.wanted:
        _wanted(pen, summary)
    for number, sweep in enumerate(sweeps, 1):
        _sweep(pen, sweep, number if len(sweeps) > 1 else None)
    book.close()
    return dated_zip(target.getvalue(), day)


def _head(pen: Pen, sheet: Worksheet, title: Text, told: str) -> None:
    sheet.write_string(0, 0, pen.say(title), pen.look(bold=True, font_size=16))
    sheet.set_row_pixels(0, pixels(28))
    sheet.write_string(1, 0, told, pen.look(font_color="#595959"))


def _about(pen: Pen, summary: Summary | Heat) -> str:
    parts = (words.subjects_words(summary), day_words(summary.as_of), summary.catalogue.title, words.CLOSED_HELP)
    return " · ".join(map(pen.say, parts))


def _counts(pen: Pen, summary: Summary) -> None:
    """Write how many of each answer every measure has, with bars."""
    sheet = pen.sheet(SUMMARY, "#C00000")
    _head(pen, sheet, words.TITLE, _about(pen, summary))
    columns = [(words.MEASURE, 44.0), *((VERDICTS[verdict], 13.0) for verdict in words.COUNTED), (MEASURE_ID, 32.0)]
    pen.heads(sheet, 2, columns)
    row = 2
    for row, each in enumerate(sorted(summary.measures, key=words.rank), 3):
        pen.text(sheet, row, 0, words.title_words(each.measure, is_closed=each.is_closed))
        for at, verdict in enumerate(words.COUNTED, 1):
            pen.amount(sheet, row, at, Fraction(each.counts[verdict]), "#,##0;-#,##0;")
        pen.text(sheet, row, len(columns) - 1, each.measure.id)
    for at, verdict in enumerate(words.COUNTED, 1):
        ends = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": max(1, summary.rows)}
        bar = {"type": "data_bar", "bar_color": SHADES[verdict][0], "bar_solid": True}
        sheet.conditional_format(3, at, max(3, row), at, {**bar, **ends})
    pen.finish(sheet, row, frozen=1, head=2)


def _map(pen: Pen, heat: Heat) -> None:
    """Write a row for each subject and a narrow column for each measure that applies to somebody."""
    sheet = pen.sheet(MAP)
    shown = words.applying(heat)
    pen.heads(sheet, 0, [(NUMBER, 6.0), (words.SUBJECTS, 30.0)])
    upright = pen.look(**BOX, bold=True, bg_color="#44546A", font_color="#FFFFFF", rotation=90, text_wrap=True)
    for column, at in enumerate(shown, 2):
        measure = heat.measures[at]
        title = words.title_words(measure, is_closed=measure.id in heat.closed)
        sheet.write_string(0, column, pen.say(title), upright)
    last = max(1, len(shown) + 1)
    sheet.set_column(2, last, 7.5)
    sheet.set_row_pixels(0, pixels(190))
    plain, centred = pen.look(**BOX), pen.look(**BOX, align="center")
    told = _cells(pen)
    for row, name in enumerate(heat.names, 1):
        sheet.write_number(row, 0, row, plain)
        sheet.write_string(row, 1, pen.say(safe(clean(name)) or words.UNNAMED), plain)
    for column, at in enumerate(shown, 2):
        steps = heat.steps[at] if heat.steps else bytes(len(heat.names))
        for row, cell in enumerate(zip(heat.codes[at], steps, strict=True), 1):
            sheet.write_string(row, column, told(*cell), centred)
    area = (1, 2, max(1, len(heat.names)), last)
    for verdict in words.COUNTED:
        start = words.SHORT_BY if verdict is Verdict.NOT_ELIGIBLE and heat.steps else words.SHORT[verdict]
        fill, ink = SHADES[verdict]
        shade = pen.book.add_format({"bg_color": fill, "font_color": ink})
        rule = {"type": "text", "criteria": "begins with", "value": pen.say(start), "format": shade}
        sheet.conditional_format(*area, {**rule, "stop_if_true": True})
    sheet.autofilter(0, 0, max(1, len(heat.names)), last)
    sheet.freeze_panes(1, 2)
    sheet.repeat_columns(0, 1)
    sheet.repeat_rows(0)
    sheet.set_paper(A3)
    sheet.fit_to_pages(2, 0)


def _cells(pen: Pen) -> Callable[[int, int], str]:
    known: dict[tuple[int, int], str] = {}

    def told(code: int, steps: int) -> str:
        if (code, steps) not in known:
            known[code, steps] = pen.say(words.cell_words(BY_CODE[code], steps))
        return known[code, steps]

    return told


def _near(pen: Pen, summary: Summary) -> None:
    sheet = pen.sheet(words.NEAR)
    _head(pen, sheet, words.NEAR, pen.say(words.NEAR_HELP))
    pen.heads(sheet, 2, [(words.COUNT, 9), (words.MEASURE, 40), (words.CONDITION, 70), (CLAUSE, 36), (MEASURE_ID, 30)])
    row = 2
    for row, each in enumerate(summary.nearest, 3):
        pen.amount(sheet, row, 0, Fraction(each.count), "#,##0")
        told = (
            words.near_title(each, summary),
            words.block_words(each, summary),
            each.block.clause,
            same(each.measure.id),
        )
        for column, text in enumerate(told, 1):
            pen.text(sheet, row, column, text)
    pen.finish(sheet, row, frozen=2, head=2)


def _wanted(pen: Pen, summary: Summary) -> None:
    sheet = pen.sheet(words.WANTED)
    _head(pen, sheet, words.WANTED, pen.say(words.WANTED_HELP))
    pen.heads(sheet, 2, [(words.FIGURE, 60), (words.ALONE, 14), (words.CELLS, 14)])
    row = 2
    for row, each in enumerate(summary.wanted, 3):
        pen.text(sheet, row, 0, asked_words(each.key, summary.catalogue))
        pen.amount(sheet, row, 1, Fraction(each.alone), "#,##0")
        pen.amount(sheet, row, 2, Fraction(each.cells), "#,##0")
    pen.finish(sheet, row, frozen=1, head=2)


def _sweep(pen: Pen, sweep: Sweep, number: int | None) -> None:
    """Write who is in at each threshold, and draw it."""
    name = words.SWEEP if number is None else words.SWEEP + same(f" {number}")
    sheet = pen.sheet(name)
    _head(pen, sheet, words.SWEEP, pen.say(words.sweep_title(sweep)))
    titles = (words.THRESHOLD, words.exact_words(sweep), words.SURE, words.MAYBE, words.NO, words.APART)
    pen.heads(sheet, 2, [(title, 16) for title in titles])
    fact = sweep.asked.fact
    is_percent = fact is not None and sweep.catalogue.facts[fact].unit == "%"
    row = 2
    for row, point in enumerate(sweep.points, 3):
        mark = words.CURRENT_MARK if words.is_current(sweep, point) else same("")
        pen.text(sheet, row, 0, words.threshold_words(sweep, point) + mark, bold=bool(mark.zh))
        form = digits(point.threshold)
        amount, form = (point.threshold / 100, percent(form)) if is_percent else (point.threshold, form)
        pen.amount(sheet, row, 1, amount, form)
        for column, count in enumerate((point.sure, point.maybe, point.no, point.apart), 2):
            pen.amount(sheet, row, column, Fraction(count), "#,##0")
    pen.finish(sheet, row, frozen=1, head=2)
    chart = pen.book.add_chart({"type": "column", "subtype": "stacked"})
    for column, colour in enumerate(BANDS.values(), 2):
        chart.add_series(
            {
                "name": [name.to(pen.lang), 2, column],
                "categories": [name.to(pen.lang), 3, 0, row, 0],
                "values": [name.to(pen.lang), 3, column, row, column],
                "fill": {"color": colour},
                "gap": 20,
            }
        )
    chart.set_legend({"position": "bottom"})
    chart.set_title({"name": pen.say(sweep.asked.measure.title), "name_font": {"size": 12}, "overlay": False})
    chart.set_size({"width": 690, "height": CHART * LINE_PIXELS})
    sheet.print_area(0, 0, row + 2 + CHART, len(titles) - 1)  # the drawing below the table too, on the same page
    sheet.fit_to_pages(1, 1)
    sheet.insert_chart(row + 2, 0, chart, {"object_position": 2})
