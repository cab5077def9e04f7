"""A table of known subjects filled in from the catalogue's register, row by row as a profile is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from zhence.columns.rows import record
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactKey, FactType
from zhence.model.fault import Fault
from zhence.model.profile import Given, Record
from zhence.model.register import Register
from zhence.model.text import Text, same
from zhence.model.value import Members, Span, Value
from zhence.profiles.known import TABLE, fill_in, is_listed
from zhence.tables.read import FILE, Asked, Table, read_table
from zhence.tables.sources import ROW
from zhence.written.faults import Findings, clip, listed, plain

DOUBTS = frozenset(
    {
        "not-in-register",
        "listed-elsewhere",
        "ambiguous-name",
        "contradicts-register",
        "contradicts-place",
        "register-later",
    }
)
NAMED = 5  # names outside the register that a note tells
KINDS = {FactType.DATE: pl.Date(), FactType.FLAG: pl.Boolean(), FactType.SET: pl.List(pl.String())}
Cell = int | date | bool | str | tuple[str, ...]
Row = Mapping[str, Any]
Rows = dict[str | None, list[int]]  # of each file; None where there is one only


def read_filled(files: Sequence[Path], asked: Asked) -> Table:
    """Return tables as they are answered: with what the register states of their subjects and they do not."""
    return filled(read_table(files, asked), asked)


def filled(table: Table, asked: Asked) -> Table:
    """Return a table with what the register states of its subjects and it does not; what is doubtful is noted."""
    register = asked.catalogue.register
    if register is None or asked.subject != register.subject or frame.NAME not in table.columns:
        return table
    if table.rejected > table.rejects.height:  # too much was refused to tell whose cells it was
        return table
    names = table.frame.select(pl.col(frame.NAME).unique(maintain_order=True)).collect(engine="streaming").to_series()
    known = is_listed(register, names.drop_nulls(), asked.catalogue)
    unlisted = [name for name in known if not known[name]]
    notes = [_unlisted(table, unlisted, register)] if unlisted else []
    refused = _refused(table, register, asked.catalogue)
    rows = table.frame.filter(pl.col(frame.NAME).is_in([name for name in known if known[name] and name not in refused]))
    states = _Stated(asked.catalogue, table.columns)
    for row in rows.collect(engine="streaming").iter_rows(named=True):
        told = _spoken(record(row, asked.catalogue, asked.subject), asked.catalogue)
        findings = Findings(str(row.get(FILE) or table.sources[0].file))
        made = fill_in(told, asked.catalogue, asked.as_of, findings, TABLE)
        notes += [replace(fault, key=_place(row, fault)) for fault in findings.faults()]
        for key in (key for key in made.facts if key not in told.facts):
            states.add(key, made.facts[key].value, row)
    return _put(replace(table, notes=(*table.notes, *notes)), states)


def _refused(table: Table, register: Register, catalogue: Catalogue) -> set[str]:
    """Return the names beside which a cell was refused that says where a subject is or what the register states.

    Whoever wrote the cell meant something by it: what it was stays unknown, and is not filled in from elsewhere.
    """
    stated = {key.fact for entry in register.entries for key in entry.given} | {catalogue.place}
    found: set[str] = set()
    for part in table.parts:
        heads = [part.head(column.name) for column in part.columns if column.fact.id in stated]
        cells = table.rejects.filter(pl.col("file") == part.source.file, pl.col("column").is_in(heads))
        rows = part.whole_rows().filter(pl.col(ROW).is_in(cells["row"].unique().to_list()))
        found |= set(rows.select(name=part.label("name")).collect(engine="streaming")["name"].drop_nulls())
    return found


@dataclass
class _Stated:
    """Hold what the register states: of each column the cells, and in which rows."""

    catalogue: Catalogue
    columns: tuple[str, ...]
    cells: dict[str, dict[Cell, Rows]] = field(default_factory=dict)

    def add(self, key: FactKey, value: Value, row: Row) -> None:
        """Note a figure of a row; a number finer than a column can hold stays unknown."""
        cell = _cell(value)
        if cell is None:
            return
        both = (frame.low(key), frame.high(key))
        for name in both if both[0] in self.columns else (frame.column(key),):
            rows = self.cells.setdefault(name, {}).setdefault(cell, defaultdict(list))
            rows[row.get(FILE)].append(row[frame.ROW])

    def filled(self, name: str, known: pl.Expr | None, place: pl.Expr) -> pl.Expr:
        """Return a column with the cells put in; `place` is the row of the file."""
        fact = self.catalogue.facts[name.partition("@")[0].partition(":")[0]]
        kind = _kind(fact)
        found = pl.lit(None, dtype=kind) if known is None else known
        for cell, rows in self.cells[name].items():
            said = pl.lit(list(cell) if isinstance(cell, tuple) else cell, dtype=kind)
            tests = [
                place.is_in(numbers) if file is None else place.is_in(numbers) & (pl.col(FILE) == file)
                for file, numbers in rows.items()
            ]
            found = pl.when(pl.any_horizontal(tests)).then(said).otherwise(found)
        return found


def _put(table: Table, states: _Stated) -> Table:
    """Return the table with the cells put in; where it is a single file, the columns over that file too."""
    known = {name: pl.col(name) for name in table.columns}
    whole = {name: states.filled(name, known.get(name), pl.col(frame.ROW)) for name in states.cells}
    file = table.of_file
    own = {name: states.filled(name, file.get(name), file[frame.ROW]) for name in states.cells if file}
    names = tuple(dict.fromkeys([*table.columns, *whole]))
    return replace(table, frame=table.frame.with_columns(**whole), columns=names, of_file=file | own)


def _cell(value: Value) -> Cell | None:
    """Return a value as it stands in a column, None where none can hold it."""
    match value:
        case Members():
            return tuple(sorted(value.known))
        case Span(low=Fraction() as amount) if amount == value.high:
            low, high = frame.scaled(amount)
            return low if low == high else None
        case Span():
            return None
        case _:
            return value.exact


def _kind(fact: Fact) -> pl.DataType:
    return pl.Int64() if fact.type.numeric else KINDS.get(fact.type, pl.String())


def _spoken(told: Record, catalogue: Catalogue) -> Record:
    """Return a record whose figures are written as people write them."""
    return replace(told, facts={key: _written(given, catalogue.facts[key.fact]) for key, given in told.facts.items()})


def _written(given: Given, fact: Fact) -> Given:
    match given.value:
        case Span(low=low, high=high):
            ends = dict.fromkeys(plain(end) if end is not None else "…" for end in (low, high))
            return replace(given, raw="–".join(ends) + (fact.unit or ""))
        case Members():
            return replace(given, raw="、".join(sorted(given.value.known)))
    return replace(given, raw=given.raw.lower() if fact.type is FactType.FLAG else given.raw)


def _place(row: Row, fault: Fault) -> str:
    """Return where in a table a doubt arose: the name and, where it is about a figure, that one."""
    return ".".join([clip(str(row[frame.NAME])), *fault.key.split(".")[1:]]).removesuffix(".name")


def _unlisted(table: Table, names: list[str], register: Register) -> Fault:
    """Return the note on names that the register does not know."""
    more = Text("等", " and others") if len(names) > NAMED else same("")
    named = listed(map(clip, names[:NAMED])) + more
    problem = Text(
        f"{len(names)}个名称不在{register.title.zh}的{len(register.entries)}条之内：",
        f"{len(names)} name{'' if len(names) == 1 else 's'} not in the {register.title.en}, which knows "
        f"{len(register.entries)}: ",
    )
    remedy = Text(
        "这些以表格为准；核对名称，名录之外的照样回答",
        "these are as the table has them; check the names, others are answered all the same",
    )
    return Fault(table.sources[0].file, "", problem + named, remedy, severity="warning", kind="not-in-register")
