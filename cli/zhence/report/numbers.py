"""Values as people write them: exact where few digits say it, and never rounded onto or past a threshold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

from zhence.model.catalogue import Catalogue, Units
from zhence.model.fact import Fact, FactType
from zhence.model.text import Lang, Text, same
from zhence.model.value import Days, Members, Options, Span, Value
from zhence.report.words import FLAGS, LIST, OR, UNKNOWN, both

EXACT_DIGITS = 4  # a fraction this short is shown as it is
ROUNDED_DIGITS = 2  # a longer one is rounded to this many, or to as many more as tell it from its threshold
MOST_DIGITS = 60
SHOWN = 1 << 16  # numbers kept in words: reports say most of theirs more than once
SHORTEST: int = 10**EXACT_DIGITS
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Unit:
    """Hold a unit taken apart: `times` of the base unit."""

    base: str
    times: Fraction = ONE


@dataclass(frozen=True, slots=True)
class Scale:
    """Hold the multiplier an amount is written in."""

    word: str
    times: Fraction


def parse_unit(unit: str | None, units: Units) -> Unit | None:
    """Return the unit as a multiplier and a base unit: 万元 is 10000 of 元."""
    if not unit:
        return None
    if unit in units.aliases:
        return Unit(units.aliases[unit])
    if unit in units.titles or unit in units.conversions:
        return Unit(unit)
    for word in sorted(units.multipliers, key=len, reverse=True):
        base = unit.removeprefix(word).strip()
        if base and base != unit:
            return Unit(units.aliases.get(base, base), units.multipliers[word])
    return Unit(unit)


def unit_title(unit: str | None, catalogue: Catalogue) -> Text | None:
    """Return what to call a unit, None for a bare number: 万元 is '10,000 yuan' in English."""
    parsed = parse_unit(unit, catalogue.units)
    if parsed is None or unit is None:
        return None
    title = catalogue.units.titles.get(parsed.base, same(parsed.base))
    if parsed.times == 1:
        return title if title.zh or title.en else None
    return Text(unit, show_number(ONE, unit, catalogue, "en"))


def show_number(
    amount: Fraction, unit: str | None, catalogue: Catalogue, lang: Lang, among: Iterable[Fraction] = ()
) -> str:
    """Return a number with its unit; `among` are the numbers of the same unit it must be told apart from."""
    return _shown(amount, unit, catalogue, lang, frozenset((amount, *among)))


@lru_cache(maxsize=SHOWN)
def _shown(amount: Fraction, unit: str | None, catalogue: Catalogue, lang: Lang, among: frozenset[Fraction]) -> str:
    parsed = parse_unit(unit, catalogue.units) or Unit("")
    group = [parsed.times * a for a in among]
    shown = parsed.times * amount
    scale = _scale(shown, parsed, catalogue, lang)
    digits = _digits(group, [_scale(a, parsed, catalogue, lang).times for a in group])
    written = plain(shown / scale.times, digits, lang)
    return _with_unit(written, scale.word, _title(parsed, catalogue, lang, is_one=abs(amount) == 1), lang)


def plain(amount: Fraction, digits: int = ROUNDED_DIGITS, lang: Lang = "zh") -> str:
    """Return the number alone: exact up to four decimals, else rounded to `digits`; grouped by thousands in English."""
    exact = decimal_of(amount) if _is_short(amount) else None
    written = _rounded(amount, digits) if exact is None else exact
    return f"{written:,f}" if lang == "en" else f"{written:f}"


def plain_apart(amount: Fraction, among: Iterable[Fraction], lang: Lang) -> str:
    """Return the number alone, with so many digits that it is not shown equal to, or past, one it differs from."""
    group = [amount, *among]
    return plain(amount, _digits(group, [ONE] * len(group)), lang)


def decimal_of(amount: Fraction) -> Decimal | None:
    """Return the number as an exact decimal without trailing zeros, None where it has no end."""
    if amount.denominator == 1:
        return Decimal(amount.numerator)
    rest, twos, fives = amount.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    digits = amount.numerator * 10**places // amount.denominator
    return Decimal((int(digits < 0), tuple(int(d) for d in str(abs(digits))), -places))


def _is_short(amount: Fraction, scale: Fraction = ONE) -> bool:
    """Tell whether a number is shown exactly on a scale."""
    return amount.numerator * SHORTEST * scale.denominator % (amount.denominator * scale.numerator) == 0


def _rounded(amount: Fraction, digits: int) -> Decimal:
    with localcontext() as context:
        context.prec = len(str(abs(amount.numerator) // amount.denominator)) + digits + 5
        context.rounding = ROUND_HALF_EVEN
        scaled = round(amount * 10**digits)
        return Decimal(scaled).scaleb(-digits) if scaled else Decimal(0).scaleb(-digits)


def _digits(amounts: list[Fraction], scales: list[Fraction]) -> int:
    """Return the fewest decimals that keep every pair of amounts in order as shown."""
    if all(_is_short(a, s) for a, s in zip(amounts, scales, strict=True)):
        return ROUNDED_DIGITS
    for digits in range(ROUNDED_DIGITS, MOST_DIGITS):
        shown = [_as_shown(a / s, digits) * s for a, s in zip(amounts, scales, strict=True)]
        pairs = combinations(zip(amounts, shown, strict=True), 2)
        if all(_order(a, b) == _order(x, y) for (a, x), (b, y) in pairs):
            return digits
    return MOST_DIGITS


def _as_shown(amount: Fraction, digits: int) -> Fraction:
    return amount if _is_short(amount) else Fraction(_rounded(amount, digits))


def _order(left: Fraction, right: Fraction) -> int:
    return (left > right) - (left < right)


def _scale(shown: Fraction, unit: Unit, catalogue: Catalogue, lang: Lang) -> Scale:
    if unit.base != catalogue.money and unit.times == 1:
        return Scale("", ONE)
    for word, times in catalogue.units.shown.get(lang, ()):
        if abs(shown.numerator) * times.denominator >= times.numerator * shown.denominator:
            return Scale(word, times)
    return Scale("", ONE)


def _title(unit: Unit, catalogue: Catalogue, lang: Lang, *, is_one: bool) -> str:
    title = catalogue.units.titles.get(unit.base, same(unit.base)).to(lang)
    if lang == "en" and is_one and title.endswith("s") and unit.times == 1:
        return title[:-1]
    return title


def _with_unit(written: str, word: str, title: str, lang: Lang) -> str:
    if title == "%":
        return written + title
    return written + word + title if lang == "zh" else " ".join(part for part in (written, word, title) if part)


def show_day(when: date, lang: Lang) -> str:
    """Return a day in words."""
    return f"{when.year}年{when.month}月{when.day}日" if lang == "zh" else when.isoformat()


def show_value(
    value: Value | None, fact: Fact, catalogue: Catalogue, lang: Lang, among: Iterable[Fraction] = ()
) -> str:
    """Return a value of a fact in words; '—' where nothing is known."""
    match value:
        case Span():
            group = {*among, *(end for end in (value.low, value.high) if end is not None)}
            if value.exact is not None:
                return show_number(value.exact, fact.unit, catalogue, lang, group)
            low, high = (
                None if end is None else show_number(end, fact.unit, catalogue, lang, group)
                for end in (value.low, value.high)
            )
            return _range(low, high)
        case Days():
            first, last = (None if end is None else show_day(end, lang) for end in (value.low, value.high))
            return _range(first, last)
        case Options():
            return _options(value, fact, catalogue, lang)
        case Members():
            words = [choice_title(word, fact, catalogue).to(lang) for word in sorted(value.known)]
            return LIST.to(lang).join(words) or Text("无", "none").to(lang)
        case None:
            return UNKNOWN.to(lang)


def _range(low: str | None, high: str | None) -> str:
    if low is not None and high is not None:
        return low if low == high else f"{low}–{high}"
    if low is not None:
        return f"≥{low}"
    return f"≤{high}" if high is not None else UNKNOWN.zh


def _options(value: Options, fact: Fact, catalogue: Catalogue, lang: Lang) -> str:
    possible = value.possible
    if not possible or (fact.type is FactType.FLAG and len(possible) > 1):
        return UNKNOWN.to(lang)
    if fact.type is FactType.CHOICE and len(possible) > 1 and possible >= frozenset(fact.choices):
        return UNKNOWN.to(lang)
    return OR.to(lang).join(text.to(lang) for text in option_titles(value, fact, catalogue))


def option_titles(value: Options | Members, fact: Fact, catalogue: Catalogue) -> list[Text]:
    """Return the titles of options, in the order of the fact's own list."""
    words = value.known if isinstance(value, Members) else value.possible
    order = {word: place for place, word in enumerate(fact.choices)}
    ranked = sorted(words, key=lambda word: (order.get(str(word), len(order)), str(word)))
    return [choice_title(word, fact, catalogue) for word in ranked]


def choice_title(word: str | bool, fact: Fact, catalogue: Catalogue) -> Text:
    """Return the title of one option; a word that is no listed choice stands for itself."""
    if isinstance(word, bool):
        return FLAGS[word]
    return catalogue.place_title(word) if fact.type is FactType.PLACE else fact.choices.get(word, same(word))


def value_text(value: Value | None, fact: Fact, catalogue: Catalogue, among: Iterable[Fraction] = ()) -> Text:
    """Return a value in both languages."""
    group = tuple(among)
    return both(lambda lang: show_value(value, fact, catalogue, lang, group))
