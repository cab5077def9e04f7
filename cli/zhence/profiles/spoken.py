"""An answer as somebody says it, as a value and as TOML to keep: ranges, halves of a date, numbers of a list of choices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import tomli

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactType
from zhence.model.fault import Fault
from zhence.model.profile import Given
from zhence.model.text import Text
from zhence.model.value import Days, Members, Options
from zhence.profiles.answers import meant_days, read_flag
from zhence.profiles.values import ValueReader
from zhence.written.bounds import beyond
from zhence.written.faults import Mistake, folded
from zhence.written.quantities import range_ends

_BETWEEN = re.compile(r"(?P<low>\S.*?)\s*(?:~|～|–|—+|\.\.+|至|到|\bto\b)\s*(?P<high>\S.*)")
_DASHED = re.compile(r"(?P<low>[^-]*[^\s\-+eE])\s*-\s*(?P<high>[0-9][^-]*)")
_OPEN = re.compile(r"(?P<low>\S.*?)\s*[~～]|[~～]\s*(?P<high>\S.*)")
_LEAST = re.compile(r"(?:[>≥≧]=?|至少|不低于|不少于|超过|大于|at least|over)\s*(.+)|(.+?)\s*以上", re.IGNORECASE)
_MOST = re.compile(
    r"(?:[<≤≦]=?|至多|最多|不超过|不高于|小于|不足|at most|under)\s*(.+)|(.+?)\s*(?:以下|以内)", re.IGNORECASE
)
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?")
_NUMBERS = re.compile(r"[0-9]{1,3}(?:\s*[,，、;； ]\s*[0-9]{1,3})*")
NOTHING = frozenset(["none", "[]", "无", "没有", "一个也没有"])


@dataclass(frozen=True, slots=True)
class Spoken:
    """Hold what was understood, None where nothing was; how it is written in a profile; what is wrong or doubtful."""

    given: Given | None
    toml: str = ""
    faults: tuple[Fault, ...] = ()


class Word(StrEnum):
    """Name what can be said instead of an answer."""

    HELP = "help"
    BACK = "back"
    STOP = "stop"
    UNKNOWN = "unknown"


WORDS = {
    Word.HELP: frozenset(["", "?", "help", "帮助"]),
    Word.BACK: frozenset(["back", "返回", "上一题"]),
    Word.STOP: frozenset(["stop", "quit", "exit", "停", "停止", "退出"]),
    Word.UNKNOWN: frozenset(["unknown", "don't know", "dont know", "不知道", "不清楚", "不详"]),
}


def read_word(text: str) -> Word | None:
    """Return what is said instead of an answer, None where it is an answer."""
    said = " ".join(folded(text).split())
    return next((word for word, ways in WORDS.items() if said in ways), None)


def chosen(text: str, titles: Mapping[str, Text]) -> str | None:
    """Return the word that is meant by its place in a list, by itself, or by its title in either language."""
    said = " ".join(folded(text).split())
    ways = {str(at): word for at, word in enumerate(titles, 1)}
    ways |= {folded(way): word for word, title in titles.items() for way in (word, title.zh, title.en)}
    return ways.get(said)


def says(text: str, meant: Text) -> bool:
    """Tell whether these are the words, in either language."""
    return " ".join(folded(text).split()) in {folded(meant.zh), folded(meant.en)}


def read_spoken(text: str, fact: Fact, catalogue: Catalogue, as_of: date) -> Spoken:
    """Return the answer to what a fact is."""
    text = " ".join(text.split())
    raw = _raw(text, fact, catalogue)
    if isinstance(raw, Mistake):
        return Spoken(None, faults=_faults([raw]))
    reader = ValueReader(fact, catalogue, as_of, loose=True)
    given = reader.read(raw)
    faults = _faults(mistake for _, mistake in reader.found)
    if given is None or reader.hopeless:
        return Spoken(None, faults=faults)
    return Spoken(given, text if text.startswith("{") else _toml(raw, given, fact), faults)


def read_membership(text: str) -> Spoken:
    """Return the answer to whether a place belongs to a zone."""
    inside = read_flag(text.strip(), loose=True)
    if isinstance(inside, Mistake):
        return Spoken(None, faults=_faults([inside]))
    return Spoken(Given(inside, text), _value(inside.exact is True))


def _faults(mistakes: Iterable[Mistake]) -> tuple[Fault, ...]:
    told = (mistake.without_toml() for mistake in mistakes)
    return tuple(Fault("", "", m.problem, m.remedy, severity=m.severity, kind=m.kind) for m in told)


def _raw(text: str, fact: Fact, catalogue: Catalogue) -> object:
    """Return the answer as a profile would have it; choices may go by their place in the list."""
    if fact.type in (FactType.CHOICE, FactType.SET) and not text.startswith("{"):
        return _numbered(text, fact)
    return unspoken(text, fact, catalogue)


def unspoken(text: str, fact: Fact, catalogue: Catalogue) -> object:
    """Return a value as a profile would have it: ranges as tables; a mistake where a table is none."""
    if text.startswith("{"):
        return _table(text)
    if fact.type is FactType.DATE:
        return _days(text)
    return _range(text, fact, catalogue) if fact.type.numeric else text


def _table(text: str) -> object:
    try:
        found = tomli.loads(f"x = {text}")
        excess = beyond(found)
        return found["x"] if excess is None else excess[1]
    except (ValueError, RecursionError):
        return Mistake(
            "not-a-table",
            Text("花括号里的写法有误", "what stands in the braces is not TOML"),
            Text('写成 { value = "…", source = "…" }', 'write { value = "…", source = "…" }'),
        )


def _numbered(text: str, fact: Fact) -> object:
    """Return choices by their place in the list as it was shown."""
    words = list(fact.choices)
    if fact.type is FactType.SET and folded(text) in NOTHING:
        return []
    if not _NUMBERS.fullmatch(text) or text in words:
        return text
    places = [int(part) for part in re.findall("[0-9]+", text)]
    if not all(0 < place <= len(words) for place in places):
        return text
    chosen = [words[place - 1] for place in places]
    return chosen if fact.type is FactType.SET else chosen[0] if len(chosen) == 1 else chosen


def _days(text: str) -> object:
    between, is_open = _BETWEEN.fullmatch(text), _OPEN.fullmatch(text)
    end = meant_days(is_open["low"] or is_open["high"]) if is_open else None
    if is_open and end is not None:
        return {"from": end.first} if is_open["low"] else {"to": end.last}
    first = meant_days(between["low"] if between else text)
    last = meant_days(between["high"]) if between else first
    if first is None or last is None or first.first == last.last:
        return text
    return {"from": first.first, "to": last.last}


def _range(text: str, fact: Fact, catalogue: Catalogue) -> object:
    between = _BETWEEN.fullmatch(text) or _DASHED.fullmatch(text)
    if between:
        ends = between["low"], between["high"]
        low, high = range_ends(*ends, fact.type, fact.unit, catalogue.units, catalogue.money, is_sorted=False)
        return {"from": low, "to": high}
    if is_open := _OPEN.fullmatch(text):
        return {end: words for end, words in (("from", is_open["low"]), ("to", is_open["high"])) if words}
    for end, pattern in (("from", _LEAST), ("to", _MOST)):
        found = pattern.fullmatch(text)
        if found:
            return {end: found[1] or found[2]}
    return text


def _toml(raw: object, given: Given, fact: Fact) -> str:
    if isinstance(raw, dict):
        return "{ " + ", ".join(f"{key} = {_value(end)}" for key, end in raw.items()) + " }"
    match given.value:
        case Members(known):
            order = [*fact.choices, *sorted(known.difference(fact.choices))]
            return f"[{', '.join(_value(word) for word in order if word in known)}]"
        case Options() | Days():
            return _value(given.value.exact)
        case _:
            return str(raw) if _PLAIN.fullmatch(str(raw)) else _value(raw)


def _value(value: object) -> str:
    import tomli_w

    return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")
