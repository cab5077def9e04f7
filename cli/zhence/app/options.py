"""Options that several commands share, and what their words mean."""

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

import typer

from zhence.model.catalogue import Catalogue
from zhence.model.fault import Fault, FaultyError
from zhence.model.text import Lang, Text

FOUND_FAULTS = 1
WRONG_USAGE = 2


class Language(StrEnum):
    """Name the languages of `--lang`."""

    ZH = "zh"
    EN = "en"


def catalogue_option(lang: Lang) -> Any:  # noqa: ANN401 - what typer.Option returns
    """Return `--catalogue`."""
    words = Text(
        "政策目录文件夹（默认用随程序附带的）",
        "folder of a policy catalogue (default: the one that comes with the program)",
    )
    return typer.Option("--catalogue", metavar="DIR", help=words.to(lang), show_default=False)


def as_of_option(lang: Lang) -> Any:  # noqa: ANN401 - what typer.Option returns
    """Return `--as-of`."""
    words = Text(
        "按哪一天回答，如 2025-09-01（默认今天）", "the day to answer for, such as 2025-09-01 (default: today)"
    )
    return typer.Option("--as-of", metavar="YYYY-MM-DD", help=words.to(lang), show_default=False)


def lang_option(lang: Lang) -> Any:  # noqa: ANN401 - what typer.Option returns
    """Return `--lang`."""
    words = Text("输出语言（默认随系统环境）", "language of the output (default: from the environment)")
    return typer.Option("--lang", help=words.to(lang), show_default=False, case_sensitive=False)


def day(written: str | None, lang: Lang) -> date:
    """Return the day asked about, today where none is: the only clock of the program."""
    if written is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(written)
    except ValueError:
        stop(
            Fault(
                "--as-of",
                "",
                Text(f"'{written}' 不是日期", f"'{written}' is not a day"),
                Text("写成 2025-09-01 这样", "write it like 2025-09-01"),
                kind="not-a-day",
            ),
            lang=lang,
        )


def load_catalogue(folder: Path | None, lang: Lang, *, is_cached: bool = True) -> Catalogue:
    """Return the catalogue asked for, or leave with all its faults."""
    from zhence.catalogue.files import bundled
    from zhence.catalogue.load import load

    try:
        return load(folder if folder is not None else bundled(), is_cached=is_cached)
    except FaultyError as error:
        stop(*error.faults, lang=lang)


def need(module: str, extra: str, lang: Lang) -> None:
    """Leave with a word on how to get a library that only one command needs, where it is missing."""
    from importlib.util import find_spec

    if find_spec(module) is None:
        problem = Text(f"这里需要 {module}，尚未安装", f"this needs {module}, which is not installed")
        remedy = Text(
            f"在本项目的文件夹里运行 pip install '.[{extra}]'", f"in the project's folder run: pip install '.[{extra}]'"
        )
        stop(Fault(module, "", problem, remedy, kind="not-installed"), lang=lang)


def stop(*faults: Fault, lang: Lang) -> NoReturn:
    """Print faults to standard error and leave with the code of wrong input."""
    tell(faults, lang)
    raise typer.Exit(WRONG_USAGE)


def tell(faults: tuple[Fault, ...], lang: Lang) -> None:
    """Print faults to standard error."""
    if faults:
        from zhence.report.console import safe_console
        from zhence.report.faults import render_faults

        render_faults(faults, lang, safe_console(stderr=True))


def say(words: Text, lang: Lang, *, is_error: bool = False) -> None:
    """Print a sentence of ours."""
    typer.echo(words.to(lang), err=is_error)
