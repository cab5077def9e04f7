"""The words that only the page needs: its controls, and what its drawings say to those who do not see them."""

from __future__ import annotations

from zhence.model.text import Text
from zhence.report.words import COLON

__all__ = ["COLON"]

CONTENTS = Text("本页内容", "On this page")
SKIP = Text("跳到对象与措施一览", "Skip to the map")
MAP_HELP = Text(
    "每格一个对象对一项措施的结果，数字为所差条件的项数。点列头按该措施排序；方向键移动，PageUp/PageDown 翻页。",
    "A cell is one subject's answer to one measure; a number counts the conditions in the way. A column head sorts by "
    "its measure; arrow keys move, PageUp and PageDown turn the page.",
)
MAP_LEFT = Text(
    "表中只有前 {shown} 个对象，共 {all} 个；完整结果见输出的文件。",
    "The first {shown} of {all} subjects are shown; the output file has all.",
)
NO_SCRIPT = Text("一览表需要启用脚本；以上各表不需要。", "The map needs scripts; the tables above do not.")
SEARCH = Text("查找对象", "Find a subject")
SEARCH_HELP = Text("名称……", "name …")
ALL_MEASURES = Text("全部措施", "All measures")
ALL_VERDICTS = Text("全部结论", "All verdicts")
VERDICT = Text("结论", "Verdict")
RESET = Text("清除筛选", "Clear filters")
BEFORE = Text("上一页", "Previous")
AFTER = Text("下一页", "Next")
SHOWN = Text("{from}–{to} / {shown}（共 {all} 个）", "{from}–{to} of {shown} ({all} in all)")
NOTHING = Text("没有符合筛选的对象。", "No subject passes the filters.")
SORT = Text("按此排序", "sort by this")
CHART = Text("各门槛下的个数", "How many at each threshold")
COUNT_OF = Text("各结论的个数：", "How many of each verdict: ")
MORE = Text("其余 {count} 条", "{count} more")
NOT_FOR = Text("对全部对象不适用，表中未列：", "For none of them, and not in the table: ")
REFUSED = Text("不能按表判断：", "Cannot be answered on a table: ")
AWAY = Text("差{steps}项条件", "{steps} conditions away")
