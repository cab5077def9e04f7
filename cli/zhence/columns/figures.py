"""What is known of a fact in every row of a table: stated in columns, derived from what is stated, or wanting."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from fractions import Fraction

import polars as pl

from zhence.columns import arithmetic, ends
from zhence.columns.ends import End, Part, joined
from zhence.columns.spans import Either, Ended, Extreme, Growth, Numbers
from zhence.columns.truth import Answer, Truth, any_true, between, expression, plain, surely
from zhence.engine.arithmetic import DAYS, MONTHS
from zhence.engine.figures import Case
from zhence.engine.zones import is_current
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Derivation, Derived, Fact, FactKey
from zhence.model.value import Span

HUNDRED, ONE = Fraction(100), Fraction(1)


class Figures:
    """Read the facts of a table whose columns have these names; what several rules ask for is made a column once."""

    def __init__(self, catalogue: Catalogue, as_of: date, columns: Collection[str], prefix: str = "shared") -> None:
        self.catalogue = catalogue
        self.as_of = as_of
        self.case = Case(catalogue, as_of, ())
        self.columns = frozenset(columns)
        self.prefix = prefix  # of the names of columns that are made
        self.shared: list[
            dict[str, pl.Expr]
        ] = []  # columns to add before the answers, a later one may use earlier ones
        self.rules: dict[str, Answer] = {}  # definitions answered
        self.wanted: dict[str, dict[FactKey, Truth]] = {}  # what they want, where it was asked for
        self.tests: dict[object, Truth] = {}  # comparisons made
        self._levels: dict[str, int] = {}  # the group that each of those is in
        self._numbers: dict[FactKey, Numbers] = {}
        self._zones: dict[str, Truth] = {}
        self._follow_place()

    def _follow_place(self) -> None:
        """Fill in the choice that follows from the place of a row, where the table does not state it."""
        within, place = self.catalogue.within, self.catalogue.place
        if within is None or place is None or not self.is_stated(FactKey(place)):
            return
        name, where = frame.column(FactKey(within.fact)), pl.col(frame.column(FactKey(place)))
        found = where.replace_strict(list(within.of), list(within.of.values()), default=None, return_dtype=pl.String)
        self.shared.append({name: pl.coalesce(pl.col(name), found) if name in self.columns else found})
        self._levels[name] = 0
        self.columns |= {name}

    def share(self, truth: Truth) -> Truth:
        """Return a truth that may be used again: by the name of a column that is added for it."""
        return self.keep(truth) if isinstance(truth, pl.Expr) else truth

    def share_answer(self, answer: Answer) -> Answer:
        """Return answers that may be used again."""
        yes = self.share(answer.yes)
        return plain(yes) if answer.is_plain else Answer(yes, self.share(answer.some))

    def share_end(self, end: End | None) -> End | None:
        """Return an end that may be used again."""
        if end is None:
            return None
        return joined([self._shared_term(term) for term in end.terms])

    def _shared_term(self, term: End) -> End:
        top, bottom = (
            Part(self.keep(part.value), part.bits) if isinstance(part.value, pl.Expr) else part
            for part in (term.top, term.bottom)
        )
        return End(top, bottom, term.factor)

    def keep(self, expr: pl.Expr) -> pl.Expr:
        """Return an expression that is used again, by the name of a column that is added for it."""
        if expr.meta.is_column():
            return expr
        below = [self._levels[name] for name in expr.meta.root_names() if name in self._levels]
        level = max(below, default=-1) + 1
        name = f"{self.prefix}:{len(self._levels)}"
        self._levels[name] = level
        if level == len(self.shared):
            self.shared.append({})
        self.shared[level][name] = expr
        return pl.col(name)

    def is_stated(self, key: FactKey) -> bool:
        """Tell whether the table has a column for the figure."""
        return frame.column(key) in self.columns

    def is_ranged(self, key: FactKey) -> bool:
        """Tell whether the table has the figure as a range."""
        return frame.low(key) in self.columns and frame.high(key) in self.columns

    def stated(self, key: FactKey) -> Truth:
        """Return where the figure itself is stated, never null."""
        if self.is_stated(key):
            return pl.col(frame.column(key)).is_not_null()
        if self.is_ranged(key):
            return pl.col(frame.low(key)).is_not_null() | pl.col(frame.high(key)).is_not_null()
        return False

    def numbers(self, key: FactKey) -> Numbers:
        """Return the spans of a numeric figure."""
        if key not in self._numbers:
            self._numbers[key] = self._read(key)
        return self._numbers[key]

    def days(self, key: FactKey) -> tuple[pl.Expr, pl.Expr] | None:
        """Return the earliest and the latest day a date can be, null where that end is open; None without columns."""
        if self.is_stated(key):
            return pl.col(frame.column(key)), pl.col(frame.column(key))
        if self.is_ranged(key):
            return pl.col(frame.low(key)), pl.col(frame.high(key))
        return None

    def _read(self, key: FactKey) -> Numbers:
        fact = self.catalogue.facts[key.fact]
        rest = Span(fact.low, fact.high)
        derived = self._derive(fact, fact.derived, key, rest) if fact.derived is not None else None
        if isinstance(derived, Ended):
            derived = self._shared_span(derived)
        stated = self._stated(fact, key, rest)
        if stated is None:
            return derived or Ended(rest, False, None, None, valid=False)
        return stated if derived is None else Either(rest, any_true([stated.known, derived.known]), stated, derived)

    def _shared_span(self, span: Ended) -> Ended:
        low = self.share_end(span.low)
        high = low if span.high is span.low else self.share_end(span.high)
        exact = self.share_end(span.exact)
        return replace(
            span, low=low, high=high, exact=exact, valid=self.share(span.valid), known=self.share(span.known)
        )

    def _stated(self, fact: Fact, key: FactKey, rest: Span) -> Ended | None:
        known = self.stated(key)
        if self.is_stated(key):
            end = ends.stated(pl.col(frame.column(key)), frame.SCALE)
            return Ended(rest, known, end, end, known, exact=end)
        if self.is_ranged(key):
            low, high = (ends.stated(pl.col(name), frame.SCALE) for name in (frame.low(key), frame.high(key)))
            return Ended(rest, known, low, high, known)
        return None

    def _derive(self, fact: Fact, derived: Derived, key: FactKey, rest: Span) -> Numbers | None:
        if derived.op is Derivation.COUNT:
            return None  # a table lists no items
        keys = self.case.parts(derived, key)
        if derived.op is Derivation.AGE:
            return self._age(keys[0], fact.unit or DAYS[0], rest)
        parts = [self.numbers(part) for part in keys]
        factor = HUNDRED if fact.unit == "%" else ONE
        match derived.op:
            case Derivation.RATIO:
                return arithmetic.ratio(parts[0], parts[1], rest, factor)
            case Derivation.DIFFERENCE:
                return arithmetic.difference(parts[0], parts[1], rest)
            case Derivation.TOTAL | Derivation.SUM:
                return arithmetic.total(parts, rest, ONE)
            case Derivation.MEAN:
                return arithmetic.total(parts, rest, Fraction(1, len(parts)))
            case Derivation.GROWTH:
                times = self._shared_span(arithmetic.ratio(parts[0], parts[1], Span(None, None), ONE))
                return Growth(rest, times.known, times, derived.years, factor)
            case Derivation.MEAN_GROWTH:
                return arithmetic.mean_growth(parts, rest, factor)
            case _:
                known = any_true([part.known for part in parts])
                return Extreme(rest, known, tuple(parts), derived.op is Derivation.LEAST)

    def _age(self, key: FactKey, unit: str, rest: Span) -> Numbers | None:
        days = self.days(key)
        if days is None:
            return None
        known = self.stated(key)
        low, high = (End(Part(self._whole_units(born, unit), 32)) for born in reversed(days))
        return Ended(rest, known, low, low if days[0] is days[1] else high, known, is_derived=True)

    def _whole_units(self, born: pl.Expr, unit: str) -> pl.Expr:
        """Return how many whole days, months or years lie between the days and the day asked about."""
        if unit in DAYS:
            return (pl.lit(self.as_of) - born).dt.total_days()
        dt = born.dt
        passed = self.as_of.year * 12 + self.as_of.month - (dt.year().cast(pl.Int64) * 12 + dt.month().cast(pl.Int64))
        months = passed - (pl.lit(self.as_of.day) < dt.day()).cast(pl.Int64)
        return months if unit in MONTHS else months.floordiv(12)

    def zone(self, zone_id: str) -> Truth:
        """Return whether each row's place is in a zone on the day."""
        if zone_id not in self._zones:
            self._zones[zone_id] = self.share(self._zone(zone_id))
        return self._zones[zone_id]

    def _zone(self, zone_id: str) -> Truth:
        listed = self._listed(zone_id)
        key = FactKey(f"zone.{zone_id}")
        if not self.is_stated(key):
            return listed
        confirmed = pl.col(frame.column(key))
        return pl.coalesce(confirmed, expression(listed))

    def _listed(self, zone_id: str) -> Truth:
        place = self.catalogue.place
        if place is None or not self.is_stated(FactKey(place)):
            return None
        current = [m for m in self.catalogue.zones[zone_id].memberships if is_current(m, self.as_of)]
        inside = {m.place for m in current if m.confirm is None}
        doubtful = {m.place for m in current} - inside
        where = pl.col(frame.column(FactKey(place)))
        sure = surely(where.is_in(sorted(inside)))
        return between(sure, where.is_null() | where.is_in(sorted(inside | doubtful)))
