"""Words from files made safe for a terminal: no control character gets through, no missing character crashes."""

from __future__ import annotations

import re

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
    """Return the words with every character the encoding lacks replaced by one it has."""
    if encoding is None or is_unicode(encoding):
        return words
    return "".join(_fit(letter, encoding) for letter in words)


def is_unicode(encoding: str) -> bool:
    """Tell whether an encoding can write every character."""
    return encoding.lower().replace("_", "-").startswith(("utf", "gb18030"))


def _fit(letter: str, encoding: str) -> str:
    for candidate in (letter, FALLBACKS.get(letter, "?")):
        try:
            candidate.encode(encoding)
        except (UnicodeEncodeError, LookupError):
            continue
        return candidate
    return "?"
