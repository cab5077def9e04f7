from pathlib import Path
from typing import Annotated

import typer

from zhence.app import options
from zhence.app.complete import subjects
from zhence.app.options import Language
from zhence.app.usage import Command
from zhence.model.text import Lang, Text

MOST_ROWS = 100_000_000


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `sample-table`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @app.command(
        "sample-table",
        cls=Command,
        help=say(
            "生成一张虚构的表，数值围绕目录的门槛，供试用和测速。",
            "Make a table of invented subjects, their figures around the catalogue's thresholds, to try and to measure with.",
        ),
    )
    def sample_table(
        file: Annotated[
            Path,
            typer.Option(
                "--output",
                "-o",
                metavar="FILE",
                help=say("写入 .csv、.xlsx 或 .parquet", "write this .csv, .xlsx or .parquet file"),
            ),
        ],
        rows: Annotated[int, typer.Option("--rows", min=1, max=MOST_ROWS, help=say("多少行", "how many rows"))] = 1000,
        seed: Annotated[
            int, typer.Option("--seed", min=0, help=say("同一种子同一张表", "the same seed, the same table"))
        ] = 1,
        most: Annotated[
            int | None,
            typer.Option(
                "--figures",
                min=1,
                help=say("多少列数据（默认规则问到的全部）", "how many figures (default: all that rules ask for)"),
            ),
        ] = None,
        subject: Annotated[
            str | None,
            typer.Option(
                "--subject", metavar="KIND", help=say("哪类主体", "which kind of subject"), autocompletion=subjects
            ),
        ] = None,
        force: Annotated[
            bool, typer.Option("--force", help=say("文件已存在时覆盖", "write over a file that exists"))
        ] = False,
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        catalogue: Annotated[Path | None, options.catalogue_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        options.need("polars", "batch", lang)
        options.need("numpy", "batch", lang)
        from zhence.app import sink
        from zhence.app.progress import Progress
        from zhence.app.table_options import subject_of
        from zhence.columns.synthetic import table

        form = sink.form_of(file, lang, sink.READ_AGAIN)
        sink.spare(file, [], lang, force=force)
        book = options.load_catalogue(catalogue, lang)
        on = options.day(as_of, lang)
        made = table(book, subject_of(subject, book, lang), on, rows, seed, most)
        progress = Progress(lang)
        sink.write(progress.counting(made, rows), None, file, form, on, lang, heads=lambda same: same)
        progress.clear()
        options.say(Text(f"已写入 {file}（虚构数据）", f"wrote {file} (invented figures)"), lang)
