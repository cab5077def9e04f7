"""Sentences made from the rule tree: the report never restates a rule in words of its own."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactKey, FactType
from zhence.model.measure import (
    AllOf,
    AnyOf,
    Condition,
    DatedValue,
    IfThen,
    Leaf,
    Measure,
    Node,
    NotOf,
    Operator,
    Relaxation,
    Relief,
    Score,
    ScoreLeaf,
    ScorePart,
    SomeOf,
    Strength,
    Test,
    Threshold,
)
from zhence.model.text import Lang, Text, same
from zhence.model.value import Members, Options, Span, Value
from zhence.report.numbers import SHOWN, option_titles, plain, show_day, show_number, unit_title, value_text
from zhence.report.words import (
    COLON,
    COMMA,
    COUNTED_OPERATORS,
    LIST,
    OPERATORS,
    SEMICOLON,
    both,
    bracketed,
    join,
    points_unit,
)

RELATIVE_BELOW = 1900  # a year in a rule below this counts back from the year of the day asked about
FLAT = (Leaf, ScoreLeaf)


def asked_key(fact_id: str, year: int | None, catalogue: Catalogue, as_of: date) -> FactKey:
    """Return the figure a rule asks for: a yearly one without a year is last year's."""
    fact = catalogue.facts.get(fact_id)
    if fact is None or not fact.yearly:
        return FactKey(fact_id)
    asked = -1 if year is None else year
    return FactKey(fact_id, asked if asked >= RELATIVE_BELOW else as_of.year + asked)


def figure_words(key: FactKey, catalogue: Catalogue, as_of: date | None = None) -> Text:
    """Return the title of a figure with its year; the last year is called so where the day is known."""
    fact = catalogue.facts.get(key.fact)
    title = fact.title if fact else same(key.fact)
    if key.year is None:
        return title
    is_last = as_of is not None and key.year == as_of.year - 1
    year = f"上年度（{key.year}年）" if is_last else f"{key.year}年"
    return Text(year + title.zh, f"{title.en} ({key.year})")


@lru_cache(maxsize=SHOWN)
def asked_words(key: FactKey, catalogue: Catalogue) -> Text:
    """Return what to ask for: the title with year and unit, or the list a place is to be confirmed in."""
    zone = catalogue.zones.get(key.fact.removeprefix("zone."))
    if key.fact.startswith("zone.") and zone is not None:
        return Text("请确认是否属于", "confirm membership: ") + zone.title
    fact = catalogue.facts.get(key.fact)
    title = fact.title if fact else same(key.fact)
    year = [Text(f"{key.year}年", str(key.year))] if key.year is not None else []
    unit = unit_title(fact.unit, catalogue) if fact else None
    extra = [*year, *([unit] if unit else [])]
    return title + both(lambda lang: _aside([part.to(lang) for part in extra], lang))


def _aside(parts: list[str], lang: Lang) -> str:
    """Return words in brackets; nothing where no part has a word in the language."""
    inner = COMMA.to(lang).join(part for part in parts if part)
    return bracketed(same(inner)).to(lang) if inner else ""


def dated_value(threshold: Threshold, as_of: date) -> DatedValue | None:
    """Return the threshold in force on the day."""
    return next((d for d in reversed(threshold.values) if d.start is None or d.start <= as_of), None)


def threshold_words(test: Test, catalogue: Catalogue, as_of: date) -> Text:
    """Return the threshold in words: the value of the day, or the name of the fact that states it."""
    fact = catalogue.facts[test.fact]
    if test.threshold.fact is not None:
        asked = figure_words(asked_key(test.threshold.fact, test.threshold.year, catalogue, as_of), catalogue)
        return Text("“", "the published “") + asked + Text("”（以当期公布为准）", "”")
    dated = dated_value(test.threshold, as_of)
    if dated is None:
        return Text("（当日尚无规定）", "(none in force on the day)")
    return _threshold_value(dated.value, fact, catalogue)


def _threshold_value(value: Value, fact: Fact, catalogue: Catalogue) -> Text:
    if isinstance(value, Options | Members):
        return join(option_titles(value, fact, catalogue), LIST)
    return value_text(value, fact, catalogue)


def dated_words(test: Test, catalogue: Catalogue) -> Text | None:
    """Return every dated threshold with its first day, None where there is only one."""
    if len(test.threshold.values) < 2:
        return None
    fact = catalogue.facts[test.fact]
    parts = []
    for dated in test.threshold.values:
        start, value = dated.start, _threshold_value(dated.value, fact, catalogue)
        since = Text("此前", "before: ") if start is None else _since(start)
        parts.append(since + value)
    return join(parts, SEMICOLON)


def _since(start: date) -> Text:
    return Text(f"自{show_day(start, 'zh')}起", f"from {show_day(start, 'en')}: ")


def test_sentence(test: Test, catalogue: Catalogue, as_of: date) -> Text:
    """Return what a test asks, without relaxations."""
    fact = catalogue.facts[test.fact]
    figure = figure_words(asked_key(test.fact, test.year, catalogue, as_of), catalogue, as_of)
    threshold = threshold_words(test, catalogue, as_of)
    if test.operator is Operator.IS:
        is_flag = fact.type is FactType.FLAG
        return figure + (COLON if is_flag else Text("为", " is ")) + threshold
    table = COUNTED_OPERATORS if fact.type is FactType.COUNT else OPERATORS
    operator = table.get(test.operator, OPERATORS[test.operator])
    return Text(figure.zh + operator.zh + threshold.zh, f"{figure.en} {operator.en} {threshold.en}")


def condition_sentence(condition: Condition, catalogue: Catalogue, as_of: date) -> Text:
    """Return a condition in full: strength, test, relaxations."""
    core = _core(condition, catalogue, as_of)
    if condition.title is not None and condition.test is not None:
        core = condition.title + COLON + core
    eased = [relaxation_words(r, condition, catalogue, as_of) for r in condition.relaxations]
    if eased:
        core += bracketed(join(eased, SEMICOLON))
    return STRENGTH_MARKS[condition.strength] + core


STRENGTH_MARKS = {
    Strength.MUST: same(""),
    Strength.IN_PRINCIPLE: Text("原则上", "in principle: "),
    Strength.PREFERENCE: Text("（仅作优先，不影响结论）", "(a preference only) "),
}


def _core(condition: Condition, catalogue: Catalogue, as_of: date) -> Text:
    if condition.test is not None:
        return test_sentence(condition.test, catalogue, as_of)
    if condition.zone is not None:
        zone = catalogue.zones.get(condition.zone)
        return Text("位于", "located in: ") + (zone.title if zone else same(condition.zone))
    if condition.meets is not None:
        rule = catalogue.definitions.get(condition.meets)
        return Text("符合“", "meets “") + (rule.title if rule else same(condition.meets)) + Text("”的标准", "”")
    granted = condition.judged or condition.title or same(condition.id)
    return Text("须由主管部门认可：", "only if the authority grants it: ") + granted


def relaxation_words(relaxation: Relaxation, condition: Condition, catalogue: Catalogue, as_of: date) -> Text:
    """Return what a zone's places are spared."""
    zone = catalogue.zones.get(relaxation.zone)
    place = zone.title if zone else same(relaxation.zone)
    match relaxation.relief:
        case Relief.DISCRETION:
            return place + Text("可酌情放宽", ": may be relaxed at discretion")
        case Relief.WAIVED:
            return place + Text("不作要求", ": not required")
        case Relief.TO:
            return place + Text("放宽至", ": relaxed to ") + _eased_value(relaxation.to, condition, catalogue)
        case Relief.PERCENT:
            return place + _by_percent(relaxation.percent or Fraction(0), condition, catalogue, as_of)


def _eased_value(value: Value | None, condition: Condition, catalogue: Catalogue) -> Text:
    if condition.test is None or value is None:
        return same("—")
    return value_text(value, catalogue.facts[condition.test.fact], catalogue)


def _by_percent(percent: Fraction, condition: Condition, catalogue: Catalogue, as_of: date) -> Text:
    is_floor = condition.test is None or condition.test.operator.wants_more
    share = plain(percent)
    change = (
        Text(f"下调{share}%", f": lowered by {share}%") if is_floor else Text(f"上调{share}%", f": raised by {share}%")
    )
    dated = dated_value(condition.test.threshold, as_of) if condition.test is not None else None
    if condition.test is None or dated is None or not isinstance(dated.value, Span) or dated.value.exact is None:
        return change
    factor = 1 - percent / 100 if is_floor else 1 + percent / 100
    unit = catalogue.facts[condition.test.fact].unit
    amount = dated.value.exact
    eased = both(lambda lang: show_number(amount * factor, unit, catalogue, lang, (amount,)))
    return change + Text("至", " to ") + eased


def score_sentence(score: Score) -> Text:
    """Return a score table's pass mark, and the marks its blocks must reach."""
    parts = [part_sentence(part) for part in score.parts if part.at_least is not None]
    inner = bracketed(Text("其中", "of which: ") + join(parts, COMMA)) if parts else same("")
    if score.at_least is not None:
        return score.title + Text("不低于", " at least ") + _points(score.at_least) + inner
    if score.more_than is not None:
        return score.title + Text("高于", " more than ") + _points(score.more_than) + inner
    return score.title + Text("（按表计分，不设总分线）", " (points counted, no pass mark for the total)") + inner


def part_sentence(part: ScorePart) -> Text:
    """Return the mark that a block of a score table must reach, if there is one."""
    return part.title if part.at_least is None else part.title + Text("不低于", " at least ") + _points(part.at_least)


def _points(points: Fraction) -> Text:
    return both(lambda lang: plain(points, lang=lang)) + points_unit(points)


def node_sentence(node: Node, measure: Measure, catalogue: Catalogue, as_of: date) -> Text:
    """Return a whole tree as one sentence; groups inside groups stand in square brackets."""
    match node:
        case Leaf():
            return condition_sentence(measure.conditions[node.condition], catalogue, as_of)
        case ScoreLeaf():
            return score_sentence(measure.scores[node.score])
        case NotOf():
            return Text("不得满足：", "not: ") + _inner(node.child, measure, catalogue, as_of)
        case IfThen():
            return _conditional(node, measure, catalogue, as_of)
        case AllOf() | AnyOf() | SomeOf():
            parts = [_inner(child, measure, catalogue, as_of) for child in node.children]
            if len(parts) == 1:
                return parts[0]
            if isinstance(node, SomeOf):
                return some_words(node.count, len(parts)) + COLON + join(parts, SEMICOLON)
            return join(parts, Text("，且", ", and ") if isinstance(node, AllOf) else Text("，或", ", or "))


def some_words(count: int, among: int) -> Text:
    """Return 'at least so many of so many'."""
    return Text(f"{among}项中至少{count}项", f"at least {count} of {among}")


def _inner(node: Node, measure: Measure, catalogue: Catalogue, as_of: date) -> Text:
    words = node_sentence(node, measure, catalogue, as_of)
    if isinstance(node, FLAT) or (isinstance(node, AllOf | AnyOf | SomeOf) and len(node.children) == 1):
        return words
    return Text("【", "[") + words + Text("】", "]")


def _conditional(node: IfThen, measure: Measure, catalogue: Catalogue, as_of: date) -> Text:
    guard, then = (_inner(n, measure, catalogue, as_of) for n in (node.guard, node.then))
    words = Text("若", "if ") + guard + Text("，则", ", then ") + then
    if node.otherwise is None:
        return words + Text("，否则不作要求", ", otherwise nothing is required")
    return words + Text("，否则", ", otherwise ") + _inner(node.otherwise, measure, catalogue, as_of)
