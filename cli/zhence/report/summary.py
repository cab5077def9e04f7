"""A few sentences that say what an answer comes to: who, what applies, the nearest gaps, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.measure import Measure
from zhence.model.result import MeasureResult, Report, Verdict
from zhence.model.text import Text, same
from zhence.report.findings import Line, miss_lines
from zhence.report.misses import misses, once
from zhence.report.sentences import asked_words
from zhence.report.status import day_words
from zhence.report.words import COLON, COMMA, LIST, SEMICOLON, VERDICTS, bracketed, join

MOST = 5  # titles named in a sentence; the rest are counted
NEAREST = 3
STOP = Text("。", ".")
MET = (Verdict.ELIGIBLE, Verdict.ELIGIBLE_IF, Verdict.DISCRETIONARY)


def summary(report: Report, results: Sequence[MeasureResult], catalogue: Catalogue) -> list[Text]:
    """Return the sentences on one subject; `results` come nearest first."""
    by_verdict = {verdict: [r for r in results if r.verdict is verdict] for verdict in Verdict}
    sentences = [_who(report, catalogue)]
    met = [_listed(by_verdict[verdict], VERDICTS[verdict]) for verdict in MET if by_verdict[verdict]]
    sentences += met or [Text("当日没有符合的措施。", "Nothing applies on the day.")]
    if gaps := by_verdict[Verdict.NOT_ELIGIBLE]:
        sentences.append(_gaps(gaps, report, catalogue))
    sentences += _open(by_verdict[Verdict.UNKNOWN], catalogue)
    if closed := by_verdict[Verdict.CLOSED]:
        sentences.append(_closed(closed))
    return sentences


def overall(reports: Sequence[Report], catalogue: Catalogue) -> list[Text]:
    """Return the sentences on several subjects together, none for a single one."""
    if len(reports) < 2:
        return []
    results = [result for report in reports for result in report.results]
    count = len(reports)
    head = Text(f"共{count}个申报对象，判断日期", f"{count} subjects, as of ") + day_words(reports[0].as_of) + STOP
    counts = Counter(result.verdict for result in results)
    told = [VERDICTS[verdict] + same(f" {counts[verdict]}") for verdict in Verdict if counts[verdict]]
    lines = [head, Text("结果：", "Results: ") + join(told, SEMICOLON) + STOP]
    wanting = [result for result in results if result.verdict is Verdict.UNKNOWN]
    met = [result for result in results if result.verdict in MET]
    if met:
        lines.append(_listed(met, Text("符合、待审核或可酌情", "met, subject to review, or at discretion")))
    return lines + _open(wanting, catalogue)


def _who(report: Report, catalogue: Catalogue) -> Text:
    record = report.record
    kind = catalogue.subjects.get(record.subject)
    place = next((zone.place for zone in report.zones if zone.place is not None), None)
    words = same(record.name or "—") + (bracketed(kind.title) if kind is not None else same(""))
    if place is not None:
        words += COMMA + catalogue.place_title(place)
    count = len(report.results)
    answers = Text(f"共{count}项结果", "1 answer" if count == 1 else f"{count} answers")
    return words + COLON + Text("判断日期", "as of ") + day_words(report.as_of) + COMMA + answers + STOP


def _listed(results: Sequence[MeasureResult], verdict: Text) -> Text:
    titles = _titles(results)
    verdict = Text(verdict.zh, verdict.en[:1].upper() + verdict.en[1:])
    return verdict + Text(f"{len(results)}项：", f" ({len(results)}): ") + _first(titles, MOST) + STOP


def _titles(results: Iterable[MeasureResult]) -> list[Text]:
    """Return each measure's title once, with the item it is about, or with how many it is about."""
    found: dict[Measure, list[MeasureResult]] = {}
    for result in results:
        found.setdefault(result.measure, []).append(result)
    return [_title(each) for each in found.values()]


def _title(results: Sequence[MeasureResult]) -> Text:
    title, one = results[0].measure.title, results[0]
    if len(results) > 1:
        return title + bracketed(Text(f"{len(results)}个对象", f"{len(results)} of them"))
    if one.item is not None and one.item is not one.record and one.item.name:
        return title + bracketed(same(one.item.name))
    return title


def _first(parts: Sequence[Text], most: int) -> Text:
    shown, left = join(list(parts[:most]), LIST), len(parts) - most
    return shown + Text(f"等{len(parts)}项措施", f" and {left} more") if left > 0 else shown


def _gaps(results: Sequence[MeasureResult], report: Report, catalogue: Catalogue) -> Text:
    parts = [_nearest(result, report, catalogue) for result in results[:NEAREST]]
    count = len(results)
    return (
        Text(f"有差距{count}项，最近的是：", f"Not eligible ({count}), the nearest: ") + join(parts, SEMICOLON) + STOP
    )


def _nearest(result: MeasureResult, report: Report, catalogue: Catalogue) -> Text:
    found = once(misses(result.root)) if result.root is not None else []
    lines: list[Line] = miss_lines(found[0], catalogue, report.as_of) if found else []
    title = Text("“", "“") + _title([result]) + Text("”", "”")
    return title + COLON + lines[0].words if lines else title


def _open(results: Sequence[MeasureResult], catalogue: Catalogue) -> list[Text]:
    """Return what is said of unknown answers: of those that figures settle, and of those that no figure does."""
    unwritten = [result for result in results if result.measure.unwritten is not None]
    wanting = [result for result in results if result.measure.unwritten is None]
    sentences = [_wanting(wanting, catalogue)] if wanting else []
    if not unwritten:
        return sentences
    count = len(unwritten)
    words = Text(
        f"未写成规则{count}项，补数据也不能下结论，须向主管单位核实：",
        f"No rule is written ({count}), ask the authority: ",
    )
    return [*sentences, words + _first(_titles(unwritten), MOST) + STOP]


def _wanting(results: Sequence[MeasureResult], catalogue: Catalogue) -> Text:
    counts: Counter[FactKey] = Counter(key for result in results for key in result.missing)
    count = len(results)
    words = Text(f"待补数据{count}项", f"Figures missing ({count})")
    if not counts:
        return words + STOP
    parts = [
        asked_words(key, catalogue) + bracketed(Text(f"涉及{asked}项", f"asked by {asked}"))
        for key, asked in counts.most_common(MOST)
    ]
    return words + Text("，最先应补：", ", first to find: ") + join(parts, LIST) + STOP


def _closed(results: Sequence[MeasureResult]) -> Text:
    count = len(results)
    ready = [result for result in results if result.open_verdict in MET]
    words = Text(f"当日未开放{count}项", f"Closed on the day ({count})")
    if not ready:
        return words + STOP
    return words + Text("，若开放则符合的：", "; would apply if open: ") + _first(_titles(ready), MOST) + STOP
