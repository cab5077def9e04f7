"""How a workbook of answers looks: widths, a head that stays, percents, the colours that the verdicts have on the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhence import __version__
from zhence.app.batch_words import HEADS
from zhence.model import frame
from zhence.model.text import Lang
from zhence.report.forms.merged import runs
from zhence.report.forms.xlsx_pen import FONTS, SHADES
from zhence.report.words import VERDICTS
from zhence.tables.read import FILE, ID

if TYPE_CHECKING:
    import polars as pl
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

PIXELS = {  # how wide a column is
    FILE: 180,
    frame.ROW: 50,
    ID: 130,
    frame.NAME: 220,
    "item": 160,
    "measure": 300,
    "verdict": 120,
    "if_open": 120,
    "steps": 60,
    "condition": 400,
    "gap": 90,
    "missing": 400,
}
ANSWER = 90  # of a measure's own column
HEAD, HIGH_HEAD = 40, 110  # how high the head is, over measures too
ABOUT = (FILE, frame.ROW, ID, frame.NAME, "item")  # whose answer it is: stays as the sheet is moved
SHARE = "0.0%"


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """Dress a sheet of answers in a language."""

    lang: Lang

    @property
    def properties(self) -> Mapping[str, str]:
        """Return what the workbook says of itself: by its author the program knows its own."""
        return {"author": f"zhence {__version__}"}

    def looks(self, found: pl.DataFrame) -> dict[str, Any]:
        """Return how Polars is to write the columns."""
        known = self._known(found)
        is_wide = len(known) < found.width
        head = {"bold": True, "text_wrap": True, "valign": "top", "font_name": FONTS[self.lang]}
        return {
            "column_widths": {name: PIXELS[known[name]] if name in known else ANSWER for name in found.columns},
            "column_formats": {name: SHARE for name, word in known.items() if word == "gap"},
            "header_format": {**head, "bg_color": "#44546A", "font_color": "#FFFFFF"},
            "row_heights": {0: HIGH_HEAD if is_wide else HEAD},
            "freeze_panes": (1, sum(word in ABOUT for word in known.values())),
        }

    def shade(self, found: pl.DataFrame, book: Workbook, sheet: Worksheet) -> None:
        """Give each verdict its colour."""
        known = self._known(found)
        answers = [at for at, name in enumerate(found.columns) if known.get(name, "verdict") in ("verdict", "if_open")]
        for verdict, words in VERDICTS.items():
            fill, ink = SHADES[verdict.value]
            shade = book.add_format({"bg_color": fill, "font_color": ink})
            rule = {"type": "cell", "criteria": "==", "value": f'"{words.to(self.lang)}"', "format": shade}
            for first, last in runs(answers):
                sheet.conditional_format(1, first, max(1, found.height), last, rule)

    def _known(self, found: pl.DataFrame) -> dict[str, str]:
        """Return what the heads mean that are not measures."""
        meant = {words.to(self.lang): word for word, words in HEADS.items()}
        return {name: meant[name] for name in found.columns if name in meant}
