"""The files that a profile names by patterns: near the profile, never through a link, and not endlessly many."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from zhence.model.text import Text
from zhence.written.faults import Mistake, clip

MOST_FILES = 10_000  # of one profile, with the files that its files name
MOST_BYTES = 64 << 20  # of all of them
MOST_SEEN = 100_000  # names in folders that are looked at for all patterns of a profile
MOST_UP = 3  # folders above the profile's
DEEPEST = 32  # folders below
LONGEST = 1_000  # characters of a pattern
_MAGIC = re.compile(r"[*?\[]")
_ABSOLUTE = re.compile(r"/|[A-Za-z]:|~")


class _RefusedError(Exception):
    def __init__(self, mistake: Mistake) -> None:
        super().__init__(mistake.kind)
        self.mistake = mistake


@dataclass(slots=True)
class Folders:
    """Look for the files of one profile, and count what was looked at for all of its patterns."""

    seen: int = 0
    pattern: str = ""

    def named(self, folder: Path, pattern: str) -> list[Path] | Mistake:
        """Return the files that a pattern names, below a folder or a few above it, in a stable order."""
        written = pattern.replace("\\", "/")
        if len(pattern) > LONGEST or "\0" in pattern:
            return bad_pattern(pattern)
        if _ABSOLUTE.match(written):
            return _absolute(pattern)
        parts = [part for part in written.split("/") if part not in ("", ".")]
        up = next((at for at, part in enumerate(parts) if part != ".."), len(parts))
        if up > MOST_UP:
            return _too_far_up(pattern)
        if up == len(parts) or ".." in parts[up:]:
            return bad_pattern(pattern)
        self.pattern = pattern
        try:
            found = set(self._below(folder.joinpath(*parts[:up]), parts[up:]))
        except _RefusedError as refused:
            return refused.mistake
        if len(found) > MOST_FILES:
            return too_many_files(pattern)
        return sorted(found, key=lambda path: path.as_posix()) or no_match(pattern)

    def _below(self, folder: Path, parts: list[str], depth: int = 0) -> Iterator[Path]:
        """Yield the plain files below a folder that the parts of a pattern name; a link that they name is refused."""
        if depth > DEEPEST:
            raise _RefusedError(too_many_files(self.pattern))
        part, rest = parts[0], parts[1:]
        if part == "**":
            rest = rest[next((at for at, each in enumerate(rest) if each != "**"), len(rest)) :]
            if rest:
                yield from self._below(folder, rest, depth)
                for each in self._in(folder):
                    if each.is_dir() and not each.is_symlink():
                        yield from self._below(each, parts, depth + 1)
            return
        for each in self._called(folder, part):
            if each.is_symlink():
                raise _RefusedError(_link(self.pattern, each.name))
            if rest and each.is_dir():
                yield from self._below(each, rest, depth + 1)
            elif not rest and each.is_file():
                yield each

    def _called(self, folder: Path, part: str) -> list[Path]:
        """Return what one part of a pattern names in a folder."""
        if _MAGIC.search(part):
            return [each for each in self._in(folder) if fnmatch(each.name, part)]
        self._look()
        return [folder / part] if os.path.lexists(folder / part) else []

    def _in(self, folder: Path) -> list[Path]:
        found: list[Path] = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    self._look()
                    found.append(folder / entry.name)
        except OSError:
            return []
        return found

    def _look(self) -> None:
        self.seen += 1
        if self.seen > MOST_SEEN:
            raise _RefusedError(_too_wide(self.pattern))


def too_many_files(pattern: str) -> Mistake:
    """Return the mistake of a pattern, or of a profile, that names files beyond count."""
    return Mistake(
        "too-many-files",
        Text(
            f"到 '{clip(pattern)}' 为止超过 {MOST_FILES} 个文件",
            f"with '{clip(pattern)}' over {MOST_FILES} files are named",
        ),
        Text("缩小范围", "make it narrower"),
    )


def too_many_bytes(pattern: str) -> Mistake:
    """Return the mistake of a profile whose files together are too large."""
    size = MOST_BYTES >> 20
    return Mistake(
        "too-many-bytes",
        Text(
            f"到 '{clip(pattern)}' 为止文件合计超过 {size} MiB",
            f"with '{clip(pattern)}' the files exceed {size} MiB together",
        ),
        Text("缩小范围，或把成批数据放进表格文件", "make it narrower, or put many subjects into a table"),
    )


def _too_wide(pattern: str) -> Mistake:
    return Mistake(
        "too-wide",
        Text(
            f"到 '{clip(pattern)}' 为止要翻看超过 {MOST_SEEN} 个文件名",
            f"up to '{clip(pattern)}' over {MOST_SEEN} names are to be looked at",
        ),
        Text("写明文件夹，少用 **", "name the folder, and use ** less"),
    )


def _link(pattern: str, name: str) -> Mistake:
    return Mistake(
        "is-a-link",
        Text(
            f"'{clip(pattern)}' 里的 '{clip(name)}' 是链接，不跟随",
            f"'{clip(name)}', which '{clip(pattern)}' names, is a link and not followed",
        ),
        Text("把文件本身放过来，或改通配式", "put the file itself there, or change the pattern"),
    )


def _absolute(pattern: str) -> Mistake:
    return Mistake(
        "absolute-path",
        Text(f"'{clip(pattern)}' 是绝对路径", f"'{clip(pattern)}' is an absolute path"),
        Text(
            '从本文件所在的文件夹写起，如 "../enterprises/*.toml"',
            'start from the folder of this file: "../enterprises/*.toml"',
        ),
    )


def _too_far_up(pattern: str) -> Mistake:
    return Mistake(
        "too-far-up",
        Text(f"'{clip(pattern)}' 向上超过 {MOST_UP} 层", f"'{clip(pattern)}' goes up more than {MOST_UP} folders"),
        Text("把文件放近些", "keep the files nearer"),
    )


def bad_pattern(pattern: str) -> Mistake:
    """Return the mistake of what is no pattern."""
    return Mistake(
        "bad-pattern",
        Text(f"'{clip(pattern)}' 不是文件名或通配式", f"'{clip(pattern)}' is no file name or pattern"),
        Text('写成 "../enterprises/*.toml" 这样', 'write it like "../enterprises/*.toml"'),
    )


def no_match(pattern: str) -> Mistake:
    """Return the mistake of a pattern that names no file."""
    return Mistake(
        "no-match",
        Text(f"'{clip(pattern)}' 没有匹配到任何文件", f"'{clip(pattern)}' names no file"),
        Text("路径从本文件所在的文件夹算起", "paths start from the folder of this file"),
    )
