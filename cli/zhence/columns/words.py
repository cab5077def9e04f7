"""Cells turned into others word for word, as the rows come: Polars itself waits for the whole table to do that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class _Words:
    """Turn the cells of a piece."""

    old: Sequence[object]
    new: Sequence[object]
    kind: pl.DataType

    def __call__(self, cells: pl.Series) -> pl.Series:
        return cells.replace_strict(self.old, self.new, default=None, return_dtype=self.kind)


def replaced(cells: pl.Expr, old: Sequence[object], new: Sequence[object], kind: pl.DataType) -> pl.Expr:
    """Return the new cell for each old one, null for any other."""
    return cells.map_batches(_Words(old, new, kind), return_dtype=kind, is_elementwise=True)
