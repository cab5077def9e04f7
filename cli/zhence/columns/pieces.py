"""A lazy table made piece by piece of another: for what takes very many columns, and would not fit into memory whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import polars as pl
from polars.io.plugins import register_io_source

Told = Callable[[pl.LazyFrame], pl.LazyFrame]


def pieced(table: pl.LazyFrame, told: Told, size: int) -> pl.LazyFrame:
    """Return what is told of each piece of so many rows, one after another."""
    return register_io_source(partial(_pieces, table, told, size), schema=told(table).collect_schema())


def _pieces(
    table: pl.LazyFrame,
    told: Told,
    size: int,
    with_columns: list[str] | None,
    predicate: pl.Expr | None,
    n_rows: int | None,
    batch_size: int | None,
) -> Iterator[pl.DataFrame]:
    del batch_size
    left = n_rows
    for piece in table.collect_batches(chunk_size=size, maintain_order=True, engine="streaming"):
        rows = told(piece.lazy())
        rows = rows if predicate is None else rows.filter(predicate)
        found = (rows if with_columns is None else rows.select(with_columns)).collect()
        found = found if left is None else found.head(left)
        yield found
        left = None if left is None else left - found.height
        if left == 0:
            return
