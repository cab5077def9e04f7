"""Ages in whole units, and the day on which time alone brings one to its mark."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import Plain, case, condition
from zhence.engine import arithmetic
from zhence.engine.ages import reached_on
from zhence.engine.conditions import answer_condition
from zhence.engine.tree import meet

pytestmark = pytest.mark.slow

UNITS = st.sampled_from(["天", "day", "月", "month", "年", "year"])


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 400), UNITS)
def test_on_that_day_the_units_are_full_and_the_day_before_they_are_not(start: date, count: int, unit: str) -> None:
    on = reached_on(start, count, unit)
    assert on is not None
    assert arithmetic.whole_units(start, on, unit) >= count
    assert count == 0 or arithmetic.whole_units(start, on - timedelta(days=1), unit) < count


@pytest.mark.parametrize(
    ("start", "count", "unit", "on"),
    [
        (date(2025, 1, 31), 1, "月", date(2025, 3, 1)),
        (date(2024, 2, 29), 1, "年", date(2025, 3, 1)),
        (date(2024, 2, 29), 4, "年", date(2028, 2, 29)),
        (date(9999, 12, 30), 1, "天", date(9999, 12, 31)),
        (date(9999, 12, 30), 2, "天", None),
        (date(9999, 12, 1), 1, "月", None),
        (date(9998, 12, 31), 1, "年", date(9999, 12, 31)),
        (date(9999, 1, 1), 1, "年", None),
    ],
)
def test_days_at_the_ends(start: date, count: int, unit: str, on: date | None) -> None:
    assert reached_on(start, count, unit) == on


@pytest.mark.parametrize(
    ("facts", "operator", "mark", "on"),
    [
        ({"born": date(2023, 6, 2)}, "at_least", 3, date(2026, 6, 2)),
        ({"born": date(2023, 6, 2)}, "at_least", Fraction(5, 2), date(2026, 6, 2)),
        ({"born": date(2023, 6, 2)}, "more_than", 3, date(2027, 6, 2)),
        ({"born": (date(2023, 7, 1), date(2023, 9, 1))}, "at_least", 3, date(2026, 7, 1)),
        ({"born": (None, date(2023, 9, 1))}, "at_least", 3, None),
        ({"born": date(2020, 1, 1)}, "at_most", 3, None),  # over it, and time makes it worse
        ({"age": 2}, "at_least", 3, None),  # nobody says since when
        ({"staff": 2}, "at_least", 3, None),
    ],
)
def test_a_gap_that_time_closes_has_its_day(
    facts: dict[str, Plain], operator: str, mark: object, on: date | None
) -> None:
    asked = "staff" if "staff" in facts else "age"
    found = answer_condition(case(facts), condition(asked, operator, mark), meet)  # type: ignore[arg-type]
    gap = found.gap
    assert gap is None or gap.closes == on
    assert gap is not None or on is None
