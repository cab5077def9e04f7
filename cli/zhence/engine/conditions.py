from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from zhence.engine import arithmetic
from zhence.engine.ages import with_day
from zhence.engine.compare import FLOORS, compare
from zhence.engine.compare import gap as gap_to
from zhence.engine.figures import Case
from zhence.engine.zones import read_zone
from zhence.model.fact import FactKey
from zhence.model.ladder import DISCRETION, YES, Answer, Step, all_of, any_of
from zhence.model.measure import Condition, Operator, Relaxation, Relief, Strength, Test, Threshold
from zhence.model.result import ConditionResult, EasedResult, Gap, NodeResult, Reading
from zhence.model.value import Days, Options, Span, Value

Meet = Callable[[Case, str], NodeResult]


def answer_condition(case: Case, condition: Condition, meet: Meet) -> ConditionResult:
    """Answer one condition; `meet` answers the rule that a condition may refer to by name."""
    if condition.test is not None:
        return _tested(case, condition, condition.test)
    if condition.zone is not None:
        zone = read_zone(case, condition.zone)
        answer = by_strength(zone.answer, condition.strength)
        return ConditionResult(condition, answer, zone.answer, zone=zone, missing=_if_open(answer, zone.missing))
    if condition.meets is not None:
        inner = meet(case, condition.meets)
        answer = by_strength(inner.answer, condition.strength)
        return ConditionResult(condition, answer, inner.answer, inner=inner, missing=_if_open(answer, inner.missing))
    return ConditionResult(condition, DISCRETION, DISCRETION)


def _tested(case: Case, condition: Condition, test: Test) -> ConditionResult:
    reading = case.read(case.key(test.fact, test.year))
    threshold, threshold_reading = read_threshold(case, test.threshold)
    value = known_value(case, reading)
    base = compare(value, test.operator, threshold)
    eased = tuple(_ease(case, r, test.operator, value, threshold) for r in condition.relaxations)
    answer = by_strength(any_of([base, *(all_of([e.zone.answer, e.answer]) for e in eased)]), condition.strength)
    is_moving = not base.settled or any(not e.answer.settled for e in eased)
    own = [reading, threshold_reading] if is_moving else []
    wanting = [key for each in own if each is not None for key in open_keys(each)]
    wanting += [key for e in eased for key in e.zone.missing]
    gap = _gap(value, test.operator, threshold, eased, answer)
    return ConditionResult(
        condition,
        answer,
        base,
        reading=reading,
        threshold=threshold,
        threshold_reading=threshold_reading,
        eased=eased,
        gap=gap and with_day(gap, case.catalogue.facts[test.fact], test.operator, reading),
        missing=_if_open(answer, tuple(dict.fromkeys(wanting))),
    )


def _gap(
    value: Value | None,
    operator: Operator,
    threshold: Value | None,
    eased: tuple[EasedResult, ...],
    answer: Answer,
) -> Gap | None:
    """Return how far the value stays from the easiest threshold that surely counts here; None where it may meet it."""
    if answer.low is Step.YES:
        return None
    inside = [e.threshold for e in eased if e.threshold is not None and e.zone.answer.low is Step.YES]
    gaps = [gap_to(value, operator, mark) for mark in (*inside, threshold)]
    known = [g for g in gaps if g is not None]
    return min(known, key=lambda g: g.shortfall) if len(known) == len(gaps) else None


def _ease(
    case: Case, relaxation: Relaxation, operator: Operator, value: Value | None, threshold: Value | None
) -> EasedResult:
    return EasedResult(relaxation, read_zone(case, relaxation.zone), *ease(relaxation, operator, value, threshold))


def ease(
    relaxation: Relaxation, operator: Operator, value: Value | None, threshold: Value | None
) -> tuple[Value | None, Answer]:
    """Return the eased threshold, None where no number is given, and whether the value meets it."""
    match relaxation.relief:
        case Relief.DISCRETION:
            return None, DISCRETION
        case Relief.WAIVED:
            return None, YES
        case Relief.TO:
            eased = relaxation.to
        case _:
            eased = _by_percent(threshold, operator, relaxation.percent or Fraction(0))
    return eased, compare(value, operator, eased)


def _by_percent(threshold: Value | None, operator: Operator, percent: Fraction) -> Value | None:
    if not isinstance(threshold, Span):
        return None
    share = percent / 100
    return arithmetic.scale(threshold, 1 - share if operator in FLOORS else 1 + share)


def by_strength(answer: Answer, strength: Strength) -> Answer:
    """Return what an answer counts for: a preference never gates, a miss in principle is left to discretion."""
    if strength is Strength.PREFERENCE:
        return YES
    return any_of([answer, DISCRETION]) if strength is Strength.IN_PRINCIPLE else answer


def read_threshold(case: Case, threshold: Threshold) -> tuple[Value | None, Reading | None]:
    """Return the threshold of the day, and where it was read if the rule asks for it."""
    if threshold.fact is not None:
        reading = case.read(case.key(threshold.fact, threshold.year))
        return reading.value, reading
    for dated in reversed(threshold.values):
        if dated.start is None or dated.start <= case.as_of:
            return dated.value, None
    return None, None


def known_value(case: Case, reading: Reading) -> Value | None:
    """Return the value, or the bounds of what an unstated fact can be at all."""
    if reading.value is not None:
        return reading.value
    fact = case.catalogue.facts[reading.key.fact]
    if fact.type.numeric:
        return Span(fact.low, fact.high)
    if fact.type == "date":
        return Days(None, None)
    if fact.type == "flag":
        return Options(frozenset({True, False}))
    if fact.type == "choice":
        return Options(frozenset(fact.choices))
    return None


def open_keys(reading: Reading) -> list[FactKey]:
    """List the figures that would settle a reading: the missing ones, and those stated only as a range."""
    ranged = [k for k, given in reading.given if isinstance(given.value, (Span, Days)) and given.value.exact is None]
    return [*reading.missing, *ranged]


def _if_open(answer: Answer, missing: tuple[FactKey, ...]) -> tuple[FactKey, ...]:
    return () if answer.settled else missing
