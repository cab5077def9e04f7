from pathlib import Path
from typing import Annotated

import typer

from zhence.app import options
from zhence.app.check import choose
from zhence.app.complete import measure_ids, subjects, themes
from zhence.app.options import Language
from zhence.app.usage import Command
from zhence.model.measure import Measure
from zhence.model.text import Lang, Text


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `measures` and `show`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @app.command(
        "measures",
        cls=Command,
        help=say(
            "列出目录中的措施，可按主题、主体筛选或搜索。",
            "List the measures of the catalogue; filter by theme or subject, or search.",
        ),
    )
    def list_measures(
        words: Annotated[
            list[str] | None,
            typer.Argument(
                metavar="[WORD…]", help=say("搜索词，中英文皆可", "words to search for, in either language")
            ),
        ] = None,
        theme: Annotated[
            list[str] | None,
            typer.Option("--theme", help=say("只看这些主题", "only these themes"), autocompletion=themes),
        ] = None,
        subject: Annotated[
            str | None,
            typer.Option(
                "--subject",
                metavar="KIND",
                autocompletion=subjects,
                help=say("只看这类主体，如 企业", "only this kind of subject, such as enterprise"),
            ),
        ] = None,
        notice: Annotated[
            bool, typer.Option("--notice", help=say("按通知的条目列出", "by the items of the notice"))
        ] = False,
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        catalogue: Annotated[Path | None, options.catalogue_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        from zhence.app.table_options import subject_of
        from zhence.report.console import safe_console
        from zhence.report.notice import render_notice
        from zhence.report.show import render_list

        book = options.load_catalogue(catalogue, lang)
        on = options.day(as_of, lang)
        if notice:
            render_notice(book, lang, safe_console())
            return
        kind = subject_of(subject, book, lang) if subject is not None else None
        chosen = [
            m for m in choose(book, theme or [], [], lang) if kind in (None, m.subject) and matches(m, words or [])
        ]
        render_list(tuple(chosen), book, lang, safe_console(), on)

    @app.command(
        cls=Command,
        help=say(
            "详细列出一项措施：条件、放宽、评分、好处、材料、时间、来源。",
            "Show one measure: conditions, relaxations, scores, benefits, documents, windows, sources.",
        ),
    )
    def show(
        measure: Annotated[
            str, typer.Argument(metavar="ID", help=say("措施编号", "id of the measure"), autocompletion=measure_ids)
        ],
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        catalogue: Annotated[Path | None, options.catalogue_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        from zhence.report.console import safe_console
        from zhence.report.show import render_measure

        book = options.load_catalogue(catalogue, lang)
        (chosen,) = choose(book, [], [measure], lang, "ID")
        render_measure(chosen, book, lang, safe_console(), options.day(as_of, lang))


def matches(measure: Measure, words: list[str]) -> bool:
    """Tell whether every word stands in the id, the titles, the summary or another name of a measure."""
    told = [measure.id, measure.title.zh, measure.title.en, *measure.programmes]
    if measure.summary is not None:
        told += [measure.summary.zh, measure.summary.en]
    whole = "\n".join(told).casefold()
    return all(word.casefold() in whole for word in words)
