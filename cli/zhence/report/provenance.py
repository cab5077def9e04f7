"""Which figures nobody stated but the catalogue's register, and on the word of which document."""

from __future__ import annotations

from zhence.model.catalogue import Catalogue
from zhence.model.profile import Given, Record
from zhence.model.text import Text, same
from zhence.report.words import COMMA, LIST, READINGS, bracketed, join


def register_words(given: Given, catalogue: Catalogue) -> Text | None:
    """Return that a figure comes from the register, and its document; None where the profile states it."""
    if given.register is None:
        return None
    return Text("取自名录", "from the register") + COMMA + _document(given.register, catalogue)


def filled_in(record: Record, catalogue: Catalogue) -> list[Text]:
    """Return a line for each document from which figures were filled in, naming them."""
    by_source: dict[str, list[Text]] = {}
    for key, given in record.facts.items():
        if given.register is not None:
            by_source.setdefault(given.register, []).append(catalogue.facts[key.fact].title)
    register = catalogue.register
    title = register.title if register is not None else same("")
    return [
        Text("档案未写，取自", "not in the profile, taken from the ")
        + title
        + bracketed(_document(source, catalogue))
        + Text("：", ": ")
        + join(titles, LIST)
        for source, titles in by_source.items()
    ]


def _document(source_id: str, catalogue: Catalogue) -> Text:
    source = catalogue.sources.get(source_id)
    if source is None:
        return same(source_id)
    return Text("《", "“") + source.title + Text("》，", "”, ") + READINGS[source.read]
