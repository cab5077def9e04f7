"""A row a subject from a row a subject and year: what several rows say of one figure counts only where they agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from zhence.model import frame
from zhence.tables import row_mistakes
from zhence.tables.labels import folded
from zhence.tables.part import FILE, ID, YEAR, Part
from zhence.written.faults import Mistake

Told = tuple[
    str, int, str, str, Mistake, bool
]  # file, row, head, value, what is wrong, whether the whole row is not used
LABELS = (ID, frame.NAME)


class Counts(NamedTuple):
    """Hold how many cells of used rows say nothing that is used, and how many whole rows are not."""

    cells: int
    rows: int


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
) -> tuple[pl.LazyFrame, list[Told], Counts]:
    """Return a row a subject, what contradicts in the rows, and how many cells and rows do."""
    by = ID if role == "id" else frame.NAME
    whole, told, others = _one_name(_one_spelling(whole, by), parts, by)
    whole = _even(whole)
    schema = whole.collect_schema()
    stated = [name for name in schema.names() if name not in (*kept, YEAR)]
    fixed = {name: _fixed(name, stated) for name in stated if name.startswith(YEAR)}
    beside = {each for found in fixed.values() for each in found.values()}
    count = 0
    for name in (name for name in stated if name not in beside):
        found, many = _differing(whole, parts, name, fixed.get(name, {}), by)
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
        for year in years:
            of_year = pl.col(name).filter(pl.col(YEAR) == year)
            target = _target(name, year)
            if target in columns:  # a column of its own states the year too
                of_year = of_year.append(pl.col(target))
            columns[target] = _only(of_year, schema[name])
    frame_of = whole.group_by(by, maintain_order=True).agg(**columns)
    return frame_of.select(*kept, *(name for name in columns if name not in kept)), told, Counts(count, others)


def _comparable(cell: pl.Expr, kind: pl.DataType) -> pl.Expr:
    return cell.list.join("|") if kind == pl.List(pl.String) else cell


def _only(cell: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Return the one thing that the cells of a group say, null where they differ."""
    said = cell.drop_nulls()
    return pl.when(_comparable(said, kind).n_unique() <= 1).then(said.first())


def _one_spelling(whole: pl.LazyFrame, by: str) -> pl.LazyFrame:
    """Return the rows with each id or name as it is first spelt, be its brackets and letters full or half as wide."""
    spelt = whole.select(pl.col(by).unique(maintain_order=True)).drop_nulls().collect(engine="streaming")
    spelt = spelt.with_columns(first=pl.col(by).first().over(folded(pl.col(by)))).filter(pl.col(by) != pl.col("first"))
    if not spelt.height:
        return whole
    return whole.with_columns(pl.col(by).replace(spelt[by], spelt["first"]))


def _one_name(whole: pl.LazyFrame, parts: Sequence[Part], by: str) -> tuple[pl.LazyFrame, list[Told], int]:
    """Leave out the rows whose id stood for another name before."""
    if by != ID or frame.NAME not in whole.collect_schema():
        return whole, [], 0
    first = pl.col(frame.NAME).drop_nulls().first().over(ID)
    other = (folded(pl.col(frame.NAME)) != folded(first)).fill_null(value=False)
    found = whole.with_columns(before=first, other=other).filter(pl.col("other")).collect()
    if not found.height:
        return whole, [], 0
    told = [
        (file, row, _head(parts, file, frame.NAME), name, row_mistakes.other_name(before), True)
        for file, row, name, before in _placed(found.head(MOST), parts, frame.NAME, "before")
    ]
    return whole.filter(~other), told, found.height


def _target(name: str, year: int | str) -> str:
    """Return the column that holds a figure of a year of its own."""
    stem, colon, end = name.removeprefix(YEAR).partition(":")
    return f"{stem}@{year}{colon}{end}"


def _fixed(name: str, names: Sequence[str]) -> dict[int, str]:
    """Return the columns that state the figure of a column of years too, by the year that is theirs alone."""
    start, end = _target(name, "\0").split("\0")
    found = {each: each.removeprefix(start).removesuffix(end) for each in names}
    return {int(year): each for each, year in found.items() if each == f"{start}{year}{end}" and year.isdecimal()}


def _even(whole: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows with both ends of a figure that is a range in the column of years, or in that of one year, only."""
    names = whole.collect_schema().names()
    split = set()
    for name in (name for name in names if name.startswith(YEAR)):
        stem = frame.whole(name)
        family = {stem, f"{stem}:low", f"{stem}:high"}
        alike = {each for one in family for each in (one, *_fixed(one, names).values())} & set(names)
        if any(frame.whole(each) != each for each in alike):
            split |= {each for each in alike if frame.whole(each) == each}
    ends = {f"{name}:{end}": pl.col(name) for name in sorted(split) for end in ("low", "high")}
    return whole.with_columns(**ends).drop(sorted(split))


def _differing(
    whole: pl.LazyFrame, parts: Sequence[Part], name: str, fixed: Mapping[int, str], by: str
) -> tuple[list[Told], int]:
    """Return the rows that state a figure differently; `fixed` are the columns beside it that are of one year alone."""
    schema = whole.collect_schema()
    said = [(name, pl.col(YEAR) if name.startswith(YEAR) else pl.lit(None, dtype=pl.Int32))]
    said += [(each, pl.lit(year, dtype=pl.Int32)) for year, each in fixed.items()]
    place = [each for each in (FILE, frame.ROW) if each in schema]
    cells = pl.concat(
        whole.select(by, *place, of=year, said=pl.col(each), column=pl.lit(each), at=pl.lit(at)).drop_nulls("said")
        for at, (each, year) in enumerate(said)
    )
    keys = [by, "of"]
    compared = cells.select(*keys, said=_comparable(pl.col("said"), schema[name]))
    groups = compared.group_by(keys).agg(pl.col("said").n_unique())
    wrong = groups.filter(pl.col("said") > 1).select(keys).collect(engine="streaming")
    if not wrong.height:
        return [], 0
    found = cells.join(wrong.lazy(), on=keys, how="semi", nulls_equal=True).sort(frame.ROW, *place, "at").collect()
    told = [
        (file, row, _head(parts, file, column), _plain(value), row_mistakes.differing(), False)
        for file, row, column, value in _placed(found.head(MOST), parts, "column", "said")
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
    heads = {part.marked(each, column): part.head(column.name) for column in part.columns for each in column.columns()}
    return heads.get(name, heads.get(frame.whole(name), name))
