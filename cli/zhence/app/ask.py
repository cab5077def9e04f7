from pathlib import Path
from typing import Annotated

import typer

from zhence.app import options
from zhence.app.check import Form
from zhence.app.options import Language
from zhence.app.usage import Command
from zhence.model.fault import Fault
from zhence.model.text import Lang, Text


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `ask`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @app.command(
        cls=Command,
        help=say(
            "问答：只问还能推动结论的数据，最管用的先问；边答边存，随时可停。",
            "An interview: asks only what can still move a verdict, the most settling first; saved after every answer.",
        ),
    )
    def ask(
        profile: Annotated[
            Path | None,
            typer.Argument(
                metavar="[PROFILE]",
                help=say("要补全的 TOML 档案（不给则新建一份）", "TOML profile to complete (without one, a new one)"),
                show_default=False,
            ),
        ] = None,
        output: Annotated[
            Path | None,
            typer.Option(
                "--output",
                "-o",
                help=say("写入这个新文件，原档案不动", "write this new file, and leave the profile as it is"),
                show_default=False,
            ),
        ] = None,
        following: Annotated[
            int | None,
            typer.Option(
                "--next",
                metavar="N",
                min=1,
                help=say("只列出接下来的 N 个问题，不问答", "only list the next N questions"),
                show_default=False,
            ),
        ] = None,
        form: Annotated[
            Form, typer.Option("--format", help=say("--next 的输出形式", "form of what --next lists"))
        ] = Form.TABLE,
        again: Annotated[
            bool, typer.Option("--again", help=say("答过“不知道”的也再问", "ask what was not known once more"))
        ] = False,
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        catalogue: Annotated[Path | None, options.catalogue_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        from zhence.app import interview

        book = options.load_catalogue(catalogue, lang)
        on = options.day(as_of, lang)
        if following is not None:
            if profile is None:
                problem = Text("没有给出档案", "no profile is given")
                options.stop(
                    Fault(
                        "--next",
                        "",
                        problem,
                        Text("写成 zhence ask 档案.toml --next 5", "write zhence ask PROFILE --next 5"),
                    ),
                    lang=lang,
                )
            interview.list_next(profile, book, on, following, form, lang, is_again=again)
            return
        interview.hold(profile, output, book, on, lang, is_again=again)
