"""Read tables of subjects into the one form that is answered; what cannot be read is told, cell by cell, and left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from zhence.model import frame
from zhence.model.fact import FactKey
from zhence.model.fault import Fault, FaultyError
from zhence.model.text import Text
from zhence.tables import column_mistakes, row_mistakes
from zhence.tables.contradictions import note_contradictions
from zhence.tables.figures import figures
from zhence.tables.labels import somebody
from zhence.tables.part import FILE, ID, Asked, Part, held
from zhence.tables.places import note_places
from zhence.tables.rejects import listed, rejects
from zhence.tables.sources import Source, faulty, open_table
from zhence.tables.understand import understand
from zhence.tables.years import by_subject, key_role

__all__ = ["FILE", "ID", "Asked", "Table", "Understood", "read_table"]
UNASKED = Text("（没有措施问到这一年，未用）", "(no measure asks for that year, not used)")
ROLES = {
    "id": Text("编号", "id"),
    "name": Text("名称", "name"),
    "year": Text("年度", "year"),
    "serial": Text("（序号，未用）", "(serial number, not used)"),
}


@dataclass(frozen=True, slots=True)
class Understood:
    """Hold what one head of a table was taken for; `title` is None where it is not used."""

    file: str
    head: str
    title: Text | None
    key: FactKey | None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Hold a table as it is answered: `frame` as model/frame.py says, with the columns `kept` beside the figures."""

    frame: pl.LazyFrame
    columns: tuple[str, ...]
    kept: tuple[str, ...]
    understood: tuple[Understood, ...]
    notes: tuple[Fault, ...]
    rows: int  # of the files together
    rejects: pl.DataFrame
    rejected: int  # cells that could not be read and rows not used, more than `rejects` lists where those are very many
    sources: tuple[Source, ...] = field(repr=False, default=())
    unused: int = 0  # how many of what was rejected are whole rows
    has_years: bool = False  # each year of a subject had a row of its own
    entered: int | None = None  # how many rows, where the table can be entered at any of them
    parts: tuple[Part, ...] = field(repr=False, default=())
    of_file: dict[str, pl.Expr] = field(repr=False, default_factory=dict)  # of a single file: the columns over its own
    staged: dict[str, pl.Expr] = field(repr=False, default_factory=dict)  # columns over its own that those are made of

    def unread(self) -> Text:
        """Return how many cells could not be read and how many rows are not used."""
        cells = self.rejected - self.unused
        many = f"{cells} cell{' counts' if cells == 1 else 's count'} as unknown: what is there cannot be read"
        told = [Text(f"{cells}个单元格读不了，按未知处理", many)] if cells else []
        row = "row is" if self.unused == 1 else "rows are"
        told += [Text(f"{self.unused}行未用", f"{self.unused} {row} not used")] if self.unused else []
        return Text("；".join(each.zh for each in told), "; ".join(each.en for each in told))


def read_table(paths: Sequence[Path], asked: Asked) -> Table:
    """Return the tables of several files as one, in their order; raise the faults of files that cannot be used."""
    parts: list[Part] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            parts.append(understand(open_table(path), asked))
        except FaultyError as error:
            faults += error.faults
    if faults:
        raise FaultyError(tuple(faults))
    try:
        by = key_role(parts)
    except LookupError as error:
        raise faulty(str(error.args[0]), column_mistakes.no_name_for(asked.subject)) from error
    _named(parts, asked)
    outputs, told, counts = [], [], []
    for part in parts:
        columns, clashes = figures(part)
        found, count = rejects(part, clashes, by)
        told.append(found)
        counts.append(count)
        outputs.append(part.outputs(columns, is_alone=len(parts) == 1, by=by))
    whole = _joined([part.used().select(**columns) for part, columns in zip(parts, outputs, strict=True)])
    if _entered(parts, is_joined=by is not None) is None:
        whole = held(whole, sum(part.rows for part in parts))
    kept = tuple(name for name in (FILE, frame.ROW, ID, frame.NAME) if name in whole.collect_schema().names())
    if by is None:
        _same_ids(whole, parts)
    else:
        whole, differing, count = by_subject(whole, parts, kept, by)
        whole = held(whole, sum(part.rows for part in parts))
        told.append(listed(differing))
        counts.append(count)
    if any(part.left_out for part in parts) and not whole.select(pl.len()).collect(engine="streaming").item():
        parts[0].note("", row_mistakes.no_subjects())
    note_places(whole, parts)
    note_contradictions(whole, parts)
    return Table(
        whole,
        tuple(whole.collect_schema().names()),
        kept,
        tuple(each for part in parts for each in _told(part)),
        tuple(note for part in parts for note in part.notes),
        sum(part.rows for part in parts),
        pl.concat(told),
        sum(count.cells + count.rows for count in counts),
        tuple(part.source for part in parts),
        sum(count.rows for count in counts),
        by is not None,
        _entered(parts, is_joined=by is not None),
        tuple(parts),
        outputs[0] if len(parts) == 1 else {},
        parts[0].staged if len(parts) == 1 else {},
    )


def _named(parts: list[Part], asked: Asked) -> None:
    """Note the heads of the map that are in no file."""
    heads = {head for part in parts for head in part.source.heads}
    for head in asked.names:
        if head not in heads:
            parts[0].note(head, row_mistakes.no_such_head(head))


def _same_ids(whole: pl.LazyFrame, parts: list[Part]) -> None:
    """Note ids that stand in several rows of a table with a row a subject; each row is answered by itself."""
    if ID not in whole.collect_schema():
        return
    whole = whole.filter(somebody(pl.col(ID)).is_not_null())
    cell = pl.col(ID)
    different, many = whole.select(cell.hash().n_unique(), many=cell.len()).collect(engine="streaming").row(0)
    if different == many:
        return
    first = whole.select(FILE if len(parts) > 1 else pl.lit(parts[0].source.file).alias(FILE), frame.ROW, ID)
    same = first.filter(pl.col(ID).is_duplicated()).collect()
    for part in parts:
        rows = same.filter(pl.col(FILE) == part.source.file)
        if rows.height:
            word = rows[ID][0]
            others = same.filter((pl.col(ID) == word) & (pl.col(FILE) != part.source.file)).select(FILE, frame.ROW)
            mistake = row_mistakes.same_id(word, rows[frame.ROW].to_list(), others.rows())
            part.note(part.head(part.role("id") or ""), mistake)


def _entered(parts: list[Part], *, is_joined: bool) -> int | None:
    """Return how many rows a table has that can be entered at any of them: one of columns, with a row a subject."""
    is_columnar = all(part.source.is_columnar and not part.left_out for part in parts)
    return sum(part.rows for part in parts) if is_columnar and not is_joined else None


def _joined(frames: list[pl.LazyFrame]) -> pl.LazyFrame:
    """Return several tables as one; a figure that is a range in one of them is so in all."""
    if len(frames) == 1:
        return frames[0]
    names = {name for each in frames for name in each.collect_schema().names()}
    ranged = {frame.whole(name) for name in names if frame.whole(name) != name} & names
    split = []
    for each in frames:
        both = [name for name in each.collect_schema().names() if name in ranged]
        ends = {f"{name}:{end}": pl.col(name) for name in both for end in ("low", "high")}
        split.append(each.with_columns(**ends).drop(both))
    return pl.concat(split, how="diagonal")


def _told(part: Part) -> list[Understood]:
    """Return what each head was taken for."""
    used = {column.name: column for column in part.columns}
    told = []
    for at, (head, heading) in enumerate(zip(part.source.heads, part.headings, strict=True)):
        column = used.get(f"c{at}")
        title = column.fact.title if column is not None else ROLES.get(heading.role)
        if part.is_unasked(heading):
            title = UNASKED
        unit = (heading.unit or column.fact.unit) if column is not None else None
        told.append(Understood(part.source.file, head, title, heading.key if column is not None else None, unit))
    return told
