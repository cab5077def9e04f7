"""What differs between a stored report and the same question answered again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from zhence.model.text import Text, same
from zhence.report.words import COLON, bracketed

Data = dict[str, Any]
Key = tuple[str, str, int]
Path = tuple[str | int, ...]
ARROW = same(" → ")
NONE = same("—")
ABSENT = object()
SAME = Text("与所存报告完全相同", "The same as the stored report in every part")
TOLD = {("program",), ("as_of",), ("catalogue", "digest")}  # places that have lines of their own
LONGEST = 40  # characters of a value that are shown


def differences(stored: Data, now: Data) -> list[Text]:
    """Return a line for what the answer was made from and for each verdict that differ, and one for all other places."""
    if stored == now:
        return [SAME]
    lines = [*_made_from(stored, now), *_profiles(stored, now)]
    verdicts = [line for old, new in _pairs(stored, now) for line in _verdicts(old, new)]
    return lines + (verdicts or [Text("结论没有变化", "No verdict differs")]) + _elsewhere(stored, now)


def _elsewhere(stored: Data, now: Data) -> list[Text]:
    """Return a line on the places that no other line tells of, the first of them in full."""
    places = [place for place in _places(stored, now, ()) if not _is_told(place[0], stored, now)]
    if not places:
        return []
    path, old, new = places[0]
    many = len(places)
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
    head = Text(
        f"另有{many}处不同，第一处：{where}",
        f"1 other place differs: {where}" if many == 1 else f"{many} other places differ, the first: {where}",
    )
    return [head + COLON + same(old) + ARROW + same(new)]


def _places(old: object, new: object, path: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield every place where two documents differ, with what stands there in each."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            yield from _places(old.get(key, ABSENT), new.get(key, ABSENT), (*path, key))
    elif isinstance(old, list) and isinstance(new, list):
        for at, (one, other) in enumerate(zip_longest(old, new, fillvalue=ABSENT)):
            yield from _places(one, other, (*path, at))
    elif type(old) is not type(new) or old != new:
        yield path, _shown(old), _shown(new)


def _shown(value: object) -> str:
    if value is ABSENT:
        return "—"
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return words if len(words) <= LONGEST else words[:LONGEST] + "…"


def _is_told(path: Path, stored: Data, now: Data) -> bool:
    """Tell whether a place that differs has a line of its own, or only says in words what such a line tells."""
    match path:
        case ("as_of_text", *_):
            return bool(stored["as_of"] != now["as_of"])
        case ("subjects", _, "digest"):
            return True
        case (
            "subjects",
            int(subject),
            "results",
            int(at),
            ("verdict" | "open_verdict" | "verdict_title" | "open_verdict_title") as field,
            *_,
        ):
            old, new = stored["subjects"][subject]["results"][at], now["subjects"][subject]["results"][at]
            is_one_answer = (old["measure"], old["item"]) == (new["measure"], new["item"])
            return is_one_answer and bool(old[field.removesuffix("_title")] != new[field.removesuffix("_title")])
    return path in TOLD


def _made_from(stored: Data, now: Data) -> Iterator[Text]:
    heads = (
        (Text("程序版本", "Program version"), stored["program"], now["program"]),
        (Text("判断日期", "As of"), stored["as_of"], now["as_of"]),
        (Text("目录校验值", "Catalogue digest"), stored["catalogue"]["digest"], now["catalogue"]["digest"]),
    )
    for title, old, new in heads:
        if old != new:
            yield title + COLON + same(old) + ARROW + same(new)


def _profiles(stored: Data, now: Data) -> Iterator[Text]:
    old, new = stored["subjects"], now["subjects"]
    if len(old) != len(new):
        yield Text("申报对象个数", "Number of subjects") + COLON + same(str(len(old))) + ARROW + same(str(len(new)))
    for before, after in _pairs(stored, now):
        if before["digest"] != after["digest"]:
            digests = same(before["digest"]) + ARROW + same(after["digest"])
            yield Text("档案校验值", "Profile digest") + bracketed(_named(before, after)) + COLON + digests


def _pairs(stored: Data, now: Data) -> Iterator[tuple[Data, Data]]:
    """Yield the subjects side by side, in the order in which both were given."""
    return zip(stored["subjects"], now["subjects"], strict=False)


def _named(before: Data, after: Data) -> Text:
    name = same(before["name"] or "—")
    return name if before["name"] == after["name"] else name + ARROW + same(after["name"] or "—")


def _verdicts(before: Data, after: Data) -> Iterator[Text]:
    old, new = _by_key(before), _by_key(after)
    for key in dict.fromkeys([*old, *new]):
        was, is_ = old.get(key), new.get(key)
        shown = was or is_
        if shown is not None and (was is None or is_ is None or _verdict(was) != _verdict(is_)):
            title = _both(shown["title"]) + bracketed(same(key[0] if not key[1] else f"{key[0]}, {key[1]}"))
            yield _named(before, after) + COLON + title + COLON + _told(was) + ARROW + _told(is_)


def _by_key(subject: Data) -> dict[Key, Data]:
    """Return the answers by measure, item and, where two items share a name, their place among these."""
    seen: Counter[tuple[str, str]] = Counter()
    found: dict[Key, Data] = {}
    for result in subject["results"]:
        name = (result["measure"], result["item"]["name"] if result["item"] is not None else "")
        found[*name, seen[name]] = result
        seen[name] += 1
    return found


def _verdict(result: Data) -> tuple[str, str]:
    return result["verdict"], result["open_verdict"]


def _told(result: Data | None) -> Text:
    if result is None:
        return NONE
    words = _both(result["verdict_title"])
    return words + bracketed(_both(result["open_verdict_title"])) if result["verdict"] == "closed" else words


def _both(text: Data) -> Text:
    return Text(text["zh"], text["en"])
