"""Answers kept in the text of a profile, which otherwise stays as somebody wrote it."""

from __future__ import annotations

import json
from pathlib import Path

from zhence.model.fact import FactKey
from zhence.model.question import Asked
from zhence.profiles.files import read_text
from zhence.profiles.names import NAME, UNKNOWN, YEAR, ZONE
from zhence.written.faults import Findings
from zhence.written.insert import appended, inserted
from zhence.written.lines import KeyPath


def text_of(path: Path) -> str:
    """Return the text of a profile that was read before."""
    return read_text(path, Findings(str(path))) or ""


def has_room(text: str, subject: str) -> bool:
    """Tell whether answers can be written into a text."""
    return appended(text, (subject, UNKNOWN), '"…"') is not None


def new_text(subject: str, name: str, place: tuple[str, str] | None) -> str | None:
    """Return a profile with a name and, as fact and TOML, a place."""
    text = inserted(f"[{subject}]\n", (subject, NAME), json.dumps(name, ensure_ascii=False))
    return text if text is None or place is None else inserted(text, (subject, place[0]), place[1])


def with_answer(text: str, subject: str, asked: Asked, toml: str) -> str | None:
    """Return the text with the answer to a figure, None where there is no room for it."""
    owner, key = _owner(subject, asked), asked.key
    if key.fact.startswith(f"{ZONE}."):
        return inserted(text, (*owner, ZONE, key.fact.removeprefix(f"{ZONE}.")), toml)
    years = () if key.year is None else (YEAR, str(key.year))
    return inserted(text, (*owner, *years, key.fact), toml)


def with_unknown(text: str, subject: str, asked: Asked, *, is_listed: bool) -> str | None:
    """Return the text with one more figure that nobody knows; of an item not listed, its owner says so."""
    owner = _owner(subject, asked) if is_listed else (subject,)
    return appended(text, (*owner, UNKNOWN), f'"{asked.key}"')


def without_kind(text: str, subject: str, kind: str) -> str | None:
    """Return the text with a kind of item of which there is none to ask about."""
    return appended(text, (subject, UNKNOWN), f'"{FactKey(kind)}"')


def _owner(subject: str, asked: Asked) -> KeyPath:
    return (subject,) if asked.kind is None else (subject, asked.kind, asked.at)
