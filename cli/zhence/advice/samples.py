"""The answers worth trying for a figure: one for every way its measure could take it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from zhence.advice.crossings import Written, crossings, parts_of, rests_on, steps
from zhence.advice.mentions import Mention
from zhence.engine import Case
from zhence.engine.compare import FLOORS, STRICT
from zhence.engine.zones import is_current
from zhence.model.fact import Fact, FactKey, FactType
from zhence.model.measure import Operator
from zhence.model.value import Days, Members, Options, Span, Value, day, number, option

STEPS = {FactType.COUNT: Fraction(1), FactType.MONEY: Fraction(1, 10_000)}
STEP = Fraction(1, 100)
ZERO = Fraction(0)
HUGE = Fraction(10**12)
FAR = 36_525  # days
DAY = timedelta(days=1)
Point = tuple[Fraction | date, int]  # a mark, and on which side of it the answer turns: -1 just below it, 1 just above


def samples(case: Case, key: FactKey, mentions: Iterable[Mention]) -> tuple[Value, ...]:
    """Return values on both sides of everything that a measure holds the figure against, possible ones only."""
    fact = case.catalogue.facts[key.fact]
    mentions = tuple(mentions)
    own = [mention for mention in mentions if key in (mention.key, mention.asked)]
    match fact.type:
        case FactType.FLAG:
            return (option(True), option(False))
        case FactType.PLACE:
            return tuple(option(place) for place in _places(case))
        case FactType.CHOICE:
            return tuple(option(word) for word in fact.choices)
        case FactType.TEXT:
            return tuple(option(word) for word in (*_words(own), "…"))
        case FactType.SET:
            words = list(_words(own))
            every = [Members(frozenset()), *(Members(frozenset({word})) for word in words), Members(frozenset(words))]
            return tuple(dict.fromkeys(every))
        case FactType.DATE:
            return tuple(_dates(case, key, own, _above(case, key, mentions)))
        case _:
            return tuple(_numbers(case, fact, key, own, _above(case, key, mentions)))


def _above(case: Case, key: FactKey, mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions of what is derived from a figure."""
    return [mention for mention in mentions if rests_on(case, mention.key, key)]


def _words(mentions: list[Mention]) -> Iterator[str]:
    marks = [mark for mention in mentions for mark in mention.marks if isinstance(mark, Options)]
    yield from dict.fromkeys(str(word) for mark in marks for word in sorted(mark.possible, key=str))


def _places(case: Case) -> Iterator[str]:
    """Yield one place for each way of belonging to the zones on the day, and for each choice that follows from it."""
    within = case.catalogue.within
    seen = set()
    for place in case.catalogue.places:
        entries = [
            (zone.id, entry.confirm is None)
            for zone in case.catalogue.zones.values()
            for entry in zone.memberships
            if entry.place == place and is_current(entry, case.as_of)
        ]
        way = (frozenset(entries), within.of.get(place) if within is not None else None)
        if way not in seen:
            seen.add(way)
            yield place


def _points(case: Case, key: FactKey, mentions: list[Mention]) -> Iterator[Point]:
    for mention in mentions:
        operator = mention.operator or Operator.AT_LEAST
        side = -1 if (operator in FLOORS) != (operator in STRICT) else 1
        if mention.key == key:
            marks = [*mention.marks, *([case.read(mention.asked).value] if mention.asked is not None else [])]
        else:
            marks, side = [case.read(mention.key).value], -side
        for mark in marks:
            if isinstance(mark, (Span, Days)):
                yield from ((end, side) for end in dict.fromkeys((mark.low, mark.high)) if end is not None)


def _dates(case: Case, key: FactKey, own: list[Mention], above: list[Mention]) -> Iterator[Value]:
    known = case.read(key).value
    low, high = (known.low, known.high) if isinstance(known, Days) else (None, None)
    found: dict[date, None] = dict.fromkeys((low or _away(case.as_of, -FAR), high or _away(case.as_of, FAR)))
    for mark, side in _points(case, key, own):
        if isinstance(mark, date):
            found |= dict.fromkeys((mark, mark + side * DAY))
    turns = _turns(case, key, above, lambda at: day(date.fromordinal(at)), [each.toordinal() for each in found])
    found |= {date.fromordinal(at): None for at in turns}
    yield from (day(each) for each in sorted(found) if (low is None or each >= low) and (high is None or each <= high))


def _away(day: date, days: int) -> date:
    """Return the day so many days away, or the last one that there is."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def _numbers(case: Case, fact: Fact, key: FactKey, own: list[Mention], above: list[Mention]) -> Iterator[Value]:
    known = case.read(key).value
    low, high = (known.low, known.high) if isinstance(known, Span) else (None, None)
    low = fact.low if low is None else low
    high = fact.high if high is None else high
    step = STEPS.get(fact.type, STEP)
    found: dict[Fraction, None] = dict.fromkeys((-HUGE if low is None else low, HUGE if high is None else high))
    for mark, side in _points(case, key, own):
        if isinstance(mark, Fraction):
            found |= dict.fromkeys((mark, mark + side * step))
    turns = _turns(
        case, key, above, lambda at: number(at * step), [round(each / step) for each in (*found, ZERO)], step
    )
    found |= {at * step: None for at in turns}
    yield from (number(n) for n in sorted(found) if (low is None or n >= low) and (high is None or n <= high))


def _turns(
    case: Case, key: FactKey, above: list[Mention], written: Written, places: list[int], step: Fraction = STEP
) -> Iterator[int]:
    """Yield the steps on both sides of where a figure turns what is derived from it and mentioned."""
    for mention in above:
        asked = case.read(mention.asked).value if mention.asked is not None else None
        held = [*mention.marks, *([asked] if asked is not None else [])]
        marks = [end for mark in held if isinstance(mark, Span) for end in (mark.low, mark.high) if end is not None]
        known = [at for value in parts_of(case, mention.key) for at in steps(value, step)]
        near = {at + side for at in {*known, *places} for side in (-1, 0, 1)}  # beside a pole, where nothing is known
        inside = sorted(at for at in near if min(places) <= at <= max(places))
        halves = [(first + last) // 2 for first, last in pairwise(inside)]
        yield from crossings(case, key, mention.key, marks, written, [*inside, *halves])
