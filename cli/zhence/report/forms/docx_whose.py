"""The head of a Word report: who is asked about, where that is, on which day, by which catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from zhence.report.forms import words
from zhence.report.words import CLOSE, COLON, OPEN, SEMICOLON

if TYPE_CHECKING:
    from zhence.report.forms.docx_parts import Writer

Data = Mapping[str, Any]


def particulars(writer: Writer, document: Data) -> None:
    """Write who and when: a table of two columns, without a head."""
    lang = writer.lang
    rows: list[tuple[str, str]] = []
    subjects = document["subjects"]
    if len(subjects) == 1:
        subject = subjects[0]
        name = writer.say(subject["name"]) + OPEN.to(lang) + writer.say(subject["kind_title"]) + CLOSE.to(lang)
        rows.append((words.SUBJECT.to(lang), name))
        rows += whereabouts(writer, subject)
    catalogue = document["catalogue"]
    rows.append((words.AS_OF.to(lang), writer.say(document["as_of_text"])))
    rows.append((words.CATALOGUE.to(lang), f"{writer.say(catalogue['title'])} {catalogue['digest'][:12]}"))
    labelled(writer, rows)


def whereabouts(writer: Writer, subject: Data) -> list[tuple[str, str]]:
    """Return where a subject is, and the lists of places that this makes it part of or may make it part of."""
    lang = writer.lang
    rows = []
    if subject["place"] is not None:
        rows.append((writer.say(subject["place_title"]), writer.say(subject["place_words"])))
    notable = [zone for zone in subject["zones"] if zone["notable"]]
    lines = [writer.say(zone["title"]) + COLON.to(lang) + writer.say(zone["words"]) for zone in notable]
    return rows + ([(words.ZONES.to(lang), SEMICOLON.to(lang).join(lines))] if lines else [])


def labelled(writer: Writer, rows: list[tuple[str, str]]) -> None:
    """Write a table of two columns without a head: what, and how it is."""
    with writer.grid((3.6, 12.4)) as table:
        table.is_whole = True
        for label, told in rows:
            cells = table.row()
            cells[0].line(label, bold=True)
            cells[1].line(told)
