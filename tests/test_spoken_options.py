"""What the commands say of their options: the words they take, the list of what is there, help in one language."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from openpyxl import load_workbook

from conftest import ROOT
from inside import run
from zhence.app.complete import profiles, schemas, subjects
from zhence.model.text import Lang
from zhence.written.system import REASONS, reason

SAMPLES = ROOT / "sample_inputs"
FIRM, TOWN = str(SAMPLES / "enterprises" / "clean_yes.toml"), str(SAMPLES / "towns" / "huzhen.toml")
ON = ("--as-of", "2026-06-01")
TITLES = "镇街（town）、企业（enterprise）"


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        (("measures", "--subject", "企业"), 0, "共49项措施"),
        (("measures", "--subject", "enterprise"), 0, "共49项措施"),
        (("measures", "--subject", "nope"), 2, f"--subject: 没有 'nope' 这类主体；可写：{TITLES}"),
        (("sample-table", "--subject", "乡镇", "-o", "x.csv"), 2, f"没有 '乡镇' 这类主体；可写：{TITLES}"),
        (("catalogue", "test", "--only", "nope"), 2, "--only: 没有 'nope'；用 zhence measures 查看措施；定义有："),
        (("catalogue", "test", "--only", "smee"), 2, "--only: 没有 'smee'；是否 'sme'？"),
        (("catalogue", "test", "--only", "sme"), 0, "不符 0 个"),
        (("show", "nope"), 2, "ID: 没有 'nope'"),
        (("show",), 2, "ID: 缺少这一项"),
        (("sample-table", "-o", "y.jsonl"), 2, "后缀可用 .parquet、.csv、.xlsx"),
        (("batch", FIRM, "--master", "local"), 2, "--master: 只用于 --engine spark"),
        (("plan", FIRM, "--fix", "营业收入"), 2, "是否 'revenue'（营业收入）？"),
        (("plan", FIRM, "--fix", "无此物也"), 2, "数据名见 zhence new"),
        (("report", "--schema", "-o", "y.json"), 0, "已写入 y.json"),
        (("check", FIRM, *ON, "--measure", "tech-sme", "--require", "eligible"), 1, "未达到“符合”：tech-sme"),
        (("compare", FIRM, TOWN, *ON), 0, "两份档案不是同一类主体：企业、镇街"),
    ],
)
def test_words_are_taken_or_refused_with_the_list(said: tuple[str, ...], code: int, told: str, tmp_path: Path) -> None:
    ran = run(*said, "--lang", "zh", folder=tmp_path, width=500)
    assert (ran.code, told in ran.out + ran.err) == (code, True), ran


@pytest.mark.parametrize(
    ("name", "more", "first"),
    [
        ("x.html", (), "<!DOCTYPE html>"),
        ("x.md", (), "# "),
        ("x", (), "# "),
        ("x", ("--format", "html"), "<!DOCTYPE html>"),
        ("x.md", ("--format", "html"), None),
        ("x.docx", (), None),
    ],
)
def test_a_catalogue_is_exported_by_the_ending(
    name: str, more: tuple[str, ...], first: str | None, tmp_path: Path
) -> None:
    ran = run("catalogue", "export", "-o", name, "--theme", "finance", *more, folder=tmp_path)
    assert ran.code == (0 if first else 2)
    assert (tmp_path / name).exists() is bool(first)
    assert not first or (tmp_path / name).read_text("utf-8").startswith(first)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", ["check", "plan", "sample-table", "new", "measures", "batch"])
def test_help_has_no_word_of_python(command: str, lang: Lang, tmp_path: Path) -> None:
    page = run(command, "--help", "--lang", lang, folder=tmp_path).out
    assert not {"<int", "<str>", "<path>", "<float"} & set(page.split())
    again = {"zh": "（可重复）", "en": "(repeatable)"}[lang]
    assert (again in page) is (command in {"check", "plan", "measures", "batch"})


@pytest.mark.parametrize("number", [*REASONS, errno.ESTALE])
def test_why_a_file_does_not_open_is_said_in_the_language_of_the_page(number: int) -> None:
    told = reason(OSError(number, "No such thing"))
    assert ("No such thing" in told.zh) is (number == errno.ESTALE)
    assert ("No such thing" in told.en) is (number == errno.ESTALE)
    assert reason(ValueError("embedded null byte")).zh == "名称里有不能用的字符"


@pytest.mark.parametrize(
    ("lang", "heads", "sheet"),
    [("zh", "文件,行,列,原文,问题", "结果"), ("en", "file,row,column,value,problem", "Answers")],
)
def test_files_have_heads_in_the_language_of_the_run(lang: Lang, heads: str, sheet: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("企业名称,营业收入2025\n甲,abc\n", "utf-8")
    for _ in range(2):  # the list of an earlier run is known by its heads and written over
        ran = run("batch", "t.csv", "-o", "o.xlsx", "--force", "--measure", "tech-sme", "--lang", lang, folder=tmp_path)
        assert ran.code == 0, ran.err
    listed = tmp_path / "o.rejects.csv"
    assert listed.read_text("utf-8-sig").splitlines()[0] == heads
    assert load_workbook(tmp_path / "o.xlsx").sheetnames == [sheet]
    (tmp_path / "t.csv").write_text("企业名称,营业收入2025\n甲,3\n", "utf-8")
    run("batch", "t.csv", "-o", "o.xlsx", "--force", "--measure", "tech-sme", "--lang", "en", folder=tmp_path)
    assert not listed.exists()


def test_what_is_in_order_gives_no_remark(tmp_path: Path) -> None:
    met = run("check", FIRM, *ON, "--measure", "tech-sme", "--require", "not-applicable", folder=tmp_path)
    assert (met.code, "--require" in met.err) == (0, False)
    other = str(SAMPLES / "enterprises" / "one_gap.toml")
    assert "同一类" not in run("compare", FIRM, other, *ON, "--lang", "zh", folder=tmp_path).err


def test_kinds_are_completed() -> None:
    assert [word for word, _ in subjects("pro")] == ["project", "product"]
    assert [word for word, _ in profiles("")] == ["town", "enterprise"]
    assert {"measure", "places"} <= set(schemas("")) > set(schemas("m")) > set(schemas("zz"))
