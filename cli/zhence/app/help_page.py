"""The page of `--help`: as wide as the terminal, where a Chinese character takes two cells."""

import re
from typing import Any

from zhence.report.console import safe_console
from zhence.report.folds import folds

UNFOLDED = 100_000  # Typer folds by characters, and cuts a command's words to fit: with so much room it does neither
WIDEST = 80
USAGE_HANG = 6
TERM = re.compile(r" +\S(?:.*?\S)?  +(?=\S)")  # a word of a list, and the room up to what it means


def unfold(ctx: Any) -> None:  # noqa: ANN401 - of Click, or of what Typer carries in its place
    """Have Typer write a paragraph, or a word and what it means, on one line."""
    ctx.terminal_width = ctx.max_content_width = UNFOLDED


def fold(page: str) -> str:
    """Return an unfolded page folded to the terminal."""
    width = min(safe_console().width, WIDEST)
    return "\n".join(folded for line in page.splitlines() for folded in _folded(line, width))


def _folded(line: str, width: int) -> list[str]:
    indent = len(line) - len(line.lstrip(" "))
    term = TERM.match(line)
    hang = term.end() if term else indent or USAGE_HANG
    cuts = folds(line[indent:], width - indent, width - hang)
    return [" " * (hang if number else indent) + line[indent:][start:end] for number, (start, end) in enumerate(cuts)]
