"""Quantities and days of a catalogue, with faults instead of exceptions."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from zhence.catalogue.faults import Faults
from zhence.model.catalogue import Units
from zhence.model.fact import Fact, FactType
from zhence.model.text import Text
from zhence.model.value import Value, day, number
from zhence.written.faults import Mistake
from zhence.written.quantities import parse_number


class Quantities:
    """Read amounts in the unit of a fact."""

    def __init__(self, units: Units, money: str, faults: Faults) -> None:
        self.units = units
        self.money = money
        self.faults = faults

    def amount(self, raw: object, fact: Fact, file: str, key: str) -> Value | None:
        """Return a threshold in the unit of its fact, or None after noting why it is none."""
        if fact.type is FactType.DATE:
            if isinstance(raw, date):
                return day(raw)
            self.faults.add(
                file,
                key,
                "not-a-date",
                Text(f"{fact.title.zh}是日期，这里不是", f"{fact.title.en} is a date, this is not"),
                Text("写成 2026-01-31 这样的日期，不加引号", "write a date such as 2026-01-31, without quotes"),
            )
            return None
        found = self.number(raw, fact.type, fact.unit, file, key)
        return None if found is None else number(found)

    def number(self, raw: object, kind: FactType, unit: str | None, file: str, key: str) -> Fraction | None:
        """Return a number in a unit, or None after noting why it is none."""
        found = parse_number(raw, kind, unit, self.units, self.money)
        if isinstance(found, Mistake):
            self.faults.add(file, key, found.kind, found.problem, found.remedy)
            return None
        return found

    def plain(self, raw: object, file: str, key: str) -> Fraction | None:
        """Return a bare number."""
        return self.number(raw, FactType.NUMBER, None, file, key)
