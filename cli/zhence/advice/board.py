"""What a plan is about: the supports within reach of a subject and its items, and the levers that could bring them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from zhence.advice.asks import asks_of
from zhence.advice.levels import Found, joint_points, turning_points
from zhence.advice.levers import Lever, Place, levers_of, with_parts
from zhence.advice.repairs import Board
from zhence.advice.wholes import carried
from zhence.engine import Case
from zhence.model.catalogue import Catalogue
from zhence.model.ladder import Step as Rung
from zhence.model.profile import Record
from zhence.model.result import MeasureResult, Report, Verdict
from zhence.model.value import Span, Value, option

WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Hold what the user allows: how many changes, what stays, what is dear, what may be assumed, how figures grow."""

    budget: int = 3
    fixed: frozenset[str] = frozenset()
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    with_unknown: bool = False
    with_closed: bool = False
    measures: frozenset[str] | None = None  # those to unlock; None: every one
    growth: Mapping[str, Fraction] = field(default_factory=dict)  # a share a year

    def wants(self, target: Target) -> bool:
        """Tell whether a support is one to unlock."""
        return (
            not target.is_had
            and target.result.held is None
            and (self.measures is None or target.result.measure.id in self.measures)
        )


@dataclass(frozen=True, slots=True)
class Target:
    """Hold one support for the subject or one of its items."""

    result: MeasureResult
    place: Place
    case: Case

    @property
    def is_had(self) -> bool:
        """Tell whether its conditions are surely met today."""
        return self.result.answer.low is Rung.YES


def targets_of(report: Report, catalogue: Catalogue, wishes: Wishes) -> list[Target]:
    """List the supports a plan weighs: those it could unlock, and those it must not lose."""
    found = []
    for result in report.results:
        if result.root is None or result.hypothetical or result.verdict is Verdict.NOT_APPLICABLE:
            continue
        if result.verdict is Verdict.CLOSED and not wishes.with_closed:
            continue
        if result.item is None or result.item is report.record:
            found.append(Target(result, None, Case(catalogue, report.as_of, (report.record,))))
        elif (place := _place(report.record, result.item)) is not None:
            found.append(Target(result, place, Case(catalogue, report.as_of, (result.item, report.record))))
    return found


def _place(record: Record, item: Record) -> Place:
    """Return which direct item of the subject this is; None for an item of a member, whose own plan names it."""
    places = ((kind, at) for kind, items in record.items.items() for at, each in enumerate(items) if each is item)
    return next(places, None)


def standing(report: Report, catalogue: Catalogue, lever: Lever) -> Value | None:
    """Return where a lever stands today."""
    own = (report.record,)
    chain = own if lever.kind is None else (report.record.items[lever.kind][lever.at or 0], *own)
    return Case(catalogue, report.as_of, chain).read(lever.key).value


def board_of(targets: list[Target], report: Report, catalogue: Catalogue, wishes: Wishes) -> Board:
    """Return the levers with the levels worth trying, in the order of the figures' names."""
    found: Found = {}
    fixed = with_parts(wishes.fixed, catalogue)
    for target in targets:
        if not wishes.wants(target):
            continue
        case, place, measure = target.case, target.place, target.result.measure
        unmet = list(asks_of(case, measure, unmet_only=True))
        levers = levers_of(case, place, [ask.key for ask in unmet], fixed=fixed, with_unknown=wishes.with_unknown)
        mine = turning_points(case, place, unmet, frozenset(levers))
        wholes = carried(case, place, measure, mine, fixed=fixed, with_unknown=wishes.with_unknown)
        for lever, values in wholes.items():
            mine.setdefault(lever, {}).update(values)
        for points in (mine, joint_points(case, place, asks_of(case, measure, unmet_only=False), mine)):
            for lever, values in points.items():
                found.setdefault(lever, {}).update(values)
    titles = {word for measure in catalogue.measures.values() for word in measure.grants}
    levels: dict[Lever, tuple[Value | None, ...]] = {}
    for lever in sorted(found, key=lambda each: (each.kind or "", each.at or 0, each.key.fact, each.key.year or 0)):
        now = standing(report, catalogue, lever)
        worth = sorted((value for value in found[lever] if value != now), key=_order)
        if lever.key.fact in titles:  # nobody gives up a title for a plan
            worth = [value for value in worth if value != option(False)]
        if worth:
            levels[lever] = (None, *worth)
    return Board(levels, wishes.budget)


def _order(value: Value) -> tuple[Fraction, str]:
    if isinstance(value, Span):
        return value.low or Fraction(0), ""
    return Fraction(0), repr(sorted(map(str, getattr(value, "possible", getattr(value, "known", ())))))


def effort_of(lever: Lever, before: Value | None, after: Value | None, wishes: Wishes) -> Fraction:
    """Return what a change costs: the share by which a number moves at most, one for anything else, times its weight."""
    weight = wishes.weights.get(lever.key.fact, WHOLE)
    if after is None:
        return Fraction(0)
    if not isinstance(before, Span) or not isinstance(after, Span) or after.low is None:
        return weight
    ends = [end for end in (before.low, before.high) if end is not None]
    if not ends:
        return weight
    farthest = max(ends, key=lambda end: abs(end - (after.low or 0)))  # of a range: it may stand at either end today
    largest = max(abs(farthest), abs(after.low))
    return weight * (abs(after.low - farthest) / largest if largest else Fraction(0))
