from __future__ import annotations

import json
from fractions import Fraction

import pytest
from report_samples import CATALOGUE, record, report

from zhence import __version__
from zhence.model.value import Span, number
from zhence.report.json import to_dict


def told(**figures: object) -> dict[str, object]:
    return to_dict(report(record(**figures)), CATALOGUE)  # type: ignore[arg-type]


def result(data: dict[str, object], word: str) -> dict[str, object]:
    found = data["results"]
    assert isinstance(found, list)
    (one,) = [r for r in found if r["measure"] == word]
    return one  # type: ignore[no-any-return]


def test_the_head_names_program_catalogue_and_day() -> None:
    data = told()
    assert data["schema"] == 1
    assert data["program"] == __version__
    assert data["as_of"] == "2026-06-01"
    assert data["catalogue"] == {
        "id": "sample",
        "title": {"zh": "示例目录", "en": "Sample catalogue"},
        "digest": CATALOGUE.digest,
    }
    assert data["subject"] == {"kind": "enterprise", "name": "甲公司"}


def test_it_is_json_and_the_same_each_time() -> None:
    one = json.dumps(told(), ensure_ascii=False)
    assert one == json.dumps(told(), ensure_ascii=False)
    assert json.loads(one) == told()


def test_a_condition_carries_exact_numbers() -> None:
    (condition,) = [c for c in result(told(), "eased")["conditions"] if c["condition"] == "revenue"]  # type: ignore[attr-defined]
    assert condition["value"] == "15000"
    assert condition["threshold"] == "20000"
    assert condition["effective"] == "14000"
    assert condition["unit"] == "万元"
    assert condition["relaxed"] is True
    assert condition["figure"] == "revenue@2025"


def test_a_gap_carries_value_threshold_shortfall_and_share() -> None:
    (condition,) = [c for c in result(told(), "short")["conditions"] if c["condition"] == "share"]  # type: ignore[attr-defined]
    assert condition["gap"] == {
        "value": "3",
        "threshold": "4",
        "shortfall": "1",
        "unit": "%",
        "share": "0.25",
        "strict": False,
    }


def test_endless_fractions_and_ranges_stay_exact() -> None:
    (condition,) = [  # 100/300 of a percent has no end
        c
        for c in result(told(revenue=number(30000), rd=number(100)), "short")["conditions"]  # type: ignore[attr-defined]
        if c["condition"] == "share"
    ]
    assert condition["value"] == "1/3"
    (condition,) = result(told(revenue=Span(Fraction(1), None)), "judged")["conditions"]  # type: ignore[misc]
    assert condition["value"] == {"from": "1", "to": None}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_language_leaves_titles_in_both(lang: str) -> None:
    data = to_dict(report(), CATALOGUE, lang)  # type: ignore[arg-type]
    one = result(data, "judged")
    assert one["title"] == {"zh": "措施judged", "en": "Measure judged"}
    assert one["judgements"][0]["text"].keys() == {lang}  # type: ignore[index]
    assert one["conditions"][0]["sentence"].keys() == {lang}  # type: ignore[index]


def test_sources_carry_their_reading_level() -> None:
    one = result(told(), "eased")
    assert one["sources"] == [{"source": "rules", "read": "transcription"}]
    assert one["read"] == ["transcription", "news"]


def test_every_verdict_is_there() -> None:
    verdicts = {r["verdict"] for r in told()["results"]}  # type: ignore[attr-defined]
    assert verdicts == {
        "eligible",
        "eligible-if",
        "discretionary",
        "unknown",
        "not-eligible",
        "closed",
        "not-applicable",
    }
