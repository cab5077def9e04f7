"""One answer for readers: the plain record of it with every word and number that a form shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from zhence.model.catalogue import Catalogue
from zhence.model.measure import Benefit, Document, Measure, Operator, Window
from zhence.model.result import ConditionResult, MeasureResult, ScoreResult
from zhence.model.text import Text, same
from zhence.report.findings import Line, findings
from zhence.report.gaps import fact_of, gap_words, points_words, score_gap
from zhence.report.json import conditions_of, number_data, result_data, scores_of, text_data
from zhence.report.numbers import show_number, unit_title
from zhence.report.sentences import figure_words, threshold_words
from zhence.report.status import item_words, level_tag, window_words, zone_status
from zhence.report.words import (
    COLON,
    COUNTED_OPERATORS,
    DECIDED,
    OPERATORS,
    VERDICTS,
    answer_words,
    both,
)

FINEST = 10_000  # a bar is drawn from so many parts at most
Data = dict[str, Any]


@dataclass(slots=True)
class Teller:
    """Tell answers by one catalogue on one day; what the rules alone say is told once."""

    catalogue: Catalogue
    as_of: date
    _known: dict[Measure, Data] = field(default_factory=dict)
    _told: dict[tuple[object, ...], Data] = field(default_factory=dict)

    def result(self, result: MeasureResult) -> Data:
        """Return one measure's answer."""
        record = result_data(result, self.catalogue, self.as_of)
        for data, condition in zip(record["conditions"], conditions_of(result), strict=True):
            data.update(self._condition(condition))
        for data, score in zip(record["scores"], scores_of(result), strict=True):
            data.update(_score(score))
        return {
            **record,
            "verdict_title": text_data(VERDICTS[result.verdict]),
            "open_verdict_title": text_data(VERDICTS[result.open_verdict]),
            "answer_title": text_data(answer_words(result.answer)),
            "item_title": text_data(item_words(result, self.catalogue)),
            "words": [_line(line) for line in findings(result, self.catalogue, self.as_of)],
            **self._measure(result.measure),
        }

    def _measure(self, measure: Measure) -> Data:
        if measure not in self._known:
            catalogue = self.catalogue
            subject = catalogue.subjects.get(measure.subject)
            self._known[measure] = {
                "subject": measure.subject,
                "subject_title": text_data(subject.title if subject else same(measure.subject)),
                "theme_title": text_data(catalogue.themes.get(measure.theme, same(measure.theme))),
                "decided_title": text_data(DECIDED[measure.decided]),
                "read_title": text_data(level_tag(measure, catalogue)),
                "source_title": self._source(measure.source),
                "summary": text_data(measure.summary),
                "benefits": [self._benefit(benefit) for benefit in measure.benefits],
                "documents": [_document(document) for document in measure.documents],
                "windows": [_window(window) for window in measure.windows],
                "notes": [text_data(note) for note in measure.notes],
            }
        return self._known[measure]

    def _condition(self, result: ConditionResult) -> Data:
        """Return the words of one condition; where no place eases it, the same value is told once for all firms."""
        if result.eased or result.zone is not None:
            return self._words(result)
        reading = result.reading
        known = (result.condition, reading and (reading.key, reading.value), result.threshold, result.answer)
        if known not in self._told:
            self._told[known] = self._words(result)
        return self._told[known]

    def _words(self, result: ConditionResult) -> Data:
        catalogue, condition = self.catalogue, result.condition
        gap, fact = gap_words(result, catalogue), fact_of(result, catalogue)
        value = zone_status(result.zone) if result.zone is not None else gap.value if gap is not None else None
        return {
            "title": text_data(condition.title),
            "figure_title": text_data(
                figure_words(result.reading.key, catalogue, self.as_of) if result.reading is not None else None
            ),
            "unit_title": text_data(unit_title(fact.unit, catalogue) if fact is not None else None),
            "value_text": text_data(value),
            "threshold_text": text_data(self._required(result, gap.threshold) if gap is not None else None),
            "gap_text": text_data(gap.shortfall if gap is not None and gap.shortfall.zh else None),
            "filled": _filled(gap.filled if gap is not None else None),
            "answer_title": text_data(answer_words(result.found)),
            "source_title": self._source(condition.source),
        }

    def _required(self, result: ConditionResult, threshold: Text) -> Text:
        test = result.condition.test
        if test is None or test.operator is Operator.IS:
            return threshold
        fact = fact_of(result, self.catalogue)
        operators = COUNTED_OPERATORS if fact is not None and fact.type == "count" else OPERATORS
        operator = operators.get(test.operator, OPERATORS[test.operator])
        named = same("")
        if test.threshold.fact is not None:
            named = threshold_words(test, self.catalogue, self.as_of) + COLON
        return operator + Text("", " ") + named + threshold

    def _source(self, word: str) -> Data | None:
        source = self.catalogue.sources.get(word)
        return text_data(source.title if source is not None else None)

    def _benefit(self, benefit: Benefit) -> Data:
        amount = benefit.amount
        catalogue = self.catalogue
        return {
            "text": text_data(benefit.text),
            "amount": None if amount is None else number_data(amount),
            "amount_text": None
            if amount is None
            else text_data(both(lambda lang: show_number(amount, catalogue.money, catalogue, lang))),
            "clause": text_data(benefit.clause),
        }


def _line(line: Line) -> Data:
    return {
        "text": text_data(line.words),
        "role": line.role,
        "depth": line.depth,
        "filled": _filled(line.filled),
        "cheapest": line.is_cheapest,
    }


def _filled(share: Fraction | None) -> str | None:
    """Return how full a bar is, as a short decimal: never full, because a gap is left."""
    if share is None:
        return None
    parts = max(0, min(FINEST - 1, floor(share * FINEST)))
    return number_data(Fraction(parts, FINEST))


def _score(result: ScoreResult) -> Data:
    score, gap = result.score, score_gap(result)
    mark = score.at_least if score.at_least is not None else score.more_than
    return {
        "clause": text_data(score.clause),
        "points_text": text_data(points_words(result.low, result.high, () if mark is None else (mark,))),
        "threshold_text": None
        if mark is None
        else text_data(
            Text("不低于", "at least ") + points_words(mark, mark)
            if score.at_least is not None
            else Text("高于", "more than ") + points_words(mark, mark)
        ),
        "gap_text": text_data(gap.shortfall if gap is not None else None),
        "filled": _filled(gap.filled if gap is not None else None),
        "answer_title": text_data(answer_words(result.answer)),
        "parts": [
            {
                "part": part.part.id,
                "title": text_data(part.part.title),
                "low": number_data(part.low),
                "high": number_data(part.high),
                "points_text": text_data(points_words(part.low, part.high)),
                "answer": [part.answer.low.name.lower(), part.answer.high.name.lower()],
            }
            for part in result.parts
        ],
        "items": [
            {
                "item": item.item.id,
                "title": text_data(item.item.title),
                "low": number_data(item.low),
                "high": number_data(item.high),
                "points_text": text_data(points_words(item.low, item.high)),
            }
            for item in result.items
        ],
    }


def _document(document: Document) -> Data:
    return {
        "title": text_data(document.title),
        "holder": text_data(document.holder),
        "proves": list(document.proves),
    }


def _window(window: Window) -> Data:
    return {
        "opens": None if window.opens is None else window.opens.isoformat(),
        "closes": None if window.closes is None else window.closes.isoformat(),
        "round": text_data(window.round),
        "text": text_data(window_words(window)),
    }
