from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zhence.app import options
from zhence.app.complete import facts, measure_ids, themes
from zhence.app.options import Language
from zhence.app.usage import Command
from zhence.model.catalogue import Catalogue
from zhence.model.fault import Fault, FaultyError
from zhence.model.measure import Measure
from zhence.model.result import MeasureResult, Report, Verdict
from zhence.model.text import Lang, Text

NAMED = 5  # measures named on standard error; the rest are counted
BEST_FIRST = (
    Verdict.ELIGIBLE,
    Verdict.ELIGIBLE_IF,
    Verdict.DISCRETIONARY,
    Verdict.UNKNOWN,
    Verdict.NOT_ELIGIBLE,
    Verdict.CLOSED,
    Verdict.NOT_APPLICABLE,
)


class Form(StrEnum):
    """Name the forms `check` prints."""

    TABLE = "table"
    JSON = "json"


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `check`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @app.command(
        cls=Command,
        help=say(
            "检查一个或多个档案：哪些支持符合、哪些不符合、差多少。",
            "Check profiles: which supports apply, which do not, and by how much.",
        ),
    )
    def check(
        profiles: Annotated[
            list[Path],
            typer.Argument(
                metavar="PROFILE…",
                help=say(
                    "镇或企业的档案：TOML，或填好的 Excel 报告",
                    "profile of a town or an enterprise: TOML, or an Excel report filled in",
                ),
            ),
        ],
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        catalogue: Annotated[Path | None, options.catalogue_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
        theme: Annotated[
            list[str] | None,
            typer.Option("--theme", help=say("只看这些主题", "only these themes"), autocompletion=themes),
        ] = None,
        measure: Annotated[
            list[str] | None,
            typer.Option("--measure", help=say("只看这些措施", "only these measures"), autocompletion=measure_ids),
        ] = None,
        verdict: Annotated[
            list[Verdict] | None, typer.Option("--verdict", help=say("只看这些结论", "only these verdicts"))
        ] = None,
        detail: Annotated[
            bool,
            typer.Option(
                "--detail", help=say("逐条列出条件、数值、依据", "every condition with value, threshold and clause")
            ),
        ] = False,
        form: Annotated[Form, typer.Option("--format", help=say("输出形式", "form of the output"))] = Form.TABLE,
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
        require: Annotated[
            Verdict | None,
            typer.Option(
                "--require",
                help=say(
                    "所列措施不都达到这一结论时，退出码为 1",
                    "exit with 1 unless every measure listed reaches this verdict",
                ),
            ),
        ] = None,
    ) -> None:
        book = options.load_catalogue(catalogue, lang)
        chosen = choose(book, theme or [], measure or [], lang)
        reports = [
            narrow(report, verdict or [])
            for report in answer(book, profiles, options.day(as_of, lang), settings or [], chosen, lang)
        ]
        is_named = bool(measure) or Verdict.NOT_APPLICABLE in (verdict or [])
        show(reports, book, form, lang, is_detailed=detail, is_named=is_named)
        told = [result for report in reports for result in report.results]
        if require is not None and not (told and all(reaches(result, require) for result in told)):
            options.say(_short_of(require, told), lang, is_error=True)
            raise typer.Exit(options.FOUND_FAULTS)


def choose(
    book: Catalogue, themes: list[str], measures: list[str], lang: Lang, place: str = "--measure"
) -> tuple[Measure, ...]:
    """Return the measures asked for, in the order of the catalogue; `place` is where a wrong one was given."""
    from zhence.catalogue.faults import suggestion

    faults = []
    for option, words, known in (("--theme", themes, book.themes), (place, measures, book.measures)):
        for word in words:
            if word not in known:
                problem = Text(f"没有 '{word}'", f"there is no '{word}'")
                remedy = suggestion(word, known) or _where(word, option, book)
                faults.append(Fault(option, "", problem, remedy, kind="no-such-word"))
    if faults:
        options.stop(*faults, lang=lang)
    return tuple(
        m for m in book.measures.values() if (not themes or m.theme in themes) and (not measures or m.id in measures)
    )


def _where(word: str, option: str, book: Catalogue) -> Text:
    """Tell where the words for an option are found: themes are few, measures are searched."""
    if option == "--theme":
        return Text("可用：", "use one of: ") + Text("、".join(book.themes), ", ".join(book.themes))
    return Text(f"用 zhence measures {word} 搜索编号", f"zhence measures {word} searches for its id")


def answer(
    book: Catalogue, profiles: Iterable[Path], as_of: date, settings: list[str], chosen: tuple[Measure, ...], lang: Lang
) -> list[Report]:
    """Return the answers for every profile; leave with all faults of all of them where one cannot be read."""
    from zhence.engine import check as run
    from zhence.profiles.read import read_profile

    reports: list[Report] = []
    errors: list[Fault] = []
    warnings: list[Fault] = []
    for path in profiles:
        try:
            record, notes = read_profile(path, book, as_of)
            warnings += notes
            if settings:
                from zhence.profiles.settings import apply_settings

                record = apply_settings(record, settings, book, as_of, warnings)
        except FaultyError as error:
            errors += error.faults
            continue
        if not errors:
            reports.append(run(book, record, as_of, chosen))
    if errors:
        options.stop(*dict.fromkeys([*warnings, *errors]), lang=lang)
    options.tell(tuple(dict.fromkeys(warnings)), lang)
    return reports


def _short_of(required: Verdict, told: list[MeasureResult]) -> Text:
    """Return the measures that do not reach a verdict, by their ids."""
    from zhence.report.words import VERDICTS

    if not told:
        return Text("--require：没有一项措施可看", "--require: there is no measure to look at")
    short = list(dict.fromkeys(result.measure.id for result in told if not reaches(result, required)))
    more = Text(f" 等{len(short)}项", f" and {len(short) - NAMED} more") if len(short) > NAMED else Text("", "")
    names = Text("、".join(short[:NAMED]), ", ".join(short[:NAMED])) + more
    verdict = VERDICTS[required]
    return Text(f"--require：未达到“{verdict.zh}”：", f"--require: short of “{verdict.en}”: ") + names


def narrow(report: Report, verdicts: list[Verdict]) -> Report:
    """Return the report with the asked verdicts only."""
    from dataclasses import replace

    return replace(report, results=tuple(r for r in report.results if not verdicts or r.verdict in verdicts))


def show(
    reports: list[Report], book: Catalogue, form: Form, lang: Lang, *, is_detailed: bool, is_named: bool = False
) -> None:
    """Print the answers; those that do not apply only where they were asked for by name or in detail."""
    if form is Form.JSON:
        import json

        from zhence.report.json import to_dict

        typer.echo(json.dumps({"reports": [to_dict(r, book) for r in reports]}, ensure_ascii=False))
        return
    from zhence.report.console import safe_console
    from zhence.report.table import render

    console = safe_console()
    for at, report in enumerate(reports):
        if at:
            console.print()
        render(report, book, lang, console, detail=is_detailed, is_named=is_named)


def reaches(result: MeasureResult, required: Verdict) -> bool:
    """Tell whether a verdict is the required one or better."""
    return BEST_FIRST.index(result.verdict) <= BEST_FIRST.index(required)
