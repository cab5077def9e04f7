"""The commands as a user runs them."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import typer

from conftest import ROOT, Run
from make_golden import SESSION, golden, page
from zhence.app import options
from zhence.catalogue.files import bundled
from zhence.model.text import Lang

SAMPLES = sorted((ROOT / "sample_inputs").rglob("*.toml"))
HUZHEN = ROOT / "sample_inputs" / "towns" / "huzhen.toml"
FIRM = ROOT / "sample_inputs" / "enterprises" / "one_gap.toml"
DAY = ("--as-of", "2025-09-01")


def cells(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in line)


def test_there_are_seven_towns_and_six_enterprises() -> None:
    assert len([p for p in SAMPLES if p.parent.name == "towns"]) == 7
    assert len([p for p in SAMPLES if p.parent.name == "enterprises"]) >= 6


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.stem)
def test_golden_pages(sample: Path, lang: str) -> None:
    target, command = golden(sample, lang)
    assert page(command) == target.read_text("utf-8")


SESSIONS = list(SESSION.finditer((ROOT / "README.md").read_text("utf-8")))


@pytest.mark.parametrize("session", SESSIONS, ids=lambda m: m["command"][:40])
def test_the_readme_shows_what_the_program_prints(session: re.Match[str]) -> None:
    assert page(shlex.split(session["command"])) == session["output"]


def test_the_readme_has_sessions() -> None:
    assert len(SESSIONS) >= 3


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(zhence: Run, width: int, lang: str) -> None:
    told = zhence("check", HUZHEN, "--lang", lang, "--detail", *DAY, width=width)
    assert told.returncode == 0
    assert told.stdout
    assert max(map(cells, told.stdout.splitlines())) <= width


def test_a_terminal_without_chinese_gets_english_and_ascii(zhence: Run) -> None:
    told = zhence("check", HUZHEN, *DAY, PYTHONUTF8="0", PYTHONIOENCODING="ascii", LANG="C", PYTHONCOERCECLOCALE="0")
    assert told.returncode == 0, told.stderr
    assert told.stdout.isascii()
    assert "figures missing" in told.stdout


def test_the_same_input_gives_the_same_bytes(zhence: Run) -> None:
    one = zhence("check", HUZHEN, *DAY, "--format", "json", PYTHONHASHSEED="1")
    two = zhence("check", HUZHEN, *DAY, "--format", "json", PYTHONHASHSEED="2", LANG="en_US.UTF-8")
    assert one.returncode == 0
    assert one.stdout == two.stdout


@pytest.mark.parametrize(
    ("town", "answers"),
    [("shuitou", ["yes", "no", "no"]), ("hecun", ["yes", "yes", "no"])],
)
def test_towns_whose_county_left_the_list(zhence: Run, town: str, answers: list[str]) -> None:
    found, reasons = [], []
    for day in ("2024-06-01", "2025-04-01", "2025-09-01"):
        path = ROOT / "sample_inputs" / "towns" / f"{town}.toml"
        told = zhence("check", path, "--as-of", day, "--format", "json")
        report = json.loads(told.stdout)["reports"][0]
        zone = next(z for z in report["zones"] if z["zone"] == "mountain-island")
        found.append(zone["answer"][0])
        page = zhence("check", path, "--as-of", day).stdout
        reasons.append(next(line for line in page.splitlines() if "现行名单" in line))
    assert found == answers
    assert "调出" not in reasons[0]
    assert "调出" in reasons[2]


def test_several_profiles_are_answered_one_after_the_other(zhence: Run) -> None:
    told = zhence("check", *SAMPLES[:2], "--as-of", "2026-06-01", "--measure", "key-enterprise-institute")
    assert told.returncode == 0, told.stderr
    assert told.stdout.count("申报对象") == 2
    wrong = zhence("check", SAMPLES[0], "no-such-file.toml")
    assert wrong.returncode == 2
    assert wrong.stdout == ""


def test_set_changes_one_figure(zhence: Run) -> None:
    told = zhence("check", HUZHEN, *DAY, "--format", "json", "--set", "county=西湖区")
    zones = json.loads(told.stdout)["reports"][0]["zones"]
    assert {z["place"] for z in zones} == {"西湖区"}


def test_a_doubtful_setting_is_doubted_aloud(zhence: Run) -> None:
    sample = ROOT / "sample_inputs" / "enterprises" / "one_gap.toml"
    asked = ("check", sample, "--as-of", "2026-06-01", "--measure", "specialised-sme", "--set")
    doubted = zhence(*asked, "debt_ratio@2025=0.42")
    assert doubted.returncode == 0
    assert "0.42%" in doubted.stderr
    assert zhence(*asked, "debt_ratio@2025=46%").stderr == ""  # as its parts make it: 46.15%
    assert "46.15%" in zhence(*asked, "debt_ratio@2025=42%").stderr


def test_require_judges(zhence: Run) -> None:
    asked = ("check", HUZHEN, *DAY, "--measure", "industrial-town-notice", "--require")
    assert zhence(*asked, "eligible").returncode == 0
    assert zhence(*asked, "eligible", "--set", "industrial_town=false").returncode == 1
    assert zhence(*asked, "eligible", "--verdict", "eligible").returncode == 0
    assert zhence(*asked, "eligible", "--verdict", "unknown").returncode == 1  # nothing is listed, and nothing reached


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_misspelt_figure_names_file_line_key_and_what_was_meant(zhence: Run, tmp_path: Path, lang: str) -> None:
    profile = tmp_path / "firm.toml"
    profile.write_text(
        '[enterprise]\nname = "甲(虚构)"\ncounty = "龙游县"\n[enterprise.year.2024]\nrevenu = "2亿元"\nrd_expense = "5吨"\n',
        "utf-8",
    )
    told = zhence("check", profile, "--lang", lang, *DAY)
    assert told.returncode == 2
    assert told.stdout == ""
    flat = "".join(told.stderr.split())
    assert "firm.toml:5" in flat
    assert "revenu" in flat
    assert "'revenue'" in flat
    assert "firm.toml:6" in flat


def test_a_gb18030_file_is_read_with_a_word_about_it(zhence: Run, tmp_path: Path) -> None:
    profile = tmp_path / "firm.toml"
    profile.write_bytes('[enterprise]\nname = "甲(虚构)"\ncounty = "龙游县"\n'.encode("gb18030"))
    told = zhence("check", profile, *DAY)
    assert told.returncode == 0, told.stderr
    assert "GB18030" in told.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "no-such-file.toml"),
        ("check", str(HUZHEN), "--as-of", "yesterday"),
        ("show", "no-such-measure"),
        ("check", str(HUZHEN), "--theme", "clutser"),
        ("new", "village"),
        ("catalogue", "schema", "poem"),
        ("measures", "--catalogue", "no-such-folder"),
    ],
)
def test_wrong_input_gets_a_clear_word_and_exit_2(zhence: Run, arguments: tuple[str, ...]) -> None:
    told = zhence(*arguments)
    assert told.returncode == 2
    assert told.stdout == ""
    assert "Traceback" not in told.stderr
    assert told.stderr.strip()


@pytest.mark.parametrize("subject", ["town", "enterprise"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_profile_can_be_checked_at_once(zhence: Run, tmp_path: Path, subject: str, lang: str) -> None:
    made = tmp_path / "new.toml"
    written = zhence("new", subject, "-o", made, "--name", "甲", "--place", "龙游县", "--lang", lang)
    assert written.returncode == 0, written.stderr
    before = made.read_bytes()
    assert zhence("check", made, *DAY).returncode == 0
    assert zhence("new", subject, "-o", made).returncode == 2
    assert made.read_bytes() == before


def test_a_new_profile_lies_in_a_place_that_there_is(zhence: Run, tmp_path: Path) -> None:
    made = tmp_path / "new.toml"
    told = zhence("new", "town", "-o", made, "--place", "火星", "--lang", "zh")
    assert told.returncode == 2
    assert "--place: 没有 '火星' 这个地方" in told.stderr
    assert not made.exists()
    assert zhence("new", "town", "-o", made, "--place", "宁海").returncode == 0
    assert 'county = "宁海县"' in made.read_text("utf-8")


def test_a_folder_that_is_no_catalogue_gets_one_word(zhence: Run) -> None:
    told = zhence("measures", "--catalogue", bundled() / "measures", "--lang", "zh")
    assert told.returncode == 2
    assert told.stderr.splitlines()[1:] == ["共 1 处错误"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_measures_are_listed_searched_and_shown(zhence: Run, lang: str) -> None:
    assert "key-enterprise-institute" in zhence("measures", "--lang", lang).stdout
    assert "key-enterprise-institute" in zhence("measures", "重点企业研究院", "--lang", lang).stdout
    found = zhence("measures", "key enterprise research", "--lang", lang)
    assert "key-enterprise-institute" in found.stdout
    assert "vat-extra-deduction" not in found.stdout
    told = zhence("show", "key-enterprise-institute", "--lang", lang)
    assert told.returncode == 0
    assert ("2亿元" if lang == "zh" else "200 million yuan") in told.stdout
    assert "N3" in told.stdout


def test_the_notice_is_covered_and_nothing_is_guessed(zhence: Run) -> None:
    told = zhence("measures", "--notice", "--lang", "zh").stdout
    assert all(f"N{n} " in told for n in range(1, 11))
    assert "其余 22 条" in told.replace("\n", "")


def test_schema_is_json(zhence: Run) -> None:
    assert json.loads(zhence("catalogue", "schema").stdout)["title"] == "RawMeasure"


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_ids_are_completed(zhence: Run, shell: str) -> None:
    told = zhence(
        _ZHENCE_COMPLETE=f"complete_{shell}",
        COMP_WORDS="zhence show key-ent",
        COMP_CWORD="2",
        _TYPER_COMPLETE_ARGS="zhence show key-ent",
    )
    assert "key-enterprise-institute" in told.stdout


WRONG_USAGE = {
    "command": (
        ("chek",),
        "chek: 没有这个命令；是否 'check'？",
        "chek: there is no such command; did you mean 'check'?",
    ),
    "extra": (("explain", "a", "b", "c"), "explain: 多出了：c", "explain: too many words: c"),
    "option": (("check", "--foo"), "--foo: 没有这个选项", "--foo: there is no such option"),
    "argument": (("check",), "PROFILE…: 缺少这一项", "PROFILE…: is missing"),
    "choice": (("check", "a", "--format", "x"), "不在可用的值之内：table、json", "is none of: table, json"),
    "value": (("check", "a", "--theme"), "--theme: 后面缺少值", "--theme: lacks its value"),
    "range": (
        ("catalogue", "test", "--at-least", "101"),
        "--at-least: 须在 0 与 100 之间",
        "--at-least: must be between 0 and 100",
    ),
}


@pytest.mark.parametrize("case", WRONG_USAGE)
def test_wrong_usage_is_told_in_the_language_of_the_user(zhence: Run, case: str) -> None:
    arguments, *words = WRONG_USAGE[case]
    for lang, said in zip(("zh", "en"), words, strict=True):
        done = zhence(*arguments, ZHENCE_LANG=lang)
        assert done.returncode == 2
        assert said in done.stderr
        assert not done.stdout


@pytest.mark.parametrize("command", ["", "check", "measures", "show", "new", "new town", "catalogue", "catalogue lint"])
def test_help_is_in_one_language(zhence: Run, command: str) -> None:
    helped = zhence(*command.split(), "--help", ZHENCE_LANG="zh").stdout
    assert helped.startswith("用法：zhence")
    for word in ("Usage", "Options", "Arguments", "Commands", "default", "required", "Show"):
        assert word not in helped
    assert zhence(*command.split(), "--help", ZHENCE_LANG="en").stdout.startswith("Usage: zhence")


WITHOUT_EXTRAS = """
import sys
sys.modules |= dict.fromkeys(("polars", "numpy", "xlsxwriter", "docx", "jinja2", "highspy", "questionary", "icalendar"))
from zhence.app import main
main()
"""


@pytest.mark.parametrize(
    "command",
    [
        ("compare", FIRM, HUZHEN),
        ("checklist", FIRM),
        ("calendar", FIRM),
        ("ask", FIRM, "--next", "1"),
        ("report", FIRM),
    ],
    ids=lambda command: command[0],
)
def test_commands_on_profiles_need_no_library_of_others(command: tuple[str, ...], tmp_path: Path) -> None:
    more = ("-o", str(tmp_path / "a.md")) if command[0] == "report" else ()
    words = [sys.executable, "-c", WITHOUT_EXTRAS, *map(str, command), "--as-of", "2026-06-01", *more]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_library_that_is_missing_is_named_with_the_way_to_get_it(
    lang: Lang, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as left:
        options.need("no_such_library", "plan", lang)
    assert left.value.exit_code == 2
    assert "pip install '.[plan]'" in " ".join(capsys.readouterr().err.split())
    options.need("json", "plan", lang)


@pytest.mark.parametrize(
    ("command", "twice"),
    [
        (("check", HUZHEN, "--catalogue", "policies/zhejiang", "--catalogue", "elsewhere"), "--catalogue"),
        (("check", HUZHEN, *DAY, "--as-of=2026-06-01"), "--as-of"),
        (("check", HUZHEN, *DAY, "--measure", "central-town", "--measure", "cluster-core-area"), None),
        (("check", HUZHEN, *DAY, "--detail", "--detail"), None),
        (("compare", HUZHEN, *DAY, "--as-of", "2025-10-01"), None),
    ],
)
def test_an_option_of_one_value_is_not_given_twice(zhence: Run, command: tuple[object, ...], twice: str | None) -> None:
    told = zhence(*command)
    assert told.returncode == (2 if twice else 0)
    assert ("写了不止一次" in told.stderr) is (twice is not None)
    assert twice is None or twice in told.stderr
