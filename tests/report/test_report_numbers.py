from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from report_samples import CATALOGUE, UNITS, fact

from zhence.model.fact import FactType
from zhence.model.value import Days, Members, Options, Span, Value, day, number, option
from zhence.report.numbers import Unit, decimal_of, parse_unit, plain, plain_apart, show_number, show_value, unit_title

WAN = Fraction(10**4)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("万元", Unit("元", WAN)),
        ("亿元", Unit("元", Fraction(10**8))),
        ("元", Unit("元")),
        ("million yuan", Unit("元", Fraction(10**6))),
        ("家", Unit("家")),
        ("月数", Unit("月")),
        ("级", Unit("级")),
        (None, None),
        ("", None),
    ],
)
def test_a_unit_is_a_multiplier_and_a_base(unit: str | None, expected: Unit | None) -> None:
    assert parse_unit(unit, UNITS) == expected


@pytest.mark.parametrize(
    ("amount", "unit", "zh", "en"),
    [
        ("20000", "万元", "2亿元", "200 million yuan"),
        ("2018000", "万元", "201.8亿元", "20.18 billion yuan"),
        ("19999", "万元", "1.9999亿元", "199.99 million yuan"),
        ("9999", "万元", "9999万元", "99.99 million yuan"),
        ("0", "万元", "0元", "0 yuan"),
        ("-500", "万元", "-500万元", "-5 million yuan"),
        ("0.5", "万元", "5000元", "5 thousand yuan"),
        ("6", "%", "6%", "6%"),
        ("3.25", "%", "3.25%", "3.25%"),
        ("100/3", "%", "33.33%", "33.33%"),
        ("1", "家", "1家", "1 firm"),
        ("12345", "家", "12345家", "12,345 firms"),
        ("5", "个", "5个", "5"),
        ("7.5", None, "7.5", "7.5"),
        ("3", "级", "3级", "3 级"),
    ],
)
def test_numbers_in_both_languages(amount: str, unit: str | None, zh: str, en: str) -> None:
    assert show_number(Fraction(amount), unit, CATALOGUE, "zh") == zh
    assert show_number(Fraction(amount), unit, CATALOGUE, "en") == en


@pytest.mark.parametrize(
    ("amount", "mark", "told"),
    [
        ("3.99999", "4", "3.99999%"),
        ("3.999999999", "4", "3.999999999%"),
        ("4.0000001", "4", "4.0000001%"),
        ("11.999/3", "4", "3.9997%"),
        ("3.1234567", "4", "3.12%"),
    ],
)
def test_rounding_never_reaches_the_threshold(amount: str, mark: str, told: str) -> None:
    top, _, bottom = amount.partition("/")
    value = Fraction(top) / Fraction(bottom or "1")
    assert show_number(value, "%", CATALOGUE, "zh", (Fraction(mark),)) == told


def test_amounts_on_two_scales_are_told_apart() -> None:
    below = Fraction(10**4) - Fraction(1, 10**6)
    assert show_number(below, "万元", CATALOGUE, "zh", (Fraction(10**4),)) == "9999.999999万元"


fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**9)


@given(fractions, fractions)
def test_shown_numbers_keep_their_order(left: Fraction, right: Fraction) -> None:
    assume(left != right)
    shown = [Fraction(plain_apart(a, (left, right), "zh")) for a in (left, right)]
    assert (shown[0] < shown[1]) == (left < right)
    assert shown[0] != shown[1]


@given(fractions)
def test_an_exact_decimal_is_exact(amount: Fraction) -> None:
    exact = decimal_of(amount)
    assert exact is None or Fraction(exact) == amount


@given(st.integers(min_value=-(10**12), max_value=10**12), st.integers(min_value=0, max_value=4))
def test_four_decimals_are_shown_as_they_are(digits: int, places: int) -> None:
    amount = Fraction(digits, 10**places)
    assert Fraction(plain(amount)) == amount


MONEY = fact("m", "钱", "Money", FactType.MONEY, "万元")
FLAG = fact("f", "是否", "Flag", FactType.FLAG)
KIND = CATALOGUE.facts["kind"]
WHEN = fact("d", "日", "Day", FactType.DATE)


@pytest.mark.parametrize(
    ("value", "of", "zh", "en"),
    [
        (Span(Fraction(18000), Fraction(22000)), MONEY, "1.8亿元–2.2亿元", "180 million yuan–220 million yuan"),
        (Span(Fraction(2018000), None), MONEY, "≥201.8亿元", "≥20.18 billion yuan"),
        (Span(None, Fraction(5)), MONEY, "≤5万元", "≤50 thousand yuan"),
        (Span(None, None), MONEY, "—", "—"),
        (None, MONEY, "—", "—"),
        (option(word=True), FLAG, "是", "yes"),
        (option(word=False), FLAG, "否", "no"),
        (Options(frozenset({True, False})), FLAG, "—", "—"),
        (option("farm"), KIND, "农业", "agriculture"),
        (Options(frozenset({"farm", "industry"})), KIND, "工业或农业", "industry or agriculture"),
        (Options(frozenset({"farm", "industry", "trade"})), KIND, "—", "—"),
        (option("other"), KIND, "other", "other"),
        (Members(frozenset({"trade", "farm"})), KIND, "农业、商业", "agriculture, trade"),
        (Members(frozenset()), KIND, "无", "none"),
        (day(date(2025, 7, 2)), WHEN, "2025年7月2日", "2025-07-02"),
        (Days(date(2025, 1, 1), None), WHEN, "≥2025年1月1日", "≥2025-01-01"),
    ],
)
def test_values_in_both_languages(value: Value | None, of: object, zh: str, en: str) -> None:
    assert show_value(value, of, CATALOGUE, "zh") == zh  # type: ignore[arg-type]
    assert show_value(value, of, CATALOGUE, "en") == en  # type: ignore[arg-type]


def test_a_range_within_rounding_shows_both_ends() -> None:
    told = show_value(Span(Fraction("1.00001"), Fraction("1.00002")), CATALOGUE.facts["rd_share"], CATALOGUE, "zh")
    assert told == "1.00001%–1.00002%"


def test_units_have_titles() -> None:
    title = unit_title("万元", CATALOGUE)
    assert title is not None
    assert (title.zh, title.en) == ("万元", "10 thousand yuan")
    assert unit_title(None, CATALOGUE) is None
    assert number(1) == Span(Fraction(1), Fraction(1))
