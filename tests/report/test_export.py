"""The catalogue as a book: every sentence of a small one, and of the whole one that nothing is missing or broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from conftest import ROOT, Run
from make_golden import golden_export, page
from zhence.catalogue.load import load
from zhence.model.catalogue import Catalogue
from zhence.model.text import Lang, Text, same
from zhence.report.handbook import handbook
from zhence.report.handbook_html import html
from zhence.report.handbook_markdown import escaped, markdown

pytestmark = pytest.mark.slow

HARBOUR = ROOT / "tests" / "harbour"
DAY = date(2026, 6, 1)
LANGS: tuple[Lang, ...] = ("zh", "en")
FORMS: dict[str, Callable[..., str]] = {"md": markdown, "html": html}
VOID = {"meta", "link", "br", "hr", "img", "input"}
PLACEHOLDERS = re.compile(r"\{\{|\}\}|\{%|Undefined|TODO|<zhence|object at|\(\)|: None|Text\(")


class Drawn(HTMLParser):
    """Read a page; complain of what is not closed, and keep ids, links, words and headings."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.headings: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.depths: list[int] = []  # of the items of numbered lists
        self.attributes: dict[str, dict[str, str | None]] = {}
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.attributes.setdefault(tag, found)
        if "id" in found:
            self.ids.append(found["id"] or "")
        if "href" in found:
            self.links.append(found["href"] or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((tag, found.get("id")))
        if tag == "li" and self.open[-1] == "ol":
            self.depths.append(self.open.count("ol"))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def told(self) -> str:
        return re.sub(r"\s+", "", "".join(self.words))


@pytest.fixture(scope="module")
def harbour() -> Catalogue:
    return replace(load(HARBOUR, is_cached=False), digest="")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", FORMS)
def test_every_sentence_of_a_small_catalogue(form: str, lang: Lang) -> None:
    target, command = golden_export(form, lang)
    assert page(command) == target.read_text("utf-8")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("which", ["small", "whole"])
def test_both_forms_say_the_same(harbour: Catalogue, book: Catalogue, which: str, lang: Lang) -> None:
    told = handbook(harbour if which == "small" else book, (), DAY)
    one, other = Drawn(html(told, lang)), Drawn(MarkdownIt("commonmark").render(markdown(told, lang)))
    start = "1通知条目" if lang == "zh" else "1Itemsofthenotice"
    bare = re.compile(
        r"[():（）：]"
    )  # an id stands in brackets here and in another face there; a heading ends in a colon
    assert bare.sub("", one.told[one.told.index(start) :]) == bare.sub("", other.told[other.told.index(start) :])
    assert one.depths == other.depths
    assert max(one.depths) >= 4


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", FORMS)
def test_the_whole_catalogue_is_there_and_nothing_is_left_open(book: Catalogue, form: str, lang: Lang) -> None:
    told = FORMS[form](handbook(book, (), DAY), lang)
    assert told == FORMS[form](handbook(book, (), DAY), lang)
    assert len(book.measures) >= 90
    plain = told.replace("\\", "")
    for word in (*book.measures, *book.zones, *book.facts, *book.sources, *book.definitions):
        assert f">{word}<" in plain or f"({word})" in plain or f"（{word}）" in plain, word
    for source in book.sources.values():
        assert source.url is None or source.url.replace("&", "&amp;" if form == "html" else "&") in told
    for zone in book.zones.values():
        for entry in zone.memberships:
            assert entry.confirm is None or entry.confirm.to(lang) in plain
    assert PLACEHOLDERS.findall(told) == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_is_sound(book: Catalogue, lang: Lang) -> None:
    drawn = Drawn(html(handbook(book, (), DAY), lang))
    assert drawn.attributes["html"]["lang"] == {"zh": "zh-CN", "en": "en"}[lang]
    assert len(drawn.ids) == len(set(drawn.ids))
    assert not any(re.search(r"\s", word) for word in drawn.ids)
    inside = {link.removeprefix("#") for link in drawn.links if link.startswith("#")}
    assert {f"measure-{word}" for word in book.measures} <= inside <= set(drawn.ids)
    assert all(link.startswith(("#", "https://", "http://")) for link in drawn.links)
    assert all(word for _, word in drawn.headings)
    assert [level for level, _ in drawn.headings].count("h1") == 1
    levels = [int(level[1]) for level, _ in drawn.headings]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {"nav", "main", "header"} <= set(drawn.attributes)


def test_the_page_needs_no_other_file(book: Catalogue) -> None:
    told = html(handbook(book, (), DAY), "zh")
    assert not re.search(r"<(script|link|img|iframe)\b|@import|url\(", told)


def test_words_that_look_like_markup_stay_words(harbour: Catalogue) -> None:
    odd = '</title><script>alert("1")</script> & [x](javascript:1) **b** `c` <!-- \x1b[31m\u202e'
    told = handbook(replace(harbour, title=same(odd)), (), DAY)
    written = html(told, "en")
    assert "<script" not in written
    assert "\x1b" not in written
    assert "\u202e" not in written
    assert '</title><script>alert("1")</script> & [x](javascript:1) **b** `c` <!--' in " ".join(Drawn(written).words)
    drawn = MarkdownIt("commonmark").render(markdown(told, "en"))
    assert "<script" not in drawn
    assert "<strong>b" not in drawn
    assert 'href="javascript' not in drawn


@pytest.mark.parametrize(
    "words",
    ["# a", "- a", "+ a", "1. a", "12) a", "=== a", "*a*", "_a_", "`a`", "<b>", "a|b", "~~a~~", "&lt;", "\\", "[a](b)", "![a](b)", "> a", "a\\_b", "$a$", "2亿元", "1.5 a", "-3%–4%"],
)  # fmt: skip
def test_escaped_words_are_read_back_as_they_were(words: str) -> None:
    assert Drawn(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(escaped(words))).words[:1] == [
        words
    ]


def test_an_address_that_is_no_web_address_is_no_link(harbour: Catalogue) -> None:
    sources = {word: replace(source, url="javascript:alert(1)") for word, source in harbour.sources.items()}
    told = handbook(replace(harbour, sources=sources), (), DAY)
    assert not [link for link in Drawn(html(told, "zh")).links if not link.startswith("#")]
    assert "<javascript" not in markdown(told, "zh")
    assert "javascript:alert" in html(told, "zh")


def test_a_theme_brings_what_it_rests_on_and_nothing_else(harbour: Catalogue) -> None:
    quays = markdown(handbook(harbour, ("quay",), DAY), "en").replace("\\", "")
    assert all(f"({word})" in quays for word in ("quay-repair", "small-yard", "shallow", "sales", "research", "hands"))
    assert all(f"({word})" in quays for word in ("called_sales", "judged_points", "length", "sails", "bay", "founded"))
    assert all(f"({word})" not in quays for word in ("boat-renewal", "boat-show", "launched", "sales_growth_3y"))
    boats = markdown(handbook(harbour, ("boat",), DAY), "en").replace("\\", "")
    assert all(f"({word})" in boats for word in ("boat-renewal", "boat-show", "launched", "boat-notice"))
    assert all(f"({word})" not in boats for word in ("quay-repair", "small-yard", "shallow", "sales", "bay"))


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_printed_or_written(zhence: Run, tmp_path: Path, lang: Lang) -> None:
    asked = ("catalogue", "export", "--catalogue", HARBOUR, "--as-of", "2026-06-01", "--lang", lang, "--format", "html")
    printed = zhence(*asked)
    assert printed.returncode == 0, printed.stderr
    target = tmp_path / "book.html"
    assert zhence(*asked, "-o", target).returncode == 0
    assert target.read_text("utf-8") == printed.stdout
    target.write_text("mine", "utf-8")
    kept = zhence(*asked, "-o", target)
    assert kept.returncode == 2
    assert "--force" in kept.stderr
    assert target.read_text("utf-8") == "mine"
    assert zhence(*asked, "-o", target, "--force").returncode == 0
    assert target.read_text("utf-8") == printed.stdout
    nowhere = zhence(*asked, "-o", tmp_path / "no" / "book.html")
    assert nowhere.returncode == 2
    assert len(nowhere.stderr.splitlines()) <= 3
    assert [path.name for path in tmp_path.iterdir()] == ["book.html"]


def test_a_misspelt_theme_gets_the_nearest(zhence: Run) -> None:
    told = zhence("catalogue", "export", "--catalogue", HARBOUR, "--theme", "quai", "--lang", "en")
    assert told.returncode == 2
    assert told.stdout == ""
    assert "quay" in told.stderr


def test_the_other_forms_wait_with_jinja() -> None:
    import subprocess
    import sys

    code = "import zhence.report.handbook_markdown, zhence.report.handbook, zhence.app.export, sys; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"jinja2", "rich", "pydantic"} & set(told.stdout.split())


def test_titles_of_both_languages_stand_apart(harbour: Catalogue) -> None:
    titled = replace(harbour, title=Text("海港", "Harbour"))
    assert "Harbour" not in markdown(handbook(titled, (), DAY), "zh").splitlines()[0]
    assert "海港" not in markdown(handbook(titled, (), DAY), "en").splitlines()[0]
