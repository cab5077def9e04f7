"""The years that rules can ask for: a figure of an earlier one moves no answer and is not kept, one of the first may."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns.asked import earliest_year
from zhence.columns.verdicts import compile_measures
from zhence.tables.read import UNASKED, Asked, read_table

BOOK = load(bundled())
DAY = date(2026, 6, 1)
FIRST = earliest_year(BOOK, DAY)


def test_the_first_year_is_the_first_that_an_expression_looks_at() -> None:
    keys = [f"{fact.id}@{year}" for fact in BOOK.facts.values() if fact.yearly for year in range(FIRST - 10, 2027)]
    looked_at: set[str] = set()
    for subject in BOOK.subjects:
        compiled = compile_measures(BOOK, DAY, keys, subject, list(BOOK.measures.values()))
        shared = [expr for columns in compiled.figures.shared for expr in columns.values()]
        for expr in (*compiled.verdicts.values(), *shared):
            looked_at.update(expr.meta.root_names())
    assert min(int(name.rpartition("@")[2][:4]) for name in looked_at if "@" in name) == FIRST


@pytest.mark.parametrize("as_of", [date(2025, 1, 1), date(2020, 12, 31)])
def test_the_first_year_goes_with_the_day(as_of: date) -> None:
    assert earliest_year(BOOK, as_of) == FIRST + as_of.year - DAY.year


def test_figures_of_years_nobody_asks_for_are_not_kept(tmp_path: Path) -> None:
    asked = Asked(BOOK, "enterprise", DAY)
    wide = tmp_path / "wide.csv"
    wide.write_text(f"name,revenue@{FIRST - 1},revenue@{FIRST}\nx,1,2\n", "utf-8")
    table = read_table([wide], asked)
    assert table.columns == ("row", "name", f"revenue@{FIRST}")
    assert [each.title == UNASKED for each in table.understood] == [False, True, False]
    assert table.notes == ()
    long = tmp_path / "long.csv"
    long.write_text(f"name,年度,revenue,legal_person\nx,{FIRST - 1},1,是\nx,{FIRST},2,\n", "utf-8")
    joined = read_table([long], asked)
    assert joined.columns == ("row", "name", "legal_person", f"revenue@{FIRST}")
    assert joined.frame.collect()["legal_person"].to_list() == [True]
