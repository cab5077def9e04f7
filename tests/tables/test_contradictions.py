"""Rows that contradict themselves get the note that a profile gets, once for each column; those at the edge get none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.tables.read import Asked, read_table

BOOK = load(bundled())


def notes(path: Path, *contents: str) -> list[tuple[str, str, str]]:
    """Return the kind, the head and the words of the notes on files of these contents."""
    files = [path / f"{at}.csv" for at in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_text(content, "utf-8")
    table = read_table(files, Asked(BOOK, "enterprise", date(2026, 6, 1)))
    return [(note.kind, note.key, note.problem.zh) for note in table.notes]


@pytest.mark.parametrize(
    ("head", "cells", "kind"),
    [
        ("主营业务收入2025,营业收入2025", "6000,5000", "over-the-whole"),
        ("主营业务收入2025,营业收入2025", "5000,5000", None),
        ("主营业务收入2025下限,主营业务收入2025上限,营业收入2025", "5001,6000,5000", "over-the-whole"),
        ("主营业务收入2025下限,主营业务收入2025上限,营业收入2025", "5000,6000,5000", None),
        ("主营业务收入2025,营业收入2024", "6000,5000", None),
        ("注册成立日期", "2026-06-02", "day-ahead"),
        ("注册成立日期", "2026-06-01", None),
        ("资产负债率2025,负债总额2025,资产总额2025", "20%,9000,10000", "unlike-its-parts"),
        ("资产负债率2025,负债总额2025,资产总额2025", "90%,9040,10000", None),  # rounded as it was written
        ("资产负债率2025,负债总额2025,资产总额2025", "20%,9000,", None),
        ("资产负债率2025", "20%", None),
    ],
)
def test_a_row_that_contradicts_itself_is_noted(tmp_path: Path, head: str, cells: str, kind: str | None) -> None:
    found = notes(tmp_path, f"名称,{head}\n甲,{cells}\n")
    assert [(each, where) for each, where, _ in found] == ([] if kind is None else [(kind, head.split(",")[0])])
    assert all(words.startswith("第2行：") for *_, words in found)


def test_rows_are_counted_by_file_and_in_tables_of_years(tmp_path: Path) -> None:
    rows = "名称,主营业务收入2025,营业收入2025\n甲,6,5\n乙,5,5\n丙,7,5\n"
    ((kind, head, words),) = notes(tmp_path, rows)
    assert (kind, head) == ("over-the-whole", "主营业务收入2025")
    assert words.startswith("2行与别的数据矛盾，如第2行：主营业务收入（6万元）超过营业收入（5万元）")
    years = "名称,年度,主营业务收入,营业收入\n甲,2024,5,5\n甲,2025,6,5\n"
    assert [(kind, head) for kind, head, _ in notes(tmp_path, years)] == [("over-the-whole", "主营业务收入")]
    other = "名称,主营业务收入2025,营业收入2025\n丁,5,5\n戊,9,5\n"
    assert [words[:4] for *_, words in notes(tmp_path, rows, other)] == ["2行与别", "第3行："]


def test_many_rows_are_counted_without_looking_at_each(tmp_path: Path) -> None:
    rows = "".join(f"企业{at},6,5\n" for at in range(150))
    ((_, _, words),) = notes(tmp_path, f"名称,主营业务收入2025,营业收入2025\n{rows}")
    assert words.startswith("150行与别的数据矛盾，如第2行：")
