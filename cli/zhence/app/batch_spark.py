"""`batch` on an existing Spark: what it cannot do is said before it starts."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import Sequence
from contextlib import suppress
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
STANDALONE = "spark://"
MASTER = re.compile(
    r"local(?:-cluster)?(?:\[[^\]]+\])?|spark://[^,\s]+:[0-9]{1,5}(?:,[^,\s]+:[0-9]{1,5})*|yarn|k8s://\S+"
)
MASTERS = "spark://host:7077, local[4], yarn"
PATIENCE = 5  # seconds for a cluster to answer
ERROR = re.compile(r"\s*(?:\w+\.)*[A-Z]\w*(?:Error|Exception): ")  # the last line of a traceback
MOST = 300  # characters of what Spark says that are told


def check(files: list[Path], output: Path | None, master: str, here: Sequence[str], lang: Lang) -> None:
    """Leave where Spark cannot do what is asked for, or is not there; `here` are options that ask for something done here."""
    if here:
        problem = Text(f"不能同时做 {'、'.join(here)}", f"cannot do {', '.join(here)}")
        _stop(problem, Text("先去掉，或改用 --engine polars", "leave that out, or use --engine polars"), lang)
    if len(files) != 1 or files[0].suffix.lower() != ".parquet":
        problem = Text("只读一个 Parquet 文件", "reads one Parquet file")
        _stop(
            problem, Text("先存成 .parquet，或去掉这一项", "save the table as .parquet first, or leave this out"), lang
        )
    if output is None:
        problem, remedy = Text("没有给出输出", "no output is given"), Text("加 -o 文件夹", "add -o FOLDER")
        _stop(problem, remedy, lang)
    if output.suffix.lower() in (".csv", ".xlsx", ".jsonl"):
        problem = Text(
            f"写出的是一个 Parquet 文件夹，不是 {output.suffix}",
            f"writes a folder of Parquet files, no {output.suffix}",
        )
        _stop(problem, Text("换一个文件夹名，如 -o out", "name a folder, like -o out"), lang)
    if output.exists():
        problem = Text(f"{output} 已存在", f"{output} exists")
        _stop(problem, Text("换一个名字，或先移走它", "choose another name, or move it away first"), lang)
    if not MASTER.fullmatch(master):
        problem = Text(f"--master '{master}' 不是 Spark 的地址", f"--master '{master}' names no Spark")
        _stop(problem, Text(f"写成 {MASTERS} 这样", f"write it like {MASTERS}"), lang)
    for module in ("pyspark", "pyarrow", "cloudpickle"):
        options.need(module, "spark", lang)
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        _stop(Text("没有找到 Java", "there is no Java"), Text("安装 Java 17 以上", "install Java 17 or later"), lang)
    if master.startswith(STANDALONE) and not any(map(_answers, master.removeprefix(STANDALONE).split(","))):
        problem = Text(f"{master} 没有应答", f"nobody answers at {master}")
        _stop(problem, Text("检查地址；集群是否已启动", "check the address, and that the cluster runs"), lang)


def _answers(address: str) -> bool:
    host, _, port = address.rpartition(":")
    with (
        suppress(OSError, OverflowError, ValueError),
        socket.create_connection((host.strip("[]"), int(port)), PATIENCE),
    ):
        return True
    return False


def run(table: Table, compiled: Compiled, output: Path, master: str, lang: Lang, *, is_wide: bool) -> None:
    """Answer the table on Spark; the output is a folder of Parquet files."""
    if any(name not in table.columns for name in table.of_file):
        _stop(
            Text("不能按年合并各行", "cannot join rows of years"), Text("先合并成一行一个主体", "join them first"), lang
        )
    told = Wide(compiled, table.kept) if is_wide else Long.of(compiled, details_of(compiled), table.kept)
    source = Path(table.sources[0].file)
    work = spark.Work(table.sources[0].heads, table.of_file, told, table.staged)
    try:
        spark.run(work, source, pl.scan_parquet(source.absolute(), glob=False).collect_schema(), output, master)
    except Exception as error:
        words = reason(str(error))
        problem = Text(f"Spark 没有完成：{words}", f"Spark did not finish: {words}")
        remedy = Text(
            "检查 --master 的地址；节点上的 Python 要有 polars、pyarrow、pandas、cloudpickle，用环境变量 PYSPARK_PYTHON 指明是哪一个",
            "check the address in --master; the Python of the nodes needs polars, pyarrow, pandas and cloudpickle, and "
            "the environment variable PYSPARK_PYTHON names it",
        )
        _stop(problem, remedy, lang)
    options.say(Text(f"已写入 {output}（Parquet 文件夹）", f"wrote {output} (a folder of Parquet files)"), lang)


def reason(told: str) -> str:
    """Return the line of what Spark tells that says why: the last error of Python, else the first line."""
    found = [line.strip() for line in told.splitlines() if ERROR.match(line)]
    return (found[-1] if found else told.strip().partition("\n")[0])[:MOST]


def _stop(problem: Text, remedy: Text, lang: Lang) -> NoReturn:
    options.stop(Fault(OPTION, "", problem, remedy, kind="usage"), lang=lang)
