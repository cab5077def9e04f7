"""Killed at random moments, a run leaves the old file or the new one, whole, and nothing that the next run minds."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from faults.runs import Warm
from zhence.written.whole import whole

SMALL = ("--catalogue", ROOT / "tests" / "foreign", "--as-of", "2026-06-01", "--lang", "zh")
FARM = """[farm]
name = "Long Acre"
parish = "Upper Wold"
[farm.year.2025]
turnover = "27k£"
hedges = 900
"""
KILLS = {"md": 18, "docx": 18, "xlsx": 18, "html": 18, "parquet": 14, "csv": 14}  # a hundred
SPREAD = 0.618034  # the golden ratio: no two moments of a run are near each other, and they follow no order
OLD = b"what was there before"
HOLDS = """
import sys, time
from pathlib import Path
from zhence.written.whole import whole
with whole(Path(sys.argv[1])) as part:
    part.write_bytes(b"half")
    print(".", flush=True)
    time.sleep(60)
"""


def asked(form: str, profile: Path, target: Path) -> tuple[str | Path, ...]:
    """Return the command that writes a form."""
    if form in ("parquet", "csv"):
        return ("batch", profile, *SMALL, "-o", target, "--force")
    return ("report", profile, *SMALL, "-o", target, "--force")


@pytest.mark.slow
@pytest.mark.parametrize("form", KILLS)
def test_what_a_killed_run_was_to_write_is_the_old_file_or_the_new_one(warm: Warm, tmp_path: Path, form: str) -> None:
    target, beside = tmp_path / f"a.{form}", tmp_path / "beside.toml"
    beside.write_text(FARM, "utf-8")
    words = asked(form, beside, target)
    assert warm.run(*words)[0] == 0
    new = target.read_bytes()
    code, lasts = warm.run(*words)
    assert code == 0
    at_work = 0
    for at in range(KILLS[form]):
        target.write_bytes(OLD)
        code, took = warm.run(*words, after=lasts * (at * SPREAD % 1))
        if code == -signal.SIGKILL:
            at_work += 1
        else:
            lasts = took  # the machine has less to do than before
        assert target.read_bytes() in (OLD, new)
        assert beside.read_text("utf-8") == FARM
        assert all(each in (target, beside) or each.suffix == ".part" for each in tmp_path.iterdir())
    assert at_work > KILLS[form] // 4
    assert warm.run(*words)[0] == 0
    assert target.read_bytes() == new
    assert sorted(tmp_path.iterdir()) == [target, beside]


def test_what_is_left_is_cleared_and_what_is_still_written_is_not(tmp_path: Path) -> None:
    target, other = tmp_path / "a.md", tmp_path / "b.md"
    with subprocess.Popen([sys.executable, "-c", HOLDS, target], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with whole(target) as mine:
            mine.write_bytes(b"second")
            assert len(list(tmp_path.glob(".*.part"))) == 2  # the first is still at work
        assert target.read_bytes() == b"second"
        process.kill()
    with whole(other) as mine:
        mine.write_bytes(b"another file")
    assert len(list(tmp_path.glob(".*.part"))) == 1  # what writes another file leaves it
    with whole(target) as mine:
        mine.write_bytes(b"third")
    assert sorted(tmp_path.iterdir()) == [target, other]
    assert target.read_bytes() == b"third"


def test_runs_at_once_leave_one_whole_file(warm: Warm, tmp_path: Path) -> None:
    target, profile = tmp_path / "a.html", tmp_path / "farm.toml"
    profile.write_text(FARM, "utf-8")
    words = asked("html", profile, target)
    assert warm.run(*words)[0] == 0
    alone = target.read_bytes()
    assert [code for code, _ in warm.together([words] * 3)] == [0, 0, 0]
    assert target.read_bytes() == alone
    assert sorted(tmp_path.iterdir()) == [target, profile]


def test_only_those_who_could_read_a_file_can_read_the_next(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    with whole(target) as part:
        part.write_bytes(b"first")
    target.chmod(0o600)
    with whole(target) as part:
        part.write_bytes(b"second")
    assert target.stat().st_mode & 0o777 == 0o600
