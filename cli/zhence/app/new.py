import sys
from pathlib import Path
from typing import Annotated

import typer

from zhence.app import options
from zhence.app.complete import profiles
from zhence.app.options import Language
from zhence.app.output import ends_in, write
from zhence.app.usage import Command
from zhence.model.fault import Fault
from zhence.model.text import Lang, Text


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `new`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @app.command(cls=Command, help=say("生成一份带说明的空白档案。", "Write a commented profile to fill in."))
    def new(
        subject: Annotated[
            str, typer.Argument(metavar="town|enterprise", help=say("主体", "kind of subject"), autocompletion=profiles)
        ],
        output: Annotated[
            Path | None,
            typer.Option(
                "--output", "-o", help=say("写入这个文件（默认输出到屏幕）", "write this file (default: print)")
            ),
        ] = None,
        name: Annotated[str | None, typer.Option("--name", help=say("名称", "name of the subject"))] = None,
        place: Annotated[str | None, typer.Option("--place", help=say("所在县（市、区）", "its county"))] = None,
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        catalogue: Annotated[Path | None, options.catalogue_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        from zhence.profiles.answers import read_place
        from zhence.profiles.known import fillable
        from zhence.profiles.template import template
        from zhence.written.faults import Mistake

        book = options.load_catalogue(catalogue, lang)
        roots = [s.id for s in book.subjects.values() if s.items or s.members]
        if subject not in roots:
            problem = Text(f"没有 '{subject}' 这类档案", f"there are no profiles of a '{subject}'")
            options.stop(
                Fault("new", "", problem, Text(f"可用：{'、'.join(roots)}", f"use one of: {', '.join(roots)}")),
                lang=lang,
            )
        on = options.day(as_of, lang)
        within = read_place(place, book.places) if place is not None else None
        if isinstance(within, Mistake):
            options.stop(Fault("--place", "", within.problem, within.remedy, kind=within.kind), lang=lang)
        where = str(within.exact) if within is not None else None
        known = fillable(book, subject, name, where, on, lang) if name else {}
        values = known | {key: value for key, value in (("name", name), (book.place, where)) if key and value}
        text = template(book, subject, lang, on, values)
        if output is None:
            sys.stdout.write(text)
            return
        ends_in(output, "toml", lang)
        remedy = Text("换一个名字，或先移走它", "choose another name, or move it away")
        write(output, text.encode("utf-8", "replace"), force=False, lang=lang, remedy=remedy)
        typer.echo(say(f"已写入 {output}", f"wrote {output}"))
