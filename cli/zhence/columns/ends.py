"""One end of a span, for every row: a whole number times a constant over another, exact; null is an open end.

A column holds whole numbers below 2**53. A comparison multiplies both sides out, so that nothing is ever rounded: how many
bits a product can take is counted while the expression is built, it is computed in 64 or in 128 of them, and what would
take more is refused before a row is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest
from math import gcd, lcm

import polars as pl

from zhence.columns.truth import Truth, all_true, expression, surely
from zhence.model.frame import LIMIT

STATED_BITS = LIMIT.bit_length()
NARROW, WIDE = 62, 126  # bits that a sum of two products of Int64 and Int128 has room for


class UnsupportedError(Exception):
    """Say that a rule cannot be answered in columns; the word says what of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Hold a column of whole numbers, below two to the power of `bits` in size; a plain number is the same in every row."""

    value: pl.Expr | int
    bits: int

    @property
    def expr(self) -> pl.Expr:
        """Return the numbers as an expression."""
        if isinstance(self.value, pl.Expr):
            return self.value
        return pl.lit(self.value, dtype=pl.Int64 if self.bits <= NARROW else pl.Int128)

    def times(self, other: Part | int) -> Part:
        """Return the product."""
        other = whole(other) if isinstance(other, int) else other
        if isinstance(self.value, int) and isinstance(other.value, int):
            return whole(self.value * other.value)
        for one, two in ((self, other), (other, self)):
            if isinstance(one.value, int) and one.value == 1:
                return two
        bits = self.bits + other.bits
        return Part(_room(self.expr, bits) * _room(other.expr, bits), bits)

    def plus(self, other: Part) -> Part:
        """Return the sum."""
        if isinstance(self.value, int) and isinstance(other.value, int):
            return whole(self.value + other.value)
        bits = max(self.bits, other.bits) + 1
        return Part(_room(self.expr, bits) + _room(other.expr, bits), bits)


def whole(number: int) -> Part:
    """Return the same number in every row."""
    if number.bit_length() > WIDE:
        raise UnsupportedError(f"a number of {number.bit_length()} bits")
    return Part(number, number.bit_length())


def _room(expr: pl.Expr, bits: int) -> pl.Expr:
    """Return the expression in so wide a type that the bits have room."""
    if bits > WIDE:
        raise UnsupportedError(f"a product of {bits} bits")
    return expr if bits <= NARROW else expr.cast(pl.Int128)


ONE = whole(1)


@dataclass(frozen=True, slots=True)
class End:
    """Hold `top` / `bottom` times a constant; `bottom` is above zero wherever `top` is not null.

    What 128 bits cannot bring to one denominator is kept apart, to be added.
    """

    top: Part
    bottom: Part = ONE
    factor: Fraction = Fraction(1)  # above zero
    apart: tuple[End, ...] = ()

    @property
    def constant(self) -> Fraction | None:
        """Return the number where it is the same in every row."""
        if isinstance(self.top.value, int) and isinstance(self.bottom.value, int) and not self.apart:
            return Fraction(self.top.value, self.bottom.value) * self.factor
        return None

    @property
    def terms(self) -> tuple[End, ...]:
        """Return the fractions that it is the sum of."""
        return (replace(self, apart=()), *self.apart) if self.apart else (self,)


def same(number: Fraction) -> End:
    """Return an end that is the same number in every row."""
    return End(whole(number.numerator), whole(number.denominator))


def stated(expr: pl.Expr, scale: int) -> End:
    """Return the end that a column states, in units of 1 / scale."""
    return End(Part(expr, STATED_BITS), factor=Fraction(1, scale))


def scaled(end: End | None, factor: Fraction) -> End | None:
    """Return an end times a positive number."""
    if end is None:
        return None
    return joined([replace(term, factor=term.factor * factor) for term in end.terms])


def joined(terms: Sequence[End]) -> End:
    """Return fractions as one end that is their sum."""
    return replace(terms[0], apart=tuple(terms[1:]))


def added(ends: Sequence[End | None]) -> End | None:
    """Return the sum of ends; open where one is."""
    total: End | None = same(Fraction(0))
    for end in ends:
        total = None if total is None or end is None else _added(total, end)
    return total


def _added(left: End, right: End) -> End:
    if left.constant == 0:
        return right
    try:
        return _sum(left, right)
    except UnsupportedError:
        return joined([*left.terms, *right.terms])


def _sum(left: End, right: End) -> End:
    if left.apart or right.apart:
        raise UnsupportedError("a sum of fractions")
    common = Fraction(1, lcm(left.factor.denominator, right.factor.denominator))
    common *= gcd(int(left.factor / common), int(right.factor / common))
    tops = [end.top.times(int(end.factor / common)) for end in (left, right)]
    if left.bottom is right.bottom:
        return End(tops[0].plus(tops[1]), left.bottom, common)
    top = tops[0].times(right.bottom).plus(tops[1].times(left.bottom))
    return End(top, left.bottom.times(right.bottom), common)


def opposite(end: End | None) -> End | None:
    """Return an end with the other sign."""
    return None if end is None else joined([replace(term, top=term.top.times(-1)) for term in end.terms])


def over(top: End, bottom: End) -> End:
    """Return one end over another that is above zero."""
    if top.apart or bottom.apart:
        raise UnsupportedError("a share of a sum of fractions")
    return End(top.top.times(bottom.bottom), top.bottom.times(bottom.top), top.factor / bottom.factor)


def select(guard: Truth, then: End | None, otherwise: End | None) -> End | None:
    """Return one end or the other, row by row; the guard is never null, an end that is None is open."""
    if guard is True or then is otherwise:
        return then
    if guard is False:
        return otherwise
    sides = [[None] if end is None else end.terms for end in (then, otherwise)]
    if len(sides[0]) != 1 or len(sides[1]) != 1:
        pairs = zip_longest(*sides, fillvalue=same(Fraction(0)))
        return joined([end for pair in pairs if (end := select(guard, *pair)) is not None])
    picked = [end for end in (then, otherwise) if end is not None]
    common = Fraction(1, lcm(*(end.factor.denominator for end in picked)))
    common *= gcd(*(int(end.factor / common) for end in picked))
    tops = [None if end is None else end.top.times(int(end.factor / common)) for end in (then, otherwise)]
    bottoms = [ONE if end is None else end.bottom for end in (then, otherwise)]
    return End(_pick(guard, *tops), _pick(guard, *bottoms), common)


def _pick(guard: Truth, then: Part | None, otherwise: Part | None) -> Part:
    known = [part for part in (then, otherwise) if part is not None]
    if len(known) == 2 and known[0].value is known[1].value:
        return known[0]
    bits = max(part.bits for part in known)
    sides = [
        pl.lit(None, dtype=pl.Int64 if bits <= NARROW else pl.Int128) if part is None else _room(part.expr, bits)
        for part in (then, otherwise)
    ]
    return Part(pl.when(expression(guard)).then(sides[0]).otherwise(sides[1]), bits)


def is_known(end: End | None) -> Truth:
    """Return whether an end is not open."""
    if end is None:
        return False
    return all_true([t.top.value.is_not_null() for t in end.terms if isinstance(t.top.value, pl.Expr)])


def reaches(end: End | None, mark: End | None, *, strict: bool = False) -> Truth:
    """Return whether an end is at least (or, strictly, above) another; null where one of them is open."""
    if end is None or mark is None:
        return None
    one, two = end.constant, mark.constant
    if one is not None and two is not None:
        return one > two if strict else one >= two
    if end.apart or mark.apart:
        return _reaches_in_doubt(end, mark, strict=strict)
    if two is not None and end.bottom is ONE:
        return end.top.expr >= _whole_mark(two / end.factor, is_beyond=strict)
    if one is not None and mark.bottom is ONE:
        return mark.top.expr < _whole_mark(one / mark.factor, is_beyond=not strict)
    share = end.factor / mark.factor
    left = end.top.times(mark.bottom).times(share.numerator)
    right = mark.top.times(end.bottom).times(share.denominator)
    bits = max(left.bits, right.bits)
    sides = _room(left.expr, bits), _room(right.expr, bits)
    return sides[0] > sides[1] if strict else sides[0] >= sides[1]


def _whole_mark(mark: Fraction, *, is_beyond: bool) -> int:
    """Return the least whole number that reaches a mark, or that lies beyond it."""
    least = mark.numerator // mark.denominator + 1 if is_beyond else -(-mark.numerator // mark.denominator)
    if least.bit_length() > NARROW:
        raise UnsupportedError(f"a threshold of {least.bit_length()} bits")
    return least


DOUBT = 1e-9  # of their size: how near two doubles must be for their order to be in doubt


@dataclass(frozen=True, slots=True)
class _Exact:
    """Add up fractions row by row where doubles leave the answer in doubt, and hold the sum against nothing."""

    factors: tuple[Fraction, ...]
    strict: bool

    def __call__(self, rows: pl.Series) -> pl.Series:
        """Return whether each sum reaches nothing, null where that is not in doubt."""
        table = rows.struct.unnest().with_row_index("at").filter("doubt").drop("doubt")
        found: list[bool] = []
        for _, *wholes in table.iter_rows():
            pairs = zip(wholes[::2], wholes[1::2], self.factors, strict=True)
            total = sum((Fraction(top, bottom) * factor for top, bottom, factor in pairs), Fraction(0))
            found.append(total > 0 if self.strict else total >= 0)
        return pl.Series(rows.name, [None], dtype=pl.Boolean).new_from_index(0, len(rows)).scatter(table["at"], found)


def _reaches_in_doubt(end: End, mark: End, *, strict: bool) -> pl.Expr:
    """Return whether sums of fractions reach others: by doubles, exactly where those are too near."""
    sides = (end.terms, mark.terms)
    doubles = [number(term) for side in sides for term in side]
    off = number(end) - number(mark)
    doubt = off.abs() <= pl.sum_horizontal([each.abs() for each in doubles]) * DOUBT
    factors = [term.factor * sign for side, sign in zip(sides, (1, -1), strict=True) for term in side]
    parts = [
        part.expr.alias(f"{at}") for at, part in enumerate(p for t in (*sides[0], *sides[1]) for p in (t.top, t.bottom))
    ]

    resolved = pl.struct(*parts, doubt.alias("doubt")).map_batches(
        _Exact(tuple(factors), strict), return_dtype=pl.Boolean, is_elementwise=True
    )
    return pl.when(doubt).then(resolved).otherwise(off > 0)


def stays(end: End | None, mark: End | None, *, strict: bool = False) -> Truth:
    """Return whether an end is at most (or, strictly, below) another; null where one of them is open."""
    return reaches(mark, end, strict=strict)


def number(end: End | None) -> pl.Expr:
    """Return an end as a double, for what is shown and never compared."""
    if end is None:
        return pl.lit(None, dtype=pl.Float64)
    if end.apart:
        return sum((number(term) for term in end.apart), number(end.terms[0]))
    if isinstance(end.bottom.value, int):
        return end.top.expr.cast(pl.Float64) * float(end.factor / end.bottom.value)
    return end.top.expr.cast(pl.Float64) * float(end.factor) / end.bottom.expr.cast(pl.Float64)


def grown(times: End | None) -> End | None:
    """Return growth from how many times the old number the new one is: nothing shrinks to less than nothing."""
    if times is None:
        return None
    floor = same(Fraction(0))
    kept = select(surely(stays(times, floor, strict=True)), floor, times)
    return added([kept, same(Fraction(-1))])
