"""Open the file of a table: its heads, and its rows as they stand there, lazily."""

from __future__ import annotations

import codecs
import csv
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from zhence.model.fault import Fault, FaultyError
from zhence.tables import mistakes
from zhence.tables.workbooks import read_written
from zhence.written.faults import Mistake

CHUNK = 1 << 22
LONGEST_HEAD = 1 << 20  # bytes in which the heads of a CSV file have to end
MOST_COLUMNS = 10_000
SEPARATORS = ",\t;|"
ROW, EXTRA = "row", "beyond"
SUFFIXES = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".parquet": "parquet"}
SUFFIXES |= {".arrow": "ipc", ".feather": "ipc", ".ipc": "ipc"}


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


def is_table(path: Path) -> bool:
    """Tell whether a file is a table by its ending."""
    return path.suffix.lower() in SUFFIXES


def is_text(path: Path) -> bool:
    """Tell whether a path is text throughout: Polars opens no other."""
    return path.as_posix().encode("utf-8", "replace") == os.fsencode(path.as_posix())


def open_table(path: Path) -> Source:
    """Open a file by its ending, or raise the fault of it."""
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise faulty(path, mistakes.unknown_ending(path))
    if not path.is_file():
        raise faulty(path, mistakes.no_file(path))
    if not is_text(path):
        raise faulty(path, mistakes.no_name())
    try:
        if kind == "csv":
            return _open_csv(path)
        if kind == "xlsx":
            return _open_workbook(path)
        return _open_columnar(path, kind)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise faulty(path, mistakes.broken(error)) from error


def faulty(path: Path | str, mistake: Mistake, line: int | None = None) -> FaultyError:
    """Return the error of a file that cannot be used."""
    fault = Fault(
        str(path), "", mistake.problem, mistake.remedy, line=line, severity=mistake.severity, kind=mistake.kind
    )
    return FaultyError((fault,))


def _open_columnar(path: Path, kind: str) -> Source:
    if path.stat().st_size == 0:
        raise faulty(path, mistakes.empty())
    scan = pl.scan_parquet if kind == "parquet" else pl.scan_ipc
    heads = tuple(scan(path).collect_schema().names())
    _bounded(path, heads)
    # the rows are counted where the file is read: in the midst of a stream that makes it run ahead
    number = f"{max(heads, key=len)}#"  # longer than every head, so none of them
    counted = scan(path, row_index_name=number, row_index_offset=1)
    renamed = counted.rename({head: f"c{at}" for at, head in enumerate(heads)} | {number: ROW})
    return Source(str(path), heads, renamed, is_columnar=True)


def _bounded(path: Path, heads: tuple[str, ...]) -> None:
    if not heads:
        raise faulty(path, mistakes.empty())
    if len(heads) > MOST_COLUMNS:
        raise faulty(path, mistakes.too_many_columns(len(heads), MOST_COLUMNS))


def _open_csv(path: Path) -> Source:
    encoding, line = _encoding(path)
    if encoding is None:
        raise faulty(path, mistakes.no_encoding(), line)
    kept = None
    if encoding != "utf-8":
        kept = _decoded(path, encoding)
    place = Path(kept.name) if kept is not None else path
    first = _first_record(place)
    if first is None:
        raise faulty(path, mistakes.empty() if path.stat().st_size < CHUNK else mistakes.no_heads())
    heads, separator, lines = first
    _bounded(path, heads)
    names = [f"c{at}" for at in range(len(heads))]
    rows = pl.scan_csv(
        place,
        has_header=False,
        skip_lines=lines,
        separator=separator,
        schema=dict.fromkeys([*names, EXTRA], pl.String),
        truncate_ragged_lines=True,
        missing_columns="insert",
        low_memory=True,
        row_index_name=ROW,
        row_index_offset=2,
    )
    notes = (mistakes.other_encoding(encoding),) if kept is not None else ()
    return Source(str(path), heads, rows, notes, kept)


def _encoding(path: Path) -> tuple[str | None, int | None]:
    """Return how a text file is encoded, None with the line that cannot be read; a file of half a quotation is refused."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", None
    line: int | None = None
    for encoding in ("utf-8", "gb18030"):
        found = _decodes(path, encoding)
        if found is None:
            return encoding, None
        line = line or found
    return None, line


def _decodes(path: Path, encoding: str) -> int | None:
    """Return the line from which a file cannot be read in an encoding, None where all of it can."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, quotes, opened = 1, 0, 1
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                raise faulty(path, mistakes.not_text(), line + chunk[: chunk.index(b"\0")].count(b"\n"))
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return line + chunk[: error.start].count(b"\n")
            if chunk.count(b'"') % 2:
                quotes += 1
                opened = line + chunk[: chunk.rindex(b'"')].count(b"\n")
            line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    if quotes % 2:
        raise faulty(path, mistakes.open_quote(), opened)
    return None


def _decoded(path: Path, encoding: str) -> tempfile._TemporaryFileWrapper[bytes]:
    """Return a temporary file with the same text in UTF-8, a piece at a time."""
    kept = tempfile.NamedTemporaryFile(suffix=".csv")  # noqa: SIM115 - lives as long as the source
    with path.open(encoding=encoding, newline="") as file:
        while text := file.read(CHUNK):
            kept.write(text.encode())
    kept.flush()
    return kept


def _first_record(path: Path) -> tuple[tuple[str, ...], str, int] | None:
    """Return the heads of a CSV file, what separates them, and how many lines they take; None where there are none."""
    with path.open("rb") as file:
        start = file.read(LONGEST_HEAD).decode("utf-8-sig", errors="ignore")
    skipped = len(start) - len(start.lstrip("\r\n"))
    blank = start[:skipped].count("\n")
    text = start[skipped:]
    if not text.strip():
        return None
    top = text.partition("\n")[0]
    separator = max(SEPARATORS, key=top.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        heads = tuple(head.strip() for head in next(reader))
    except csv.Error:
        return None
    return heads, separator, reader.line_num + blank


def _open_workbook(path: Path) -> Source:
    found = read_written(path)
    if isinstance(found, Mistake):
        raise faulty(path, found)
    rows = found.rows.lazy().with_row_index(ROW, offset=found.first)
    return Source(str(path), found.heads, rows, found.notes)
