"""The Word report: fonts for Chinese, heads on every page, bars that print, notes that are all referred to."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from office import DAY, HUZHEN, ONE_GAP, RANGE, record_of, sample, told

from zhence.model.text import Lang
from zhence.report.forms.docx import docx
from zhence.report.forms.words import say

pytestmark = pytest.mark.slow

PADDING = Cm(0.19)  # of a cell, on either side


def read(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def words_of(paper: Any) -> str:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


@pytest.mark.parametrize(
    ("lang", "body", "heading"),
    [("zh", ("Times New Roman", "仿宋"), ("Arial", "黑体")), ("en", ("Times New Roman", "宋体"), ("Arial", "黑体"))],
)
def test_chinese_fonts_are_named(lang: Lang, body: tuple[str, str], heading: tuple[str, str]) -> None:
    styles = read(docx(sample(ONE_GAP), lang)).styles
    defaults = styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rFonts')}")
    named = {
        style: styles[style].element.rPr.rFonts for style in ("Normal", "Sentence", "Heading 1", "Heading 2", "Title")
    }
    bodies = [(each, body) for each in (defaults, named["Normal"], named["Sentence"])]
    headings = [(named[style], heading) for style in ("Heading 1", "Heading 2", "Title")]
    for found, (western, chinese) in [*bodies, *headings]:
        assert (found.get(qn("w:ascii")), found.get(qn("w:eastAsia"))) == (western, chinese)
        assert not any("Theme" in name for name in found.attrib)
    assert styles["Cell"].element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"


def test_the_page_is_a4_and_numbered() -> None:
    paper = read(docx(sample(ONE_GAP), "zh"))
    section = paper.sections[0]
    assert abs(section.page_width - Cm(21)) < Cm(0.01)
    assert abs(section.page_height - Cm(29.7)) < Cm(0.01)
    codes = [field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert section.footer.paragraphs[0].text.startswith("第 ")
    assert "宁海澄川塑业有限公司（虚构）" in section.header.paragraphs[0].text


@pytest.mark.parametrize("path", [ONE_GAP, HUZHEN], ids=lambda path: path.stem)
def test_heads_repeat_and_widths_are_set(path: Any) -> None:
    tables = read(docx(sample(path), "zh")).tables
    assert len(tables) >= 5
    for number, table in enumerate(tables):
        assert not table.autofit
        widths = [column.width for column in table.columns]
        assert abs(sum(widths) - Cm(16)) < Cm(0.05)
        assert all(cell.width == width for cell, width in zip(table.rows[-1].cells, widths, strict=True))
        heads = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [number > 0, *[False] * (len(heads) - 1)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", [ONE_GAP, HUZHEN], ids=lambda path: path.stem)
def test_all_of_the_answer_is_said(path: Any, lang: Lang) -> None:
    document = sample(path)
    subject = document["subjects"][0]
    paper = read(docx(document, lang))
    text = words_of(paper)
    wanted = [*subject["summary"], *(result["title"] for result in subject["results"])]
    for result in subject["results"]:
        if result["verdict"] not in ("closed", "not-applicable"):
            wanted += [line["text"] for line in result["words"]] + [paper["title"] for paper in result["documents"]]
        if result["verdict"] == "closed":
            wanted += [result["closed"], result["open_verdict_title"]]
    wanted += [each["words"] for each in subject["missing"]]
    assert [said for said in (say(each, lang) for each in wanted) if said not in text] == []


def test_bars_are_as_full_as_the_document_says() -> None:
    document = sample(ONE_GAP)
    text = words_of(read(docx(document, "zh")))
    told = [
        line["filled"]
        for result in document["subjects"][0]["results"]
        if result["verdict"] not in ("closed", "not-applicable")
        for line in result["words"]
        if line["filled"] is not None
    ]
    assert "0.92" in told
    bars = sorted(line for line in text.splitlines() if line.startswith(("█", "░")))
    assert bars == sorted(
        "█" * int(float(f) * 10) + "░" * (10 - int(float(f) * 10)) + f" {int(float(f) * 100)}%" for f in told
    )


def test_each_note_is_referred_to_and_each_reference_leads_to_a_note() -> None:
    document = sample(ONE_GAP)
    body = read(docx(document, "zh")).element.body
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert set(links) == set(marks)
    assert len(marks) == len(set(marks)) > 20
    notes = {p.text for p in read(docx(document, "zh")).paragraphs if p.text.startswith("[")}
    note = next(each for each in notes if "优质中小企业梯度培育管理办法" in each and "附件1认定条件" in each)
    assert "读取方式：转录" in note


def test_several_subjects_begin_with_a_table_of_all() -> None:
    document = sample(ONE_GAP, RANGE)
    paper = read(docx(document, "zh"))
    headings = [p.text for p in paper.paragraphs if p.style.name == "Heading 1"]
    names = [s["name"] for s in document["subjects"]]
    assert headings == ["摘要", *names, "依据与条款"]
    table = next(each for each in paper.tables if each.rows[1].cells[0].text == names[0])
    assert [row.cells[0].text for row in table.rows][1:] == names
    counts = document["subjects"][0]["counts"]
    assert [cell.text for cell in table.rows[1].cells[1:]] == [str(count) for count in counts.values()]
    told = [
        (row.cells[0].text, row.cells[1].text) for each in paper.tables if len(each.columns) == 2 for row in each.rows
    ]
    for subject in document["subjects"]:
        assert ("所在县（市、区）", subject["place"]) in told
        notable = [f"{zone['title']['zh']}：{zone['words']['zh']}" for zone in subject["zones"] if zone["notable"]]
        assert not notable or ("名单", "；".join(notable)) in told


def test_the_same_document_is_the_same_bytes() -> None:
    document = sample(ONE_GAP)
    first = docx(document, "zh")
    assert first == docx(document, "zh")
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(DAY.year, DAY.month, DAY.day)}
    properties = read(first).core_properties
    assert properties.created.date() == properties.modified.date() == DAY


@pytest.mark.parametrize("name", ["𠮷㙘" * 5000, "a\x00b\x1b\u202ec\ufffe", "\ud800", "<w:p/>&amp;"])
def test_hostile_names_leave_a_sound_document(name: str) -> None:
    paper = read(docx(told([replace(record_of(HUZHEN), name=name)]), "zh"))
    said = paper.tables[0].rows[0].cells[1].text
    assert said.startswith(name) or "\ufffd" in said
    assert len(paper.sections[0].header.paragraphs[0].text) < 80


def test_a_table_kept_whole_leaves_no_row_alone_and_heads_stay_in_one_word() -> None:
    document = sample(ONE_GAP, RANGE)
    paper = read(docx(document, "en"))
    tallies = [table for table in paper.tables if table.rows[0].cells[0].text == "Verdict"]
    assert len(tallies) == 2
    for table in tallies:
        kept = [
            all(p.paragraph_format.keep_with_next for p in cell.paragraphs) for row in table.rows for cell in row.cells
        ]
        columns = len(table.columns)
        assert all(kept[:-columns])
        assert not any(kept[-columns:])
    for cell in paper.tables[1].rows[0].cells[1:]:
        (words,) = cell.paragraphs[0].runs
        letters = max(len(word) for word in words.text.split())
        assert letters * 0.6 * words.font.size < cell.width - 2 * PADDING, words.text


def test_what_leads_a_table_stays_on_its_page() -> None:
    paper = Document(io.BytesIO(docx(told([record_of(ONE_GAP)]), "zh")))
    body = list(paper.element.body)
    led = [
        Paragraph(before, paper).paragraph_format.keep_with_next is True
        for before, after in pairwise(body)
        if before.tag.endswith("}p") and after.tag.endswith("}tbl") and before.pPr.pStyle.val == "Note"
    ]
    heads = [table.rows[0].cells[0].paragraphs[0].paragraph_format.keep_with_next for table in paper.tables[1:]]
    assert len(led) > 3
    assert all(led)
    assert heads
    assert all(heads)
