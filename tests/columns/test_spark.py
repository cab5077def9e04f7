"""A cluster of Spark answers as the embedded engine does: every measure, wide and long; random rules; ranges."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_rows import table as random_table
from test_random_rules import is_stated
from test_random_rules import table as table_of

from test_random_catalogues import CATALOGUE, WORD, Rules, blurred, records, rules, trees
from test_random_catalogues import DAY as RANDOM_DAY
from zhence.app.batch_spark import check, reason
from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns import spark, synthetic
from zhence.columns.answers import Long, Wide, details_of
from zhence.columns.verdicts import compile_measures
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.measure import Decided, Measure, Node
from zhence.model.profile import Record
from zhence.tables.read import Asked, read_table

pytest.importorskip("pyspark", reason="pip install 'zhence[spark]' to prove Spark")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
    pytest.mark.filterwarnings("ignore::Warning"),
]
BOOK = load(bundled())
DAY = date(2026, 6, 1)
CLUSTER = "local-cluster[1,1,1024]"  # a master, a worker and an executor, each a process of its own
QUICK = """
spark.driver.extraJavaOptions   -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
spark.sql.codegen.wholeStage    false
spark.sql.codegen.factoryMode   NO_CODEGEN
spark.default.parallelism       1
"""


@pytest.fixture(scope="module", autouse=True)
def _cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what Spark compiles small and its files apart; one session serves every test."""
    import pyspark
    from pyspark.sql import SparkSession

    folder = tmp_path_factory.mktemp("spark")
    (folder / "spark-defaults.conf").write_text(QUICK, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        yield
        session = SparkSession.getActiveSession()
        if session is not None:
            work = Path(os.environ.get("SPARK_HOME", Path(pyspark.__file__).parent)) / "work"
            made = work / session.sparkContext.applicationId  # a worker of this kind writes beside Spark itself
            session.stop()
            shutil.rmtree(made, ignore_errors=True)


def test_every_measure_is_answered_as_here(tmp_path: Path) -> None:
    source = tmp_path / "firms[25]?.parquet"  # a name, no pattern
    made = synthetic.table(BOOK, "enterprise", DAY, 120, 5, 300).collect()
    made.write_parquet(source, row_group_size=60)
    table = read_table([source], Asked(BOOK, "enterprise", DAY))
    assert table.rejected == 0
    compiled = compile_measures(BOOK, DAY, table.columns, "enterprise", list(BOOK.measures.values()))
    assert not compiled.refused
    details = details_of(compiled)
    for name, told in (("wide", Wide(compiled, table.kept)), ("long", Long.of(compiled, details, table.kept))):
        work = spark.Work(table.sources[0].heads, table.of_file, told, table.staged)
        spark.run(
            work, source, pl.scan_parquet(source.absolute(), glob=False).collect_schema(), tmp_path / name, CLUSTER
        )
        here = told(table.frame).collect()
        there = spark.in_order(pl.read_parquet(tmp_path / name / "*.parquet"))
        assert there.equals(here.cast(there.schema))
        assert there.height == 120 * (1 if name == "wide" else len(compiled.measures))


def both(
    made: pl.DataFrame, catalogue: Catalogue, day: date, subject: str, measures: list[Measure], folder: Path
) -> Any:
    """Return the verdicts of a table in the canonical form, as Spark gives them and as the embedded engine does."""
    source = folder / "rows.parquet"
    made.write_parquet(source, row_group_size=max(1, made.height // 2))
    compiled = compile_measures(catalogue, day, made.columns, subject, measures)
    told = Wide(compiled, [frame.ROW])
    canonical = {name: pl.col(f"c{at}") for at, name in enumerate(made.columns)} | {frame.ROW: pl.col(spark.INDEX)}
    spark.run(spark.Work(tuple(made.columns), canonical, told), source, made.schema, folder / "out", CLUSTER)
    there = spark.in_order(pl.read_parquet(folder / "out" / "*.parquet"))
    here = told(made.with_row_index(frame.ROW, offset=1).lazy()).collect()
    return there, here.cast(there.schema)


def test_ranges_and_memberships_are_answered_as_here(tmp_path: Path) -> None:
    made = random_table(BOOK, DAY, 60, seed=11, ranged=0.4).drop(frame.ROW)
    assert any(name.startswith("zone.") for name in made.columns)
    there, here = both(made, BOOK, DAY, "enterprise", list(BOOK.measures.values()), tmp_path)
    assert there.equals(here)


@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(trees, min_size=20, max_size=20), rules(), st.lists(records(), min_size=4, max_size=4), st.data())
def test_random_rules_are_answered_as_here(
    tmp_path_factory: pytest.TempPathFactory, said: list[Node], named: Rules, wholes: list[Record], data: st.DataObject
) -> None:
    made = table_of([is_stated(blurred(whole, data)) for whole in wholes])
    made = made if made.width else pl.DataFrame({"nothing": [None] * len(wholes)}, schema={"nothing": pl.Int64})
    measures = [
        Measure(f"m{at}", WORD, "", "thing", Decided.RULE, "s", RANDOM_DAY, tree, named[0], scores=named[1])
        for at, tree in enumerate(said)
    ]
    there, here = both(made, CATALOGUE, RANDOM_DAY, "thing", measures, tmp_path_factory.mktemp("rules"))
    assert there.height == len(wholes)
    assert there.equals(here)


def test_nodes_that_lack_a_library_are_told_before_a_row_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "NEEDED", ("polars", "no_such_library"))
    with pytest.raises(ModuleNotFoundError, match="no_such_library"):
        both(pl.DataFrame({"revenue@2025": [1, 2]}), BOOK, DAY, "enterprise", [], tmp_path)
    assert not (tmp_path / "out").exists()


def test_what_spark_says_is_told_by_the_line_that_says_why() -> None:
    told = """[PYTHON_EXCEPTION] An exception was thrown from the Python worker: Traceback (most recent call last):
  File "worker.py", line 1920, in read_udfs
    import pyarrow as pa
ModuleNotFoundError: No module named 'pyarrow'
 SQLSTATE: 38000
"""
    assert reason(told) == "ModuleNotFoundError: No module named 'pyarrow'"
    assert reason("Path does not exist: file:/x.parquet\nat org.apache.spark") == "Path does not exist: file:/x.parquet"


def test_an_address_where_nobody_answers_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        check([tmp_path / "a.parquet"], tmp_path / "out", f"spark://127.0.0.1:1,127.0.0.1:{port}", (), "zh")
    with pytest.raises(typer.Exit):
        check([tmp_path / "a.parquet"], tmp_path / "out", f"spark://127.0.0.1:{port}", (), "zh")
    assert f"spark://127.0.0.1:{port} 没有应答" in capsys.readouterr().err
