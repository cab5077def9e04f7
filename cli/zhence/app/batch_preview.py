"""What a table was taken for: each of its columns, its first rows as they are understood, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len

from zhence.app import options
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.text import Lang, Text
from zhence.report.console import safe_console, styled
from zhence.report.numbers import unit_title
from zhence.tables.preview import Tally, tallies
from zhence.tables.read import Table, Understood
from zhence.written.faults import shown

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as Grid

FIRST = 5
LISTED = 100  # cells and rows that could not be read
FOLDS, FOLDED = (1, 7), 24  # the columns that may take more lines, and how many cells they have at least
UNUSED = Text("（未用）", "(not used)")
COUNTS = (Text("读到", "read"), Text("读不了", "rejected"), Text("空", "blank"))
HEADS = (
    Text("列名", "head"),
    Text("数据", "fact"),
    Text("编号", "id"),
    Text("单位", "unit"),
    *COUNTS,
    Text("例", "example"),
)


def show(table: Table, book: Catalogue, lang: Lang) -> None:
    """Print what the columns of a table were taken for, its first rows, and what could not be read."""
    options.tell(table.notes, lang)
    console = safe_console()
    counted = [tally for part in table.parts for tally in tallies(part)]
    lines = [_line(each, tally, book, lang) for each, tally in zip(table.understood, counted, strict=True)]
    heads = [head.to(lang) for head in HEADS]
    if console.width >= sum(_widths(lines, heads)) + 2 * len(heads):
        console.print(_grid(lines, heads, console))
    else:
        for line in lines:
            for said in _in_words(line, heads, lang):
                console.print(styled(said, console))
    console.print()
    rows = table.frame.head(FIRST).collect(engine="streaming")
    count = Text(f"共{table.rows}行，前{rows.height}行：", f"{table.rows} rows, of which the first {rows.height}:")
    console.print(styled(count.to(lang), console))
    for row in rows.iter_rows(named=True):
        said = ", ".join(f"{name}={_plain(name, value)}" for name, value in row.items() if value is not None)
        console.print(styled(said, console))
    words = Text(f"读不了的单元格和行：{table.rejected}", f"cells and rows that could not be read: {table.rejected}")
    console.print(styled(words.to(lang), console))
    for told in _listed(table):
        console.print(styled(told.to(lang), console))


def _listed(table: Table) -> Iterator[Text]:
    """Yield a line for each cell and row that could not be read, where they are not too many."""
    for each in table.rejects.head(LISTED).iter_rows(named=True):
        file = f"{each['file']} " if len(table.parts) > 1 else ""
        cell = f" {shown(each['column'])}" if each["column"] else ""
        said = f" '{shown(each['value'])}'" if each["value"] and shown(each["value"]) not in each["zh"] else ""
        yield Text(
            f"  {file}第{each['row']}行{cell}{said}：{each['zh']}",
            f"  {file}row {each['row']}{cell}{said}: {each['en']}",
        )
    left = table.rejected - LISTED
    if left > 0:
        yield Text(f"  另有{left}处：带 -o 运行时写入清单", f"  {left} more: a run with -o writes a list of them")


def _line(each: Understood, tally: Tally, book: Catalogue, lang: Lang) -> list[str]:
    """Return what is said of one column, under the heads."""
    unit = unit_title(each.unit, book)
    counts = ["" if count is None else str(count) for count in (tally.read, tally.rejected, tally.blank)]
    told = unit.to(lang).strip() if unit is not None else each.unit or ""
    return [each.head, (each.title or UNUSED).to(lang), str(each.key or ""), told, *counts, tally.example]


def _widths(lines: list[list[str]], heads: list[str]) -> list[int]:
    """Return how many cells each column takes at least; titles and examples may take more lines."""
    widths = [max(map(cell_len, cells)) for cells in zip(heads, *lines, strict=True)]
    return [min(width, FOLDED) if at in FOLDS else width for at, width in enumerate(widths)]


def _grid(lines: list[list[str]], heads: list[str], console: Console) -> Grid:
    from rich.table import Table as Grid

    grid = Grid(box=None, pad_edge=False)
    widths = _widths(lines, heads)
    for at, head in enumerate(heads):
        is_count = HEADS[at] in COUNTS
        grid.add_column(
            head,
            overflow="fold",
            justify="right" if is_count else "left",
            no_wrap=at not in FOLDS,
            min_width=widths[at],
        )
    for line in lines:
        grid.add_row(*(styled(word, console) for word in line))
    return grid


def _in_words(line: list[str], heads: list[str], lang: Lang) -> Iterator[str]:
    """Yield what is said of one column in words, for a terminal that has no room for all columns."""
    head, title, key, unit, read, rejected, blank, example = line
    meant = Text("、", ", ").to(lang).join(each for each in dict.fromkeys((title, key, unit)) if each and each != head)
    counts = [f"{name} {count}" for name, count in zip(heads[4:7], (read, rejected, blank), strict=True) if count]
    counts += [f"{heads[7]} {example}"] if example else []
    colon, comma = Text("：", ": ").to(lang), Text("，", ", ").to(lang)
    yield f"{head}{colon}{meant}" if meant else head
    if counts:
        yield f"  {comma.join(counts)}"


def _plain(name: str, value: object) -> str:
    """Return a cell as people read it: a figure in its own unit."""
    if isinstance(value, int) and not isinstance(value, bool) and name != frame.ROW:
        return f"{value / frame.SCALE:.6f}".rstrip("0").rstrip(".")
    return str(value)
