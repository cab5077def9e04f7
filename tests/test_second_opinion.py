"""The engine against a second evaluator: on every measure and sample, with the unknown tried on both sides of every edge."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from second_opinion import Known, Missing, Opinion, Undefined, marks_of, tries
from zhence.engine import Case, decide
from zhence.engine.zones import read_zone
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.ladder import Step
from zhence.model.measure import Measure
from zhence.model.profile import Given, Record
from zhence.model.value import Days, Members, Options, Span, Value, day, number, option
from zhence.profiles.read import read_profile

pytestmark = pytest.mark.slow

SAMPLES = sorted((ROOT / "sample_inputs").glob("*/*.toml"))
AS_OF = date(2026, 6, 1)
TRIES = 25  # completions of each measure for each sample


def exactly(given: Given, dice: random.Random) -> Any:
    """Return one value that a statement allows."""
    match given.value:
        case Span(low=low, high=high):
            ends = [end for end in (low, high) if end is not None]
            return dice.choice(ends) if ends else None
        case Days(low=low, high=high):
            days = [end for end in (low, high) if end is not None]
            return dice.choice(days) if days else None
        case Options(possible=possible):
            return dice.choice(sorted(possible, key=str))
        case Members(known=known):
            return known


def stated(value: Any) -> Value:
    if isinstance(value, bool | str):
        return option(value)
    if isinstance(value, frozenset):
        return Members(value)
    return day(value) if isinstance(value, date) else number(value)


def completed(case: Case, measure: Measure, dice: random.Random) -> tuple[int, Known, dict[str, bool]] | None:
    """Return the second opinion on one completion of a case; None where a completion has no answer."""
    book = case.catalogue
    known: Known = {}
    for record in reversed(case.chain):
        for key, given in record.facts.items():
            value = exactly(given, dice)
            if value is not None:
                known[key] = value
    for fact in book.facts.values():  # counts of listed items are the engine's own affair: take them as stated
        if fact.derived is not None and fact.derived.items is not None and FactKey(fact.id) not in known:
            counted = case.read(FactKey(fact.id)).value
            if isinstance(counted, Span) and counted.low is not None:
                known[FactKey(fact.id)] = counted.low
    zones = {}
    for zone in book.zones:
        answer = read_zone(case, zone).answer
        zones[zone] = answer.low is Step.YES if answer.settled else dice.random() < 0.5
    marks = list(marks_of(book, measure))
    for _ in range(400):
        try:
            return Opinion(book, case.as_of, known, zones).measure(measure), known, zones
        except Missing as wanted:
            known[wanted.key] = tries(book, wanted.key, marks, dice)
        except Undefined:
            return None
    raise AssertionError("a measure that never stops asking")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_no_completion_of_a_sample_leaves_the_interval(sample: Path, book: Catalogue) -> None:
    record, _ = read_profile(sample, book, AS_OF)
    dice = random.Random(sample.stem)  # noqa: S311  the same completions on every machine
    tried = 0
    for measure in book.measures.values():
        if measure.requires is None:
            continue
        for chain in chains(record, measure.subject):
            case = Case(book, AS_OF, chain)
            interval = decide(case, measure).answer
            for _ in range(TRIES):
                found = completed(case, measure, dice)
                if found is None:
                    continue
                opinion, known, zones = found
                tried += 1
                assert interval.low <= opinion <= interval.high, (measure.id, known)
                facts = {key: Given(stated(value), "") for key, value in known.items()}
                whole = replace(chain[0], facts=facts, zones=zones)
                answer = decide(Case(book, AS_OF, (whole, *chain[1:])), measure).answer
                assert (answer.low, answer.high) == (opinion, opinion), (measure.id, known)
    assert tried > 100


def chains(record: Record, subject: str) -> list[tuple[Record, ...]]:
    if record.subject == subject:
        return [(record,)]
    return [(item, record) for item in record.items.get(subject, ())]
