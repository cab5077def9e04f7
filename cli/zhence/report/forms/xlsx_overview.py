"""The first sheet: who was asked about, the sentences, and how many measures came to each verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zhence.model.text import Text
from zhence.report.forms import words
from zhence.report.forms.xlsx_pen import BOX, LINE, Pen, lines_of, pixels
from zhence.report.words import COLON

if TYPE_CHECKING:
    from zhence.report.forms.xlsx_sheet import Sheet

Data = Mapping[str, Any]
OVERVIEW = Text("概览", "Overview")
MEANING = Text("含义", "Meaning")


def overview(pen: Pen, document: Data) -> None:
    """Write who was asked about, the sentences, and how many measures came to each verdict, with a chart."""
    sheet = pen.sheet(OVERVIEW, "#C00000")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 2, 96)
    title = pen.look(bold=True, font_size=16, valign="vcenter")
    sheet.set_row_pixels(0, pixels(30))
    sheet.fit_to_pages(1, int(len(document["subjects"]) == 1))
    sheet.write_string(0, 0, pen.say(words.REPORT), title)
    row = 1
    for label, told in _facts(pen, document):
        pen.text(sheet, row, 0, label, bold=True, bg_color="#F2F2F2")
        sheet.merge_range(row, 1, row, 2, "", pen.look(**BOX))
        sheet.write_string(row, 1, told, pen.look(**BOX))
        row += 1
    row = _counts(pen, sheet, document, row + 1)
    for subject in document["subjects"]:
        row += 1
        if len(document["subjects"]) > 1:
            sheet.write_string(row, 0, pen.say(subject["name"]), pen.look(bold=True, font_size=12))
            row += 1
        sentences = [pen.say(each) for each in [*subject["summary"], *subject["register_words"]]]
        notable = [zone for zone in subject["zones"] if zone["notable"]]
        sentences += [COLON.to(pen.lang).join((pen.say(zone["title"]), pen.say(zone["words"]))) for zone in notable]
        for said in sentences:
            sheet.merge_range(row, 0, row, 2, "", pen.look(text_wrap=True))
            sheet.write_string(row, 0, said, pen.look(text_wrap=True))
            sheet.set_row_pixels(row, pixels(LINE * lines_of(said, 128) + 3))
            row += 1


def _facts(pen: Pen, document: Data) -> Iterable[tuple[Text, str]]:
    subjects = document["subjects"]
    if len(subjects) == 1:
        yield words.SUBJECT, pen.say(subjects[0]["name"])
        yield words.KIND, pen.say(subjects[0]["kind_title"])
        if subjects[0]["place"] is not None:
            place = subjects[0]["place_title"]
            yield Text(place["zh"], place["en"]), pen.say(subjects[0]["place_words"])
        yield words.PROFILE_DIGEST, subjects[0]["digest"]
    yield words.AS_OF, pen.say(document["as_of_text"])
    yield words.CATALOGUE, pen.say(document["catalogue"]["title"])
    yield words.CATALOGUE_DIGEST, document["catalogue"]["digest"]
    yield words.PROGRAM, "zhence " + document["program"]


def _counts(pen: Pen, sheet: Sheet, document: Data, row: int) -> int:
    """Write the table of verdicts and its chart; return the row below."""
    for at, title in enumerate((words.VERDICT, words.COUNT, MEANING)):
        pen.text(sheet, row, at, title, bold=True, bg_color="#44546A", font_color="#FFFFFF")
    first = row + 1
    for verdict in document["verdicts"]:
        row += 1
        count = sum(subject["counts"][verdict["verdict"]] for subject in document["subjects"])
        pen.text(sheet, row, 0, verdict["title"])
        pen.amount(sheet, row, 1, Fraction(count), "0", align="center", indent=0)
        pen.text(sheet, row, 2, verdict["meaning"])
    pen.shade_verdicts(sheet, (first, 0, row, 0), document["verdicts"])
    chart = pen.book.add_chart({"type": "bar"})
    name = OVERVIEW.to(pen.lang)
    chart.add_series(
        {
            "categories": [name, first, 0, row, 0],
            "values": [name, first, 1, row, 1],
            "fill": {"color": "#4472C4"},
            "gap": 60,
            "data_labels": {"value": True},
        }
    )
    chart.set_title({"name": pen.say(words.RESULTS), "name_font": {"size": 12}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"major_gridlines": {"visible": False}, "visible": False})
    chart.set_size({"width": 620, "height": 260})
    sheet.insert_chart(row + 2, 0, chart, {"object_position": 2})
    return row + 16
