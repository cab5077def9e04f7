"""Words from files made safe for a terminal: no control character gets through, no missing character crashes."""

from __future__ import annotations

import codecs
import re
from typing import TextIO

# C0 and C1 controls, lone surrogates, and the marks that change the order in which a line is read.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
BLANKS = re.compile("[\t\r\n]+")

# What to write where the terminal's character set lacks a sign of ours.
FALLBACKS = {
    "→": "->",
    "≥": ">=",
    "≤": "<=",
    "–": "-",
    "—": "-",
    "…": "...",
    "·": "-",
    "“": '"',
    "”": '"',
    "『": '"',
    "』": '"',
    "’": "'",
    "【": "[",
    "】": "]",
    "²": "2",
    "←": "<-",
    "█": "#",
    "░": ".",
    "─": "-",
    "□": "[]",
    "×": "x",
    "；": ";",
    "：": ":",
    "，": ",",
    "（": "(",
    "）": ")",
    "、": ",",
    "✓": "+",
    "✗": "x",
    "\u00a0": " ",
    "\ufffd": "?",
}


def clean(words: str) -> str:
    """Return the words on one line, each control character shown as U+FFFD."""
    return UNSAFE.sub("\ufffd", BLANKS.sub(" ", words))


def fitted(words: str, encoding: str | None) -> str:
    """Return the words with every character the encoding lacks written as one it has, or as its number."""
    if encoding is None or is_unicode(encoding):
        return words
    return "".join(_fit(letter, encoding) for letter in words)


def is_unicode(encoding: str) -> bool:
    """Tell whether an encoding can write every character."""
    return encoding.lower().replace("_", "-").startswith(("utf", "gb18030"))


def forgive(stream: TextIO) -> None:
    """Have a stream write what its encoding lacks by number, as JSON does, so that nothing crashes and nothing is lost."""
    if hasattr(stream, "reconfigure"):
        codecs.register_error("zhence", _numbered)
        stream.reconfigure(errors="zhence")


def _numbered(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_number, error.object[error.start : error.end])), error.end


def _number(letter: str) -> str:
    """Return a character as JSON writes it without the character itself."""
    units = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _fit(letter: str, encoding: str) -> str:
    for candidate in (letter, FALLBACKS.get(letter, letter)):
        try:
            candidate.encode(encoding)
        except (UnicodeEncodeError, LookupError):
            continue
        return candidate
    return _number(letter)
