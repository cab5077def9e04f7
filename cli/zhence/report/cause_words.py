"""What made a verdict flip, in words: the condition, and what of it differs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zhence.model.catalogue import Catalogue
from zhence.model.comparison import Cause, CauseKind, Comparison, Figure, Flip
from zhence.model.fact import Derivation, FactKey
from zhence.model.result import ConditionResult, ItemResult, ScoreResult, ZoneReading
from zhence.model.text import Text, same
from zhence.model.value import Value
from zhence.report.gaps import ease_words, ends, points_words
from zhence.report.numbers import value_text
from zhence.report.sentences import asked_words, condition_sentence, figure_words, score_sentence
from zhence.report.status import day_words, item_words, state_words, zone_status
from zhence.report.words import COLON, COMMA, LIST, SEMICOLON, STRENGTHS, answer_words, bracketed, join

ARROW = same(" → ")
NOTHING = same("")
CONDITION = Text("条件：", "condition: ")
NOT_STATED = Text("未填", "not given")


def leaf_words(cause: Cause, comparison: Comparison) -> Text:
    """Return the condition or score table that carries a cause: its sentence, its clause, its answers."""
    sides = (comparison.before, comparison.after)
    at = 1 if cause.leaves[1] is not None else 0
    leaf, side = cause.leaves[at], sides[at]
    if isinstance(leaf, ScoreResult):
        sentence, clause = score_sentence(leaf.score), leaf.score.clause
    elif isinstance(leaf, ConditionResult):
        sentence = condition_sentence(leaf.condition, side.catalogue, side.as_of)
        clause = leaf.condition.clause
    else:
        return NOTHING
    answers = [answer_words(each.answer) for each in cause.leaves if each is not None]
    head = Text("条件（不得满足）：", "condition (must not be met): ") if cause.is_negated else CONDITION
    words = head + sentence + same(" [") + clause + same("]")
    return words + COLON + join(answers, ARROW)


def cause_words(cause: Cause, flip: Flip, comparison: Comparison) -> Iterator[Text]:
    """Yield the lines of one cause."""
    match cause.kind:
        case CauseKind.FACT:
            yield from _facts(cause, comparison)
        case CauseKind.THRESHOLD:
            yield _threshold(cause, comparison)
        case CauseKind.ZONE:
            yield _zone(cause, comparison)
            yield from _facts(cause, comparison)
        case CauseKind.RELAXATION:
            yield Text("放宽：", "relaxation: ") + join([_eased(cause, comparison, at) for at in (0, 1)], ARROW)
        case CauseKind.WINDOW:
            yield Text("受理：", "round: ") + _states(flip, comparison)
        case CauseKind.RULE:
            yield Text("条文：", "the text: ") + _rule(cause, comparison)
        case CauseKind.ESTIMATE:
            yield _estimates(flip, comparison)
        case CauseKind.LISTED:
            yield _listed(flip, comparison)


def _facts(cause: Cause, comparison: Comparison) -> Iterator[Text]:
    row = cause.rows[1] or cause.rows[0]
    if row is not None:
        yield _points(cause.rows)
    for figure in cause.figures:
        yield Text("数据：", "figure: ") + _figure(figure, cause, comparison)
        if not figure.stated and _is_age(figure, comparison.after.catalogue):
            yield Text("由日期变化引起", "the day alone moved it")
        for part in figure.stated:
            if not set(part.keys) <= {*figure.keys, None}:
                yield Text("据：", "from: ") + _figure(part, cause, comparison)


def _is_age(figure: Figure, catalogue: Catalogue) -> bool:
    facts = [catalogue.facts.get(key.fact) for key in figure.keys if key is not None]
    return any(fact is not None and fact.derived is not None and fact.derived.op is Derivation.AGE for fact in facts)


def _points(rows: tuple[ItemResult | None, ItemResult | None]) -> Text:
    known = [row for row in rows if row is not None]
    points = join([points_words(row.low, row.high) for row in known], ARROW)
    return Text("评分项：", "row of the table: ") + known[-1].item.title + COLON + points


def _figure(figure: Figure, cause: Cause, comparison: Comparison) -> Text:
    one, other = figure.keys
    group = ends(*figure.values, *_marks(cause))
    shown = [
        _value(key or other or one, value, side.catalogue, group)
        for key, value, side in zip(figure.keys, figure.values, (comparison.before, comparison.after), strict=True)
    ]
    if one is None or other is None or one == other:
        key = other or one
        title = figure_words(key, comparison.after.catalogue) if key is not None else NOTHING
        return title + COLON + join(shown, ARROW)
    titles = [figure_words(one, comparison.before.catalogue), figure_words(other, comparison.after.catalogue)]
    return join([title + COLON + value for title, value in zip(titles, shown, strict=True)], ARROW)


def _marks(cause: Cause) -> tuple[Value | None, ...]:
    leaves = [leaf for leaf in cause.leaves if isinstance(leaf, ConditionResult)]
    return tuple(value for leaf in leaves for value in (leaf.threshold, *(eased.threshold for eased in leaf.eased)))


def _value(key: FactKey | None, value: Value | None, catalogue: Catalogue, group: tuple[Fraction, ...]) -> Text:
    fact = catalogue.facts.get(key.fact) if key is not None else None
    return NOT_STATED if value is None or fact is None else value_text(value, fact, catalogue, group)


def _threshold(cause: Cause, comparison: Comparison) -> Text:
    since = bracketed(Text("自", "from ") + day_words(cause.day) + Text("起", " on")) if cause.day else NOTHING
    if cause.rows != (None, None):
        return _points(cause.rows) + since
    one, other = cause.leaves
    if isinstance(one, ScoreResult) and isinstance(other, ScoreResult):
        return Text("及格线：", "mark: ") + score_sentence(one.score) + ARROW + score_sentence(other.score)
    if not isinstance(one, ConditionResult) or not isinstance(other, ConditionResult):
        return NOTHING
    group = ends(one.threshold, other.threshold, one.reading.value if one.reading else None)
    key = other.reading.key if other.reading else None
    sides = ((one, comparison.before), (other, comparison.after))
    values = [_mark(key, leaf.threshold, side.catalogue, group) for leaf, side in sides]
    return Text("门槛：", "threshold: ") + join(values, ARROW) + since


def _mark(key: FactKey | None, value: Value | None, catalogue: Catalogue, group: tuple[Fraction, ...]) -> Text:
    return Text("无规定", "none in force") if value is None else _value(key, value, catalogue, group)


def _zone(cause: Cause, comparison: Comparison) -> Text:
    later = cause.zones[1] or cause.zones[0]
    zone = comparison.after.catalogue.zones.get(later.zone) if later is not None else None
    title = zone.title if zone is not None else same(later.zone if later is not None else "—")
    words = title + COLON + join([_standing(each, comparison) for each in cause.zones if each is not None], ARROW)
    if cause.day is not None:
        words += SEMICOLON + Text("变动日：", "it changed on ") + day_words(cause.day)
    return words


def _standing(reading: ZoneReading, comparison: Comparison) -> Text:
    return comparison.after.catalogue.place_title(reading.place) + same(" ") + zone_status(reading)


def _eased(cause: Cause, comparison: Comparison, at: int) -> Text:
    leaf = cause.leaves[at]
    catalogue = (comparison.before, comparison.after)[at].catalogue
    eased = leaf.eased if isinstance(leaf, ConditionResult) else ()
    return join([ease_words(each, catalogue) for each in eased], LIST) if eased else Text("无", "none")


def _states(flip: Flip, comparison: Comparison) -> Text:
    sides = ((flip.before, comparison.before), (flip.after, comparison.after))
    return join([state_words(r.measure, side.as_of, side.catalogue) for r, side in sides if r is not None], ARROW)


def _rule(cause: Cause, comparison: Comparison) -> Text:
    if cause.leaves != (None, None):
        sides = (comparison.before, comparison.after)
        told = []
        for leaf, side in zip(cause.leaves, sides, strict=True):
            if isinstance(leaf, ConditionResult):
                sentence = condition_sentence(leaf.condition, side.catalogue, side.as_of)
                told.append(sentence + bracketed(STRENGTHS[leaf.condition.strength]))
            elif isinstance(leaf, ScoreResult):
                told.append(score_sentence(leaf.score))
        return join(told, ARROW)
    parts = []
    if cause.added:
        parts.append(Text("增加条件 ", "conditions added: ") + same(", ".join(cause.added)))
    if cause.removed:
        parts.append(Text("减少条件 ", "conditions removed: ") + same(", ".join(cause.removed)))
    return join(parts, SEMICOLON) if parts else Text("条件的组合或决定方式不同", "combined or decided otherwise")


def _estimates(flip: Flip, comparison: Comparison) -> Text:
    sides = ((flip.before, comparison.before), (flip.after, comparison.after))
    keys = [(key, side.catalogue) for result, side in sides if result is not None for key in result.estimates]
    rests = Text("依据估计值", "rests on estimates")
    firm = Text("不依据估计值", "rests on no estimate")
    told = [rests if result is not None and result.estimates else firm for result, _ in sides]
    return join(told, ARROW) + COLON + join([asked_words(key, catalogue) for key, catalogue in keys], LIST)


def _listed(flip: Flip, comparison: Comparison) -> Text:
    is_after = flip.after is not None and flip.after.item is not None and not flip.after.hypothetical
    result, side = (flip.after, comparison.after) if is_after else (flip.before, comparison.before)
    item = item_words(result, side.catalogue) if result is not None else None
    if item is None:
        subject = side.catalogue.subjects.get(side.record.subject)
        item = subject.title if subject else same(side.record.subject)
    only = (
        Text("只在后一份里有", "only in the later profile")
        if is_after
        else (Text("只在前一份里有", "only in the earlier profile"))
    )
    return Text("档案：", "profile: ") + item + COMMA + only
