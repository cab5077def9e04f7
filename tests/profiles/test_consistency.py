"""Figures that cannot both be right are told, those at the edge are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.profiles.read import read_profile

BOOK = load(bundled())
DAY = date(2026, 6, 1)
HEAD = '[enterprise]\nname = "甲"\ncounty = "龙游县"\n'


def kinds(path: Path, text: str) -> list[tuple[str, int | None]]:
    """Return the kind and the line of each note on a profile."""
    path.write_text(HEAD + text, "utf-8")
    _, notes = read_profile(path, BOOK, DAY)
    return [(note.kind, note.line) for note in notes]


@pytest.mark.parametrize(
    ("part", "whole", "is_told"),
    [
        ('"2980万元"', '"2980万元"', False),
        ('"2981万元"', '"2980万元"', True),
        ("1", "0", True),
        ("0", "0", False),
        ('{ from = "2000万元", to = "3000万元" }', '"2000万元"', False),
        ('{ from = "2001万元", to = "3000万元" }', '"2000万元"', True),
        ('"3000万元"', '{ from = "2000万元" }', False),
    ],
)
def test_a_part_is_no_larger_than_its_whole(tmp_path: Path, part: str, whole: str, is_told: bool) -> None:
    text = f"[enterprise.year.2025]\nrevenue = {whole}\nmain_revenue = {part}\n"
    assert kinds(tmp_path / "a.toml", text) == ([("over-the-whole", 6)] if is_told else [])


def test_years_are_held_against_their_own(tmp_path: Path) -> None:
    text = '[enterprise.year.2024]\nrevenue = "10万元"\n[enterprise.year.2025]\nmain_revenue = "20万元"\n'
    assert kinds(tmp_path / "a.toml", text) == []


@pytest.mark.parametrize(("day", "is_told"), [("2026-06-01", False), ("2026-06-02", True)])
def test_a_firm_is_founded_before_the_day(tmp_path: Path, day: str, is_told: bool) -> None:
    assert kinds(tmp_path / "a.toml", f"registered_on = {day}\n") == ([("day-ahead", 4)] if is_told else [])
