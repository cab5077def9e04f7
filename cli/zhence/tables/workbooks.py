"""The sheet of a workbook as a table of texts, taken in piece by piece; what a person cannot see in it is told."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl

from zhence.profiles.spreadsheet import ODD_MARK, Area, Book, Cell, column_name, open_book
from zhence.profiles.spreadsheet_parts import Bounds, RefusedError
from zhence.tables import file_mistakes
from zhence.written.faults import Mistake

BOUNDS = Bounds(unpacked=1 << 30, rows=1_048_576, columns=10_000, cells=20_000_000)
MOST_WORDS = 1 << 29  # characters of all cells together
EXACT = 10**15  # from here on Excel keeps no longer every digit of a number: it rounds to fifteen
PIECE = 50_000  # rows that are held as single texts


@dataclass(frozen=True, slots=True)
class Written:
    """Hold what a sheet says: its heads, the rows below as texts, and the row of a person's count where they begin."""

    heads: tuple[str, ...]
    rows: pl.DataFrame
    first: int
    notes: tuple[Mistake, ...]
    merged: dict[int, Area]  # by column, from 0: one area of cells that are merged
    rounded: dict[int, array[int]]  # by column, from 0: the rows whose number Excel has rounded, or may have


def read_written(path: Path) -> Written | Mistake:
    """Return the first sheet that holds something and is not hidden, or why there is none."""
    try:
        with open_book(path, BOUNDS) as book:
            return _first_sheet(book)
    except RefusedError as refused:
        return refused.mistake


def _first_sheet(book: Book) -> Written | Mistake:
    seen = [name for name in book.names if name not in book.hidden] or list(book.names)
    for name in seen:
        before = book.hidden_rows
        taken = _Rows(book.bounds)
        taken.take(book.cells(name))
        if taken.heads is None:
            continue
        others = [other for other in book.names if other != name]
        notes = [file_mistakes.other_sheets(name, others)] if others else []
        if book.hidden_rows > before:
            notes.append(file_mistakes.hidden_rows(book.hidden_rows - before))
        if hidden := taken.filled(book.hidden_columns):
            notes.append(file_mistakes.hidden_columns([column_name(column) for column in hidden]))
        return taken.written(tuple(notes), book.merged)
    return file_mistakes.empty()


@dataclass
class _Rows:
    """Hold the rows of a sheet on their way into columns of texts."""

    bounds: Bounds
    heads: dict[int, str] | None = None
    top: int = 0  # the row of the heads
    begun: int = 0  # the row at which the piece that is held begins
    at: int = 0
    length: int = 0
    held: dict[int, list[str | None]] = field(default_factory=dict)
    pieces: list[pl.DataFrame] = field(default_factory=list)
    rounded: dict[int, array[int]] = field(default_factory=dict)

    def take(self, cells: Iterator[tuple[int, int, Cell]]) -> None:
        for row, column, cell in cells:
            text = _text(cell)
            if text is None:
                continue
            if self.heads is None:
                self.heads, self.top, self.begun = {}, row, row + 1
            if row == self.top:
                self.heads[column] = text
                continue
            if isinstance(cell.value, Decimal) and abs(cell.value) >= EXACT:
                self.rounded.setdefault(column - 1, array("L")).append(row)
            self._add(row, column, text)
        if self.heads is not None:
            self._flush(max(self.at + 1, self.begun))

    def _add(self, row: int, column: int, text: str) -> None:
        if row < self.at:
            raise ValueError(row)
        self.at = row
        self.length += len(text)
        if self.length > MOST_WORDS:
            raise RefusedError(self.bounds.too_large())
        while row >= self.begun + PIECE:
            self._flush(self.begun + PIECE)
        texts = self.held.setdefault(column, [])
        texts.extend([None] * (row - self.begun - len(texts)))
        if len(texts) > row - self.begun:
            raise ValueError(row)
        texts.append(text)

    def _flush(self, end: int) -> None:
        """Turn what is held into a piece that ends before a row."""
        count = end - self.begun
        if not count:
            return
        columns = self.held or {1: []}
        data = {f"c{column - 1}": texts + [None] * (count - len(texts)) for column, texts in sorted(columns.items())}
        self.pieces.append(pl.DataFrame(data, schema=dict.fromkeys(data, pl.String)))
        self.held, self.begun = {}, end

    def filled(self, runs: Sequence[tuple[int, int]]) -> list[int]:
        """Return which columns of the heads lie within runs of columns."""
        return sorted(column for column in self.heads or {} if any(low <= column <= high for low, high in runs))

    def _merged(self, areas: Mapping[int, Sequence[Area]], width: int) -> dict[int, Area]:
        """Return of each column, from 0, the first area below the heads, but none of a note: a row from its first cell on, or whole rows."""
        found: dict[int, Area] = {}
        heads = self.heads or {1: ""}
        for area in [each for column in sorted(areas, reverse=True) for each in areas[column]]:
            top, left, bottom, right = area
            is_note = left <= min(heads) and (top == bottom or right >= max(heads))
            if bottom > self.top and not (is_note and left < right):
                for at in range(left - 1, min(right, width)):
                    found.setdefault(at, area)
        return found

    def written(self, notes: tuple[Mistake, ...], merged: Mapping[int, Sequence[Area]]) -> Written:
        heads = self.heads or {}
        names = {int(name[1:]) for piece in self.pieces for name in piece.columns}
        width = max([*heads, *(name + 1 for name in names)])
        schema = pl.DataFrame(schema={f"c{at}": pl.String for at in range(width)})
        rows = pl.concat([schema, *self.pieces], how="diagonal")
        named = tuple(heads.get(at + 1, "") for at in range(width))
        return Written(named, rows, self.top + 1, notes, self._merged(merged, width), self.rounded)


def _text(cell: Cell) -> str | None:
    """Return a cell as a person would write it."""
    match cell.value:
        case bool():
            return "true" if cell.value else "false"
        case Decimal():
            before, behind = ODD_MARK if cell.is_odd else cell.before, "%" if cell.is_percent else cell.unit
            return f"{before}{cell.value:f}{behind}"
        case datetime():
            return cell.value.isoformat(sep=" ")
        case date():
            return cell.value.isoformat()
        case _:
            return cell.value.strip() or None
