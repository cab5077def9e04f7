"""Mistakes as they are found, and the faults they become once their place in a file is known."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from zhence.model.fault import Fault, FaultyError, Severity
from zhence.model.text import Text
from zhence.written.lines import KeyPath, key_lines

Part = TypeVar("Part")
CLIP = 60
MOST_APART = 2  # characters by which a Chinese name may be longer or shorter than one that is near it
SHORTEST_PART = 3  # characters of a word that a longer name may be meant by
MOST_MISTAKES = 100  # of one file; beyond, nobody reads them


@dataclass(frozen=True, slots=True)
class Mistake:
    """Hold what is wrong with a value and what to do, before anybody knows where the value stands."""

    kind: str
    problem: Text
    remedy: Text
    severity: Severity = "error"
    plainly: Text | None = None  # what to do where nobody writes TOML: in a cell, as an answer, on the command line

    def without_toml(self) -> Mistake:
        """Return the mistake with a remedy that asks for no quotes, braces or tables of TOML."""
        return replace(self, remedy=self.plainly or unquoted(self.remedy))


@dataclass(slots=True)
class Findings:
    """Collect the mistakes of one file, each under the path of its key."""

    file: str
    text: str = ""
    found: list[tuple[KeyPath, Mistake, int | None]] = field(default_factory=list)

    def add(self, path: KeyPath, mistake: Mistake, line: int | None = None) -> None:
        """Note a mistake; its line is looked up later unless it is given."""
        if self.is_full:
            return
        self.found.append((path, mistake, line))
        if len(self.found) == MOST_MISTAKES:
            self.found.append(((), _too_many(), line))

    @property
    def is_full(self) -> bool:
        """Tell whether so much was found that reading on helps nobody."""
        return len(self.found) >= MOST_MISTAKES

    def until_full(self, parts: Iterable[Part]) -> Iterator[Part]:
        """Yield the parts of something that is read, and stop once reading on helps nobody."""
        for part in parts:
            if self.is_full:
                return
            yield part

    @property
    def hopeless(self) -> bool:
        """Tell whether something was found that is more than a warning."""
        return any(mistake.severity == "error" for _, mistake, _ in self.found)

    def faults(self) -> tuple[Fault, ...]:
        """Return what was found with file, line and key; the file is scanned for lines only if there is something."""
        if not self.found:
            return ()
        lines = key_lines(self.text) if any(line is None for _, _, line in self.found) else {}
        return tuple(
            Fault(
                file=self.file,
                key=dotted(path),
                problem=mistake.problem,
                remedy=mistake.remedy,
                line=line if line is not None else _nearest(path, lines),
                severity=mistake.severity,
                kind=mistake.kind,
            )
            for path, mistake, line in self.found
        )

    def raise_errors(self) -> None:
        """Raise all that was found if any of it is an error."""
        if self.hopeless:
            raise FaultyError(self.faults())


def unquoted(words: Text) -> Text:
    """Return a text without the quotes that TOML wants around a value; where it shows a table, they stay."""
    if "{" in words.zh:
        return words
    return Text(*(re.sub(r'"([^"]*)"', r"\1", each) for each in (words.zh, words.en)))


def _too_many() -> Mistake:
    return Mistake(
        "too-many-mistakes",
        Text(f"已有 {MOST_MISTAKES} 处问题，其余不再列出", f"{MOST_MISTAKES} mistakes so far; the rest is not told"),
        Text("先改好这些，再读一遍", "mend these first, and read it again"),
    )


def _nearest(path: KeyPath, lines: Mapping[KeyPath, int]) -> int | None:
    return next((lines[path[:size]] for size in range(len(path), 0, -1) if path[:size] in lines), None)


def dotted(path: KeyPath) -> str:
    """Return a path as people write it; items of a list count from 1."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        else:
            words += ("." if words else "") + (f'"{clip(part)}"' if "." in part or not part else clip(part))
    return words


def clip(text: str) -> str:
    """Return a text short enough to stand in a message."""
    return text if len(text) <= CLIP else text[: CLIP - 1] + "…"


def shown(raw: object) -> str:
    """Return a value as it would stand in a TOML file, shortened."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, int) and raw.bit_length() > 256:
        return "…"  # Python refuses to print numbers of thousands of digits
    if isinstance(raw, str):
        return clip(raw)
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, dict):
        return clip("{ " + ", ".join(f"{key} = {shown(value)}" for key, value in raw.items()) + " }")
    if isinstance(raw, list):
        return clip("[" + ", ".join(shown(value) for value in raw) + "]")
    return clip(str(raw))


def plain(number: Fraction) -> str:
    """Return a number in plain digits."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"


def folded(word: str) -> str:
    """Return a word with full-width and letter-case differences taken away."""
    return unicodedata.normalize("NFKC", word).strip().casefold()


def closest(word: str, names: Mapping[str, Iterable[str]], cutoff: float = 0.6) -> str | None:
    """Return the id whose id or other names come nearest to a misspelt word, or None; a wrong one is worse than none.

    One Chinese character of three makes another word: 总资产 is not 净资产. A name that only holds the word somewhere is not
    near it unless, but for a remark in brackets, it is hardly longer.
    """
    wanted = folded(word)
    spelt: dict[str, str] = {}
    for identifier, titles in names.items():
        for name in (identifier, *titles):
            spelt.setdefault(folded(name), identifier)
    if wanted in spelt:
        return spelt[wanted]
    is_short = not wanted.isascii() and len(wanted) < SHORTEST_PART
    likely = [name for name in spelt if name.startswith(wanted) or not is_short]
    if not wanted.isascii():
        likely = [name for name in likely if abs(len(name) - len(wanted)) <= MOST_APART]
    near = difflib.get_close_matches(wanted, likely, n=1, cutoff=cutoff if wanted.isascii() else max(cutoff, 0.7))
    if near:
        return spelt[near[0]]
    if len(wanted) < SHORTEST_PART:
        return None
    most = 2 * len(wanted) - 1 if wanted.isascii() else len(wanted) + MOST_APART
    holding = [name for name in spelt if wanted in (bare := name.partition("(")[0]) and len(bare) <= most]
    return spelt[min(holding, key=len)] if holding else None


def nearest(said: str, spelt: Mapping[str, Sequence[str]]) -> str | None:
    """Return the proper name that a spelling is nearly: one character is another, or hardly any is left out or too many.

    `spelt` names what goes by each spelling. Where several are as near, none is.
    """
    swapped = {
        name
        for spelling, names in spelt.items()
        if len(spelling) == len(said) >= SHORTEST_PART and sum(map(str.__ne__, spelling, said)) == 1
        for name in names
    }
    if swapped:
        return swapped.pop() if len(swapped) == 1 else None
    near = difflib.get_close_matches(said, spelt, n=1, cutoff=0.8)
    return spelt[near[0]][0] if near and len({*spelt[near[0]]}) == 1 else None


def listed(words: Iterable[str]) -> Text:
    """Return words as a list in both languages."""
    words = tuple(words)
    return Text("、".join(words), ", ".join(words))
