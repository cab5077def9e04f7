from pathlib import Path
from typing import Annotated

import typer

from zhence.app import export, options
from zhence.app.complete import measure_ids, schemas
from zhence.app.options import Language
from zhence.app.usage import Command, Commands
from zhence.model.catalogue import Catalogue
from zhence.model.text import Lang, Text


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `catalogue lint`, `catalogue test`, `catalogue schema` and `catalogue export`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    group = typer.Typer(
        cls=Commands,
        help=say("检查、验证政策目录。", "Check and prove a catalogue."),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.add_typer(group, name="catalogue")

    @group.callback()
    def either(language: Annotated[Language | None, options.lang_option(lang)] = None) -> None:
        del language  # `main` has read it, wherever it stands

    @group.command(
        cls=Command,
        help=say(
            "找出目录中的全部错误与过期之处；有错误时退出码为 1。",
            "Find every fault of a catalogue and what is stale; exits with 1 where there is an error.",
        ),
    )
    def lint(
        folder: Annotated[Path | None, options.catalogue_option(lang)] = None,
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        from zhence.catalogue.files import bundled, read_files
        from zhence.model.fault import FaultyError
        from zhence.proof.lint import lint as find

        try:
            faults = find(read_files(folder if folder is not None else bundled()), options.day(as_of, lang))
        except FaultyError as error:
            options.stop(*error.faults, lang=lang)
        options.tell(faults, lang)
        if any(fault.severity == "error" for fault in faults):
            raise typer.Exit(options.FOUND_FAULTS)
        typer.echo(say("目录没有错误", "the catalogue has no errors"))

    @group.command(
        cls=Command,
        help=say(
            "运行各措施自带的例子；--mutate 再逐处改动规则，看例子能否察觉。",
            "Run the measures' own examples; with --mutate change the rules one place at a time and see whether they notice.",
        ),
    )
    def test(
        folder: Annotated[Path | None, options.catalogue_option(lang)] = None,
        only: Annotated[
            list[str] | None,
            typer.Option(
                "--only",
                help=say("只看这些措施或定义", "only these measures or definitions"),
                autocompletion=measure_ids,
            ),
        ] = None,
        mutate: Annotated[bool, typer.Option("--mutate", help=say("同时做变异测试", "run the mutants too"))] = False,
        at_least: Annotated[
            float,
            typer.Option(
                "--at-least",
                min=0,
                max=100,
                help=say("至少察觉百分之几的变异", "per cent of the mutants to be noticed"),
            ),
        ] = 95.0,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        from zhence.proof.summary import prove

        book = options.load_catalogue(folder, lang, is_cached=False)
        _known(only or [], book, lang)
        if not prove(book, only or [], typer.echo, lang, at_least=at_least if mutate else None):
            raise typer.Exit(options.FOUND_FAULTS)

    @group.command(
        cls=Command,
        help=say(
            "输出目录文件的 JSON Schema，供编辑器使用。", "Print the JSON Schema of a catalogue file, for editors."
        ),
    )
    def schema(
        kind: Annotated[
            str,
            typer.Argument(
                metavar="[KIND]",
                autocompletion=schemas,
                help=say(
                    "measure、facts、zone、sources、catalogue、places、towns 或 definition",
                    "measure, facts, zone, sources, catalogue, places, towns or definition",
                ),
            ),
        ] = "measure",
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        from zhence.catalogue.jsonschema import KINDS, schema_text
        from zhence.model.fault import Fault

        if kind not in KINDS:
            options.stop(
                Fault(
                    "schema",
                    "",
                    Text(f"没有 '{kind}'", f"there is no '{kind}'"),
                    Text(f"可用：{'、'.join(KINDS)}", f"use one of: {', '.join(KINDS)}"),
                ),
                lang=lang,
            )
        typer.echo(schema_text(kind))

    export.add(group, lang)


def _known(words: list[str], book: Catalogue, lang: Lang) -> None:
    """Leave where something that is to be proved is neither a measure nor a definition."""
    from zhence.catalogue.faults import suggestion
    from zhence.model.fault import Fault

    zh, en = "、".join(book.definitions), ", ".join(book.definitions)
    listed = Text(
        f"用 zhence measures 查看措施；定义有：{zh or '无'}",
        f"zhence measures lists the measures; definitions: {en or 'none'}",
    )
    rules = {**book.definitions, **book.measures}
    unknown = [word for word in words if word not in rules]
    if unknown:
        faults = (
            Fault("--only", "", Text(f"没有 '{word}'", f"there is no '{word}'"), suggestion(word, rules) or listed)
            for word in unknown
        )
        options.stop(*faults, lang=lang)
