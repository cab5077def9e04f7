from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhence.model.text import Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Hold one mistake in a user's file: where it stands, what is wrong, what to do about it."""

    file: str
    key: str
    problem: Text
    remedy: Text
    line: int | None = None
    severity: Severity = "error"
    kind: str = ""  # a stable kebab-case word for the kind of mistake


class FaultyError(Exception):
    """Carry every fault found in an input that could not be used."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults
