"""Words that the forms of a summary share."""

from __future__ import annotations

from collections.abc import Sequence

from zhence.model.heat import FAR, Heat
from zhence.model.heat import VERDICTS as BY_CODE
from zhence.model.measure import Condition, Measure
from zhence.model.result import Verdict
from zhence.model.summary import MeasureCount, NearMiss, Summary
from zhence.model.sweep import Sweep, SweepPoint
from zhence.model.text import Text, same
from zhence.report.counts import OTHERS_ASIDE
from zhence.report.numbers import plain_apart, show_number, unit_title
from zhence.report.sentences import condition_sentence, part_sentence, score_sentence
from zhence.report.words import COMMA, LIST, VERDICTS, both, bracketed, join, points_unit

TITLE = Text("一批申报对象的判断汇总", "Summary of many subjects")
SUBJECTS = Text("申报对象", "Subjects")
AS_OF = Text("判断日期", "As of")
CATALOGUE = Text("政策目录", "Policy catalogue")
ANSWERS = Text("结果", "Answers")
MEASURES = Text("各项措施", "The measures")
MEASURE = Text("措施", "Measure")
NEAR = Text("只差一项条件", "One condition away")
NEAR_HELP = Text(
    "确定不满足的只有所列一项；其余已满足，或仍待补数据",
    "only the condition named surely fails; the others are met or want figures",
)
COUNT = Text("个数", "How many")
CONDITION = Text("条件", "Condition")
WANTED = Text("最该先补的数据", "Figures to find first")
WANTED_HELP = Text(
    "“单补即定”指补上这一项即可下结论的结果数；“涉及”指等着这项数据的结果数",
    "“settles alone” counts answers that wait for this figure only; “wanted by” counts all that wait for it",
)
FIGURE = Text("数据项", "Figure")
ALONE = Text("单补即定", "Settles alone")
CELLS = Text("涉及", "Wanted by")
SWEEP = Text("门槛变动", "A threshold moved")
THRESHOLD = Text("门槛", "Threshold")
EXACT = Text("精确", "exact")
SURE = Text("符合", "In")
MAYBE = Text("待定或可酌情", "Undetermined or at discretion")
NO = Text("不符合", "Not in")
APART = Text("不适用", "Not applicable")
CURRENT_MARK = Text(" ← 现行", " ← current")
HEAT = Text("对象与措施一览", "Subjects and measures")
UNNAMED = Text("（未命名）", "(no name)")
CLOSED = Text("未开放", "closed")
CLOSED_HELP = Text("未开放的措施按开放后的结果计", "closed measures are counted as if they were open")
SHORT = {
    Verdict.ELIGIBLE: Text("符合", "in"),
    Verdict.ELIGIBLE_IF: Text("待审核", "review"),
    Verdict.DISCRETIONARY: Text("可酌情", "discr."),
    Verdict.UNKNOWN: Text("待补", "missing"),
    Verdict.NOT_ELIGIBLE: Text("有差距", "not in"),
    Verdict.NOT_APPLICABLE: Text("不适用", "n/a"),
}
SHORT_BY = Text("差", "short")  # so many conditions
COUNTED = tuple(SHORT)  # the answers that a measure can have were it open
ANSWERED = (*COUNTED[:-1], Verdict.CLOSED, COUNTED[-1])  # the answers of the day
IN = (Verdict.ELIGIBLE, Verdict.ELIGIBLE_IF)
MAY = (Verdict.DISCRETIONARY, Verdict.UNKNOWN)


def told(summary: Summary) -> list[MeasureCount]:
    """Return the measures that apply to somebody: those with most in first."""
    return sorted([each for each in summary.measures if each.counts[Verdict.NOT_APPLICABLE] < summary.rows], key=rank)


def rank(count: MeasureCount) -> tuple[int, int]:
    """Return what puts measures with most in first, then those that may take most in."""
    return -among(count, IN), -among(count, MAY)


def applying(heat: Heat) -> list[int]:
    """Return the places of the measures that apply to somebody on a map."""
    apart = BY_CODE.index(Verdict.NOT_APPLICABLE)
    return [at for at, codes in enumerate(heat.codes) if any(code != apart for code in codes)]


def among(count: MeasureCount, verdicts: Sequence[Verdict]) -> int:
    """Return how many have one of these answers."""
    return sum(count.counts[verdict] for verdict in verdicts)


def subjects_words(summary: Summary | Heat) -> Text:
    """Return how many subjects of which kind, or of each kind."""
    kinds = summary.kinds or {summary.subject: summary.rows}
    told = [
        Text(f"{count:,}个", f"{count:,}") + bracketed(summary.catalogue.subjects[kind].title)
        for kind, count in kinds.items()
    ]
    return join(told, LIST)


def verdict_words(count: MeasureCount) -> list[Text]:
    """Return each answer that somebody got, with how many."""
    return [VERDICTS[verdict] + same(f" {count.counts[verdict]:,}") for verdict in COUNTED if count.counts[verdict]]


def answers_words(summary: Summary) -> list[Text]:
    """Return how many answers came to each verdict on the day; a measure for another kind of subject is not counted."""
    found = [
        VERDICTS[verdict] + same(f" {summary.answers[verdict]:,}") for verdict in ANSWERED if summary.answers[verdict]
    ]
    return [*found[:-1], found[-1] + bracketed(OTHERS_ASIDE)] if summary.answers[Verdict.NOT_APPLICABLE] else found


def near_title(near: NearMiss, summary: Summary) -> Text:
    """Return the title of the measure that somebody nearly meets; whether it is closed stands behind it."""
    return title_words(near.measure, is_closed=near.measure.id in summary.closed)


def title_words(measure: Measure, *, is_closed: bool) -> Text:
    """Return the title of a measure; whether it is closed stands behind it."""
    return measure.title + (bracketed(CLOSED) if is_closed else same(""))


def block_words(near: NearMiss, summary: Summary) -> Text:
    """Return the condition or score table that alone stands in the way."""
    if isinstance(near.block, Condition):
        return condition_sentence(near.block, summary.catalogue, summary.as_of)
    return score_sentence(near.block)


def sweep_title(sweep: Sweep) -> Text:
    """Return which threshold or mark of which measure moves."""
    block, part = sweep.asked.block, sweep.asked.part
    if isinstance(block, Condition):
        told = condition_sentence(block, sweep.catalogue, sweep.as_of)
    elif part is None:
        told = score_sentence(block)
    else:
        told = block.title + Text("：", ": ") + part_sentence(part)
    return sweep.asked.measure.title + Text("：", ": ") + told


def threshold_words(sweep: Sweep, point: SweepPoint) -> Text:
    """Return a threshold with its unit, told apart from its neighbours."""
    every, fact = [each.threshold for each in sweep.points], sweep.asked.fact
    if fact is None:
        return both(lambda lang: plain_apart(point.threshold, every, lang)) + points_unit(point.threshold)
    unit = sweep.catalogue.facts[fact].unit
    return both(lambda lang: show_number(point.threshold, unit, sweep.catalogue, lang, every))


def exact_words(sweep: Sweep) -> Text:
    """Return the head of the thresholds as plain numbers: what unit they are in."""
    unit = (
        points_unit(None)
        if sweep.asked.fact is None
        else unit_title(sweep.catalogue.facts[sweep.asked.fact].unit, sweep.catalogue)
    )
    told = EXACT if unit is None else join([EXACT, Text(unit.zh.strip(), unit.en.strip())], COMMA)
    return THRESHOLD + bracketed(told)


def is_current(sweep: Sweep, point: SweepPoint) -> bool:
    """Tell whether a threshold is that of the day."""
    return point.threshold == sweep.asked.current


def cell_words(verdict: Verdict, steps: int) -> Text:
    """Return what stands in a cell of the map, short enough for a narrow column."""
    if verdict is Verdict.NOT_ELIGIBLE and steps:
        return SHORT_BY + same(f" {steps}" + ("+" if steps == FAR else ""))
    return SHORT[verdict]
