"""A profile as it could have been written on an earlier day: what was still to come is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.fault import Fault, FaultyError
from zhence.model.profile import Record
from zhence.model.text import Text
from zhence.profiles.known import fill_in
from zhence.profiles.read import read_profile
from zhence.written.faults import Findings

AHEAD = "future-year"


def read_as_of(path: Path, catalogue: Catalogue, day: date, latest: date) -> tuple[Record, tuple[Fault, ...]]:
    """Return the record of a profile on a day, and what is doubtful in it; `latest` is the last day asked about.

    Figures of years that on the day lay ahead, but not on the latest, are left out with a note each year.

    Raises:
        FaultyError: with every fault of every file, if any of it is an error.

    """
    try:
        return read_profile(path, catalogue, day)
    except FaultyError as error:
        faults = error.faults
        if latest <= day or any(each.severity == "error" and each.kind != AHEAD for each in faults):
            raise
        try:
            later, _ = read_profile(path, catalogue, latest)
        except FaultyError:
            raise error from None
    return _without(later, catalogue, day), tuple(_noted(fault, day) for fault in faults)


def _without(record: Record, catalogue: Catalogue, day: date) -> Record:
    """Return a record without what lay ahead on a day; what a register states is as it was on that day."""
    facts = {key: given for key, given in record.facts.items() if given.register is None}
    told = replace(
        record,
        facts={key: given for key, given in facts.items() if not _is_ahead(key, day)},
        items={kind: tuple(_without(each, catalogue, day) for each in items) for kind, items in record.items.items()},
        unknown=frozenset(key for key in record.unknown if not _is_ahead(key, day)),
    )
    if len(facts) == len(record.facts):
        return told
    return fill_in(told, catalogue, day, Findings(record.origin))  # its notes were made when the file was read


def _is_ahead(key: FactKey, day: date) -> bool:
    return key.year is not None and key.year > day.year


def _noted(fault: Fault, day: date) -> Fault:
    """Return the fault of a year ahead as a note; another stays as it is."""
    if fault.kind != AHEAD:
        return fault
    problem = Text(f"这一年在 {day} 还没有到", f"on {day} this year lay ahead")
    remedy = Text("按那一天回答时，它的数据按未知处理", "for that day its figures count as unknown")
    return replace(fault, problem=problem, remedy=remedy, severity="warning")
