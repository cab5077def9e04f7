"""Properties that hold whatever a catalogue says: random rules over random figures, zones and days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhence.engine import Case, decide
from zhence.engine.arithmetic import within
from zhence.model.catalogue import Catalogue, Subject, Units
from zhence.model.fact import Derivation, Derived, Fact, FactKey, FactType, Membership, Zone
from zhence.model.ladder import Answer, negate
from zhence.model.measure import (
    AllOf,
    AnyOf,
    Band,
    Condition,
    DatedValue,
    Decided,
    IfThen,
    Leaf,
    Measure,
    Node,
    NotOf,
    Operator,
    Relaxation,
    Relief,
    Score,
    ScoreItem,
    ScoreLeaf,
    ScorePart,
    SomeOf,
    Strength,
    Threshold,
)
from zhence.model.measure import (
    Test as Comparison,
)
from zhence.model.profile import Given, Record
from zhence.model.text import Text, same
from zhence.model.value import Span, number, option

pytestmark = pytest.mark.slow

FACTS = ("a", "b", "c")
YEARLY, YEARS = "y", (2023, 2024, 2025)
DERIVED = {
    "ratio": Derived(Derivation.RATIO, ("a",), "b"),
    "difference": Derived(Derivation.DIFFERENCE, ("a",), "b"),
    "total": Derived(Derivation.TOTAL, ("a", "b", "c")),
    "of_ratio": Derived(Derivation.DIFFERENCE, ("ratio",), "c"),
    "growth": Derived(Derivation.GROWTH, (YEARLY,), years=2),
    "mean_growth": Derived(Derivation.MEAN_GROWTH, (YEARLY,), years=2),
    "mean": Derived(Derivation.MEAN, (YEARLY,), years=3),
    "sum": Derived(Derivation.SUM, (YEARLY,), years=2),
    "least": Derived(Derivation.LEAST, (YEARLY,), years=3),
    "most": Derived(Derivation.MOST, (YEARLY,), years=3),
}
ASKED = (*FACTS, YEARLY, *DERIVED)
PLACE = "place"
DAY = date(2026, 6, 1)
WORD = same("x")
ORDERED = (Operator.AT_LEAST, Operator.MORE_THAN, Operator.AT_MOST, Operator.LESS_THAN)
small = st.integers(-3, 6).map(Fraction)
Rules = tuple[dict[str, Condition], dict[str, Score]]

CATALOGUE = Catalogue(
    "random",
    WORD,
    "£",
    PLACE,
    {"thing": Subject("thing", WORD)},
    {},
    {},
    None,
    Units({}, {}, {}, {}, {}),
    {word: Fact(word, WORD, FactType.NUMBER, ("thing",), low=Fraction(-3)) for word in FACTS}
    | {YEARLY: Fact(YEARLY, WORD, FactType.NUMBER, ("thing",), yearly=True)}
    | {
        word: Fact(word, WORD, FactType.NUMBER, ("thing",), derived=made, low=Fraction(-9), high=Fraction(18))
        for word, made in DERIVED.items()
    }
    | {PLACE: Fact(PLACE, WORD, FactType.PLACE, ("thing",))},
    {
        "hills": Zone(
            "hills",
            WORD,
            (Membership("In", None, None), Membership("Maybe", None, None, Text("待确认", "to confirm"))),
            "s",
        )
    },
    {"In": (), "Out": (), "Maybe": ()},
    {},
    {},
)


@st.composite
def relaxations(draw: st.DrawFn) -> tuple[Relaxation, ...]:
    relief = draw(st.sampled_from([None, *Relief]))
    if relief is None:
        return ()
    to = number(draw(small)) if relief is Relief.TO else None
    return (Relaxation("hills", relief, Fraction(30) if relief is Relief.PERCENT else None, to),)


@st.composite
def rules(draw: st.DrawFn) -> Rules:
    return draw(conditions()), {"t": draw(tables())}


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Condition]:
    found = {}
    for word in ("k1", "k2", "k3", "k4"):
        threshold = Threshold((DatedValue(None, number(draw(small))),))
        test = Comparison(draw(st.sampled_from(ASKED)), draw(st.sampled_from(ORDERED)), threshold)
        strength = draw(st.sampled_from([Strength.MUST, Strength.MUST, Strength.IN_PRINCIPLE]))
        found[word] = Condition(word, WORD, "s", test, strength=strength, relaxations=draw(relaxations()))
    return found


@st.composite
def bands(draw: st.DrawFn) -> tuple[Band, ...]:
    """Bands as a table has them: from the highest edge down, the last sometimes for all the rest, some with leeway."""
    fact, edges = draw(st.sampled_from(ASKED)), sorted(draw(st.sets(small, min_size=1, max_size=3)), reverse=True)
    points = sorted(draw(st.lists(small, min_size=len(edges) + 1, max_size=len(edges) + 1)), reverse=True)
    found = [
        Band((Comparison(fact, Operator.AT_LEAST, Threshold((DatedValue(None, number(edge)),))),), low, high)
        for edge, low, high in zip(edges, points[1:], points, strict=False)
    ]
    return (*found, Band((), points[-1], points[-1])) if draw(st.booleans()) else tuple(found)


@st.composite
def tables(draw: st.DrawFn) -> Score:
    part = ScorePart("p", WORD, cap=draw(st.none() | small), at_least=draw(st.none() | small))
    items = tuple(
        ScoreItem(
            f"i{at}",
            WORD,
            draw(bands()),
            part=draw(st.none() | st.just("p")),
            alternative=draw(st.none() | st.just("x")),
        )
        for at in range(draw(st.integers(1, 4)))
    )
    stated = ScoreItem("stated", WORD, points_fact="c", points_max=Fraction(4))
    mark = draw(small)
    at_least, more_than = draw(st.sampled_from([(mark, None), (None, mark)]))
    return Score("t", WORD, (*items, stated), WORD, "s", (part,), at_least, more_than)


leaves = st.sampled_from(["k1", "k2", "k3", "k4"]).map(Leaf) | st.just(ScoreLeaf("t"))


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        several.map(AllOf),
        several.map(AnyOf),
        inner.map(NotOf),
        st.tuples(several, st.integers(1, 3)).map(lambda p: SomeOf(min(p[1], len(p[0])), p[0])),
        st.tuples(inner, inner, st.none() | inner).map(lambda p: IfThen(*p)),
    )


trees: st.SearchStrategy[Node] = st.recursive(leaves, grown, max_leaves=8)


@st.composite
def records(draw: st.DrawFn) -> Record:
    facts = {FactKey(word): Given(number(draw(small)), "") for word in FACTS}
    facts |= {FactKey(YEARLY, year): Given(number(draw(small)), "") for year in YEARS}
    place = Given(option(draw(st.sampled_from(["In", "Out", "Maybe"]))), "")
    return Record("thing", "it", facts | {FactKey(PLACE): place})


def answered(tree: Node, said: Rules, record: Record) -> Answer:
    measure = Measure("m", WORD, "", "thing", Decided.RULE, "s", DAY, tree, said[0], scores=said[1])
    return decide(Case(CATALOGUE, DAY, (record,)), measure).answer


def blurred(record: Record, data: st.DataObject) -> Record:
    kept = {}
    for key, known in record.facts.items():
        fate = data.draw(st.sampled_from(["kept", "forgotten", "ranged"]))
        if fate == "ranged" and isinstance(known.value, Span) and known.value.exact is not None:
            low, high = (data.draw(st.none() | st.integers(0, 4)) for _ in range(2))
            exact = known.value.exact
            span = Span(None if low is None else exact - low, None if high is None else exact + high)
            kept[key] = replace(known, value=within(span, CATALOGUE.facts[key.fact]))  # else it says less than nothing
        elif fate != "forgotten":
            kept[key] = known
    return replace(record, facts=kept)


@settings(max_examples=400, deadline=None)
@given(trees, rules(), records(), st.data())
def test_refining_a_fact_only_narrows(tree: Node, said: Rules, whole: Record, data: st.DataObject) -> None:
    half = blurred(whole, data)
    least = answered(tree, said, blurred(half, data))
    middle = answered(tree, said, half)
    full = answered(tree, said, whole)
    assert least.low <= middle.low <= full.low <= full.high <= middle.high <= least.high


@settings(max_examples=200, deadline=None)
@given(st.lists(trees, min_size=1, max_size=3), rules(), records(), st.data())
def test_de_morgan_holds_for_whole_trees(parts: list[Node], said: Rules, whole: Record, data: st.DataObject) -> None:
    record = blurred(whole, data)
    conjunction = answered(NotOf(AllOf(tuple(parts))), said, record)
    assert conjunction == answered(AnyOf(tuple(NotOf(p) for p in parts)), said, record)
    assert conjunction == negate(answered(AllOf(tuple(parts)), said, record))


@settings(max_examples=200, deadline=None)
@given(st.lists(trees, min_size=2, max_size=4), rules(), records(), st.data())
def test_order_never_matters(parts: list[Node], said: Rules, whole: Record, data: st.DataObject) -> None:
    record = blurred(whole, data)
    shuffled = data.draw(st.permutations(parts))
    turned = replace(record, facts=dict(reversed(record.facts.items())))
    for make in (AllOf, AnyOf):
        assert answered(make(tuple(parts)), said, record) == answered(make(tuple(shuffled)), said, turned)
    assert answered(SomeOf(2, tuple(parts)), said, record) == answered(SomeOf(2, tuple(shuffled)), said, turned)
