"""Figures stated beside the parts that they follow from: where both cannot be right, beyond rounding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Derivation, Derived, Fact, FactKey
from zhence.model.profile import Given
from zhence.model.text import Text, same
from zhence.model.value import Span
from zhence.written.faults import Mistake, plain, shown

TOLERANCE = Fraction(1, 100)  # of the value: parts are rounded too
_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.(?P<decimals>[0-9]+))?")
_OVER_YEARS = (Derivation.SUM, Derivation.MEAN, Derivation.LEAST, Derivation.MOST)
Facts = Mapping[FactKey, Given]


def unlike_the_parts(facts: Facts, catalogue: Catalogue) -> Iterator[tuple[FactKey, Mistake]]:
    """Yield each stated figure that is another than what follows from stated parts."""
    for key, given in facts.items():
        fact = catalogue.facts[key.fact]
        if fact.derived is None or not isinstance(given.value, Span):
            continue
        parts = _parts(fact.derived, key, catalogue)
        spans = [part.value for each in parts if (part := facts.get(each)) and isinstance(part.value, Span)]
        follows = _follows(fact, fact.derived, spans) if parts and len(spans) == len(parts) else None
        if follows is not None and _apart(given, given.value, follows):
            yield key, _mistake(fact, given, follows, list(dict.fromkeys(part.fact for part in parts)), catalogue)


def _parts(derived: Derived, key: FactKey, catalogue: Catalogue) -> list[FactKey]:
    """Return the figures that one follows from, none where that is not checked."""
    first = derived.of[0] if derived.of else ""
    if derived.op in (Derivation.RATIO, Derivation.DIFFERENCE):
        named = [(first, 0), (derived.against or first, 0)]
    elif derived.op is Derivation.TOTAL:
        named = [(part, 0) for part in derived.of]
    elif derived.op in _OVER_YEARS:
        named = [(first, back) for back in range(derived.years)]
    elif derived.op is Derivation.GROWTH and derived.years == 1:
        named = [(first, 0), (first, 1)]
    else:
        return []
    if key.year is None and any(catalogue.facts[part].yearly for part, _ in named):
        return []
    return [
        FactKey(part, key.year - back if key.year and catalogue.facts[part].yearly else None) for part, back in named
    ]


def _follows(fact: Fact, derived: Derived, spans: list[Span]) -> Span | None:
    lows, highs = [span.low for span in spans], [span.high for span in spans]
    if derived.op in (Derivation.RATIO, Derivation.GROWTH):
        return _ratio(spans[0], spans[1], Fraction(100 if fact.unit == "%" else 1), derived.op is Derivation.GROWTH)
    if derived.op is Derivation.DIFFERENCE:
        low, high = lows[0], highs[0]
        return Span(
            None if low is None or highs[1] is None else low - highs[1],
            None if high is None or lows[1] is None else high - lows[1],
        )
    return Span(_joined(derived.op, lows), _joined(derived.op, highs))


def _ratio(top: Span, bottom: Span, whole: Fraction, is_growth: bool) -> Span | None:
    """Return a share of exact parts, or of a range over an exact positive whole; None where it is not that simple."""
    if bottom.exact is None or bottom.exact <= 0:
        return None
    less = 1 if is_growth else 0
    low, high = (None if end is None else (end / bottom.exact - less) * whole for end in (top.low, top.high))
    return Span(low, high)


def _joined(op: Derivation, ends: list[Fraction | None]) -> Fraction | None:
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    if op is Derivation.LEAST:
        return min(known)
    if op is Derivation.MOST:
        return max(known)
    return sum(known, Fraction(0)) / (len(known) if op is Derivation.MEAN else 1)


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


def _mistake(fact: Fact, given: Given, follows: Span, parts: list[str], catalogue: Catalogue) -> Mistake:
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
