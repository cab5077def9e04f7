import json
from pathlib import Path
from typing import Annotated

import typer

from zhence.app import options
from zhence.app.check import Form, answer, choose
from zhence.app.complete import facts, measure_ids
from zhence.app.options import Language
from zhence.app.plan_options import growing, known, shares, stem
from zhence.app.progress import Progress
from zhence.app.usage import Command
from zhence.model.fault import Fault
from zhence.model.text import Lang, Text

WEIGHING = Text("推算途径", "ways to supports")
MOST = 6  # changes at once; beyond, a plan is no plan and the search no search


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `plan`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @app.command(
        cls=Command,
        help=say(
            "改动最少、解锁最多：给出已证明最优的方案，以及每项支持的各条最近途径。",
            "The fewest changes that unlock the most: a plan proved optimal, and the nearest ways to each support.",
        ),
    )
    def plan(
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
        budget: Annotated[
            int, typer.Option("--changes", min=1, max=MOST, help=say("最多几处改动", "at most so many changes"))
        ] = 3,
        measure: Annotated[
            list[str] | None,
            typer.Option("--measure", help=say("只求这些措施", "only these measures"), autocompletion=measure_ids),
        ] = None,
        fixed: Annotated[
            list[str] | None,
            typer.Option(
                "--fix", metavar="FACT", help=say("这项数据不能改", "this figure cannot change"), autocompletion=facts
            ),
        ] = None,
        weights: Annotated[
            list[str] | None,
            typer.Option(
                "--weight",
                metavar="FACT=TIMES",
                help=say(
                    "改这项数据要难几倍，如 revenue=3",
                    "changing this figure is so many times harder, such as revenue=3",
                ),
                autocompletion=facts,
            ),
        ] = None,
        growth: Annotated[
            list[str] | None,
            typer.Option(
                "--growth",
                metavar="FACT=RATE",
                help=say("按年增速推算何时达到，如 revenue=12%", "say when growth gets there, such as revenue=12%"),
                autocompletion=facts,
            ),
        ] = None,
        with_unknown: Annotated[
            bool,
            typer.Option("--with-unknown", help=say("未填的数据也可作为改动", "figures not stated may be set too")),
        ] = False,
        with_closed: Annotated[
            bool, typer.Option("--with-closed", help=say("连未开放的措施一并考虑", "weigh closed measures too"))
        ] = False,
        form: Annotated[Form, typer.Option("--format", help=say("输出形式", "form of the output"))] = Form.TABLE,
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        catalogue: Annotated[Path | None, options.catalogue_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        options.need("highspy", "plan", lang)
        from zhence.advice.board import Wishes
        from zhence.advice.plan import plan as find
        from zhence.profiles.settings import apply_settings
        from zhence.report.plan import plan_data, render_plan, setting

        book = options.load_catalogue(catalogue, lang)
        chosen = choose(book, [], measure or [], lang)
        report = answer(book, [profile], options.day(as_of, lang), [], tuple(book.measures.values()), lang)[0]
        record = report.record
        named = {"--fix": fixed or [], "--weight": weights or [], "--growth": growth or []}
        known(book, {option: [stem(each) for each in words] for option, words in named.items()}, lang)
        growing(book, record, [stem(each) for each in growth or ()], lang)
        found = find(
            report,
            book,
            Wishes(
                budget,
                record.fixed | frozenset(fixed or ()),
                {**record.weights, **shares(weights or [], "--weight", lang)},
                with_unknown,
                with_closed,
                frozenset(m.id for m in chosen) if measure else None,
                shares(growth or [], "--growth", lang, is_percent=True),
            ),
            lambda targets: Progress(lang).watch(targets, WEIGHING),
        )
        doubts: list[Fault] = []
        apply_settings(record, [setting(step.change, record, book) for step in found.steps], book, report.as_of, doubts)
        options.tell(tuple(doubts), lang)
        if form is Form.JSON:
            typer.echo(json.dumps(plan_data(found, book), ensure_ascii=False))
            return
        from zhence.report.console import safe_console

        render_plan(found, book, lang, safe_console())
