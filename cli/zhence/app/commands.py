from importlib import import_module
from typing import Annotated

import typer

from zhence import __version__
from zhence.app import options
from zhence.app.usage import Commands
from zhence.model.text import Lang, Text

MODULES = {
    "check": "check",
    "explain": "explain",
    "report": "report",
    "batch": "batch",
    "sample-table": "sample_table",
    "compare": "compare",
    "measures": "measures",
    "show": "measures",
    "checklist": "checklist",
    "calendar": "calendar",
    "plan": "plan",
    "projects": "projects",
    "ask": "ask",
    "new": "new",
    "catalogue": "catalogue",
}  # command -> the module that adds it, in the order of --help


def build(lang: Lang, asked: str | None = None) -> typer.Typer:
    """Return the command line, with its help in one language; with the one command only where that is asked for."""
    words = Text(
        "镇策：离线回答一个镇或一家企业符合哪些公共支持、依据哪一条、还差多少。",
        "zhence: which public supports a town or an enterprise qualifies for, on which clause, and what is missing. Offline.",
    )
    app = typer.Typer(
        name="zhence",
        cls=Commands,
        help=words.to(lang),
        no_args_is_help=True,
        pretty_exceptions_show_locals=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    def show_version(asked: bool) -> None:
        if asked:
            typer.echo(f"zhence {__version__}")
            raise typer.Exit

    @app.callback()
    def root(
        version: bool = typer.Option(
            False,
            "--version",
            help=Text("显示版本", "show the version").to(lang),
            callback=show_version,
            is_eager=True,
        ),
        language: Annotated[options.Language | None, options.lang_option(lang)] = None,
    ) -> None:
        del version, language  # `main` has read the language, wherever it stands

    for module in dict.fromkeys([MODULES[asked]] if asked in MODULES else MODULES.values()):
        import_module(f"zhence.app.{module}").add(app, lang)
    return app
