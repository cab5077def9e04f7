"""The arithmetic of the engine on columns: sums, differences, shares and growth of spans of numbers, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from zhence.columns import ends
from zhence.columns.ends import End, reaches, select, stays
from zhence.columns.spans import ZERO, Ended, Numbers
from zhence.columns.truth import Truth, all_true, any_true, surely
from zhence.model.value import Span


def total(parts: Sequence[Numbers], rest: Span, factor: Fraction) -> Numbers:
    """Return the sum of figures, times a positive number."""
    lows, highs = zip(*(part.whole() for part in parts), strict=True)
    low, high = (ends.scaled(ends.added(each), factor) for each in (lows, highs))
    known = any_true([part.known for part in parts])
    return Ended(rest, known, low, high, known, is_derived=True)


def difference(left: Numbers, right: Numbers, rest: Span) -> Numbers:
    """Return one figure less another."""
    (low, high), (least, most) = left.whole(), right.whole()
    known = any_true([left.known, right.known])
    bottom, top = ends.added([low, ends.opposite(most)]), ends.added([high, ends.opposite(least)])
    return Ended(rest, known, bottom, top, known, is_derived=True)


def ratio(left: Numbers, right: Numbers, rest: Span, factor: Fraction) -> Ended:
    """Return one figure over another, times a positive number; of what may be nothing there is no share."""
    low, high, positive = _quotients(left, right)
    known = any_true([left.known, right.known])
    return Ended(
        rest,
        known,
        ends.scaled(low, factor),
        ends.scaled(high, factor),
        all_true([known, positive]),
        is_derived=True,
        exact=ends.scaled(_exact_quotient(left, right), factor),
        loose=_within(Span(ZERO, None), rest),
    )


def mean_growth(years: Sequence[Numbers], rest: Span, factor: Fraction) -> Numbers:
    """Return the mean of the yearly growth rates of a figure, newest year first."""
    found = [_quotients(now, then) for now, then in pairwise(years)]
    known = any_true([year.known for year in years])
    share = factor / len(found)
    low, high = (
        ends.added([ends.grown(low) for low, _, _ in found]),
        ends.added([ends.grown(high) for _, high, _ in found]),
    )
    return Ended(
        rest,
        known,
        ends.scaled(low, share),
        ends.scaled(high, share),
        all_true([known, *(pair[2] for pair in found)]),
        is_derived=True,
        exact=_exact_mean(years, share),
    )


def _exact_mean(years: Sequence[Numbers], share: Fraction) -> End | None:
    """Return the mean growth of numbers that are stated; None where an unknown one could settle something."""
    if any(year.rest != Span(None, None) for year in years):
        return None
    rates = [ends.grown(_exact_quotient(now, then)) for now, then in pairwise(years)]
    return None if any(rate is None for rate in rates) else ends.scaled(ends.added(rates), share)


def _quotients(left: Numbers, right: Numbers) -> tuple[End | None, End | None, Truth]:
    """Return both ends of a quotient, and where its divisor is surely above zero."""
    (low, high), (least, most) = left.whole(), right.whole()
    if least is None or (least.constant is not None and least.constant <= 0):
        return None, None, False
    positive = surely(reaches(least, ends.same(ZERO), strict=True))
    return _quotient(low, least, most, is_low=True), _quotient(high, least, most, is_low=False), positive


def _quotient(top: End | None, least: End, most: End | None, *, is_low: bool) -> End | None:
    """Return one end of a quotient whose divisor lies between two ends above zero."""
    if top is None:
        return None
    none = ends.same(ZERO)
    by_least = ends.over(top, least)
    by_most = none if most is None else select(ends.is_known(most), ends.over(top, most), none)
    is_negative = surely(stays(top, none, strict=True))
    if is_low:  # what may be less than anything is so divided by whatever
        return select(ends.is_known(top), select(is_negative, by_least, by_most), None)
    return select(is_negative, by_most, by_least)


def _exact_quotient(left: Numbers, right: Numbers) -> End | None:
    """Return the quotient of two numbers that are stated; None where an unknown one could settle something."""
    if not (isinstance(left, Ended) and isinstance(right, Ended)) or left.is_derived or right.is_derived:
        return None
    if left.exact is None or right.exact is None:
        return None
    is_open = (left.rest.low is None or left.rest.low <= 0) and left.rest.high is None
    if not is_open or (right.rest.low is not None and right.rest.low > 0):
        return None
    positive = surely(reaches(right.exact, ends.same(ZERO), strict=True))
    divisor = select(positive, right.exact, None)
    return None if divisor is None else ends.over(left.exact, divisor)


def _within(span: Span, rest: Span) -> Span:
    lows, highs = ([end for end in pair if end is not None] for pair in ((span.low, rest.low), (span.high, rest.high)))
    return Span(max(lows, default=None), min(highs, default=None))
