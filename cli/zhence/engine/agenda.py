"""Gather the days of the chosen measures; nothing here makes up a day that the catalogue does not state."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from zhence.engine.near import select
from zhence.model.agenda import Agenda, Entry, Lack, Moment, Undated
from zhence.model.checklist import Left
from zhence.model.measure import Measure, Window
from zhence.model.result import MeasureResult, Report

ORDER = list(Moment)


def agenda(reports: Sequence[Report], as_of: date, months: int | None) -> Agenda:
    """Return the days from the day asked about on, up to so many months later where a number is given."""
    until = months_later(as_of, months) if months is not None else None
    left: Counter[Left] = Counter()
    results: dict[Measure, list[MeasureResult]] = {}
    for report in reports:
        selection = select(report, is_named=False, with_closed=True)
        left.update(selection.left)
        for result in selection.chosen:
            results.setdefault(result.measure, []).append(result)
    entries: list[Entry] = []
    undated: list[Undated] = []
    timeless: list[Measure] = []
    for measure, found in results.items():
        days = [day for day in _days(measure) if day[0] >= as_of]
        lacks = list(_lacks(measure, as_of))
        entries += [
            Entry(on, (on - as_of).days, moment, measure, window, tuple(found))
            for on, moment, window in days
            if until is None or on <= until
        ]
        undated += [Undated(lack, measure, window, tuple(found)) for lack, window in lacks]
        if not days and not lacks:
            timeless.append(measure)
    entries.sort(key=lambda entry: (entry.on, ORDER.index(entry.moment)))
    return Agenda(
        tuple(report.record for report in reports),
        as_of,
        until,
        tuple(entries),
        tuple(undated),
        tuple(timeless),
        {reason: left[reason] for reason in Left if left[reason]},
    )


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day; the calendar's last day where it runs out."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _days(measure: Measure) -> Iterator[tuple[date, Moment, Window | None]]:
    if measure.valid_from is not None:
        yield measure.valid_from, Moment.STARTS, None
    for window in measure.windows:
        if window.opens is not None:
            yield window.opens, Moment.OPENS, window
        if window.closes is not None:
            yield window.closes, Moment.CLOSES, window
    if measure.valid_to is not None:
        yield measure.valid_to, Moment.ENDS, None


def _lacks(measure: Measure, on: date) -> Iterator[tuple[Lack, Window]]:
    coming = [window for window in measure.windows if window.closes is None or window.closes >= on]
    for window in coming:
        if window.opens is None:
            yield Lack.OPENING, window
        if window.closes is None:
            yield Lack.CLOSING, window
    if measure.windows and not coming:
        yield Lack.NEXT, max(measure.windows, key=lambda window: window.closes or date.min)
