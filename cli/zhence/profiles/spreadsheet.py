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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.parsers import expat

from zhence.profiles.spreadsheet_formats import DAY, PERCENT, Format, cell_formats
from zhence.profiles.spreadsheet_parts import (
    Bounds,
    Marks,
    RefusedError,
    Walker,
    broken,
    not_excel,
    shared_texts,
    unescaped,
)
from zhence.written.faults import Mistake

PROFILE = Bounds(unpacked=50 << 20, rows=10_000, columns=200, cells=2_000_000)
UNCOMPUTED = "="  # what a cell says that holds a formula and no value of it
ODD_MARK = "=?"  # what stands before a number that its format shows as another one, which is not certain
MOST_MERGED = 100  # areas of one column, of several columns ten times as many
MOST_HIDDEN = 1_000  # runs of columns
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")

Area = tuple[int, int, int, int]  # first row, first column, last row, last column
Raw = str | bool | Decimal | date | datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold what a cell says; a number is given as its format shows it, 3.09 for 3.09%, with words `before` it and a `unit`.

    Where `is_odd`, its format shows it as another number, and which one is not certain.
    """

    value: Raw
    is_percent: bool = False
    before: str = ""
    unit: str = ""
    is_odd: bool = False


Sheet = dict[tuple[int, int], Cell]  # by row and column, both from 1


def read_sheets(data: bytes, wanted: Callable[[str], bool]) -> dict[str, Sheet] | Mistake:
    """Return the cells of the sheets whose names are wanted, or why the workbook cannot be read."""
    try:
        with open_book(io.BytesIO(data), PROFILE) as book:
            return {
                name: {(row, column): cell for row, column, cell in book.cells(name)}
                for name in book.names
                if wanted(name)
            }
    except RefusedError as refused:
        return refused.mistake


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of the sheets of a workbook, none where it cannot be read."""
    try:
        with open_book(path, PROFILE, is_counted=False) as book:
            return tuple(book.names)
    except RefusedError:
        return ()


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell: B3 for the third row's second column."""
    return f"{column_name(column)}{row}"


def column_name(column: int) -> str:
    """Return the letters of a column, counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@contextmanager
def open_book(file: Path | io.BytesIO, bounds: Bounds, *, is_counted: bool = True) -> Iterator[Book]:
    """Return a workbook to be read within bounds, or raise why it cannot be."""
    try:
        with zipfile.ZipFile(file) as archive:
            infos = [each for each in archive.infolist() if each.filename.endswith((".xml", ".rels"))]
            if is_counted and sum(each.file_size for each in infos) > bounds.unpacked:
                raise RefusedError(bounds.too_large())
            if any(each.flag_bits & 1 for each in infos):
                raise RefusedError(broken())
            yield Book(archive, bounds, {each.filename.lstrip("/"): each for each in infos})
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise RefusedError(broken()) from error
    except (LookupError, ValueError, InvalidOperation, OverflowError, expat.ExpatError) as error:
        raise RefusedError(broken()) from error


@dataclass
class Book:
    """Hold an opened workbook; `names` are those of its sheets with their parts, `hidden` those that nobody sees."""

    archive: zipfile.ZipFile
    bounds: Bounds
    parts: dict[str, zipfile.ZipInfo]
    names: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    hidden_rows: int = 0  # of the sheets read so far
    hidden_columns: list[tuple[int, int]] = field(
        default_factory=list
    )  # of the sheet read last, the first and the last of each run
    merged: dict[int, list[Area]] = field(
        default_factory=dict
    )  # of the sheet read last, within each column; 0 for those of several
    shared: list[str] | None = None
    formats: list[Format] = field(default_factory=list)  # of each style of a cell
    epoch: datetime = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no time zone

    def __post_init__(self) -> None:
        if "xl/workbook.xml" not in self.parts:
            raise RefusedError(not_excel())
        targets: dict[str, str] = {}

        def relation(tag: str, marks: Marks) -> None:
            if tag == "Relationship":
                path = posixpath.normpath(posixpath.join("/xl", marks["Target"]))
                targets[marks["Id"]] = path.lstrip("/")

        def sheet(tag: str, marks: Marks) -> None:
            if tag == "sheet":
                self.names[marks["name"]] = targets[marks["id"]]
                if marks.get("state", "visible") != "visible":
                    self.hidden.add(marks["name"])
            elif tag == "workbookPr" and marks.get("date1904") in ("1", "true"):
                self.epoch = datetime(1904, 1, 1)  # noqa: DTZ001

        self._walk("xl/_rels/workbook.xml.rels", Walker(relation))
        self._walk("xl/workbook.xml", Walker(sheet))

    def _walk(self, part: str, walker: Walker) -> None:
        with self.archive.open(self.parts[part]) as opened:
            walker.walk(opened)

    def _learn(self) -> None:
        """Read what all sheets lean on."""
        self.shared = []
        if (part := "xl/sharedStrings.xml") in self.parts:
            with self.archive.open(self.parts[part]) as opened:
                self.shared = shared_texts(opened)
        if (part := "xl/styles.xml") in self.parts:
            with self.archive.open(self.parts[part]) as opened:
                self.formats = cell_formats(opened)

    def cells(self, name: str) -> Iterator[tuple[int, int, Cell]]:
        """Return the filled cells of a sheet as they stand in it, with row and column from 1."""
        if self.shared is None:
            self._learn()
        self.merged, self.hidden_columns = {}, []
        taker = _Taker(self)
        walker = Walker(taker.start, taker.end)
        with self.archive.open(self.parts[self.names[name]]) as opened:
            while walker.step(opened):
                yield from taker.taken
                taker.taken.clear()

    def cell(self, kind: str, style: str, words: str) -> Cell | None:
        """Return what a cell of a kind and a style says by its words."""
        if kind == "s":
            words = (self.shared or [])[int(words)]
            return Cell(words) if words else None
        if kind in ("str", "inlineStr", "e"):
            return Cell(unescaped(words))
        if kind == "b":
            return Cell(words.strip() in ("1", "true"))
        if kind == "d":
            return Cell(_only_day(datetime.fromisoformat(words)))
        form = self.formats[int(style)] if int(style) < len(self.formats) else Format()
        if form.kind == DAY and 0 <= float(words) <= (date.max - self.epoch.date()).days:
            return Cell(_only_day(self.epoch + timedelta(seconds=round(float(words) * 86_400))))
        number = Decimal(f"{float(words):.15g}")  # what Excel shows and counts with
        is_percent = form.kind == PERCENT
        if form.kind == DAY:  # no day of the calendar: what is written
            return Cell(number)
        if not form.sections:
            return Cell(number * 100, is_percent=True) if is_percent else Cell(number)
        shown = form.shown(number)
        if shown.is_odd:
            return Cell(number, is_odd=True)
        return Cell((number * 100 if is_percent else number) / 10**shown.places, is_percent, shown.before, shown.unit)


@dataclass
class _Taker:
    """Take the cells of one sheet as its elements come."""

    book: Book
    taken: list[tuple[int, int, Cell]] = field(default_factory=list)
    count: int = 0
    row: int = 0
    column: int = 0
    kind: str = ""
    style: str = ""
    is_formula: bool = False
    words: str = ""

    def start(self, tag: str, marks: Marks) -> None:
        if tag == "c":
            self.row, self.column = _place(marks["r"]) if "r" in marks else (self.row, self.column + 1)
            self.kind, self.style = marks.get("t", "n"), marks.get("s", "0")
            self.is_formula, self.words = False, ""
        elif tag == "f":
            self.is_formula = True
        elif tag == "row":
            self.row, self.column = int(marks.get("r", self.row + 1)), 0
            self.book.hidden_rows += marks.get("hidden") in ("1", "true")
        elif tag == "mergeCell":
            self._merge(marks.get("ref", ""))
        elif tag == "col" and marks.get("hidden") in ("1", "true") and len(self.book.hidden_columns) < MOST_HIDDEN:
            self.book.hidden_columns.append((int(marks["min"]), int(marks["max"])))

    def _merge(self, area: str) -> None:
        """Keep an area of merged cells: of each column the first of those within it, and the first of those over several."""
        first, _, last = area.partition(":")
        if not (_PLACE.fullmatch(first) and _PLACE.fullmatch(last)):
            return
        (top, left), (bottom, right) = _place(first), _place(last)
        known = self.book.merged.setdefault(left if left == right else 0, [])
        if len(known) < MOST_MERGED * (1 if left == right else 10):
            known.append((top, left, bottom, right))

    def end(self, tag: str, words: str) -> None:
        if words:
            self.words = words
        elif tag == "c" and (self.words or self.is_formula):
            self._take()

    def _take(self) -> None:
        bounds = self.book.bounds
        self.count += 1
        if self.row > bounds.rows or self.column > bounds.columns or self.count > bounds.cells:
            raise RefusedError(bounds.too_many())
        is_empty_text = self.is_formula and self.kind == "str"
        if self.words:
            cell = self.book.cell(self.kind, self.style, self.words)
        else:
            cell = None if is_empty_text else Cell(UNCOMPUTED)
        if cell is not None:
            self.taken.append((self.row, self.column, cell))


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
