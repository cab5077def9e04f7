"""Write a table as it comes: whole or not at all, and over another file only when told to."""

from __future__ import annotations

import atexit
import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

import polars as pl

from zhence.app import options, output
from zhence.app.answer_sheet import AnswerSheet
from zhence.model.fault import Fault
from zhence.model.text import Lang, Text
from zhence.report.forms.csv import cell
from zhence.tables.file_mistakes import no_name
from zhence.tables.sources import is_text
from zhence.written.whole import whole

ODD = r"^[ \x{FFFD}]*[=+\-@＝＋－＠]|\p{Cc}"  # what `cell` may have to change
GROUP = 131_072  # rows that Parquet keeps together; left to Polars it follows the number of threads
MOST_EXCEL = 1_048_575  # rows that a sheet has room for below its head
ANSWERS, FIGURES = Text("结果", "Answers"), Text("数据", "Figures")  # names of a sheet


class Form(StrEnum):
    """Name the forms of a table of answers."""

    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


READ_AGAIN = (Form.PARQUET, Form.CSV, Form.XLSX)  # what a table of subjects is read from


def form_of(file: Path, lang: Lang, forms: Sequence[Form] = tuple(Form)) -> Form:
    """Return the form that the ending of the file names."""
    endings = {f".{each}": each for each in forms}
    found = endings.get(file.suffix.lower())
    if found is None:
        problem = Text("由文件名看不出形式", "the name does not tell the form")
        remedy = Text(f"后缀可用 {'、'.join(endings)}", f"end it in one of {', '.join(endings)}")
        _stop(file, problem, remedy, "usage", lang)
    return found


def spare(file: Path, inputs: list[Path], lang: Lang, catalogue: Path | None = None, *, force: bool) -> None:
    """Leave where the file to write is there already, or is one that is read, of the catalogue's folder too."""
    output.spare(file, inputs, lang, catalogue)
    output.keep(file, lang, force=force)
    if not is_text(file.parent):
        mistake = no_name()
        _stop(file, mistake.problem, mistake.remedy, mistake.kind, lang)
    if not file.parent.is_dir():
        problem = Text("没有这个文件夹", "there is no such folder")
        _stop(file, problem, Text("先建好文件夹", "make the folder first"), "no-folder", lang)


def write(
    frame: pl.LazyFrame,
    beside: pl.LazyFrame | None,
    file: Path,
    form: Form,
    as_of: date,
    lang: Lang,
    *,
    heads: Callable[[pl.LazyFrame], pl.LazyFrame],
    dress: AnswerSheet | None = None,
) -> pl.DataFrame:
    """Write a lazy table in its form, and return what was asked beside it, computed in the same pass.

    `heads` gives the columns the names that people read, where the form is for people; `dress` how a sheet looks.
    """
    try:
        with whole(file) as part:
            atexit.register(_gone, part)  # where a command is stopped, a thread that writes may outlive the call
            match form:
                case Form.PARQUET:
                    sink = frame.sink_parquet(part, row_group_size=GROUP, lazy=True)
                case Form.CSV:
                    sink = as_words(heads(frame)).sink_csv(part, include_bom=True, lazy=True)
                case Form.JSONL:
                    sink = frame.sink_ndjson(part, lazy=True)
                case Form.XLSX:
                    sink = heads(frame)
            asked = [sink] if beside is None else [sink, beside]
            found = pl.collect_all(asked, engine="streaming")
            if form is Form.XLSX:
                _to_sheet(found[0], part, file, as_of, lang, dress)
    except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException) as error:
        output.refuse(file, error, lang)
    return found[-1]


def _gone(part: Path) -> None:
    with suppress(OSError):
        part.unlink(missing_ok=True)


def as_words(table: pl.LazyFrame) -> pl.LazyFrame:
    """Return a table whose texts a spreadsheet shows as words, even where they begin like a formula; its heads too."""
    schema = table.collect_schema()
    texts = [
        pl.col(name).map_batches(_worded, pl.String, is_elementwise=True)
        for name in schema
        if schema[name] == pl.String
    ]
    return table.with_columns(texts).rename({name: cell(name) for name in schema})


def _worded(cells: pl.Series) -> pl.Series:
    odd = cells.str.contains(ODD).fill_null(value=False)
    if not odd.any():
        return cells
    return cells.zip_with(
        ~odd,
        pl.Series([cell(each) if is_odd else None for each, is_odd in zip(cells, odd, strict=True)], dtype=pl.String),
    )


def _to_sheet(found: pl.DataFrame, part: Path, file: Path, as_of: date, lang: Lang, dress: AnswerSheet | None) -> None:
    from xlsxwriter import Workbook  # type: ignore[import-untyped, unused-ignore]

    if found.height > MOST_EXCEL:
        problem = Text(f"有{found.height}行，一张表放不下", f"{found.height} rows do not fit into a sheet")
        remedy = Text("改用 --wide，或 .csv、.parquet", "use --wide, or .csv or .parquet")
        _stop(file, problem, remedy, "too-many-rows", lang)
    settings = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    content = io.BytesIO()  # the library mistakes an error of the disk for one of its own
    with Workbook(content, settings) as book:
        about = dress.properties if dress is not None else {}
        book.set_properties({"created": datetime.combine(as_of, time()), **about})
        looks = dress.looks(found) if dress is not None else {"freeze_panes": (1, 0)}
        found.write_excel(book, (ANSWERS if dress is not None else FIGURES).to(lang), autofilter=True, **looks)
        if dress is not None:
            dress.shade(found, book, book.worksheets()[0])
    part.write_bytes(content.getbuffer())


def _stop(file: Path, problem: Text, remedy: Text, kind: str, lang: Lang) -> NoReturn:
    options.stop(Fault(str(file), "", problem, remedy, kind=kind), lang=lang)
