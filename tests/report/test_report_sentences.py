from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from report_samples import (
    ART,
    CATALOGUE,
    CLEAN,
    DAY,
    DISCRETION,
    FARM,
    HERE,
    LOWERED,
    REVENUE,
    SHARE,
    SPENT,
    TABLE,
    all_of,
    ask,
    condition,
    ease,
    measure,
)

from zhence.model.fact import FactKey
from zhence.model.measure import (
    AllOf,
    AnyOf,
    Condition,
    IfThen,
    Leaf,
    Node,
    NotOf,
    Operator,
    Relief,
    ScoreLeaf,
    SomeOf,
    Strength,
)
from zhence.model.text import Text
from zhence.model.value import Members, Options, day, number, option
from zhence.report.sentences import asked_words, condition_sentence, dated_words, node_sentence, score_sentence

DATED = [(None, number(1000)), (date(2026, 1, 1), number(1500)), (date(2027, 1, 1), number(2000))]
KINDS = Options(frozenset({"farm", "industry"}))


@pytest.mark.parametrize(
    ("asked", "zh", "en"),
    [
        (REVENUE, "上年度（2025年）营业收入不低于2亿元", "Revenue (2025) at least 200 million yuan"),
        (
            DISCRETION,
            "上年度（2025年）营业收入不低于2亿元（山区县可酌情放宽）",
            "Revenue (2025) at least 200 million yuan (Hill counties: may be relaxed at discretion)",
        ),
        (
            LOWERED,
            "上年度（2025年）营业收入不低于2亿元（山区县下调30%至1.4亿元）",
            "Revenue (2025) at least 200 million yuan (Hill counties: lowered by 30% to 140 million yuan)",
        ),
        (
            condition(
                "c",
                ask("staff", Operator.AT_MOST, number(100)),
                relaxations=(ease(Relief.PERCENT, percent=Fraction(20)),),
            ),
            "职工人数不超过100人（山区县上调20%至120人）",
            "Employees at most 100 persons (Hill counties: raised by 20% to 120 persons)",
        ),
        (
            condition(
                "c",
                ask("rd", Operator.MORE_THAN, number(500), 2023),
                relaxations=(ease(Relief.TO, to=number(300)), ease(Relief.WAIVED)),
            ),
            "2023年研发费用高于500万元（山区县放宽至300万元；山区县不作要求）",
            "R&D expenses (2023) more than 5 million yuan (Hill counties: relaxed to 3 million yuan; Hill counties: not required)",
        ),
        (
            condition("c", ask("rd", Operator.AT_LEAST, DATED, 0)),
            "2026年研发费用不低于1500万元",
            "R&D expenses (2026) at least 15 million yuan",
        ),
        (
            condition("c", ask("rd", Operator.AT_LEAST, [(date(2027, 1, 1), number(1))], 0)),
            "2026年研发费用不低于（当日尚无规定）",
            "R&D expenses (2026) at least (none in force on the day)",
        ),
        (
            condition(
                "c",
                ask("revenue", Operator.AT_LEAST, "limit"),
                relaxations=(ease(Relief.PERCENT, percent=Fraction(30)),),
            ),
            "上年度（2025年）营业收入不低于“当期门槛”（以当期公布为准）（山区县下调30%）",
            "Revenue (2025) at least the published “Threshold of the call” (Hill counties: lowered by 30%)",
        ),
        (HERE, "省内注册：是", "Registered here: yes"),
        (CLEAN, "严重违法：否", "Serious offence: no"),
        (FARM, "行业为农业", "Industry is agriculture"),
        (
            condition("c", ask("kind", Operator.ONE_OF, KINDS)),
            "行业为其中之一：工业、农业",
            "Industry is one of: industry, agriculture",
        ),
        (
            condition("c", ask("kind", Operator.INCLUDES_ANY, KINDS)),
            "行业至少包括其中一项：工业、农业",
            "Industry includes at least one of: industry, agriculture",
        ),
        (
            condition("c", ask("kind", Operator.INCLUDES_ALL, Members(frozenset({"trade"})))),
            "行业包括全部：商业",
            "Industry includes all of: trade",
        ),
        (
            condition("c", ask("founded", Operator.ON_OR_BEFORE, day(date(2024, 12, 31)))),
            "成立日期不晚于2024年12月31日",
            "Founded on on or before 2024-12-31",
        ),
        (
            condition("c", ask("staff", Operator.LESS_THAN, number(1)), strength=Strength.IN_PRINCIPLE),
            "原则上职工人数少于1人",
            "in principle: Employees fewer than 1 person",
        ),
        (
            condition(
                "c",
                ask("staff", Operator.AT_LEAST, number(5)),
                strength=Strength.PREFERENCE,
                title=Text("规模", "Size"),
            ),
            "（仅作优先，不影响结论）规模：职工人数不少于5人",
            "(a preference only) Size: Employees at least 5 persons",
        ),
        (condition("c", zone="hills"), "位于山区县", "located in: Hill counties"),
        (condition("c", meets="sme"), "符合“sme”的标准", "meets “sme”"),
        (
            condition("c", judged=Text("行业领先", "A leader")),
            "须由主管部门认可：行业领先",
            "only if the authority grants it: A leader",
        ),
    ],
)
def test_conditions_in_both_languages(asked: Condition, zh: str, en: str) -> None:
    assert condition_sentence(asked, CATALOGUE, DAY) == Text(zh, en)


RULE = measure("rule", None, HERE, CLEAN, FARM, REVENUE, SHARE, SPENT, scores={"table": TABLE})
LARGE = AllOf((Leaf("revenue"), AnyOf((Leaf("share"), Leaf("spent")))))


@pytest.mark.parametrize(
    ("tree", "zh", "en"),
    [
        (all_of("here", "clean"), "省内注册：是，且严重违法：否", "Registered here: yes, and Serious offence: no"),
        (
            AnyOf((Leaf("here"), Leaf("farm"))),
            "省内注册：是，或行业为农业",
            "Registered here: yes, or Industry is agriculture",
        ),
        (AllOf((Leaf("here"),)), "省内注册：是", "Registered here: yes"),
        (
            SomeOf(2, (Leaf("here"), Leaf("clean"), Leaf("farm"))),
            "3项中至少2项：省内注册：是；严重违法：否；行业为农业",
            "at least 2 of 3: Registered here: yes; Serious offence: no; Industry is agriculture",
        ),
        (NotOf(Leaf("farm")), "不得满足：行业为农业", "not: Industry is agriculture"),
        (
            IfThen(Leaf("farm"), Leaf("here")),
            "若行业为农业，则省内注册：是，否则不作要求",
            "if Industry is agriculture, then Registered here: yes, otherwise nothing is required",
        ),
        (
            IfThen(Leaf("farm"), Leaf("here"), LARGE),
            "若行业为农业，则省内注册：是，否则【上年度（2025年）营业收入不低于2亿元，且【上年度（2025年）研发费用占比不低于4%，"
            "或上年度（2025年）研发费用不低于5000万元】】",
            "if Industry is agriculture, then Registered here: yes, otherwise [Revenue (2025) at least 200 million yuan, "
            "and [R&D share (2025) at least 4%, or R&D expenses (2025) at least 50 million yuan]]",
        ),
        (
            AllOf((Leaf("here"), ScoreLeaf("table"))),
            "省内注册：是，且创新评分不低于60分（其中投入不低于10分）",
            "Registered here: yes, and Innovation score at least 60 points (of which: input at least 10 points)",
        ),
    ],
)
def test_trees_in_both_languages(tree: Node, zh: str, en: str) -> None:
    assert node_sentence(tree, RULE, CATALOGUE, DAY) == Text(zh, en)


def test_a_score_without_a_mark_says_so() -> None:
    from dataclasses import replace

    free = replace(TABLE, at_least=None, parts=())
    assert score_sentence(free) == Text(
        "创新评分（按表计分，不设总分线）", "Innovation score (points counted, no pass mark for the total)"
    )


def test_dated_thresholds_are_listed() -> None:
    assert dated_words(ask("rd", Operator.AT_LEAST, DATED), CATALOGUE) == Text(
        "此前1000万元；自2026年1月1日起1500万元；自2027年1月1日起2000万元",
        "before: 10 million yuan; from 2026-01-01: 15 million yuan; from 2027-01-01: 20 million yuan",
    )
    assert dated_words(ask("rd", Operator.AT_LEAST, number(1)), CATALOGUE) is None


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        (FactKey("revenue", 2025), "营业收入（2025年，万元）", "Revenue (2025, 10 thousand yuan)"),
        (FactKey("registered"), "省内注册", "Registered here"),
        (FactKey("zone.hills"), "请确认是否属于山区县", "confirm membership: Hill counties"),
        (FactKey("unheard_of"), "unheard_of", "unheard_of"),
    ],
)
def test_what_is_asked_for(key: FactKey, zh: str, en: str) -> None:
    assert asked_words(key, CATALOGUE) == Text(zh, en)


def test_a_unit_without_a_word_leaves_no_empty_brackets() -> None:
    labs = replace(CATALOGUE.facts["firms"], id="labs", title=Text("实验室", "Labs"), unit="个", yearly=True)
    book = replace(CATALOGUE, facts={**CATALOGUE.facts, "labs": labs})
    assert asked_words(FactKey("labs", 2025), book) == Text("实验室（2025年，个）", "Labs (2025)")
    assert asked_words(FactKey("labs"), book) == Text("实验室（个）", "Labs")


def test_a_choice_is_named_by_title() -> None:
    assert option("farm").exact == "farm"
    assert "farm" not in condition_sentence(FARM, CATALOGUE, DAY).zh
    assert ART.zh == "第九条"
