from pathlib import Path
from typing import Annotated

import typer

from zhence.app import options
from zhence.app.check import answer, choose
from zhence.app.complete import facts, measure_ids
from zhence.app.options import Language
from zhence.app.usage import Command
from zhence.model.text import Lang, Text


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `explain`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @app.command(
        cls=Command,
        help=say(
            "逐条解释一个档案在一项措施上的结论：数值、门槛、条款，怎样才会改变。",
            "Explain the answer of one measure for one profile: values, thresholds, clauses, and what would change it.",
        ),
    )
    def explain(
        profile: Annotated[
            Path,
            typer.Argument(
                metavar="PROFILE",
                help=say(
                    "镇或企业的档案：TOML，或填好的 Excel 报告",
                    "profile of a town or an enterprise: TOML, or an Excel report filled in",
                ),
            ),
        ],
        measure: Annotated[
            str,
            typer.Argument(metavar="MEASURE", help=say("措施编号", "id of the measure"), autocompletion=measure_ids),
        ],
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        catalogue: Annotated[Path | None, options.catalogue_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
        settings: Annotated[
            list[str] | None,
            typer.Option(
                "--set",
                metavar="FACT=VALUE",
                help=say(
                    "临时改一项数据，如 revenue@2025=2亿元",
                    "change one figure for this answer, such as revenue@2025=2亿元",
                ),
                autocompletion=facts,
            ),
        ] = None,
    ) -> None:
        from zhence.report.console import safe_console
        from zhence.report.explain import render_explanation

        book = options.load_catalogue(catalogue, lang)
        chosen = choose(book, [], [measure], lang, "MEASURE")
        (report,) = answer(book, [profile], options.day(as_of, lang), settings or [], chosen, lang)
        render_explanation(report, book, lang, safe_console())
