"""What is still worth asking: figures some answer to which changes a verdict, the most settling first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from zhence.advice.mentions import facts_of
from zhence.advice.trials import Slot, Trials, chain_of, is_zone
from zhence.engine import Case, decide
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.measure import Measure
from zhence.model.profile import Record
from zhence.model.question import Asked, Question, StillOpen
from zhence.model.result import MeasureResult, Verdict

APPLIES = frozenset({Verdict.ELIGIBLE, Verdict.ELIGIBLE_IF, Verdict.DISCRETIONARY})
ZERO = Fraction(0)
Results = dict[Slot, MeasureResult]


def begin(
    catalogue: Catalogue, as_of: date, record: Record, measures: Iterable[Measure], skipped: Iterable[Asked] = ()
) -> Interview:
    """Return an interview about a record and its items; members that have files of their own are left out."""
    results = {
        slot: decide(Case(catalogue, as_of, chain_of(record, slot)), slot.measure)
        for slot in _slots(catalogue, record, measures)
    }
    facts = {slot.measure: facts_of(catalogue, slot.measure) for slot in results}
    return Interview(catalogue, record, frozenset(skipped), results, facts, Trials(catalogue, as_of, record))


@dataclass(frozen=True, slots=True)
class Interview:
    """Hold a record with its answers, and what nobody is to be asked for."""

    catalogue: Catalogue
    record: Record
    skipped: frozenset[Asked]
    results: Results
    facts: dict[Measure, frozenset[str]]
    trials: Trials

    def answered(self, asked: Asked, record: Record) -> Interview:
        """Return the interview after the answer to a figure; only what mentions the figure is answered anew."""
        catalogue, as_of = self.catalogue, self.trials.as_of
        if asked.kind is not None and not self.record.items.get(asked.kind):
            return begin(catalogue, as_of, record, self.facts, self.skipped)
        touched = {slot for slot in self.results if asked.key.fact in self.facts[slot.measure]}
        anew = {slot: decide(Case(catalogue, as_of, chain_of(record, slot)), slot.measure) for slot in touched}
        return replace(
            self,
            record=record,
            results={slot: anew.get(slot, result) for slot, result in self.results.items()},
            trials=self.trials.without(touched, record),
        )

    def passed(self, asked: Asked) -> Interview:
        """Return the interview without a figure that is not known."""
        return replace(self, skipped=self.skipped | {asked})

    def questions(self, most: int = 1) -> list[Question]:
        """Return the most settling questions, best first: single figures; once none moves a verdict, the few together."""
        waiting: dict[Asked, list[Slot]] = {}
        for slot in self.open():
            for asked in self._askable(slot):
                waiting.setdefault(asked, []).append(slot)
        found: list[Question] = []
        for asked, slots in sorted(waiting.items(), key=lambda each: -len(each[1])):
            if len(found) >= most and found[-1].settles > len(slots):
                break
            question = self._weighed((asked,), slots, found[-1].settles if len(found) >= most else ZERO)
            if question is not None:
                found = sorted([*found, question], key=_rank)[:most]
        return found or self._together()[:most]

    def _together(self) -> list[Question]:
        groups: dict[tuple[Asked, ...], list[Slot]] = {}
        for slot in self.open():
            group = self.trials.group(slot, self._askable(slot))
            if group:
                groups.setdefault(group, []).append(slot)
        weighed = (self._weighed(group, slots) for group, slots in groups.items())
        return sorted((question for question in weighed if question is not None), key=_rank)

    def _weighed(self, parts: tuple[Asked, ...], slots: list[Slot], least: Fraction = ZERO) -> Question | None:
        """Return the question if some answer to it settles something, and it may settle as much as `least`."""
        mean = ZERO
        moves, unlocks = [], []
        for left, slot in zip(range(len(slots), 0, -1), sorted(slots, key=self._weight), strict=True):
            if mean + left < least:
                return None
            verdicts = self.trials.verdicts(slot, parts)
            settled = sum(verdict is not Verdict.UNKNOWN for verdict in verdicts)
            if settled or self.trials.can_settle(slot, parts):
                mean += Fraction(max(settled, 1), len(verdicts))
                moves.append(self.results[slot])
            if not APPLIES.isdisjoint(verdicts):
                unlocks.append(self.results[slot])
        return Question(parts, mean, tuple(moves), tuple(unlocks)) if moves else None

    def _weight(self, slot: Slot) -> int:
        return len(self.facts[slot.measure])  # what rests on much takes long to answer

    def moves(self, parts: tuple[Asked, ...]) -> bool:
        """Tell whether some answer to figures settles something."""
        return any(
            self.trials.can_settle(slot, parts) for slot in self.open() if not set(parts).isdisjoint(self.wanting(slot))
        )

    def open(self) -> Iterator[Slot]:
        """Yield the answers that are not settled."""
        return (slot for slot, result in self.results.items() if result.verdict is Verdict.UNKNOWN)

    def _askable(self, slot: Slot) -> list[Asked]:
        return [asked for asked in self.wanting(slot) if not self.is_skipped(asked)]

    def wanting(self, slot: Slot) -> list[Asked]:
        """List the figures an answer waits for, each with the record it belongs to."""
        found = (self._home(slot, key) for key in self.results[slot].missing)
        return [asked for asked in found if asked is not None]

    def _home(self, slot: Slot, key: FactKey) -> Asked | None:
        """Return whose figure it is: the item's where items have it, else its owner's."""
        if is_zone(key):
            return Asked(key)
        subjects = self.catalogue.facts[key.fact].subjects
        if slot.kind is not None and slot.kind in subjects:
            return Asked(key, slot.kind, slot.at)
        return Asked(key) if self.record.subject in subjects else None

    def is_skipped(self, asked: Asked) -> bool:
        """Tell whether a figure is not to be asked for: it is not known, or there is no item of its kind."""
        return asked in self.skipped or (asked.kind is not None and Asked(FactKey(asked.kind)) in self.skipped)

    def still_open(self) -> list[StillOpen]:
        """List the answers that are not settled, each with what it waits for."""
        return [
            StillOpen(
                self.results[slot],
                tuple(asked for asked in self.wanting(slot) if self.is_skipped(asked)),
                tuple(self._askable(slot)),
            )
            for slot in self.open()
        ]


def remembered(record: Record, catalogue: Catalogue) -> frozenset[Asked]:
    """Return what a profile says nobody knows; what it says of a kind's figures holds for every item of the kind."""
    found = set()
    kinds = catalogue.subjects[record.subject].items
    for key in record.unknown:
        fact = catalogue.facts.get(key.fact)
        mine = fact is None or record.subject in fact.subjects
        below = () if fact is None or mine else (kind for kind in kinds if kind in fact.subjects)
        found |= {Asked(key)} if mine else set()
        found |= {Asked(key, kind, at) for kind in below for at in range(len(record.items.get(kind, ())) or 1)}
    for kind in kinds:
        for at, item in enumerate(record.items.get(kind, ())):
            found |= {Asked(key, kind, at) for key in item.unknown}
    return frozenset(found)


def _rank(question: Question) -> tuple[object, ...]:
    return (len(question.parts), -question.settles, -len(question.unlocks), -len(question.moves))


def _slots(catalogue: Catalogue, record: Record, measures: Iterable[Measure]) -> Iterator[Slot]:
    """Yield every answer about the record and its items; of a kind not listed, for one unknown item."""
    kinds = catalogue.subjects[record.subject].items
    for measure in measures:
        if measure.subject == record.subject:
            yield Slot(measure)
        elif measure.subject in kinds:
            listed = record.items.get(measure.subject, ())
            yield from (Slot(measure, measure.subject, at) for at in range(len(listed) or 1))
