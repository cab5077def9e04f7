"""Measure the forms of one report: python tests/benchmarks/report_forms.py [enterprises].

A town with forty enterprises and the whole catalogue; the enterprises are made from the samples, each with figures of
its own. The budget of a whole command, from its start to the file, is three seconds of the processor for every form.
"""

from __future__ import annotations

import gc
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.engine import check
from zhence.engine.agenda import agenda
from zhence.profiles.read import read_profile
from zhence.report.document import document
from zhence.report.forms.render import Form, render

ROOT = Path(__file__).parents[2]
DAY = date(2026, 6, 1)
BUDGET = 3.0
Made = TypeVar("Made")


def write(folder: Path, count: int) -> Path:
    """Write a town and its enterprises; return the town's file."""
    chance = random.Random(1)  # noqa: S311
    samples = [path.read_text("utf-8") for path in sorted((ROOT / "sample_inputs" / "enterprises").glob("*.toml"))]
    (folder / "enterprises").mkdir()
    for number in range(count):
        text = re.sub(r"(?m)^name\s*=.*$", f'name = "企业{number}(虚构)"', samples[number % len(samples)], count=1)
        text = re.sub(r"(\d+)万元", lambda found: f"{int(found[1]) + chance.randrange(1, 90)}万元", text)
        (folder / "enterprises" / f"firm{number:03}.toml").write_text(text, "utf-8")
    town = (ROOT / "sample_inputs" / "towns" / "huzhen.toml").read_text("utf-8")
    file = folder / "town.toml"
    file.write_text(town.replace("[town]", '[town]\nenterprises = ["enterprises/*.toml"]', 1), "utf-8")
    return file


def timed(name: str, work: Callable[[], Made]) -> tuple[Made, float]:
    """Return what some work makes and the seconds of the processor that it takes; what has no form is printed."""
    started = time.process_time()
    made = work()
    seconds = time.process_time() - started
    if name not in list(Form):
        print(f"{name:10} {seconds:6.2f} s")
    return made, seconds


def whole(file: Path, form: Form) -> float:
    """Return the seconds of the processor that a whole command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    target = file.with_name(f"report.{form}")
    command = [sys.executable, "-m", "zhence", "report", file, "--as-of", DAY.isoformat(), "-o", target, "--force"]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": "0"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(count: int) -> None:
    """Print, of each form, the seconds that it takes alone, those of the whole command, their share of the budget."""
    gc.set_threshold(100_000)  # as the commands do
    with tempfile.TemporaryDirectory() as kept:
        file = write(Path(kept), count)
        book = load(bundled())
        record, _ = timed("read", lambda: read_profile(file, book, DAY)[0])
        report, _ = timed("check", lambda: check(book, record, DAY))
        answers = [(report, "sha256:" + "0" * 64)]
        told, _ = timed("document", lambda: document(answers, book, days=lambda found: agenda(found, DAY, None)))
        print(f"{len(report.results)} answers\n\nform          alone     whole   of {BUDGET:.0f} s       size")
        whole(file, Form.ICS)  # the catalogue is in the cache from here on
        for form in Form:
            made, alone = timed(form, lambda form=form: render(told, form, "zh"))
            seconds = min(whole(file, form) for _ in range(3))
            share = f"{seconds / BUDGET:6.0%}{' over' if seconds > BUDGET else ''}"
            print(f"{form:10} {alone:6.2f} s  {seconds:6.2f} s  {share}  {len(made) / 1e6:7.1f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
