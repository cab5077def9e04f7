"""Put a value into a TOML text that a person wrote: everything else stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import tomli
import tomli_w

from zhence.written.lines import KeyPath, key_lines, pair_ends

_QUIET = re.compile(r"\s*(#.*)?")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
Table = dict[str, Any]
Places = dict[KeyPath, int]


def inserted(text: str, path: KeyPath, value: str) -> str | None:
    """Return the text with a key set, or None where it is written in a way that leaves no room for it.

    The path may pass through tables and items that are not there yet; `value` is TOML. A value that stood there
    before is kept above the new one as a comment. What is returned was read back: it says what the text said, and
    the one value more.
    """
    data = tomli.loads(text)
    _put(data, path, tomli.loads(f"x = {value}")["x"])
    lines, places = _lines(text), key_lines(text)
    pair = f"{_key(path[-1:])} = {value}"
    if path in places:
        first = places[path] - 1
        last = _end(text, first)
        old = [f"# {line}" for line in lines[first:last]]
        return _agreeing([[*lines[:first], *old, pair, *lines[last:]]], data, text)
    return _agreeing(_places_for(lines, places, path, value), data, text)


def appended(text: str, path: KeyPath, value: str) -> str | None:
    """Return the text with one more value in a list, begun where there is none; None where there is no room for it."""
    data: Any = tomli.loads(text)
    here: Any = data
    for part in path:
        here = here.get(part) if isinstance(here, dict) else here[part] if part in range(len(here or ())) else None
    if not isinstance(here, list):
        return inserted(text, path, f"[\n  {value},\n]")
    here.append(tomli.loads(f"x = {value}")["x"])
    lines = _lines(text)
    first = key_lines(text)[path] - 1
    last = _end(text, first)
    head, _, tail = lines[last - 1].rpartition("]")
    if head.strip():
        before = head.rstrip()
        glue = "" if before.endswith("[") else " " if before.endswith(",") else ", "
        rows = [[f"{before}{glue}{value}]{tail}"]]
    else:
        rows = [[f"  {glue}{value},", f"{head}]{tail}"] for glue in ("", ", ")]
    grown = _agreeing(([*lines[: last - 1], *row, *lines[last:]] for row in rows), data, text)
    return grown or inserted(text, path, tomli_w.dumps({"x": here}).removeprefix("x = ").rstrip("\n"))


def _put(data: Table, path: KeyPath, value: object) -> None:
    here: Any = data
    for part, below in pairwise(path):
        fresh: Any = [] if isinstance(below, int) else {}
        if isinstance(here, dict):
            here = here.setdefault(part, fresh)
        else:
            here += [fresh] if part == len(here) else []
            here = here[part]
    here[path[-1]] = value


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n")


def _agreeing(candidates: Iterable[list[str]], wanted: Table, text: str) -> str | None:
    """Return the first candidate that says what is wanted, its new lines ended as those of the text are."""
    ending = "\r" if "\r\n" in text else ""
    old = {*_lines(text)}
    for candidate in candidates:
        lines = [part for line in candidate for part in line.split("\n")]
        found = "".join(f"{line if line in old else line.removesuffix(ending) + ending}\n" for line in lines)
        if _read(found) == wanted:
            return found
    return None


def _read(text: str) -> Table | None:
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError:
        return None


def _places_for(lines: list[str], places: Places, path: KeyPath, value: str) -> Iterator[list[str]]:
    """Yield ways to write a new key, the neatest first."""
    pair = f"{_key(path[-1:])} = {value}"
    for size in range(len(path) - 1, 0, -1):
        at = _body_end(lines, places, path[:size])
        if at is None:
            continue
        if path[size:-1]:
            end = _family_end(lines, places, path[:size])
            yield [*lines[:end], *_header(path), pair, *lines[end:]]
        if not any(isinstance(part, int) for part in path[size:]):
            yield [*lines[:at], f"{_key(path[size:])} = {value}", *lines[at:]]
    yield [*lines, *_header(path), pair]


def _header(path: KeyPath) -> list[str]:
    """Return the header of the table that a key stands in; the newest item of a list needs no number."""
    words = _key(tuple(part for part in path[:-1] if not isinstance(part, int)))
    return ["", f"[[{words}]]" if isinstance(path[-2], int) else f"[{words}]"]


def _key(parts: KeyPath) -> str:
    return ".".join(str(part) if _BARE.fullmatch(str(part)) else f'"{part}"' for part in parts)


def _headers(lines: list[str], places: Iterable[int]) -> list[int]:
    return sorted({place - 1 for place in places if lines[place - 1].lstrip().startswith("[")})


def _body_end(lines: list[str], places: Places, table: KeyPath) -> int | None:
    """Return the line behind the last one of a table's own body; None where it has no header of its own."""
    is_list = (*table, 0) in places
    found = _headers(lines, [places[table]] if table in places and not is_list else [])
    return _said(lines, places, found[0]) if found else None


def _family_end(lines: list[str], places: Places, table: KeyPath) -> int:
    """Return the line behind a table and the tables of its years and zones, before those of its items."""
    depth = len(table)
    own = [
        place
        for path, place in places.items()
        if path[:depth] == table and (*path, 0) not in places and not any(isinstance(p, int) for p in path[depth:])
    ]
    return _said(lines, places, _headers(lines, own)[-1])


def _said(lines: list[str], places: Places, header: int) -> int:
    """Return the line behind what stands below a header, before the blank lines and comments that end it."""
    end = next((at for at in _headers(lines, places.values()) if at > header), len(lines))
    while end > header + 1 and _QUIET.fullmatch(lines[end - 1]):
        end -= 1
    return end


def _end(text: str, first: int) -> int:
    """Return the line behind a key and its value that begin on a line, both counted from 0."""
    return pair_ends(text).get(first + 1, len(_lines(text)))
