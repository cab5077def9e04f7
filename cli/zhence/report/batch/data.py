"""A summary for programs: both languages, every count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhence import __version__
from zhence.model.summary import MeasureCount, NearMiss, Summary, WantedFigure
from zhence.model.sweep import Sweep, SweepPoint
from zhence.report.batch import words
from zhence.report.json import SCHEMA, number_data, text_data
from zhence.report.sentences import asked_words


def summary_data(summary: Summary, sweeps: Sequence[Sweep] = ()) -> dict[str, Any]:
    """Return a summary as plain data."""
    catalogue = summary.catalogue
    return {
        "schema": SCHEMA,
        "program": __version__,
        "as_of": summary.as_of.isoformat(),
        "catalogue": {"id": catalogue.id, "title": text_data(catalogue.title), "digest": catalogue.digest},
        "subject": summary.subject,
        "subjects": summary.rows,
        "kinds": dict(summary.kinds) or {summary.subject: summary.rows},
        "answers": {str(verdict): summary.answers[verdict] for verdict in words.ANSWERED},
        "if_open": {str(verdict): summary.total[verdict] for verdict in words.COUNTED},
        "measures": [_measure(each) for each in summary.measures],
        "near": [_near(each, summary) for each in summary.near],
        "wanted": [_wanted(each, summary) for each in summary.wanted],
        "refused": dict(summary.refused),
        "sweeps": [_sweep(each) for each in sweeps],
    }


def _measure(count: MeasureCount) -> dict[str, Any]:
    return {
        "measure": count.measure.id,
        "title": text_data(count.measure.title),
        "theme": count.measure.theme,
        "closed": count.is_closed,
        "if_open": {str(verdict): count.counts[verdict] for verdict in words.COUNTED},
    }


def _near(near: NearMiss, summary: Summary) -> dict[str, Any]:
    return {
        "measure": near.measure.id,
        "closed": near.measure.id in summary.closed,
        "condition": near.block.id,
        "count": near.count,
        "sentence": text_data(words.block_words(near, summary)),
        "clause": text_data(near.block.clause),
        "source": near.block.source,
    }


def _wanted(figure: WantedFigure, summary: Summary) -> dict[str, Any]:
    return {
        "figure": str(figure.key),
        "words": text_data(asked_words(figure.key, summary.catalogue)),
        "settles_alone": figure.alone,
        "wanted_by": figure.cells,
    }


def _sweep(sweep: Sweep) -> dict[str, Any]:
    asked = sweep.asked
    return {
        "measure": asked.measure.id,
        "condition": asked.name,
        "sentence": text_data(words.sweep_title(sweep)),
        "unit": None if asked.fact is None else sweep.catalogue.facts[asked.fact].unit,
        "current": None if asked.current is None else number_data(asked.current),
        "subjects": sweep.rows,
        "points": [_point(sweep, point) for point in sweep.points],
    }


def _point(sweep: Sweep, point: SweepPoint) -> dict[str, Any]:
    return {
        "threshold": number_data(point.threshold),
        "words": text_data(words.threshold_words(sweep, point)),
        "in": point.sure,
        "maybe": point.maybe,
        "not_in": point.no,
        "not_applicable": point.apart,
    }
