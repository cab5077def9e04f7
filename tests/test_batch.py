"""`batch` as people use it: a folder or a table in, whole files out, a word on what cannot be done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from conftest import ROOT
from zhence.app.commands import build
from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns import synthetic
from zhence.engine import check
from zhence.engine.tally import best
from zhence.model.result import Verdict
from zhence.model.text import Lang
from zhence.profiles.read import read_profile

DAY = date(2026, 6, 1)
BOOK = load(bundled())
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
FIRMS = ROOT / "sample_inputs" / "enterprises"
APPS = {lang: build(lang) for lang in LANGUAGES}


def run(*words: object, code: int = 0, lang: Lang = "zh", day: object = DAY, width: int = 400) -> str:
    """Return what a command prints."""
    result = CliRunner().invoke(
        APPS[lang], [str(word) for word in (*words, "--as-of", day)], env={"COLUMNS": str(width)}
    )
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a table of invented firms."""
    file = tmp_path_factory.mktemp("table") / "firms.parquet"
    synthetic.table(BOOK, "enterprise", DAY, 120, 7, 60).sink_parquet(file)
    return file


def test_a_folder_of_profiles_says_what_check_says(tmp_path: Path) -> None:
    told = run("batch", FIRMS, "-o", tmp_path / "out.jsonl")
    assert "6个" in told
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    for file in sorted(FIRMS.glob("*.toml")):
        report = check(BOOK, read_profile(file, BOOK, DAY)[0], DAY)
        expected = [(r.measure.id, r.verdict.value) for r in report.results if r.item is not None]
        assert [(row["measure"], row["verdict"]) for row in rows if row["name"] == report.record.name] == expected
    run("batch", FIRMS, "-o", tmp_path / "wide.parquet", "--wide")
    wide = pl.read_parquet(tmp_path / "wide.parquet")
    report = check(BOOK, read_profile(FIRMS / "one_gap.toml", BOOK, DAY)[0], DAY)
    row = wide.filter(pl.col("name") == report.record.name).row(0, named=True)
    for word, result in best(report).items():
        if word in row:
            assert row[word] == result.verdict.value


def test_a_table_says_the_same_in_every_form(table: Path, tmp_path: Path) -> None:
    for ending in ("parquet", "csv", "xlsx", "jsonl"):
        run("batch", table, "-o", tmp_path / f"long.{ending}", "--theme", "ladder", "--lang", "zh")
    whole = pl.read_parquet(tmp_path / "long.parquet")
    lines = pl.read_ndjson(tmp_path / "long.jsonl", infer_schema_length=None)
    comma = pl.read_csv(tmp_path / "long.csv", infer_schema_length=None)
    assert lines["verdict"].to_list() == whole["verdict"].cast(pl.String).to_list()
    assert whole["row"].is_sorted()
    assert whole["row"].n_unique() == 120
    assert comma.columns[:3] == ["行", "编号", "名称"]
    assert comma["差几项"].to_list() == whole["steps"].to_list()
    assert comma.height == whole.height
    gaps = whole.filter(pl.col("verdict") == Verdict.NOT_ELIGIBLE.value)
    assert (gaps["steps"] > 0).all()
    assert gaps["condition"].null_count() == 0
    assert (tmp_path / "long.xlsx").read_bytes()[:2] == b"PK"


def test_the_summary_counts_what_the_file_holds(table: Path, tmp_path: Path) -> None:
    told = run("batch", table, "-o", tmp_path / "o.parquet", "--measure", "specialised-sme")
    counts = pl.read_parquet(tmp_path / "o.parquet")["if_open"].cast(pl.String).value_counts()
    missed = counts.filter(pl.col("if_open") == Verdict.NOT_ELIGIBLE.value)["count"].sum()
    assert f"有差距 {missed}" in told


def test_the_summary_for_programs_is_all_that_is_printed(table: Path, tmp_path: Path) -> None:
    swept = ("--sweep", "specialised-sme.rd-expense=50万..300万")
    asked = ("--measure", "specialised-sme", "--format", "json", "-o", tmp_path / "o.parquet")
    words = [str(word) for word in ("batch", table, *asked, *swept, "--as-of", DAY)]
    result = CliRunner().invoke(APPS["en"], words)
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert (data["subjects"], data["as_of"]) == (120, str(DAY))
    assert sum(data["measures"][0]["if_open"].values()) == 120
    assert [each["condition"] for each in data["sweeps"]] == ["rd-expense"]
    assert "wrote" in result.stderr
    folder = json.loads(run("batch", FIRMS, "--format", "json"))
    assert (folder["subjects"], folder["kinds"]) == (6, {"enterprise": 6})
    closed = [each for each in folder["measures"] if each["closed"]]
    shut = sum(count for each in closed for verdict, count in each["if_open"].items() if verdict != "not-applicable")
    assert 0 < shut == folder["answers"]["closed"]
    assert sum(folder["answers"].values()) == sum(folder["if_open"].values()) == 6 * len(folder["measures"])
    assert "预览没有 JSON 形式" in run("batch", table, "--preview", "--format", "json", code=2)


def test_preview_sweep_and_maps(table: Path, tmp_path: Path) -> None:
    assert "revenue@2025" in run("batch", table, "--preview")
    swept = run("batch", table, "--measure", "specialised-sme", "--sweep", "specialised-sme.rd-expense=50万..300万")
    assert "100万元" in swept
    assert "--heat 文件.html" in swept  # 120 firms: too many for a terminal
    for ending in ("html", "xlsx"):
        run("batch", table, "--theme", "ladder", "--heat", tmp_path / f"map.{ending}")
        assert (tmp_path / f"map.{ending}").stat().st_size > 5_000


def test_the_preview_lists_what_cannot_be_read_and_cleans_what_stands_there(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("名称,营业收入2025,\x1b]0;头\n\x1b[31m甲,三亿,\x1b]52;c;x\n合计,8,\n丙,5,2\n", "utf-8")
    told = run("batch", table, "--preview")
    assert "第2行 营业收入2025：'三亿'" in told
    assert "第3行 名称：这一行是合计" in told
    assert "\x1b" not in told
    assert "\ufffd[31m甲" in told


@pytest.mark.parametrize("width", [80, 96, 100, 105, 112, 120])
def test_the_preview_cuts_no_cell_short(tmp_path: Path, width: int) -> None:
    heads = [
        "企业名称",
        "县（市、区）",
        "营业收入(亿元)2025",
        "从业人员2025",
        "总资产（万元）2025年",
        "负债合计2025(亿元)",
    ]
    (tmp_path / "a.csv").write_text(f"{','.join(heads)}\n甲公司,宁海,2,50,300,1\n", "utf-8")
    told = run("batch", tmp_path / "a.csv", "--preview", width=width).partition("共1行")[0]
    for word in (*heads, "甲公司", "宁海", "total_liabilities@2025", "所在县（市、区）", "从业人员（职工）人数"):
        assert word in told


@pytest.mark.parametrize(("wrong", "is_cut"), [(100, False), (101, True)])
def test_the_preview_lists_a_hundred_cells(wrong: int, is_cut: bool, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("营业收入2025,备注\n" + "x,\n" * wrong, "utf-8")
    told = run("batch", tmp_path / "a.csv", "--preview")
    assert ("另有1处" in told) is is_cut
    assert f"第{wrong + 1}行" in told or is_cut


def test_the_preview_shows_a_file_with_a_column_that_no_text_can_be_made_of(tmp_path: Path) -> None:
    made = pl.DataFrame({"name": ["甲"], "revenue@2025": [5], "employees@2025": [timedelta(1)]})
    made.write_parquet(tmp_path / "a.parquet")
    assert "revenue@2025=5" in run("batch", tmp_path / "a.parquet", "--preview")


def test_cells_that_cannot_be_read_are_listed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("名称,营业收入2025,foo\n甲,三亿,1\n乙,5,2\n", "utf-8")
    run("batch", tmp_path / "a.csv", "-o", tmp_path / "o.csv", "--measure", "specialised-sme")
    listed = (tmp_path / "o.rejects.csv").read_text("utf-8-sig")
    assert "三亿" in listed
    assert "营业收入2025" in listed
    run("batch", tmp_path / "a.csv", "-o", tmp_path / "strict.csv", "--strict", code=2)
    assert not (tmp_path / "strict.csv").exists()


@pytest.mark.parametrize(("unused", "is_cut"), [(20, False), (21, True), (300, True)])
def test_columns_that_are_not_used_are_told_but_not_by_the_thousand(unused: int, is_cut: bool, tmp_path: Path) -> None:
    heads = ["名称", "营业收入2025", *(f"c{at}" for at in range(unused))]
    (tmp_path / "a.csv").write_text(",".join(heads) + "\n甲,5" + ",1" * unused + "\n", "utf-8")
    told = run("batch", tmp_path / "a.csv", "--measure", "specialised-sme")
    assert told.count("没有 'c") == 20
    assert (f"另有{unused - 20}条提示" in told) is is_cut
    assert "1个（企业）" in told
    assert f"没有 'c{unused - 1}'" in run("batch", tmp_path / "a.csv", "--preview")


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (b"", "表格是空的", "the table is empty"),
        ("名称,营业收入2025\n".encode(), "表格是空的", "the table is empty"),
        (
            '名称,营业收入2025\n甲,"5\n乙,6\n'.encode(),
            "a.csv:2: 有引号没有成对",
            "a.csv:2: a quotation mark has no partner",
        ),
        (
            "名称,营业收入2025\n甲,5\n".encode() + "乙公司,6\n".encode("gb18030"),
            "a.csv:3: 这一行起既不是 UTF-8 也不是 GB18030",
            "a.csv:3: from this line on it is neither UTF-8 nor GB18030",
        ),
    ],
)
def test_a_broken_table_is_told_in_both_languages(content: bytes, zh: str, en: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    for lang, told in zip(LANGUAGES, (zh, en), strict=True):
        found = run("batch", tmp_path / "a.csv", "-o", tmp_path / "o.csv", code=2, lang=lang)
        assert told in found
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


def test_a_truncated_parquet_is_told_in_both_languages(table: Path, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(table.read_bytes()[:-5_000])
    for lang, told in zip(LANGUAGES, ("文件读不了", "the file cannot be read"), strict=True):
        assert told in run("batch", tmp_path / "a.parquet", "-o", tmp_path / "o.csv", code=2, lang=lang)
    assert [file.name for file in tmp_path.iterdir()] == ["a.parquet"]


def test_strict_writes_nothing_where_anything_is_not_understood(tmp_path: Path) -> None:
    wrong = {
        "cell": "名称,营业收入2025\n甲,三亿\n",
        "column": "名称,营业收入2025,foo\n甲,3,1\n",
        "row": "名称,营业收入2025\n甲,3\n合计,3\n",
    }
    for name, text in wrong.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        asked = ("batch", tmp_path / f"{name}.csv", "--strict", "--measure", "specialised-sme")
        files = ("-o", tmp_path / "o.csv", "--rejects", tmp_path / "r.csv", "--heat", tmp_path / "h.html")
        before = sorted(tmp_path.iterdir())
        assert "没有读懂" in run(*asked, *files, code=2)
        assert sorted(tmp_path.iterdir()) == before
        assert "没有读懂" in run(*asked, "--preview", code=2)
    (tmp_path / "fine.csv").write_bytes("名称,营业收入2025\n甲,3\n乙,\n".encode("gb18030"))
    run("batch", tmp_path / "fine.csv", "--strict", "--measure", "specialised-sme", "-o", tmp_path / "o.csv")
    assert (tmp_path / "o.csv").exists()


def test_the_list_of_what_cannot_be_read_writes_over_no_input(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    text = "名称,营业收入2025\n甲,三亿\n"
    table.write_text(text, "utf-8")
    asked = ("batch", table, "--measure", "specialised-sme")
    assert "要读取的文件" in run(*asked, "--rejects", table, "--force", code=2)
    assert table.read_text("utf-8") == text
    listing = tmp_path / "r.csv"
    run(*asked, "--rejects", listing)
    assert "三亿" in listing.read_text("utf-8-sig")
    assert "已存在" in run(*asked, "--rejects", listing, code=2)
    run(*asked, "--rejects", listing, "--force")
    run(*asked, "-o", tmp_path / "o.csv")
    (tmp_path / "o.csv").unlink()
    run(*asked, "-o", tmp_path / "o.csv")
    (tmp_path / "o.csv").unlink()
    listing.unlink()
    assert (tmp_path / "o.rejects.csv").exists()
    assert "共1行" in run("batch", tmp_path, "--preview")
    assert "共1行" in run("batch", tmp_path / "*.csv", "--preview")


def test_the_preview_shows_what_became_of_each_column(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("名称,营业收入2025,revenu@2024\n甲,三亿,1\n乙,5,2\n丙,,3\n丁,6,4\n", "utf-8")
    told = run("batch", tmp_path / "a.csv", "--preview")
    (line,) = (line for line in told.splitlines() if line.startswith("营业收入2025 "))
    assert line.split()[1:] == ["营业收入", "revenue@2025", "万元", "2", "1", "1", "三亿"]
    assert "是否 'revenue'" in told
    assert "（未用）" in told


@pytest.mark.parametrize(("width", "is_table"), [(80, False), (140, True)])
def test_the_preview_cuts_no_word_and_speaks_its_language(width: int, is_table: bool, tmp_path: Path) -> None:
    heads = "id,研发场所面积,class2_ip_3y,营业收入（亿元）2025,foo"
    (tmp_path / "a.csv").write_text(f"{heads}\nX1,,3,5,1\n", "utf-8")
    told = run("batch", tmp_path / "a.csv", "--preview", lang="en", width=width)
    assert "万元" not in told
    assert "100 million yuan" in told
    assert "(not used)" in told
    words = {word.strip(",:") for word in told.split()}
    assert {"intellectual", "property", "class2_ip_3y", "revenue@2025"} <= words
    assert ("class2_ip_3y: " in told) is not is_table
    assert ("read 1, rejected 0, blank 0, example X1" in told) is not is_table


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-o", "out.doc"), "由文件名看不出形式"),
        (("-o", "no/such/out.csv"), "没有这个文件夹"),
        (("--heat", "map.png"), "由文件名看不出形式"),
        (("--subject", "ship"), "没有 'ship' 这类主体"),
        (("--engine", "duck"), "没有 'duck'"),
        (("--engine", "spark"), "没有给出输出"),
        (("--engine", "spark", "-o", "out.csv"), "不是 .csv"),
        (("--engine", "spark", "-o", ".", "--force"), ". 已存在"),
        (("--engine", "spark", "-o", "out", "--heat", "map.html"), "不能同时做 --heat"),
        (("--engine", "spark", "-o", "out", "--sweep", "specialised-sme.rd-expense=1..2"), "不能同时做 --sweep"),
        (("--engine", "spark", "-o", "out", "--master", "foo"), "'foo' 不是 Spark 的地址"),
        (("--engine", "spark", "-o", "out", "--master", "spark://127.0.0.1"), "不是 Spark 的地址"),
        (("--engine", "spark", "-o", "out", "again.csv"), "只读一个 Parquet 文件"),
        (("--sweep", "specialised-sme.rd-expense"), "读不懂"),
        (("--sweep", "tech-sme.evaluation.rd=1..2"), "没有分数线"),
        (("--sweep", "specialised-sme.rd-expense=0..9000亿亿元"), "不能按列计算"),
        (("--sweep", "industrial-major-county.output=1..2"), "对象不是企业"),
        (("--measure", "specialised-sm"), "没有 'specialised-sm'"),
        (("--map", "none.toml"), "none.toml"),
    ],
)
def test_what_cannot_be_done_is_said_at_once(
    table: Path, words: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert told in run("batch", table, *words, code=2)
    assert list(tmp_path.iterdir()) == []


def test_what_is_for_tables_only_is_said_of_profiles() -> None:
    for words in (("--preview",), ("--sweep", "specialised-sme.rd-expense=1..2")):
        assert f"{words[0]}: 这一项只用于表格" in run("batch", FIRMS, *words, code=2)


def test_a_file_that_is_there_is_kept(table: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("mine", "utf-8")
    assert "已存在" in run("batch", table, "-o", file, code=2)
    assert file.read_text("utf-8") == "mine"
    assert "要读取的文件" in run("batch", table, "-o", table, "--force", code=2)
    run("batch", table, "-o", file, "--force", "--measure", "specialised-sme")
    assert "专精特新" in file.read_text("utf-8")
    both = run("batch", table, FIRMS, code=2)
    assert "分两次运行" in both


def test_a_sample_table_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        run("sample-table", "--rows", 50, "--seed", seed, "-o", tmp_path / f"{name}.csv")
    first, second, other = ((tmp_path / f"{name}.csv").read_bytes() for name in "abc")
    assert first == second != other
    made = pl.read_csv(tmp_path / "a.csv", infer_schema_length=None)
    assert made["name"].str.contains("虚构").all()
    assert 0 < made["revenue@2025"].null_count() / 50 < 0.3
    assert (made["main_revenue@2025"] <= made["revenue@2025"]).drop_nulls().all()
    small = synthetic.table(BOOK, "enterprise", DAY, 5, 1, 40).collect()
    assert synthetic.table(BOOK, "enterprise", DAY, 50, 1, 40).collect().columns == small.columns


@pytest.mark.parametrize(("kind", "most"), [("enterprise", None), ("enterprise", 40), ("town", None)])
def test_a_sample_table_gives_most_measures_answers(kind: str, most: int | None, tmp_path: Path) -> None:
    figures = [] if most is None else ["--figures", most]
    run("sample-table", "--rows", 150, "--subject", kind, *figures, "-o", tmp_path / "s.parquet")
    run("batch", tmp_path / "s.parquet", "--subject", kind, "-o", tmp_path / "o.parquet")
    told = pl.read_parquet(tmp_path / "o.parquet").with_columns(pl.col("measure", "if_open").cast(pl.String))
    written = [word for word, each in BOOK.measures.items() if each.requires is not None]
    told = told.filter(pl.col("measure").is_in(written))
    shares = told.group_by("measure").agg(
        (pl.col("if_open") == "unknown").mean().alias("open"),
        (pl.col("if_open") == "not-applicable").mean().alias("out"),
    )
    answered = shares.filter(pl.col("open") + pl.col("out") < 1).height
    assert (answered == shares.height) is (most is None)
    left = (told["if_open"] == "unknown").mean()
    assert (0.05 < left < 0.4) is (most is None)  # some figures are missing, as in life
    assert dict(shares.select("measure", "out").iter_rows()).get("above-scale", 0) < 0.3


def test_the_region_of_an_invented_subject_is_that_of_its_place() -> None:
    made = synthetic.table(BOOK, "enterprise", DAY, 300, 2).collect()
    rows = made.select("county", "prefecture").drop_nulls()
    assert rows.height > 200
    titles = {word: title.zh for word, title in BOOK.facts["prefecture"].choices.items()}
    assert all(any(name.startswith(titles[word]) for name in BOOK.places[place]) for place, word in rows.iter_rows())
    common = made["size_sector"].drop_nulls().value_counts(sort=True)
    assert common["size_sector"][0] == "industry"
    assert common.height > 5


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopped_at_any_moment_it_leaves_a_whole_file_or_none(tmp_path: Path, how: signal.Signals) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    synthetic.table(BOOK, "enterprise", DAY, 20_000, 7, 40).sink_parquet(source)
    command = [sys.executable, "-m", "zhence", "batch", str(source), "-o", str(target), "--as-of", str(DAY)]
    for wait in (0.7, 1.4, 2.1):
        target.unlink(missing_ok=True)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(how)
        process.wait(timeout=60)
        if target.exists():
            assert pl.scan_parquet(target).select(pl.len()).collect().item() > 0
        if how is signal.SIGINT:
            assert not list(tmp_path.glob(".*.part"))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_is_said_and_leaves_nothing(table: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        for ending in ("parquet", "csv"):
            assert "磁盘已满" in run("batch", table, "-o", disk / f"out.{ending}", code=2)
            assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", disk], check=True)


def test_rows_are_not_used_and_cells_count_as_unknown(tmp_path: Path) -> None:
    text = "名称,营业收入2025\n甲,1\n乙,甲\n合计,1\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    told = run("batch", tmp_path / "a.csv", "--measure", "specialised-sme")
    assert "不是一个主体，未用；可删去这一行\n" in told
    assert "；按未知处理\n" in told
    assert "1个单元格读不了，按未知处理；1行未用\n" in told
    (tmp_path / "a.csv").write_text(text.replace("乙,甲\n", ""), "utf-8")
    assert "按未知处理" not in run("batch", tmp_path / "a.csv", "--measure", "specialised-sme")
    english = run("batch", tmp_path / "a.csv", "--measure", "specialised-sme", lang="en")
    assert "it is not used; it may be taken out\n" in english
    assert "1 row is not used\n" in english
