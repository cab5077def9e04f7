"""What a single rule says that cannot be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from zhence.catalogue.faults import Faults
from zhence.engine.arithmetic import DAYS, MONTHS, YEARS
from zhence.engine.compare import FLOORS, STRICT, compare
from zhence.model.catalogue import Catalogue
from zhence.model.ladder import Step
from zhence.model.measure import (
    AllOf,
    AnyOf,
    Band,
    Condition,
    IfThen,
    Leaf,
    Measure,
    Node,
    NotOf,
    Operator,
    Relief,
    Score,
    ScoreLeaf,
    SomeOf,
    Test,
)
from zhence.model.text import Text
from zhence.model.value import Days, Options, Span, Value


def lint_rule(catalogue: Catalogue, rule: Measure, faults: Faults) -> None:
    """Note every fault of one measure or definition."""
    for condition in rule.conditions.values():
        _condition(catalogue, rule, condition, faults)
    for score in rule.scores.values():
        _score(rule, score, faults)
    for node in (rule.requires, rule.scope):
        if node is not None:
            _tree(rule, node, faults, is_alternative=False)
    _prose(catalogue, rule, faults)
    _languages(rule, faults)


def _condition(catalogue: Catalogue, rule: Measure, condition: Condition, faults: Faults) -> None:
    test = condition.test
    if test is None:
        return
    fact = catalogue.facts[test.fact]
    key = f"condition.{condition.id}"
    if rule.subject and not _reachable(catalogue, rule.subject, fact.subjects):
        faults.add(
            rule.file,
            key,
            "wrong-subject",
            Text(
                f"'{fact.id}' 是 {'、'.join(fact.subjects)} 的数据，{rule.subject} 没有",
                f"'{fact.id}' is a figure of {', '.join(fact.subjects)}, not of a {rule.subject}",
            ),
            Text("换一项数据，或改 subject", "ask another fact, or change the subject"),
        )
    for dated in test.threshold.values:
        exact = dated.value.exact if isinstance(dated.value, Span) else None
        if exact is not None and (
            (fact.low is not None and exact < fact.low) or (fact.high is not None and exact > fact.high)
        ):
            faults.add(
                rule.file,
                key,
                "impossible-threshold",
                Text(f"门槛在 '{fact.id}' 的可能范围之外", f"the threshold is outside what '{fact.id}' can be"),
                Text("检查数值与单位", "check the number and its unit"),
            )
    for at, relaxation in enumerate(condition.relaxations, 1):
        if relaxation.relief is Relief.TO:
            eases = _is_easier(relaxation.to, test)
        else:
            eases = relaxation.percent is None or 0 < relaxation.percent < 100
        if not eases:
            faults.add(
                rule.file,
                f"{key}.relaxed[{at}]",
                "relaxation-tightens",
                Text("放宽后的门槛并不更宽", "the eased threshold is no easier"),
                Text("检查放宽的数值", "check the number"),
            )


def _is_easier(to: Value | None, test: Test) -> bool:
    """Tell whether an eased threshold lies beyond the latest base one; where either is no single mark, it may."""
    pair = _marks(to, test.threshold.values[-1].value) if test.threshold.values else None
    if pair is None:
        return True
    eased, base = pair
    return eased < base if test.operator in FLOORS else eased > base


def _marks(one: Value | None, other: Value | None) -> tuple[Fraction, Fraction] | None:
    """Return two numbers, or two days counted as numbers, that can be held against each other."""
    if isinstance(one, Span) and isinstance(other, Span) and one.exact is not None and other.exact is not None:
        return one.exact, other.exact
    if isinstance(one, Days) and isinstance(other, Days) and one.exact is not None and other.exact is not None:
        return Fraction(one.exact.toordinal()), Fraction(other.exact.toordinal())
    return None


def _reachable(catalogue: Catalogue, subject: str, owners: tuple[str, ...]) -> bool:
    """Tell whether a subject, or one that lists it as an item or a member, has the fact."""
    todo, seen = [subject], {subject}
    while todo:
        word = todo.pop()
        if word in owners:
            return True
        for other in catalogue.subjects.values():
            if (word in other.items or word == other.members) and other.id not in seen:
                seen.add(other.id)
                todo.append(other.id)
    return False


def _score(rule: Measure, score: Score, faults: Faults) -> None:
    key = f"score.{score.id}"
    most = Fraction(0)
    for part in (None, *score.parts):
        items = [item for item in score.items if item.part == (part.id if part else None)]
        best: dict[str, Fraction] = {}
        for item in items:
            word = item.alternative or f" {item.id}"
            best[word] = max(best.get(word, Fraction(0)), item.points_max, *(band.high for band in item.bands))
        total = sum(best.values(), Fraction(0))
        capped = min(total, part.cap) if part is not None and part.cap is not None else total
        if part is not None and part.at_least is not None and capped < part.at_least:
            faults.add(
                rule.file,
                f"{key}.part.{part.id}",
                "pass-mark-unreachable",
                Text("这一部分最高分达不到自身的及格线", "this part can never reach its own mark"),
                Text("检查分值与及格线", "check the points and the mark"),
            )
        most += capped
    if (score.at_least is not None and most < score.at_least) or (
        score.more_than is not None and most <= score.more_than
    ):
        faults.add(
            rule.file,
            key,
            "pass-mark-unreachable",
            Text(f"最高只有 {most} 分，达不到及格线", f"gives {most} points at most, below the pass mark"),
            Text("检查分值与及格线", "check the points and the mark"),
        )
    for item in score.items:
        for at, band in enumerate(item.bands):
            if any(_covers(earlier, band) for earlier in item.bands[:at]):
                faults.add(
                    rule.file,
                    f"{key}.item",
                    "unreachable-band",
                    Text(f"'{item.id}' 第 {at + 1} 档永远轮不到", f"band {at + 1} of '{item.id}' is never reached"),
                    Text("按由高到低排列", "put the narrower band first"),
                )


def _covers(earlier: Band, later: Band) -> bool:
    """Tell whether every value of the later band has met the earlier one."""
    if not earlier.tests:
        return True
    if len(earlier.tests) != 1 or not later.tests:
        return False
    return any(_implies(test, earlier.tests[0]) for test in later.tests)


def _implies(narrow: Test, wide: Test) -> bool:
    if (narrow.fact, narrow.year) != (wide.fact, wide.year) or not narrow.threshold.values or not wide.threshold.values:
        return False
    mine, other = narrow.threshold.values[-1].value, wide.threshold.values[-1].value
    if isinstance(mine, Options) and isinstance(other, Options):
        return mine.possible <= other.possible
    pair = _marks(mine, other)
    if pair is None or (narrow.operator in FLOORS) != (wide.operator in FLOORS):
        return False
    if narrow.operator in STRICT and pair[0] == pair[1]:
        return True
    return compare(mine, wide.operator, other).low is Step.YES


def _tree(rule: Measure, node: Node, faults: Faults, *, is_alternative: bool) -> None:
    """Note judged conditions that nothing is an alternative to, and conjunctions that contradict themselves."""
    match node:
        case Leaf():
            if rule.conditions[node.condition].judged is not None and not is_alternative:
                faults.add(
                    rule.file,
                    f"condition.{node.condition}",
                    "judged-alone",
                    Text("只由人判断的条件不能单独作为必要条件", "a judged condition can only be an alternative"),
                    Text("改写成 [[judgement]]，或放进 any", "write it as [[judgement]], or put it into any"),
                )
        case ScoreLeaf():
            pass
        case AllOf():
            _contradictions(rule, node, faults)
            for child in node.children:
                _tree(rule, child, faults, is_alternative=is_alternative)
        case AnyOf() | SomeOf():
            for child in node.children:
                _tree(rule, child, faults, is_alternative=True)
        case NotOf():
            _tree(rule, node.child, faults, is_alternative=is_alternative)
        case IfThen():
            for part in (node.guard, node.then, node.otherwise):
                if part is not None:
                    _tree(rule, part, faults, is_alternative=is_alternative)


def _contradictions(rule: Measure, node: AllOf, faults: Faults) -> None:
    for one, other in combinations(list(_conjuncts(rule, node)), 2):
        if one.test is not None and one.test == other.test:
            faults.add(
                rule.file,
                f"condition.{other.id}",
                "twin",
                Text(f"'{one.id}' 与 '{other.id}' 是同一个条件", f"'{one.id}' and '{other.id}' are one condition"),
                Text("只留一个", "keep one"),
                "warning",
            )
        if one.test is not None and other.test is not None and _disjoint(one.test, other.test):
            faults.add(
                rule.file,
                f"condition.{other.id}",
                "contradiction",
                Text(
                    f"'{one.id}' 与 '{other.id}' 不可能同时达到", f"'{one.id}' and '{other.id}' can never both be met"
                ),
                Text("检查两处门槛，或改用 any", "check both thresholds, or use any"),
            )


def _conjuncts(rule: Measure, node: Node) -> Iterator[Condition]:
    if isinstance(node, Leaf):
        condition = rule.conditions[node.condition]
        if condition.strength == "must" and not condition.relaxations:
            yield condition
    elif isinstance(node, AllOf):
        for child in node.children:
            yield from _conjuncts(rule, child)


def _disjoint(one: Test, other: Test) -> bool:
    if (one.fact, one.year) != (other.fact, other.year) or not one.threshold.values or not other.threshold.values:
        return False
    mine, theirs = one.threshold.values[-1].value, other.threshold.values[-1].value
    if isinstance(mine, Options) and isinstance(theirs, Options):
        plain = {Operator.IS, Operator.ONE_OF}
        return one.operator in plain and other.operator in plain and mine.possible.isdisjoint(theirs.possible)
    pair = _marks(mine, theirs)
    if pair is None or (one.operator in FLOORS) == (other.operator in FLOORS):
        return False
    floor, ceiling = pair if one.operator in FLOORS else (pair[1], pair[0])
    return floor > ceiling or (floor == ceiling and (one.operator in STRICT or other.operator in STRICT))


def _prose(catalogue: Catalogue, rule: Measure, faults: Faults) -> None:
    """Note a quantity in prose, in either language, that asks for something no condition tests."""
    if not rule.judgements:
        return
    pattern = _quantity(catalogue)
    for at, judgement in enumerate(rule.judgements, 1):
        found = [*pattern.findall(judgement.text.zh), *pattern.findall(judgement.text.en)]
        if found:
            faults.add(
                rule.file,
                f"judgement[{at}]",
                "threshold-in-prose",
                Text(f"判断事项里有门槛：{'、'.join(found)}", f"a judgement states a threshold: {', '.join(found)}"),
                Text("写成 [condition]", "write it as a condition"),
            )


def _quantity(catalogue: Catalogue) -> re.Pattern[str]:
    """Return what a quantity looks like in this catalogue: digits, then a multiplier or a unit of its amounts."""
    durations = {*DAYS, *MONTHS, *YEARS}  # prose speaks of days and years that ask for nothing
    words = {catalogue.money, "%", *catalogue.units.multipliers}
    for fact in catalogue.facts.values():
        if fact.type.numeric and fact.unit is not None and fact.unit not in durations:
            title = catalogue.units.titles.get(fact.unit)
            words |= {fact.unit, *((title.zh, title.en) if title else ())}
    known = "|".join(re.escape(word) for word in sorted(words - {""}, key=lambda word: (-len(word), word)))
    return re.compile(rf"\d+(?:\.\d+)?\s*(?:{known})(?![a-z])")


def _languages(rule: Measure, faults: Faults) -> None:
    if rule.title.zh == rule.title.en or not rule.title.zh.strip() or not rule.title.en.strip():
        faults.add(
            rule.file,
            "title",
            "one-language",
            Text("标题缺少一种语言", "the title lacks a language"),
            Text('写成 { zh = "…", en = "…" }', 'write { zh = "…", en = "…" }'),
            "warning",
        )
