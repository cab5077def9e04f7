"""A row a subject from a row a subject and year: what several rows say of one figure counts only where they agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from zhence.model import frame
from zhence.tables import row_mistakes
from zhence.tables.part import FILE, ID, YEAR, Part
from zhence.written.faults import Mistake

Told = tuple[str, int, str, str, Mistake]  # file, row, head, value, what is wrong
LABELS = (ID, frame.NAME)
MOST = 10_000  # contradictions that are listed


def key_role(parts: Sequence[Part]) -> str | None:
    """Return the role that tells subjects apart in all files, None where no file has a row a year.

    Raises:
        LookupError: with the file at fault, where some file has neither ids nor names, or they share none.

    """
    if all(part.role("year") is None for part in parts):
        return None
    for role in ("id", "name"):
        if all(part.role(role) is not None for part in parts):
            return role
    without = [part for part in parts if part.role("id") is None and part.role("name") is None]
    raise LookupError((without or [part for part in parts if part.role("id") is None])[0].source.file)


def by_subject(
    whole: pl.LazyFrame, parts: Sequence[Part], kept: tuple[str, ...], role: str
) -> tuple[pl.LazyFrame, list[Told], int]:
    """Return a row a subject, what contradicts in the rows, and how many cells do."""
    by = ID if role == "id" else frame.NAME
    whole, told, count = _one_name(whole, parts, by)
    schema = whole.collect_schema()
    stated = [name for name in schema.names() if name not in (*kept, YEAR)]
    for name in stated:
        keys = [by, YEAR] if name.startswith(YEAR) else [by]
        found, many = _differing(whole, parts, name, keys, schema[name])
        told += found
        count += many
    of_rows = whole.filter(pl.col(YEAR) >= parts[0].earliest).select(pl.col(YEAR).unique())
    years = of_rows.collect(engine="streaming")[YEAR].sort()
    columns = {name: pl.col(name).first() for name in kept if name != by and name not in LABELS}
    columns |= {name: pl.col(name).drop_nulls().first() for name in kept if name != by and name in LABELS}
    for name in stated:
        if not name.startswith(YEAR):
            columns[name] = _only(pl.col(name), schema[name])
    for name in (name for name in stated if name.startswith(YEAR)):
        stem, colon, end = name.removeprefix(YEAR).partition(":")
        for year in years:
            of_year = pl.col(name).filter(pl.col(YEAR) == year)
            target = f"{stem}@{year}{colon}{end}"
            if target in columns:  # a column of its own states the year too
                of_year = of_year.append(pl.col(target))
            columns[target] = _only(of_year, schema[name])
    frame_of = whole.group_by(by, maintain_order=True).agg(**columns)
    return frame_of.select(*kept, *(name for name in columns if name not in kept)), told, count


def _comparable(cell: pl.Expr, kind: pl.DataType) -> pl.Expr:
    return cell.list.join("|") if kind == pl.List(pl.String) else cell


def _only(cell: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Return the one thing that the cells of a group say, null where they differ."""
    said = cell.drop_nulls()
    return pl.when(_comparable(said, kind).n_unique() <= 1).then(said.first())


def _one_name(whole: pl.LazyFrame, parts: Sequence[Part], by: str) -> tuple[pl.LazyFrame, list[Told], int]:
    """Leave out the rows whose id stood for another name before."""
    if by != ID or frame.NAME not in whole.collect_schema():
        return whole, [], 0
    first = pl.col(frame.NAME).drop_nulls().first().over(ID)
    other = (pl.col(frame.NAME) != first).fill_null(value=False)
    found = whole.with_columns(before=first, other=other).filter(pl.col("other")).collect()
    if not found.height:
        return whole, [], 0
    told = [
        (file, row, _head(parts, file, frame.NAME), name, row_mistakes.other_name(before))
        for file, row, name, before in _placed(found.head(MOST), parts, frame.NAME, "before")
    ]
    return whole.filter(~other), told, found.height


def _differing(
    whole: pl.LazyFrame, parts: Sequence[Part], name: str, keys: list[str], kind: pl.DataType
) -> tuple[list[Told], int]:
    """Return the rows that state a figure differently."""
    cell = _comparable(pl.col(name), kind)
    groups = whole.select(*keys, cell.alias(name)).drop_nulls(name).group_by(keys).agg(pl.col(name).n_unique())
    wrong = groups.filter(pl.col(name) > 1).select(keys).collect(engine="streaming")
    if not wrong.height:
        return [], 0
    found = whole.drop_nulls(name).join(wrong.lazy(), on=keys, how="semi", nulls_equal=True).sort(frame.ROW).collect()
    told = [
        (file, row, _head(parts, file, name), _plain(value), row_mistakes.differing())
        for file, row, value in _placed(found.head(MOST), parts, name)
    ]
    return told, found.height


def _placed(found: pl.DataFrame, parts: Sequence[Part], *names: str) -> Iterator[tuple[Any, ...]]:
    file = pl.col(FILE) if FILE in found.columns else pl.lit(parts[0].source.file)
    yield from found.select(file.alias("in"), frame.ROW, *names).iter_rows()


def _plain(value: object) -> str:
    """Return a value of a column as people read it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value / frame.SCALE:.6f}".rstrip("0").rstrip(".")
    return str(value)


def _head(parts: Sequence[Part], file: str, name: str) -> str:
    """Return the head under which a file states what a column holds."""
    part = next(part for part in parts if part.source.file == file)
    if name in (ID, frame.NAME):
        return part.head(part.role("id" if name == ID else "name") or "")
    for column in part.columns:
        if name in (part.marked(each, column) for each in column.columns()):
            return part.head(column.name)
    return name
