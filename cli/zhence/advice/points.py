"""Ways to the pass mark of a score table: which rows must give how much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from zhence.advice import terms
from zhence.advice.levers import Lever
from zhence.advice.terms import ALWAYS, Terms
from zhence.engine import Case
from zhence.engine.scores import answer_item, total
from zhence.model.ladder import Step
from zhence.model.measure import Score, ScoreItem

Position = tuple[tuple[int, int], ...]


class Positions(Protocol):
    """Try the positions of levers on a board."""

    def positions(self, levers: list[Lever]) -> Iterator[tuple[Position, Case]]:
        """Yield positions, each with the case as it then is."""

    def terms(self, levers: list[Lever], held: Iterable[Position]) -> Terms:
        """Return positions as terms."""


@dataclass(frozen=True, slots=True)
class Row:
    """Hold what one row can give at worst, least first: so many points or more under any of these terms."""

    item: str
    choices: tuple[tuple[Fraction, Terms], ...]


def table_terms(board: Positions, score: Score, levers: Mapping[str, list[Lever]], most: int) -> Terms:
    """Return the terms under which the table's total and blocks reach their marks at worst."""
    rows = sorted((_row(board, item, levers[item.id]) for item in score.items), key=lambda row: len(row.choices))
    least = {row.item: row.choices[0][0] for row in rows}
    best = {row.item: row.choices[-1][0] for row in rows}
    found: list[terms.Term] = []

    def passes(points: dict[str, Fraction]) -> bool:
        return total(score, points).low is Step.YES

    def extend(at: int, points: dict[str, Fraction], ways: Terms) -> None:
        if passes(least | points):
            found.extend(ways)
            return
        if at == len(rows) or not passes(best | points):
            return
        for given, needed in rows[at].choices:
            joined = terms.all_of([ways, needed], most)
            if joined:
                extend(at + 1, points | {rows[at].item: given}, joined)

    extend(0, {}, [ALWAYS])
    return terms.minimal(found)


def _row(board: Positions, item: ScoreItem, levers: list[Lever]) -> Row:
    given = {at: answer_item(case, item).low for at, case in board.positions(levers)}
    least = min(given.values())
    reached = [(points, [at for at in given if given[at] >= points]) for points in sorted(set(given.values()))]
    return Row(
        item.id, tuple((points, [ALWAYS] if points == least else board.terms(levers, held)) for points, held in reached)
    )
