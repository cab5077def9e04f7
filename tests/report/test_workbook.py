"""A report in Excel is a profile: read back it answers the same, filled in it answers more."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from office import DAY, HUZHEN, ONE_GAP, RANGE, SAMPLES, opened, policies, record_of, sample, told

from zhence.model.fact import FactKey
from zhence.model.fault import FaultyError
from zhence.model.text import Lang
from zhence.model.value import day
from zhence.profiles.read import read_profile
from zhence.profiles.settings import apply_settings
from zhence.profiles.spreadsheet import PROFILE, UNCOMPUTED, cell_name, read_sheets
from zhence.report.forms.docx import docx
from zhence.report.forms.xlsx import xlsx
from zhence.written.faults import Mistake

pytestmark = pytest.mark.slow

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def saved(folder: Path, data: bytes, name: str = "filled.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def told_alone(record: Any, as_of: date = DAY) -> Any:
    subject = told([record], as_of)["subjects"][0]
    return {key: subject[key] for key in ("name", "zones", "counts", "summary", "results", "missing")}


def changed(folder: Path, data: bytes, change: Callable[[Any], None]) -> Path:
    book = opened(data)
    change(book)
    book.save(folder / "filled.xlsx")
    return folder / "filled.xlsx"


def head(sheet: Any, title: str) -> int:
    return next(cell.column for cell in sheet[2] if cell.value == title)


def fill(sheet: Any, figure: str, value: Any, year: int | None = None, column: str = "数值") -> None:
    at = {title: head(sheet, title) for title in ("数据代码", "年份", column)}
    for row in range(3, sheet.max_row + 1):
        same_year = sheet.cell(row, at["年份"]).value == year
        if sheet.cell(row, at["数据代码"]).value == figure and same_year:
            sheet.cell(row, at[column]).value = value
            return
    raise AssertionError(figure)


def faults(path: Path) -> list[str]:
    with pytest.raises(FaultyError) as caught:
        read_profile(path, policies(), DAY)
    return [f"{fault.kind} {fault.key}" for fault in caught.value.faults if fault.severity == "error"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_is_read_back_with_the_same_answers(path: Path, lang: Lang, tmp_path: Path) -> None:
    record = record_of(path)
    back = read_profile(saved(tmp_path, xlsx(told([record]), lang)), policies(), DAY)[0]
    assert told_alone(back) == told_alone(record)
    assert {key: (g.value, g.source, g.dated, g.estimate) for key, g in back.facts.items()} == {
        key: (g.value, g.source, g.dated, g.estimate) for key, g in record.facts.items()
    }


HARD = """
[town]
name = "甲=乙𠮷"
county = "龙游县"
complete = ["cluster", "project"]
unknown = ["industrial_output@2023", "project"]
zone.mountain-26 = true
[town.plan]
fixed = ["industrial_output"]
weight = { industrial_output_share = 2.5 }
[town.year.2024]
industrial_output = { from = "1.8亿元", to = "2.2亿元", source = "=出处", dated = 2025-03-01, estimate = true }
industrial_output_share = { to = "33.3333333333333333%" }
[[town.cluster]]
name = "甲"
[[town.cluster]]
"""


def test_whatever_a_profile_can_say_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "firm.toml").write_text(ONE_GAP.read_text("utf-8"), "utf-8")
    with_members = HARD.replace("county =", 'enterprises = ["firm.toml"]\ncounty =')
    for words in (HARD, with_members):
        (tmp_path / "hard.toml").write_text(words, "utf-8")
        record = record_of(tmp_path / "hard.toml")
        back = read_profile(saved(tmp_path, xlsx(told([record]), "zh")), policies(), DAY)[0]
        assert told_alone(back) == told_alone(record)
        for part in ("complete", "zones", "fixed", "unknown", "weights", "name"):
            assert getattr(back, part) == getattr(record, part), part
        assert {key: given.value for key, given in back.facts.items()} == {k: g.value for k, g in record.facts.items()}
        assert {kind: len(items) for kind, items in back.items.items()} == {k: len(i) for k, i in record.items.items()}
    assert back.items["enterprise"][0].facts[FactKey("revenue", 2025)].raw
    assert back.facts[FactKey("industrial_output", 2024)].estimate


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "1900-02-28", "1900-03-01", "9999-12-31"])
def test_a_day_that_spreadsheets_miscount_is_read_back(tmp_path: Path, day: str) -> None:
    (tmp_path / "firm.toml").write_text(f'[enterprise]\nname = "甲"\nregistered_on = {day}\n', "utf-8")
    record = record_of(tmp_path / "firm.toml")
    back = read_profile(saved(tmp_path, xlsx(told([record]), "zh")), policies(), DAY)[0]
    assert back.facts[FactKey("registered_on")].value == record.facts[FactKey("registered_on")].value


def test_empty_lists_are_read_back(tmp_path: Path) -> None:
    record = record_of(HUZHEN)
    record = replace(record, items={"cluster": (), "project": ()})
    back = read_profile(saved(tmp_path, xlsx(told([record]), "zh")), policies(), DAY)[0]
    assert back.items == record.items


ANSWERS = [
    ("rd_equipment_value", "2.31亿元", "rd_equipment_value=2.31亿元"),
    ("rd_equipment_value", 231, "rd_equipment_value=231"),
    ("rd_equipment_value", "231", "rd_equipment_value=231万元"),
    ("rd_and_production_in_province", "是", "rd_and_production_in_province=true"),
    ("rd_and_production_in_province", False, "rd_and_production_in_province=false"),
    ("rd_and_production_in_province", 1, "rd_and_production_in_province=true"),
    ("design_centre_type", "工业设计企业", "design_centre_type=firm"),
    ("provincial_tech_centre_on", datetime(2026, 3, 1), "provincial_tech_centre_on=2026-03-01"),  # noqa: DTZ001
    ("provincial_tech_centre_on", "2026-03-01", "provincial_tech_centre_on=2026-03-01"),
    ("design_service_share", 0.305, "design_service_share=30.5%"),
    ("design_service_share", "30.5%", "design_service_share=30.5%"),
]


@pytest.mark.parametrize(("figure", "value", "setting"), ANSWERS, ids=lambda value: str(value))
def test_what_is_filled_in_counts_as_if_it_were_set(figure: str, value: Any, setting: str, tmp_path: Path) -> None:
    path = changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), lambda book: fill(book["待补数据"], figure, value))
    back = read_profile(path, policies(), DAY)[0]
    expected = apply_settings(record_of(ONE_GAP), [setting], policies(), DAY)
    assert told_alone(back) == told_alone(expected)
    assert told_alone(back)["results"] != told_alone(record_of(ONE_GAP))["results"]


def test_an_answer_about_an_item_that_nobody_listed_lists_it(tmp_path: Path) -> None:
    path = changed(
        tmp_path, xlsx(sample(ONE_GAP), "zh"), lambda book: fill(book["待补数据"], "completes_on", "2027-05-01")
    )
    (project,) = read_profile(path, policies(), DAY)[0].items["project"]
    assert project.facts[FactKey("completes_on")].value == day(date(2027, 5, 1))
    assert record_of(ONE_GAP).items == {}


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("1.8亿元~2.2亿元", 18000, 22000),
        ("1.8亿元～2.2亿元", 18000, 22000),
        ("18000-22000", 18000, 22000),
        ("18000万元至22000万元", 18000, 22000),
        ("1.8亿元~", 18000, None),
        ("~2.2亿元", None, 22000),
        ("≥1.8亿元", 18000, None),
        ("18000以上", 18000, None),
        ("2.2亿元以下", None, 22000),
    ],
)
def test_ranges_may_be_filled_in(value: str, low: int | None, high: int | None, tmp_path: Path) -> None:
    path = changed(
        tmp_path, xlsx(sample(ONE_GAP), "zh"), lambda book: fill(book["待补数据"], "rd_equipment_value", value)
    )
    given = read_profile(path, policies(), DAY)[0].facts[FactKey("rd_equipment_value")].value
    assert (given.low, given.high) == (low, high)  # type: ignore[union-attr]


def test_an_answer_keeps_its_source_and_settles_its_measure(tmp_path: Path) -> None:
    def answer(book: Any) -> None:
        sheet = book["待补数据"]
        fill(sheet, "rd_equipment_value", 5000)
        fill(sheet, "rd_equipment_value", "固定资产明细账", column="出处")
        fill(sheet, "rd_equipment_value", datetime(2026, 5, 1), column="出处日期")  # noqa: DTZ001
        fill(sheet, "rd_equipment_value", "是", column="估计值")

    given = read_profile(changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), answer), policies(), DAY)[0].facts[
        FactKey("rd_equipment_value")
    ]
    assert (given.source, given.dated, given.estimate) == ("固定资产明细账", date(2026, 5, 1), True)


def test_a_month_is_no_day_of_a_source_and_a_day_of_it_is(tmp_path: Path) -> None:
    def dated(day: str) -> Path:
        def answer(book: Any) -> None:
            fill(book["待补数据"], "rd_equipment_value", 5000)
            fill(book["待补数据"], "rd_equipment_value", day, column="出处日期")

        return changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), answer)

    (found,) = advice(dated("2026年4月"), "error")
    assert "如 2026-04-30" in found
    assert "~" not in found
    assert advice(dated("2026-04-30"), "error") == []


def test_a_stated_figure_may_be_changed_and_closes_the_gap(tmp_path: Path) -> None:
    path = changed(
        tmp_path, xlsx(sample(ONE_GAP), "zh"), lambda book: fill(book["已填数据"], "rd_expense", 100, year=2025)
    )
    results = told_alone(read_profile(path, policies(), DAY)[0])["results"]
    verdicts = {result["measure"]: result["verdict"] for result in results}
    assert verdicts["specialised-sme"] == "eligible-if"
    path = changed(
        tmp_path, xlsx(sample(ONE_GAP), "zh"), lambda book: fill(book["已填数据"], "rd_expense", 99.99, year=2025)
    )
    results = told_alone(read_profile(path, policies(), DAY)[0])["results"]
    assert {r["measure"]: r["verdict"] for r in results}["specialised-sme"] == "not-eligible"


def test_a_percent_is_told_from_a_plain_number_by_its_format(tmp_path: Path) -> None:
    def percent(book: Any) -> None:
        fill(book["已填数据"], "leading_product_share", 0.5001, year=2025)

    def plain(book: Any) -> None:
        percent(book)
        sheet = book["已填数据"]
        for row in sheet.iter_rows(min_row=3):
            for cell in row:
                if cell.value == 0.5001:
                    cell.number_format = "General"

    def value(change: Callable[[Any], None]) -> Any:
        path = changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), change)
        return read_profile(path, policies(), DAY)[0].facts[FactKey("leading_product_share", 2025)].value.exact  # type: ignore[union-attr]

    assert float(value(percent)) == 50.01
    assert float(value(plain)) == 0.5001


@pytest.mark.parametrize(
    ("code", "stored", "millions"),
    [
        ('0.0"亿元"', 2.5, 25_000),
        ('0!.0,"万元"', 2_500_000, 250),
        ("#,##0.0", 250, 250),
        ('0.0,"万元"', 2_500_000, None),
    ],
)
def test_a_number_in_a_workbook_is_what_its_format_shows(
    code: str, stored: float, millions: int | None, tmp_path: Path
) -> None:
    def change(book: Any) -> None:
        sheet = book["已填数据"]
        fill(sheet, "rd_expense", stored, year=2025)
        for row in sheet.iter_rows(min_row=3):
            for cell in row:
                if cell.value == stored:
                    cell.number_format = code

    path = changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), change)
    if millions is None:
        assert [word.split()[0] for word in faults(path)] == ["odd-format"]
    else:
        assert read_profile(path, policies(), DAY)[0].facts[FactKey("rd_expense", 2025)].value.exact == millions  # type: ignore[union-attr]


MISTAKES = [
    ("rd_equipment_value", "很大", "not-a-number"),
    ("rd_equipment_value", "1.8~2.2亿元", "unit-on-one-end"),
    ("rd_equipment_value", "800~1亿元", "unit-on-one-end"),
    ("rd_equipment_value", "2.2亿元~1.8亿元", "range-backwards"),
    ("rd_equipment_value", "-5万元", "impossible-value"),
    ("rd_equipment_value", "不详", "blank-value"),
    ("rd_equipment_value", "#DIV/0!", "error-cell"),
    ("provincial_tech_centre_on", "2024年5月", "date-as-text"),
    ("rd_equipment_value", "3公里", "unknown-unit"),
    ("rd_equipment_value", "3人", "wrong-unit"),
    ("rd_and_production_in_province", "也许", "flag-as-text"),
    ("design_centre_type", "别的", "unknown-choice"),
]


@pytest.mark.parametrize(("figure", "value", "kind"), MISTAKES, ids=lambda value: str(value))
def test_a_mistake_is_told_with_its_sheet_and_cell(figure: str, value: str, kind: str, tmp_path: Path) -> None:
    path = changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), lambda book: fill(book["待补数据"], figure, value))
    sheet = opened(path.read_bytes())["待补数据"]
    row = next(r for r in range(3, sheet.max_row + 1) if sheet.cell(r, head(sheet, "数据代码")).value == figure)
    (said,) = faults(path)
    assert said.startswith(f"{kind} 待补数据!D{row} enterprise.{figure}")
    assert not TOML.search(advice(path, "error")[0])


TOML = re.compile(r'[{}"\[\]]|引号')


def advice(path: Path, severity: str) -> list[str]:
    """Return what to do about what is wrong or doubtful in a workbook."""
    try:
        found = read_profile(path, policies(), DAY)[1]
    except FaultyError as error:
        found = error.faults
    return [f"{fault.key} {fault.remedy.zh}" for fault in found if fault.severity == severity]


@pytest.mark.parametrize(
    ("value", "said"), [("2024年5月", "2024-05-01~2024-05-31"), (41857, "2014-08-06"), ("五月", "2024-05-31")]
)
def test_a_day_that_is_none_is_answered_with_what_a_cell_takes(value: Any, said: str, tmp_path: Path) -> None:
    def typed(answer: Any) -> Path:
        def change(book: Any) -> None:
            fill(book["待补数据"], "provincial_tech_centre_on", answer)
            for row in book["待补数据"].iter_rows(min_row=3):
                for cell in row:
                    if cell.value == answer:
                        cell.number_format = "General"

        return changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), change)

    (found,) = advice(typed(value), "error")
    assert said in found
    assert advice(typed(said), "error") == []


@pytest.mark.parametrize(
    ("figure", "value", "said"),
    [
        ("revenue", 2.98, "2.98亿元"),
        ("revenue", 2980, None),
        ("revenue", "2.98万元", None),
        ("revenue", 2, None),
        ("leading_product_share", "0.71", "71%"),
        ("leading_product_share", "0.71%", None),
        ("leading_product_share", 0.0071, None),  # the cell has the form of a percent, and says 0.71%
    ],
)
def test_a_doubtful_figure_is_doubted_with_its_cell(figure: str, value: Any, said: str | None, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        fill(book["已填数据"], figure, value, year=2025)

    told = advice(changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), change), "warning")
    found = [each for each in told if ".main_revenue " not in each]  # revenue is below it here
    assert len(found) == (said is not None)
    assert said is None or said in found[0]
    assert said is None or found[0].startswith("已填数据!D")


@pytest.mark.parametrize(("value", "is_told"), [("=92+30", True), (122, False)])
def test_a_formula_without_its_value_is_told_and_not_left_out(value: Any, is_told: bool, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        fill(book["已填数据"], "rd_expense", value, year=2025)

    found = advice(changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), change), "error")
    assert len(found) == is_told
    assert not is_told or (found[0].startswith("已填数据!D") and "保存一次" in found[0])


@pytest.mark.parametrize(("year", "is_told"), [(2099, True), (2024, False)])
def test_a_year_that_cannot_be_is_told_with_its_cell(year: int, is_told: bool, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["已填数据"]
        at = {title: head(sheet, title) for title in ("数据代码", "年份")}
        for row in range(3, sheet.max_row + 1):
            if sheet.cell(row, at["数据代码"]).value == "taxable_income" and sheet.cell(row, at["年份"]).value == 2025:
                sheet.cell(row, at["年份"]).value = year

    path = changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), change)
    found = faults(path) if is_told else []
    assert all(re.fullmatch("future-year 已填数据!C[0-9]+ enterprise.year.2099", each) for each in found)
    assert len(found) == is_told


def test_rows_that_do_not_belong_are_told(tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        sheet = book["已填数据"]
        at = {title: head(sheet, title) for title in ("对象代码", "数据代码", "数值", "年份")}
        for where, figure, year, value in (
            ("enterprise", "revenu", 2025, 5),
            ("enterprise", "revenue", None, 5),
            ("enterprise", "segment_years", 2025, 5),
            ("enterprise", "segment_years", None, 5),
            ("enterprise.ship[1]", "revenue", 2025, 5),
            ("firm", "revenue", 2025, 5),
            ("enterprise[2]", "revenue", 2025, 5),
            ("enterprise", None, None, 5),
        ):
            row = sheet.max_row + 1
            for title, cell in (("对象代码", where), ("数据代码", figure), ("年份", year), ("数值", value)):
                sheet.cell(row, at[title]).value = cell

    start = opened(xlsx(sample(ONE_GAP), "zh"))["已填数据"].max_row + 1
    said = faults(changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), spoil))
    kinds = {line.split()[0]: line for line in said}
    told = " ".join(sorted(line.split()[0] for line in said))
    assert told == (
        "figure-twice no-figure-id not-yearly several-subjects unknown-fact unknown-item unknown-kind yearly-outside-year"
    )
    assert kinds["unknown-fact"].split()[1] == f"已填数据!D{start}"
    assert kinds["figure-twice"].split()[1] == f"已填数据!D{start + 3}"
    assert kinds["unknown-item"].split()[1] == f"已填数据!J{start + 4}"


def test_a_workbook_of_several_subjects_is_refused(tmp_path: Path) -> None:
    said = faults(saved(tmp_path, xlsx(sample(ONE_GAP, RANGE), "zh")))
    assert [line.split()[0] for line in said] == ["several-subjects"]


def test_only_a_workbook_that_is_read_back_asks_to_be_filled_in() -> None:
    whole, several = sample(ONE_GAP), sample(ONE_GAP, RANGE)
    nameless = told([record_of(ONE_GAP)], anonymous=True)
    said = [opened(xlsx(each, "zh"))["待补数据"]["A1"].value for each in (whole, several, nameless)]
    assert "zhence check 本文件" in said[0]
    assert "不能读回" not in said[0]
    assert ["zhence check 本文件" in words for words in said[1:]] == [False, False]
    assert "多个对象，不能读回" in said[1]
    assert "匿名报告不能读回" in said[2]


@pytest.mark.parametrize("number", [20140806, 1e300])
def test_a_number_that_is_no_day_in_a_cell_for_days_spoils_no_workbook(number: float, tmp_path: Path) -> None:
    def type_in(book: Any) -> None:
        sheet = book["已填数据"]
        at = {title: head(sheet, title) for title in ("数据代码", "数值")}
        row = next(r for r in range(3, sheet.max_row + 1) if sheet.cell(r, at["数据代码"]).value == "registered_on")
        sheet.cell(row, at["数值"]).value = number
        sheet.cell(row, at["数值"]).number_format = "yyyy-mm-dd"

    said = faults(changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), type_in))
    assert len(said) == 1
    assert "已填数据!D" in said[0]


@pytest.mark.parametrize("name", ["待补数据（已填）", "待补数据 (2)", "汇总"])
def test_a_sheet_that_looks_like_one_that_is_read_is_told(name: str, tmp_path: Path) -> None:
    def rename(book: Any) -> None:
        book["待补数据"].title = name

    _, notes = read_profile(changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), rename), policies(), DAY)
    unread = [(note.key, note.problem.zh) for note in notes if note.kind == "unread-sheet"]
    assert unread == ([] if name == "汇总" else [(name, f"“{name}”表没有读")])


def test_a_row_without_codes_says_so(tmp_path: Path) -> None:
    def add(book: Any) -> None:
        sheet = book["已填数据"]
        sheet.cell(sheet.max_row + 1, head(sheet, "数值")).value = 5

    assert [line.split()[0] for line in faults(changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), add))] == ["no-place-id"]


def test_a_workbook_that_carries_no_profile_is_refused(tmp_path: Path) -> None:
    anonymous = xlsx(told([record_of(ONE_GAP)], anonymous=True), "zh")
    assert faults(saved(tmp_path, anonymous)) == ["no-profile-in-workbook "]

    def behead(book: Any) -> None:
        book["已填数据"].delete_rows(1, 2)

    assert faults(changed(tmp_path, xlsx(sample(ONE_GAP), "zh"), behead))[0] == "no-column-heads 已填数据"


def rezipped(data: bytes, **parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def test_bombs_and_broken_files_are_refused(tmp_path: Path) -> None:
    data = xlsx(sample(ONE_GAP), "zh")
    shared = part(data, "xl/sharedStrings.xml")
    bomb = rezipped(data, **{"xl/sharedStrings.xml": shared + b" " * (51 << 20)})
    assert len(bomb) < 1 << 20
    doctype = shared.replace(b"<sst", b'<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst', 1)
    cases = {
        "too-large-workbook": bomb,
        "broken-workbook": rezipped(data, **{"xl/sharedStrings.xml": doctype}),
        "not-a-workbook": docx(sample(HUZHEN), "zh"),
    }
    for kind, content in cases.items():
        assert faults(saved(tmp_path, content)) == [f"{kind} "]
    for content in (b"", b"PK\x03\x04", data[:5000], data[:-30], rezipped(data, **{"xl/workbook.xml": b"<a>"})):
        assert faults(saved(tmp_path, content)) == ["broken-workbook "]
    lost = rezipped(data, **{"xl/_rels/workbook.xml.rels": b"<Relationships/>"})
    assert faults(saved(tmp_path, lost)) == ["broken-workbook "]
    assert faults(tmp_path / "none.xlsx") == ["no-file "]


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("row", "column", "allowed"),
    [
        (PROFILE.rows, 1, True),
        (PROFILE.rows + 1, 1, False),
        (1, PROFILE.columns, True),
        (1, PROFILE.columns + 1, False),
        (1048576, 16384, False),
    ],
)
def test_cells_far_off_are_refused(row: int, column: int, allowed: bool) -> None:
    data = xlsx(sample(ONE_GAP), "zh")
    cell = f'<row r="{row}"><c r="{cell_name(row, column)}"><v>5</v></c></row>'.encode()
    data = rezipped(data, **{"xl/worksheets/sheet1.xml": SHEET % cell})
    read = read_sheets(data, lambda name: name == "概览")
    if allowed:
        assert isinstance(read, dict)
        assert read["概览"][row, column].value == 5
    else:
        assert isinstance(read, Mistake)
        assert read.kind == "too-many-cells"


def test_cells_are_read_as_other_programs_write_them() -> None:
    cells = (
        b'<row><c><v>1.5</v></c><c t="inlineStr"><is><r><t>a</t></r><rPh><t>x</t></rPh> <r><t>b</t></r></is></c></row>'
        b'<row r="3"><c r="B3" t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><f>1</f><v>_x0041_&#228;</v></c>'
        b'<c t="d"><v>2026-03-01</v></c><c><f>1/0</f></c><c><v>0.30000000000000004</v></c></row>'
    )
    data = rezipped(xlsx(sample(ONE_GAP), "zh"), **{"xl/worksheets/sheet1.xml": SHEET % cells})
    read = read_sheets(data, lambda name: name == "概览")
    assert isinstance(read, dict)
    values = {cell_name(*place): str(cell.value) for place, cell in read["概览"].items()}
    assert values == {
        "A1": "1.5", "B1": "ab", "B3": "True", "C3": "#N/A", "D3": "Aä", "E3": "2026-03-01", "F3": UNCOMPUTED, "G3": "0.3",
    }  # fmt: skip


def test_check_takes_a_workbook_and_names_the_cell(zhence: Any, tmp_path: Path) -> None:
    path = saved(tmp_path, xlsx(sample(ONE_GAP), "zh"))
    given, expected = (zhence("check", each, "--as-of", DAY.isoformat(), "--lang", "zh") for each in (path, ONE_GAP))
    assert given.returncode == 0
    assert given.stdout == expected.stdout
    path = changed(tmp_path, path.read_bytes(), lambda book: fill(book["待补数据"], "rd_equipment_value", "很多"))
    broken = zhence("check", path, "--as-of", DAY.isoformat(), "--lang", "en", width=300)
    assert broken.returncode == 2
    assert "filled.xlsx: 待补数据!D3" in broken.stderr
    assert "Traceback" not in broken.stderr


def office(folder: Path, form: str, *paths: Path) -> Path:
    """Return what LibreOffice makes of the first of some files; the others are made beside it."""
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'home').as_uri()}",
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(folder / "out"),
            *map(str, paths),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / "out" / f"{paths[0].stem}.{form}"


@needs_office
def test_libreoffice_opens_both_and_its_own_workbook_is_read_back(tmp_path: Path) -> None:
    document = sample(ONE_GAP)
    for name, data in (("word.docx", docx(document, "zh")), ("excel.xlsx", xlsx(document, "zh"))):
        pdf = office(tmp_path, "pdf", saved(tmp_path, data, name)).read_bytes()
        assert pdf.startswith(b"%PDF")
        assert pdf.count(b"/Type/Page\n") + pdf.count(b"/Type/Page/") > 5
    back = read_profile(office(tmp_path, "xlsx", tmp_path / "excel.xlsx"), policies(), DAY)[0]
    assert told_alone(back) == told_alone(record_of(ONE_GAP))


@needs_office
def test_libreoffice_opens_reports_of_hostile_names(tmp_path: Path) -> None:
    name = '=HYPERLINK("http://x")<script>alert(1)</script>[red]\x1b[31m\u202e𠮷㙘]]>&amp;' + "长" * 10_000
    document = told([replace(record_of(path), name=f"{at}{name}") for at, path in enumerate((ONE_GAP, RANGE))])
    files = [saved(tmp_path, docx(document, "zh"), "word.docx"), saved(tmp_path, xlsx(document, "zh"), "excel.xlsx")]
    office(tmp_path, "html", *files)
    for file in files:
        shown = (tmp_path / "out" / f"{file.stem}.html").read_text("utf-8")
        assert "<script>alert" not in shown
        assert "\x1b" not in shown
        assert "𠮷㙘" in shown
        assert "长" * 1000 in "".join(shown.split())
