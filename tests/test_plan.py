"""Plans: the optimum against trying everything, every promise against the engine, and the command."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT, Run
from test_random_catalogues import CATALOGUE, DAY, WORD, Rules, blurred, records, rules, trees
from zhence.advice.board import Wishes, board_of, effort_of, standing, targets_of
from zhence.advice.levers import moved
from zhence.advice.plan import changed, plan
from zhence.advice.terms import minimal
from zhence.engine import check
from zhence.model.catalogue import Catalogue
from zhence.model.ladder import Step
from zhence.model.measure import Decided, Measure, Node
from zhence.model.plan import Plan
from zhence.model.profile import Record
from zhence.model.result import Report
from zhence.profiles.read import read_profile
from zhence.profiles.settings import apply_settings
from zhence.report.plan import setting

pytestmark = pytest.mark.slow

pytest.importorskip("highspy")

SAMPLES = sorted((ROOT / "sample_inputs").glob("*/*.toml"))
AS_OF = date(2026, 6, 1)


def measure(
    word: str, tree: Node, said: Rules, grants: tuple[str, ...] = (), excludes: tuple[str, ...] = ()
) -> Measure:
    return Measure(
        word, WORD, "", "thing", Decided.RULE, "s", DAY, tree, said[0], scores=said[1], grants=grants, excludes=excludes
    )


def had(report: Report) -> int:
    return sum(result.answer.low is Step.YES for result in report.results)


def exhaustive(report: Report, book: Catalogue, wishes: Wishes) -> tuple[int, int, Fraction]:
    """Return the most supports, by the fewest moves, at the least effort, by trying every position of every lever."""
    board = board_of(targets_of(report, book, wishes), report, book, wishes)
    levers = list(board.levels)
    found = []
    for at in product(*(range(len(board.levels[lever])) for lever in levers)):
        named = [
            (lever, value) for lever, level in zip(levers, at, strict=True) if (value := board.levels[lever][level])
        ]
        if len(named) <= wishes.budget:
            after = check(book, moved(report.record, dict(named)), report.as_of, tuple(book.measures.values()))
            effort = sum((effort_of(v, standing(report, book, v), w, wishes) for v, w in named), Fraction(0))
            found.append((-had(after), len(named), effort))
    most, moves, effort = min(found)
    return -most, moves, effort


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.lists(trees, min_size=1, max_size=3), rules(), records(), st.data(), st.booleans(), st.integers(1, 2))
def test_the_optimum_is_what_trying_everything_finds(
    parts: list[Node], said: Rules, whole: Record, data: st.DataObject, with_unknown: bool, budget: int
) -> None:
    record = blurred(whole, data)
    book = replace(CATALOGUE, measures={f"m{at}": measure(f"m{at}", tree, said) for at, tree in enumerate(parts)})
    report = check(book, record, DAY)
    wishes = Wishes(budget, with_unknown=with_unknown)
    found = plan(report, book, wishes)
    most, moves, effort = exhaustive(report, book, wishes)
    assert had(found.after) == most
    assert len(found.steps) == moves
    assert abs(sum((step.change.effort for step in found.steps), Fraction(0)) - effort) < Fraction(1, 100_000)
    check_ways(found, book)


def check_ways(found: Plan, book: Catalogue) -> None:
    """Every way gets there, and no change of it can be left out."""
    for ways in found.ways:
        key = (ways.result.measure.id, ways.result.item.name if ways.result.item else "")
        for repair in ways.repairs:
            for left_out in (None, *repair.changes):
                changes = [change for change in repair.changes if change is not left_out]
                after = check(book, changed(found.before.record, changes), found.before.as_of, (ways.result.measure,))
                got = {(r.measure.id, r.item.name if r.item else ""): r.answer.low is Step.YES for r in after.results}
                assert got[key] == (left_out is None)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_plan_of_a_sample_does_what_it_promises(sample: Path, book: Catalogue) -> None:
    record, _ = read_profile(sample, book, AS_OF)
    report = check(book, record, AS_OF)
    found = plan(report, book, Wishes())
    commands = [setting(step.change, record, book) for step in found.steps]
    after = check(book, apply_settings(record, commands, book, AS_OF), AS_OF)
    assert [str(r.verdict) for r in after.results] == [str(r.verdict) for r in found.after.results]
    gained = sum(len(step.gained) - len(step.lost) for step in found.steps)
    assert had(after) == had(report) + gained
    assert len(found.steps) <= 3
    check_ways(found, book)


def test_what_is_fixed_stays(book: Catalogue) -> None:
    record, _ = read_profile(ROOT / "sample_inputs/enterprises/one_gap.toml", book, AS_OF)
    report = check(book, record, AS_OF)
    free = plan(report, book, Wishes())
    held = plan(report, book, Wishes(fixed=frozenset({"rd_expense"})))
    assert any(step.change.key.fact == "rd_expense" for step in free.steps)
    assert not any(step.change.key.fact == "rd_expense" for step in held.steps)


def test_what_a_fixed_figure_is_made_of_stays_too(book: Catalogue) -> None:
    record, _ = read_profile(ROOT / "sample_inputs/enterprises/one_gap.toml", book, AS_OF)
    report = check(book, record, AS_OF)
    free, held = (plan(report, book, Wishes(fixed=frozenset(fixed))) for fixed in ((), {"rd_intensity"}))
    touched = [
        {c.key.fact for w in found.ways for r in w.repairs for c in r.changes}
        | {s.change.key.fact for s in found.steps}
        for found in (free, held)
    ]
    assert "rd_expense" in touched[0]
    assert touched[1]
    assert not touched[1] & {"rd_expense", "revenue", "rd_intensity"}


def test_a_plan_that_contradicts_what_is_stated_says_so(zhence: Run, tmp_path: Path) -> None:
    sample = (ROOT / "sample_inputs/enterprises/one_gap.toml").read_text("utf-8")
    stated = sample.replace("[enterprise.year.2025]\n", '[enterprise.year.2025]\nrd_intensity = "3.1%"\n')
    assert stated != sample
    for name, profile, told in (("as_it_is", sample, False), ("stated", stated, True)):
        path = tmp_path / f"{name}.toml"
        path.write_text(profile, "utf-8")
        done = zhence("plan", path, "--as-of", "2026-06-01", "--measure", "specialised-sme", "--lang", "en")
        assert "--set rd_expense@2025=100万元" in done.stdout
        assert ("is given as 3.1%" in done.stderr and "make it 3.36%" in done.stderr) is told


def test_a_year_already_past_cannot_move(book: Catalogue) -> None:
    record, _ = read_profile(ROOT / "sample_inputs/enterprises/one_gap.toml", book, AS_OF)
    report = check(book, record, AS_OF)
    board = board_of(targets_of(report, book, Wishes()), report, book, Wishes())
    assert all(lever.key.year in (None, AS_OF.year - 1, AS_OF.year) for lever in board.levels)


SMALL = """
[thing]
name = "it"
a = 1
"""


def small(tmp_path: Path, measures: str) -> Path:
    """Write a little catalogue: a thing with a number a and the titles t1 and t2."""
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "catalogue.toml").write_text(
        'id = "little"\ntitle = "Little"\nmoney = "£"\n[subject]\nthing = { title = "thing" }\n[theme]\nx = "X"\n',
        "utf-8",
    )
    for folder in ("facts", "sources", "measures/x"):
        (tmp_path / "book" / folder).mkdir(parents=True)
    (tmp_path / "book/facts/f.toml").write_text(
        '[a]\ntitle = "a"\ntype = "number"\nsubjects = ["thing"]\n'
        '[b]\ntitle = "b"\ntype = "number"\nsubjects = ["thing"]\n'
        '[t1]\ntitle = "t1"\ntype = "flag"\nsubjects = ["thing"]\n'
        '[t2]\ntitle = "t2"\ntype = "flag"\nsubjects = ["thing"]\n',
        "utf-8",
    )
    (tmp_path / "book/sources/s.toml").write_text('[s]\ntitle = "S"\nissuer = "I"\nread = "official"\n', "utf-8")
    for block in measures.strip().split("===\n"):
        name = block.split('"')[1]
        (tmp_path / f"book/measures/x/{name}.toml").write_text(block, "utf-8")
    return tmp_path / "book"


HEAD = 'id = "{0}"\ntitle = "{0}"\nsubject = "thing"\nsource = "s"\nchecked = 2026-01-01\n{1}\nrequires = "c"\n[condition.c]\n{2}\nclause = "1"\n'


def planned(zhence: Run, tmp_path: Path, measures: str, profile: str, *more: str) -> dict[str, object]:
    book = small(tmp_path, measures)
    (tmp_path / "it.toml").write_text(profile, "utf-8")
    done = zhence("plan", tmp_path / "it.toml", "--catalogue", book, "--as-of", "2026-06-01", "--format", "json", *more)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_a_title_is_obtained_first_and_costs_no_change_of_its_own(zhence: Run, tmp_path: Path) -> None:
    rung = HEAD.format("rung", 'grants = ["t1"]', 'fact = "a"\nat_least = 5')
    ladder = HEAD.format("ladder", "", 'fact = "t1"\nis = true')
    found = planned(zhence, tmp_path, rung + "===\n" + ladder, SMALL + "t1 = false\n", "--changes", "1")
    steps = found["steps"]
    assert isinstance(steps, list)
    assert [step["set"] for step in steps] == ["a=5", "t1=true"]
    assert [step["granted_by"] for step in steps] == [None, "rung"]
    assert [[g["measure"] for g in step["gained"]] for step in steps] == [["rung"], ["ladder"]]


def test_titles_that_grant_each_other_bring_nothing(zhence: Run, tmp_path: Path) -> None:
    one = HEAD.format("one", 'grants = ["t1"]', 'fact = "t2"\nis = true')
    two = HEAD.format("two", 'grants = ["t2"]', 'fact = "t1"\nis = true')
    profile = SMALL + "t1 = false\nt2 = false\n"
    found = planned(zhence, tmp_path, one + "===\n" + two, profile, "--changes", "1")
    steps = found["steps"]
    assert isinstance(steps, list)
    paid = [step for step in steps if step["granted_by"] is None]
    assert len(paid) == 1  # one title must be earned before it can bring the other


def test_of_two_that_exclude_each_other_one_is_taken(zhence: Run, tmp_path: Path) -> None:
    one = HEAD.format("one", 'excludes = ["two"]', 'fact = "a"\nat_least = 5')
    two = HEAD.format("two", 'excludes = ["one"]', 'fact = "a"\nat_least = 5')
    found = planned(zhence, tmp_path, one + "===\n" + two, SMALL)
    assert len(found["take"]) == len(found["leave"]) == 1  # type: ignore[arg-type]
    assert {*found["take"], *found["leave"]} == {"one", "two"}  # type: ignore[misc]


@pytest.mark.parametrize(("rate", "year"), [("12%", 2041), ("400%", 2027), ("0%", None)])
def test_growth_says_the_year(zhence: Run, tmp_path: Path, rate: str, year: int | None) -> None:
    goal = HEAD.format("goal", "", 'fact = "a"\nat_least = 5')
    found = planned(zhence, tmp_path, goal, SMALL, "--growth", f"a={rate}")
    arrivals = found["arrivals"]
    assert isinstance(arrivals, list)
    assert [arrival["year"] for arrival in arrivals] == [year]  # 1.12 ** 15 = 5.47, ** 14 = 4.89; the day is in 2026


def test_growth_ends_with_the_calendar(zhence: Run, tmp_path: Path) -> None:
    goal = HEAD.format("goal", "", 'fact = "a"\nat_least = 5')
    planned(zhence, tmp_path, goal, SMALL, "--growth", "a=12%")
    asked = ("--catalogue", tmp_path / "book", "--growth", "a=12%", "--format", "json", "--as-of")
    for day, year in (("9984-06-01", 9999), ("9985-06-01", None)):
        told = zhence("plan", tmp_path / "it.toml", *asked, day)
        assert [arrival["year"] for arrival in json.loads(told.stdout)["arrivals"]] == [year], told.stderr


BOTH = HEAD.format("goal", "", 'fact = "a"\nat_least = 5').replace('requires = "c"', 'requires = { all = ["c", "d"] }')


@pytest.mark.parametrize(
    ("second", "year", "verdict"),
    [
        ("at_least = 4", 2041, "eligible"),
        ("at_least = 8", 2045, "eligible"),  # the whole is met when the last condition is
        ("at_most = 5.5", 2041, "eligible"),  # 5.47 in 2040
        ("at_most = 5.4", None, "not-eligible"),  # outgrown by then
    ],
)
def test_growth_says_the_year_of_the_whole_measure(
    zhence: Run, tmp_path: Path, second: str, year: int | None, verdict: str
) -> None:
    both = BOTH + f'[condition.d]\nfact = "a"\n{second}\nclause = "2"\n'
    (arrival,) = planned(zhence, tmp_path, both, SMALL, "--growth", "a=12%")["arrivals"]  # type: ignore[misc]
    assert arrival["year"] == year
    assert arrival["then"]["verdict"] == verdict
    assert arrival["then"]["blocking"] == ([] if year else ["d"])
    assert {"condition": "c", "figure": "a", "year": 2041} in arrival["conditions"]


@pytest.mark.parametrize(("profile", "year"), [(SMALL + "t1 = true\n", 2041), (SMALL, None)])
def test_growth_promises_nothing_of_what_is_not_known(
    zhence: Run, tmp_path: Path, profile: str, year: int | None
) -> None:
    both = BOTH + '[condition.d]\nfact = "t1"\nis = true\nclause = "2"\n'
    (arrival,) = planned(zhence, tmp_path, both, profile, "--growth", "a=12%")["arrivals"]  # type: ignore[misc]
    assert arrival["year"] == year
    assert arrival["then"]["verdict"] == ("eligible" if year else "unknown")
    said = zhence("plan", tmp_path / "it.toml", "--catalogue", tmp_path / "book", "--growth", "a=12%").stdout
    assert ("2041年申报时全部达到" in said) is (year is not None)
    assert ("届时：待补数据：" in said) is (year is None)
    assert ("何时全部达到尚不能说" in said) is (year is None)
    assert "不能全部达到" not in said


@pytest.mark.parametrize(("rate", "is_idle"), [("a=12%", False), ("b=12%", True)])
def test_growth_that_brings_nothing_is_said(zhence: Run, tmp_path: Path, rate: str, is_idle: bool) -> None:
    goal = HEAD.format("goal", "", 'fact = "a"\nat_least = 5')
    found = planned(zhence, tmp_path, goal, SMALL, "--growth", rate)
    assert found["idle"] == ["b"] * is_idle
    assert bool(found["arrivals"]) is not is_idle
    said = zhence("plan", tmp_path / "it.toml", "--catalogue", tmp_path / "book", "--growth", rate).stdout
    assert ("没有使所考虑的任何支持更近一步" in said) is is_idle


@pytest.mark.parametrize(("last", "is_over"), [("2041-05-31", True), ("2041-06-01", False)])
def test_a_support_that_ends_before_growth_gets_there_says_so(
    zhence: Run, tmp_path: Path, last: str, is_over: bool
) -> None:
    goal = HEAD.format("goal", f"valid = {{ to = {last} }}", 'fact = "a"\nat_least = 5')
    (arrival,) = planned(zhence, tmp_path, goal, SMALL, "--growth", "a=12%")["arrivals"]  # type: ignore[misc]
    assert arrival["year"] == 2041
    page = zhence(
        "plan", tmp_path / "it.toml", "--catalogue", tmp_path / "book", "--growth", "a=12%", "--as-of", "2026-06-01"
    ).stdout
    assert ("届时已不能申报：有效期已于" in page) is is_over
    assert ("到期前达不到" in page) is is_over
    assert ("2041年申报时全部达到" in page) is not is_over


def test_strict_thresholds_are_passed_by_the_smallest_step(zhence: Run, tmp_path: Path) -> None:
    goal = HEAD.format("goal", "", 'fact = "a"\nmore_than = 5')
    steps = planned(zhence, tmp_path, goal, SMALL)["steps"]
    assert isinstance(steps, list)
    assert [step["set"] for step in steps] == ["a=5.01"]


@pytest.mark.parametrize(
    ("operator", "stated", "end"),
    [
        ("at_least", "{ from = 1.8, to = 2.2 }", "2.2"),
        ("at_least", "{ from = 1.8, to = 2.2 }", "2.1"),
        ("at_least", "{ from = 1.8 }", "2.2"),
        ("at_least", "1.8", "2.2"),
        ("at_most", "{ from = 1.8, to = 2.2 }", "1.8"),
        ("at_most", "2.2", "1.8"),
    ],
)
@pytest.mark.parametrize("brings", [False, True])
def test_a_figure_is_moved_no_farther_than_brings_a_support(
    zhence: Run, tmp_path: Path, operator: str, stated: str, end: str, brings: bool
) -> None:
    goal = HEAD.format("goal", "", f'fact = "a"\n{operator} = 2')
    more = BOTH.replace("goal", "more").replace("at_least = 5", f"{operator} = {end}")
    more += '[condition.d]\nfact = "t1"\nis = true\nclause = "2"\n'  # unknown, so out of reach, unless it is stated
    profile = SMALL.replace("a = 1", f"a = {stated}") + ("t1 = true\n" if brings else "")
    steps = planned(zhence, tmp_path, goal + "===\n" + more, profile)["steps"]
    assert isinstance(steps, list)
    assert [step["set"] for step in steps] == [f"a={end if brings else 2}"]


def test_a_profile_says_what_cannot_change_and_what_is_hard(zhence: Run, tmp_path: Path) -> None:
    either = HEAD.format("goal", "", 'fact = "a"\nat_least = 2').replace(
        'requires = "c"', 'requires = { any = ["c", "d"] }'
    )
    either += '[condition.d]\nfact = "t1"\nis = true\nclause = "2"\n'
    profile = SMALL + "t1 = false\n"
    assert planned(zhence, tmp_path, either, profile)["steps"][0]["set"] == "a=2"  # type: ignore[index]
    (tmp_path / "b").mkdir()
    fixed = profile + '[thing.plan]\nfixed = ["a"]\n'
    assert planned(zhence, tmp_path / "b", either, fixed)["steps"][0]["set"] == "t1=true"  # type: ignore[index]
    (tmp_path / "c").mkdir()
    heavy = profile + "[thing.plan]\nweight = { a = 3 }\n"
    assert planned(zhence, tmp_path / "c", either, heavy)["steps"][0]["set"] == "t1=true"  # type: ignore[index]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('fixed = ["nosuch"]', "nosuch"),
        ("weight = { a = -1 }", "a = 2"),
        ("weight = { nosuch = 1 }", "nosuch"),
        ("cheap = 1", "cheap"),
    ],
)
def test_a_wrong_plan_table_is_explained(zhence: Run, tmp_path: Path, table: str, said: str) -> None:
    book = small(tmp_path, HEAD.format("goal", "", 'fact = "a"\nat_least = 5'))
    (tmp_path / "it.toml").write_text(f"{SMALL}[thing.plan]\n{table}\n", "utf-8")
    for lang in ("zh", "en"):
        done = zhence("plan", tmp_path / "it.toml", "--catalogue", book, "--lang", lang)
        assert done.returncode == 2
        assert said in done.stderr
        assert "it.toml:6" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--fix", "nosuch"), "nosuch"),
        (("--growth", "revenue=abc"), "revenue=12%"),
        (("--growth", "registered_on=5%"), "不是数"),
        (("--growth", "size_sector=5%"), "不是数"),
        (("--growth", "rd_intensity=5%"), "研究开发费用（rd_expense）、营业收入（revenue）"),
        (("--growth", "revenue=5%", "--growth", "revenue=6%"), "--growth: revenue: 写了不止一次"),
        (("--growth", "=5%"), "--growth: 没有写哪项数据"),
        (("--fix", "x"), "--fix: x: 没有这项数据"),
        (("--weight", "revenue=-1"), "revenue=3"),
        (("--weight", "rd_expens=2"), "rd_expense"),
        (("--measure", "specialized-sme"), "specialised-sme"),
        (("--changes", "9"), "--changes"),
    ],
)
def test_wrong_wishes_get_a_clear_word(zhence: Run, arguments: tuple[str, ...], said: str) -> None:
    done = zhence("plan", "sample_inputs/enterprises/one_gap.toml", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize(
    ("measure", "said"),
    [("above-scale", "符合"), ("future-factory-pilot", "--with-closed"), ("central-town", "不适用")],
)
def test_a_measure_with_nothing_to_plan_says_why(zhence: Run, measure: str, said: str) -> None:
    sample = "sample_inputs/enterprises/one_gap.toml"
    done = zhence("plan", sample, "--as-of", "2026-06-01", "--measure", measure)
    assert done.returncode == 0
    assert said in done.stdout.partition("指定而无从规划的")[2]


@given(st.lists(st.dictionaries(st.integers(0, 3), st.integers(1, 7), max_size=3), max_size=12))
def test_the_terms_kept_are_those_that_no_other_includes(drawn: list[dict[int, int]]) -> None:
    def includes(wider: dict[int, int], narrower: dict[int, int]) -> bool:
        return all(lever in narrower and not narrower[lever] & ~allowed for lever, allowed in wider.items())

    kept = [dict(term) for term in minimal(tuple(sorted(term.items())) for term in drawn)]
    assert all(any(includes(wider, term) for wider in kept) for term in drawn)
    assert not any(includes(wider, term) for at, term in enumerate(kept) for wider in kept[:at])
    assert all(term in drawn for term in kept)
