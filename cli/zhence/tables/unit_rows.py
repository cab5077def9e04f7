"""A row of units below the heads: no subject, and where a unit is not that of the head, the numbers are not guessed at."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from zhence.model.catalogue import Catalogue
from zhence.tables import row_mistakes
from zhence.tables.cells import Column
from zhence.tables.part import Part
from zhence.tables.sources import EXTRA, ROW
from zhence.written.inexact import BLANK
from zhence.written.units import Unit, fact_unit, resolve

UNIT_WORDS = frozenset({"单位", "计量单位", "unit", "units"})  # what may stand beside the units, under a name


def note_units(part: Part) -> None:
    """Note where the first row says nothing but units, and leave out the columns of which it says another than the head."""
    first = part.source.rows.drop(EXTRA, strict=False).head(1).collect(engine="streaming").row(0, named=True)
    words = _units(part.asked.catalogue, {name: cell for name, cell in first.items() if name != ROW})
    if not words:
        return
    part.units_row = first[ROW]
    for column in [each for each in part.columns if each.name in words]:
        if not _is_of_head(column, words[column.name], part.asked.catalogue):
            part.columns.remove(column)
            read_in = column.heading.unit or column.fact.unit or ""
            mistake = row_mistakes.unit_below(part.head(column.name), words[column.name], read_in)
            part.note(part.head(column.name), mistake)


def _units(catalogue: Catalogue, cells: Mapping[str, object]) -> dict[str, str]:
    """Return the unit below each head, none where some cell says anything else."""
    homes = {fact_unit(each.type, each.unit, catalogue.units, catalogue.money) for each in catalogue.facts.values()}
    found = {}
    for name, cell in cells.items():
        if cell is None:
            continue
        if not isinstance(cell, str):
            return {}
        word = _bare(cell)
        if word.lower() in BLANK | UNIT_WORDS:
            continue
        if not any(resolve(word, home, catalogue.units, catalogue.money) for home in homes):
            return {}
        found[name] = word
    return found


def _bare(cell: str) -> str:
    """Return a unit without the brackets around it and the word before it: （单位：万元） is 万元."""
    word = unicodedata.normalize("NFKC", cell).strip().strip("()[]【】").strip()
    start, colon, rest = word.partition(":")
    return rest.strip() if colon and start.strip() in UNIT_WORDS else word


def _is_of_head(column: Column, word: str, catalogue: Catalogue) -> bool:
    """Tell whether numbers in a unit are what the head takes them for."""
    if not column.fact.type.numeric:
        return False
    home: Unit = fact_unit(column.fact.type, column.fact.unit, catalogue.units, catalogue.money)
    found = resolve(word, home, catalogue.units, catalogue.money)
    is_same = found is not None and found.base in (None, home.base)
    return is_same and found is not None and found.times / home.times == column.heading.times
