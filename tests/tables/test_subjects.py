"""Whose a figure is: rows that are cut or run together, ids, years, totals, and columns or rows that contradict each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.model.fault import FaultyError
from zhence.tables.preview import Tally, tallies
from zhence.tables.read import Asked, Table, read_table

BOOK = load(bundled())
DAY = date(2026, 6, 1)
ASKED = Asked(BOOK, "enterprise", DAY)
MILLION = 1_000_000


def read(path: Path, content: str | bytes, **asked: object) -> Table:
    """Return the table that a CSV file of this content makes."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table([path], Asked(BOOK, "enterprise", DAY, **asked))  # type: ignore[arg-type]


def figures(table: Table, name: str = "revenue@2025", by: str = "name") -> dict[object, object]:
    """Return a figure of each subject, in its own unit."""
    found = table.frame.collect().select(by, name)
    return {who: None if value is None else value / MILLION for who, value in found.iter_rows()}


def told(table: Table) -> list[tuple[int, str, str]]:
    """Return the row, the column and the value of each thing that is not used."""
    assert table.rejects["zh"].str.contains("；").all()
    assert table.rejects["en"].str.contains("; ").all()
    assert table.rejected == table.rejects.height
    return [(row["row"], row["column"], row["value"]) for row in table.rejects.to_dicts()]


def fault(path: Path, content: str | bytes, **asked: object) -> tuple[str, int | None]:
    """Return the kind and the line of the only fault of a file."""
    with pytest.raises(FaultyError) as raised:
        read(path, content, **asked)
    (found,) = raised.value.faults
    return found.kind, found.line


def test_a_county_and_the_prefecture_of_another_are_told_once_a_table(tmp_path: Path) -> None:
    rows = ["龙游县,衢州市", "龙游县,宁波市", "鄞州区,宁波市", "鄞州区,衢州市", ",杭州市", "龙游县,", "龙游县,宁波市"]
    text = "name,county,prefecture\n" + "".join(f"r{at},{row}\n" for at, row in enumerate(rows))
    (note,) = read(tmp_path / "a.csv", text).notes
    assert (note.kind, note.key, note.severity) == ("contradicts-place", "prefecture", "warning")
    assert note.problem.zh == "3行与所在地不符，如第3行：表格写 宁波市，而龙游县属于衢州市"
    assert note.problem.en.startswith("3 rows contradict their place, like row 3: the table says")
    assert read(tmp_path / "b.csv", "name,county,prefecture\na,龙游县,衢州市\nb,,杭州市\n").notes == ()
    both = read_table([tmp_path / "b.csv", tmp_path / "a.csv"], ASKED)
    assert [(note.file, note.kind) for note in both.notes] == [(str(tmp_path / "a.csv"), "contradicts-place")]


def test_two_columns_of_one_figure_count_where_they_agree(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", "name,营业收入(亿元)2025,revenue@2025\na,1,10000\nb,2,\nc,,3\nd,4,4\ne,,\n")
    assert figures(table) == {"a": 10_000, "b": 20_000, "c": 3, "d": None, "e": None}
    assert [note.kind for note in table.notes] == ["column-twice"]
    assert told(table) == [(5, "revenue@2025", "4")]
    (row,) = read(tmp_path / "b.csv", "legal_person,legal_person\n是,否\n").frame.collect().to_dicts()
    assert row["legal_person"] is None


def test_an_end_beside_the_whole_figure_is_not_used(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", "name,revenue@2025,revenue@2025:low\na,1,5\n")
    assert [note.kind for note in table.notes] == ["column-twice"]
    assert figures(table) == {"a": 1}
    assert "revenue@2025:low" not in table.columns


def test_a_range_that_runs_backwards_is_not_known(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", "name,revenue@2025下限,revenue@2025上限\na,1,2\nb,2,2\nc,3,2\nd,,2\n")
    assert figures(table, "revenue@2025:low") == {"a": 1, "b": 2, "c": None, "d": None}
    assert figures(table, "revenue@2025:high") == {"a": 2, "b": 2, "c": None, "d": 2}
    assert told(table) == [(4, "revenue@2025上限", "2")]


def test_a_range_in_one_file_and_a_figure_in_another(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,revenue@2025\na,1\n", "utf-8")
    (tmp_path / "b.csv").write_text("name,revenue@2025:high\nb,2\n", "utf-8")
    table = read_table([tmp_path / "a.csv", tmp_path / "b.csv"], ASKED)
    assert figures(table, "revenue@2025:low") == {"a": 1, "b": None}
    assert figures(table, "revenue@2025:high") == {"a": 1, "b": 2}
    assert "revenue@2025" not in table.columns


def test_a_serial_number_is_no_id_and_the_surest_id_is_taken(tmp_path: Path) -> None:
    text = "序号,编号,统一社会信用代码,名称,revenue@2025\n1,k1,9133,a,1\n"
    table = read(tmp_path / "a.csv", text)
    assert table.frame.collect()["id"].to_list() == ["9133"]
    assert table.notes == ()
    for column, value in (("编号", "k1"), ("序号", "1"), ("名称", "a")):
        chosen = read(tmp_path / "a.csv", text, id_head=column)
        assert chosen.frame.collect()["id"].to_list() == [value]
    assert "id" not in read(tmp_path / "b.csv", "序号,名称,revenue@2025\n1,a,1\n").columns
    assert fault(tmp_path / "a.csv", text, id_head="KH") == ("no-such-head", None)


def test_ids_keep_their_zeros_and_lose_blanks(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", "id,revenue@2025\n001,1\n1,2\n 1 ,3\n").frame.collect()
    assert found["id"].to_list() == ["001", "1", "1"]
    pl.DataFrame({"id": [7.0, 0.5, float("nan")], "revenue@2025": [1, 2, 3]}).write_parquet(tmp_path / "a.parquet")
    assert read_table([tmp_path / "a.parquet"], ASKED).frame.collect()["id"].to_list() == ["7", "0.5", None]


@pytest.mark.parametrize(("said", "is_exact"), [("9.13301E+17", False), ("9.13301E17", True), ("3301E+17", True)])
def test_an_id_that_a_spreadsheet_saved_in_short_is_nobodys(tmp_path: Path, said: str, is_exact: bool) -> None:
    table = read(tmp_path / "a.csv", f"编号,年度,营业收入\n{said},2025,1\n{said},2024,2\nB,2025,3\n")
    assert table.frame.collect()["id"].to_list() == ([said, "B"] if is_exact else ["B"])
    assert [row for row, *_ in told(table)] == ([] if is_exact else [2, 3])


def test_ids_that_are_doubles_count_as_long_as_a_double_holds_them(tmp_path: Path) -> None:
    pl.DataFrame({"id": [2.0**53 - 1, 2.0**53], "revenue@2025": [1, 2]}).write_parquet(tmp_path / "a.parquet")
    table = read_table([tmp_path / "a.parquet"], Asked(BOOK, "enterprise", DAY))
    assert table.frame.collect()["id"].to_list() == [str(2**53 - 1), None]
    assert table.rejected == 1


def test_rows_of_years_need_an_owner_and_a_year(tmp_path: Path) -> None:
    rows = ["A,2025,1", ",2025,2", "-,2025,3", "#N/A,2025,4", "B,二〇二五,5", "C,2026,6", "C,2027,7", "D,,8"]
    table = read(tmp_path / "a.csv", "\n".join(["编号,年度,营业收入", *rows, "E,,", "A ,2024年度,9", ""]))
    assert figures(table, by="id") == {"A": 1, "C": None, "E": None}
    assert figures(table, "revenue@2024", by="id") == {"A": 9, "C": None, "E": None}
    assert figures(table, "revenue@2026", by="id") == {"A": None, "C": 6, "E": None}
    assert [row for row, *_ in told(table)] == [3, 4, 5, 6, 8, 9]


@pytest.mark.parametrize("mark", ["#", "##", "#N/A", "#n/a", "#REF!", "#DIV/0!", "#NAME?", "#VALUE!", "-", "—", "无"])
def test_marks_of_nobody_and_errors_of_a_spreadsheet_are_no_ids(tmp_path: Path, mark: str) -> None:
    table = read(tmp_path / "a.csv", f"编号,名称,年度,营业收入\n{mark},甲,2025,1\nB,乙,2025,2\n")
    assert figures(table, by="id") == {"B": 2}
    assert [row for row, *_ in told(table)] == [2]
    twice = read(tmp_path / "b.csv", f"编号,名称,revenue@2025\n{mark},甲,1\n{mark},乙,2\n")
    assert twice.notes == ()


@pytest.mark.parametrize("word", ["#1", "#001", "#A", "#N/A1", "#REF", "A#"])
def test_an_id_may_begin_with_a_number_sign(tmp_path: Path, word: str) -> None:
    table = read(tmp_path / "a.csv", f"编号,名称,年度,营业收入\n{word},甲,2025,1\n{word},甲,2024,2\n")
    assert figures(table, by="id") == {word: 1}
    assert figures(table, "revenue@2024", by="id") == {word: 2}
    assert told(table) == []
    twice = read(tmp_path / "b.csv", f"编号,名称,revenue@2025\n{word},甲,1\n{word},乙,2\n")
    assert [note.kind for note in twice.notes] == ["same-id"]


def test_rows_of_one_subject_that_differ_leave_the_figure_unknown(tmp_path: Path) -> None:
    rows = "A,2025,1,是\nA,2025,1,\nB,2025,1,是\nB,2025,2,否\nB,2024,3,\n"
    table = read(tmp_path / "a.csv", f"编号,年度,营业收入,legal_person\n{rows}")
    assert figures(table, by="id") == {"A": 1, "B": None}
    assert figures(table, "revenue@2024", by="id") == {"A": None, "B": 3}
    assert table.frame.collect()["legal_person"].to_list() == [True, None]
    assert sorted(told(table)) == [
        (4, "legal_person", "True"),
        (4, "营业收入", "1"),
        (5, "legal_person", "False"),
        (5, "营业收入", "2"),
    ]


def test_a_year_in_the_head_and_in_the_row_have_to_agree(tmp_path: Path) -> None:
    rows = "A,2024,1,1\nB,2024,2,3\nC,2024,,4\n"
    table = read(tmp_path / "a.csv", f"编号,年度,营业收入,revenue@2024\n{rows}")
    assert figures(table, "revenue@2024", by="id") == {"A": 1, "B": None, "C": 4}
    assert told(table) == [(3, "营业收入", "2"), (3, "revenue@2024", "3")]
    spread = read(tmp_path / "b.csv", f"编号,年度,营业收入,revenue@2024\n{rows}B,2023,3,3\n{'D,2023,5,6'}\nC,2024,4,\n")
    assert {(row, value) for row, _, value in told(spread)} == {(3, "2"), (3, "3"), (5, "3")}
    (tmp_path / "c.csv").write_text("编号,revenue@2024,revenue@2023\nA,1,9\nC,5,\nB,,\n", "utf-8")
    (tmp_path / "d.csv").write_text("编号,年度,营业收入\nA,2024,1\nC,2024,4\n", "utf-8")
    both = read_table([tmp_path / "c.csv", tmp_path / "d.csv"], ASKED)
    assert figures(both, "revenue@2024", by="id") == {"A": 1, "C": None, "B": None}
    assert [(Path(each["file"]).name, each["row"]) for each in both.rejects.to_dicts()] == [("c.csv", 3), ("d.csv", 3)]


def test_a_range_of_the_row_and_the_figure_of_a_column_have_to_agree(tmp_path: Path) -> None:
    rows = "A,2024,1,2,1\nB,2024,3,3,3\nC,2024,1,2,\nD,2024,,,4\n"
    table = read(tmp_path / "a.csv", f"编号,年度,营业收入下限,营业收入上限,revenue@2024\n{rows}")
    assert "revenue@2024" not in table.columns
    assert figures(table, "revenue@2024:low", by="id") == {"A": 1, "B": 3, "C": 1, "D": 4}
    assert figures(table, "revenue@2024:high", by="id") == {"A": None, "B": 3, "C": 2, "D": 4}
    assert told(table) == [(2, "营业收入上限", "2"), (2, "revenue@2024", "1")]


def test_a_name_in_full_and_in_half_width_is_one_subject(tmp_path: Path) -> None:
    text = "名称,年度,营业收入\n甲（浙江）,2025,1\n甲(浙江),2024,2\nＡ厂,2025,3\nA厂,2025,4\na厂,2025,5\n"
    table = read(tmp_path / "a.csv", text)
    assert figures(table) == {"甲（浙江）": 1, "Ａ厂": None, "a厂": 5}
    assert figures(table, "revenue@2024")["甲（浙江）"] == 2
    assert [row for row, *_ in told(table)] == [4, 5]
    ids = read(tmp_path / "b.csv", "编号,名称,年度,营业收入\nA1,甲（浙江）,2025,1\nＡ１,甲(浙江),2024,2\n")
    assert (figures(ids, by="id"), figures(ids, "revenue@2024", by="id")) == ({"A1": 1}, {"A1": 2})
    assert told(ids) == []


def test_an_id_of_two_names_is_not_one_subject(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", "编号,名称,年度,营业收入\n1,甲,2025,1\n1,乙,2024,2\n1,,2023,3\n")
    assert figures(table) == {"甲": 1}
    assert "revenue@2024" not in table.columns
    assert figures(table, "revenue@2023") == {"甲": 3}
    assert told(table) == [(3, "名称", "乙")]


def test_a_mark_for_no_name_is_no_other_name(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", "编号,名称,年度,营业收入\n1,-,2024,90\n1,甲,2025,100\n1,,2023,80\n2,,2025,5\n")
    assert figures(table) == {"甲": 100, None: 5}
    assert figures(table, "revenue@2024") == {"甲": 90, None: None}
    assert told(table) == []


@pytest.mark.parametrize("second", ["A", "B", "", "-"])
def test_an_id_in_several_rows_is_told(tmp_path: Path, second: str) -> None:
    table = read(tmp_path / "a.csv", f"编号,revenue@2025\nA,1\n{second},2\n,3\n-,4\n")
    assert [note.kind for note in table.notes] == ["same-id"] * (second == "A")
    assert table.frame.collect().height == 4
    (tmp_path / "b.csv").write_text("编号,revenue@2025\nC,3\nA,4\n", "utf-8")
    both = read_table([tmp_path / "a.csv", tmp_path / "b.csv"], ASKED)
    assert [Path(note.file).name for note in both.notes] == ["a.csv", "b.csv"]
    assert f"{tmp_path / 'b.csv'} 第3行" in both.notes[0].problem.zh
    assert f"also {tmp_path / 'a.csv'} row 2" in both.notes[1].problem.en


def test_files_of_years_are_joined_by_what_all_of_them_have(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编号,名称,年度,营业收入\n1,甲,2025,1\n2,乙,2025,2\n", "utf-8")
    (tmp_path / "b.csv").write_text("名称,年度,营业收入\n甲,2024,3\n丙,2024,4\n", "utf-8")
    (tmp_path / "c.csv").write_text("编号,年度,营业收入\n1,2024,3\n", "utf-8")
    joined = read_table([tmp_path / "a.csv", tmp_path / "b.csv"], ASKED)
    assert figures(joined, "revenue@2024") == {"甲": 3, "乙": None, "丙": 4}
    with pytest.raises(FaultyError) as raised:
        read_table([tmp_path / "b.csv", tmp_path / "c.csv"], ASKED)
    assert [each.kind for each in raised.value.faults] == ["no-id"]


TOTALS = [
    "合计",
    " 合 计:",
    "总计",
    "小计",
    "Total",
    "SUM",
    "全县合计",
    "合计（2家）",
    "合计12家",
    "合计数",
    "全县总数",
    "共2家",
    "合计：2家",
    '"合计,2家"',
    "合计 共12家企业",
    "Total: 2",
    "Total 2",
    "Subtotal 1",
    "汇总",
    "全县汇总",
    "均值",
    "中位数",
    "最大值",
    "其中：规上企业",
    "本页小计：",
    "Grand total",
    "平均值",
    "Σ",
    "户均",
    "全县共2家企业",
    "上年同期",
    "同比增长（%）",
    "同比±%",
]


@pytest.mark.parametrize("word", TOTALS)
def test_a_total_is_no_subject(tmp_path: Path, word: str) -> None:
    table = read(tmp_path / "a.csv", f"序号,名称,revenue@2025\n1,合计科技公司,1\n{word},,9\n3,{word},8\n")
    assert figures(table) == {"合计科技公司": 1}
    assert [row for row, *_ in told(table)] == [3, 4]


@pytest.mark.parametrize("head", ["乡镇", "county"])
def test_a_total_in_any_column_of_a_nameless_row_is_no_subject(tmp_path: Path, head: str) -> None:
    lines = [
        f"{head},编号,名称,revenue@2025",
        "龙游县,,甲,1",
        "龙游县,2,,2",
        "合计,,丙,3",
        "合计,4,,4",
        "合计,,-,10",
        "龙游县,,,5",
    ]
    table = read(tmp_path / "a.csv", "\n".join([*lines, "合计,,,10", "注：快报,,,", ""]), names={"乡镇": ""})
    assert table.frame.collect()["row"].to_list() == [2, 3, 4, 5, 7]
    assert {(6, head), (8, head)} <= {(row, column) for row, column, _ in told(table)}
    nobody = read(tmp_path / "b.csv", f"{head},revenue@2025\n龙游县,1\n合计,1\n", names={"乡镇": ""})
    assert nobody.frame.collect()["row"].to_list() == [2]


@pytest.mark.parametrize("role", ["编号", "名称"])
def test_a_formula_without_a_value_is_nobodys_name(tmp_path: Path, role: str) -> None:
    table = read(tmp_path / "a.csv", f"{role},年度,营业收入\n=,2025,1\n=,2024,2\n==,2025,3\n")
    assert list(figures(table, by="id" if role == "编号" else "name").values()) == [3]
    assert told(table) == [(2, role, "="), (3, role, "=")]
    assert "这一行未用" in table.rejects["zh"][0]
    wide = read(tmp_path / "b.csv", f"{role},revenue@2025\n=,1\n=,2\n乙,3\n")
    assert wide.frame.collect()["id" if role == "编号" else "name"].to_list() == [None, None, "乙"]
    assert told(wide) == [(2, role, "="), (3, role, "=")]
    assert wide.notes == ()
    other = "编号,名称,年度,营业收入" if role == "名称" else "名称,编号,年度,营业收入"
    beside = read(tmp_path / "c.csv", f"{other}\n甲,=,2025,1\n甲,9,2024,2\n")
    assert beside.frame.collect().height == 1 if role == "名称" else 2


def test_ids_and_names_that_are_guarded_from_a_spreadsheet_are_what_they_guard(tmp_path: Path) -> None:
    rows = ['"=""0091""",="甲"', "'0092,'乙", "0093,=丙", '"=""a""b""",\'丁\'']
    found = read(tmp_path / "a.csv", "\n".join(["编号,名称,revenue@2025", *(f"{row},1" for row in rows), ""])).frame
    assert found.collect()["id"].to_list() == ["0091", "0092", "0093", '="a"b"']
    assert found.collect()["name"].to_list() == ["甲", "乙", "=丙", "'丁'"]
    table = read(tmp_path / "b.csv", '编号,年度,营业收入\n\'0091,2025,1\n"=""0091""",2024,2\n0091,2023,3\n')
    assert (figures(table, by="id"), figures(table, "revenue@2024", by="id")) == ({"0091": 1}, {"0091": 2})


def test_a_line_that_heads_a_group_is_no_subject_and_a_firm_of_such_a_name_is(tmp_path: Path) -> None:
    groups = ["（一）规上企业", "二、规下企业", "(十二) 其他", "三．园区"]
    firms = ["三一重工", "一、甲公司", "（二）乙公司", "一鸣食品", "（一鸣）食品"]
    rows = "".join(f"{name},\n" for name in groups) + "".join(f"{name},1\n" for name in firms) + "十足便利,\n"
    table = read(tmp_path / "a.csv", f"名称,revenue@2025\n{rows}")
    assert list(figures(table)) == [*firms, "十足便利"]
    assert [row for row, *_ in told(table)] == [2, 3, 4, 5]


def test_a_note_below_a_table_is_no_subject_and_a_firm_of_such_a_name_is(tmp_path: Path) -> None:
    firms = ["总计量具厂", "Total能源", "注塑机械厂", "平均律乐器", "Sum-tech", "合计（宁波）科技"]
    firms += [
        "共2家科技",
        "汇总软件",
        "杭州总数通",
        "合计12家居",
        "Total2Tech",
        "最大值传感器",
        "其中新材料",
        "备注软件",
    ]
    firms += ["单位：元通机械厂", "数据来源科技", "*Note", "填表日期软件"]
    firms += ["户均达科技", "上年同期酒业", "同比科技", "以下空白画廊", "数据截至科技", "Σ科技", "…数码"]
    notes = ["注:数据来自年报", "填表人：张三", "Note: audited", "备注1：合并口径"]
    notes += [
        "填表日期：2026年1月1日",
        "单位：万元",
        "单位：万元、人",
        "备注",
        "注",
        "*注：以上为快报数",
        "数据来源 统计局",
        "以下空白",
        "——（以下空白）——",
        "……",
        "...",
        "数据截至2025年12月31日",
    ]
    rows = "".join(f"{name},1\n" for name in (*firms, *notes))
    table = read(tmp_path / "a.csv", f"名称,revenue@2025\n{rows}")
    assert list(figures(table)) == firms
    assert [value for *_, value in told(table)] == notes


@pytest.mark.parametrize(
    ("head", "row", "figure", "kinds"),
    [
        ("", ",,万元,", 3, []),
        ("", ",,万元,人", 3, []),
        ("", "单位,,（单位：万元）,-", 3, []),
        ("", ",,亿元,人", None, ["unit-below"]),
        ("（亿元）", ",,亿元,", 30_000, []),
        ("（亿元）", ",,万元,", None, ["unit-below"]),
        ("", ",,%,人", None, ["unit-below"]),
    ],
)
def test_a_row_of_units_is_no_subject(
    tmp_path: Path, head: str, row: str, figure: int | None, kinds: list[str]
) -> None:
    heads = f"名称,county,营业收入2025{head},employees@2025"
    table = read(tmp_path / "a.csv", f"{heads}\n{row}\n甲,,3,4\n")
    assert table.frame.collect()["name"].to_list() == ["甲"]
    assert table.frame.collect().to_dicts()[0].get("revenue@2025") == (figure and figure * MILLION)
    assert figures(table, "employees@2025") == {"甲": 4}
    assert [note.kind for note in table.notes if note.kind != "unit-doubtful"] == kinds
    assert told(table) == [(2, "", "")]
    assert "把单位写进列名" in table.rejects["zh"][0]


@pytest.mark.parametrize("row", ["乙,,万元,", ",,万元,4", ",庆元县,万元,", ",,甲,"])
def test_a_row_with_anything_beside_units_is_read_as_before(tmp_path: Path, row: str) -> None:
    table = read(tmp_path / "a.csv", f"名称,county,营业收入2025,employees@2025\n{row}\n甲,,3,4\n")
    assert table.frame.collect().height == 2
    assert "revenue@2025" in table.columns
    below = read(tmp_path / "b.csv", "名称,county,营业收入2025,employees@2025\n甲,,3,4\n乙,,,\n")
    assert below.frame.collect().height == 2


@pytest.mark.parametrize(
    ("rows", "kinds"), [("合计,9\n注：快报,\n", ["no-subjects"]), ("合计,9\n甲,\n", []), (",\n", ["no-subjects"])]
)
def test_a_table_without_subjects_says_so(tmp_path: Path, rows: str, kinds: list[str]) -> None:
    assert [note.kind for note in read(tmp_path / "a.csv", f"名称,revenue@2025\n{rows}").notes] == kinds
    long = read(tmp_path / "b.csv", "名称,年度,营业收入\n" + rows.replace(",", ",2025,"))
    assert [note.kind for note in long.notes] == kinds


def test_blank_rows_are_nobody(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", "序号,名称,revenue@2025\n1,甲,1\n\n2,,\n,,\n5,乙,\n")
    assert figures(table) == {"甲": 1, "乙": None}
    assert table.frame.collect()["row"].to_list() == [2, 6]
    assert told(table) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_counted_from_the_top_of_the_file(tmp_path: Path, end: str) -> None:
    lines = ["name,county,revenue@2025", "a,,1", '"b",,x', "c,2", '"d,,3', 'e",,4']
    for above in (0, 2):
        table = read(tmp_path / "a.csv", end.join([""] * above + lines))
        assert figures(table) == {"a": 1, "b": None}
        assert [row for row, *_ in told(table)] == [3 + above, 4 + above, 5 + above]
    utf_16 = read(tmp_path / "b.csv", end.join(["name,revenue@2025", "上,1", ""]).encode("utf-16"))
    assert figures(utf_16) == {"上": 1}


def test_a_short_row_is_not_used_and_a_full_one_is(tmp_path: Path) -> None:
    for text in ("name,county,revenue@2025\na,1\nb,,2\nc,,3", 'name,county,revenue@2025\r\na,1\r\n"b",,2\r\nc,,3\r\n'):
        table = read(tmp_path / "a.csv", text)
        assert figures(table) == {"b": 2, "c": 3}
        assert told(table) == [(2, "", "")]
    assert told(read(tmp_path / "b.csv", "name,county,revenue@2025\na,,1\nb,,2")) == []


def test_a_quotation_over_rows_gives_nobody_the_figures_of_another(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", 'name,county,revenue@2025\n"a,,5\nb",,6\nc,,7\n')
    assert figures(table) == {"c": 7}
    assert [row for row, *_ in told(table)] == [2]
    inner = read(tmp_path / "b.csv", 'name,county,revenue@2025,revenue@2024\na,,"5,1\nb,,6",2\nc,,7,3\n')
    assert figures(inner, "revenue@2024") == {"c": 3}
    fine = read(tmp_path / "c.csv", 'name,county,revenue@2025\n"a,\nb",,6\n')
    assert figures(fine) == {"a,\nb": 6}
    unused = read(tmp_path / "u.csv", '备注,name,revenue@2025,也备注\nx,a,5,"8寸\ny,b,6,5寸"\nz,c,7,\n')
    assert figures(unused) == {"c": 7}
    assert told(unused) == [(2, "也备注", "8寸\ny,b,6,5寸")]
    between = read(tmp_path / "v.csv", 'name,备注,revenue@2025\na,"8寸,5\nb,5寸",6\nc,,7\n')
    assert figures(between) == {"c": 7}
    lines = read(tmp_path / "w.csv", 'name,备注,revenue@2025\na,"8寸\n5,寸",6\n')
    assert figures(lines) == {"a": 6}
    assert told(lines) == []
    assert fault(tmp_path / "d.csv", 'name,revenue@2025\nx 5" y,2\n"z",3\n6" w,1\n')[0] == "stray-quote"


def test_one_line_in_another_encoding_is_told(tmp_path: Path) -> None:
    lines = ["name,revenue@2025", "杭州机械厂,1", "龙游纸业,2", "湖州电机,3"]
    for at, (most, last) in enumerate((("utf-8", "gb18030"), ("gb18030", "utf-8"))):
        mixed = "\n".join(lines[:3]).encode(most) + b"\n" + lines[3].encode(last) + b"\n"
        assert fault(tmp_path / f"{at}.csv", mixed) == ("mixed-encoding", 4)
        assert figures(read(tmp_path / "c.csv", "\n".join(lines).encode(most)))["湖州电机"] == 3
    whole = "name,revenue@2025\n甲,1\n".encode("utf-16")
    assert fault(tmp_path / "d.csv", whole[:-1])[0] == "mixed-encoding"


def test_a_column_without_a_head_is_told_where_it_says_something(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", "name,revenue@2025,,\na,1,,\n").notes == ()
    (note,) = read(tmp_path / "b.csv", "name,revenue@2025,,\na,1,,7\n").notes
    assert note.kind == "no-head"
    assert "第D列" in note.problem.zh


def test_a_title_above_the_heads_is_told(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", "企业数据表,\n名称,revenue@2025\n甲,1\n")
    assert "no-figures" in [note.kind for note in table.notes]
    assert read(tmp_path / "b.csv", "名称,revenue@2025\n甲,1\n").notes == ()


def test_a_head_of_the_map_that_is_nowhere_is_told(tmp_path: Path) -> None:
    names = {"YYSR": "revenue@2025", "XX": "legal_person"}
    assert [note.key for note in read(tmp_path / "a.csv", "name,YYSR\na,1\n", names=names).notes] == ["XX"]


def test_types_that_hold_no_plain_value_are_told(tmp_path: Path) -> None:
    late = pl.Series(["2011-06-01T23:30:00"] * 2).str.to_datetime().dt.replace_time_zone("Asia/Shanghai")
    made = pl.DataFrame(
        {
            "name": [["a"], ["b"]],
            "id": [b"x", b"y"],
            "revenue@2025": pl.Series(["1.50", "2.5"]).cast(pl.Decimal(10, 2)),
            "revenue@2024": [{"a": 1}, {"a": 2}],
            "registered_on": late,
        }
    )
    made.write_parquet(tmp_path / "a.parquet")
    table = read_table([tmp_path / "a.parquet"], ASKED)
    assert [note.kind for note in table.notes] == ["wrong-type"] * 3 + ["unit-doubtful"]
    found = table.frame.collect()
    assert found["revenue@2025"].to_list() == [1_500_000, 2_500_000]
    assert found["registered_on"].to_list() == [date(2011, 6, 1)] * 2
    assert "name" not in found.columns


def test_a_cell_of_a_million_characters_is_told(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", f"name,revenue@2025\na,{'9' * MILLION}\nb,2\n")
    assert figures(table) == {"a": None, "b": 2}
    assert [row for row, *_ in told(table)] == [2]


def test_the_preview_counts_what_was_understood(tmp_path: Path) -> None:
    text = "name,revenue@2025,legal_person,foo\n甲,1,是,x\n乙,三亿,,y\n丙,-,否,\n合计,9,,\n"
    (part,) = read(tmp_path / "a.csv", text).parts
    assert tallies(part) == [
        Tally(3, 1, 0, "甲"),
        Tally(1, 1, 1, "1"),
        Tally(2, 0, 1, "是"),
        Tally(None, 0, None, "x"),
    ]
