"""Sheets of figures and papers: what is missing, to be filled in; what was stated; documents; sources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from zhence.model.text import Text, same
from zhence.model.workbook import HEADS, MISSING, STATED, Column
from zhence.report.forms import words
from zhence.report.forms.papers import papers
from zhence.report.forms.xlsx_pen import BOX, DAY, INPUT, PERCENT, Pen, digits, number_of, percent
from zhence.report.words import FLAGS, SEMICOLON, bracketed

if TYPE_CHECKING:
    from zhence.report.forms.xlsx_sheet import Sheet

Data = Mapping[str, Any]
HINT = Text(
    "在黄色格里填；不知道的留空。数可写 2.31亿元、4.2%、1.8亿元~2.2亿元。填好后运行：zhence check 本文件",
    "Fill in the yellow cells and leave what is not known. Numbers may be 2.31亿元, 4.2%, 1.8亿元~2.2亿元. "
    "Then run: zhence check THIS-FILE",
)
APART = Text(
    "还缺的数据。本文件含多个对象，不能读回；要填，请对每份档案分别生成工作簿",
    "What is missing. This file is about several subjects and is not read back: to fill in, make a workbook of each profile",
)
NAMELESS = Text(
    "还缺的数据。匿名报告不能读回；要填，请不加 --anonymous 另生成工作簿",
    "What is missing. A report without names is not read back: to fill in, make a workbook without --anonymous",
)
CARRIED = Text(
    "档案原有的数据，读回本文件时一并读取；可以改，可以加行",
    "What the profile stated; it is read back with this file. Rows may be changed and added.",
)
DOCUMENTS = Text("材料清单", "Papers")
MEANS = Text("含义", "Meaning")
OFFICIAL_ADDRESS = Text("官方网址", "Official address")
SOURCE_ID = Text("文件编号", "Source id")
NUMBERS = frozenset(["money", "number", "percent", "count"])
LONGEST_LIST = 255  # characters of a list of choices, commas included
LONGEST_LINK = 2_000  # characters that Excel takes for an address
ADDRESS = 5  # the column of addresses
HEAD = 1  # the row of the heads, below the hint


def missing(pen: Pen, document: Data) -> None:
    """Write the figures that are wanting with a cell each to fill in."""
    sheet = pen.sheet(MISSING, "#FFC000")
    hint = NAMELESS if document["anonymous"] else APART if len(document["subjects"]) > 1 else HINT
    pen.text(sheet, 0, 0, hint, border=0, text_wrap=False, bold=True, font_color="#7F6000")
    columns = [
        (words.SUBJECT, 24),
        (words.FIGURE, 40),
        (HEADS[Column.YEAR], 8),
        (HEADS[Column.VALUE], 18),
        (HEADS[Column.UNIT], 12),
        (HEADS[Column.ESTIMATE], 8),
        (HEADS[Column.SOURCE], 22),
        (HEADS[Column.DATED], 13),
        (words.CHOICES, 26),
        (words.EVIDENCE, 22),
        (words.HOLDER, 18),
        (words.DEFINITION, 40),
        (words.WANTED_BY, 44),
        (HEADS[Column.WHERE], 22),
        (HEADS[Column.FIGURE], 30),
    ]
    pen.heads(sheet, HEAD, columns)
    titles = {r["measure"]: pen.say(r["title"]) for subject in document["subjects"] for r in subject["results"]}
    row = HEAD
    for prefix, subject in _prefixed(document):
        for each in subject["missing"]:
            row += 1
            whose = each["of"]["name"] or each["of"]["kind_title"]
            pen.text(sheet, row, 0, whose)
            pen.text(sheet, row, 1, each["title"])
            _year(pen, sheet, row, 2, each["year"])
            _answer(pen, sheet, row, 3, each)
            pen.text(sheet, row, 4, unit_words(pen, each))
            for at in (5, 6, 7):
                pen.blank(sheet, row, at, bg_color=INPUT, num_format=DAY if at == 7 else "General")
            pen.text(sheet, row, 8, " / ".join(pen.say(choice["title"]) for choice in each["choices"]))
            pen.text(sheet, row, 9, each["evidence"])
            pen.text(sheet, row, 10, each["holder"])
            pen.text(sheet, row, 11, each["definition"])
            pen.text(sheet, row, 12, SEMICOLON.to(pen.lang).join(titles[measure] for measure in each["measures"]))
            pen.text(sheet, row, 13, prefix(each["of"]["where"]), font_color="#7F7F7F")
            pen.text(sheet, row, 14, each["fact"], font_color="#7F7F7F")
    pen.finish(sheet, row, frozen=2, printed=11, head=HEAD)


def _prefixed(document: Data) -> Iterable[tuple[Any, Data]]:
    """Yield each subject with what names it: only where there are several does the top carry a number."""
    several = len(document["subjects"]) > 1

    def numbered(number: int, kind: str) -> Any:  # noqa: ANN401
        return lambda where: f"{kind}[{number}]" + where.removeprefix(kind) if several else where

    for number, subject in enumerate(document["subjects"], 1):
        yield numbered(number, subject["kind"]), subject


def _year(pen: Pen, sheet: Sheet, row: int, at: int, year: int | None) -> None:
    if year is None:
        pen.blank(sheet, row, at)
    else:
        pen.amount(sheet, row, at, Fraction(year), "0")


def unit_words(pen: Pen, each: Data) -> str:
    """Return a unit as it is read back, in another language with what it means behind it."""
    if each["unit"] is None:
        return ""
    title = pen.say(each["unit_title"])
    return str(each["unit"]) if title in ("", each["unit"]) else str(each["unit"]) + bracketed(same(title)).to(pen.lang)


def _answer(pen: Pen, sheet: Sheet, row: int, at: int, each: Data) -> None:
    """Draw the cell to fill in: choices to pick from, a percent as a percent, a day as a day."""
    kind = each["type"]
    form = {"percent": PERCENT, "date": DAY, "text": "@", "choice": "@", "set": "@"}.get(kind, "General")
    pen.blank(sheet, row, at, bg_color=INPUT, num_format=form, text_wrap=True)
    choices = [said.to(pen.lang) for said in FLAGS.values()] if kind == "flag" else []
    if kind == "choice":
        choices = [pen.say(choice["title"]) for choice in each["choices"]]
    if choices and len(",".join(choices)) <= LONGEST_LIST and not any("," in choice for choice in choices):
        sheet.data_validation(row, at, row, at, {"validate": "list", "source": choices, "error_type": "warning"})


def stated(pen: Pen, document: Data) -> None:
    """Write what each profile states, one row a statement."""
    sheet = pen.sheet(STATED)
    pen.text(sheet, 0, 0, CARRIED, border=0, text_wrap=False, italic=True)
    columns = [
        (words.SUBJECT, 30),
        (words.FIGURE, 44),
        (HEADS[Column.YEAR], 8),
        (HEADS[Column.VALUE], 24),
        (HEADS[Column.UNIT], 14),
        (MEANS, 26),
        (HEADS[Column.ESTIMATE], 8),
        (HEADS[Column.SOURCE], 36),
        (HEADS[Column.DATED], 13),
        (HEADS[Column.WHERE], 22),
        (HEADS[Column.FIGURE], 30),
    ]
    pen.heads(sheet, HEAD, columns)
    row = HEAD
    for prefix, subject in _prefixed(document):
        for each in subject["stated"]:
            row += 1
            pen.text(sheet, row, 0, each["name"])
            pen.text(sheet, row, 1, each["title"])
            _year(pen, sheet, row, 2, each["year"])
            _stated_value(pen, sheet, row, 3, each)
            pen.text(sheet, row, 4, unit_words(pen, each))
            pen.text(sheet, row, 5, each["value_text"])
            pen.text(sheet, row, 6, Text("是", "yes") if each["estimate"] else None)
            pen.text(sheet, row, 7, each["source"])
            if each["dated"] is None:
                pen.blank(sheet, row, 8)
            else:
                pen.exact(sheet, row, 8, each["dated"], None)
            pen.text(sheet, row, 9, prefix(each["where"]), font_color="#7F7F7F")
            pen.text(sheet, row, 10, each["figure"], font_color="#7F7F7F")
    pen.finish(sheet, row, frozen=2, printed=9, head=HEAD)


def _stated_value(pen: Pen, sheet: Sheet, row: int, at: int, each: Data) -> None:
    """Write a stated value so that it is read back as it was."""
    value, kind = each["value"], each["type"]
    if isinstance(value, bool):
        pen.text(sheet, row, at, FLAGS[value])
    elif isinstance(value, list):
        listed = "、".join(value)
        plain = bool(value) and not any(mark in listed for mark in ",,;;[") and listed.count("、") == len(value) - 1
        pen.text(sheet, row, at, listed if plain else json.dumps(value, ensure_ascii=False))
    elif kind == "date" and isinstance(value, str):
        pen.exact(sheet, row, at, value, None)
    elif kind in NUMBERS:
        _stated_number(pen, sheet, row, at, each)
    elif isinstance(value, dict):
        pen.text(sheet, row, at, f"{value['from'] or ''}~{value['to'] or ''}")
    else:
        pen.text(sheet, row, at, value)


def _stated_number(pen: Pen, sheet: Sheet, row: int, at: int, each: Data) -> None:
    value = each["value"]
    ends = list(value.values()) if isinstance(value, dict) else [value]
    numbers = [number_of(end) for end in ends if end is not None]
    if any(end is not None and "/" in end for end in ends):
        pen.text(sheet, row, at, each["written"])  # no decimal says it: as it was written, in its own unit
    elif len(ends) > 1:
        pen.text(sheet, row, at, "~".join(end or "" for end in ends))
    elif numbers[0] is not None and _fits(numbers[0], each["unit"]):
        number, share = numbers[0], each["unit"] == "%"
        pen.amount(
            sheet, row, at, number / 100 if share else number, percent(digits(number)) if share else digits(number)
        )
    else:
        pen.text(sheet, row, at, ends[0])


def _fits(number: Fraction, unit: str | None) -> bool:
    """Tell whether a spreadsheet's fifteen digits hold a number."""
    stored = number / 100 if unit == "%" else number
    return Fraction(f"{float(stored):.15g}") == stored


def documents(pen: Pen, document: Data) -> None:
    """Write the papers to hand in for what applies and is open, each once, with the measures that ask for it."""
    sheet = pen.sheet(DOCUMENTS)
    columns = [
        (words.SUBJECT, 30),
        (words.DOCUMENTS, 48),
        (words.HOLDER, 30),
        (words.WANTED_BY, 60),
    ]
    pen.heads(sheet, 0, columns)
    row = 0
    for subject in document["subjects"]:
        for (title, holder), wanted in papers(subject, pen.lang).items():
            row += 1
            for at, told in enumerate((subject["name"], title, holder, SEMICOLON.to(pen.lang).join(wanted))):
                pen.text(sheet, row, at, told)
    pen.finish(sheet, row, frozen=2)


def sources(pen: Pen, document: Data) -> None:
    """Write the documents that the measures rest on, how each was read, and where it officially stands."""
    sheet = pen.sheet(words.SOURCES)
    columns = [
        (words.SOURCES, 60),
        (words.ISSUER, 34),
        (words.NUMBER, 26),
        (words.ISSUED, 12),
        (words.READ, 12),
        (OFFICIAL_ADDRESS, 60),
        (words.NOTES, 60),
        (SOURCE_ID, 26),
    ]
    pen.heads(sheet, 0, columns)
    for row, each in enumerate(document["sources"], 1):
        told = [each["title"], each["issuer"], each["number"], each["issued"], each["read_title"], each["url"]]
        is_link = str(each["url"]).startswith(("https://", "http://")) and len(each["url"]) < LONGEST_LINK
        for at, words_ in enumerate([*told, each["note"], each["id"]]):
            if at == ADDRESS and is_link:
                look = pen.look(**BOX, font_color="#0563C1", underline=1, text_wrap=True)
                sheet.write_url(row, at, each["url"], look, pen.say(each["url"]))
            else:
                pen.text(sheet, row, at, words_)
    pen.finish(sheet, len(document["sources"]), frozen=1, printed=6)
