"""The prefecture follows from the county: it is filled in, not asked for, and a contradiction is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from conftest import Run
from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns.verdicts import compile_measures, shown
from zhence.engine import Case, check
from zhence.model.fact import FactKey
from zhence.model.profile import Given, Record
from zhence.model.value import Options, Value, option

DAY = date(2026, 6, 1)
KEY = FactKey("prefecture")
BOOK = load(bundled(), is_cached=False)
MUNICIPAL = tuple(
    m for m in BOOK.measures.values() if "prefecture" in {c.test.fact for c in m.conditions.values() if c.test}
)


def firm(**facts: Value) -> Record:
    return Record("enterprise", "甲", {FactKey(word): Given(value, "") for word, value in facts.items()})


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"county": option("龙游县")}, {"quzhou"}),
        ({"county": Options(frozenset({"龙游县", "江山市"}))}, {"quzhou"}),
        ({"county": Options(frozenset({"龙游县", "宁海县"}))}, {"quzhou", "ningbo"}),
        ({"county": option("龙游县"), "prefecture": option("ningbo")}, {"ningbo"}),
        ({"county": option("外地")}, None),
        ({}, None),
    ],
)
def test_the_prefecture_follows_from_the_county(facts: dict[str, Value], found: set[str] | None) -> None:
    reading = Case(BOOK, DAY, (firm(**facts),)).read(KEY)
    assert (set(reading.value.possible) if isinstance(reading.value, Options) else None) == found
    assert reading.missing == ((KEY,) if found is None else ())


def test_every_county_has_its_prefecture() -> None:
    assert BOOK.within is not None
    assert BOOK.within.of.keys() == BOOK.places.keys()
    assert len(MUNICIPAL) >= 5


@pytest.mark.parametrize("columns", [("county",), ("county", "prefecture"), ("prefecture",)])
def test_a_table_answers_as_the_profile_does(columns: tuple[str, ...]) -> None:
    rows = [("龙游县", None), ("宁海县", None), ("龙游县", "ningbo"), (None, "hangzhou"), (None, None), ("外地", None)]
    table = pl.DataFrame(rows, schema=["county", "prefecture"], orient="row").select(columns)
    compiled = compile_measures(BOOK, DAY, columns, "enterprise", MUNICIPAL)
    cells = {word: shown(compiled, word) for word in compiled.verdicts}
    found = compiled.prepared(table.lazy()).select(**cells).collect()
    for at, row in enumerate(table.iter_rows(named=True)):
        record = firm(**{word: option(value) for word, value in row.items() if value is not None})
        verdicts = [str(result.verdict) for result in check(BOOK, record, DAY, MUNICIPAL).results]
        assert list(found.row(at)) == verdicts, row


@pytest.mark.parametrize(
    ("prefecture", "is_told"), [('prefecture = "ningbo"', True), ('prefecture = "quzhou"', False), ("", False)]
)
def test_a_contradiction_is_told_with_its_line(zhence: Run, tmp_path: Path, prefecture: str, is_told: bool) -> None:
    path = tmp_path / "firm.toml"
    path.write_text(f'[enterprise]\nname = "甲"\ncounty = "龙游"\n{prefecture}\n', "utf-8")
    told = zhence("check", path, "--as-of", "2026-06-01", width=300)
    assert ("firm.toml:4: enterprise.prefecture" in told.stderr) is is_told
    assert ("龙游县属于衢州市" in told.stderr) is is_told
    assert told.returncode == 0


@pytest.mark.parametrize(("county", "is_asked"), [('county = "龙游县"', False), ("", True)])
def test_what_follows_from_the_county_is_not_asked(zhence: Run, tmp_path: Path, county: str, is_asked: bool) -> None:
    path = tmp_path / "firm.toml"
    path.write_text(f'[enterprise]\nname = "甲"\n{county}\n', "utf-8")
    told = zhence("ask", path, "--next", "400", "--format", "json", "--as-of", "2026-06-01")
    asked = {figure["fact"] for question in json.loads(told.stdout)["questions"] for figure in question["figures"]}
    assert ("prefecture" in asked) is is_asked
