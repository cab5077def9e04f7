"""Words in Markdown: read back as they were, and with no mark that nothing there would read as markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from zhence.report.handbook_markdown import escaped

READER = MarkdownIt("gfm-like", {"linkify": False})


def shown(inline: Token) -> str:
    assert {part.type for part in inline.children or []} <= {"text", "text_special"}, inline.content
    return "".join(part.content for part in inline.children or [])


def read_back(words: str) -> list[str]:
    """Return the words as a reader shows them: as a paragraph, a heading, an item of a list."""
    found = []
    for before, kinds in (("", ["paragraph"]), ("# ", ["heading"]), ("- ", ["bullet_list", "list_item", "paragraph"])):
        tokens = READER.parse(before + escaped(words))
        assert [token.type.removesuffix("_open") for token in tokens if token.type.endswith("_open")] == kinds
        found += [shown(token) for token in tokens if token.type == "inline"]
    return found


@pytest.mark.parametrize(
    "words", ["27.6 million yuan", "0.1.0", "R&D expenses", "-5%", "+3", "#1 企业", "AT&T", "1.5–2"]
)
def test_what_is_no_markup_stays_as_it_is(words: str) -> None:
    assert escaped(words) == words
    assert read_back(words) == [words] * 3


@pytest.mark.parametrize(
    "words",
    [
        "1. one",
        "2)",
        "- a",
        "+ a",
        "---",
        "===",
        "# a",
        "###",
        "a #",
        "&amp;",
        "&#35;",
        "*a*",
        "a_b_c",
        "[a](b)",
        "~~a~~",
        "<b>",
    ],
)
def test_what_would_be_markup_is_not(words: str) -> None:
    assert escaped(words) != words
    assert read_back(words) == [words] * 3


@given(st.text("ab1.)-+=#*_&;`<>[]()!~| 甲。", min_size=1, max_size=12).map(lambda words: " ".join(words.split())))
def test_any_words_are_read_back(words: str) -> None:
    assert not words or read_back(words) == [words] * 3
