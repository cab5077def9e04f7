"""Run inputs through a reader and watch it: what it raises, how long it takes, how much memory the process ever held."""

from __future__ import annotations

import resource
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

import mutate
from readers import READERS, corpus

SLOW = 1.0  # seconds of processor time
LARGE = 300  # MiB that the process holds at most, Python, Polars and the catalogue with it


@dataclass(slots=True)
class Figures:
    """Hold what was seen of one reader."""

    inputs: int = 0
    accepted: int = 0
    slowest: float = 0.0  # seconds of processor time
    peak: int = 0  # MiB
    findings: list[tuple[int, str]] = field(default_factory=list)  # the number of the input, what happened

    def add(self, other: Figures) -> None:
        """Take in what was seen elsewhere."""
        self.inputs += other.inputs
        self.accepted += other.accepted
        self.slowest = max(self.slowest, other.slowest)
        self.peak = max(self.peak, other.peak)
        self.findings += other.findings


def input_of(name: str, seed: int, number: int, kept: list[bytes]) -> bytes:
    """Return an input of a reader by its number; the first are the corpus itself."""
    if number < len(kept):
        return kept[number]
    return mutate.made(f"{seed}:{name}:{number}", kept, READERS[name].changes)


def run(name: str, seed: int, numbers: Iterable[int]) -> Figures:
    """Run inputs of a reader in this process."""
    seen, kept, read = Figures(), corpus(name), READERS[name].run
    before = peak()
    for number in numbers:
        data = input_of(name, seed, number, kept)
        begun = time.process_time()
        try:
            seen.accepted += read(data)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            seen.findings.append((number, "".join(traceback.format_exception(error)[-6:])))
        taken = time.process_time() - begun
        seen.inputs += 1
        if taken > SLOW and number:  # not the first one, which loads libraries and the catalogue
            taken = min(taken, _again(read, data))  # nor one that had to clear up after whatever ran before
        if taken > SLOW and number:
            seen.findings.append((number, f"took {taken:.2f} s"))
        seen.slowest = max(seen.slowest, taken if number else 0)
        seen.peak = peak()
        if seen.peak > LARGE and seen.peak > before:
            before = seen.peak
            seen.findings.append((number, f"the process holds {seen.peak} MiB"))
    return seen


def _again(read: Callable[[bytes], bool], data: bytes) -> float:
    """Return the seconds that an input takes a second time."""
    begun = time.process_time()
    with suppress(Exception):
        read(data)
    return time.process_time() - begun


def peak() -> int:
    """Return the most memory that this process ever held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
