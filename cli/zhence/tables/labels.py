"""Ids and names of rows: what they say, and where a mark, a lost digit or a formula that was not worked out tells nobody."""

from __future__ import annotations

import polars as pl

from zhence.profiles.spreadsheet import UNCOMPUTED
from zhence.tables.days import as_text

ROUNDED = r"^[0-9](?:\.[0-9]+)?[eE]\+[0-9]{2,}$"  # what a spreadsheet shows, and saves, of a number of many digits
WHOLE = 2**53  # from here on a double skips whole numbers
GUARDED = (
    r"^(?:=\"([^\"]*)\"|'([^']*))$"  # ="9133…" and '9133…: text files say so to a spreadsheet that the digits are words
)
NOBODY = (  # what stands for no name; #N/A, #REF! and the like are what Excel shows where it found none
    r"(?i)^(?:[-—/?#]+|无|空|未知|待填|n/a|na|none|null|nan|#(?:DIV/0!|N/A|NAME\?|GETTING_DATA"
    r"|(?:VALUE|REF|NUM|NULL|SPILL|CALC|FIELD|BUSY|CONNECT|BLOCKED|UNKNOWN)!))$"
)


def said(cell: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Return what an id or a name says, without the blanks around it and what only guards it, null where it says nothing."""
    if kind.is_float():
        whole = cell.cast(pl.Int64, strict=False)
        text = pl.when(whole == cell).then(whole.cast(pl.String)).otherwise(cell.fill_nan(None).cast(pl.String))
    else:
        text = as_text(cell, kind).str.strip_chars()
    if kind == pl.String:
        inner = pl.coalesce(text.str.extract(GUARDED, 1), text.str.extract(GUARDED, 2)).str.strip_chars()
        text = pl.when(text.str.contains("^[='].")).then(pl.coalesce(inner, text)).otherwise(text)
    return pl.when((text != "") & (text != UNCOMPUTED)).then(text)


def is_uncomputed(cell: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Return where a formula stands that nobody has worked out."""
    return (cell.str.strip_chars() == UNCOMPUTED).fill_null(value=False) if kind == pl.String else pl.lit(value=False)


def is_rounded(cell: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Return where a number has lost its last digits, as far as the cell shows it."""
    if kind.is_float():
        return (cell.abs() >= WHOLE).fill_null(value=False)
    if kind == pl.String:
        return said(cell, kind).str.contains(ROUNDED).fill_null(value=False)
    return pl.lit(value=False)


def somebody(label: pl.Expr) -> pl.Expr:
    """Return what an id or a name says, null where a mark stands for nobody."""
    return pl.when(~label.str.contains(NOBODY)).then(label)


def folded(label: pl.Expr) -> pl.Expr:
    """Return an id or a name by which rows are matched: （浙） and (浙), Ａ and A are the same."""
    return label.str.normalize("NFKC").str.strip_chars()
