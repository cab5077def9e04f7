"""How much of each column of a table was understood: cells read, rejected and blank, and one of them as an example."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from zhence.tables.days import as_text
from zhence.tables.part import Part
from zhence.written.faults import clip

UNSHOWN = (pl.Binary, pl.Null, pl.Duration, pl.Object)  # types whose cells are not shown as texts


@dataclass(frozen=True, slots=True)
class Tally:
    """Hold what became of the cells of one column, in the rows that are used; None where it is not used."""

    read: int | None
    rejected: int
    blank: int | None
    example: str


def tallies(part: Part) -> list[Tally]:
    """Return what became of each column of a file, in its order."""
    columns = {column.name: column for column in part.columns}
    schema = part.source.rows.collect_schema()
    asked: dict[str, pl.Expr] = {}
    for at, heading in enumerate(part.headings):
        name = f"c{at}"
        asked[f"example:{name}"] = _example(name, schema[name])
        if name in columns:
            said = columns[name].columns().values()
            is_read = pl.any_horizontal(expr.is_not_null() for expr in said) if said else pl.lit(value=False)
            asked[f"read:{name}"] = is_read.sum()
            asked[f"blank:{name}"] = (~is_read & ~columns[name].rejected()).sum()
        elif heading.role in ("id", "name", "year"):
            label = part.year() if heading.role == "year" else part.label(heading.role)
            asked[f"read:{name}"] = label.is_not_null().sum()
            asked[f"blank:{name}"] = pl.col(name).is_null().sum()
    found = part.used().select(pl.len(), **asked).collect(engine="streaming").row(0, named=True)
    return [
        Tally(
            found.get(f"read:c{at}"),
            part.rejected.get(f"c{at}", 0),
            found.get(f"blank:c{at}"),
            clip(found[f"example:c{at}"] or ""),
        )
        for at in range(len(part.headings))
    ]


def _example(name: str, kind: pl.DataType) -> pl.Expr:
    """Return the first cell that says something, as a text; "" for cells that hold no plain value."""
    cell = pl.col(name)
    if kind == pl.List(pl.String):
        cell = cell.list.join("|")
    elif kind.is_nested() or kind in UNSHOWN:
        return pl.lit("")
    text = as_text(cell, kind)
    return text.filter(text.str.strip_chars() != "").first()
