"""What the answers of many profiles come to, counted by hand: the best answers, who is one step away, the figures to find."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bench import DAY, Plain, book, case, condition, eased, key, measure, record, row, scored, table
from zhence.engine import check, decide
from zhence.engine.tally import best, heat, size, summarise
from zhence.model.heat import FAR, VERDICTS, Heat
from zhence.model.measure import AllOf, AnyOf, Leaf, Measure, NotOf, ScoreLeaf
from zhence.model.profile import Record
from zhence.model.result import Report, Verdict
from zhence.model.summary import Summary

STAFF = condition("staff", "at_least", 10, name="staff")
SALES = condition("sales", "at_least", 10, name="sales", year=-1)
LICENSED = condition("licensed", "is", True, name="licensed")
A, B, D = Leaf("staff"), Leaf("sales"), Leaf("licensed")
ONE = measure(A, STAFF, word="one")
BOTH = measure(AllOf((A, B)), STAFF, SALES, word="both")
JOBS = measure(Leaf("metres"), condition("metres", "at_least", 5, name="metres"), word="jobs", subject="job")
SHUT = replace(ONE, id="shut", valid_to=date(2026, 5, 31))
OUT = replace(BOTH, id="out", scope=B, requires=A)


def firm(facts: dict[str, Plain], *metres: Plain, name: str = "Smith") -> Record:
    jobs = tuple(replace(record({"metres": each}, "job"), name=f"job {at}") for at, each in enumerate(metres))
    return replace(record(facts, items={"job": jobs} if jobs else {}), name=name)


def reports(*firms: Record, rules: tuple[Measure, ...]) -> list[Report]:
    return [check(book(*rules), each, DAY) for each in firms]


def summed(*firms: Record, rules: tuple[Measure, ...]) -> Summary:
    return summarise(reports(*firms, rules=rules), rules, book(*rules), DAY)


def counts(found: Summary) -> dict[str, dict[str, int]]:
    return {
        each.measure.id: {str(verdict): count for verdict, count in each.counts.items() if count}
        for each in found.measures
    }


@pytest.mark.parametrize(
    ("metres", "chosen"),
    [
        ((4, 5), "job 1"),
        ((5, 4), "job 0"),
        ((5, 5), "job 0"),
        ((3, 4), "job 1"),
        ((4, 3), "job 0"),
        ((4, (4, 5)), "job 1"),
    ],
)
def test_of_several_items_the_best_answer_counts(metres: tuple[Plain, ...], chosen: str) -> None:
    (report,) = reports(firm({}, *metres), rules=(JOBS,))
    found = best(report)["jobs"]
    assert found.item is not None
    assert found.item.name == chosen


def test_of_answers_alike_the_one_with_the_fewest_steps_counts() -> None:
    rule = replace(JOBS, requires=AllOf((Leaf("metres"), Leaf("kind"))))
    rule = replace(rule, conditions=rule.conditions | {"kind": condition("kind", "is", "dock", name="kind")})
    near = replace(record({"metres": 1, "kind": "dock"}, "job"), name="near")
    far = replace(record({"metres": 4, "kind": "shed"}, "job"), name="far")
    (report,) = reports(record(items={"job": (far, near)}), rules=(rule,))
    found = best(report)["jobs"]
    assert found.item is not None
    assert (found.item.name, found.steps) == ("near", 1)


def test_verdicts_are_counted_as_if_every_measure_were_open() -> None:
    firms = firm({"staff": 10, "sales@2025": 9}), firm({"staff": 9}), firm({})
    found = summed(*firms, rules=(BOTH, ONE, SHUT, OUT))
    assert counts(found) == {
        "both": {"not-eligible": 2, "unknown": 1},
        "one": {"eligible": 1, "not-eligible": 1, "unknown": 1},
        "shut": {"eligible": 1, "not-eligible": 1, "unknown": 1},
        "out": {"not-applicable": 1, "not-eligible": 1, "unknown": 1},
    }
    assert [each.is_closed for each in found.measures] == [False, False, True, False]
    assert all(tuple(each.counts) == VERDICTS for each in found.measures)
    assert (found.subject, found.as_of, found.rows, found.catalogue.id) == ("firm", DAY, 3, "bench")
    assert found.total[Verdict.NOT_ELIGIBLE] == 5
    assert found.kinds == {"firm": 3}


def test_a_measure_out_of_scope_is_counted_one_for_another_kind_of_subject_is_left_out() -> None:
    found = summed(firm({"staff": 10, "sales@2025": 9}), rules=(OUT, ONE))
    assert counts(found) == {"out": {"not-applicable": 1}, "one": {"eligible": 1}}
    alien = replace(ONE, id="alien", subject="dog")
    assert counts(summed(firm({"staff": 10}), rules=(ONE, alien))) == {"one": {"eligible": 1}}
    answered = reports(firm({"staff": 10}), rules=(ONE,))
    assert counts(summarise(answered, (ONE, BOTH), book(ONE, BOTH), DAY)) == {"one": {"eligible": 1}}


def near(found: Summary) -> list[tuple[str, str, int]]:
    return [(each.measure.id, each.block.id, each.count) for each in found.near]


def test_who_is_one_step_away_is_counted_by_what_stands_in_the_way() -> None:
    tabled = measure(
        ScoreLeaf("t"),
        scores=(table(row("a", points_fact="mark", points_max=Fraction(9)), at_least=Fraction(5)),),
        word="table",
    )
    firms = [
        firm({"staff": 10, "sales@2025": 9, "mark": 5}),
        firm({"staff": 9, "sales@2025": 9, "mark": 4}),
        firm({"staff": 9, "sales@2025": 10, "mark": 4}),
        firm({"staff": 10, "mark": 4}),
    ]
    found = summed(*firms, rules=(BOTH, ONE, tabled))
    assert near(found) == [("table", "t", 3), ("one", "staff", 2), ("both", "staff", 1), ("both", "sales", 1)]
    assert near(summed(firm({"staff": 10, "sales@2025": 10}), rules=(BOTH,))) == []


def test_of_several_that_stand_in_the_way_of_one_step_the_farthest_is_named() -> None:
    loop = measure(AnyOf((A, B)), STAFF, SALES, word="either")
    neither = measure(AllOf((A, D)), STAFF, LICENSED, word="flag")
    assert near(summed(firm({"staff": 9, "sales@2025": 2}), rules=(loop,))) == [("either", "staff", 1)]
    assert near(summed(firm({"staff": 10, "licensed": False}), rules=(neither,))) == [("flag", "licensed", 1)]


def test_of_what_a_not_rules_out_the_largest_is_named() -> None:
    small = condition("sales", "at_least", 2, name="sales", year=-1)
    rule = measure(NotOf(AnyOf((A, B, ScoreLeaf("t")))), STAFF, small, scores=(MARKED,), word="not")
    assert near(summed(firm({"staff": 10, "sales@2025": 2, "mark": 5}), rules=(rule,))) == [("not", "staff", 1)]


MARKED = table(row("a", points_fact="mark", points_max=Fraction(99)), at_least=Fraction(5))


@pytest.mark.parametrize(
    ("facts", "share"),
    [({"staff": 9}, 0.1), ({"staff": 0}, 1.0), ({"staff": 8}, 0.2), ({"staff": 10}, 1.0), ({}, 1.0)],
)
def test_how_far_a_condition_is_from_its_threshold(facts: dict[str, Plain], share: float) -> None:
    found = decide(case(facts), ONE).root
    assert found is not None
    assert found.condition is not None
    assert size(found.condition) == share


def test_a_miss_without_a_share_counts_as_whole() -> None:
    zero = measure(A, replace(condition("mark", "at_least", 0, name="staff")))
    found = decide(case({"mark": -5}), zero).root
    assert found is not None
    assert found.condition is not None
    assert found.condition.gap is not None
    assert size(found.condition) == 1.0


@pytest.mark.parametrize(
    ("marks", "held", "share"),
    [
        ({"at_least": 5}, 4, 0.2),
        ({"at_least": 5}, 5, 1.0),
        ({"more_than": 5}, 3, 0.4),
        ({"more_than": 5}, 5, 1.0),
        ({"at_least": 1}, 0, 1.0),
        ({"at_least": 2}, 1, 0.5),
        ({"at_least": 0}, 0, 1.0),
        ({}, 0, 1.0),
    ],
)
def test_how_far_a_table_is_from_its_mark(marks: dict[str, int], held: int, share: float) -> None:
    score = table(*MARKED.items, **{word: Fraction(mark) for word, mark in marks.items()})
    root = scored(case({"mark": held}), score).root
    assert root is not None
    assert root.score is not None
    assert size(root.score) == share


def test_the_figures_to_find_first_are_those_that_alone_settle_most() -> None:
    rules = (
        measure(AllOf((B, D)), SALES, LICENSED, word="two"),
        measure(AllOf((B, D, A)), SALES, LICENSED, STAFF, word="three"),
        measure(D, LICENSED, word="flag"),
    )
    found = summed(firm({}), firm({"licensed": True}), firm({"licensed": False}), rules=rules)
    assert [(str(each.key), each.cells, each.alone) for each in found.wanted] == [
        ("sales@2025", 4, 1),
        ("licensed", 3, 1),
        ("staff", 2, 0),
    ]
    ties = summed(firm({}), rules=(measure(AllOf((D, A, B)), SALES, LICENSED, STAFF, word="all"),))
    assert [str(each.key) for each in ties.wanted] == ["licensed", "sales@2025", "staff"]
    assert [(each.cells, each.alone) for each in ties.wanted] == [(1, 0)] * 3


def test_only_open_answers_want_a_figure() -> None:
    lenient = measure(A, replace(STAFF, relaxations=(eased("discretion"),)), word="lenient")
    assert summed(firm({"staff": 9, "place": "Moor"}), rules=(lenient,)).wanted == ()
    assert [each.key for each in summed(firm({"staff": 9}), rules=(lenient,)).wanted] == [key("place")]


def mapped(*firms: Record, rules: tuple[Measure, ...], most: int = 9) -> Heat:
    answered = reports(*firms, rules=rules)
    return heat(answered, summarise(answered, rules, book(*rules), DAY), most)


def test_the_map_has_a_cell_for_each_profile_and_measure() -> None:
    firms = [
        firm({"staff": 10, "sales@2025": 9}, name="one"),
        firm({"staff": 9, "sales@2025": 9}, name="two"),
        firm({}, name="three"),
    ]
    found = mapped(*firms, rules=(BOTH, SHUT, OUT, JOBS), most=2)
    assert (found.names, [each.id for each in found.measures]) == (["one", "two"], ["both", "shut", "out", "jobs"])
    verdicts = [[str(found.verdict(at, subject)) for subject in (0, 1)] for at in range(4)]
    assert verdicts == [
        ["not-eligible", "not-eligible"],
        ["eligible", "not-eligible"],
        ["not-applicable", "not-applicable"],
        ["unknown", "unknown"],
    ]
    assert [[found.away(at, subject) for subject in (0, 1)] for at in range(2)] == [[1, 2], [0, 1]]
    assert found.closed == {"shut"}
    assert (found.subject, found.as_of, found.rows, found.catalogue.id) == ("firm", DAY, 3, "bench")


def test_a_measure_not_asked_of_a_profile_is_an_empty_cell() -> None:
    both, one = (check(book(*rules), firm({"staff": 9}), DAY) for rules in ((ONE, BOTH), (ONE,)))
    found = heat([one, both], summarise([one, both], (ONE, BOTH), book(ONE, BOTH), DAY), 9)
    assert [found.verdict(1, subject) for subject in (0, 1)] == [Verdict.NOT_APPLICABLE, Verdict.NOT_ELIGIBLE]
    assert [found.away(1, subject) for subject in (0, 1)] == [0, 1]


@pytest.mark.parametrize(("count", "told"), [(FAR - 1, FAR - 1), (FAR, FAR), (FAR + 1, FAR)])
def test_more_steps_than_a_byte_holds_are_told_as_so_many(count: int, told: int) -> None:
    far = measure(AllOf((A,) * count), STAFF, word="far")
    assert mapped(firm({"staff": 9}), rules=(far,)).away(0, 0) == told
