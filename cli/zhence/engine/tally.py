"""What the answers of many profiles come to, as columns count them for a table; of several items the best answer counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from zhence.engine.decide import is_open
from zhence.engine.ledger import name_of
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.heat import FAR, VERDICTS, Heat
from zhence.model.measure import Condition, Measure, Score
from zhence.model.result import ConditionResult, MeasureResult, Report, ScoreResult, Verdict
from zhence.model.summary import MeasureCount, NearMiss, Summary, WantedFigure, most_frequent


def best(report: Report) -> dict[str, MeasureResult]:
    """Return the best answer to each measure, as if it were open; of equals the one with the fewest steps."""
    found: dict[str, MeasureResult] = {}
    for result in report.results:
        known = found.get(result.measure.id)
        if known is None or _rank(result) < _rank(known):
            found[result.measure.id] = result
    return found


def _rank(result: MeasureResult) -> tuple[int, int, float]:
    return VERDICTS.index(result.open_verdict), result.steps, float(result.distance)


def summarise(reports: Sequence[Report], measures: Sequence[Measure], catalogue: Catalogue, as_of: date) -> Summary:
    """Return what the answers come to; a measure for another kind of subject than all of the profiles is left out."""
    cells = [best(report) for report in reports]
    counts = []
    for measure in measures:
        answered = [cell[measure.id] for cell in cells if measure.id in cell]
        verdicts = Counter(each.open_verdict for each in answered)
        if any(each.item is not None for each in answered):
            of_each = {verdict: verdicts[verdict] for verdict in Verdict}
            counts.append(MeasureCount(measure, of_each, not is_open(measure, as_of)))
    results = [result for cell in cells for result in cell.values()]
    near = Counter(found for result in results for found in _near(result))
    titles = {measure.id: measure for measure in measures}
    missed = [NearMiss(titles[word], _block(titles[word], block), count) for (word, block), count in near.items()]
    return Summary(
        catalogue,
        reports[0].record.subject,
        as_of,
        len(reports),
        tuple(counts),
        most_frequent(missed, measures),
        _wanted(results),
        kinds=Counter(report.record.subject for report in reports),
    )


def _near(result: MeasureResult) -> Iterator[tuple[str, str]]:
    if result.open_verdict is Verdict.NOT_ELIGIBLE and result.steps == 1 and result.held is None:
        yield result.measure.id, name_of(max(result.blocking, key=size))


def size(leaf: ConditionResult | ScoreResult) -> float:
    """Return how far a failed leaf is from its threshold, as a share of it; 1 where a miss has no size."""
    if isinstance(leaf, ConditionResult):
        return float(leaf.gap.share) if leaf.gap is not None and leaf.gap.share is not None else 1.0
    mark = leaf.score.at_least if leaf.score.at_least is not None else leaf.score.more_than
    return float((mark - leaf.high) / mark) if mark and mark > leaf.high else 1.0


def _block(measure: Measure, name: str) -> Condition | Score:
    return measure.conditions.get(name) or measure.scores[name]


def _wanted(results: Sequence[MeasureResult]) -> tuple[WantedFigure, ...]:
    cells: Counter[FactKey] = Counter()
    alone: Counter[FactKey] = Counter()
    for result in results:
        if result.open_verdict is Verdict.UNKNOWN:
            cells.update(result.missing)
            alone.update(result.missing if len(result.missing) == 1 else ())
    figures = [WantedFigure(key, count, alone[key]) for key, count in cells.items()]
    return tuple(sorted(figures, key=lambda each: (-each.alone, -each.cells, str(each.key))))


def heat(reports: Sequence[Report], summary: Summary, most: int) -> Heat:
    """Return the map of the first answers."""
    shown = [best(report) for report in reports[:most]]
    measures = [each.measure for each in summary.measures]
    codes, steps = [], []
    for measure in measures:
        column = [cell.get(measure.id) for cell in shown]
        codes.append(bytes(VERDICTS.index(each.open_verdict if each else Verdict.NOT_APPLICABLE) for each in column))
        steps.append(bytes(min(each.steps, FAR) if each else 0 for each in column))
    closed = frozenset(each.measure.id for each in summary.measures if each.is_closed)
    names = [report.record.name for report in reports[:most]]
    return Heat(
        summary.catalogue,
        summary.subject,
        summary.as_of,
        summary.rows,
        names,
        measures,
        closed,
        codes,
        steps,
        summary.kinds,
    )
