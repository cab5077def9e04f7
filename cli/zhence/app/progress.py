"""How far a long work is, on one line of standard error, for a person who waits at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from zhence.model.text import Lang, Text

if TYPE_CHECKING:
    import polars as pl

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

    def counting(self, rows: pl.LazyFrame, many: int) -> pl.LazyFrame:
        """Return a lazy table that says how many of the rows it is made from are done, how fast, and how long it still takes."""
        if not self.is_watched:
            return rows
        done, begun = 0, monotonic()

        def counted(part: pl.DataFrame) -> pl.DataFrame:
            nonlocal done
            done += part.height
            rate = done / max(monotonic() - begun, PAUSE)
            left = round((many - done) / rate) if done < many else 0
            self._say(
                Text(
                    f"已判断 {done}/{many} 行，每秒 {rate:.0f} 行，还需 {left} 秒",
                    f"{done}/{many} rows, {rate:.0f} a second, {left} s left",
                ).to(self.lang)
            )
            return part

        return rows.map_batches(counted, streamable=True, validate_output_schema=False)

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
