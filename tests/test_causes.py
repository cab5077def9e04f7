"""Why two answers differ, on rules of one or two conditions: each kind of cause alone, and nothing told that is not needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bench import DAY, WORD, Plain, band, book, condition, eased, held_to, key, measure, record, row, table
from zhence.engine.causes import minimal
from zhence.engine.flips import compare_sides
from zhence.model.comparison import Cause, CauseKind, Comparison, Flip, Move, Side
from zhence.model.comparison import Leaf as Leaves
from zhence.model.measure import (
    AllOf,
    AnyOf,
    DatedValue,
    Decided,
    Judgement,
    Leaf,
    Measure,
    Node,
    NotOf,
    ScoreLeaf,
    ScorePart,
    Strength,
    Threshold,
    Window,
)
from zhence.model.profile import Given, Record
from zhence.model.result import ConditionResult, ScoreResult, Verdict
from zhence.model.value import number
from zhence.report.cause_words import leaf_words

STAFF = condition("staff", "at_least", 10, name="staff")
SALES = condition("sales", "at_least", 10, name="sales", year=-1)
ONE = measure(Leaf("staff"), STAFF)
BOTH = measure(AllOf((Leaf("staff"), Leaf("sales"))), STAFF, SALES)


def side(rule: Measure, known: Record | dict[str, Plain] | None = None, on: date = DAY, **more: object) -> Side:
    return Side(book(rule, **more), known if isinstance(known, Record) else record(known), on)  # type: ignore[arg-type]


def only(before: Side, after: Side) -> Flip:
    """Return the one flip, after holding that it reads the other way round as well."""
    (flip,) = compare_sides(before, after).flips
    (back,) = compare_sides(after, before).flips
    assert verdicts(back) == verdicts(flip)[::-1]
    assert [why.kind for why in back.causes] == [why.kind for why in flip.causes]
    for why, turned in zip(flip.causes, back.causes, strict=True):
        assert [leaf and (leaf_name(leaf), leaf.answer) for leaf in why.leaves] == [
            leaf and (leaf_name(leaf), leaf.answer) for leaf in turned.leaves[::-1]
        ]
        assert [figure.keys for figure in why.figures] == [figure.keys[::-1] for figure in turned.figures]
        assert [figure.values for figure in why.figures] == [figure.values[::-1] for figure in turned.figures]
        assert [place(zone) for zone in why.zones] == [place(zone) for zone in turned.zones[::-1]]
        assert [row_points(each) for each in why.rows] == [row_points(each) for each in turned.rows[::-1]]
        assert (why.added, why.removed, why.day) == (turned.removed, turned.added, turned.day)
        for figure, other in zip(why.figures, turned.figures, strict=True):
            assert [part.keys for part in figure.stated] == [part.keys[::-1] for part in other.stated]
            assert [part.given for part in figure.stated] == [part.given[::-1] for part in other.stated]
    return flip


def verdicts(flip: Flip) -> list[Verdict | None]:
    return [result and result.verdict for result in (flip.before, flip.after)]


def place(zone: object) -> tuple[object, ...]:
    return (None,) if zone is None else (zone.place, zone.answer, zone.confirmed)  # type: ignore[attr-defined]


def row_id(row: object) -> object:
    return None if row is None else row.item.id  # type: ignore[attr-defined]


def row_points(row: object) -> object:
    return None if row is None else (row.item.id, row.low, row.high)  # type: ignore[attr-defined]


def told(flip: Flip) -> list[tuple[str, str]]:
    return [(str(why.kind), name(why)) for why in flip.causes]


def name(why: Cause) -> str:
    return leaf_name(why.leaves[0])


def leaf_name(leaf: Leaves | None) -> str:
    if isinstance(leaf, ConditionResult):
        return leaf.condition.id
    return leaf.score.id if isinstance(leaf, ScoreResult) else ""


def changed(**more: object) -> Measure:
    return measure(Leaf("staff"), replace(STAFF, **more))  # type: ignore[arg-type]


def asked_as(test: object) -> Measure:
    return changed(test=test)


def dated(*values: tuple[date | None, int]) -> Threshold:
    return Threshold(tuple(DatedValue(start, number(mark)) for start, mark in values))


@pytest.mark.parametrize(
    ("first", "last", "known", "kind"),
    [
        (ONE, asked_as(held_to("staff", "at_least", 9)), {"staff": 9}, CauseKind.THRESHOLD),
        (ONE, asked_as(held_to("staff", "more_than", 10)), {"staff": 10}, CauseKind.RULE),
        (ONE, asked_as(held_to("mark", "at_least", 10)), {"staff": 9, "mark": 10}, CauseKind.RULE),
        (ONE, changed(strength=Strength.IN_PRINCIPLE), {"staff": 9}, CauseKind.RULE),
        (ONE, changed(strength=Strength.PREFERENCE), {"staff": 9}, CauseKind.RULE),
        (ONE, changed(relaxations=(eased("percent", 10),)), {"staff": 9, "place": "Moor"}, CauseKind.RELAXATION),
        (
            changed(relaxations=(eased("percent", 9),)),
            changed(relaxations=(eased("percent", 10),)),
            {"staff": 9, "place": "Moor"},
            CauseKind.RELAXATION,
        ),
        (
            changed(relaxations=(eased("to", 9),)),
            changed(relaxations=(eased("to", 8),)),
            {"staff": 8, "place": "Moor"},
            CauseKind.RELAXATION,
        ),
        (ONE, measure(Leaf("staff"), condition("", name="staff", zone="upland")), {"staff": 9, "place": "Moor"}, CauseKind.RULE),
        (ONE, measure(Leaf("staff"), condition("", name="staff", judged=WORD)), {"staff": 9}, CauseKind.RULE),
        (
            measure(Leaf("staff"), condition("", name="staff", zone="upland")),
            measure(Leaf("staff"), condition("", name="staff", zone="upland", strength=Strength.IN_PRINCIPLE)),
            {"place": "Nowhere"},
            CauseKind.RULE,
        ),
        (replace(ONE, requires=AnyOf((Leaf("staff"),))), replace(ONE, requires=AllOf(())), {"staff": 9}, CauseKind.RULE),
        (ONE, replace(ONE, decided=Decided.REVIEW), {"staff": 10}, CauseKind.RULE),
        (ONE, replace(ONE, judgements=(Judgement(WORD),)), {"staff": 10}, CauseKind.RULE),
        (ONE, replace(ONE, valid_to=date(2026, 5, 31)), {"staff": 10}, CauseKind.WINDOW),
    ],
)  # fmt: skip
def test_a_rule_that_changed(first: Measure, last: Measure, known: dict[str, Plain], kind: CauseKind) -> None:
    (why,) = only(side(first, known), side(last, known)).causes
    assert why.kind is kind
    assert why.figures == ()
    is_of_leaf = first.requires.__class__ is last.requires.__class__ is Leaf and first.conditions != last.conditions
    assert (why.leaves != (None, None)) is is_of_leaf


def test_a_rule_that_asks_for_another_year() -> None:
    known: dict[str, Plain] = {"sales@2025": 9, "sales@2024": 10}
    earlier = measure(Leaf("sales"), condition("sales", "at_least", 10, name="sales", year=-2))
    (why,) = only(side(measure(Leaf("sales"), SALES), known), side(earlier, known)).causes
    assert why.kind is CauseKind.FACT
    assert [figure.keys for figure in why.figures] == [(key("sales@2025"), key("sales@2024"))]


def test_a_figure_of_the_year_that_the_rule_asks_for() -> None:
    rule = measure(Leaf("sales"), condition("sales", "at_least", 10, name="sales", year=-2))
    (why,) = only(*(side(rule, {"sales@2025": 5, "sales@2024": each}) for each in (9, 10))).causes
    assert why.kind is CauseKind.FACT
    assert [figure.keys for figure in why.figures] == [(key("sales@2024"), key("sales@2024"))]


def test_a_condition_in_the_place_of_a_table_is_another_rule() -> None:
    stated = row("r", points_fact="mark", points_max=Fraction(9))
    tabled = measure(ScoreLeaf("t"), scores=(table(stated, at_least=Fraction(5)),))
    named = measure(Leaf("t"), replace(STAFF, id="t"))
    (why,) = only(side(tabled, {"mark": 5, "staff": 9}), side(named, {"mark": 5, "staff": 9})).causes
    assert (why.kind, [leaf_name(leaf) for leaf in why.leaves]) == (CauseKind.RULE, ["t", "t"])


@pytest.mark.parametrize(
    ("one", "other", "causes"),
    [
        ({"staff": 10, "sales@2025": 10}, {"staff": 9, "sales@2025": 10}, ["staff"]),
        ({"staff": 10, "sales@2025": 10}, {"staff": 9, "sales@2025": 9}, ["staff", "sales"]),
        ({"staff": 10, "sales@2025": 9}, {"staff": 9, "sales@2025": 10}, None),
        ({}, {"staff": 9}, ["staff"]),
        ({}, {"staff": 10, "sales@2025": 10}, ["staff", "sales"]),
        ({"staff": 9}, {"sales@2025": 9}, None),
        ({"staff": 10}, {"sales@2025": 9}, ["sales"]),
    ],
)
def test_figures_that_differ(one: dict[str, Plain], other: dict[str, Plain], causes: list[str] | None) -> None:
    found = compare_sides(side(BOTH, one), side(BOTH, other))
    assert len(found.flips) == (causes is not None)
    if causes is not None:
        flip = only(side(BOTH, one), side(BOTH, other))
        assert told(flip) == [("fact", word) for word in causes]
        differing = {word.partition("@")[0] for word, _ in one.items() ^ other.items()}
        assert {leaf_name(leaf) for leaf in flip.idle} == differing - set(causes)
        for why in flip.causes:
            (figure,) = why.figures
            assert {each.fact for each in figure.keys if each is not None} == {name(why)}
            (statement,) = figure.stated
            assert statement.values == figure.values


def test_what_differs_but_does_not_matter_is_told_apart() -> None:
    either = replace(BOTH, requires=AnyOf((Leaf("staff"), Leaf("sales"))))
    before, after = side(either, {"staff": 9, "sales@2025": 9}), side(either, {"staff": 10, "sales@2025": 10})
    flip = only(before, after)
    assert told(flip) == [("fact", "staff")]
    assert [leaf.condition.id for leaf in flip.idle if isinstance(leaf, ConditionResult)] == ["sales"]
    assert flip.idle[0].answer == flip.after.root.children[1].answer  # type: ignore[union-attr]


def test_a_figure_that_was_not_stated_has_one_side() -> None:
    (why,) = only(side(ONE, {}), side(ONE, {"staff": 10})).causes
    (figure,) = why.figures
    assert figure.keys == (key("staff"), key("staff"))
    assert figure.values == (None, number(10))
    (statement,) = figure.stated
    assert statement.keys == (None, key("staff"))
    assert statement.values == (None, number(10))
    assert statement.given[0] is None
    assert statement.given[1] is not None
    assert statement.given[1].raw == "10"
    (why,) = only(side(ONE, {"staff": 9}), side(ONE, {"staff": 10})).causes
    assert [given and given.raw for given in why.figures[0].stated[0].given] == ["9", "10"]


def test_the_same_figure_of_another_year_is_held_against_its_own_age() -> None:
    rule = measure(Leaf("sales"), SALES)
    known: dict[str, Plain] = {"sales@2025": 10, "sales@2024": 9}
    (why,) = only(side(rule, known, date(2025, 6, 1)), side(rule, known)).causes
    (figure,) = why.figures
    assert figure.keys == (key("sales@2024"), key("sales@2025"))
    (statement,) = figure.stated
    assert statement.keys == (key("sales@2024"), key("sales@2025"))
    steady = measure(Leaf("turnover"), condition("turnover", "at_least", 19, name="turnover", year=-1))
    known = {"sales@2025": 10, "sales@2024": 10, "cost@2025": 9, "cost@2024": 8}
    (why,) = only(side(steady, known, date(2025, 6, 1)), side(steady, known)).causes
    assert [part.keys for part in why.figures[0].stated] == [(key("cost@2024"), key("cost@2025"))]


def test_of_several_years_only_the_one_that_differs_is_told() -> None:
    rule = measure(Leaf("sum"), condition("sum", "at_least", 10, name="sum", year=-1))
    before, after = {"sales@2025": 4, "sales@2024": 5}, {"sales@2025": 5, "sales@2024": 5}
    (why,) = only(side(rule, before), side(rule, after)).causes
    assert [part.keys for part in why.figures[0].stated] == [(key("sales@2025"), key("sales@2025"))]


def test_a_figure_of_an_older_year_is_the_figure_of_that_year() -> None:
    older = measure(Leaf("sales"), condition("sales", "at_least", 10, name="sales", year=-2))
    flip = only(side(older, {"sales@2024": 9, "sales@2025": 9}), side(older, {"sales@2024": 10, "sales@2025": 9}))
    assert [figure.keys for figure in flip.causes[0].figures] == [(key("sales@2024"), key("sales@2024"))]


FLOOR = "at_least"


@pytest.mark.parametrize(
    ("marks", "first", "last", "day"),
    [
        ([(None, 9), (date(2026, 3, 1), 10)], date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 1)),
        ([(None, 9), (date(2026, 3, 1), 10)], date(2026, 1, 1), DAY, date(2026, 3, 1)),
        ([(None, 8), (date(2026, 2, 1), 9), (date(2026, 3, 1), 10)], date(2026, 1, 1), DAY, date(2026, 3, 1)),
        ([(None, 9), (date(2026, 6, 1), 10), (date(2026, 6, 2), 11)], date(2026, 1, 1), DAY, DAY),
    ],
)
def test_a_threshold_that_moved_with_the_day(
    marks: list[tuple[date | None, int]], first: date, last: date, day: date
) -> None:
    rule = asked_as(held_to("staff", FLOOR, dated(*marks)))
    (why,) = only(side(rule, {"staff": 9}, first), side(rule, {"staff": 9}, last)).causes
    assert (why.kind, why.day, name(why)) == (CauseKind.THRESHOLD, day, "staff")


def test_a_threshold_as_old_as_the_first_day_did_not_move_after_it() -> None:
    start = date(2026, 1, 1)
    before = side(asked_as(held_to("staff", FLOOR, dated((start, 9)))), {"staff": 9}, start)
    (why,) = only(before, side(ONE, {"staff": 9})).causes
    assert (why.kind, why.day) == (CauseKind.THRESHOLD, None)


def test_a_threshold_that_the_profile_states_is_a_figure() -> None:
    rule = asked_as(held_to("staff", FLOOR, Threshold(fact="mark")))
    (why,) = only(side(rule, {"staff": 9, "mark": 9}), side(rule, {"staff": 9, "mark": 10})).causes
    assert (why.kind, why.figures[0].keys, why.day) == (CauseKind.FACT, (key("mark"), key("mark")), None)
    assert why.figures[0].values == (number(9), number(10))
    fixed = only(side(rule, {"staff": 9, "mark": 9}), side(ONE, {"staff": 9, "mark": 9}))
    assert told(fixed) == [("threshold", "staff")]


EASY = changed(relaxations=(eased("percent", 10),))


@pytest.mark.parametrize(
    ("one", "other", "on", "then", "day", "is_named"),
    [
        ({"place": "Moor"}, {"place": "Nowhere"}, DAY, DAY, None, True),
        ({"place": "Moor"}, {}, DAY, DAY, None, True),
        ({"place": "Moor"}, {"place": "Moor"}, date(2026, 5, 31), DAY, DAY, False),
        ({"place": "Hill"}, {"place": "Hill"}, date(2026, 5, 31), DAY, DAY, False),
        ({"place": "Bog"}, {"place": "Fen"}, DAY, DAY, None, True),
        ({"place": "Moor"}, {"place": "Nowhere"}, DAY, date(2026, 6, 9), None, True),
        ({"place": "Nowhere"}, {"place": "Moor"}, date(2026, 5, 1), DAY, None, True),
        ({"place": "Ash"}, {"place": "Ash"}, date(2020, 6, 1), date(2023, 6, 1), date(2023, 1, 1), False),
    ],
)
@pytest.mark.parametrize("rule", [EASY, measure(Leaf("staff"), condition("", name="staff", zone="upland"))])
def test_a_place_that_differs(
    rule: Measure,
    one: dict[str, Plain],
    other: dict[str, Plain],
    on: date,
    then: date,
    day: date | None,
    is_named: bool,
) -> None:
    (why,) = only(side(rule, {"staff": 9} | one, on), side(rule, {"staff": 9} | other, then)).causes
    assert (why.kind, why.day, name(why)) == (CauseKind.ZONE, day, "staff")
    assert [figure.keys for figure in why.figures] == ([(key("place"), key("place"))] if is_named else [])
    assert [place(zone)[0] for zone in why.zones] == [one.get("place"), other.get("place")]
    if is_named:
        assert why.figures[0].values[0] != why.figures[0].values[1]


@pytest.mark.parametrize("facts", [{"staff": 9, "place": "Moor"}, {"staff": 9}])
def test_a_catalogue_without_places_has_that_side_of_the_figure_empty(facts: dict[str, Plain]) -> None:
    inside = measure(Leaf("staff"), condition("", name="staff", zone="upland"))
    flips = compare_sides(side(inside, facts), side(inside, facts, place=None)).flips
    stated = "place" in facts
    assert len(flips) == stated
    if stated:
        (why,) = only(side(inside, facts), side(inside, facts, place=None)).causes
        assert [figure.keys for figure in why.figures] == [(key("place"), None)]
        assert why.day is None


def test_a_place_that_the_profile_vouches_for_is_told_without_a_figure() -> None:
    inside = record({"staff": 9, "place": "Moor"})
    outside = record({"staff": 9, "place": "Nowhere"}, zones={"upland": False})
    (why,) = only(side(EASY, inside), side(EASY, outside)).causes
    assert (why.kind, why.figures, why.day) == (CauseKind.ZONE, (), None)
    assert [place(zone)[2] for zone in why.zones] == [False, True]
    same_place = record({"staff": 9, "place": "Moor"}, zones={"upland": False})
    (why,) = only(side(EASY, inside), side(EASY, same_place)).causes
    assert (why.kind, why.figures, why.day) == (CauseKind.ZONE, (), None)


def test_only_the_zone_that_matters_is_told() -> None:
    rule = changed(relaxations=(eased("to", 9), eased("waived", zone="lowland")))
    catalogue = book(rule)
    zones = catalogue.zones | {"lowland": replace(catalogue.zones["upland"], id="lowland", memberships=())}
    catalogue = replace(catalogue, zones=zones)
    known = {"staff": 9, "place": "Nowhere"}
    before = Side(catalogue, record(known), DAY)
    after = Side(catalogue, record(known, zones={"upland": True, "lowland": True}), DAY)
    flip = only(before, after)
    assert [why.kind for why in flip.causes] == [CauseKind.ZONE]
    assert [zone and zone.zone for zone in flip.causes[0].zones] in (["upland"] * 2, ["lowland"] * 2)


def test_two_things_that_are_both_needed_are_both_told() -> None:
    before = side(EASY, {"staff": 9, "place": "Moor"})
    lower, elsewhere = {"staff": 8, "place": "Moor"}, {"staff": 8, "place": "Nowhere"}
    assert told(only(before, side(EASY, lower))) == [("fact", "staff")]
    assert told(only(before, side(EASY, elsewhere))) == [("fact", "staff"), ("zone", "staff")]
    higher = side(asked_as(held_to("staff", FLOOR, 12)), {"staff": 12})
    assert told(only(side(ONE, {"staff": 9}), higher)) == [("fact", "staff")]
    raised = side(asked_as(held_to("staff", FLOOR, 8)), {"staff": 9})
    assert told(only(side(ONE, {"staff": 7}), raised)) == [("fact", "staff"), ("threshold", "staff")]


ROWS = (
    row("a", band(5, 5, held_to("staff", FLOOR, 10))),
    row("b", band(5, 5, held_to("sales", FLOOR, 10, -1))),
)


def tabled(*rows: object, **more: object) -> Measure:
    return measure(ScoreLeaf("t"), scores=(table(*rows, **({"at_least": Fraction(10)} | more)),))  # type: ignore[arg-type]


FULL: dict[str, Plain] = {"staff": 10, "sales@2025": 10}


@pytest.mark.parametrize(
    ("other", "rows", "keys"),
    [
        (FULL | {"staff": 9}, ["a"], ["staff"]),
        (FULL | {"sales@2025": 9}, ["b"], ["sales@2025"]),
        ({"staff": 9, "sales@2025": 9}, ["a"], ["staff"]),
        ({"staff": 10}, ["b"], ["sales@2025"]),
        ({}, ["a", "b"], ["staff", "sales@2025"]),
    ],
)
def test_rows_of_a_table(other: dict[str, Plain], rows: list[str], keys: list[str]) -> None:
    rule = tabled(*ROWS)
    flip = only(side(rule, other), side(rule, FULL))
    if other == {"staff": 9, "sales@2025": 9}:
        assert [row_id(why.rows[0]) for why in flip.causes] == ["a", "b"]
        return
    assert told(flip) == [("fact", "t")] * len(rows)
    assert [row_id(why.rows[0]) for why in flip.causes] == rows
    assert [str(figure.keys[1]) for why in flip.causes for figure in why.figures] == keys


@pytest.mark.parametrize(
    ("first", "last", "kind", "known"),
    [
        (tabled(*ROWS), tabled(*ROWS, at_least=Fraction(11)), CauseKind.THRESHOLD, FULL),
        (tabled(*ROWS), tabled(*ROWS, at_least=None, more_than=Fraction(10)), CauseKind.THRESHOLD, FULL),
        (tabled(*ROWS), tabled(*ROWS, parts=(ScorePart("p", WORD, at_least=Fraction(1)),)), CauseKind.THRESHOLD, FULL),
        (
            tabled(ROWS[0], replace(ROWS[1], part="p"), parts=(ScorePart("p", WORD),)),
            tabled(ROWS[0], replace(ROWS[1], part="p"), parts=(ScorePart("p", WORD, cap=Fraction(4)),)),
            CauseKind.THRESHOLD,
            FULL,
        ),
        (tabled(*ROWS), tabled(ROWS[0]), CauseKind.RULE, FULL),
        (tabled(*ROWS), tabled(*(replace(each, alternative="x") for each in ROWS)), CauseKind.RULE, FULL),
        (tabled(*ROWS), tabled(ROWS[0], row("b", band(4, 4, held_to("sales", FLOOR, 10, -1)))), CauseKind.THRESHOLD, FULL),
        (tabled(*ROWS), tabled(ROWS[0], row("b", band(5, 5, held_to("sales", FLOOR, 11, -1)))), CauseKind.THRESHOLD, FULL),
    ],
)  # fmt: skip
def test_a_table_that_changed(first: Measure, last: Measure, kind: CauseKind, known: dict[str, Plain]) -> None:
    (why,) = only(side(first, known), side(last, known)).causes
    assert (why.kind, name(why)) == (kind, "t")
    assert why.figures == ()


def test_a_band_that_moved_with_the_day() -> None:
    marks = dated((None, 10), (date(2026, 3, 1), 11))
    rule = tabled(ROWS[0], row("b", band(5, 5, held_to("mark", FLOOR, marks))))
    known: dict[str, Plain] = {"staff": 10, "mark": 10}
    (why,) = only(side(rule, known, date(2026, 2, 28)), side(rule, known)).causes
    assert (why.kind, why.day) == (CauseKind.THRESHOLD, date(2026, 3, 1))
    assert [row_id(each) for each in why.rows] == ["b", "b"]


def test_points_and_marks_that_the_profile_states_are_figures() -> None:
    rule = tabled(row("a", points_fact="mark", points_max=Fraction(20)))
    (why,) = only(side(rule, {"mark": 10}), side(rule, {"mark": 9})).causes
    assert (why.kind, [figure.keys for figure in why.figures]) == (CauseKind.FACT, [(key("mark"), key("mark"))])
    asked = tabled(row("a", band(10, 10, held_to("staff", FLOOR, Threshold(fact="mark")))))
    (why,) = only(side(asked, {"staff": 5, "mark": 5}), side(asked, {"staff": 5, "mark": 6})).causes
    assert (why.kind, [figure.keys for figure in why.figures]) == (CauseKind.FACT, [(key("mark"), key("mark"))])
    yearly = tabled(row("a", band(10, 10, held_to("staff", FLOOR, Threshold(fact="cost", year=-2)))))
    known: dict[str, Plain] = {"staff": 5, "cost@2023": 5, "cost@2024": 6}
    (why,) = only(side(yearly, known, date(2025, 6, 1)), side(yearly, known)).causes
    assert [figure.keys for figure in why.figures] == [(key("cost@2023"), key("cost@2024"))]


def test_a_row_that_asks_for_another_figure_has_that_figure_on_one_side() -> None:
    asked = tabled(ROWS[0], row("b", band(5, 5, held_to("mark", FLOOR, 10))))
    known = FULL | {"mark": 9}
    (why,) = only(side(tabled(*ROWS), known), side(asked, known)).causes
    assert (why.kind, [figure.keys for figure in why.figures]) == (
        CauseKind.FACT,
        [(None, key("mark")), (key("sales@2025"), None)],
    )
    assert [figure.values for figure in why.figures] == [(None, number(9)), (number(10), None)]


# -- items, windows, estimates, pairs

METRES = condition("metres", FLOOR, 5, name="metres")
JOBS = measure(Leaf("metres"), METRES, word="j", subject="job")


def owner(*jobs: tuple[str, Plain | None], **more: object) -> Record:
    items = tuple(replace(record({} if size is None else {"metres": size}, "job"), name=name) for name, size in jobs)
    return record(items={"job": items} if items else {}, **more)


@pytest.mark.parametrize(
    ("before", "after", "flips"),
    [
        ([("a", 5)], [("a", 4)], [("worse", ["fact"])]),
        ([("a", 4)], [("a", 5)], [("better", ["fact"])]),
        ([("a", 5), ("b", 5)], [("b", 5), ("a", 4)], [("worse", ["fact"])]),
        ([("a", 5), ("a", 4)], [("a", 5), ("a", 5)], [("better", ["fact"])]),
        ([("a", 5), ("a", 5), ("a", 4)], [("a", 5), ("a", 5), ("a", 5)], [("better", ["fact"])]),
        ([], [("a", 4)], [("worse", ["listed", "fact"])]),
        ([("a", 4)], [], [("better", ["listed", "fact"])]),
        ([], [("a", None)], []),
        ([], [], []),
        ([("b", 5)], [("b", 5), ("a", 4)], [("applicable", ["listed"])]),
        ([("b", 5), ("a", 4)], [("b", 5)], [("gone", ["listed"])]),
    ],
)
def test_items_are_paired_by_name(
    before: list[tuple[str, Plain | None]],
    after: list[tuple[str, Plain | None]],
    flips: list[tuple[str, list[str]]],
) -> None:
    found = compare_sides(side(JOBS, owner(*before)), side(JOBS, owner(*after)))
    assert [(str(flip.move), [str(why.kind) for why in flip.causes]) for flip in found.flips] == flips
    assert sum(found.same.values()) == max(len(before), len(after), 1) - len(flips)


def test_items_of_members_are_paired_below_their_owners() -> None:
    rules = (JOBS, replace(JOBS, id="k"))
    one, other = owner(("a", 5)), replace(owner(("a", 4)), name="Jones")
    towns = [Record("town", "Wold", items={"firm": firms}) for firms in ((one, other), (other, one))]
    found = compare_sides(*(Side(book(*rules), town, DAY) for town in towns))
    assert (found.flips, found.same) == ((), {Verdict.ELIGIBLE: 2, Verdict.NOT_ELIGIBLE: 2})


def test_where_neither_profile_lists_an_item_the_owners_figures_still_count() -> None:
    rule = measure(Leaf("staff"), STAFF, word="j", subject="job")
    flip = only(side(rule, {"staff": 9}), side(rule, {"staff": 10}))
    assert (flip.move, told(flip)) == (Move.BETTER, [("fact", "staff")])


def test_a_measure_for_another_kind_of_subject_does_not_apply() -> None:
    flip = only(side(ONE, {"staff": 10}), side(ONE, record({}, "job")))
    assert (flip.move, [why.kind for why in flip.causes]) == (Move.GONE, [CauseKind.LISTED])
    assert verdicts(flip) == [Verdict.ELIGIBLE, Verdict.NOT_APPLICABLE]
    assert flip.after is not None
    assert (flip.after.measure.id, flip.after.record.name) == ("m", "Quay")


def test_a_measure_without_a_rule_gains_one() -> None:
    (why,) = only(side(measure(None), {"staff": 10}), side(ONE, {"staff": 10})).causes
    assert (why.kind, why.added, why.removed) == (CauseKind.RULE, ("staff",), ())


def test_a_scope_that_was_open_is_the_cause() -> None:
    rule = replace(BOTH, scope=Leaf("sales"), requires=Leaf("staff"))
    assert told(only(side(rule, {"staff": 10}), side(rule, {"staff": 10, "sales@2025": 10}))) == [("fact", "sales")]


def test_a_closed_rule_is_told_only_where_it_closed_on_one_side() -> None:
    shut = replace(BOTH, scope=Leaf("sales"), requires=Leaf("staff"), valid_to=date(2026, 5, 31))
    out, within = {"staff": 10, "sales@2025": 9}, {"staff": 10, "sales@2025": 10}
    assert told(only(side(shut, out), side(shut, within))) == [("fact", "sales")]
    still = replace(shut, valid_to=None)
    assert told(only(side(shut, out), side(still, within))) == [("fact", "sales")]
    flip = only(side(shut, within), side(still, within))
    assert (told(flip), flip.idle) == ([("window", "")], ())


def test_an_item_out_of_scope_on_one_side_only_is_no_flip() -> None:
    rule = replace(JOBS, scope=Leaf("metres"))
    found = compare_sides(side(rule, owner(("a", 5))), side(rule, owner(("a", 5), ("b", 4))))
    assert (found.flips, found.same) == ((), {Verdict.ELIGIBLE: 1})


def test_a_round_that_closed_and_a_figure_that_fell_are_told_in_that_order() -> None:
    shut = replace(ONE, windows=(Window(None, date(2026, 5, 31)),))
    flip = only(side(ONE, {"staff": 10}), side(shut, {"staff": 9}))
    assert [why.kind for why in flip.causes] == [CauseKind.WINDOW, CauseKind.FACT]
    assert flip.move is Move.WORSE
    still = compare_sides(side(shut, {"staff": 10}), side(shut, {"staff": 9}))
    assert (still.flips, still.same) == ((), {Verdict.CLOSED: 1})


def test_an_estimate_holds_a_verdict_back() -> None:
    guess = Record("firm", "Smith", {key("staff"): Given(number(10), "10", estimate=True)})
    assert told(only(side(ONE, {"staff": 10}), side(ONE, guess))) == [("estimate", "")]
    low = Record("firm", "Smith", {key("staff"): Given(number(9), "9", estimate=True)})
    assert told(only(side(ONE, {"staff": 10}), side(ONE, low))) == [("fact", "staff"), ("estimate", "")]
    assert told(only(side(ONE, low), side(ONE, guess))) == [("fact", "staff")]


def test_what_comes_into_scope_is_told_by_the_scope_alone() -> None:
    rule = replace(BOTH, scope=Leaf("sales"), requires=Leaf("staff"))
    out, within = side(rule, {"staff": 9, "sales@2025": 9}), side(rule, {"staff": 10, "sales@2025": 10})
    flip = only(out, within)
    assert (flip.move, told(flip)) == (Move.APPLICABLE, [("fact", "sales")])
    assert only(within, out).move is Move.GONE


def test_a_rule_that_gained_a_condition_names_it() -> None:
    known: dict[str, Plain] = {"staff": 10, "sales@2025": 9}
    (why,) = only(side(ONE, known), side(BOTH, known)).causes
    assert (why.kind, why.added, why.removed) == (CauseKind.RULE, ("sales",), ())


def test_conditions_of_a_definition_are_named_below_it() -> None:
    small = measure(Leaf("staff"), STAFF, word="small")
    rule = measure(Leaf("small"), condition("", name="small", meets="small"))
    one, other = (side(rule, {"staff": held}, definitions=(small,)) for held in (10, 9))
    assert told(only(one, other)) == [("fact", "staff")]
    wider = measure(AllOf((Leaf("staff"), Leaf("sales"))), STAFF, SALES, word="small")
    known: dict[str, Plain] = {"staff": 10, "sales@2025": 9}
    (why,) = only(side(rule, known, definitions=(small,)), side(rule, known, definitions=(wider,))).causes
    assert (why.kind, why.added) == (CauseKind.RULE, ("small/sales",))


def test_what_is_the_same_is_counted_and_what_one_catalogue_lacks_is_listed() -> None:
    two = book(ONE, replace(ONE, id="n", valid_to=date(2026, 5, 31)))
    found = compare_sides(Side(two, record({"staff": 10}), DAY), Side(book(ONE), record({"staff": 10}), DAY))
    assert found.same == {Verdict.ELIGIBLE: 1}
    assert [result.measure.id for result in found.only_before] == ["n"]
    assert found.only_after == ()
    first = book(replace(ONE, id="a"), ONE)
    after_a_missing_one = compare_sides(Side(first, record({"staff": 10}), DAY), found.after)
    assert after_a_missing_one.same == {Verdict.ELIGIBLE: 1}
    back = compare_sides(found.after, found.before)
    assert [result.measure.id for result in back.only_after] == ["n"]
    assert back.only_before == ()
    both: Comparison = compare_sides(found.before, found.before)
    assert both.same == {Verdict.ELIGIBLE: 1, Verdict.CLOSED: 1}
    assert list(both.same) == [Verdict.ELIGIBLE, Verdict.CLOSED]


def test_flips_are_sorted_by_where_they_go() -> None:
    rules = (
        replace(BOTH, id="gone", scope=Leaf("staff"), requires=Leaf("sales")),
        replace(BOTH, id="worse", requires=Leaf("staff")),
        replace(BOTH, id="better", requires=Leaf("sales")),
    )
    before, after = {"staff": 10, "sales@2025": 9}, {"staff": 9, "sales@2025": 10}
    found = compare_sides(*(Side(book(*rules), record(known), DAY) for known in (before, after)))
    assert [(flip.result.measure.id, flip.move) for flip in found.flips] == [
        ("better", Move.BETTER),
        ("worse", Move.WORSE),
        ("gone", Move.GONE),
    ]


@pytest.mark.parametrize(
    ("enough", "kept"),
    [
        (lambda taken: "b" in taken, {"b"}),
        (lambda taken: bool(taken & {"a", "b"}), {"b"}),
        (lambda taken: {"a", "c"} <= taken, {"a", "c"}),
        (lambda taken: True, set()),
    ],
)
def test_nothing_that_could_be_left_out_is_kept(enough: Callable[[frozenset[str]], bool], kept: set[str]) -> None:
    assert minimal(["a", "b", "c"], enough) == kept


@pytest.mark.parametrize(("tree", "is_negated"), [(NotOf(Leaf("staff")), True), (Leaf("staff"), False)])
def test_a_condition_that_must_not_be_met_is_told_as_one(tree: Node, is_negated: bool) -> None:
    rule = measure(tree, STAFF)
    few, many = side(rule, {"staff": 9}), side(rule, {"staff": 10})
    before, after = (many, few) if is_negated else (few, many)
    flip = only(before, after)
    assert flip.move is Move.BETTER
    assert [why.is_negated for why in flip.causes] == [is_negated]
    told = leaf_words(flip.causes[0], Comparison(before, after, (flip,), (), (), {})).en
    assert told.startswith("condition (must not be met): " if is_negated else "condition: ")
    assert told.endswith("met → missed" if is_negated else "missed → met")
