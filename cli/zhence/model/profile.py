from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from zhence.model.fact import FactKey
from zhence.model.value import Value


@dataclass(frozen=True, slots=True)
class Given:
    """Hold a value as somebody stated it."""

    value: Value
    raw: str
    source: str | None = None
    dated: date | None = None
    estimate: bool = False
    line: int | None = None
    register: str | None = None  # the document on whose word a register of the catalogue states it


@dataclass(frozen=True, slots=True)
class Record:
    """Hold what is known of one subject, and of its items by kind; an item's list is open unless declared complete."""

    subject: str
    name: str
    facts: dict[FactKey, Given] = field(default_factory=dict)
    items: dict[str, tuple[Record, ...]] = field(default_factory=dict)
    complete: frozenset[str] = frozenset()
    zones: dict[str, bool] = field(default_factory=dict)  # memberships the user has confirmed
    origin: str = ""
    fixed: frozenset[str] = frozenset()  # facts that no plan may move
    weights: dict[str, Fraction] = field(default_factory=dict)  # facts that are so many times harder to move
    unknown: frozenset[FactKey] = frozenset()  # figures, memberships and kinds of item not to be asked for
