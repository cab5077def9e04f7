"""Random rows of a canonical table: values on both sides of the thresholds that mention a fact, and on them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import polars as pl

from zhence.engine import Case
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactKey, FactType
from zhence.model.measure import Operator, Test, Threshold
from zhence.model.value import Days, Span

TYPES = {
    FactType.DATE: pl.Date,
    FactType.FLAG: pl.Boolean,
    FactType.CHOICE: pl.String,
    FactType.TEXT: pl.String,
    FactType.PLACE: pl.String,
    FactType.SET: pl.List(pl.String),
}


def tests_of(catalogue: Catalogue) -> Iterator[Test]:
    """Yield every comparison of a catalogue, of score tables too."""
    for rule in [*catalogue.measures.values(), *catalogue.definitions.values()]:
        yield from (condition.test for condition in rule.conditions.values() if condition.test is not None)
        for score in rule.scores.values():
            for item in score.items:
                yield from (test for band in item.bands for test in band.tests)
                if item.points_fact is not None:
                    yield Test(item.points_fact, Operator.AT_LEAST, Threshold())


def keys_of(catalogue: Catalogue, day: date) -> list[FactKey]:
    """Return every figure that a rule reads, and what it follows from."""
    case = Case(catalogue, day, ())
    found: dict[FactKey, None] = {}

    def add(key: FactKey) -> None:
        found[key] = None
        derived = catalogue.facts[key.fact].derived
        if derived is not None and derived.items is None:
            for part in case.parts(derived, key):
                add(part)

    for test in tests_of(catalogue):
        add(case.key(test.fact, test.year))
        if test.threshold.fact is not None:
            add(case.key(test.threshold.fact, test.threshold.year))
    return sorted(found, key=str)


def marks_of(catalogue: Catalogue) -> dict[str, list[object]]:
    """Return the thresholds that each fact is held against, and those eased by a percent."""
    found: dict[str, list[object]] = {}
    for test in tests_of(catalogue):
        for dated in test.threshold.values:
            value = dated.value
            if isinstance(value, Span | Days) and value.low is not None:
                found.setdefault(test.fact, []).append(value.low)
    return found


def table(
    catalogue: Catalogue, day: date, rows: int, seed: int, *, missing: float = 0.25, ranged: float = 0.0
) -> pl.DataFrame:
    """Return a table of random subjects; `ranged` is the share of columns that hold ranges."""
    chance = random.Random(seed)  # noqa: S311
    marks, columns = marks_of(catalogue), {frame.ROW: list(range(rows))}
    schema: dict[str, object] = {frame.ROW: pl.Int64}
    for key in keys_of(catalogue, day):
        fact = catalogue.facts[key.fact]
        share = chance.choice([0.05, missing, missing, 0.9]) if fact.derived is None else chance.choice([1.0, 0.9])
        cells = [None if chance.random() < share else _cell(chance, fact, catalogue, marks) for _ in range(rows)]
        kind = TYPES.get(fact.type, pl.Int64)
        if (fact.type.numeric or fact.type is FactType.DATE) and chance.random() < ranged:
            for name, sign in ((frame.low(key), -1), (frame.high(key), 1)):
                columns[name] = [_blurred(chance, fact, cell, sign) for cell in cells]
                schema[name] = kind
        else:
            columns[frame.column(key)] = cells
            schema[frame.column(key)] = kind
    for zone in catalogue.zones:
        columns[f"zone.{zone}"] = [chance.choice([None] * 8 + [True, False]) for _ in range(rows)]
        schema[f"zone.{zone}"] = pl.Boolean
    return pl.DataFrame(columns, schema=schema)


def _blurred(chance: random.Random, fact: Fact, cell: object, sign: int) -> object:
    if not isinstance(cell, date | int) or chance.random() < 0.2:
        return None
    step = chance.choice([0, 0, 1, 1_000_000_000])
    if isinstance(cell, date):
        return cell + timedelta(days=sign * (step % 400))
    return _possible(cell + sign * step, fact)


def _cell(chance: random.Random, fact: Fact, catalogue: Catalogue, marks: dict[str, list[object]]) -> object:
    match fact.type:
        case FactType.FLAG:
            return chance.random() < 0.6
        case FactType.CHOICE:
            return chance.choice(list(fact.choices))
        case FactType.SET:
            return chance.sample(list(fact.choices), chance.randrange(len(fact.choices) + 1))
        case FactType.PLACE:
            return chance.choice(list(catalogue.places))
        case FactType.TEXT:
            return chance.choice(["x", "y"])
        case FactType.DATE:
            days = [mark for mark in marks.get(fact.id, []) if isinstance(mark, date)] or [date(2024, 6, 1)]
            return chance.choice(days) + timedelta(days=chance.choice([-800, -366, -1, 0, 1, 200]))
        case _:
            return _number(chance, fact, [mark for mark in marks.get(fact.id, []) if isinstance(mark, Fraction)])


def _number(chance: random.Random, fact: Fact, marks: list[Fraction]) -> int:
    scale = frame.SCALE
    if marks and chance.random() < 0.7:
        exact = chance.choice(marks) * chance.choice([1, 1, Fraction(7, 10), Fraction(8, 10), Fraction(13, 10)])
        cell = int(exact * scale) + chance.choice([-1, 0, 0, 1])
    else:
        cell = chance.choice([0, 1, 2, 3, 5, 6, 10, 30, 50, 100, 200, 300, 1000]) * chance.choice(
            [1, 10_000, 1_000_000]
        )
        cell = cell * scale if fact.type is FactType.MONEY else min(cell, 5000) * scale
        if fact.low is None and chance.random() < 0.1:
            cell = -cell
    return _possible(cell, fact)


def _possible(cell: int, fact: Fact) -> int:
    low, high = (None if end is None else int(end * frame.SCALE) for end in (fact.low, fact.high))
    cell = cell if low is None else max(low, cell)
    return cell if high is None else min(high, cell)
