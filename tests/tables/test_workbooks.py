"""Workbooks as tables: what Excel hides, sheets beside the first, formulas without a value, and bounds on what unpacks."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.model.fault import FaultyError
from zhence.profiles.spreadsheet import open_book
from zhence.profiles.spreadsheet_parts import LONGEST, Bounds, RefusedError
from zhence.tables import workbooks
from zhence.tables.read import Asked, Table, read_table

BOOK = load(bundled())
ASKED = Asked(BOOK, "enterprise", date(2026, 6, 1))
SHEET = "xl/worksheets/sheet1.xml"


def saved(path: Path, *rows: tuple[object, ...]) -> openpyxl.Workbook:
    """Return a workbook with these rows, saved."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return book


def rewritten(path: Path, part: str, old: str, new: str) -> None:
    """Change the words of one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def read(path: Path) -> Table:
    return read_table([path], ASKED)


def kinds(table: Table) -> list[str]:
    return [note.kind for note in table.notes]


def test_only_one_sheet_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = saved(path, ("name", "revenue@2025"), ("甲", 1))
    assert kinds(read(path)) == []
    book.create_sheet("往年").append(["name", "revenue@2025"])
    book.save(path)
    (note,) = read(path).notes
    assert note.kind == "other-sheets"
    assert "往年" in note.problem.zh
    book.active.sheet_state = "hidden"
    book["往年"].append(["乙", 2])
    book.active = 1
    book.save(path)
    table = read(path)
    assert table.frame.collect()["name"].to_list() == ["乙"]
    assert "Sheet" in table.notes[0].problem.en


@pytest.mark.parametrize(
    ("said", "is_exact"), [(999_999_999_999_999, True), (10**15, False), ("1000000000000001", True)]
)
def test_a_number_that_excel_has_rounded_is_nobodys_id(tmp_path: Path, said: int | str, is_exact: bool) -> None:
    path = tmp_path / "a.xlsx"
    saved(
        path, ("编号", "名称", "年度", "营业收入"), (said, "甲", 2025, 1), (said, None, 2024, 2), ("A", "乙", 2025, 3)
    )
    table = read(path)
    assert [row["column"] for row in table.rejects.to_dicts()] == ([] if is_exact else ["编号"] * 2)
    ids = table.frame.collect()["id"].to_list()
    assert ids == ([str(said), "A"] if is_exact else ["A"])
    saved(path, ("编号", "名称", "营业收入2025"), (said, "甲", 1), (said, "乙", 2))
    wide = read(path)
    assert wide.rejected == (0 if is_exact else 2)
    rows = wide.frame.collect().to_dicts()
    assert [row["id"] for row in rows] == [str(said) if is_exact else None] * 2
    assert [row["revenue@2025"] for row in rows] == [1_000_000, 2_000_000]


@pytest.mark.parametrize(
    ("area", "is_told"), [("B2:B3", True), ("B1:B2", True), ("C2:C3", False), ("A2:B2", False), ("A4:C5", False)]
)
def test_merged_cells_of_a_column_that_is_used_are_told(tmp_path: Path, area: str, is_told: bool) -> None:
    path = tmp_path / "a.xlsx"
    book = saved(path, ("名称", "地方", "备注"), ("甲", "龙游县", "x"), ("乙", None, None), ("丙", "江山市", None))
    book.active.merge_cells(area)
    book.save(path)
    table = read_table([path], Asked(BOOK, "enterprise", ASKED.as_of, {"地方": "county", "备注": ""}))
    assert [note.file and note.kind for note in table.notes] == ["merged-cells"] * is_told


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ("B2:C4", ["所在县（市、区）", "主营业务收入2025"]),
        ("C2:D2", ["主营业务收入2025", "主营业务收入2024"]),
        ("D4:E5", ["主营业务收入2024"]),
        ("A2:B3", ["名称", "所在县（市、区）"]),
        ("A4:D4", []),  # a note below the table
        ("A1:E1", []),
        ("E2:F3", []),
    ],
)
def test_cells_that_are_merged_over_several_columns_are_told(tmp_path: Path, area: str, told: list[str]) -> None:
    path = tmp_path / "a.xlsx"
    heads = ("名称", "所在县（市、区）", "主营业务收入2025", "主营业务收入2024")
    book = saved(path, heads, ("甲", "龙游县", 1, 2), ("乙", "龙游县", 1, 2), ("丙", "江山市", 1, 2))
    before = kinds(read(path))
    book.active.merge_cells(area)
    book.save(path)
    notes = [note for note in read(path).notes if note.kind == "merged-cells"]
    assert [note.key for note in notes] == told
    assert all(area in note.problem.zh and area in note.problem.en for note in notes)
    assert "merged-cells" not in before


def test_merged_cells_above_the_heads_are_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = saved(path, (), (), ("name", "revenue@2025"), ("甲", 1))
    book.active.merge_cells("A1:A2")
    book.save(path)
    assert kinds(read(path)) == []


def test_hidden_rows_are_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = saved(path, ("name", "revenue@2025"), ("甲", 1), ("乙", 2))
    assert kinds(read(path)) == []
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    table = read(path)
    assert kinds(table) == ["hidden-rows"]
    assert table.frame.collect()["name"].to_list() == ["甲", "乙"]


@pytest.mark.parametrize(("column", "is_told"), [("B", True), ("C", True), ("D", False)])
def test_hidden_columns_are_read_and_told(tmp_path: Path, column: str, is_told: bool) -> None:
    path = tmp_path / "a.xlsx"
    book = saved(path, ("name", "revenue@2025", "revenue@2024"), ("甲", 1, 2))
    book.active.column_dimensions[column].hidden = True
    book.save(path)
    table = read(path)
    assert kinds(table) == ["hidden-columns"] * is_told
    assert all(column in note.problem.zh and column in note.problem.en for note in table.notes)
    assert table.frame.collect()["revenue@2025"].to_list() == [1_000_000]


def test_a_formula_without_a_value_and_an_error_are_rejected(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    saved(path, ("name", "revenue@2025", "revenue@2024"), ("甲", "=1+1", "#N/A"), ("乙", 3, None))
    table = read(path)
    told = {(row["row"], row["column"]): row["zh"] for row in table.rejects.to_dicts()}
    assert set(told) == {(2, "revenue@2025"), (2, "revenue@2024")}
    assert "公式" in told[2, "revenue@2025"]
    assert "Excel" in told[2, "revenue@2024"]
    assert table.frame.collect()["revenue@2025"].to_list() == [None, 3_000_000]
    rewritten(path, SHEET, "<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>")
    assert read(path).frame.collect()["revenue@2025"].to_list() == [2_000_000, 3_000_000]


@pytest.mark.parametrize(("is_1904", "day"), [(False, date(2011, 6, 1)), (True, date(2015, 6, 2))])
def test_days_are_counted_from_the_epoch_of_the_workbook(tmp_path: Path, is_1904: bool, day: date) -> None:
    path = tmp_path / "a.xlsx"
    saved(path, ("name", "registered_on"), ("甲", date(2011, 6, 1)), ("乙", 40695))
    if is_1904:
        rewritten(path, "xl/workbook.xml", "<workbookPr/>", '<workbookPr date1904="1"/>')
    table = read(path)
    assert table.frame.collect()["registered_on"].to_list() == [day, None]
    assert [(row["row"], row["value"]) for row in table.rejects.to_dicts()] == [(3, "40695")]


def test_rows_keep_their_numbers_over_gaps_and_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for row, words in ((3, ("name", "revenue@2025")), (4, ("甲", 1)), (9, ("乙", 2)), (10, (None, 3))):
        for column, value in enumerate(words, 1):
            book.active.cell(row, column, value)
    book.save(path)
    whole = {row["row"]: row for row in read(path).frame.collect().to_dicts()}
    assert (whole[4]["name"], whole[9]["revenue@2025"], whole[10]["name"]) == ("甲", 2_000_000, None)
    for piece in (1, 2, 5, 6, 7):
        monkeypatch.setattr(workbooks, "PIECE", piece)
        assert {row["row"]: row for row in read(path).frame.collect().to_dicts()} == whole


def test_more_rows_than_a_profile_has(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["name", "revenue@2025"])
    for at in range(10_001):
        sheet.append([f"f{at}", at])
    book.save(path)
    table = read(path)
    assert table.rows == 10_001
    assert table.frame.collect()["revenue@2025"][-1] == 10_000_000_000


@pytest.mark.parametrize(
    ("bounds", "kind"),
    [
        ({"cells": 4}, None),
        ({"cells": 3}, "too-many-cells"),
        ({"rows": 2}, None),
        ({"rows": 1}, "too-many-cells"),
        ({"columns": 2}, None),
        ({"columns": 1}, "too-many-cells"),
        ({"unpacked": 100}, "too-large-workbook"),
    ],
)
def test_what_a_workbook_may_hold(tmp_path: Path, bounds: dict[str, int], kind: str | None) -> None:
    path = tmp_path / "a.xlsx"
    saved(path, ("name", "revenue@2025"), ("甲", 1))
    some = Bounds(**{"unpacked": 1 << 20, "rows": 9, "columns": 9, "cells": 9, **bounds})

    def cells() -> int:
        with open_book(path, some) as book:
            return len(list(book.cells("Sheet")))

    if kind is None:
        assert cells() == 4
    else:
        with pytest.raises(RefusedError) as raised:
            cells()
        assert raised.value.mistake.kind == kind


def test_bombs_are_refused_before_they_unpack(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    saved(path, ("name",), ("x1",))
    whole = path.read_bytes()
    for new, kind in (
        ("<t>" + "x" * (7 * LONGEST + 1) + "</t>", "too-long-cell"),
        (f'<t a="{"x" * 2_000_000}">x1</t>', "broken-workbook"),
        ("<t>" + "x" * LONGEST + "</t>", None),
    ):
        path.write_bytes(whole)
        rewritten(path, SHEET, "<t>x1</t>", new)
        if kind is None:
            assert read(path).rows == 1
            continue
        with pytest.raises(FaultyError) as raised:
            read(path)
        assert [fault.kind for fault in raised.value.faults] == [kind]


@pytest.mark.parametrize(
    ("head", "code", "said", "millions"),
    [
        ("主营业务收入（万元）2025", r"0\.0,", 5_000_000, 500),
        ("主营业务收入（万元）2025", "0!.0,", 5_000_000, 500),
        ("主营业务收入2025", '0!.00,,"亿元"', 2_310_000_000, 231_000),
        ("主营业务收入2025", r"0\.00,,亿", 2_310_000_000, 231_000),
        ("主营业务收入2025", '0.0"亿元"', 23.1, 231_000),
        ("主营业务收入（元）2025", '0.0,"千元"', 50_000_000, 5_000),
        ("主营业务收入2025", '#,##0.00"万元"_);[Red]-#,##0.00"万元"', 1200, 1200),
        ("主营业务收入2025", '[>=100000000]0!.00,,"亿元";[>=10000]0!.0,"万元";0"元"', 2_310_000_000, 231_000),
        ("主营业务收入2025", '[>=100000000]0!.00,,"亿元";[>=10000]0!.0,"万元";0"元"', 12_000_000, 1200),
        ("主营业务收入2025", '0.0"万元";-0.0"万元";"-"', 0, 0),
        ("主营业务收入2025", '0" "', 1200, 1200),
        ("主营业务收入2025", 'General"万元"', 1200, 1200),
        ("主营业务收入2025", '"¥"#,##0_);("¥"#,##0)', 1200, 1200),
        ("主营业务收入2025", "[$¥-804]#,##0", 1200, 1200),
        ("主营业务收入2025", "#,##0.00", 1200, 1200),
        ("主营业务收入2025", "0.00E+00", 1200, 1200),
        ("从业人员2025", '0"人"', 320, 320),
        ("研发费用占营业收入比例2025", '0.0"%"', 3.5, 3.5),
        ("研发费用占营业收入比例2025", "0.0%", 0.035, 3.5),
        ("主营业务收入2025", '0.0,"万元"', 5_000_000, None),
        ("主营业务收入2025", '0.0,"元"', 5_000_000, None),
        ("主营业务收入2025", '0"亿"0000"万"', 500_000, None),
        ("主营业务收入2025", '"$"#,##0', 1200, None),
        ("主营业务收入2025", "[$US$-409]#,##0", 1200, None),
        ("主营业务收入2025", '0.0"吨"', 1200, None),
        ("主营业务收入2025", '"约"0', 1200, None),
        ("主营业务收入2025", '"E"0', 1200, None),
        ("主营业务收入2025", '0"万元";"亏"', -1200, None),
    ],
)
def test_a_number_is_what_its_format_shows(
    tmp_path: Path, head: str, code: str, said: float, millions: float | None
) -> None:
    path = tmp_path / "a.xlsx"
    book = saved(path, ("name", head), ("甲", said))
    book.active["B2"].number_format = code
    book.save(path)
    table = read(path)
    (row,) = table.frame.collect().to_dicts()
    figure = next((value for key, value in row.items() if "@2025" in key), None)
    assert figure == (None if millions is None else round(millions * 1_000_000))
    assert table.rejected == (millions is None)


def test_a_format_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = saved(path, ("编号", "主营业务收入2025"), (7, 5_000_000))
    book.active["A2"].number_format = '"E"0'
    book.active["B2"].number_format = '0.0,"万元"'
    book.save(path)
    table = read(path)
    assert "数字格式" in table.rejects["zh"][0]
    assert "5000000" in table.rejects["en"][0]
    assert table.frame.collect()["id"].to_list() == ["E7"]
