from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from zhence.app import options, table_options
from zhence.app.options import Language
from zhence.app.usage import Command
from zhence.model.fault import Fault, FaultyError
from zhence.model.text import Lang, Text

if TYPE_CHECKING:
    from zhence.model.catalogue import Catalogue
    from zhence.model.comparison import Comparison, Side

Each = TypeVar("Each")
SIDES = 2


class Form(StrEnum):
    """Name the forms `compare` prints."""

    TABLE = "table"
    JSON = "json"


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `compare`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @app.command(
        cls=Command,
        help=say(
            "比较两份答案：哪些结论变了，因哪个条件、哪一条款。两份档案（或两张表）、两个日期或两套目录，各写两次即可。",
            "Compare two answers: which verdicts flipped, on which condition and clause. Two profiles (or two tables), two "
            "days or two catalogues: give what differs twice.",
        ),
    )
    def compare(
        profiles: Annotated[
            list[Path],
            typer.Argument(
                metavar="PROFILE [PROFILE]",
                help=say("一份或两份档案，或表格", "one profile or table, or two to compare"),
            ),
        ],
        as_of: Annotated[
            list[str] | None,
            typer.Option(
                "--as-of",
                metavar="YYYY-MM-DD",
                help=say(
                    "按哪一天回答（默认今天）；写两次则比较两天",
                    "the day to answer for (default: today); twice for two days",
                ),
                show_default=False,
            ),
        ] = None,
        catalogue: Annotated[
            list[Path] | None,
            typer.Option(
                "--catalogue",
                metavar="DIR",
                help=say(
                    "政策目录文件夹（默认用随程序附带的）；写两次则比较两套",
                    "folder of a policy catalogue (default: the one that comes with the program); twice for two",
                ),
                show_default=False,
            ),
        ] = None,
        subject: Annotated[str | None, table_options.subject_option(lang)] = None,
        names: Annotated[Path | None, table_options.names_option(lang)] = None,
        id_head: Annotated[str | None, table_options.id_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
        form: Annotated[Form, typer.Option("--format", help=say("输出形式", "form of the output"))] = Form.TABLE,
        require_same: Annotated[
            bool,
            typer.Option(
                "--require-same",
                help=say("有结论变化时，退出码为 1", "exit with 1 if any verdict differs"),
            ),
        ] = False,
    ) -> None:
        given = given_twice(profiles, as_of or [], catalogue or [], lang)
        if are_tables(profiles, lang):
            options.need("polars", "batch", lang)
            from zhence.app import compare_tables

            asked = compare_tables.TableSides(*given, subject, names, id_head, lang)
            with table_options.damage_told(dict.fromkeys(asked.files), lang):
                turned = compare_tables.compared(asked)
            compare_tables.show(turned, lang, is_json=form is Form.JSON)
            differs = bool(turned.turned or turned.only_before or turned.only_after)
        else:
            table_options.for_tables_only({"--subject": subject, "--map": names, "--id": id_head}, lang)
            from zhence.engine.flips import compare_sides

            before, after = sides(*given, lang)
            found = compare_sides(before, after)
            show(found, form, lang)
            differs = bool(found.flips or found.only_before or found.only_after)
        if require_same and differs:
            raise typer.Exit(options.FOUND_FAULTS)


def are_tables(files: list[Path], lang: Lang) -> bool:
    """Tell whether tables are to be compared, or leave where a table meets a profile."""
    kinds = {table_options.is_profile(file) for file in files}
    if len(kinds) > 1:
        problem = Text("表格不能与档案比较", "a table cannot be compared with a profile")
        remedy = Text("两边都用表格，或都用档案", "give two tables, or two profiles")
        options.stop(Fault(str(files[1]), "", problem, remedy, kind="usage"), lang=lang)
    return kinds == {False}


def given_twice(
    profiles: list[Path], days: list[str], folders: list[Path], lang: Lang
) -> tuple[tuple[Path, Path], tuple[date, date], tuple["Catalogue", "Catalogue"]]:
    """Return the files, the days and the catalogues of before and after, or leave where nothing differs."""
    given = {"PROFILE": len(profiles), "--as-of": len(days), "--catalogue": len(folders)}
    faults = [_too_many(word, count) for word, count in given.items() if count > SIDES]
    if not faults and SIDES not in given.values():
        faults = [_one_side()]
    if faults:
        options.stop(*faults, lang=lang)
    on = [options.day(day, lang) for day in days] or [options.day(None, lang)]
    books = [options.load_catalogue(folder, lang) for folder in folders] or [options.load_catalogue(None, lang)]
    return _twice(profiles), _twice(on), _twice(books)


def sides(
    profiles: tuple[Path, Path], on: tuple[date, date], books: tuple["Catalogue", "Catalogue"], lang: Lang
) -> tuple["Side", "Side"]:
    """Return the two sides, or leave with a word about what is wrong with the profiles."""
    from zhence.model.comparison import Side
    from zhence.profiles.earlier import read_as_of

    made: list[Side] = []
    notes: list[Fault] = []
    errors: list[Fault] = []
    for path, day, book in zip(profiles, on, books, strict=True):
        try:
            record, doubts = read_as_of(path, book, day, max(on))
        except FaultyError as error:
            errors += error.faults
            continue
        notes += doubts
        made.append(Side(book, record, day))
    if errors:
        options.stop(*dict.fromkeys([*notes, *errors]), lang=lang)
    kinds = [side.catalogue.subjects[side.record.subject].title for side in made]
    if made[0].record.subject != made[1].record.subject:
        problem = Text(
            f"两份档案不是同一类主体：{kinds[0].zh}、{kinds[1].zh}",
            f"the profiles are of different kinds: {kinds[0].en}, {kinds[1].en}",
        )
        remedy = Text("以下变化多由此而来", "most of what differs comes from that")
        notes.append(Fault("compare", "", problem, remedy, severity="warning", kind="other-kind"))
    options.tell(tuple(dict.fromkeys(notes)), lang)
    return made[0], made[1]


def _twice(given: list[Each]) -> tuple[Each, Each]:
    return given[0], given[-1]


def _too_many(word: str, count: int) -> Fault:
    problem = Text(f"写了 {count} 次", f"is given {count} times")
    return Fault(word, "", problem, Text("最多两次：前一份和后一份", "at most twice: before and after"), kind="usage")


def _one_side() -> Fault:
    return Fault(
        "compare",
        "",
        Text("只有一份答案，没有可比的", "there is one answer only, nothing to compare it with"),
        Text(
            "写两份档案，或两次 --as-of，或两次 --catalogue", "name two profiles, or give --as-of or --catalogue twice"
        ),
        kind="usage",
    )


def show(comparison: "Comparison", form: Form, lang: Lang) -> None:
    """Print a comparison."""
    if form is Form.JSON:
        import json

        from zhence.report.comparison_json import comparison_data

        typer.echo(json.dumps(comparison_data(comparison), ensure_ascii=False))
        return
    from zhence.report.comparison import render_comparison
    from zhence.report.console import safe_console

    render_comparison(comparison, lang, safe_console())
