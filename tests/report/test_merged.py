"""What reads the same is told once, with all whom it is about."""

from __future__ import annotations

from typing import Any

import pytest

from zhence.report.forms.merged import figures, items_words, merged, numbered, owners_words

KIND = {"zh": "企业", "en": "enterprise"}


def answer(measure: str, item: str | None, words: str) -> dict[str, Any]:
    title = None if item is None else {"zh": f"企业：{item}", "en": f"enterprise: {item}"}
    named = None if item is None else {"kind": "enterprise", "name": item}
    return {"measure": measure, "item": named, "item_title": title, "words": [words], "closed": words}


def lacking(figure: str, name: str) -> dict[str, Any]:
    return {"figure": figure, "of": {"name": name, "kind_title": KIND}}


def test_answers_of_one_measure_that_agree_stand_together_in_the_order_of_the_first() -> None:
    found = [answer("a", "甲", "x"), answer("b", "甲", "x"), answer("a", "乙", "y"), answer("a", "丙", "x")]
    assert merged(found, ["words"]) == [[found[0], found[3]], [found[1]], [found[2]]]
    assert merged(found, []) == [[found[0], found[2], found[3]], [found[1]]]


def test_items_are_named_once_their_kind_is() -> None:
    found = [answer("a", "甲", "x"), answer("a", "乙", "x")]
    assert items_words(found, "zh") == "企业：甲、乙"
    assert items_words(found, "en") == "enterprise: 甲, 乙"
    assert items_words(found[:1], "zh") == "企业：甲"
    assert items_words([answer("a", None, "x")], "zh") == ""


def test_figures_of_one_name_and_year_stand_together() -> None:
    found = [lacking("revenue@2025", "甲"), lacking("revenue@2024", "甲"), lacking("revenue@2025", "乙")]
    assert figures(found) == [[found[0], found[2]], [found[1]]]


def test_items_are_numbered_only_where_there_are_several() -> None:
    one = {"name": "镇", "missing": [lacking("a", "甲"), lacking("b", ""), lacking("c", "镇"), lacking("d", "甲")]}
    assert numbered(one) == {}
    assert owners_words(one["missing"], one, {}, "zh") == "甲、企业"
    assert numbered({**one, "missing": [*one["missing"], lacking("a", "乙")]}) == {"甲": 1, "乙": 2}


@pytest.mark.parametrize(
    ("names", "told"), [("甲", "1"), ("乙甲", "1–2"), ("甲丙", "1、3"), ("丁甲丙乙", "1–4"), ("甲乙丁", "1–2、4")]
)
def test_numbers_that_follow_one_another_are_told_as_a_run(names: str, told: str) -> None:
    owners = {name: number for number, name in enumerate("甲乙丙丁", 1)}
    alike = [lacking("a", name) for name in names]
    assert owners_words(alike, {"name": "镇"}, owners, "zh") == told
    assert owners_words([*alike, lacking("a", "")], {"name": "镇"}, owners, "zh") == f"企业、{told}"
