"""Quantities as people write them ("2.31亿元", "4.2%", 1180) as exact numbers in the unit of their fact."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

from zhence.model.catalogue import Units
from zhence.model.fact import FactType
from zhence.model.text import Text
from zhence.written.doubts import FEW, MANY, WHOLE_PROVINCE, larger_word, multiplier_word, suspect
from zhence.written.faults import Mistake, closest, plain, shown
from zhence.written.inexact import explain, meant_ends
from zhence.written.marks import without_marks
from zhence.written.units import Unit, fact_unit, multiplier, resolve

LONGEST = 64  # characters of a written number
LIMIT = 10**18  # nothing a town or an enterprise states is larger
FINEST = -30  # the last decimal place that is read

_NUMBER = re.compile(r"(?P<sign>[+-]?)\s*(?P<digits>[0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)(?:[eE](?P<power>[+-]?[0-9]+))?")
_WORD = re.compile(r"\s*(?P<word>(?:[^0-9.,+\-]|(?<=[A-Za-z])[0-9])*)")
_GROUPS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*|[0-9]{1,4}(?:,[0-9]{4})*|[0-9]+")


@dataclass(frozen=True, slots=True)
class _Written:
    amount: Fraction  # as written, before any multiplier
    unit: Unit | None  # None: a plain number
    is_bare: bool = False  # a multiplier without a unit: 2千


def parse_number(raw: object, fact_type: FactType, unit: str | None, units: Units, money: str) -> Fraction | Mistake:
    """Return a written number in the unit of its fact, exactly, or what is wrong with it.

    A number without a unit is in the fact's unit; `unit` may carry a multiplier ("万元").
    """
    written = _read(raw, fact_type, unit, units, money)
    if isinstance(written, Mistake):
        return written
    value = _converted(written, fact_unit(fact_type, unit, units, money))
    return _too_large(raw) if abs(value) >= LIMIT else value


def range_ends(
    low: str, high: str, fact_type: FactType, unit: str | None, units: Units, money: str, *, is_sorted: bool = True
) -> tuple[str, str]:
    """Return both ends of a range of a fact with the unit that one of them left out; sorted, the smaller one first."""
    return _ends(low, high, fact_unit(fact_type, unit, units, money), units, money, is_sorted=is_sorted)


def doubt(raw: object, fact_type: FactType, unit: str | None, units: Units, money: str) -> Mistake | None:
    """Return a warning about a readable number that is more likely another one."""
    written = _read(raw, fact_type, unit, units, money)
    if isinstance(written, Mistake):
        return None
    home = fact_unit(fact_type, unit, units, money)
    value = _converted(written, home)
    if fact_type is FactType.MONEY and unit and _is_short(written, value, home):
        return _short_doubt(raw, written, value, unit, home, units)
    if not suspect(fact_type, unit, written.unit, units, money).catches(value):
        return None
    if fact_type is FactType.PERCENT:
        meant, said = plain(value * 100), plain(value)
        return Mistake(
            "percent-as-fraction",
            Text(f"'{shown(raw)}' 按 {said}% 读取", f"'{shown(raw)}' is read as {said}%"),
            Text(
                f'是否应为 "{meant}%"？确为 {said}% 时写成 "{said}%"',
                f'did you mean "{meant}%"? if not, write "{said}%"',
            ),
            "warning",
        )
    if written.unit is None and abs(value) < FEW:
        larger = f"{plain(value)}{larger_word(home, units)}{home.base}"
        return _money_doubt(raw, f"{plain(value)}{unit}", larger, unit or "", home)
    if written.unit is None and abs(value) >= MANY:
        said = f"{plain(written.amount)}{home.base}"
        return _money_doubt(raw, f"{plain(value)}{unit}", said, unit or "", home)
    if abs(value) * home.times >= WHOLE_PROVINCE:
        return Mistake(
            "unit-doubtful",
            Text(
                f"'{shown(raw)}' 即 {plain(value)}{unit}，大得异常",
                f"'{shown(raw)}' is {plain(value)}{unit}, unusually large",
            ),
            Text("核对位数和单位", "check the digits and the unit"),
            "warning",
        )
    return _money_doubt(raw, f"{plain(value)}{unit}", f"{plain(written.amount)}{unit}", unit or "", home)


def _is_short(written: _Written, value: Fraction, home: Unit) -> bool:
    """Tell whether a few of a smaller multiplier stand without a unit: 2千 in a figure of 万元."""
    return written.is_bare and written.unit is not None and written.unit.times < home.times and 0 < abs(value) < FEW


def _short_doubt(raw: object, written: _Written, value: Fraction, unit: str, home: Unit, units: Units) -> Mistake:
    times = written.unit.times if written.unit is not None else Fraction(1)
    word = f"{plain(written.amount)}{multiplier_word(times, units) or plain(times)}"
    found = _money_doubt(raw, f"{plain(value)}{unit}", f"{word}{unit}", unit, home)
    kept = Text(f'；确为 {plain(value)}{unit} 时写成 "{word}{home.base}"', f'; if not, write "{word}{home.base}"')
    return replace(found, remedy=found.remedy + kept)


def _money_doubt(raw: object, read: str, meant: str, unit: str, home: Unit) -> Mistake:
    return Mistake(
        "unit-doubtful",
        Text(f"'{shown(raw)}' 按 {read} 读取", f"'{shown(raw)}' is read as {read}"),
        Text(
            f'是否应为 "{meant}"？（1{unit} = {plain(home.times)}{home.base}）',
            f'did you mean "{meant}"? (1{unit} = {plain(home.times)}{home.base})',
        ),
        "warning",
    )


def _ends(low: str, high: str, home: Unit, units: Units, money: str, *, is_sorted: bool = True) -> tuple[str, str]:
    def amount(text: str) -> Fraction | None:
        written = _read_text(text, home, text, units, money)
        return None if isinstance(written, Mistake) else _converted(written, home)

    multiplied = "" if home.times == 1 else multiplier_word(home.times, units)
    return meant_ends(
        low, high, "" if multiplied is None else f"{multiplied}{home.base or ''}", amount, is_sorted=is_sorted
    )


def _converted(written: _Written, home: Unit) -> Fraction:
    if written.unit is None:
        return written.amount
    return written.amount * written.unit.times / home.times


def _read(raw: object, fact_type: FactType, unit: str | None, units: Units, money: str) -> _Written | Mistake:
    home = fact_unit(fact_type, unit, units, money)
    sample = example(fact_type, unit or home.base)
    if isinstance(raw, bool) or not isinstance(raw, (int, str, Decimal)):
        return Mistake(
            "not-a-number",
            Text(f"这里要填数，写的却是 {shown(raw)}", f"a number belongs here, not {shown(raw)}"),
            Text(f"写成 {sample} 这样", f"write it like {sample}"),
        )
    if isinstance(raw, str):
        return _read_text(raw, home, sample, units, money)
    if isinstance(raw, int):
        return _too_large(raw) if abs(raw) >= LIMIT else _Written(Fraction(raw), None)
    return _read_decimal(raw, sample)


def _read_decimal(raw: Decimal, sample: str) -> _Written | Mistake:
    if not raw.is_finite():
        return Mistake(
            "not-finite",
            Text(f"{shown(raw)} 不是一个数", f"{shown(raw)} is not a number"),
            Text(f"写成 {sample} 这样；不知道就不写", f"write it like {sample}, or leave it out if it is not known"),
        )
    if raw.adjusted() >= 18:
        return _too_large(raw)
    exponent = raw.as_tuple().exponent
    if len(raw.as_tuple().digits) > LONGEST or (isinstance(exponent, int) and exponent < FINEST):
        return _too_long(raw)
    return _Written(Fraction(raw), None)


def _read_text(raw: str, home: Unit, sample: str, units: Units, money: str) -> _Written | Mistake:
    if len(raw) > LONGEST:
        return _too_long(raw)
    text = unicodedata.normalize("NFKC", raw).replace("\N{MINUS SIGN}", "-").strip()
    text = without_marks(text, home, units, money)
    parts: list[tuple[Fraction, str]] = []
    at = 0
    ends = partial(_ends, home=home, units=units, money=money)
    while at < len(text) or not parts:
        number = _NUMBER.match(text, at)
        if not number or (parts and number["sign"]):
            return explain(raw, text, sample, ends)
        amount = _amount(number)
        if isinstance(amount, Mistake):
            return amount
        word = _WORD.match(text, number.end())
        at = word.end() if word else number.end()
        parts.append((amount, word["word"].strip() if word else ""))
    return _joined(raw, text, parts, home, sample, units, money)


def _amount(number: re.Match[str]) -> Fraction | Mistake:
    digits, power = number["digits"], int(number["power"] or 0)
    whole = digits.partition(".")[0]
    if "," in whole and not _GROUPS.fullmatch(whole):
        return Mistake(
            "bad-grouping",
            Text(
                f"'{digits}' 里的逗号不成三位或四位一组", f"the commas of '{digits}' do not group three or four digits"
            ),
            Text("去掉逗号；小数点用 '.'", "leave the commas out; the decimal point is '.'"),
        )
    if abs(power) > 18:
        return _too_large(number.group())
    amount = Fraction(Decimal(digits.replace(",", ""))) * Fraction(10) ** power
    return -amount if number["sign"] == "-" else amount


def _joined(
    raw: str, text: str, parts: list[tuple[Fraction, str]], home: Unit, sample: str, units: Units, money: str
) -> _Written | Mistake:
    """Add up the parts of a number such as 2亿3000万元; each has to be smaller than the word before it."""
    amount, word = parts[-1]
    ends = partial(_ends, home=home, units=units, money=money)
    unit = resolve(word, home, units, money) if word else None
    if word and unit is None:
        unknown = _unknown_unit(raw, word, home, sample, units, money)
        return explain(raw, text, sample, ends, unknown if len(parts) == 1 else _several(raw, sample))
    if unit and unit.base is not None and unit.base != home.base:
        return _wrong_unit(raw, word, home, sample, units)
    if len(parts) == 1:
        is_bare = unit is not None and unit.base is None
        return _Written(amount, unit and Unit(unit.times, unit.base or home.base, unit.multiplied), is_bare)
    total, ceiling = Fraction(0), None
    for value, written in parts[:-1]:
        times = multiplier(written, units)
        if times is None or value.denominator != 1 or (ceiling is not None and abs(value) * times >= ceiling):
            return explain(raw, text, sample, ends, _several(raw, sample))
        total += abs(value) * times
        ceiling = times
    # 2万5 is 25,000 when spoken and 20,005 when added up: only a part with a unit of its own is certain
    if unit is None or amount.denominator != 1 or ceiling is None or amount * unit.times >= ceiling:
        return explain(raw, text, sample, ends, _several(raw, sample))
    total += amount * unit.times
    return _Written(-total if text.startswith("-") else total, Unit(Fraction(1), home.base, multiplied=True))


def example(fact_type: FactType, unit: str | None) -> str:
    """Return how a value of a fact can be written, in TOML."""
    if fact_type is FactType.PERCENT:
        return '"4.2%"'
    if fact_type is FactType.MONEY:
        return f'"1180{unit or ""}"'
    return f'"35{unit}"' if unit else "35"


def _wrong_unit(raw: str, word: str, home: Unit, sample: str, units: Units) -> Mistake:
    if home.base is None:
        right = Text("这项数据没有单位", "this figure has no unit")
    elif home.times == 1:
        right = Text(f"这项数据以 {home.base} 计", f"this figure is counted in {home.base}")
    else:
        name = f"{multiplier_word(home.times, units) or plain(home.times)}{home.base}"
        right = Text(
            f"这项数据以 {name} 计，不带单位的数也按 {name} 读",
            f"this figure is counted in {name} ({plain(home.times)}{home.base}), and so are plain numbers",
        )
    return Mistake(
        "wrong-unit",
        Text(f"'{shown(raw)}' 的单位 '{word}' 不对：", f"the unit '{word}' of '{shown(raw)}' is wrong: ") + right,
        Text(f"写成 {sample} 这样", f"write it like {sample}"),
    )


def _unknown_unit(raw: str, word: str, home: Unit, sample: str, units: Units, money: str) -> Mistake:
    names: Iterable[str] = (*units.titles, *units.aliases, *units.conversions, *units.multipliers, money)
    names = (*names, *(f"{times}{home.base}" for times in units.multipliers if home.base))
    near = closest(word, dict.fromkeys(names, ()))
    hint = Text(f"是否 '{near}'？", f"did you mean '{near}'? ") if near else Text("", "")
    return Mistake(
        "unknown-unit",
        Text(
            f"'{shown(raw)}' 的单位 '{shown(word)}' 不认识", f"the unit '{shown(word)}' of '{shown(raw)}' is not known"
        ),
        hint + Text(f"写成 {sample} 这样", f"write it like {sample}"),
    )


def _several(raw: str, sample: str) -> Mistake:
    return Mistake(
        "several-numbers",
        Text(
            f"'{shown(raw)}' 里有几个数，不能确定怎么读",
            f"'{shown(raw)}' holds several numbers that can be read in two ways",
        ),
        Text(f"只写一个数，如 {sample}", f"write one number, like {sample}"),
    )


def _too_large(raw: object) -> Mistake:
    return Mistake(
        "too-large",
        Text(f"{shown(raw)} 大得不可能", f"{shown(raw)} is impossibly large"),
        Text("检查位数和单位", "check the digits and the unit"),
    )


def _too_long(raw: object) -> Mistake:
    return Mistake(
        "too-long",
        Text(f"{shown(raw)} 太长，读不成一个数", f"{shown(raw)} is too long for a number"),
        Text(f"一个数最多 {LONGEST} 个字符、30 位小数", f"a number has at most {LONGEST} characters and 30 decimals"),
    )
