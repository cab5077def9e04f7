"""Files that the program itself wrote: what they hold are answers, and no subjects to be answered again."""

from __future__ import annotations

import csv
import re
import zipfile
import zlib
from pathlib import Path

import polars as pl

from zhence.app import options
from zhence.app.batch_words import HEADS, wide_heads
from zhence.app.table_options import SHEET
from zhence.model.catalogue import Catalogue
from zhence.model.fault import Fault
from zhence.model.text import Lang, Text
from zhence.report.forms.csv import BOM
from zhence.report.forms.csv import COLUMNS as REPORT

CREATOR = re.compile(rb"<dc:creator>zhence\b")
FIRST = 256 << 10  # bytes in which the heads of a file stand
REJECTS = {  # the heads of the list of what could not be read
    "zh": ("文件", "行", "列", "原文", "问题"),
    "en": ("file", "row", "column", "value", "problem"),
}
ANSWERED = ("measure", "verdict", "if_open")


def is_own(path: Path, book: Catalogue) -> bool:
    """Tell whether a table holds answers or the list of what could not be read, by its heads or by who wrote it."""
    if path.suffix.lower() == SHEET:
        return _is_written_here(path)
    heads = heads_of(path)
    return bool(heads) and (_is_list(heads) or _is_long(heads) or _is_wide(heads, book))


def refuse_own(path: Path, book: Catalogue, lang: Lang) -> None:
    """Leave where a table holds answers, and no subjects that could be answered or compared."""
    if is_own(path, book):
        problem = Text(
            "这里面是 zhence 写出的结果，不是申报对象", "it holds answers that zhence wrote, and no subjects"
        )
        remedy = Text("给出结果所据的表格或档案", "name the table or the profiles that were answered")
        options.stop(Fault(str(path), "", problem, remedy, kind="own-output"), lang=lang)


def is_rejects(path: Path) -> bool:
    """Tell whether a file lists what an earlier run could not read."""
    return heads_of(path) in REJECTS.values()


def heads_of(path: Path) -> tuple[str, ...]:
    """Return the heads of a file as the program writes one, none where it is no such file."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return ()
        with path.open("rb") as file:
            if path.suffix.lower() == ".parquet":
                return tuple(pl.read_parquet_schema(file))
            text = file.read(FIRST).decode("utf-8", "replace")
        return tuple(next(csv.reader([text.removeprefix(BOM).partition("\n")[0].rstrip("\r")]), ()))
    except (OSError, csv.Error, pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return ()


def _is_written_here(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with zipfile.ZipFile(path) as book, book.open("docProps/core.xml") as about:
            return CREATOR.search(about.read(FIRST)) is not None
    except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return False


def _is_list(heads: tuple[str, ...]) -> bool:
    return heads in (*REJECTS.values(), *zip(*map(_both, REPORT), strict=True))


def _is_long(heads: tuple[str, ...]) -> bool:
    told = (ANSWERED, *zip(*(_both(HEADS[word]) for word in ANSWERED), strict=True))
    return any(set(words) <= set(heads) for words in told)


def _is_wide(heads: tuple[str, ...], book: Catalogue) -> bool:
    """Tell whether all columns are measures, but for those that say whose row it is; what is a figure's name is none."""
    about = {*HEADS}.union(*map(_both, HEADS.values()))
    measures = {*book.measures}.union(*(wide_heads(book.measures.values(), lang).values() for lang in ("zh", "en")))
    figures = {*book.facts}.union(*(_both(fact.title) for fact in book.facts.values()))
    told = [head for head in heads if head not in about]
    return bool(told) and measures.issuperset(told) and not figures.issuperset(told)


def _both(words: Text) -> tuple[str, str]:
    return words.zh, words.en
