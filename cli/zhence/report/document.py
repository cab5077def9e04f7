"""The one plain document of a report: every form is a view of it, and none computes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from zhence import __version__
from zhence.model.agenda import Agenda
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Source
from zhence.model.ladder import Step
from zhence.model.measure import Measure
from zhence.model.result import MeasureResult, Report, Verdict, ZoneReading
from zhence.model.text import same
from zhence.report.anonymous import anonymised
from zhence.report.asked import missing_data
from zhence.report.events import events_data
from zhence.report.json import register_data, text_data, zone_data
from zhence.report.provenance import filled_in
from zhence.report.rests_on import reach
from zhence.report.stated import stated
from zhence.report.status import day_words, zone_status
from zhence.report.summary import overall, summary
from zhence.report.table import grouped
from zhence.report.told import Teller
from zhence.report.words import READINGS, VERDICT_MEANINGS, VERDICTS

FORMAT = "zhence-report"
SCHEMA = 3


def document(
    answers: Sequence[tuple[Report, str]],
    catalogue: Catalogue,
    *,
    anonymous: bool = False,
    days: Callable[[Sequence[Report]], Agenda] | None = None,
    watch: Callable[[Sequence[MeasureResult]], Iterable[MeasureResult]] = iter,
) -> dict[str, Any]:
    """Return answers, each with the digest of its profile, as plain data; all of them are of one day.

    `days` gathers the days of the reports for the calendar; `watch` hands over the results to tell, one after another.
    """
    reports = [report for report, _ in answers]
    if anonymous:
        reports = anonymised(reports, catalogue)
    as_of = reports[0].as_of
    teller = Teller(catalogue, as_of)
    subjects = [
        _subject(report, digest, teller, watch)
        | {"stated": [] if anonymous else stated(report.record, catalogue)}  # what is stated names people and papers
        for report, (_, digest) in zip(reports, answers, strict=True)
    ]
    return {
        "format": FORMAT,
        "schema": SCHEMA,
        "program": __version__,
        "as_of": as_of.isoformat(),
        "as_of_text": text_data(day_words(as_of)),
        "anonymous": anonymous,
        "catalogue": {"id": catalogue.id, "title": text_data(catalogue.title), "digest": catalogue.digest},
        "verdicts": [
            {"verdict": str(v), "title": text_data(VERDICTS[v]), "meaning": text_data(VERDICT_MEANINGS[v])}
            for v in Verdict
        ],
        "summary": [text_data(words) for words in overall(reports, catalogue)],
        "subjects": subjects,
        "calendar": events_data(days(reports), catalogue) if days is not None else [],
        "sources": _sources([result.measure for report in reports for result in report.results], catalogue),
    }


def _subject(
    report: Report,
    digest: str,
    teller: Teller,
    watch: Callable[[Sequence[MeasureResult]], Iterable[MeasureResult]],
) -> dict[str, Any]:
    catalogue = teller.catalogue
    record = report.record
    results = in_order(report)
    kind = catalogue.subjects.get(record.subject)
    place = next((zone.place for zone in report.zones if zone.place is not None), None)
    fact = catalogue.facts.get(catalogue.place) if catalogue.place is not None else None
    return {
        "kind": record.subject,
        "kind_title": text_data(kind.title if kind else same(record.subject)),
        "name": record.name,
        "digest": digest,
        "place": place,
        "place_words": text_data(catalogue.place_title(place) if place is not None else None),
        "place_title": text_data(fact.title if fact is not None else None),
        "register": register_data(record),
        "register_words": [text_data(words) for words in filled_in(record, catalogue)],
        "zones": [_zone(zone, catalogue) for zone in report.zones],
        "counts": {str(v): sum(result.verdict is v for result in results) for v in Verdict},
        "summary": [text_data(words) for words in summary(report, results, catalogue)],
        "results": [teller.result(result) for result in watch(results)],
        "missing": missing_data(results, catalogue),
    }


def in_order(report: Report) -> list[MeasureResult]:
    """Return the answers as every page shows them: by verdict, the nearest first."""
    return [result for verdict in Verdict for result in grouped(report, verdict)]


def _zone(zone: ZoneReading, catalogue: Catalogue) -> dict[str, Any]:
    known = catalogue.zones.get(zone.zone)
    return {
        **zone_data(zone),
        "title": text_data(known.title if known else same(zone.zone)),
        "words": text_data(zone_status(zone)),
        "notable": zone.answer.high is not Step.NO or zone.membership is not None or zone.confirmed,
    }


def _sources(measures: list[Measure], catalogue: Catalogue) -> list[dict[str, Any]]:
    return [_source(source) for source in reach(dict.fromkeys(measures), catalogue).sources]


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "title": text_data(source.title),
        "issuer": text_data(source.issuer),
        "number": source.number,
        "issued": source.issued,
        "url": source.url,
        "read": str(source.read),
        "read_title": text_data(READINGS[source.read]),
        "note": text_data(source.note),
    }
