"""A comparison for programs: both languages, exact values, nothing that a reader would have to compute."""

from __future__ import annotations

from typing import Any

from zhence import __version__
from zhence.model.comparison import Cause, Comparison, Figure, Flip, Leaf, Side
from zhence.model.result import ConditionResult, MeasureResult, ScoreResult, ZoneReading
from zhence.report.cause_words import cause_words
from zhence.report.json import SCHEMA, text_data, value_data


def comparison_data(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data."""
    return {
        "schema": SCHEMA,
        "program": __version__,
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "flips": [_flip(flip, comparison) for flip in comparison.flips],
        "only_before": [_only(result) for result in comparison.only_before],
        "only_after": [_only(result) for result in comparison.only_after],
        "same": {str(verdict): count for verdict, count in comparison.same.items()},
    }


def _side(side: Side) -> dict[str, Any]:
    catalogue = side.catalogue
    return {
        "subject": {"kind": side.record.subject, "name": side.record.name},
        "as_of": side.as_of.isoformat(),
        "catalogue": {"id": catalogue.id, "title": text_data(catalogue.title), "digest": catalogue.digest},
    }


def _only(result: MeasureResult) -> dict[str, Any]:
    return {
        "measure": result.measure.id,
        "title": text_data(result.measure.title),
        "item": result.item.name if result.item is not None else None,
        "verdict": str(result.verdict),
    }


def _flip(flip: Flip, comparison: Comparison) -> dict[str, Any]:
    return {
        "measure": flip.result.measure.id,
        "title": text_data(flip.result.measure.title),
        "item": _item(flip),
        "move": str(flip.move),
        "before": _verdicts(flip.before),
        "after": _verdicts(flip.after),
        "causes": [cause_data(cause, flip, comparison) for cause in flip.causes],
        "idle": [_name(leaf) for leaf in flip.idle],
    }


def _item(flip: Flip) -> str | None:
    for result in (flip.after, flip.before):
        if result is not None and result.item is not None and result.item is not result.record and result.item.name:
            return result.item.name
    return None


def _verdicts(result: MeasureResult | None) -> dict[str, str] | None:
    return None if result is None else {"verdict": str(result.verdict), "open_verdict": str(result.open_verdict)}


def cause_data(cause: Cause, flip: Flip, comparison: Comparison) -> dict[str, Any]:
    """Return one cause as plain data."""
    leaf = cause.leaves[1] or cause.leaves[0]
    rule = (
        leaf.condition if isinstance(leaf, ConditionResult) else leaf.score if isinstance(leaf, ScoreResult) else None
    )
    row = cause.rows[1] or cause.rows[0]
    return {
        "kind": str(cause.kind),
        "condition": _name(leaf),
        "row": row.item.id if row is not None else None,
        "clause": text_data(rule.clause) if rule is not None else None,
        "source": rule.source if rule is not None else flip.result.measure.source,
        "thresholds": [value_data(x.threshold) if isinstance(x, ConditionResult) else None for x in cause.leaves],
        "figures": [_figure(figure) for figure in cause.figures],
        "zones": [_zone(zone) for zone in cause.zones],
        "day": cause.day.isoformat() if cause.day is not None else None,
        "added": list(cause.added),
        "removed": list(cause.removed),
        "words": [text_data(words) for words in cause_words(cause, flip, comparison)],
    }


def _name(leaf: Leaf | None) -> str | None:
    if isinstance(leaf, ConditionResult):
        return leaf.condition.id
    return leaf.score.id if isinstance(leaf, ScoreResult) else None


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "figures": [None if key is None else str(key) for key in figure.keys],
        "values": [value_data(value) for value in figure.values],
        "stated": [_figure(part) for part in figure.stated],
    }


def _zone(zone: ZoneReading | None) -> dict[str, Any] | None:
    if zone is None:
        return None
    answer = [zone.answer.low.name.lower(), zone.answer.high.name.lower()]
    return {"zone": zone.zone, "place": zone.place, "answer": answer, "confirmed": zone.confirmed}
