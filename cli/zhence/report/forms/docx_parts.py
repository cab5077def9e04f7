"""Parts of a Word document: styles whose Chinese fonts are named, tables whose heads repeat, notes, page numbers."""
# ruff: noqa: SLF001 - python-docx has no other way to the elements that it offers no words for

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from zhence.model.text import Lang, Text
from zhence.report.forms.docx_table import CELL, Cell, Grid
from zhence.report.forms.words import say

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

# Western and East Asian font of a language's body, headings and tables; Word and WPS have all of them.
BODY = {"zh": ("Times New Roman", "仿宋"), "en": ("Times New Roman", "宋体")}
HEADING = {"zh": ("Arial", "黑体"), "en": ("Arial", "黑体")}
TABLE = {"zh": ("Times New Roman", "宋体"), "en": ("Arial", "宋体")}
BARS = "宋体"  # full and empty blocks are equally wide in it
WIDTH = 16.0  # centimetres between the margins
BLOCKS = 10
SHADES = {
    "eligible": "C6E7CE",
    "eligible-if": "E2F0D9",
    "discretionary": "DDEBF7",
    "unknown": "FFF2CC",
    "not-eligible": "FBE0DD",
    "closed": "E7E6E6",
    "not-applicable": "F2F2F2",
}
HEAD_SHADE = "D9E2F3"
PAGE = Text("第 {} 页 共 {} 页", "Page {} of {}")


@dataclass(slots=True)
class Writer:
    """Hold a Word document, its language, and the notes that were referred to so far."""

    paper: Document
    lang: Lang
    notes: dict[tuple[str, str], int] = field(default_factory=dict)  # source and clause -> number

    def say(self, text: Any) -> str:  # noqa: ANN401 - a text of the document, of the program, or words
        """Return a text in the language of the document."""
        return text.to(self.lang) if isinstance(text, Text) else say(text, self.lang)

    def heading(self, words: str, level: int) -> None:
        """Add a heading."""
        self.paper.add_heading(words, level)

    def paragraph(self, words: str, style: str = "Normal") -> Paragraph:
        """Add a paragraph."""
        return self.paper.add_paragraph(words, style)

    def lead(self, words: str) -> None:
        """Add a note that stays on the page of the table below it."""
        self.paragraph(words, "Note").paragraph_format.keep_with_next = True

    def grid(self, widths: Sequence[float]) -> Grid:
        """Return a table of fixed widths in centimetres, to be filled."""
        return Grid(self.paper._body._body, widths, self.refer)

    def table(
        self, heads: Sequence[Text | str], widths: Sequence[float], *, size: int | None = None, whole: bool = False
    ) -> Grid:
        """Return a table whose first row stands on every page, to be filled; `size` is that of its heads in half points.

        A table kept whole is not parted by the end of a page.
        """
        table = self.grid(widths)
        table.is_whole = whole
        for cell, head in zip(table.row(is_head=True), heads, strict=True):
            cell.shade = HEAD_SHADE
            cell.line(self.say(head), bold=True, fonts=HEADING[self.lang], size=size)
        return table

    def bar(self, cell: Cell, filled: str) -> None:
        """Add a bar of blocks, with how full it is."""
        share = float(filled)
        cell.bar(int(share * BLOCKS), BLOCKS, f"{int(share * 100)}%", BARS)

    def refer(self, source: str, clause: str) -> int:
        """Return the number of a note; the same source and clause is the same note."""
        return self.notes.setdefault((source, clause), len(self.notes) + 1)

    def anchor(self, paragraph: Paragraph, number: int) -> None:
        """Mark a paragraph as the note that a number leads to."""
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(number))
        start.set(qn("w:name"), f"note{number}")
        paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
        paragraph._p.append(end)


def set_up(paper: Document, lang: Lang) -> None:
    """Set the page and the styles: A4, margins, and fonts for Chinese and Western text in each style."""
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - WIDTH) / 2)
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.5)
    defaults = paper.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set_fonts(defaults, BODY[lang])
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal = _style(paper, "Normal", BODY[lang], 12, after=4)
    normal.paragraph_format.line_spacing = 1.4
    for name, size, before in (("Heading 1", 16.0, 16.0), ("Heading 2", 14.0, 12.0), ("Heading 3", 12.0, 10.0)):
        style = _style(paper, name, HEADING[lang], size, before=before, after=6)
        style.font.bold = lang == "en"
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.keep_with_next = True
    title = _style(paper, "Title", HEADING[lang], 22, after=10)
    title.font.color.rgb = RGBColor(0, 0, 0)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    border = title.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        title.element.pPr.remove(border)
    for name, font, size in (("Sentence", BODY[lang], 12.0), (CELL, TABLE[lang], 9.5), ("Note", BODY[lang], 10.0)):
        style = paper.styles.add_style(name, 1)
        style.base_style = normal
        _style(paper, name, font, size, after=2 if name != CELL else 0)
        style.paragraph_format.line_spacing = 1.4 if name == "Sentence" else 1.15
    if lang == "zh":
        indent = OxmlElement("w:ind")
        indent.set(qn("w:firstLineChars"), "200")
        indent.set(qn("w:firstLine"), "480")
        paper.styles["Sentence"].element.get_or_add_pPr().append(indent)


def _style(
    paper: Document, name: str, names: tuple[str, str], size: float, before: float = 0, after: float = 0
) -> ParagraphStyle:
    style: ParagraphStyle = paper.styles[name]
    _set_fonts(style.element.get_or_add_rPr(), names)
    style.font.size = Pt(size)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    return style


def _set_fonts(properties: Any, names: tuple[str, str]) -> None:  # noqa: ANN401 - an element of lxml
    found = properties.find(qn("w:rFonts"))
    if found is None:
        found = OxmlElement("w:rFonts")
        properties.insert(0, found)
    found.attrib.clear()  # a theme's fonts would win over those named here
    for which, name in zip(("ascii", "hAnsi", "cs", "eastAsia"), (names[0],) * 3 + (names[1],), strict=True):
        found.set(qn(f"w:{which}"), name)
    if names[0] == names[1]:
        found.set(qn("w:hint"), "eastAsia")


def page_numbers(paper: Document, lang: Lang, head: str) -> None:
    """Write the words at the top of each page, and at its foot the number of the page and of all pages."""
    section = paper.sections[0]
    top = section.header.paragraphs[0]
    top.text = head
    top.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    first, between, last = PAGE.to(lang).split("{}")
    for words, code in ((first, "PAGE"), (between, "NUMPAGES")):
        foot.add_run(words)
        field_ = OxmlElement("w:fldSimple")
        field_.set(qn("w:instr"), code)
        run = foot.add_run("1")
        foot._p.append(field_)
        run.font.size = Pt(9)
        field_.append(run._r)
    foot.add_run(last)
    for run in (*top.runs, *foot.runs):
        run.font.size = Pt(9)
