"""Tables as text: how they are encoded, what separates their cells, and which rows are too short."""

from __future__ import annotations

import codecs
import csv
import io
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from zhence.tables import file_mistakes, row_mistakes
from zhence.written.faults import Mistake

CHUNK = 1 << 22
LONGEST_HEAD = 1 << 20  # bytes in which the heads of a CSV file have to end
SEPARATORS = ",\t;|"
SELDOM = 1_000  # lines of GB18030 of which one may look like UTF-8 by chance
_CHINESE = re.compile("[\u4e00-\u9fff]")


class TextError(Exception):
    """Tell why a text cannot be read as a table, and from which line on."""

    def __init__(self, mistake: Mistake, line: int | None = None) -> None:
        super().__init__(mistake.kind)
        self.mistake, self.line = mistake, line


def encoding_of(path: Path) -> str:
    """Return how a text file is encoded, or raise the line that cannot be read; a file of half a quotation is refused."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    line: int | None = None
    for encoding in ("utf-8", "gb18030"):
        found = _decodes(path, encoding)
        if found is None and encoding == "gb18030":
            found = line = _mixed(path)
        if found is None:
            return encoding
        line = line or found
    raise TextError(file_mistakes.no_encoding(), line)


def _mixed(path: Path) -> int | None:
    """Return the line at which UTF-8 and GB18030 change over in one file, None where all of it is one encoding.

    Chinese in GB18030 hardly ever happens to be Chinese in UTF-8; as GB18030 most of UTF-8 can be read, as nonsense.
    """
    whole, odd = [0, 0], [0, 0]  # how many lines, and the first of them
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.isascii():
                continue
            try:
                is_whole = len(_CHINESE.findall(line.decode())) > 1
            except UnicodeDecodeError:
                odd = [odd[0] + 1, odd[1] or number]
            else:
                whole = [whole[0] + is_whole, whole[1] or number * is_whole]
    if whole[0] * SELDOM <= odd[0]:
        return None
    return odd[1] if whole[0] >= odd[0] else whole[1]


def _decodes(path: Path, encoding: str) -> int | None:
    """Return the line from which a file cannot be read in an encoding, None where all of it can."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, quotes, opened = 1, 0, 1
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if b"\0" in chunk:
                raise TextError(file_mistakes.not_text(), line + chunk[: chunk.index(b"\0")].count(b"\n"))
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
        raise TextError(file_mistakes.open_quote(), opened)
    return None


def is_returned(path: Path) -> bool:
    """Tell whether the lines of a text end in carriage returns alone, as those of an old Macintosh."""
    with path.open("rb") as file:
        start = file.read(LONGEST_HEAD)
    return b"\r" in start.rstrip() and b"\n" not in start


def decoded(path: Path, encoding: str, newline: str | None = "") -> tempfile._TemporaryFileWrapper[bytes]:
    """Return a temporary file with the same text in UTF-8, a piece at a time; without `newline` all lines end in one way."""
    kept = tempfile.NamedTemporaryFile(suffix=".csv")  # noqa: SIM115 - lives as long as the source
    try:
        with path.open(encoding=encoding, newline=newline) as file:
            while text := file.read(CHUNK):
                kept.write(text.encode())
    except UnicodeError as error:
        raise TextError(row_mistakes.broken_text()) from error
    kept.flush()
    return kept


@dataclass(frozen=True, slots=True)
class Top:
    """Hold the heads of a CSV file: what separates them, how many lines end with them, and the row below, as people count."""

    heads: tuple[str, ...]
    separator: str
    lines: int
    below: int


def first_record(path: Path) -> Top | None:
    """Return the heads of a CSV file, None where there are none."""
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
    return Top(heads, separator, reader.line_num + blank, blank + 2)


@dataclass(frozen=True, slots=True)
class Shape:
    """Hold how the rows of a text are cut, each row as a person counts it.

    `short` are the rows that have too few cells; `run_on` those of which a quotation swallows the end and the beginning of
    the next, by the column, from 0, in which it does.
    """

    short: tuple[int, ...] = ()
    run_on: Mapping[int, Sequence[int]] = field(default_factory=dict)


def shape_of(path: Path, top: Top) -> Shape:
    """Return the shape of a text below its heads; a blank line is not short.

    Where nothing is quoted and there are as many separators as there should be, no row need be looked at, since one with
    too many is told by itself.
    """
    mark, width = top.separator.encode(), len(top.heads)
    lines = marks = 0
    is_quoted, last = False, b""
    with path.open("rb") as file:
        for _ in range(top.lines):
            file.readline()
        while chunk := file.read(CHUNK):
            lines += chunk.count(b"\n")
            marks += chunk.count(mark)
            is_quoted |= b'"' in chunk
            last = chunk[-1:]
    lines += last not in (b"", b"\n")
    if width < 2 or (not is_quoted and marks == lines * (width - 1)):
        return Shape()
    short: list[int] = []
    run_on: dict[int, list[int]] = {}
    with path.open(encoding="utf-8-sig", newline="") as text:
        for _ in range(top.lines):
            text.readline()
        reader = csv.reader(text, delimiter=top.separator)
        line = 0
        try:
            for row, record in enumerate(reader, top.below):
                if 0 < len(record) < width:
                    short.append(row)
                elif reader.line_num - line > 1:
                    for at, cell in enumerate(record[:width]):
                        if _runs_on(cell, at, top):
                            run_on.setdefault(at, []).append(row)
                line = reader.line_num
        except csv.Error as error:
            raise TextError(_csv_mistake(error)) from error
    return Shape(tuple(short), run_on)


def _runs_on(cell: str, at: int, top: Top) -> bool:
    """Tell whether a cell holds the end of one row and the beginning of another."""
    first, line, _ = cell.partition("\n")
    last = cell.rpartition("\n")[2]
    return bool(line) and first.count(top.separator) >= len(top.heads) - 1 - at and last.count(top.separator) >= at


def _csv_mistake(error: csv.Error) -> Mistake:
    return file_mistakes.too_long_cell(csv.field_size_limit()) if "limit" in str(error) else file_mistakes.stray_quote()
