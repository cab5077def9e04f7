"""What every form needs to show the document: its texts in one language made safe, and the words of its headings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from zhence.model.result import UNTOLD
from zhence.model.text import Lang, Text
from zhence.report.clean import clean

SAID = 32_768  # strings kept, since a report says most of its words many times
NOT_CHARACTERS = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})  # no XML may hold them

REPORT = Text("惠企政策适用报告", "Report on public supports")
SUMMARY = Text("摘要", "Summary")
SUBJECT = Text("申报对象", "Subject")
KIND = Text("类别", "Kind")
AS_OF = Text("判断日期", "As of")
CATALOGUE = Text("政策目录", "Policy catalogue")
CATALOGUE_DIGEST = Text("目录校验值", "Catalogue digest")
PROFILE_DIGEST = Text("档案校验值", "Profile digest")
PROGRAM = Text("程序版本", "Program version")
RESULTS = Text("结果", "Results")
PLACE = Text("所在地", "Place")
VERDICT = Text("结论", "Verdict")
VERDICT_ID = Text("结论代码", "Verdict code")
OPEN_VERDICT = Text("若开放则为", "If it were open")
COUNT = Text("项数", "Count")
MEASURE = Text("措施", "Measure")
MEASURE_ID = Text("措施编号", "Measure id")
THEME = Text("主题", "Theme")
ITEM = Text("对象", "Item")
DECIDED = Text("决定方式", "How decided")
CLOSED = Text("未开放原因", "Why closed")
STEPS = Text("差几项条件", "Conditions away")
CONDITION = Text("条件", "Condition")
CONDITION_ID = Text("条件编号", "Condition id")
FIGURE = Text("数据项", "Figure")
VALUE = Text("现有数值", "Value")
VALUE_EXACT = Text("现有数值（精确）", "Value (exact)")
THRESHOLD = Text("门槛", "Threshold")
THRESHOLD_EXACT = Text("门槛（精确）", "Threshold (exact)")
GAP = Text("差距", "Gap")
GAP_EXACT = Text("差额（精确）", "Shortfall (exact)")
ANSWER = Text("判断", "Answer")
CLAUSE = Text("条款", "Clause")
SOURCE = Text("依据", "Source")
READ = Text("读取方式", "How read")
BENEFITS = Text("支持内容", "Benefits")
DOCUMENTS = Text("材料", "Papers")
HOLDER = Text("持有单位", "Held by")
WINDOWS = Text("受理期", "Rounds")
EXPLAINED = Text("判断要点", "What matters")
NOTES = Text("说明", "Notes")
MISSING = Text("待补数据", "Figures missing")
UNIT = Text("单位", "Unit")
YEAR = Text("年度", "Year")
DEFINITION = Text("口径", "Definition")
EVIDENCE = Text("凭证", "Evidence")
CHOICES = Text("可选值", "Choices")
WANTED_BY = Text("涉及措施", "Wanted by")
SOURCES = Text("依据文件", "Sources")
ISSUER = Text("发布机关", "Issuer")
NUMBER = Text("文号", "Number")
ISSUED = Text("日期", "Issued")
ADDRESS = Text("网址", "Address")
ZONES = Text("名单", "Lists of places")


def steps(result: Mapping[str, Any]) -> int | None:
    """Return how many conditions are wanting; None where figures are missing that would tell, or nothing is asked."""
    if result["open_verdict"] in UNTOLD:
        return None
    count: int = result["steps"]
    return count


def say(text: Mapping[str, str] | str | None, lang: Lang) -> str:
    """Return a text of the document in one language, or a name, on one line that is safe to show; '' for none."""
    if text is None:
        return ""
    return safe(text if isinstance(text, str) else text[lang])


@lru_cache(maxsize=SAID)
def safe(words: str) -> str:
    """Return words without control characters, marks of direction and what XML may not hold."""
    return clean(words).translate(NOT_CHARACTERS)


def value_words(value: Any) -> str:  # noqa: ANN401 - a value of the document
    """Return the exact value of a condition as one string: a range as 'from..to', a list with bars between."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case {"from": low, "to": high}:
            return f"{low or ''}..{high or ''}"
        case list():
            return " | ".join(safe(str(each)) for each in value)
        case _:
            return safe(str(value))
