"""What can be wrong with the rows of a table: whose they are, and whether they say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhence.model.text import Text
from zhence.tables import column_mistakes
from zhence.tables.file_mistakes import SAVE_AGAIN
from zhence.written.faults import Mistake, shown


def too_long_row() -> Mistake:
    """Return the mistake of a row with more cells than there are heads."""
    return Mistake(
        "long-row",
        Text("这一行比列名多出几格，整行未用", "the row has more cells than there are heads; none of it is used"),
        Text("检查多出的分隔符或没有加的引号", "look for a separator too many, or for missing quotation marks"),
    )


def too_short_row() -> Mistake:
    """Return the mistake of a row with fewer cells than there are heads."""
    return Mistake(
        "short-row",
        Text(
            "这一行比列名少几格，可能错位，整行未用", "the row has fewer cells than there are heads; none of it is used"
        ),
        Text("补上缺的分隔符，空格子也要留出来", "add the separators that are missing, for empty cells too"),
    )


def run_on() -> Mistake:
    """Return the mistake of a quotation that swallows the end of one row and the beginning of another."""
    return Mistake(
        "run-on-quote",
        Text(
            "引号从这一行一直引到另一行，几行并成了一行，未用",
            "a quotation runs from one row into another and makes one of them; it is not used",
        ),
        Text('补上或删去引号；文字里的引号写成 ""', 'add or remove a mark; a mark within a text is written ""'),
    )


def total() -> Mistake:
    """Return the mistake of a row that adds up the others."""
    return Mistake(
        "total-row",
        Text("这一行是合计，不是一个主体，未用", "this row is a total and no subject; it is not used"),
        Text("可删去这一行", "it may be taken out"),
    )


def same_id(word: str, rows: Sequence[int], elsewhere: Sequence[tuple[str, int]] = ()) -> Mistake:
    """Return the word on ids that stand in several rows, of which one and the rows are given, and where else it stands."""
    listed = [str(row) for row in rows[:5]] + ["…"] * (len(rows) > 5)
    problem = Text(
        f"有{len(rows)}行的编号与别的行相同，如 '{shown(word)}'（第{'、'.join(listed)}行",
        f"{len(rows)} row{'s share their' if len(rows) > 1 else ' shares its'} id with another, like '{shown(word)}' "
        f"(row{'s' * (len(rows) > 1)} {', '.join(listed)}",
    )
    if elsewhere:
        others = elsewhere[:5]
        problem += Text(
            f"；另见 {'、'.join(f'{file} 第{row}行' for file, row in others)}{'…' * (len(elsewhere) > 5)}",
            f"; also {', '.join(f'{file} row {row}' for file, row in others)}{', …' * (len(elsewhere) > 5)}",
        )
    is_one = len(rows) == 1
    return Mistake(
        "same-id",
        problem + Text("），各行照样单独判断", f"); {'it' if is_one else 'each'} is answered by itself"),
        Text(
            "改正编号，或只留一行；一年一行的表加一列“年度”",
            "correct the ids or keep one row; for a row a year add a column year",
        ),
        "warning",
    )


def footnote() -> Mistake:
    """Return the mistake of a row that says something about the table."""
    return Mistake(
        "footnote-row",
        Text("这一行是表注，不是一个主体，未用", "this row is a note on the table and no subject; it is not used"),
        Text("可删去这一行", "it may be taken out"),
    )


def group_head() -> Mistake:
    """Return the mistake of a row that heads those below it."""
    return Mistake(
        "group-row",
        Text("这一行是分组标题，不是一个主体，未用", "this row heads those below it and is no subject; it is not used"),
        Text("可删去这一行", "it may be taken out"),
    )


def units() -> Mistake:
    """Return the mistake of a row that says only in which units the columns are."""
    return Mistake(
        "unit-row",
        Text("这一行只写单位，不是一个主体，未用", "this row only names units and is no subject; it is not used"),
        Text("把单位写进列名，再删去这一行", "write the units into the heads, then take the row out"),
    )


def unit_below(head: str, word: str, read_in: str) -> Mistake:
    """Return the mistake of a column whose unit stands below its head and is not the one in which it would be read."""
    taken = Text(f"，而列名读作'{read_in}'", f", while the head is read in '{read_in}'") if read_in else Text("", "")
    return Mistake(
        "unit-below",
        Text(f"列名下面写的单位是'{shown(word)}'", f"below the head stands the unit '{shown(word)}'")
        + taken
        + Text("，这一列未用", "; the column is not used"),
        Text(
            f"把单位写进列名，如 {shown(head)}（{shown(word)}），再删去单位那一行",
            f"write the unit into the head, like {shown(head)} ({shown(word)}), then take the row of units out",
        ),
    )


def rounded() -> Mistake:
    """Return the mistake of a number of so many digits that a spreadsheet has rounded it."""
    return Mistake(
        "rounded-id",
        Text(
            "数字超过15位，末几位已被表格软件舍入，不能用来区分主体",
            "the number has over fifteen digits: the spreadsheet has rounded the last of them, so it tells nobody apart",
        ),
        Text("把这一列设为文本格式，再重新填写", "format the column as text, then enter it again"),
    )


def uncomputed_key() -> Mistake:
    """Return the mistake of a row of one year whose id or name is a formula without its value."""
    problem = Text("，不知是谁的，这一行未用", ", so nobody knows whose the row is; it is not used")
    return replace(column_mistakes.uncomputed(), problem=column_mistakes.uncomputed().problem + problem)


def no_key() -> Mistake:
    """Return the mistake of a row of one year that does not say whose it is."""
    return Mistake(
        "row-without-id",
        Text("这一行没有编号或名称，不知是谁的，未用", "the row has no id or name to tell whose it is; it is not used"),
        Text("填上编号或名称", "fill the id or the name in"),
    )


def no_year(latest: int) -> Mistake:
    """Return the mistake of a row whose year cannot be read."""
    return Mistake(
        "row-without-year",
        Text("这一行读不出年度，未用", "the year of the row cannot be read; the row is not used"),
        Text(f"写四位年份，最晚 {latest}", f"write four digits, {latest} at the latest"),
    )


def other_name(name: str) -> Mistake:
    """Return the mistake of an id that stands for two names."""
    return Mistake(
        "two-names",
        Text(
            f"同一编号前面的名称是 '{shown(name)}'，这一行未用",
            f"the same id is named '{shown(name)}' before; this row is not used",
        ),
        Text("改正编号，或统一名称", "correct the id, or write one name"),
    )


def differing() -> Mistake:
    """Return the mistake of a figure that several rows of one subject state differently."""
    return Mistake(
        "rows-differ",
        Text(
            "同一主体的几行说法不一，这一项按未知处理", "rows of one subject differ here; the figure counts as unknown"
        ),
        Text("留下正确的一行", "keep the row that is right"),
    )


def clashing(head: str) -> Mistake:
    """Return the mistake of two columns that state one figure differently."""
    return Mistake(
        "columns-differ",
        Text(
            f"与列 '{shown(head)}' 说法不一，这一项按未知处理",
            f"the column '{shown(head)}' says otherwise; the figure counts as unknown",
        ),
        Text("留下正确的一列", "keep the column that is right"),
    )


def backwards(head: str) -> Mistake:
    """Return the mistake of an upper end below the lower one."""
    return Mistake(
        "range-backwards",
        Text(
            f"上限小于下限（列 '{shown(head)}'），这一项按未知处理",
            f"the upper end is below the lower one (column '{shown(head)}'); the figure counts as unknown",
        ),
        Text("对调或改正", "swap or correct them"),
    )


def no_head(column: str) -> Mistake:
    """Return the mistake of a column with values and no head."""
    return Mistake(
        "no-head",
        Text(f"第{column}列有内容，没有列名，未用", f"column {column} holds something and has no head; it is not used"),
        Text("写上列名；合并的表头拆开，每列一个", "give it a head; split merged heads, one for each column"),
    )


def no_figures() -> Mistake:
    """Return the word on a table of which no column is a figure."""
    return Mistake(
        "no-figures",
        Text("没有一列读成了数据", "no column was understood as a figure"),
        Text(
            "列名要在第一行，上面不要有标题行；用 --preview 查看",
            "the heads belong in the first row, with no title above; look with --preview",
        ),
        "warning",
    )


def no_subjects() -> Mistake:
    """Return the word on tables of which no row is a subject."""
    return Mistake(
        "no-subjects",
        Text("没有一行是主体，没有可判断的", "no row is a subject: there is nothing to answer"),
        Text("看看各行为什么未用：用 --preview 查看", "see with --preview why each of the rows is not used"),
        "warning",
    )


def no_such_head(head: str) -> Mistake:
    """Return the mistake of a head that was named and is not there."""
    return Mistake(
        "no-such-head",
        Text(f"没有 '{shown(head)}' 这一列", f"there is no column '{shown(head)}'"),
        Text("照表里的列名写", "write it as it stands in the table"),
    )


def broken_text() -> Mistake:
    """Return the mistake of a text file that ends in the midst of a character."""
    return Mistake("mixed-encoding", Text("文字编码有损坏", "the encoding of the text is damaged"), SAVE_AGAIN)
