"""Interval arithmetic over spans, exact; an open end stays open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from zhence.model.fact import Fact
from zhence.model.value import Days, Span

PRECISION = 50
ONE = Fraction(1)
DAYS, MONTHS, YEARS = ("天", "day"), ("月", "month"), ("年", "year")  # the units an age is counted in


def add(spans: Sequence[Span]) -> Span:
    """Return the sum of spans."""
    return Span(_total([s.low for s in spans]), _total([s.high for s in spans]))


def subtract(left: Span, right: Span) -> Span:
    """Return `left` less `right`."""
    return add([left, Span(_negative(right.high), _negative(right.low))])


def within(span: Span, fact: Fact) -> Span:
    """Return what is left of a span between the bounds of its fact; all of it where it lies outside."""
    lows, highs = (
        [e for e in (span.low, fact.low) if e is not None],
        [e for e in (span.high, fact.high) if e is not None],
    )
    low, high = max(lows, default=None), min(highs, default=None)
    return span if low is not None and high is not None and low > high else Span(low, high)


def scale(span: Span, factor: Fraction) -> Span:
    """Return the span times a positive factor."""
    return Span(
        None if span.low is None else span.low * factor,
        None if span.high is None else span.high * factor,
    )


def divide(left: Span, right: Span) -> Span | None:
    """Return `left` over `right`, or None where the divisor is not surely positive: no share of nothing settles anything."""
    if right.low is None or right.low <= 0:
        return None
    return Span(_quotient_low(left.low, right.low, right.high), _quotient_high(left.high, right.low, right.high))


def _quotient_low(top: Fraction | None, least: Fraction, most: Fraction | None) -> Fraction | None:
    if top is None:
        return None
    if top < 0:
        return top / least
    return top / most if most is not None else Fraction(0)


def _quotient_high(top: Fraction | None, least: Fraction, most: Fraction | None) -> Fraction | None:
    if top is None:
        return None
    if top >= 0:
        return top / least
    return top / most if most is not None else Fraction(0)


def least(spans: Sequence[Span]) -> Span:
    """Return the smallest of several numbers."""
    lows = [s.low for s in spans]
    highs = [s.high for s in spans if s.high is not None]
    return Span(_smallest(lows), min(highs, default=None))


def most(spans: Sequence[Span]) -> Span:
    """Return the largest of several numbers."""
    lows = [s.low for s in spans if s.low is not None]
    return Span(max(lows, default=None), _largest([s.high for s in spans]))


def growth(now: Span, then: Span, years: int) -> Span | None:
    """Return compound yearly growth as a share, or None where the base is not surely positive."""
    ratio = divide(now, then)
    if ratio is None:
        return None
    return Span(
        None if ratio.low is None else root(max(ratio.low, Fraction(0)), years) - ONE,
        None if ratio.high is None else root(max(ratio.high, Fraction(0)), years) - ONE,
    )


def root(value: Fraction, degree: int) -> Fraction:
    """Return the degree-th root: exact where it is rational, else to fifty digits (never equal to a rational)."""
    if degree == 1:
        return value
    top, bottom = _integer_root(value.numerator, degree), _integer_root(value.denominator, degree)
    if top**degree == value.numerator and bottom**degree == value.denominator:
        return Fraction(top, bottom)
    context = Context(prec=PRECISION)
    quotient = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Fraction(context.power(quotient, context.divide(Decimal(1), Decimal(degree))))


def _integer_root(value: int, degree: int) -> int:
    low, high = 0, 1 << (value.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**degree <= value:
            low = middle
        else:
            high = middle - 1
    return low


def age(born: Days, today: date, unit: str) -> Span:
    """Return whole days, months or years from a day to `today`; a day in the future gives a negative age."""
    return Span(
        None if born.high is None else Fraction(whole_units(born.high, today, unit)),
        None if born.low is None else Fraction(whole_units(born.low, today, unit)),
    )


def whole_units(start: date, end: date, unit: str) -> int:
    """Return how many whole units lie between two days; `unit` is 天, 月 or 年 (day, month, year)."""
    if unit in DAYS:
        return (end - start).days
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return months if unit in MONTHS else months // 12


def _total(ends: Sequence[Fraction | None]) -> Fraction | None:
    known = [e for e in ends if e is not None]
    return sum(known, Fraction(0)) if len(known) == len(ends) else None


def _smallest(ends: Sequence[Fraction | None]) -> Fraction | None:
    known = [e for e in ends if e is not None]
    return min(known) if known and len(known) == len(ends) else None


def _largest(ends: Sequence[Fraction | None]) -> Fraction | None:
    known = [e for e in ends if e is not None]
    return max(known) if known and len(known) == len(ends) else None


def _negative(end: Fraction | None) -> Fraction | None:
    return None if end is None else -end
