"""Two answered tables held against each other: the turns and causes of a plain loop over the engine of one subject."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import polars.selectors as cs
import pytest
from random_rows import table

from batch_samples import compared, golden, told_flips
from conftest import ROOT, Run
from inside import run
from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns.compare import Answered, compare_tables, spread, turn_of
from zhence.columns.rows import record
from zhence.engine.flips import compare_sides
from zhence.engine.ledger import name_of
from zhence.model import frame
from zhence.model.comparison import CauseKind, Side
from zhence.model.result import Verdict
from zhence.model.table_comparison import Turn
from zhence.model.text import Lang
from zhence.report.batch.flips import flips_data

pytestmark = pytest.mark.slow

BOOK = load(bundled())
DAYS = (date(2025, 4, 1), date(2025, 9, 1))


def side(made: pl.DataFrame, day: date, key: str = frame.ROW) -> Answered:
    return Answered(BOOK, day, "t", made.lazy(), made.columns, key)


@pytest.mark.slow
@pytest.mark.parametrize(("seeds", "days"), [((1, 2), (DAYS[1], DAYS[1])), ((1, 1), DAYS)])
def test_turns_and_causes_are_those_of_a_plain_loop(seeds: tuple[int, int], days: tuple[date, date]) -> None:
    tables = [table(BOOK, DAYS[0], 12, seed) for seed in seeds]
    found = compare_tables(*(side(made, day) for made, day in zip(tables, days, strict=True)), "enterprise", most=10**6)
    kinds = {"enterprise", *BOOK.subjects["enterprise"].items}
    book = replace(BOOK, measures={word: m for word, m in BOOK.measures.items() if m.subject in kinds})
    turned: Counter[tuple[str, Turn]] = Counter()
    causes: Counter[tuple[object, ...]] = Counter()
    same: Counter[Verdict] = Counter()
    for rows in zip(*(made.to_dicts() for made in tables), strict=True):
        sides = [Side(book, record(row, BOOK, "enterprise"), day) for row, day in zip(rows, days, strict=True)]
        told = compare_sides(*sides)
        same.update(told.same)
        for flip in told.flips:
            turn = turn_of(flip.before.verdict, flip.after.verdict)
            turned[flip.result.measure.id, turn] += 1
            places = {(c.kind, leaf and name_of(leaf)) for c in flip.causes for leaf in (c.leaves[1] or c.leaves[0],)}
            causes.update((flip.result.measure.id, turn, *place) for place in places)
    assert {(each.measure.id, each.turn): each.count for each in found.turned} == turned
    assert found.explained == found.total == sum(turned.values()) > 20
    assert found.same == same
    assert found.matched == 12
    told_causes: Counter[tuple[object, ...]] = Counter()
    for each in found.causes:
        leaf = each.cause.leaves[1] or each.cause.leaves[0]
        place = (each.measure.id, each.turn, each.cause.kind, leaf and name_of(leaf))
        told_causes[place] = max(told_causes[place], each.count)  # rows of one score table are told apart
        assert each.cause in each.flip.causes
    assert set(told_causes) == set(causes)
    assert all(told_causes[place] <= count for place, count in causes.items())
    assert all(told_causes[place] == count for place, count in causes.items() if place[2] is CauseKind.WINDOW)


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        (Verdict.UNKNOWN, Verdict.ELIGIBLE_IF, Turn.IN),
        (Verdict.NOT_APPLICABLE, Verdict.ELIGIBLE, Turn.IN),
        (Verdict.ELIGIBLE, Verdict.CLOSED, Turn.OUT),
        (Verdict.ELIGIBLE_IF, Verdict.NOT_APPLICABLE, Turn.OUT),
        (Verdict.ELIGIBLE_IF, Verdict.ELIGIBLE, Turn.BETTER),
        (Verdict.ELIGIBLE, Verdict.ELIGIBLE_IF, Turn.WORSE),
        (Verdict.UNKNOWN, Verdict.NOT_ELIGIBLE, Turn.WORSE),
        (Verdict.NOT_ELIGIBLE, Verdict.DISCRETIONARY, Turn.BETTER),
        (Verdict.NOT_APPLICABLE, Verdict.NOT_ELIGIBLE, Turn.APPLICABLE),
        (Verdict.CLOSED, Verdict.NOT_APPLICABLE, Turn.GONE),
    ],
)
def test_which_way_an_answer_went(before: Verdict, after: Verdict, turn: Turn) -> None:
    assert turn_of(before, after) is turn


def test_rows_are_matched_by_id_and_the_rest_is_counted() -> None:
    one = pl.DataFrame({"id": ["a", "b", None, "b", "c"], "county": ["庆元县"] * 5})
    other = pl.DataFrame({"id": ["c", "d", "b"], "county": ["庆元县"] * 3})
    found = compare_tables(side(one, DAYS[0], "id"), side(other, DAYS[0], "id"), "enterprise")
    assert (found.matched, found.before.rows, found.before.unmatched) == (1, 5, 4)
    assert (found.after.rows, found.after.unmatched) == (3, 2)
    assert found.turned == ()
    asked = {"enterprise", *BOOK.subjects["enterprise"].items}
    assert sum(found.same.values()) == sum(measure.subject in asked for measure in BOOK.measures.values())


def test_a_threshold_that_another_catalogue_moves_is_the_cause(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "foreign", tmp_path / "later")
    rule = tmp_path / "later" / "measures" / "land" / "hedge-grant.toml"
    rule.write_text(rule.read_text("utf-8").replace('"40k£"', '"50k£"', 1), "utf-8")
    farms = {"parish": ["Nether Wold"] * 3, "turnover@2025": [39_999, 40_000, 50_000], "hedges@2025": [5_000] * 3}
    made = pl.DataFrame(farms).with_columns(cs.integer() * frame.SCALE).with_row_index(frame.ROW)
    books = [load(folder, is_cached=False) for folder in (ROOT / "tests" / "foreign", tmp_path / "later")]
    day = date(2026, 6, 1)
    found = compare_tables(
        *(Answered(book, day, "farms", made.lazy(), made.columns, frame.ROW) for book in books), "farm"
    )
    assert [(each.measure.id, each.turn, each.names) for each in found.turned] == [("hedge-grant", Turn.OUT, ("1",))]
    (cause,) = found.causes
    assert (cause.cause.kind, cause.count) == (CauseKind.THRESHOLD, 1)
    assert found.same == {Verdict.ELIGIBLE: 1, Verdict.NOT_ELIGIBLE: 1, Verdict.UNKNOWN: 3}


def test_of_very_many_the_causes_are_looked_for_in_some() -> None:
    found = compared(most=2)
    assert found.total == 5
    assert found.explained == 2  # one of each kind of turn
    assert sum(each.count for each in found.turned) == 5
    assert "looked for in 2 of them" in told_flips("en", most=2)
    assert "looked for" not in told_flips("en")


@pytest.mark.parametrize(("length", "count", "expected"), [(5, 5, "abcde"), (6, 3, "ace"), (7, 2, "ad"), (1, 1, "a")])
def test_samples_are_evenly_spread(length: int, count: int, expected: str) -> None:
    assert "".join(spread(pl.Series(list("abcdefg"[:length])), count)) == expected


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page(lang: Lang) -> None:
    assert told_flips(lang) == golden("flips", lang).read_text("utf-8")


def test_data_name_the_condition_and_its_clause() -> None:
    data = json.loads(json.dumps(flips_data(compared())))
    turned = {each["turn"]: each for each in data["turned"]}
    assert set(turned) == {"in", "out"}
    assert turned["out"]["names"] == ["Long Acre", "Far End"]
    causes = {
        (each["kind"], each["condition"], each["clause"]["en"]): each["count"] for each in turned["out"]["causes"]
    }
    assert causes == {("zone", "turnover", "s. 2"): 1, ("fact", "turnover", "s. 2"): 1}


TABLE = "编号,名称,所在县(市、区),{year}年营业收入\n1,甲,庆元县,{first}\n2,乙,江山市,3亿元\n"


@pytest.mark.slow
def test_tables_on_the_command_line(zhence: Run, tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(TABLE.format(year=2025, first="2.2亿元"), "utf-8")
    other.write_text(TABLE.format(year=2025, first="1.2亿元"), "gb18030")
    told = zhence("compare", one, other, "--as-of", "2026-06-01", "--format", "json", "--require-same")
    assert told.returncode == 1, told.stderr
    data = json.loads(told.stdout)
    assert [(each["measure"], each["turn"], each["names"]) for each in data["turned"]] == [
        ("tech-sme", "better", ["甲"])
    ]
    assert data["turned"][0]["causes"][0]["figures"][0]["values"] == ["22000", "12000"]
    assert zhence("compare", one, one, "--as-of", "2026-06-01", "--require-same").returncode == 0
    days = zhence("compare", one, "--as-of", "2025-04-01", "--as-of", "2025-09-01")
    assert days.returncode == 0
    assert "enterprise-institute" in days.stdout


@pytest.mark.parametrize("by", ["编号", "名称"])
@pytest.mark.parametrize(("who", "matched"), [("-", 1), ("无", 1), ("9", 2), ("-9", 2)])
def test_a_mark_for_nobody_matches_no_rows(tmp_path: Path, by: str, who: str, matched: int) -> None:
    for name, said in (("one", "是"), ("other", "否")):
        (tmp_path / f"{name}.csv").write_text(f"{by},title_hte\n{who},{said}\n2,是\n", "utf-8")
    told = run("compare", "one.csv", "other.csv", "--as-of", "2026-06-01", "--format", "json", folder=tmp_path)
    data = json.loads(told.out)
    assert data["matched"] == matched
    assert bool(data["turned"]) is (matched == 2)


def test_names_in_full_and_in_half_width_are_matched(tmp_path: Path) -> None:
    for name, who in (("one", "甲（浙）"), ("two", "甲(浙)")):
        (tmp_path / f"{name}.csv").write_text(f"名称,title_hte\n{who},是\n乙,是\n", "utf-8")
    told = run("compare", "one.csv", "two.csv", "--as-of", "2026-06-01", "--format", "json", folder=tmp_path)
    assert json.loads(told.out)["matched"] == 2


@pytest.mark.parametrize("head", ["编号", "名称"])
def test_rows_of_years_are_matched_by_the_subject_on_any_day(tmp_path: Path, head: str) -> None:
    rows = "甲,2026,是,3\n甲,2025,是,3\n乙,2025,否,2\n"
    for name in ("one", "copy"):
        (tmp_path / f"{name}.csv").write_text(f"{head},年度,registered_in_province,营业收入(亿元)\n{rows}", "utf-8")
    days = ("--as-of", "2025-05-01", "--as-of", "2026-06-02", "--format", "json")
    same, copied = (
        json.loads(run("compare", *files, *days, folder=tmp_path).out)
        for files in (["one.csv"], ["one.csv", "copy.csv"])
    )
    assert same["matched"] == copied["matched"] == 2
    assert same["turned"] == copied["turned"] != []
    (tmp_path / "wide.csv").write_text(
        f"{head},registered_in_province,revenue@2025\n甲,是,3\n甲,是,3\n-,否,2\n", "utf-8"
    )
    wide = json.loads(run("compare", "wide.csv", *days, folder=tmp_path).out)
    assert wide["matched"] == 3  # of one table with a row a subject, each row is itself


@pytest.mark.parametrize("words", [("-o", "long.csv"), ("-o", "wide.xlsx", "--wide"), ("-o", "o.csv")])
def test_what_was_written_is_not_compared(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "one.csv").write_text(TABLE.format(year=2025, first="二亿多"), "utf-8")
    day = ("--as-of", "2026-06-01")
    assert run("batch", "one.csv", *words, *day, "--measure", "specialised-sme", folder=tmp_path).code == 0
    written = {words[1]} | ({"o.rejects.csv"} if words[1] == "o.csv" else set())
    for name in written:
        for pair in ((name,), ("one.csv", name), (name, "one.csv")):
            told = run("compare", *pair, *day, *((*day[:1], "2025-06-01") if len(pair) == 1 else ()), folder=tmp_path)
            assert told.code == 2
            assert f"{name}: 这里面是 zhence 写出的结果" in told.err
    assert run("compare", "one.csv", "one.csv", *day, folder=tmp_path).code == 0


@pytest.mark.parametrize(
    ("second", "word"),
    [("profile.toml", "表格不能与档案比较"), ("nothing.csv", "没有这个文件"), ("bare.csv", "没有共同的编号")],
)
def test_what_cannot_be_compared_is_said(zhence: Run, tmp_path: Path, second: str, word: str) -> None:
    (tmp_path / "one.csv").write_text(TABLE.format(year=2025, first="2.2亿元"), "utf-8")
    (tmp_path / "profile.toml").write_text("[enterprise]\nname = '甲'\n", "utf-8")
    (tmp_path / "bare.csv").write_text("所在县(市、区),2025年营业收入\n庆元县,1亿元\n", "utf-8")
    told = zhence("compare", tmp_path / "one.csv", tmp_path / second, width=300)
    assert told.returncode == 2
    assert word in told.stderr
    assert "Traceback" not in told.stderr
