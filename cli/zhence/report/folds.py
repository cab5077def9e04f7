"""Where a line may end: by cells, between Chinese characters, never before a closing mark or behind an opening one."""

from __future__ import annotations

from functools import cache

from rich.cells import cell_len

OPENING = "([{（【“‘《〈「『〔"
CLOSING = ")]}）】”’》〉」』〕,.;:!?，。；：！？、%…"
FIRST_COMBINING = "\u0300"  # every character before it takes one cell
WIDENS = "\ufe0f"  # a sign that makes the one before it an emoji of two cells


def folds(words: str, first: int, rest: int) -> list[tuple[int, int]]:
    """Return where to cut the words into lines so wide: at blanks, and between Chinese characters."""
    if cell_len(words) <= first:
        return [(0, len(words))]
    lines: list[tuple[int, int]] = []
    start, place, used, width = 0, 0, 0, first
    chance: int | None = None
    while place < len(words):
        if place > start and may_break(words[place - 1], words[place]):
            chance = place
        size = cells(words[place])
        if used + size > width and place > start:
            end = place if words[place] == " " or chance is None else chance
            lines.append((start, start + len(words[start:end].rstrip(" ")) or end))
            start = place = end + len(words[end:]) - len(words[end:].lstrip(" "))
            used, width, chance = 0, rest, None
            continue
        used += size
        place += 1
    if start < len(words):
        lines.append((start, len(words)))
    return lines


@cache
def cells(letter: str) -> int:
    """Return how many cells a character takes."""
    return 1 if letter < FIRST_COMBINING or letter == WIDENS else cell_len(letter)


def may_break(before: str, after: str) -> bool:
    """Tell whether a line may end between two characters."""
    if after == " " or after in CLOSING or before in OPENING:
        return False
    return before == " " or cells(before) == 2 or cells(after) == 2 or (before in ",;:/|" and after.isalpha())
