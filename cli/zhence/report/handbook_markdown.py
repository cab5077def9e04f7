"""A catalogue's book as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhence.model.text import Lang, Text, same
from zhence.report.chapters import Chapter, Entry
from zhence.report.clean import clean
from zhence.report.handbook import Handbook
from zhence.report.words import COLON, bracketed

MARKUP = re.compile(r"([\\`*_{}\[\]<>|~$]|&(?=#?\w+;)|#(?=#*\s*$))")
BLOCK = re.compile(
    r"^(\s*)(?:([-+](?=[\s-]|$)|=|#(?=#*(?:\s|$)))|(\d+)([.)])(?=\s|$))"
)  # begins a list, a rule, a heading
CONTENTS = Text("目录", "Contents")


def markdown(book: Handbook, lang: Lang) -> str:
    """Return the book in one language."""
    return "\n".join(Markdown(book, lang).lines()) + "\n"


def escaped(words: str) -> str:
    """Return words that Markdown shows as they are."""
    safe = MARKUP.sub(r"\\\1", clean(words))
    return BLOCK.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", safe)


class Markdown:
    """Write a book in one language; its addresses become links."""

    def __init__(self, book: Handbook, lang: Lang) -> None:
        self.book = book
        self.lang = lang
        self.addresses = linked(book)

    def say(self, text: Text) -> str:
        """Return a text with nothing in it that Markdown would read as markup but the book's own addresses."""
        parts = self.addresses.split(text.to(self.lang)) if self.addresses is not None else [text.to(self.lang)]
        return "".join(f"<{part}>" if at % 2 else escaped(part) for at, part in enumerate(parts))

    def lines(self) -> Iterator[str]:
        """Yield the lines of the whole book."""
        yield f"# {self.say(self.book.title)}"
        yield ""
        yield from self._lead(self.book.lead)
        yield f"## {self.say(CONTENTS)}"
        yield ""
        for chapter in self.book.chapters:
            yield f"- [{chapter.number} {self.say(chapter.title)}](#{chapter.anchor})"
            for entry in chapter.entries if chapter.is_listed else ():
                yield f"  - [{entry.number} {self.say(entry.title)}](#{entry.anchor})"
        for chapter in self.book.chapters:
            yield from self._chapter(chapter)

    def _lead(self, lead: tuple[Text, ...]) -> Iterator[str]:
        yield from (f"- {self.say(words)}" for words in lead)
        if lead:
            yield ""

    def _chapter(self, chapter: Chapter) -> Iterator[str]:
        yield from self._heading(2, chapter.anchor, f"{chapter.number} {self.say(chapter.title)}")
        yield from self._lead(chapter.lead)
        for entry in chapter.entries:
            yield from self._entry(entry)

    def _entry(self, entry: Entry) -> Iterator[str]:
        yield from self._heading(
            3, entry.anchor, f"{entry.number} {self.say(entry.title + bracketed(same(entry.word)))}"
        )
        yield from self._lead(entry.lead)
        for section in entry.sections:
            yield f"**{self.say(section.title + COLON).strip()}**"
            yield ""
            margins = [0]  # a list below an item stands where the words of the item begin
            for number, depth, words in numbered(section.lines):
                margins[depth + 1 :] = [margins[depth] + len(f"{number}. ")]
                yield f"{' ' * margins[depth]}{number}. {self.say(words)}"
            yield ""

    def _heading(self, level: int, anchor: str, words: str) -> Iterator[str]:
        yield ""
        yield f'<a id="{anchor}"></a>'
        yield ""
        yield f"{'#' * level} {words}"
        yield ""


def linked(book: Handbook) -> re.Pattern[str] | None:
    """Return what finds the book's addresses in its lines; None where it has none."""
    safe = [word for word in book.addresses if re.fullmatch(r"https?://[^\s<>\"]+", word)]
    if not safe:
        return None
    return re.compile(f"({'|'.join(re.escape(word) for word in sorted(safe, key=len, reverse=True))})")


def numbered(lines: tuple[tuple[int, Text], ...]) -> Iterator[tuple[int, int, Text]]:
    """Yield each line with its number among its neighbours and its depth, never more than one below the line before."""
    counts: list[int] = []
    for asked, words in lines:
        depth = min(asked, len(counts))
        counts = counts[: depth + 1] if depth < len(counts) else [*counts, 0]
        counts[depth] += 1
        yield counts[depth], depth, words
