"""Days in the cells of a table: those of the calendar, years 1 to 9999, which is all that a profile can state."""

from __future__ import annotations

import polars as pl

PLAIN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
UNWRITTEN = "…-…-…"  # how a day is shown that lies too far away to be written
KINDS = (pl.Date, pl.Datetime)


def is_day(cell: pl.Expr) -> pl.Expr:
    """Return where a cell of the type of a date, or of one with a time, holds a day of the calendar; never null."""
    return cell.dt.year().is_between(1, 9999).fill_null(value=False)


def day(cell: pl.Expr, *, is_text: bool) -> pl.Expr:
    """Return the day that a plain cell holds: one such as 2024-05-31 or of a type for dates, null elsewhere."""
    if is_text:
        cell = pl.when(cell.str.contains(PLAIN)).then(cell).str.to_date("%Y-%m-%d", strict=False)
    return pl.when(is_day(cell)).then(cell).cast(pl.Date)


def as_text(cell: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Return cells as texts, null where one says nothing; Polars itself panics over a day that lies too far away."""
    if kind not in KINDS:
        return cell.cast(pl.String)
    can_write = cell.dt.year().is_not_null()
    written = pl.when(can_write).then(cell).cast(pl.String)
    return pl.when(cell.is_not_null() & ~can_write).then(pl.lit(UNWRITTEN)).otherwise(written)
