"""Every reader accepts an input or tells a mistake of its own, and does so at once; `long.py` asks a million times."""

from __future__ import annotations

import random

import mutate
import pytest
from readers import READERS, corpus
from watch import SLOW, input_of, run

SEED = 20260601


@pytest.mark.parametrize("name", READERS)
def test_no_input_surprises_a_reader(name: str) -> None:
    seen = run(name, SEED, range(len(corpus(name)) + READERS[name].few))
    assert seen.findings == []
    assert 0 < seen.accepted < seen.inputs
    assert seen.slowest <= SLOW


@pytest.mark.parametrize("name", READERS)
def test_an_input_can_be_made_again(name: str) -> None:
    kept = corpus(name)
    made = [input_of(name, SEED, number, kept) for number in range(len(kept) + 20)]
    assert made == [input_of(name, SEED, number, kept) for number in range(len(kept) + 20)]
    assert made[: len(kept)] == kept
    assert len(set(made)) > len(kept) + 10


def test_what_a_reader_raises_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(data: bytes) -> bool:
        if data == corpus("day")[1]:
            raise RecursionError
        return True

    monkeypatch.setitem(READERS, "day", READERS["day"].__class__(fails, mutate.PLAIN, 1, 1))
    seen = run("day", SEED, range(4))
    assert [number for number, _ in seen.findings] == [1]
    assert "RecursionError" in seen.findings[0][1]


@pytest.mark.parametrize("change", [*mutate.TOML, *mutate.CSV, *mutate.JSON, *mutate.ZIP])
def test_a_change_takes_what_it_is_given(change: mutate.Change) -> None:
    for data in (b"", b"\n", b"a", b"a = 1\n", b"[]", b"{}", b"PK\x03\x04"):
        for seed in range(20):
            assert isinstance(change(random.Random(seed), data, [data, b""]), bytes)
