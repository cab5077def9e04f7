"""Conditions answered for every row of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from zhence.columns import ends, truth
from zhence.columns.ends import UnsupportedError, reaches, stays
from zhence.columns.figures import Figures
from zhence.columns.spans import Numbers
from zhence.columns.truth import Answer, Truth, all_true, any_true, between, expression, surely
from zhence.engine.compare import FLOORS, STRICT, compare
from zhence.engine.conditions import ease
from zhence.model import frame
from zhence.model.fact import Fact, FactKey, FactType
from zhence.model.measure import Condition, Operator, Relaxation, Relief, Strength, Test, Threshold
from zhence.model.value import Days, Options, Span, Value

Meet = Callable[[Figures, str], Answer]


@dataclass(frozen=True, slots=True)
class Mark:
    """Hold the threshold of the day: a value, or the figure that states it, times a number."""

    value: Value | None = None
    fact: FactKey | None = None
    times: Fraction = Fraction(1)


def answer_condition(figures: Figures, condition: Condition, meet: Meet) -> Answer:
    """Answer one condition for every row; `meet` answers the rule that a condition may refer to by name."""
    if condition.test is not None:
        return by_strength(
            truth.any_of([truth.plain(base(figures, condition.test)), *eased(figures, condition)]), condition
        )
    if condition.zone is not None:
        return by_strength(truth.plain(figures.zone(condition.zone)), condition)
    if condition.meets is not None:
        return by_strength(meet(figures, condition.meets), condition)
    return truth.DISCRETION


def by_strength(answer: Answer, condition: Condition) -> Answer:
    """Return what answers count for: a preference never gates, a miss in principle is left to discretion."""
    if condition.strength is Strength.PREFERENCE:
        return truth.YES
    return Answer(answer.yes, some=True) if condition.strength is Strength.IN_PRINCIPLE else answer


def base(figures: Figures, test: Test) -> Truth:
    """Return whether each row meets a test without relaxations."""
    return meets(figures, key_of(figures, test), test.operator, mark_of(figures, test.threshold))


def eased(figures: Figures, condition: Condition) -> list[Answer]:
    """Return what each relaxation of a condition adds."""
    return [ease_answer(figures, condition, each) for each in condition.relaxations]


def ease_answer(figures: Figures, condition: Condition, relaxation: Relaxation) -> Answer:
    """Return where a relaxation meets a condition: its zone holds, and the eased threshold is met."""
    zone = figures.zone(relaxation.zone)
    if relaxation.relief is Relief.DISCRETION:
        return Answer(yes=False, some=zone)
    if relaxation.relief is Relief.WAIVED:
        return truth.plain(zone)
    mark = eased_mark(figures, condition, relaxation)
    if condition.test is None or mark is None:
        return truth.plain(all_true([zone, None]))
    return truth.plain(all_true([zone, meets(figures, key_of(figures, condition.test), condition.test.operator, mark)]))


def eased_mark(figures: Figures, condition: Condition, relaxation: Relaxation) -> Mark | None:
    """Return the eased threshold, None where no number is given."""
    if condition.test is None:
        return None
    mark = mark_of(figures, condition.test.threshold)
    if mark.fact is None or relaxation.relief is Relief.TO:
        value, _ = ease(relaxation, condition.test.operator, None, mark.value)
        return None if value is None else Mark(value)
    share = (relaxation.percent or Fraction(0)) / 100
    return Mark(fact=mark.fact, times=1 - share if condition.test.operator in FLOORS else 1 + share)


def key_of(figures: Figures, test: Test) -> FactKey:
    """Return the figure that a test asks for."""
    return figures.case.key(test.fact, test.year)


def mark_of(figures: Figures, threshold: Threshold) -> Mark:
    """Return the threshold of the day."""
    if threshold.fact is not None:
        return Mark(fact=figures.case.key(threshold.fact, threshold.year))
    for dated in reversed(threshold.values):
        if dated.start is None or dated.start <= figures.as_of:
            return Mark(dated.value)
    return Mark()


def meets(figures: Figures, key: FactKey, operator: Operator, mark: Mark) -> Truth:
    """Return whether each row's figure meets a threshold; once for all conditions that ask the same."""
    asked = (key, operator, mark)
    if asked not in figures.tests:
        figures.tests[asked] = figures.share(_meets(figures, key, operator, mark))
    return figures.tests[asked]


def _meets(figures: Figures, key: FactKey, operator: Operator, mark: Mark) -> Truth:
    fact = figures.catalogue.facts[key.fact]
    if mark.fact is not None:
        return _meets_figure(figures, key, operator, mark.fact, mark.times)
    match mark.value:
        case None:
            return None
        case Span():
            return _meets_number(figures.numbers(key), operator, mark.value)
        case Days():
            return _meets_day(figures, key, operator, mark.value)
        case Options() if fact.type is FactType.SET:
            return _includes(figures, key, operator, mark.value)
        case Options():
            return _is_one_of(figures, fact, key, operator, mark.value)
        case _:
            raise UnsupportedError(f"a threshold that is {mark.value}")


def _meets_number(numbers: Numbers, operator: Operator, mark: Span) -> Truth:
    exact = mark.exact
    if exact is None:
        raise UnsupportedError("a threshold that is a range")
    return numbers.holds(operator, exact)


def _meets_figure(figures: Figures, key: FactKey, operator: Operator, mark: FactKey, times: Fraction) -> Truth:
    """Hold one figure against another; nothing is settled where the other is not stated."""
    facts = figures.catalogue.facts
    if not (facts[key.fact].type.numeric and facts[mark.fact].type.numeric):
        raise UnsupportedError("a threshold that is stated and no number")
    if facts[mark.fact].derived is not None:
        raise UnsupportedError("a threshold that follows from other figures")
    limit = figures.numbers(mark)
    low, high = figures.numbers(key).whole()
    floor, ceiling = (ends.scaled(end, times) for end in limit.whole())
    strict = operator in STRICT
    if operator in FLOORS:
        sure, possible = reaches(low, ceiling, strict=strict), reaches(high, floor, strict=strict)
    else:
        sure, possible = stays(high, floor, strict=strict), stays(low, ceiling, strict=strict)
    return between(all_true([limit.known, surely(sure)]), any_true([truth.flip(limit.known), truth.possibly(possible)]))


def _meets_day(figures: Figures, key: FactKey, operator: Operator, mark: Days) -> Truth:
    days, limit = figures.days(key), mark.exact
    if days is None:
        return None
    if limit is None:
        raise UnsupportedError("a day that is a range")
    is_floor = operator in FLOORS
    worst, best = days if is_floor else days[::-1]
    if worst is best:
        return _reaches_day(worst, limit, is_floor=is_floor)
    sure, possible = (_reaches_day(day, limit, is_floor=is_floor) for day in (worst, best))
    return between(surely(sure), truth.possibly(possible))


def _reaches_day(day: pl.Expr, limit: date, *, is_floor: bool) -> pl.Expr:
    return day >= pl.lit(limit) if is_floor else day <= pl.lit(limit)


def _is_one_of(figures: Figures, fact: Fact, key: FactKey, operator: Operator, wanted: Options) -> Truth:
    unknown = _unknown(fact)
    rest = None if unknown is None else compare(unknown, operator, wanted)
    settled = rest is not None and rest.settled
    at_rest: Truth = (rest.low == rest.high and rest.low > 0) if rest is not None and settled else None
    if not figures.is_stated(key):
        return at_rest
    column = pl.col(frame.column(key))
    if fact.type is FactType.FLAG:
        known: Truth = column if wanted.possible == {True} else ~column if wanted.possible == {False} else True
    else:
        known = column.is_in(sorted(str(option) for option in wanted.possible))
    if known is True:
        return truth.either(column.is_not_null(), True, at_rest)
    return expression(known).fill_null(at_rest) if isinstance(at_rest, bool) else known


def _unknown(fact: Fact) -> Options | None:
    """Return what an unstated fact can be, None where that is anything."""
    if fact.type is FactType.FLAG:
        return Options(frozenset({True, False}))
    return Options(frozenset(fact.choices)) if fact.type is FactType.CHOICE else None


def _includes(figures: Figures, key: FactKey, operator: Operator, wanted: Options) -> Truth:
    if not figures.is_stated(key):
        return None
    column = pl.col(frame.column(key))
    found: list[Truth] = [column.list.contains(str(option)) for option in sorted(map(str, wanted.possible))]
    return all_true(found) if operator is Operator.INCLUDES_ALL else any_true(found)
