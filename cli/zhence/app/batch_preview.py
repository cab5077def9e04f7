"""What a table was taken for: each of its columns, and its first rows as they are understood."""

from __future__ import annotations

from zhence.app import options
from zhence.model import frame
from zhence.model.text import Lang, Text
from zhence.report.console import safe_console
from zhence.tables.preview import tallies
from zhence.tables.read import Table

FIRST = 5
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


def show(table: Table, lang: Lang) -> None:
    """Print what the columns of a table were taken for, and its first rows."""
    from rich.table import Table as Grid
    from rich.text import Text as Words

    options.tell(table.notes, lang)
    console = safe_console()
    grid = Grid(box=None, pad_edge=False)
    for head in HEADS:
        grid.add_column(head.to(lang), overflow="fold", justify="right" if head in COUNTS else "left")
    counted = [tally for part in table.parts for tally in tallies(part)]
    for each, tally in zip(table.understood, counted, strict=True):
        title = (each.title or UNUSED).to(lang)
        counts = ["" if count is None else str(count) for count in (tally.read, tally.rejected, tally.blank)]
        line = (each.head, title, str(each.key or ""), each.unit or "", *counts, tally.example)
        grid.add_row(*map(Words, line))
    console.print(grid)
    console.print()
    rows = table.frame.head(FIRST).collect(engine="streaming")
    count = Text(f"共{table.rows}行，前{rows.height}行：", f"{table.rows} rows, of which the first {rows.height}:")
    console.print(Words(count.to(lang)))
    for row in rows.iter_rows(named=True):
        said = ", ".join(f"{name}={_plain(name, value)}" for name, value in row.items() if value is not None)
        console.print(Words(said))
    words = Text(f"读不了的单元格和行：{table.rejected}", f"cells and rows that could not be read: {table.rejected}")
    console.print(Words(words.to(lang)))


def _plain(name: str, value: object) -> str:
    """Return a cell as people read it: a figure in its own unit."""
    if isinstance(value, int) and not isinstance(value, bool) and name != frame.ROW:
        return f"{value / frame.SCALE:.6f}".rstrip("0").rstrip(".")
    return str(value)
