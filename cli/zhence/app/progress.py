"""How far a long work is, on one line of standard error, for a person who waits at a terminal."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from time import monotonic
from typing import TypeVar

from zhence.model.text import Lang, Text

Each = TypeVar("Each")
PATIENCE = 1.0  # seconds before anything is said
PAUSE = 0.2  # seconds between two words


class Progress:
    """Tell how many of the things worked on are done, once the work takes longer than a moment."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.said = ""
        self.due = monotonic() + PATIENCE
        self.is_watched = sys.stderr is not None and sys.stderr.isatty()

    def watch(self, things: Sequence[Each], doing: Text) -> Iterable[Each]:
        """Return the things one after another; say how many were taken."""
        return self._watched(things, doing) if self.is_watched else things

    def _watched(self, things: Sequence[Each], doing: Text) -> Iterator[Each]:
        for done, each in enumerate(things):
            self._say(f"{doing.to(self.lang)} {done}/{len(things)}")
            yield each
        self.clear()

    def _say(self, words: str) -> None:
        if monotonic() < self.due:
            return
        self._write(words)
        self.due = monotonic() + PAUSE

    def clear(self) -> None:
        """Take the line away."""
        if self.said:
            self._write("")

    def _write(self, words: str) -> None:
        blanks = " " * (2 * len(self.said))  # a Chinese character is two cells wide
        sys.stderr.write(f"\r{blanks}\r{words}")
        sys.stderr.flush()
        self.said = words
