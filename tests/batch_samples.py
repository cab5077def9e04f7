"""Nine farms of an invented catalogue as a table, and the golden pages of what they come to."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import polars.selectors as cs

from zhence.catalogue.load import load
from zhence.columns.answers import details_of
from zhence.columns.compare import Answered, compare_tables
from zhence.columns.heat import heat
from zhence.columns.summary import summarise
from zhence.columns.sweep import sweep
from zhence.columns.verdicts import compile_measures
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.heat import Heat
from zhence.model.summary import Summary
from zhence.model.sweep import Sweep
from zhence.model.table_comparison import TableComparison
from zhence.model.text import Lang
from zhence.profiles.sweep import read_sweep
from zhence.report.batch.flips import render_flips
from zhence.report.batch.terminal import render_summary
from zhence.report.console import safe_console

CONTENT = re.compile("政策目录：|Policy catalogue:")  # the line that names what a catalogue holds
TESTS = Path(__file__).parent
DAY = date(2026, 6, 1)
ASKED = "hedge-grant.turnover=10k£..60k£"
FARMS = {
    "name": ["Long Acre", "Far End", "Mill", "Low Field", "Brook", "Oak", "", "[/bold]<b>", "北岭"],
    "parish": [
        "Upper Wold",
        "Nether Wold",
        "Nether Wold",
        "Nether Wold",
        None,
        "Upper Wold",
        None,
        "Nether Wold",
        None,
    ],
    "turnover@2025": [28_000, 40_000, 39_990, 50_000, 30_000, 12_000, None, 60_000, 10_000],
    "hedges@2025": [600, 800, 800, 900, 700, 100, None, None, 100],
}


@cache
def hillshire() -> Catalogue:
    return load(TESTS / "foreign", is_cached=False)


@cache
def farms(copies: int = 1) -> tuple[Summary, Heat, tuple[Sweep, ...]]:
    """Return what the farms come to, each of them so many times."""
    book = hillshire()
    made = pl.concat([pl.DataFrame(FARMS)] * copies).with_columns(cs.integer() * frame.SCALE)
    compiled = compile_measures(book, DAY, made.columns, "farm", list(book.measures.values()))
    details = details_of(compiled)
    moved = sweep(book, DAY, made.lazy(), made.columns, "farm", read_sweep(ASKED, book, DAY), count=8)
    found = summarise(compiled, made.lazy(), "farm", details), heat(compiled, made.lazy(), "farm", details)
    return *found, (moved,)


def told(lang: Lang, width: int = 100, copies: int = 1, encoding: str = "utf-8") -> str:
    """Return the page on a terminal."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    summary, drawn, sweeps = farms(copies)
    render_summary(summary, lang, safe_console(stream, width=width), drawn, sweeps)
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


def golden(name: str, lang: Lang) -> Path:
    return TESTS / "golden" / "batch" / f"{name}.{lang}.txt"


def write() -> None:
    for lang in ("zh", "en"):
        golden("farms", lang).write_text(told(lang), "utf-8")
        golden("flips", lang).write_text(told_flips(lang), "utf-8")


def compared(most: int = 100) -> TableComparison:
    """Return the farms against the same farms a year later: one has moved, one sells less, one has told its hedges."""
    before = pl.DataFrame(FARMS).with_columns(cs.integer() * frame.SCALE)
    later = {
        **FARMS,
        "parish": ["Nether Wold", *FARMS["parish"][1:]],
        "turnover@2025": [28_000, 39_999, 40_000, *FARMS["turnover@2025"][3:]],
        "hedges@2025": [*FARMS["hedges@2025"][:3], 1_000, *FARMS["hedges@2025"][4:7], 1_200, 100],
    }
    after = pl.DataFrame(later).with_columns(cs.integer() * frame.SCALE)
    sides = [
        Answered(hillshire(), DAY, origin, made.lazy(), made.columns, frame.NAME)
        for origin, made in (("before.csv", before), ("after.csv", after))
    ]
    return compare_tables(sides[0], sides[1], "farm", most=most)


def told_flips(lang: Lang, most: int = 100) -> str:
    """Return the comparison on a terminal."""
    stream = io.StringIO()
    render_flips(compared(most), lang, safe_console(stream, width=100))
    return "\n".join(line for line in stream.getvalue().splitlines() if not CONTENT.match(line)) + "\n"
