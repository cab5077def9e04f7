"""Bounds on words: of the command line, of answers that are typed, of the environment."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest
import typer

from zhence.app.plan import shares
from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.profiles.spoken import read_spoken
from zhence.report.console import PIPE_WIDTH, WIDEST, safe_console


@pytest.mark.parametrize(
    ("said", "width"),
    [
        ("1", 1),
        (f"{WIDEST}", WIDEST),
        (f"{WIDEST + 1}", WIDEST),
        ("9" * 10_000, WIDEST),
        ("0", PIPE_WIDTH),
        ("-5", PIPE_WIDTH),
        ("wide", PIPE_WIDTH),
        ("", PIPE_WIDTH),
    ],
)
def test_no_width_takes_the_memory(monkeypatch: pytest.MonkeyPatch, said: str, width: int) -> None:
    monkeypatch.setenv("COLUMNS", said)
    assert safe_console(io.StringIO()).width == width


@pytest.mark.parametrize("said", ["12%", "0.5%", "1000%", "1/2%", "0%"])
def test_a_share_is_read(said: str) -> None:
    assert shares([f"revenue={said}"], "--growth", "en", is_percent=True).keys() == {"revenue"}


@pytest.mark.parametrize(
    "said",
    [
        "1e-9999999%",
        "1E9999999%",
        "1e2%",
        "1001000%",
        "-1%",
        "nan%",
        "1/0%",
        "9" * 20 + "%",
        "9" * 9_999 + "%",
        "%",
        "",
    ],
)
def test_no_share_takes_for_ever(said: str) -> None:
    with pytest.raises(typer.Exit):
        shares([f"revenue={said}"], "--growth", "en", is_percent=True)


def endless() -> Iterator[str]:
    yield from (
        "{" * 9_999,
        "{ value = " + "[" * 9_999,
        "{ value = " + "9" * 9_999 + " }",
        "{ value = 0x" + "f" * 9_999 + " }",
    )
    yield from (
        "{ value = " + "[" * 30 + "]" * 30 + " }",
        "9" * 9_999,
        "1e999999",
        "以上" * 9_999,
        "2024" * 999,
        "~" * 999,
    )


def test_no_answer_that_is_typed_takes_for_ever() -> None:
    book = load(bundled())
    facts = {fact.type: fact for fact in book.facts.values()}
    assert len(facts) > 6
    for fact in facts.values():
        for said in endless():
            found = read_spoken(said, fact, book, date(2026, 6, 1))
            assert found.given is not None or found.faults
