"""Rows whose place contradicts what they say follows from it, such as a county and the prefecture of another one."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from zhence.model import frame
from zhence.model.fact import FactKey
from zhence.model.text import Text
from zhence.profiles.known import TABLE, contradicts_place
from zhence.tables.part import FILE, Part
from zhence.written.faults import Mistake


def note_places(whole: pl.LazyFrame, parts: Sequence[Part]) -> None:
    """Note of each file how many rows contradict their place, with the first of them; what they say stands."""
    catalogue = parts[0].asked.catalogue
    within, place = catalogue.within, catalogue.place
    if within is None or place is None or not {place, within.fact} <= {*whole.collect_schema().names()}:
        return
    file = pl.col(FILE) if len(parts) > 1 else pl.lit(parts[0].source.file)
    said = whole.select(file.alias("in"), frame.ROW, at=pl.col(place), said=pl.col(within.fact)).drop_nulls()
    pairs = said.group_by("in", "at", "said").agg(pl.len(), pl.col(frame.ROW).min()).sort(frame.ROW)
    found = [
        each
        for each in pairs.collect(engine="streaming").iter_rows(named=True)
        if within.of.get(each["at"], each["said"]) != each["said"]
    ]
    for part in parts:
        away = [each for each in found if each["in"] == part.source.file]
        column = next((column for column in part.columns if column.key == FactKey(within.fact)), None)
        if not away or column is None:
            continue
        count, row = sum(each["len"] for each in away), away[0][frame.ROW]
        title = catalogue.facts[within.fact].choices[away[0]["said"]]
        told = contradicts_place(title, away[0]["at"], within, catalogue, TABLE)
        where = Text(f"{count}行与所在地不符，如第{row}行：", f"{count} rows contradict their place, like row {row}: ")
        if count == 1:
            where = Text(f"第{row}行：", f"row {row}: ")
        part.note(part.head(column.name), Mistake(told.kind, where + told.problem, told.remedy, "warning"))
