import json
from pathlib import Path
from typing import Annotated

import typer

from zhence.app import options
from zhence.app.check import Form, answer, choose
from zhence.app.complete import measure_ids
from zhence.app.options import Language
from zhence.app.usage import Command
from zhence.model.text import Lang, Text


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `checklist`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @app.command(
        cls=Command,
        help=say(
            "合并的材料清单：要交什么、由谁持有、用于哪些措施、哪些数据已有出处。",
            "One list of papers without repeats: what to hand in, who holds it, for which measures, what is ready.",
        ),
    )
    def checklist(
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
        measure: Annotated[
            list[str] | None,
            typer.Option(
                "--measure",
                help=say(
                    "只列这些措施（默认：符合和只差一步的）",
                    "only these measures (default: what applies or nearly does)",
                ),
                autocompletion=measure_ids,
            ),
        ] = None,
        form: Annotated[Form, typer.Option("--format", help=say("输出形式", "form of the output"))] = Form.TABLE,
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        catalogue: Annotated[Path | None, options.catalogue_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        from zhence.engine.checklist import checklist as merge
        from zhence.engine.near import select
        from zhence.report.checklist import checklist_data, render_checklist

        book = options.load_catalogue(catalogue, lang)
        chosen = choose(book, [], measure or [], lang)
        reports = answer(book, profiles, options.day(as_of, lang), [], chosen, lang)
        lists = [merge(book, report, select(report, is_named=bool(measure))) for report in reports]
        if form is Form.JSON:
            typer.echo(json.dumps({"checklists": [checklist_data(each, book) for each in lists]}, ensure_ascii=False))
            return
        from zhence.report.console import safe_console

        console = safe_console()
        for at, each in enumerate(lists):
            if at:
                console.print()
            render_checklist(each, book, lang, console)
