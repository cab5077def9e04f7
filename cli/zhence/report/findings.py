"""What matters about an answer, line by line and without any drawing: every form of report prints these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.ladder import DISCRETION, Step
from zhence.model.measure import Condition, Operator, Relief, Strength
from zhence.model.result import ConditionResult, MeasureResult, NodeKind, NodeResult, ScoreResult, Verdict
from zhence.model.text import Text, same
from zhence.report.gaps import counted, ease_words, fact_of, gap_words, points_words, score_gap
from zhence.report.misses import Miss, cheapest_way, leaves, misses, once
from zhence.report.sentences import asked_words, condition_sentence, figure_words, score_sentence, threshold_words
from zhence.report.status import zone_status
from zhence.report.words import (
    AFTERWARDS,
    COLON,
    COMMA,
    COUNTED_OPERATORS,
    HELD,
    LIST,
    OPERATORS,
    SEMICOLON,
    bracketed,
    join,
)

Role = Literal["plain", "good", "bad", "open", "soft"]


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line of a finding; `filled` asks for a bar behind it, `is_cheapest` marks the nearest way of several."""

    words: Text
    role: Role = "plain"
    depth: int = 0
    filled: Fraction | None = None
    is_cheapest: bool = False


def findings(result: MeasureResult, catalogue: Catalogue, as_of: date) -> list[Line]:
    """Return the lines that explain an answer as it would be were the measure open."""
    lines: list[Line] = []
    if result.measure.unwritten is not None:
        lines.append(Line(Text("未写成规则：", "no rule written: ") + result.measure.unwritten, "soft"))
    match result.open_verdict:
        case Verdict.ELIGIBLE:
            lines += _eased(result, catalogue, as_of)
        case Verdict.ELIGIBLE_IF:
            lines += [*_eased(result, catalogue, as_of), *_open_ends(result)]
        case Verdict.DISCRETIONARY:
            lines += [*_discretion(result, catalogue, as_of), *_eased(result, catalogue, as_of), *_open_ends(result)]
        case Verdict.UNKNOWN:
            lines += [*_wanting(result, catalogue), *_discretion(result, catalogue, as_of)]
            lines += [*_eased(result, catalogue, as_of), *_open_ends(result)]
        case Verdict.NOT_ELIGIBLE:
            lines += _blocking(result, catalogue, as_of)
        case _:
            lines += _out_of_scope(result, catalogue, as_of)
    if result.open_verdict not in (Verdict.NOT_ELIGIBLE, Verdict.NOT_APPLICABLE):
        lines += _coverage(result)
    return lines + _estimates(result, catalogue)


def _blocking(result: MeasureResult, catalogue: Catalogue, as_of: date) -> list[Line]:
    if result.root is None:
        return []
    if result.held is not None:
        line = condition_line(result.held, catalogue, as_of)
        return [Line(HELD, "plain"), replace(line, role="soft")]
    lines = [_away(result)]
    for miss in once(misses(result.root)):
        lines += miss_lines(miss, catalogue, as_of)
    return lines


def _away(result: MeasureResult) -> Line:
    steps = result.steps
    count = "one condition" if steps == 1 else f"{steps} conditions"
    words = Text(f"差{steps}项条件", f"{count} away")
    if result.root is not None and _stays_at_discretion(result.root):
        words += Text("；补上后至多可酌情", "; then at discretion at best")
    return Line(words, "bad")


def _stays_at_discretion(node: NodeResult) -> bool:
    """Tell whether the cheapest way, once what fails on it is mended, still leaves something to discretion."""
    if node.steps == 0:
        return node.answer.high is Step.DISCRETION
    if node.kind in (NodeKind.CONDITION, NodeKind.SCORE, NodeKind.NOT):
        return False
    return any(_stays_at_discretion(child) for child in cheapest_way(node, 0)[0])


def miss_lines(miss: Miss, catalogue: Catalogue, as_of: date, depth: int = 0) -> list[Line]:
    """Return the lines on one thing that fails; a rule it refers to is opened below it."""
    way = (
        bracketed(Text(f"{miss.among}种途径中最近的", f"the nearest of {miss.among} ways")) if miss.among else same("")
    )
    leaf = miss.leaf
    marked = bool(miss.among)
    if isinstance(leaf, ScoreResult):
        return _score_lines(leaf, depth, way, is_cheapest=marked)
    if miss.is_negated:
        words = Text("不得满足：", "must not be met: ") + condition_sentence(leaf.condition, catalogue, as_of) + way
        return [Line(words, "bad", depth, is_cheapest=marked)]
    line = replace(condition_line(leaf, catalogue, as_of), role="bad", depth=depth, is_cheapest=marked)
    lines = [replace(line, words=line.words + way)]
    if leaf.inner is not None:
        for inner in once(misses(leaf.inner)):
            lines += miss_lines(inner, catalogue, as_of, depth + 1)
    return lines


def condition_line(result: ConditionResult, catalogue: Catalogue, as_of: date) -> Line:
    """Return one condition as answered: its value, what it must be, how far it is."""
    condition = result.condition
    gap = gap_words(result, catalogue)
    if gap is None or condition.test is None or result.reading is None:
        sentence = condition_sentence(condition, catalogue, as_of)
        return Line(sentence + COLON + zone_status(result.zone) if result.zone else sentence + clause_words(condition))
    title = condition.title + COLON if condition.title is not None else same("")
    figure = figure_words(result.reading.key, catalogue, as_of)
    must = _must(result, catalogue, as_of) + gap.threshold
    short = SEMICOLON + gap.shortfall if gap.shortfall.zh else same("")
    words = title + figure + COLON + gap.value + COMMA + must + short + clause_words(condition)
    return Line(words, filled=gap.filled)


def _must(result: ConditionResult, catalogue: Catalogue, as_of: date) -> Text:
    test = result.condition.test
    if test is None:
        return same("")
    is_counted = (fact := fact_of(result, catalogue)) is not None and fact.type == "count"
    operator = (COUNTED_OPERATORS if is_counted else OPERATORS).get(test.operator, OPERATORS[test.operator])
    named = threshold_words(test, catalogue, as_of) + COLON if test.threshold.fact is not None else same("")
    verb = Text("须", "must be ")
    if test.operator in (Operator.INCLUDES_ALL, Operator.INCLUDES_ANY):
        verb = Text("须", "must have ")
        operator = Text(operator.zh, operator.en.replace("includes ", ""))
    return verb + Text(operator.zh, f"{operator.en.removeprefix('is').strip()} ".lstrip()) + named


def clause_words(condition: Condition) -> Text:
    """Return the clause in brackets."""
    return Text(" [", " [") + condition.clause + same("]")


def _score_lines(result: ScoreResult, depth: int, way: Text, *, is_cheapest: bool) -> list[Line]:
    gap = score_gap(result)
    clause = same(" [") + result.score.clause + same("]")
    total = points_words(result.low, result.high)
    if gap is not None:
        words = result.score.title + COLON + gap.value + COMMA + Text("须达", "must reach ") + gap.threshold
        first = Line(words + SEMICOLON + gap.shortfall + way + clause, "bad", depth, gap.filled, is_cheapest)
    else:
        first = Line(score_sentence(result.score) + COLON + total + way + clause, "bad", depth, None, is_cheapest)
    lines = [first]
    for part in result.parts:
        if part.answer.high is Step.NO and part.part.at_least is not None:
            mark = points_words(part.part.at_least, part.part.at_least, (part.high,))
            got = points_words(part.low, part.high, (part.part.at_least,))
            lines.append(
                Line(part.part.title + COLON + got + COMMA + Text("须达", "must reach ") + mark, "bad", depth + 1)
            )
    return lines


def _eased(result: MeasureResult, catalogue: Catalogue, as_of: date) -> list[Line]:
    return [Line(eased_words(r, catalogue, as_of), "soft") for r in result.relaxed]


def eased_words(result: ConditionResult, catalogue: Catalogue, as_of: date) -> Text:
    """Return that a condition is met only by its relaxation, with base and eased threshold side by side."""
    line = condition_line(result, catalogue, as_of)
    without = (
        Text("若无放宽则不符合", "would fail without the relaxation")
        if result.base.high is Step.NO
        else Text("若无放宽则不能确定", "would be undetermined without the relaxation")
    )
    waived = [e for e in result.eased if e.relaxation.relief is Relief.WAIVED and e.zone.answer.low is Step.YES]
    reason = counted(result) or next(iter(waived), None)
    named = bracketed(ease_words(reason, catalogue)) if reason is not None and reason.threshold is None else same("")
    return without + named + COLON + line.words


def _discretion(result: MeasureResult, catalogue: Catalogue, as_of: date) -> list[Line]:
    if result.root is None:
        return []
    found = [leaf for leaf in leaves(result.root) if isinstance(leaf, ConditionResult) and leaf.answer == DISCRETION]
    return [
        replace(_discretion_line(leaf, catalogue, as_of), role="soft")
        for leaf in {leaf.condition.id: leaf for leaf in found}.values()
    ]


def _discretion_line(result: ConditionResult, catalogue: Catalogue, as_of: date) -> Line:
    condition = result.condition
    if condition.judged is not None:
        return condition_line(result, catalogue, as_of)
    eased = [e for e in result.eased if e.relaxation.relief is Relief.DISCRETION and e.zone.answer.low is Step.YES]
    if eased:
        reason = bracketed(ease_words(eased[0], catalogue))
    elif condition.strength is Strength.IN_PRINCIPLE:
        reason = Text("（文件用语为“原则上”）", " (the text says 'in principle')")
    else:
        reason = same("")
    line = condition_line(result, catalogue, as_of)
    return replace(line, words=Text("须酌情", "needs discretion") + reason + COLON + line.words)


def _wanting(result: MeasureResult, catalogue: Catalogue) -> list[Line]:
    lines = []
    if result.missing:
        count = len(result.missing)
        words = join([asked_words(key, catalogue) for key in result.missing], LIST)
        lines.append(Line(Text(f"待补{count}项：", f"{count} missing: ") + words, "open"))
    undone = dict.fromkeys(_not_worked_out(result.root)) if result.root is not None else {}
    why = Text("（除数须确定大于零）", " (what it is divided by has to be surely above zero)")
    return lines + [
        Line(Text("算不出：", "cannot be worked out: ") + figure_words(key, catalogue) + why, "open") for key in undone
    ]


def _not_worked_out(root: NodeResult) -> Iterator[FactKey]:
    """Yield each figure in question of which every part is stated, and which no sum gives all the same."""
    for leaf in leaves(root):
        if isinstance(leaf, ConditionResult) and leaf.reading is not None and not leaf.answer.settled:
            reading = leaf.reading
            if reading.value is None and reading.given and not reading.missing:
                yield reading.key


def _open_ends(result: MeasureResult) -> list[Line]:
    lines = []
    if result.measure.decided in AFTERWARDS:
        lines.append(Line(AFTERWARDS[result.measure.decided], "soft"))
    for judgement in result.measure.judgements:
        clause = same(" [") + judgement.clause + same("]") if judgement.clause is not None else same("")
        lines.append(Line(Text("须判断：", "to judge: ") + judgement.text + clause, "soft"))
    return lines


def _coverage(result: MeasureResult) -> list[Line]:
    count = result.coverage
    parts = []
    if count.conditions:
        noun = "condition" if count.conditions == 1 else "conditions"
        checked = f"{count.checked} of {count.conditions} {noun} checked"
        parts.append(Text(f"已核对{count.checked}/{count.conditions}项条件", checked))
        if count.judgements:
            need = "needs" if count.judgements == 1 else "need"
            parts.append(Text(f"另有{count.judgements}项须判断", f"{count.judgements} {need} judgement"))
    if count.asked:
        word = "threshold" if count.asked == 1 else "thresholds"
        parts.append(Text(f"{count.asked}项门槛以当期公布为准", f"{count.asked} {word} set by the current call"))
    return [Line(join(parts, COMMA), "plain")] if parts else []


def _estimates(result: MeasureResult, catalogue: Catalogue) -> list[Line]:
    if not result.estimates:
        return []
    figures = join([figure_words(key, catalogue) for key in result.estimates], LIST)
    return [Line(Text("依据估计值，须核实：", "rests on estimates, to be verified: ") + figures, "soft")]


def _out_of_scope(result: MeasureResult, catalogue: Catalogue, as_of: date) -> list[Line]:
    if result.scope is None:
        return [Line(Text("申报对象不同", "meant for another kind of subject"), "plain")]
    failing = [leaf for leaf in leaves(result.scope) if leaf.answer.high is not Step.YES]
    return [
        replace(condition_line(leaf, catalogue, as_of), role="plain")
        for leaf in failing
        if isinstance(leaf, ConditionResult)
    ]
