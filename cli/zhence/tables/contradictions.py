"""Rows that contradict themselves: what `check` notes of one profile is noted of a table once for each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import polars as pl

from zhence.columns.contradictions import with_suspects
from zhence.columns.rows import record
from zhence.model import frame
from zhence.model.fact import FactKey
from zhence.model.profile import Given
from zhence.model.text import Text
from zhence.model.value import Span
from zhence.profiles.consistency import contradictions
from zhence.tables.part import FILE, Asked, Part
from zhence.written.faults import Mistake, plain

MOST = 100  # rows of a column that are looked at closely


def note_contradictions(whole: pl.LazyFrame, parts: Sequence[Part]) -> None:
    """Note of each column and file how many rows contradict another figure, with the first of them; what they say stands."""
    asked = parts[0].asked
    rows, suspects = with_suspects(whole, asked.catalogue, asked.as_of)
    if not suspects:
        return
    counts = rows.select(**{str(key): test.sum() for key, test in suspects.items()}).collect(engine="streaming")
    for key, count in ((key, count) for key in suspects if (count := counts[str(key)][0])):
        told = [
            (row, mistake)
            for row in rows.filter(suspects[key]).head(MOST).collect(engine="streaming").iter_rows(named=True)
            if (mistake := _contradiction(row, key, asked)) is not None
        ]
        for part in parts:
            mine = [(row, mistake) for row, mistake in told if row.get(FILE, part.source.file) == part.source.file]
            column = next((c for c in part.columns if c.key.fact == key.fact and c.key.year in (None, key.year)), None)
            if mine and column is not None:
                many = len(mine) if count <= MOST else count
                part.note(part.head(column.name), _noted(mine[0][1], mine[0][0][frame.ROW], many))


def _contradiction(row: Mapping[str, object], key: FactKey, asked: Asked) -> Mistake | None:
    facts = record(row, asked.catalogue, asked.subject).facts
    written = {each: _written(given, asked.catalogue.facts[each.fact].unit) for each, given in facts.items()}
    return next((told for about, told in contradictions(written, asked.catalogue, asked.as_of) if about == key), None)


def _written(given: Given, unit: str | None) -> Given:
    """Return a figure with the number that a person would have written."""
    if not isinstance(given.value, Span):
        return given
    low, high = (
        None if end is None else f"{plain(Fraction(end))}{unit or ''}" for end in (given.value.low, given.value.high)
    )
    return replace(given, raw=f"{low or ''}" if low == high else f"{low or ''}~{high or ''}")


def _noted(mistake: Mistake, row: int, count: int) -> Mistake:
    where = Text(f"第{row}行：", f"row {row}: ")
    if count > 1:
        where = Text(
            f"{count}行与别的数据矛盾，如第{row}行：", f"{count} rows contradict another figure, like row {row}: "
        )
    return Mistake(mistake.kind, where + mistake.problem, mistake.remedy, "warning")
