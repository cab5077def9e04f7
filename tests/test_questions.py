"""What an interview asks: never a question whose every answer leaves all verdicts as they are, and none that is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from test_random_catalogues import CATALOGUE, DAY, WORD, Rules, blurred, records, rules, trees
from zhence.advice.questions import Interview, begin, remembered
from zhence.advice.trials import set_in
from zhence.engine import check
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey, FactType
from zhence.model.measure import Decided, Measure, Node
from zhence.model.profile import Given, Record
from zhence.model.question import Asked
from zhence.model.result import Verdict
from zhence.model.value import Value, number, option
from zhence.profiles.read import read_profile

pytestmark = pytest.mark.slow

AS_OF = date(2026, 6, 1)
EXTREME = [
    number(10**12),
    number(-(10**12)),
    number(Fraction(1, 1000)),
]  # a growth may ask for a base of almost nothing
NUMBERS = [number(Fraction(n, 4)) for n in range(-40, 80)] + EXTREME
FEW = [number(n) for n in (-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7)] + EXTREME
Drawn = list[tuple[Node, Rules]]
catalogues = st.lists(st.tuples(trees, rules()), min_size=1, max_size=4)


def measured(drawn: Drawn) -> list[Measure]:
    return [
        Measure(f"m{at}", WORD, "", "thing", Decided.RULE, "s", DAY, tree, said[0], scores=said[1])
        for at, (tree, said) in enumerate(drawn)
    ]


def verdicts(book: Catalogue, measures: Iterable[Measure], record: Record, on: date) -> list[Verdict]:
    return [result.verdict for result in check(book, record, on, tuple(measures)).results]


def possible(book: Catalogue, asked: Asked, record: Record, numbers: list[Value]) -> list[Value]:
    """Return answers somebody could give, within what is stated already."""
    if asked.key.fact.startswith("zone."):
        return [option(True), option(False)]
    fact = book.facts[asked.key.fact]
    if fact.type is FactType.PLACE:
        return [option(place) for place in book.places]
    known = record.facts.get(asked.key)
    low = known.value.low if known is not None else fact.low  # type: ignore[union-attr]
    high = known.value.high if known is not None else fact.high  # type: ignore[union-attr]
    low, high = (fact.low if low is None else low), (fact.high if high is None else high)
    ends = [number(end) for end in (low, high) if end is not None]
    inside = [n for n in numbers if (low is None or n.exact >= low) and (high is None or n.exact <= high)]  # type: ignore[union-attr]
    return [*inside, *ends]


def can_move(interview: Interview, measures: list[Measure], parts: tuple[Asked, ...], numbers: list[Value]) -> bool:
    book, record = interview.catalogue, interview.record
    before = verdicts(book, measures, record, DAY)
    columns = [possible(book, asked, record, numbers) for asked in parts]
    rows = product(*columns)
    changed = (set_in((record,), dict(zip(parts, row, strict=True)))[0] for row in rows)
    return any(verdicts(book, measures, each, DAY) != before for each in changed)


@settings(max_examples=75, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(catalogues, records(), st.data())
def test_every_question_can_move_a_verdict(drawn: Drawn, whole: Record, data: st.DataObject) -> None:
    measures = measured(drawn)
    interview = begin(CATALOGUE, DAY, blurred(whole, data), measures)
    for question in interview.questions(100):
        if len(question.parts) <= 2:
            assert can_move(interview, measures, question.parts, NUMBERS if len(question.parts) == 1 else FEW), question
        assert question.moves
        assert 0 < question.settles <= len(question.moves)


@settings(max_examples=125, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(catalogues, records(), st.data())
def test_a_figure_that_can_move_a_verdict_is_asked(drawn: Drawn, whole: Record, data: st.DataObject) -> None:
    measures = measured(drawn)
    interview = begin(CATALOGUE, DAY, blurred(whole, data), measures)
    asked = {question.parts for question in interview.questions(100)}
    wanting = {asked for slot in interview.open() for asked in interview.wanting(slot)}
    for figure in sorted(wanting, key=str):
        if (figure,) not in asked:
            assert not can_move(interview, measures, (figure,), FEW), figure


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(catalogues, records(), st.data())
def test_an_interview_ends_with_what_the_whole_record_answers(drawn: Drawn, whole: Record, data: st.DataObject) -> None:
    measures = measured(drawn)
    interview = begin(CATALOGUE, DAY, blurred(whole, data), measures)
    asked: list[Asked] = []
    while questions := interview.questions():
        for part in questions[0].parts:
            key = part.key
            if key in interview.record.facts and interview.record.facts[key] == whole.facts.get(key):
                continue
            asked.append(part)
            if key.fact.startswith("zone.") or key not in whole.facts:
                interview = interview.passed(part)
                continue
            record = replace(interview.record, facts={**interview.record.facts, key: whole.facts[key]})
            interview = interview.answered(part, record)
        fresh = begin(CATALOGUE, DAY, interview.record, measures, interview.skipped)
        assert [r.verdict for r in interview.results.values()] == [r.verdict for r in fresh.results.values()]
        assert [q.parts for q in interview.questions(100)] == [q.parts for q in fresh.questions(100)]
    assert len(asked) == len(set(asked))
    if not interview.skipped:
        left = verdicts(CATALOGUE, measures, interview.record, DAY)
        settled = verdicts(CATALOGUE, measures, whole, DAY)
        assert all(one == other for one, other in zip(left, settled, strict=True) if one is not Verdict.UNKNOWN)


@pytest.fixture(scope="module")
def firm(book: Catalogue) -> Record:
    return read_profile(ROOT / "sample_inputs" / "enterprises" / "clean_yes.toml", book, AS_OF)[0]


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_every_question_on_the_real_catalogue_can_move_a_verdict(
    book: Catalogue, firm: Record, data: st.DataObject
) -> None:
    keys = list(firm.facts)
    kept = data.draw(st.sets(st.sampled_from(keys)))
    half = replace(firm, facts={key: firm.facts[key] for key in keys if key in kept})
    interview = begin(book, AS_OF, half, book.measures.values())
    for question in interview.questions(3):
        moved = {result.measure for result in question.moves}
        slots = [slot for slot in interview.open() if slot.measure in moved]
        before = [interview.results[slot].verdict for slot in slots]
        rows = product(
            *([value for slot in slots for value in interview.trials.values(slot, a)] for a in question.parts)
        )
        assert any(
            [
                r.verdict
                for r in begin(book, AS_OF, _set(half, question.parts, row), moved).results.values()
                if r.measure in moved
            ]
            != before
            for row in rows
        )


def _set(record: Record, parts: tuple[Asked, ...], row: Iterable[Value]) -> Record:
    for asked, value in zip(parts, row, strict=True):
        if asked.kind is None:
            (record,) = set_in((record,), {asked: value})
        else:
            items = list(record.items[asked.kind])
            items[asked.at] = set_in((items[asked.at], record), {asked: value})[0]
            record = replace(record, items={**record.items, asked.kind: tuple(items)})
    return record


def test_a_question_after_an_answer_is_the_same_as_from_the_start(book: Catalogue, firm: Record) -> None:
    start = replace(firm, facts={key: given for key, given in firm.facts.items() if key.fact == "county"}, items={})
    interview = begin(book, AS_OF, start, book.measures.values())
    for _ in range(12):
        (question,) = interview.questions()
        (asked,) = question.parts
        given = firm.facts.get(asked.key) if asked.kind is None else None
        if given is None:
            interview = interview.passed(asked)
        else:
            record = replace(interview.record, facts={**interview.record.facts, asked.key: given})
            interview = interview.answered(asked, record)
    fresh = begin(book, AS_OF, interview.record, book.measures.values(), interview.skipped)
    assert [q.parts for q in interview.questions(5)] == [q.parts for q in fresh.questions(5)]
    assert [r.verdict for r in interview.results.values()] == [r.verdict for r in fresh.results.values()]


def test_closed_measures_and_members_are_not_asked_about(book: Catalogue) -> None:
    county = {FactKey("county"): Given(option("龙游县"), "")}
    town = Record("town", "某镇", county, {"enterprise": (Record("enterprise", "某厂", county),)})
    interview = begin(book, AS_OF, town, book.measures.values())
    moved = {result.measure for question in interview.questions(500) for result in question.moves}
    assert moved
    assert "enterprise" not in {measure.subject for measure in moved}
    closed = {slot.measure for slot, result in interview.results.items() if result.verdict is Verdict.CLOSED}
    assert closed
    assert not moved & closed


def test_what_a_profile_does_not_know_is_remembered_where_it_belongs(book: Catalogue) -> None:
    cluster = Record("cluster", "泵", unknown=frozenset({FactKey("cluster_revenue")}))
    said = frozenset(
        {FactKey("town_track"), FactKey("project"), FactKey("zone.mountain-island"), FactKey("cluster_output", 2025)}
    )
    town = Record("town", "某镇", items={"cluster": (Record("cluster", "轴承"), cluster)}, unknown=said)
    assert remembered(town, book) == {
        Asked(FactKey("town_track")),
        Asked(FactKey("project")),
        Asked(FactKey("zone.mountain-island")),
        Asked(FactKey("cluster_output", 2025), "cluster", 0),
        Asked(FactKey("cluster_output", 2025), "cluster", 1),
        Asked(FactKey("cluster_revenue"), "cluster", 1),
    }
    interview = begin(book, AS_OF, town, book.measures.values(), remembered(town, book))
    assert interview.is_skipped(Asked(FactKey("project_started"), "project"))
    assert not interview.is_skipped(Asked(FactKey("cluster_revenue"), "cluster", 0))
