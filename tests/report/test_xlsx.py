"""The Excel report: numbers are numbers, nothing is a formula, the same document is the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import Any

import pytest
from office import DAY, HUZHEN, ONE_GAP, RANGE, opened, record_of, rows, sample, told

from zhence.model.text import Lang
from zhence.report.forms.words import say
from zhence.report.forms.xlsx import xlsx
from zhence.report.forms.xlsx_pen import digits, lines_of, number_of
from zhence.report.forms.zipped import dated_zip

pytestmark = pytest.mark.slow

PATHS = [ONE_GAP, RANGE, HUZHEN]


def leaves(document: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(r, c) for s in document["subjects"] for r in s["results"] for c in [*r["conditions"], *r["scores"]]]


def shown(exact: str, unit: str | None) -> float:
    return float(Fraction(exact) / (100 if unit == "%" else 1))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_condition_stands_as_numbers(path: Any) -> None:
    document = sample(path)
    found = list(rows(opened(xlsx(document, "zh")), "条件"))
    expected = leaves(document)
    assert [row["条件编号"].value for row in found] == [c.get("condition") or c["score"] for _, c in expected]
    kinds = set()
    for row, (result, condition) in zip(found, expected, strict=True):
        assert row["措施编号"].value == result["measure"]
        assert row["结论"].value == result["verdict_title"]["zh"]
        if "score" in condition:
            continue
        unit, value, gap = condition["unit"], condition["value"], condition["gap"]
        if isinstance(value, str) and number_of(value) is not None:
            kinds.add("percent" if unit == "%" else "number")
            assert row["现有数值"].value == pytest.approx(shown(value, unit), rel=1e-14)
            assert row["现有数值"].number_format.endswith("%") is (unit == "%")
        for key, head in (("threshold", "基础门槛"), ("effective", "适用门槛")):
            if isinstance(condition[key], str) and unit is not None and number_of(condition[key]) is not None:
                kinds.add(key)
                assert row[head].value == pytest.approx(shown(condition[key], unit), rel=1e-14)
        assert (row["还差"].value is None) is (gap is None)
        if gap is not None:
            kinds.add("gap")
            assert row["还差"].value == pytest.approx(shown(gap["shortfall"], gap["unit"]), rel=1e-14)
            if gap["share"] is not None:
                assert row["差门槛的"].value == pytest.approx(float(Fraction(gap["share"])))
        if condition["filled"] is not None:
            assert row["完成度"].value == float(condition["filled"]) < 1
    assert {"threshold", "effective"} <= kinds
    assert path is HUZHEN or {"number", "percent", "gap"} <= kinds


def test_a_range_stands_as_its_two_ends() -> None:
    revenue = [row for row in rows(opened(xlsx(sample(RANGE), "zh")), "条件") if row["区间上限"].value is not None]
    assert {(row["现有数值"].value, row["区间上限"].value) for row in revenue} >= {(18000, 22000), (58, 64)}


def test_days_are_days() -> None:
    found = list(rows(opened(xlsx(sample(ONE_GAP), "en")), "Stated figures", 2))
    born = next(row["Value"] for row in found if row["Figure id"].value == "registered_on")
    assert born.value == datetime(2014, 8, 6)  # noqa: DTZ001
    assert born.is_date
    assert next(r["Source dated"] for r in found if r["Figure id"].value == "quality_score").is_date


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_measure_has_a_row(lang: Lang) -> None:
    document = sample(ONE_GAP)
    book = opened(xlsx(document, lang))
    found = list(rows(book, {"zh": "措施", "en": "Measures"}[lang]))
    results = document["subjects"][0]["results"]
    verdict, measure = ({"zh": ("结论", "措施"), "en": ("Verdict", "Measure")})[lang]
    assert [(r[verdict].value, r[measure].value) for r in found] == [
        (say(r["verdict_title"], lang), say(r["title"], lang)) for r in results
    ]
    explained = found[[r["measure"] for r in results].index("specialised-sme")]
    assert {"zh": "还差8万元", "en": "short by 80 thousand yuan"}[lang] in explained[
        {"zh": "判断要点", "en": "What matters"}[lang]
    ].value


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_how_many_conditions_are_wanting_is_blank_where_nobody_knows(lang: Lang) -> None:
    document = sample(ONE_GAP)
    found = rows(opened(xlsx(document, lang)), {"zh": "措施", "en": "Measures"}[lang])
    head = {"zh": "差几项条件", "en": "Conditions away"}[lang]
    for row, result in zip(found, document["subjects"][0]["results"], strict=True):
        known = result["open_verdict"] not in ("unknown", "not-applicable")
        assert row[head].value == (result["steps"] if known else None), result["measure"]


def test_counts_are_charted() -> None:
    document = sample(ONE_GAP)
    book = opened(xlsx(document, "zh"))
    sheet = book["概览"]
    counts = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2) if isinstance(row[1].value, int)}
    titles = {each["verdict"]: each["title"]["zh"] for each in document["verdicts"]}
    assert counts == {titles[key]: count for key, count in document["subjects"][0]["counts"].items()}
    with zipfile.ZipFile(io.BytesIO(xlsx(document, "zh"))) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert "<c:barChart>" in chart
    assert "'概览'!" in chart or "概览!" in chart


def test_sheets_can_be_worked_with() -> None:
    book = opened(xlsx(sample(ONE_GAP), "zh"))
    for name, frozen, head in (("措施", "C2", 1), ("条件", "B2", 1), ("待补数据", "C3", 2), ("已填数据", "C3", 2)):
        sheet = book[name]
        assert sheet.freeze_panes == frozen
        assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
        assert sheet.print_title_rows == f"${head}:${head}"
        assert sheet.page_setup.paperSize == 9
    rules = [rule for each in book["条件"].conditional_formatting for rule in each.rules]
    assert {"dataBar", "beginsWith"} <= {rule.type for rule in rules}
    assert len(rules) == 8
    assert book["待补数据"].data_validations.count > 10


def test_several_subjects_have_a_matrix() -> None:
    document = sample(ONE_GAP, RANGE)
    book = opened(xlsx(document, "zh"))
    table = book["矩阵"]
    assert [cell.value for cell in table[1]][2:] == [s["name"] for s in document["subjects"]]
    by_title = {row[1].value: [cell.value for cell in row[2:]] for row in table.iter_rows(min_row=2)}
    assert by_title["专精特新中小企业"] == [
        next(r["verdict_title"]["zh"] for r in s["results"] if r["measure"] == "specialised-sme")
        for s in document["subjects"]
    ]
    themes = [row[0].value for row in table.iter_rows(min_row=2)]
    assert len([theme for theme, _ in groupby(themes)]) == len(set(themes)) > 3
    assert len(by_title) == len({r["measure"] for s in document["subjects"] for r in s["results"]})
    assert {row["申报对象"].value for row in rows(book, "条件")} == {s["name"] for s in document["subjects"]}
    assert "矩阵" not in opened(xlsx(sample(ONE_GAP), "zh")).sheetnames


def test_sources_say_how_they_were_read() -> None:
    document = sample(ONE_GAP)
    found = list(rows(opened(xlsx(document, "zh")), "依据文件"))
    assert [(r["读取方式"].value, r["官方网址"].value) for r in found] == [
        (s["read_title"]["zh"], s["url"]) for s in document["sources"]
    ]
    linked = [r["官方网址"] for r in found if r["官方网址"].hyperlink]
    assert linked
    assert all(cell.hyperlink.target == cell.value for cell in linked)


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "{=1}", "\t=1", "https://x.cn"]
)
def test_no_name_becomes_a_formula_or_a_link(name: str) -> None:
    data = xlsx(told([replace(record_of(ONE_GAP), name=name)]), "zh")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(part) for part in archive.namelist() if part.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 7
    assert not any(re.search(rb"<f[ >]", sheet) for sheet in sheets)
    stated = next(row for row in rows(opened(data), "已填数据", 2) if row["数据代码"].value == "name")
    assert stated["数值"].data_type == "s"
    assert stated["数值"].value.strip() == name.strip()
    assert stated["数值"].hyperlink is None


@pytest.mark.parametrize("name", ["𠮷㙘" * 5000, "a\x00b\x1b\u202ec\ufffe", "_x0041_", "\ud800"])
def test_hostile_names_leave_a_sound_workbook(name: str) -> None:
    book = opened(xlsx(told([replace(record_of(HUZHEN), name=name)]), "en"))
    stated = next(row["Value"].value for row in rows(book, "Stated figures", 2) if row["Figure id"].value == "name")
    assert stated[:2] == name[:2] or "\ufffd" in stated
    assert len(stated) == len(name)


def test_the_same_document_is_the_same_bytes() -> None:
    document = sample(ONE_GAP)
    first = xlsx(document, "zh")
    assert first == xlsx(document, "zh")
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(DAY.year, DAY.month, DAY.day)}
    assert opened(first).properties.created.date() == DAY
    assert first != xlsx(document, "en")


@pytest.mark.parametrize(("as_of", "year"), [("2026-06-01", 2026), ("1979-06-01", 1980)])
def test_an_archive_is_of_its_day_and_of_no_machine(as_of: str, year: int) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, system in (("a.xml", 0), ("文件/b.xml", 3)):
            part = zipfile.ZipInfo(name, (2001, 2, 3, 4, 5, 6))
            part.create_system, part.comment, part.external_attr = system, b"kept", 0o777 << 16
            packed.writestr(part, name * 100, zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(io.BytesIO(dated_zip(target.getvalue(), as_of))) as packed:
        assert packed.testzip() is None
        assert [packed.read(part).decode() for part in packed.infolist()] == ["a.xml" * 100, "文件/b.xml" * 100]
        about = {(each.date_time, each.create_system, each.external_attr >> 16) for each in packed.infolist()}
    assert about == {((year, 6, 1, 0, 0, 0), 3, 0o600)}


def test_a_sheet_knows_how_far_it_reaches_and_holds_each_text_once() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx(sample(ONE_GAP), "zh"))) as packed:
        sheets = {name: packed.read(name).decode() for name in packed.namelist() if "worksheets/sheet" in name}
        shared = packed.read("xl/sharedStrings.xml").decode()
    texts = re.findall(r"<si><t[^>]*>([^<]*)</t></si>", shared)
    assert len(texts) == len(set(texts)) == int(re.findall('uniqueCount="([0-9]+)"', shared)[0])
    assert sum(text.count(' t="s"') for text in sheets.values()) == int(re.findall(' count="([0-9]+)"', shared)[0])
    for name, text in sheets.items():
        rows_ = [int(row) for row in re.findall(r'<c r="[A-Z]+([0-9]+)"', text)]
        last = re.findall(r'<dimension ref="[A-Z]+[0-9]+:[A-Z]+([0-9]+)"', text)
        assert [max(rows_)] == [int(row) for row in last], name


def test_an_anonymous_workbook_states_nothing() -> None:
    data = xlsx(told([record_of(ONE_GAP)], anonymous=True), "zh")
    assert "已填数据" not in opened(data).sheetnames
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any("澄川".encode() in archive.read(part) for part in archive.namelist())


@pytest.mark.parametrize(
    ("number", "among", "form"),
    [
        (Fraction(2980), [], "#,##0"),
        (Fraction("3.0872"), [], "#,##0.00##"),
        (Fraction(460, 149), [Fraction(3)], "#,##0.00"),
        (Fraction(299999, 100000), [Fraction(3)], "#,##0.00000"),
        (Fraction(299999, 100000), [Fraction(299999, 100000)], "#,##0.00"),
    ],
)
def test_a_number_is_never_shown_as_one_it_differs_from(number: Fraction, among: list[Fraction], form: str) -> None:
    assert digits(number, among) == form


def test_lines_are_counted_for_wide_letters() -> None:
    assert lines_of("ab", 10) == 1
    assert lines_of("a" * 9, 10) == 1
    assert lines_of("a" * 10, 10) == 2
    assert lines_of("汉" * 6, 10) == 2
    assert lines_of("a\nb", 10) == 2
