"""The parts of a head: a name, and around it years, brackets and the end of a range."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

MOST_PARTS = 6  # around one name
ENDS = {"low": "low", "from": "low", "下限": "low", "high": "high", "to": "high", "上限": "high"}
_END = re.compile(r"(?P<rest>.+?):?(?P<end>low|high|from|to|下限|上限)")
_BRACKET = re.compile(r"(?P<rest>.+)[(\[](?P<bracket>[^()\[\]]*)[)\]]")
_AFTER = re.compile(r"(?P<rest>.+?)@?(?P<year>[12][0-9]{3})年?[度底末]?")
_UNIT = re.compile(r"(?P<rest>.+[12][0-9]{3}年?[度底末]?)\s*(?P<unit>[^0-9()\[\]]{1,6})")  # 2023 万元
_SAYS_UNIT = re.compile(r"(?:计量)?单位\s*[:：]?\s*|units?\s*:\s*|in\s*", re.IGNORECASE)  # before a unit in brackets
_BEFORE = re.compile(r"(?P<year>[12][0-9]{3})年?[度底末]?(?P<rest>.+)")
_YEAR = re.compile(r"([12][0-9]{3})年?[度底末]?")


@dataclass(frozen=True, slots=True)
class HeadParts:
    """Hold a head taken apart: what is left as its name, years that stand around it, words in brackets, and an end."""

    name: str
    years: tuple[str, ...] = ()
    brackets: tuple[str, ...] = ()
    end: str | None = None

    def peeled(self, is_unit: Callable[[str], bool]) -> list[HeadParts]:
        """Return the ways to take one part more off the name; a unit without brackets stands only behind a year."""
        found = []
        if self == HeadParts(self.name) and (match := _END.fullmatch(self.name)):
            found.append(replace(self, name=match["rest"].strip(), end=ENDS[match["end"]]))
        if match := _BRACKET.fullmatch(self.name):
            said, less = match["bracket"].strip(), replace(self, name=match["rest"].strip())
            if year := _YEAR.fullmatch(said):
                found.append(replace(less, years=(year[1], *self.years)))
            else:
                said = _bare_unit(said, is_unit)
                found.append(replace(less, brackets=(said, *self.brackets) if said else self.brackets))
        dated = [match for pattern in (_AFTER, _BEFORE) if (match := pattern.fullmatch(self.name))]
        found += [replace(self, name=each["rest"].strip(), years=(each["year"], *self.years)) for each in dated]
        if (match := _UNIT.fullmatch(self.name)) and not self.brackets and is_unit(match["unit"]):
            found.append(replace(self, name=match["rest"].strip(), brackets=(match["unit"].strip(),)))
        return found


def _bare_unit(said: str, is_unit: Callable[[str], bool]) -> str:
    """Return the unit in brackets without the word that one follows: 单位：万元."""
    word = _SAYS_UNIT.match(said)
    return said[word.end() :] if word and is_unit(said[word.end() :]) else said


def parts_of(head: str, is_name: Callable[[str], bool], is_unit: Callable[[str], bool]) -> HeadParts:
    """Return a head with the fewest parts taken off that leave a known name, else with all of them taken off."""
    level = [HeadParts(head)]
    last = level[0]
    for _ in range(MOST_PARTS):
        for each in level:
            if is_name(each.name):
                return each
        last = level[0]
        level = list(dict.fromkeys(more for each in level for more in each.peeled(is_unit)))
        if not level:
            break
    return last
