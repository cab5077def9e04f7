from __future__ import annotations

from dataclasses import field
from fractions import Fraction

from zhence.model.fact import Fact, Source, Zone
from zhence.model.measure import Measure
from zhence.model.register import Register
from zhence.model.shape import shape
from zhence.model.text import Text, same


@shape
class Subject:
    """Hold a kind of subject, and the kinds of item its profile may list."""

    id: str
    title: Text
    items: tuple[str, ...] = ()
    members: str | None = None  # the subject whose profile files this one may name


@shape
class Units:
    """Hold how quantities are written: multipliers (万, 亿), other names of units, conversions, what to print."""

    multipliers: dict[str, Fraction]
    aliases: dict[str, str]
    conversions: dict[str, tuple[str, Fraction]]  # unit -> (unit it is counted in, how many)
    titles: dict[str, Text]
    shown: dict[str, tuple[tuple[str, Fraction], ...]]  # language -> multiplier words, largest first


@shape
class Notice:
    """Hold one published item of the notice the catalogue carries out."""

    id: str
    title: Text
    theme: str
    source: str


@shape
class Pair:
    """Name the facts of what was planned and of what is, either of which a catalogue may lack."""

    planned: str | None = None
    actual: str | None = None


@shape
class Problem:
    """Name the fact that tells of a problem, and the fact that says since when."""

    text: str
    since: str | None = None


@shape
class Projects:
    """Name the facts by which projects are followed; the choices of `stage` are the stages in their order."""

    subject: str
    stage: str
    begun: str  # the first stage that counts as begun
    done: str  # the first stage that counts as finished
    start: Pair
    completion: Pair  # the actual day is an expected one while the project is under way
    progress: Pair
    problems: tuple[Problem, ...] = ()


@shape
class Within:
    """Name the choice that follows from where a subject is, and which one from each place."""

    fact: str
    of: dict[str, str]  # name of a place -> choice of the fact


@shape
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
    register: Register | None = None
    digest: str = ""
    projects: Projects | None = None
    within: Within | None = None
    place_titles: dict[str, Text] = field(default_factory=dict)  # of those that have a name of their own in English

    def place_title(self, place: str | None) -> Text:
        """Return the name of a place in both languages, the same in both where the catalogue gives one only; — for none."""
        return same("—") if place is None else self.place_titles.get(place, same(place))
