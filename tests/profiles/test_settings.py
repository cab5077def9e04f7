from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.fault import Fault, FaultyError
from zhence.model.profile import Record
from zhence.model.value import Days, Members, Span, Value, day, number, option
from zhence.profiles.settings import apply_settings, record_from_flat

DAY = date(2026, 6, 1)


def span(low: int | None, high: int | None) -> Span:
    return Span(None if low is None else Fraction(low), None if high is None else Fraction(high))


@pytest.fixture
def town() -> Record:
    clusters = (Record("cluster", "甲"), Record("cluster", "3"), Record("cluster", "丙"))
    return Record("town", "某镇", items={"cluster": clusters})


def faults_of(record: Record, catalogue: Catalogue, *settings: str) -> list[str]:
    with pytest.raises(FaultyError) as error:
        apply_settings(record, settings, catalogue, DAY)
    for fault in error.value.faults:
        assert fault.file == "--set"
        assert fault.problem.en
        assert fault.remedy.zh
    return [fault.kind for fault in error.value.faults]


def test_flat_figures_keep_every_fact(catalogue: Catalogue) -> None:
    figures = {
        "county": "景宁县",
        "revenue@-1": "2亿元",
        "revenue@0": 7,
        "rd_expense@2024": 800,
        "output@2025": 5,
        "founded": date(2019, 5, 31),
        "zone.hills": True,
    }
    record = record_from_flat("project", figures, catalogue, DAY)
    assert {str(key): given.value for key, given in record.facts.items()} == {
        "county": option("景宁畲族自治县"),
        "revenue@2025": number(20000),
        "revenue@2026": number(7),
        "rd_expense@2024": number(800),
        "output@2025": number(5),
        "founded": day(date(2019, 5, 31)),
    }
    assert record.zones == {"hills": True}


def test_flat_items_and_nested_zones(catalogue: Catalogue) -> None:
    figures = {"zone": {"hills": False}, "project": [{"name": "甲", "stage": "done"}], "complete": ["project"]}
    record = record_from_flat("enterprise", figures, catalogue, DAY)
    assert record.zones == {"hills": False}
    assert record.complete == {"project"}
    assert record.items["project"][0].facts[FactKey("stage")].value == option("done")


@pytest.mark.parametrize(
    ("figures", "kind"),
    [
        ({"revenu@-1": 1}, "unknown-fact"),
        ({"revenue": 1}, "yearly-outside-year"),
        ({"revenue@2027": 1}, "future-year"),
        ({"revenue@+1": 1}, "future-year"),
        ({"revenue@last": 1}, "bad-year"),
        ({"registered@2025": True}, "not-yearly"),
        ({"registered": "是"}, "flag-as-text"),
        ({"revenue@-1": "35%"}, "wrong-unit"),
        ({"zone.hill": True}, "unknown-zone"),
        ({"zone.hills": "yes"}, "flag-as-text"),
    ],
)
def test_flat_mistakes(catalogue: Catalogue, figures: dict[str, object], kind: str) -> None:
    with pytest.raises(FaultyError) as error:
        record_from_flat("enterprise", figures, catalogue, DAY, file="measure.toml")
    assert [(fault.kind, fault.file) for fault in error.value.faults] == [(kind, "measure.toml")]


def test_settings_replace_figures_and_read_words(catalogue: Catalogue) -> None:
    firm = record_from_flat("enterprise", {"revenue@2025": 1, "capital": 3}, catalogue, DAY)
    changed = apply_settings(
        firm,
        [
            "revenue=2亿元",
            "revenue@2024 = 1.5亿元",
            "registered=是",
            "founded=2019-05-31",
            "fields=idea、完成",
            "zone.hills=no",
        ],
        catalogue,
        DAY,
    )
    assert {str(key): given.value for key, given in changed.facts.items()} == {
        "revenue@2025": number(20000),
        "capital": number(3),
        "revenue@2024": number(15000),
        "registered": option(True),
        "founded": day(date(2019, 5, 31)),
        "fields": Members(frozenset({"idea", "done"})),
    }
    assert changed.zones == {"hills": False}
    assert firm.facts[FactKey("revenue", 2025)].value == number(1)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("revenue=1亿~2亿", span(10000, 20000)),
        ("revenue=1.8-2.2亿元", span(18000, 22000)),
        ("revenue=1180万元~", span(1180, None)),
        ("revenue=~1180万元", span(None, 1180)),
        ("revenue=2亿元以上", span(20000, None)),
        ('revenue={ from = "1亿", to = "2亿" }', span(10000, 20000)),
        ("founded=2024", Days(date(2024, 1, 1), date(2024, 12, 31))),
        ("founded=2024-01-01~2024-12-31", Days(date(2024, 1, 1), date(2024, 12, 31))),
        ("founded=2024-05~", Days(date(2024, 5, 1), None)),
        ("founded=~2024-05", Days(None, date(2024, 5, 31))),
        ("stage=1", None),  # only where a list is shown do its numbers stand for choices
        ("revenue=2亿~1亿", None),
        ("revenue=~", None),
        ("founded=~", None),
        ("revenue={ from = 1", None),
    ],
)
def test_a_range_is_set_as_it_is_said(catalogue: Catalogue, setting: str, value: Value | None) -> None:
    record = Record("project" if setting.startswith("stage") else "enterprise", "甲")
    if value is None:
        assert len(faults_of(record, catalogue, setting)) == 1
        return
    (given,) = apply_settings(record, [setting], catalogue, DAY).facts.values()
    assert given.value == value


@pytest.mark.parametrize("setting", ["revenue=约2亿元", "revenue=2亿元左右", "founded=前年", "revenue=两亿元"])
def test_what_is_advised_needs_no_table(catalogue: Catalogue, setting: str) -> None:
    with pytest.raises(FaultyError) as error:
        apply_settings(Record("enterprise", "甲"), [setting], catalogue, DAY)
    assert "{" not in error.value.faults[0].remedy.zh


@pytest.mark.parametrize(
    ("setting", "touched"),
    [
        ("cluster_revenue=1", {"甲", "3", "丙"}),
        ("cluster.cluster_revenue=1", {"甲", "3", "丙"}),
        ("cluster[1].cluster_revenue=1", {"甲"}),
        ("cluster[2].cluster_revenue=1", {"3"}),
        ("cluster[丙].cluster_revenue@2025=1", {"丙"}),
        ("cluster[3].cluster_revenue=1", {"3"}),  # a name goes before a place in the list
        ("cluster[1].firms=1", {"甲"}),
        ("firms=1", set()),  # the town's own
    ],
)
def test_items_are_set_by_place_or_name(catalogue: Catalogue, town: Record, setting: str, touched: set[str]) -> None:
    changed = apply_settings(town, [setting], catalogue, DAY)
    assert {item.name for item in changed.items["cluster"] if item.facts} == touched
    assert bool(changed.facts) is not bool(touched)


@pytest.mark.parametrize(
    ("setting", "kind"),
    [
        ("clustr_revenue=1", "unknown-fact"),
        ("cluster[4].cluster_revenue=1", "no-such-item"),
        ("cluster[0].cluster_revenue=1", "no-such-item"),
        ("stage=done", "no-items"),
        ("revenue=1", "no-items"),
        ("cluster.revenue=1", "wrong-subject"),
        ("output@2027=1", "future-year"),
        ("output@=1", "bad-year"),
        ("county@2025=景宁县", "not-yearly"),
        ("output=", "blank-value"),
        ("output", "bad-setting"),
        ("=1", "bad-setting"),
        ("zone.hill=true", "unknown-zone"),
        ("zone.hills=maybe", "flag-as-text"),
        ("county=景宁", "unknown-place"),
    ],
)
def test_settings_that_cannot_be(catalogue: Catalogue, town: Record, setting: str, kind: str) -> None:
    assert faults_of(town, catalogue, setting) == [kind]


def test_all_settings_are_judged(catalogue: Catalogue, town: Record) -> None:
    assert faults_of(town, catalogue, "outptu=1", "output=1亿元", "output=35%") == ["unknown-fact", "wrong-unit"]


def test_doubts_are_handed_over(catalogue: Catalogue) -> None:
    doubts: list[Fault] = []
    apply_settings(Record("enterprise", "甲"), ["rd_intensity=0.042"], catalogue, DAY, doubts)
    record_from_flat("enterprise", {"rd_intensity@-1": 0, "revenue@-1": "5元"}, catalogue, DAY, doubts=doubts)
    assert [(fault.kind, fault.severity) for fault in doubts] == [
        ("percent-as-fraction", "warning"),
        ("unit-doubtful", "warning"),
    ]
