"""The columns answer as the engine does, whatever a catalogue says: random rules, random figures, ranges and gaps."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from test_random_catalogues import (
    CATALOGUE,
    DAY,
    ORDERED,
    WORD,
    YEARLY,
    Comparison,
    Rules,
    blurred,
    records,
    rules,
    trees,
)
from zhence.columns.verdicts import CODES, compile_measures
from zhence.engine import Case, decide
from zhence.model import frame
from zhence.model.fact import FactKey, FactType
from zhence.model.measure import Condition, DatedValue, Decided, Leaf, Measure, Node, Threshold
from zhence.model.profile import Given, Record
from zhence.model.value import Options, Span, number

pytestmark = pytest.mark.slow


def table(rows: list[Record]) -> pl.DataFrame:
    """Return records of number facts and a place as a canonical table, every number as a range."""
    columns: dict[str, list[object]] = {}
    keys = {key for row in rows for key in row.facts}
    for key in keys:
        fact = CATALOGUE.facts[key.fact]
        values = [row.facts[key].value if key in row.facts else None for row in rows]
        if fact.type is FactType.PLACE:
            columns[frame.column(key)] = [value.exact if isinstance(value, Options) else None for value in values]
            continue
        spans = [value if isinstance(value, Span) else Span(None, None) for value in values]
        if all(span.exact is not None or span == Span(None, None) for span in spans):
            columns[frame.column(key)] = [_scaled(span.low) for span in spans]
        else:
            columns[frame.low(key)] = [_scaled(span.low) for span in spans]
            columns[frame.high(key)] = [_scaled(span.high) for span in spans]
    kinds = {name: pl.String if name == "place" else pl.Int64 for name in columns}
    return pl.DataFrame(columns, schema=kinds)


def _scaled(end: Fraction | None) -> int | None:
    return None if end is None else int(end * frame.SCALE)


def is_stated(record: Record) -> Record:
    """Return the record without ranges open at both ends: in a table those are nothing at all."""
    return replace(record, facts={k: v for k, v in record.facts.items() if v.value != Span(None, None)})


@settings(max_examples=150, deadline=None)
@given(trees, st.none() | trees, rules(), st.lists(records(), min_size=1, max_size=6), st.data())
def test_columns_answer_as_the_engine_does(
    tree: Node, scope: Node | None, said: Rules, wholes: list[Record], data: st.DataObject
) -> None:
    rows = [is_stated(blurred(whole, data)) for whole in wholes]
    measure = Measure("m", WORD, "", "thing", Decided.RULE, "s", DAY, tree, said[0], scope=scope, scores=said[1])
    made = table(rows)
    compiled = compile_measures(CATALOGUE, DAY, made.columns, "thing", [measure])
    assert not compiled.refused
    if not made.width:
        made = pl.DataFrame({"row": range(len(rows))})
    found = compiled.prepared(made.lazy()).select(compiled.verdicts["m"].alias("m")).collect()["m"]
    expected = [CODES[decide(Case(CATALOGUE, DAY, (row,)), measure).open_verdict] for row in rows]
    assert [*found] * (len(rows) if len(found) == 1 else 1) == expected


@pytest.mark.parametrize("fact", ["ratio", "growth", "mean_growth"])
def test_a_quotient_of_numbers_open_at_an_end_is_as_open_as_the_engine_has_it(fact: str) -> None:
    ends = [None, Fraction(-4), Fraction(0), Fraction(2), Fraction(5)]
    spans = [Span(low, high) for low in ends for high in ends if None in (low, high) or low <= high]  # type: ignore[operator]
    keys = [FactKey("a"), FactKey("b")] if fact == "ratio" else [FactKey(YEARLY, 2025), FactKey(YEARLY, 2023)]
    middle = {} if fact == "ratio" else {FactKey(YEARLY, 2024): Given(number(Fraction(1)), "")}
    pairs = [
        {key: Given(span, "") for key, span in zip(keys, both, strict=True)} | middle for both in product(spans, spans)
    ]
    rows = [is_stated(Record("thing", "", facts)) for facts in pairs]
    made = table(rows)
    for operator, mark in product(ORDERED, (-2, -1, 0, 1, 3)):
        test = Comparison(fact, operator, Threshold((DatedValue(None, number(Fraction(mark))),)))
        measure = Measure(
            "m", WORD, "", "thing", Decided.RULE, "s", DAY, Leaf("c"), {"c": Condition("c", WORD, "s", test)}
        )
        compiled = compile_measures(CATALOGUE, DAY, made.columns, "thing", [measure])
        found = compiled.prepared(made.lazy()).select(compiled.verdicts["m"].alias("m")).collect()["m"]
        expected = [CODES[decide(Case(CATALOGUE, DAY, (row,)), measure).open_verdict] for row in rows]
        assert [*found] == expected, (operator, mark)
