"""Which answer stands where: the places of a page, and the grid of subjects and measures that leads to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

Data = Mapping[str, Any]
NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Link:
    """Hold one answer and the place where the page tells it in full."""

    anchor: str
    result: Data


@dataclass(frozen=True, slots=True)
class Column:
    """Hold one subject, or one item of the only subject, by name; `anchor` is where the page tells of it."""

    name: str
    anchor: str | None = None


@dataclass(slots=True)
class Row:
    """Hold one measure with the answers of each column."""

    title: Data
    theme: Data
    cells: list[list[Link]]

    @property
    def is_told(self) -> bool:
        """Tell whether the measure is for any of the columns."""
        return any(link.result["verdict"] != NOT_APPLICABLE for cell in self.cells for link in cell)


@dataclass(slots=True)
class Grid:
    """Hold columns and, theme by theme, rows; `left` names the measures that are for none of the columns."""

    kind: Data | None  # of the items, None where the columns are subjects
    columns: list[Column]
    themes: list[tuple[Data, list[Row]]] = field(default_factory=list)
    left: list[Row] = field(default_factory=list)


def links(subject: Data, number: int) -> list[Link]:
    """Return the answers of a document's subject, numbered from 1, with their places."""
    return [Link(f"s{number}-m{at}", result) for at, result in enumerate(subject["results"], 1)]


def by_verdict(found: list[Link]) -> list[tuple[str, list[Link]]]:
    """Return answers by verdict, in the order of the document."""
    return [(verdict, list(group)) for verdict, group in groupby(found, lambda link: link.result["verdict"])]


def grids(document: Data) -> list[Grid]:
    """Return the subjects by measures; of a single subject, the items of each kind that it has several of."""
    found = [links(subject, number) for number, subject in enumerate(document["subjects"], 1)]
    if len(found) > 1:
        columns = [Column(subject["name"], f"s{at}") for at, subject in enumerate(document["subjects"], 1)]
        return [_filled(Grid(None, columns), [(at, link) for at, each in enumerate(found) for link in each])]
    items = [(link.result["item"], link) for link in found[0] if link.result["item"] is not None]
    drawn = []
    for kind in dict.fromkeys(item["kind"] for item, link in items):
        of_kind = [(item["name"], link) for item, link in items if item["kind"] == kind]
        names = {name: at for at, name in enumerate(dict.fromkeys(name for name, _ in of_kind))}
        if len(names) > 1:
            grid = Grid(of_kind[0][1].result["subject_title"], [Column(name) for name in names])
            drawn.append(_filled(grid, [(names[name], link) for name, link in of_kind]))
    return drawn


def _filled(grid: Grid, cells: list[tuple[int, Link]]) -> Grid:
    rows: dict[str, Row] = {}
    for at, link in cells:
        result = link.result
        row = rows.setdefault(
            result["measure"], Row(result["title"], result["theme_title"], [[] for _ in grid.columns])
        )
        row.cells[at].append(link)
    themes: dict[str, tuple[Data, list[Row]]] = {}
    for row in rows.values():
        if row.is_told:
            themes.setdefault(row.theme["zh"], (row.theme, []))[1].append(row)
        else:
            grid.left.append(row)
    grid.themes = list(themes.values())
    return grid
