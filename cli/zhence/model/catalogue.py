from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from zhence.model.fact import Fact, Source, Zone
from zhence.model.measure import Measure
from zhence.model.text import Text


@dataclass(frozen=True, eq=False)
class Subject:
    """Hold a kind of subject, and the kinds of item its profile may list."""

    id: str
    title: Text
    items: tuple[str, ...] = ()
    members: str | None = None  # the subject whose profile files this one may name


@dataclass(frozen=True, eq=False)
class Units:
    """Hold how quantities are written: multipliers (万, 亿), other names of units, conversions, what to print."""

    multipliers: dict[str, Fraction]
    aliases: dict[str, str]
    conversions: dict[str, tuple[str, Fraction]]  # unit -> (unit it is counted in, how many)
    titles: dict[str, Text]
    shown: dict[str, tuple[tuple[str, Fraction], ...]]  # language -> multiplier words, largest first


@dataclass(frozen=True, eq=False)
class Notice:
    """Hold one published item of the notice the catalogue carries out."""

    id: str
    title: Text
    theme: str
    source: str


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Hold everything a folder of policies says, checked and resolved."""

    id: str
    title: Text
    money: str  # the base unit of money
    place: str | None  # the fact that says where a subject is
    subjects: dict[str, Subject]
    themes: dict[str, Text]
    notice: dict[str, Notice]
    notice_total: int | None
    units: Units
    facts: dict[str, Fact]
    zones: dict[str, Zone]
    places: dict[str, tuple[str, ...]]  # name -> other names it goes by
    sources: dict[str, Source]
    measures: dict[str, Measure]
    definitions: dict[str, Measure] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()  # addresses below these are official
    digest: str = ""
