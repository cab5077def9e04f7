"""What a profile states, row by row, exactly enough to be read back as the same profile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.profile import Given, Record
from zhence.model.text import Text, same
from zhence.model.workbook import EMPTY
from zhence.report.json import number_data, text_data, value_data
from zhence.report.numbers import unit_title, value_text
from zhence.report.words import FLAGS, LIST, join

NAME = Text("名称", "Name")
COMPLETE = Text("已列全的类别", "Kinds listed in full")
NONE = Text("一个也没有的类别", "Kinds of which there are none")
UNASKED = Text("不知道、不必再问的数据", "What nobody knows and need not be asked")
FIXED = Text("计划中不动的数据", "Figures that no plan may change")
WEIGHT = Text("计划中变动的难度：", "How much harder a plan finds it: ")
Data = dict[str, Any]


def stated(record: Record, catalogue: Catalogue) -> list[Data]:
    """Return every statement of a profile, owner before items; what a register added is left to the register."""
    return [row for where, each in _records(record, record.subject) for row in _rows(where, each, catalogue)]


def places(top: Record) -> dict[int, str]:
    """Return how each record is named from the top of its profile, by its identity: `town.cluster[2]`."""
    return {id(record): path for path, record in reversed([*_records(top, top.subject)])}


def _records(record: Record, path: str) -> Iterator[tuple[str, Record]]:
    yield path, record
    for kind, items in record.items.items():
        for number, item in enumerate(items, 1):
            yield from _records(item, f"{path}.{kind}[{number}]")


def _rows(path: str, record: Record, catalogue: Catalogue) -> Iterator[Data]:
    def row(figure: str, title: Text, kind: str, value: Any, shown: Text) -> Data:  # noqa: ANN401
        return {
            "where": path,
            "name": record.name,
            "figure": figure,
            "year": None,
            "title": text_data(title),
            "type": kind,
            "unit": None,
            "unit_title": None,
            "value": value,
            "value_text": text_data(shown),
            "written": None,
            "estimate": False,
            "source": None,
            "dated": None,
        }

    yield row("name", NAME, "text", record.name, same(record.name))
    for figure, title, listed in _lists(record):
        if listed:
            named = [_title(word, catalogue) for word in listed]
            yield row(figure, title, "set", listed, join(named, LIST))
    for fact, times in record.weights.items():
        weight = number_data(times)
        yield row(f"plan.weight.{fact}", WEIGHT + _title(fact, catalogue), "number", weight, same(weight))
    for zone, inside in record.zones.items():
        title = catalogue.zones[zone].title if zone in catalogue.zones else same(zone)
        yield row(f"zone.{zone}", title, "flag", inside, FLAGS[inside])
    for key, given in record.facts.items():
        if given.register is None:
            yield row(key.fact, same(""), "", None, same("")) | _figure(key, given, catalogue)


def _lists(record: Record) -> list[tuple[str, Text, list[str]]]:
    none = sorted(kind for kind, items in record.items.items() if not items)
    return [
        ("complete", COMPLETE, sorted(record.complete)),
        (EMPTY, NONE, none),
        ("unknown", UNASKED, sorted(map(str, record.unknown))),
        ("plan.fixed", FIXED, sorted(record.fixed)),
    ]


def _title(word: str, catalogue: Catalogue) -> Text:
    """Return the title of a figure or of a kind of item."""
    stem, at, year = word.partition("@")
    known = catalogue.subjects.get(stem) or catalogue.facts.get(stem)
    return (known.title if known is not None else same(stem)) + same(at + year)


def _figure(key: FactKey, given: Given, catalogue: Catalogue) -> Data:
    fact = catalogue.facts[key.fact]
    return {
        "year": key.year,
        "title": text_data(fact.title),
        "type": str(fact.type),
        "unit": fact.unit,
        "unit_title": text_data(unit_title(fact.unit, catalogue)),
        "value": value_data(given.value),
        "value_text": text_data(value_text(given.value, fact, catalogue)),
        "written": given.raw,
        "estimate": given.estimate,
        "source": given.source,
        "dated": None if given.dated is None else given.dated.isoformat(),
    }
