"""What the engine answers: one frozen ledger, many views. Texts are made by the report, never here."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from zhence.model.fact import FactKey, Membership
from zhence.model.ladder import Answer
from zhence.model.measure import Condition, Measure, Relaxation, Score, ScoreItem, ScorePart, Strength
from zhence.model.profile import Given, Record
from zhence.model.shape import shape
from zhence.model.value import Value, option


class Verdict(StrEnum):
    """Name the answers a measure can get, in the order they are shown."""

    ELIGIBLE = "eligible"
    ELIGIBLE_IF = "eligible-if"
    DISCRETIONARY = "discretionary"
    UNKNOWN = "unknown"
    NOT_ELIGIBLE = "not-eligible"
    CLOSED = "closed"
    NOT_APPLICABLE = "not-applicable"


UNTOLD = (Verdict.UNKNOWN, Verdict.NOT_APPLICABLE)  # nothing tells how many conditions are wanting: not none


@shape
class Reading:
    """Hold what was read for a fact: its value, the statements it rests on, the statements that are wanting."""

    key: FactKey
    value: Value | None
    given: tuple[tuple[FactKey, Given], ...] = ()
    missing: tuple[FactKey, ...] = ()


@shape
class ZoneReading:
    """Hold whether the subject's place belonged to a zone on the day, and the entry that says so."""

    zone: str
    place: str | None
    answer: Answer
    membership: Membership | None = None  # the entry of the day, or the one that ended last before it
    confirmed: bool = False  # the profile says so itself
    missing: tuple[FactKey, ...] = ()


@shape
class EasedResult:
    """Hold one relaxation held against the subject; `threshold` is the eased one, None where no number is given."""

    relaxation: Relaxation
    zone: ZoneReading
    threshold: Value | None
    answer: Answer


@shape
class Gap:
    """Hold how far a number is from the threshold that the subject must meet, in the unit of the fact.

    `shortfall` is what is wanting at best (with the most favourable end of a range); days for dates.
    `share` is the shortfall over the threshold, None where the threshold is zero or a day.
    """

    value: Fraction | date
    threshold: Fraction | date
    shortfall: Fraction
    share: Fraction | None
    strict: bool  # the threshold itself is not enough
    closes: date | None = None  # the day on which time alone closes it, of an age


@shape
class ConditionResult:
    """Hold one condition answered. `base` is the answer without relaxations and strength."""

    condition: Condition
    answer: Answer
    base: Answer
    reading: Reading | None = None
    threshold: Value | None = None  # the base threshold of the day
    threshold_reading: Reading | None = None  # where the threshold is itself asked of the user
    eased: tuple[EasedResult, ...] = ()
    zone: ZoneReading | None = None
    inner: NodeResult | None = None  # the tree of the rule it refers to
    gap: Gap | None = None
    missing: tuple[FactKey, ...] = ()

    @property
    def found(self) -> Answer:
        """Return how the condition itself stands: of a preference, which counts as met whatever it is, without that."""
        return self.base if self.condition.strength is Strength.PREFERENCE else self.answer

    @property
    def effective(self) -> Value | None:
        """Return the threshold that counts: the eased one where the place is surely inside, else the base."""
        for eased in self.eased:
            if eased.threshold is not None and eased.zone.answer.low == 2:
                return eased.threshold
        return self.threshold

    @property
    def relaxed(self) -> bool:
        """Tell whether the condition would fail, or stay open, without its relaxation."""
        return self.answer.low == 2 and self.base.low < 2 and bool(self.eased)


@shape
class ItemResult:
    """Hold one row of a score table: points at worst and at best, and the most the row can give."""

    item: ScoreItem
    low: Fraction
    high: Fraction
    most: Fraction
    reading: Reading | None = None
    missing: tuple[FactKey, ...] = ()


@shape
class PartResult:
    """Hold one block of a score table after its cap."""

    part: ScorePart
    low: Fraction
    high: Fraction
    answer: Answer


@shape
class ScoreResult:
    """Hold a score table answered: total points at worst and at best, rows, blocks."""

    score: Score
    answer: Answer
    low: Fraction
    high: Fraction
    items: tuple[ItemResult, ...]
    parts: tuple[PartResult, ...] = ()
    missing: tuple[FactKey, ...] = ()


class NodeKind(StrEnum):
    """Name what a node of an answered tree is."""

    ALL = "all"
    ANY = "any"
    SOME = "some"
    NOT = "not"
    IF = "if"
    CONDITION = "condition"
    SCORE = "score"


@shape
class NodeResult:
    """Hold one node of the answered tree.

    `steps` counts the conditions that must change on the cheapest way to YES (0 where none is surely failed),
    `distance` sums their relative gaps. `cheapest` marks the branch of an OR to take while none is met.
    `idle` marks a branch whose guard does not hold, or an OR branch that is not needed.
    For IF the children are the guard, then, and (where given) otherwise.
    """

    kind: NodeKind
    answer: Answer
    children: tuple[NodeResult, ...] = ()
    name: str | None = None
    count: int | None = None
    condition: ConditionResult | None = None
    score: ScoreResult | None = None
    steps: int = 0
    distance: Fraction = Fraction(0)
    cheapest: bool = False
    idle: bool = False
    missing: tuple[FactKey, ...] = ()


@shape
class Coverage:
    """Count how much of a measure is checked by rule."""

    conditions: int
    checked: int  # answered for this subject
    judgements: int
    asked: int  # thresholds that only the current call states


@shape
class MeasureResult:
    """Hold one measure answered for one subject or one of its items."""

    measure: Measure
    record: Record
    item: Record | None  # the item the answer is about; `record` itself where the measure is about the subject
    verdict: Verdict
    open_verdict: Verdict  # what the verdict would be were the measure open
    answer: Answer
    root: NodeResult | None
    scope: NodeResult | None = None
    missing: tuple[FactKey, ...] = ()
    blocking: tuple[ConditionResult | ScoreResult, ...] = ()  # surely failed, on the cheapest way
    relaxed: tuple[ConditionResult, ...] = ()
    coverage: Coverage = Coverage(0, 0, 0, 0)
    estimates: tuple[FactKey, ...] = ()
    hypothetical: bool = False  # the profile lists no such item; the answer is for one of which nothing is known

    @property
    def steps(self) -> int:
        """Return how many conditions stand in the way on the cheapest way."""
        return self.root.steps if self.root else 0

    @property
    def distance(self) -> Fraction:
        """Return the sum of the relative gaps on the cheapest way."""
        return self.root.distance if self.root else Fraction(0)

    @property
    def held(self) -> ConditionResult | None:
        """Return the condition that fails because the subject has already what the measure grants; nobody gives that up."""
        leaves = (leaf for leaf in self.blocking if isinstance(leaf, ConditionResult))
        return next((leaf for leaf in leaves if asks_not_to_have(self.measure, leaf.condition)), None)


def asks_not_to_have(measure: Measure, condition: Condition) -> bool:
    """Tell whether a condition asks that the subject has not yet what the measure grants."""
    test = condition.test
    if test is None or test.fact not in measure.grants:
        return False
    return any(each.value == option(False) for each in test.threshold.values)


@shape
class Report:
    """Hold every measure answered for one profile on one day."""

    record: Record
    as_of: date
    results: tuple[MeasureResult, ...]
    zones: tuple[ZoneReading, ...] = field(default=())
