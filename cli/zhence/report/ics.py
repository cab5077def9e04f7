"""The days as a file that calendar programs read (RFC 5545): all-day events with reminders, the same bytes every time."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from zhence.model.agenda import Agenda, Entry, Moment
from zhence.model.catalogue import Catalogue
from zhence.model.measure import Window
from zhence.model.text import Lang, Text, same
from zhence.report.calendar import MOMENTS, who_words
from zhence.report.clean import clean
from zhence.report.words import COLON, bracketed

LEADS = (30, 7)  # days before the last day of a round or a rule
REMINDED = (Moment.CLOSES, Moment.ENDS)
DAY = timedelta(days=1)


def ics(found: Agenda, catalogue: Catalogue, lang: Lang) -> bytes:
    """Return the file; its events are stamped with the day asked about, never with the clock."""
    calendar = Calendar()
    calendar.add("prodid", f"-//zhence//{catalogue.id}//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clean(Text("申报日程", "Calendar of supports").to(lang)))
    for entry in found.entries:
        calendar.add_component(_event(entry, found, catalogue, lang))
    return bytes(calendar.to_ical())


def _event(entry: Entry, found: Agenda, catalogue: Catalogue, lang: Lang) -> Event:
    event = Event()
    summary = _summary(entry).to(lang)
    event.add("uid", uid(entry, catalogue))
    event.add("dtstamp", datetime.combine(found.as_of, time(), UTC))
    event.add("dtstart", entry.on)
    if entry.on < date.max:
        event.add("dtend", entry.on + DAY)  # the day after: an end is exclusive
    event.add("summary", clean(summary))
    event.add("description", "\n".join(clean(line.to(lang)) for line in _description(entry, found, catalogue)))
    event.add("categories", [clean(catalogue.themes.get(entry.measure.theme, same(entry.measure.theme)).to(lang))])
    event.add("transp", "TRANSPARENT")
    if (url := _url(entry, catalogue)) is not None:
        event.add("url", url)
    for lead in LEADS if entry.moment in REMINDED else ():
        if lead <= entry.days_left:
            event.add_component(_alarm(summary, lead, lang))
    return event


def _alarm(summary: str, lead: int, lang: Lang) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-lead))
    alarm.add("description", clean(Text(f"还有{lead}天:{summary}", f"{lead} days left: {summary}").to(lang)))
    return alarm


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
    return MOMENTS[entry.moment] + COLON + entry.measure.title + (bracketed(named) if named is not None else same(""))


def _description(entry: Entry, found: Agenda, catalogue: Catalogue) -> list[Text]:
    source = catalogue.sources.get(_source(entry))
    lines = [who_words(entry.results, found), Text("措施编号:", "measure: ") + same(entry.measure.id)]
    if source is not None:
        lines.append(Text("依据:", "source: ") + source.title)
    return lines


def _source(entry: Entry) -> str:
    return (entry.window.source if entry.window is not None else None) or entry.measure.source


def _url(entry: Entry, catalogue: Catalogue) -> str | None:
    source = catalogue.sources.get(_source(entry))
    return source.url if source is not None else None
