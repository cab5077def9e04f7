"""Numbers of a column that are more likely other ones: what `check` doubts one by one is told once for each column."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from zhence.model import frame
from zhence.model.fact import FactType
from zhence.model.text import Text
from zhence.profiles.values import NOT_WHOLE, ValueReader
from zhence.tables.cells import Column
from zhence.tables.part import Asked, Part
from zhence.tables.sources import ROW
from zhence.written.doubts import suspect
from zhence.written.faults import Mistake
from zhence.written.units import fact_unit, resolve

DOUBT = "doubt:"


def doubtful(column: Column, asked: Asked) -> pl.Expr:
    """Return where a cell is doubted; under a head that names a unit, a plain number is as one with that unit."""
    fact, units, money = column.fact, asked.catalogue.units, asked.catalogue.money
    found = column.is_doubted()
    if not fact.type.numeric or column.kind == pl.Null:
        return found
    unit = column.heading.unit
    written = resolve(unit, fact_unit(fact.type, fact.unit, units, money), units, money) if unit else None
    caught = suspect(fact.type, fact.unit, written, units, money)
    size = column.scaled().abs()
    is_broken = size % frame.SCALE != 0
    if caught.below:
        is_small = (size > 0) & (size < caught.below * frame.SCALE)
        found |= is_small & is_broken if caught.is_broken else is_small
    if caught.least is not None:
        found |= size >= float(caught.least * frame.SCALE)
    if fact.type is FactType.COUNT and not fact.derived:
        found |= is_broken
    return found.fill_null(value=False)


def note_doubts(part: Part, rows: pl.LazyFrame, counts: Mapping[str, int]) -> None:
    """Note of each column how many cells are doubted, with the first of them; the mark of a cell is named `doubt:` and its column."""
    columns = [column for column in part.columns if counts[f"{DOUBT}{column.name}"]]
    asked: dict[str, pl.Expr] = {}
    for column in columns:
        is_doubted = pl.col(f"{DOUBT}{column.name}")
        asked[f"row:{column.name}"] = pl.col(ROW).filter(is_doubted).first()
        asked[f"cell:{column.name}"] = pl.col(column.name).filter(is_doubted).first().cast(pl.String).str.strip_chars()
    found = rows.select(**asked).collect(engine="streaming").row(0, named=True) if asked else {}
    for column in columns:
        row, text, count = found[f"row:{column.name}"], found[f"cell:{column.name}"], counts[f"{DOUBT}{column.name}"]
        part.note(part.head(column.name), _told(column, part.asked, row, text, count))


def _told(column: Column, asked: Asked, row: int, text: str, count: int) -> Mistake:
    reader = ValueReader(column.fact, asked.catalogue, asked.as_of, loose=True)
    reader.read(f"{text}{column.heading.unit or ''}")
    found = column.doubts.get(text) or next(mistake for _, mistake in reader.found)
    where = Text(f"{count}个单元格可疑，如第{row}行：", f"{count} cells are doubtful, like row {row}: ")
    also = Text("；确实无误，就把单位写进列名", "; if they are right, write the unit into the head")
    is_of_unit = found.kind != NOT_WHOLE and column.heading.unit is None
    return Mistake(found.kind, where + found.problem, found.remedy + also if is_of_unit else found.remedy, "warning")
