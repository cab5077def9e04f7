"""An invented province: subjects whose figures lie around the thresholds of a catalogue, for trying and for measuring.

Nothing is said of real subjects: the middle of each figure is taken from the rules that ask for it, sizes are lognormal,
all figures of a subject grow and shrink with its size, a part is never more than its whole, most subjects are of the sorts
that measures are for, a region is that of the place, and some figures are missing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

import polars as pl
from polars.io.plugins import register_io_source

from zhence.columns.asked import parts
from zhence.engine import Case
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Derivation, Fact, FactKey, FactType
from zhence.model.measure import AllOf, Condition, Leaf, Test
from zhence.model.value import Days, Options, Span

if TYPE_CHECKING:
    import numpy as np

CHUNK = 100_000
MISSING = 0.1
SPREAD = 1.1  # of the logarithm of sizes
NOISE, YEARLY = 0.45, 0.06  # of a fact of its own, and of its single years
GROWTH, SWING = 0.07, 0.12  # of a year, and its spread
LIKELY = 0.85  # how often a statement is what the rules ask for
ID, NAME = "id", "name"
KINDS = {FactType.FLAG: pl.Boolean(), FactType.DATE: pl.Date()}


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold one column to invent: its middle, what a number is a part of, what the rules ask of a choice."""

    key: FactKey
    fact: Fact
    middle: float = 1.0
    day: date | None = None
    wanted: frozenset[str | bool] = frozenset()
    meant: tuple[str, ...] = ()  # the choices that whole measures are for
    whole: FactKey | None = None


def table(
    catalogue: Catalogue, subject: str, as_of: date, rows: int, seed: int, most: int | None = None
) -> pl.LazyFrame:
    """Return so many invented subjects, lazily; the same for the same seed.

    They have the figures that rules ask for: all, or so many of those that are asked for most.
    """
    found = figures(catalogue, subject, as_of, most)
    schema: dict[str, pl.DataType] = {ID: pl.String(), NAME: pl.String()}
    schema |= {str(each.key): _kind(each.fact) for each in found}

    def source(
        with_columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
    ) -> Iterator[pl.DataFrame]:
        del batch_size
        for made in _chunks(catalogue, subject, found, rows if n_rows is None else min(rows, n_rows), seed):
            kept = made if predicate is None else made.filter(predicate)
            yield kept if with_columns is None else kept.select(with_columns)

    return register_io_source(source, schema=schema)


def figures(catalogue: Catalogue, subject: str, as_of: date, most: int | None = None) -> list[Figure]:
    """Return the figures that the rules for a kind of subject ask for most, with the place first."""
    case = Case(catalogue, as_of, ())
    asked: Counter[FactKey] = Counter()
    marks: dict[str, list[Fraction | date]] = {}
    wanted: dict[str, set[str | bool]] = {}
    kinds = {subject, *catalogue.subjects[subject].items}
    for test in _tests(catalogue, kinds):
        _note(test, case, asked, marks, wanted)
    wholes = _wholes(case, asked)
    stated = [(count, key) for key, count in asked.items() if catalogue.facts[key.fact].derived is None]
    stated.sort(key=lambda pair: (-pair[0], str(pair[1])))
    place = [FactKey(catalogue.place)] if catalogue.place else []
    keys = dict.fromkeys([*place, *(key for _, key in stated)])
    chosen = [key for key in keys if kinds & set(catalogue.facts[key.fact].subjects)][:most]
    meant = _meant(catalogue, kinds)
    return [_figure(key, catalogue.facts[key.fact], marks, wanted, meant, wholes, set(chosen)) for key in chosen]


def _meant(catalogue: Catalogue, kinds: set[str]) -> dict[str, set[str]]:
    """Return of each choice what measures ask of it before anything else, so that they are for somebody."""
    found: dict[str, set[str]] = {}
    for measure in (each for each in catalogue.measures.values() if each.subject in kinds):
        for leaf in measure.scope.children if isinstance(measure.scope, AllOf) else (measure.scope,):
            test = measure.conditions[leaf.condition].test if isinstance(leaf, Leaf) else None
            if test is not None:
                values = [dated.value for dated in test.threshold.values]
                words = [word for value in values if isinstance(value, Options) for word in value.possible]
                found.setdefault(test.fact, set()).update(map(str, words))
    return found


def _tests(catalogue: Catalogue, kinds: set[str]) -> Iterator[Test]:
    rules = [measure for measure in catalogue.measures.values() if measure.subject in kinds]
    for rule in [*rules, *catalogue.definitions.values()]:
        conditions: list[Condition] = list(rule.conditions.values())
        yield from (condition.test for condition in conditions if condition.test is not None)
        for score in rule.scores.values():
            yield from (test for item in score.items for band in item.bands for test in band.tests)


def _note(
    test: Test,
    case: Case,
    asked: Counter[FactKey],
    marks: dict[str, list[Fraction | date]],
    wanted: dict[str, set[str | bool]],
) -> None:
    key = case.key(test.fact, test.year)
    for part in parts(key, case):
        asked[part] += 1
    for dated in test.threshold.values:
        match dated.value:
            case Span(low=low) if low is not None and low > 0:
                marks.setdefault(test.fact, []).append(low)
            case Days(low=first) if first is not None:
                marks.setdefault(test.fact, []).append(first)
            case Options(possible=possible):
                wanted.setdefault(test.fact, set()).update(possible)


def _wholes(case: Case, asked: Counter[FactKey]) -> dict[FactKey, FactKey]:
    """Return of which figure another of the same year is a part: no share of it may be over a hundred per cent."""
    shares = [
        fact.derived for fact in case.catalogue.facts.values() if fact.derived is not None and fact.high is not None
    ]
    parts = {share.of[0]: share.against or "" for share in shares if share.op is Derivation.RATIO}
    return {key: FactKey(parts[key.fact], key.year) for key in asked if key.fact in parts}


def _figure(
    key: FactKey,
    fact: Fact,
    marks: dict[str, list[Fraction | date]],
    wanted: dict[str, set[str | bool]],
    meant: dict[str, set[str]],
    wholes: dict[FactKey, FactKey],
    chosen: set[FactKey],
) -> Figure:
    numbers = [float(mark) for mark in marks.get(fact.id, []) if isinstance(mark, Fraction)]
    days = [mark for mark in marks.get(fact.id, []) if isinstance(mark, date)]
    usual = 50.0 if fact.type is FactType.PERCENT else 8.0 if fact.type is FactType.COUNT else 3000.0
    if fact.high is not None:
        usual = float(fact.high) / 2
    whole = wholes.get(key)
    return Figure(
        key,
        fact,
        median(numbers) if numbers else usual,
        sorted(days)[len(days) // 2] if days else None,
        frozenset(wanted.get(fact.id, set())),
        tuple(sorted(meant.get(fact.id, set()) & set(fact.choices))),
        whole if whole in chosen else None,
    )


def _kind(fact: Fact) -> pl.DataType:
    if fact.type.numeric:
        return pl.Float64()
    return KINDS.get(fact.type, pl.String())


def _chunks(catalogue: Catalogue, subject: str, found: list[Figure], rows: int, seed: int) -> Iterator[pl.DataFrame]:
    for start in range(0, rows, CHUNK):
        yield _chunk(catalogue, subject, found, start, min(CHUNK, rows - start), seed)


def _chunk(catalogue: Catalogue, subject: str, found: list[Figure], start: int, rows: int, seed: int) -> pl.DataFrame:
    """Return one piece of the table; each piece has numbers of its own, whatever came before it."""
    import numpy as np

    chance = np.random.RandomState([seed & 0xFFFFFFFF, start // CHUNK])  # its stream is fixed for ever
    title = catalogue.subjects[subject].title
    size = np.exp(chance.normal(0.0, SPREAD, rows))
    columns: dict[str, pl.Series] = {
        ID: pl.Series([f"S{start + at + 1:08d}" for at in range(rows)]),
        NAME: pl.Series([f"虚构{title.zh}{start + at + 1:08d}" for at in range(rows)]),
    }
    numbers: dict[FactKey, np.ndarray] = {}
    places: np.ndarray | None = None
    own: dict[str, np.ndarray] = {}  # what is a fact's own, in all its years
    for each in sorted(found, key=lambda figure: figure.whole is not None):
        whole = numbers.get(each.whole) if each.whole is not None else None
        if each.fact.type.numeric and each.fact.id not in own:
            own[each.fact.id] = np.exp(chance.normal(0.0, NOISE, rows))
        values = _values(each, catalogue, chance, size * own.get(each.fact.id, 1.0), whole, places)
        if each.fact.type.numeric:
            numbers[each.key] = values
        if each.fact.id == catalogue.place:
            places = values
        gone = chance.random_sample(rows) < (0.0 if each.fact.id == catalogue.place else MISSING)
        columns[str(each.key)] = _series(each.fact, values, gone)
    order = [ID, NAME, *(str(each.key) for each in found)]
    return pl.DataFrame({name: columns[name] for name in order})


def _values(
    each: Figure,
    catalogue: Catalogue,
    chance: np.random.RandomState,
    size: np.ndarray,
    whole: np.ndarray | None,
    places: np.ndarray | None,
) -> np.ndarray:
    import numpy as np

    rows = len(size)
    if each.fact.type.numeric:
        return _amounts(each, chance, size, whole)
    if each.fact.type is FactType.FLAG:
        likely = LIKELY if True in each.wanted else 1 - LIKELY if False in each.wanted else 0.5
        return chance.random_sample(rows) < likely
    if each.fact.type is FactType.DATE:
        middle = each.day or date(2015, 6, 30)
        days = chance.normal(0, 700, rows).astype(int)
        return np.array([middle + timedelta(days=int(day)) for day in days], dtype=object)
    regions = _regions(each.fact, catalogue) if places is not None else {}
    if places is not None and regions:
        return np.array([regions[place] for place in places], dtype=object)
    options = sorted(catalogue.places) if each.fact.id == catalogue.place else sorted(each.fact.choices) or ["—"]
    found: np.ndarray = np.array(options, dtype=object)[chance.randint(0, len(options), rows)]
    if each.meant:
        meant = np.array(each.meant, dtype=object)[chance.randint(0, len(each.meant), rows)]
        found = np.where(chance.random_sample(rows) < LIKELY, meant, found)
    return found


def _regions(fact: Fact, catalogue: Catalogue) -> dict[str, str]:
    """Return the choice that each place lies in, where the names of all places begin with the title of one."""
    found = {}
    for place, names in catalogue.places.items():
        for word, title in fact.choices.items():
            if any(name.startswith(title.zh) and name != title.zh for name in names):
                found[place] = word
    return found if len(found) == len(catalogue.places) else {}


def _amounts(each: Figure, chance: np.random.RandomState, size: np.ndarray, whole: np.ndarray | None) -> np.ndarray:
    import numpy as np

    rows = len(size)
    amounts = each.middle * size * np.exp(chance.normal(0.0, YEARLY, rows))
    if each.fact.type is FactType.PERCENT or each.fact.high is not None:
        amounts = each.middle * (amounts / each.middle) ** 0.3
    if each.key.year is not None:
        years = _steady(each.fact.id, size)
        amounts = amounts * (1 + GROWTH + SWING * years) ** (each.key.year - 2020)
    if whole is not None:
        amounts = np.minimum(amounts, whole * chance.uniform(0.3, 1.0, rows))
    low, high = each.fact.low, each.fact.high
    amounts = np.clip(amounts, 0 if low is None else float(low), None if high is None else float(high))
    return np.round(amounts, 0 if each.fact.type is FactType.COUNT else 2)


def _steady(word: str, size: np.ndarray) -> np.ndarray:
    """Return a number between minus one and one for each subject, the same in every year of a fact."""
    import numpy as np

    turn = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4]) / 2**32
    found: np.ndarray = np.sin(1000.0 * (np.log(size) + turn))
    return found


def _series(fact: Fact, values: np.ndarray, gone: np.ndarray) -> pl.Series:
    told = pl.Series(values.tolist() if values.dtype == object else values, dtype=_kind(fact), strict=False)
    return told.to_frame("told").select(pl.when(pl.Series(~gone)).then(pl.col("told"))).to_series()
