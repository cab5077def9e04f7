"""The cells and rows of a file that are not used, each with its place and the word on it."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from zhence.tables.days import as_text
from zhence.tables.doubts import DOUBT, doubtful, note_doubts
from zhence.tables.part import Part, Refusal, held
from zhence.tables.sources import ROW
from zhence.tables.years import Counts, Told
from zhence.written.faults import Mistake

MOST_REJECTS = 100_000
REJECTS = {
    "file": pl.String,
    "row": pl.UInt32,
    "column": pl.String,
    "value": pl.String,
    "zh": pl.String,
    "en": pl.String,
    "is_row": pl.Boolean,
}


def listed(told: Iterable[Told]) -> pl.DataFrame:
    """Return what is told as a table."""
    rows = [
        {"file": file, "row": row, "column": head, "value": value, "is_row": is_row} | _words(mistake)
        for file, row, head, value, mistake, is_row in told
    ]
    return pl.DataFrame(rows, schema=REJECTS).sort("row", maintain_order=True)


def rejects(part: Part, clashes: list[Refusal], by: str | None) -> tuple[pl.DataFrame, Counts]:
    """Return the cells and rows that are not used, and how many of each there are; the part learns which rows it leaves out."""
    whole = part.refusals(by)
    clashes = clashes + part.unreadable_labels(by)
    marked, names = _marked(part, whole, clashes)
    marked = held(marked, part.rows)
    blank = part.blank()
    sums = {name: pl.col(name).sum() for name in names}
    counts = marked.select(**sums, blank=blank.sum()).collect(engine="streaming").row(0, named=True)
    note_doubts(part, marked, {name: counts.pop(name) for name in names if name.startswith(DOUBT)})
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
        for row, text in _cells(marked.filter(name), place, MOST_REJECTS - len(told)):
            mistake = refusal.mistake if refusal is not None else None
            if mistake is None:
                mistake = columns[place].word(text, part.asked.catalogue, part.asked.as_of)
            told.append((part.source.file, row, part.head(place), "" if place == ROW else text, mistake, kind == "row"))
    rows = sum(count for name, count in counts.items() if name.startswith("row:"))
    return listed(told), Counts(sum(counts.values()) - rows, rows)


def _marked(part: Part, whole: list[Refusal], clashes: list[Refusal]) -> tuple[pl.LazyFrame, list[str]]:
    """Return the rows beside a mark for each reason, and the marks: a row counts for the first, a cell only in a used row."""
    rows = {f"row:{at}": each.test.fill_null(value=False) for at, each in enumerate(whole)}
    cells = {f"cell:{column.name}": column.rejected() for column in part.columns}
    cells |= {f"clash:{at}": each.test.fill_null(value=False) for at, each in enumerate(clashes)}
    doubts = {f"{DOUBT}{column.name}": doubtful(column, part.asked) for column in part.columns}
    is_used = ~pl.any_horizontal(list(rows)) if rows else pl.lit(value=True)
    earlier = {name: pl.any_horizontal(list(rows)[:at]) for at, name in enumerate(rows) if at}
    marked = part.whole_rows().with_columns(**rows, **cells, **doubts).with_columns(used=is_used)
    return marked.with_columns(
        **{name: pl.col(name) & ~test for name, test in earlier.items()},
        **{name: pl.col(name) & pl.col("used") for name in cells},
        **{name: pl.col(name) & pl.col("used") & ~pl.col(f"cell:{name.removeprefix(DOUBT)}") for name in doubts},
    ), [*cells, *rows, *doubts]


def _cells(rows: pl.LazyFrame, name: str, most: int) -> Iterable[tuple[int, str]]:
    cell = pl.col(name)
    kind = rows.collect_schema()[name]
    shown = cell.list.join("|") if kind == pl.List(pl.String) else as_text(cell, kind)
    return rows.select(ROW, shown.alias("cell")).head(most).collect().iter_rows()


def _words(mistake: Mistake) -> dict[str, str]:
    return {
        "zh": f"{mistake.problem.zh}；{mistake.remedy.zh}",
        "en": f"{mistake.problem.en}; {mistake.remedy.en}",
    }
