"""Compare two sides: pair their answers, and find for each flipped verdict what made it flip.

A flip is explained by what must be taken over from the better side so that the worse one gets its verdict; of what could
be left out again, nothing is kept. Every cause is therefore proven by substitution.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from zhence.engine import ledger
from zhence.engine.causes import leaf_causes, minimal, turned
from zhence.engine.decide import cases, decide, is_open, not_applicable, open_verdict
from zhence.engine.figures import Case
from zhence.engine.hybrid import Path, all_leaves, reanswer
from zhence.model.comparison import Cause, CauseKind, Comparison, Flip, Leaf, Move, Side
from zhence.model.ladder import UNKNOWN, Answer, all_of
from zhence.model.measure import Measure
from zhence.model.result import MeasureResult, Verdict
from zhence.model.shape import shape

ORDER = list(Verdict)
Key = tuple[str, ...]
RULE: Path = ("*rule",)  # no name of a condition begins so
ESTIMATE: Path = ("*estimate",)


@shape
class Row:
    """Hold one answer with the case it was given for; `case` is None where the profile has no such subject."""

    case: Case | None
    result: MeasureResult

    @property
    def is_listed(self) -> bool:
        """Tell whether the answer is about something the profile lists."""
        return self.case is not None and not self.result.hypothetical


def compare_sides(before: Side, after: Side) -> Comparison:
    """Return what differs between two sides."""
    flips: list[Flip] = []
    same: Counter[Verdict] = Counter()
    only: tuple[list[MeasureResult], list[MeasureResult]] = ([], [])
    measures = {**before.catalogue.measures, **after.catalogue.measures}
    for word in measures:
        rows = [_rows(side, side.catalogue.measures.get(word)) for side in (before, after)]
        if not rows[0] or not rows[1]:
            only[0].extend(row.result for row in rows[0].values())
            only[1].extend(row.result for row in rows[1].values())
            continue
        for one, other in _pairs(rows[0], rows[1]):
            was, now = (row.result.verdict if row else Verdict.NOT_APPLICABLE for row in (one, other))
            if was is not now:
                flips.append(_flip(one, other))
            elif one is not None and other is not None:
                same[now] += 1
    flips.sort(key=lambda flip: list(Move).index(flip.move))
    return Comparison(
        before,
        after,
        tuple(flips),
        tuple(only[0]),
        tuple(only[1]),
        {verdict: same[verdict] for verdict in ORDER if same[verdict]},
    )


def _rows(side: Side, measure: Measure | None) -> dict[Key, Row]:
    """Return the answers of a measure by the names of what they are about, the profile itself left out."""
    if measure is None:
        return {}
    found: dict[Key, Row] = {}
    for case in cases(side.catalogue, side.record, side.as_of, measure):
        key = tuple(record.name for record in reversed(case.chain[:-1]))
        while key in found:
            key = (*key, "")
        found[key] = Row(case, decide(case, measure))
    return found or {(): Row(None, not_applicable(measure, side.record))}


def _pairs(before: dict[Key, Row], after: dict[Key, Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Pair answers about the same; what only one side lists meets the other's answer for one of which nothing is known."""
    stand_ins = [next((row for row in rows.values() if not row.is_listed), None) for rows in (before, after)]
    if stand_ins[0] is not None and stand_ins[1] is not None:
        yield stand_ins[0], stand_ins[1]
        return
    for key in {**before, **after}:
        one, other = before.get(key), after.get(key)
        if (one is not None and one.is_listed) or (other is not None and other.is_listed):
            yield one or stand_ins[0], other or stand_ins[1]


def _flip(before: Row | None, after: Row | None) -> Flip:
    results = tuple(row.result if row else None for row in (before, after))
    verdicts = [result.verdict if result else Verdict.NOT_APPLICABLE for result in results]
    if verdicts[0] is Verdict.NOT_APPLICABLE:
        move = Move.APPLICABLE
    elif verdicts[1] is Verdict.NOT_APPLICABLE:
        move = Move.GONE
    else:
        move = Move.BETTER if ORDER.index(verdicts[1]) < ORDER.index(verdicts[0]) else Move.WORSE
    if before is None or after is None or before.case is None or after.case is None:
        return Flip(results[0], results[1], move, (Cause(CauseKind.LISTED),))
    causes, idle = _causes(before, before.case, after, after.case)
    if before.is_listed != after.is_listed and _asks_of(before.case if before.is_listed else after.case, causes):
        causes.insert(0, Cause(CauseKind.LISTED))
    return Flip(results[0], results[1], move, tuple(causes), idle)


def _asks_of(case: Case, causes: list[Cause]) -> bool:
    """Tell whether a cause is a figure of the item itself."""
    figures = [figure for cause in causes for figure in cause.figures]
    keys = {key for figure in figures for part in (figure, *figure.stated) for key in part.keys}
    return not keys.isdisjoint(case.chain[0].facts)


def _causes(before: Row, case_before: Case, after: Row, case_after: Case) -> tuple[list[Cause], tuple[Leaf, ...]]:
    found: list[Cause] = []
    idle: tuple[Leaf, ...] = ()
    results, both = (before.result, after.result), (case_before, case_after)
    if results[0].open_verdict is not results[1].open_verdict:
        found, idle = _explained(results, both)
    was_open, is_now = (
        is_open(before.result.measure, case_before.as_of),
        is_open(after.result.measure, case_after.as_of),
    )
    if was_open != is_now and Verdict.CLOSED in (results[0].verdict, results[1].verdict):
        found.insert(0, Cause(CauseKind.WINDOW))
    return found, idle


def _explained(
    results: tuple[MeasureResult, MeasureResult], both: tuple[Case, Case]
) -> tuple[list[Cause], tuple[Leaf, ...]]:
    """Return what makes the open verdicts differ, and the leaves that differ without mattering."""
    is_worse_first = ORDER.index(results[1].open_verdict) < ORDER.index(results[0].open_verdict)
    worse, better = results if is_worse_first else (results[1], results[0])
    lower, upper = all_leaves(worse), all_leaves(better)
    moved = [path for path in upper if path in lower and upper[path].answer != lower[path].answer]
    atoms = [ESTIMATE, RULE, *reversed(moved)]  # what stands first among the leaves is kept longest

    def is_enough(taken: frozenset[Path]) -> bool:
        found = _verdict(worse, better, taken)
        if worse.open_verdict is Verdict.NOT_APPLICABLE:
            return found is not Verdict.NOT_APPLICABLE  # what it then answers is no flip
        return found is better.open_verdict

    needed = minimal(atoms, is_enough)
    causes: list[Cause] = []
    trees = [tree for tree in (better.root, better.scope) if tree is not None]
    negated = {id(leaf) for tree in trees for leaf, is_under in ledger.leaves(tree) if is_under}
    for path in moved:
        if path in needed:
            found = leaf_causes((lower[path], upper[path]), both if is_worse_first else (both[1], both[0]))
            causes += [replace(cause, is_negated=id(upper[path]) in negated) for cause in found]
    if not is_worse_first:
        causes = [turned(cause) for cause in causes]
    if RULE in needed:
        names = [{"/".join(path) for path in all_leaves(result)} for result in results]
        added, removed = (tuple(sorted(one - other)) for one, other in ((names[1], names[0]), (names[0], names[1])))
        causes.append(Cause(CauseKind.RULE, added=added, removed=removed))
    if ESTIMATE in needed:
        causes.append(Cause(CauseKind.ESTIMATE))
    later = all_leaves(results[1])
    return causes, tuple(later[path] for path in moved if path not in needed)


def _verdict(worse: MeasureResult, better: MeasureResult, taken: frozenset[Path]) -> Verdict:
    """Return the verdict of the worse side with what is taken over from the better one."""
    lower, upper = all_leaves(worse), all_leaves(better)
    answers: dict[Path, Answer] = {
        path: (upper if path in taken else lower)[path].answer for path in upper if path in lower
    }
    frame = better if RULE in taken else worse
    scope = reanswer(frame.scope, answers) if frame.scope is not None else None
    answer = reanswer(frame.root, answers) if frame.root is not None else UNKNOWN
    whole = all_of([answer] if scope is None else [scope, answer])
    is_estimated = bool((better if ESTIMATE in taken else worse).estimates)
    return open_verdict(frame.measure, scope, whole, is_estimated=is_estimated)
