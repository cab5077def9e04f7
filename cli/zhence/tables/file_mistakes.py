"""What can be wrong with the file of a table: its ending, its text, its sheets, the first row of it."""

from __future__ import annotations

from pathlib import Path

from polars.exceptions import NoDataError

from zhence.model.text import Text
from zhence.profiles.spreadsheet import Area, cell_name
from zhence.written.faults import Mistake, shown

SAVE_AGAIN = Text("重新导出或另存一次", "export it or save it once more")


def unknown_ending(path: Path) -> Mistake:
    """Return the mistake of a file that is no table by its name."""
    return Mistake(
        "unknown-ending",
        Text(f"'{path.suffix}' 不是表格的后缀", f"'{path.suffix}' is no ending of a table"),
        Text("可用 .csv .xlsx .parquet .arrow", "use .csv, .xlsx, .parquet or .arrow"),
    )


def no_file(path: Path) -> Mistake:
    """Return the mistake of a table that is not there."""
    if path.is_dir():
        return Mistake("folder", Text("这是文件夹", "this is a folder"), Text("写出其中的文件", "name the files in it"))
    return Mistake("no-file", Text("没有这个文件", "there is no such file"), Text("检查名称", "check the name"))


def no_name() -> Mistake:
    """Return the mistake of a path with bytes that are no text."""
    problem = Text("路径里有不成文字的字节", "the path holds bytes that are no text")
    return Mistake("no-name", problem, Text("改一个名字", "give it another name"))


def broken(error: BaseException) -> Mistake:
    """Return the mistake of a file that its own kind of reader refuses."""
    if isinstance(error, NoDataError):
        return empty()
    words = str(error).split("\n", 1)[0][:200]
    if words.startswith(("CSV malformed", "could not parse")):
        return stray_quote()
    return Mistake("broken-table", Text(f"文件读不了（{words}）", f"the file cannot be read ({words})"), SAVE_AGAIN)


def stray_quote() -> Mistake:
    """Return the mistake of quotation marks within cells."""
    return Mistake(
        "stray-quote",
        Text("引号用得不对，分不清各行各格", "quotation marks are misplaced: rows and cells cannot be told apart"),
        Text('有引号的格子整格加引号，里面的引号写成 ""', 'quote the whole cell, and write a mark within it as ""'),
    )


def too_long_cell(most: int) -> Mistake:
    """Return the mistake of a cell that no person wrote."""
    return Mistake(
        "too-long-cell",
        Text(f"有格子超过 {most} 字", f"a cell holds more than {most} characters"),
        Text("检查引号，或删去这些文字", "look at the quotation marks, or take the words out"),
    )


def empty() -> Mistake:
    """Return the mistake of a table without rows."""
    return Mistake(
        "empty-table",
        Text("表格是空的", "the table is empty"),
        Text("第一行写列名，以下一行一个主体", "write the heads in the first row, and a subject in each row below"),
    )


def no_heads() -> Mistake:
    """Return the mistake of a table whose first row does not end."""
    return Mistake(
        "no-heads",
        Text("第一行不像列名", "the first row does not look like heads"),
        Text("第一行写列名", "write the heads in the first row"),
    )


def too_many_columns(count: int, most: int) -> Mistake:
    """Return the mistake of a table that is too wide."""
    return Mistake(
        "too-many-columns",
        Text(f"有{count}列，最多{most}列", f"there are {count} columns, at most {most} can be read"),
        Text("只留用得上的列", "keep the columns that are of use"),
    )


def no_encoding() -> Mistake:
    """Return the mistake of a text that is neither UTF-8 nor GB18030."""
    return Mistake(
        "mixed-encoding",
        Text("这一行起既不是 UTF-8 也不是 GB18030", "from this line on it is neither UTF-8 nor GB18030"),
        Text("另存为 UTF-8 编码的 CSV", "save it as CSV in UTF-8"),
    )


def not_text() -> Mistake:
    """Return the mistake of a CSV file that holds no text."""
    return Mistake(
        "not-text", Text("这一行里有空字节，不是文本", "this line holds a null byte: it is no text"), SAVE_AGAIN
    )


def open_quote() -> Mistake:
    """Return the mistake of a quotation that does not end."""
    return Mistake(
        "open-quote",
        Text("有引号没有成对，可能在这一行或以前", "a quotation mark has no partner, in this line or before it"),
        Text('补上引号；文字里的引号写成 ""', 'add it; a mark within a text is written ""'),
    )


def other_encoding(encoding: str) -> Mistake:
    """Return the word on a text that is not UTF-8."""
    name = encoding.upper()
    return Mistake(
        "other-encoding",
        Text(f"按 {name} 读取", f"read as {name}"),
        Text("乱码时另存为 UTF-8", "save it as UTF-8 if characters look wrong"),
        "warning",
    )


def other_sheets(read: str, others: list[str]) -> Mistake:
    """Return the word on sheets that are not read."""
    names = [shown(name) for name in others[:5]] + ["…"] * (len(others) > 5)
    return Mistake(
        "other-sheets",
        Text(
            f"只读工作表“{shown(read)}”，未读：{'、'.join(names)}",
            f"only the sheet '{shown(read)}' is read, not: {', '.join(names)}",
        ),
        Text("要读的表另存为一个文件", "save a sheet that is to be read as a file of its own"),
        "warning",
    )


def hidden_rows(count: int) -> Mistake:
    """Return the word on rows that are read although nobody sees them."""
    return Mistake(
        "hidden-rows",
        Text(
            f"有{count}行被隐藏或筛掉，照样读取", f"{count} rows are hidden or filtered out; they are read all the same"
        ),
        Text("不要的行请删去", "delete the rows that do not belong"),
        "warning",
    )


def hidden_columns(names: list[str]) -> Mistake:
    """Return the word on columns that are read although nobody sees them."""
    listed = [*names[:5], *["…"] * (len(names) > 5)]
    return Mistake(
        "hidden-columns",
        Text(
            f"有{len(names)}列被隐藏（{'、'.join(listed)}），照样读取",
            f"{len(names)} columns are hidden ({', '.join(listed)}); they are read all the same",
        ),
        Text("不要的列请删去", "delete the columns that do not belong"),
        "warning",
    )


def merged(area: Area) -> Mistake:
    """Return the word on cells of a column that are merged, of which one area is given."""
    top, left, bottom, right = area
    if left == right:
        problem = Text(
            f"这一列有合并的单元格（如第{top}–{bottom}行），只有最上面一行有值，其余按空白读",
            f"cells of this column are merged (like rows {top}–{bottom}): only the uppermost row has the value, the others "
            "are read as blank",
        )
    else:
        name = f"{cell_name(top, left)}:{cell_name(bottom, right)}"
        problem = Text(
            f"这一列有与别的列合并的单元格（如 {name}），只有左上角一格有值，其余按空白读",
            f"cells of this column are merged with others (like {name}): only the one at the upper left has the value, the "
            "others are read as blank",
        )
    return Mistake(
        "merged-cells", problem, Text("取消合并，每格都填上", "split them, and fill in each cell"), "warning"
    )
