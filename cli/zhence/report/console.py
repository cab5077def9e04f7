"""The terminal: its width, its character set, words made safe for it."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from rich.console import Console, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.text import Text as Styled

from zhence.report.clean import clean, fitted, forgive, is_unicode
from zhence.report.folds import folds

PIPE_WIDTH = 100
WIDEST = 1_000
HEIGHT = 25


def safe_console(file: TextIO | None = None, *, stderr: bool = False, width: int | None = None) -> Console:
    """Return a console that never guesses at markup, links or numbers in data, and that no character can crash."""
    stream = file if file is not None else sys.stderr if stderr else sys.stdout
    forgive(stream)
    if width is None:
        width = _width(stream)
    height = None if width is None else HEIGHT  # else Rich looks at the environment once more
    return Console(file=stream, width=width, height=height, highlight=False, markup=False, emoji=False, soft_wrap=False)


def _width(stream: TextIO) -> int | None:
    """Return the width that the environment asks for, within reason, None where the terminal knows its own."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and said.strip("0"):
        return min(int(said[:6]), WIDEST)
    return None if stream.isatty() else PIPE_WIDTH


def is_plain(console: Console) -> bool:
    """Tell whether the terminal lacks the characters that boxes and bars are drawn with."""
    return not is_unicode(console.encoding)


class Folded(Styled):
    """Words of a table's cell, folded as those of the page are: no line begins with a closing mark."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """Return the lines of a cell so wide."""
        if no_wrap:
            return super().wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap)
        said = self.split("\n", allow_blank=True)
        lines = Lines(line[start:end] for line in said for start, end in folds(line.plain, width, width))
        if justify:
            lines.justify(console, width, justify=justify, overflow=overflow or "fold")
        return lines


def styled(words: str, console: Console, style: str = "") -> Styled:
    """Return words as they may reach the terminal."""
    return Folded(fitted(clean(words), console.encoding), style=style)
