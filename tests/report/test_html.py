"""The report as a page, without a browser: all of the document is there, every link leads somewhere, nothing runs."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from office import HUZHEN, ONE_GAP, RANGE, ROOT, record_of, sample, told

from zhence.model.text import Lang
from zhence.report.forms.html import html
from zhence.report.forms.words import say

LANGS: tuple[Lang, ...] = ("zh", "en")
VOID = {"meta", "link", "br", "hr", "img", "input"}
ENTERPRISES = tuple(sorted((ROOT / "sample_inputs" / "enterprises").glob("*.toml")))
AUTUMN = date(2025, 9, 1)
BARE = {"zh", "en"}
SHOWN = {
    *("title", "verdict_title", "item_title", "theme_title", "decided_title", "read_title", "closed", "text", "words"),
    *("sentence", "value_text", "threshold_text", "gap_text", "clause", "answer_title", "points_text", "summary"),
    *("amount_text", "holder", "round", "unwritten", "issuer", "note", "definition", "evidence", "kind_title"),
}


class Page(HTMLParser):
    """Read a page: tags in order, ids, links, words outside of style and script."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.own: dict[str, str] = {}
        self.feed(data.decode("utf-8"))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("style", "script"):
            self.own[self.open[-1]] = data
        else:
            self.words.append(data)

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] or "" for _, attributes in self.tags if attribute in attributes]

    @property
    def told(self) -> str:
        return re.sub(r"\s+", "", "".join(self.words))


def town() -> dict[str, Any]:
    return told([record_of(HUZHEN, AUTUMN)], AUTUMN)


@cache
def documents() -> dict[str, dict[str, Any]]:
    return {"town": town(), "enterprise": sample(ONE_GAP), "enterprises": sample(*ENTERPRISES)}


@pytest.fixture(scope="module")
def drawn() -> dict[tuple[str, str], Page]:
    return {(name, lang): Page(html(document, lang)) for name, document in documents().items() for lang in LANGS}


def texts(part: Any, name: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every text of a document with the key it stands under."""
    if isinstance(part, dict) and part.keys() == BARE:
        yield name, part
    elif isinstance(part, dict):
        for key, inner in part.items():
            yield from texts(inner, key)
    elif isinstance(part, list):
        for inner in part:
            yield from texts(inner, name)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("which", ["town", "enterprise", "enterprises"])
def test_every_measure_condition_and_number_is_on_the_page(
    drawn: dict[tuple[str, str], Page], which: str, lang: Lang
) -> None:
    document, page = documents()[which], drawn[which, lang]
    results = [result for subject in document["subjects"] for result in subject["results"]]
    found = Counter(
        attributes["data-verdict"]
        for _, attributes in page.tags
        if "measure" in (attributes.get("class") or "").split()
    )
    assert found == Counter(result["verdict"] for result in results)
    assert len(results) >= 100
    wanted = {
        re.sub(r"\s+", "", say(words, lang))
        for subject in document["subjects"]
        for part in (subject["results"], subject["missing"], subject["summary"])
        for key, words in texts(part, "summary")
        if key in SHOWN
    }
    told = page.told
    assert {words for words in wanted if words not in told} == set()
    for verdict, count in Counter(result["verdict"] for result in results).items():
        title = next(entry["title"][lang] for entry in document["verdicts"] if entry["verdict"] == verdict)
        assert f"{title}{count}".replace(" ", "") in page.told


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("which", ["town", "enterprise", "enterprises"])
def test_the_page_is_sound(drawn: dict[tuple[str, str], Page], which: str, lang: Lang) -> None:
    page = drawn[which, lang]
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    inside = [link[1:] for link in page.values("href") if link.startswith("#")]
    assert len(inside) > 100
    assert set(inside) <= set(ids)
    assert set(page.values("aria-labelledby")) | set(page.values("for")) <= set(ids)
    assert dict(page.tags)["html"]["lang"] == {"zh": "zh-CN", "en": "en"}[lang]
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert re.findall(r"\{\{|\{%|Undefined|<zhence|object at|Text\(", "".join(page.words)) == []
    assert "None" not in {words.strip() for words in page.words}


def test_the_matrix_leads_from_every_cell_to_its_measure(drawn: dict[tuple[str, str], Page]) -> None:
    document, page = documents()["enterprises"], drawn["enterprises", "zh"]
    cells = [a for tag, a in page.tags if tag == "a" and "title" in a]
    verdicts = {a["id"]: a["data-verdict"] for _, a in page.tags if "data-verdict" in a}
    assert all(verdicts[(cell["href"] or "")[1:]] == cell["class"] for cell in cells)
    told_of = {
        result["measure"]
        for subject in document["subjects"]
        for result in subject["results"]
        if result["verdict"] != "not-applicable"
    }
    expected = [
        result for subject in document["subjects"] for result in subject["results"] if result["measure"] in told_of
    ]
    assert Counter(cell["class"] for cell in cells) == Counter(result["verdict"] for result in expected)


def test_a_town_is_drawn_with_its_members_and_no_single_subject_has_a_matrix() -> None:
    document = sample(ONE_GAP)
    assert b'class="grid"' not in html(document, "zh")
    items = copy.deepcopy(document)
    for number, result in enumerate(items["subjects"][0]["results"]):
        result["item"] = {"kind": "enterprise", "name": f"企业{number % 3}"}
    page = Page(html(items, "zh"))
    assert sum(attributes.get("class") == "grid" for _, attributes in page.tags) == 1
    assert {"企业0", "企业1", "企业2"} <= {words.strip() for words in page.words}


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_but_its_own_style_and_script_may_run(drawn: dict[tuple[str, str], Page], lang: Lang) -> None:
    page = drawn["enterprise", lang]
    policy = next(a["content"] or "" for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    for tag in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.own[tag].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert page.values("style") == page.values("src") == []
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert {tag for tag, _ in page.tags} & {"img", "iframe", "object", "embed", "link", "base"} == set()
    assert "url(" not in page.own["style"]
    assert "@import" not in page.own["style"]


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></script></title><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp; 'quoted'",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_words(name: str) -> None:
    document = hostile(name)
    plain, page = Page(html(hostile("x"), "zh")), Page(html(document, "zh"))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert [sorted(a) for _, a in page.tags] == [sorted(a) for _, a in plain.tags]
    assert name in "".join(page.words)
    assert page.own == plain.own


def hostile(name: str) -> dict[str, Any]:
    """Return a document in which every word of a user and of the catalogue is the name."""
    document = copy.deepcopy(sample(ONE_GAP, RANGE))
    for subject in document["subjects"]:
        subject["name"] = subject["place"] = name
        for result in subject["results"]:
            result["title"] = result["item_title"] = {"zh": name, "en": name}
            for condition in result["conditions"]:
                condition["value_text"] = condition["sentence"] = {"zh": name, "en": name}
    for source in document["sources"]:
        source["title"] = {"zh": name, "en": name}
    return document


def test_long_names_and_rare_characters_survive_and_marks_of_direction_do_not() -> None:
    document = copy.deepcopy(sample(ONE_GAP, RANGE))
    for subject in document["subjects"]:
        subject["name"] = "𠮷㙘" + "长" * 10_000
    assert subject["name"] in html(document, "zh").decode()
    page = html(hostile("甲\u202e乙\x00丙\u200b丁\ud800"), "en").decode()
    assert not set(page) & set("\u202e\x00\u200b\ud800")
    assert "甲\ufffd乙\ufffd丙\ufffd丁\ufffd" in page


def test_only_addresses_of_the_web_are_links() -> None:
    document = copy.deepcopy(sample(ONE_GAP))
    first, second = document["sources"][:2]
    first["url"], second["url"] = "javascript:alert(1)", "https://example.org/?a=1&b=2"
    page = Page(html(document, "zh"))
    outside = [link for link in page.values("href") if not link.startswith("#")]
    assert "https://example.org/?a=1&b=2" in outside
    assert all(link.startswith(("https://", "http://")) for link in outside)
    assert "javascript:alert(1)" in "".join(page.words)


@pytest.mark.parametrize("lang", LANGS)
def test_the_same_document_gives_the_same_bytes(lang: Lang) -> None:
    document = sample(ONE_GAP, RANGE)
    assert html(document, lang) == html(json.loads(json.dumps(document)), lang)


def test_an_answer_without_measures_and_a_figure_at_the_edge_are_drawn() -> None:
    document = copy.deepcopy(sample(ONE_GAP))
    [subject] = document["subjects"]
    subject["results"], subject["missing"] = [], []
    subject["counts"] = dict.fromkeys(subject["counts"], 0)
    page = Page(html(document, "en"))
    assert not any("data-verdict" in attributes for _, attributes in page.tags)
    assert not any(attributes.get("class") == "bar" for _, attributes in page.tags)


def test_a_gap_is_drawn_as_long_as_it_is() -> None:
    document = sample(ONE_GAP)
    bars = [a["width"] for tag, a in Page(html(document, "zh")).tags if tag == "rect" and a.get("class") == "part"]
    wanted = {
        f"{float(line['filled']) * 100:.2f}".rstrip("0").rstrip(".") + "%"
        for result in document["subjects"][0]["results"]
        for line in (*result["words"], *result["conditions"])
        if line["filled"] is not None
    }
    assert wanted == set(bars)
    assert "92%" in wanted
