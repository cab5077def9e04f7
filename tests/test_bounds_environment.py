"""Bounds on what the environment says: the width of a terminal."""

from __future__ import annotations

import io

import pytest

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
