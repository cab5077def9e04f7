"""Formats of cells: what a person sees of a number is not always what is stored of it: 3.09% is 0.0309, 500.0 may be 5000000."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import IO

from zhence.model.text import Text
from zhence.profiles.spreadsheet_parts import Marks, Walker
from zhence.written.faults import Mistake

DAY, PERCENT = "day", "percent"
_DAYS = frozenset([*range(14, 23), *range(27, 32), 36, *range(45, 48), *range(50, 59)])
_PERCENTS = frozenset([9, 10])
_TOKEN = re.compile(
    r"""(?P<said>"[^"]*"|[\\!].)|(?P<inside>\[[^\]]*\])|(?P<space>[_*].)|(?P<any>General|G/通用格式)|(?P<power>E[+-])"""
    r"""|(?P<digit>[0#?])|(?P<mark>[.,%;@])|(?P<rest>.)""",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\]")
_MANY = re.compile(r"[十百千万亿]+|[kmb](?=$|[^a-z])|thousand|million|bn|billion", re.IGNORECASE)
_NO_WORD = "()+- △▲▼▽↑↓"
_OWN_MONEY = frozenset(["", "¥", "￥", "RMB", "CNY", "CN¥", "人民币"])
_SIZES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "k": 3, "thousand": 3, "m": 6, "million": 6}
_SIZES |= {"b": 9, "bn": 9, "billion": 9}
_TESTS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda number, bound: number < bound,
    "<=": lambda number, bound: number <= bound,
    ">": lambda number, bound: number > bound,
    ">=": lambda number, bound: number >= bound,
    "=": lambda number, bound: number == bound,
    "<>": lambda number, bound: number != bound,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold how a number is shown: divided by ten to the power of `places`, with words `before` it and a `unit` behind.

    Where `is_odd` it is shown as another number in a way that is not understood.
    """

    places: int = 0
    before: str = ""
    unit: str = ""
    is_odd: bool = False


PLAIN, ODD = Shown(), Shown(is_odd=True)
NOTHING = Shown(unit=" ", is_odd=True)  # no digit of it: a dash for zero, or nothing at all


@dataclass(frozen=True, slots=True)
class Section:
    """Hold how a format shows some numbers: those that meet a condition, where it has one."""

    shown: Shown
    test: str = ""
    bound: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Format:
    """Hold what a format makes of a number: a day, a percent, or plain; and how it shows it."""

    kind: str = ""
    sections: tuple[Section, ...] = ()

    def shown(self, number: Decimal) -> Shown:
        """Return how a number is shown."""
        if not self.sections:
            return PLAIN
        if any(each.test for each in self.sections):
            rest = {each.shown for each in self.sections if not each.test}
            met = (each.shown for each in self.sections if each.test and _TESTS[each.test](number, each.bound))
            found = next(met, None)
            found = found or (rest.pop() if len(rest) == 1 else ODD)
        else:
            at = 0 if number > 0 else 1 if number < 0 else 2
            found = self.sections[at if at < len(self.sections) else 0].shown
        return PLAIN if found == NOTHING and number == 0 else found


def cell_formats(part: IO[bytes]) -> list[Format]:
    """Return the format of each style of a cell."""
    codes: dict[int, Format] = {}
    used: list[int] = []
    inside: list[str] = []

    def start(tag: str, marks: Marks) -> None:
        if tag in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside.append(tag)
        elif tag == "numFmt":
            codes[int(marks["numFmtId"])] = meant(marks.get("formatCode", ""))
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            used.append(int(marks.get("numFmtId", 0)))

    Walker(start).walk(part)
    return [codes.get(number) or _of_excel(number) for number in used]


def _of_excel(number: int) -> Format:
    """Return one of the formats that have a number and no code."""
    return Format(PERCENT if number in _PERCENTS else DAY if number in _DAYS else "")


def meant(code: str) -> Format:
    """Return what the code of a format makes of a number."""
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["mark"] == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    tokens = [token for part in parts for token in part]
    is_percent = any(token["mark"] == "%" for token in tokens)
    is_general = any(token["any"] for token in tokens)
    if not (is_percent or is_general) and any(token["rest"] and token["rest"] in "ymdhsYMDHS" for token in tokens):
        return Format(DAY)
    sections = tuple(_section(part) for part in parts[:3])
    has_more = any(each.shown not in (PLAIN, NOTHING) for each in sections)
    return Format(PERCENT if is_percent else "", sections if has_more else ())


def _section(tokens: list[re.Match[str]]) -> Section:
    found = next((match for token in tokens if (match := _CONDITION.fullmatch(token["inside"] or ""))), None)
    shown = _shown(tokens)
    return Section(shown) if found is None else Section(shown, found[1], Decimal(found[2]))


def _shown(tokens: list[re.Match[str]]) -> Shown:
    """Return how a section shows a number; one without digits says something else, and the number stands."""
    places = [at for at, token in enumerate(tokens) if token["digit"] or token["any"]]
    if not places:
        return NOTHING
    if any(token["power"] for token in tokens):
        return PLAIN
    first, last = places[0], places[-1]
    while last + 1 < len(tokens) and tokens[last + 1]["mark"] in (".", ","):
        last += 1
    before, number, behind = tokens[:first], tokens[first : last + 1], tokens[last + 1 :]
    size = _size(number)
    unit = "".join(_words(behind).split()).strip(_NO_WORD)
    if size is None or not _fits(size, unit):
        return ODD
    said = _words(before).strip(_NO_WORD)
    return Shown(size, "" if said.upper() in _OWN_MONEY else said, unit)


def _words(tokens: list[re.Match[str]]) -> str:
    """Return what stands as words among the tokens of a section."""
    return "".join(map(_said, tokens))


def _said(token: re.Match[str]) -> str:
    if token["inside"]:
        return token["inside"][2:-1].partition("-")[0] if token["inside"].startswith("[$") else ""
    words = token["said"] or ""
    return words[1:-1] if words[:1] == '"' else words[1:] or token["rest"] or ""


def _size(tokens: list[re.Match[str]]) -> int | None:
    """Return the power of ten by which digits are shown smaller: 3 for a comma at the end, and 1 for a written point.

    None where other words stand among them.
    """
    size = 0
    for at, token in enumerate(tokens):
        after = [each for each in tokens[at + 1 :] if each["digit"]]
        if token["mark"] == "," and (not after or _next_is_point(tokens[at + 1 :])):
            size += 3
        words = _words([token]).strip()
        if words == "." and after:
            points = [place for place, each in enumerate(tokens) if each["mark"] == "."]
            size += sum(bool(each["digit"]) for each in tokens[at + 1 : points[0] if points else None])
        elif words and words not in ".,-/":
            return None
    return size


def _next_is_point(tokens: list[re.Match[str]]) -> bool:
    """Tell whether nothing but commas stands before the decimal point."""
    return next((token["mark"] == "." for token in tokens if token["mark"] != ","), False)


def _fits(size: int, unit: str) -> bool:
    """Tell whether a unit says as many times as the digits are shown smaller, or they are shown in full, or without one."""
    if size == 0 or not unit:
        return True
    many = _MANY.match(unit)
    if many is None:
        return False
    word = many[0].casefold()
    return size == (_SIZES[word] if word in _SIZES else sum(_SIZES[letter] for letter in word))


def odd_format(number: str) -> Mistake:
    """Return the mistake of a number that its format shows as another one."""
    return Mistake(
        "odd-format",
        Text(
            f"单元格里存的是 {number}，它的数字格式显示成另一个数，不能确定是多少",
            f"the cell holds {number}, but its number format shows another number: which is meant is not certain",
        ),
        Text(
            "把单元格格式改为常规，核对后再写数", "set the cell's format to general, and write the number that is meant"
        ),
    )
