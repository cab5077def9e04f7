"""Which answers a list of what to prepare is about: those that apply, and those one step from it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from zhence.engine.decide import is_open
from zhence.model.checklist import Left, Selection
from zhence.model.measure import Measure
from zhence.model.result import MeasureResult, Report, Verdict

APPLIES = frozenset({Verdict.ELIGIBLE, Verdict.ELIGIBLE_IF, Verdict.DISCRETIONARY})


def is_near(result: MeasureResult) -> bool:
    """Tell whether the measure, were it open, applies or is one condition or one figure away."""
    match result.open_verdict:
        case Verdict.NOT_ELIGIBLE:
            return result.steps == 1 and result.held is None
        case Verdict.UNKNOWN:
            return len(result.missing) == 1
        case verdict:
            return verdict in APPLIES


def is_over(measure: Measure, on: date) -> bool:
    """Tell whether the rule is in force no longer."""
    if measure.valid_to is not None:
        return measure.valid_to < on
    return measure.superseded_by is not None


def will_open(measure: Measure, on: date) -> bool:
    """Tell whether a day after this one is known on which a closed measure opens."""
    return not is_over(measure, on) and next_open(measure, on) is not None


def next_open(measure: Measure, on: date) -> date | None:
    """Return the first day after this one on which a measure is known to open; None where none is known."""
    starts = [measure.valid_from, *(window.opens for window in measure.windows)]
    return min((day for day in starts if day is not None and day > on and is_open(measure, day)), default=None)


def select(report: Report, *, is_named: bool, with_closed: bool = False) -> Selection:
    """Return the answers to list; measures that were named are all listed unless they do not apply.

    `with_closed` keeps those whose known rounds are all past, as long as their rule is in force.
    """
    chosen: list[MeasureResult] = []
    left: Counter[Left] = Counter()
    for result in report.results:
        reason = _reason(result, report.as_of, is_named=is_named, with_closed=with_closed)
        if reason is None:
            chosen.append(result)
        else:
            left[reason] += 1
    return Selection(tuple(chosen), {reason: left[reason] for reason in Left if left[reason]}, is_named)


def _reason(result: MeasureResult, on: date, *, is_named: bool, with_closed: bool) -> Left | None:
    if result.verdict is Verdict.NOT_APPLICABLE:
        return Left.NOT_APPLICABLE
    if is_named:
        return None
    if result.hypothetical:
        return Left.UNLISTED
    if result.held is not None:
        return Left.HELD
    if not is_near(result):
        return Left.FAR
    if result.verdict is Verdict.CLOSED and not will_open(result.measure, on):
        return None if with_closed and not is_over(result.measure, on) else Left.SHUT
    return None
