"""The cells of a workbook that was filled in, as values that a TOML profile would have."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactType
from zhence.profiles.spoken import unspoken
from zhence.profiles.spreadsheet import Cell, Raw
from zhence.profiles.spreadsheet_formats import odd_format
from zhence.profiles.workbook_mistakes import percent_elsewhere, unit_on_one_end
from zhence.written.inexact import is_blank
from zhence.written.quantities import range_ends

_RANGE = re.compile(r"(.*?)\s*(?:[~～〜–—至到]|(?<=[^\s~eE+\-])-(?=\s*[.0-9])|(?<=\s)-(?=\s))\s*(.*)", re.DOTALL)
_NO_UNIT = re.compile(r"[+\-]?[0-9.,\s]+")


def written(raw: Raw) -> str:
    """Return what a cell says as text."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return f"{raw:f}" if isinstance(raw, Decimal) else str(raw)


def value_of(cell: Cell, fact: Fact, catalogue: Catalogue, unit: str) -> object:
    """Return a value as TOML would have it: ranges as tables, plain numbers with the unit of their row."""
    raw = cell.value
    if fact.type.numeric:
        return _amount(cell, fact, catalogue, unit)
    if fact.type is FactType.FLAG and isinstance(raw, Decimal):
        return int(raw) if raw in (0, 1) else raw
    if fact.type is FactType.DATE:
        if isinstance(raw, Decimal) and raw == raw.to_integral_value():
            return int(raw)
        ends = re.split(r"\s*[~～〜至到]\s*", raw.strip()) if isinstance(raw, str) else []
        return _ends(ends) if len(ends) == 2 else raw
    if fact.type is FactType.SET and isinstance(raw, str) and raw.lstrip().startswith("["):
        return listed_in(raw)
    return written(raw) if isinstance(raw, (Decimal, date)) else raw


def listed_in(words: str) -> object:
    """Return the members of a list: cut at its commas, or as JSON where a member holds one itself."""
    if not words.lstrip().startswith("["):
        return re.split(r"\s*[,，、;；]\s*", words)
    try:
        return json.loads(words)
    except (ValueError, RecursionError):
        return words


def _amount(cell: Cell, fact: Fact, catalogue: Catalogue, unit: str) -> object:
    raw = cell.value
    if isinstance(raw, (bool, date)):
        return raw
    if isinstance(raw, Decimal):
        if cell.is_percent and fact.type is not FactType.PERCENT:
            return percent_elsewhere(raw, fact)
        if cell.is_odd:
            return odd_format(f"{raw:f}")
        if cell.before or cell.unit:
            return f"{cell.before}{written(raw)}{cell.unit}"
        return f"{written(raw)}%" if cell.is_percent else _with_unit(written(raw), fact, unit)
    words = raw.strip()
    found = None if is_blank(words) else _RANGE.fullmatch(words)
    if found is None:
        spoken = words if is_blank(words) or words.startswith("{") else unspoken(words, fact, catalogue)
        return _with_units(spoken, fact, unit) if isinstance(spoken, dict) else _with_unit(words, fact, unit)
    ends = [end for end in found.groups() if end]
    if len({_NO_UNIT.fullmatch(end) is None for end in ends}) > 1:
        both = range_ends(ends[0], ends[1], fact.type, unit or fact.unit, catalogue.units, catalogue.money)
        return unit_on_one_end(words, *both)
    return _with_units(_ends(found.groups()), fact, unit)


def _with_unit(words: str, fact: Fact, unit: str) -> str:
    """Return an amount with the unit of its row; in the fact's own unit it stays plain, so that a likelier one is asked for."""
    return words + unit if _NO_UNIT.fullmatch(words) and unit != fact.unit else words


def _ends(both: Sequence[str]) -> dict[str, str]:
    return {key: end for key, end in zip(("from", "to"), both, strict=True) if end}


def _with_units(ends: Mapping[str, str], fact: Fact, unit: str) -> dict[str, str]:
    return {key: _with_unit(end, fact, unit) for key, end in ends.items()}
