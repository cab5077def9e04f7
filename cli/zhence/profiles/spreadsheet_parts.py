"""The XML parts of a workbook, walked a piece at a time and in bounds, and the texts that cells share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from zhence.model.text import Text
from zhence.written.faults import Mistake

PIECE = 1 << 18  # bytes that are unpacked at a time
LONGEST = 32_767  # characters of a cell: Excel's own bound
_ESCAPED = re.compile(r"_x(?![dD][89a-fA-F])([0-9A-Fa-f]{4})_")  # half a character stays as it is written
_WHOLE = frozenset(["v", "is", "si"])  # elements that hold one value: of a cell, or of a text that cells share
_WORDS = frozenset(["v", "t"])  # elements whose text counts

Marks = dict[str, str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bound what a workbook may hold: bytes of its parts once unpacked, rows, columns, and filled cells of a sheet."""

    unpacked: int
    rows: int
    columns: int
    cells: int

    def too_large(self) -> Mistake:
        """Return the mistake of a workbook that unpacks to too much."""
        return Mistake(
            "too-large-workbook",
            Text(
                f"工作簿解开后超过 {self.unpacked >> 20} MiB",
                f"the workbook unpacks to more than {self.unpacked >> 20} MiB",
            ),
            Text("删去多余的工作表和内容", "take the sheets and words out that do not belong"),
        )

    def too_many(self) -> Mistake:
        """Return the mistake of a sheet with too many cells, or with cells too far out."""
        return Mistake(
            "too-many-cells",
            Text(
                f"有数据的单元格超出 {self.rows} 行、{self.columns} 列，或多于 {self.cells} 个",
                f"cells are filled beyond {self.rows} rows or {self.columns} columns, or there are more than {self.cells}",
            ),
            Text("删去下方和右侧多余的内容", "clear what stands far below or to the right"),
        )


class RefusedError(Exception):
    """Tell why a workbook is not read."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.kind)
        self.mistake = mistake


class Walker:
    """Call back as each element starts, and with its text as it ends; namespaces are left out.

    The text of an element is that of a value or text within; "" for every other. A document type is refused: nothing that
    Excel writes has one, and bombs do.
    """

    def __init__(
        self,
        start: Callable[[str, Marks], None] = lambda _tag, _marks: None,
        end: Callable[[str, str], None] = lambda _tag, _words: None,
    ) -> None:
        self.start, self.end = start, end
        self.tags, self.kept, self.length = list[str](), list[str](), 0
        self.local: dict[str, str] = {}
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._finish
        self.parser.CharacterDataHandler = self._words
        self.parser.StartDoctypeDeclHandler = self._refuse

    def walk(self, part: IO[bytes]) -> None:
        """Walk a whole part."""
        while self.step(part):
            pass

    def step(self, part: IO[bytes]) -> bool:
        """Walk the next piece of a part; tell whether there was one."""
        piece = part.read(PIECE)
        self.parser.Parse(piece, not piece)
        if piece and part.tell() - self.parser.CurrentByteIndex > 2 * PIECE:
            raise RefusedError(broken())  # a single tag of such a length is no workbook
        return bool(piece)

    def _name(self, name: str) -> str:
        return self.local.setdefault(name, name.rpartition(" ")[2])

    def _begin(self, name: str, marks: Marks) -> None:
        tag = self._name(name)
        self.tags.append(tag)
        if tag in _WHOLE:
            self.kept.clear()
            self.length = 0
        self.start(tag, {self._name(key): value for key, value in marks.items()})

    def _finish(self, _: str) -> None:
        tag = self.tags.pop()
        self.end(tag, "".join(self.kept) if tag in _WHOLE else "")

    def _words(self, text: str) -> None:
        if self.tags[-1] in _WORDS and "rPh" not in self.tags[-2:]:
            self.length += len(text)
            if self.length > LONGEST * 7:  # a character may be written as _x0000_
                raise RefusedError(too_long())
            self.kept.append(text)

    def _refuse(self, *_: object) -> None:
        raise RefusedError(broken())


def shared_texts(part: IO[bytes]) -> list[str]:
    """Return the texts that cells share; how a word is pronounced is no part of it."""
    found: list[str] = []

    def end(tag: str, words: str) -> None:
        if tag == "si":
            found.append(unescaped(words))

    Walker(end=end).walk(part)
    return found


def unescaped(words: str) -> str:
    """Return the text that the words of a part stand for."""
    if len(words) > 7 * LONGEST:
        raise RefusedError(too_long())
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words)


def broken() -> Mistake:
    """Return the mistake of a workbook that cannot be read at all."""
    return Mistake(
        "broken-workbook",
        Text("工作簿已损坏或加了密码，读不出来", "the workbook is damaged or has a password and cannot be read"),
        Text(
            "用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx",
            "open it in Excel or WPS, take the password off and save it as .xlsx",
        ),
    )


def not_excel() -> Mistake:
    """Return the mistake of a file that is no workbook."""
    return Mistake(
        "not-a-workbook",
        Text("这不是 Excel 工作簿（.xlsx）", "this is not an Excel workbook (.xlsx)"),
        Text("在 Excel 或 WPS 里另存为 .xlsx", "save it as .xlsx in Excel or WPS"),
    )


def too_long() -> Mistake:
    """Return the mistake of a cell that holds more text than Excel allows."""
    return Mistake(
        "too-long-cell",
        Text(f"有单元格超过 {LONGEST} 字", f"a cell holds more than {LONGEST} characters"),
        Text("删去其中的文字", "take the words out of it"),
    )
