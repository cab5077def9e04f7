"""Tables as people have them: heads, units, encodings, odd cells; each canonical cell is what a profile would say."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.model import frame
from zhence.model.fault import FaultyError
from zhence.model.value import Days, Span
from zhence.profiles.answers import NO
from zhence.profiles.spoken import read_spoken, unspoken
from zhence.profiles.values import ValueReader
from zhence.tables.headings import MOST_COMPARED, Reader
from zhence.tables.names import read_names
from zhence.tables.preview import tallies
from zhence.tables.read import Asked, Table, read_table
from zhence.tables.understand import MOST_TWINS
from zhence.written.inexact import BLANK
from zhence.written.spellings import tight

BOOK = load(bundled())
DAY = date(2026, 6, 1)
ASKED = Asked(BOOK, "enterprise", DAY)


def read(path: Path, content: str | bytes, **asked: object) -> Table:
    """Return the table that a CSV file of this content makes."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table([path], Asked(BOOK, "enterprise", DAY, **asked))  # type: ignore[arg-type]


def cells(table: Table) -> list[dict[str, object]]:
    return table.frame.collect().to_dicts()


def kind_of(path: Path, content: str | bytes) -> str:
    """Return the kind of the only fault that a file raises."""
    with pytest.raises(FaultyError) as raised:
        read(path, content)
    (fault,) = raised.value.faults
    assert fault.problem.zh
    assert fault.problem.en
    assert fault.remedy.zh
    assert fault.file == str(path)
    return fault.kind


@pytest.mark.parametrize(
    ("head", "cell", "millionths"),
    [
        ("revenue@2025", "23100", 23_100_000_000),
        ("revenue@2025", "2.31亿元", 23_100_000_000),
        ("revenue@2025", "１２３", 123_000_000),
        ("revenue@2025", "1,200", 1_200_000_000),
        ("revenue@2025", "0.30000000000000004", 300_000),
        ("营业收入2025", "1", 1_000_000),
        ("2025年营业收入", "1", 1_000_000),
        ("2025年度营业收入(亿元)", "2.31", 23_100_000_000),
        ("营业收入(元)@2025", "231000000", 23_100_000_000),
        ("营业收入 (元) 2025", "2.31亿元", 23_100_000_000),
        ("Revenue [亿元] 2025", "1", 10_000_000_000),
        ("employees@2025", "320人", 320_000_000),
        ("营业收入（2025年）", "1", 1_000_000),
        ("营业收入（亿元）（2025年末）", "1", 10_000_000_000),
        ("营业收入(2025)()(亿元)", "1", 10_000_000_000),
        ("2025年营业收入（2025年）", "1", 1_000_000),
    ],
)
def test_a_number_by_any_head_and_in_any_unit(tmp_path: Path, head: str, cell: str, millionths: int) -> None:
    table = read(tmp_path / "a.csv", f'name,"{head}"\nx,"{cell}"\n')
    assert table.rejected == 0
    (row,) = cells(table)
    assert row[head.partition("@")[0] + "@2025" if head.startswith("employees") else "revenue@2025"] == millionths


def test_a_number_too_fine_is_the_interval_it_lies_in(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", "revenue@2025\n0.1234567\n-0.1\n5\n")
    assert [(row.get("revenue@2025:low"), row.get("revenue@2025:high")) for row in cells(table)] == [
        (123_456, 123_458),
        (None, None),
        (5_000_000, 5_000_000),
    ]
    assert "too-fine" in [note.kind for note in table.notes]
    assert table.rejects["row"].to_list() == [3]  # no firm sells for less than nothing


def test_every_kind_of_fact(tmp_path: Path) -> None:
    heads = "legal_person,registered_on,size_sector,county,zone.mountain-island"
    table = read(
        tmp_path / "a.csv", f"{heads}\n是,2011年6月1日,C3484,江山,是\nno,2011-06-01,工业,江山市,\n-,,未知,,否\n"
    )
    expected = {"legal_person": True, "registered_on": date(2011, 6, 1), "size_sector": "industry", "county": "江山市"}
    rows = cells(table)
    assert rows[0] == {"row": 2, **expected, "zone.mountain-island": True}
    assert rows[1] == {"row": 3, **expected, "legal_person": False, "zone.mountain-island": None}
    assert rows[2] == {"row": 4, **dict.fromkeys(expected), "zone.mountain-island": False}
    assert table.rejected == 0


def test_what_cannot_be_read_is_told_and_left_out(tmp_path: Path) -> None:
    table = read(
        tmp_path / "a.csv",
        "name,county,revenue@2025,rd_staff_diploma_share,legal_person,revenue@2024\n"
        "甲,火星县,三亿,130,大概,1\n乙,龙游县,1e30,99,是,nan\n",
    )
    told = [(row["row"], row["column"], row["value"]) for row in table.rejects.to_dicts()]
    assert told == [
        (2, "county", "火星县"),
        (2, "revenue@2025", "三亿"),
        (2, "rd_staff_diploma_share", "130"),
        (2, "legal_person", "大概"),
        (3, "revenue@2025", "1e30"),
    ]
    assert table.rejected == 5
    assert all(row["zh"] and row["en"] for row in table.rejects.to_dicts())
    first, second = cells(table)
    assert first["revenue@2024"] == 1_000_000
    assert [first["county"], first["revenue@2025"], first["rd_staff_diploma_share"], first["legal_person"]] == [
        None
    ] * 4
    assert second["county"] == "龙游县"
    assert second["revenue@2024"] is None


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("revenu@2025", "unknown-fact"),
        ("revenue", "yearly-outside-year"),
        ("revenue@2031", "future-year"),
        ("legal_person@2025", "not-yearly"),
        ("营业收入(吨)@2025", "unknown-unit"),
        ("fiscal_revenue@2025", "unknown-fact"),
        ("zone.nowhere", "unknown-zone"),
        ("legal_person:low", "no-range"),
        ("有效期内的高新技术企业（已失效）", "stray-bracket"),
        ("title_hte[expired]", "stray-bracket"),
        ("registered_on（变更后）", "stray-bracket"),
        ("有效期内的高新技术企业（2024年）", "not-yearly"),
        ("营业收入（亿元）（合并口径）2025", "stray-bracket"),
        ("营业收入（合并口径）2025", "unknown-unit"),
        ("2024年营业收入（2025年）", "yearly-outside-year"),
        ("营业收入（2025年6月）", "yearly-outside-year"),
    ],
)
def test_a_head_that_says_nothing_is_told_and_ignored(tmp_path: Path, head: str, kind: str) -> None:
    table = read(tmp_path / "a.csv", f"name,{head}\nx,1\n")
    assert [note.kind for note in table.notes] == [kind, "no-figures"]
    assert table.columns == ("row", "name")


@pytest.mark.parametrize("head", ["有效期内的高新技术企业（是/否）", "title_hte(Yes/No)", "有效期内的高新技术企业（）"])
def test_a_bracket_on_how_cells_are_written_changes_nothing(tmp_path: Path, head: str) -> None:
    table = read(tmp_path / "a.csv", f"name,{head}\nx,是\n")
    assert table.notes == ()
    assert cells(table) == [{"row": 2, "name": "x", "title_hte": True}]


def test_the_year_in_the_bracket_of_a_flag_is_its_year_and_not_that_of_the_row(tmp_path: Path) -> None:
    head = "列入当年先进制造业企业名单（增值税加计抵减）"
    key = "advanced_manufacturing_list"
    for asked, found in (("", f"{key}@2026"), ("（2024年）", f"{key}@2024")):
        (row,) = cells(read(tmp_path / "a.csv", f"编号,年度,{head}{asked}\nA,2026,是\n"))
        assert {name: value for name, value in row.items() if name.startswith(key)} == {found: True}


@pytest.mark.parametrize("head", ["2026年底平台工业APP数", "2026年底平台工业APP数（个）", "iip_apps_2026"])
def test_a_year_that_is_part_of_a_title_is_no_year_of_the_figure(tmp_path: Path, head: str) -> None:
    path = tmp_path / "a.csv"
    for heads, column in ((head, ""), (f"{head}:low", ":low"), (f"{head}上限", ":high")):
        path.write_text(f"name,{heads}\nx,3\n", "utf-8")
        table = read_table([path], Asked(BOOK, "project", DAY))
        assert table.columns == ("row", "name", f"iip_apps_2026{column}")


def test_a_map_names_foreign_heads(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", "KH,YYSR,BZ\n1,5,x\n", names={"KH": "id", "YYSR": "revenue@2025", "BZ": ""})
    assert table.notes == ()
    assert cells(table) == [{"row": 2, "id": "1", "revenue@2025": 5_000_000}]


def test_ends_of_a_range_in_two_columns(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", "revenue@2025:low,营业收入2025上限\n1,2\n,3\n4,\n")
    assert [(row["revenue@2025:low"], row["revenue@2025:high"]) for row in cells(table)] == [
        (1_000_000, 2_000_000),
        (None, 3_000_000),
        (4_000_000, None),
    ]


def test_a_row_a_year_becomes_a_row_a_subject(tmp_path: Path) -> None:
    text = "编号,年度,营业收入,legal_person\nB,2025,3,\nA,2025年,2,是\nA,2024,1,\nB,2031,9,否\n"
    assert cells(read(tmp_path / "a.csv", text)) == [
        {"row": 2, "id": "B", "revenue@2024": None, "revenue@2025": 3_000_000, "legal_person": None},
        {"row": 3, "id": "A", "revenue@2024": 1_000_000, "revenue@2025": 2_000_000, "legal_person": True},
    ]
    assert kind_of(tmp_path / "b.csv", "年度,营业收入\n2025,3\n") == "no-id"


def test_encodings_and_separators(tmp_path: Path) -> None:
    text = "名称;营业收入@2025\n㙘𠮷厂;1\n"
    for at, encoding in enumerate(("utf-8", "utf-8-sig", "gb18030", "utf-16")):
        (row,) = cells(read(tmp_path / f"{at}.csv", text.encode(encoding)))
        assert row == {"row": 2, "name": "㙘𠮷厂", "revenue@2025": 1_000_000}, encoding
    assert cells(read(tmp_path / "t.tsv", text.replace(";", "\t"))) == [row]
    assert (
        cells(read(tmp_path / "q.csv", '"名称","营业收入@2025"\r\n"甲;""乙""\n厂","1"\r\n'))[0]["name"] == '甲;"乙"\n厂'
    )


def test_several_files_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,revenue@2025\nx,1\ny,2.00000001\n", "utf-8")
    pl.DataFrame({"name": ["z"], "revenue@2025": [3], "legal_person": [True]}).write_parquet(tmp_path / "b.parquet")
    table = read_table([tmp_path / "b.parquet", tmp_path / "a.csv"], ASKED)
    assert [(row["name"], row["row"], row["revenue@2025:low"]) for row in cells(table)] == [
        ("z", 1, 3_000_000),
        ("x", 2, 1_000_000),
        ("y", 3, 1_999_999),
    ]
    assert table.rows == 3
    assert cells(table)[0]["legal_person"] is True


def test_columns_of_every_type(tmp_path: Path) -> None:
    made = pl.DataFrame(
        {
            "revenue@2025": pl.Series([1.5, float("nan"), float("inf")]),
            "revenue@2024": pl.Series([1, 2, None], dtype=pl.Int16),
            "legal_person": [True, None, False],
            "registered_on": [date(2011, 6, 1)] * 3,
            "employees@2025": pl.Series(["5", None, "x"], dtype=pl.Categorical),
            "size_sector": pl.Series(["工业", "C3484", None], dtype=pl.Categorical),
            "county": [date(2011, 6, 1)] * 3,
        }
    )
    for name, write in (("a.parquet", made.write_parquet), ("a.arrow", made.write_ipc)):
        write(tmp_path / name)
        table = read_table([tmp_path / name], ASKED)
        first, second, third = cells(table)
        assert first == {
            "row": 1,
            "revenue@2025": 1_500_000,
            "revenue@2024": 1_000_000,
            "legal_person": True,
            "registered_on": date(2011, 6, 1),
            "employees@2025": 5_000_000,
            "size_sector": "industry",
        }
        assert (second["revenue@2025"], third["revenue@2025"]) == (None, None)
        assert second["size_sector"] == "industry"
        assert [note.kind for note in table.notes] == ["wrong-type", "unit-doubtful"]
        assert [(row["row"], row["column"]) for row in table.rejects.to_dicts()] == [
            (3, "revenue@2025"),
            (3, "employees@2025"),
        ]


def test_a_workbook_tells_a_percent_from_a_number(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["名称", "rd_staff_diploma_share", "营业收入(亿元)@2025", "registered_on", "legal_person"])
    sheet.append(["甲", 0.305, 2.31, date(2011, 6, 1), True])
    sheet["B2"].number_format = "0.00%"
    sheet.append(["乙", 30.5, "2310万元", "2011/6/1", "否"])
    book.save(tmp_path / "a.xlsx")
    rows = cells(read_table([tmp_path / "a.xlsx"], ASKED))
    assert [row["rd_staff_diploma_share"] for row in rows] == [30_500_000, 30_500_000]
    assert [row["revenue@2025"] for row in rows] == [23_100_000_000, 2_310_000_000]
    assert [row["registered_on"] for row in rows] == [date(2011, 6, 1)] * 2
    assert [row["legal_person"] for row in rows] == [True, False]


def test_tables_that_are_none(tmp_path: Path) -> None:
    good = tmp_path / "good.parquet"
    pl.DataFrame({"revenue@2025": list(range(1000))}).write_parquet(good)
    whole = good.read_bytes()
    assert kind_of(tmp_path / "cut.parquet", whole[: len(whole) // 2]) == "broken-table"
    assert kind_of(tmp_path / "zero.parquet", b"") == "empty-table"
    assert kind_of(tmp_path / "not.parquet", b"revenue@2025\n1\n") == "broken-table"
    assert kind_of(tmp_path / "zero.csv", b"") == "empty-table"
    assert kind_of(tmp_path / "blank.csv", b"\n\n  \n") == "empty-table"
    assert kind_of(tmp_path / "heads.csv", b"name,revenue@2025\n") == "empty-table"
    assert kind_of(tmp_path / "quote.csv", 'name,revenue@2025\n"x,1\ny,2\n') == "open-quote"
    assert (
        kind_of(tmp_path / "mixed.csv", "名称\n好\n".encode() + "龙游县".encode("gb18030") + b"\n\xff\xff\n")
        == "mixed-encoding"
    )
    assert kind_of(tmp_path / "null.csv", b"name\nx\0y\n") == "not-text"
    assert kind_of(tmp_path / "wide.csv", ",".join(f"c{at}" for at in range(10_001)) + "\n1\n") == "too-many-columns"
    assert kind_of(tmp_path / "a.xlsx", b"PK\x03\x04nothing") == "broken-workbook"
    with pytest.raises(FaultyError) as raised:
        read_table([tmp_path / "a.docx", tmp_path / "none.csv", tmp_path], ASKED)
    assert [fault.kind for fault in raised.value.faults] == ["unknown-ending", "no-file", "unknown-ending"]


def test_five_thousand_columns_are_read(tmp_path: Path) -> None:
    heads = [*(f"x{at}" for at in range(4_999)), "revenue@2025"]
    table = read(tmp_path / "a.csv", ",".join(heads) + "\n" + "1," * 4_999 + "7\n")
    assert cells(table) == [{"row": 2, "revenue@2025": 7_000_000}]
    assert len(table.notes) == 4_999


def test_only_so_many_unknown_heads_are_compared_with_every_name(tmp_path: Path) -> None:
    heads = [*(["revenu@2025"] * (MOST_COMPARED + 1)), "revenue@2025"]
    table = read(tmp_path / "a.csv", ",".join(heads) + "\n" + ",".join("7" * len(heads)) + "\n")
    near = ["did you mean" in note.remedy.en for note in table.notes]
    assert near == [True] * MOST_COMPARED + [False]


@pytest.mark.parametrize(
    ("head", "word", "meant"), [("county", "Longyou County{}", "龙游县"), ("size_sector", "industry{}", "industry")]
)
def test_only_so_many_unknown_cells_of_a_column_are_compared_with_every_name(
    tmp_path: Path, head: str, word: str, meant: str
) -> None:
    rows = "".join(f"r{at},{word.format(at)}\n" for at in range(100, 101 + MOST_COMPARED))
    table = read(tmp_path / "a.csv", f"name,{head}\n{rows}last,{word.format('')}\n")
    assert ["did you mean" in said for said in table.rejects["en"]] == [True] * MOST_COMPARED + [False]
    assert cells(table)[-1][head] == meant


@pytest.mark.parametrize("twins", [MOST_TWINS, MOST_TWINS + 1])
def test_so_many_columns_may_state_one_figure(twins: int, tmp_path: Path) -> None:
    heads = ",".join(["name", *["revenue@2025"] * twins])
    table = read(
        tmp_path / "a.csv", f"{heads}\nx{',7' * twins}\ny{',7' * (MOST_TWINS - 1)},8{',7' * (twins - MOST_TWINS)}\n"
    )
    assert [row["revenue@2025"] for row in cells(table)] == [7_000_000, None]
    assert ["not used" in note.problem.en for note in table.notes] == [False] * (MOST_TWINS - 1) + [True] * (
        twins - MOST_TWINS
    )


def test_a_row_of_another_length_than_the_heads_is_not_used(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", "name,revenue@2025\nx,1,2\ny,3\nz\nw,4,,\n")
    assert [(row["name"], row["revenue@2025"]) for row in cells(table)] == [
        ("y", 3_000_000),
        ("w", 4_000_000),
    ]
    assert [(row["row"], row["value"]) for row in table.rejects.to_dicts()] == [(2, "2"), (4, "")]


WORDS = st.sampled_from(["", "-", "亿元", "万元", "元", "%", "家", "abc", "约", "以上", "～", ",", ".", "e3", "－"])
DIGITS = st.from_regex(r"[+-]?[0-9]{0,12}(\.[0-9]{0,8})?", fullmatch=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(DIGITS, WORDS), min_size=1, max_size=12))
def test_each_cell_is_what_a_profile_would_say(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    fact = BOOK.facts["revenue"]
    texts = [digits + word for digits, word in pairs]
    path = tmp_path_factory.mktemp("cells") / "a.csv"
    lines = "".join(f'r{at},"{text}"\n' for at, text in enumerate(texts))
    for text, row in zip(texts, cells(read(path, f"name,revenue@2025\n{lines}")), strict=True):
        ends = [row.get(name, row.get("revenue@2025")) for name in ("revenue@2025:low", "revenue@2025:high")]
        said = ValueReader(fact, BOOK, DAY, loose=True).read(unspoken(text, fact, BOOK)) if text else None
        value = said.value if said is not None else None
        if not isinstance(value, Span) or any(
            abs(end or 0) * frame.SCALE >= frame.LIMIT for end in (value.low, value.high)
        ):
            assert ends == [None, None], text
        else:
            assert [end is None for end in ends] == [end is None for end in (value.low, value.high)], text
            for end, step, exact in ((ends[0], 1, value.low), (ends[1], -1, value.high)):
                if exact is not None:
                    whole = exact * frame.SCALE
                    slack = abs(whole) / 10**15
                    assert -slack <= step * (whole - end) <= slack + 2, text


@pytest.mark.parametrize("ending", ["csv", "parquet", "arrow"])
@pytest.mark.parametrize(("named", "neighbour"), [("firms[25]", "firms2"), ("a?b", "axb"), ("a*", "ab")])
def test_the_file_that_was_named_is_read_and_no_other(tmp_path: Path, named: str, neighbour: str, ending: str) -> None:
    write = {"csv": pl.DataFrame.write_csv, "parquet": pl.DataFrame.write_parquet, "arrow": pl.DataFrame.write_ipc}[
        ending
    ]
    for stem, name in ((named, "meant"), (neighbour, "other")):
        write(pl.DataFrame({"名称": [name], "营业收入2025": ["1"]}), tmp_path / f"{stem}.{ending}")
    assert [row["name"] for row in cells(read_table([tmp_path / f"{named}.{ending}"], ASKED))] == ["meant"]


def test_a_folder_named_like_an_address_is_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file:there").mkdir()
    (tmp_path / "file:there" / "a.csv").write_text("名称,营业收入2025\n甲,1\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert [row["name"] for row in cells(read_table([Path("file:there/a.csv")], ASKED))] == ["甲"]


def test_a_word_for_nothing_is_an_answer_where_it_is_one(tmp_path: Path) -> None:
    text = "名称,title_hte,营业收入2025,rd_body_level\n甲,无,无,None\n乙,没有,-,-\n丙,有,1,?\n"
    table = read(tmp_path / "a.csv", text)
    assert [row["title_hte"] for row in cells(table)] == [False, False, True]
    assert [row["revenue@2025"] is None for row in cells(table)] == [True, True, False]
    assert [row["rd_body_level"] is None for row in cells(table)] == [False, True, True]
    assert table.rejected == 0


def test_a_day_is_what_a_profile_would_take_for_one(tmp_path: Path) -> None:
    days = ["2026-05-20", "26-05-20", "-2025-01-01", "1-1-1", "999-01-01", "0000-01-01", "10000-01-01", "+2026-05-20"]
    days += ["0001-01-01", "9999-12-31", "2025-1-5", "2025-02-29"]
    table = read(tmp_path / "a.csv", "name,registered_on\n" + "".join(f"r{day},{day}\n" for day in days))
    found = {row["name"][1:]: row["registered_on"] for row in cells(table)}
    assert {text: day for text, day in found.items() if day is not None} == {
        "2026-05-20": date(2026, 5, 20),
        "0001-01-01": date.min,
        "9999-12-31": date.max,
        "2025-1-5": date(2025, 1, 5),
    }
    for text, day in found.items():
        said = ValueReader(BOOK.facts["registered_on"], BOOK, DAY, loose=True).read(text)
        assert (said.value if said is not None else None) == (None if day is None else Days(day, day))
    assert table.rejects["value"].to_list() == [text for text, day in found.items() if day is None]


@pytest.mark.parametrize("kind", [pl.Date(), pl.Datetime("ms"), pl.Datetime("us"), pl.Datetime("us", "UTC")])
def test_a_typed_day_outside_the_calendar_is_told(tmp_path: Path, kind: pl.DataType) -> None:
    days = [-719_162, 2_932_896, -719_163, 2_932_897, 100_000_000, -100_000_000, None]
    step = {pl.Date(): 1, pl.Datetime("ms"): 86_400_000}.get(kind, 86_400_000_000)
    column = pl.Series([None if day is None else day * step for day in days], dtype=pl.Int64)
    column = column.cast(pl.Int32 if kind == pl.Date else pl.Int64).cast(kind)
    for heads in (["registered_on"], ["registered_on", "年度", "id", "foo"]):
        pl.DataFrame(dict.fromkeys(heads, column)).write_parquet(tmp_path / "a.parquet")
        table = read_table([tmp_path / "a.parquet"], ASKED)
        for part in table.parts:
            assert len(tallies(part)) == len(heads)
        if len(heads) == 1:
            assert table.frame.collect()["registered_on"].to_list() == [date.min, date.max, *[None] * 5]
            assert table.rejects["row"].to_list() == [3, 4, 5, 6]
        assert table.rejects["value"].to_list().count("…-…-…") == 2


def test_a_text_is_known_where_a_profile_would_take_it(tmp_path: Path) -> None:
    texts = [
        *sorted(BLANK),
        *sorted(NO),
        "-元",
        "无元",
        "N/A%",
        "TBD",
        "元",
        "x",
        "无纺布",
        "N/A型",
        "a-b",
        "　",
        "滤布",
    ]
    lines = "".join(f'"r{at}","{text}"\n' for at, text in enumerate(texts))
    (tmp_path / "a.csv").write_text(f"name,leading_industry\n{lines}", "utf-8")
    table = read_table([tmp_path / "a.csv"], Asked(BOOK, "town", DAY))
    for text, row in zip(texts, cells(table), strict=True):
        said = ValueReader(BOOK.facts["leading_industry"], BOOK, DAY, loose=True).read(text)
        assert row["leading_industry"] == (said.value.exact if said is not None else None), text
    assert table.rejected == 0


@pytest.mark.parametrize("head", ["所在县", "县（市、区）", "所属县(市、区)", "county", "County"])
def test_a_column_goes_by_the_other_names_that_the_catalogue_gives_its_figure(tmp_path: Path, head: str) -> None:
    table = read(tmp_path / "a.csv", f"名称,{head},从业人员2025,总资产(亿元)2025\n甲,Ninghai County,50,3\n")
    assert not table.notes
    (row,) = cells(table)
    assert row["county"] == "宁海县"
    assert row["employees@2025"] == 50 * frame.SCALE
    assert row["total_assets@2025"] == 30_000 * frame.SCALE


def test_no_name_of_a_column_means_two_figures_of_one_kind_of_subject() -> None:
    names: dict[tuple[str, str], list[str]] = {}
    for fact in BOOK.facts.values():
        for word in {tight(each) for each in (fact.id, fact.title.zh, *fact.aliases)}:
            for subject in fact.subjects:
                names.setdefault((subject, word), []).append(fact.id)
    assert [found for found in names.values() if len(found) > 1] == []


@pytest.mark.parametrize(
    ("fact", "text", "is_read"),
    [
        ("revenue@2025", "1000~2000", True),
        ("revenue@2025", "1亿~2亿", True),
        ("revenue@2025", "2-3亿元", True),
        ("revenue@2025", "800~1亿元", True),
        ("revenue@2025", "≥2亿元", True),
        ("revenue@2025", ">=1000万元", True),
        ("revenue@2025", "2亿元以下", True),
        ("revenue@2025", "1000万元~", True),
        ("revenue@2025", "~1000万元", True),
        ("revenue@2025", "约1000", False),
        ("revenue@2025", "2000~1000", False),
        ("revenue@2025", "-5~10", False),
        ("revenue@2025", "{ from = 1000, to = 2000 }", False),
        ("net_profit@2025", "-5~10", True),
        ("registered_on", "2024-05", True),
        ("registered_on", "2024", True),
        ("registered_on", "2024-05-01~2024-05-31", True),
        ("registered_on", "~2024年5月", True),
        ("registered_on", "2024年以前", False),
        ("registered_on", "2024-13", False),
    ],
)
def test_a_range_in_a_cell_is_read_as_on_the_command_line(tmp_path: Path, fact: str, text: str, is_read: bool) -> None:
    table = read(tmp_path / "a.csv", f'name,{fact}\n甲,"{text}"\n')
    found = BOOK.facts[fact.partition("@")[0]]
    value = said.value if (said := read_spoken(text, found, BOOK, DAY).given) is not None else None
    (row,) = cells(table)
    assert table.rejected == (not is_read)
    if not is_read:
        assert value is None or text.startswith("{")
        assert fact not in row or row[fact] is None
        return
    assert isinstance(value, Span | Days)
    ends = [end if not isinstance(end, Fraction) else int(end * frame.SCALE) for end in (value.low, value.high)]
    assert [row[f"{fact}:low"], row[f"{fact}:high"]] == ends


@pytest.mark.parametrize(
    ("head", "text"), [("营业收入2025下限", "≥1000"), ("营业收入2025上限", "1~2"), ("营业收入2025", "约5")]
)
def test_no_word_asks_for_what_its_column_refuses(tmp_path: Path, head: str, text: str) -> None:
    (told,) = read(tmp_path / "a.csv", f"name,{head}\n甲,{text}\n").rejects.to_dicts()
    assert ("~" in told["zh"].partition("；")[2]) is ("限" not in head)


@pytest.mark.parametrize(
    "head", ["公司名称", "企业名", "单位", "企业", "公司", "企业全称", "企业名称（盖章）", "Enterprise name"]
)
def test_a_name_goes_by_many_words(tmp_path: Path, head: str) -> None:
    assert [row["name"] for row in cells(read(tmp_path / "a.csv", f"{head},营业收入2025\n甲,1\n"))] == ["甲"]


@pytest.mark.parametrize("head", ["社会信用代码", "统一信用代码", "统一社会信用代码（18位）", "编号"])
def test_an_id_goes_by_many_words(tmp_path: Path, head: str) -> None:
    assert [row["id"] for row in cells(read(tmp_path / "a.csv", f"{head},营业收入2025\n7,1\n"))] == ["7"]


def test_the_surest_of_several_names_is_used(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", "单位,企业名称,营业收入2025\n万元,甲,1\n")
    assert [row["name"] for row in cells(table)] == ["甲"]
    path = tmp_path / "b.csv"
    path.write_text("单位名称,项目名称\n甲,技改\n")
    (row,) = cells(read_table([path], Asked(BOOK, "project", DAY)))
    assert row["name"] == "技改"


@pytest.mark.parametrize(
    ("head", "meant"),
    [
        ("营业收人2025", "revenue"),
        ("净利2025", "net_profit"),
        ("revenu@2025", "revenue"),
        ("所在的县", "county"),
        ("成立日期", "registered_on"),
        ("税收2025", None),
        ("产值2025", None),
        ("人数2025", None),
        ("资产2025", None),
        ("销售收入2025", None),
        ("行业", None),
    ],
)
def test_only_what_is_near_is_asked_about(tmp_path: Path, head: str, meant: str | None) -> None:
    (note,) = (
        each for each in read(tmp_path / "a.csv", f"name,营业收入2024,{head}\n甲,1,1\n").notes if each.key == head
    )
    assert note.kind == "unknown-fact"
    assert ("是否" in note.remedy.zh) is (meant is not None)
    assert f"'{meant}'" in note.remedy.zh or meant is None


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("西胡区", "西湖区"),
        ("建德县", "建德市"),
        ("浙江龙游县", "龙游县"),
        ("Longyu", "龙游县"),
        ("龙游市", "全称"),  # 龙泉市 is as near as 龙游县
        ("浙江", "全称"),
        ("北京市", "全称"),
        ("衢州市", "写到县"),
        ("浙江省衢州市", "写到县"),
        ("Quzhou", "写到县"),
    ],
)
def test_only_a_place_that_is_near_is_asked_about(tmp_path: Path, said: str, word: str) -> None:
    (told,) = read(tmp_path / "a.csv", f"name,county\n甲,{said}\n乙,龙游县\n").rejects.to_dicts()
    assert word in told["zh"]
    assert ("是否" in told["zh"]) is (word in BOOK.places)


def test_a_county_may_stand_behind_its_province(tmp_path: Path) -> None:
    assert cells(read(tmp_path / "a.csv", "name,county\n甲,浙江省龙游县\n"))[0]["county"] == "龙游县"


@pytest.mark.parametrize(
    ("meant", "kind"),
    [
        ('"revenue@2025"', None),
        ('"revenue"', None),  # where a column gives the year
        ('""', None),
        ('"名称"', None),
        ('"revenu@2025"', "unknown-fact"),
        ('"revenue@2031"', "future-year"),
        ('"industrial_output@2025"', "wrong-subject"),
        ("2025", "map"),
    ],
)
def test_a_mistake_in_a_map_is_told_at_its_line(tmp_path: Path, meant: str, kind: str | None) -> None:
    path = tmp_path / "m.toml"
    path.write_text(f'# heads\n"收入" = {meant}\n', "utf-8")
    readers = [Reader(BOOK, "enterprise", DAY.year)]
    if kind is None:
        assert read_names(path, readers) == {"收入": meant.strip('"')}
        return
    with pytest.raises(FaultyError) as raised:
        read_names(path, readers)
    (fault,) = raised.value.faults
    assert (fault.file, fault.line, fault.key, fault.kind) == (str(path), 2, "收入", kind)
    assert fault.severity == "error"


@pytest.mark.parametrize(
    "head", ["营收2025", "营业收入", "营业收入2031", "营业收入（吨）2025", "营业收入（预计）（元）2025"]
)
def test_a_head_that_is_not_used_says_so_once(tmp_path: Path, head: str) -> None:
    (note,) = (each for each in read(tmp_path / "a.csv", f"name,净利润2025,{head}\n甲,1,1\n").notes if each.key == head)
    assert note.problem.zh.count("未用") == 1
    assert note.problem.en.count("not used") == 1


@pytest.mark.parametrize(
    ("head", "key", "millions"),
    [
        ("净利润（单位：万元）2023", "net_profit@2023", 5),
        ("净利润（单位：元）2023", "net_profit@2023", 0.0005),
        ("净利润2023（单位 亿元）", "net_profit@2023", 50_000),
        ("资产总额2024年底", "total_assets@2024", 5),
        ("负债总额2025年末（万元）", "total_liabilities@2025", 5),
        ("2025年末资产总额", "total_assets@2025", 5),
        ("研究开发费用2023 万元", "rd_expense@2023", 5),
        ("研究开发费用2023年亿元", "rd_expense@2023", 50_000),
        ("Net profit (in 元) 2023", "net_profit@2023", 0.0005),
        ("净利润2023", "net_profit@2023", 5),
        ("净利润2023年", "net_profit@2023", 5),
        ("净利润2023 吨", None, None),
        ("净利润2023 预计", None, None),
        ("净利润（单位：吨）2023", None, None),
        ("净利润2023年初", None, None),
        ("净利润2023亿元（万元）", None, None),
        ("净利润万元", None, None),
    ],
)
def test_units_and_year_ends_in_a_head_are_read_where_they_mean_one_thing(
    tmp_path: Path, head: str, key: str | None, millions: float | None
) -> None:
    (row,) = cells(read(tmp_path / "a.csv", f"name,营业收入2025,{head}\n甲,1,5\n"))
    found = {name: value for name, value in row.items() if name not in ("row", "name", "revenue@2025")}
    assert found == ({} if key is None else {key: round((millions or 0) * 1_000_000)})


@pytest.mark.parametrize(
    ("fact", "cell", "said"),
    [
        ("registered_on", "2024/5/31 0:00", date(2024, 5, 31)),
        ("registered_on", "2024-05-31 00:00:00", date(2024, 5, 31)),
        ("registered_on", "2024-05-31T00:00:00", date(2024, 5, 31)),
        ("registered_on", "2024/5/31 8:30", None),
        ("registered_on", "45443", None),
        ("revenue@2025", "￥1200万", 1200),
        ("revenue@2025", "¥1,200.5万元", 1200.5),
        ("revenue@2025", "￥1200元", 0.12),
        ("revenue@2025", "￥1200", None),
        ("revenue@2025", "500（万元）", 500),
        ("revenue@2025", "500（预计）", None),
        ("net_profit@2025", "(1,234.50)", -1234.5),
        ("net_profit@2025", "（1234万元）", -1234),
        ("net_profit@2025", "(1亿元)", -10_000),
        ("net_profit@2025", "△1,234", None),
        ("net_profit@2025", "(1)(2)", None),
        ("revenue@2025", "(1,234.50)", None),
        ("employees@2025", "120（人）", 120),
        ("employees@2025", "120（家）", None),
        ("employees@2025", "(120)", None),
        ("rd_and_production_in_province", "1.0", True),
        ("rd_and_production_in_province", "0.0", False),
        ("rd_and_production_in_province", "2.0", None),
    ],
)
def test_everyday_spellings_that_can_mean_one_thing(tmp_path: Path, fact: str, cell: str, said: object) -> None:
    table = read(tmp_path / "a.csv", f'name,{fact}\n甲,"{cell}"\n')
    value = cells(table)[0].get(fact)
    assert value == (round(said * 1_000_000) if isinstance(said, int | float) and not isinstance(said, bool) else said)
    assert table.rejected == (said is None)


def test_flags_beside_gaps_are_floats_in_a_program(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"name": ["甲", "乙", "丙", "丁"], "x": [1.0, 0.0, float("nan"), 0.5]}).write_parquet(path)
    table = read_table([path], Asked(BOOK, "enterprise", DAY, {"x": "rd_and_production_in_province"}))
    assert [row["rd_and_production_in_province"] for row in cells(table)] == [True, False, None, None]
    assert [row["row"] for row in table.rejects.to_dicts()] == [4]


@pytest.mark.parametrize(
    ("cell", "year"),
    [("2025/12/31", 2025), ("2025-12-31", 2025), ("2025/12/31 0:00", 2025), ("2025-1-1", 2025), ("2025/26", None)],
)
def test_a_year_may_be_a_day_in_it(tmp_path: Path, cell: str, year: int | None) -> None:
    rows = cells(read(tmp_path / "a.csv", f"name,年度,营业收入\n甲,{cell},1\n乙,2024,1\n"))
    assert ("revenue@2025" in rows[0]) is (year == 2025)
