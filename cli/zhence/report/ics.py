"""The days as a file that calendar programs read (RFC 5545): all-day events with reminders, the same bytes every time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Event

from zhence.model.agenda import Agenda
from zhence.model.catalogue import Catalogue
from zhence.model.text import Lang, Text
from zhence.report.clean import clean
from zhence.report.events import events_data

DAY = timedelta(days=1)


def ics(found: Agenda, catalogue: Catalogue, lang: Lang) -> bytes:
    """Return the days as a file; its events are stamped with the day asked about, never with the clock."""
    return calendar_file(events_data(found, catalogue), found.as_of, catalogue.id, lang)


def calendar_file(events: list[dict[str, Any]], as_of: date, catalogue_id: str, lang: Lang) -> bytes:
    """Return the file of events told as plain data."""
    calendar = Calendar()
    calendar.add("prodid", f"-//zhence//{catalogue_id}//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clean(Text("申报日程", "Calendar of supports").to(lang)))
    for event in events:
        calendar.add_component(_event(event, as_of, lang))
    return bytes(calendar.to_ical())


def _event(told: dict[str, Any], as_of: date, lang: Lang) -> Event:
    event = Event()
    on = date.fromisoformat(told["on"])
    summary = told["summary"][lang]
    event.add("uid", told["uid"])
    event.add("dtstamp", datetime.combine(as_of, time(), UTC))
    event.add("dtstart", on)
    if on < date.max:
        event.add("dtend", on + DAY)  # the day after: an end is exclusive
    event.add("summary", clean(summary))
    event.add("description", "\n".join(clean(line[lang]) for line in told["description"]))
    event.add("categories", [clean(told["category"][lang])])
    event.add("transp", "TRANSPARENT")
    if told["url"] is not None:
        event.add("url", told["url"])
    for lead in told["reminders"]:
        event.add_component(_alarm(summary, lead, lang))
    return event


def _alarm(summary: str, lead: int, lang: Lang) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-lead))
    alarm.add("description", clean(Text(f"还有{lead}天：{summary}", f"{lead} days left: {summary}").to(lang)))
    return alarm
