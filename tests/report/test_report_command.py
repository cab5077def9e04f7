"""`zhence report` as a user runs it: forms by ending, replay, what differs, and what stands in the way."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer import Exit

from conftest import ROOT, Run
from zhence import __version__
from zhence.app import progress
from zhence.app.output import write
from zhence.model.text import Text
from zhence.report.replay import differences

FIRM = ROOT / "sample_inputs" / "enterprises" / "one_gap.toml"
TOWN = ROOT / "sample_inputs" / "towns" / "huzhen.toml"
DAY = ("--as-of", "2026-06-01")
FORMS = ("md", "csv", "json", "html", "docx", "xlsx", "ics")
MEMBER = '[enterprise]\nname = "丙企业(虚构)"\ncounty = "龙游县"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret-folder").mkdir()
    (tmp_path / "secret-folder" / "one.toml").write_text(MEMBER, "utf-8")
    text = '[town]\nname = "丁镇(虚构)"\ncounty = "龙游县"\nenterprises = ["secret-folder/*.toml"]\n'
    (tmp_path / "town.toml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.slow
def test_every_form_is_written_and_replayed_byte_for_byte(zhence: Run, tmp_path: Path) -> None:
    for form in FORMS:
        done = zhence("report", TOWN, FIRM, *DAY, "-o", tmp_path / f"a.{form}", PYTHONHASHSEED="1")
        assert done.returncode == 0, done.stderr
        assert f"a.{form}" in done.stdout.replace("\n", "")
    for form in FORMS:
        stored, again = tmp_path / "a.json", tmp_path / f"b.{form}"
        done = zhence("report", "--replay", stored, "-o", again, PYTHONHASHSEED="2")
        assert done.returncode == 0, done.stderr
        assert again.read_bytes() == (tmp_path / f"a.{form}").read_bytes()


@pytest.mark.slow
def test_what_is_printed_is_what_is_written(zhence: Run, tmp_path: Path) -> None:
    for form in ("md", "csv", "json", "html", "ics"):
        zhence("report", FIRM, *DAY, "--format", form, "-o", tmp_path / "any.name")
        printed = subprocess.run(
            [sys.executable, "-m", "zhence", "report", FIRM, *DAY, "--format", form, "--lang", "zh"],
            capture_output=True,
            check=True,
            cwd=ROOT,
        ).stdout
        assert printed == (tmp_path / "any.name").read_bytes()
        (tmp_path / "any.name").unlink()
    assert zhence("report", FIRM, *DAY).stdout.startswith("# ")


def test_the_schema_is_written_over_nothing_that_is_read(zhence: Run, tmp_path: Path) -> None:
    firm = tmp_path / "firm.toml"
    firm.write_text(FIRM.read_text("utf-8"), "utf-8")
    for words, told in (
        ((firm, "-o", firm, "--force"), "leave out the profiles"),
        (("-o", tmp_path / "s.xlsx"), "does not end in .json"),
    ):
        refused = zhence("report", "--schema", *words, "--lang", "en")
        assert refused.returncode == 2
        assert told in " ".join(refused.stderr.split())
    assert firm.read_text("utf-8") == FIRM.read_text("utf-8")
    assert zhence("report", "--schema", "-o", tmp_path / "s.json").returncode == 0
    assert (tmp_path / "s.json").read_text("utf-8") == zhence("report", "--schema").stdout


def test_json_has_the_published_schema_and_says_what_it_was_made_from(zhence: Run) -> None:
    schema = json.loads(zhence("report", "--schema").stdout)
    document = json.loads(zhence("report", TOWN, FIRM, *DAY, "--format", "json").stdout)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []
    assert document["program"] == __version__
    assert document["as_of"] == "2026-06-01"
    assert len(document["catalogue"]["digest"]) == 64
    assert len(document["subjects"]) == 2
    assert document["summary"]


def test_the_digest_is_of_the_bytes_of_the_profile_and_of_its_members(zhence: Run, folder: Path) -> None:
    from hashlib import sha256

    def digest(name: str) -> str:
        document = json.loads(zhence("report", folder / name, *DAY, "--format", "json").stdout)
        return str(document["subjects"][0]["digest"])

    member, town = folder / "secret-folder" / "one.toml", folder / "town.toml"
    assert digest("secret-folder/one.toml") == f"sha256:{sha256(member.read_bytes()).hexdigest()}"
    parts = "\n".join(sha256(path.read_bytes()).hexdigest() for path in (town, member))
    assert digest("town.toml") == f"sha256:{sha256(parts.encode()).hexdigest()}"
    member.write_text(MEMBER + "# one byte more, and nothing else\n", "utf-8")
    assert digest("town.toml") != f"sha256:{sha256(parts.encode()).hexdigest()}"


def test_replay_says_that_nothing_differs(zhence: Run, folder: Path) -> None:
    zhence("report", folder / "town.toml", *DAY, "-o", folder / "a.json")
    for lang, words in (("zh", "完全相同"), ("en", "The same")):
        told = zhence("report", folder / "town.toml", "--replay", folder / "a.json", "--lang", lang)
        assert told.returncode == 0
        assert words in told.stdout
        assert told.stdout.count("\n") == 1


def test_replay_says_what_differs_and_which_verdicts(zhence: Run, folder: Path) -> None:
    firm, stored = folder / "secret-folder" / "one.toml", folder / "a.json"
    zhence("report", firm, *DAY, "-o", stored)
    document = json.loads(stored.read_bytes())
    document["program"] = "0.0.9"
    document["catalogue"]["digest"] = "0" * 64
    stored.write_text(json.dumps(document), "utf-8")
    firm.write_text(MEMBER.replace("龙游县", "西湖区"), "utf-8")
    told = zhence("report", firm, "--replay", stored, "--as-of", "2026-06-02", "--lang", "en").stdout
    assert f"Program version: 0.0.9 → {__version__}" in told
    assert "As of: 2026-06-01 → 2026-06-02" in told
    assert f"Catalogue digest: {'0' * 64} → " in told
    assert "Profile digest (丙企业(虚构)): sha256:" in told
    changed = [line for line in told.splitlines() if line.endswith("not applicable → figures missing")]
    assert any("(hangzhou-tech-loan-coupon)" in line for line in changed)  # a support of the district it moved to
    same = zhence("report", firm, *DAY, "-o", folder / "b.json")
    assert same.returncode == 0
    firm.write_text(MEMBER.replace("龙游县", "西湖区") + "# a word\n", "utf-8")
    told = zhence("report", firm, "--replay", folder / "b.json", "--lang", "en").stdout
    assert "Profile digest" in told
    assert "No verdict differs" in told
    assert "Program version" not in told
    assert "As of" not in told


def _forge(document: Any, path: str, value: Any) -> str:
    """Change one place of a stored report; return how a comparison writes the place."""
    *steps, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    for step in steps:
        document = document[step]
    assert document[last] != value
    document[last] = value
    return re.sub(r"\.(\d+)", r"[\1]", path)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("subjects.0.summary.0.zh", "全部符合"),
        ("subjects.0.counts.eligible", 99),
        ("subjects.0.zones.0.confirmed", True),
        ("subjects.0.results.0.title.en", "Forged title"),
        ("subjects.0.results.0.verdict_title.en", "granted"),
        ("as_of_text.en", "some day"),
        ("verdicts.0.meaning.en", "paid at once"),
        ("catalogue.id", "another"),
    ],
)
def test_a_forged_place_is_told_by_its_path(zhence: Run, folder: Path, path: str, value: str) -> None:
    zhence("report", folder / "town.toml", *DAY, "-o", folder / "a.json")
    document = json.loads((folder / "a.json").read_bytes())
    where = _forge(document, path, value)
    (folder / "a.json").write_text(json.dumps(document), "utf-8")
    told = zhence("report", folder / "town.toml", "--replay", folder / "a.json", "--lang", "en", width=300)
    first, second = told.stdout.splitlines()
    assert first == "No verdict differs"
    shown = "true" if value is True else value
    assert second.startswith(f"1 other place differs: {where}: {shown} → ")


def test_all_other_places_are_counted_and_a_verdict_is_told_once(zhence: Run, folder: Path) -> None:
    zhence("report", folder / "town.toml", *DAY, "-o", folder / "a.json")
    now = json.loads((folder / "a.json").read_bytes())
    stored = json.loads((folder / "a.json").read_bytes())
    results = stored["subjects"][0]["results"]
    at, first = next((at, each) for at, each in enumerate(results) if each["verdict"] == "not-applicable")
    first["verdict"], first["verdict_title"] = "eligible", {"zh": "符合", "en": "eligible"}
    (told,) = [line.en for line in differences(stored, now)]
    assert told.startswith("丁镇")
    assert "eligible → " in told
    first["steps"] += 1
    first["missing"].append("one-more")
    flip, others = [line.en for line in differences(stored, now)]
    assert flip == told
    assert others.startswith(f"2 other places differ, the first: subjects[0].results[{at}].steps: ")
    assert [line.zh for line in differences(stored, now)][1].startswith("另有2处不同，第一处：subjects[0]")


@pytest.mark.slow
def test_names_and_paths_are_left_out_of_every_form(zhence: Run, folder: Path) -> None:
    for form in FORMS:
        if form == "ics":
            continue  # this town has no day to write
        file = folder / f"a.{form}"
        done = zhence("report", folder / "town.toml", *DAY, "--anonymous", "-o", file)
        assert done.returncode == 0, done.stderr
        content = file.read_bytes()
        if form in ("docx", "xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                content = b"".join(packed.read(name) for name in packed.namelist())
        text = content.decode("utf-8", "replace")
        assert "#1" in text
        assert not [word for word in ("丙企业", "丁镇", "secret-folder", folder.name, "one.toml") if word in text]
    told = zhence("report", folder / "town.toml", "--replay", folder / "a.json")
    assert "完全相同" in told.stdout


def test_a_file_is_kept_unless_told_otherwise(zhence: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("mine", "utf-8")
    kept = zhence("report", FIRM, *DAY, "-o", file)
    assert kept.returncode == 2
    assert "--force" in kept.stderr
    assert file.read_text("utf-8") == "mine"
    assert zhence("report", FIRM, *DAY, "-o", file, "--force").returncode == 0
    assert file.read_text("utf-8").startswith("# ")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        ((), "PROFILE…: 缺少这一项", "PROFILE…: is missing"),
        ((FIRM, "-o", "report.pdf"), "看不出形式", "does not tell the form"),
        ((FIRM, "-o", "report"), "看不出形式", "does not tell the form"),
        ((FIRM, "--format", "docx"), "没有给出文件", "no file is given"),
        ((FIRM, "-o", FIRM, "--format", "md", "--force"), "要读取的文件", "a file to be read"),
        ((FIRM, "-o", "no-such-folder/a.md"), "写不了", "cannot be written"),
        (("--replay", "no-such.json"), "打不开", "cannot be opened"),
        (("--replay", FIRM), "不是 JSON", "not a JSON file"),
        (("--replay", "a.json", "--anonymous"), "已写有名称", "already holds its names"),
        (
            ("--replay", "a.json", *DAY),
            "--as-of: 所存的报告只能照原样重写",
            "--as-of: a stored report is written again",
        ),
        (("--replay", "a.json", "--catalogue", "."), "--catalogue: 所存的报告", "--catalogue: a stored report"),
        (("--replay", "a.json", FIRM, "-o", "b.md"), "同时给出了档案", "profiles are given as well"),
        (("no-such.toml",), "没有这个文件", "no such file"),
    ],
)
def test_what_stands_in_the_way_is_one_clear_line(
    zhence: Run, arguments: tuple[str, ...], zh: str, en: str, lang: str
) -> None:
    before = FIRM.read_bytes()
    told = zhence("report", *arguments, "--lang", lang, width=300)
    assert told.returncode == 2
    assert told.stdout == ""
    assert {"zh": zh, "en": en}[lang] in told.stderr
    assert len(told.stderr.strip().splitlines()) == 2  # the fault, and the count of faults
    assert FIRM.read_bytes() == before


@pytest.mark.parametrize("content", ["[]", "{}", '{"format": "zhence-report"}', "[" * 100_000, "\xff", "NaN"])
def test_a_file_that_is_no_report_is_not_replayed(zhence: Run, tmp_path: Path, content: str) -> None:
    stored = tmp_path / "a.json"
    stored.write_text(content, "latin-1")
    told = zhence("report", "--replay", stored)
    assert told.returncode == 2
    assert told.stdout == ""
    assert "Traceback" not in told.stderr


def test_a_report_damaged_by_hand_is_told_where(zhence: Run, tmp_path: Path) -> None:
    stored = tmp_path / "a.json"
    zhence("report", FIRM, *DAY, "-o", stored)
    document = json.loads(stored.read_bytes())
    document["as_of"] = "2026-13-45"
    stored.write_text(json.dumps(document), "utf-8")
    for form in ("ics", "docx", "xlsx"):
        told = zhence("report", "--replay", stored, "-o", tmp_path / f"b.{form}", "--lang", "en", width=300)
        assert told.returncode == 2, form
        assert "as_of" in told.stderr
        assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "not permitted"), (errno.EROFS, "read-only")],
)
def test_a_full_disk_a_locked_file_a_folder_that_is_read_only(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    number: int,
    words: str,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    file = tmp_path / "a.md"
    file.write_text("mine", "utf-8")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Exit) as left:
        write(file, b"new", force=True, lang="en")
    assert left.value.exit_code == 2
    assert words in " ".join(capsys.readouterr().err.split())
    assert file.read_text("utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_disk_that_fills_while_writing_leaves_nothing_behind(zhence: Run, tmp_path: Path) -> None:
    import resource

    assert zhence("report", FIRM, *DAY).returncode == 0  # the catalogue is in the cache now
    told = subprocess.run(
        [sys.executable, "-m", "zhence", "report", FIRM, *DAY, "-o", tmp_path / "a.md", "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000)),
    )
    assert told.returncode == 2
    assert "cannot be written" in " ".join(told.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_a_report_without_a_day_writes_no_calendar(zhence: Run, folder: Path) -> None:
    told = zhence("report", folder / "secret-folder" / "one.toml", *DAY, "-o", folder / "a.ics", "--lang", "en")
    assert told.returncode == 0
    assert "no day to write" in told.stderr
    assert not (folder / "a.ics").exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_told_to_a_person_who_waits_and_to_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(100))
    monkeypatch.setattr(progress, "monotonic", lambda: next(moments) * 0.4)
    doing = Text("整理结果", "telling")
    for stream, is_told in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        assert list(progress.Progress("en").watch(range(8), doing)) == list(range(8))
        assert ("telling 4/8" in stream.getvalue()) is is_told
        assert "telling 0/8" not in stream.getvalue()
        assert stream.getvalue().endswith("\r") is is_told
    monkeypatch.setattr(progress, "monotonic", lambda: 0.0)
    quick = Terminal()
    monkeypatch.setattr(sys, "stderr", quick)
    assert list(progress.Progress("en").watch(range(8), doing)) == list(range(8))
    assert quick.getvalue() == ""


@pytest.mark.parametrize(
    ("form", "library", "extra"),
    [
        ("docx", "docx", "report"),
        ("xlsx", "xlsxwriter", "report"),
        ("html", "jinja2", "report"),
        ("ics", "icalendar", "calendar"),
    ],
)
def test_a_library_that_is_not_there_is_named(tmp_path: Path, form: str, library: str, extra: str) -> None:
    code = (
        f"import sys; sys.modules[{library!r}] = None; sys.argv = ['zhence', 'report', {str(FIRM)!r}, "
        f"'--as-of', '2026-06-01', '-o', {str(tmp_path / f'a.{form}')!r}, '--lang', 'en']; "
        "from zhence.app import main; main()"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert told.returncode == 2
    assert f"pip install '.[{extra}]'" in " ".join(told.stderr.split())
    assert "Traceback" not in told.stderr
    assert list(tmp_path.iterdir()) == []
