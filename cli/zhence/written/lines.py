"""Line numbers of the keys of a valid TOML text: no TOML reader tells them, and only a fault needs them."""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress

KeyPath = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}\r\n#]*")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line, from 1, on which each key, table and list item of a valid TOML text first stands.

    A table with a header of its own stands there. Items of lists, `[[table]]` or not, are numbered from 0 in the
    path. A text that is not TOML gives what was found before the scanner lost its way.
    """
    return _scanned(text).lines


def pair_ends(text: str) -> dict[int, int]:
    """Return the line on which each value ends of a valid TOML text ends, by the line on which its key begins."""
    return _scanned(text).ends


def _scanned(text: str) -> _Scanner:
    scanner = _Scanner(text)
    with suppress(_LostError, RecursionError):
        scanner.document()
    return scanner


class _LostError(Exception):
    pass


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self.ends: dict[int, int] = {}
        self.counts: dict[KeyPath, int] = {}  # how many items each [[table]] has so far
        self.newlines = [place.start() for place in re.finditer("\n", text)]

    def document(self) -> None:
        table: KeyPath = ()
        while True:
            self.skip(_BLANK)
            if self.at >= len(self.text):
                return
            if self.text[self.at] == "[":
                table = self.header()
            else:
                start = self.line(self.at)
                self.pair(table)
                self.ends[start] = self.line(self.at - 1)

    def header(self) -> KeyPath:
        start = self.at
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        parts = self.key()
        self.expect("]]" if many else "]")
        path = self.latest(parts[:-1], start)
        path = (*path, parts[-1])
        if many:
            self.note(path, start)
            index = self.counts.get(path, 0)
            self.counts[path] = index + 1
            path = (*path, index)
        elif path in self.counts:
            path = (*path, self.counts[path] - 1)
        self.lines.pop(path, None)  # a table stands at its own header, though one of its tables may come before it
        self.note(path, start)
        return path

    def latest(self, parts: list[str], start: int) -> KeyPath:
        """Return a path that passes through the newest item of each list on its way."""
        path: KeyPath = ()
        for part in parts:
            path = (*path, part)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
            self.note(path, start)
        return path

    def pair(self, table: KeyPath) -> None:
        start = self.at
        path = table
        for part in self.key():
            path = (*path, part)
            self.note(path, start)
        self.expect("=")
        self.skip(_SPACE)
        self.value(path)

    def key(self) -> list[str]:
        parts = []
        while True:
            self.skip(_SPACE)
            parts.append(self.key_part())
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def key_part(self) -> str:
        found = _BARE.match(self.text, self.at) or _STRING.match(self.text, self.at)
        if not found:
            raise _LostError
        self.at = found.end()
        word = found.group()
        if word[0] == "'":
            return word[1:-1]
        return _ESCAPE.sub(_unescape, word[1:-1]) if word[0] == '"' else word

    def value(self, path: KeyPath) -> None:
        mark = self.text[self.at : self.at + 1]
        if mark == "[":
            self.array(path)
        elif mark == "{":
            self.inline_table(path)
        else:
            self.skip(_STRING if mark in ('"', "'") else _PLAIN)

    def array(self, path: KeyPath) -> None:
        self.at += 1
        index = 0
        while True:
            self.skip(_BLANK)
            if self.text.startswith("]", self.at):
                self.at += 1
                return
            self.note((*path, index), self.at)
            self.value((*path, index))
            index += 1
            self.skip(_BLANK)
            if self.text.startswith(",", self.at):
                self.at += 1
            elif not self.text.startswith("]", self.at):
                raise _LostError

    def inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while True:
            self.skip(_BLANK)
            if self.text.startswith("}", self.at):
                self.at += 1
                return
            self.pair(path)
            self.skip(_BLANK)
            if self.text.startswith(",", self.at):
                self.at += 1
            elif not self.text.startswith("}", self.at):
                raise _LostError

    def skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        if not found:
            raise _LostError
        self.at = found.end()

    def expect(self, mark: str) -> None:
        self.skip(_SPACE)
        if not self.text.startswith(mark, self.at):
            raise _LostError
        self.at += len(mark)

    def note(self, path: KeyPath, at: int) -> None:
        self.lines.setdefault(path, self.line(at))

    def line(self, at: int) -> int:
        return bisect_right(self.newlines, at - 1) + 1


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return chr(int(code, 16))
    return _ESCAPED.get(found[4], found[4])
