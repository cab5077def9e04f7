"""Inputs made from a kept corpus: bytes flipped, pieces spliced, words put in, and changes that know the form."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

Change = Callable[[random.Random, bytes, Sequence[bytes]], bytes]
LARGEST = 200_000  # bytes of an input; what a bound says of larger ones is held by tests/test_bounds_*.py

WORDS = [
    *("0", "-1", "1e999999", "1e-999999", "9" * 40, "9" * 5_000, "0x" + "f" * 400, "nan", "-inf", ".5", "1,234.5"),
    *(
        "2.31亿元",
        "1.8亿元~2.2亿元",
        "4.2%",
        "0.042",
        "3‰",
        "12万",
        "2亿3000万元",
        "１２３",
        "壹佰",
        "约5",
        "≥3",
        "1.234,5",
    ),
    *("true", "false", "是", "否", "无", "N/A", "#DIV/0!", "?", "—", "''", '""', "[]", "{}", "null"),
    *("2026-06-01", "0001-01-01", "9999-12-31", "2024-02-30", "2024年5月", "20240531", "45443", "2024-05-31T08:00:00Z"),
    *(
        "=",
        ".",
        ",",
        ";",
        "[[",
        "]]",
        "[",
        "]",
        "{",
        "}",
        "#",
        '"',
        "'",
        '"""',
        "'''",
        "\\",
        "\\u0000",
        "\\ud800",
        "\t",
    ),
    *("\r\n", "\n", "\x00", "\x1b[31m", "\x7f", "\u202e", "\ufeff", "𠮷", "㙘", "\u2028", "[red]", "[/x]", "<script>"),
    *(
        "=HYPERLINK(1)",
        "+1+1",
        "@SUM",
        "_xD800_",
        "_x0000_",
        "&#0;",
        "&amp;",
        "]]>",
        "<!DOCTYPE x>",
        "../../x",
        "*",
        "**/*",
    ),
    *("name", "year", "2025", "2024", "zone", "complete", "unknown", "plan", "fixed", "value", "from", "to", "source"),
    *("estimate", "dated", "town", "enterprise", "project", "cluster", "product", "revenue", "county", "revenue@2025"),
]
VALUES: list[Any] = [None, True, False, 0, -1, 10**30, 1.5, float("inf"), "", "x", "2026-13-01", "\ud800", [], {}, [[]]]


def made(seed: str, corpus: Sequence[bytes], changes: Sequence[Change]) -> bytes:
    """Return the input of a seed: one file of the corpus, changed a few times."""
    chance = random.Random(seed)
    data = chance.choice(corpus)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        data = chance.choice(changes)(chance, data, corpus)
    return data[:LARGEST]


def flip(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Change a few bytes."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8)) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Take a piece out."""
    first, last = _piece(chance, data)
    return data[:first] + data[last:]


def repeat(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Write a piece several times."""
    first, last = _piece(chance, data)
    return data[:last] + data[first:last] * chance.choice((1, 2, 3, 50)) + data[last:]


def splice(chance: random.Random, data: bytes, corpus: Sequence[bytes]) -> bytes:
    """Put a piece of another input in."""
    other = chance.choice(corpus)
    first, last = _piece(chance, other)
    at = chance.randint(0, len(data))
    return data[:at] + other[first:last] + data[chance.choice((at, last)) :]


def word(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Put a word in that readers have to know."""
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(WORDS).encode() + data[at + chance.choice((0, 0, 1, 4)) :]


def _piece(chance: random.Random, data: bytes) -> tuple[int, int]:
    first = chance.randint(0, len(data))
    return first, min(len(data), first + chance.choice((1, 2, 4, 16, 64, 512)))


def line(chance: random.Random, data: bytes, corpus: Sequence[bytes]) -> bytes:
    """Take a line out, double it, move it, or put one of another input in."""
    lines, others = data.split(b"\n"), chance.choice(corpus).split(b"\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(to, lines[at])
        case 2:
            lines.insert(to, lines.pop(at))
        case _:
            lines.insert(to, chance.choice(others))
    return b"\n".join(lines)


def toml_value(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Write another value, or another key, in one line of TOML."""
    lines = data.split(b"\n")
    pairs = [at for at, text in enumerate(lines) if b"=" in text]
    if not pairs:
        return data
    at = chance.choice(pairs)
    key, _, value = lines[at].partition(b"=")
    said = chance.choice(WORDS)
    if chance.random() < 0.2:
        return b"\n".join([*lines[:at], said.encode() + b" =" + value, *lines[at + 1 :]])
    new = {0: said, 1: f'"{said}"', 2: f"[{said}, {said}]", 3: f"{{ value = {said} }}", 4: f'{{ from = "{said}" }}'}
    deep = {5: "[" * chance.choice((3, 19, 20, 900)), 6: "{a=" * chance.choice((3, 20, 900)), 7: f"{{ {said} = 1 }}"}
    return b"\n".join([*lines[:at], key + b"= " + (new | deep)[chance.randrange(8)].encode(), *lines[at + 1 :]])


def csv_cell(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Write another cell, take one out or put one in."""
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    cells = lines[at].split(b",")
    place = chance.randrange(len(cells))
    said = chance.choice(WORDS).encode()
    match chance.randrange(4):
        case 0:
            del cells[place]
        case 1:
            cells.insert(place, said)
        case 2:
            cells[place] = b'"' + said.replace(b'"', b'""') + b'"'
        case _:
            cells[place] = said
    return b"\n".join([*lines[:at], b",".join(cells), *lines[at + 1 :]])


def json_value(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Write another value at one place of a JSON document, or take it out."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return data
    here: Any = document
    while isinstance(here, (dict, list)) and here:
        key = chance.choice(list(here) if isinstance(here, dict) else range(len(here)))
        if not isinstance(here[key], (dict, list)) or chance.random() < 0.2:
            if chance.random() < 0.3:
                del here[key]
            else:
                here[key] = chance.choice([*VALUES, chance.choice(WORDS)])
            break
        here = here[key]
    try:
        return json.dumps(document).encode()
    except ValueError:
        return data


def member(chance: random.Random, data: bytes, corpus: Sequence[bytes]) -> bytes:
    """Change one member of a zip file, its text or its bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {each.filename: archive.read(each) for each in archive.infolist()}
    except Exception:
        return data
    if not parts:
        return data
    name = chance.choice(list(parts))
    change = chance.choice((flip, cut, repeat, word, xml_value, xml_value, xml_value))
    parts[name] = change(chance, parts[name], corpus)
    if chance.random() < 0.05:
        del parts[name]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content)  # of no time: the same bytes whenever it is made
    return packed.getvalue()


def xml_value(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Write another text between two tags, or another value of a mark."""
    places = list(re.finditer(rb'(?<=>)[^<]*(?=<)|(?<==")[^"]*(?=")', data))
    if not places:
        return data
    place = chance.choice(places)
    said = chance.choice((*WORDS, "0", "1", "16384", "1048577", "A1", "XFD1048576", "s", "d", "e", "b"))
    return data[: place.start()] + said.replace("&", "&amp;").replace("<", "&lt;").encode() + data[place.end() :]


PLAIN: list[Change] = [flip, cut, repeat, splice, word]
TEXT: list[Change] = [*PLAIN, line]
TOML: list[Change] = [*TEXT, toml_value, toml_value, toml_value, toml_value]
CSV: list[Change] = [*TEXT, csv_cell, csv_cell, csv_cell]
JSON: list[Change] = [*PLAIN, json_value, json_value, json_value, json_value]
ZIP: list[Change] = [flip, cut, splice, member, member, member, member, member]
