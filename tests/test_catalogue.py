"""The real catalogue: no errors, every example right, one case per measure."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import ROOT
from zhence.catalogue.files import bundled, read_files
from zhence.catalogue.load import load
from zhence.model.catalogue import Catalogue
from zhence.model.value import option
from zhence.profiles.answers import read_place
from zhence.proof.examples import run_examples
from zhence.proof.lint import lint

BOOK = load(bundled(), is_cached=False)
RULES = {**BOOK.definitions, **BOOK.measures}


def test_lint_finds_no_error() -> None:
    found = lint(read_files(bundled()), date(2026, 11, 23))
    assert [(f.file, f.key, f.problem.zh) for f in found if f.severity == "error"] == []


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.requires is not None])
def test_examples(name: str) -> None:
    outcomes = run_examples(BOOK, RULES[name])
    assert outcomes
    assert [(o.example, d.en) for o in outcomes for d in o.differences] == []


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_condition_has_a_clause_and_a_known_source(name: str) -> None:
    for condition in RULES[name].conditions.values():
        assert condition.clause.zh.strip()
        assert condition.clause.en.strip()
        assert condition.source in BOOK.sources


def test_twenty_measures_and_more_of_both_subjects(book: Catalogue) -> None:
    written = [m for m in book.measures.values() if m.requires is not None]
    assert len(written) >= 20
    assert {"enterprise", "town", "cluster", "project", "product"} <= {m.subject for m in written}


@pytest.mark.parametrize(
    ("place", "zone", "day", "inside"),
    [
        ("平阳县", "mountain-island", date(2024, 8, 20), True),
        ("平阳县", "mountain-island", date(2024, 8, 21), False),
        ("江山市", "mountain-island", date(2025, 5, 27), True),
        ("江山市", "mountain-island", date(2025, 5, 28), False),
        ("洞头区", "mountain-island", date(2024, 8, 20), False),
        ("洞头区", "mountain-island", date(2024, 8, 21), True),
        ("江山市", "mountain-island-with-moved-out", date(2026, 1, 1), True),
        ("江山市", "mountain-island-notice", date(2026, 1, 1), None),
        ("青田县", "mountain-island", date(2026, 1, 1), None),
        ("西湖区", "mountain-island", date(2026, 1, 1), False),
    ],
)
def test_places_belong_to_zones_by_date(
    book: Catalogue, place: str, zone: str, day: date, *, inside: bool | None
) -> None:
    from zhence.engine import Case
    from zhence.engine.zones import read_zone
    from zhence.profiles.settings import record_from_flat

    record = record_from_flat("town", {"county": place}, book, day)
    answer = read_zone(Case(book, day, (record,)), zone).answer
    expected = (2, 2) if inside else (0, 2) if inside is None else (0, 0)
    assert (answer.low, answer.high) == expected


def test_places_have_a_name_of_their_own_in_english_and_are_read_by_it(book: Catalogue) -> None:
    titles = [book.place_title(place) for place in book.places]
    assert all(title.zh == place and title.en.isascii() for title, place in zip(titles, book.places, strict=True))
    assert len({title.en for title in titles}) == len(titles)
    assert all(read_place(title.en, book.places) == option(title.zh) for title in titles)
    assert book.place_title(None).en == "—"


def test_no_english_page_names_a_place_in_chinese() -> None:
    pages = sorted((ROOT / "tests" / "golden").rglob("*.en.txt"))
    assert len(pages) > 20
    assert [(path.name, place) for path in pages for place in BOOK.places if place in path.read_text("utf-8")] == []
