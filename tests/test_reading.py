"""What is known of a figure: stated, derived, counted, wanting; and how it stands to a threshold. Reckoned by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bench import BOOK, DAY, Plain, answered, book, case, condition, eased, key, record, value
from zhence.engine import Case, arithmetic
from zhence.engine.compare import compare, gap
from zhence.engine.conditions import by_strength, ease, known_value, open_keys
from zhence.engine.zones import read_zone
from zhence.model.fact import Fact, FactKey, FactType, ItemTest
from zhence.model.ladder import DISCRETION, NO, UNKNOWN, YES, Answer, Step
from zhence.model.measure import DatedValue, Operator, Strength, Threshold
from zhence.model.profile import Given, Record
from zhence.model.result import Gap, Reading
from zhence.model.text import same
from zhence.model.value import Days, Members, Options, Span, number, option

MAYBE_SHORT = Answer(Step.NO, Step.DISCRETION)


def F(amount: str | int) -> Fraction:  # noqa: N802  as a figure is written on paper
    return Fraction(amount)


@pytest.mark.parametrize(
    ("word", "year", "found"),
    [
        ("staff", None, "staff"),
        ("staff", -1, "staff"),
        ("sales", None, "sales@2025"),
        ("sales", 0, "sales@2026"),
        ("sales", -1, "sales@2025"),
        ("sales", -3, "sales@2023"),
        ("sales", 1899, "sales@3925"),
        ("sales", 1900, "sales@1900"),
        ("sales", 2024, "sales@2024"),
    ],
)
def test_a_year_counts_back_or_is_named(word: str, year: int | None, found: str) -> None:
    assert str(case().key(word, year)) == found


SALES: dict[str, Plain] = {"sales@2023": 100, "sales@2024": 110, "sales@2025": 121}


@pytest.mark.parametrize(
    ("word", "facts", "low", "high"),
    [
        ("share@2025", {"cost@2025": 30, "sales@2025": 120}, "25", "25"),
        ("times@2025", {"cost@2025": 30, "sales@2025": 120}, "1/4", "1/4"),
        ("self_share@2025", {"cost@2025": 30}, "1", "1"),
        ("share@2025", {"cost@2025": 30, "sales@2025": (100, 120)}, "25", "30"),
        ("share@2025", {"cost@2025": 30, "sales@2025": (100, None)}, "0", "30"),
        ("share@2024", {"cost@2024": 30, "sales@2024": 120, "sales@2025": 60}, "25", "25"),
        ("profit@2025", {"sales@2025": 120, "cost@2025": 30}, "90", "90"),
        ("profit@2025", {"sales@2025": (100, 120), "cost@2025": (30, 40)}, "60", "90"),
        ("profit@2025", {"sales@2025": 120}, None, "120"),
        ("turnover@2025", {"sales@2025": 120, "cost@2025": (30, 40)}, "150", "160"),
        ("turnover@2025", {"sales@2025": 120}, "120", None),
        ("growth@2025", SALES, "10", "10"),
        ("growth@2025", {"sales@2023": 100, "sales@2025": (81, 121)}, "-10", "10"),
        ("growth@2025", {"sales@2023": 100, "sales@2025": (81, None)}, "-10", None),
        ("pace@2025", {"sales@2023": 100, "sales@2024": 110, "sales@2025": 132}, "15", "15"),
        ("mean@2025", SALES, "231/2", "231/2"),
        ("sum@2025", SALES, "231", "231"),
        ("least@2025", SALES, "110", "110"),
        ("least@2025", {"sales@2025": 121}, "0", "121"),
        ("least@2025", {"sales@2025": (90, 95), "sales@2024": (80, 99)}, "80", "95"),
        ("most@2025", SALES, "121", "121"),
        ("most@2025", {"sales@2025": 121}, "121", None),
        ("most@2025", {"sales@2025": (90, 95), "sales@2024": (80, 99)}, "90", "99"),
        ("yearless", SALES, "231", "231"),
        ("spare", {"staff": 9, "mark": 4}, "5", "5"),
        ("spare", {"staff": (9, 20), "mark": 4}, "5", "10"),
        ("spare", {"staff": 4, "mark": (1, 9)}, "0", "3"),
        ("spare", {"staff": 90, "mark": 4}, "86", "86"),
        ("spare", {"mark": 95}, "0", "5"),
    ],
)
def test_a_derived_figure(word: str, facts: dict[str, Plain], low: str | None, high: str | None) -> None:
    reading = case(facts).read(key(word))
    assert reading.key == key(word)
    assert reading.value == Span(None if low is None else F(low), None if high is None else F(high))
    assert {str(each) for each, _ in reading.given} <= set(facts)


@pytest.mark.parametrize(
    ("word", "facts", "given", "missing"),
    [
        ("staff", {}, [], ["staff"]),
        ("staff", {"staff": 3}, ["staff"], []),
        ("share@2025", {}, [], ["cost@2025", "sales@2025"]),
        ("share@2025", {"sales@2025": 5}, ["sales@2025"], ["cost@2025"]),
        ("share@2025", {"share@2025": 5}, ["share@2025"], []),
        ("self_share@2025", {"cost@2025": 5}, ["cost@2025"], []),
        ("growth@2025", {}, [], ["sales@2025", "sales@2023"]),
        ("pace@2025", {}, [], ["sales@2025", "sales@2024", "sales@2023"]),
        ("pace@2025", {"sales@2024": 5}, ["sales@2024"], ["sales@2025", "sales@2023"]),
        ("mean@2025", {}, [], ["sales@2025", "sales@2024"]),
        ("yearless", {}, [], ["sales@2025", "sales@2024"]),
        ("spare", {}, [], ["staff", "mark"]),
        ("turnover@2025", {}, [], ["sales@2025", "cost@2025"]),
        ("age", {}, [], ["born"]),
    ],
)
def test_what_a_figure_rests_on_and_waits_for(
    word: str, facts: dict[str, Plain], given: list[str], missing: list[str]
) -> None:
    reading = case(facts).read(key(word))
    assert [str(each) for each, _ in reading.given] == given
    assert [str(each) for each in reading.missing] == missing
    assert given or reading.value is None
    assert reading.key == key(word)


@pytest.mark.parametrize(
    ("word", "facts"),
    [
        ("share@2025", {"cost@2025": 30, "sales@2025": 0}),
        ("share@2025", {"cost@2025": 30, "sales@2025": (None, 5)}),
        ("share@2025", {"cost@2025": 30}),
        ("growth@2025", {"sales@2023": 0, "sales@2025": 5}),
        ("pace@2025", {"sales@2023": 0, "sales@2024": 5, "sales@2025": 5}),
        ("pace@2025", {"sales@2023": 5, "sales@2024": 0, "sales@2025": 5}),
    ],
)
def test_no_share_of_nothing(word: str, facts: dict[str, Plain]) -> None:
    reading = case(facts).read(key(word))
    assert reading.value is None
    assert {str(each) for each, _ in reading.given} == set(facts)


@pytest.mark.parametrize(
    ("word", "born", "low", "high"),
    [
        ("age", date(2020, 6, 1), 6, 6),
        ("age", date(2020, 6, 2), 5, 5),
        ("age", (date(2019, 6, 2), date(2020, 6, 1)), 6, 6),
        ("age", (date(2018, 6, 1), date(2020, 6, 1)), 6, 8),
        ("age", (None, date(2020, 6, 1)), 6, None),
        ("age", (date(2020, 6, 1), None), None, 6),
        ("age", date(2026, 6, 2), -1, -1),
        ("days", date(2026, 5, 30), 2, 2),
    ],
)
def test_an_age(word: str, born: Plain, low: int | None, high: int | None) -> None:
    found = case({"born": born}).read(key(word)).value
    assert found == Span(None if low is None else F(low), None if high is None else F(high))


def test_an_age_of_what_is_no_day_is_unknown() -> None:
    assert case({"born": "long ago"}).read(key("age")).value is None


@pytest.mark.parametrize(
    ("start", "end", "unit", "found"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), "month", 0),
        (date(2025, 1, 31), date(2026, 3, 31), "month", 14),
        (date(2025, 12, 1), date(2026, 1, 1), "月", 1),
        (date(2024, 6, 1), date(2026, 6, 1), "year", 2),
        (date(2026, 6, 1), date(2024, 6, 1), "year", -2),
        (date(2026, 6, 1), date(2026, 6, 3), "day", 2),
        (date(2026, 6, 1), date(2026, 6, 3), "天", 2),
    ],
)
def test_whole_units_in_both_languages(start: date, end: date, unit: str, found: int) -> None:
    assert arithmetic.whole_units(start, end, unit) == found


def job(metres: Plain | None = None, kind: Plain | None = None) -> Record:
    stated = {word: plain for word, plain in (("metres", metres), ("kind", kind)) if plain is not None}
    return record(stated, "job")


@pytest.mark.parametrize(
    ("word", "jobs", "is_complete", "low", "high"),
    [
        ("jobs", (), True, 0, 0),
        ("jobs", (job(), job()), True, 2, 2),
        ("jobs", (job(), job()), False, 2, None),
        ("big_jobs", (job(5), job(4)), True, 1, 1),
        ("big_jobs", (job(5), job((4, 6)), job()), True, 1, 3),
        ("big_jobs", (job((5, None)), job((None, 4)), job((None, 5))), True, 1, 2),
        ("kept_jobs", (job(kind="dock"), job(kind="shed")), True, 1, 1),
        ("kept_jobs", (job(kind="quay"), job(kind=Options(frozenset({"dock", "quay"})))), True, 2, 2),
        ("kept_jobs", (job(kind=Options(frozenset({"dock", "shed"}))), job()), True, 0, 2),
        ("odd_jobs", (job(kind="dock"),), True, 0, 1),
    ],
)
def test_items_are_counted(word: str, jobs: tuple[Record, ...], is_complete: bool, low: int, high: int | None) -> None:
    complete = frozenset({"job"}) if is_complete else frozenset()
    reading = case(items={"job": jobs}, complete=complete).read(key(word))
    assert reading.value == Span(F(low), None if high is None else F(high))
    assert reading.missing == (() if low == high else (key(word),))
    assert reading.given == ()


def test_without_a_list_nothing_is_counted() -> None:
    reading = case().read(key("jobs"))
    assert (reading.key, reading.value, reading.missing) == (key("jobs"), None, (key("jobs"),))


def test_a_figure_of_an_item_is_that_of_last_year() -> None:
    sold = tuple(record({f"sales@{year}": 5}, "job") for year in (2025, 2024))
    reading = case(items={"job": sold}, complete=frozenset({"job"})).read(key("selling_jobs"))
    assert reading.value == Span(F(1), F(2))


def test_the_owners_list_counts_for_an_item_that_has_none() -> None:
    owner = record(items={"job": (job(),)}, complete=frozenset({"job"}))
    assert Case(BOOK, DAY, (job(), owner)).read(key("jobs")).value == number(1)


@pytest.mark.parametrize(
    ("test", "stated", "found"),
    [
        (ItemTest("kind", one_of=frozenset({"dock"})), "dock", YES),
        (ItemTest("kind", one_of=frozenset({"dock"})), "shed", NO),
        (ItemTest("kind", one_of=frozenset({"dock"})), 5, UNKNOWN),
        (ItemTest("kind"), "dock", UNKNOWN),
        (ItemTest("metres", at_least=F(5)), 5, YES),
        (ItemTest("metres", at_least=F(5)), "4", UNKNOWN),
        (ItemTest("metres", at_least=F(5)), 4, NO),
        (ItemTest("metres"), 4, UNKNOWN),
    ],
)
def test_an_item_passes(test: ItemTest, stated: Plain, found: Answer) -> None:
    inner = Case(BOOK, DAY, (record({test.fact: stated}, "job"),))
    assert inner.item_answer(test) == found


def test_the_nearest_statement_counts_and_the_owners_fill_in() -> None:
    item = record({"staff": 1}, "job")
    owner = record({"staff": 2, "mark": 3})
    both = Case(BOOK, DAY, (item, owner))
    assert both.read(key("staff")).value == number(1)
    assert both.read(key("mark")).value == number(3)
    assert both.read(key("staff")) is both.read(key("staff"))


# -- a value against a threshold

FLOOR, OVER, CEILING, UNDER = "at_least", "more_than", "at_most", "less_than"
AFTER, BEFORE = "on_or_after", "on_or_before"
EARLY, LATE = date(2026, 1, 1), date(2026, 1, 2)


@pytest.mark.parametrize(
    ("held", "operator", "mark", "answer"),
    [
        ((5, 9), FLOOR, 5, YES),
        ((4, 5), FLOOR, 5, UNKNOWN),
        ((3, 4), FLOOR, 5, NO),
        ((5, None), FLOOR, 5, YES),
        ((None, 4), FLOOR, 5, NO),
        ((None, 5), FLOOR, 5, UNKNOWN),
        ((None, None), FLOOR, 5, UNKNOWN),
        ((6, 9), OVER, 5, YES),
        ((5, 9), OVER, 5, UNKNOWN),
        ((4, 5), OVER, 5, NO),
        ((4, 5), CEILING, 5, YES),
        ((5, 6), CEILING, 5, UNKNOWN),
        ((6, 7), CEILING, 5, NO),
        ((None, 5), CEILING, 5, YES),
        ((6, None), CEILING, 5, NO),
        ((5, None), CEILING, 5, UNKNOWN),
        ((3, 4), UNDER, 5, YES),
        ((4, 5), UNDER, 5, UNKNOWN),
        ((5, 6), UNDER, 5, NO),
        (5, FLOOR, (4, 5), YES),
        (4, FLOOR, (4, 5), UNKNOWN),
        (3, FLOOR, (4, 5), NO),
        (5, FLOOR, (4, None), UNKNOWN),
        (3, FLOOR, (4, None), NO),
        (9, FLOOR, (None, 9), YES),
        (0, FLOOR, (None, 9), UNKNOWN),
        (4, CEILING, (4, 5), YES),
        (5, CEILING, (4, 5), UNKNOWN),
        (6, CEILING, (4, 5), NO),
        (9, CEILING, (None, 8), NO),
        (4, CEILING, (None, 8), UNKNOWN),
        (4, CEILING, (4, None), YES),
        (LATE, AFTER, LATE, YES),
        (EARLY, AFTER, LATE, NO),
        ((EARLY, LATE), AFTER, LATE, UNKNOWN),
        (EARLY, BEFORE, EARLY, YES),
        (LATE, BEFORE, EARLY, NO),
        ((EARLY, LATE), BEFORE, EARLY, UNKNOWN),
        ("a", "is", "a", YES),
        ("b", "is", "a", NO),
        (Options(frozenset({"a", "b"})), "is", "a", UNKNOWN),
        (Options(frozenset({"a", "b"})), "one_of", Options(frozenset({"a", "b", "c"})), YES),
        (frozenset({"a", "b"}), "includes_all", Options(frozenset({"a", "b"})), YES),
        (frozenset({"a"}), "includes_all", Options(frozenset({"a", "b"})), NO),
        (frozenset({"a"}), "includes_any", Options(frozenset({"a", "b"})), YES),
        (frozenset({"c"}), "includes_any", Options(frozenset({"a", "b"})), NO),
    ],
)
def test_held_against_a_threshold(held: Plain, operator: str, mark: Plain, answer: Answer) -> None:
    assert compare(value(held), Operator(operator), value(mark)) == answer


def test_what_is_not_there_is_unknown() -> None:
    assert compare(None, Operator.AT_LEAST, number(5)) == UNKNOWN
    assert compare(number(5), Operator.AT_LEAST, None) == UNKNOWN


@pytest.mark.parametrize(
    ("held", "mark"),
    [
        (number(5), Days(DAY, DAY)),
        (Days(DAY, DAY), number(5)),
        (option("a"), number(5)),
        (number(5), option("a")),
        (Members(frozenset({"a"})), number(5)),
    ],
)
def test_apples_are_not_held_against_pears(held: object, mark: object) -> None:
    with pytest.raises(TypeError, match="cannot be held against"):
        compare(held, Operator.AT_LEAST, mark)  # type: ignore[arg-type]
    assert gap(held, Operator.AT_LEAST, mark) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("held", "operator", "mark", "found"),
    [
        (4, FLOOR, 5, Gap(F(4), F(5), F(1), F("1/5"), False)),
        ((3, 4), FLOOR, 5, Gap(F(4), F(5), F(1), F("1/5"), False)),
        (4, FLOOR, (5, 6), Gap(F(4), F(5), F(1), F("1/5"), False)),
        (5, FLOOR, 5, None),
        (5, OVER, 5, Gap(F(5), F(5), F(0), F(0), True)),
        (6, OVER, 5, None),
        (-1, FLOOR, 0, Gap(F(-1), F(0), F(1), None, False)),
        (-6, FLOOR, -5, Gap(F(-6), F(-5), F(1), F("1/5"), False)),
        (7, CEILING, 5, Gap(F(7), F(5), F(2), F("2/5"), False)),
        ((7, 9), CEILING, (4, 5), Gap(F(7), F(5), F(2), F("2/5"), False)),
        (5, CEILING, 5, None),
        (5, UNDER, 5, Gap(F(5), F(5), F(0), F(0), True)),
        ((4, None), FLOOR, 5, None),
        (4, FLOOR, (None, 5), None),
        ((None, 6), CEILING, 5, None),
        (6, CEILING, (5, None), None),
        (EARLY, AFTER, LATE, Gap(EARLY, LATE, F(1), None, False)),
        ((None, EARLY), AFTER, (LATE, None), Gap(EARLY, LATE, F(1), None, False)),
        (LATE, BEFORE, EARLY, Gap(LATE, EARLY, F(1), None, False)),
        ((LATE, None), BEFORE, (None, EARLY), Gap(LATE, EARLY, F(1), None, False)),
        (LATE, AFTER, LATE, None),
        ((EARLY, None), AFTER, LATE, None),
        (EARLY, AFTER, (None, LATE), None),
        ((None, LATE), BEFORE, EARLY, None),
        (LATE, BEFORE, (EARLY, None), None),
        ("a", "is", "b", None),
    ],
)
def test_the_gap_to_a_threshold(held: Plain, operator: str, mark: Plain, found: Gap | None) -> None:
    assert parts(gap(value(held), Operator(operator), value(mark))) == parts(found)


def parts(found: Gap | None) -> tuple[object, ...] | None:
    return None if found is None else (found.value, found.threshold, found.shortfall, found.share, found.strict)


# -- arithmetic


@pytest.mark.parametrize(
    ("left", "right", "low", "high"),
    [
        ((-6, 6), (2, 3), "-3", "3"),
        ((-6, -3), (2, 3), "-3", "-1"),
        ((-6, -3), (2, None), "-3", "0"),
        ((0, 0), (2, 3), "0", "0"),
        ((3, 6), (2, 3), "1", "3"),
        ((3, 6), (2, None), "0", "3"),
        ((None, 6), (2, 3), None, "3"),
        ((3, None), (2, 3), "1", None),
        ((F("1/2"), F("1/2")), (2, 4), "1/8", "1/4"),
        ((F("-1/2"), F("-1/2")), (2, 4), "-1/4", "-1/8"),
    ],
)
def test_ranges_are_divided(left: Plain, right: Plain, low: str | None, high: str | None) -> None:
    found = arithmetic.divide(value(left), value(right))  # type: ignore[arg-type]
    assert found == Span(None if low is None else F(low), None if high is None else F(high))


@pytest.mark.parametrize("right", [0, -1, (-1, 5), (0, 5), (None, 5)])
def test_a_divisor_must_surely_be_positive(right: Plain) -> None:
    assert arithmetic.divide(number(1), value(right)) is None  # type: ignore[arg-type]


def test_a_divisor_below_one_is_positive() -> None:
    assert arithmetic.divide(number(1), number(F("1/2"))) == number(2)


@pytest.mark.parametrize(
    ("span", "low", "high", "found"),
    [
        ((3, 9), 4, 8, (4, 8)),
        ((5, 6), 4, 8, (5, 6)),
        ((None, None), 4, 8, (4, 8)),
        ((None, 6), 4, None, (4, 6)),
        ((5, None), None, 8, (5, 8)),
        ((None, None), None, None, (None, None)),
        ((9, 10), 4, 8, (9, 10)),
        ((1, 2), 4, 8, (1, 2)),
        ((8, 9), 4, 8, (8, 8)),
    ],
)
def test_the_bounds_of_a_fact_narrow_a_range(span: Plain, low: int | None, high: int | None, found: Plain) -> None:
    bounds = [None if end is None else F(end) for end in (low, high)]
    fact = Fact("f", same("f"), FactType.NUMBER, (), low=bounds[0], high=bounds[1])
    assert arithmetic.within(value(span), fact) == value(found)  # type: ignore[arg-type]


def test_sums_least_and_most_of_open_ranges() -> None:
    spans = [Span(F(1), F(2)), Span(None, F(5)), Span(F(4), None)]
    assert arithmetic.add([spans[0], Span(F(3), F(4))]) == Span(F(4), F(6))
    assert arithmetic.add(spans) == Span(None, None)
    assert arithmetic.add([]) == number(0)
    assert arithmetic.least(spans) == Span(None, F(2))
    assert arithmetic.most(spans) == Span(F(4), None)
    assert arithmetic.least([Span(None, None)]) == arithmetic.most([Span(None, None)]) == Span(None, None)
    assert arithmetic.scale(spans[1], F(2)) == Span(None, F(10))
    assert arithmetic.scale(spans[2], F(2)) == Span(F(8), None)
    assert arithmetic.subtract(spans[1], spans[2]) == Span(None, F(1))
    assert arithmetic.subtract(spans[0], spans[0]) == Span(F(-1), F(1))


@pytest.mark.parametrize(
    ("now", "then", "years", "low", "high"),
    [
        ((0, 4), (1, 1), 1, "-1", "3"),
        ((-5, 4), (1, 1), 2, "-1", "1"),
        ((-5, -4), (1, 1), 1, "-1", "-1"),
        ((4, 9), (1, 4), 2, "0", "2"),
        ((None, 4), (1, 1), 2, None, "1"),
        ((4, None), (1, 1), 2, "1", None),
    ],
)
def test_growth_of_ranges(now: Plain, then: Plain, years: int, low: str | None, high: str | None) -> None:
    found = arithmetic.growth(value(now), value(then), years)  # type: ignore[arg-type]
    assert found == Span(None if low is None else F(low), None if high is None else F(high))


@pytest.mark.parametrize("degree", [2, 3, 7])
@pytest.mark.parametrize("base", ["1", "2", "9/7", "1/3", "1000001/1000000", "123456789/2"])
def test_roots_of_powers_are_exact(base: str, degree: int) -> None:
    assert arithmetic.root(F(base) ** degree, degree) == F(base)
    assert arithmetic.root(F(base), 1) == F(base)


@pytest.mark.parametrize(("amount", "degree"), [("2", 2), ("1/2", 2), ("2/4096", 3), ("4/3", 2), ("3/4", 2)])
def test_other_roots_are_right_to_many_digits(amount: str, degree: int) -> None:
    found = arithmetic.root(F(amount), degree)
    assert found**degree != F(amount)
    assert abs(found**degree / F(amount) - 1) < Fraction(1, 10**48)
    assert abs(found**degree / F(amount) - 1) > Fraction(1, 10**60)


# -- one condition


@pytest.mark.parametrize(
    ("answer", "strength", "found"),
    [
        (NO, Strength.MUST, NO),
        (NO, Strength.IN_PRINCIPLE, DISCRETION),
        (YES, Strength.IN_PRINCIPLE, YES),
        (UNKNOWN, Strength.IN_PRINCIPLE, Answer(Step.DISCRETION, Step.YES)),
        (NO, Strength.PREFERENCE, YES),
        (UNKNOWN, Strength.PREFERENCE, YES),
    ],
)
def test_what_an_answer_counts_for(answer: Answer, strength: Strength, found: Answer) -> None:
    assert by_strength(answer, strength) == found


@pytest.mark.parametrize(
    ("relief", "amount", "operator", "mark", "eased_to", "held", "answer"),
    [
        ("percent", 30, FLOOR, 100, 70, 70, YES),
        ("percent", 30, FLOOR, 100, 70, 69, NO),
        ("percent", 30, CEILING, 100, 130, 130, YES),
        ("percent", 30, CEILING, 100, 130, 131, NO),
        ("to", 50, FLOOR, 100, 50, 50, YES),
        ("to", 50, FLOOR, 100, 50, 49, NO),
        ("waived", None, FLOOR, 100, None, 0, YES),
        ("discretion", None, FLOOR, 100, None, 0, DISCRETION),
    ],
)
def test_a_relaxation(
    relief: str, amount: int | None, operator: str, mark: int, eased_to: int | None, held: int, answer: Answer
) -> None:
    relaxation = eased(relief, amount)
    expected = None if eased_to is None else number(eased_to)
    assert ease(relaxation, Operator(operator), number(held), number(mark)) == (expected, answer)


def test_a_percentage_is_taken_off_a_number_only() -> None:
    assert ease(eased("percent", 30), Operator.IS, option("a"), option("a")) == (None, UNKNOWN)
    assert ease(eased("percent", 30), Operator.AT_LEAST, number(5), None) == (None, UNKNOWN)
    nothing = replace(eased("percent", 30), percent=None)
    assert ease(nothing, Operator.AT_LEAST, number(5), number(5)) == (number(5), YES)


HILL: dict[str, Plain] = {"place": "Moor"}
BOG: dict[str, Plain] = {"place": "Bog"}


@pytest.mark.parametrize(
    ("facts", "relief", "answer", "base", "threshold", "short", "missing"),
    [
        ({"staff": 50} | HILL, ("percent", 30), YES, YES, 50, None, []),
        ({"staff": 35} | HILL, ("percent", 30), YES, NO, 35, None, []),
        ({"staff": 34} | HILL, ("percent", 30), NO, NO, 35, 1, []),
        ({"staff": 34} | BOG, ("percent", 30), NO, NO, 35, 16, []),
        ({"staff": 35} | BOG, ("percent", 30), UNKNOWN, NO, 35, 15, ["zone.upland"]),
        ({"staff": 35, "place": "Nowhere"}, ("percent", 30), NO, NO, 35, 15, []),
        ({"staff": 35}, ("percent", 30), UNKNOWN, NO, 35, 15, ["place"]),
        ({"staff": (34, 35)} | HILL, ("percent", 30), UNKNOWN, NO, 35, None, ["staff"]),
        ({"staff": (34, 35)} | BOG, ("percent", 30), UNKNOWN, NO, 35, 15, ["staff", "zone.upland"]),
        (HILL, ("percent", 30), UNKNOWN, UNKNOWN, 35, None, ["staff"]),
        (HILL, ("waived", None), YES, UNKNOWN, None, None, []),
        ({"staff": 1} | HILL, ("waived", None), YES, NO, None, None, []),
        ({"staff": 1} | HILL, ("discretion", None), DISCRETION, NO, None, 49, []),
        ({"staff": 1} | BOG, ("discretion", None), MAYBE_SHORT, NO, None, 49, ["zone.upland"]),
        (HILL, ("discretion", None), Answer(Step.DISCRETION, Step.YES), UNKNOWN, None, None, ["staff"]),
    ],
)
def test_a_condition_with_its_relaxation(
    facts: dict[str, Plain],
    relief: tuple[str, int | None],
    answer: Answer,
    base: Answer,
    threshold: int | None,
    short: int | None,
    missing: list[str],
) -> None:
    found = answered(case(facts), condition("staff", FLOOR, 50, relaxations=(eased(*relief),)))
    assert (found.answer, found.base) == (answer, base)
    (one,) = found.eased
    assert one.threshold == (None if threshold is None or relief[0] != "percent" else number(35))
    assert found.threshold == number(50)
    assert (found.gap and found.gap.shortfall) == short
    assert [str(each) for each in found.missing] == missing
    assert found.reading is not None
    assert found.reading.key == key("staff")


def test_the_easiest_threshold_that_surely_counts_is_the_gap() -> None:
    reliefs = (eased("to", 40), eased("to", 30), eased("discretion"))
    found = answered(case({"staff": 20} | HILL), condition("staff", FLOOR, 50, relaxations=reliefs))
    assert parts(found.gap) == (F(20), F(30), F(10), F("1/3"), False)
    assert found.answer == DISCRETION


def test_a_threshold_that_a_fact_states() -> None:
    asked = condition("staff", FLOOR, Threshold(fact="mark"))
    assert answered(case({"staff": 5, "mark": 5}), asked).answer == YES
    assert answered(case({"staff": 4, "mark": 5}), asked).answer == NO
    both = answered(case(), asked)
    assert both.answer == UNKNOWN
    assert [str(each) for each in both.missing] == ["staff", "mark"]
    assert both.threshold_reading is not None
    assert both.threshold_reading.key == key("mark")
    last = condition("sales", FLOOR, Threshold(fact="cost", year=-2), year=-1)
    assert answered(case({"sales@2025": 5, "cost@2024": 5}), last).answer == YES
    older = condition("sales", FLOOR, 5, year=-2)
    assert answered(case({"sales@2024": 5, "sales@2025": 4}), older).answer == YES
    assert answered(case({"sales@2024": 4, "sales@2025": 5}), older).answer == NO


def test_a_dated_threshold_counts_from_its_day() -> None:
    values = (DatedValue(None, number(5)), DatedValue(DAY, number(6)))
    asked = condition("staff", FLOOR, Threshold(values))
    assert answered(case({"staff": 5}), asked).answer == NO
    assert answered(case({"staff": 5}, on=date(2026, 5, 31)), asked).answer == YES
    late = condition("staff", FLOOR, Threshold(values[1:]))
    early = answered(case({"staff": 9}, on=date(2026, 5, 31)), late)
    assert (early.answer, early.threshold) == (UNKNOWN, None)


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("staff", Span(F(0), F(100))),
        ("mark", Span(None, None)),
        ("sales@2025", Span(F(0), None)),
        ("born", Days(None, None)),
        ("licensed", Options(frozenset({True, False}))),
        ("size", Options(frozenset({"small", "large"}))),
        ("fields", None),
        ("brand", None),
        ("place", None),
    ],
)
def test_what_an_unstated_fact_can_be_at_all(word: str, known: object) -> None:
    empty = case()
    assert known_value(empty, empty.read(key(word))) == known
    stated = Reading(key(word), number(1))
    assert known_value(empty, stated) == number(1)


def test_the_bounds_of_a_fact_settle_a_condition_nobody_stated() -> None:
    assert answered(case(), condition("staff", FLOOR, 0)).answer == YES
    assert answered(case(), condition("staff", FLOOR, 101)).answer == NO
    assert answered(case(), condition("staff", FLOOR, 100)).answer == UNKNOWN
    assert answered(case(), condition("size", "one_of", frozenset({"small", "large"}))).answer == YES


def test_figures_stated_as_a_range_are_still_open() -> None:
    given = {"a": value((1, 2)), "b": number(1), "c": value((EARLY, LATE)), "d": value(LATE), "e": option("x")}
    reading = Reading(
        key("a"), None, tuple((FactKey(word), Given(each, "")) for word, each in given.items()), (key("f"),)
    )
    assert [str(each) for each in open_keys(reading)] == ["f", "a", "c"]


@pytest.mark.parametrize("strength", list(Strength))
def test_strength_counts_for_zones_and_definitions_too(strength: Strength) -> None:
    found = answered(case({"place": "Nowhere"}), condition("", zone="upland", strength=strength))
    assert (found.base, found.answer) == (NO, by_strength(NO, strength))
    assert found.found == (NO if strength is Strength.PREFERENCE else found.answer)
    unknown = answered(case(), condition("", zone="upland", strength=strength))
    assert (unknown.base, unknown.answer) == (UNKNOWN, by_strength(UNKNOWN, strength))
    assert [str(each) for each in unknown.missing] == ([] if strength is Strength.PREFERENCE else ["place"])


def test_what_only_a_person_can_grant_is_left_to_discretion() -> None:
    found = answered(case(), condition("", judged=same("x")))
    assert (found.answer, found.base, found.missing) == (DISCRETION, DISCRETION, ())


# -- zones


@pytest.mark.parametrize(
    ("place", "on", "answer", "start"),
    [
        ("Hill", date(2026, 5, 31), YES, None),
        ("Hill", date(2026, 6, 1), NO, None),
        ("Hill", date(2026, 6, 2), YES, date(2026, 6, 2)),
        ("Moor", date(2026, 5, 31), NO, None),
        ("Moor", date(2026, 6, 1), YES, date(2026, 6, 1)),
        ("Fen", DAY, YES, None),
        ("Bog", DAY, UNKNOWN, None),
        ("Ash", DAY, NO, date(2022, 1, 1)),
        ("Ash", date(2022, 1, 1), YES, date(2022, 1, 1)),
        ("Ash", date(2021, 6, 1), NO, date(2020, 1, 1)),
        ("Nowhere", DAY, NO, None),
    ],
)
def test_a_place_in_a_zone_on_a_day(place: str, on: date, answer: Answer, start: date | None) -> None:
    found = read_zone(case({"place": place}, on=on), "upland")
    assert (found.zone, found.place, found.answer, found.confirmed) == ("upland", place, answer, False)
    assert (found.membership.start if found.membership else None) == start
    assert (found.membership is None) is (place == "Nowhere" or (place == "Moor" and answer == NO))
    assert found.missing == ((FactKey("zone.upland"),) if answer == UNKNOWN else ())
    if found.membership is not None:
        assert found.membership.place == place
        assert found.membership.confirm is None or answer == UNKNOWN


def test_the_entry_that_ended_last_is_named_on_its_first_day_outside() -> None:
    found = read_zone(case({"place": "Hill"}, on=date(2026, 6, 1)), "upland")
    assert found.membership is not None
    assert found.membership.end == date(2026, 6, 1)


@pytest.mark.parametrize(("says", "answer"), [(True, YES), (False, NO)])
def test_the_profile_may_say_so_itself(says: bool, answer: Answer) -> None:
    found = read_zone(case({"place": "Bog"}, zones={"upland": says}), "upland")
    assert (found.zone, found.place, found.answer, found.confirmed) == ("upland", "Bog", answer, True)
    other = read_zone(case({"place": "Bog"}, zones={"lowland": says}), "upland")
    assert (other.answer, other.confirmed) == (UNKNOWN, False)


def test_without_a_place_the_place_is_asked() -> None:
    found = read_zone(case(), "upland")
    assert (found.zone, found.place, found.answer, found.missing) == ("upland", None, UNKNOWN, (key("place"),))
    several = read_zone(case({"place": Options(frozenset({"Hill", "Moor"}))}), "upland")
    assert (several.place, several.answer) == (None, UNKNOWN)
    flagged = read_zone(case({"place": True}), "upland")
    assert (flagged.place, flagged.answer) == (None, UNKNOWN)
    placeless = read_zone(case({"place": "Moor"}, catalogue=book(place=None)), "upland")
    assert (placeless.place, placeless.answer, placeless.missing) == (None, UNKNOWN, ())
