"""What can be wrong with a workbook that was filled in, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from zhence.model.fact import Fact
from zhence.model.text import Text
from zhence.model.workbook import HEADS, MISSING, STATED, Column
from zhence.written.faults import Mistake, dotted, listed, shown
from zhence.written.lines import KeyPath


def no_sheet() -> Mistake:
    """Return the mistake of a workbook without the sheet that carries the profile."""
    return Mistake(
        "no-profile-in-workbook",
        Text(
            f"工作簿里没有档案：没有“{STATED.zh}”表，或表里没有数据",
            f"the workbook carries no profile: it has no sheet '{STATED.en}' with figures",
        ),
        Text(
            "用 zhence report 档案.toml -o 文件.xlsx 生成，填好再读，不要改表名；一行一个主体的表用 zhence batch 判断",
            "make it with zhence report PROFILE.toml -o FILE.xlsx, and keep the names of its sheets; "
            "a table with a subject in each row is for zhence batch",
        ),
    )


def no_heads() -> Mistake:
    """Return the mistake of a sheet without its column heads."""
    zh, en = ([HEADS[each].to(lang) for each in (Column.WHERE, Column.FIGURE, Column.VALUE)] for lang in ("zh", "en"))
    return Mistake(
        "no-column-heads",
        Text(f"找不到列名{'、'.join(zh)}", f"the column heads {', '.join(en)} are not there"),
        Text("把列名改回原样", "put the heads back as they were"),
    )


def no_figure() -> Mistake:
    """Return the mistake of a value that no figure is named for."""
    return Mistake(
        "no-figure-id",
        Text("这一行有数值，没有数据代码", "this row has a value and no figure id"),
        Text("补上数据代码，或清空这一行", "give the id, or clear the row"),
    )


def no_codes() -> Mistake:
    """Return the mistake of a row that was added without its codes."""
    return Mistake(
        "no-place-id",
        Text("这一行有数值，没有对象代码", "this row has a value and no place id"),
        Text(
            "补上最后两列：对象代码照同一对象的其他行写，数据代码见“待补数据”表或 zhence new 的模板",
            "fill the last two columns in: the place id as in the other rows of the same thing, the figure id as in the "
            "sheet of missing figures or in the template of zhence new",
        ),
    )


def unread(name: str) -> Mistake:
    """Return the word on a sheet that looks like one that is read and is not."""
    return Mistake(
        "unread-sheet",
        Text(f"“{shown(name)}”表没有读", f"the sheet '{shown(name)}' is not read"),
        Text(
            f"只读“{STATED.zh}”和“{MISSING.zh}”；在那里填，或把表名改回",
            f"only '{STATED.en}' and '{MISSING.en}' are read: fill in there, or give the sheet its name back",
        ),
        "warning",
    )


def year_wanted(fact: Fact, year: int) -> Mistake:
    """Return the mistake of a yearly figure without a year, or another with one."""
    if fact.yearly:
        problem = Text(
            f"'{fact.id}'（{fact.title.zh}）要写明是哪一年的", f"'{fact.id}' ({fact.title.en}) needs its year"
        )
        return Mistake("yearly-outside-year", problem, Text(f"年份列写 {year} 这样", f"give the year, like {year}"))
    problem = Text(f"'{fact.id}'（{fact.title.zh}）不分年", f"'{fact.id}' ({fact.title.en}) is not yearly")
    return Mistake("not-yearly", problem, Text("清空年份", "clear the year"))


def twice(place: str) -> Mistake:
    """Return the mistake of a figure with values in two cells."""
    return Mistake(
        "figure-twice",
        Text(f"这项数据在 {place} 已有一个值", f"this figure has a value in {place} already"),
        Text("只留一处", "keep one of them"),
    )


def several(words: str) -> Mistake:
    """Return the mistake of a workbook of several subjects."""
    return Mistake(
        "several-subjects",
        Text(f"工作簿里不止一个主体（'{shown(words)}'）", f"the workbook holds several subjects ('{shown(words)}')"),
        Text("对每个档案分别生成工作簿再填", "make a workbook of each profile, and fill in that"),
    )


def unknown_item(words: str, path: KeyPath, inside: Iterable[str]) -> Mistake:
    """Return the mistake of a row about something that its subject cannot list."""
    kinds = [f"{dotted(path)}.{kind}[1]" for kind in inside]
    return Mistake(
        "unknown-item",
        Text(f"没有 '{shown(words)}' 这样的对象", f"there is no such thing as '{shown(words)}'"),
        Text("可写：", "choose from: ") + listed(kinds)
        if kinds
        else Text(f"写 {dotted(path)}", f"write {dotted(path)}"),
    )


def error_cell(words: str) -> Mistake:
    """Return the mistake of a formula that failed."""
    return Mistake(
        "error-cell",
        Text(f"公式出错：{words}", f"a formula failed: {words}"),
        Text("改正公式，或直接写数", "mend the formula, or write the figure"),
    )


def uncomputed() -> Mistake:
    """Return the mistake of a formula whose value nobody has worked out."""
    return Mistake(
        "uncomputed-cell",
        Text("单元格是公式，工作簿里没有算出的数", "the cell holds a formula, and the workbook no value of it"),
        Text(
            "在 Excel 或 WPS 里打开，保存一次；或直接写数",
            "open it in Excel or WPS and save it once, or write the figure",
        ),
    )


def percent_elsewhere(raw: Decimal, fact: Fact) -> Mistake:
    """Return the mistake of a percent where the figure is none."""
    return Mistake(
        "percent-elsewhere",
        Text(
            f"{fact.title.zh}不是百分数，单元格里却是 {raw:f}%",
            f"{fact.title.en} is no percentage, but the cell says {raw:f}%",
        ),
        Text("把单元格格式改为常规，再写数", "set the cell's format to general and write the number"),
    )


def unit_on_one_end(words: str, low: str, high: str) -> Mistake:
    """Return the mistake of a range with a unit at one end only."""
    return Mistake(
        "unit-on-one-end",
        Text(f"'{shown(words)}' 只有一头写了单位", f"'{shown(words)}' has a unit at one end only"),
        Text(f"两头都写单位，如 {low}~{high}", f"write it at both, like {low}~{high}"),
    )
