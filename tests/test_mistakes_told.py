"""Every mistake of mistakes.toml gets its message, word for word in both languages."""

from __future__ import annotations

import re

import pytest

import mistakes
from zhence.model.text import Lang

pytestmark = pytest.mark.slow

KEPT = mistakes.read()
WORD = re.compile(r"[一-鿿]")


@pytest.mark.parametrize("mistake", KEPT, ids=[each["what"] for each in KEPT])
def test_a_mistake_gets_its_message(mistake: dict[str, str]) -> None:
    langs: tuple[Lang, Lang] = ("zh", "en")
    for lang in langs:
        assert mistakes.told(mistake, lang) == (mistake["code"], mistake[lang])


def test_the_catalogue_is_as_it_is_written() -> None:
    assert mistakes.KEPT.read_text("utf-8") == mistakes.written(KEPT)
    assert len({each["what"] for each in KEPT}) == len(KEPT) >= 60


@pytest.mark.parametrize("mistake", KEPT, ids=[each["what"] for each in KEPT])
def test_a_message_says_where_and_what_to_do(mistake: dict[str, str]) -> None:
    for lang, ways in (("zh", "；"), ("en", ";")):
        first = mistake[lang].splitlines()[0]
        assert ways in first
        assert first.startswith({"zh": ("错误 ", "提示 "), "en": ("error ", "note ")}[lang])
    assert "Traceback" not in mistake["en"]
    assert WORD.search(mistake["zh"])
