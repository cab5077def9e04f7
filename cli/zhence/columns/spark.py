"""The same expressions on many machines: Spark hands its partitions to the columns engine, and writes what comes back.

The nodes need polars, pyarrow and cloudpickle; the program itself is sent to them.
"""

from __future__ import annotations

import os
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

import zhence
from zhence.model import frame

if TYPE_CHECKING:
    import pyarrow as pa

INDEX = "row"  # of the file, from one, as the table reader names it
SENT = ("model", "engine", "columns")  # the parts of the program that the nodes need


@dataclass(frozen=True, slots=True)
class Work:
    """Hold what is done with each piece of a Parquet file: its columns by place, the form that is answered, the answers."""

    heads: tuple[str, ...]
    canonical: Mapping[str, pl.Expr]
    told: Callable[[pl.LazyFrame], pl.LazyFrame]

    def answered(self, piece: pl.DataFrame) -> pl.DataFrame:
        """Return the answers of a piece; in the types that Spark knows: neither closed lists of words nor unsigned numbers."""
        renamed = piece.rename({head: f"c{at}" for at, head in enumerate(self.heads)})
        rows = renamed.lazy().select(**self.canonical)
        told = self.told(rows)
        return told.with_columns(
            pl.selectors.enum().cast(pl.String), pl.selectors.unsigned_integer().cast(pl.Int64)
        ).collect()

    def __call__(self, pieces: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Answer the pieces of a partition."""
        for piece in pieces:
            made = pl.from_arrow(piece)
            if isinstance(made, pl.DataFrame) and made.height:
                yield from self.answered(made).to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches()


def run(work: Work, source: Path, kinds: pl.Schema, output: Path, master: str) -> None:
    """Answer a Parquet file on the Spark at an address and write the answers as a folder of Parquet files.

    `kinds` are the types of the file's own columns. The folder is there whole or not at all.
    """
    from pyspark.sql import SparkSession
    from pyspark.sql import functions as of
    from pyspark.sql.pandas.types import from_arrow_schema

    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # on a cluster it is for its keepers to say
    session = SparkSession.builder.master(master).appName("zhence").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as kept:
        session.sparkContext.addPyFile(str(_packed(Path(kept) / "zhence.zip")))
        place = of.col("_metadata.row_index").cast("long") + of.lit(1)
        rows = session.read.parquet(str(source.resolve())).select("*", place.alias(INDEX))
        sample = pl.DataFrame(schema={**kinds, INDEX: pl.Int64})
        schema = work.answered(sample).to_arrow(compat_level=pl.CompatLevel.oldest()).schema
        answers = rows.mapInArrow(work, from_arrow_schema(schema))
        part = output.parent / f".{output.name}.part"
        answers.write.mode("overwrite").parquet(str(part.resolve()))
        part.replace(output)


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
