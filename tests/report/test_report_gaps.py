from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from report_samples import CATALOGUE, LOWERED, TABLE, ask, condition, ease, measure, record, report

from zhence.engine import check
from zhence.model.catalogue import Catalogue
from zhence.model.measure import Condition, Leaf, Operator, Relief, ScoreLeaf
from zhence.model.profile import Record
from zhence.model.result import ConditionResult, ScoreResult
from zhence.model.text import Text
from zhence.model.value import Span, Value, day, number, option
from zhence.report.gaps import bar, gap_words, points_words, score_gap, share_text

DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("asked", "figures", "short"),
    [
        (
            condition("c", ask("revenue", Operator.AT_LEAST, number(20000), -1)),
            {"revenue": Span(Fraction(100), Fraction(19900))},
            Text("至少还差100万元（门槛的0.5%）", "short by at least 1 million yuan (0.5% of the threshold)"),
        ),
        (
            condition("c", ask("staff", Operator.AT_MOST, number(100))),
            {"staff": Span(Fraction(150), Fraction(160))},
            Text("至少超出50人（门槛的50%）", "over by at least 50 persons (50% of the threshold)"),
        ),
        (
            condition("c", ask("revenue", Operator.MORE_THAN, number(20000), -1)),
            {"revenue": Span(Fraction(100), Fraction(20000))},
            Text("至多恰等于门槛，须超过", "at best exactly at the threshold, which is not enough"),
        ),
    ],
)
def test_the_gap_of_a_range_is_the_least_it_can_be(asked: Condition, figures: dict[str, Value], short: Text) -> None:
    found = gap_words(answered(asked, record(**figures)), CATALOGUE)  # type: ignore[arg-type]
    assert found is not None
    assert found.shortfall == short


def answered(asked: Condition, who: Record) -> ConditionResult:
    rule = measure("one", Leaf(asked.id), asked)
    root = check(CATALOGUE, who, DAY, (rule,)).results[0].root
    assert root is not None
    assert root.condition is not None
    return root.condition


@pytest.mark.parametrize(
    ("asked", "figures", "value", "threshold", "short"),
    [
        (
            condition("c", ask("revenue", Operator.AT_LEAST, number(20000), -1)),
            {"revenue": number(19900)},
            Text("1.99亿元", "199 million yuan"),
            Text("2亿元", "200 million yuan"),
            Text("还差100万元（门槛的0.5%）", "short by 1 million yuan (0.5% of the threshold)"),
        ),
        (
            LOWERED,
            {"revenue": number(13000)},
            Text("1.3亿元", "130 million yuan"),
            Text(
                "2亿元 → 1.4亿元（山区县放宽30%，通知）",
                "200 million yuan → 140 million yuan (Hill counties: eased by 30%, notice)",
            ),
            Text("还差1000万元（门槛的7.1%）", "short by 10 million yuan (7.1% of the threshold)"),
        ),
        (
            condition("c", ask("rd_share", Operator.AT_LEAST, number(4), -1)),
            {"revenue": number(30000), "rd": number(1199)},
            Text("3.997%", "3.997%"),
            Text("4%", "4%"),
            Text("还差0.003个百分点（门槛的0.1%）", "short by 0.003 percentage points (0.1% of the threshold)"),
        ),
        (
            condition("c", ask("staff", Operator.AT_MOST, number(100))),
            {"staff": number(150)},
            Text("150人", "150 persons"),
            Text("100人", "100 persons"),
            Text("超出50人（门槛的50%）", "over by 50 persons (50% of the threshold)"),
        ),
        (
            condition("c", ask("staff", Operator.MORE_THAN, number(100))),
            {"staff": number(100)},
            Text("100人", "100 persons"),
            Text("100人", "100 persons"),
            Text("恰等于门槛，须超过", "exactly at the threshold, which is not enough"),
        ),
        (
            condition("c", ask("founded", Operator.ON_OR_BEFORE, day(date(2024, 12, 31)))),
            {"founded": day(date(2025, 1, 1))},
            Text("2025年1月1日", "2025-01-01"),
            Text("2024年12月31日", "2024-12-31"),
            Text("晚了1天", "1 day too late"),
        ),
        (
            condition("c", ask("revenue", Operator.AT_LEAST, number(20000), -1)),
            {"revenue": Span(Fraction(18000), Fraction(19000))},
            Text("1.8亿元–1.9亿元", "180 million yuan–190 million yuan"),
            Text("2亿元", "200 million yuan"),
            Text("至少还差1000万元（门槛的5%）", "short by at least 10 million yuan (5% of the threshold)"),
        ),
        (
            condition("c", ask("offence", Operator.IS, option(word=False))),
            {"offence": option(word=True)},
            Text("是", "yes"),
            Text("否", "no"),
            Text("", ""),
        ),
    ],
)
def test_gaps_in_both_languages(
    asked: Condition, figures: dict[str, Value], value: Text, threshold: Text, short: Text
) -> None:
    told = gap_words(answered(asked, record(**figures)), CATALOGUE)  # type: ignore[arg-type]
    assert told is not None
    assert told.value == value
    assert told.threshold == threshold
    assert told.shortfall == short


def test_a_gap_of_almost_nothing_is_not_shown_as_nothing() -> None:
    asked = condition("c", ask("revenue", Operator.AT_LEAST, number(20000), -1))
    told = gap_words(answered(asked, record(revenue=number(Fraction("19999.99999")))), CATALOGUE)
    assert told is not None
    assert told.value.zh != told.threshold.zh
    assert "还差0.1元（" in told.shortfall.zh
    assert "（门槛的0%）" not in told.shortfall.zh
    assert told.filled is not None
    assert bar(told.filled) == "█████████░"


def test_the_place_outside_keeps_the_base() -> None:
    told = gap_words(answered(LOWERED, record(place="乙县", revenue=number(13000))), CATALOGUE)
    assert told is not None
    assert told.threshold.zh == "2亿元"


def test_a_relaxation_to_confirm_does_not_count() -> None:
    eased = condition("c", LOWERED.test, relaxations=(ease(Relief.TO, to=number(12000)),))
    told = gap_words(answered(eased, record(place="丙县", revenue=number(13000))), CATALOGUE)
    assert told is not None
    assert told.threshold.zh == "2亿元"


@pytest.mark.parametrize(
    ("filled", "drawn"),
    [("0", ".........."), ("0.55", "#####....."), ("1", "#########."), ("-3", ".........."), ("7", "#########.")],
)
def test_a_bar_is_never_full(filled: str, drawn: str) -> None:
    assert bar(Fraction(filled), is_ascii=True) == drawn


@pytest.mark.parametrize(
    ("share", "told"), [("0.00001", "0.001%"), ("0.5", "50%"), ("0.99999", "99.999%"), ("2", "200%")]
)
def test_shares(share: str, told: str) -> None:
    assert share_text(Fraction(share)).zh == told


def scored(marks: Value, book: Catalogue = CATALOGUE) -> ScoreResult:
    rule = measure("one", ScoreLeaf("table"), scores={"table": TABLE})
    root = check(book, record(revenue=number(100), rd=number(6), marks=marks), DAY, (rule,)).results[0].root
    assert root is not None
    assert root.score is not None
    return root.score


def test_points_wanting() -> None:
    told = score_gap(scored(number(30)))
    assert told is not None
    assert told.value == Text("50分", "50 points")
    assert told.threshold == Text("60分", "60 points")
    assert told.shortfall == Text("还差10分", "short by 10 points")
    assert score_gap(scored(number(40))) is None
    one = score_gap(scored(number(39)))
    assert one is not None
    assert one.shortfall == Text("还差1分", "short by 1 point")
    assert points_words(Fraction(1), Fraction(1)) == Text("1分", "1 point")
    assert points_words(Fraction(0), Fraction(1)) == Text("0–1分", "0–1 points")


def test_points_almost_at_the_mark_do_not_look_like_it() -> None:
    told = score_gap(scored(number(Fraction("39.999999"))))
    assert told is not None
    assert told.value.zh == "59.999999分"
    assert report().results
