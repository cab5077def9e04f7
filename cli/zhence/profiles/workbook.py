"""A workbook that `zhence report` wrote and somebody filled in, read back as the profile it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact
from zhence.model.profile import Record
from zhence.model.text import Text
from zhence.model.workbook import EMPTY, HEADS, MISSING, STATED, Column
from zhence.profiles.files import LARGEST_WORKBOOK, read_bytes
from zhence.profiles.known import fill_in
from zhence.profiles.names import COMPLETE, NAME, PLAN, UNKNOWN, YEAR, ZONE, roots, unknown_kind
from zhence.profiles.records import Table, TableReader, repeated, twice_named
from zhence.profiles.spreadsheet import UNCOMPUTED, Cell, Sheet, cell_name, read_sheets
from zhence.profiles.wishes import FIXED
from zhence.profiles.workbook_findings import CellFindings
from zhence.profiles.workbook_mistakes import (
    error_cell,
    no_codes,
    no_figure,
    no_heads,
    no_sheet,
    several,
    twice,
    uncomputed,
    unknown_item,
    unread,
    year_wanted,
)
from zhence.profiles.workbook_values import listed_in, value_of, written
from zhence.written.faults import Mistake, folded
from zhence.written.lines import KeyPath

LISTS = (COMPLETE, EMPTY, UNKNOWN, f"{PLAN}.{FIXED}")
HEAD_WITHIN = 20  # rows in which the heads of the columns are looked for
_STEP = re.compile(r"([^.\[\]]+)(?:\[([1-9][0-9]{0,4})\])?")
_ERRORS = frozenset(["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"])


def read_workbook(path: Path, catalogue: Catalogue, as_of: date, findings: CellFindings) -> Record | None:
    """Return the record that a workbook carries, with what was filled in; None with the reason noted."""
    data = read_bytes(path, findings, LARGEST_WORKBOOK)
    if data is None:
        return None
    left_out: list[str] = []

    def is_wanted(name: str) -> bool:
        if _meant(name) is None:
            left_out.append(name)
        return _meant(name) is not None

    sheets = read_sheets(data, is_wanted)
    if isinstance(sheets, Mistake):
        findings.add((), sheets)
        return None
    if not any(_meant(name) is STATED for name in sheets):
        findings.add((), no_sheet())
        return None
    for name in left_out:
        if any(folded(each) in folded(name) for each in (MISSING.zh, MISSING.en, STATED.zh, STATED.en)):
            findings.add_at(name, (), unread(name))
    return _Reader(catalogue, as_of, findings).record(sheets, path.stem)


def _meant(name: str) -> Text | None:
    return next((each for each in (STATED, MISSING) if folded(name) in (folded(each.zh), folded(each.en))), None)


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: str
    number: int
    columns: dict[Column, int]
    cells: dict[Column, Cell]

    def place(self, column: Column = Column.VALUE) -> str:
        return f"{self.sheet}!{cell_name(self.number, self.columns.get(column, 1))}"

    def words(self, column: Column) -> str:
        cell = self.cells.get(column)
        return "" if cell is None else written(cell.value).strip()


@dataclass(slots=True)
class _Node:
    """Hold the table of one subject while its rows come in, with its items by kind and number."""

    kind: str
    path: KeyPath
    table: Table = field(default_factory=dict)
    items: dict[str, dict[int, _Node]] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    catalogue: Catalogue
    as_of: date
    findings: CellFindings
    top: _Node | None = None
    has_several: bool = False  # told once

    def record(self, sheets: dict[str, Sheet], fallback: str) -> Record | None:
        """Return the record that the rows of all sheets make up."""
        for name, sheet in sheets.items():
            for row in self._rows(name, sheet):
                self._take(row)
        if self.top is None:
            if not self.findings.hopeless:
                self.findings.add((), no_sheet())
            return None
        record = self._whole(self.top, fallback)
        if NAME in self.top.table:
            record = fill_in(record, self.catalogue, self.as_of, self.findings)
        return record

    def _rows(self, name: str, sheet: Sheet) -> Iterator[_Row]:
        """Yield the rows below the heads of the columns that say something."""
        rows: dict[int, dict[int, Cell]] = {}
        for (number, column), cell in sheet.items():
            rows.setdefault(number, {})[column] = cell
        heads = next(
            (at for at in sorted(rows)[:HEAD_WITHIN] if {Column.WHERE, Column.FIGURE} <= _heads(rows[at]).keys()), None
        )
        columns = _heads(rows[heads]) if heads is not None else {}
        if heads is None or Column.VALUE not in columns:
            self.findings.add_at(name, (), no_heads())
            return
        for number in sorted(each for each in rows if each > heads):
            found = {column: rows[number][at] for column, at in columns.items() if at in rows[number]}
            if Column.VALUE in found and written(found[Column.VALUE].value).strip():
                yield _Row(name, number, columns, found)

    def _take(self, row: _Row) -> None:
        for column, cell in row.cells.items():
            if cell.value == UNCOMPUTED:
                self.findings.add_at(row.place(column), (), uncomputed())
                return
        figure = row.words(Column.FIGURE)
        if not row.words(Column.WHERE):
            self.findings.add_at(row.place(Column.WHERE), (), no_codes())
            return
        node = self._node(row)
        if node is None or not figure:
            if node is not None:
                self.findings.add_at(row.place(Column.FIGURE), node.path, no_figure())
            return
        fact = self.catalogue.facts.get(figure)
        below = self._below(row, figure, fact, node)
        if below is None:
            return
        path = (*node.path, *below)
        if path in self.findings.cells:
            self.findings.add_at(row.place(), path, twice(self.findings.cells[path]))
            return
        self.findings.cells[path] = row.place()
        if below[0] == YEAR:
            self.findings.cells.setdefault(path[:-1], row.place(Column.YEAR))
        raw = self._raw(row, figure, fact)
        if isinstance(raw, Mistake):
            self.findings.add(path, raw)
            return
        table = node.table
        for part in below[:-1]:
            inner = table.setdefault(part, {})
            table = inner if isinstance(inner, dict) else {}
        table[below[-1]] = raw

    def _below(self, row: _Row, figure: str, fact: Fact | None, node: _Node) -> tuple[str, ...] | None:
        """Return the keys under which a figure stands in the table of its subject."""
        year = row.words(Column.YEAR).removesuffix("年")
        if figure.startswith(f"{ZONE}."):
            return (ZONE, figure.partition(".")[2])
        if figure.startswith(f"{PLAN}."):
            return tuple(figure.split(".", 2))
        if fact is not None and fact.yearly is not bool(year):
            self.findings.add_at(row.place(Column.YEAR), (*node.path, figure), year_wanted(fact, self.as_of.year - 1))
            return None
        return (YEAR, year, figure) if year else (figure,)

    def _node(self, row: _Row) -> _Node | None:
        """Return the subject or item that a row is about."""
        words = row.words(Column.WHERE)
        steps = [_STEP.fullmatch(part) for part in words.split(".")]
        first = steps[0]
        kinds = roots(self.catalogue)
        if first is None or first[1] not in kinds:
            self.findings.add_at(row.place(Column.WHERE), (), unknown_kind(words, tuple(kinds), self.catalogue))
            return None
        path: KeyPath = (words.partition(".")[0],)
        if self.top is None:
            self.top = _Node(first[1], path)
        elif self.top.path != path:
            if not self.has_several:
                self.findings.add_at(row.place(Column.WHERE), path, several(words))
            self.has_several = True
            return None
        node = self.top
        for step in steps[1:]:
            subject = self.catalogue.subjects[node.kind]
            inside = (*subject.items, *([subject.members] if subject.members else []))
            if step is None or step[1] not in inside or step[2] is None:
                self.findings.add_at(row.place(Column.WHERE), node.path, unknown_item(words, node.path, inside))
                return None
            number = int(step[2])
            numbered = node.items.setdefault(step[1], {})
            node = numbered.setdefault(number, _Node(step[1], (*node.path, step[1], number - 1)))
        return node

    def _raw(self, row: _Row, figure: str, fact: Fact | None) -> object:
        """Return what a row says as a profile in TOML would have it."""
        cell = row.cells[Column.VALUE]
        if isinstance(cell.value, str) and cell.value.strip() in _ERRORS:
            return error_cell(cell.value.strip())
        if figure in LISTS:
            return listed_in(row.words(Column.VALUE))
        if figure.startswith((f"{ZONE}.", f"{PLAN}.")):
            return cell.value
        if fact is None:
            return written(cell.value).strip()
        value = value_of(cell, fact, self.catalogue, row.words(Column.UNIT).partition(" (")[0])
        if isinstance(value, Mistake):
            return value
        about: Table = {"source": row.words(Column.SOURCE)} if row.words(Column.SOURCE) else {}
        for column in (Column.DATED, Column.ESTIMATE):
            if row.words(column):
                about[str(column)] = row.cells[column].value
        if not about:
            return value
        return {**value, **about} if isinstance(value, dict) else {"value": value, **about}

    def _whole(self, node: _Node, fallback: str) -> Record:
        """Return the record of a node with all below it; members stand in the workbook, not in files of their own."""
        reader = TableReader(self.catalogue, self.as_of, self.findings, is_loose=True)
        none = node.table.pop(EMPTY, [])
        record = reader.record(node.table, node.kind, node.path, fallback)
        items: dict[str, tuple[Record, ...]] = dict.fromkeys(none, ()) if isinstance(none, list) else {}
        for kind, numbered in node.items.items():
            numbers = sorted(numbered)
            items[kind] = tuple(self._whole(numbered[number], f"{kind}[{number}]") for number in numbers)
            for index in repeated([item.name for item in items[kind]]):
                self.findings.add((*numbered[numbers[index]].path, NAME), twice_named(items[kind][index].name))
        return replace(record, items=items)


def _heads(cells: dict[int, Cell]) -> dict[Column, int]:
    meant = {folded(word): column for column, text in HEADS.items() for word in (text.zh, text.en)}
    found: dict[Column, int] = {}
    for at in sorted(cells):
        value = cells[at].value
        column = meant.get(folded(value)) if isinstance(value, str) else None
        if column is not None:
            found.setdefault(column, at)
    return found
