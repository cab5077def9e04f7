import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zhence.app import options, output
from zhence.app.check import choose
from zhence.app.complete import themes
from zhence.app.options import Language
from zhence.app.usage import Command
from zhence.model.text import Lang, Text


class Form(StrEnum):
    """Name the forms a catalogue is exported in."""

    MD = "md"
    HTML = "html"


def add(group: typer.Typer, lang: Lang) -> None:
    """Add `catalogue export`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @group.command(
        cls=Command,
        help=say(
            "把整个目录写成一册，供规则的主管单位在纸上核对。",
            "Write the whole catalogue as one document, for the owners of the rules to correct on paper.",
        ),
    )
    def export(
        form: Annotated[
            Form | None,
            typer.Option(
                "--format",
                help=say("输出形式（默认看后缀，否则 md）", "form of the output (default: by the ending, else md)"),
                show_default=False,
            ),
        ] = None,
        file: Annotated[
            Path | None,
            typer.Option(
                "--output", "-o", help=say("写入这个文件（默认输出到屏幕）", "write this file (default: print)")
            ),
        ] = None,
        force: Annotated[
            bool, typer.Option("--force", help=say("文件已存在时覆盖", "write over a file that exists"))
        ] = False,
        folder: Annotated[Path | None, options.catalogue_option(lang)] = None,
        theme: Annotated[
            list[str] | None,
            typer.Option(
                "--theme",
                help=say("只写这些主题及其所依据的内容", "only these themes and what they rest on"),
                autocompletion=themes,
            ),
        ] = None,
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        from zhence.report.handbook import handbook

        form = form or _by_ending(file)
        book = options.load_catalogue(folder, lang, is_cached=False)
        choose(book, theme or [], [], lang)
        told = handbook(book, theme or [], options.day(as_of, lang))
        if form is Form.HTML:
            options.need("jinja2", "report", lang)
            from zhence.report.handbook_html import html as write
        else:
            from zhence.report.handbook_markdown import markdown as write
        text = write(told, lang)
        if file is None:
            sys.stdout.write(text)
            return
        output.spare(file, (), lang, folder)
        output.ends_in(file, form, lang)
        output.write(file, text.encode(), force=force, lang=lang)
        typer.echo(say(f"已写入 {file}", f"wrote {file}"))


def _by_ending(file: Path | None) -> Form:
    """Return the form that the name of a file ends in, Markdown where it ends in none."""
    ending = file.suffix.lower().removeprefix(".") if file is not None else ""
    return Form(ending) if ending in tuple(Form) else Form.MD
