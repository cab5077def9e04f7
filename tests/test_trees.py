"""Trees, score tables and the ledger drawn from them, reckoned by hand on rules of two or three conditions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bench import (
    BOOK,
    DAY,
    WORD,
    Plain,
    band,
    book,
    case,
    condition,
    eased,
    held_to,
    key,
    measure,
    record,
    row,
    scored,
    table,
)
from zhence.engine import Case, check, decide, ledger
from zhence.engine.decide import cases, is_open, open_verdict
from zhence.engine.near import is_near, is_over, select, will_open
from zhence.engine.scores import total
from zhence.model.checklist import Left
from zhence.model.ladder import DISCRETION, NO, UNKNOWN, YES, Answer, Step
from zhence.model.measure import (
    AllOf,
    AnyOf,
    Decided,
    IfThen,
    Judgement,
    Leaf,
    Measure,
    Node,
    NotOf,
    ScoreLeaf,
    ScorePart,
    SomeOf,
    Strength,
    Threshold,
    Window,
)
from zhence.model.profile import Given, Record
from zhence.model.result import ConditionResult, NodeResult, Verdict
from zhence.model.value import Options, number

STAFF, SALES, COST = (
    condition(word, "at_least", 10, name=word, year=None if word == "staff" else -1)
    for word in ("staff", "sales", "cost")
)
LICENSED = condition("licensed", "is", True, name="licensed")
CONDITIONS = (STAFF, SALES, COST, LICENSED)
A, B, C, D = (Leaf(each.id) for each in CONDITIONS)
SHORT = {"staff": 9, "sales@2025": 8, "cost@2025": 5}
MET = {"staff": 10, "sales@2025": 10, "cost@2025": 10}


def walked(tree: Node, facts: dict[str, Plain]) -> NodeResult:
    root = decide(case(facts), measure(tree, *CONDITIONS)).root
    assert root is not None
    return root


def names(leaves: tuple[ConditionResult, ...]) -> list[str]:
    return [ledger.name_of(leaf) for leaf in leaves]


@pytest.mark.parametrize(
    ("tree", "facts", "answer", "steps", "distance"),
    [
        (A, {"staff": 10}, YES, 0, "0"),
        (A, {"staff": 9}, NO, 1, "1/10"),
        (A, {}, UNKNOWN, 0, "0"),
        (D, {"licensed": False}, NO, 1, "1"),
        (AllOf((A, B)), SHORT, NO, 2, "3/10"),
        (AllOf((A, B)), MET, YES, 0, "0"),
        (AllOf((A, B)), {"staff": 9}, NO, 1, "1/10"),
        (AllOf(()), {}, YES, 0, "0"),
        (AnyOf((C, A)), SHORT, NO, 1, "1/10"),
        (AnyOf((C, A)), SHORT | {"cost@2025": 10}, YES, 0, "0"),
        (SomeOf(2, (C, B, A)), SHORT, NO, 2, "3/10"),
        (SomeOf(2, (C, B, A)), SHORT | {"staff": 10}, NO, 1, "1/5"),
        (NotOf(A), {"staff": 10}, NO, 1, "1"),
        (NotOf(A), {"staff": 9}, YES, 0, "0"),
        (NotOf(A), {}, UNKNOWN, 0, "0"),
        (IfThen(D, A, B), SHORT | {"licensed": True}, NO, 1, "1/10"),
        (IfThen(D, A, B), SHORT | {"licensed": False}, NO, 1, "1/5"),
        (IfThen(D, A, B), SHORT, NO, 1, "1/10"),
        (IfThen(D, AllOf((A, B)), C), SHORT, NO, 1, "1/2"),
        (IfThen(D, A), SHORT | {"licensed": False}, YES, 0, "0"),
        (IfThen(D, A), SHORT, UNKNOWN, 0, "0"),
    ],
)
def test_a_tree(tree: Node, facts: dict[str, Plain], answer: Answer, steps: int, distance: str) -> None:
    root = walked(tree, facts)
    assert (root.answer, root.steps, root.distance) == (answer, steps, Fraction(distance))


@pytest.mark.parametrize(
    ("tree", "facts", "missing"),
    [
        (AllOf((A, B)), {}, ["staff", "sales@2025"]),
        (AllOf((A, B)), {"staff": 10}, ["sales@2025"]),
        (AllOf((A, B)), {"staff": 9}, []),
        (AnyOf((A, B)), {"staff": 9}, ["sales@2025"]),
        (AnyOf((A, B)), {"staff": 10}, []),
        (AllOf((A, A)), {}, ["staff"]),
        (NotOf(A), {}, ["staff"]),
        (SomeOf(2, (A, B, D)), {"sales@2025": 9, "licensed": False}, []),
        (SomeOf(2, (A, B, D)), {"sales@2025": 9}, ["staff", "licensed"]),
        (IfThen(D, A, B), {}, ["licensed", "staff", "sales@2025"]),
        (IfThen(D, A, B), {"licensed": True}, ["licensed", "staff"][1:]),
        (IfThen(D, A, B), {"licensed": False}, ["sales@2025"]),
        (IfThen(D, A, B), {"staff": 10}, ["licensed", "sales@2025"]),
        (IfThen(D, A, B), MET, []),
        (IfThen(D, A, B), {"staff": 10, "sales@2025": 9}, ["licensed"]),
    ],
)
def test_what_would_settle_a_tree(tree: Node, facts: dict[str, Plain], missing: list[str]) -> None:
    result = decide(case(facts), measure(tree, *CONDITIONS))
    assert [str(each) for each in result.missing] == missing
    assert result.root is not None
    assert [str(each) for each in result.root.missing] == missing


def test_where_only_the_place_is_open_the_figure_is_not_asked_again() -> None:
    easy = replace(STAFF, relaxations=(eased("percent", 30),))
    found = decide(case({"staff": (8, 9), "place": "Bog"}), measure(A, easy))
    assert found.answer == UNKNOWN
    assert [str(each) for each in found.missing] == ["zone.upland"]
    near = decide(case({"staff": (6, 9), "place": "Bog"}), measure(A, easy))
    assert [str(each) for each in near.missing] == ["staff", "zone.upland"]


def test_what_cannot_move_a_tree_is_not_waited_for() -> None:
    lenient = replace(SALES, strength=Strength.IN_PRINCIPLE)
    easy = replace(STAFF, relaxations=(eased("discretion"),))
    facts: dict[str, Plain] = {"staff": 9, "place": "Bog"}
    both = decide(case(facts), measure(AllOf((A, B)), easy, lenient))
    assert both.answer == Answer(Step.NO, Step.DISCRETION)
    assert [str(each) for each in both.missing] == ["zone.upland"]
    either = decide(case(facts), measure(AnyOf((A, B)), easy, lenient))
    assert either.answer == Answer(Step.DISCRETION, Step.YES)
    assert [str(each) for each in either.missing] == ["sales@2025"]


@pytest.mark.parametrize(
    ("tree", "facts", "cheapest", "idle"),
    [
        (AnyOf((C, A)), SHORT, [False, True], [False, False]),
        (AnyOf((A, C)), {"staff": 9, "cost@2025": 9}, [True, False], [False, False]),
        (AnyOf((A,)), SHORT, [False], [False]),
        (AnyOf((A, C)), {"staff": 10, "cost@2025": 9}, [False, False], [False, True]),
        (AnyOf((A, C)), {"staff": 10}, [False, False], [False, True]),
        (AnyOf((A, C)), {"staff": 9}, [False, False], [False, False]),
        (SomeOf(2, (C, B, A)), SHORT, [False, True, True], [False, False, False]),
        (SomeOf(2, (C, A)), SHORT, [False, False], [False, False]),
        (IfThen(D, A, B), MET | {"licensed": True}, [False] * 3, [False, False, True]),
        (IfThen(D, A, B), MET | {"licensed": False}, [False] * 3, [False, True, False]),
        (IfThen(D, A, B), MET, [False] * 3, [False, False, False]),
        (IfThen(D, A), MET | {"licensed": False}, [False] * 2, [False, True]),
        (IfThen(D, A), MET | {"licensed": True}, [False] * 2, [False, False]),
    ],
)
def test_the_way_to_take_and_what_does_not_count(
    tree: Node, facts: dict[str, Plain], cheapest: list[bool], idle: list[bool]
) -> None:
    children = walked(tree, facts).children
    assert [child.cheapest for child in children] == cheapest
    assert [child.idle for child in children] == idle


def test_nodes_keep_their_names_and_kinds() -> None:
    trees = [
        AllOf((A,), "n"),
        AnyOf((A,), "n"),
        SomeOf(1, (A,), "n"),
        NotOf(A, "n"),
        IfThen(D, A, name="n"),
    ]
    roots = [walked(tree, {}) for tree in trees]
    assert [root.name for root in roots] == ["n"] * 5
    assert [str(root.kind) for root in roots] == ["all", "any", "some", "not", "if"]
    assert [root.count for root in roots] == [None, None, 1, None, None]
    assert [len(root.children) for root in roots] == [1, 1, 1, 1, 2]
    assert (walked(A, {}).name, str(walked(A, {}).kind)) == ("staff", "condition")


@pytest.mark.parametrize(
    ("tree", "facts", "blocking"),
    [
        (AllOf((A, B)), SHORT, ["staff", "sales"]),
        (AllOf((A, B)), {"staff": 9}, ["staff"]),
        (AllOf((A, A)), SHORT, ["staff"]),
        (AnyOf((C, A)), SHORT, ["staff"]),
        (SomeOf(2, (C, B, A)), SHORT, ["staff", "sales"]),
        (NotOf(AnyOf((A, B))), MET, ["staff", "sales"]),
        (AllOf((NotOf(A), B)), {"staff": 9, "sales@2025": 9}, ["sales"]),
        (IfThen(D, A, B), SHORT | {"licensed": True}, ["staff"]),
        (IfThen(D, A, B), SHORT | {"licensed": False}, ["sales"]),
        (IfThen(D, AllOf((A, B)), C), SHORT, ["cost"]),
        (AllOf((A, B)), MET, []),
        (AnyOf((A, B)), {}, []),
    ],
)
def test_what_blocks(tree: Node, facts: dict[str, Plain], blocking: list[str]) -> None:
    result = decide(case(facts), measure(tree, *CONDITIONS))
    assert names(result.blocking) == blocking  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tree", "facts", "failed"),
    [
        (AnyOf((A, B)), {"staff": 9, "sales@2025": 10}, ["staff"]),
        (AllOf((A, A, B)), SHORT, ["staff", "sales"]),
        (NotOf(A), {"staff": 10}, ["staff"]),
        (NotOf(A), {"staff": 9}, []),
        (NotOf(NotOf(A)), {"staff": 9}, ["staff"]),
        (NotOf(NotOf(A)), {"staff": 10}, []),
        (NotOf(AllOf((A, B))), {"staff": 10, "sales@2025": 9}, ["staff"]),
        (IfThen(D, A, B), SHORT | {"licensed": False}, ["sales"]),
        (IfThen(D, A, B), SHORT | {"licensed": True}, ["staff"]),
        (NotOf(IfThen(D, A, B)), MET | {"licensed": True}, ["staff"]),
        (A, {}, []),
    ],
)
def test_what_fails(tree: Node, facts: dict[str, Plain], failed: list[str]) -> None:
    assert list(ledger.failed(walked(tree, facts))) == failed


def test_every_node_is_walked() -> None:
    tree = AllOf((NotOf(A), IfThen(D, B, C)))
    assert [str(node.kind) for node in ledger.every(walked(tree, {}))] == [
        "all",
        "not",
        "condition",
        "if",
        "condition",
        "condition",
        "condition",
    ]


def test_what_passes_only_by_a_relaxation() -> None:
    easy = replace(STAFF, relaxations=(eased("to", 5),))
    tree = AllOf((A, A, B))
    for staff, place, found in ((5, "Moor", ["staff"]), (10, "Moor", []), (5, "Nowhere", []), (4, "Moor", [])):
        result = decide(case({"staff": staff, "place": place, "sales@2025": 10}), measure(tree, easy, SALES))
        assert [each.condition.id for each in result.relaxed] == found


HALF_AND_WHOLE: list[dict[str, Plain]] = [{"staff": 10}, {"staff": 10, "sales@2025": 1}]


def test_how_much_is_checked() -> None:
    asked = condition("mark", "at_least", Threshold(fact="staff"), name="mark")
    judged = condition("", name="judged", judged=WORD)
    tree = AllOf((A, A, B, Leaf("mark"), Leaf("judged")))
    rule = measure(tree, STAFF, SALES, asked, judged, judgements=(Judgement(WORD), Judgement(WORD)))
    found = decide(case({"staff": 10}), rule).coverage
    assert (found.conditions, found.checked, found.judgements, found.asked) == (4, 2, 2, 1)
    wished = replace(SALES, strength=Strength.PREFERENCE)
    assert [
        decide(case(facts), measure(AllOf((A, B)), STAFF, wished)).coverage.checked for facts in HALF_AND_WHOLE
    ] == [1, 2]
    none = decide(case(), measure(None, asked)).coverage
    assert (none.conditions, none.checked, none.judgements, none.asked) == (0, 0, 0, 1)


# -- definitions


def test_a_definition_is_answered_as_a_condition() -> None:
    small = measure(A, STAFF, word="small")
    catalogue = book(definitions=(small,))
    rule = measure(Leaf("only"), condition("", meets="small"))
    for facts, answer, missing in (({"staff": 10}, YES, []), ({"staff": 9}, NO, []), ({}, UNKNOWN, ["staff"])):
        found = decide(case(facts, catalogue=catalogue), rule)
        assert found.answer == answer
        assert [str(each) for each in found.missing] == missing
        assert found.root is not None
        assert found.root.condition is not None
        assert found.root.condition.inner is not None
        assert found.root.condition.inner.name == "staff"
        assert found.root.condition.base == answer
    lenient = measure(Leaf("only"), condition("", meets="small", strength=Strength.IN_PRINCIPLE))
    found = decide(case({"staff": 9}, catalogue=catalogue), lenient)
    assert found.answer == DISCRETION
    assert found.root is not None
    assert found.root.condition is not None
    assert found.root.condition.base == NO


def test_a_definition_that_requires_nothing_is_a_fault_of_the_catalogue() -> None:
    catalogue = book(definitions=(measure(None, word="empty"),))
    with pytest.raises(ValueError, match="'empty' requires nothing"):
        decide(case(catalogue=catalogue), measure(Leaf("only"), condition("", meets="empty")))


# -- score tables

HIGH = held_to("staff", "at_least", 20)
FAIR = held_to("staff", "at_least", 10)
ROW = row("r", band(10, 10, HIGH), band(4, 6, FAIR))
REST = row("r", band(10, 10, HIGH), band(1, 1))


@pytest.mark.parametrize(
    ("only", "facts", "low", "high", "most", "missing"),
    [
        (ROW, {"staff": 20}, 10, 10, 10, []),
        (ROW, {"staff": 19}, 4, 6, 10, []),
        (ROW, {"staff": 9}, 0, 0, 10, []),
        (ROW, {}, 0, 10, 10, ["staff"]),
        (ROW, {"staff": (15, 25)}, 4, 10, 10, ["staff"]),
        (ROW, {"staff": (5, 15)}, 0, 6, 10, ["staff"]),
        (ROW, {"staff": (20, 25)}, 10, 10, 10, []),
        (REST, {"staff": 19}, 1, 1, 10, []),
        (REST, {}, 1, 10, 10, ["staff"]),
        (row("r"), {}, 0, 0, 0, []),
        (row("r", band(2, 2, FAIR, held_to("sales", "at_least", 1, -1))), {"staff": 10}, 0, 2, 2, ["sales@2025"]),
        (row("r", band(2, 2, FAIR, held_to("sales", "at_least", 1, -1))), {"staff": 9}, 0, 0, 2, []),
        (row("r", band(2, 2, held_to("sales", "at_least", Threshold(fact="mark"), -1))), {}, 0, 2, 2, ["sales@2025", "mark"]),
        (row("r", points_fact="mark", points_max=Fraction(8)), {"mark": 5}, 5, 5, 8, []),
        (row("r", points_fact="mark", points_max=Fraction(8)), {"mark": 9}, 8, 8, 8, []),
        (row("r", points_fact="mark", points_max=Fraction(8)), {"mark": -1}, 0, 0, 8, []),
        (row("r", points_fact="mark", points_max=Fraction(8)), {}, 0, 8, 8, ["mark"]),
        (row("r", points_fact="mark", points_max=Fraction(8)), {"mark": (3, None)}, 3, 8, 8, ["mark"]),
        (row("r", points_fact="mark", points_max=Fraction(8)), {"mark": (None, 3)}, 0, 3, 8, ["mark"]),
        (row("r", points_fact="sales", points_max=Fraction(8)), {"sales@2025": 2}, 2, 2, 8, []),
        (row("r", points_fact="mark", points_max=Fraction(8)), {"mark": (9, 10)}, 8, 8, 8, []),
        (row("r", band(2, 2, held_to("sales", "at_least", 5, -2))), {"sales@2024": 5, "sales@2025": 4}, 2, 2, 2, []),
        (row("r", band(2, 2, held_to("sales", "at_least", 5, -2))), {"sales@2024": 4, "sales@2025": 5}, 0, 0, 2, []),
    ],
)  # fmt: skip
def test_a_row(only: object, facts: dict[str, Plain], low: int, high: int, most: int, missing: list[str]) -> None:
    root = scored(case(facts), table(only, at_least=Fraction(100))).root  # type: ignore[arg-type]
    assert root is not None
    assert root.score is not None
    (found,) = root.score.items
    assert (found.low, found.high, found.most) == (low, high, most)
    assert [str(each) for each in found.missing] == missing
    assert (root.score.low, root.score.high) == (low, high)
    assert (found.reading is None) is (not found.item.bands and found.item.points_fact is None)
    if only is ROW:
        assert found.reading is not None
        assert found.reading.key == key("staff")


STATED = row("a", points_fact="mark", points_max=Fraction(100))


@pytest.mark.parametrize(
    ("marks", "held", "answer", "distance"),
    [
        ({"at_least": 5}, 5, YES, "0"),
        ({"at_least": 5}, 4, NO, "1/5"),
        ({"at_least": 5}, (4, 5), UNKNOWN, "0"),
        ({"at_least": 5}, (5, 6), YES, "0"),
        ({"at_least": 5}, (3, 4), NO, "1/5"),
        ({"more_than": 5}, 6, YES, "0"),
        ({"more_than": 5}, 5, NO, "1"),
        ({"more_than": 5}, 4, NO, "1/5"),
        ({"more_than": 5}, (5, 6), UNKNOWN, "0"),
        ({"at_least": 0}, 0, YES, "0"),
        ({}, 0, YES, "0"),
    ],
)
def test_the_pass_mark(marks: dict[str, int], held: Plain, answer: Answer, distance: str) -> None:
    score = table(STATED, **{word: Fraction(mark) for word, mark in marks.items()})
    result = scored(case({"mark": held}), score)
    root = result.root
    assert root is not None
    assert (root.answer, root.distance, root.steps, root.name) == (answer, Fraction(distance), int(answer == NO), "t")
    assert [str(each) for each in result.missing] == (["mark"] if answer == UNKNOWN else [])
    assert names(result.blocking) == (["t"] if answer == NO else [])  # type: ignore[arg-type]


def test_a_mark_of_its_own_may_fail_a_block_that_the_total_passes() -> None:
    rows = (replace(STATED, part="p"), row("b", points_fact="staff", points_max=Fraction(100)))
    score = table(*rows, parts=(ScorePart("p", WORD, at_least=Fraction(5)),), at_least=Fraction(10))
    for mark, staff, answer in ((5, 5, YES), (4, 99, NO), (5, 4, NO), ((4, 5), 99, UNKNOWN)):
        root = scored(case({"mark": mark, "staff": staff}), score).root
        assert root is not None
        assert root.answer == answer
    failed = scored(case({"mark": 4, "staff": 99}), score).root
    assert failed is not None
    assert (failed.distance, failed.steps) == (1, 1)


def test_a_block_is_capped_and_alternatives_count_once() -> None:
    rows = (
        replace(STATED, part="p"),
        row("b", points_fact="staff", points_max=Fraction(100), part="p"),
        row("c", points_fact="sales", points_max=Fraction(100), alternative="x"),
        row("d", points_fact="cost", points_max=Fraction(100), alternative="x"),
    )
    score = table(*rows, parts=(ScorePart("p", WORD, cap=Fraction(8)),), at_least=Fraction(0))
    root = scored(case({"mark": 5, "staff": 6, "sales@2025": 3, "cost@2025": 4}), score).root
    assert root is not None
    assert root.score is not None
    (part,) = root.score.parts
    assert (part.part.id, part.low, part.high, part.answer) == ("p", 8, 8, YES)
    assert (root.score.low, root.score.high) == (12, 12)
    open_root = scored(case({"mark": 5, "sales@2025": (3, 9), "cost@2025": 4}), score).root
    assert open_root is not None
    assert open_root.score is not None
    assert [(part.low, part.high) for part in open_root.score.parts] == [(5, 8)]
    assert (open_root.score.low, open_root.score.high) == (9, 17)
    assert total(score, {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1), "d": Fraction(2)}) == YES
    plain = replace(score, items=(STATED, *rows[2:]), parts=(), at_least=Fraction(7))
    for mark, answer in ((3, YES), (2, NO)):
        assert total(plain, {"a": Fraction(mark), "c": Fraction(1), "d": Fraction(4)}) == answer
    two = replace(plain, items=(*rows[2:], replace(STATED, alternative="y")))
    assert total(two, {"a": Fraction(3), "c": Fraction(1), "d": Fraction(4)}) == YES
    assert total(two, {"a": Fraction(2), "c": Fraction(1), "d": Fraction(4)}) == NO
    above = replace(score, at_least=Fraction(5))
    assert total(above, {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1), "d": Fraction(2)}) == NO
    assert total(above, {"a": Fraction(1), "b": Fraction(1), "c": Fraction(1), "d": Fraction(3)}) == YES


def test_a_settled_table_waits_for_nothing() -> None:
    score = table(STATED, row("b", points_fact="staff", points_max=Fraction(9)), at_least=Fraction(5))
    root = scored(case({"mark": 5}), score).root
    assert root is not None
    assert root.missing == ()
    waiting = scored(case({"staff": 4}), score).root
    assert waiting is not None
    assert waiting.missing == (key("mark"),)


# -- verdicts

WIDE = Answer(Step.DISCRETION, Step.YES)


@pytest.mark.parametrize(
    ("scope", "answer", "more", "is_estimated", "verdict"),
    [
        (None, YES, {}, False, Verdict.ELIGIBLE),
        (None, YES, {}, True, Verdict.ELIGIBLE_IF),
        (None, YES, {"decided": Decided.REVIEW}, False, Verdict.ELIGIBLE_IF),
        (None, YES, {"judgements": (Judgement(WORD),)}, False, Verdict.ELIGIBLE_IF),
        (None, NO, {}, False, Verdict.NOT_ELIGIBLE),
        (None, DISCRETION, {}, False, Verdict.DISCRETIONARY),
        (None, UNKNOWN, {}, False, Verdict.UNKNOWN),
        (None, WIDE, {}, False, Verdict.UNKNOWN),
        (None, Answer(Step.NO, Step.DISCRETION), {}, False, Verdict.UNKNOWN),
        (NO, NO, {}, False, Verdict.NOT_APPLICABLE),
        (DISCRETION, DISCRETION, {}, False, Verdict.NOT_APPLICABLE),
        (UNKNOWN, UNKNOWN, {}, False, Verdict.UNKNOWN),
        (YES, YES, {}, False, Verdict.ELIGIBLE),
    ],
)
def test_verdicts(
    scope: Answer | None, answer: Answer, more: dict[str, object], is_estimated: bool, verdict: Verdict
) -> None:
    assert open_verdict(measure(A, **more), scope, answer, is_estimated=is_estimated) is verdict  # type: ignore[arg-type]


BEFORE, AFTER = date(2026, 5, 31), date(2026, 6, 2)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, True),
        ({"valid_from": DAY}, True),
        ({"valid_from": AFTER}, False),
        ({"valid_to": DAY}, True),
        ({"valid_to": BEFORE}, False),
        ({"superseded_by": "x"}, False),
        ({"superseded_by": "x", "valid_to": DAY}, True),
        ({"superseded_by": "x", "valid_to": BEFORE}, False),
        ({"windows": (Window(BEFORE, AFTER),)}, True),
        ({"windows": (Window(BEFORE, BEFORE), Window(AFTER, None))}, False),
        ({"windows": (Window(BEFORE, BEFORE), Window(DAY, None))}, True),
    ],
)
def test_in_force_and_open(more: dict[str, object], found: bool) -> None:
    assert is_open(measure(A, **more), DAY) is found


def test_scope_and_requirement_are_answered_together() -> None:
    rule = measure(A, STAFF, SALES, scope=B)
    out = decide(case({"staff": 10, "sales@2025": 9}), rule)
    assert (out.verdict, out.answer) == (Verdict.NOT_APPLICABLE, NO)
    assert decide(case({"sales@2025": 9}), rule).missing == ()
    bare = decide(case({"sales@2025": 9}), measure(None, SALES, scope=B))
    assert (bare.verdict, bare.blocking) == (Verdict.NOT_APPLICABLE, ())
    waiting = decide(case(), rule)
    assert (waiting.verdict, waiting.answer) == (Verdict.UNKNOWN, UNKNOWN)
    assert [str(each) for each in waiting.missing] == ["sales@2025", "staff"]
    assert waiting.scope is not None
    assert waiting.scope.answer == UNKNOWN
    short = decide(case({"staff": 9, "sales@2025": 10}), rule)
    assert short.verdict is Verdict.NOT_ELIGIBLE
    assert names(short.blocking) == ["staff"]  # type: ignore[arg-type]
    assert short.missing == ()
    closed = decide(case({"staff": 10, "sales@2025": 10}), replace(rule, valid_to=BEFORE))
    assert (closed.verdict, closed.open_verdict) == (Verdict.CLOSED, Verdict.ELIGIBLE)
    gone = decide(case({"sales@2025": 9}), replace(rule, valid_to=BEFORE))
    assert gone.verdict is gone.open_verdict is Verdict.NOT_APPLICABLE


def test_a_measure_without_a_rule_is_unknown() -> None:
    found = decide(case(), measure(None))
    assert (found.verdict, found.answer, found.root, found.scope) == (Verdict.UNKNOWN, UNKNOWN, None, None)
    assert found.missing == found.blocking == found.relaxed == found.estimates == ()
    assert found.hypothetical is False


def test_an_estimate_is_named_and_holds_the_verdict_back() -> None:
    guess = Record("firm", "Smith", {key("staff"): Given(number(10), "", estimate=True)})
    found = decide(Case(BOOK, DAY, (guess,)), measure(AllOf((A, A, ScoreLeaf("t"))), STAFF, scores=(table(STATED),)))
    assert found.estimates == (key("staff"),)
    assert found.verdict is Verdict.ELIGIBLE_IF


# -- whom a measure is answered for

ITEMS = condition("metres", "at_least", 5, name="metres")
OF_JOBS = measure(Leaf("metres"), ITEMS, word="j", subject="job")


def owned(*metres: Plain, **more: object) -> Record:
    jobs = tuple(replace(record({"metres": each}, "job"), name=f"job {at}") for at, each in enumerate(metres))
    return record(items={"job": jobs} if jobs else {}, **more)


def test_each_item_gets_its_answer() -> None:
    found = check(book(OF_JOBS, measure(A, STAFF)), owned(5, 4), DAY)
    assert [(r.measure.id, r.item and r.item.name, r.verdict) for r in found.results] == [
        ("j", "job 0", Verdict.ELIGIBLE),
        ("j", "job 1", Verdict.NOT_ELIGIBLE),
        ("m", "Smith", Verdict.UNKNOWN),
    ]
    assert [r.hypothetical for r in found.results] == [False] * 3
    assert {r.record.name for r in found.results} == {"Smith"}
    assert [zone.zone for zone in found.zones] == ["upland"]
    assert found.as_of == DAY


def test_only_the_measures_asked_for_are_answered() -> None:
    catalogue = book(OF_JOBS, measure(A, STAFF))
    assert [r.measure.id for r in check(catalogue, owned(5), DAY, (OF_JOBS,)).results] == ["j"]
    assert check(catalogue, owned(5), DAY, ()).results == ()


def test_where_no_item_is_listed_one_unknown_item_stands_for_all() -> None:
    (found,) = check(book(OF_JOBS), owned(), DAY).results
    assert (found.verdict, found.hypothetical) == (Verdict.UNKNOWN, True)
    assert found.item is not None
    assert (found.item.subject, found.item.name) == ("job", "")


def test_a_measure_for_another_subject_does_not_apply() -> None:
    (found,) = check(book(measure(A, STAFF)), record({}, "job"), DAY).results
    assert found.verdict is found.open_verdict is Verdict.NOT_APPLICABLE
    assert (found.item, found.root, found.answer) == (None, None, NO)
    assert found.measure.id == "m"
    assert found.record.name == "Quay"
    assert cases(BOOK, record({}, "job"), DAY, measure(A, STAFF)) == []


def test_items_of_members_are_reached_with_all_their_owners() -> None:
    town = Record("town", "Wold", items={"firm": (owned(5), owned())})
    chains = [each.chain for each in cases(book(OF_JOBS), town, DAY, OF_JOBS)]
    assert [[one.name for one in chain] for chain in chains] == [["job 0", "Smith", "Wold"]]


# -- near


@pytest.mark.parametrize(
    ("facts", "near"),
    [
        (MET, True),
        ({"staff": 10, "sales@2025": 9}, True),
        ({"staff": 9, "sales@2025": 9}, False),
        ({"staff": 10}, True),
        ({}, False),
    ],
)
def test_one_step_is_near(facts: dict[str, Plain], near: bool) -> None:
    assert is_near(decide(case(facts), measure(AllOf((A, B)), *CONDITIONS))) is near


def test_discretion_is_near_and_what_does_not_apply_is_not() -> None:
    judged = measure(Leaf("j"), condition("", name="j", judged=WORD))
    assert is_near(decide(case(), judged)) is True
    assert is_near(decide(case({"sales@2025": 9}), measure(A, *CONDITIONS, scope=B))) is False


def chosen(
    *measures: Measure, facts: dict[str, Plain] | None = None, **more: bool
) -> tuple[list[str], dict[Left, int]]:
    found = select(check(book(*measures), record(facts), DAY), **({"is_named": False} | more))  # type: ignore[arg-type]
    return [result.measure.id for result in found.chosen], found.left


def test_what_is_listed_and_why_the_rest_is_not() -> None:
    near, far = measure(A, STAFF, word="near"), measure(AllOf((A, B, C)), *CONDITIONS, word="far")
    shut = replace(near, id="shut", valid_to=BEFORE)
    past = replace(near, id="past", windows=(Window(BEFORE, BEFORE),))
    soon = replace(near, id="soon", windows=(Window(AFTER, AFTER),))
    out = measure(A, *CONDITIONS, word="out", scope=D)
    every = (near, far, shut, past, soon, out, OF_JOBS)
    facts: dict[str, Plain] = {"staff": 9, "sales@2025": 9, "licensed": False}
    assert chosen(*every, facts=facts) == (
        ["near", "soon"],
        {Left.FAR: 1, Left.SHUT: 2, Left.UNLISTED: 1, Left.NOT_APPLICABLE: 1},
    )
    assert chosen(*every, facts=facts, with_closed=True)[0] == ["near", "past", "soon"]
    assert chosen(*every, facts=facts, with_closed=True)[1][Left.SHUT] == 1
    assert chosen(*every, facts=facts, is_named=True) == (
        ["near", "far", "shut", "past", "soon", "j"],
        {Left.NOT_APPLICABLE: 1},
    )
    assert select(check(book(near), record(), DAY), is_named=True).is_named is True
    assert select(check(book(near), record(), DAY), is_named=False).is_named is False


@pytest.mark.parametrize(
    ("more", "over", "opens"),
    [
        ({"valid_to": BEFORE}, True, False),
        ({"valid_from": AFTER}, False, True),
        ({"valid_to": DAY, "valid_from": AFTER}, False, False),  # on no day at all
        ({"superseded_by": "x", "windows": (Window(AFTER, None),)}, True, False),
        ({"windows": (Window(None, None), Window(AFTER, None))}, False, True),
        ({"windows": (Window(DAY, None),)}, False, False),
    ],
)
def test_over_or_still_to_open(more: dict[str, object], over: bool, opens: bool) -> None:
    found = measure(A, STAFF, **more)
    assert (is_over(found, DAY), will_open(found, DAY)) == (over, opens)


def test_options_left_open_leave_the_answer_open() -> None:
    either = Options(frozenset({True, False}))
    assert decide(case({"licensed": either}), measure(D, LICENSED)).answer == UNKNOWN
