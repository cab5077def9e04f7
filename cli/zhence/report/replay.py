"""What differs between a stored report and the same question answered again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from zhence.model.text import Text, same
from zhence.report.words import COLON, bracketed

Data = dict[str, Any]
Key = tuple[str, str, int]
ARROW = same(" → ")
NONE = same("—")
SAME = Text("与所存报告完全相同", "The same as the stored report in every part")


def differences(stored: Data, now: Data) -> list[Text]:
    """Return a line for everything that differs: what the answer was made from, then each verdict."""
    if stored == now:
        return [SAME]
    lines = [*_made_from(stored, now), *_profiles(stored, now)]
    verdicts = [line for old, new in _pairs(stored, now) for line in _verdicts(old, new)]
    return lines + (verdicts or [Text("结论没有变化", "No verdict differs")])


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
