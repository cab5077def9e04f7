"""The answers of the first rows of a table as a map of subjects by measures."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from zhence.columns.details import Detail
from zhence.columns.verdicts import CODES, Compiled
from zhence.model import frame
from zhence.model.heat import FAR, Heat
from zhence.model.result import Verdict

MOST = 5_000  # subjects that a page or a sheet can still show


def heat(
    compiled: Compiled,
    table: pl.LazyFrame,
    subject: str,
    details: Mapping[str, Detail] | None = None,
    most: int = MOST,
) -> Heat:
    """Return the map of the first rows; with details also how many conditions stand in the way."""
    columns = {f"code:{word}": code for word, code in compiled.verdicts.items()}
    if details is not None:
        columns |= {f"steps:{word}": _steps(code, details[word]) for word, code in compiled.verdicts.items()}
    columns_there = table.collect_schema().names()
    told = [pl.col(name) for name in (frame.NAME, frame.ID) if name in columns_there]
    names = pl.coalesce(*told, pl.lit(""))
    first = compiled.prepared(table.head(most)).with_columns(**columns).select(names.alias(frame.NAME), *columns)
    rows, found = pl.collect_all([table.select(pl.len()), first], engine="streaming")
    return Heat(
        compiled.figures.catalogue,
        subject,
        compiled.figures.as_of,
        rows.item(),
        found[frame.NAME].to_list(),
        list(compiled.measures.values()),
        compiled.closed,
        [bytes(found[f"code:{word}"].to_list()) for word in compiled.measures],
        [bytes(found[f"steps:{word}"].to_list()) for word in compiled.measures] if details is not None else [],
    )


def _steps(code: pl.Expr, detail: Detail) -> pl.Expr:
    if detail.way is None:
        return pl.lit(0, dtype=pl.UInt8)
    is_missed = code == CODES[Verdict.NOT_ELIGIBLE]
    return pl.when(is_missed).then(detail.way.steps.clip(0, FAR)).otherwise(0).cast(pl.UInt8)
