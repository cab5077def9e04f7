"""Marks around a number that can mean one thing only: a sign of money, brackets around its unit or around a loss."""

from __future__ import annotations

import re

from zhence.model.catalogue import Units
from zhence.written.units import Unit, resolve

_BRACKETED_UNIT = re.compile(r"(?P<number>[+-]?[0-9][0-9,.]*)\s*\((?P<unit>[^()0-9]+)\)")
_BELOW = re.compile(r"\(\s*(?P<number>¥?\s*[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>[^()0-9]*)\)")
_MARKED = re.compile(
    r"(?P<sign>-?)¥\s*(?P<number>[0-9][0-9,.]*\s*(?P<unit>[^0-9]*))"
)  # ¥1200 may be so many of any unit


def without_marks(text: str, home: Unit, units: Units, money: str) -> str:
    """Return a number without marks that can mean one thing only: 120(人), ¥1200万 and, of money, (1,234.50) below zero."""
    if (found := _BRACKETED_UNIT.fullmatch(text)) and resolve(found["unit"], home, units, money) is not None:
        text = f"{found['number']}{found['unit']}"
    if home.base != money:
        return text
    if found := _BELOW.fullmatch(text):
        text = f"-{found['number']}{found['unit']}"
    found = _MARKED.fullmatch(text)
    return f"{found['sign']}{found['number']}" if found and (found["unit"] or home.times == 1) else text
