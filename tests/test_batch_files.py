"""What `batch` reads and writes as files: nothing of its own is read again, nothing is written over unasked."""

from __future__ import annotations

import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import typer
from openpyxl import load_workbook

from conftest import ROOT
from test_batch import BOOK, FIRMS, LANGUAGES, run
from zhence.app.batch_inputs import batch_files
from zhence.app.batch_words import wide_heads
from zhence.app.own_output import is_own
from zhence.model.text import Lang, Text

pytestmark = pytest.mark.slow

ONE = ("--measure", "specialised-sme")
TWO = "名称,营业收入2025\n甲,3\n乙,三亿\n"
TOWN = ROOT / "sample_inputs" / "towns" / "huangtan.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "a.csv").write_text(TWO, "utf-8")
    return made


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_form_of_what_was_written_is_read_again(folder: Path, lang: Lang) -> None:
    for ending in ("csv", "xlsx", "parquet"):
        run("batch", folder, "-o", folder / f"long.{ending}", "--heat", folder / f"{ending}.xlsx", *ONE, lang=lang)
        run("batch", folder, "-o", folder / f"wide.{ending}", "--wide", lang=lang)
    run("batch", folder / "a.csv", "--rejects", folder / "left.csv", *ONE, lang=lang)
    run("report", FIRMS / "one_gap.toml", "-o", folder / "report.csv", lang=lang)
    found = run("batch", folder, "--preview", lang=lang)
    assert ("共2行" if lang == "zh" else "2 rows") in found
    written = sorted(path for path in folder.iterdir() if path.name != "a.csv")
    assert len(written) == 3 * 3 + 2 + 2
    assert all(is_own(path, BOOK) for path in written)
    assert f"{len(written)}个" in found or f"{len(written) - 3} more" in found
    for path in written:
        assert Text("zhence 写出的结果", "answers that zhence wrote").to(lang) in run("batch", path, code=2, lang=lang)


@pytest.mark.parametrize(
    "heads",
    [
        "名称,营业收入2025",
        "名称,措施,结论",
        "file,row,column,value",
        "名称",
        "measure,verdict",
        "名称,专精特新中小企业,备注",
        "企业名称,国家级专精特新“小巨人”企业,营业收入2025",
    ],
)
def test_a_table_of_somebody_else_is_read(heads: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{heads}\n" + "1," * heads.count(",") + "1\n", "utf-8")
    assert not is_own(tmp_path / "a.csv", BOOK)


def test_a_sample_table_and_a_workbook_of_somebody_else_are_read(folder: Path) -> None:
    for ending in ("csv", "xlsx", "parquet"):
        run("sample-table", "--rows", 3, "-o", folder / f"s.{ending}")
        assert not is_own(folder / f"s.{ending}", BOOK)
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "empty.parquet").write_bytes(b"")
    assert not is_own(folder / "broken.xlsx", BOOK)
    assert not is_own(folder / "empty.parquet", BOOK)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes by name here")
def test_what_is_no_plain_file_is_not_waited_for(folder: Path) -> None:
    for ending in ("csv", "parquet", "xlsx"):
        os.mkfifo(folder / f"pipe.{ending}")
        assert not is_own(folder / f"pipe.{ending}", BOOK)
        assert "没有这个文件" in run("batch", folder / f"pipe.{ending}", code=2)
    assert "共2行" in run("batch", folder, "--preview")
    os.mkfifo(folder / "o.rejects.csv")
    assert "不是普通文件" in run("batch", folder / "a.csv", "-o", folder / "o.csv", code=2)


def test_links_locks_and_hidden_files_of_a_folder_are_left_out(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "b.csv").write_text(TWO, "utf-8")
    (folder / "link.csv").symlink_to(tmp_path / "away" / "b.csv")
    (folder / "linked").symlink_to(tmp_path / "away")
    (folder / "~$a.xlsx").write_bytes(b"x")
    (folder / "._a.csv").write_bytes(b"\0")
    for given, links in ((folder, 2), (folder / "*.csv", 1), (folder / "*" / "*.csv", 1)):
        if given.name == "*.csv" and given.parent.name == "*":
            assert "没有找到档案或表格" in run("batch", given, code=2)
            continue
        told = run("batch", given, "--preview")
        assert "共2行" in told
        assert told.split("是链接，不跟随")[0].count("/link") == links
    assert "共4行" in run("batch", folder, folder / "link.csv", "--preview")  # named itself it is read


def test_a_folder_with_links_in_front_of_a_pattern_is_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "here").symlink_to(folder)
    assert "共2行" in run("batch", tmp_path / "here" / "*.csv", "--preview")
    assert "共2行" in run("batch", tmp_path / "here", "--preview")


def test_a_report_beside_its_profile_is_not_counted_twice(tmp_path: Path) -> None:
    shutil.copy(FIRMS / "one_gap.toml", tmp_path)
    run("report", tmp_path / "one_gap.toml", "-o", tmp_path / "r.xlsx")
    told = run("batch", tmp_path, *ONE)
    assert "1个（企业）" in told
    assert "r.xlsx: 是 zhence 写出的报告" in told
    assert "2个（企业）" in run("batch", tmp_path, tmp_path / "r.xlsx", *ONE)
    (tmp_path / "one_gap.toml").unlink()
    assert "1个（企业）" in run("batch", tmp_path, *ONE)


def test_a_folder_of_very_many_files_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for bound, fits in ((1, True), (0, False)):
        monkeypatch.setattr("zhence.app.batch_inputs.MOST_SEEN", bound)
        if fits:
            assert batch_files([folder], BOOK, "zh") == [folder / "a.csv"]
        else:
            with pytest.raises(typer.Exit):
                batch_files([folder], BOOK, "zh")
            assert "超过 0 个" in capsys.readouterr().err


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".toml", "*.csv", ""])
def test_a_name_that_no_disk_can_hold_is_told(ending: str) -> None:
    for lang, told in (("zh", "打不开（"), ("en", "it cannot be opened (")):
        assert told in run("batch", "a" * 300 + ending, code=2, lang=lang)


def test_a_pattern_that_names_nothing_starts_from_the_current_folder() -> None:
    for lang, told in (("zh", "路径从当前文件夹算起"), ("en", "paths start from the current folder")):
        assert told in run("batch", "no*.csv", code=2, lang=lang)


def test_kinds_of_subject_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "towns").mkdir()
    (tmp_path / "towns" / "t.toml").write_text('[town]\nname = "某镇"\n', "utf-8")
    shutil.copy(FIRMS / "one_gap.toml", tmp_path)
    kind = BOOK.subjects["town"].title
    for lang, told in (("zh", f"1个（企业）、1个（{kind.zh}）"), ("en", f"1 (enterprise), 1 ({kind.en})")):
        assert told.casefold() in run("batch", tmp_path, "--heat", tmp_path / f"{lang}.html", lang=lang).casefold()
        assert told.casefold() in (tmp_path / f"{lang}.html").read_text("utf-8").casefold()
    assert "1个（镇街）" in run("batch", tmp_path / "towns")


@pytest.mark.parametrize("words", [("--subject", "town"), ("--map", "m.toml"), ("--id", "x"), ("--rejects", "r.csv")])
def test_what_is_for_tables_only_is_refused_for_profiles(words: tuple[str, ...]) -> None:
    assert f"{words[0]}: 这一项只用于表格" in run("batch", FIRMS, *words, code=2)
    assert "--strict: 这一项只用于表格" in run("batch", FIRMS, "--strict", code=2)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-o", "o.xlsx", "--heat", "o.xlsx"), "--heat o.xlsx: -o 也写到这个文件"),
        (("-o", "o.csv", "--rejects", "./o.csv"), "--rejects o.csv: -o 也写到这个文件"),
        (("--heat", "o.xlsx", "--rejects", "../in/o.xlsx"), "--rejects ../in/o.xlsx: --heat 也写到这个文件"),
    ],
)
def test_two_results_in_one_file_are_refused_before_anything_is_done(
    words: tuple[str, ...], told: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert told in run("batch", "a.csv", *words, "--force", code=2)
    assert [path.name for path in folder.iterdir()] == ["a.csv"]


@pytest.mark.parametrize("option", ["-o", "--heat", "--rejects"])
def test_what_is_read_beside_the_tables_is_not_written_over(folder: Path, option: str) -> None:
    ending = {"-o": "csv", "--heat": "html", "--rejects": "toml"}[option]
    names, rule = folder / f"map.{ending}", folder / "book" / "measures" / "land" / f"extra.{ending}"
    shutil.copytree(ROOT / "tests" / "foreign", folder / "book")
    rule.touch()
    names.write_text('"营业收入2025" = "revenue@2025"\n', "utf-8")
    said = names.read_text("utf-8")
    asked = ("batch", folder / "a.csv", "--map", names, "--force")
    assert "要读取的文件" in run(*asked, option, names, *ONE, code=2)
    if ending != "toml":
        assert "要读取的文件" in run(*asked, option, rule, "--catalogue", folder / "book", code=2)
        assert rule.read_bytes() == b""
    assert names.read_text("utf-8") == said
    run(*asked, option, folder / f"other.{ending}", *ONE)
    assert (folder / f"other.{ending}").read_bytes()


def test_a_list_of_an_earlier_run_goes_with_what_it_told(folder: Path) -> None:
    table, output, listing = folder / "a.csv", folder / "o.csv", folder / "o.rejects.csv"
    asked = ("batch", table, "-o", output, "--force", *ONE)
    run(*asked)
    assert "三亿" in listing.read_text("utf-8")
    table.write_text(TWO.replace("三亿", "4"), "utf-8")
    assert "已删去上次的清单" in run(*asked)
    assert not listing.exists()
    assert "清单" not in run(*asked)


def test_a_file_of_somebody_else_is_kept_though_it_is_called_like_a_list(folder: Path) -> None:
    listing = folder / "o.rejects.csv"
    listing.write_text("mine", "utf-8")
    asked = ("batch", folder / "a.csv", "-o", folder / "o.csv", *ONE)
    assert "已存在" in run(*asked, code=2)
    assert listing.read_text("utf-8") == "mine"
    (folder / "a.csv").write_text(TWO.replace("三亿", "4"), "utf-8")
    run(*asked, "--force")
    assert listing.read_text("utf-8") == "mine"
    (folder / "a.csv").write_text(TWO, "utf-8")
    run(*asked, "--force")
    assert "三亿" in listing.read_text("utf-8")


def test_no_cell_of_a_comma_file_is_a_formula(tmp_path: Path) -> None:
    names = ["=HYPERLINK(1)", " +1+1", "-甲", "@x", "＝1", "-5.2", "乙"]
    rows = "".join(f'"{name}",三-亿\n"{name}",=1+1\n' for name in names)
    (tmp_path / "a.csv").write_text(f"名称,营业收入2025\n{rows}", "utf-8")
    for words in ((), ("--wide",)):
        run("batch", tmp_path / "a.csv", "-o", tmp_path / "o.csv", *ONE, *words, "--force")
        made = pl.read_csv(tmp_path / "o.csv", infer_schema=False)
        assert made["名称"].to_list()[::2] == ["'=HYPERLINK(1)", "'+1+1", "'-甲", "'@x", "'＝1", "-5.2", "乙"]
    values = pl.read_csv(tmp_path / "o.rejects.csv", infer_schema=False)["原文"].to_list()
    assert values == ["三-亿", "'=1+1"] * len(names)
    run("batch", tmp_path / "a.csv", "-o", tmp_path / "o.jsonl", *ONE)
    assert pl.read_ndjson(tmp_path / "o.jsonl")["name"][0] == names[0]  # of what only programs read nothing is changed


def test_measures_of_one_title_have_columns_of_their_own() -> None:
    first, other, third = list(BOOK.measures.values())[:3]
    twins = [first, replace(other, title=first.title), replace(third, title=Text("名称", "name"))]
    assert list(wide_heads(twins, "zh").values()) == [
        f"{first.title.zh}（{first.id}）",
        f"{first.title.zh}（{other.id}）",
        f"名称（{third.id}）",
    ]
    assert wide_heads([first, other], "en") == {first.id: first.title.en, other.id: other.title.en}


@pytest.mark.parametrize("is_wide", [True, False])
def test_a_workbook_of_answers_can_be_read_by_people(is_wide: bool, folder: Path) -> None:
    target = folder / "o.xlsx"
    run("batch", folder / "a.csv", "-o", target, *(["--wide"] if is_wide else []))
    sheet = load_workbook(target).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "C2"
    assert all(8 < sheet.column_dimensions[cell.column_letter].width < 80 for cell in sheet[1][1:])
    coloured = {
        str(area.sqref): {rule.formula[0] for rule in rules}
        for area, rules in sheet.conditional_formatting._cf_rules.items()
    }
    assert all('"符合"' in found and '"符合条件，待审核"' in found for found in coloured.values())
    if is_wide:
        (area,) = coloured
        assert area.startswith("C2:")
    else:
        at = heads.index("差距占门槛的比例")
        assert {row[at].number_format for row in sheet.iter_rows(min_row=2) if row[at].value is not None} == {"0.0%"}
        assert len(coloured) == 1
    with zipfile.ZipFile(target) as book:
        assert b"<dc:creator>zhence " in book.read("docProps/core.xml")


def test_the_map_of_a_table_without_names_tells_ids(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("编号,名称,营业收入2025\nX1,,3\nX2,乙,4\n", "utf-8")
    told = run("batch", tmp_path / "a.csv", *ONE)
    assert "X1 " in told
    assert "乙 " in told
    assert "X2 " not in told
    (tmp_path / "b.csv").write_text("编号,营业收入2025\nX1,3\nX2,4\n", "utf-8")
    assert "X2 " in run("batch", tmp_path / "b.csv", *ONE)
