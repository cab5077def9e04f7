"""Where a row may contradict itself: a part above its whole, a day ahead, a figure unlike what its parts make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from zhence.columns.ends import UnsupportedError
from zhence.columns.figures import Figures
from zhence.columns.rows import key_of
from zhence.columns.truth import Truth, all_true, any_true, expression
from zhence.engine.figures import Case
from zhence.engine.shares import shares
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Derivation, FactKey

NEAR = 0.01  # how far a figure may be from what its parts make, as a share of it: no more than `check` lets pass


def with_suspects(rows: pl.LazyFrame, catalogue: Catalogue, as_of: date) -> tuple[pl.LazyFrame, dict[FactKey, pl.Expr]]:
    """Return the rows with what the tests need, and for each figure where it may contradict another; never null."""
    names = frozenset(rows.collect_schema().names())
    found = {key_of(frame.whole(name), catalogue) for name in names}
    stated = sorted((key for key in found if key is not None), key=str)
    base = Figures(catalogue, as_of, names)
    tests = [*_past_wholes(base, stated), *_ahead(base, stated)]
    used = [base]
    for key in (key for key in stated if catalogue.facts[key.fact].derived is not None):
        without = Figures(catalogue, as_of, names - {str(key), frame.low(key), frame.high(key)}, f"without {key}")
        test = _unlike_its_parts(base, without, key)
        if test is not None:
            tests.append((key, test))
            used.append(without)
    for figures in used:
        for level in figures.shared:
            rows = rows.with_columns(**level)
    listed = dict.fromkeys(key for key, _ in tests)
    return rows, {
        key: pl.any_horizontal(test.fill_null(value=False) for other, test in tests if other == key) for key in listed
    }


def _past_wholes(figures: Figures, stated: Sequence[FactKey]) -> Iterator[tuple[FactKey, pl.Expr]]:
    for share in shares(figures.catalogue):
        for part in stated:
            if part.fact == share.part.id and share.whole_key(part) in stated:
                low, high = figures.numbers(part).doubles()[0], figures.numbers(share.whole_key(part)).doubles()[1]
                yield part, low > high * float(share.limit)


def _ahead(figures: Figures, stated: Sequence[FactKey]) -> Iterator[tuple[FactKey, pl.Expr]]:
    for fact in figures.catalogue.facts.values():
        if fact.derived is None or fact.derived.op is not Derivation.AGE or fact.low is None or fact.low < 0:
            continue
        born = FactKey(fact.derived.of[0])
        if born in stated and (days := figures.days(born)) is not None:
            yield born, days[0] > figures.as_of


def _unlike_its_parts(base: Figures, without: Figures, key: FactKey) -> pl.Expr | None:
    if not base.catalogue.facts[key.fact].type.numeric:
        return None
    known = _known(without, key)
    if known is False:
        return None
    try:
        (low, high), (least, most) = base.numbers(key).doubles(), without.numbers(key).doubles()
    except UnsupportedError:  # what is made of the smallest, or of growth
        return None
    off = (low - most > NEAR * low.abs()) | (least - high > NEAR * high.abs())
    return off & expression(known)


def _known(figures: Figures, key: FactKey) -> Truth:
    """Return where all that a figure is made of is stated."""
    derived = figures.catalogue.facts[key.fact].derived
    if derived is None or derived.items is not None:
        return False
    parts = Case(figures.catalogue, figures.as_of, ()).parts(derived, key)
    return all_true([_at_hand(figures, part) for part in dict.fromkeys(parts)])


def _at_hand(figures: Figures, key: FactKey) -> Truth:
    return any_true([figures.stated(key), _known(figures, key)])
