"""What the commands on tables share: which files are tables, what a row is, what foreign heads mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import typer

from zhence.app import options
from zhence.app.complete import subjects
from zhence.model.catalogue import Catalogue, Subject
from zhence.model.fault import Fault, FaultyError
from zhence.model.text import Lang, Text

SHEET = ".xlsx"


def subject_option(lang: Lang) -> Any:  # noqa: ANN401 - what typer.Option returns
    """Return `--subject`."""
    words = Text("表中每行是什么主体（默认 企业）", "what a row of the table is (default: the kind of members)")
    return typer.Option("--subject", metavar="KIND", help=words.to(lang), autocompletion=subjects)


def names_option(lang: Lang) -> Any:  # noqa: ANN401 - what typer.Option returns
    """Return `--map`."""
    words = Text(
        '列名对照："表中列名" = "数据名@年份"，不用的列写 ""',
        'names of columns: "head in the table" = "fact@year", "" for one that is not used',
    )
    return typer.Option("--map", metavar="FILE.toml", help=words.to(lang))


def id_option(lang: Lang) -> Any:  # noqa: ANN401 - what typer.Option returns
    """Return `--id`."""
    return typer.Option("--id", metavar="HEAD", help=Text("编号所在的列", "the column of the ids").to(lang))


def is_profile(path: Path) -> bool:
    """Tell whether a file is a profile and no table: an Excel report that was filled in is one."""
    from zhence.tables.endings import is_table

    return not is_table(path) or _is_report(path)


def _is_report(path: Path) -> bool:
    if path.suffix.lower() != SHEET or not path.is_file():
        return False
    from zhence.model.workbook import STATED
    from zhence.profiles.spreadsheet import sheet_names

    return bool({STATED.zh, STATED.en} & set(sheet_names(path)))


def subject_of(asked: str | None, book: Catalogue, lang: Lang) -> str:
    """Return the kind of subject of a table's rows: the one asked for, else the kind that other subjects' members are."""
    known = book.subjects
    members = [each.members for each in known.values() if each.members]
    word = asked if asked is not None else next(iter([*members, *known]))
    found = next((each.id for each in known.values() if word in (each.id, each.title.zh, each.title.en)), None)
    if found is None:
        from zhence.report.words import LIST, join

        problem = Text(f"没有 '{word}' 这类主体", f"there is no kind of subject '{word}'")
        remedy = Text("可写：", "choose from: ") + join([_kind(each) for each in known.values()], LIST)
        options.stop(Fault("--subject", "", problem, remedy, kind="usage"), lang=lang)
    return found


def _kind(subject: Subject) -> Text:
    """Return the title of a kind of subject, and its id where that is another word."""
    return Text(f"{subject.title.zh}（{subject.id}）", subject.id)


@contextmanager
def damage_told(files: Iterable[Path], lang: Lang) -> Iterator[None]:
    """Leave with a word where a table turns out to be damaged only as its rows are read."""
    from polars.exceptions import PanicException, PolarsError

    try:
        yield
    except (PolarsError, PanicException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # of the disk, not of what stands in a file
            raise
        from zhence.tables import file_mistakes

        told = file_mistakes.broken(error)
        options.stop(Fault(" ".join(map(str, files)), "", told.problem, told.remedy, kind=told.kind), lang=lang)


def names_of(
    file: Path | None, subject: str, books: Sequence[Catalogue], days: Sequence[date], lang: Lang
) -> dict[str, str]:
    """Return what the heads of a table mean by the file of `--map`, in some of the catalogues as of their days."""
    if file is None:
        return {}
    from zhence.tables.headings import Reader
    from zhence.tables.names import read_names

    try:
        return read_names(file, [Reader(book, subject, day.year) for book, day in zip(books, days, strict=True)])
    except FaultyError as error:
        options.stop(*error.faults, lang=lang)


def for_tables_only(given: Mapping[str, object], lang: Lang) -> None:
    """Leave where an option that only tables heed is given beside profiles."""
    for option, value in given.items():
        if value:
            problem = Text("这一项只用于表格", "this is for tables only")
            remedy = Text("去掉它，或先把数据整理成表格", "leave it out, or put the figures into a table first")
            options.stop(Fault(option, "", problem, remedy, kind="usage"), lang=lang)
