"""What `batch` was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from zhence.app import options
from zhence.model.catalogue import Catalogue
from zhence.model.fault import Fault
from zhence.model.measure import Measure
from zhence.model.text import Lang, Text


class Engine(StrEnum):
    """Name where a table can be answered."""

    POLARS = "polars"
    SPARK = "spark"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hold what was asked for on the command line."""

    book: Catalogue
    catalogue: Path | None  # the folder of the book, where one was named
    measures: Sequence[Measure]
    as_of: date
    lang: Lang
    output: Path | None
    heat: Path | None
    rejects: Path | None
    subject: str | None
    names: Path | None
    id_head: str | None
    sweeps: tuple[str, ...]
    engine: Engine
    master: str
    is_wide: bool
    is_preview: bool
    is_strict: bool
    is_forced: bool
    is_json: bool

    def stop(self, where: str, problem: Text, remedy: Text) -> NoReturn:
        """Leave with a word on wrong usage."""
        options.stop(Fault(where, "", problem, remedy, kind="usage"), lang=self.lang)


def chosen_engine(word: str, lang: Lang) -> Engine:
    """Return the engine that a word names."""
    if word not in list(Engine):
        problem = Text(f"没有 '{word}'", f"there is no '{word}'")
        remedy = Text(f"可写 {'、'.join(Engine)}", f"choose from {', '.join(Engine)}")
        options.stop(Fault("--engine", "", problem, remedy, kind="usage"), lang=lang)
    return Engine(word)
