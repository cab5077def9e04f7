"""A known town gets from a table the answers that it gets from a profile: the register fills in either, with the same care."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from conftest import ROOT
from test_batch import BOOK, run
from zhence.app.table_register import filled, read_filled
from zhence.catalogue.files import read_files
from zhence.catalogue.reader import read
from zhence.columns.rows import record
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.profiles.read import read_profile
from zhence.tables.read import Asked, Table, read_table

pytestmark = pytest.mark.slow

DAY = date(2026, 6, 1)
REGISTER = """
subject  = "farm"
title    = "register of farms"
suffixes = ["Farm"]
[[entry]]
name   = "Long Acre Farm"
source = "hedge-scheme"
given  = { parish = "Upper Wold" }
[[entry]]
name   = "Long Acre Farm"
from   = 2025-09-01
source = "hedge-scheme"
given  = { parish = "Nether Wold", listed = true, size = "40 acre", founded = 1990-04-01, tags = ["a", "b"] }
[[entry]]
name   = "Mill Farm"
from   = 2025-09-01
source = "hedge-scheme"
given  = { parish = "Nether Wold", listed = false, size = "7.5 acre", tags = ["b"] }
"""
FACTS = """
[listed]
title = { zh = "在册", en = "Listed" }
type = "flag"
subjects = ["farm"]
[size]
title = { zh = "规模", en = "Size" }
type = "number"
unit = "acre"
subjects = ["farm"]
[founded]
title = { zh = "建立日期", en = "Founded" }
type = "date"
subjects = ["farm"]
[tags]
title = { zh = "标签", en = "Tags" }
type = "set"
subjects = ["farm"]
choices = { a = { zh = "甲", en = "A" }, b = { zh = "乙", en = "B" } }
"""
TOWN = '[town]\nname = "{name}"\n{rest}'
TOWNS = {  # what a profile says beside the name, and a table
    "湖镇镇": ('county = "龙游县"', "龙游县,"),
    "贺村": ("", ","),
    "壶镇镇": ('county = "龙游县"', "龙游县,"),
    "Huzhen": ("", ","),
    "缙云县Huzhen": ("", ","),
    "水头镇": ("industrial_town = false", ",否"),
    "某镇": ('county = "平阳县"', "平阳县,"),
}


@pytest.fixture(scope="module")
def farms() -> Catalogue:
    files = read_files(ROOT / "tests" / "foreign")
    found, faults = read(files | {"towns.toml": REGISTER.encode(), "facts/more.toml": FACTS.encode()})
    assert faults == ()
    assert found is not None
    return found


def asked(book: Catalogue, subject: str, day: date = DAY) -> Asked:
    return Asked(book, subject, day)


@pytest.mark.parametrize("day", ["2025-08-17", "2025-08-18", "2026-06-01"])
def test_a_table_of_towns_says_what_their_profiles_say(day: str, tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    for at, (name, (rest, _)) in enumerate(TOWNS.items()):
        (tmp_path / "p" / f"{at}.toml").write_text(TOWN.format(name=name, rest=rest), "utf-8")
    rows = "".join(f"{name},{cells}\n" for name, (_, cells) in TOWNS.items())
    (tmp_path / "t.csv").write_text(f"名称,所在县（市、区）,industrial_town\n{rows}", "utf-8")
    for source, words in (("p", ()), ("t.csv", ("--subject", "town"))):
        target = tmp_path / f"{source}.parquet"
        run("batch", tmp_path / source, "-o", target, *words, day=day)
    one, other = (pl.read_parquet(tmp_path / f"{source}.parquet") for source in ("p", "t.csv"))
    told = ["name", "measure", "verdict", "if_open"]
    both = [each.select(pl.col(told).cast(pl.String)).sort(told) for each in (one, other)]
    assert set(both[0]["measure"]) >= set(both[1]["measure"])
    left = both[0].filter(pl.col("measure").is_in(both[1]["measure"].unique().implode()))
    assert left.unique(maintain_order=True).to_dicts() == both[1].unique(maintain_order=True).to_dicts()
    listed = both[1].filter(pl.col("name") == "湖镇镇", pl.col("measure") == "industrial-town-notice")
    assert listed["if_open"].to_list() == (["unknown"] if day < "2025-08-18" else ["eligible"])


def test_doubts_are_told_once_and_are_nothing_that_was_not_understood(tmp_path: Path) -> None:
    names = "".join(f"甲{at}镇,,\n" for at in range(7))
    rows = names + "".join(f"{name},{cells}\n" for name, (_, cells) in TOWNS.items())
    (tmp_path / "t.csv").write_text(f"名称,所在县（市、区）,industrial_town\n{rows}", "utf-8")
    table = read_filled([tmp_path / "t.csv"], asked(BOOK, "town"))
    assert [(note.kind, note.key) for note in table.notes] == [
        ("not-in-register", ""),
        ("listed-elsewhere", "壶镇镇"),
        ("ambiguous-name", "Huzhen"),
        ("contradicts-register", "水头镇.industrial_town"),
    ]
    told = run("batch", tmp_path / "t.csv", "--subject", "town", "--strict")
    assert "8个名称不在" in told
    assert "甲4镇等" in told
    assert "表格写 false，名录写 true" in told
    assert "档案" not in told.partition("一批申报对象")[0]


@pytest.mark.parametrize(("said", "stands"), [("", None), ("-", None), ("  ", None), ("N/A", None), ("石材", "石材")])
def test_a_placeholder_in_a_text_contradicts_nothing_and_is_filled_in(
    tmp_path: Path, said: str, stands: str | None
) -> None:
    (tmp_path / "t.csv").write_text(f"名称,所在县（市、区）,leading_industry\n湖镇镇,龙游县,{said}\n", "utf-8")
    table = read_filled([tmp_path / "t.csv"], asked(BOOK, "town"))
    (row,) = table.frame.collect().to_dicts()
    assert row["leading_industry"] == (stands or "人形机器人（培育）")
    assert [note.kind for note in table.notes] == ["contradicts-register"] * (stands is not None)


def test_a_cell_of_any_kind_is_filled_in_where_the_table_says_nothing(farms: Catalogue, tmp_path: Path) -> None:
    first = "name,parish,size:low,size:high,listed\nLong Acre,Upper Wold,,,\nLong Acre,Nether Wold,10,20,\nMill,,,,1\n"
    (tmp_path / "a.csv").write_text(first, "utf-8")
    (tmp_path / "b.csv").write_text("name\nOther\nMill Farm\n", "utf-8")
    for files in (["a.csv"], ["b.csv"], ["a.csv", "b.csv"]):
        plain = read_table([tmp_path / name for name in files], asked(farms, "farm"))
        table = filled(plain, asked(farms, "farm"))
        rows = table.frame.collect()
        assert rows.select(table.kept).equals(plain.frame.select(table.kept).collect())
        for row in rows.iter_rows(named=True):
            expected = of_profile(row["name"], plain, row, farms, tmp_path)
            assert {str(key): given.value for key, given in record(row, farms, "farm").facts.items()} == expected
        if len(files) == 1:
            own = plain.sources[0].rows.with_columns(**table.staged).select(**table.of_file).collect()
            assert own.select(table.columns).equals(rows.select(table.columns))


def of_profile(name: str, plain: Table, row: dict[str, object], farms: Catalogue, folder: Path) -> dict[str, object]:
    """Return the figures of the profile that says what the row of a table says before it is filled in."""
    place = (pl.col(frame.ROW) == row["row"]) & (
        pl.lit("file" not in row) if "file" not in row else pl.col("file") == row["file"]
    )
    (bare,) = plain.frame.filter(place).collect().to_dicts()
    said = [f'name = "{name}"']
    if bare.get("parish"):
        said.append(f'parish = "{bare["parish"]}"')
    if bare.get("size:low") is not None:
        said.append('size = { from = "10 acre", to = "20 acre" }')
    if bare.get("listed") is not None:
        said.append("listed = true")
    (folder / "p.toml").write_text("[farm]\n" + "\n".join(said), "utf-8")
    found = read_profile(folder / "p.toml", farms, DAY)[0]
    return {str(key): given.value for key, given in found.facts.items()}


def test_a_kind_of_subject_without_a_register_and_a_table_without_names_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("名称,营业收入2025\n湖镇镇,3\n", "utf-8")
    table = read_table([tmp_path / "a.csv"], asked(BOOK, "enterprise"))
    assert filled(table, asked(BOOK, "enterprise")) is table
    (tmp_path / "b.csv").write_text("编号,所在县（市、区）\n湖镇镇,龙游县\n", "utf-8")
    table = read_table([tmp_path / "b.csv"], asked(BOOK, "town"))
    assert filled(table, asked(BOOK, "town")) is table


def test_tables_that_are_compared_are_filled_in_too(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("名称,所在县（市、区）\n湖镇镇,龙游县\n", "utf-8")
    told = run("compare", tmp_path / "t.csv", "--subject", "town", "--as-of", "2025-08-17", day="2025-08-18")
    assert "省级工业重镇支持政策" in told


@pytest.mark.parametrize(
    ("text", "is_filled"),
    [
        ("name,county\n水头镇,平阳县\n", True),
        ("name,county,revenue_of_nobody\n水头镇,,三亿\n", True),
        ("name,county\n水头镇,南安市\n", False),
        ("name,county,industrial_town\n水头镇,平阳县,已撤销\n", False),
        ("name,county,所在县（市、区）\n水头镇,永嘉县,文成县\n", False),
        ("name,年度,county\n水头镇,2024,永嘉县\n水头镇,2025,文成县\n", False),
    ],
)
def test_what_somebody_wrote_and_nobody_understood_is_not_filled_in(tmp_path: Path, text: str, is_filled: bool) -> None:
    (tmp_path / "t.csv").write_text(text, "utf-8")
    (row,) = read_filled([tmp_path / "t.csv"], asked(BOOK, "town")).frame.collect().to_dicts()
    assert (row.get("industrial_town") is True) is is_filled
