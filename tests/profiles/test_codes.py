"""Industries by their number in the national classification, or by name."""

from __future__ import annotations

import pytest

from zhence.model.catalogue import Catalogue
from zhence.model.value import option
from zhence.profiles.answers import read_choice
from zhence.written.faults import Mistake


@pytest.mark.parametrize(
    ("written", "sector"),
    [
        ("C3484", "industry"),
        ("3484", "industry"),
        ("c34", "industry"),
        ("C", "industry"),
        ("06", "industry"),
        ("46", "industry"),
        ("47", "construction"),
        ("05", "agriculture"),
        ("制造业", "industry"),
        ("7010", "property_dev"),
        ("K7020", "property_mgmt"),
        ("51", "wholesale"),
        ("52", "retail"),
        ("Ｃ３４", "industry"),
    ],
)
def test_a_code_stands_for_its_sector(written: str, sector: str, book: Catalogue) -> None:
    assert read_choice(written, book.facts["size_sector"]) == option(sector)


@pytest.mark.parametrize("written", ["99", "7030", "F", "3", "C34845", "53"])
def test_a_code_of_no_sector_is_not_guessed_at(written: str, book: Catalogue) -> None:
    assert isinstance(read_choice(written, book.facts["size_sector"]), Mistake)
