"""Every way to a YES: the rule tree of a measure turned into alternatives of lever positions.

A goal is a bound of the answer: its low end at least a step, or its high end at most one. Conditions are answered by
the engine with the levers moved; nothing here restates a threshold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from zhence.advice import terms
from zhence.advice.levels import below
from zhence.advice.levers import Lever, Place, moved_case
from zhence.advice.points import table_terms
from zhence.advice.terms import ALWAYS, Term, Terms
from zhence.advice.wholes import pairs
from zhence.engine import Case
from zhence.engine.conditions import answer_condition
from zhence.engine.scores import answer_score
from zhence.engine.tree import meet
from zhence.model.fact import FactKey
from zhence.model.ladder import Answer, Step
from zhence.model.measure import (
    AllOf,
    AnyOf,
    Condition,
    IfThen,
    Leaf,
    Measure,
    Node,
    NotOf,
    Score,
    ScoreItem,
    ScoreLeaf,
    SomeOf,
    Strength,
)
from zhence.model.value import Value

Position = tuple[tuple[int, int], ...]  # (lever, level)


@dataclass(frozen=True, slots=True)
class Goal:
    """Hold a bound of an answer: its low end at least `step`, or its high end at most `step`."""

    is_floor: bool
    step: Step

    def met(self, answer: Answer) -> bool:
        """Tell whether an answer keeps to the bound."""
        return answer.low >= self.step if self.is_floor else answer.high <= self.step

    def mirrored(self) -> Goal:
        """Return the goal of a child whose negation must reach this one."""
        return Goal(not self.is_floor, Step(2 - self.step))


YES = Goal(is_floor=True, step=Step.YES)
NOT_YES = Goal(is_floor=False, step=Step.DISCRETION)


@dataclass(frozen=True, slots=True)
class Board:
    """Hold the levers with their levels; the first level of each is where it stands, None."""

    levels: dict[Lever, tuple[Value | None, ...]]
    most: int  # levers moved at once


class Repairs:
    """Find the terms of one case on a board."""

    def __init__(self, case: Case, place: Place, board: Board) -> None:
        self.case = case
        self.place = place
        self.board = board
        self.numbers = {lever: at for at, lever in enumerate(board.levels)}
        self.movable = frozenset(board.levels)
        self._cases: dict[Position, Case] = {(): case}

    def measure(self, measure: Measure) -> Terms:
        """Return the terms under which scope and conditions of a measure are surely met."""
        if measure.requires is None:
            return []
        parts = [self.node(measure, node, YES) for node in (measure.scope, measure.requires) if node is not None]
        found = terms.all_of(parts, self.board.most)
        return terms.minimal(sound for term in found for sound in self._sound(term))

    def _sound(self, term: Term) -> Terms:
        """Return a term with no part moved past its whole."""
        levers = list(self.board.levels)
        parts = []
        for share, part, whole in pairs(self.case, [levers[at].key for at, bits in term if not bits & terms.TODAY]):
            both = self._levers([part, whole])
            held = [
                at
                for at, case in self.positions(both)
                if not share.is_exceeded(case.read(part).value, case.read(whole).value)
            ]
            parts.append(self.terms(both, held))
        return terms.all_of([[term], *parts], self.board.most)

    def node(self, rule: Measure, node: Node, goal: Goal) -> Terms:
        """Return the terms under which a node reaches a goal."""
        match node:
            case Leaf():
                return self.condition(rule.conditions[node.condition], goal)
            case ScoreLeaf():
                return self.score(rule.scores[node.score], goal)
            case NotOf():
                return self.node(rule, node.child, goal.mirrored())
            case IfThen():
                return self._branch(rule, node, goal)
            case AllOf() | AnyOf() | SomeOf():
                parts = [self.node(rule, child, goal) for child in node.children]
                needed = node.count if isinstance(node, SomeOf) else len(parts) if isinstance(node, AllOf) else 1
                return self._several(needed if goal.is_floor else len(parts) - needed + 1, parts)

    def _several(self, needed: int, parts: list[Terms]) -> Terms:
        if needed == len(parts):
            return terms.all_of(parts, self.board.most)
        return terms.any_of(parts) if needed == 1 else terms.at_least_n(needed, parts, self.board.most)

    def _branch(self, rule: Measure, node: IfThen, goal: Goal) -> Terms:
        most = self.board.most
        then = self.node(rule, node.then, goal)
        otherwise = [ALWAYS] if goal.is_floor else []
        if node.otherwise is not None:
            otherwise = self.node(rule, node.otherwise, goal)
        held, ruled_out = self.node(rule, node.guard, YES), self.node(rule, node.guard, NOT_YES)
        ways = [terms.all_of(pair, most) for pair in ((held, then), (ruled_out, otherwise), (then, otherwise))]
        return terms.any_of(ways)

    def condition(self, condition: Condition, goal: Goal) -> Terms:
        """Return the terms under which a condition reaches a goal."""
        if condition.meets is not None:
            return self._meets(condition, goal)
        here = answer_condition(self.case, condition, meet)
        keys = [reading.key for reading in (here.reading, here.threshold_reading) if reading is not None]

        levers = self._levers(keys)
        held = [at for at, case in self.positions(levers) if goal.met(answer_condition(case, condition, meet).answer)]
        return self.terms(levers, held)

    def _meets(self, condition: Condition, goal: Goal) -> Terms:
        rule = self.case.catalogue.definitions[condition.meets or ""]
        if condition.strength is Strength.PREFERENCE or rule.requires is None:
            return [ALWAYS] if goal.is_floor else []
        if condition.strength is Strength.IN_PRINCIPLE and goal.step is not (
            Step.YES if goal.is_floor else Step.DISCRETION
        ):
            return [ALWAYS] if goal.is_floor else []
        return self.node(rule, rule.requires, goal)

    def score(self, score: Score, goal: Goal) -> Terms:
        """Return the terms under which a score table reaches a goal."""
        keys = {item.id: self._asked(item) for item in score.items}
        levers = {item: self._levers(found) for item, found in keys.items()}
        if not goal.is_floor:  # a table that must be missed: rare enough to try every position
            every = list(dict.fromkeys(lever for found in levers.values() for lever in found))
            return self.terms(
                every, [at for at, case in self.positions(every) if goal.met(answer_score(case, score).answer)]
            )
        return table_terms(self, score, levers, self.board.most)

    def _asked(self, item: ScoreItem) -> list[FactKey]:
        if item.points_fact is not None:
            return [self.case.key(item.points_fact, None)]
        return [self.case.key(test.fact, test.year) for band in item.bands for test in band.tests]

    def _levers(self, keys: list[FactKey]) -> list[Lever]:
        found = [lever for key in keys for lever in below(self.case, self.place, key, self.movable)]
        return list(dict.fromkeys(found))

    def positions(self, levers: list[Lever]) -> Iterator[tuple[Position, Case]]:
        """Yield every position of the levers that the budget allows, with the case as it then is."""
        for levels in product(*(range(len(self.board.levels[lever])) for lever in levers)):
            if sum(level > 0 for level in levels) <= self.board.most:
                named = zip(levers, levels, strict=True)
                at = tuple((self.numbers[lever], level) for lever, level in named)
                yield at, self._case(tuple(sorted(pair for pair in at if pair[1])))

    def _case(self, moved: Position) -> Case:
        if moved not in self._cases:
            levers = list(self.board.levels.items())
            settings = {levers[lever][0]: value for lever, level in moved if (value := levers[lever][1][level])}
            self._cases[moved] = moved_case(self.case, self.place, settings)
        return self._cases[moved]

    def terms(self, levers: list[Lever], held: Iterable[Position]) -> Terms:
        """Return positions as terms; those that differ in the last lever alone are gathered into one."""
        if not levers:
            return [ALWAYS for _ in held][:1]
        gathered: dict[Position, int] = {}
        for *first, last in held:
            gathered[tuple(first)] = gathered.get(tuple(first), 0) | 1 << last[1]
        return terms.minimal(self._term(levers, at, bits) for at, bits in gathered.items())

    def _term(self, levers: list[Lever], at: Position, last: int) -> Term:
        bits = [*(1 << level for _, level in at), last]
        whole = [(1 << len(self.board.levels[lever])) - 1 for lever in levers]
        named = zip(levers, bits, whole, strict=True)
        return tuple(sorted((self.numbers[lever], mask) for lever, mask, full in named if mask != full))
