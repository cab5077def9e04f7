import json
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from zhence.app import options
from zhence.app.check import Form, answer, choose
from zhence.app.complete import facts, measure_ids
from zhence.app.options import Language
from zhence.app.progress import Progress
from zhence.app.usage import Command
from zhence.model.catalogue import Catalogue
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
                metavar="PROFILE", help=say("镇或企业的 TOML 档案", "TOML profile of a town or an enterprise")
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
        from zhence.report.plan import plan_data, render_plan

        book = options.load_catalogue(catalogue, lang)
        chosen = choose(book, [], measure or [], lang)
        report = answer(book, [profile], options.day(as_of, lang), [], tuple(book.measures.values()), lang)[0]
        record = report.record
        known(book, [*(fixed or []), *(_stem(each) for each in (*(weights or ()), *(growth or ())))], lang)
        growing(book, [_stem(each) for each in growth or ()], lang)
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
        if form is Form.JSON:
            typer.echo(json.dumps(plan_data(found, book), ensure_ascii=False))
            return
        from zhence.report.console import safe_console

        render_plan(found, book, lang, safe_console())


def _stem(setting: str) -> str:
    return setting.partition("=")[0].strip()


def known(book: Catalogue, words: list[str], lang: Lang) -> None:
    """Leave with a word about every name that is no fact."""
    from zhence.catalogue.faults import suggestion

    faults = [
        Fault(
            word,
            "",
            Text("没有这项数据", "there is no such figure"),
            near or Text("数据名见 zhence new 打印的模板", "the template that zhence new prints has the names"),
        )
        for word in words
        if word not in book.facts
        for near in [suggestion(word, book.facts)]
    ]
    if faults:
        options.stop(*faults, lang=lang)


def growing(book: Catalogue, words: list[str], lang: Lang) -> None:
    """Leave with a word about every figure that is no number: nothing else grows by a rate."""
    faults = [
        Fault(
            "--growth",
            word,
            Text(
                f"{book.facts[word].title.zh}不是数，没有增速",
                f"{book.facts[word].title.en} is no number and has no rate of growth",
            ),
            Text("只写数，如 --growth revenue=12%", "give a number, such as --growth revenue=12%"),
        )
        for word in words
        if not book.facts[word].type.numeric
    ]
    if faults:
        options.stop(*faults, lang=lang)


def shares(settings: list[str], option: str, lang: Lang, *, is_percent: bool = False) -> dict[str, Fraction]:
    """Return `revenue=12%` or `revenue=3` as numbers by fact; a plain 12 is no percentage, nor is it taken for twelvefold."""
    found, faults = {}, []
    for setting in settings:
        word, _, raw = setting.partition("=")
        stripped = raw.strip()
        try:
            is_plain = len(stripped) < 20 and "e" not in stripped.casefold()  # 1e-9999999 would take seconds
            whole = Fraction(stripped.removesuffix("%").strip()) if is_plain else Fraction(-1)
        except (ValueError, ZeroDivisionError):
            whole = Fraction(-1)
        if is_percent and whole >= 0 and not stripped.endswith("%"):
            problem = Text(f"'{raw}' 没有百分号", f"'{raw}' has no per cent sign")
            faults.append(Fault(option, word, problem, Text(f"写成 {word}=12% 这样", f"write it like {word}=12%")))
            continue
        if whole < 0 or whole > 1000:
            problem = Text(f"'{raw}' 不是可用的数", f"'{raw}' is no usable number")
            sample = f"{word}=12%" if is_percent else f"{word}=3"
            faults.append(Fault(option, word, problem, Text(f"写成 {sample}", f"write {sample}")))
            continue
        found[word.strip()] = whole / 100 if stripped.endswith("%") else whole
    if faults:
        options.stop(*faults, lang=lang)
    return found
