"""What a list of papers asks for and what a tree answers with other leaves, on rules small enough to reckon by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bench import BOOK, DAY, Plain, band, book, case, condition, eased, held_to, key, measure, record, row, table
from zhence.engine import Case, check, decide
from zhence.engine.agenda import agenda, months_later
from zhence.engine.checklist import chain_to, checklist, name_key
from zhence.engine.hybrid import all_leaves, reanswer
from zhence.engine.near import select
from zhence.engine.projects import chains
from zhence.model.agenda import Lack, Moment
from zhence.model.checklist import Checklist, Figure, State
from zhence.model.ladder import DISCRETION, NO, UNKNOWN, YES, Answer
from zhence.model.measure import (
    AllOf,
    AnyOf,
    Document,
    IfThen,
    Leaf,
    Measure,
    Node,
    NotOf,
    ScoreLeaf,
    SomeOf,
    Strength,
    Window,
)
from zhence.model.profile import Given, Record
from zhence.model.text import Text, same
from zhence.model.value import number

STAFF = condition("staff", "at_least", 10, name="staff")
SALES = condition("sales", "at_least", 10, name="sales", year=-1)
LICENSED = condition("licensed", "is", True, name="licensed")
A, B, D = Leaf("staff"), Leaf("sales"), Leaf("licensed")
EVIDENCE = {
    "staff": ("Payroll", "Personnel"),
    "sales": ("Audit", "Accounts"),
    "cost": ("audit", None),
    "place": (None, "Clerk"),
    "size": ("Audit", "Registry"),
}


def paper(title: str, *proves: str, holder: str | None = None) -> Document:
    return Document(same(title), same(holder) if holder else None, proves)


def listed(
    *measures: Measure,
    facts: dict[str, Plain] | None = None,
    known: Record | None = None,
    definitions: tuple[Measure, ...] = (),
) -> Checklist:
    catalogue = book(*measures, definitions=definitions)
    named = {
        word: replace(catalogue.facts[word], evidence=title and same(title), holder=holder and same(holder))
        for word, (title, holder) in EVIDENCE.items()
    }
    catalogue = replace(catalogue, facts=catalogue.facts | named)
    report = check(catalogue, known or record(facts), DAY)
    return checklist(catalogue, report, select(report, is_named=True))


def figures(found: Checklist) -> list[str]:
    return [str(figure.key) for figure in found.figures]


def papers(found: Checklist) -> list[tuple[str, list[str], list[str], list[str]]]:
    """Return each paper's title, holders, measures and figures."""
    return [
        (
            each.title.en if each.title else "",
            [holder.en for holder in each.holders],
            [result.measure.id for result in each.needed],
            [str(figure.key) for figure in each.figures],
        )
        for each in found.papers
    ]


@pytest.mark.parametrize(
    ("tree", "facts", "asked"),
    [
        (AllOf((A, B)), {}, ["staff", "sales@2025"]),
        (AllOf((A, B)), {"staff": 10}, ["staff", "sales@2025"]),
        (AnyOf((A, B)), {"staff": 10, "sales@2025": 5}, ["staff"]),
        (AnyOf((A, B)), {"staff": 9, "sales@2025": 5}, ["staff"]),
        (AnyOf((A, B)), {"staff": 9}, ["staff", "sales@2025"]),
        (SomeOf(2, (A, B, D)), {"staff": 9, "sales@2025": 5, "licensed": False}, ["staff", "sales@2025"]),
        (IfThen(D, A, B), {"staff": 9, "sales@2025": 5, "licensed": False}, ["licensed", "sales@2025"]),
        (IfThen(AnyOf((A, D)), B), {"staff": 9, "sales@2025": 5, "licensed": False}, ["staff"]),
        (NotOf(A), {"staff": 10}, ["staff"]),
        (AllOf((A, A)), {"staff": 10}, ["staff"]),
    ],
)
def test_only_what_counts_is_asked_for(tree: Node, facts: dict[str, Plain], asked: list[str]) -> None:
    found = listed(measure(tree, STAFF, SALES, LICENSED), facts=facts)
    assert sorted(figures(found)) == sorted(asked)


def test_a_preference_asks_for_nothing_and_a_scope_does() -> None:
    wished = replace(SALES, strength=Strength.PREFERENCE)
    assert figures(listed(measure(AllOf((A, B)), STAFF, wished))) == ["staff"]
    assert sorted(figures(listed(measure(A, STAFF, SALES, scope=B)))) == ["sales@2025", "staff"]


def test_a_definition_asks_for_what_it_rests_on() -> None:
    small = measure(A, STAFF, word="small")
    rule = measure(Leaf("only"), condition("", meets="small"))
    assert figures(listed(rule, definitions=(small,))) == ["staff"]


def test_a_zone_to_confirm_is_asked_for_while_it_matters() -> None:
    easy = replace(STAFF, relaxations=(eased("to", 5),))
    rule = measure(A, easy)
    assert figures(listed(rule, facts={"staff": 5, "place": "Bog"})) == ["staff", "zone.upland"]
    assert figures(listed(rule, facts={"staff": 5})) == ["staff", "place"]
    assert figures(listed(rule, facts={"staff": 10, "place": "Bog"})) == ["staff"]
    assert figures(listed(rule, facts={"staff": 5, "place": "Moor"})) == ["staff"]
    inside = measure(Leaf("in"), condition("", name="in", zone="upland"))
    assert figures(listed(inside)) == ["place"]
    assert figures(listed(inside, facts={"place": "Moor"})) == []


def test_a_settled_condition_does_not_wait_for_what_is_missing() -> None:
    total = condition("turnover", "at_least", 10, name="turnover", year=-1)
    found = listed(measure(Leaf("turnover"), total), facts={"sales@2025": 12})
    assert [(str(f.key), f.state) for f in found.figures] == [("sales@2025", State.UNSOURCED)]
    short = listed(measure(Leaf("turnover"), total), facts={"sales@2025": 8})
    assert [(str(f.key), f.state) for f in short.figures] == [
        ("sales@2025", State.UNSOURCED),
        ("cost@2025", State.MISSING),
    ]


ROWS = (
    row("a", band(5, 5, held_to("staff", "at_least", 10))),
    row("b", band(5, 5, held_to("sales", "at_least", 10, -1))),
)


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({"staff": 10, "sales@2025": 1}, ["staff"]),
        ({"staff": 10}, ["staff"]),
        ({"staff": 10, "sales@2025": 10}, ["sales@2025", "staff"]),
        ({"staff": 9, "sales@2025": 1}, ["sales@2025", "staff"]),
        ({}, ["sales@2025", "staff"]),
    ],
)
def test_a_table_asks_for_what_earned_points_or_may_still_earn_some(facts: dict[str, Plain], asked: list[str]) -> None:
    rule = measure(ScoreLeaf("t"), scores=(table(*ROWS, row("c"), at_least=Fraction(5)),))
    assert sorted(figures(listed(rule, facts=facts))) == asked


@pytest.mark.parametrize(("points", "asked"), [(0, []), (1, ["staff"])])
def test_a_row_counts_from_its_first_point_on(points: int, asked: list[str]) -> None:
    one = row("a", band(points, points, held_to("staff", "at_least", 10)))
    rule = measure(ScoreLeaf("t"), scores=(table(one, at_least=Fraction(0)),))
    assert figures(listed(rule, facts={"staff": 10})) == asked


def test_papers_are_sorted_by_how_many_measures_need_them() -> None:
    found = listed(
        measure(A, STAFF, word="m", documents=(paper("Form"), paper("Payroll", "staff", holder="Bureau"))),
        measure(A, STAFF, word="n"),
        measure(Leaf("licensed"), LICENSED, word="o"),
        facts={"staff": 10},
    )
    assert papers(found) == [
        ("Payroll", ["Bureau"], ["m", "n"], ["staff"]),
        ("Form", [], ["m"], []),
        ("", [], ["o"], ["licensed"]),
    ]
    assert found.as_of == DAY
    assert found.record.name == "Smith"
    assert found.selection.is_named is True


def test_what_the_facts_name_fills_in_paper_and_holder() -> None:
    both = measure(AllOf((A, B)), STAFF, SALES)
    assert papers(listed(both)) == [
        ("Payroll", ["Personnel"], ["m"], ["staff"]),
        ("Audit", ["Accounts"], ["m"], ["sales@2025"]),
    ]
    held = measure(A, STAFF, documents=(paper("Roll", "staff"),))
    assert papers(listed(held)) == [("Roll", ["Personnel"], ["m"], ["staff"])]
    margin = condition("profit", "at_least", 0, name="profit", year=-1)
    assert papers(listed(measure(Leaf("profit"), margin), facts={"sales@2025": 5})) == [
        ("Audit", ["Accounts"], ["m"], ["sales@2025", "cost@2025"])
    ]
    inside = measure(AllOf((Leaf("in"), D)), condition("", name="in", zone="upland"), LICENSED)
    assert papers(listed(inside)) == [("", ["Clerk"], ["m"], ["place"]), ("", [], ["m"], ["licensed"])]


def test_a_measures_own_paper_comes_before_anothers() -> None:
    found = listed(
        measure(A, STAFF, word="m", documents=(paper("Roll", "staff", "mark"),)),
        measure(A, STAFF, word="n", documents=(paper("List", "staff"), paper("Count", "staff", "licensed"))),
        measure(A, STAFF, word="o"),
    )
    assert sorted(papers(found)) == [
        ("Count", ["Personnel"], ["n"], ["staff"]),
        ("List", ["Personnel"], ["n"], ["staff"]),
        ("Roll", ["Personnel"], ["m", "o"], ["staff"]),
    ]


def test_papers_that_prove_the_same_are_one_by_two_names() -> None:
    found = listed(
        measure(A, STAFF, word="m", documents=(paper("Roll", "staff", "mark", holder="Bureau"),)),
        measure(A, STAFF, word="n", documents=(paper("List", "mark", "staff", holder="Clerk"), paper("roll"))),
        measure(A, STAFF, word="o", documents=(paper("Count", "staff"),)),
    )
    assert papers(found) == [
        ("Roll", ["Bureau", "Clerk"], ["m", "n"], ["staff"]),
        ("Count", ["Personnel"], ["o"], ["staff"]),
    ]
    assert [[title.en for title in each.others] for each in found.papers] == [["List"], []]
    third = measure(A, STAFF, word="p", documents=(paper("Muster", "mark", "staff"),))
    rules = [
        measure(A, STAFF, word=w, documents=(paper(t, "staff", "mark"),)) for w, t in (("m", "Roll"), ("n", "List"))
    ]
    (named,) = listed(*rules, third).papers
    assert [title.en for title in named.others] == ["List", "Muster"]


def test_two_papers_that_one_measure_wants_are_never_one() -> None:
    found = listed(
        measure(A, STAFF, word="m", documents=(paper("Roll", "staff"), paper("List", "staff"))),
        measure(A, STAFF, word="n", documents=(paper("Count", "staff"),)),
    )
    assert [(title, rules) for title, _, rules, _ in papers(found)] == [
        ("Roll", ["m"]),
        ("List", ["m"]),
        ("Count", ["n"]),
    ]


def test_a_paper_named_before_stays_itself_whatever_it_proves_elsewhere() -> None:
    found = listed(
        measure(A, STAFF, word="m", documents=(paper("Roll", "staff"), paper("List", "mark"))),
        measure(A, STAFF, word="n", documents=(paper("List", "staff"),)),
    )
    assert sorted((title, rules) for title, _, rules, _ in papers(found)) == [("List", ["m", "n"]), ("Roll", ["m"])]


def test_a_paper_that_several_hold_is_asked_of_each() -> None:
    small = condition("size", "is", "small", name="size")
    found = listed(measure(AllOf((B, Leaf("size"))), SALES, small))
    assert papers(found) == [("Audit", ["Accounts", "Registry"], ["m"], ["sales@2025", "size"])]


def test_a_paper_may_prove_what_a_figure_is_asked_for() -> None:
    spare = condition("spare", "at_least", 1, name="spare")
    rule = measure(AllOf((Leaf("spare"), A)), spare, STAFF, documents=(paper("Ledger", "spare"),))
    assert papers(listed(rule, facts={"staff": 9, "mark": 4})) == [("Ledger", ["Personnel"], ["m"], ["staff", "mark"])]


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("表（一）：甲，乙；丙", "表(一):甲,乙;丙", True),
        ("Form A", "form　a", True),
        ("Form A", "FormA", True),
        ("Form A", "Form B", False),
        ("表、一", "表,一", False),
    ],
)
def test_titles_are_equal_but_for_blanks_and_widths(one: str, other: str, is_one: bool) -> None:
    assert (name_key(Text(one, "x")) == name_key(Text(other, "y"))) is is_one


def whose(found: Checklist) -> list[tuple[str, str, str]]:
    return [(str(figure.key), figure.owner.name, str(figure.state)) for figure in found.figures]


def test_a_figure_belongs_to_who_states_it_or_could() -> None:
    asked = AllOf((Leaf("metres"), A, Leaf("jobs")))
    metres = condition("metres", "at_least", 5, name="metres")
    jobs = condition("jobs", "at_least", 1, name="jobs")
    rule = measure(asked, metres, STAFF, jobs, subject="job")
    dock = replace(record({}, "job"), name="Dock")
    firm = record({}, items={"job": (dock,)}, complete=frozenset({"job"}))
    assert sorted(whose(listed(rule, known=firm))) == [
        ("jobs", "Smith", "unsourced"),
        ("metres", "Dock", "missing"),
        ("staff", "Smith", "missing"),
    ]
    stated = replace(firm, items={"job": (replace(record({"staff": 10}, "job"), name="Dock"),)})
    assert ("staff", "Dock", "unsourced") in whose(listed(rule, known=stated))
    open_list = replace(firm, complete=frozenset())
    assert ("jobs", "Smith", "unsourced") in whose(listed(rule, known=open_list))
    more = replace(rule, conditions=rule.conditions | {"jobs": condition("jobs", "at_least", 2, name="jobs")})
    assert ("jobs", "Smith", "missing") in whose(listed(more, known=open_list))
    (counted,) = [figure for figure in listed(rule, known=firm).figures if figure.key == key("jobs")]
    assert counted.value == number(1)
    of_firm = measure(AllOf((Leaf("metres"), Leaf("in"))), metres, condition("", name="in", zone="upland"))
    assert whose(listed(of_firm, facts={"place": "Bog"})) == [
        ("metres", "Smith", "missing"),
        ("zone.upland", "Smith", "missing"),
    ]
    docks = tuple(replace(dock, name=name) for name in ("East", "West"))
    each = measure(Leaf("metres"), metres, subject="job")
    assert whose(listed(each, known=replace(firm, items={"job": docks}))) == [
        ("metres", "East", "missing"),
        ("metres", "West", "missing"),
    ]


def test_a_figure_is_ready_with_a_source_that_is_no_estimate() -> None:
    for source, is_estimate, state in (
        ("books", False, State.READY),
        ("books", True, State.UNSOURCED),
        (None, False, State.UNSOURCED),
    ):
        given = Given(number(10), "10", source=source, estimate=is_estimate)
        (figure,) = listed(measure(A, STAFF), known=Record("firm", "Smith", {key("staff"): given})).figures
        assert (figure.state, figure.value, figure.given) == (state, number(10), given)
    (missing,) = listed(measure(A, STAFF)).figures
    assert isinstance(missing, Figure)
    assert (missing.state, missing.value, missing.given) == (State.MISSING, None, None)


def test_the_way_down_to_an_item() -> None:
    deep = replace(record({}, "job"), name="deep")
    middle = Record("job", "middle", items={"job": (deep,)})
    top = record(items={"job": (record({}, "job"), middle)})
    assert [each.name for each in chain_to(top, deep)] == ["deep", "middle", "Smith"]
    assert [each.name for each in chain_to(top, top)] == ["Smith"]
    assert [each.name for each in chain_to(top, record({}, "job"))] == ["Quay", "Smith"]
    assert [[each.name for each in chain] for chain in chains(top, "job")] == [
        ["Quay", "Smith"],
        ["middle", "Smith"],
        ["deep", "middle", "Smith"],
    ]
    assert [[each.name for each in chain] for chain in chains(top, "firm")] == [["Smith"]]


# -- other answers in the place of some leaves

EVERY_KIND: list[tuple[Node, dict[str, Answer], Answer]] = [
    (AllOf((A, B)), {"staff": YES, "sales": NO}, NO),
    (AllOf((A, B)), {"staff": YES, "sales": YES}, YES),
    (AnyOf((A, B)), {"staff": YES, "sales": NO}, YES),
    (AnyOf((A, B)), {"staff": DISCRETION, "sales": NO}, DISCRETION),
    (SomeOf(2, (A, B, D)), {"staff": YES, "sales": YES, "licensed": NO}, YES),
    (SomeOf(2, (A, B, D)), {"staff": YES, "sales": NO, "licensed": NO}, NO),
    (SomeOf(2, (A, B, D)), {"staff": YES, "sales": NO, "licensed": YES}, YES),
    (NotOf(A), {"staff": YES}, NO),
    (NotOf(A), {"staff": NO}, YES),
    (IfThen(D, A, B), {"licensed": YES, "staff": YES, "sales": NO}, YES),
    (IfThen(D, A, B), {"licensed": NO, "staff": YES, "sales": NO}, NO),
    (IfThen(D, A), {"licensed": NO, "staff": NO}, YES),
    (IfThen(D, A), {"licensed": YES, "staff": NO}, NO),
    (A, {}, UNKNOWN),
]


@pytest.mark.parametrize(("tree", "answers", "found"), EVERY_KIND)
def test_a_tree_answered_with_other_leaves(tree: Node, answers: dict[str, Answer], found: Answer) -> None:
    root = decide(case(), measure(tree, STAFF, SALES, LICENSED)).root
    assert root is not None
    assert reanswer(root, {(word,): answer for word, answer in answers.items()}) == found


def test_leaves_of_a_definition_are_named_below_its_condition() -> None:
    small = measure(AllOf((A, ScoreLeaf("t"))), STAFF, scores=(table(*ROWS, at_least=Fraction(5)),), word="small")
    within = condition("", name="in", meets="small", strength=Strength.IN_PRINCIPLE)
    rule = measure(AllOf((Leaf("in"), B)), within, SALES, scope=D)
    rule = replace(rule, conditions=rule.conditions | {"licensed": LICENSED})
    result = decide(Case(book(definitions=(small,)), DAY, (record(),)), rule)
    assert list(all_leaves(result)) == [("licensed",), ("in", "staff"), ("in", "t"), ("sales",)]
    assert result.root is not None
    answers = {("in", "staff"): YES, ("in", "t"): YES, ("sales",): YES}
    assert reanswer(result.root, answers) == YES
    assert reanswer(result.root, answers | {("in", "staff"): NO}) == DISCRETION
    assert reanswer(result.root, answers | {("in", "t"): NO}) == DISCRETION
    assert reanswer(result.root, answers | {("sales",): NO}) == NO
    assert reanswer(result.root, {("sales",): YES}) == Answer(DISCRETION.low, YES.high)


# -- days ahead


def test_the_days_of_a_measure_in_their_order() -> None:
    day = date(2026, 7, 1)
    rule = measure(
        A,
        STAFF,
        valid_from=day,
        valid_to=day,
        windows=(Window(day, day), Window(None, date(2026, 6, 1)), Window(DAY, None)),
    )
    report = check(book(rule), record({"staff": 10}), DAY)
    found = agenda([report], DAY, None)
    assert [(entry.moment, entry.days_left) for entry in found.entries] == [
        (Moment.OPENS, 0),
        (Moment.CLOSES, 0),
        (Moment.STARTS, 30),
        (Moment.OPENS, 30),
        (Moment.CLOSES, 30),
        (Moment.ENDS, 30),
    ]
    assert [entry.window for entry in found.entries[2:]] == [None, rule.windows[0], rule.windows[0], None]
    assert [(each.lack, each.window) for each in found.undated] == [
        (Lack.OPENING, rule.windows[1]),
        (Lack.CLOSING, rule.windows[2]),
    ]
    assert {each.measure.id for each in (*found.entries, *found.undated)} == {"m"}
    assert all(each.results == (report.results[0],) for each in found.undated)
    twice = agenda([check(book(rule, replace(rule, id="n")), record({"staff": 10}), DAY)], DAY, None)
    assert [each.measure.id for each in twice.undated] == ["m", "m", "n", "n"]
    assert (found.as_of, found.until, found.timeless) == (DAY, None, ())
    assert [each.name for each in found.records] == ["Smith"]
    assert all(entry.results == (report.results[0],) for entry in found.entries)
    later = agenda([report], DAY, 1)
    assert (later.until, len(later.entries)) == (day, 6)
    assert agenda([check(BOOK, record(), DAY)], DAY, None).entries == ()


def test_the_round_that_closed_last_has_no_next_one() -> None:
    windows = (Window(None, date(2026, 3, 1)), Window(None, date(2026, 5, 1)), Window(None, date(2026, 4, 1)))
    rule = measure(A, STAFF, windows=windows)
    found = agenda([check(book(rule), record({"staff": 10}), DAY)], DAY, None)
    assert [(each.lack, each.window) for each in found.undated] == [(Lack.NEXT, windows[1])]
    assert found.timeless == ()
    open_end = replace(rule, windows=(Window(date(2026, 5, 1), DAY),))
    assert agenda([check(book(open_end), record({"staff": 10}), DAY)], DAY, None).undated == ()


def test_a_measure_for_two_profiles_is_listed_once_with_both() -> None:
    rule = measure(A, STAFF, valid_to=DAY)
    timeless = measure(A, STAFF, word="n")
    reports = [check(book(rule, timeless), record({"staff": held}), DAY) for held in (10, 9)]
    found = agenda(reports, DAY, None)
    assert [len(entry.results) for entry in found.entries] == [2]
    assert [each.id for each in found.timeless] == ["n"]
    assert found.left == {}
    assert agenda([check(book(measure(None)), record(), DAY)], DAY, None).left != {}


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 1), 13, date(2028, 1, 1)),
        (date(9999, 1, 31), 1, date(9999, 2, 28)),
        (date(9999, 12, 1), 1, date.max),
    ],
)
def test_the_same_day_of_a_later_month(day: date, months: int, found: date) -> None:
    assert months_later(day, months) == found
