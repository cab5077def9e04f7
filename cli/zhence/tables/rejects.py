"""The cells and rows of a file that are not used, each with its place and the word on it."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from zhence.tables.doubts import doubtful, note_doubts
from zhence.tables.part import Part, Refusal
from zhence.tables.sources import ROW
from zhence.tables.years import Told
from zhence.written.faults import Mistake

MOST_REJECTS = 100_000
REJECTS = {
    "file": pl.String,
    "row": pl.UInt32,
    "column": pl.String,
    "value": pl.String,
    "zh": pl.String,
    "en": pl.String,
}


def listed(told: Iterable[Told]) -> pl.DataFrame:
    """Return what is told as a table."""
    rows = [
        {"file": file, "row": row, "column": head, "value": value} | _words(mistake)
        for file, row, head, value, mistake in told
    ]
    return pl.DataFrame(rows, schema=REJECTS).sort("row", maintain_order=True)


def rejects(part: Part, clashes: list[Refusal], by: str | None) -> tuple[pl.DataFrame, int]:
    """Return the cells and rows that are not used, and how many there are; the part learns which rows it leaves out."""
    whole = part.refusals(by)
    clashes = clashes + part.rounded_labels(by)
    tests = {f"cell:{column.name}": column.rejected() for column in part.columns}
    tests |= {f"clash:{at}": each.test for at, each in enumerate(clashes)}
    used, seen = pl.lit(value=True), {}
    for at, each in enumerate(whole):
        test = each.test.fill_null(value=False)
        seen[f"row:{at}"] = test & used
        used = used & ~test
    blank = part.blank()
    asked = {name: (test & used).sum() for name, test in tests.items()} | {
        name: test.sum() for name, test in seen.items()
    }
    doubts = {column.name: doubtful(column, part.asked) & used for column in part.columns}
    asked |= {f"doubt:{name}": test.sum() for name, test in doubts.items()}
    counts = part.source.rows.select(**asked, blank=blank.sum()).collect(engine="streaming").row(0, named=True)
    note_doubts(part, doubts, {name: counts.pop(f"doubt:{name}") for name in doubts})
    if counts.pop("blank"):
        part.left_out.append(blank)
    part.left_out += [each.test.fill_null(value=False) for at, each in enumerate(whole) if counts[f"row:{at}"]]
    columns = {column.name: column for column in part.columns}
    told: list[Told] = []
    for name, count in counts.items():
        kind, _, word = name.partition(":")
        refusal = whole[int(word)] if kind == "row" else clashes[int(word)] if kind == "clash" else None
        place = word if refusal is None else refusal.name
        part.rejected[place] = part.rejected.get(place, 0) + count
        if not count or len(told) >= MOST_REJECTS:
            continue
        test = seen[name] if name in seen else tests[name] & used
        for row, text in _cells(part, place, test, MOST_REJECTS - len(told)):
            mistake = refusal.mistake if refusal is not None else None
            if mistake is None:
                mistake = columns[place].word(text, part.asked.catalogue, part.asked.as_of)
            told.append((part.source.file, row, part.head(place), "" if place == ROW else text, mistake))
    return listed(told), sum(counts.values())


def _cells(part: Part, name: str, test: pl.Expr, most: int) -> Iterable[tuple[int, str]]:
    cell = pl.col(name)
    shown = cell.list.join("|") if part.source.rows.collect_schema()[name] == pl.List(pl.String) else cell
    return (
        part.source.rows.filter(test).select(ROW, shown.cast(pl.String).alias("cell")).head(most).collect().iter_rows()
    )


def _words(mistake: Mistake) -> dict[str, str]:
    return {
        "zh": f"{mistake.problem.zh}；{mistake.remedy.zh}",
        "en": f"{mistake.problem.en}; {mistake.remedy.en}",
    }
