"""What is known of a fact in one case: stated, derived from what is stated, or wanting."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

from zhence.engine import arithmetic
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Derivation, Derived, Fact, FactKey, ItemTest
from zhence.model.ladder import NO, UNKNOWN, YES, Answer, Step, all_of
from zhence.model.profile import Record
from zhence.model.result import Reading
from zhence.model.value import Days, Options, Span, Value

HUNDRED = Fraction(100)
RELATIVE_BELOW = 1900  # a year in a rule below this counts back from the year of the day asked about


class Case:
    """One subject on one day: an item and its owners, innermost first."""

    def __init__(self, catalogue: Catalogue, as_of: date, chain: tuple[Record, ...]) -> None:
        self.catalogue = catalogue
        self.as_of = as_of
        self.chain = chain
        self._readings: dict[FactKey, Reading] = {}

    def key(self, fact_id: str, year: int | None) -> FactKey:
        """Return the key of a fact in the year a rule asks for; without one, last year."""
        if not self.catalogue.facts[fact_id].yearly:
            return FactKey(fact_id)
        asked = -1 if year is None else year
        return FactKey(fact_id, asked if asked >= RELATIVE_BELOW else self.as_of.year + asked)

    def read(self, key: FactKey) -> Reading:
        """Return what is known of a figure; what is stated stands before what is derived."""
        if key not in self._readings:
            self._readings[key] = self._read(key)
        return self._readings[key]

    def _read(self, key: FactKey) -> Reading:
        for record in self.chain:
            given = record.facts.get(key)
            if given is not None:
                return Reading(key, given.value, ((key, given),))
        fact = self.catalogue.facts[key.fact]
        if fact.derived is None:
            return self._from_place(key) or Reading(key, None, missing=(key,))
        return self._derive(fact, fact.derived, key)

    def _from_place(self, key: FactKey) -> Reading | None:
        """Return the choice that follows from where the subject is, None where it does not follow."""
        within, place = self.catalogue.within, self.catalogue.place
        if within is None or place is None or key.fact != within.fact:
            return None
        known = self.read(FactKey(place))
        found = (
            {within.of.get(str(where)) for where in known.value.possible}
            if isinstance(known.value, Options)
            else {None}
        )
        choices = [choice for choice in found if choice is not None]
        return Reading(key, Options(frozenset(choices)), known.given) if len(choices) == len(found) else None

    def _derive(self, fact: Fact, derived: Derived, key: FactKey) -> Reading:
        if derived.op is Derivation.COUNT:
            return self._count(derived, key)
        parts = [self.read(part) for part in self.parts(derived, key)]
        given = tuple(dict.fromkeys(g for part in parts for g in part.given))
        missing = tuple(dict.fromkeys(m for part in parts for m in part.missing))
        if not given:
            return Reading(key, None, missing=missing)
        value = self._combine(fact, derived, parts)
        return Reading(key, arithmetic.within(value, fact) if isinstance(value, Span) else value, given, missing)

    def parts(self, derived: Derived, key: FactKey) -> list[FactKey]:
        """List the figures an operation needs, in the order `_combine` takes them."""

        def at(fact_id: str, back: int = 0) -> FactKey:
            if not self.catalogue.facts[fact_id].yearly:
                return FactKey(fact_id)
            return FactKey(fact_id, (key.year if key.year is not None else self.as_of.year - 1) - back)

        first = derived.of[0]
        match derived.op:
            case Derivation.RATIO | Derivation.DIFFERENCE:
                return [at(first), at(derived.against or first)]
            case Derivation.TOTAL:
                return [at(part) for part in derived.of]
            case Derivation.GROWTH:
                return [at(first), at(first, derived.years)]
            case Derivation.MEAN_GROWTH:
                return [at(first, back) for back in range(derived.years + 1)]
            case _:
                return [at(first, back) for back in range(derived.years)]

    def _combine(self, fact: Fact, derived: Derived, parts: list[Reading]) -> Value | None:
        if derived.op is Derivation.AGE:
            born = parts[0].value
            return arithmetic.age(born, self.as_of, fact.unit or "天") if isinstance(born, Days) else None
        spans = [self.span(part) for part in parts]
        whole = HUNDRED if fact.unit == "%" else Fraction(1)
        result: Span | None
        match derived.op:
            case Derivation.RATIO:
                result = arithmetic.divide(spans[0], spans[1])
            case Derivation.DIFFERENCE:
                return arithmetic.subtract(spans[0], spans[1])
            case Derivation.TOTAL | Derivation.SUM:
                return arithmetic.add(spans)
            case Derivation.MEAN:
                return arithmetic.scale(arithmetic.add(spans), Fraction(1, len(spans)))
            case Derivation.LEAST:
                return arithmetic.least(spans)
            case Derivation.MOST:
                return arithmetic.most(spans)
            case Derivation.GROWTH:
                result = arithmetic.growth(spans[0], spans[1], derived.years)
            case _:
                rates = [arithmetic.growth(now, then, 1) for now, then in pairwise(spans)]
                known = [rate for rate in rates if rate is not None]
                if len(known) < len(rates):
                    return None
                result = arithmetic.scale(arithmetic.add(known), Fraction(1, len(known)))
        return None if result is None else arithmetic.scale(result, whole)

    def span(self, reading: Reading) -> Span:
        """Return the bounds of a numeric reading: its value, or what the fact can be at all."""
        if isinstance(reading.value, Span):
            return reading.value
        fact = self.catalogue.facts[reading.key.fact]
        return Span(fact.low, fact.high)

    def _count(self, derived: Derived, key: FactKey) -> Reading:
        """Count items: those that surely pass at least; at most all that may pass, if the list is complete."""
        kind = derived.items or ""
        for record in self.chain:
            if kind not in record.items:
                continue
            answers = [self._passes(item, derived.where) for item in record.items[kind]]
            low = Fraction(sum(answer.low is Step.YES for answer in answers))
            complete = kind in record.complete
            high = Fraction(sum(answer.high is Step.YES for answer in answers)) if complete else None
            return Reading(key, Span(low, high), missing=() if low == high else (key,))
        return Reading(key, None, missing=(key,))

    def _passes(self, item: Record, where: tuple[ItemTest, ...]) -> Answer:
        inner = Case(self.catalogue, self.as_of, (item, *self.chain))
        return all_of([inner.item_answer(test) for test in where])

    def item_answer(self, test: ItemTest) -> Answer:
        """Answer one test of a count for the innermost record."""
        value = self.read(self.key(test.fact, None)).value
        if test.one_of is not None and isinstance(value, Options):
            if value.possible <= test.one_of:
                return YES
            return NO if value.possible.isdisjoint(test.one_of) else UNKNOWN
        if test.at_least is not None and isinstance(value, Span):
            if value.low is not None and value.low >= test.at_least:
                return YES
            return NO if value.high is not None and value.high < test.at_least else UNKNOWN
        return UNKNOWN
