"""Read tables of subjects into the one form that is answered; what cannot be read is told, cell by cell, and left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactKey, FactType
from zhence.model.fault import Fault, FaultyError
from zhence.model.text import Text
from zhence.tables import mistakes
from zhence.tables.cells import Column
from zhence.tables.headings import Heading, Reader
from zhence.tables.sources import EXTRA, ROW, Source, faulty, open_table
from zhence.written.faults import Mistake

FILE, YEAR, ID = "file", "year:", "id"
MOST_REJECTS = 100_000
REJECTS = {
    "file": pl.String,
    "row": pl.UInt32,
    "column": pl.String,
    "value": pl.String,
    "zh": pl.String,
    "en": pl.String,
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
    rejected: int  # cells that could not be read, more than `rejects` lists where those are very many
    sources: tuple[Source, ...] = field(repr=False, default=())
    entered: int | None = None  # how many rows, where the table can be entered at any of them
    of_file: dict[str, pl.Expr] = field(repr=False, default_factory=dict)  # of a single file: the columns over its own


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold how tables are to be read: for which kind of subject, with which names, on which day."""

    catalogue: Catalogue
    subject: str
    as_of: date
    names: Mapping[str, str] = field(default_factory=dict)
    id_head: str | None = None


@dataclass
class _Part:
    """Hold one file on its way."""

    source: Source
    asked: Asked
    headings: tuple[Heading, ...] = ()
    columns: list[Column] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    rows: int = 0

    def note(self, head: str, mistake: Mistake) -> None:
        """Note what is odd about a column; it keeps nothing else from being read."""
        self.notes.append(
            Fault(self.source.file, head, mistake.problem, mistake.remedy, severity="warning", kind=mistake.kind)
        )

    def role(self, word: str) -> str | None:
        """Return the name of the column that plays a part."""
        return next((f"c{at}" for at, heading in enumerate(self.headings) if heading.role == word), None)


def read_table(paths: Sequence[Path], asked: Asked) -> Table:
    """Return the tables of several files as one, in their order; raise the faults of files that cannot be used."""
    parts: list[_Part] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            parts.append(_understand(open_table(path), asked))
        except FaultyError as error:
            faults += error.faults
    if faults:
        raise FaultyError(tuple(faults))
    frames, rejects, rejected = [], [], 0
    for part in parts:
        told, count = _rejects(part)
        rejects.append(told)
        rejected += count
        frames.append(_canonical(part, is_alone=len(parts) == 1))
    whole = _joined(frames)
    kept = tuple(name for name in (FILE, frame.ROW, ID, frame.NAME) if name in whole.collect_schema().names())
    years = {heading.role == "year" for part in parts for heading in part.headings}
    if True in years:
        whole = _by_subject(whole, parts, kept)
    columns = tuple(whole.collect_schema().names())
    return Table(
        whole,
        columns,
        kept,
        tuple(each for part in parts for each in _told(part)),
        tuple(note for part in parts for note in part.notes),
        sum(part.rows for part in parts),
        pl.concat(rejects) if rejects else pl.DataFrame(schema=REJECTS),
        rejected,
        tuple(part.source for part in parts),
        _entered(parts, is_joined=True in years),
        _columns(parts[0], is_alone=True) if len(parts) == 1 else {},
    )


def _entered(parts: list[_Part], *, is_joined: bool) -> int | None:
    """Return how many rows a table has that can be entered at any of them: one of columns, with a row a subject."""
    is_columnar = all(part.source.is_columnar for part in parts)
    return sum(part.rows for part in parts) if is_columnar and not is_joined else None


def _understand(source: Source, asked: Asked) -> _Part:
    """Read the heads and pass over the rows once: what texts stand there, and which numbers are too fine."""
    part = _Part(source, asked)
    reader = Reader(asked.catalogue, asked.subject, asked.as_of.year, asked.names, asked.id_head)
    has_years = any(reader.read(head, has_years=True).role == "year" for head in source.heads)
    headings = [reader.read(head, has_years=has_years) for head in source.heads]
    schema = source.rows.collect_schema()
    seen: dict[tuple[str, FactKey | None, str | None], str] = {}
    for at, (head, heading) in enumerate(zip(source.heads, headings, strict=True)):
        mistake = heading.mistake
        place = (heading.role, heading.key, heading.end)
        if heading.role != "none" and place in seen:
            mistake = mistakes.twice(head)
        seen.setdefault(place, head)
        if mistake is None and heading.role in ("fact", "zone"):
            column = Column(f"c{at}", heading, _fact(asked.catalogue, heading), schema[f"c{at}"])
            mistake = column.misfit()
            if mistake is None:
                part.columns.append(column)
        if mistake is not None:
            part.note(head, mistake)
            headings[at] = Heading("none")
    part.headings = tuple(headings)
    for note in source.notes:
        part.note("", note)
    _first_pass(part)
    if has_years and part.role("id") is None and part.role("name") is None:
        raise faulty(source.file, mistakes.no_name_for(asked.subject))
    return part


def _fact(catalogue: Catalogue, heading: Heading) -> Fact:
    """Return the fact of a column; a membership is read as a flag."""
    if heading.key is None:
        raise ValueError(heading)
    if heading.role == "zone":
        title = catalogue.zones[heading.key.fact.partition(".")[2]].title
        return Fact(heading.key.fact, title, FactType.FLAG, ())
    return catalogue.facts[heading.key.fact]


def _first_pass(part: _Part) -> None:
    asked = [expr for column in part.columns for expr in column.first_pass()]
    try:
        found = part.source.rows.select(pl.len().alias("rows"), *asked).collect(engine="streaming").row(0, named=True)
    except pl.exceptions.PolarsError as error:
        raise faulty(part.source.file, mistakes.broken(error)) from error
    part.rows = found["rows"]
    if not part.rows:
        raise faulty(part.source.file, mistakes.empty())
    for column in list(part.columns):
        head = part.source.heads[int(column.name[1:])]
        refused = column.learn(found, part.asked.catalogue, part.asked.as_of)
        if refused is not None:
            part.columns.remove(column)
            part.note(head, refused)
        elif column.is_fine:
            part.note(head, mistakes.too_fine())


def _rejects(part: _Part) -> tuple[pl.DataFrame, int]:
    """Return the cells that could not be read, with the word on each, and how many there are."""
    rows, source = part.source.rows, part.source
    has_more = EXTRA in rows.collect_schema().names()
    tests = {column.name: column.rejected() for column in part.columns}
    if has_more:
        tests[EXTRA] = pl.col(EXTRA).is_not_null()
    if not tests:
        return pl.DataFrame(schema=REJECTS), 0
    counts = (
        rows.select(**{name: test.sum() for name, test in tests.items()}).collect(engine="streaming").row(0, named=True)
    )
    told: list[dict[str, object]] = []
    for name, count in counts.items():
        if not count:
            continue
        cells = (
            rows.filter(tests[name]).select(ROW, pl.col(name).cast(pl.String)).head(MOST_REJECTS - len(told)).collect()
        )
        column = next((each for each in part.columns if each.name == name), None)
        head = source.heads[int(name[1:])] if column is not None else ""
        for row, text in cells.iter_rows():
            mistake = (
                mistakes.too_long_row() if column is None else column.word(text, part.asked.catalogue, part.asked.as_of)
            )
            told.append({"file": source.file, "row": row, "column": head, "value": text} | _words(mistake))
    found = pl.DataFrame(told, schema=REJECTS).sort("row", maintain_order=True)
    return found, sum(counts.values())


def _words(mistake: Mistake) -> dict[str, str]:
    return {
        "zh": f"{mistake.problem.zh};{mistake.remedy.zh}",
        "en": f"{mistake.problem.en}; {mistake.remedy.en}",
    }


def _canonical(part: _Part, *, is_alone: bool) -> pl.LazyFrame:
    rows = part.source.rows
    if EXTRA in rows.collect_schema().names():
        rows = rows.filter(pl.col(EXTRA).is_null())
    return rows.select(**_columns(part, is_alone=is_alone))


def _columns(part: _Part, *, is_alone: bool) -> dict[str, pl.Expr]:
    """Return the columns of the form that is answered, over those of the file."""
    columns: dict[str, pl.Expr] = {} if is_alone else {FILE: pl.lit(part.source.file)}
    columns[frame.ROW] = pl.col(ROW).cast(pl.UInt32)
    for role, name in (("id", ID), ("name", frame.NAME)):
        found = part.role(role)
        if found is not None:
            columns[name] = pl.col(found).cast(pl.String)
    years = part.role("year")
    if years is not None:
        columns[YEAR] = pl.col(years).cast(pl.String).str.extract(r"([12][0-9]{3})").cast(pl.Int32)
    for column in part.columns:
        columns |= {_marked(name, column, years): expr for name, expr in column.columns().items()}
    return columns


def _marked(name: str, column: Column, years: str | None) -> str:
    """Return the name of a column; of a figure whose year another column tells, marked as such."""
    return f"{YEAR}{name}" if years is not None and column.fact.yearly and column.key.year is None else name


def _joined(frames: list[pl.LazyFrame]) -> pl.LazyFrame:
    """Return several tables as one; a figure that is a range in one of them is so in all."""
    if len(frames) == 1:
        return frames[0]
    names = {name for each in frames for name in each.collect_schema().names()}
    ranged = {name.removesuffix(":low") for name in names if name.endswith(":low")} & names
    split = []
    for each in frames:
        both = [name for name in each.collect_schema().names() if name in ranged]
        ends = {f"{name}:{end}": pl.col(name) for name in both for end in ("low", "high")}
        split.append(each.with_columns(**ends).drop(both))
    return pl.concat(split, how="diagonal")


def _by_subject(whole: pl.LazyFrame, parts: list[_Part], kept: tuple[str, ...]) -> pl.LazyFrame:
    """Return a row a subject from a row a subject and year; of several figures for the same, the first."""
    schema = whole.collect_schema().names()
    by = ID if ID in schema else frame.NAME
    found = whole.select(pl.col(YEAR).unique()).collect(engine="streaming")[YEAR].drop_nulls().sort()
    columns: dict[str, pl.Expr] = {name: pl.col(name).first() for name in kept if name != by}
    latest = parts[0].asked.as_of.year
    for name in schema:
        if name.startswith(YEAR) and name != YEAR:
            stem, colon, end = name.removeprefix(YEAR).partition(":")
            for year in found:
                if year <= latest:
                    of_year = pl.col(name).filter(pl.col(YEAR) == year).drop_nulls().first()
                    columns[f"{stem}@{year}{colon}{end}"] = of_year
        elif name not in (*kept, YEAR):
            columns[name] = pl.col(name).drop_nulls().first()
    return whole.group_by(by, maintain_order=True).agg(**columns).select(*kept, *(n for n in columns if n not in kept))


def _told(part: _Part) -> list[Understood]:
    """Return what each head was taken for."""
    used = {column.name: column for column in part.columns}
    told = []
    for at, (head, heading) in enumerate(zip(part.source.heads, part.headings, strict=True)):
        column = used.get(f"c{at}")
        title = column.fact.title if column is not None else ROLES.get(heading.role)
        unit = (heading.unit or column.fact.unit) if column is not None else None
        told.append(Understood(part.source.file, head, title, heading.key if column is not None else None, unit))
    return told


ROLES = {"id": Text("编号", "id"), "name": Text("名称", "name"), "year": Text("年度", "year")}
