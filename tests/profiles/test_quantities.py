from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactType
from zhence.written.faults import Mistake
from zhence.written.inexact import one_unit
from zhence.written.quantities import doubt, parse_number

MONEY = [
    ("2.31亿元", "23100"),
    ("２．３１亿元", "23100"),
    ("2.31 亿", "23100"),
    ("1180万元", "1180"),
    ("1,180万", "1180"),
    ("1,1800,0000元", "11800"),
    ("1180", "1180"),
    ("-5万元", "-5"),
    ("−5万元", "-5"),
    ("+5", "5"),
    ("2亿3000万元", "23000"),
    ("-2亿3000万元", "-23000"),
    ("1千万元", "1000"),
    ("2亿元人民币", "20000"),
    ("25 Million yuan", "2500"),
    ("2e3", "2000"),
    ("1.5E+03", "1500"),
    ("2.5E-1亿元", "2500"),
    (".5亿", "5000"),
    (1180, "1180"),
    (Decimal("1180.005"), "1180.005"),
    ("99999999999999.9999万元", "99999999999999.9999"),
]


def money(book: Catalogue, raw: object) -> Fraction | Mistake:
    return parse_number(raw, FactType.MONEY, "万元", book.units, book.money)


@pytest.mark.parametrize(("raw", "value"), MONEY)
def test_money_is_read_exactly_in_the_unit_of_its_fact(catalogue: Catalogue, raw: object, value: str) -> None:
    assert money(catalogue, raw) == Fraction(value)


@pytest.mark.parametrize(
    ("raw", "kind", "unit", "value"),
    [
        ("4.2%", FactType.PERCENT, "%", "4.2"),
        ("4.2％", FactType.PERCENT, None, "4.2"),
        ("5‰", FactType.PERCENT, "%", "0.5"),
        ("4.2", FactType.PERCENT, "%", "4.2"),
        ("35家", FactType.COUNT, "家", "35"),
        ("1.2万", FactType.COUNT, "人", "12000"),
        ("3平方公里", FactType.NUMBER, "亩", "4500"),
        ("100㎡", FactType.NUMBER, "亩", "0.15"),
        ("3公顷", FactType.NUMBER, "平方公里", "0.03"),
        ("12000吨", FactType.NUMBER, "万吨", "1.2"),
        ("15万元/亩", FactType.NUMBER, "万元/亩", "15"),
        ("18个月", FactType.NUMBER, "月", "18"),
        ("7", FactType.NUMBER, None, "7"),
    ],
)
def test_other_quantities(catalogue: Catalogue, raw: str, kind: FactType, unit: str | None, value: str) -> None:
    assert parse_number(raw, kind, unit, catalogue.units, "元") == Fraction(value)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("2亿3000", "several-numbers"),
        ("2万5", "several-numbers"),
        ("5E", "unknown-unit"),
        ("3000万2亿元", "several-numbers"),
        ("2.5亿3000万元", "several-numbers"),
        ("2亿元3000万元", "several-numbers"),
        ("1.2.3", "several-numbers"),
        ("1,18", "bad-grouping"),
        ("1e19", "too-large"),
        ("9" * 18 + "万元", None),
        ("9" * 19, "too-large"),
        ("1" * 65, "too-long"),
        (Decimal("1e-31"), "too-long"),
        (Decimal("1e999999999"), "too-large"),
        (Decimal("inf"), "not-finite"),
        pytest.param(10**5000, "too-large", id="thousands of digits"),
        (-(10**18), "too-large"),
        (10**18 - 1, None),
        ("1" * 63 + "/", "unknown-unit"),
        ("千万元", "number-in-words"),
        ("百分之四", "number-in-words"),
        ("≥2亿元", "bound-as-text"),
        ("2亿元左右", "about-as-text"),
        ("2亿至3亿元", "range-as-text"),
        ("2~3亿元", "range-as-text"),
        ("", "blank-value"),
        ("—", "blank-value"),
        ("?万元", "blank-value"),
        ("（1,180）", None),  # a loss
        ("（1,180", "not-a-number"),
        ("1/3", "several-numbers"),
        (None, "not-a-number"),
        ([1], "not-a-number"),
        (date(2025, 1, 1), "not-a-number"),
    ],
)
def test_what_is_no_number_says_why(catalogue: Catalogue, raw: object, kind: str | None) -> None:
    found = money(catalogue, raw)
    assert (found.kind if isinstance(found, Mistake) else None) == kind


@given(
    st.text(max_size=80) | st.from_regex(r"[-+]?[0-9,.]{1,20}(万|亿|千|元|e|%|m|-|至){0,4}[0-9]{0,3}", fullmatch=True)
)
def test_any_text_is_a_number_or_a_mistake(catalogue: Catalogue, text: str) -> None:
    found = money(catalogue, text)
    if isinstance(found, Mistake):
        assert found.kind
        assert found.problem.zh
        assert found.remedy.en
    else:
        assert abs(found) < 10**18


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_units_agree(catalogue: Catalogue, amount: Decimal) -> None:
    assert money(catalogue, f"{amount:f}万元") == money(catalogue, amount) == Fraction(amount)
    assert money(catalogue, f"{amount:f}亿元") == Fraction(amount) * 10000


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (9_999_999, None),
        (10_000_000, "unit-doubtful"),
        ("1000亿元", None),
        ("9999元", "unit-doubtful"),
        ("10000元", None),
        ("0元", None),
        ("2千", "unit-doubtful"),  # 0.2万元, where 2千万元 is meant
        ("9.9万", None),
        ("99千", "unit-doubtful"),
        ("100千", None),
        ("2千万", None),
        ("20000元", None),
    ],
)
def test_a_mixed_up_unit_is_doubted(catalogue: Catalogue, raw: object, kind: str | None) -> None:
    found = doubt(raw, FactType.MONEY, "万元", catalogue.units, catalogue.money)
    assert (found and found.kind) == kind


@pytest.mark.parametrize(("raw", "is_doubted"), [("0.999", True), ("1", False), ("0.5%", False), ("0", False)])
def test_a_fraction_for_a_percentage_is_doubted(catalogue: Catalogue, raw: str, is_doubted: bool) -> None:
    assert (doubt(raw, FactType.PERCENT, "%", catalogue.units, "元") is not None) is is_doubted


@pytest.mark.parametrize(
    ("raw", "low", "high"),
    [
        ("2-3亿元", "2亿元", "3亿元"),
        ("2千-3千万元", "2千万元", "3千万元"),
        ("2亿~3", "2亿", "3亿"),
        ("8000万-1亿元", "8000万", "1亿元"),
        ("50-60%", "50%", "60%"),
        ("8000~1亿元", "8000万元", "1亿元"),  # 8000亿元 would be more than 1亿元
        ("1亿元~20000", "1亿元", "20000万元"),  # 20000亿元 is no likelier end of it
        ("2.2~1.8亿元", "1.8亿元", "2.2亿元"),
        ("0~3亿元", "0亿元", "3亿元"),
    ],
)
def test_a_range_is_proposed_with_the_unit_on_both_ends(catalogue: Catalogue, raw: str, low: str, high: str) -> None:
    found = money(catalogue, raw)
    assert isinstance(found, Mistake)
    assert f'{{ from = "{low}", to = "{high}" }}' in found.remedy.zh
    assert one_unit(low, high) == (low, high)
