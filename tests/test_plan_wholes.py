"""Plans and wholes: no part is moved past what it is a part of, and what must move with it does."""

from __future__ import annotations

from itertools import product

import pytest

from bench import DAY, Plain, condition, key, measure, record
from test_shares import with_share
from zhence.advice.board import Wishes
from zhence.advice.plan import changed, plan
from zhence.engine import check
from zhence.engine.shares import shares
from zhence.model.catalogue import Catalogue
from zhence.model.measure import AllOf, Leaf, Measure
from zhence.model.plan import Plan
from zhence.report.plan import setting

pytestmark = pytest.mark.slow

pytest.importorskip("highspy")

PART, WHOLE = "cost@2025", "sales@2025"
BASE: dict[str, Plain] = {PART: 9, WHOLE: 10}
LOTS = condition("cost", "at_least", 20, name="lots", year=-1)
CUT = condition("sales", "at_most", 5, name="cut", year=-1)
STAFF_FOR_SALES = condition("per_sale", "at_least", 10, name="per_sale", year=-1)


def planned(book: Catalogue, facts: dict[str, Plain], **wishes: object) -> Plan:
    report = check(book, record(facts), DAY, tuple(book.measures.values()))
    return plan(report, book, Wishes(**wishes))  # type: ignore[arg-type]


def sets(found: Plan) -> list[str]:
    book = with_share(100)
    return [setting(step.change, found.before.record, book).removesuffix("£") for step in found.steps]


ONE = measure(Leaf("lots"), LOTS, word="one")
SHRUNK = measure(Leaf("cut"), CUT, word="shrunk")
MANY = measure(AllOf((Leaf("lots"), Leaf("per_sale"))), LOTS, STAFF_FOR_SALES, word="many")


@pytest.mark.parametrize(
    ("rule", "high", "facts", "wishes", "steps"),
    [
        (ONE, 100, BASE, {}, [f"{WHOLE}=20", f"{PART}=20"]),
        (ONE, 50, {PART: 5, WHOLE: 10}, {}, [f"{WHOLE}=40", f"{PART}=20"]),
        (ONE, 100, {PART: 9, WHOLE: 20}, {}, [f"{PART}=20"]),
        (ONE, 100, {PART: 9, WHOLE: 19}, {}, [f"{WHOLE}=20", f"{PART}=20"]),
        (ONE, 100, {PART: 9, WHOLE: (15, 20)}, {}, [f"{PART}=20"]),
        (ONE, 100, BASE, {"budget": 1}, []),
        (ONE, 100, BASE, {"fixed": frozenset({"sales"})}, []),
        (ONE, 100, {PART: 9}, {}, [f"{PART}=20"]),  # nobody knows the whole
        (ONE, 100, {PART: 9, WHOLE: 8}, {}, [f"{PART}=20"]),  # what is stated contradicts itself already
        (SHRUNK, 100, BASE, {}, [f"{PART}=5", f"{WHOLE}=5"]),
        (MANY, 100, BASE | {"staff": 1}, {}, [f"{WHOLE}=20", "staff=2", f"{PART}=20"]),
        (MANY, 100, BASE | {"staff": 1}, {"budget": 2}, []),
    ],
)
def test_a_part_and_its_whole_move_together(
    rule: Measure, high: int, facts: dict[str, Plain], wishes: dict[str, object], steps: list[str]
) -> None:
    found = planned(with_share(high, rule), facts, **wishes)
    assert sets(found) == steps
    ((ways),) = found.ways
    assert [len(repair.changes) for repair in ways.repairs[:1]] == ([len(steps)] if steps else [])


@pytest.mark.parametrize("part", [3, 9, 10])
@pytest.mark.parametrize("whole", [10, 18])
@pytest.mark.parametrize("budget", [1, 2, 3])
def test_no_plan_holds_a_contradiction_and_none_that_holds_none_is_better(part: int, whole: int, budget: int) -> None:
    half = measure(Leaf("cost"), condition("cost", "at_least", 12, name="cost", year=-1), word="half")
    small = measure(Leaf("sales"), condition("sales", "at_most", 15, name="sales", year=-1), word="small")
    book = with_share(100, ONE, half, small)
    (share,) = (each for each in shares(book) if each.fact.id == "part_share")
    found = planned(book, {PART: part, WHOLE: whole}, budget=budget)

    def had(costs: int, sales: int) -> int:
        return sum((costs >= 20, costs >= 12, sales <= 15))

    facts = found.after.record.facts
    now = facts[key(PART)].value, facts[key(WHOLE)].value
    assert not share.is_exceeded(*now)
    best = max(
        had(costs, sales)
        for costs, sales in product(range(1, 41), repeat=2)
        if costs <= sales and (costs != part) + (sales != whole) <= budget
    )
    assert sum(result.answer.low == 2 for result in found.after.results) == best
    for way in (repair for ways in found.ways for repair in ways.repairs):
        after = changed(found.before.record, list(way.changes)).facts
        assert not share.is_exceeded(after[key(PART)].value, after[key(WHOLE)].value)
