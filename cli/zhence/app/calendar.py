from pathlib import Path
from typing import Annotated

import typer

from zhence.app import options, output
from zhence.app.check import answer, choose
from zhence.app.options import Language
from zhence.app.usage import Command
from zhence.model.text import Lang, Text


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `calendar`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @app.command(
        cls=Command,
        help=say(
            "符合或只差一步的措施的受理、截止、到期日，按日期排列；-o 写成日历文件。",
            "When the rounds and rules of what applies or nearly does open, close and end; -o writes a calendar file.",
        ),
    )
    def calendar(
        profiles: Annotated[
            list[Path],
            typer.Argument(
                metavar="PROFILE…",
                help=say(
                    "镇或企业的档案：TOML，或填好的 Excel 报告",
                    "profile of a town or an enterprise: TOML, or an Excel report filled in",
                ),
            ),
        ],
        file: Annotated[
            Path | None,
            typer.Option(
                "--output",
                "-o",
                metavar="FILE.ics",
                help=say("另写成日历程序可导入的文件", "also write a file that calendar programs read"),
            ),
        ] = None,
        months: Annotated[
            int | None,
            typer.Option(
                "--months", min=1, help=say("只看今后几个月（默认不限）", "only so many months ahead (default: all)")
            ),
        ] = None,
        force: Annotated[
            bool, typer.Option("--force", help=say("覆盖已有文件", "write over an existing file"))
        ] = False,
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        catalogue: Annotated[Path | None, options.catalogue_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        from zhence.engine.agenda import agenda
        from zhence.report.calendar import render_calendar
        from zhence.report.console import safe_console

        if file is not None:
            output.ends_in(file, "ics", lang)
        book = options.load_catalogue(catalogue, lang)
        on = options.day(as_of, lang)
        reports = answer(book, profiles, on, [], choose(book, [], [], lang), lang)
        if file is not None:
            read = (each for report in reports for each in output.origins(report.record))
            output.spare(file, [*profiles, *read], lang, catalogue)
        found = agenda(reports, on, months)
        if file is not None and found.entries:
            options.need("icalendar", "calendar", lang)
            from zhence.report.ics import ics

            output.write(file, ics(found, book, lang), force=force, lang=lang)
        render_calendar(found, book, lang, safe_console())
        if file is not None:
            count = len(found.entries)
            wrote = f"wrote 1 event to {file}" if count == 1 else f"wrote {count} events to {file}"
            empty = say(f"没有日期可写，未写 {file}", f"there is no day to write; {file} was not written")
            typer.echo(say(f"已把{count}个日期写入 {file}", wrote) if count else empty)
