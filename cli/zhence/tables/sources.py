"""Open the file of a table: its heads, and its rows as they stand there, lazily."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from zhence.model.fault import Fault, FaultyError
from zhence.profiles.spreadsheet import Area
from zhence.tables import file_mistakes
from zhence.tables.endings import kind_of
from zhence.tables.texts import CHUNK, TextError, decoded, encoding_of, first_record, is_returned, shape_of
from zhence.tables.workbooks import read_written
from zhence.written.faults import Mistake

MOST_COLUMNS = 10_000
ROW, EXTRA = "row", "beyond"


@dataclass(frozen=True, slots=True)
class Source:
    """Hold an opened file: heads, and rows in columns named `c0`, `c1`, …, with `row` as a person counts them.

    Where a row may be longer than the heads, `beyond` holds what stands after them. `kept` keeps a temporary file alive.
    """

    file: str
    heads: tuple[str, ...]
    rows: pl.LazyFrame
    notes: tuple[Mistake, ...] = ()
    kept: object = None
    is_columnar: bool = False  # it can be entered at any row at once
    short: tuple[int, ...] = ()  # rows with fewer cells than there are heads
    run_on: Mapping[str, Sequence[int]] = field(default_factory=dict)  # by column: rows of which a quotation joins two
    merged: Mapping[str, Area] = field(default_factory=dict)  # by column: one area of cells that are merged
    rounded: Mapping[str, Sequence[int]] = field(
        default_factory=dict
    )  # by column: rows whose number lost its last digits


def is_text(path: Path) -> bool:
    """Tell whether a path is text throughout: Polars opens no other."""
    return path.as_posix().encode("utf-8", "replace") == os.fsencode(path.as_posix())


def open_table(path: Path) -> Source:
    """Open a file by its ending, or raise the fault of it."""
    kind = kind_of(path)
    if kind is None:
        raise faulty(path, file_mistakes.unknown_ending(path))
    if not path.is_file():
        raise faulty(path, file_mistakes.no_file(path))
    if not is_text(path):
        raise faulty(path, file_mistakes.no_name())
    try:
        if kind == "csv":
            return _open_csv(path)
        if kind == "xlsx":
            return _open_workbook(path)
        return _open_columnar(path, kind)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise faulty(path, file_mistakes.broken(error)) from error


def faulty(path: Path | str, mistake: Mistake, line: int | None = None) -> FaultyError:
    """Return the error of a file that cannot be used."""
    fault = Fault(
        str(path), "", mistake.problem, mistake.remedy, line=line, severity=mistake.severity, kind=mistake.kind
    )
    return FaultyError((fault,))


def _open_columnar(path: Path, kind: str) -> Source:
    if path.stat().st_size == 0:
        raise faulty(path, file_mistakes.empty())
    scan = pl.scan_parquet if kind == "parquet" else pl.scan_ipc
    place = path.absolute()  # a name is a name: no pattern, no address
    heads = tuple(scan(place, glob=False).collect_schema().names())
    _bounded(path, heads)
    # the rows are counted where the file is read: in the midst of a stream that makes it run ahead
    number = f"{max(heads, key=len)}#"  # longer than every head, so none of them
    counted = scan(place, glob=False, row_index_name=number, row_index_offset=1)
    renamed = counted.rename({head: f"c{at}" for at, head in enumerate(heads)} | {number: ROW})
    return Source(str(path), heads, renamed, is_columnar=True)


def _bounded(path: Path, heads: tuple[str, ...]) -> None:
    if not heads:
        raise faulty(path, file_mistakes.empty())
    if len(heads) > MOST_COLUMNS:
        raise faulty(path, file_mistakes.too_many_columns(len(heads), MOST_COLUMNS))


def _open_csv(path: Path) -> Source:
    try:
        encoding = encoding_of(path)
        kept = decoded(path, encoding) if encoding != "utf-8" else None
        place = Path(kept.name) if kept is not None else path
        if is_returned(place):
            kept = decoded(place, "utf-8", newline=None)
    except TextError as error:
        raise faulty(path, error.mistake, error.line) from error
    place = Path(kept.name) if kept is not None else path
    first = first_record(place)
    if first is None:
        raise faulty(path, file_mistakes.empty() if path.stat().st_size < CHUNK else file_mistakes.no_heads())
    _bounded(path, first.heads)
    try:
        shape = shape_of(place, first)
    except TextError as error:
        raise faulty(path, error.mistake, error.line) from error
    names = [f"c{at}" for at in range(len(first.heads))]
    rows = pl.scan_csv(
        place.absolute(),  # a name is a name: no pattern, no address
        glob=False,
        has_header=False,
        skip_lines=first.lines,
        separator=first.separator,
        schema=dict.fromkeys([*names, EXTRA], pl.String),
        truncate_ragged_lines=True,
        missing_columns="insert",
        low_memory=True,
        row_index_name=ROW,
        row_index_offset=first.below,
    )
    notes = (file_mistakes.other_encoding(encoding),) if encoding != "utf-8" else ()
    run_on = {f"c{at}": each for at, each in shape.run_on.items()}
    return Source(str(path), first.heads, rows, notes, kept, short=shape.short, run_on=run_on)


def _open_workbook(path: Path) -> Source:
    found = read_written(path)
    if isinstance(found, Mistake):
        raise faulty(path, found)
    rows = found.rows.lazy().with_row_index(ROW, offset=found.first)
    rounded = {f"c{at}": each for at, each in found.rounded.items()}
    merged = {f"c{at}": each for at, each in found.merged.items()}
    return Source(str(path), found.heads, rows, found.notes, merged=merged, rounded=rounded)
