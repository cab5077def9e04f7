"""A workbook that `zhence report` wrote and somebody filled in, read back as the profile it came from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactType
from zhence.model.fault import Fault
from zhence.model.profile import Record
from zhence.model.text import Text
from zhence.model.workbook import EMPTY, HEADS, MISSING, STATED, Column
from zhence.profiles.files import LARGEST_WORKBOOK, read_bytes
from zhence.profiles.known import fill_in
from zhence.profiles.names import COMPLETE, NAME, PLAN, UNKNOWN, YEAR, ZONE, roots, unknown_kind
from zhence.profiles.records import Table, TableReader, repeated, twice_named
from zhence.profiles.spreadsheet import UNCOMPUTED, Cell, Raw, Sheet, cell_name, read_sheets
from zhence.profiles.wishes import FIXED
from zhence.profiles.workbook_mistakes import (
    error_cell,
    no_figure,
    no_heads,
    no_sheet,
    percent_elsewhere,
    several,
    twice,
    uncomputed,
    unit_on_one_end,
    unknown_item,
    year_wanted,
)
from zhence.written.faults import Findings, Mistake, folded
from zhence.written.inexact import is_blank
from zhence.written.lines import KeyPath
from zhence.written.quantities import range_ends

LISTS = (COMPLETE, EMPTY, UNKNOWN, f"{PLAN}.{FIXED}")
HEAD_WITHIN = 20  # rows in which the heads of the columns are looked for
_STEP = re.compile(r"([^.\[\]]+)(?:\[([1-9][0-9]{0,4})\])?")
_RANGE = re.compile(r"(.*?)\s*(?:[~～〜–—至到]|(?<=[^\s~eE+\-])-(?=\s*[.0-9])|(?<=\s)-(?=\s))\s*(.*)", re.DOTALL)
_NO_UNIT = re.compile(r"[+\-]?[0-9.,\s]+")
_ERRORS = frozenset(["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"])


@dataclass(slots=True)
class CellFindings(Findings):
    """Collect the mistakes of one workbook; each is told with its sheet and cell."""

    cells: dict[KeyPath, str] = field(default_factory=dict)  # where the value of a key stands
    places: dict[int, str] = field(default_factory=dict)  # by the number of the mistake, where it stands elsewhere

    def add(self, path: KeyPath, mistake: Mistake, line: int | None = None) -> None:
        """Note a mistake; nobody writes TOML in a cell."""
        Findings.add(self, path, mistake.without_toml(), line)

    def add_at(self, place: str, path: KeyPath, mistake: Mistake) -> None:
        """Note a mistake that stands at a cell of its own."""
        self.places[len(self.found)] = place
        self.add(path, mistake)

    def faults(self) -> tuple[Fault, ...]:
        """Return what was found; a mistake below a cell's key is told at that cell."""
        told = Findings.faults(self)
        where = [self.places.get(at) or self._cell(path) for at, (path, _, _) in enumerate(self.found)]
        return tuple(
            replace(fault, key=" ".join(part for part in (place, fault.key) if part))
            for fault, place in zip(told, where, strict=True)
        )

    def _cell(self, path: KeyPath) -> str:
        return next((self.cells[path[:size]] for size in range(len(path), 0, -1) if path[:size] in self.cells), "")


def read_workbook(path: Path, catalogue: Catalogue, as_of: date, findings: CellFindings) -> Record | None:
    """Return the record that a workbook carries, with what was filled in; None with the reason noted."""
    data = read_bytes(path, findings, LARGEST_WORKBOOK)
    if data is None:
        return None
    sheets = read_sheets(data, lambda name: _meant(name) is not None)
    if isinstance(sheets, Mistake):
        findings.add((), sheets)
        return None
    if not any(_meant(name) is STATED for name in sheets):
        findings.add((), no_sheet())
        return None
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
        return "" if cell is None else _written(cell.value).strip()


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
            if Column.VALUE in found and _written(found[Column.VALUE].value).strip():
                yield _Row(name, number, columns, found)

    def _take(self, row: _Row) -> None:
        for column, cell in row.cells.items():
            if cell.value == UNCOMPUTED:
                self.findings.add_at(row.place(column), (), uncomputed())
                return
        node = self._node(row)
        figure = row.words(Column.FIGURE)
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
            self.findings.add_at(row.place(Column.WHERE), path, several(words))
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
            return _listed(row.words(Column.VALUE))
        if figure.startswith((f"{ZONE}.", f"{PLAN}.")):
            return cell.value
        if fact is None:
            return _written(cell.value).strip()
        value = _value(cell, fact, self.catalogue, row.words(Column.UNIT).partition(" (")[0])
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


def _written(raw: Raw) -> str:
    """Return what a cell says as text."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return f"{raw:f}" if isinstance(raw, Decimal) else str(raw)


def _value(cell: Cell, fact: Fact, catalogue: Catalogue, unit: str) -> object:
    """Return a value as TOML would have it: ranges as tables, plain numbers with the unit of their row."""
    raw = cell.value
    if fact.type.numeric:
        return _amount(cell, fact, catalogue, unit)
    if fact.type is FactType.FLAG and isinstance(raw, Decimal):
        return int(raw) if raw in (0, 1) else raw
    if fact.type is FactType.DATE:
        if isinstance(raw, Decimal) and raw == raw.to_integral_value():
            return int(raw)
        ends = re.split(r"\s*[~～〜至到]\s*", raw.strip()) if isinstance(raw, str) else []
        return _ends(ends[0], ends[1]) if len(ends) == 2 else raw
    if fact.type is FactType.SET and isinstance(raw, str) and raw.lstrip().startswith("["):
        return _listed(raw)
    return _written(raw) if isinstance(raw, (Decimal, date)) else raw


def _listed(words: str) -> object:
    """Return the members of a list: cut at its commas, or as JSON where a member holds one itself."""
    if not words.lstrip().startswith("["):
        return re.split(r"\s*[,，、;；]\s*", words)
    try:
        return json.loads(words)
    except (ValueError, RecursionError):
        return words


def _amount(cell: Cell, fact: Fact, catalogue: Catalogue, unit: str) -> object:
    raw = cell.value
    if isinstance(raw, (bool, date)):
        return raw
    if isinstance(raw, Decimal):
        if cell.is_percent and fact.type is not FactType.PERCENT:
            return percent_elsewhere(raw, fact)
        return f"{_written(raw)}%" if cell.is_percent else _with_unit(_written(raw), fact, unit)
    words = raw.strip()
    found = None if is_blank(words) else _RANGE.fullmatch(words)
    if found is None:
        return _with_unit(words, fact, unit)
    ends = [end for end in found.groups() if end]
    if len({_NO_UNIT.fullmatch(end) is None for end in ends}) > 1:
        both = range_ends(ends[0], ends[1], fact.type, unit or fact.unit, catalogue.units, catalogue.money)
        return unit_on_one_end(words, *both)
    return _ends(*(_with_unit(end, fact, unit) if end else "" for end in found.groups()))


def _with_unit(words: str, fact: Fact, unit: str) -> str:
    """Return an amount with the unit of its row; in the fact's own unit it stays plain, so that a likelier one is asked for."""
    return words + unit if _NO_UNIT.fullmatch(words) and unit != fact.unit else words


def _ends(low: str, high: str) -> dict[str, object]:
    return {key: end for key, end in (("from", low), ("to", high)) if end}
