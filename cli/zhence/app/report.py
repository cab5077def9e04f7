import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from zhence.app import options, output
from zhence.app.check import answer
from zhence.app.options import Language
from zhence.app.progress import Progress
from zhence.app.usage import Command
from zhence.model.fault import Fault
from zhence.model.text import Lang, Text
from zhence.report.forms.render import PACKED, Form, render

READING = Text("读取并判断档案", "reading and answering profiles")
NEEDED = {
    Form.DOCX: ("docx", "report"),
    Form.XLSX: ("xlsxwriter", "report"),
    Form.HTML: ("jinja2", "report"),
    Form.ICS: ("icalendar", "calendar"),
}  # the library of a form, and the extra that brings it
TELLING = Text("整理结果", "telling the answers")


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `report`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @app.command(
        cls=Command,
        help=say(
            "把结果写成可转交的文件：Word、Excel、网页、Markdown、JSON、CSV、日历；几个档案合成一份，开头有汇总。",
            "Write the answer as a file to hand on: Word, Excel, a page, Markdown, JSON, CSV, a calendar. "
            "Several profiles make one report with a summary first.",
        ),
    )
    def report(
        profiles: Annotated[
            list[Path] | None,
            typer.Argument(
                metavar="PROFILE…",
                help=say(
                    "镇或企业的档案：TOML，或填好的 Excel 报告",
                    "profile of a town or an enterprise: TOML, or an Excel report filled in",
                ),
                show_default=False,
            ),
        ] = None,
        file: Annotated[
            Path | None,
            typer.Option(
                "--output",
                "-o",
                metavar="FILE",
                help=say(
                    "写入这个文件，形式按后缀 .docx .xlsx .html .md .json .csv .ics（默认输出到屏幕）",
                    "write this file, its form by the ending .docx .xlsx .html .md .json .csv .ics (default: print)",
                ),
            ),
        ] = None,
        form: Annotated[
            Form | None,
            typer.Option(
                "--format",
                help=say(
                    "输出形式（默认按后缀，屏幕上为 md）", "form of the output (default: by the ending; printed: md)"
                ),
                show_default=False,
            ),
        ] = None,
        anonymous: Annotated[
            bool,
            typer.Option(
                "--anonymous",
                help=say(
                    "不写名称：主体、项目、企业以编号代替，不写文件路径",
                    "leave names out: numbers stand for subjects, items and firms; no paths of files",
                ),
            ),
        ] = False,
        replay: Annotated[
            Path | None,
            typer.Option(
                "--replay",
                metavar="FILE.json",
                help=say(
                    "由所存的 JSON 报告重写任一形式；另给出档案时，说明与重新判断的结果有何不同",
                    "write any form again from a report stored as JSON; with the profiles, say what differs from "
                    "answering again",
                ),
            ),
        ] = None,
        schema: Annotated[
            bool, typer.Option("--schema", help=say("输出 JSON 报告的格式定义", "print the JSON Schema of the report"))
        ] = False,
        force: Annotated[
            bool, typer.Option("--force", help=say("文件已存在时覆盖", "write over a file that exists"))
        ] = False,
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        catalogue: Annotated[Path | None, options.catalogue_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        if schema:
            _tell_schema(
                file, [*(profiles or []), *([replay] if replay is not None else [])], lang, catalogue, force=force
            )
            return
        if replay is not None:
            is_written = file is not None or form is not None
            unheeded: dict[str, str | Path | None] = {} if profiles else {"--as-of": as_of, "--catalogue": catalogue}
            _heed_replay(unheeded, lang, anonymous=anonymous, is_twofold=bool(profiles) and is_written)
            if profiles:
                _compare(replay, profiles, as_of, catalogue, lang)
                return
        wanted = _form(form, file, lang)
        if wanted in NEEDED:
            options.need(*NEEDED[wanted], lang)
        if file is not None:
            inputs = [*(profiles or []), *([replay] if replay is not None else [])]
            output.spare(file, inputs, lang, catalogue)
            _ends_in(file, wanted, lang)
        if replay is not None:
            from zhence.app.stored import read_document

            document = read_document(replay, lang)
        elif profiles:
            document = make(profiles, options.day(as_of, lang), catalogue, lang, anonymous=anonymous, target=file)
        else:
            problem = Text("缺少这一项", "is missing")
            remedy = Text("用法见 zhence report --help", "see zhence report --help")
            _stop("PROFILE…", problem, remedy, lang)
        _deliver(document, wanted, file, lang, stored=replay, force=force)


def _heed_replay(unheeded: dict[str, str | Path | None], lang: Lang, *, anonymous: bool, is_twofold: bool) -> None:
    """Leave where an option stands beside --replay that it would not heed."""
    if anonymous:
        problem = Text("所存的报告里已写有名称", "a stored report already holds its names")
        remedy = Text("由档案重新生成：去掉 --replay", "make it again from the profiles: leave out --replay")
        _stop("--anonymous", problem, remedy, lang)
    if is_twofold:
        problem = Text("同时给出了档案", "profiles are given as well")
        remedy = Text(
            "重写报告时不给档案；比较时不加 -o 和 --format",
            "leave out the profiles to write a form, -o and --format to compare",
        )
        _stop("--replay", problem, remedy, lang)
    _spare_the_stored(unheeded, lang)


def _ends_in(file: Path, form: Form, lang: Lang) -> None:
    """Leave where the ending of a file is that of another form; any other ending goes with --format."""
    if file.suffix.lower() in (".toml", *(f".{each}" for each in Form)):
        output.ends_in(file, form, lang)


def _tell_schema(file: Path | None, unread: list[Path], lang: Lang, catalogue: Path | None, *, force: bool) -> None:
    from zhence.report.conform import schema_text

    if unread:
        problem = Text("格式定义与档案无关", "the schema is the same for every profile")
        _stop("--schema", problem, Text("去掉档案和 --replay", "leave out the profiles and --replay"), lang)
    if file is None:
        sys.stdout.write(schema_text())
    else:
        output.spare(file, [], lang, catalogue)
        output.ends_in(file, Form.JSON, lang)
        output.write(file, schema_text().encode(), force=force, lang=lang)
        options.say(Text(f"已写入 {file}", f"wrote {file}"), lang)


def make(
    profiles: list[Path], on: date, folder: Path | None, lang: Lang, *, anonymous: bool, target: Path | None = None
) -> dict[str, Any]:
    """Return the document of the profiles, or leave with what is wrong with them, or where `target` is a file of theirs."""
    from zhence.app.stored import profile_digest
    from zhence.engine.agenda import agenda
    from zhence.report.document import document

    book = options.load_catalogue(folder, lang)
    progress = Progress(lang)
    reports = answer(book, progress.watch(profiles, READING), on, [], tuple(book.measures.values()), lang)
    if target is not None:
        output.spare(target, (each for report in reports for each in output.origins(report.record)), lang)
    return document(
        [(report, profile_digest(report.record, lang)) for report in reports],
        book,
        anonymous=anonymous,
        days=lambda masked: agenda(masked, on, None),
        watch=lambda results: progress.watch(results, TELLING),
    )


def _form(form: Form | None, file: Path | None, lang: Lang) -> Form:
    """Return the form asked for by name, else by the ending of the file."""
    if file is None and form in PACKED:
        problem, remedy = Text("没有给出文件", "no file is given"), Text(f"加 -o 报告.{form}", f"add -o report.{form}")
        _stop("--format", problem, remedy, lang)
    if file is None or form is not None:
        return form or Form.MD
    known = {f".{each}": each for each in Form}
    if file.suffix.lower() not in known:
        problem = Text("由文件名看不出形式", "the name does not tell the form")
        remedy = Text(
            f"后缀可用：{'、'.join(known)}；或加 --format", f"end it in one of {', '.join(known)}; or add --format"
        )
        _stop(str(file), problem, remedy, lang)
    return known[file.suffix.lower()]


def _deliver(
    document: dict[str, Any], form: Form, file: Path | None, lang: Lang, *, stored: Path | None, force: bool
) -> None:
    """Write the document in its form to the file, or print it; `stored` is the file that it was read from."""
    from zhence.app.stored import contradiction_told

    if form is Form.ICS and not document["calendar"]:
        typer.echo(Text("没有日期可写", "there is no day to write").to(lang), err=True)
        return
    with contradiction_told(stored, lang):
        content = render(document, form, lang)
    if file is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    output.write(file, content, force=force, lang=lang)
    typer.echo(Text(f"已写入 {file}", f"wrote {file}").to(lang))


def _compare(replay: Path, profiles: list[Path], as_of: str | None, folder: Path | None, lang: Lang) -> None:
    """Print what differs between a stored report and the profiles answered again."""
    from zhence.app.stored import read_document
    from zhence.report.forms.words import safe
    from zhence.report.replay import differences

    stored = read_document(replay, lang)
    on = options.day(as_of or stored["as_of"], lang)
    now = make(profiles, on, folder, lang, anonymous=stored["anonymous"])
    for line in differences(stored, now):
        typer.echo(safe(line.to(lang)))


def _spare_the_stored(given: dict[str, str | Path | None], lang: Lang) -> None:
    """Leave with a word where an option asks for another answer than the stored one."""
    problem = Text("所存的报告只能照原样重写", "a stored report is written again as it stands")
    remedy = Text(
        "去掉它；要按别的日期或目录重新判断，另给出档案",
        "leave it out; to answer for another day or catalogue give the profiles as well",
    )
    for name, value in given.items():
        if value is not None:
            _stop(name, problem, remedy, lang)


def _stop(where: str, problem: Text, remedy: Text, lang: Lang) -> NoReturn:
    options.stop(Fault(where, "", problem, remedy, kind="usage"), lang=lang)
