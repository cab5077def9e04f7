"""Tables of a Word document, written as text and handed over whole: cell by cell, a long report takes ten times as long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

CELL = "Cell"  # the id of the style of cells
TWIPS = 1440 / 2.54  # of a centimetre
SMALL = 17  # half points
GREY, BLUE = "595959", "1F4E79"
BREAKS = {"\n": "<w:br/>", "\r": "<w:br/>", "\t": "<w:tab/>"}


@dataclass(slots=True)
class Cell:
    """Hold the lines of one cell."""

    refer: Callable[[str, str], int]  # the number of the note on a source and clause
    shade: str | None = None
    lines: list[list[str]] = field(default_factory=list)  # what each line is made of
    centred: bool = False

    def line(
        self,
        words: str,
        *,
        small: bool = False,
        bold: bool = False,
        fonts: tuple[str, str] | None = None,
        size: int | None = None,
    ) -> None:
        """Add a line; the size is in half points."""
        size = SMALL if small else size
        self.lines.append([run(words, bold=bold, fonts=fonts, size=size, colour=GREY if small else None)])

    def bar(self, full: int, of: int, percent: str, font: str) -> None:
        """Add a bar of blocks that prints in black and white, with how full it is."""
        blocks = run("█" * full + "░" * (of - full), fonts=(font, font), size=18)
        self.lines.append([blocks, run(f" {percent}")])

    def note(self, source: str, clause: str) -> None:
        """Add to the last line the raised number of a note that leads to it."""
        number = self.refer(source, clause)
        inner = run(f"[{number}]", colour=BLUE, raised=True)
        self.lines[-1].append(f'<w:hyperlink w:anchor="note{number}">{inner}</w:hyperlink>')

    def xml(self, width: int, *, is_kept: bool = False) -> str:
        """Return the cell, kept on the page of the row that follows if asked for."""
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{self.shade}"/>' if self.shade else ""
        kept = "<w:keepNext/>" if is_kept else ""
        place = '<w:jc w:val="center"/>' if self.centred else ""
        head = f'<w:p><w:pPr><w:pStyle w:val="{CELL}"/>{kept}{place}</w:pPr>'
        lines = "".join(f"{head}{''.join(parts)}</w:p>" for parts in self.lines or [[]])
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>{lines}</w:tc>'


@dataclass(slots=True)
class Grid:
    """Hold a table of fixed widths in centimetres until it is handed to its paper."""

    body: Any  # the element of python-docx that tables are added to
    widths: Sequence[float]
    refer: Callable[[str, str], int]
    rows: list[tuple[list[Cell], bool]] = field(default_factory=list)
    is_whole: bool = False  # whether it stands on one page

    def row(self, *, is_head: bool = False) -> list[Cell]:
        """Add a row, kept together on one page where it fits; a head stands on every page."""
        cells = [Cell(self.refer) for _ in self.widths]
        self.rows.append((cells, is_head))
        return cells

    def __enter__(self) -> Grid:
        """Return the table, to be filled."""
        return self

    def __exit__(self, *error: object) -> None:
        """Add the table to its paper."""
        if error[0] is None:
            self.body._insert_tbl(parse_xml(self._xml()))  # noqa: SLF001 - before the section's properties, as add_table does

    def _xml(self) -> str:
        twips = [round(width * TWIPS) for width in self.widths]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
        last = len(self.rows) - 1
        rows = "".join(
            self._row(cells, twips, is_head=is_head, is_kept=at < last and (self.is_whole or is_head))
            for at, (cells, is_head) in enumerate(self.rows)
        )
        return (
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
            '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
            f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )

    def _row(self, cells: list[Cell], twips: list[int], *, is_head: bool, is_kept: bool) -> str:
        head = "<w:tblHeader/>" if is_head else ""
        inner = "".join(cell.xml(width, is_kept=is_kept) for cell, width in zip(cells, twips, strict=True))
        return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{inner}</w:tr>"


def run(
    words: str,
    *,
    bold: bool = False,
    fonts: tuple[str, str] | None = None,
    size: int | None = None,
    colour: str | None = None,
    raised: bool = False,
) -> str:
    """Return words of one look; the size is in half points."""
    look = ""
    if fonts is not None:
        western, eastern = map(quoteattr, fonts)
        hint = ' w:hint="eastAsia"' if western == eastern else ""
        look += f"<w:rFonts w:ascii={western} w:hAnsi={western} w:cs={western} w:eastAsia={eastern}{hint}/>"
    look += "<w:b/>" if bold else ""
    look += f'<w:color w:val="{colour}"/>' if colour else ""
    look += f'<w:sz w:val="{size}"/>' if size else ""
    look += '<w:vertAlign w:val="superscript"/>' if raised else ""
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{_text(words)}</w:r>"


def _text(words: str) -> str:
    """Return the text of a run; tabs and breaks have elements of their own."""
    if not any(mark in words for mark in BREAKS):
        return f'<w:t xml:space="preserve">{escape(words)}</w:t>'
    whole = '<w:t xml:space="preserve">{}</w:t>'
    return "".join(BREAKS.get(piece) or whole.format(escape(piece)) for piece in _pieces(words))


def _pieces(words: str) -> list[str]:
    found = [""]
    for mark in words:
        if mark in BREAKS:
            found += [mark, ""]
        else:
            found[-1] += mark
    return [piece for piece in found if piece]
