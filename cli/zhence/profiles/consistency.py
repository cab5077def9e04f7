"""Stated figures that cannot both be right: a part above its whole, a founding that lies ahead, a share unlike its parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from zhence.engine import Case
from zhence.engine.shares import Share, shares
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Derivation, Derived, Fact, FactKey
from zhence.model.profile import Given, Record
from zhence.model.text import Text, same
from zhence.model.value import Days, Span
from zhence.profiles.known import away_from_place
from zhence.written.faults import Mistake, plain, shown
from zhence.written.lines import KeyPath

TOLERANCE = Fraction(1, 100)  # of the value: parts are rounded too
_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.(?P<decimals>[0-9]+))?")
Facts = Mapping[FactKey, Given]


def fresh_contradictions(
    before: Record, after: Record, catalogue: Catalogue, as_of: date, path: KeyPath = ()
) -> Iterator[tuple[KeyPath, Mistake]]:
    """Yield what contradicts itself in a record that was changed, and did not before; items included."""
    if before == after:
        return
    old = {*_of_record(before, catalogue, as_of)}
    for key, mistake in _of_record(after, catalogue, as_of):
        if (key, mistake) not in old:
            yield (*path, key), mistake
    for kind, items in after.items.items():
        earlier = before.items.get(kind, ())
        for at, item in enumerate(items):
            was = earlier[at] if at < len(earlier) else Record(kind, item.name)
            yield from fresh_contradictions(was, item, catalogue, as_of, (*path, kind, at))


def _of_record(record: Record, catalogue: Catalogue, as_of: date) -> Iterator[tuple[str, Mistake]]:
    yield from ((str(key), mistake) for key, mistake in contradictions(record.facts, catalogue, as_of))
    if (away := away_from_place(record, catalogue)) is not None:
        yield away


def contradictions(facts: Facts, catalogue: Catalogue, as_of: date) -> Iterator[tuple[FactKey, Mistake]]:
    """Yield each figure that another one, or the day asked about, contradicts: what follows from both is impossible."""
    yield from _unlike_the_parts(facts, catalogue, as_of)
    for share in shares(catalogue):
        yield from _larger_than_the_whole(share, facts)
    for fact in catalogue.facts.values():
        if fact.derived is not None and fact.derived.op is Derivation.AGE and fact.low is not None and fact.low >= 0:
            yield from _ahead(fact.derived, facts, catalogue, as_of)


def _larger_than_the_whole(share: Share, facts: Facts) -> Iterator[tuple[FactKey, Mistake]]:
    part, whole = share.part, share.whole
    for key, given in facts.items():
        other = facts.get(share.whole_key(key)) if key.fact == part.id else None
        if other is not None and share.is_exceeded(given.value, other.value):
            a, b, limit = shown(given.raw), shown(other.raw), f"{float(share.fact.high or 0):g}{share.fact.unit or ''}"
            yield (
                key,
                Mistake(
                    "over-the-whole",
                    Text(
                        f"{part.title.zh}（{a}）超过{whole.title.zh}（{b}）的 {limit}",
                        f"{part.title.en} ({a}) is more than {limit} of {whole.title.en} ({b})",
                    ),
                    Text("核对这两项的数和单位", "check the numbers and units of both"),
                    "warning",
                ),
            )


def _ahead(derived: Derived, facts: Facts, catalogue: Catalogue, as_of: date) -> Iterator[tuple[FactKey, Mistake]]:
    key = FactKey(derived.of[0])
    given = facts.get(key)
    if given is not None and isinstance(given.value, Days) and given.value.low is not None and given.value.low > as_of:
        title, day = catalogue.facts[key.fact].title, shown(given.raw)
        yield (
            key,
            Mistake(
                "day-ahead",
                Text(
                    f"{title.zh}（{day}）晚于判断日期 {as_of}",
                    f"{title.en} ({day}) is after the day asked about, {as_of}",
                ),
                Text("核对日期", "check the day"),
                "warning",
            ),
        )


def _unlike_the_parts(facts: Facts, catalogue: Catalogue, as_of: date) -> Iterator[tuple[FactKey, Mistake]]:
    """Yield each stated figure that is another than what the engine makes of its stated parts."""
    for key, given in facts.items():
        fact = catalogue.facts[key.fact]
        if fact.derived is None or not isinstance(given.value, Span):
            continue
        parts = {each: other for each, other in facts.items() if each != key}
        follows = Case(catalogue, as_of, (Record("", "", parts),)).read(key)
        if isinstance(follows.value, Span) and not follows.missing and _apart(given, given.value, follows.value):
            named = dict.fromkeys(part.fact for part, _ in follows.given)
            yield key, _unlike(fact, given, follows.value, named, catalogue)


def _apart(given: Given, stated: Span, follows: Span) -> bool:
    """Tell whether no number is in both spans, even where the stated one is off by its rounding."""
    rounding = _rounding(given, stated)
    for low, high, end in ((stated.low, follows.high, stated.low), (follows.low, stated.high, stated.high)):
        if low is not None and high is not None and low - high > max(rounding, abs(end or Fraction(0)) * TOLERANCE):
            return True
    return False


def _rounding(given: Given, stated: Span) -> Fraction:
    """Return half a unit of the last digit that was written; 0 of a range and of a number of several parts."""
    numbers = list(_DIGITS.finditer(str(given.raw)))
    if stated.exact is None or len(numbers) != 1:
        return Fraction(0)
    number = Fraction(numbers[0].group().replace(",", "") or 0)
    last = Fraction(1, 10 ** len(numbers[0]["decimals"] or ""))
    return abs(stated.exact) / number * last / 2 if number else last / 2


def _unlike(fact: Fact, given: Given, follows: Span, parts: Iterable[str], catalogue: Catalogue) -> Mistake:
    titles = [catalogue.facts[part].title for part in parts]
    found = _said(follows, fact.unit or "")
    problem = Text(
        f"{fact.title.zh}写 {shown(given.raw)}，由{'、'.join(title.zh for title in titles)}得出的是 {found.zh}",
        f"{fact.title.en} is given as {shown(given.raw)}, but {' and '.join(title.en for title in titles)} make it {found.en}",
    )
    remedy = Text("以写明的为准；改正其中一处", "what is given counts; correct one of them")
    return Mistake("unlike-its-parts", problem, remedy, "warning")


def _said(span: Span, unit: str) -> Text:
    low, high = (None if end is None else f"{_short(end)}{unit}" for end in (span.low, span.high))
    if low == high or (low and high):
        return same(low if low == high and low else f"{low}–{high}")
    return Text(f"{low} 以上", f"{low} or more") if low else Text(f"{high} 以下", f"{high} or less")


def _short(number: Fraction) -> str:
    """Return a number with two decimals, with four below one."""
    return plain(Fraction(round(number, 2 if abs(number) >= 1 else 4)))
