"""The same input, catalogue and day give the same bytes, whatever the hash seed, locale, terminal, threads and folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

SCRIPT = Path(__file__).with_name("same_bytes.py")
HERE = {
    "PYTHONHASHSEED": "0",
    "POLARS_MAX_THREADS": "1",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "TERM": "dumb",
    "PYTHONUTF8": "1",
}
THERE = {
    "PYTHONHASHSEED": "4294967295",
    "POLARS_MAX_THREADS": "4",
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "LANG": "zh_CN.GB18030",
    "TERM": "xterm-256color",
    "FORCE_HYPERLINK": "1",
    "COLORTERM": "truecolor",
    "PYTHONUTF8": "0",
}


@pytest.mark.slow
@pytest.mark.parametrize("part", ["zh report", "en batch"])
def test_the_same_bytes_wherever_it_runs(tmp_path: Path, part: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in {*HERE, *THERE, "COLUMNS", "LINES"}}
    script = tmp_path / SCRIPT.relative_to(ROOT)
    script.parent.mkdir(parents=True)
    shutil.copy(SCRIPT, script)
    shutil.copytree(ROOT / "sample_inputs", tmp_path / "sample_inputs")
    runs = [
        subprocess.Popen([sys.executable, each, part], stdout=subprocess.PIPE, text=True, env=kept | surroundings)
        for each, surroundings in ((SCRIPT, HERE), (script, THERE))
    ]
    here, there = (run.communicate()[0].splitlines() for run in runs)
    assert [run.returncode for run in runs] == [0, 0]
    assert here == there
    assert len(here) == len({line.split("  ")[1] for line in here}) >= 7


@pytest.mark.slow
def test_a_large_table_is_the_same_under_any_number_of_threads(tmp_path: Path) -> None:
    def run(*words: str | Path, threads: str = "2") -> None:
        command = [sys.executable, "-m", "zhence", *words, "--as-of", "2026-06-01"]
        env = os.environ | {"POLARS_MAX_THREADS": threads}
        subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)

    table = tmp_path / "in.parquet"
    run("sample-table", "--rows", "300000", "--figures", "3", "-o", table)
    for threads in ("1", "4"):
        run("batch", table, "--measure", "specialised-sme", "-o", tmp_path / f"{threads}.parquet", threads=threads)
    assert (tmp_path / "1.parquet").read_bytes() == (tmp_path / "4.parquet").read_bytes()
