from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from zhence.engine import ledger
from zhence.engine.figures import Case
from zhence.engine.tree import answer_tree
from zhence.engine.zones import read_zone
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.ladder import NO, UNKNOWN, Answer, Step, all_of
from zhence.model.measure import Decided, Measure
from zhence.model.profile import Record
from zhence.model.result import ConditionResult, MeasureResult, NodeResult, Report, Verdict, ZoneReading


def check(catalogue: Catalogue, record: Record, as_of: date, measures: tuple[Measure, ...] | None = None) -> Report:
    """Answer every measure (or the given ones) for a profile, its items and the profiles it names."""
    chosen = measures if measures is not None else tuple(catalogue.measures.values())
    results: list[MeasureResult] = []
    for measure in chosen:
        found = cases(catalogue, record, as_of, measure)
        results += [decide(case, measure) for case in found] or [not_applicable(measure, record)]
    return Report(record, as_of, tuple(results), _zones(catalogue, record, as_of))


def cases(catalogue: Catalogue, record: Record, as_of: date, measure: Measure) -> list[Case]:
    """Return what a measure is to be answered for: the profile, its items or its members; one unknown item where none is listed."""
    chains = list(_chains((record,), measure.subject))
    if not chains and measure.subject in catalogue.subjects[record.subject].items:
        chains = [(Record(measure.subject, ""), record)]
    return [Case(catalogue, as_of, chain) for chain in chains]


def not_applicable(measure: Measure, record: Record) -> MeasureResult:
    """Return the answer of a measure that is for another kind of subject."""
    return MeasureResult(measure, record, None, Verdict.NOT_APPLICABLE, Verdict.NOT_APPLICABLE, NO, None)


def decide(case: Case, measure: Measure) -> MeasureResult:
    """Answer one measure for one case, with the whole ledger."""
    scope = answer_tree(case, measure, measure.scope) if measure.scope is not None else None
    root = answer_tree(case, measure, measure.requires) if measure.requires is not None else None
    answer = root.answer if root else UNKNOWN
    if scope is not None:
        answer = all_of([scope.answer, answer])
    estimates = _estimates(root)
    verdict = open_verdict(measure, scope.answer if scope else None, answer, is_estimated=bool(estimates))
    is_closed = verdict is not Verdict.NOT_APPLICABLE and not is_open(measure, case.as_of)
    missing = [*(scope.missing if scope else ()), *(root.missing if root else ())]
    item = case.chain[0]
    return MeasureResult(
        measure,
        case.chain[-1],
        item,
        Verdict.CLOSED if is_closed else verdict,
        verdict,
        answer,
        root,
        scope,
        missing=() if answer.settled else tuple(dict.fromkeys(missing)),
        blocking=ledger.blocking(root) if root else (),
        relaxed=ledger.relaxed(root) if root else (),
        coverage=ledger.coverage(measure, root),
        estimates=estimates,
        hypothetical=not item.name,
    )


def open_verdict(measure: Measure, scope: Answer | None, answer: Answer, *, is_estimated: bool) -> Verdict:
    """Return the verdict of answers were the measure open; `answer` is that of scope and requirement together."""
    if scope is not None and scope.high is not Step.YES:
        return Verdict.NOT_APPLICABLE
    if answer.low is Step.YES:
        settled = measure.decided is Decided.RULE and not measure.judgements and not is_estimated
        return Verdict.ELIGIBLE if settled else Verdict.ELIGIBLE_IF
    if answer.high is Step.NO:
        return Verdict.NOT_ELIGIBLE
    return Verdict.DISCRETIONARY if answer.settled else Verdict.UNKNOWN


def is_open(measure: Measure, on: date) -> bool:
    """Tell whether the rule is in force on the day and, where rounds are known, one of them is open."""
    if measure.valid_from is not None and on < measure.valid_from:
        return False
    if measure.valid_to is not None and on > measure.valid_to:
        return False
    if measure.superseded_by is not None and measure.valid_to is None:
        return False
    return not measure.windows or any(window.is_open(on) for window in measure.windows)


def _chains(chain: tuple[Record, ...], subject: str) -> Iterator[tuple[Record, ...]]:
    """Yield the subject itself, or its items and its members of one kind, each with its owners."""
    head = chain[0]
    if head.subject == subject:
        yield chain
        return
    for records in head.items.values():
        for record in records:
            yield from _chains((record, *chain), subject)


def _estimates(root: NodeResult | None) -> tuple[FactKey, ...]:
    if root is None:
        return ()
    readings = [leaf.reading for leaf, _ in ledger.leaves(root) if isinstance(leaf, ConditionResult)]
    keys = [key for r in readings if r is not None for key, given in r.given if given.estimate]
    return tuple(dict.fromkeys(keys))


def _zones(catalogue: Catalogue, record: Record, as_of: date) -> tuple[ZoneReading, ...]:
    case = Case(catalogue, as_of, (record,))
    return tuple(read_zone(case, zone) for zone in catalogue.zones)
