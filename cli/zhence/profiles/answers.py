"""Flags, choices, sets, places, dates and texts as people write them."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from zhence.model.fact import Fact
from zhence.model.text import Text, same
from zhence.model.value import Days, Members, Options, day, option
from zhence.written.faults import Mistake, closest, folded, listed, nearest, shown
from zhence.written.inexact import blank_value, is_blank
from zhence.written.spellings import tight

YES = frozenset(["true", "yes", "y", "是", "有", "对", "已", "1", "1.0", "√", "✓", "✔"])
NO = frozenset(["false", "no", "n", "否", "无", "没有", "不是", "不", "未", "0", "0.0", "×", "✗"])
_DATE = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})[日号]?|月?)|年?)")
_MIDNIGHT = re.compile(r"(?<=[0-9日号])(?:\s+|T)0?0:00(?::00(?:\.0+)?)?$")  # what a program adds to a day
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")

_SERIAL_START = date(1899, 12, 30)  # from which Excel counts days
_SERIALS = range(10_000, 80_000)  # 1927 to 2119

_CODE = re.compile(r"[A-Z]?([0-9]{2,4})")  # as industries are numbered: C3484, 3484, 34


def read_flag(raw: object, loose: bool) -> Options | Mistake:
    """Return a flag; words for yes and no count only where `loose`."""
    if isinstance(raw, bool):
        return option(raw)
    word = folded(raw) if isinstance(raw, str) else str(raw) if raw in (0, 1) and isinstance(raw, int) else ""
    meant = True if word in YES else False if word in NO else None
    if loose and meant is not None:
        return option(meant)
    if meant is None and isinstance(raw, str) and is_blank(word):
        return blank_value(raw)
    right = "true / false" if meant is None else shown(meant)
    words = ("“是”或“否”", "yes or no") if loose else (" true（是）或 false（否）", "true or false")
    return Mistake(
        "flag-as-text",
        Text(f"这里要填{words[0]}，写的却是 {_quoted(raw)}", f"{words[1]} belongs here, not {_quoted(raw)}"),
        Text(f"写成 {right}，不加引号", f"write {right}, without quotes"),
        plainly=Text("填“是”或“否”", "write yes or no"),
    )


def read_choice(raw: object, fact: Fact, *, is_compared: bool = True) -> Options | Mistake:
    """Return a choice given by its id or by its title in either language."""
    if isinstance(raw, list):
        return Mistake(
            "one-choice-only",
            Text("这里只能选一个", "only one choice belongs here"),
            Text("任选其一：", "choose one of: ") + _choices(fact),
        )
    found = _chosen(raw, fact, is_compared=is_compared)
    return found if isinstance(found, Mistake) else option(found)


def read_set(raw: object, fact: Fact, loose: bool, *, is_compared: bool = True) -> Members | Mistake:
    """Return a set of choices; a text is cut at its commas only where `loose`."""
    if isinstance(raw, str) and loose:
        raw = [word.strip() for word in re.split(r"[,，、;；]", raw) if word.strip()]
    if not isinstance(raw, list):
        return Mistake(
            "set-needs-list",
            Text(f"这里要填一个清单，写的却是 {_quoted(raw)}", f"a list belongs here, not {_quoted(raw)}"),
            Text(f'写成 ["{shown(raw)}"]；一个也没有时写 []', f'write ["{shown(raw)}"], or [] for none'),
            plainly=Text("逐个写出，用顿号隔开；一个也没有时写 []", "write them with commas between, or [] for none"),
        )
    known: set[str] = set()
    for each in raw:
        found = _chosen(each, fact, is_compared=is_compared)
        if isinstance(found, Mistake):
            return found
        if found in known:
            return Mistake(
                "twice-in-list",
                Text(f"{_quoted(each)} 写了两次", f"{_quoted(each)} stands twice"),
                Text("删去一个", "take one out"),
            )
        known.add(found)
    return Members(frozenset(known))


def _chosen(raw: object, fact: Fact, *, is_compared: bool) -> str | Mistake:
    names = {key: (title.zh, title.en) for key, title in fact.choices.items()}
    if isinstance(raw, str):
        word = folded(raw)
        meant = {key for key, titles in names.items() if word in {folded(each) for each in (key, *titles)}}
        if len(meant) == 1:  # a title may be a word that elsewhere stands for nothing known, such as None
            return meant.pop()
    text = read_words(raw)
    if isinstance(text, Mistake) or not fact.choices or text in fact.choices:
        return text
    coded = _coded(text, fact)
    if coded is not None:
        return coded
    near = closest(text, names) if is_compared else None
    if near:
        title = fact.choices[near]
        remedy = Text(f"是否 '{near}'（{title.zh}）？", f"did you mean '{near}' ({title.en})?")
    else:
        remedy = Text("可选：", "choose from: ") + _choices(fact)
    return Mistake("unknown-choice", Text(f"没有 '{shown(text)}' 这一选项", f"no such choice '{shown(text)}'"), remedy)


def _coded(text: str, fact: Fact) -> str | None:
    """Return the choice that a code or another name stands for: the longest code that begins it, such as 70 in K7010."""
    word = unicodedata.normalize("NFKC", text).strip().upper()
    code = _CODE.fullmatch(word)
    found: dict[int, str] = {}
    for choice, codes in fact.codes.items():
        for each in codes:
            first, dash, last = each.partition("-")
            if word == each.upper():
                return choice
            if code and dash and first <= code[1][: len(first)] <= last:
                found[len(first)] = choice
            elif code and not dash and code[1].startswith(each):
                found[len(each)] = choice
    return found[max(found)] if found else None


def _choices(fact: Fact) -> Text:
    return Text(
        "、".join(f"{key}（{title.zh}）" for key, title in fact.choices.items()),
        ", ".join(f"{key} ({title.en})" for key, title in fact.choices.items()),
    )


def read_place(
    raw: object, places: Mapping[str, Iterable[str]], wider: Iterable[Text] = (), *, is_compared: bool = True
) -> Options | Mistake:
    """Return the place that goes by a name or by one of its other names; `wider` are titles of what places lie within."""
    text = read_words(raw)
    if isinstance(text, Mistake):
        return text
    if not places or text in places:
        return option(text)
    spelt = _spelt(tuple((name, *others) for name, others in places.items()))
    meant = spelt.get(tight(text), [])
    if len(meant) == 1:
        return option(meant[0])
    if meant:
        return Mistake(
            "ambiguous-place",
            Text(f"叫 '{shown(text)}' 的不止一处", f"more than one place is called '{shown(text)}'"),
            Text("写全称：", "write it in full: ") + listed(sorted(meant)),
        )
    whole = next((each for each in wider if _is_called(text, each)), None)
    if whole is not None:
        return Mistake(
            "unknown-place",
            Text(f"'{shown(text)}' 下辖多个县（市、区）", f"'{shown(text)}' holds several counties"),
            Text("写到县（市、区）", "write the county"),
        )
    near = nearest(tight(text), spelt) if is_compared else None
    return Mistake(
        "unknown-place",
        Text(f"没有 '{shown(text)}' 这个地方", f"no such place '{shown(text)}'"),
        Text(f"是否 '{near}'？", f"did you mean '{near}'?")
        if near
        else Text("写所在县（市、区）的全称", "write the full name of the county as the catalogue has it"),
    )


def _is_called(text: str, title: Text) -> bool:
    """Tell whether a text names what places lie within: Q, Q city, the province and Q city."""
    said, zh = tight(text), tight(title.zh)
    return said == tight(title.en) or said.endswith(zh) or (len(said) > 1 and said == zh[:-1])


@lru_cache(maxsize=4)
def _spelt(places: tuple[tuple[str, ...], ...]) -> dict[str, list[str]]:
    """Return the places that go by each spelling; of each place, its name stands first among its names."""
    found: dict[str, list[str]] = {}
    for names in places:
        for spelling in {tight(each) for each in names}:
            found.setdefault(spelling, []).append(names[0])
    return found


def read_words(raw: object) -> str | Mistake:
    """Return a text without the space around it."""
    if not isinstance(raw, str):
        return Mistake(
            "text-needs-quotes",
            Text(f"这里要填文字，写的却是 {shown(raw)}", f"a text belongs here, not {shown(raw)}"),
            Text(f'加引号，如 "{shown(raw)}"', f'put it in quotes: "{shown(raw)}"')
            if not isinstance(raw, (dict, list))
            else Text('写成 "…"', 'write "…"'),
        )
    text = raw.strip()
    return blank_value(raw) if is_blank(text) and folded(text) not in NO else text


@dataclass(frozen=True, slots=True)
class Span:
    """Hold the days that a text such as 2024年5月 can mean."""

    first: date
    last: date


def read_day(raw: object, loose: bool) -> Days | Mistake:
    """Return a date; a text counts only where `loose`, and then only a full one."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return day(raw)
    if isinstance(raw, datetime):
        only = raw.date().isoformat()
        return Mistake(
            "time-of-day",
            Text(f"{shown(raw)} 带了时刻", f"{shown(raw)} has a time of day"),
            Text(f"只写日期：{only}", f"write the day only: {only}"),
        )
    if isinstance(raw, str) and is_blank(raw):
        return blank_value(raw)
    text = str(raw) if isinstance(raw, (str, int)) and not isinstance(raw, bool) and len(shown(raw)) < 32 else ""
    meant = meant_days(text)
    plainly: Text | None = None
    if isinstance(raw, int) and not isinstance(raw, bool) and raw in _SERIALS:
        serial = _SERIAL_START + timedelta(days=raw)
        remedy = Text(
            f"若为 Excel 的日期序号，写成 {serial}，不加引号",
            f"if it is a day as Excel counts them, write {serial}, without quotes",
        )
    elif meant is None:
        remedy = Text("写成 2024-05-31 这样，不加引号", "write it like 2024-05-31, without quotes")
    elif meant.first == meant.last:
        if loose and isinstance(raw, str):
            return day(meant.first)
        remedy = Text(f"写成 {meant.first}，不加引号", f"write {meant.first}, without quotes")
    else:
        write = Text("写到日；不知道哪一天就写 ", "write the day, or, if it is not known, ")
        remedy = write + same(f"{{ from = {meant.first}, to = {meant.last} }}")
        plainly = write + same(f"{meant.first}~{meant.last}")
    return Mistake(
        "date-as-text",
        Text(f"这里要填日期，写的却是 {_quoted(raw)}", f"a date belongs here, not {_quoted(raw)}"),
        remedy,
        plainly=plainly or Text(remedy.zh.partition("，不加")[0], remedy.en.partition(", without")[0]),
    )


def meant_days(text: str) -> Span | None:
    """Return the days that a written date, month or year can mean; None if it is none of them."""
    text = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", text).strip())
    found = _COMPACT.fullmatch(text) or _DATE.fullmatch(text)
    if not found:
        return None
    year, month, number = (int(part) if part else None for part in found.groups())
    try:
        if year is None or month is None:
            return Span(date(year or 0, 1, 1), date(year or 0, 12, 31))
        if number is None:
            return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
        return Span(date(year, month, number), date(year, month, number))
    except ValueError:
        return None


def _quoted(raw: object) -> str:
    return f'"{shown(raw)}"' if isinstance(raw, str) else shown(raw)
