"""Counts over a table are those of a plain loop over the engine of one subject."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

import polars as pl
import pytest
from random_rows import table

from conftest import ROOT
from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns.answers import details_of
from zhence.columns.heat import heat
from zhence.columns.rows import record
from zhence.columns.summary import summarise
from zhence.columns.sweep import sweep, thresholds
from zhence.columns.verdicts import compile_measures
from zhence.engine import check
from zhence.engine.ledger import name_of
from zhence.model import frame
from zhence.model.fault import FaultyError
from zhence.model.measure import DatedValue, Measure, ScoreLeaf, Threshold
from zhence.model.result import MeasureResult, Verdict
from zhence.model.sweep import SweepAsked
from zhence.model.value import number
from zhence.profiles.sweep import read_sweep
from zhence.report.batch.words import sweep_title, threshold_words

BOOK = load(bundled())
DAY = date(2026, 6, 1)
ROWS = 60
KINDS = ("enterprise", "project", "product")
MEASURES = [measure for measure in BOOK.measures.values() if measure.subject in KINDS]
FEW = MEASURES[:3]
MADE = table(BOOK, DAY, ROWS, seed=3, ranged=0.2)


@pytest.fixture(scope="module")
def answers() -> list[MeasureResult]:
    rows = [record(row, BOOK, "enterprise") for row in MADE.to_dicts()]
    return [result for row in rows for result in check(BOOK, row, DAY, tuple(MEASURES)).results]


@pytest.mark.slow
def test_counts_are_those_of_a_plain_loop(answers: list[MeasureResult]) -> None:
    compiled = compile_measures(BOOK, DAY, MADE.columns, "enterprise", MEASURES)
    details = details_of(compiled)
    found = summarise(compiled, MADE.lazy(), "enterprise", details)
    assert found.rows == ROWS
    assert [each.measure for each in found.measures] == MEASURES
    closed = {result.measure.id for result in answers if result.verdict is Verdict.CLOSED}
    for each in found.measures:
        of_measure = [result for result in answers if result.measure is each.measure]
        assert each.counts == {verdict: sum(r.open_verdict is verdict for r in of_measure) for verdict in Verdict}
        assert not (each.measure.id in closed and not each.is_closed)
    assert found.total == {v: sum(r.open_verdict is v for r in answers) for v in Verdict}

    near: Counter[tuple[str, str]] = Counter()
    cells: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for result in answers:
        if result.open_verdict is Verdict.NOT_ELIGIBLE and result.steps == 1:
            near[result.measure.id, name_of(result.blocking[0])] += 1
        if result.open_verdict is Verdict.UNKNOWN:
            cells.update(map(str, result.missing))
            alone.update(map(str, result.missing if len(result.missing) == 1 else ()))
    assert len(near) > 50
    assert {(each.measure.id, each.block.id): each.count for each in found.near} == near
    assert {str(each.key): each.cells for each in found.wanted} == cells
    assert {str(each.key): each.alone for each in found.wanted if each.alone} == alone
    order = [(-each.alone, -each.cells) for each in found.wanted]
    assert order == sorted(order)


@pytest.mark.slow
def test_the_map_has_the_answers_of_a_plain_loop(answers: list[MeasureResult]) -> None:
    compiled = compile_measures(BOOK, DAY, MADE.columns, "enterprise", MEASURES)
    details = details_of(compiled)
    named = MADE.lazy().with_columns(pl.format("firm {}", frame.ROW).alias(frame.NAME))
    found = heat(compiled, named, "enterprise", details, most=20)
    assert found.rows == ROWS
    assert list(found.names) == [f"firm {at}" for at in range(20)]
    assert found.measures == MEASURES
    rows = [answers[at * len(MEASURES) : (at + 1) * len(MEASURES)] for at in range(20)]
    told = [[(found.verdict(m, at), found.away(m, at)) for m in range(len(MEASURES))] for at in range(20)]
    missed = Verdict.NOT_ELIGIBLE
    assert told == [[(r.open_verdict, r.steps if r.open_verdict is missed else 0) for r in row] for row in rows]


def test_without_details_only_verdicts_are_counted() -> None:
    compiled = compile_measures(BOOK, DAY, ["row"], "enterprise", FEW)
    found = summarise(compiled, MADE.lazy().select("row"), "enterprise")
    assert (found.near, found.wanted) == ((), ())
    assert all(sum(each.counts.values()) == ROWS for each in found.measures)


def test_a_table_without_rows_counts_nothing() -> None:
    compiled = compile_measures(BOOK, DAY, MADE.columns, "enterprise", FEW)
    details = details_of(compiled)
    found = summarise(compiled, MADE.clear().lazy(), "enterprise", details)
    assert (found.rows, found.near, found.wanted) == (0, (), ())
    assert set(found.total.values()) == {0}
    assert heat(compiled, MADE.clear().lazy(), "enterprise", details).codes == [b"", b"", b""]


def moved(asked: SweepAsked, value: Fraction) -> Measure:
    test = replace(asked.block.test, threshold=Threshold((DatedValue(None, number(value)),)))
    conditions = asked.measure.conditions | {asked.block.id: replace(asked.block, test=test)}
    return replace(asked.measure, conditions=conditions)


def is_in(verdicts: Counter[Verdict]) -> int:
    return verdicts[Verdict.ELIGIBLE] + verdicts[Verdict.ELIGIBLE_IF]


@pytest.mark.parametrize(
    "written", ["innovative-sme.evaluation=1..90分", "high-tech-enterprise.innovation=40..99 points"]
)
def test_a_swept_pass_mark_answers_as_the_engine_does(written: str) -> None:
    asked = read_sweep(written, BOOK, DAY)
    score = asked.block
    only = replace(asked.measure, requires=ScoreLeaf(score.id), scope=None)
    asked = replace(asked, measure=only)
    made = table(BOOK, DAY, 30, seed=5, missing=0.02)
    found = sweep(BOOK, DAY, made.lazy(), made.columns, "enterprise", asked, count=5)
    rows = [record(row, BOOK, "enterprise") for row in made.to_dicts()]
    for point in found.points:
        is_strict = score.more_than is not None
        other = {"more_than": point.threshold} if is_strict else {"at_least": point.threshold}
        measure = replace(only, scores={score.id: replace(score, **other)})
        verdicts = Counter(check(BOOK, row, DAY, (measure,)).results[0].open_verdict for row in rows)
        assert (point.sure, point.no) == (is_in(verdicts), verdicts[Verdict.NOT_ELIGIBLE])
    assert len({point.no for point in found.points}) > 1


def test_the_mark_of_a_part_moves_alone() -> None:
    total, part = (
        read_sweep(f"innovative-sme.{name}=1..40", BOOK, DAY) for name in ("evaluation", "evaluation.growth")
    )
    assert (total.current, part.current, part.part.id, part.name) == (60, 15, "growth", "evaluation.growth")
    others = tuple(p if p.id == "growth" else replace(p, at_least=None) for p in part.block.parts)
    growing = replace(part.block, at_least=None, parts=others)
    only = replace(part.measure, requires=ScoreLeaf("evaluation"), scope=None, scores={"evaluation": growing})
    made = table(BOOK, DAY, 60, seed=5, missing=0.02)
    found = sweep(
        BOOK, DAY, made.lazy(), made.columns, "enterprise", replace(part, measure=only, block=growing), count=4
    )
    rows = [record(row, BOOK, "enterprise") for row in made.to_dicts()]
    for point in found.points:
        parts = tuple(replace(p, at_least=point.threshold) if p.id == "growth" else p for p in others)
        measure = replace(only, scores={"evaluation": replace(growing, parts=parts)})
        verdicts = Counter(check(BOOK, row, DAY, (measure,)).results[0].open_verdict for row in rows)
        assert (point.sure, point.no) == (is_in(verdicts), verdicts[Verdict.NOT_ELIGIBLE])
    assert len({(point.sure, point.no) for point in found.points}) > 1
    assert "成长性" in sweep_title(found).zh
    assert threshold_words(found, found.points[0]).en == "1 point"


@pytest.mark.slow
@pytest.mark.parametrize(
    "written",
    [
        "key-enterprise-institute.revenue=1亿..3亿元",  # at discretion in a zone
        "provincial-single-champion.years-ordinary=2..9",  # eased to a number
    ],
)
def test_a_swept_threshold_answers_as_the_engine_does(written: str) -> None:
    asked = read_sweep(written, BOOK, DAY)
    made = table(BOOK, DAY, 40, seed=5)
    found = sweep(BOOK, DAY, made.lazy(), made.columns, "enterprise", asked, count=5)
    assert found.rows == 40
    assert asked.low < asked.current < asked.high
    assert {asked.low, asked.current, asked.high} <= {point.threshold for point in found.points}
    for point in found.points:
        measure = moved(asked, point.threshold)
        rows = [record(row, BOOK, "enterprise") for row in made.to_dicts()]
        verdicts = Counter(check(BOOK, row, DAY, (measure,)).results[0].open_verdict for row in rows)
        assert point.sure == verdicts[Verdict.ELIGIBLE] + verdicts[Verdict.ELIGIBLE_IF]
        assert point.maybe == verdicts[Verdict.UNKNOWN] + verdicts[Verdict.DISCRETIONARY]
        assert (point.no, point.apart) == (verdicts[Verdict.NOT_ELIGIBLE], verdicts[Verdict.NOT_APPLICABLE])


def test_a_percent_moves_along() -> None:
    farms = load(ROOT / "tests" / "foreign", is_cached=False)
    asked = read_sweep("hedge-grant.turnover=30k£..50k£", farms, DAY)
    rows = {
        "parish": ["Upper Wold", "Upper Wold", "Nether Wold", None],  # 30 % less is asked in the upper one
        "turnover@2025": [each * frame.SCALE // 100 for each in (2_800_000, 2_799_999, 4_000_000, 4_000_000)],
        "hedges@2025": [1_000 * frame.SCALE] * 4,
    }
    made = pl.DataFrame(rows)
    found = sweep(farms, DAY, made.lazy(), made.columns, "farm", asked, count=3)
    told = {int(point.threshold): (point.sure, point.maybe, point.no) for point in found.points}
    assert told == {30_000: (4, 0, 0), 40_000: (3, 0, 1), 50_000: (0, 1, 3)}


@pytest.mark.parametrize(
    ("low", "high", "current", "count", "expected"),
    [
        (1000, 3000, 2000, 21, [*range(1000, 3001, 100)]),
        (1000, 3000, 1950, 21, [1000, 1200, 1400, 1600, 1800, 1950, *range(2000, 3001, 200)]),
        (1, 3, 2, 21, [Fraction(each, 10) for each in range(10, 31)]),
        (0, 7, None, 4, [0, Fraction(5, 2), 5, 7]),
        (3, 4, 9, 2, [3, 4, 9]),
        (Fraction(1, 3), 2, None, 3, [Fraction(1, 3), 1, 2]),
    ],
)
def test_thresholds_are_round_and_few(
    low: int, high: int, current: int | None, count: int, expected: list[Fraction]
) -> None:
    any_one = read_sweep("specialised-sme.revenue=1..2", BOOK, DAY)
    asked = replace(any_one, low=Fraction(low), high=Fraction(high), current=current)
    found = thresholds(asked, count, is_whole=False)
    assert found == expected


def test_what_is_counted_moves_by_whole_numbers() -> None:
    asked = read_sweep("provincial-single-champion.years-ordinary=2..5", BOOK, DAY)
    assert thresholds(asked, 21, is_whole=True) == [2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("written", "key", "kind"),
    [
        ("specialised-sme", "", "usage"),
        ("specialised-sme.revenue=1000万", "", "usage"),
        ("specialised-sm.revenue=1..2", "", "unknown-measure"),
        ("specialised-sme.revenu=1..2", "specialised-sme", "unknown-condition"),
        ("specialised-sme.registered=1..2", "specialised-sme.registered", "no-threshold"),
        ("cluster-core-area.revenue=1..2", "cluster-core-area.revenue", "no-threshold"),
        ("innovative-sme.evaluatio=1..2", "innovative-sme", "unknown-condition"),
        ("innovative-sme.evaluation.growt=1..2", "innovative-sme", "unknown-condition"),
        ("tech-sme.evaluation.rd=1..2", "tech-sme.evaluation.rd", "no-threshold"),
        ("tech-sme.evaluation=1万元..2万元", "tech-sme.evaluation", "wrong-unit"),
        ("tech-sme.evaluation=分..2", "tech-sme.evaluation", "usage"),
        ("specialised-sme.revenue=..2", "specialised-sme.revenue", "usage"),
        ("specialised-sme.revenue=2..2", "specialised-sme.revenue", "usage"),
        ("specialised-sme.revenue=2吨..3吨", "specialised-sme.revenue", "unknown-unit"),
    ],
)
def test_a_sweep_that_cannot_be_read_says_where_and_why(written: str, key: str, kind: str) -> None:
    with pytest.raises(FaultyError) as caught:
        read_sweep(written, BOOK, DAY)
    (fault,) = caught.value.faults
    assert (fault.file, fault.key, fault.kind) == ("--sweep", key, kind)
    assert all(text.zh and text.en for text in (fault.problem, fault.remedy))


def test_a_sweep_reads_units() -> None:
    asked = read_sweep("specialised-sme.revenue = 500万 .. 0.3亿元", BOOK, DAY)
    assert (asked.low, asked.high) == (500, 3000)  # in the unit of the fact, ten thousand yuan
