"""A table and the profiles of the same subjects come to one result: the same rows, counts and map."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from random_rows import table

from zhence.app.batch_answers import ProfileAnswers, TableAnswers
from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns.rows import record
from zhence.columns.verdicts import compile_measures
from zhence.engine import check
from zhence.model.result import Verdict
from zhence.tables.read import Table

BOOK = load(bundled())
DAY = date(2026, 6, 1)
MEASURES = tuple(BOOK.measures.values())
ROWS = 30


@pytest.fixture(scope="module")
def both() -> tuple[TableAnswers, ProfileAnswers]:
    made = table(BOOK, DAY, ROWS, 5).with_columns(name=pl.format("firm {}", pl.col("row")))
    firms = [record(row, BOOK, "enterprise") for row in made.iter_rows(named=True)]
    columns = tuple(made.columns)
    read = Table(made.lazy(), columns, ("row", "name"), (), (), ROWS, pl.DataFrame(), 0)
    compiled = compile_measures(BOOK, DAY, columns, "enterprise", MEASURES)
    profiles = [check(BOOK, replace(firm, origin="f"), DAY, MEASURES) for firm in firms]
    return TableAnswers(read, compiled, "enterprise", lambda rows: rows), ProfileAnswers(profiles, MEASURES, BOOK, DAY)


def test_every_row_is_the_same(both: tuple[TableAnswers, ProfileAnswers]) -> None:
    rows, other = (each.frame(str, is_wide=False).collect() for each in both)
    told = ["name", "measure", "verdict", "if_open", "steps", "condition"]
    assert len(rows) == len(other) > 1_000
    apart = other.filter(pl.col("if_open").cast(pl.String) == Verdict.NOT_APPLICABLE.value)
    assert apart.height > 50
    assert apart.select(pl.col("steps", "condition", "gap", "missing").null_count()).row(0) == (apart.height,) * 4
    verdicts = other.group_by(pl.col("if_open").cast(pl.String)).agg(pl.col("steps").unique())
    steps = {verdict: set(found) for verdict, found in verdicts.iter_rows()}
    assert (steps["unknown"], steps["eligible"]) == ({None}, {0})
    assert not steps["not-eligible"] & {None, 0}
    for name in told:
        assert rows[name].cast(pl.String).to_list() == other[name].cast(pl.String).to_list()
    assert rows["gap"].is_null().to_list() == other["gap"].is_null().to_list()
    assert rows["gap"].drop_nulls().to_list() == pytest.approx(other["gap"].drop_nulls().to_list(), rel=1e-12)
    assert rows["missing"].to_list() == other["missing"].to_list()


@pytest.mark.parametrize("columns", [("row", "name"), ("row", "name", "revenue@2025")])
def test_what_is_missing_is_named_in_one_order(columns: tuple[str, ...]) -> None:
    """A figure that stands in several branches is named where the rule first asks for it, whichever branch is open."""
    made = pl.DataFrame({"row": [2], "name": ["a"], "revenue@2025": [100_000_000]}).select(columns)
    firm = replace(record(made.row(0, named=True), BOOK, "enterprise"), origin="f")
    chosen = [BOOK.measures["little-giant-2022"]]
    read = Table(made.lazy(), columns, ("row", "name"), (), (), 1, pl.DataFrame(), 0)
    compiled = compile_measures(BOOK, DAY, columns, "enterprise", chosen)
    of_table = TableAnswers(read, compiled, "enterprise", lambda rows: rows).frame(str, is_wide=False).collect()
    of_profile = ProfileAnswers([check(BOOK, firm, DAY, chosen)], chosen, BOOK, DAY).frame(str, is_wide=False).collect()
    (said,) = of_table["missing"]
    assert said == of_profile["missing"][0]
    words = said.split("; ")
    assert words.index("segment_years") < words.index("rd_expense@2025") < words.index("equity_financing_2y")


def test_every_count_is_the_same(both: tuple[TableAnswers, ProfileAnswers]) -> None:
    of_table, of_profiles = both
    found = of_table.summary(of_table.counts().collect()), of_profiles.summary()
    counts = [{each.measure.id: dict(each.counts) for each in summary.measures} for summary in found]
    assert counts[0] == counts[1]
    assert found[0].total == found[1].total
    assert found[0].total[Verdict.NOT_APPLICABLE] > 0
    near = [[(each.measure.id, each.block.id, each.count) for each in summary.near] for summary in found]
    assert near[0] == near[1]
    assert len({count for *_, count in near[0]}) < len(near[0]) > 3
    assert found[0].wanted[:20]
    assert [(w.key, w.cells, w.alone) for w in found[0].wanted] == [(w.key, w.cells, w.alone) for w in found[1].wanted]
    wide = [each.frame(str, is_wide=True).collect().drop("row", "file", strict=False) for each in both]
    assert wide[0].cast(pl.String).equals(wide[1].cast(pl.String))


def test_the_map_is_the_same(both: tuple[TableAnswers, ProfileAnswers]) -> None:
    one, other = (each.heat(ROWS) for each in both)
    assert [measure.id for measure in one.measures] == [measure.id for measure in other.measures]
    assert (one.names, one.codes, one.closed) == (other.names, other.codes, other.closed)
    assert [[one.away(at, row) for row in range(ROWS)] for at in range(len(one.codes))] == [
        [other.away(at, row) if other.verdict(at, row) is Verdict.NOT_ELIGIBLE else 0 for row in range(ROWS)]
        for at in range(len(one.codes))
    ]
