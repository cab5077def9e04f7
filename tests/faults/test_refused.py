"""A write that the system refuses: one line in both languages, the old file kept, nothing half written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from conftest import ROOT
from faults.runs import Warm

FIRM = ROOT / "sample_inputs" / "enterprises" / "one_gap.toml"
TOWN = ROOT / "sample_inputs" / "towns" / "huzhen.toml"
DAY = ("--as-of", "2026-06-01")
FULL = {
    "zh": "写不了：磁盘已满；腾出空间，或写到别处",
    "en": "cannot be written: the disk is full; make room, or write elsewhere",
}
LARGE = {
    "zh": "写不了：文件超过这里允许的大小；腾出空间，或写到别处",
    "en": "cannot be written: the file is larger than is allowed here; make room, or write elsewhere",
}
WRITERS: dict[str, tuple[str | Path, ...]] = {
    **{f"report.{form}": ("report", TOWN, FIRM, *DAY) for form in ("md", "docx", "xlsx", "html", "json", "csv", "ics")},
    **{f"batch.{form}": ("batch", FIRM, *DAY) for form in ("parquet", "csv", "xlsx", "jsonl")},
    **{f"table.{form}": ("sample-table", *DAY) for form in ("parquet", "csv", "xlsx")},
    "export.md": ("catalogue", "export", *DAY),
    "export.html": ("catalogue", "export", "--format", "html", *DAY),
    "calendar.ics": ("calendar", TOWN, FIRM, *DAY),
    "new.toml": ("new", "town", *DAY),
}
HEATS = {f"heat.{form}": ("batch", FIRM, *DAY, "--heat") for form in ("html", "xlsx")}
NO_FORCE = ("new.toml",)


def words_of(name: str, target: Path, lang: str) -> tuple[str | Path, ...]:
    """Return the command that writes `target`, over what is there where it can be told to."""
    if name in HEATS:
        return (*HEATS[name], target, "--force", "--lang", lang)
    return (*WRITERS[name], "-o", target, *(() if name in NO_FORCE else ("--force",)), "--lang", lang)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Mount a disk of two pages, and fill all but one of them."""
    found = tmp_path_factory.mktemp("disk")
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(found)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield found
    subprocess.run(["umount", str(found)], check=True)


@pytest.mark.parametrize(("name", "lang"), list(zip([*WRITERS, *HEATS], cycle(["zh", "en"]), strict=False)))
def test_on_a_full_disk_the_old_file_is_kept(warm: Warm, disk: Path, tmp_path: Path, name: str, lang: str) -> None:
    target = disk / name
    if name in NO_FORCE:
        (disk / "other").write_bytes(b"old" * 1300)
    else:
        target.write_bytes(b"old" * 1300)
    before = {each: each.read_bytes() for each in disk.iterdir()}
    code, _ = warm.run(*words_of(name, target, lang), said=tmp_path / "said")
    told = (tmp_path / "said").read_text("utf-8")
    after = {each: each.read_bytes() for each in disk.iterdir()}
    for each in after:
        each.unlink()
    assert after == before
    assert code == 2
    assert f"{target}: {FULL[lang]}" in told
    assert "Traceback" not in told


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITERS)
def test_where_files_may_not_grow_the_old_file_is_kept(warm: Warm, tmp_path: Path, name: str) -> None:
    warm.run("measures")  # the catalogue is kept now
    target = tmp_path / "out" / name
    target.parent.mkdir()
    if name not in NO_FORCE:
        target.write_bytes(b"old")
    before = {each: each.read_bytes() for each in target.parent.iterdir()}
    code, _ = warm.run(*words_of(name, target, "en"), most=1000, said=tmp_path / "said")
    told = (tmp_path / "said").read_text("utf-8")
    assert code == 2
    assert f"{target}: {LARGE['en']}" in told
    assert "Traceback" not in told
    assert {each: each.read_bytes() for each in target.parent.iterdir()} == before


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("made", "zh", "en"),
    [
        ("folder", "这是一个文件夹", "this is a folder"),
        ("no/such/folder", "没有这个文件夹", "there is no such folder"),
        ("a" * 300, "文件名太长", "the name is too long"),
        ("a-file/under", "没有这个文件夹", "there is no such folder"),
    ],
)
def test_a_place_where_no_file_can_be_is_told(
    warm: Warm, tmp_path: Path, made: str, zh: str, en: str, lang: str
) -> None:
    (tmp_path / "a-file").write_bytes(b"mine")
    for ending in ("md", "csv", "toml"):
        (tmp_path / f"folder.{ending}").mkdir(exist_ok=True)
    for name in ("report.md", "batch.csv", "new.toml"):
        target = tmp_path / f"{made}.{name.rpartition('.')[2]}"
        code, _ = warm.run(*words_of(name, target, lang), said=tmp_path / "said")
        told = (tmp_path / "said").read_text("utf-8")
        assert code == 2, told
        assert {"zh": zh, "en": en}[lang] in told
        assert "Traceback" not in told
        assert len(told.splitlines()) == 2  # the fault, and the count of faults
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "a-file",
        "folder.csv",
        "folder.md",
        "folder.toml",
        "said",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
def test_a_device_or_a_pipe_is_not_replaced_by_a_file(warm: Warm, tmp_path: Path) -> None:
    for name in ("report.md", "batch.csv", "new.toml"):
        pipe = tmp_path / f"pipe-{name}"
        os.mkfifo(pipe)
        code, _ = warm.run(
            *words_of(name, pipe, "en"), *(() if name == "new.toml" else ("--force",)), said=tmp_path / "said"
        )
        told = (tmp_path / "said").read_text("utf-8")
        assert code == 2, told
        assert "this is no ordinary file" in told
        assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_standard_output_that_takes_no_more_is_told(lang: str) -> None:
    for words in (("report", FIRM), ("check", FIRM, "--format", "json"), ("--help",)):
        with Path("/dev/full").open("w") as full:
            told = subprocess.run(
                [sys.executable, "-m", "zhence", *words, *(() if words == ("--help",) else ("--lang", lang))],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                env=os.environ | {"ZHENCE_LANG": lang, "PYTHONUTF8": "1", "COLUMNS": "200"},
                check=False,
            )
        assert told.returncode == 2
        assert f"stdout: {FULL[lang]}" in told.stderr
        assert "Traceback" not in told.stderr


def test_a_reader_that_leaves_is_no_fault(tmp_path: Path) -> None:
    for words in (("measures",), ("report", FIRM), ("check", FIRM, "--format", "json")):
        with subprocess.Popen(
            [sys.executable, "-m", "zhence", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == b""


def test_answers_are_kept_whole_when_the_disk_fills(disk: Path) -> None:
    profile = disk / "a.toml"
    profile.write_bytes('[town]\nname = "甲镇"\n'.encode().ljust(4090, b"#"))
    before = profile.read_bytes()
    told = subprocess.run(
        [sys.executable, "-m", "zhence", "ask", profile, *DAY, "--lang", "en"],
        input="unknown\n" * 3,
        capture_output=True,
        text=True,
        env=os.environ | {"COLUMNS": "300", "PYTHONUTF8": "1"},
        check=False,
    )
    after = {each: each.read_bytes() for each in disk.iterdir()}
    profile.unlink()
    assert told.returncode == 2
    assert f"{profile}: {FULL['en']}" in told.stderr
    assert after == {profile: before}
