"""Properties of the engine on the real catalogue with random figures, and the arithmetic of derived facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhence.engine import Case, decide
from zhence.engine.arithmetic import divide, growth, root, whole_units
from zhence.engine.compare import compare, gap
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.ladder import NO, UNKNOWN, YES, Step
from zhence.model.measure import AllOf, AnyOf, Measure, Node, Operator
from zhence.model.profile import Given, Record
from zhence.model.value import Span, number
from zhence.proof.examples import record_of

AS_OF = date(2026, 6, 1)


def decided(book: Catalogue, measure: Measure, record: Record, as_of: date) -> tuple[Step, Step]:
    answer = decide(Case(book, as_of, (record,)), measure).answer
    return answer.low, answer.high


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_learning_a_fact_never_overturns_a_settled_answer(book: Catalogue, data: st.DataObject) -> None:
    """Start from any example, forget some figures, blur others: what is known then bounds what was known before."""
    rules = [m for m in book.measures.values() if m.examples]
    measure = data.draw(st.sampled_from(rules))
    example = data.draw(st.sampled_from(measure.examples))
    whole = record_of(book, measure, example)
    forgotten = data.draw(st.sets(st.sampled_from(sorted(whole.facts, key=str)))) if whole.facts else set()
    blurred = dict(whole.facts)
    for key, known in whole.facts.items():
        if key in forgotten:
            del blurred[key]
        elif isinstance(known.value, Span) and known.value.exact is not None and data.draw(st.booleans()):
            exact = known.value.exact
            below, above = (data.draw(st.integers(0, 50)) for _ in range(2))
            value = Span(exact * (100 - below) / 100, exact * (100 + above) / 100) if exact >= 0 else known.value
            blurred[key] = replace(known, value=value)
    low, high = decided(book, measure, whole, example.as_of)
    open_low, open_high = decided(book, measure, replace(whole, facts=blurred), example.as_of)
    assert open_low <= low <= high <= open_high


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_order_of_conditions_and_of_facts_never_matters(book: Catalogue, data: st.DataObject) -> None:
    measure = data.draw(st.sampled_from([m for m in book.measures.values() if m.examples and m.requires]))
    example = data.draw(st.sampled_from(measure.examples))
    record = record_of(book, measure, example)
    turned = replace(record, facts=dict(reversed(record.facts.items())))
    assert measure.requires is not None
    mirrored = replace(measure, requires=mirror(measure.requires))
    assert decided(book, measure, record, example.as_of) == decided(book, mirrored, turned, example.as_of)


def mirror(node: Node) -> Node:
    if isinstance(node, (AllOf, AnyOf)):
        return replace(node, children=tuple(mirror(child) for child in reversed(node.children)))
    return node


numbers = st.fractions(min_value=0, max_value=10**6, max_denominator=1000)


@given(numbers, numbers)
def test_a_threshold_is_met_exactly_at_it(value: Fraction, threshold: Fraction) -> None:
    mark = number(threshold)
    assert compare(mark, Operator.AT_LEAST, mark) == YES
    assert compare(mark, Operator.MORE_THAN, mark) == NO
    assert compare(mark, Operator.AT_MOST, mark) == YES
    assert compare(mark, Operator.LESS_THAN, mark) == NO
    assert (compare(number(value), Operator.AT_LEAST, mark) == YES) == (value >= threshold)
    short = gap(number(value), Operator.AT_LEAST, mark)
    assert (short is None) == (value >= threshold)
    assert short is None or value + short.shortfall == threshold


def test_a_range_across_the_threshold_is_open() -> None:
    across = Span(Fraction(9), Fraction(11))
    assert compare(across, Operator.AT_LEAST, number(10)) == UNKNOWN
    assert compare(Span(Fraction(10), None), Operator.AT_LEAST, number(10)) == YES
    assert compare(Span(None, Fraction(9)), Operator.AT_LEAST, number(10)) == NO


def test_seventy_per_cent_of_a_threshold_is_exact() -> None:
    """Binary floats put 61,793 of 400,000 relaxed thresholds above the exact product; none may be here."""
    for cents in range(1, 20_000, 7):
        exact = Fraction(cents, 100) * Fraction(70, 100)
        assert compare(number(exact), Operator.AT_LEAST, number(Fraction(cents, 100) * (1 - Fraction(30, 100)))) == YES


@given(numbers, st.fractions(min_value=Fraction(1, 1000), max_value=10**6, max_denominator=1000))
def test_a_ratio_lies_between_the_ratios_of_its_ends(top: Fraction, bottom: Fraction) -> None:
    found = divide(Span(top, top + 1), Span(bottom, bottom + 1))
    assert found is not None
    assert found.low == top / (bottom + 1)
    assert found.high == (top + 1) / bottom


def test_nothing_divides_by_zero() -> None:
    assert divide(number(1), number(0)) is None
    assert divide(number(1), Span(Fraction(0), Fraction(2))) is None
    assert divide(number(1), Span(None, Fraction(2))) is None
    assert divide(number(1), Span(Fraction(1, 9), Fraction(2))) == Span(Fraction(1, 2), Fraction(9))


@pytest.mark.parametrize(("value", "degree", "expected"), [("1.1025", 2, "1.05"), ("8/27", 3, "2/3"), ("0", 5, "0")])
def test_roots_of_perfect_powers_are_exact(value: str, degree: int, expected: str) -> None:
    assert root(Fraction(value), degree) == Fraction(expected)


def test_growth_of_five_per_cent_over_two_years_meets_five_per_cent() -> None:
    assert growth(number(Fraction("110.25")), number(100), 2) == number(Fraction("0.05"))


@pytest.mark.parametrize(
    ("start", "end", "unit", "expected"),
    [
        (date(2025, 6, 1), date(2026, 6, 1), "年", 1),
        (date(2025, 6, 2), date(2026, 6, 1), "年", 0),
        (date(2024, 2, 29), date(2025, 2, 28), "年", 0),
        (date(2025, 6, 1), date(2026, 6, 1), "天", 365),
        (date(2026, 4, 30), date(2026, 6, 1), "月", 1),
    ],
)
def test_whole_units(start: date, end: date, unit: str, expected: int) -> None:
    assert whole_units(start, end, unit) == expected


def test_a_derived_figure_names_what_is_wanting(book: Catalogue) -> None:
    record = Record("enterprise", "x", {FactKey("revenue", 2025): Given(number(20000), "2亿元")})
    reading = Case(book, AS_OF, (record,)).read(FactKey("rd_intensity", 2025))
    assert reading.missing == (FactKey("rd_expense", 2025),)
    assert FactKey("revenue", 2025) in [key for key, _ in reading.given]


def test_two_conditions_are_never_met_by_two_different_items(book: Catalogue) -> None:
    measure = book.measures["digital-workshop-cultivation"]
    example = next(e for e in measure.examples if e.verdict == "eligible-if")
    good = record_of(book, measure, example)
    investment = FactKey("digital_investment_5y")
    rich = replace(good, name="rich", facts={investment: good.facts[investment]})
    poor_facts = {key: value for key, value in good.facts.items() if key != investment}
    poor = replace(good, name="poor", facts=poor_facts | {investment: Given(number(1), "1万元")})
    owner = Record("enterprise", "owner", items={"project": (rich, poor)})
    verdicts = [decide(Case(book, example.as_of, (item, owner)), measure).open_verdict for item in (rich, poor)]
    assert "eligible" not in verdicts
    assert "eligible-if" not in verdicts
