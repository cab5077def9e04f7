"""The words of a workbook that is filled in and read back: its sheets and the heads of their columns."""

from __future__ import annotations

from enum import StrEnum

from zhence.model.text import Text

STATED = Text("已填数据", "Stated figures")
MISSING = Text("待补数据", "Missing figures")

EMPTY = "empty"  # stands for a figure where a profile lists no item of a kind, and says so


class Column(StrEnum):
    """Name a column that is read back."""

    WHERE = "where"
    FIGURE = "figure"
    YEAR = "year"
    VALUE = "value"
    UNIT = "unit"
    ESTIMATE = "estimate"
    SOURCE = "source"
    DATED = "dated"


HEADS: dict[Column, Text] = {
    Column.WHERE: Text("对象代码", "Place id"),
    Column.FIGURE: Text("数据代码", "Figure id"),
    Column.YEAR: Text("年份", "Year"),
    Column.VALUE: Text("数值", "Value"),
    Column.UNIT: Text("单位", "Unit"),
    Column.ESTIMATE: Text("估计值", "Estimate"),
    Column.SOURCE: Text("出处", "Source"),
    Column.DATED: Text("出处日期", "Source dated"),
}
