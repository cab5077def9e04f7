"""One result, many views: every form read back holds the same answers and numbers, and no name can do harm in any."""

from __future__ import annotations

import csv as standard
import io
import json as standard_json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import pytest
from docx import Document
from icalendar import Calendar
from office import DAY, DIGEST, ONE_GAP, RANGE, ROOT, opened, policies, record_of, rows

from zhence.engine import check
from zhence.engine.agenda import agenda
from zhence.model.profile import Record
from zhence.model.text import Lang
from zhence.report.document import document as document_of
from zhence.report.forms import words
from zhence.report.forms.render import Form, render
from zhence.report.forms.words import say

Data = dict[str, Any]
BRACKET = re.compile(r"(?:（| \()(?:[^（）()]|（[^（）]*）)*[）)]$")  # what stands in brackets behind a title
FEW = 7  # a hostile name is tried on every seventh measure
TOWN = ROOT / "sample_inputs" / "projects" / "example_town.toml"
HOSTILE = [
    '=HYPERLINK("http://x")',
    "<script>alert(1)</script>",
    "[red]",
    "\x1b[31m",
    "\u202eabc\u200f",
    "𠮷㙘",
    "甲|乙`丙`\n丁\r\n- 戊",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "＝1＋1",
    "{{ 7 * 7 }}",
    "![x](http://x)",
    "\ufffe\uffff&amp;]]>",
    "x" * 10_000,
]


def made(*records: Record, every: int = 1) -> Data:
    """Return the document of some profiles, for every so-manieth measure."""
    book = policies()
    chosen = tuple(book.measures.values())[::every]
    answers = [(check(book, record, DAY, chosen), DIGEST) for record in records]
    return document_of(answers, book, days=lambda reports: agenda(reports, DAY, None))


@pytest.fixture(scope="module")
def document() -> Data:
    return made(record_of(ONE_GAP), record_of(RANGE), record_of(TOWN))


def expected(document: Data, lang: Lang) -> list[tuple[object, ...]]:
    """Return each answer: of whom, which measure, which item, the verdict, and every condition with its numbers."""
    return [
        (
            say(subject["name"], lang),
            result["measure"],
            say(result["verdict_title"], lang),
            [leaf(each, lang) for each in [*result["conditions"], *result["scores"]]],
        )
        for subject in document["subjects"]
        for result in subject["results"]
    ]


def leaf(each: Data, lang: Lang) -> tuple[str, ...]:
    value = each["value_text"] if "condition" in each else each["points_text"]
    texts = (value, each["threshold_text"], each["gap_text"], each["answer_title"], each["clause"])
    return (each.get("condition") or each["score"], *(say(text, lang) for text in texts))


def from_markdown(data: bytes) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    subject = verdict = ""
    for line in data.decode().splitlines():
        if line.startswith("## "):
            subject = unescaped(BRACKET.split(line[3:])[0])
        elif line.startswith("### "):
            verdict = unescaped(BRACKET.split(line[4:])[0])
        elif line.startswith("#### "):
            found.append((subject, line.split("`")[-2], verdict, []))
        elif line.startswith("| `"):
            cells = [unescaped(cell.strip()) for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            assert len(cells) == 7
            found[-1][3].append((cells[0].strip("`"), *cells[2:]))  # type: ignore[attr-defined]
    return found


def unescaped(words: str) -> str:
    return re.sub(r"\\([^\w\s])", r"\1", words)


def csv_rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(standard.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def from_csv(data: bytes, lang: Lang) -> list[tuple[object, ...]]:
    keys = (words.CONDITION_ID, words.VALUE, words.THRESHOLD, words.GAP, words.ANSWER, words.CLAUSE)
    found: list[tuple[object, ...]] = []
    last: tuple[str, ...] = ()
    for row in csv_rows(data):
        cells = tuple(row[key.to(lang)].removeprefix("'") for key in keys)
        here = tuple(row[key.to(lang)] for key in (words.SUBJECT, words.MEASURE_ID, words.VERDICT, words.ITEM))
        if here != last or not cells[0]:
            found.append((*here[:3], []))
        if cells[0]:
            found[-1][3].append(cells)  # type: ignore[attr-defined]
        last = here
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_markdown_and_csv_hold_every_answer_and_number(document: Data, lang: Lang) -> None:
    wanted = expected(document, lang)
    assert len(wanted) > 300
    assert sum(len(answer[3]) for answer in wanted) > 500  # type: ignore[arg-type]
    assert from_markdown(render(document, Form.MD, lang)) == wanted
    assert from_csv(render(document, Form.CSV, lang), lang) == wanted


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_csv_holds_the_exact_numbers(document: Data, lang: Lang) -> None:
    found = [row for row in csv_rows(render(document, Form.CSV, lang)) if row[words.CONDITION_ID.to(lang)]]
    leaves = [
        each
        for subject in document["subjects"]
        for result in subject["results"]
        for each in [*result["conditions"], *result["scores"]]
    ]
    told = [(row[words.VALUE_EXACT.to(lang)].removeprefix("'"), row[words.GAP_EXACT.to(lang)]) for row in found]
    assert told == [(exactly(each), (each.get("gap") or {}).get("shortfall", "")) for each in leaves]


def exactly(each: Data) -> str:
    if "score" in each:
        return str(each["low"]) if each["low"] == each["high"] else f"{each['low']}..{each['high']}"
    value = each["value"]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return f"{value['from'] or ''}..{value['to'] or ''}"
    return " | ".join(value) if isinstance(value, list) else value or ""


def test_json_is_the_document(document: Data) -> None:
    assert standard_json.loads(render(document, Form.JSON, "zh")) == document
    assert render(document, Form.JSON, "zh") == render(document, Form.JSON, "en")


def test_the_calendar_holds_every_day(document: Data) -> None:
    events = Calendar.from_ical(render(document, Form.ICS, "zh")).walk("VEVENT")
    assert document["calendar"]
    assert [(str(e["uid"]), e["dtstart"].dt.isoformat(), str(e["summary"])) for e in events] == [
        (event["uid"], event["on"], event["summary"]["zh"]) for event in document["calendar"]
    ]


class Page(HTMLParser):
    """Gather the words of each measure of a page in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.measures: list[tuple[str, list[str]]] = []
        self.words: list[str] = []
        self.scripts = 0
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.scripts += tag == "script"
        self.tags.append(tag)
        if tag == "details":
            if "measure" in (given.get("class") or "").split():
                self.measures.append((given["data-verdict"] or "", []))
                self.depth = 1
            elif self.depth:
                self.depth += 1
        assert not [name for name in given if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "details" and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())
            if self.depth:
                self.measures[-1][1].append(data.strip())


def page(data: bytes) -> Page:
    parser = Page()
    parser.feed(data.decode())
    parser.close()
    return parser


def stands_in_order(wanted: Iterator[str], found: list[str]) -> bool:
    rest = iter(found)
    return all(any(word in each for each in rest) for word in wanted if word)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_holds_every_answer_and_number(document: Data, lang: Lang) -> None:
    found = page(render(document, Form.HTML, lang)).measures
    results = [result for subject in document["subjects"] for result in subject["results"]]
    assert [verdict for verdict, _ in found] == [result["verdict"] for result in results]
    for result, (_, texts) in zip(results, found, strict=True):
        assert result["measure"] in texts
        for each in [*result["conditions"], *result["scores"]]:
            shown = leaf(each, lang)[1:4]
            assert stands_in_order((squeezed(word) for word in shown), [squeezed(text) for text in texts]), shown


def squeezed(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_holds_every_answer_and_number(document: Data, lang: Lang) -> None:
    book = opened(render(document, Form.XLSX, lang))
    sheets = {"zh": ("措施", "条件"), "en": ("Measures", "Conditions")}[lang]
    answers = [
        tuple(row[key.to(lang)].value for key in (words.SUBJECT, words.MEASURE_ID, words.VERDICT))
        for row in rows(book, sheets[0])
    ]
    wanted = expected(document, lang)
    assert answers == [answer[:3] for answer in wanted]
    leaves = [
        (result["measure"], each)
        for subject in document["subjects"]
        for result in subject["results"]
        for each in [*result["conditions"], *result["scores"]]
    ]
    found = list(rows(book, sheets[1]))
    assert len(found) == len(leaves)
    for (measure, each), row in zip(leaves, found, strict=True):
        assert row[words.MEASURE_ID.to(lang)].value == measure
        assert row[words.CONDITION_ID.to(lang)].value == (each.get("condition") or each["score"])
        assert (row[words.ANSWER.to(lang)].value or "") == say(each["answer_title"], lang)
        if isinstance(number := each.get("value"), str) and re.fullmatch(r"-?[0-9./]+", number):
            scale = 100 if each["unit"] == "%" else 1
            assert row[words.VALUE.to(lang)].value == pytest.approx(float(Fraction(number) / scale), rel=1e-15)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_word_report_holds_every_answer_and_number(document: Data, lang: Lang) -> None:
    paper = Document(io.BytesIO(render(document, Form.DOCX, lang)))
    found = [
        ([each.text for each in row.cells[0].paragraphs], [each.text for each in row.cells[1].paragraphs])
        for table in paper.tables
        if table.rows[0].cells[0].text == words.MEASURE.to(lang)
        for row in table.rows[1:]
    ]
    results = [
        result
        for subject in document["subjects"]
        for result in subject["results"]
        if result["verdict"] != "not-applicable"
    ]
    assert len({result["measure"] for result in results}) < len(found) < len(results)
    left = set(range(len(found)))
    for result in results:
        closed = result["verdict"] == "closed"
        texts = [result["closed"]] if closed else [line["text"] for line in result["words"]]
        item = say(result["item"]["name"], lang) if result["item"] is not None and not result["hypothetical"] else ""
        holding = {
            at
            for at, (title, lines) in enumerate(found)
            if title[0].startswith(say(result["title"], lang))
            and any(item in line for line in title[1:])
            and stands_in_order((say(text, lang) for text in texts), lines)
        }
        assert holding, texts
        left -= holding
    assert not left


@pytest.mark.parametrize("form", list(Form))
def test_the_same_document_gives_the_same_bytes(document: Data, form: Form) -> None:
    stored = standard_json.loads(standard_json.dumps(document))
    assert render(document, form, "zh") == render(stored, form, "zh")


def renamed(record: Record, name: str) -> Record:
    items = {
        kind: tuple(renamed(item, f"{name}{at or ''}") for at, item in enumerate(items))
        for kind, items in record.items.items()
    }
    return replace(record, name=name, items=items)


@pytest.fixture(scope="module", params=range(len(HOSTILE)), ids=lambda at: repr(HOSTILE[at])[:24])
def hostile(request: pytest.FixtureRequest) -> tuple[str, Data]:
    name = HOSTILE[request.param]
    return name, made(renamed(record_of(TOWN), name), renamed(record_of(ONE_GAP), f"{name}2"), every=FEW)


def test_a_hostile_name_does_no_harm_in_markdown(hostile: tuple[str, Data]) -> None:
    name, document = hostile
    text = render(document, Form.MD, "zh").decode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\ufffe\uffff]", text)
    assert not re.search(r"(?<!\\)<(?!https?://[^<>\s]*>)", text)
    assert "![" not in text
    assert "\n- 戊" not in text
    assert from_markdown(text.encode()) == expected(document, "zh")
    assert {answer[0] for answer in expected(document, "zh")} == {say(name, "zh"), say(f"{name}2", "zh")}


def test_a_hostile_name_does_no_harm_in_csv(hostile: tuple[str, Data]) -> None:
    name, document = hostile
    data = render(document, Form.CSV, "zh")
    found = csv_rows(data)
    for row in found:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "@", "\t", "＝", "＋", "－", "＠"))
            assert not cell.startswith("-") or re.fullmatch(r"-[0-9.]+", cell)
    names = {row[words.SUBJECT.to("zh")].removeprefix("'") for row in found}
    assert names == {say(name, "zh"), say(f"{name}2", "zh")}
    assert data.decode().count("\r\n") == len(found) + 1


def test_a_hostile_name_does_no_harm_in_json(hostile: tuple[str, Data]) -> None:
    name, document = hostile
    text = render(document, Form.JSON, "zh").decode()
    assert "\x1b" not in text
    assert standard_json.loads(text)["subjects"][0]["name"] == name


def test_a_hostile_name_does_no_harm_on_a_page(hostile: tuple[str, Data]) -> None:
    name, document = hostile
    plain = made(renamed(record_of(TOWN), "甲"), renamed(record_of(ONE_GAP), "乙"), every=FEW)
    usual = page(render(plain, Form.HTML, "zh"))
    found = page(render(document, Form.HTML, "zh"))
    assert found.tags == usual.tags
    assert any(squeezed(say(name, "zh"))[:60] in squeezed(each) for each in found.words)


@pytest.mark.parametrize("form", [Form.DOCX, Form.XLSX])
def test_a_hostile_name_does_no_harm_in_office_files(hostile: tuple[str, Data], form: Form) -> None:
    name, document = hostile
    data = render(document, form, "zh")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {part: packed.read(part).decode("utf-8", "replace") for part in packed.namelist()}
    assert not any("<f>" in text for text in parts.values())
    assert not any(
        re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\u202e]", t) for n, t in parts.items() if n[-3:] == "xml"
    )
    if form is Form.XLSX:
        cells = [cell for sheet in opened(data) for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
        assert any(str(cell.value or "").startswith(say(name, "zh")) for cell in cells)
    else:
        paper = Document(io.BytesIO(data))
        told = [each.text for each in paper.paragraphs]
        assert any(say(name, "zh") in each for each in told)


def test_a_hostile_name_does_no_harm_in_a_calendar(hostile: tuple[str, Data]) -> None:
    _, document = hostile
    events = Calendar.from_ical(render(document, Form.ICS, "zh")).walk("VEVENT")
    assert len(events) == len(document["calendar"])
