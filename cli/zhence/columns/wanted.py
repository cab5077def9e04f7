"""Which figures would settle what is open, row by row: for each figure, where it is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from zhence.columns.conditions import base, eased_mark, key_of, meets
from zhence.columns.figures import Figures
from zhence.columns.scores import Tally, reached_bands
from zhence.columns.truth import Answer, Truth, all_true, any_true, flip, possibly, surely
from zhence.model import frame
from zhence.model.fact import Derivation, FactKey
from zhence.model.measure import Condition, Relief, Score, ScoreItem, Test

Wanted = dict[FactKey, Truth]  # never null


def is_open(truth: Truth) -> Truth:
    """Return where a truth is null."""
    return truth.is_null() if isinstance(truth, pl.Expr) else truth is None


def unsettled(answer: Answer) -> Truth:
    """Return where some further fact can move an answer."""
    return is_open(answer.yes) if answer.is_plain else any_true([is_open(answer.yes), is_open(answer.some)])


def can_lower(child: Answer, parent: Answer) -> Truth:
    """Return where a child can still turn out worse than its conjunction is at best."""
    return _apart(better=parent, worse=child)


def can_raise(child: Answer, parent: Answer) -> Truth:
    """Return where a child can still turn out better than its disjunction is at worst."""
    return _apart(better=child, worse=parent)


def _apart(better: Answer, worse: Answer) -> Truth:
    rungs = [(better.yes, worse.yes)]
    if not (better.is_plain and worse.is_plain):
        rungs.append((better.some, worse.some))
    return any_true([all_true([possibly(one), flip(surely(two))]) for one, two in rungs])


def merged(groups: Iterable[Mapping[FactKey, Truth]]) -> Wanted:
    """Return where each figure is wanted by one of several."""
    found: dict[FactKey, list[Truth]] = {}
    for group in groups:
        for key, truth in group.items():
            found.setdefault(key, []).append(truth)
    return {key: any_true(truths) for key, truths in found.items()}


def where(guard: Truth, wanted: Mapping[FactKey, Truth]) -> Wanted:
    """Return what is wanted, only where a guard holds."""
    kept = {key: all_true([guard, truth]) for key, truth in wanted.items()}
    return {key: truth for key, truth in kept.items() if truth is not False}


def by_condition(figures: Figures, condition: Condition, answer: Answer, inner: Wanted) -> Wanted:
    """Return what a condition wants; `inner` is what the rule wants that it refers to."""
    open_here = unsettled(answer)
    if open_here is False:
        return {}
    if condition.test is not None:
        marks = [eased_mark(figures, condition, each) for each in condition.relaxations]
        key = key_of(figures, condition.test)
        eased = [meets(figures, key, condition.test.operator, mark) for mark in marks if mark is not None]
        eased += [
            None for r, m in zip(condition.relaxations, marks, strict=True) if m is None and r.relief is Relief.PERCENT
        ]
        wanting = any_true([is_open(each) for each in (base(figures, condition.test), *eased)])
        groups = [where(wanting, by_test(figures, condition.test))]
        groups += [by_zone(figures, each.zone) for each in condition.relaxations]
        return where(open_here, merged(groups))
    if condition.zone is not None:
        return where(open_here, by_zone(figures, condition.zone))
    return where(open_here, inner)


def by_test(figures: Figures, test: Test) -> Wanted:
    """Return what is not known of the figures that a test compares."""
    groups = [open_figure(figures, key_of(figures, test))]
    if test.threshold.fact is not None:
        groups.append(open_figure(figures, figures.case.key(test.threshold.fact, test.threshold.year)))
    return merged(groups)


def open_figure(figures: Figures, key: FactKey) -> Wanted:
    """Return where a figure, or one that it follows from, is not stated or only as a range."""
    derived = figures.catalogue.facts[key.fact].derived
    unstated = flip(figures.stated(key))
    found: Wanted = {}
    if figures.is_ranged(key):
        low, high = pl.col(frame.low(key)), pl.col(frame.high(key))
        found[key] = all_true([figures.stated(key), low.ne_missing(high)])
    if derived is None or derived.op is Derivation.COUNT:
        return merged([found, {key: unstated}])
    parts = [open_figure(figures, part) for part in figures.case.parts(derived, key)]
    return merged([found, where(unstated, merged(parts))])


def by_zone(figures: Figures, zone_id: str) -> Wanted:
    """Return where the place, or its membership of a zone, is not known."""
    place = figures.catalogue.place
    confirmed = figures.stated(FactKey(f"zone.{zone_id}"))
    if place is None:
        return {}
    stated = figures.stated(FactKey(place))
    doubtful = all_true([stated, is_open(figures.zone(zone_id))])
    return where(flip(confirmed), {FactKey(place): flip(stated), FactKey(f"zone.{zone_id}"): doubtful})


def by_score(figures: Figures, score: Score, tally: Tally) -> Wanted:
    """Return what a score table wants: what the rows that can still give more or less rest on."""
    rows = []
    for item in score.items:
        low, high = tally.rows[item.id]
        rows.append(where(low < high, _by_item(figures, item)))
    return where(unsettled(tally.answer), merged(rows))


def _by_item(figures: Figures, item: ScoreItem) -> Wanted:
    if item.points_fact is not None:
        return open_figure(figures, figures.case.key(item.points_fact, None))
    groups = [
        where(all_true([reached, is_open(met)]), by_test(figures, test))
        for band, reached, tests in reached_bands(figures, item)
        for test, met in zip(band.tests, tests, strict=True)
    ]
    return merged(groups)
