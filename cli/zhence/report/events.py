"""The days of an agenda as plain data: one event each, with the words a calendar shows."""

from __future__ import annotations

import hashlib
from typing import Any

from zhence.model.agenda import Agenda, Entry, Moment
from zhence.model.catalogue import Catalogue
from zhence.model.measure import Window
from zhence.model.text import Text, same
from zhence.report.calendar import MOMENTS, who_words
from zhence.report.json import text_data
from zhence.report.words import COLON, SEMICOLON, bracketed

LEADS = (30, 7)  # days before the last day of a round or a rule
REMINDED = (Moment.CLOSES, Moment.ENDS)


def events_data(found: Agenda, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return every day as plain data with the words of its event."""
    return [_event_data(entry, found, catalogue) for entry in found.entries]


def _event_data(entry: Entry, found: Agenda, catalogue: Catalogue) -> dict[str, Any]:
    leads = LEADS if entry.moment in REMINDED else ()
    return {
        "uid": uid(entry, catalogue),
        "on": entry.on.isoformat(),
        "days_left": entry.days_left,
        "moment": str(entry.moment),
        "measure": entry.measure.id,
        "summary": text_data(_summary(entry)),
        "description": [text_data(line) for line in _description(entry, found, catalogue)],
        "category": text_data(catalogue.themes.get(entry.measure.theme, same(entry.measure.theme))),
        "url": _url(entry, catalogue),
        "reminders": [lead for lead in leads if lead <= entry.days_left],
    }


def uid(entry: Entry, catalogue: Catalogue) -> str:
    """Return an id that stays when a day is moved: of the measure, its round, what happens, the catalogue."""
    parts = [entry.measure.id, *([_round(entry)] if entry.window is not None else []), str(entry.moment)]
    return f"{'.'.join(parts)}@{catalogue.id}.zhence"


def _round(entry: Entry) -> str:
    """Return a word for the round: of its name, or of its place in the list where the name does not tell it apart."""
    rounds: list[Window] = list(entry.measure.windows)
    names = [window.round.zh if window.round is not None else "" for window in rounds]
    at = next(place for place, window in enumerate(rounds) if window is entry.window)
    if not names[at] or names.count(names[at]) > 1:
        return f"round-{at + 1}"
    return hashlib.sha256(names[at].encode()).hexdigest()[:8]


def _summary(entry: Entry) -> Text:
    named = entry.window.round if entry.window is not None else None
    words = MOMENTS[entry.moment] + COLON + entry.measure.title
    if named is None:
        return words
    is_nested = any(mark in named.zh + named.en for mark in "（(")
    return words + (SEMICOLON + named if is_nested else bracketed(named))


def _description(entry: Entry, found: Agenda, catalogue: Catalogue) -> list[Text]:
    source = catalogue.sources.get(_source(entry))
    lines = [who_words(entry.results, found), Text("措施编号：", "measure: ") + same(entry.measure.id)]
    if source is not None:
        lines.append(Text("依据：", "source: ") + source.title)
    return lines


def _source(entry: Entry) -> str:
    return (entry.window.source if entry.window is not None else None) or entry.measure.source


def _url(entry: Entry, catalogue: Catalogue) -> str | None:
    source = catalogue.sources.get(_source(entry))
    return source.url if source is not None else None
