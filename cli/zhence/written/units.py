"""Unit words: multipliers (万, 亿), other names of units, and units counted in other units."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from zhence.model.catalogue import Units
from zhence.model.fact import FactType
from zhence.written.faults import folded

_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Unit:
    """Hold what a unit word says: 万元 is 10,000 of 元; no base where only a multiplier stands."""

    times: Fraction
    base: str | None
    multiplied: bool = False


@lru_cache(maxsize=1024)
def fact_unit(fact_type: FactType, unit: str | None, units: Units, money: str) -> Unit:
    """Return the unit that plain numbers of a fact are in."""
    if unit is None:
        return Unit(Fraction(1), {FactType.MONEY: money, FactType.PERCENT: "%"}.get(fact_type))
    found = resolve(unit, Unit(Fraction(1), None), units, money)
    if found and found.base:
        return found
    for name in sorted(units.multipliers, key=len, reverse=True):  # 万吨 where nothing else speaks of 吨
        if unit.startswith(name) and len(unit) > len(name) and not name.isascii():
            return Unit(units.multipliers[name], unit[len(name) :], multiplied=True)
    return Unit(Fraction(1), unit)


@lru_cache(maxsize=1024)
def resolve(word: str, home: Unit, units: Units, money: str, depth: int = 0) -> Unit | None:
    """Return what a unit word says, taking multipliers off its front; None if its rest is no known unit."""
    known = _known(word, home, units, money)
    if known or depth > 3:
        return known
    for name in sorted(units.multipliers, key=len, reverse=True):
        if folded(word).startswith(folded(name)):
            rest = unicodedata.normalize("NFKC", word).strip()[len(name) :].strip()
            times = units.multipliers[name]
            inner = resolve(rest, home, units, money, depth + 1) if rest else Unit(Fraction(1), None)
            if inner:
                return Unit(times * inner.times, inner.base, multiplied=True)
    return None


def _known(word: str, home: Unit, units: Units, money: str) -> Unit | None:
    name = _lookup(units.aliases, word) or word
    conversion = _lookup(units.conversions, name)
    if conversion:
        return Unit(conversion[1], conversion[0])
    targets = {target for target, _ in units.conversions.values()}
    names = {*units.titles, *units.aliases.values(), *targets, money, "%", *([home.base] if home.base else [])}
    found = _lookup(dict.fromkeys(names, ""), name) is not None
    return Unit(Fraction(1), next(each for each in sorted(names) if folded(each) == folded(name))) if found else None


def _lookup(table: Mapping[str, _V], word: str) -> _V | None:
    if word in table:
        return table[word]
    wanted = folded(word)
    return next((value for name, value in table.items() if folded(name) == wanted), None)


def multiplier(word: str, units: Units) -> Fraction | None:
    """Return how many a word such as 万 stands for, if it is one."""
    return _lookup(units.multipliers, word)
