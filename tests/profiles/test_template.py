from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from zhence.model.catalogue import Catalogue
from zhence.model.fault import Fault
from zhence.model.profile import Record
from zhence.model.text import Lang
from zhence.profiles.settings import record_from_flat
from zhence.profiles.template import template

Read = Callable[..., tuple[Record, tuple[Fault, ...]]]
Mistakes = Callable[..., tuple[Fault, ...]]
DAY = date(2026, 6, 1)


@pytest.mark.parametrize("subject", ["town", "enterprise"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_fact_of_a_subject_is_listed(catalogue: Catalogue, subject: str, lang: Lang) -> None:
    text = template(catalogue, subject, lang, DAY)
    kinds = {subject, *catalogue.subjects[subject].items}
    for fact in catalogue.facts.values():
        assert (f"\n# {fact.id} = " in text) is bool(kinds & set(fact.subjects))
        assert fact.title.to(lang) in text or not kinds & set(fact.subjects)
    assert set(tomllib.loads(text)) == {subject}


def test_an_untouched_template_states_nothing(catalogue: Catalogue, mistakes: Mistakes) -> None:
    assert [fault.kind for fault in mistakes(template(catalogue, "town", "zh", DAY))] == ["blank-value"]  # the name


def test_a_line_uncommented_but_not_filled_in_is_never_a_value(catalogue: Catalogue, mistakes: Mistakes) -> None:
    lines = template(catalogue, "enterprise", "zh", DAY, {"name": "甲"}).split("\n")
    ids = {fact.id for fact in catalogue.facts.values()}
    live = [line[2:] if line[2:].split(" = ")[0] in ids or line.startswith("# [[") else line for line in lines]
    faults = mistakes("\n".join(live))
    assert len(faults) == sum(line.split(" = ")[0] in ids for line in live)
    assert {fault.kind for fault in faults} <= {"blank-value", "set-needs-list", "unknown-choice"}


def test_values_that_are_known_come_back(catalogue: Catalogue, read: Read) -> None:
    values = {
        "name": '甲"企业"\n[town]',
        "county": "景宁县",
        "founded": date(2019, 5, 31),
        "registered": False,
        "fields": ["idea", "done"],
        "capital": Decimal("1180.5"),
        "revenue@2025": {"from": "1.8亿元", "to": "2.2亿元", "source": "估算"},
        "revenue@2023": "1亿元",
        "zone.hills": True,
        "project": [{"name": "一", "stage": "done"}, {"name": "二"}],
    }
    record, faults = read(template(catalogue, "enterprise", "en", DAY, values))
    wanted = record_from_flat("enterprise", values, catalogue, DAY)
    assert faults == ()
    assert record.facts == wanted.facts
    assert (record.name, record.zones) == (wanted.name, wanted.zones)
    assert [(item.name, item.facts) for item in record.items["project"]] == [
        (item.name, item.facts) for item in wanted.items["project"]
    ]
