"""`batch` on an existing Spark: what it cannot do is said before it starts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import polars as pl

from zhence.app import options
from zhence.columns import spark
from zhence.columns.answers import Long, Wide, details_of
from zhence.columns.verdicts import Compiled
from zhence.model.fault import Fault
from zhence.model.text import Lang, Text
from zhence.tables.read import Table

OPTION = "--engine spark"


def check(files: list[Path], output: Path | None, here: Sequence[str], lang: Lang) -> None:
    """Leave where Spark cannot do what is asked for, or is not there; `here` are options that ask for something done here."""
    if here:
        problem = Text(f"不能同时做 {'、'.join(here)}", f"cannot do {', '.join(here)}")
        _stop(problem, Text("先去掉,或改用 --engine polars", "leave that out, or use --engine polars"), lang)
    if len(files) != 1 or files[0].suffix.lower() != ".parquet":
        problem = Text("只读一个 Parquet 文件", "reads one Parquet file")
        _stop(
            problem, Text("先存成 .parquet,或去掉这一项", "save the table as .parquet first, or leave this out"), lang
        )
    if output is None:
        problem, remedy = Text("没有给出输出", "no output is given"), Text("加 -o 文件夹", "add -o FOLDER")
        _stop(problem, remedy, lang)
    if output.suffix.lower() in (".csv", ".xlsx", ".jsonl"):
        problem = Text(
            f"写出的是一个 Parquet 文件夹,不是 {output.suffix}", f"writes a folder of Parquet files, no {output.suffix}"
        )
        _stop(problem, Text("换一个文件夹名,如 -o out", "name a folder, like -o out"), lang)
    if output.exists():
        problem = Text(f"{output} 已存在", f"{output} exists")
        _stop(problem, Text("换一个名字,或先移走它", "choose another name, or move it away first"), lang)
    for module in ("pyspark", "pyarrow", "cloudpickle"):
        options.need(module, "spark", lang)
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        _stop(Text("没有找到 Java", "there is no Java"), Text("安装 Java 17 以上", "install Java 17 or later"), lang)


def run(table: Table, compiled: Compiled, output: Path, master: str, lang: Lang, *, is_wide: bool) -> None:
    """Answer the table on Spark; the output is a folder of Parquet files."""
    if any(name not in table.columns for name in table.of_file):
        _stop(
            Text("不能按年合并各行", "cannot join rows of years"), Text("先合并成一行一个主体", "join them first"), lang
        )
    told = Wide(compiled, table.kept) if is_wide else Long.of(compiled, details_of(compiled), table.kept)
    source = Path(table.sources[0].file)
    work = spark.Work(table.sources[0].heads, table.of_file, told)
    try:
        spark.run(work, source, pl.scan_parquet(source).collect_schema(), output, master)
    except Exception as error:
        words = str(error).strip().split("\n", 1)[0][:200]
        problem = Text(f"Spark 没有完成:{words}", f"Spark did not finish: {words}")
        _stop(
            problem,
            Text("检查地址和节点上的 polars、pyarrow", "check the address, and polars and pyarrow on the nodes"),
            lang,
        )
    options.say(Text(f"已写入 {output}(Parquet 文件夹)", f"wrote {output} (a folder of Parquet files)"), lang)


def _stop(problem: Text, remedy: Text, lang: Lang) -> NoReturn:
    options.stop(Fault(OPTION, "", problem, remedy, kind="usage"), lang=lang)
