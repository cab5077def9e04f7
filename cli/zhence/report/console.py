"""The terminal: its width, its character set, words made safe for it."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from rich.console import Console
from rich.text import Text as Styled

from zhence.report.clean import clean, fitted, forgive, is_unicode

PIPE_WIDTH = 100


def safe_console(file: TextIO | None = None, *, stderr: bool = False, width: int | None = None) -> Console:
    """Return a console that never guesses at markup, links or numbers in data, and that no character can crash."""
    stream = file if file is not None else sys.stderr if stderr else sys.stdout
    forgive(stream)
    if width is None and not stream.isatty() and not os.environ.get("COLUMNS", "").isdecimal():
        width = PIPE_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


def is_plain(console: Console) -> bool:
    """Tell whether the terminal lacks the characters that boxes and bars are drawn with."""
    return not is_unicode(console.encoding)


def styled(words: str, console: Console, style: str = "") -> Styled:
    """Return words as they may reach the terminal."""
    return Styled(fitted(clean(words), console.encoding), style=style)
