"""Answers as people say them, and as they are kept."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
import tomli

from zhence.model.catalogue import Catalogue
from zhence.model.text import Text
from zhence.model.value import Days, Members, Span, Value, day, number, option
from zhence.profiles.records import TableReader
from zhence.profiles.spoken import Word, chosen, read_membership, read_spoken, read_word, says
from zhence.written.faults import Findings

DAY = date(2026, 6, 1)


def span(low: int | None, high: int | None) -> Span:
    return Span(None if low is None else Fraction(low), None if high is None else Fraction(high))


@pytest.mark.parametrize(
    ("fact", "said", "value", "toml"),
    [
        ("revenue", "2.31亿元", number(23100), '"2.31亿元"'),
        ("revenue", " 231 ", number(231), "231"),
        ("revenue", "007", number(7), '"007"'),
        ("revenue", "1.8~2.2亿元", span(18000, 22000), '{ from = "1.8亿元", to = "2.2亿元" }'),
        ("revenue", "2千-3千万元", span(2000, 3000), '{ from = "2千万元", to = "3千万元" }'),
        ("revenue", "2亿到3", span(20000, 30000), '{ from = "2亿", to = "3亿" }'),
        ("revenue", "8000~1亿元", span(8000, 10000), '{ from = "8000万元", to = "1亿元" }'),
        ("revenue", "9~1000万元", span(9, 1000), '{ from = "9万元", to = "1000万元" }'),
        ("revenue", "1.8亿元至2.2亿元", span(18000, 22000), '{ from = "1.8亿元", to = "2.2亿元" }'),
        ("revenue", "1800 - 2200", span(1800, 2200), '{ from = "1800", to = "2200" }'),
        ("revenue", "9000万元 to 2亿元", span(9000, 20000), '{ from = "9000万元", to = "2亿元" }'),
        ("revenue", "≥2亿元", span(20000, None), '{ from = "2亿元" }'),
        ("revenue", "2亿元以上", span(20000, None), '{ from = "2亿元" }'),
        ("revenue", "1180万元~", span(1180, None), '{ from = "1180万元" }'),
        ("revenue", "~1180万元", span(None, 1180), '{ to = "1180万元" }'),
        ("registered_on", "2012-03~", Days(date(2012, 3, 1), None), "{ from = 2012-03-01 }"),
        ("registered_on", "~2012-03", Days(None, date(2012, 3, 31)), "{ to = 2012-03-31 }"),
        ("revenue", "at most 5000万元", span(None, 5000), '{ to = "5000万元" }'),
        ("revenue", '{ value = "2亿元", source = "审计" }', number(20000), '{ value = "2亿元", source = "审计" }'),
        ("employees", "120-150人", span(120, 150), '{ from = "120人", to = "150人" }'),
        ("registered_in_province", "是", option(True), "true"),
        ("registered_in_province", "No", option(False), "false"),
        ("registered_on", "2012年3月18日", day(date(2012, 3, 18)), "2012-03-18"),
        (
            "registered_on",
            "2012-03",
            Days(date(2012, 3, 1), date(2012, 3, 31)),
            "{ from = 2012-03-01, to = 2012-03-31 }",
        ),
        (
            "registered_on",
            "2012至2013-05-02",
            Days(date(2012, 1, 1), date(2013, 5, 2)),
            "{ from = 2012-01-01, to = 2013-05-02 }",
        ),
        ("size_sector", "2", option("industry"), '"industry"'),
        ("size_sector", "工业", option("industry"), '"industry"'),
        ("county", "龙游", option("龙游县"), '"龙游县"'),
        ("leading_industry", '他说"好"', option('他说"好"'), '"他说\\"好\\""'),
    ],
)
def test_an_answer_is_understood_and_kept(book: Catalogue, fact: str, said: str, value: Value, toml: str) -> None:
    spoken = read_spoken(said, book.facts[fact], book, DAY)
    assert spoken.given is not None
    assert spoken.given.value == value
    assert spoken.toml == toml
    assert kept(book, fact, toml) == value


def kept(book: Catalogue, fact_id: str, toml: str) -> Value:
    """Read what was kept as a profile is read."""
    fact = book.facts[fact_id]
    findings = Findings("f")
    kind = fact.subjects[0]
    table: dict[str, object] = tomli.loads(f"{fact_id} = {toml}")
    record = TableReader(book, DAY, findings).record(
        {"year": {"2025": table}} if fact.yearly else table, kind, (kind,), "x"
    )
    assert not findings.found
    (given,) = record.facts.values()
    return given.value


def test_a_set_is_named_by_places_by_titles_or_as_nothing(foreign: Catalogue) -> None:
    fact = foreign.facts["wares"]
    words = list(fact.choices)
    for said, toml, known in (
        (f"1,{len(words)}", f'["{words[0]}", "{words[-1]}"]', {words[0], words[-1]}),
        (fact.choices[words[1]].zh, f'["{words[1]}"]', {words[1]}),
        ("无", "[]", set()),
        ("none", "[]", set()),
    ):
        spoken = read_spoken(said, fact, foreign, DAY)
        assert spoken.given is not None, said
        assert spoken.given.value == Members(frozenset(known))
        assert spoken.toml == toml


@pytest.fixture(scope="module")
def foreign() -> Catalogue:
    from conftest import ROOT
    from zhence.catalogue.load import load

    return load(ROOT / "tests" / "harbour", is_cached=False)


@pytest.mark.parametrize(
    ("fact", "said", "kind"),
    [
        ("revenue", "2.31吨", "unknown-unit"),
        ("revenue", "30人", "wrong-unit"),
        ("revenue", "约2亿元", "about-as-text"),
        ("revenue", "2.2~1.8亿元", "range-backwards"),
        ("revenue", "-5", "impossible-value"),
        ("revenue", "{ value = ", "not-a-table"),
        ("revenue", '{ valeu = "2亿元" }', "unknown-key"),
        ("registered_in_province", "大概", "flag-as-text"),
        ("registered_on", "前年", "date-as-text"),
        ("size_sector", "99", "unknown-choice"),
        ("size_sector", "1,2", "one-choice-only"),
        ("county", "龙油县县", "unknown-place"),
    ],
)
def test_a_wrong_answer_is_explained_as_in_a_profile(book: Catalogue, fact: str, said: str, kind: str) -> None:
    spoken = read_spoken(said, book.facts[fact], book, DAY)
    assert spoken.given is None
    assert kind in {fault.kind for fault in spoken.faults}


def test_a_doubtful_answer_is_kept_with_a_word(book: Catalogue) -> None:
    spoken = read_spoken("1.5", book.facts["employees"], book, DAY)
    assert spoken.given is not None
    assert [(fault.kind, fault.severity) for fault in spoken.faults] == [("not-whole", "warning")]


def test_a_membership_is_yes_or_no() -> None:
    assert read_membership("是").toml == "true"
    assert read_membership("no").toml == "false"
    assert read_membership("也许").given is None


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("", Word.HELP),
        ("？", Word.HELP),
        (" 返回 ", Word.BACK),
        ("STOP", Word.STOP),
        ("不知道", Word.UNKNOWN),
        ("don't  know", Word.UNKNOWN),
        ("无", None),
        ("no", None),
    ],
)
def test_what_is_said_instead_of_an_answer(said: str, word: Word | None) -> None:
    assert read_word(said) is word


def test_a_word_of_a_list() -> None:
    titles = {"town": Text("镇", "town"), "firm": Text("企业", "enterprise")}
    assert [chosen(said, titles) for said in ("2", "企业", "Enterprise", "town", "3", "")] == [
        "firm",
        "firm",
        "firm",
        "town",
        None,
        None,
    ]
    assert says("No  Project", Text("无项目", "no project"))
    assert not says("no", Text("无项目", "no project"))
