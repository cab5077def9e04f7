"""The report as a Word document that an office can sign and hand on."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhence.model.text import Lang, Text, same
from zhence.report.forms import words
from zhence.report.forms.docx_whose import labelled, particulars, whereabouts
from zhence.report.forms.merged import figures, items_words, merged, numbered, owners_words
from zhence.report.forms.papers import papers
from zhence.report.forms.zipped import dated_zip
from zhence.report.words import COLON, COMMA, LIST, SEMICOLON, UNWRITTEN_BELOW, bracketed

if TYPE_CHECKING:
    from zhence.report.forms.docx_parts import Writer
    from zhence.report.forms.docx_table import Cell

Data = Mapping[str, Any]
TALLY = Text("结果一览", "Results at a glance")
BY_MEASURE = Text("逐项结果", "Measure by measure")
SUPPORT = Text("支持内容与受理期", "What it gives, and when")
WHY = Text("未开放原因", "Why it is closed")
PAPERS = Text("材料清单", "Papers to prepare")
OWNERS = Text("对象编号：", "Items by number: ")
SHOWN = ("words", "benefits", "windows")
SHOWN_OF_CLOSED = ("closed", "open_verdict")
FILL = Text("填写", "To fill in")
BASES = Text("依据与条款", "Sources and clauses")
MEANING = Text("含义", "Meaning")
READ_AS = Text("读取方式：", "read from: ")
NOTHING = Text("无。", "None.")
STATEMENT = Text(
    "本报告由程序按所列目录和填报数据生成，只作申报参考；是否认定、支持以主管部门决定为准。",
    "Made by a program from the catalogue named and the figures stated, to help with applications; "
    "the authorities alone decide.",
)
SIGNED = (
    Text("编制单位（盖章）：", "Prepared by (seal): "),
    Text("负责人（签字）：", "Signed: "),
    Text("日期：", "Date: "),
)
HEAD_LENGTH = 40  # characters of a name at the top of each page
AHEAD = ("eligible", "eligible-if", "discretionary")
TALLIES = {"zh": (4.8, 1.6, None), "en": (2.7, 1.9, 14)}  # widths of a name and of a count; half points of the heads


def docx(document: Mapping[str, Any], lang: Lang) -> bytes:
    """Return the document as a Word document, the same bytes for the same document."""
    from docx import Document

    from zhence.report.forms.docx_parts import Writer, page_numbers, set_up

    paper = Document()
    set_up(paper, lang)
    writer = Writer(paper, lang)
    subjects = document["subjects"]
    names = [writer.say(subject["name"]) for subject in subjects]
    title = words.REPORT.to(lang)
    whose = names[0][:HEAD_LENGTH] + ("…" if len(names[0]) > HEAD_LENGTH else "")
    more = Text(f"等{len(names)}个", f" and {len(names) - 1} more").to(lang) if len(names) > 1 else ""
    page_numbers(paper, lang, title + COLON.to(lang) + whose + more)
    paper.add_heading(title, 0)
    particulars(writer, document)
    if len(subjects) > 1:
        writer.heading(words.SUMMARY.to(lang), 1)
        _sentences(writer, document["summary"])
        _table_of_subjects(writer, document)
    for subject, name in zip(subjects, names, strict=True):
        if len(subjects) > 1:
            writer.heading(name, 1)
            if where := whereabouts(writer, subject):
                labelled(writer, where)
        _subject(writer, document, subject, 1 if len(subjects) == 1 else 2)
    _notes(writer, document)
    _signature(writer)
    _properties(paper, document, title, LIST.to(lang).join(names))
    target = io.BytesIO()
    paper.save(target)
    return dated_zip(target.getvalue(), document["as_of"])


def _sentences(writer: Writer, sentences: Iterable[Any]) -> None:
    for sentence in sentences:
        writer.paragraph(writer.say(sentence), "Sentence")


def _table_of_subjects(writer: Writer, document: Data) -> None:
    """Write how many measures of each verdict each subject has."""
    verdicts = document["verdicts"]
    heads = [words.SUBJECT.to(writer.lang), *(writer.say(each["title"]) for each in verdicts)]
    name, count, size = TALLIES[writer.lang]
    with writer.table(heads, [name, *([count] * len(verdicts))], size=size) as table:
        for subject in document["subjects"]:
            cells = table.row()
            cells[0].line(writer.say(subject["name"]))
            for cell, verdict in zip(cells[1:], verdicts, strict=True):
                _centred(cell, str(subject["counts"][verdict["verdict"]]))


def _centred(cell: Cell, told: str) -> None:
    cell.centred = True
    cell.line(told)


def _subject(writer: Writer, document: Data, subject: Data, level: int) -> None:
    lang = writer.lang
    writer.heading(words.SUMMARY.to(lang), level)
    _sentences(writer, [*subject["summary"], *subject["register_words"]])
    writer.heading(TALLY.to(lang), level)
    _tally(writer, document, subject)
    writer.heading(BY_MEASURE.to(lang), level)
    for verdict in document["verdicts"]:
        found = [result for result in subject["results"] if result["verdict"] == verdict["verdict"]]
        if found:
            title = writer.say(verdict["title"]) + bracketed(same(str(len(found)))).to(lang)
            writer.heading(f"{title[:1].upper()}{title[1:]}", level + 1)
            writer.lead(writer.say(verdict["meaning"]))
            written = [result for result in found if result["unwritten"] is None or verdict["verdict"] != "unknown"]
            _results(writer, verdict["verdict"], written)
            _unwritten(writer, [result for result in found if result not in written])
    writer.heading(words.MISSING.to(lang), level)
    _missing(writer, subject)
    writer.heading(PAPERS.to(lang), level)
    _papers(writer, subject)


def _tally(writer: Writer, document: Data, subject: Data) -> None:
    from zhence.report.forms.docx_parts import SHADES

    with writer.table((words.VERDICT, words.COUNT, MEANING), (4.0, 1.8, 10.2), whole=True) as table:
        for verdict in document["verdicts"]:
            cells = table.row()
            cells[0].shade = SHADES[verdict["verdict"]]
            cells[0].line(writer.say(verdict["title"]))
            _centred(cells[1], str(subject["counts"][verdict["verdict"]]))
            cells[2].line(writer.say(verdict["meaning"]))


def _results(writer: Writer, verdict: str, found: list[Data]) -> None:
    """Write the measures of one verdict: what they give, what is wanting, or why they are closed."""
    if not found:
        return
    if verdict == "not-applicable":
        titles = dict.fromkeys(writer.say(result["title"]) for result in found)
        writer.paragraph(LIST.to(writer.lang).join(titles), "Note")
        return
    if verdict in AHEAD:
        table = writer.table((words.MEASURE, words.EXPLAINED, SUPPORT), (4.4, 5.8, 5.8))
    elif verdict == "closed":
        table = writer.table((words.MEASURE, WHY, words.OPEN_VERDICT), (5.0, 7.4, 3.6))
    else:
        table = writer.table((words.MEASURE, words.GAP if verdict == "not-eligible" else words.EXPLAINED), (5.0, 11.0))
    with table:
        for alike in merged(found, SHOWN_OF_CLOSED if verdict == "closed" else SHOWN):
            _result(writer, verdict, table.row(), alike)


def _unwritten(writer: Writer, found: list[Data]) -> None:
    """Write the measures that no rule could be written for, so that no figure settles them."""
    if found:
        writer.lead(UNWRITTEN_BELOW.to(writer.lang))
        with writer.table((words.MEASURE, words.EXPLAINED), (5.0, 11.0)) as table:
            for alike in merged(found, SHOWN):
                _result(writer, "unknown", table.row(), alike)


def _result(writer: Writer, verdict: str, cells: list[Cell], alike: list[Data]) -> None:
    """Write one row for answers of one measure that read the same."""
    result = alike[0]
    _measure(writer, cells[0], alike)
    if verdict == "closed":
        cells[1].line(writer.say(result["closed"]))
        cells[2].line(writer.say(result["open_verdict_title"]))
        return
    _explained(writer, cells[1], result)
    if verdict in AHEAD:
        for each in [*result["benefits"], *result["windows"]]:
            cells[2].line(writer.say(each["text"]))


def _measure(writer: Writer, cell: Cell, alike: list[Data]) -> None:
    """Write a measure's title with the numbers of its notes, and below it what it is about and how it is decided."""
    result = alike[0]
    cell.line(writer.say(result["title"]))
    for source, clause in dict.fromkeys(note for each in alike for note in _cited(writer, each)):
        cell.note(source, clause)
    if items := items_words(alike, writer.lang):
        cell.line(items, small=True)
    told = COMMA.to(writer.lang).join((writer.say(result["decided_title"]), writer.say(result["read_title"])))
    cell.line(told, small=True)


def _cited(writer: Writer, result: Data) -> dict[tuple[str, str], None]:
    """Return the sources and clauses that an answer rests on: of what blocks it, else of every condition."""
    leaves = [*result["conditions"], *result["scores"]]
    blocking = set(result["blocking"])
    told = [leaf for leaf in leaves if (leaf.get("condition") or leaf.get("score")) in blocking] or leaves
    clauses: dict[str, dict[str, None]] = {} if told else {result["source"]: {}}
    for leaf in told:
        of_source = clauses.setdefault(leaf.get("source") or result["source"], {})
        of_source.update({writer.say(leaf["clause"]): None} if leaf["clause"] is not None else {})
    return dict.fromkeys((source, LIST.to(writer.lang).join(each)) for source, each in clauses.items())


def _explained(writer: Writer, cell: Cell, result: Data) -> None:
    for line in result["words"]:
        cell.line(("→ " if line["cheapest"] else "") + writer.say(line["text"]))
        if line["filled"] is not None:
            writer.bar(cell, line["filled"])


def _missing(writer: Writer, subject: Data) -> None:
    if not subject["missing"]:
        writer.paragraph(NOTHING.to(writer.lang), "Sentence")
        return
    owners = numbered(subject)
    if owners:
        legend = [f"{number} {writer.say(name)}" for name, number in owners.items()]
        writer.paragraph(OWNERS.to(writer.lang) + SEMICOLON.to(writer.lang).join(legend), "Note")
    heads = (words.ITEM, words.FIGURE, words.EVIDENCE, words.HOLDER, FILL)
    with writer.table(heads, (2.2, 5.6, 3.2, 2.6, 2.4)) as table:
        for alike in figures(subject["missing"]):
            each = alike[0]
            whose = owners_words(alike, subject, owners, writer.lang)
            told = (whose, each["words"], each["evidence"], each["holder"])
            for cell, said in zip(table.row(), told, strict=False):
                cell.line(writer.say(said))


def _papers(writer: Writer, subject: Data) -> None:
    found = papers(subject, writer.lang)
    if not found:
        writer.paragraph(NOTHING.to(writer.lang), "Sentence")
        return
    with writer.table(("", words.DOCUMENTS, words.HOLDER, words.WANTED_BY), (0.9, 6.0, 3.3, 5.8)) as table:
        for (title, holder), wanted in found.items():
            cells = table.row()
            _centred(cells[0], "□")
            for cell, told in zip(cells[1:], (title, holder, LIST.to(writer.lang).join(wanted)), strict=True):
                cell.line(told)


def _notes(writer: Writer, document: Data) -> None:
    """Write the sources and clauses by the numbers that the tables refer to."""
    lang = writer.lang
    writer.heading(BASES.to(lang), 1)
    known = {source["id"]: source for source in document["sources"]}
    for (source_id, clause), number in writer.notes.items():
        source = known.get(source_id)
        parts = [writer.say(source[key]) for key in ("title", "issuer", "number", "issued")] if source else [source_id]
        parts.append(clause)
        if source:
            parts += [READ_AS.to(lang) + writer.say(source["read_title"]), writer.say(source["url"])]
        told = COMMA.to(lang).join(part for part in parts if part)
        writer.anchor(writer.paragraph(f"[{number}] {told}", "Note"), number)


def _signature(writer: Writer) -> None:
    writer.paragraph(STATEMENT.to(writer.lang), "Note").paragraph_format.space_before = 200_000
    for line in SIGNED:
        paragraph = writer.paragraph(line.to(writer.lang) + "_" * 24)
        paragraph.paragraph_format.keep_together = True


def _properties(paper: Any, document: Data, title: str, names: str) -> None:  # noqa: ANN401 - docx's own
    properties = paper.core_properties
    made = datetime.fromisoformat(document["as_of"])
    properties.created = properties.modified = made
    properties.author = properties.last_modified_by = f"zhence {document['program']}"
    properties.title, properties.subject = title, names[:255]
    properties.comments = properties.keywords = properties.category = ""
    properties.revision = 1
