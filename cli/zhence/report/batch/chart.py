"""A moved threshold as a drawing: bars of who is in, with whole numbers for places so that every reader draws the same."""

from __future__ import annotations

from dataclasses import dataclass

from zhence.model.sweep import Sweep
from zhence.model.text import Text
from zhence.report.batch import words

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 28, 36  # room for words around the bars
LABELS = 6  # thresholds named below the bars
EDGE = 90  # nearer to a side, words run away from it
STEPS = (1, 2, 5)
LINES = 5  # lines across, at most


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one threshold's bar: those surely in below, those perhaps in above."""

    left: int
    width: int
    sure_top: int
    maybe_top: int
    words: Text
    is_current: bool
    is_named: bool

    @property
    def middle(self) -> int:
        """Return where its words stand."""
        return self.left + self.width // 2

    @property
    def anchor(self) -> str:
        """Return from where its words run, so that they stay inside."""
        if self.middle < LEFT + EDGE:
            return "start"
        return "end" if self.middle > WIDTH - RIGHT - EDGE else "middle"


@dataclass(frozen=True, slots=True)
class Chart:
    """Hold bars and the lines across, each with its count; `floor` is where bars stand."""

    bars: tuple[Bar, ...]
    lines: tuple[tuple[int, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM
    top: int = TOP


def chart(sweep: Sweep) -> Chart:
    """Return the drawing of a sweep; the highest line is the first round number that no bar passes."""
    most = max((point.sure + point.maybe for point in sweep.points), default=0)
    step = _step(max(1, most))
    ceiling = -(-max(1, most) // step) * step
    floor, room = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    slots = len(sweep.points)
    every = -(-slots // LABELS)
    starts = [LEFT + (WIDTH - LEFT - RIGHT) * at // slots for at in range(slots + 1)]
    bars = []
    for at, point in enumerate(sweep.points):
        gap = max(1, (starts[at + 1] - starts[at]) // 6)
        bars.append(
            Bar(
                starts[at] + gap // 2,
                starts[at + 1] - starts[at] - gap,
                floor - room * point.sure // ceiling,
                floor - room * (point.sure + point.maybe) // ceiling,
                words.threshold_words(sweep, point),
                words.is_current(sweep, point),
                at % every == 0,
            )
        )
    lines = tuple((floor - room * count // ceiling, f"{count:,}") for count in range(0, ceiling + 1, step))
    return Chart(tuple(bars), lines)


def _step(most: int) -> int:
    """Return the smallest round number that needs few lines."""
    unit = 1
    while True:
        for each in STEPS:
            if unit * each * LINES >= most:
                return unit * each
        unit *= 10
