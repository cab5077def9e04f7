"""The words that only the page needs: its controls, and what its drawings say to those who do not see them."""

from __future__ import annotations

from zhence.model.text import Text
from zhence.report.words import COLON, COMMA, LIST

__all__ = ["COLON", "COMMA", "LIST"]

SKIP = Text("跳到各项措施", "Skip to the measures")
ANONYMOUS = Text("已匿名", "Names left out")
CONTENTS = Text("本页内容", "On this page")
MATRIX = Text("对象与措施一览", "Subjects and measures")
MATRIX_OF = Text("与措施一览", ": each and its measures")
MATRIX_HELP = Text(
    "点开一格，看该对象这项措施的全部判断；也可用方向键移动、回车键打开。格中数字是所差条件的项数。",
    "A cell opens that measure for that subject; arrow keys move, Enter opens. A number in a cell counts the "
    "conditions that stand in the way.",
)
MATRIX_LEFT = Text("对以上对象均不适用，表中未列：", "For none of them, and not in the table: ")
MEASURES = Text("各项措施", "The measures")
SEARCH = Text("查找", "Search")
SEARCH_HELP = Text("名称、条件、材料……", "title, condition, paper …")
FILTER = Text("结论（不选即全部）", "Verdict (none chosen: all)")
ALL_THEMES = Text("全部主题", "All themes")
SHOWN = Text("显示 {shown} / {all} 项", "{shown} of {all} shown")
OPEN_ALL = Text("全部展开", "Open all")
CLOSE_ALL = Text("全部收起", "Close all")
RESET = Text("清除筛选", "Clear filters")
NOTHING = Text("没有符合筛选的措施。", "No measure passes the filters.")
CONDITIONS = Text("逐条条件", "Each condition")
SCORES = Text("评分表", "Score tables")
JUDGEMENTS = Text("须由人判断", "Left to judgement")
RELAXED = Text("因放宽而达到", "met by the relaxation only")
REQUIRED = Text("要求", "Required")
NEARNESS = Text("接近要求的程度：", "How near to the requirement: ")
POINTS = Text("得分", "Points")
CHEAPEST = Text("最近的途径", "nearest way")
UNNAMED = Text("（未命名）", "(no name)")
COUNT_OF = Text("各结论的项数：", "How many of each verdict: ")
