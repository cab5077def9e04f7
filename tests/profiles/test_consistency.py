"""Figures that cannot both be right are told, those at the edge are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.model.fault import Fault
from zhence.model.profile import Record
from zhence.profiles.read import read_profile
from zhence.profiles.settings import apply_settings, record_from_flat

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


@pytest.mark.parametrize(
    ("stated", "parts", "is_told"),
    [
        ('rd_intensity = "10%"', "", True),
        ('rd_intensity = "3.1%"', "", False),  # 92 of 2980 is 3.087…%
        ('rd_intensity = "3%"', "", False),  # half a unit of the last digit that is shown
        ('rd_intensity = "3.0%"', "", True),
        ('rd_intensity = "3.12%"', "", True),
        ('rd_intensity = "3.1182%"', "", False),  # one per cent of it, and more
        ('rd_intensity = "3.1186%"', "", True),
        ('rd_intensity = { from = "3%", to = "4%" }', "", False),
        ('rd_intensity = { from = "3.2%", to = "4%" }', "", True),
        ('rd_intensity = { to = "3%" }', "", True),
        ('debt_ratio = "40%"', 'total_assets = "1亿元"\ntotal_liabilities = "4000万元"', False),
        ('debt_ratio = "50%"', 'total_assets = "1亿元"\ntotal_liabilities = "4000万元"', True),
        ('debt_ratio = "50%"', 'total_assets = "1亿元"', False),
        ('debt_ratio = "50%"', 'total_assets = "1亿元"\ntotal_liabilities = { from = "4000万元" }', False),
        ('debt_ratio = "30%"', 'total_assets = "1亿元"\ntotal_liabilities = { from = "4000万元" }', True),
        ('debt_ratio = "50%"', 'total_assets = 0\ntotal_liabilities = "4000万元"', False),
    ],
)
def test_a_share_is_the_share_of_its_parts(tmp_path: Path, stated: str, parts: str, is_told: bool) -> None:
    year = f"[enterprise.year.2025]\nrevenue = 2980\nrd_expense = 92\n{stated}\n{parts}\n"
    assert kinds(tmp_path / "a.toml", year) == ([("unlike-its-parts", 7)] if is_told else [])


@pytest.mark.parametrize(
    ("figure", "is_told"),
    [
        ("rd_expense_2y = 192", False),
        ('rd_expense_2y = "5000万元"', True),
        ("revenue_growth = 12", False),
        ("revenue_growth = 20", True),
    ],
)
def test_a_figure_of_years_is_made_of_its_years(tmp_path: Path, figure: str, is_told: bool) -> None:
    text = "[enterprise.year.2025]\nrd_expense = 92\nrevenue = 1120\n[enterprise.year.2024]\nrd_expense = 100\nrevenue = 1000\n"
    place = text.replace("revenue = 1120\n", f"revenue = 1120\n{figure}\n")
    assert kinds(tmp_path / "a.toml", place) == ([("unlike-its-parts", 7)] if is_told else [])


def test_years_are_held_against_their_own(tmp_path: Path) -> None:
    text = '[enterprise.year.2024]\nrevenue = "10万元"\n[enterprise.year.2025]\nmain_revenue = "20万元"\n'
    assert kinds(tmp_path / "a.toml", text) == []


@pytest.mark.parametrize(("day", "is_told"), [("2026-06-01", False), ("2026-06-02", True)])
def test_a_firm_is_founded_before_the_day(tmp_path: Path, day: str, is_told: bool) -> None:
    assert kinds(tmp_path / "a.toml", f"registered_on = {day}\n") == ([("day-ahead", 4)] if is_told else [])


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (["main_revenue@2025=2981万元"], [("main_revenue@2025", "over-the-whole")]),
        (["main_revenue@2025=2980万元"], []),
        (["revenue@2025=900万元"], [("main_revenue@2025", "over-the-whole")]),
        (["registered_on=2026-06-02"], [("registered_on", "day-ahead")]),
        (["registered_on=2026-06-01"], []),
        (["prefecture=宁波市"], [("prefecture", "contradicts-place")]),
        (["prefecture=宁波市", "county=宁海县"], []),
        (["employees=5"], []),  # what the profile contradicts by itself was told with the profile
    ],
)
def test_what_is_set_is_held_against_what_is_stated(
    tmp_path: Path, settings: list[str], told: list[tuple[str, str]]
) -> None:
    path = tmp_path / "a.toml"
    year = 'revenue = "2980万元"\nmain_revenue = "1000万元"\n[enterprise.year.2024]\nrevenue = 1\nmain_revenue = 2\n'
    path.write_text(f"{HEAD}[enterprise.year.2025]\n{year}", "utf-8")
    record, notes = read_profile(path, BOOK, DAY)
    assert [note.key for note in notes] == ["enterprise.year.2024.main_revenue"]
    found: list[Fault] = []
    apply_settings(record, settings, BOOK, DAY, found)
    assert [(fault.key, fault.kind) for fault in found] == told
    assert {fault.file for fault in found} <= {"--set"}
    away = [fault.problem.zh for fault in found if fault.kind == "contradicts-place"]
    assert all("写 宁波市，" in words for words in away)  # its title, whatever the option is called


def test_an_option_is_told_by_its_title(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(HEAD + 'prefecture = "ningbo"\n', "utf-8")
    (note,) = [each for each in read_profile(path, BOOK, DAY)[1] if each.kind == "contradicts-place"]
    assert "写 宁波市，而" in note.problem.zh
    assert "says Ningbo" in note.problem.en


@pytest.mark.parametrize(("share", "is_told"), [("2980万元", False), ("2981万元", True)])
def test_what_is_set_of_an_item_is_told_with_the_item(share: str, is_told: bool) -> None:
    firm = record_from_flat("enterprise", {"revenue@2025": 2980}, BOOK, DAY)
    town = Record("town", "某镇", items={"enterprise": (firm, replace(firm, name="乙"))})
    found: list[Fault] = []
    apply_settings(town, [f"enterprise[2].main_revenue@2025={share}"], BOOK, DAY, found)
    assert [fault.key for fault in found] == ["enterprise[2].main_revenue@2025"] * is_told
