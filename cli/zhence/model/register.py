"""A register of known subjects: what documents say of each, to be filled into the profile that names it."""

from __future__ import annotations

from datetime import date

from zhence.model.fact import FactKey
from zhence.model.profile import Given
from zhence.model.shape import shape
from zhence.model.text import Text


@shape
class Entry:
    """Hold one known subject: the names it goes by, and what is stated of it from a day on."""

    name: str
    given: dict[FactKey, Given]
    aliases: tuple[str, ...] = ()
    start: date | None = None  # before this day only where it lies is taken from the entry


@shape
class Register:
    """Hold the known subjects of one kind; `suffixes` are the ends that a name may be written without."""

    subject: str
    title: Text
    entries: tuple[Entry, ...]
    suffixes: tuple[str, ...] = ()
    file: str = ""
