"""A value of a profile, plain or as a table with a source and a date, as what somebody stated of a fact."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactType
from zhence.model.profile import Given
from zhence.model.text import Text, same
from zhence.model.value import Days, Span, Value, number, option
from zhence.profiles.answers import meant_days, read_choice, read_day, read_flag, read_place, read_set, read_words
from zhence.written.faults import MOST_MISTAKES, Mistake, closest, plain, shown
from zhence.written.lines import KeyPath
from zhence.written.quantities import doubt, example, parse_number, range_ends

FUTURE_SOURCE = "source-of-the-future"  # the kind of word on a source that is younger than the day asked about
NOT_WHOLE = "not-whole"  # the kind of word on a count that is no whole number
KEYS = ("value", "from", "to", "source", "dated", "estimate", "note")


@dataclass(slots=True)
class ValueReader:
    """Read one value of a fact; what is wrong is kept in `found`, under paths below the value."""

    fact: Fact
    catalogue: Catalogue
    as_of: date
    loose: bool = False  # the command line has no TOML types: dates and flags come as text there
    is_compared: bool = True  # with every known name, for the nearest to an unknown one; that takes milliseconds
    found: list[tuple[KeyPath, Mistake]] = field(default_factory=list)

    def read(self, raw: object) -> Given | None:
        """Return what was stated, or None if it could not be read."""
        if isinstance(raw, dict):
            return self._table(raw)
        value = self._single(raw, ())
        return None if value is None else Given(value, shown(raw))

    def _table(self, raw: dict[str, object]) -> Given | None:
        if raw and all(key.isdecimal() and len(key) == 4 for key in raw):
            self._note((), _years_inside(self.fact, next(iter(raw))))
            return None
        for key in islice(raw, MOST_MISTAKES):
            if key not in KEYS:
                self._note((key,), _unknown_key(key))
        source = self._words(raw, "source")
        self._words(raw, "note")  # for the writer of the profile; checked, not kept
        dated = self._dated(raw)
        estimate = self._estimate(raw)
        value = self._value(raw)
        if value is None or self.hopeless:
            return None
        spoken = shown(raw["value"]) if "value" in raw else f"{shown(raw.get('from', ''))}–{shown(raw.get('to', ''))}"
        return Given(value, spoken, source=source, dated=dated, estimate=estimate)

    @property
    def hopeless(self) -> bool:
        """Tell whether the value cannot be used."""
        return any(mistake.severity == "error" for _, mistake in self.found)

    def _value(self, raw: dict[str, object]) -> Value | None:
        ends = [key for key in ("from", "to") if key in raw]
        if "value" in raw and ends:
            problem = Text("value 和 from/to 不能同时写", "value cannot stand beside from and to")
            self._note((ends[0],), Mistake("value-and-range", problem, Text("留一种", "keep one of them")))
            return None
        if "value" in raw:
            return self._single(raw["value"], ("value",))
        if not ends:
            sample = example(self.fact.type, self.fact.unit)
            problem = Text("这里没有 value，也没有 from/to", "there is no value here, nor from and to")
            remedy = same(f"{{ value = {sample}, source = … }} / {{ from = {sample}, to = … }}")
            self._note((), Mistake("no-value", problem, Text("写成 ", "write ") + remedy))
            return None
        if self.fact.type is not FactType.DATE and not self.fact.type.numeric:
            problem = Text("只有数和日期才有范围", "only numbers and dates have a range")
            self._note((ends[0],), Mistake("no-range", problem, Text("只写一个值", "write a single value")))
            return None
        found = self._range(raw, self._end(raw, "from"), self._end(raw, "to"))
        if found is not None:
            self._doubt_unit(raw, found)
        return found

    def _range(self, raw: dict[str, object], first: Value | None, last: Value | None) -> Value | None:
        if self.hopeless:
            return None
        if self.fact.type is FactType.DATE:
            low, high = (end.low if isinstance(end, Days) else None for end in (first, last))
            if low and high and low > high:
                self._note(("from",), _backwards(f"{low}", f"{high}"))
                return None
            return Days(low, high)
        least, most = (end.low if isinstance(end, Span) else None for end in (first, last))
        if least is not None and most is not None and least > most:
            unit = self.fact.unit or ""
            mistake, meant = _backwards(plain(least) + unit, plain(most) + unit), self._with_units(raw)
            if meant is not None:
                half = _half_unit(*meant)
                mistake = replace(mistake, remedy=half.remedy, plainly=half.plainly)
            self._note(("from",), mistake)
            return None
        return Span(least, most)

    def _doubt_unit(self, raw: dict[str, object], found: Value) -> None:
        """Note a range with a unit at one end only where the other end would mean something else with it."""
        meant = self._with_units(raw)
        if meant is None or not isinstance(found, Span):
            return
        least, most = (self._amount(end) for end in meant[1])
        if (least, most) != (found.low, found.high):
            self._note((), _half_unit(*meant))

    def _with_units(self, raw: dict[str, object]) -> tuple[tuple[str, str], tuple[str, str]] | None:
        """Return the ends of a range as written, and with the unit that one of them left out; None where none did."""
        ends = [raw.get("from"), raw.get("to")]
        if not self.fact.type.numeric or not all(type(end) in (str, int, Decimal) for end in ends):
            return None
        low, high = (f"{end:f}" if isinstance(end, Decimal) else str(end) for end in ends)
        both = range_ends(low, high, self.fact.type, self.fact.unit, self.catalogue.units, self.catalogue.money)
        return None if {*both} == {low, high} else ((low, high), both)

    def _amount(self, text: str) -> Fraction | None:
        found = parse_number(text, self.fact.type, self.fact.unit, self.catalogue.units, self.catalogue.money)
        return None if isinstance(found, Mistake) else found

    def _end(self, raw: dict[str, object], key: str) -> Value | None:
        return self._single(raw[key], (key,)) if key in raw else None

    def _single(self, raw: object, path: KeyPath) -> Value | None:
        read = self._typed(raw, path)
        if isinstance(read, Mistake):
            self._note(path, read)
            return None
        return read

    def _typed(self, raw: object, path: KeyPath) -> Value | Mistake:
        match self.fact.type:
            case FactType.FLAG:
                return read_flag(raw, self.loose)
            case FactType.DATE:
                return read_day(raw, self.loose)
            case FactType.CHOICE:
                return read_choice(raw, self.fact, is_compared=self.is_compared)
            case FactType.SET:
                return read_set(raw, self.fact, self.loose, is_compared=self.is_compared)
            case FactType.PLACE:
                return read_place(raw, self.catalogue.places, self._wider(), is_compared=self.is_compared)
            case FactType.TEXT:
                text = read_words(raw)
                return text if isinstance(text, Mistake) else option(text)
            case _:
                return self._number(raw, path)

    def _wider(self) -> tuple[Text, ...]:
        """Return the titles of what places lie within."""
        within = self.catalogue.within
        return tuple(self.catalogue.facts[within.fact].choices.values()) if within is not None else ()

    def _number(self, raw: object, path: KeyPath) -> Value | Mistake:
        fact, units, money = self.fact, self.catalogue.units, self.catalogue.money
        amount = parse_number(raw, fact.type, fact.unit, units, money)
        if isinstance(amount, Mistake):
            return amount
        if (fact.low is not None and amount < fact.low) or (fact.high is not None and amount > fact.high):
            return _impossible(raw, amount, fact)
        doubtful = doubt(raw, fact.type, fact.unit, units, money)
        if doubtful:
            self._note(path, doubtful)
        if fact.type is FactType.COUNT and amount.denominator != 1 and not fact.derived:
            self._note(path, _not_whole(raw, fact))
        return number(amount)

    def _words(self, raw: dict[str, object], key: str) -> str | None:
        if key not in raw:
            return None
        text = read_words(raw[key])
        if isinstance(text, Mistake):
            self._note((key,), text)
            return None
        return text

    def _dated(self, raw: dict[str, object]) -> date | None:
        if "dated" not in raw:
            return None
        when = read_day(raw["dated"], self.loose)
        if isinstance(when, Mistake):
            self._note(("dated",), self._one_day(raw["dated"], when))
            return None
        if when.exact and when.exact > self.as_of:
            problem = Text(f"{when.exact} 晚于 {self.as_of}", f"{when.exact} is after {self.as_of}")
            remedy = Text(
                "按那一天回答时这项数据还没有出处；照用",
                "on the day asked about it had no source yet; it is used all the same",
            )
            self._note(("dated",), Mistake(FUTURE_SOURCE, problem, remedy, "warning"))
        return when.exact

    def _one_day(self, raw: object, mistake: Mistake) -> Mistake:
        """Return a mistake about the day of a source with a single day to write: a source has no range of days."""
        meant = meant_days(raw) if isinstance(raw, str) else None
        if meant is None or meant.first == meant.last:
            return mistake
        day = max(meant.first, min(meant.last, self.as_of))
        plainly = Text(
            f"写到日，如 {day}；不知道哪一天就不写", f"write the day, like {day}, or nothing if it is not known"
        )
        toml = Text(
            f"写到日，如 {day}，不加引号；不知道哪一天就不写",
            f"write the day, like {day}, without quotes, or leave dated out",
        )
        return replace(mistake, remedy=toml, plainly=plainly)

    def _estimate(self, raw: dict[str, object]) -> bool:
        flag = read_flag(raw.get("estimate", False), self.loose)
        if isinstance(flag, Mistake):
            self._note(("estimate",), flag)
            return False
        return flag.exact is True

    def _note(self, path: KeyPath, mistake: Mistake) -> None:
        self.found.append((path, mistake.without_toml() if self.loose else mistake))


def _backwards(first: str, last: str) -> Mistake:
    return Mistake(
        "range-backwards",
        Text(f"范围写反了：from {first} 大于 to {last}", f"the range runs backwards: from {first} is above to {last}"),
        Text("把 from 和 to 对调", "swap from and to"),
        plainly=Text("把两头对调", "swap the two ends"),
    )


def _half_unit(ends: tuple[str, str], both: tuple[str, str]) -> Mistake:
    written = f'from = "{shown(ends[0])}", to = "{shown(ends[1])}"'
    meant, ask = Text("是否应为 ", "did you mean "), Text("？", "?")
    return Mistake(
        "unit-doubtful",
        Text(f"{written} 只有一头写全了单位", f"{written}: only one end has its unit"),
        meant + same(f'{{ from = "{both[0]}", to = "{both[1]}" }}') + ask,
        "warning",
        meant + same("~".join(both)) + ask,
    )


def _impossible(raw: object, amount: Fraction, fact: Fact) -> Mistake:
    unit = fact.unit or ""
    low, high = (None if end is None else f"{plain(end)}{unit}" for end in (fact.low, fact.high))
    if low is not None and high is not None:
        bounds = Text(f"应在 {low} 与 {high} 之间", f"it lies between {low} and {high}")
    elif low is not None:
        bounds = Text(f"不能小于 {low}", f"it cannot be below {low}")
    else:
        bounds = Text(f"不能大于 {high}", f"it cannot be above {high}")
    meant = f"{plain(amount)}{unit}"
    also = Text("", "") if shown(raw) == meant else Text(f"（即 {meant}）", f" (that is {meant})")
    return Mistake(
        "impossible-value",
        Text(f"{fact.title.zh}不可能是 {shown(raw)}", f"{fact.title.en} cannot be {shown(raw)}") + also,
        bounds + Text("；检查位数和单位", "; check the digits and the unit"),
    )


def _not_whole(raw: object, fact: Fact) -> Mistake:
    return Mistake(
        NOT_WHOLE,
        Text(f"{fact.title.zh}按整数计，写的却是 {shown(raw)}", f"{fact.title.en} is a whole number, not {shown(raw)}"),
        Text("检查小数点和单位", "check the decimal point and the unit"),
        "warning",
    )


def _unknown_key(key: str) -> Mistake:
    near = closest(key, dict.fromkeys(KEYS, ()))
    return Mistake(
        "unknown-key",
        Text(f"值里没有 '{shown(key)}' 这一项", f"a value has no '{shown(key)}'"),
        Text(f"是否 '{near}'？", f"did you mean '{near}'?")
        if near
        else Text("可写：", "it may have: ") + Text("、".join(KEYS), ", ".join(KEYS)),
    )


def _years_inside(fact: Fact, year: str) -> Mistake:
    return Mistake(
        "years-inside-fact",
        Text(f"年份写在了 '{fact.id}' 里面", f"the years stand inside '{fact.id}'"),
        Text(
            f"反过来写：[….year.{year}] 下写 {fact.id} = …",
            f"turn it round: under [….year.{year}] write {fact.id} = …",
        )
        if fact.yearly
        else Text("这项数据不分年，只写一个值", "this figure is not yearly: write a single value"),
    )
