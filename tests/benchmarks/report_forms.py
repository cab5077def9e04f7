"""Measure the forms of one report: python tests/benchmarks/report_forms.py [enterprises].

A town with forty enterprises and the whole catalogue; the enterprises are made from the samples, each with figures of
its own. The budget of every form, from the document to its bytes, is three seconds of the processor.
"""

from __future__ import annotations

import gc
import random
import re
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


def timed(name: str, work: Callable[[], Made]) -> Made:
    """Run some work and print how long it takes."""
    started = time.process_time()
    made = work()
    seconds = time.process_time() - started
    size = f"{len(made) / 1e6:7.1f} MB" if isinstance(made, bytes) else ""
    print(f"{name:12} {seconds:6.2f} s {size} {'over' if seconds > BUDGET else ''}")
    return made


def main(count: int) -> None:
    """Print seconds and size of each form."""
    gc.set_threshold(100_000)  # as the commands do
    with tempfile.TemporaryDirectory() as kept:
        file = write(Path(kept), count)
        book = load(bundled())
        record = timed("read", lambda: read_profile(file, book, DAY)[0])
        report = timed("check", lambda: check(book, record, DAY))
    answers = [(report, "sha256:" + "0" * 64)]
    told = timed("document", lambda: document(answers, book, days=lambda found: agenda(found, DAY, None)))
    print(f"{len(report.results)} answers")
    for form in Form:
        timed(form, lambda form=form: render(told, form, "zh"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
