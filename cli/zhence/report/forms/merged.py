"""Answers and figures that read the same told once, for forms that people leaf through."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zhence.model.text import Lang
from zhence.report.forms.words import say
from zhence.report.words import LIST

Data = Mapping[str, Any]


def merged(results: Iterable[Data], fields: Sequence[str]) -> list[list[Data]]:
    """Return the answers of one measure that agree in these fields together, in the order of the first of each."""
    found: dict[tuple[str, str], list[Data]] = {}
    for result in results:
        shown = json.dumps([result[field] for field in fields], ensure_ascii=False)
        found.setdefault((result["measure"], shown), []).append(result)
    return list(found.values())


def items_words(results: Sequence[Data], lang: Lang) -> str:
    """Return which items answers of one measure are about, '' where they are of the subject itself."""
    titles = dict.fromkeys(say(result["item_title"], lang) for result in results if result["item_title"] is not None)
    first, *others = [*titles] or [""]
    if not others:
        return first
    names = [say(result["item"]["name"], lang) for result in results if result["item"] is not None]
    return LIST.to(lang).join([first, *names[1:]])


def figures(missing: Iterable[Data]) -> list[list[Data]]:
    """Return the missing figures, those of the same name and year together, in the order of the first of each."""
    found: dict[str, list[Data]] = {}
    for each in missing:
        found.setdefault(each["figure"], []).append(each)
    return list(found.values())


def numbered(subject: Data) -> dict[str, int]:
    """Return a number for the name of each item that figures are missing of, where there are several."""
    named = dict.fromkeys(each["of"]["name"] for each in subject["missing"])
    found = [name for name in named if name not in ("", subject["name"])]
    return {name: number for number, name in enumerate(found, 1)} if len(found) > 1 else {}


def owners_words(alike: Iterable[Data], subject: Data, owners: Mapping[str, int], lang: Lang) -> str:
    """Return whose a missing figure is: kinds and names, then the numbers of items, as '1–3、5'."""
    told: dict[str, None] = {}
    numbers = set()
    for owner in (each["of"] for each in alike):
        if owner["name"] in ("", subject["name"]):
            told[say(owner["kind_title"], lang)] = None
        elif owner["name"] in owners:
            numbers.add(owners[owner["name"]])
        else:
            told[say(owner["name"], lang)] = None
    shown = [str(first) if first == last else f"{first}–{last}" for first, last in runs(numbers)]
    return LIST.to(lang).join([*told, *shown])


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return numbers in order, those that follow one another as the first and the last of them."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
