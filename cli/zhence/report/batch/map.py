"""The map of subjects and measures on a terminal: a letter a cell, measures by number."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

from zhence.model.heat import Heat
from zhence.model.result import Verdict
from zhence.model.text import Text
from zhence.report.batch import words
from zhence.report.clean import clean, fitted
from zhence.report.page import Page, Piece
from zhence.report.words import COMMA, VERDICTS

LETTERS = {
    Verdict.ELIGIBLE: ("Y", "bold green"),
    Verdict.ELIGIBLE_IF: ("R", "green"),
    Verdict.DISCRETIONARY: ("D", "yellow"),
    Verdict.UNKNOWN: ("?", "cyan"),
    Verdict.NOT_ELIGIBLE: ("x", "red"),
    Verdict.NOT_APPLICABLE: (".", "dim"),
    Verdict.CLOSED: (" ", ""),
}
NAME = 24  # cells of a name
GROUP = 5  # measures before a gap
MOST_STEPS = 9
SHUT = "*"  # under the number of a measure that is not open


def draw_map(page: Page, heat: Heat) -> None:
    """Write a line for each subject; measures that apply to none of them are left out."""
    shown = words.applying(heat)
    if not shown or not heat.names:
        return
    page.heading(page.say(words.HEAT))
    name = min(NAME, max(8, page.width // 3))
    room = max(GROUP, (page.width - name - 1) * GROUP // (GROUP + 1) // GROUP * GROUP)
    for start in range(0, len(shown), room):
        part = shown[start : start + room]
        if start:
            page.blank()
        _heads(page, start, [heat.measures[at].id in heat.closed for at in part], name)
        for at, each in enumerate(heat.names):
            said = fitted(clean(each or page.say(words.UNNAMED)), page.console.encoding)
            cells = [_cell(heat, measure, at) for measure in part]
            page.line(_sized(said, name), " ", *_spaced(cells), hang=0)
    _legend(page, heat, shown)


def _sized(said: str, cells: int) -> str:
    if cell_len(said) <= cells:
        return set_cell_size(said, cells)
    return set_cell_size(set_cell_size(said, cells - 2).rstrip() + "..", cells)


def _heads(page: Page, start: int, closed: list[bool], name: int) -> None:
    """Write the numbers of measures from top to bottom, and a mark below those that are closed."""
    numbers = [str(start + at + 1).rjust(3) + (SHUT if is_closed else " ") for at, is_closed in enumerate(closed)]
    for line in range(4):
        digits = [(number[line], "dim") for number in numbers]
        if any(digit.strip() for digit, _ in digits):
            page.line(" " * (name + 1), *_spaced(digits), hang=0)


def _spaced(cells: list[tuple[str, str]]) -> list[Piece]:
    """Return cells with a gap after every few."""
    pieces: list[Piece] = []
    for at, cell in enumerate(cells):
        pieces += [" ", cell] if at and at % GROUP == 0 else [cell]
    return pieces


def _cell(heat: Heat, measure: int, subject: int) -> tuple[str, str]:
    verdict = heat.verdict(measure, subject)
    letter, style = LETTERS[verdict]
    steps = heat.away(measure, subject)
    if verdict is Verdict.NOT_ELIGIBLE and steps:
        letter = str(steps) if steps <= MOST_STEPS else "+"
    return letter, style


def _legend(page: Page, heat: Heat, shown: list[int]) -> None:
    page.blank()
    signs = [f"{LETTERS[v][0]} {page.say(VERDICTS[v])}" for v in words.COUNTED if v is not Verdict.NOT_ELIGIBLE]
    steps = Text(
        "1–9 有差距：差几项条件（+ 为十项及以上）", "1-9 not eligible: so many conditions away (+: ten or more)"
    )
    missed = page.say(steps) if heat.steps else f"x {page.say(VERDICTS[Verdict.NOT_ELIGIBLE])}"
    page.line("  ".join([*signs, missed]), indent=1)
    if any(heat.measures[at].id in heat.closed for at in shown):
        page.line(f"{SHUT} ", page.say(words.CLOSED + COMMA + words.CLOSED_HELP), indent=1)
    for number, at in enumerate(shown, 1):
        measure = heat.measures[at]
        title = words.title_words(measure, is_closed=measure.id in heat.closed)
        page.line(f"{number:>3} ", page.say(title), indent=0, hang=4)
