"""The terminal: its width, its character set, words made safe for it."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.text import Text as Styled

from zhence.report.clean import clean, fitted, is_unicode

WIDTH = 100  # of a pipe


def safe_console(*, stderr: bool = False) -> Console:
    """Return a console that never guesses at markup, links or numbers in data."""
    stream = sys.stderr if stderr else sys.stdout
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if not stream.isatty() and "COLUMNS" not in console._environ:  # noqa: SLF001 - rich has no public reader of it
        console = Console(stderr=stderr, highlight=False, markup=False, emoji=False, width=WIDTH)
    return console


def is_plain(console: Console) -> bool:
    """Tell whether the terminal lacks the characters that boxes and bars are drawn with."""
    return not is_unicode(console.encoding)


def styled(words: str, console: Console, style: str = "") -> Styled:
    """Return words as they may reach the terminal."""
    return Styled(fitted(clean(words), console.encoding), style=style)
