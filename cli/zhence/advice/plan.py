"""The best changes under a budget: every repair of every support, the proven optimum, and the engine's word on the outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from zhence.advice.board import Target, Wishes, board_of, effort_of, standing, targets_of
from zhence.advice.growth import arrivals, idle
from zhence.advice.levers import Lever, moved
from zhence.advice.optimum import Problem, solve
from zhence.advice.repairs import Repairs
from zhence.advice.terms import TODAY, Term
from zhence.advice.wholes import pairs
from zhence.engine import Case, check
from zhence.model.catalogue import Catalogue
from zhence.model.ladder import Step as Rung
from zhence.model.plan import Change, Plan, Repair, Step, Ways
from zhence.model.profile import Record
from zhence.model.result import MeasureResult, Report
from zhence.model.value import option

MOST_REPAIRS = 5  # ways kept for one support
FREE = Fraction(0)
Had = dict[tuple[str, str], MeasureResult]  # by measure and item


def plan(
    report: Report, catalogue: Catalogue, wishes: Wishes, watch: Callable[[list[Target]], Iterable[Target]] = iter
) -> Plan:
    """Return the changes that unlock the most supports, and for each support every minimal way to it.

    `watch` is given the supports and hands them out again, as the ways to each are worked out.
    """
    return _Planner(report, catalogue, wishes, watch).plan()


class _Planner:
    def __init__(
        self, report: Report, catalogue: Catalogue, wishes: Wishes, watch: Callable[[list[Target]], Iterable[Target]]
    ) -> None:
        self.report = report
        self.catalogue = catalogue
        self.wishes = wishes
        self.targets = targets_of(report, catalogue, wishes)
        self.board = board_of(self.targets, report, catalogue, wishes)
        self.levers = list(self.board.levels)
        self.before = [standing(report, catalogue, lever) for lever in self.levers]
        self.efforts = [
            [effort_of(lever, now, level, wishes) for level in self.board.levels[lever]]
            for lever, now in zip(self.levers, self.before, strict=True)
        ]
        places = {t.place: Repairs(t.case, t.place, self.board) for t in self.targets}  # one for all its supports
        self.terms = [places[t.place].measure(t.result.measure) for t in watch(self.targets)]

    def plan(self) -> Plan:
        grants = self._grants()
        best = solve(
            Problem(
                [[float(effort) for effort in row] for row in self.efforts],
                self.terms,
                self.wishes.budget,
                self._excludes(),
                grants,
                [1.0 if target.is_had or self.wishes.wants(target) else 0.0 for target in self.targets],
            )
        )
        changes = []
        for lever, level in enumerate(best.levels):
            if level:
                granting = [t for t in grants.get((lever, level), ()) if t in best.supports]
                changes.append(self._change(lever, level, self.targets[granting[0]] if granting else None))
        after = self._answered(changes)
        taken = {(self.targets[at].result.measure.id, _item(self.targets[at].result)) for at in best.supports}
        reached = _had(after)
        grown = arrivals([(t.result, t.case) for t in self.targets if self.wishes.wants(t)], self.wishes.growth)
        rivals = {word for target in self.targets for word in target.result.measure.excludes}
        return Plan(
            self.report,
            after,
            self.wishes.budget,
            self._steps(changes),
            tuple(self._ways(at) for at, target in enumerate(self.targets) if self.wishes.wants(target)),
            tuple(measure for measure, item in reached if measure in rivals and (measure, item) in taken),
            tuple(measure for measure, item in reached if measure in rivals and (measure, item) not in taken),
            tuple(self.wishes.growth.items()),
            grown,
            idle(grown, self.wishes.growth),
            self._aside(),
        )

    def _aside(self) -> tuple[MeasureResult, ...]:
        weighed = {id(target.result) for target in self.targets if self.wishes.wants(target)}
        named = self.wishes.measures or frozenset()
        return tuple(r for r in self.report.results if r.measure.id in named and id(r) not in weighed)

    def _change(self, lever: int, level: int, granting: Target | None = None) -> Change:
        name = self.levers[lever]
        after = self.board.levels[name][level]
        if after is None:
            raise ValueError("a change goes somewhere")
        effort = FREE if granting else self.efforts[lever][level]
        by = granting.result.measure.id if granting else None
        return Change(name.key, name.kind, name.at, self.before[lever], after, effort, by)

    def _answered(self, changes: list[Change]) -> Report:
        chosen = tuple(dict.fromkeys(result.measure for result in self.report.results))
        return check(self.catalogue, changed(self.report.record, changes), self.report.as_of, chosen)

    def _excludes(self) -> list[tuple[int, int]]:
        places = {(t.result.measure.id, t.place): at for at, t in enumerate(self.targets)}
        return [
            (at, places[word, target.place])
            for at, target in enumerate(self.targets)
            for word in target.result.measure.excludes
            if (word, target.place) in places
        ]

    def _grants(self) -> dict[tuple[int, int], list[int]]:
        """Say which supports bring which flags of the subject; one that rests on what it brings, however far, brings nothing."""
        found: dict[tuple[int, int], list[int]] = {}
        for at, target in enumerate(self.targets):
            for word in target.result.measure.grants:
                for lever, name in enumerate(self.levers):
                    levels = self.board.levels[name]
                    if name.key.fact == word and _place_of(name) == target.place and option(True) in levels:
                        found.setdefault((lever, levels.index(option(True))), []).append(at)
        rests = {at: {lever for term in terms for lever, _ in term} for at, terms in enumerate(self.terms)}
        brought: dict[int, set[int]] = {}
        kept: dict[tuple[int, int], list[int]] = {}
        for place, granting in found.items():
            for at in granting:
                below = _closure(rests[at], brought)
                if place[0] not in below:
                    brought.setdefault(place[0], set()).update(below)
                    kept.setdefault(place, []).append(at)
        return kept

    def _steps(self, changes: list[Change]) -> tuple[Step, ...]:
        """Order the changes so that each unlocks as much as it can; titles come after what grants them, parts after their wholes."""
        left, done, steps = list(changes), list[Change](), list[Step]()
        had = _had(self.report)
        while left:
            ready = [c for c in left if c.granted_by is None or any(c.granted_by == measure for measure, _ in had)]
            sane = [change for change in ready if not self._is_past_its_whole([*done, change])]
            tried = [(change, _had(self._answered([*done, change]))) for change in sane or ready or left]
            change, now = max(tried, key=lambda pair: (len(pair[1].keys() - had.keys()), -pair[0].effort))
            gained = tuple(now[key] for key in now if key not in had)
            steps.append(Step(change, gained, tuple(had[key] for key in had if key not in now)))
            done.append(change)
            left.remove(change)
            had = now
        return tuple(steps)

    def _is_past_its_whole(self, changes: list[Change]) -> bool:
        """Tell whether some changes alone would leave a part that is more than its whole."""
        moved_on = changed(self.report.record, changes)
        for kind, at in {(change.kind, change.item) for change in changes}:
            before, after = (
                Case(self.catalogue, self.report.as_of, (own,) if kind is None else (own.items[kind][at or 0], own))
                for own in (self.report.record, moved_on)
            )
            keys = [change.key for change in changes if (change.kind, change.item) == (kind, at)]
            if any(s.is_exceeded(after.read(p).value, after.read(w).value) for s, p, w in pairs(before, keys)):
                return True
        return False

    def _ways(self, at: int) -> Ways:
        repairs: list[Repair] = []
        for repair in sorted(map(self._repair, self.terms[at]), key=lambda r: (len(r.changes), r.effort)):
            if not any(_no_dearer(kept, repair) for kept in repairs):
                repairs.append(repair)
        return Ways(self.targets[at].result, tuple(repairs[:MOST_REPAIRS]))

    def _repair(self, term: Term) -> Repair:
        changes = []
        for lever, bits in term:
            if not bits & TODAY:
                allowed = [level for level in range(len(self.efforts[lever])) if bits >> level & 1]
                changes.append(self._change(lever, min(allowed, key=lambda level: self.efforts[lever][level])))
        return Repair(tuple(changes), sum((change.effort for change in changes), FREE))


def changed(record: Record, changes: list[Change]) -> Record:
    """Return the record after the changes."""
    return moved(record, {Lever(c.key, c.kind, c.item): c.after for c in changes})


def _closure(levers: set[int], brought: dict[int, set[int]]) -> set[int]:
    return levers | {below for lever in levers for below in brought.get(lever, ())}


def _place_of(lever: Lever) -> tuple[str, int] | None:
    return None if lever.kind is None else (lever.kind, lever.at or 0)


def _had(report: Report) -> Had:
    return {(r.measure.id, _item(r)): r for r in report.results if r.answer.low is Rung.YES and not r.hypothetical}


def _item(result: MeasureResult) -> str:
    return result.item.name if result.item is not None and result.item is not result.record else ""


def _no_dearer(kept: Repair, other: Repair) -> bool:
    """Tell whether a way asks for nothing that the other does not ask for, and for no more of it."""
    efforts = {(c.key, c.kind, c.item): c.effort for c in other.changes}
    return all(c.effort <= efforts.get((c.key, c.kind, c.item), -1) for c in kept.changes)
