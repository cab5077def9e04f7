"""One threshold or pass mark of a measure moved: the measure compiled once for each value, all answered in one pass."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

import polars as pl

from zhence.columns.ends import UnsupportedError
from zhence.columns.verdicts import CODES, compile_measures
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactType
from zhence.model.measure import Condition, DatedValue, Measure, Score, ScorePart, Threshold
from zhence.model.result import Verdict
from zhence.model.sweep import Sweep, SweepAsked, SweepPoint
from zhence.model.value import number

THRESHOLDS = 21
ROUND = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5))
SURE = (Verdict.ELIGIBLE, Verdict.ELIGIBLE_IF)
MAYBE = (Verdict.UNKNOWN, Verdict.DISCRETIONARY)
GROUPS = {"sure": SURE, "maybe": MAYBE, "no": (Verdict.NOT_ELIGIBLE,), "apart": (Verdict.NOT_APPLICABLE,)}


def sweep(
    catalogue: Catalogue,
    as_of: date,
    table: pl.LazyFrame,
    columns: Collection[str],
    subject: str,
    asked: SweepAsked,
    count: int = THRESHOLDS,
) -> Sweep:
    """Return who is in at each threshold, as if the measure were open; what is eased by a percent moves along.

    Raises UnsupportedError where the measure cannot be answered in columns.
    """
    is_whole = asked.fact is not None and catalogue.facts[asked.fact].type is FactType.COUNT
    values = thresholds(asked, count, is_whole=is_whole)
    variants = [_moved(asked, value, at) for at, value in enumerate(values)]
    compiled = compile_measures(catalogue, as_of, columns, subject, variants)
    for reason in compiled.refused.values():
        raise UnsupportedError(reason)
    counts = {"rows": pl.len()}
    codes = {variant.id: compiled.verdicts[variant.id] for variant in variants}
    for variant in variants:
        counts |= {f"{variant.id}:{group}": _among(pl.col(variant.id), group) for group in GROUPS}
    frame = compiled.prepared(table).with_columns(**codes).select(**counts)
    found: dict[str, int] = frame.collect(engine="streaming").row(0, named=True)
    points = [
        SweepPoint(value, *(found[f"{variant.id}:{group}"] for group in GROUPS))
        for value, variant in zip(values, variants, strict=True)
    ]
    return Sweep(catalogue, subject, as_of, asked, found["rows"], tuple(points))


def thresholds(asked: SweepAsked, count: int, *, is_whole: bool) -> list[Fraction]:
    """Return at most so many values: both ends, the threshold of the day, and round numbers between the ends."""
    fixed = {asked.low, asked.high} | ({asked.current} if asked.current is not None else set())
    step = _step((asked.high - asked.low) / max(1, count), is_whole=is_whole)
    while len(fixed | set(_multiples(asked, step))) > count and step < asked.high - asked.low:
        step = _step(step * Fraction(11, 10), is_whole=is_whole)
    return sorted(fixed | set(_multiples(asked, step)))


def _multiples(asked: SweepAsked, step: Fraction) -> list[Fraction]:
    return [step * at for at in range(ceil(asked.low / step), floor(asked.high / step) + 1)]


def _step(least: Fraction, *, is_whole: bool) -> Fraction:
    """Return the smallest round number from `least` on; of what is counted, a whole one."""
    unit = Fraction(1)
    while unit > least:
        unit /= 10
    while unit * 10 <= least:
        unit *= 10
    found = next((unit * each for each in ROUND if unit * each >= least), unit * 10)
    return Fraction(ceil(found)) if is_whole else found


def _moved(asked: SweepAsked, value: Fraction, at: int) -> Measure:
    """Return the measure with the threshold at a value, whatever the day."""
    block, measure = asked.block, replace(asked.measure, id=f"{asked.measure.id}#{at}")
    if isinstance(block, Condition):
        return replace(measure, conditions={**measure.conditions, block.id: _set_to(block, value)})
    return replace(measure, scores={**measure.scores, block.id: _marked(block, asked.part, value)})


def _set_to(condition: Condition, value: Fraction) -> Condition:
    if condition.test is None:
        raise ValueError("a sweep is asked of a condition that compares a number")
    test = replace(condition.test, threshold=Threshold((DatedValue(None, number(value)),)))
    return replace(condition, test=test)


def _marked(score: Score, part: ScorePart | None, value: Fraction) -> Score:
    """Return the table with another pass mark, of the total or of a part."""
    if part is not None:
        return replace(score, parts=tuple(replace(p, at_least=value) if p is part else p for p in score.parts))
    return replace(score, at_least=value) if score.more_than is None else replace(score, more_than=value)


def _among(code: pl.Expr, group: str) -> pl.Expr:
    return code.is_in([CODES[verdict] for verdict in GROUPS[group]]).sum()
