"""Values of facts. A number or a date is a span, a choice is a set of options; a fact nobody stated is None."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class Span:
    """Hold a number, in the unit of its fact, known to lie between two bounds, both included; None is unbounded."""

    low: Fraction | None
    high: Fraction | None

    @property
    def exact(self) -> Fraction | None:
        """Return the number if the span is a single point."""
        return self.low if self.low is not None and self.low == self.high else None


@dataclass(frozen=True)
class Days:
    """Hold a date known to lie between two days, both included; None is unbounded."""

    low: date | None
    high: date | None

    @property
    def exact(self) -> date | None:
        """Return the day if the span is a single one."""
        return self.low if self.low is not None and self.low == self.high else None


@dataclass(frozen=True)
class Options:
    """Hold what a choice, a flag, a place or a text can still be; a known one has a single option."""

    possible: frozenset[str | bool]

    @property
    def exact(self) -> str | bool | None:
        """Return the option if only one is left."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None


@dataclass(frozen=True)
class Members:
    """Hold the members of a set, all of them known."""

    known: frozenset[str]


Value = Span | Days | Options | Members


def number(amount: Fraction | int) -> Span:
    """Return the span of a single number."""
    exact = Fraction(amount)
    return Span(exact, exact)


def day(when: date) -> Days:
    """Return the span of a single day."""
    return Days(when, when)


def option(word: str | bool) -> Options:
    """Return the options left when the word is known."""
    return Options(frozenset({word}))
