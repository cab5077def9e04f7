"""Spans of numbers, a row each, and whether a span meets a threshold.

What a figure can be where nothing is known of it (`rest`) are the bounds of its fact. A derived figure is kept within
them, unless it lies outside them wholly.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from zhence.columns import ends
from zhence.columns.ends import End, UnsupportedError, reaches, select, stays
from zhence.columns.truth import Truth, all_true, any_true, between, either, expression, flip, possibly, surely
from zhence.engine.compare import FLOORS, STRICT, compare
from zhence.model.ladder import UNKNOWN, Step
from zhence.model.measure import Operator
from zhence.model.value import Span, number

ZERO = Fraction(0)
Bounds = tuple[Truth, Truth]  # whether a comparison surely holds, whether it may; never null
Pair = tuple[End | None, End | None]


@dataclass(frozen=True, slots=True)
class Numbers(ABC):
    """Hold the spans of a figure; `known` is true where some statement stands behind one."""

    rest: Span
    known: Truth

    @abstractmethod
    def settles(self, operator: Operator, mark: Fraction) -> Bounds:
        """Return whether the spans surely meet a threshold, and whether they may."""

    @abstractmethod
    def whole(self) -> Pair:
        """Return both ends as arithmetic needs them, an open one null."""

    @abstractmethod
    def doubles(self) -> tuple[pl.Expr, pl.Expr]:
        """Return both ends as doubles, for what is shown and never compared."""

    def holds(self, operator: Operator, mark: Fraction) -> Truth:
        """Return whether the spans meet a threshold."""
        return between(*self.settles(operator, mark))

    def is_open_as_such(self, operator: Operator, mark: Fraction) -> bool:
        """Tell whether a threshold is left open in just those rows in which the number is not known."""
        del operator, mark
        return False

    def unknown_settles(self, operator: Operator, mark: Fraction) -> Bounds:
        """Return the same where nothing is known of the figure."""
        answer = compare(self.rest, operator, number(mark))
        return answer.low is Step.YES, answer.high is Step.YES

    def kept_within(self, bare: Bounds, beyond: Bounds, operator: Operator, mark: Fraction) -> Bounds:
        """Return what holds of spans kept within what the fact can be; `beyond` tells which lie above it, below it."""
        bounds = compare(self.rest, operator, number(mark))
        if not bounds.settled:
            return bare
        inside = flip(any_true(beyond))
        if bounds.low is Step.YES:
            return any_true([bare[0], inside]), bare[1]
        return bare[0], all_true([bare[1], flip(inside)])


@dataclass(frozen=True, slots=True)
class Ended(Numbers):
    """Hold spans by their two ends, which count where `valid` says so."""

    low: End | None
    high: End | None
    valid: Truth
    is_derived: bool = False
    exact: End | None = None  # the number where every part is known, null elsewhere
    loose: Span | None = None  # what the span holds at least wherever a part is unknown

    def holds(self, operator: Operator, mark: Fraction) -> Truth:
        """Return whether the spans meet a threshold; at once where a number that is not known settles nothing."""
        if self.is_open_as_such(operator, mark):
            return _meets(self.exact, operator, mark)
        return Numbers.holds(self, operator, mark)

    def is_open_as_such(self, operator: Operator, mark: Fraction) -> bool:
        """Tell whether a threshold is left open in just those rows in which the number is not known."""
        return self.exact is not None and all(
            compare(span, operator, number(mark)) == UNKNOWN for span in (self.rest, self.loose or self.rest)
        )

    def settles(self, operator: Operator, mark: Fraction) -> Bounds:
        """Return whether the spans surely meet a threshold, and whether they may."""
        bare = self._bare(operator, mark)
        if self.is_derived:
            bare = self.kept_within(bare, self._beyond(), operator, mark)
        return _either(self.valid, bare, self.unknown_settles(operator, mark))

    def _bare(self, operator: Operator, mark: Fraction) -> Bounds:
        worst, best = (self.low, self.high) if operator in FLOORS else (self.high, self.low)
        return surely(_meets(worst, operator, mark)), possibly(_meets(best, operator, mark))

    def _beyond(self) -> Bounds:
        low, high = self.rest.low, self.rest.high
        above = high is not None and self._bare(Operator.MORE_THAN, high)[0]
        below = low is not None and self._bare(Operator.LESS_THAN, low)[0]
        return above, below

    def whole(self) -> Pair:
        """Return both ends, those of the fact where nothing is known."""
        low, high = self.low, self.high
        least, most = (None if end is None else ends.same(end) for end in (self.rest.low, self.rest.high))
        if self.is_derived:
            inside = flip(any_true(self._beyond()))
            if least is not None:
                low = select(all_true([inside, possibly(stays(low, least, strict=True))]), least, low)
            if most is not None:
                high = select(all_true([inside, possibly(reaches(high, most, strict=True))]), most, high)
        return select(self.valid, low, least), select(self.valid, high, most)

    def doubles(self) -> tuple[pl.Expr, pl.Expr]:
        """Return both ends as doubles."""
        low, high = self.whole()
        return ends.number(low), ends.number(high)


@dataclass(frozen=True, slots=True)
class Extreme(Numbers):
    """Hold the smallest (or the largest) of several figures."""

    parts: tuple[Numbers, ...]
    is_least: bool

    def holds(self, operator: Operator, mark: Fraction) -> Truth:
        """Return whether the spans meet a threshold; part by part where what is not known of one settles nothing."""
        if all(each.unknown_settles(operator, mark) == (False, True) for each in (self, *self.parts)):
            return self._join(operator)([part.holds(operator, mark) for part in self.parts])
        return Numbers.holds(self, operator, mark)

    def settles(self, operator: Operator, mark: Fraction) -> Bounds:
        """Return whether the spans surely meet a threshold, and whether they may."""
        bare = self._bare(operator, mark)
        low, high = self.rest.low, self.rest.high
        above = high is not None and self._bare(Operator.MORE_THAN, high)[0]
        below = low is not None and self._bare(Operator.LESS_THAN, low)[0]
        bare = self.kept_within(bare, (above, below), operator, mark)
        return _either(self.known, bare, self.unknown_settles(operator, mark))

    def _bare(self, operator: Operator, mark: Fraction) -> Bounds:
        join = self._join(operator)
        sure, possible = zip(*(part.settles(operator, mark) for part in self.parts), strict=True)
        return join(sure), join(possible)

    def _join(self, operator: Operator) -> Callable[[Sequence[Truth]], Truth]:
        return all_true if (operator in FLOORS) is self.is_least else any_true

    def whole(self) -> Pair:
        """Refuse: no rule computes with an extreme of fractions."""
        raise UnsupportedError("arithmetic on the smallest or largest of several figures")

    def doubles(self) -> tuple[pl.Expr, pl.Expr]:
        """Return both ends as doubles."""
        pick = pl.min_horizontal if self.is_least else pl.max_horizontal
        lows, highs = zip(*(part.doubles() for part in self.parts), strict=True)
        return pick(lows), pick(highs)


@dataclass(frozen=True, slots=True)
class Growth(Numbers):
    """Hold compound growth over so many years, from how many times the old number the new one is."""

    times: Ended
    years: int
    factor: Fraction

    def settles(self, operator: Operator, mark: Fraction) -> Bounds:
        """Return whether the growth surely meets a threshold, and whether it may."""
        share = mark / self.factor + 1
        bare = self._bare(operator, share)
        low, high = self.rest.low, self.rest.high
        above = high is not None and self._bare(Operator.MORE_THAN, high / self.factor + 1)[0]
        below = low is not None and self._bare(Operator.LESS_THAN, low / self.factor + 1)[0]
        bare = self.kept_within(bare, (above, below), operator, mark)
        return _either(self.times.valid, bare, self.unknown_settles(operator, mark))

    def holds(self, operator: Operator, mark: Fraction) -> Truth:
        """Return whether the growth meets a threshold; at once where a number that is not known settles nothing."""
        if self.is_open_as_such(operator, mark):
            return _meets(self.times.exact, operator, (mark / self.factor + 1) ** self.years)
        return Numbers.holds(self, operator, mark)

    def is_open_as_such(self, operator: Operator, mark: Fraction) -> bool:
        """Tell whether a threshold is left open in just those rows in which the number is not known."""
        is_above = mark / self.factor + 1 > 0
        return self.times.exact is not None and is_above and self.unknown_settles(operator, mark) == (False, True)

    def _bare(self, operator: Operator, share: Fraction) -> Bounds:
        """Hold "at least nothing" against a share: a firm cannot shrink to less."""
        worst, best = (self.times.low, self.times.high) if operator in FLOORS else (self.times.high, self.times.low)
        if share > 0:
            found = (_meets(each, operator, share**self.years) for each in (worst, best))
        elif share < 0 or operator not in (Operator.MORE_THAN, Operator.AT_MOST):
            always = operator in FLOORS if share < 0 else operator not in STRICT
            found = (_where_known(each, always) for each in (worst, best))
        else:
            found = (_meets(each, operator, ZERO) for each in (worst, best))
        sure, possible = found
        return surely(sure), possibly(possible)

    def whole(self) -> Pair:
        """Return both ends, of one year's growth."""
        if self.years != 1:
            raise UnsupportedError("arithmetic on growth over several years")
        low, high = (ends.scaled(ends.grown(end), self.factor) for end in (self.times.low, self.times.high))
        return Ended(self.rest, self.known, low, high, self.times.valid, is_derived=True).whole()

    def doubles(self) -> tuple[pl.Expr, pl.Expr]:
        """Return both ends as doubles."""
        low, high = (
            (ends.number(end).clip(lower_bound=0) ** (1 / self.years) - 1) * float(self.factor)
            for end in (self.times.low, self.times.high)
        )
        return low, high


@dataclass(frozen=True, slots=True)
class Either(Numbers):
    """Hold what is stated, and what follows from other figures where nothing is."""

    stated: Ended
    derived: Numbers

    def holds(self, operator: Operator, mark: Fraction) -> Truth:
        """Return whether the spans meet a threshold."""
        return either(self.stated.valid, self.stated.holds(operator, mark), self.derived.holds(operator, mark))

    def is_open_as_such(self, operator: Operator, mark: Fraction) -> bool:
        """Tell whether a threshold is left open in just those rows in which the number is not known."""
        return all(each.is_open_as_such(operator, mark) for each in (self.stated, self.derived))

    def settles(self, operator: Operator, mark: Fraction) -> Bounds:
        """Return whether the spans surely meet a threshold, and whether they may."""
        return _either(self.stated.valid, self.stated.settles(operator, mark), self.derived.settles(operator, mark))

    def whole(self) -> Pair:
        """Return both ends."""
        (low, high), (least, most) = self.stated.whole(), self.derived.whole()
        return select(self.stated.valid, low, least), select(self.stated.valid, high, most)

    def doubles(self) -> tuple[pl.Expr, pl.Expr]:
        """Return both ends as doubles."""
        (low, high), (least, most) = self.stated.doubles(), self.derived.doubles()
        guard = pl.when(expression(self.stated.valid))
        return guard.then(low).otherwise(least), guard.then(high).otherwise(most)


def _either(guard: Truth, then: Bounds, otherwise: Bounds) -> Bounds:
    return either(guard, then[0], otherwise[0]), either(guard, then[1], otherwise[1])


def _meets(end: End | None, operator: Operator, mark: Fraction) -> Truth:
    meets = reaches if operator in FLOORS else stays
    return meets(end, ends.same(mark), strict=operator in STRICT)


def _where_known(end: End | None, always: bool) -> Truth:
    """Return the same truth wherever an end is known, null where it is open."""
    known = ends.is_known(end)
    return either(known, always, None)
