"""The words of the closed vocabularies, and of the report itself, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from zhence.model.fact import Reading
from zhence.model.ladder import Answer, Step
from zhence.model.measure import Decided, Operator, Strength
from zhence.model.result import NodeKind, Verdict
from zhence.model.text import Lang, Text, same

VERDICTS = {
    Verdict.ELIGIBLE: Text("符合", "eligible"),
    Verdict.ELIGIBLE_IF: Text("符合条件，待审核", "eligible, subject to review"),
    Verdict.DISCRETIONARY: Text("可酌情", "at discretion"),
    Verdict.UNKNOWN: Text("待补数据", "figures missing"),
    Verdict.NOT_ELIGIBLE: Text("有差距", "not eligible"),
    Verdict.CLOSED: Text("未开放", "closed"),
    Verdict.NOT_APPLICABLE: Text("不适用", "not applicable"),
}

VERDICT_MEANINGS = {
    Verdict.ELIGIBLE: Text("条件全部满足，无需评审", "every condition is met and nothing is left to judge"),
    Verdict.ELIGIBLE_IF: Text(
        "可量化条件均已满足，可以申报；能否获得由评审、遴选或核实决定",
        "the measurable conditions are met: may apply; review, selection or verification decides",
    ),
    Verdict.DISCRETIONARY: Text(
        "未达一般门槛，文件允许酌情，须与主管部门沟通", "below the usual threshold, but the text allows discretion: ask"
    ),
    Verdict.UNKNOWN: Text(
        "缺少以下数据，或未写成规则，尚不能下结论",
        "no answer yet: the figures named are missing, or no rule is written",
    ),
    Verdict.NOT_ELIGIBLE: Text(
        "至少一项条件达不到；最接近的排在前面", "some condition is missed; the nearest come first"
    ),
    Verdict.CLOSED: Text(
        "当日不在受理期或有效期内；附开放后的结果", "not open on the day; the answer if it were is shown"
    ),
    Verdict.NOT_APPLICABLE: Text("对象或范围不符", "another kind of subject, or out of scope"),
}

UNWRITTEN_BELOW = Text(
    "以下各项未写成规则，补数据也不能下结论，须向主管单位核实。",
    "No rule is written for those below: no figure settles them, ask the authority.",
)

DECIDED = {
    Decided.RULE: Text("达标即享", "by rule"),
    Decided.REVIEW: Text("经评审认定", "by review"),
    Decided.SELECTION: Text("择优遴选", "by competitive selection"),
    Decided.QUOTA: Text("名额限制", "within a quota"),
}

AFTERWARDS = {
    Decided.REVIEW: Text("达标后须经评审认定", "once met, a review decides"),
    Decided.SELECTION: Text("达标后择优遴选", "once met, a competitive selection decides"),
    Decided.QUOTA: Text("达标后受名额限制", "once met, a quota limits how many"),
}

STRENGTHS = {
    Strength.MUST: Text("必须", "must"),
    Strength.IN_PRINCIPLE: Text("原则上", "in principle"),
    Strength.PREFERENCE: Text("优先", "preferred"),
}

READINGS = {
    Reading.OFFICIAL: Text("官方", "official"),
    Reading.REPOST: Text("转载", "repost"),
    Reading.TRANSCRIPTION: Text("转录", "transcription"),
    Reading.NEWS: Text("新闻", "news"),
}

OPERATORS = {
    Operator.AT_LEAST: Text("不低于", "at least"),
    Operator.MORE_THAN: Text("高于", "more than"),
    Operator.AT_MOST: Text("不高于", "at most"),
    Operator.LESS_THAN: Text("低于", "less than"),
    Operator.IS: Text("为", "is"),
    Operator.ONE_OF: Text("为其中之一：", "is one of:"),
    Operator.INCLUDES_ANY: Text("至少包括其中一项：", "includes at least one of:"),
    Operator.INCLUDES_ALL: Text("包括全部：", "includes all of:"),
    Operator.ON_OR_BEFORE: Text("不晚于", "on or before"),
    Operator.ON_OR_AFTER: Text("不早于", "on or after"),
}

COUNTED_OPERATORS = {
    Operator.AT_LEAST: Text("不少于", "at least"),
    Operator.MORE_THAN: Text("多于", "more than"),
    Operator.AT_MOST: Text("不超过", "at most"),
    Operator.LESS_THAN: Text("少于", "fewer than"),
}

HELD = Text("已经取得，不必再申报", "held already, nothing to apply for")

NODES = {
    NodeKind.ALL: Text("同时满足", "all of"),
    NodeKind.ANY: Text("满足其一", "one of"),
    NodeKind.SOME: Text("满足其中几项", "some of"),
    NodeKind.NOT: Text("不得满足", "not"),
    NodeKind.IF: Text("视情形", "depending on the case"),
    NodeKind.CONDITION: Text("条件", "condition"),
    NodeKind.SCORE: Text("评分", "score"),
}

CHOICE_OF_BRANCH = (Text("若", "if"), Text("则", "then"), Text("否则", "otherwise"))

FLAGS = {True: Text("是", "yes"), False: Text("否", "no")}
UNKNOWN = same("—")
OPEN = Text("（", " (")
CLOSE = Text("）", ")")
COMMA = Text("，", ", ")
SEMICOLON = Text("；", "; ")
COLON = Text("：", ": ")
LIST = Text("、", ", ")
OR = Text("或", " or ")


def answer_words(answer: Answer) -> Text:
    """Return the words of an answer: settled, or what is still possible."""
    return ANSWERS[(answer.low, answer.high)]


ANSWERS = {
    (Step.YES, Step.YES): Text("符合", "met"),
    (Step.NO, Step.NO): Text("不符合", "missed"),
    (Step.DISCRETION, Step.DISCRETION): Text("可酌情", "discretion"),
    (Step.NO, Step.YES): Text("待定", "undetermined"),
    (Step.NO, Step.DISCRETION): Text("待定，至多酌情", "undetermined, discretion at best"),
    (Step.DISCRETION, Step.YES): Text("待定，至少酌情", "undetermined, discretion at worst"),
}


def both(make: Callable[[Lang], str]) -> Text:
    """Return the text that a maker of words gives in each language."""
    return Text(make("zh"), make("en"))


def join(parts: list[Text] | tuple[Text, ...], separator: Text) -> Text:
    """Return the parts as one text."""
    return both(lambda lang: separator.to(lang).join(part.to(lang) for part in parts))


def points_unit(count: Fraction | None) -> Text:
    """Return the unit of so many points of a score table, None for a range of them."""
    return Text("分", " point" if count == 1 else " points")


def bracketed(inner: Text) -> Text:
    """Return the text in round brackets, to be put behind another."""
    return OPEN + inner + CLOSE
