"""The first lines of a page: what it is, of whom, on which day, by which catalogue."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhence import __version__
from zhence.model.catalogue import Catalogue
from zhence.model.profile import Record
from zhence.model.text import Text, same
from zhence.report.json import SCHEMA, text_data
from zhence.report.page import Page
from zhence.report.status import day_words
from zhence.report.words import LIST, bracketed, join

DIGEST_LENGTH = 12


def draw_head(page: Page, title: Text, records: tuple[Record, ...], catalogue: Catalogue, as_of: date) -> None:
    """Write the head of a page about one subject or several."""
    page.line((page.say(title), "bold"))
    names = join([subject_words(record, catalogue) for record in records], LIST)
    page.line(page.say(Text("申报对象：", "Subject: " if len(records) == 1 else "Subjects: ") + names))
    page.line(page.say(Text("判断日期：", "As of: ") + day_words(as_of)))
    page.line(page.say(Text("政策目录：", "Policy catalogue: ") + catalogue_words(catalogue)))


def catalogue_words(catalogue: Catalogue) -> Text:
    """Return a catalogue's id and the beginning of its digest."""
    short = catalogue.digest.split(":")[-1][:DIGEST_LENGTH] or "—"
    return same(f"{catalogue.id} {short}")


def subject_words(record: Record, catalogue: Catalogue) -> Text:
    """Return a subject's name and kind."""
    subject = catalogue.subjects.get(record.subject)
    return same(record.name or "—") + (bracketed(subject.title) if subject else same(""))


def head_data(catalogue: Catalogue, as_of: date) -> dict[str, Any]:
    """Return the same for programs, without the subjects."""
    return {
        "schema": SCHEMA,
        "program": __version__,
        "as_of": as_of.isoformat(),
        "catalogue": {"id": catalogue.id, "title": text_data(catalogue.title), "digest": catalogue.digest},
    }


def record_data(record: Record) -> dict[str, str]:
    """Return a subject's kind and name."""
    return {"kind": record.subject, "name": record.name}
