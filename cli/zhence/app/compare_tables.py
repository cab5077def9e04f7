"""What `compare` does with tables: read both sides, find what turned and why, print it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import typer

from zhence.app import options, table_options
from zhence.app.own_output import refuse_own
from zhence.app.progress import Progress
from zhence.app.table_register import read_filled
from zhence.columns.compare import Answered, compare_tables
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.fault import Fault, FaultyError
from zhence.model.table_comparison import TableComparison
from zhence.model.text import Lang, Text
from zhence.tables.labels import somebody
from zhence.tables.read import ID, Asked, Table

EXPLAINING = Text("查找原因", "looking for causes")


@dataclass(frozen=True, slots=True)
class TableSides:
    """Hold what was asked for on the command line; files, days and catalogues are those of before and after."""

    files: tuple[Path, Path]
    days: tuple[date, date]
    books: tuple[Catalogue, Catalogue]
    subject: str | None
    names: Path | None
    id_head: str | None
    lang: Lang


def compared(asked: TableSides) -> TableComparison:
    """Return what differs between two answered tables, or leave with a word about what is wrong with them."""
    for file, book in zip(asked.files, asked.books, strict=True):
        refuse_own(file, book, asked.lang)
    subject = _subject(asked)
    names = table_options.names_of(asked.names, subject, asked.books, asked.days, asked.lang)
    tables: list[Table] = []
    faults: list[Fault] = []
    for file, day, book in zip(asked.files, asked.days, asked.books, strict=True):
        try:
            tables.append(read_filled([file], Asked(book, subject, day, names, asked.id_head)))
        except FaultyError as error:
            faults += error.faults
    if faults:
        options.stop(*dict.fromkeys(faults), lang=asked.lang)
    _tell(tables, asked.lang)
    key = _key(tables, asked)
    sides = [
        Answered(book, day, str(file), _of_somebody(table, key), table.columns, key)
        for file, day, book, table in zip(asked.files, asked.days, asked.books, tables, strict=True)
    ]
    progress = Progress(asked.lang)
    return compare_tables(sides[0], sides[1], subject, watch=lambda cells: progress.watch(cells, EXPLAINING))


def _subject(asked: TableSides) -> str:
    subject, other = (table_options.subject_of(asked.subject, book, asked.lang) for book in asked.books)
    if subject != other:
        problem = Text(
            f"两套目录对每行是什么主体理解不同：{subject}、{other}",
            f"the two catalogues take a row for different kinds of subject: {subject}, {other}",
        )
        remedy = Text("用 --subject 写明", "say it with --subject")
        options.stop(Fault("--subject", "", problem, remedy, kind="usage"), lang=asked.lang)
    return subject


def _tell(tables: list[Table], lang: Lang) -> None:
    """Tell once what of the tables could not be read."""
    options.tell(tuple(dict.fromkeys(note for table in tables for note in table.notes)), lang)
    for problem, file in dict.fromkeys((table.unread(), table.sources[0].file) for table in tables if table.rejected):
        remedy = Text("用 zhence batch --preview 查看", "look at them with zhence batch --preview")
        options.tell((Fault(file, "", problem, remedy, severity="warning", kind="cell"),), lang)


def _key(tables: list[Table], asked: TableSides) -> str:
    """Return the column by which subjects are matched: the row of one and the same table, else an id, else the name.

    Where each year has a row, a subject has several, of which another day may use others: no row stands for it.
    """
    if asked.files[0] == asked.files[1] and not any(table.has_years for table in tables):
        return frame.ROW
    key = next((name for name in (ID, frame.NAME) if all(name in table.columns for table in tables)), None)
    if key is None:
        problem = Text(
            "两张表没有共同的编号或名称列，无法对应", "the tables share no column of ids or names to match subjects by"
        )
        remedy = Text("加一列“编号”，或用 --id 指明", "add a column id, or name one with --id")
        options.stop(Fault(str(asked.files[1]), "", problem, remedy, kind="no-id"), lang=asked.lang)
    return key


def _of_somebody(table: Table, key: str) -> pl.LazyFrame:
    """Return the rows of a table, with no key where a mark stands for nobody: two of them are not the same subject."""
    return table.frame if key == frame.ROW else table.frame.with_columns(somebody(pl.col(key)))


def show(comparison: TableComparison, lang: Lang, *, is_json: bool) -> None:
    """Print a comparison."""
    if is_json:
        import json

        from zhence.report.batch.flips import flips_data

        typer.echo(json.dumps(flips_data(comparison), ensure_ascii=False))
        return
    from zhence.report.batch.flips import render_flips
    from zhence.report.console import safe_console

    render_flips(comparison, lang, safe_console())
