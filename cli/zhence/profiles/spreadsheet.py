"""Cells of an Excel workbook, read in bounds: what a small file can unpack to is counted before it is unpacked.

The format is read here and not through a library, because a percent has to be told from a plain number (3.09% is
stored as 0.0309, and only the cell's format says so), and because one text that a million cells share must not be
copied a million times.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from xml.parsers import expat

from zhence.model.text import Text
from zhence.written.faults import Mistake

LARGEST = 50 * 1024 * 1024  # unpacked, all parts together
MOST_ROWS = 10_000
MOST_COLUMNS = 200
_LONGEST = 32_767  # characters of a cell: Excel's own bound
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DAYS = frozenset([*range(14, 23), *range(27, 32), 36, *range(45, 48), *range(50, 59)])
_PERCENTS = frozenset([9, 10])
_WHOLE = frozenset(["v", "is", "si"])  # elements that hold one value: of a cell, or of a text that cells share
_WORDS = frozenset(["v", "t"])  # elements whose text counts

Raw = str | bool | Decimal | date | datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold what a cell says; a percent is given as people read it, 3.09 for 3.09%."""

    value: Raw
    is_percent: bool = False


Sheet = dict[tuple[int, int], Cell]  # by row and column, both from 1


class _RefusedError(Exception):
    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.kind)
        self.mistake = mistake


def read_sheets(data: bytes, wanted: Callable[[str], bool]) -> dict[str, Sheet] | Mistake:
    """Return the cells of the sheets whose names are wanted, or why the workbook cannot be read."""
    try:
        return _Workbook(_parts(data)).sheets(wanted)
    except _RefusedError as refused:
        return refused.mistake
    except (KeyError, ValueError, IndexError, InvalidOperation, OverflowError, expat.ExpatError):
        return _broken()


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell: B3 for the third row's second column."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _parts(data: bytes) -> dict[str, bytes]:
    """Return the XML parts of a workbook, unpacked, none of them before all were counted."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [each for each in archive.infolist() if each.filename.endswith((".xml", ".rels"))]
            if sum(each.file_size for each in infos) > LARGEST:
                raise _RefusedError(_too_large())
            if any(each.flag_bits & 1 for each in infos):
                raise _RefusedError(_broken())
            return {each.filename.lstrip("/"): archive.read(each) for each in infos}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise _RefusedError(_broken()) from error


@dataclass(slots=True)
class _Workbook:
    parts: dict[str, bytes]
    shared: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)  # "day", "percent" or "" for each style of a cell
    epoch: datetime = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no time zone

    def sheets(self, wanted: Callable[[str], bool]) -> dict[str, Sheet]:
        names = self._names()
        chosen = {name: path for name, path in names.items() if wanted(name)}
        if chosen:
            self.shared = _shared(self.parts.get("xl/sharedStrings.xml"))
            self.formats = _formats(self.parts.get("xl/styles.xml"))
        return {name: self._cells(self.parts[path]) for name, path in chosen.items()}

    def _names(self) -> dict[str, str]:
        book = self.parts.get("xl/workbook.xml")
        if book is None:
            raise _RefusedError(_not_excel())
        targets: dict[str, str] = {}
        found: dict[str, str] = {}

        def relation(tag: str, marks: dict[str, str]) -> None:
            if tag == "Relationship":
                path = posixpath.normpath(posixpath.join("/xl", marks["Target"]))
                targets[marks["Id"]] = path.lstrip("/")

        def sheet(tag: str, marks: dict[str, str]) -> None:
            if tag == "sheet":
                found[marks["name"]] = targets[marks["id"]]
            elif tag == "workbookPr" and marks.get("date1904") in ("1", "true"):
                self.epoch = datetime(1904, 1, 1)  # noqa: DTZ001

        _walk(self.parts["xl/_rels/workbook.xml.rels"], relation)
        _walk(book, sheet)
        return found

    def _cells(self, part: bytes) -> Sheet:
        cells: Sheet = {}
        row = column = 0
        kind = style = ""

        def start(tag: str, marks: dict[str, str]) -> None:
            nonlocal row, column, kind, style
            if tag == "row":
                row, column = int(marks.get("r", row + 1)), 0
            elif tag == "c":
                row, column = _place(marks["r"]) if "r" in marks else (row, column + 1)
                kind, style = marks.get("t", "n"), marks.get("s", "0")

        def end(_: str, words: str) -> None:
            if not words:
                return
            if row > MOST_ROWS or column > MOST_COLUMNS:
                raise _RefusedError(_too_many())
            cell = self._cell(kind, style, words)
            if cell is not None:
                cells[row, column] = cell

        _walk(part, start, end)
        return cells

    def _cell(self, kind: str, style: str, words: str) -> Cell | None:
        if kind == "s":
            words = self.shared[int(words)]
            return Cell(words) if words else None
        if kind in ("str", "inlineStr", "e"):
            return Cell(_unescaped(words))
        if kind == "b":
            return Cell(words.strip() in ("1", "true"))
        if kind == "d":
            return Cell(_only_day(datetime.fromisoformat(words)))
        number = Decimal(f"{float(words):.15g}")  # what Excel shows and counts with
        form = self.formats[int(style)] if int(style) < len(self.formats) else ""
        if form == "day":
            return Cell(_only_day(self.epoch + timedelta(seconds=round(float(words) * 86_400))))
        return Cell(number * 100, is_percent=True) if form == "percent" else Cell(number)


def _only_day(when: datetime) -> date | datetime:
    return when.date() if when.time() == datetime.min.time() else when


def _place(name: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(name)
    if found is None:
        raise ValueError(name)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _shared(part: bytes | None) -> list[str]:
    """Return the texts that cells share; how a word is pronounced is no part of it."""
    found: list[str] = []
    if part is not None:
        _walk(part, end=lambda _, words: found.append(_unescaped(words)))
    return found


def _formats(part: bytes | None) -> list[str]:
    codes: dict[int, str] = {}
    used: list[int] = []
    inside: list[str] = []

    def start(tag: str, marks: dict[str, str]) -> None:
        if tag in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside.append(tag)
        elif tag == "numFmt":
            codes[int(marks["numFmtId"])] = _NOT_FORMAT.sub("", marks.get("formatCode", ""))
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            used.append(int(marks.get("numFmtId", 0)))

    if part is not None:
        _walk(part, start)
    return [_meaning(number, codes.get(number)) for number in used]


def _meaning(number: int, code: str | None) -> str:
    if code is None:
        return "percent" if number in _PERCENTS else "day" if number in _DAYS else ""
    if "%" in code:
        return "percent"
    return "day" if re.search("[ymdhs]", code, re.IGNORECASE) and "general" not in code.casefold() else ""


def _unescaped(words: str) -> str:
    if len(words) > _LONGEST:
        raise _RefusedError(_too_large())
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words)


def _walk(
    part: bytes,
    start: Callable[[str, dict[str, str]], None] = lambda _tag, _marks: None,
    end: Callable[[str, str], None] = lambda _tag, _words: None,
) -> None:
    """Call back as each element starts, and with its text as each value or text ends; namespaces are left out.

    A document type is refused: nothing that Excel writes has one, and bombs do.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    tags, kept = list[str](), list[str]()

    def begin(name: str, marks: dict[str, str]) -> None:
        tags.append(name.rpartition(" ")[2])
        if tags[-1] in _WHOLE:
            kept.clear()
        start(tags[-1], {key.rpartition(" ")[2]: value for key, value in marks.items()})

    def finish(_: str) -> None:
        tag = tags.pop()
        if tag in _WHOLE:
            end(tag, "".join(kept))

    def words(text: str) -> None:
        if tags[-1] in _WORDS and "rPh" not in tags[-2:]:
            kept.append(text)

    def refuse(*_: object) -> None:
        raise _RefusedError(_broken())

    parser.StartElementHandler = begin
    parser.EndElementHandler = finish
    parser.CharacterDataHandler = words
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(part, True)


def _broken() -> Mistake:
    return Mistake(
        "broken-workbook",
        Text("工作簿已损坏或加了密码,读不出来", "the workbook is damaged or has a password and cannot be read"),
        Text(
            "用 Excel 或 WPS 打开,去掉密码,另存为 .xlsx",
            "open it in Excel or WPS, take the password off and save it as .xlsx",
        ),
    )


def _not_excel() -> Mistake:
    return Mistake(
        "not-a-workbook",
        Text("这不是 Excel 工作簿(.xlsx)", "this is not an Excel workbook (.xlsx)"),
        Text("在 Excel 或 WPS 里另存为 .xlsx", "save it as .xlsx in Excel or WPS"),
    )


def _too_large() -> Mistake:
    return Mistake(
        "too-large-workbook",
        Text(f"工作簿解开后超过 {LARGEST >> 20} MiB", f"the workbook unpacks to more than {LARGEST >> 20} MiB"),
        Text("删去多余的工作表和内容", "take the sheets and words out that do not belong"),
    )


def _too_many() -> Mistake:
    return Mistake(
        "too-many-cells",
        Text(
            f"有数据的单元格超出 {MOST_ROWS} 行、{MOST_COLUMNS} 列",
            f"cells are filled beyond {MOST_ROWS} rows or {MOST_COLUMNS} columns",
        ),
        Text("删去下方和右侧多余的内容", "clear what stands far below or to the right"),
    )
