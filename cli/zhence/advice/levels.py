"""How far a lever can usefully be moved: the values at which something that is asked of it turns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from zhence.advice.levers import Lever, Place, levers_of, moved_case
from zhence.engine import Case
from zhence.engine.compare import FLOORS, STRICT
from zhence.engine.figures import HUNDRED
from zhence.model.fact import Derivation, Derived, Fact, FactKey, FactType
from zhence.model.measure import Operator
from zhence.model.value import Members, Options, Span, Value, number, option

FINEST = {FactType.COUNT: Fraction(1), FactType.MONEY: Fraction(1, 10_000)}
FINE = Fraction(1, 100)
MOST = 12  # levels of one lever that another is weighed against


@dataclass(frozen=True, slots=True)
class Ask:
    """Hold what a rule asks of a figure, and whether the rule would rather not have it met."""

    key: FactKey
    operator: Operator
    threshold: Value
    avoided: bool = False


Found = dict[Lever, dict[Value, None]]


def turning_points(case: Case, place: Place, asks: Iterable[Ask], movable: frozenset[Lever]) -> Found:
    """Return for each lever the values at which one of the asks turns."""
    found: Found = {}
    for ask in asks:
        for lever in below(case, place, ask.key, movable):
            found.setdefault(lever, {}).update(dict.fromkeys(_values(case, place, ask, lever)))
    return found


def joint_points(case: Case, place: Place, asks: Iterable[Ask], found: Found) -> Found:
    """Return the values at which an ask on a figure of several levers turns once another of them has moved."""
    joint: Found = {}
    for ask in asks:
        together = below(case, place, ask.key, frozenset(found)) if isinstance(ask.threshold, Span) else []
        for other in together:
            for value in list(found[other])[:MOST] if len(together) > 1 else ():
                after = moved_case(case, place, {other: value})
                for lever, values in turning_points(after, place, [ask], frozenset(together) - {other}).items():
                    joint.setdefault(lever, {}).update(values)
    return joint


def below(case: Case, place: Place, key: FactKey, movable: frozenset[Lever]) -> list[Lever]:
    """List the movable levers that a figure rests on."""
    every = levers_of(case, place, [key], fixed=frozenset(), with_unknown=True)
    return [lever for lever in every if lever in movable]


def _values(case: Case, place: Place, ask: Ask, lever: Lever) -> Iterator[Value]:
    fact = case.catalogue.facts[lever.key.fact]
    if isinstance(ask.threshold, Options):
        yield from _words(case, fact, ask, lever)
    elif isinstance(ask.threshold, Span):
        for mark in dict.fromkeys(end for end in (ask.threshold.low, ask.threshold.high) if end is not None):
            for exact in _reach(case, place, ask.key, mark, lever):
                yield from (number(value) for value in _steps(fact, exact, ask) if _possible(fact, value))


def _words(case: Case, fact: Fact, ask: Ask, lever: Lever) -> Iterator[Value]:
    threshold = ask.threshold.possible if isinstance(ask.threshold, Options) else frozenset[str | bool]()
    if fact.type is FactType.FLAG:
        yield from (option(True), option(False))
    elif fact.type is FactType.SET:
        value = case.read(lever.key).value
        known = value.known if isinstance(value, Members) else frozenset[str]()
        words = frozenset(str(word) for word in threshold)
        if ask.operator is Operator.INCLUDES_ALL:
            yield Members(known | words)
        else:
            yield from (Members(known | {word}) for word in sorted(words))
    else:
        wanted = frozenset(fact.choices) - threshold if ask.avoided else threshold
        yield from (option(word) for word in sorted(wanted, key=str))


def _reach(case: Case, place: Place, key: FactKey, target: Fraction, lever: Lever) -> Iterator[Fraction]:
    """Yield what the lever must be for a figure to be exactly the target, the others staying where they are."""
    if key == lever.key:
        yield target
        return
    derived = case.catalogue.facts[key.fact].derived
    if derived is None or derived.items is not None or any(key in record.facts for record in case.chain):
        return
    parts = case.parts(derived, key)
    for at, part in enumerate(parts):
        if lever not in levers_of(case, place, [part], fixed=frozenset(), with_unknown=True):
            continue
        whole = HUNDRED if case.catalogue.facts[key.fact].unit == "%" else Fraction(1)
        for ends in _ends(case, parts):
            wanted = _inverse(derived, ends, at, target / whole, target)
            if wanted is not None:
                yield from _reach(case, place, part, wanted, lever)


def _ends(case: Case, parts: list[FactKey]) -> Iterator[list[Fraction | None]]:
    spans = [case.read(part).value for part in parts]
    lows = [span.low if isinstance(span, Span) else None for span in spans]
    highs = [span.high if isinstance(span, Span) else None for span in spans]
    yield lows
    if highs != lows:
        yield highs


def _inverse(
    derived: Derived, ends: list[Fraction | None], at: int, share: Fraction, target: Fraction
) -> Fraction | None:
    """Return what part `at` must be; `share` is the target as a share of one, for ratios and growth."""
    rest = [end for place, end in enumerate(ends) if place != at]
    if derived.op in (Derivation.LEAST, Derivation.MOST):
        return target
    others = [end for end in rest if end is not None]
    if len(others) < len(rest):
        return None
    match derived.op:
        case Derivation.RATIO:
            return share * others[0] if at == 0 else _divisor(others[0], share, ends[at])
        case Derivation.DIFFERENCE:
            return target + others[0] if at == 0 else others[0] - target
        case Derivation.TOTAL | Derivation.SUM:
            return target - sum(others)
        case Derivation.MEAN:
            return target * len(ends) - sum(others)
        case Derivation.GROWTH:
            return others[0] * (1 + share) ** derived.years if at == 0 and share > -1 else None
        case Derivation.MEAN_GROWTH if at == 0 and all(then > 0 for then in others):
            rates = [now / then - 1 for now, then in pairwise(others)]
            return others[0] * (1 + share * derived.years - sum(rates))
    return None


def _divisor(top: Fraction, share: Fraction, now: Fraction | None) -> Fraction | None:
    """Return what a divisor must grow to; no plan shrinks one, such as revenue, to better a share of it."""
    wanted = top / share if share > 0 else None
    return wanted if wanted is not None and (now is None or wanted > now) else None


def _steps(fact: Fact, exact: Fraction, ask: Ask) -> Iterator[Fraction]:
    """Yield the writable values at and next to an exact one."""
    step = FINEST.get(fact.type, FINE)
    if fact.type is not FactType.COUNT and (exact * 10**6).denominator == 1:
        yield exact
    else:
        yield from (floor(exact / step) * step, ceil(exact / step) * step)
    if (ask.operator in STRICT) != ask.avoided:
        upwards = (ask.operator in FLOORS) != ask.avoided
        yield (floor(exact / step) + 1) * step if upwards else (ceil(exact / step) - 1) * step


def writable(fact: Fact, exact: Fraction, *, up: bool) -> Fraction:
    """Return the nearest number that people would write, above an exact one or below it."""
    step = FINEST.get(fact.type, FINE)
    if fact.type is not FactType.COUNT and (exact * 10**6).denominator == 1:
        return exact
    return (ceil(exact / step) if up else floor(exact / step)) * step


def _possible(fact: Fact, value: Fraction) -> bool:
    return (fact.low is None or value >= fact.low) and (fact.high is None or value <= fact.high)
