"""Beside each verdict: how many conditions stand in the way, the one that is farthest off, the figures that are wanting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from zhence.columns import ends, truth
from zhence.columns.conditions import Mark, answer_condition, eased_mark, key_of, mark_of
from zhence.columns.figures import Figures
from zhence.columns.scores import Tally, answer_score
from zhence.columns.tree import meet
from zhence.columns.truth import Answer, Truth, all_true, expression, flip, possibly, surely
from zhence.columns.wanted import Wanted, by_condition, by_score, can_lower, can_raise, merged, unsettled, where
from zhence.engine.compare import FLOORS
from zhence.model.measure import (
    AllOf,
    AnyOf,
    Condition,
    IfThen,
    Leaf,
    Measure,
    Node,
    NotOf,
    Relief,
    Score,
    ScoreLeaf,
    SomeOf,
    Test,
)

WHOLE = 1.0  # the distance of a miss that has no size
NONE = -1  # the block of a way that nothing stands in
TIES = 12  # decimals of a distance that count when two ways are compared: fewer than a float has


@dataclass(frozen=True, slots=True)
class Way:
    """Hold the cheapest way to YES: conditions to change, their relative gaps together, the largest of them and whose it is."""

    steps: pl.Expr
    distance: pl.Expr
    largest: pl.Expr
    block: pl.Expr


@dataclass(frozen=True, slots=True)
class Detail:
    """Hold a node answered; the way is None where nothing stands in it in any row."""

    answer: Answer
    way: Way | None
    wanted: Wanted


def detail(figures: Figures, rule: Measure) -> Detail:
    """Return the details of a measure; of a rule with a scope, those of its requirement where the scope may hold."""
    whole = Detail(truth.Answer(None, None), None, {})
    if rule.requires is not None:
        whole = _node(figures, rule, rule.requires)
    if rule.scope is None:
        return whole
    scope = _node(figures, rule, rule.scope)
    answer = figures.share_answer(truth.all_of([scope.answer, whole.answer]))
    return Detail(answer, whole.way, where(unsettled(answer), merged([scope.wanted, whole.wanted])))


def blocks(rule: Measure) -> list[str]:
    """Return the names that the numbers of `block` stand for."""
    return [*rule.conditions, *rule.scores]


def _node(figures: Figures, rule: Measure, node: Node) -> Detail:
    match node:
        case Leaf():
            return _leaf(figures, rule, rule.conditions[node.condition])
        case ScoreLeaf():
            return _score(figures, rule, rule.scores[node.score])
        case NotOf():
            below = _node(figures, rule, node.child)
            answer = truth.negate(below.answer)
            return Detail(answer, _miss(answer, blocks(rule).index(_first(node.child)), None), below.wanted)
        case IfThen():
            return _if(figures, rule, node)
        case _:
            below_all = [_node(figures, rule, child) for child in node.children]
            match node:
                case AllOf():
                    answer, way = truth.all_of([d.answer for d in below_all]), _together([d.way for d in below_all])
                case AnyOf():
                    answer, way = (
                        truth.any_of([d.answer for d in below_all]),
                        _cheapest(figures, [d.way for d in below_all], 1),
                    )
                case SomeOf():
                    answer = truth.at_least_n(node.count, [figures.share_answer(d.answer) for d in below_all])
                    way = _cheapest(figures, [d.way for d in below_all], node.count)
            answer = figures.share_answer(answer)
            matters = can_lower if isinstance(node, AllOf) else can_raise
            wanted = merged(where(matters(d.answer, answer), d.wanted) for d in below_all)
            return Detail(answer, _kept(figures, way), where(unsettled(answer), wanted))


def _first(node: Node) -> str:
    match node:
        case Leaf():
            return node.condition
        case ScoreLeaf():
            return node.score
        case NotOf():
            return _first(node.child)
        case IfThen():
            return _first(node.then)
        case _:
            return _first(node.children[0])


def _leaf(figures: Figures, rule: Measure, condition: Condition) -> Detail:
    answer = figures.share_answer(answer_condition(figures, condition, meet))
    inner: Wanted = {}
    if condition.meets is not None:
        inner = _by_rule(figures, condition.meets)
    share = _share(figures, condition, condition.test) if condition.test is not None else None
    way = _miss(answer, blocks(rule).index(condition.id), share)
    return Detail(answer, _kept(figures, way), by_condition(figures, condition, answer, inner))


def _by_rule(figures: Figures, rule_id: str) -> Wanted:
    """Return what a definition wants, once for all that refer to it."""
    if rule_id not in figures.wanted:
        found = detail(figures, figures.catalogue.definitions[rule_id]).wanted
        figures.wanted[rule_id] = {key: figures.share(truth) for key, truth in found.items()}
    return figures.wanted[rule_id]


def _miss(answer: Answer, block: int, share: pl.Expr | None) -> Way | None:
    """Return the way of one leaf: a step where it surely fails, as far as its share of the threshold."""
    failed = flip(possibly(answer.some))
    if failed is False:
        return None
    is_failed = expression(failed)
    distance = pl.when(is_failed).then(share.fill_null(WHOLE) if share is not None else pl.lit(WHOLE)).otherwise(0.0)
    number = pl.when(is_failed).then(pl.lit(block, dtype=pl.Int16)).otherwise(pl.lit(NONE, dtype=pl.Int16))
    return Way(is_failed.cast(pl.Int16), distance, distance, number)


def _kept(figures: Figures, way: Way | None) -> Way | None:
    if way is None:
        return None
    distance = figures.keep(way.distance)
    largest = distance if way.largest is way.distance else figures.keep(way.largest)
    return Way(figures.keep(way.steps), distance, largest, figures.keep(way.block))


def _share(figures: Figures, condition: Condition, test: Test) -> pl.Expr | None:
    """Return what is wanting as a share of the easiest threshold that surely counts, null where it has no size."""
    fact = figures.catalogue.facts[test.fact]
    if not fact.type.numeric:
        return None
    low, high = figures.numbers(key_of(figures, test)).doubles()
    best = high if test.operator in FLOORS else low
    marks: list[tuple[Truth, Mark | None]] = [(True, mark_of(figures, test.threshold))]
    marks += [
        (surely(figures.zone(each.zone)), eased_mark(figures, condition, each))
        for each in condition.relaxations
        if each.relief in (Relief.PERCENT, Relief.TO)
    ]
    short = share = pl.lit(None, dtype=pl.Float64)
    for counts, mark in marks:
        limit = _limit(figures, test, mark)
        if limit is None:
            continue
        wanting = (limit - best if test.operator in FLOORS else best - limit).cast(pl.Float64)
        easier = expression(counts) & (short.is_null() | (wanting < short))
        short, share = (
            pl.when(easier).then(wanting).otherwise(short),
            pl.when(easier).then(pl.when(limit != 0).then((wanting / limit).abs())).otherwise(share),
        )
    return share


def _limit(figures: Figures, test: Test, mark: Mark | None) -> pl.Expr | None:
    """Return a threshold as a double, the end of it that is easiest to meet."""
    if mark is None:
        return None
    if mark.fact is not None:
        pair = figures.numbers(mark.fact).whole()
        return ends.number(ends.scaled(pair[0] if test.operator in FLOORS else pair[1], mark.times))
    exact = getattr(mark.value, "exact", None)
    return None if exact is None else pl.lit(float(exact), dtype=pl.Float64)


def _score(figures: Figures, rule: Measure, score: Score) -> Detail:
    tally = answer_score(figures, score)
    answer = figures.share_answer(tally.answer)
    wanted = by_score(figures, score, Tally(answer, tally.low, tally.high, tally.parts, tally.rows))
    mark = score.at_least if score.at_least is not None else score.more_than
    share = None
    if mark:
        limit = float(mark * tally.parts)
        share = pl.when(tally.high < limit).then((limit - tally.high) / limit)
    return Detail(answer, _kept(figures, _miss(answer, blocks(rule).index(score.id), share)), wanted)


def _together(ways: Sequence[Way | None]) -> Way | None:
    """Return the way of a conjunction: every one of the ways, the largest gap of them all."""
    found = [way for way in ways if way is not None]
    if not found:
        return None
    largest = pl.max_horizontal([way.largest for way in found])
    of_largest = [pl.when((w.largest == largest) & (w.block != NONE)).then(w.block) for w in found]
    block = pl.coalesce(*of_largest, pl.lit(NONE, dtype=pl.Int16))
    steps, distance = (pl.sum_horizontal(each) for each in zip(*((w.steps, w.distance) for w in found), strict=True))
    return Way(steps.cast(pl.Int16), distance, largest, block)


def _cheapest(figures: Figures, ways: Sequence[Way | None], count: int) -> Way | None:
    """Return the ways of so many of the children together, the cheapest first."""
    free = sum(way is None for way in ways)
    if free >= count:
        return None
    found = [way for way in ways if way is not None]
    count -= free
    if count >= len(found):
        return _together(found)
    keys = [(way.steps, way.distance.round(TIES)) for way in found]
    taken = []
    for at, way in enumerate(found):
        before = [_is_before(keys[other], keys[at], other < at) for other in range(len(found)) if other != at]
        chosen = figures.keep(pl.sum_horizontal([each.cast(pl.Int16) for each in before]) < count)
        taken.append(_only(chosen, way))
    return _together(taken)


def _is_before(one: tuple[pl.Expr, pl.Expr], two: tuple[pl.Expr, pl.Expr], is_first: bool) -> pl.Expr:
    near = one[1] <= two[1] if is_first else one[1] < two[1]
    return (one[0] < two[0]) | ((one[0] == two[0]) & near)


def _only(chosen: pl.Expr, way: Way) -> Way:
    nothing = pl.lit(0.0)
    return Way(
        pl.when(chosen).then(way.steps).otherwise(pl.lit(0, dtype=pl.Int16)),
        pl.when(chosen).then(way.distance).otherwise(nothing),
        pl.when(chosen).then(way.largest).otherwise(nothing),
        pl.when(chosen).then(way.block).otherwise(pl.lit(NONE, dtype=pl.Int16)),
    )


def _if(figures: Figures, rule: Measure, node: IfThen) -> Detail:
    guard, then = _node(figures, rule, node.guard), _node(figures, rule, node.then)
    other = Detail(truth.YES, None, {}) if node.otherwise is None else _node(figures, rule, node.otherwise)
    guard_yes = figures.share(guard.answer.yes)
    answer = figures.share_answer(truth.branch(Answer(guard_yes, guard_yes), then.answer, other.answer))
    ruled_out, held = flip(possibly(guard_yes)), surely(guard_yes)
    wanted = [
        guard.wanted,
        where(all_true([flip(ruled_out), unsettled(then.answer)]), then.wanted),
        where(all_true([flip(held), unsettled(other.answer)]), other.wanted),
    ]
    return Detail(
        answer, _kept(figures, _live(then.way, other.way, ruled_out, held)), where(unsettled(answer), merged(wanted))
    )


def _live(then: Way | None, other: Way | None, ruled_out: Truth, held: Truth) -> Way | None:
    """Return the cheaper of the ways that a guard leaves open."""
    one, two = (
        way or Way(pl.lit(0, dtype=pl.Int16), pl.lit(0.0), pl.lit(0.0), pl.lit(NONE, dtype=pl.Int16))
        for way in (then, other)
    )
    if then is None and other is None:
        return None
    cheaper = _is_before((two.steps, two.distance.round(TIES)), (one.steps, one.distance.round(TIES)), is_first=False)
    is_other = expression(ruled_out) | (~expression(held) & cheaper)
    pairs = zip(
        (two.steps, two.distance, two.largest, two.block),
        (one.steps, one.distance, one.largest, one.block),
        strict=True,
    )
    return Way(*(pl.when(is_other).then(left).otherwise(right) for left, right in pairs))
