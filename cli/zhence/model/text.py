from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True)
class Text:
    """Hold one string a user sees, in both languages."""

    zh: str
    en: str

    def to(self, lang: Lang) -> str:
        """Return the words in one language."""
        return self.zh if lang == "zh" else self.en

    def __add__(self, other: Text) -> Text:
        return Text(self.zh + other.zh, self.en + other.en)


def same(word: str) -> Text:
    """Return a text that reads the same in both languages."""
    return Text(word, word)
