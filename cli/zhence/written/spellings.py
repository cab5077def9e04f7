"""How a known subject may be written: with or without its suffix, its county before it, under another name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from zhence.model.register import Entry, Register
from zhence.written.faults import folded


def tight(name: str) -> str:
    """Return a name without blanks, full-width and letter-case differences."""
    return re.sub(r"\s+", "", folded(name))


def place_of(entry: Entry, place: str | None) -> str | None:
    """Return where an entry lies; `place` is the fact that says where a subject is."""
    for key, given in entry.given.items():
        if key.fact == place:
            return given.raw
    return None


def spellings(
    entry: Entry, register: Register, places: Mapping[str, Iterable[str]], place: str | None
) -> frozenset[str]:
    """Return every way to write an entry's name, tightly."""
    names = {tight(name) for name in (entry.name, *entry.aliases)}
    ends = [tight(end) for end in register.suffixes]
    names |= {name.removesuffix(end) for name in names for end in ends if name.endswith(end) and name != end}
    within = place_of(entry, place)
    before = {""} if within is None else {"", *(tight(each) for each in (within, *places.get(within, ())))}
    return frozenset(first + name for first in before for name in names)
