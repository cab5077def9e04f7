"""The columns of a file as figures: where two columns state one figure, it is known only where they do not differ."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import polars as pl

from zhence.model import frame
from zhence.tables import row_mistakes
from zhence.tables.cells import Column
from zhence.tables.part import Part, Refusal

Figures = dict[str, pl.Expr]
OTHER = {"low": "high", "high": "low"}


def figures(part: Part) -> tuple[Figures, list[Refusal]]:
    """Return the figures of a file as columns, and where its columns contradict each other.

    What several columns state of one figure is staged: each of them
    is read once, however often it is held against the others.
    """
    groups: dict[tuple[str, str | None], list[Column]] = {}
    for column in part.columns:
        groups.setdefault((str(column.key), column.heading.end), []).append(column)
    found: Figures = {}
    refusals: list[Refusal] = []
    for (key, end), same in groups.items():
        is_compared = len(same) > 1 or (end is not None and (key, OTHER[end]) in groups)
        exprs, clash = _agreed(same, part.staged if is_compared else None)
        if clash is not None:
            first = part.head(same[0].name)
            refusals.append(Refusal(same[-1].name, clash, row_mistakes.clashing(first)))
        found |= {part.marked(name, same[0]): expr for name, expr in exprs.items()}
    for (_, end), same in groups.items():
        low, high = (part.marked(name(same[0].key), same[0]) for name in (frame.low, frame.high))
        if end != "high" or low not in found or high not in found:
            continue
        is_backwards = (found[low] > found[high]).fill_null(value=False)
        other = groups[str(same[0].key), "low"][0]
        refusals.append(Refusal(same[0].name, is_backwards, row_mistakes.backwards(part.head(other.name))))
        found |= {name: pl.when(~is_backwards).then(found[name]) for name in (low, high)}
    return found, refusals


def _agreed(same: Sequence[Column], staged: Figures | None) -> tuple[Figures, pl.Expr | None]:
    """Return what columns of one figure say together, and where they differ; `staged` takes what each of them says."""
    ranged = any(column.is_ranged for column in same)
    said: list[Figures] = []
    for column in same:
        column.is_ranged = ranged
        exprs = column.columns()
        if staged is not None:
            staged |= {f"{column.name}:{name}": expr for name, expr in exprs.items()}
            exprs = {name: pl.col(f"{column.name}:{name}") for name in exprs}
        if exprs:
            said.append(exprs)
    if len(said) < 2:
        return (said[0] if said else {}), None
    clashes = [
        (first[name] != second[name]).fill_null(value=False)
        for first, second in combinations(said, 2)
        for name in first
    ]
    clash = pl.any_horizontal(clashes)
    return {name: pl.when(~clash).then(pl.coalesce(each[name] for each in said)) for name in said[0]}, clash
