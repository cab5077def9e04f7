"""The answer for programs: exact decimals as strings, both languages, nothing that a report would have to compute."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from zhence import __version__
from zhence.model.catalogue import Catalogue
from zhence.model.ladder import Answer
from zhence.model.measure import Condition, Measure
from zhence.model.profile import Record
from zhence.model.result import ConditionResult, MeasureResult, Report, ScoreResult, ZoneReading
from zhence.model.text import Lang, Text
from zhence.model.value import Days, Members, Options, Span, Value
from zhence.report.misses import leaves
from zhence.report.numbers import decimal_of
from zhence.report.sentences import condition_sentence
from zhence.report.status import closed_reason, levels

SCHEMA = 1
RULES = 4096  # measures and conditions whose own words are kept: a town asks them for each of its firms


def to_dict(report: Report, catalogue: Catalogue, lang: Lang | None = None) -> dict[str, Any]:
    """Return a report as plain data, the same for the same input, catalogue and day.

    With a language the texts are in it alone; titles stay in both.
    """
    whole = _whole(report, catalogue)
    return whole if lang is None else {key: _narrowed(part, lang) for key, part in whole.items()}


def _narrowed(part: Any, lang: Lang) -> Any:  # noqa: ANN401
    if isinstance(part, list):
        return [_narrowed(one, lang) for one in part]
    if not isinstance(part, dict):
        return part
    if part.keys() == {"zh", "en"}:
        return {lang: part[lang]}
    return {key: one if key == "title" else _narrowed(one, lang) for key, one in part.items()}


def _whole(report: Report, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "program": __version__,
        "as_of": report.as_of.isoformat(),
        "catalogue": {"id": catalogue.id, "title": text_data(catalogue.title), "digest": catalogue.digest},
        "subject": {"kind": report.record.subject, "name": report.record.name},
        "register": register_data(report.record),
        "zones": [zone_data(zone) for zone in report.zones],
        "results": [result_data(result, catalogue, report.as_of) for result in report.results],
    }


def register_data(record: Record) -> list[dict[str, Any]]:
    """Return the figures that nobody stated but the catalogue's register."""
    return [
        {"figure": str(key), "value": value_data(given.value), "source": given.register}
        for key, given in record.facts.items()
        if given.register is not None
    ]


def zone_data(zone: ZoneReading) -> dict[str, Any]:
    """Return whether a place was in a list of places."""
    return {"zone": zone.zone, "place": zone.place, "answer": answer_data(zone.answer), "confirmed": zone.confirmed}


def result_data(result: MeasureResult, catalogue: Catalogue, as_of: date) -> dict[str, Any]:
    """Return one measure's answer."""
    measure = result.measure
    is_item = result.item is not None and result.item is not result.record
    stated = _stated(measure, catalogue, as_of)
    return {
        "measure": measure.id,
        "title": stated["title"],
        "theme": measure.theme,
        "item": {"kind": measure.subject, "name": result.item.name if result.item else ""} if is_item else None,
        "hypothetical": result.hypothetical,
        "verdict": str(result.verdict),
        "open_verdict": str(result.open_verdict),
        "answer": answer_data(result.answer),
        "closed": stated["closed"],
        "decided": str(measure.decided),
        "steps": result.steps,
        "distance": number_data(result.distance),
        "missing": [str(key) for key in result.missing],
        "estimates": [str(key) for key in result.estimates],
        "blocking": [_name(leaf) for leaf in result.blocking],
        "relaxed": [leaf.condition.id for leaf in result.relaxed],
        "conditions": [condition_data(c, catalogue, as_of) for c in conditions_of(result)],
        "scores": [_score(s) for s in scores_of(result)],
        "judgements": stated["judgements"],
        "unwritten": stated["unwritten"],
        "source": measure.source,
        "sources": stated["sources"],
        "read": stated["read"],
        "coverage": {
            "conditions": result.coverage.conditions,
            "checked": result.coverage.checked,
            "judgements": result.coverage.judgements,
            "asked": result.coverage.asked,
        },
    }


@lru_cache(maxsize=RULES)
def _stated(measure: Measure, catalogue: Catalogue, as_of: date) -> dict[str, Any]:
    """Return what a measure says of itself on a day, whoever asks."""
    return {
        "title": text_data(measure.title),
        "closed": text_data(closed_reason(measure, as_of, catalogue)),
        "judgements": [{"text": text_data(j.text), "clause": text_data(j.clause)} for j in measure.judgements],
        "unwritten": text_data(measure.unwritten),
        "sources": _sources(measure, catalogue),
        "read": [str(level) for level in levels(measure, catalogue)],
    }


@lru_cache(maxsize=RULES)
def _sentence(condition: Condition, catalogue: Catalogue, as_of: date) -> dict[str, str] | None:
    return text_data(condition_sentence(condition, catalogue, as_of))


def conditions_of(result: MeasureResult) -> list[ConditionResult]:
    """Return the conditions that count, each once though the tree may name it in several places."""
    found = leaves(result.root) if result.root is not None else ()
    return list({leaf.condition.id: leaf for leaf in found if isinstance(leaf, ConditionResult)}.values())


def scores_of(result: MeasureResult) -> list[ScoreResult]:
    """Return the score tables that count, each once."""
    found = leaves(result.root) if result.root is not None else ()
    return list({leaf.score.id: leaf for leaf in found if isinstance(leaf, ScoreResult)}.values())


def condition_data(result: ConditionResult, catalogue: Catalogue, as_of: date) -> dict[str, Any]:
    """Return one condition as answered."""
    condition = result.condition
    fact = catalogue.facts[condition.test.fact] if condition.test else None
    gap = result.gap
    return {
        "condition": condition.id,
        "sentence": _sentence(condition, catalogue, as_of),
        "clause": text_data(condition.clause),
        "source": condition.source,
        "figure": str(result.reading.key) if result.reading else None,
        "unit": fact.unit if fact else None,
        "value": value_data(result.reading.value) if result.reading else None,
        "threshold": value_data(result.threshold),
        "effective": value_data(result.effective),
        "answer": answer_data(result.answer),
        "base_answer": answer_data(result.base),
        "relaxed": result.relaxed,
        "gap": None
        if gap is None
        else {
            "value": _end(gap.value),
            "threshold": _end(gap.threshold),
            "shortfall": number_data(gap.shortfall),
            "unit": "day" if isinstance(gap.threshold, date) else fact.unit if fact else None,
            "share": None if gap.share is None else number_data(gap.share),
            "strict": gap.strict,
        },
        "missing": [str(key) for key in result.missing],
    }


def _score(result: ScoreResult) -> dict[str, Any]:
    return {
        "score": result.score.id,
        "title": text_data(result.score.title),
        "at_least": None if result.score.at_least is None else number_data(result.score.at_least),
        "more_than": None if result.score.more_than is None else number_data(result.score.more_than),
        "answer": answer_data(result.answer),
        "low": number_data(result.low),
        "high": number_data(result.high),
        "parts": [
            {"part": p.part.id, "low": number_data(p.low), "high": number_data(p.high), "answer": answer_data(p.answer)}
            for p in result.parts
        ],
        "items": [{"item": i.item.id, "low": number_data(i.low), "high": number_data(i.high)} for i in result.items],
        "missing": [str(key) for key in result.missing],
    }


def _name(leaf: ConditionResult | ScoreResult) -> str:
    return leaf.condition.id if isinstance(leaf, ConditionResult) else leaf.score.id


def _sources(measure: Measure, catalogue: Catalogue) -> list[dict[str, str]]:
    ids = [measure.source, *(c.source for c in measure.conditions.values())]
    ids += [score.source for score in measure.scores.values()]
    ids += [r.source for c in measure.conditions.values() for r in c.relaxations if r.source is not None]
    known = [word for word in dict.fromkeys(ids) if word in catalogue.sources]
    return [{"source": word, "read": str(catalogue.sources[word].read)} for word in known]


def _end(end: Fraction | date) -> str:
    return end.isoformat() if isinstance(end, date) else number_data(end)


def answer_data(answer: Answer) -> list[str]:
    """Return an answer by its worst and its best."""
    return [answer.low.name.lower(), answer.high.name.lower()]


def text_data(text: Text | None) -> dict[str, str] | None:
    """Return a text in both languages, None where there is none."""
    return None if text is None else {"zh": text.zh, "en": text.en}


def number_data(number: Fraction) -> str:
    """Return a number exactly: a decimal where it ends, else a fraction."""
    if number.denominator == 1:
        return str(number.numerator)
    exact = decimal_of(number)
    return f"{number.numerator}/{number.denominator}" if exact is None else f"{exact:f}"


def value_data(value: Value | None) -> Any:  # noqa: ANN401
    """Return a value: a number as a string, a range by its ends, the options that are left, the members of a set."""
    match value:
        case Span():
            low, high = (None if end is None else number_data(end) for end in (value.low, value.high))
            return low if value.exact is not None else {"from": low, "to": high}
        case Days():
            first, last = (None if end is None else end.isoformat() for end in (value.low, value.high))
            return first if value.exact is not None else {"from": first, "to": last}
        case Options():
            return value.exact if value.exact is not None else sorted(map(str, value.possible))
        case Members():
            return sorted(value.known)
        case None:
            return None
