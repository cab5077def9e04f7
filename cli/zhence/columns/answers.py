"""The answers of a table as a table: a row a subject and a column a measure, or a row for each subject and measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from zhence.columns import verdicts
from zhence.columns.details import NONE, Detail, blocks, detail
from zhence.columns.order import ordered, ranks_of
from zhence.columns.pieces import pieced
from zhence.columns.truth import expression
from zhence.columns.verdicts import Compiled
from zhence.columns.wanted import Wanted
from zhence.model.fact import FactKey
from zhence.model.result import UNTOLD, Verdict

APART, SHUT = verdicts.CODES[Verdict.NOT_APPLICABLE], verdicts.CODES[Verdict.CLOSED]
NO_NUMBER, NO_GAP = pl.lit(None, dtype=pl.UInt16), pl.lit(None, dtype=pl.Float64)
PIECE = 10_000  # rows of the table whose answers are brought into the long form at once
BETWEEN = "; "  # what stands between the figures that are missing


@dataclass(frozen=True, slots=True)
class Wide:
    """Turn a table of subjects into a row a subject: the columns to keep, then the verdict of each measure."""

    compiled: Compiled
    kept: Sequence[str]

    def __call__(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Return the answers of the rows."""
        cells = {word: verdicts.shown(self.compiled, word) for word in self.compiled.verdicts}
        return self.compiled.prepared(rows).select(*self.kept, **cells)


def details_of(compiled: Compiled) -> dict[str, Detail]:
    """Return what stands beside the verdict of each measure; to be asked for before the table is prepared."""
    return {word: detail(compiled.figures, measure) for word, measure in compiled.measures.items()}


@dataclass(frozen=True, slots=True)
class Long:
    """Turn a table of subjects into a row for each subject and measure, in the order of the table and of the catalogue.

    `steps` counts the conditions that stand in the way (null where nothing tells), `condition` is the one farthest off and `gap` how far, as a share
    of its threshold (null where it has no size); `missing` names the figures that would settle an open answer.
    """

    compiled: Compiled
    kept: Sequence[str]
    lists: dict[str, pl.Expr]
    names: Sequence[str]

    @classmethod
    def of(
        cls,
        compiled: Compiled,
        details: dict[str, Detail],
        kept: Sequence[str],
        spoken: Callable[[FactKey], str] = str,
    ) -> Long:
        """Return what tells the answers; `spoken` names a figure that is missing."""
        rules = list(compiled.measures.values())
        names = sorted({name for measure in rules for name in blocks(measure)})
        cells = [_Cell.of(compiled, measure.id, details[measure.id], names, spoken) for measure in rules]
        lists = {
            "measure": pl.concat_list([pl.lit(at, dtype=pl.UInt16) for at in range(len(rules))]),
            **{field: pl.concat_list([getattr(cell, field) for cell in cells]) for field in _Cell._fields},
        }
        return cls(compiled, kept, lists, names)

    def __call__(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Return the answers of the rows."""
        found = self.compiled.prepared(rows).select(*self.kept, **self.lists).explode(list(self.lists))
        return _told(found, self.compiled, self.kept, self.names)


def in_pieces(table: pl.LazyFrame, told: Long, rows: int | None = None) -> pl.LazyFrame:
    """Return the long form of a table of any size, lazily; `rows` is how many it has, where it can be entered at any."""
    return pieced(table, told, PIECE, rows)


def _told(rows: pl.LazyFrame, compiled: Compiled, kept: Sequence[str], names: Sequence[str]) -> pl.LazyFrame:
    """Return the long form with words for numbers, and closed measures told as such."""
    words = list(compiled.measures)
    closed = [at for at, word in enumerate(words) if word in compiled.closed]
    code, is_closed = pl.col("if_open"), pl.col("measure").is_in(closed)
    shown = pl.when(is_closed & (code != APART)).then(pl.lit(SHUT, dtype=pl.UInt8)).otherwise(code)
    return rows.select(
        *kept,
        _words(pl.col("measure"), words).alias("measure"),
        verdicts.word_of(shown).alias("verdict"),
        verdicts.word_of(code).alias("if_open"),
        "steps",
        _words(pl.col("condition"), names).alias("condition"),
        "gap",
        "missing",
    )


def _words(numbers: pl.Expr, words: Sequence[str]) -> pl.Expr:
    """Return the words that numbers stand for."""
    return numbers.replace_strict(range(len(words)), words, default=None, return_dtype=pl.Enum(words))


class _Cell(NamedTuple):
    """Hold what is said of one measure: numbers for words, so that many cells are cheap to bring in order."""

    if_open: pl.Expr
    steps: pl.Expr
    condition: pl.Expr
    gap: pl.Expr
    missing: pl.Expr

    @classmethod
    def of(
        cls, compiled: Compiled, word: str, found: Detail, names: Sequence[str], spoken: Callable[[FactKey], str]
    ) -> _Cell:
        way, code = found.way, compiled.verdicts[word]
        wanted = ordered(found.wanted, ranks_of(compiled.measures[word], compiled.figures.case))
        missing = _missing(code, {key: found.wanted[key] for key in wanted}, spoken)
        untold = code.is_in([verdicts.CODES[each] for each in UNTOLD])
        none = pl.when(~untold).then(pl.lit(0, dtype=pl.Int16))
        if way is None:
            return cls(code, none, NO_NUMBER, NO_GAP, missing)
        fails = code == verdicts.CODES[Verdict.NOT_ELIGIBLE]
        listed = blocks(compiled.measures[word])
        numbers = [names.index(name) for name in listed]
        block = way.block.replace_strict(range(len(listed)), numbers, default=None, return_dtype=pl.UInt16)
        gap = pl.when(fails & (way.block != NONE)).then(way.largest)
        return cls(
            code,
            pl.when(fails).then(way.steps).otherwise(none),
            pl.when(fails).then(block),
            gap,
            missing,
        )


def _missing(code: pl.Expr, wanted: Wanted, spoken: Callable[[FactKey], str]) -> pl.Expr:
    """Return the figures that are wanted, as one text; null where none is."""
    is_open = code == verdicts.CODES[Verdict.UNKNOWN]
    words = [_named(spoken(key), expression(truth)) for key, truth in wanted.items() if truth is not False]
    if not words:
        return pl.lit(None, dtype=pl.String)
    return pl.when(is_open).then(pl.concat_str(words, separator=BETWEEN, ignore_nulls=True))


def _named(word: str, wanted: pl.Expr) -> pl.Expr:
    return pl.when(wanted).then(pl.lit(word))
