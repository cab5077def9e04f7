"""Rows that may contradict themselves: every figure that one profile gets a note about is suspected in a table."""

from __future__ import annotations

from datetime import date

import pytest
from random_rows import table

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns.contradictions import with_suspects
from zhence.columns.rows import record
from zhence.profiles.consistency import contradictions

pytestmark = pytest.mark.slow

BOOK = load(bundled())
DAY = date(2026, 6, 1)


@pytest.mark.parametrize("seed", range(4))
def test_what_a_profile_is_told_is_suspected(seed: int) -> None:
    rows = table(BOOK, DAY, 60, seed, missing=0.2, ranged=0.2)
    whole, suspects = with_suspects(rows.lazy(), BOOK, DAY)
    found = whole.select(**{str(key): test for key, test in suspects.items()}).collect()
    told = 0
    for at, row in enumerate(rows.iter_rows(named=True)):
        for key, _ in contradictions(record(row, BOOK, "enterprise").facts, BOOK, DAY):
            assert found[str(key)][at]
            told += 1
    assert told > 20
