"""A lazy table made piece by piece of another: for what takes very many columns, and would not fit into memory whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import polars as pl
from polars.io.plugins import register_io_source

PART = 200_000  # rows that are read at once
Told = Callable[[pl.LazyFrame], pl.LazyFrame]


def pieced(table: pl.LazyFrame, told: Told, size: int, rows: int | None = None) -> pl.LazyFrame:
    """Return what is told of each piece of so many rows, one after another.

    Where the table can be entered at any row, `rows` says how many it has: it is then read part by part, since a stream
    reads ahead more than it is asked for.
    """
    return register_io_source(partial(_pieces, table, told, size, rows), schema=told(table).collect_schema())


def _parts(table: pl.LazyFrame, rows: int | None) -> Iterator[pl.DataFrame]:
    if rows is None:
        yield from table.collect_batches(chunk_size=PART, maintain_order=True, engine="streaming")
        return
    for start in range(0, rows, PART):
        yield table.slice(start, PART).collect()


def _pieces(
    table: pl.LazyFrame,
    told: Told,
    size: int,
    rows: int | None,
    with_columns: list[str] | None,
    predicate: pl.Expr | None,
    n_rows: int | None,
    batch_size: int | None,
) -> Iterator[pl.DataFrame]:
    del batch_size
    left = n_rows
    for piece in (piece for part in _parts(table, rows) for piece in part.iter_slices(size)):
        found = told(piece.lazy())
        found = found if predicate is None else found.filter(predicate)
        made = (found if with_columns is None else found.select(with_columns)).collect()
        made = made if left is None else made.head(left)
        yield made
        left = None if left is None else left - made.height
        if left == 0:
            return
