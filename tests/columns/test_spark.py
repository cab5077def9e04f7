"""Spark answers as the embedded engine does: every measure, wide and long, on random rows."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns import spark, synthetic
from zhence.columns.answers import Long, Wide, details_of
from zhence.columns.verdicts import compile_measures
from zhence.tables.read import Asked, read_table

pytest.importorskip("pyspark", reason="pip install 'zhence[spark]' to prove Spark")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
    pytest.mark.filterwarnings("ignore::Warning"),
]
BOOK = load(bundled())
DAY = date(2026, 6, 1)


def test_every_measure_is_answered_as_here(tmp_path: Path) -> None:
    source = tmp_path / "firms.parquet"
    made = synthetic.table(BOOK, "enterprise", DAY, 120, 5, 300).collect()
    made.write_parquet(source, row_group_size=60)
    table = read_table([source], Asked(BOOK, "enterprise", DAY))
    assert table.rejected == 0
    compiled = compile_measures(BOOK, DAY, table.columns, "enterprise", list(BOOK.measures.values()))
    assert not compiled.refused
    details = details_of(compiled)
    for name, told in (("wide", Wide(compiled, table.kept)), ("long", Long.of(compiled, details, table.kept))):
        work = spark.Work(table.sources[0].heads, table.of_file, told)
        spark.run(work, source, pl.scan_parquet(source).collect_schema(), tmp_path / name, "local[1]")
        here = told(table.frame).collect()
        there = spark.in_order(pl.read_parquet(tmp_path / name / "*.parquet"))
        assert there.equals(here.cast(there.schema))
        assert there.height == 120 * (1 if name == "wide" else len(compiled.measures))
