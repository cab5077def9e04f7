"""One measure as the catalogue states it: what it asks, eases, gives, and the documents it rests on."""

from __future__ import annotations

from datetime import date

from rich.console import Console

from zhence.model.catalogue import Catalogue
from zhence.model.measure import Measure
from zhence.model.text import Lang
from zhence.report.listing import render_list
from zhence.report.page import Page
from zhence.report.statement import particulars, sections

__all__ = ["render_list", "render_measure"]


def render_measure(measure: Measure, catalogue: Catalogue, lang: Lang, console: Console, as_of: date) -> None:
    """Write one measure."""
    with Page(console, lang) as page:
        page.line((page.say(measure.title), "bold"), f"  {measure.id}")
        if measure.summary is not None:
            page.line(page.say(measure.summary))
        page.blank()
        for words in particulars(measure, catalogue, as_of):
            page.line(page.say(words))
        for section in sections(measure, catalogue, as_of):
            page.blank()
            page.line((page.say(section.title), "bold"))
            for depth, words in section.lines:
                page.line(page.say(words), indent=2 + 2 * depth)
