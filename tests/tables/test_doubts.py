"""Numbers of a table that are more likely others: told once a column, as `check` tells of the same number alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.profiles.values import ValueReader
from zhence.tables.read import Asked, Table, read_table

BOOK = load(bundled())
ASKED = Asked(BOOK, "enterprise", date(2026, 6, 1))
HEADS = {"revenue@2025": "revenue", "debt_ratio@2025": "debt_ratio", "employees@2025": "employees"}
CELLS = [
    "0",
    "0.5",
    "1",
    "2",
    "2.31",
    "9.99",
    "10",
    "10.5",
    "9999999",
    "10000000",
    "1180元",
    "10001元",
    "0.42%",
    "５.5",
    "x",
]


def read(path: Path, content: str) -> Table:
    path.write_text(content, "utf-8")
    return read_table([path], ASKED)


@pytest.mark.parametrize("head", HEADS)
def test_a_cell_is_doubted_where_a_profile_would_be(tmp_path: Path, head: str) -> None:
    for cell in CELLS:
        reader = ValueReader(BOOK.facts[HEADS[head]], BOOK, ASKED.as_of, loose=True)
        is_read = reader.read(cell) is not None
        kinds = [mistake.kind for _, mistake in reader.found] if is_read else []
        assert [note.kind for note in read(tmp_path / "a.csv", f"name,{head}\nx,{cell}\n").notes] == kinds, cell


def test_many_doubtful_cells_are_one_note_with_the_first_of_them(tmp_path: Path) -> None:
    (note,) = read(tmp_path / "a.csv", "name,revenue@2025\na,50\nb,2.31\n合计,3.5\nc,3.25\nd,1180元\n").notes
    assert note.key == "revenue@2025"
    assert "3个单元格可疑，如第3行：" in note.problem.zh
    assert "'2.31'" in note.problem.en
    assert "2.31亿元" in note.remedy.zh


@pytest.mark.parametrize(
    ("head", "cell", "is_told"),
    [
        ("营业收入（万元）2025", "2.31", False),
        ("营业收入2025", "2.31", True),
        ("营业收入（万元）2025", "999999999", False),
        ("营业收入（万元）2025", "1000000000", True),
        ("营业收入（元）2025", "9999", True),
        ("营业收入（元）2025", "10000", False),
        ("资产负债率（%）2025", "0.42", False),
    ],
)
def test_the_unit_of_a_head_is_that_of_its_plain_numbers(tmp_path: Path, head: str, cell: str, is_told: bool) -> None:
    (tmp_path / "a.csv").write_text(f"name,{head}\nx,{cell}\n", "utf-8")
    assert len(read_table([tmp_path / "a.csv"], ASKED).notes) == is_told


def test_doubles_are_doubted_as_texts_are(tmp_path: Path) -> None:
    pl.DataFrame({"revenue@2025": [2.31, None, float("nan"), 231_000_000.0]}).write_parquet(tmp_path / "a.parquet")
    (note,) = read_table([tmp_path / "a.parquet"], ASKED).notes
    assert "2 cells" in note.problem.en
