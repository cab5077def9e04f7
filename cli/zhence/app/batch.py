from pathlib import Path
from typing import Annotated

import typer

from zhence.app import options, table_options
from zhence.app.check import Form
from zhence.app.complete import measure_ids, themes
from zhence.app.options import Language
from zhence.app.usage import Command
from zhence.model.fault import Fault
from zhence.model.text import Lang, Text


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `batch`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @app.command(
        cls=Command,
        help=say(
            "一次判断许多主体：一文件夹的档案，或一张表（CSV、Excel、Parquet、Arrow）。",
            "Answer many subjects at once: a folder of profiles, or a table (CSV, Excel, Parquet, Arrow).",
        ),
    )
    def batch(
        inputs: Annotated[
            list[Path],
            typer.Argument(
                metavar="INPUT…",
                help=say("表格、档案、文件夹或通配式", "tables, profiles, folders or patterns"),
            ),
        ],
        file: Annotated[
            Path | None,
            typer.Option(
                "--output",
                "-o",
                metavar="FILE",
                help=say(
                    "写入这个文件，后缀 .parquet .csv .xlsx .jsonl（默认只在屏幕上汇总）",
                    "write this file, ending in .parquet, .csv, .xlsx or .jsonl (default: a summary on the screen only)",
                ),
            ),
        ] = None,
        wide: Annotated[
            bool,
            typer.Option(
                "--wide", help=say("一行一个主体、一列一项措施", "a row for each subject, a column for each measure")
            ),
        ] = False,
        heat: Annotated[
            Path | None,
            typer.Option(
                "--heat",
                metavar="FILE",
                help=say("把总览热图写成 .html 或 .xlsx", "write the map of answers as .html or .xlsx"),
            ),
        ] = None,
        subject: Annotated[str | None, table_options.subject_option(lang)] = None,
        names: Annotated[Path | None, table_options.names_option(lang)] = None,
        id_head: Annotated[str | None, table_options.id_option(lang)] = None,
        preview: Annotated[
            bool,
            typer.Option(
                "--preview",
                help=say(
                    "只显示各列读成了什么、前几行", "only show what the columns were taken for, and the first rows"
                ),
            ),
        ] = False,
        rejects: Annotated[
            Path | None,
            typer.Option(
                "--rejects",
                metavar="FILE.csv",
                help=say(
                    "读不了的单元格写到哪里（默认与输出同名 .rejects.csv）",
                    "where to write the cells that cannot be read (default: beside the output)",
                ),
            ),
        ] = None,
        strict: Annotated[
            bool,
            typer.Option(
                "--strict",
                help=say(
                    "有一列、一行或一个单元格读不懂就停下，退出码 2，什么也不写",
                    "leave with 2 and write nothing where a column, a row or a cell is not understood",
                ),
            ),
        ] = False,
        sweep: Annotated[
            list[str] | None,
            typer.Option(
                "--sweep",
                metavar="MEASURE.CONDITION=FROM..TO",
                help=say("门槛移动时有多少主体符合", "how many are in as one threshold moves"),
            ),
        ] = None,
        theme: Annotated[
            list[str] | None,
            typer.Option("--theme", help=say("只看这些主题", "only these themes"), autocompletion=themes),
        ] = None,
        measure: Annotated[
            list[str] | None,
            typer.Option("--measure", help=say("只看这些措施", "only these measures"), autocompletion=measure_ids),
        ] = None,
        engine: Annotated[
            str,
            typer.Option(
                "--engine",
                metavar="polars|spark",
                help=say("在本机（polars）或已有的 Spark 上计算", "compute here (polars) or on an existing Spark"),
            ),
        ] = "polars",
        master: Annotated[
            str | None,
            typer.Option(
                "--master",
                metavar="URL",
                help=say("Spark 的地址（默认 local[*]）", "the address of the Spark (default: local[*])"),
            ),
        ] = None,
        form: Annotated[Form, typer.Option("--format", help=say("汇总的输出形式", "form of the summary"))] = Form.TABLE,
        force: Annotated[
            bool, typer.Option("--force", help=say("文件已存在时覆盖", "write over a file that exists"))
        ] = False,
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        catalogue: Annotated[Path | None, options.catalogue_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        if master is not None and engine != "spark":
            problem = Text("只用于 --engine spark", "this is for --engine spark only")
            remedy = Text("加上 --engine spark，或去掉它", "add --engine spark, or leave it out")
            options.stop(Fault("--master", "", problem, remedy, kind="usage"), lang=lang)
        options.need("polars", "batch", lang)
        from zhence.app.batch_run import run
        from zhence.app.batch_wanted import Wanted, chosen_engine
        from zhence.app.check import choose

        book = options.load_catalogue(catalogue, lang)
        chosen = choose(book, theme or [], measure or [], lang)
        wanted = Wanted(
            book,
            catalogue,
            chosen,
            options.day(as_of, lang),
            lang,
            output=file,
            heat=heat,
            rejects=rejects,
            subject=subject,
            names=names,
            id_head=id_head,
            sweeps=tuple(sweep or ()),
            engine=chosen_engine(engine, lang),
            master=master or "local[*]",
            is_wide=wide,
            is_preview=preview,
            is_strict=strict,
            is_forced=force,
            is_json=form is Form.JSON,
        )
        with table_options.damage_told(inputs, lang):
            run(inputs, wanted)
