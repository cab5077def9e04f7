"""Sheets of answers: the overview, the measures, their conditions, and the matrix of subjects and measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zhence.model.text import Text, same
from zhence.report.forms import words
from zhence.report.forms.xlsx_pen import Lines, Pen, day_of, digits, number_of, percent
from zhence.report.words import bracketed

if TYPE_CHECKING:
    from zhence.report.forms.xlsx_sheet import Sheet

Data = Mapping[str, Any]
MEASURES = Text("措施", "Measures")
CONDITIONS = Text("条件", "Conditions")
MATRIX = Text("矩阵", "Matrix")
VALUE_TO = Text("区间上限", "Up to")
OR_MORE = Text("以上", "or more")
REQUIRED = Text("要求", "Required")
BASE = Text("基础门槛", "Base threshold")
EFFECTIVE = Text("适用门槛", "Threshold that counts")
SHORT = Text("还差", "Short by")
SHARE = Text("差门槛的", "Share of threshold")
FILLED = Text("完成度", "How full")
DAYS = Text("天", " days")
POINTS = Text("分", "points")
CHECKED = Text("已核对", "Checked")
OF = Text("共有条件", "Conditions")
READ = Text("依据读取方式", "How the source was read")


def measures(pen: Pen, document: Data) -> None:
    """Write one row a measure and item."""
    sheet = pen.sheet(MEASURES)
    several = len(document["subjects"]) > 1
    columns: list[tuple[Text, float]] = [
        *([(words.SUBJECT, 24.0)] if several else []),
        (words.VERDICT, 16),
        (words.MEASURE, 30),
        (words.ITEM, 16),
        (words.THEME, 16),
        (words.STEPS, 9),
        (words.EXPLAINED, 64),
        (words.DECIDED, 14),
        (words.BENEFITS, 32),
        (words.WINDOWS, 24),
        (CHECKED, 9),
        (OF, 9),
        (READ, 14),
        (words.SOURCE, 34),
        (words.MEASURE_ID, 28),
    ]
    pen.heads(sheet, 0, columns)
    row = 0
    for subject, result in _results(document):
        row += 1
        told = [line["text"] for line in result["words"]]
        closed = [result["closed"]] if result["closed"] is not None else []
        cells: list[Any] = [
            *([subject["name"]] if several else []),
            result["verdict_title"],
            result["title"],
            result["item_title"],
            result["theme_title"],
            None if (steps := words.steps(result)) is None else Fraction(steps),
            _paragraph(pen, [*closed, *told]),
            result["decided_title"],
            _paragraph(pen, [benefit["text"] for benefit in result["benefits"]]),
            _paragraph(pen, [window["text"] for window in result["windows"]]),
            Fraction(result["coverage"]["checked"]),
            Fraction(result["coverage"]["conditions"]),
            result["read_title"],
            result["source_title"],
            result["measure"],
        ]
        for at, cell in enumerate(cells):
            if isinstance(cell, Fraction):
                pen.amount(sheet, row, at, cell, "0", align="center", indent=0)
            else:
                pen.text(sheet, row, at, cell)
    at = int(several)
    pen.finish(sheet, row, frozen=at + 2, printed=at + 9)
    pen.shade_verdicts(sheet, (1, at, max(1, row), at), document["verdicts"])


def _paragraph(pen: Pen, texts: Iterable[Data | str | None]) -> Lines:
    return Lines("\n".join(said for said in map(pen.say, texts) if said))


def _results(document: Data) -> Iterable[tuple[Data, Data]]:
    return ((subject, result) for subject in document["subjects"] for result in subject["results"])


def conditions(pen: Pen, document: Data) -> None:
    """Write one row a condition and score table: value, thresholds and gap as numbers."""
    sheet = pen.sheet(CONDITIONS)
    several = len(document["subjects"]) > 1
    columns: list[tuple[Text, float]] = [
        *([(words.SUBJECT, 24.0)] if several else []),
        (words.MEASURE, 26),
        (words.ITEM, 14),
        (words.VERDICT, 15),
        (words.CONDITION, 42),
        (words.ANSWER, 11),
        (words.VALUE, 13),
        (VALUE_TO, 11),
        (words.UNIT, 11),
        (REQUIRED, 22),
        (BASE, 12),
        (EFFECTIVE, 12),
        (SHORT, 11),
        (SHARE, 11),
        (FILLED, 13),
        (words.CLAUSE, 18),
        (words.SOURCE, 34),
        (words.CONDITION_ID, 20),
        (words.MEASURE_ID, 24),
    ]
    pen.heads(sheet, 0, columns)
    row, at = 0, int(several)
    for subject, result in _results(document):
        for each in [*result["conditions"], *map(_as_condition, result["scores"])]:
            row += 1
            if several:
                pen.text(sheet, row, 0, subject["name"])
            for offset, cell in enumerate((result["title"], result["item_title"], result["verdict_title"])):
                pen.text(sheet, row, at + offset, cell)
            _condition(pen, sheet, row, at + 3, each)
            pen.text(sheet, row, at + 17, result["measure"])
    pen.finish(sheet, row, frozen=at + 1, printed=at + 15)
    last = max(1, row)
    pen.shade_verdicts(sheet, (1, at + 2, last, at + 2), document["verdicts"])
    bar = {"type": "data_bar", "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
    sheet.conditional_format(1, at + 13, last, at + 13, {**bar, "bar_color": "#8EA9DB", "bar_solid": True})


def _as_condition(score: Data) -> Data:
    """Return a score table as a row of the conditions sheet: its points against its pass mark."""
    mark = score["at_least"] if score["at_least"] is not None else score["more_than"]
    exact = score["low"] == score["high"]
    return {
        "sentence": score["title"],
        "answer_title": score["answer_title"],
        "value": score["low"] if exact else {"from": score["low"], "to": score["high"]},
        "value_text": score["points_text"],
        "unit": "",
        "unit_title": {"zh": POINTS.zh, "en": POINTS.en},
        "threshold_text": score["threshold_text"],
        "threshold": mark,
        "effective": mark,
        "gap": None,
        "filled": score["filled"],
        "clause": score["clause"],
        "source_title": None,
        "condition": score["score"],
    }


def _condition(pen: Pen, sheet: Sheet, row: int, at: int, each: Data) -> None:
    gap, unit = each["gap"], each["unit"]
    near = [number for number in map(number_of, (each["value"], each["threshold"], each["effective"])) if number]
    pen.text(sheet, row, at, each["sentence"])
    pen.text(sheet, row, at + 1, each["answer_title"])
    _value(pen, sheet, row, at + 2, each, near)
    pen.text(sheet, row, at + 4, each["unit_title"])
    pen.text(sheet, row, at + 5, each["threshold_text"])
    for column, threshold in ((at + 6, each["threshold"]), (at + 7, each["effective"])):
        if isinstance(threshold, str) and (number_of(threshold) is not None or each["unit"] is None):
            pen.exact(sheet, row, column, threshold, unit, near)
        else:
            pen.blank(sheet, row, column)
    _gap(pen, sheet, row, at + 8, gap)
    if each["filled"] is None:
        pen.blank(sheet, row, at + 10)
    else:
        pen.amount(sheet, row, at + 10, Fraction(each["filled"]), "0.00%")
    for column, told in enumerate((each["clause"], each["source_title"], each["condition"]), at + 11):
        pen.text(sheet, row, column, told)


def _gap(pen: Pen, sheet: Sheet, row: int, at: int, gap: Data | None) -> None:
    """Write what is wanting, in the unit of the figure or in days, and its share of the threshold."""
    if gap is None:
        pen.blank(sheet, row, at)
    else:
        short = Fraction(gap["shortfall"])
        if gap["unit"] == "%":
            pen.amount(sheet, row, at, short / 100, percent(digits(short)))
        else:
            pen.amount(sheet, row, at, short, f'0"{DAYS.to(pen.lang)}"' if gap["unit"] == "day" else digits(short))
    if gap is None or gap["share"] is None:
        pen.blank(sheet, row, at + 1)
    else:
        pen.amount(sheet, row, at + 1, Fraction(gap["share"]), "0.0%")


def _value(pen: Pen, sheet: Sheet, row: int, at: int, each: Data, near: list[Fraction]) -> None:
    """Write a value as a number or a day, a range as its two ends, anything else in words."""
    value, unit = each["value"], each["unit"]
    if isinstance(value, dict):
        for column, end in ((at, value["from"]), (at + 1, value["to"])):
            if end is not None:
                pen.exact(sheet, row, column, end, unit, near)
            elif column == at:
                pen.blank(sheet, row, column)
            else:
                pen.text(sheet, row, column, OR_MORE)
        return
    if isinstance(value, str) and (number_of(value) is not None or day_of(value) is not None):
        pen.exact(sheet, row, at, value, unit, near)
    else:
        pen.text(sheet, row, at, each["value_text"])
    pen.blank(sheet, row, at + 1)


def matrix(pen: Pen, document: Data) -> None:
    """Write measures by subjects: the best verdict of each, and how many of its items share it."""
    sheet = pen.sheet(MATRIX)
    subjects = document["subjects"]
    pen.heads(sheet, 0, [(words.THEME, 18), (words.MEASURE, 36), *((Text(s["name"], s["name"]), 20) for s in subjects)])
    rank = {each["verdict"]: place for place, each in enumerate(document["verdicts"])}
    rows: dict[str, tuple[Data, dict[int, list[Data]]]] = {}
    for at, subject in enumerate(subjects):
        for result in subject["results"]:
            rows.setdefault(result["measure"], (result, {}))[1].setdefault(at, []).append(result)
    themes = {theme: place for place, theme in enumerate(dict.fromkeys(first["theme"] for first, _ in rows.values()))}
    by_theme = sorted(rows.values(), key=lambda each: themes[each[0]["theme"]])
    for row, (first, by_subject) in enumerate(by_theme, 1):
        pen.text(sheet, row, 0, first["theme_title"])
        pen.text(sheet, row, 1, first["title"])
        for at in range(len(subjects)):
            found = by_subject.get(at, [])
            if not found:
                pen.blank(sheet, row, at + 2)
                continue
            best = min(found, key=lambda each: rank[each["verdict"]])
            count = sum(each["verdict"] == best["verdict"] for each in found)
            more = bracketed(same(f"{count}/{len(found)}")).to(pen.lang) if len(found) > 1 else ""
            pen.text(sheet, row, at + 2, pen.say(best["verdict_title"]) + more)
    pen.finish(sheet, len(rows), frozen=2)
    pen.shade_verdicts(sheet, (1, 2, max(1, len(rows)), len(subjects) + 1), document["verdicts"])
