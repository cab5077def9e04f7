"""A second evaluator, written from the design alone: every fact known, plain numbers 0 NO, 1 DISCRETION, 2 YES.

It shares no code with the engine but the shapes that both read. Intervals do not exist here: an unknown figure is tried
at values on both sides of everything that is asked of it, and the engine's interval must hold every answer found.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactKey
from zhence.model.measure import AllOf, AnyOf, Condition, IfThen, Leaf, Measure, Node, NotOf, Score, ScoreLeaf, Test
from zhence.model.value import Days, Members, Options, Span

Known = dict[FactKey, Any]  # Fraction, date, bool, str, frozenset


class Missing(Exception):  # noqa: N818  not a fault: the figure is to be tried
    def __init__(self, key: FactKey) -> None:
        self.key = key


class Undefined(Exception):  # noqa: N818
    """A share of nothing: no completion of the profile settles it."""


class Opinion:
    def __init__(self, book: Catalogue, as_of: date, known: Known, zones: dict[str, bool]) -> None:
        self.book, self.as_of, self.known, self.zones = book, as_of, known, zones

    def measure(self, measure: Measure) -> int:
        parts = [self.node(measure, node) for node in (measure.scope, measure.requires) if node is not None]
        return min(parts)

    def node(self, rule: Measure, node: Node) -> int:
        match node:
            case Leaf():
                return self.condition(rule.conditions[node.condition])
            case ScoreLeaf():
                return self.score(rule.scores[node.score])
            case NotOf():
                return 2 - self.node(rule, node.child)
            case IfThen():
                chosen = node.then if self.node(rule, node.guard) == 2 else node.otherwise
                return 2 if chosen is None else self.node(rule, chosen)
            case AllOf():
                return min(self.node(rule, child) for child in node.children)
            case AnyOf():
                return max(self.node(rule, child) for child in node.children)
        return sorted((self.node(rule, child) for child in node.children), reverse=True)[node.count - 1]

    def condition(self, condition: Condition) -> int:
        if condition.judged is not None and condition.test is None and not condition.zone and not condition.meets:
            return 1
        answer = self._bare(condition)
        if condition.strength == "preference":
            return 2
        return max(answer, 1) if condition.strength == "in-principle" else answer

    def _bare(self, condition: Condition) -> int:
        if condition.zone is not None:
            return 2 if self.zones[condition.zone] else 0
        if condition.meets is not None:
            rule = self.book.definitions[condition.meets]
            assert rule.requires is not None
            return self.node(rule, rule.requires)
        test = condition.test
        assert test is not None
        mark = self.threshold(test)
        value = self.value(self.key(test.fact, test.year))
        answer = 2 if holds(value, test.operator, mark) else 0
        for relaxation in condition.relaxations:
            if not self.zones[relaxation.zone]:
                continue
            if relaxation.relief == "waived":
                answer = 2
            elif relaxation.relief == "discretion":
                answer = max(answer, 1)
            else:
                floor = test.operator in ("at_least", "more_than", "on_or_after")
                if relaxation.relief == "to":
                    eased = plain(relaxation.to)
                else:
                    share = (relaxation.percent or 0) / Fraction(100)
                    eased = mark * (1 - share) if floor else mark * (1 + share)
                answer = max(answer, 2 if holds(value, test.operator, eased) else 0)
        return answer

    def threshold(self, test: Test) -> Any:
        if test.threshold.fact is not None:
            return self.value(self.key(test.threshold.fact, test.threshold.year))
        in_force = [d for d in test.threshold.values if d.start is None or d.start <= self.as_of]
        return plain(in_force[-1].value)

    def score(self, score: Score) -> int:
        points = {item.id: self._points(item) for item in score.items}
        whole, short = Fraction(0), False
        for part in (None, *score.parts):
            mine = [i for i in score.items if i.part == (part.id if part else None)]
            got = sum((points[i.id] for i in mine if i.alternative is None), Fraction(0))
            for word in {i.alternative for i in mine} - {None}:
                got += max(points[i.id] for i in mine if i.alternative == word)
            if part is not None and part.cap is not None:
                got = min(got, part.cap)
            if part is not None and part.at_least is not None and got < part.at_least:
                short = True
            whole += got
        if score.at_least is not None and whole < score.at_least:
            short = True
        if score.more_than is not None and whole <= score.more_than:
            short = True
        return 0 if short else 2

    def _points(self, item: Any) -> Fraction:
        if item.points_fact is not None:
            return max(Fraction(0), min(self.value(self.key(item.points_fact, None)), item.points_max))
        for band in item.bands:
            if all(holds(self.value(self.key(t.fact, t.year)), t.operator, self.threshold(t)) for t in band.tests):
                if band.low != band.high:
                    raise Undefined  # an expert picks within the band
                return Fraction(band.low)
        return Fraction(0)

    def key(self, fact: str, year: int | None) -> FactKey:
        if not self.book.facts[fact].yearly:
            return FactKey(fact)
        asked = -1 if year is None else year
        return FactKey(fact, asked if asked >= 1900 else self.as_of.year + asked)

    def value(self, key: FactKey) -> Any:
        if key in self.known:
            return self.known[key]
        fact = self.book.facts[key.fact]
        within, place = self.book.within, self.book.place
        if within and place and key.fact == within.fact and (where := self.known.get(FactKey(place))) in within.of:
            return within.of[str(where)]
        if fact.derived is None or fact.derived.items is not None:
            raise Missing(key)
        return self._derived(fact, key)

    def _derived(self, fact: Fact, key: FactKey) -> Any:
        made = fact.derived
        assert made is not None

        def at(word: str, back: int = 0) -> Any:
            if not self.book.facts[word].yearly:
                return self.value(FactKey(word))
            return self.value(FactKey(word, (key.year if key.year is not None else self.as_of.year - 1) - back))

        first, whole = made.of[0], 100 if fact.unit == "%" else 1
        window = range(made.years)
        match str(made.op):
            case "ratio":
                top, bottom = at(first), at(made.against or first)
                return share(top, bottom) * whole
            case "difference":
                return at(first) - at(made.against or first)
            case "total":
                return sum((at(word) for word in made.of), Fraction(0))
            case "sum":
                return sum((at(first, back) for back in window), Fraction(0))
            case "mean":
                return sum((at(first, back) for back in window), Fraction(0)) / made.years
            case "least":
                return min(at(first, back) for back in window)
            case "most":
                return max(at(first, back) for back in window)
            case "growth":
                return (root(share(at(first), at(first, made.years)), made.years) - 1) * whole
            case "mean-growth":
                rates = [share(at(first, back), at(first, back + 1)) - 1 for back in window]
                return sum(rates, Fraction(0)) / made.years * whole
        return age(at(first), self.as_of, fact.unit or "天")


def root(ratio: Fraction, years: int) -> Fraction:
    if ratio < 0:
        raise Undefined
    with localcontext() as context:
        context.prec = 40
        found = (Decimal(ratio.numerator) / Decimal(ratio.denominator)) ** (Decimal(1) / years) if ratio else Decimal(0)
    near = Fraction(round(found * 10**12), 10**12)
    return near if near**years == ratio else Fraction(found)


def share(top: Fraction, bottom: Fraction) -> Fraction:
    if bottom <= 0:
        raise Undefined
    return top / bottom


def age(born: date, today: date, unit: str) -> Fraction:
    if unit == "天":
        return Fraction((today - born).days)
    whole = 0
    step = 1 if unit == "月" else 12
    while months_after(born, (whole + 1) * step) <= today:
        whole += 1
    while months_after(born, whole * step) > today:
        whole -= 1
    return Fraction(whole)


def months_after(day: date, months: int) -> date:
    """The day so many months on; a day that the month lacks is the first of the next."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return (
            date(year, month + 1, 28)
            + timedelta(days=4)
            - timedelta(days=(date(year, month + 1, 28) + timedelta(days=4)).day - 1)
        )


def holds(value: Any, operator: str, mark: Any) -> bool:
    match str(operator):
        case "at_least" | "on_or_after":
            return bool(value >= mark)
        case "more_than":
            return bool(value > mark)
        case "at_most" | "on_or_before":
            return bool(value <= mark)
        case "less_than":
            return bool(value < mark)
        case "includes_all":
            return set(mark) <= set(value)
        case "includes_any":
            return bool(set(mark) & set(value))
    return value in mark if isinstance(mark, frozenset) else value == mark


def plain(value: Any) -> Any:
    match value:
        case Span() | Days():
            assert value.low == value.high
            return value.low
        case Options():
            return value.possible
        case Members():
            return value.known
    raise TypeError(value)


def tries(book: Catalogue, key: FactKey, marks: list[Any], dice: random.Random) -> Any:
    """Return one value a figure could have: at, just above or just below something that is asked of it."""
    fact = book.facts[key.fact]
    match str(fact.type):
        case "flag":
            return dice.random() < 0.5
        case "choice":
            return dice.choice(sorted(fact.choices))
        case "set":
            return frozenset(word for word in fact.choices if dice.random() < 0.4)
        case "date":
            return date(2026, 6, 1) - timedelta(
                days=dice.choice([0, 1, 364, 365, 366, 730, 731, 1095, 1096, 3653, 20000])
            )
        case "text" | "place":
            return "x"
    mark = dice.choice(marks) if marks else Fraction(dice.randint(0, 200))
    step = Fraction(1) if fact.type == "count" else Fraction(1, 100)
    found = (
        mark * dice.choice([Fraction(1), Fraction(1), Fraction(1, 2), Fraction(2)]) + dice.choice([-1, 0, 0, 1]) * step
    )
    if fact.low is not None:
        found = max(found, fact.low)
    return min(found, fact.high) if fact.high is not None else found


def marks_of(book: Catalogue, measure: Measure) -> Iterator[Fraction]:
    """Yield every number that a measure asks for, the rules it refers to included."""
    rules, done = [measure], set[str]()
    while rules:
        rule = rules.pop()
        done.add(rule.id)
        tests = [c.test for c in rule.conditions.values() if c.test is not None]
        tests += [t for s in rule.scores.values() for i in s.items for b in i.bands for t in b.tests]
        for test in tests:
            for dated in test.threshold.values:
                if isinstance(dated.value, Span) and dated.value.low is not None:
                    yield dated.value.low
        names = {c.meets for c in rule.conditions.values() if c.meets is not None} - done
        rules += [book.definitions[name] for name in names]
