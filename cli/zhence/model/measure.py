"""A measure as the engine runs it: names resolved, quantities exact."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from zhence.model.shape import shape
from zhence.model.text import Text
from zhence.model.value import Value


class Operator(StrEnum):
    """Name how a value is held against a threshold."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    IS = "is"
    ONE_OF = "one_of"
    INCLUDES_ANY = "includes_any"
    INCLUDES_ALL = "includes_all"
    ON_OR_BEFORE = "on_or_before"
    ON_OR_AFTER = "on_or_after"

    @property
    def wants_more(self) -> bool:
        """Tell whether a larger value helps."""
        return self in (Operator.AT_LEAST, Operator.MORE_THAN, Operator.ON_OR_AFTER)

    @property
    def ordered(self) -> bool:
        """Tell whether the threshold is a number or a day."""
        return self in ORDERED


ORDERED = frozenset(
    {
        Operator.AT_LEAST,
        Operator.MORE_THAN,
        Operator.AT_MOST,
        Operator.LESS_THAN,
        Operator.ON_OR_BEFORE,
        Operator.ON_OR_AFTER,
    }
)


class Strength(StrEnum):
    """Name what a miss means: a fail, a gap to discuss (原则上), or nothing (a preference)."""

    MUST = "must"
    IN_PRINCIPLE = "in-principle"
    PREFERENCE = "preference"


class Decided(StrEnum):
    """Name who settles a measure once its conditions are met."""

    RULE = "rule"
    REVIEW = "review"
    SELECTION = "selection"
    QUOTA = "quota"


@dataclass(frozen=True)
class DatedValue:
    """Hold a threshold from a day on; None is since ever."""

    start: date | None
    value: Value


@dataclass(frozen=True)
class Threshold:
    """Hold what a value is held against: dated values, newest last, or the fact that states it."""

    values: tuple[DatedValue, ...] = ()
    fact: str | None = None
    year: int | None = None


@dataclass(frozen=True)
class Test:
    """Hold a fact against a threshold; a year below 1900 counts back from the year of the day asked about."""

    fact: str
    operator: Operator
    threshold: Threshold
    year: int | None = None


class Relief(StrEnum):
    """Name what a relaxation does to the threshold."""

    PERCENT = "percent"
    TO = "to"
    DISCRETION = "discretion"
    WAIVED = "waived"


@dataclass(frozen=True)
class Relaxation:
    """Hold how a threshold is eased for the places of a zone."""

    zone: str
    relief: Relief
    percent: Fraction | None = None  # the share taken off (or, for an upper bound, put on)
    to: Value | None = None
    clause: Text | None = None
    source: str | None = None
    note: Text | None = None


@shape
class Condition:
    """Hold one hard sentence of the text: a test, or membership of a zone, or another rule that must be met."""

    id: str
    clause: Text
    source: str
    test: Test | None = None
    zone: str | None = None
    meets: str | None = None
    judged: Text | None = None  # an alternative that only a person can grant: it answers DISCRETION
    strength: Strength = Strength.MUST
    relaxations: tuple[Relaxation, ...] = ()
    title: Text | None = None
    note: Text | None = None


@shape
class Leaf:
    """Stand for a condition by name."""

    condition: str


@shape
class ScoreLeaf:
    """Stand for a score table by name."""

    score: str


@shape
class AllOf:
    """Require every child."""

    children: tuple[Node, ...]
    name: str | None = None


@shape
class AnyOf:
    """Require one child."""

    children: tuple[Node, ...]
    name: str | None = None


@shape
class NotOf:
    """Require that the child is not met."""

    child: Node
    name: str | None = None


@shape
class SomeOf:
    """Require so many of the children."""

    count: int
    children: tuple[Node, ...]
    name: str | None = None


@shape
class IfThen:
    """Require one branch or the other by a guard; without an `otherwise`, nothing is required when it fails."""

    guard: Node
    then: Node
    otherwise: Node | None = None
    name: str | None = None


Node = Leaf | ScoreLeaf | AllOf | AnyOf | NotOf | SomeOf | IfThen


@shape
class Band:
    """Hold the points for a value that meets every test; the first band met counts, no test is the rest."""

    tests: tuple[Test, ...]
    low: Fraction
    high: Fraction  # above `low` where an expert picks within the band
    title: Text | None = None


@shape
class ScoreItem:
    """Hold one row of a score table: bands, or a fact that is itself the points."""

    id: str
    title: Text
    bands: tuple[Band, ...] = ()
    points_fact: str | None = None
    points_max: Fraction = Fraction(0)  # the cap of `points_fact`
    part: str | None = None
    alternative: str | None = None  # of the items that share this word only the best counts


@shape
class ScorePart:
    """Hold a block of a table: a cap, and the mark it must reach on its own."""

    id: str
    title: Text
    cap: Fraction | None = None
    at_least: Fraction | None = None


@shape
class Score:
    """Hold a score table and its pass mark."""

    id: str
    title: Text
    items: tuple[ScoreItem, ...]
    clause: Text
    source: str
    parts: tuple[ScorePart, ...] = ()
    at_least: Fraction | None = None
    more_than: Fraction | None = None


@shape
class Judgement:
    """Hold what the text asks and no fact settles."""

    text: Text
    clause: Text | None = None


@shape
class Benefit:
    """Hold what the support gives; `amount` is in the base unit of money."""

    text: Text
    clause: Text | None = None
    source: str | None = None
    amount: Fraction | None = None


@shape
class Document:
    """Hold a paper to hand in, and who holds it."""

    title: Text
    holder: Text | None = None
    proves: tuple[str, ...] = ()


@shape
class Window:
    """Hold one round of applications; both days are inside."""

    opens: date | None
    closes: date | None
    round: Text | None = None
    source: str | None = None

    def is_open(self, on: date) -> bool:
        """Tell whether the day is inside; a round whose first day is unknown counts from 1 January of its year."""
        opens = self.opens or (self.closes.replace(month=1, day=1) if self.closes else None)
        return (opens is None or opens <= on) and (self.closes is None or on <= self.closes)


@shape
class Example:
    """Hold a worked case: figures by `fact` or `fact@year`, and what the measure must answer."""

    name: str
    as_of: date
    given: dict[str, object]
    verdict: str
    failed: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None
    relaxed: tuple[str, ...] | None = None
    points: dict[str, tuple[Fraction, Fraction]] = field(default_factory=dict)


@shape
class Measure:
    """Hold one support with everything that decides it."""

    id: str
    title: Text
    theme: str
    subject: str
    decided: Decided
    source: str
    checked: date
    requires: Node | None
    conditions: dict[str, Condition]
    scope: Node | None = None
    scores: dict[str, Score] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None  # the last day
    superseded_by: str | None = None
    notice: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()  # what holds of the subject once it has the support: titles that other rules ask for
    unwritten: Text | None = None  # why no rule could be written
    summary: Text | None = None
    judgements: tuple[Judgement, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    documents: tuple[Document, ...] = ()
    windows: tuple[Window, ...] = ()
    notes: tuple[Text, ...] = ()
    examples: tuple[Example, ...] = ()
    programmes: tuple[str, ...] = ()  # other names of the same support, for search
    is_definition: bool = False
    file: str = ""
