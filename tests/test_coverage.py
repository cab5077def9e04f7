"""Every programme of the facts this catalogue was made from is a measure, row by row, or is left out for a written reason.

`tests/coverage/*.toml` lists each programme and each of its rows with the figure as it was read. `by` names what carries
the row: `measure.condition`, `measure.score.item`, or one of the words below where no rule could; `why` says why.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from zhence.model import measure as rules
from zhence.model.catalogue import Catalogue
from zhence.model.value import Span
from zhence.written.quantities import parse_number

pytestmark = pytest.mark.slow

KNOWN: dict[str, dict[str, Any]] = {}
for path in sorted((Path(__file__).parent / "coverage").glob("*.toml")):
    for name, rows in tomllib.loads(path.read_text("utf-8")).items():
        KNOWN[name] = KNOWN.get(name, {}) | rows

LEFT_OUT = {name for name, rows in KNOWN.items() if "left_out" in rows}
ROWS = [(name, row) for name, rows in KNOWN.items() if name not in LEFT_OUT for row in rows]
BINDING = {"hard", "must", "in-principle", "principle", "exclusion", "gate", "rule"}
FIGURE = re.compile(r"^[0-9.]+\D*$")
WORDS = {
    "judgement": "judgements",
    "benefit": "benefits",
    "document": "documents",
    "window": "windows",
    "note": "notes",
    "excludes": "excludes",
    "valid": "valid_from",
}


def rule(book: Catalogue, word: str) -> rules.Measure:
    found = book.measures.get(word) or book.definitions.get(word)
    assert found is not None, f"no measure or definition {word}"
    return found


def named_tests(book: Catalogue, name: str) -> list[rules.Test] | None:
    """Return the tests that a name points at; None where it points at words that no rule can carry."""
    measure, _, rest = name.partition(".")
    holder = rule(book, measure)
    part, _, item = rest.partition(".")
    if part in holder.conditions:
        assert not item, name
        test = holder.conditions[part].test
        return [test] if test else []
    if part in holder.scores:
        rows = [i for i in holder.scores[part].items if item in ("", i.id)]
        assert rows, f"{name}: no such row of the table"
        return [test for row in rows for band in row.bands for test in band.tests]
    assert part in WORDS, f"{name}: no such condition or score table"
    assert getattr(holder, WORDS[part]), f"{name}: the measure has none"
    return None


def thresholds(book: Catalogue, name: str) -> Iterator[tuple[str, Fraction]]:
    holder = rule(book, name.split(".")[0])
    for test in named_tests(book, name) or ():
        for dated in test.threshold.values:
            if isinstance(dated.value, Span) and dated.value.exact is not None:
                yield test.fact, dated.value.exact
    part, _, item = name.partition(".")[2].partition(".")
    if part in holder.scores and not item:
        marks = (
            holder.scores[part].at_least,
            holder.scores[part].more_than,
            *(p.at_least for p in holder.scores[part].parts),
        )
        yield from (("", mark) for mark in marks if mark is not None)
    for relaxation in holder.conditions[part].relaxations if part in holder.conditions else ():
        if (
            isinstance(relaxation.to, Span)
            and relaxation.to.exact is not None
            and (test := holder.conditions[part].test)
        ):
            yield test.fact, relaxation.to.exact


def is_held(book: Catalogue, figure: str, name: str) -> bool:
    for fact, value in thresholds(book, name):
        known = book.facts.get(fact)
        read = known and parse_number(figure, known.type, known.unit, book.units, book.money)
        if not isinstance(read, Fraction):  # points of a table, or a unit that is only a word for things counted
            read = Fraction(re.sub(r"[^0-9.]", "", figure))
        if read == value:
            return True
    return False


@pytest.mark.parametrize("programme", sorted(set(KNOWN) - LEFT_OUT))
def test_every_programme_is_a_measure(programme: str, book: Catalogue) -> None:
    measures = [m for m in book.measures.values() if programme in m.programmes]
    assert measures
    for measure in measures:
        assert (measure.requires is None) == (measure.unwritten is not None)


@pytest.mark.parametrize(("programme", "row"), ROWS)
def test_every_row_is_carried_or_says_why_not(programme: str, row: str, book: Catalogue) -> None:
    said = KNOWN[programme][row]
    assert set(said) <= {"by", "why", "kind", "figure"}
    by, why = said.get("by", []), said.get("why", "")
    assert by or why.strip(), "neither what carries it nor why nothing does"
    is_ruled = [named_tests(book, name) is not None for name in by]
    if said["kind"] not in BINDING or why:
        return
    assert any(is_ruled), "a binding row that only words carry says why"
    if FIGURE.match(said.get("figure", "")):
        assert any(is_held(book, said["figure"], name) for name in by), "no threshold equals the figure that was read"


def test_what_is_left_out_says_why(book: Catalogue) -> None:
    for programme in LEFT_OUT:
        assert KNOWN[programme]["left_out"].strip()
        assert not [m for m in book.measures.values() if programme in m.programmes]


def test_measures_name_no_programme_that_is_not_listed(book: Catalogue) -> None:
    assert {p for m in book.measures.values() for p in m.programmes} == set(KNOWN) - LEFT_OUT
