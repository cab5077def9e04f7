"""A page on a terminal: lines folded by cells, words made safe, nothing that needs colour."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from zhence.model.text import Lang, Text
from zhence.report.clean import clean, fitted
from zhence.report.console import is_plain
from zhence.report.folds import folds
from zhence.report.gaps import bar

TIGHTEST = 12  # below so many cells of room a line gives up its indent


@dataclass(frozen=True, slots=True)
class Marks:
    """Hold the signs a page is drawn with."""

    arrow: str
    dot: str
    rule: str
    double: str


FULL = Marks("→", "·", "─", "═")
ASCII = Marks("->", "-", "-", "=")
Piece = str | tuple[str, str]


class Page:
    """Fold lines for a console in one language; they are written when the `with` block ends."""

    def __init__(self, console: Console, lang: Lang) -> None:
        self.console = console
        self.lang = lang
        self.is_ascii = is_plain(console)
        self.marks = ASCII if self.is_ascii else FULL
        self.width = max(1, console.width)
        self._lines: list[Styled] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.flush()

    def flush(self) -> None:
        """Write what was said so far; all at once, because each call of a console costs as much as many lines."""
        if self._lines:
            self.console.print(Styled("\n").join(self._lines), soft_wrap=True)
        self._lines.clear()

    def say(self, text: Text) -> str:
        """Return a text in the page's language."""
        return text.to(self.lang)

    def line(self, *pieces: Piece, indent: int = 0, hang: int = 2) -> None:
        """Write a paragraph: its first line after `indent` cells, the others `hang` cells further in."""
        words, spans = "", []
        for piece in pieces:
            part, style = piece if isinstance(piece, tuple) else (piece, "")
            safe = fitted(clean(part), self.console.encoding)
            spans.append((len(words), len(words) + len(safe), style))
            words += safe
        words = words.rstrip(" ")
        indent, hang = self._room(indent, hang)
        for number, (start, end) in enumerate(folds(words, self.width - indent, self.width - indent - hang)):
            styled = Styled(" " * (indent + (hang if number else 0)))
            offset = len(styled) - start
            styled.append(words[start:end])
            for first, last, style in spans:
                if style and max(first, start) < min(last, end):
                    styled.stylize(style, max(first, start) + offset, min(last, end) + offset)
            self._lines.append(styled)

    def _room(self, indent: int, hang: int) -> tuple[int, int]:
        if self.width - indent - hang >= TIGHTEST:
            return indent, hang
        return max(0, min(indent, self.width - TIGHTEST)), 0

    def blank(self) -> None:
        """Write an empty line."""
        self._lines.append(Styled())

    def table(self, table: Table) -> None:
        """Write a table; no line of it trails blanks."""
        for segments in self.console.render_lines(table, pad=False):
            line = Styled()
            for segment in segments:
                line.append(segment.text, segment.style)
            line.rstrip()
            self._lines.append(line)

    def heading(self, words: str, style: str = "bold") -> None:
        """Write a heading between two lines' worth of room."""
        self.blank()
        self.line((f"{self.marks.double * 2} ", style), (words, style), hang=3)

    def bar(self, filled: Fraction) -> str:
        """Return a bar of the page's cells."""
        return bar(filled, is_ascii=self.is_ascii)
