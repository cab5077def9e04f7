"""The same expressions on many machines: Spark hands its partitions to the columns engine, and writes what comes back.

The nodes need polars, pyarrow and cloudpickle; the program itself is sent to them.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

import zhence
from zhence.model import frame

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import Column, SparkSession

INDEX = "row"  # of the file, from one, as the table reader names it
NEEDED = ("polars", "cloudpickle")  # beside pyarrow, which Spark itself asks for
PIECE = 20_000  # rows that are answered at once
SENT = ("model", "engine", "columns")  # the parts of the program that the nodes need


@dataclass(frozen=True, slots=True)
class Work:
    """Hold what is done with each piece of a Parquet file: its columns by place, the form that is answered, the answers."""

    heads: tuple[str, ...]
    canonical: Mapping[str, pl.Expr]
    told: Callable[[pl.LazyFrame], pl.LazyFrame]
    staged: Mapping[str, pl.Expr] = field(default_factory=dict)  # columns that the form is made of

    @property
    def names(self) -> list[str]:
        """Return what the columns are called on their way: Spark takes a dot in a head for a part of a column."""
        return [f"c{at}" for at in range(len(self.heads))]

    def answered(self, piece: pl.DataFrame) -> pl.DataFrame:
        """Return the answers of a piece."""
        return self.told(piece.lazy().with_columns(**self.staged).select(**self.canonical)).collect()

    def __call__(self, pieces: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Answer the pieces of a partition."""
        for piece in pieces:
            made = pl.from_arrow(piece)
            if isinstance(made, pl.DataFrame) and made.height:
                yield from _on_the_way(self.answered(made)).to_batches()


def run(work: Work, source: Path, kinds: pl.Schema, output: Path, master: str) -> None:
    """Answer a Parquet file on the Spark at an address and write the answers as a folder of Parquet files.

    `kinds` are the types of the file's own columns. The folder is there whole or not at all.
    """
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as of
    from pyspark.sql.pandas.types import from_arrow_schema

    os.environ.setdefault("POLARS_MAX_THREADS", "1")  # of what Spark starts here: it gives each core a piece of its own
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # on a cluster it is for its keepers to say
    builder = SparkSession.builder.master(master).appName("zhence").config("spark.ui.enabled", "false")
    session = builder.config("spark.executorEnv.POLARS_MAX_THREADS", "1").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as kept:
        session.sparkContext.addPyFile(str(_packed(Path(kept) / f"{Path(kept).name}.zip")))
        need_there(session)
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(PIECE))
        place = of.col("_metadata.row_index").cast("long") + of.lit(1)
        rows = session.read.parquet(_as_named(source)).select("*", place.alias(INDEX)).toDF(*work.names, INDEX)
        sample = pl.DataFrame(schema={**dict(zip(work.names, kinds.dtypes(), strict=True)), INDEX: pl.Int64})
        told = work.answered(sample)
        answers = rows.mapInArrow(work, from_arrow_schema(_on_the_way(told).schema))
        answers = answers.select(*(_arrived(name, kind) for name, kind in told.schema.items()))
        part = output.parent / f".{output.name}.part"
        answers.write.mode("overwrite").parquet(str(part.resolve()))
        part.replace(output)


def need_there(session: SparkSession) -> None:
    """Raise where a machine of the cluster lacks a library that the work needs, before any row is read."""
    needed = NEEDED

    def look(pieces: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from importlib.util import find_spec

        import pyarrow

        for _ in pieces:
            yield pyarrow.RecordBatch.from_pydict({"name": [name for name in needed if find_spec(name) is None]})

    cores = session.sparkContext.defaultParallelism
    found = session.range(cores, numPartitions=cores).mapInArrow(look, "name string").collect()
    wanting = sorted({row["name"] for row in found})
    if wanting:
        raise ModuleNotFoundError(f"not installed on the nodes: {', '.join(wanting)}")


def _on_the_way(told: pl.DataFrame) -> pa.Table:
    """Return answers in types that Spark knows: no unsigned numbers, and of closed lists of words their numbers.

    Spark takes in numbers four times as fast as texts.
    """
    words, unsigned = pl.selectors.enum(), pl.selectors.unsigned_integer()
    sent = told.with_columns(words.to_physical().cast(pl.Int16), unsigned.cast(pl.Int64))
    return sent.to_arrow(compat_level=pl.CompatLevel.oldest())


def _arrived(name: str, kind: pl.DataType) -> Column:
    """Return a column of the answers with words again for numbers."""
    from pyspark.sql import functions as of

    if not isinstance(kind, pl.Enum):
        return of.col(f"`{name}`")
    return of.get(of.array(*(of.lit(word) for word in kind.categories)), of.col(f"`{name}`")).alias(name)


def _as_named(source: Path) -> str:
    """Return the path for Spark, which would read brackets, stars and question marks in it as a pattern."""
    return re.sub(r"[\[\]{}*?\\]", r"\\\g<0>", str(source.resolve()))


def _packed(file: Path) -> Path:
    """Return an archive of the parts of the program that the nodes need."""
    package = Path(zhence.__file__).parent
    with zipfile.ZipFile(file, "w") as archive:
        archive.write(package / "__init__.py", "zhence/__init__.py")
        for part in SENT:
            for each in sorted((package / part).rglob("*.py")):
                archive.write(each, f"zhence/{each.relative_to(package).as_posix()}")
    return file


def in_order(answers: pl.DataFrame) -> pl.DataFrame:
    """Return answers in the order of the rows that they answer."""
    return answers.sort(frame.ROW, maintain_order=True)
