"""What `batch` does: find out what the inputs are, answer them, write and sum up."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import polars as pl

from zhence.app import options, output, sink
from zhence.app.answer_sheet import AnswerSheet
from zhence.app.batch_answers import ProfileAnswers, TableAnswers
from zhence.app.batch_inputs import batch_files
from zhence.app.batch_sweep import swept
from zhence.app.batch_wanted import Engine, Wanted
from zhence.app.batch_words import heads, spoken
from zhence.app.own_output import REJECTS, is_rejects
from zhence.app.progress import Progress
from zhence.app.table_options import SHEET, for_tables_only, is_profile, names_of, subject_of
from zhence.app.table_register import DOUBTS, read_filled
from zhence.columns.verdicts import compile_measures
from zhence.model.fault import Fault, FaultyError
from zhence.model.summary import Summary
from zhence.model.sweep import Sweep, SweepAsked
from zhence.model.text import Text
from zhence.profiles.values import NOT_WHOLE
from zhence.tables.read import Asked, Table

PAGE = ".html"
NOTED = 20  # notes on columns, told on the screen
LISTING = ".rejects.csv"
# notes on what was read: it was understood, and may yet be worth a second look
UNDERSTOOD = DOUBTS | {"other-encoding", "too-fine", "other-sheets", "hidden-rows", NOT_WHOLE}
UNDERSTOOD |= {"unit-doubtful", "percent-as-fraction"}
TOLD = 5  # cells that cannot be read, told on the screen
READING = Text("读取并判断档案", "reading and answering profiles")


def run(inputs: list[Path], wanted: Wanted) -> None:
    """Answer the inputs."""
    files = batch_files(inputs, wanted.book, wanted.lang)
    tables = [path for path in files if not is_profile(path)]
    if tables and len(tables) < len(files):
        problem = Text("同时给出了表格和档案", "tables and profiles are given together")
        wanted.stop("INPUT…", problem, Text("分两次运行", "run them one after the other"))
    _prepare(files, wanted)
    asked = [_sweep(each, wanted) for each in wanted.sweeps]
    if tables:
        _tables(tables, asked, wanted)
    else:
        _profiles(files, asked, wanted)


def _prepare(files: list[Path], wanted: Wanted) -> None:
    """Leave where something asked for cannot be done, before anything is read."""
    read = files if wanted.names is None else [*files, wanted.names]
    if wanted.is_json and wanted.is_preview:
        problem = Text("预览没有 JSON 形式", "a preview has no JSON form")
        wanted.stop("--format", problem, Text("去掉 --format 或 --preview", "leave out --format or --preview"))
    if wanted.engine is Engine.SPARK:
        from zhence.app.batch_spark import check

        asked = {
            "--preview": wanted.is_preview,
            "--sweep": wanted.sweeps,
            "--heat": wanted.heat,
            "--format json": wanted.is_json,
        }
        check(files, wanted.output, wanted.master, [option for option, given in asked.items() if given], wanted.lang)
    else:
        for file in (wanted.output, wanted.heat):
            if file is not None:
                sink.spare(file, read, wanted.lang, wanted.catalogue, force=wanted.is_forced)
        if wanted.output is not None:
            sink.form_of(wanted.output, wanted.lang)
    listing = _listing(wanted)
    if listing is not None:  # a list of an earlier run is written over, another file is not
        is_old = wanted.rejects is None and is_rejects(listing)
        sink.spare(listing, read, wanted.lang, wanted.catalogue, force=wanted.is_forced or is_old)
    _apart({"-o": wanted.output, "--heat": wanted.heat, "--rejects": listing}, wanted)
    if wanted.heat is not None and wanted.heat.suffix.lower() not in (PAGE, SHEET):
        problem = Text("由文件名看不出形式", "the name does not tell the form")
        wanted.stop(str(wanted.heat), problem, Text("后缀可用 .html、.xlsx", "end it in .html or .xlsx"))


def _apart(targets: dict[str, Path | None], wanted: Wanted) -> None:
    """Leave where two results are to be written to one file."""
    known: dict[str, str] = {}
    for option, file in targets.items():
        if file is None:
            continue
        place = os.path.normcase(file.resolve())
        if place in known:
            problem = Text(f"{known[place]} 也写到这个文件", f"{known[place]} is to be written to this file too")
            wanted.stop(f"{option} {file}", problem, Text("各写一个名字", "give each a name of its own"))
        known[place] = option


def _sweep(written: str, wanted: Wanted) -> SweepAsked:
    from zhence.profiles.sweep import read_sweep

    try:
        return read_sweep(written, wanted.book, wanted.as_of)
    except FaultyError as error:
        options.stop(*error.faults, lang=wanted.lang)


def _tables(files: list[Path], asked: list[SweepAsked], wanted: Wanted) -> None:
    subject = subject_of(wanted.subject, wanted.book, wanted.lang)
    names = names_of(wanted.names, subject, [wanted.book], [wanted.as_of], wanted.lang)
    given = Asked(wanted.book, subject, wanted.as_of, names, wanted.id_head)
    try:
        table = read_filled(files, given)
    except FaultyError as error:
        options.stop(*error.faults, lang=wanted.lang)
    if wanted.is_preview:
        from zhence.app.batch_preview import show

        show(table, wanted.book, wanted.lang)
        _hold(table, wanted)
        return
    _tell(table, wanted)
    compiled = compile_measures(wanted.book, wanted.as_of, table.columns, subject, wanted.measures)
    for word, reason in compiled.refused.items():
        problem = Text(f"不能按列判断（{reason}），略去", f"cannot be answered in columns ({reason}) and is left out")
        remedy = Text("逐个主体用 check 判断", "answer it subject by subject with check")
        options.tell((Fault(word, "", problem, remedy, severity="warning", kind="refused"),), wanted.lang)
    if not compiled.measures:
        problem = Text("没有一项措施适用于这类主体", "no measure is for this kind of subject")
        wanted.stop("--subject", problem, Text("用 zhence measures 查看全部", "zhence measures lists them all"))
    if wanted.engine is Engine.SPARK and wanted.output is not None:
        from zhence.app import batch_spark

        batch_spark.run(table, compiled, wanted.output, wanted.master, wanted.lang, is_wide=wanted.is_wide)
        return
    sweeps = [swept(each, table, given, wanted.lang) for each in asked]
    progress = Progress(wanted.lang)
    answers = TableAnswers(table, compiled, subject, lambda rows: progress.counting(rows, table.rows))
    _deliver(answers, sweeps, wanted)
    progress.clear()


def _listing(wanted: Wanted) -> Path | None:
    """Return the file that lists what cannot be read: the one that was named, else one beside the output."""
    if wanted.rejects is not None or wanted.output is None:
        return wanted.rejects
    return wanted.output.with_suffix(LISTING)


def _tell(table: Table, wanted: Wanted) -> None:
    """Tell what of a table could not be read, and keep the list of it."""
    options.tell(table.notes[:NOTED], wanted.lang)
    if len(table.notes) > NOTED:
        left = len(table.notes) - NOTED
        more = Text(f"另有{left}条提示，--preview 列出全部", f"{left} more notes: --preview lists them all")
        options.say(more, wanted.lang, is_error=True)
    shown = []
    for row in table.rejects.head(TOLD).iter_rows(named=True):
        place = Text(f"第{row['row']}行 {row['column']}", f"row {row['row']} {row['column']}").to(wanted.lang)
        if row["is_row"]:  # its words say that it is not used
            (zh, _, do_zh), (en, _, do_en) = row["zh"].rpartition("；"), row["en"].rpartition("; ")
            problem, remedy = Text(zh, en), Text(do_zh, do_en)
        else:
            problem, remedy = Text(row["zh"], row["en"]), Text("按未知处理", "it counts as unknown")
        shown.append(Fault(row["file"], place.strip(), problem, remedy, severity="warning", kind="cell"))
    options.tell(tuple(shown), wanted.lang)
    _hold(table, wanted)
    target = _listing(wanted)
    if not table.rejected:
        _clear(target, wanted)
        return
    words = table.unread()
    if target is not None:
        told = table.rejects.select("file", "row", "column", "value", wanted.lang)
        content = told.rename(dict(zip(told.columns, REJECTS[wanted.lang], strict=True)))
        listed = sink.as_words(content.lazy()).collect()
        output.write(target, b"\xef\xbb\xbf" + listed.write_csv().encode(), force=True, lang=wanted.lang)
        words += Text(f"，清单见 {target}", f"; listed in {target}")
    options.say(words, wanted.lang, is_error=True)


def _clear(listing: Path | None, wanted: Wanted) -> None:
    """Take away the list of an earlier run, which is no longer so; another file that is there stays."""
    if listing is not None and is_rejects(listing):
        try:
            listing.unlink()
        except OSError as error:
            output.refuse(listing, error, wanted.lang)
        words = Text(
            f"这次都读得懂，已删去上次的清单 {listing}", f"all was read: the list of an earlier run is gone, {listing}"
        )
        options.say(words, wanted.lang, is_error=True)


def _hold(table: Table, wanted: Wanted) -> None:
    """Leave where everything has to be understood and something was not, before anything is written."""
    columns = sum(note.kind not in UNDERSTOOD for note in table.notes)
    if not wanted.is_strict or not (columns or table.rejected):
        return
    problem = Text(
        f"列有{columns}处、单元格或行有{table.rejected}处没有读懂，什么也没有写",
        f"of columns {columns}, of cells or rows {table.rejected} were not understood; nothing was written",
    )
    remedy = Text("逐处改正，或去掉 --strict", "correct them, or leave --strict out")
    wanted.stop("--strict", problem, remedy)


def _profiles(files: list[Path], asked: list[SweepAsked], wanted: Wanted) -> None:
    from zhence.app.check import answer

    given = {
        "--sweep": asked,
        "--preview": wanted.is_preview,
        "--subject": wanted.subject,
        "--map": wanted.names,
        "--id": wanted.id_head,
        "--rejects": wanted.rejects,
        "--strict": wanted.is_strict,
    }
    for_tables_only(given, wanted.lang)
    progress = Progress(wanted.lang)
    reports = answer(wanted.book, progress.watch(files, READING), wanted.as_of, [], tuple(wanted.measures), wanted.lang)
    read = [each for report in reports for each in output.origins(report.record)]
    for file in (wanted.output, wanted.heat):
        if file is not None:
            output.spare(file, read, wanted.lang)
    _deliver(ProfileAnswers(reports, wanted.measures, wanted.book, wanted.as_of), [], wanted)


def _deliver(answers: TableAnswers | ProfileAnswers, sweeps: list[Sweep], wanted: Wanted) -> None:
    """Write the answers, the map, and the summary on the screen."""
    counts = answers.counts()
    if wanted.output is not None:
        form = sink.form_of(wanted.output, wanted.lang)
        is_spoken = form in (sink.Form.CSV, sink.Form.XLSX)
        table = answers.frame(spoken(wanted.book, wanted.lang) if is_spoken else str, is_wide=wanted.is_wide)
        counted = sink.write(
            table,
            counts,
            wanted.output,
            form,
            wanted.as_of,
            wanted.lang,
            heads=heads(wanted.book, wanted.measures, wanted.as_of, wanted.lang),
            dress=AnswerSheet(wanted.lang),
        )
    else:
        counted = counts.collect(engine="streaming") if counts is not None else pl.DataFrame()
    summary = answers.summary(counted)
    _sum_up(answers, summary, sweeps, wanted)
    if wanted.heat is not None:
        _write_heat(answers, summary, sweeps, wanted.heat, wanted)
    if wanted.output is not None:
        _say_written(wanted.output, wanted)


def _sum_up(answers: TableAnswers | ProfileAnswers, summary: Summary, sweeps: list[Sweep], wanted: Wanted) -> None:
    """Print the summary: for people with the map of a few subjects, or for programs."""
    if wanted.is_json:
        from zhence.report.batch.data import summary_data

        sys.stdout.write(json.dumps(summary_data(summary, sweeps), ensure_ascii=False) + "\n")
        return
    from zhence.report.batch.terminal import MAPPED, render_summary
    from zhence.report.console import safe_console

    heat = answers.heat(MAPPED) if summary.rows <= MAPPED else None
    render_summary(summary, wanted.lang, safe_console(), heat=heat, sweeps=sweeps)


def _say_written(file: Path, wanted: Wanted) -> None:
    """Say which file was written; beside a summary for programs on standard error."""
    options.say(Text(f"已写入 {file}", f"wrote {file}"), wanted.lang, is_error=wanted.is_json)


def _write_heat(
    answers: TableAnswers | ProfileAnswers, summary: Summary, sweeps: list[Sweep], file: Path, wanted: Wanted
) -> None:
    from zhence.columns.heat import MOST

    heat = answers.heat(MOST)
    if file.suffix.lower() == PAGE:
        options.need("jinja2", "report", wanted.lang)
        from zhence.report.batch.page import heat_page

        content = heat_page(summary, heat, sweeps, wanted.lang)
    else:
        options.need("xlsxwriter", "report", wanted.lang)
        from zhence.report.batch.sheet import heat_sheet

        content = heat_sheet(summary, heat, sweeps, wanted.lang)
    output.write(file, content, force=wanted.is_forced, lang=wanted.lang)
    _say_written(file, wanted)
