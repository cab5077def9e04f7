"""Measure the columns engine side by side with others: python tests/benchmarks/batch.py [hand | engine | peers | growth]…

Ratios of the same run, medians of pairs. `hand`: the same verdicts by expressions written by hand (by_hand.py), on invented
firms with a fifth of the figures missing. `engine`: our engine of one subject. `peers`: other engines (peers.py). `growth`:
Parquet in, Parquet out, from ten thousand to five million rows, each in a process of its own.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parent))
import peers
from by_hand import by_hand

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns import synthetic
from zhence.columns.answers import Wide
from zhence.columns.rows import record
from zhence.columns.verdicts import CODES, Compiled, compile_measures
from zhence.engine import check
from zhence.model import frame
from zhence.model.measure import Measure
from zhence.model.result import Verdict
from zhence.tables.read import Asked, read_table

DAY, FIRM, SEED = date(2026, 6, 1), "enterprise", 5
BOOK = load(bundled())
ROWS, ONE_BY_ONE = 200_000, 300
FIGURES, EVERY = 40, 500
SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
MET = (CODES[Verdict.ELIGIBLE], CODES[Verdict.ELIGIBLE_IF])
BUDGETS = {"hand": 1.3, "engine": 20, "memory": 1536}


def main(parts: list[str]) -> None:
    """Run what is asked for, everything by default."""
    print(f"{'':44} {'ratio':>8}  {'budget':>8}  per second")
    for name, part in {"hand": hand, "engine": engine, "peers": against_peers, "growth": growth}.items():
        if not parts or name in parts:
            part()


def line(name: str, ratio: str, budget: str, rate: str = "") -> None:
    """Print a line of the table."""
    print(f"{name:44} {ratio:>8}  {budget:>8}  {rate}", flush=True)


def seconds(run: Callable[[], object]) -> float:
    """Return how long something takes."""
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def paired(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median of our time over theirs in the same round, and the median of our time."""
    both = [(seconds(theirs), seconds(ours)) for _ in range(rounds)]
    return statistics.median(our / their for their, our in both), statistics.median(our for _, our in both)


def invented(rows: int, figures: int, file: Path) -> Path:
    """Write invented firms as `zhence sample-table` does."""
    synthetic.table(BOOK, FIRM, DAY, rows, SEED, figures).sink_parquet(file)
    return file


def canonical(rows: int, figures: int) -> pl.DataFrame:
    """Return invented firms in the form that is answered."""
    with tempfile.TemporaryDirectory() as folder:
        file = invented(rows, figures, Path(folder) / "firms.parquet")
        return read_table([file], Asked(BOOK, FIRM, DAY)).frame.collect()


def answered(compiled: Compiled, table: pl.DataFrame) -> Callable[[], pl.DataFrame]:
    """Return the run that gives the codes of a table."""
    return lambda: compiled.prepared(table.lazy()).select(**compiled.verdicts).collect(engine="streaming")


def rate(compiled: Compiled, rows: int, took: float) -> str:
    """Return how many cells of a table are answered in a second."""
    return f"{rows * len(compiled.verdicts) / took / 1e6:.1f} M row-measures"


def hand() -> None:
    """Compare with what an analyst would write, on the figures that it reads."""
    said = by_hand(BOOK)
    asked = {name for expr in said.values() for name in expr.meta.root_names()}
    table = canonical(ROWS, EVERY)
    points = {name: pl.col(frame.ROW).hash(at) for at, name in enumerate(sorted(asked - set(table.columns)))}
    stated = {name: pl.when(h % 5 > 0).then((h % 9).cast(pl.Int64) * frame.SCALE) for name, h in points.items()}
    table = table.with_columns(**stated).select(sorted(asked)).rechunk()
    compiled = compile_measures(BOOK, DAY, table.columns, FIRM, [BOOK.measures[word] for word in said])
    ours = answered(compiled, table)
    if not ours().equals(table.select(**said)):
        raise SystemExit("the verdicts differ")
    ratio, took = paired(ours, lambda: table.lazy().select(**said).collect(engine="streaming"), 11)
    name = f"time, against Polars by hand ({len(said)} measures)"
    line(name, f"{ratio:.2f}x", f"<= {BUDGETS['hand']}", rate(compiled, ROWS, took))


def engine() -> None:
    """Compare a row with the engine of one subject, every measure for firms."""
    table = canonical(ROWS, FIGURES)
    measures = [measure for measure in BOOK.measures.values() if measure.subject == FIRM]
    compiled = compile_measures(BOOK, DAY, table.columns, FIRM, measures)
    records = [record(row, BOOK, FIRM) for row in table.head(ONE_BY_ONE).to_dicts()]
    ours = answered(compiled, table)
    ratio, took = paired(ours, lambda: [check(BOOK, each, DAY, measures) for each in records], 5)
    faster = ROWS / ONE_BY_ONE / ratio
    name = f"speed a row, against check ({len(measures)} measures)"
    line(name, f"{faster:.0f}x", f">= {BUDGETS['engine']}", rate(compiled, ROWS, took))


def around(compiled: Compiled, rules: Mapping[str, peers.Tree], rows: int) -> pl.DataFrame:
    """Return figures without gaps on both sides of what the rules ask for, in plain units."""
    chance = np.random.default_rng(SEED)
    found: dict[str, pl.Series] = {}
    for tree in rules.values():
        for name, sign, value in peers.tests_in(tree):
            if name in found:
                continue
            if sign == "is":
                found[name] = pl.Series(chance.random(rows) < (0.8 if value else 0.2))
            elif sign in ("in", "not in"):
                words = [*value, *sorted(_choices(compiled, name))][: len(value) + 2]
                found[name] = pl.Series(np.array(words, dtype=object)[chance.integers(0, len(words), rows)].tolist())
            else:
                spread = np.exp(chance.normal(0.3, 0.7, rows)) * max(abs(value), 1)
                found[name] = pl.Series(np.round(spread, 1))
    return pl.DataFrame(found)


def _choices(compiled: Compiled, name: str) -> list[str]:
    fact, _, year = name.rpartition("_")
    return list(BOOK.facts[fact if year.isdecimal() else name].choices)


def against_peers() -> None:
    """Compare with other engines on the measures that each can express, rows without gaps."""
    firms = [measure for measure in BOOK.measures.values() if measure.subject == FIRM]
    every = compile_measures(BOOK, DAY, (), FIRM, firms)
    simple = [measure for measure in firms if peers.is_simple(measure, every.figures)]
    rules = peers.trees(compile_measures(BOOK, DAY, (), FIRM, simple))
    plain = around(every, rules, ROWS)
    held = {
        name.replace("_202", "@202"): (pl.col(name) * frame.SCALE).round().cast(pl.Int64)
        if plain.schema[name] == pl.Float64
        else pl.col(name)
        for name in plain.columns
    }
    table = plain.select(**held)
    for name, (peer, rows) in peers.installed().items():
        kept = {word: tree for word, tree in rules.items() if name != "business-rules" or not _is_negated(tree)}
        _compare(name, peer, kept, plain.head(rows), table, [m for m in simple if m.id in kept])


def _is_negated(tree: peers.Tree) -> bool:
    return any(sign == "not in" for _, sign, _ in peers.tests_in(tree))


def _compare(
    name: str,
    peer: peers.Peer,
    rules: Mapping[str, peers.Tree],
    plain: pl.DataFrame,
    table: pl.DataFrame,
    measures: list[Measure],
) -> None:
    compiled = compile_measures(BOOK, DAY, table.columns, FIRM, measures)
    ours, theirs = answered(compiled, table), peer(rules, plain)
    here, there = ours().head(plain.height), theirs()
    apart = sum(int((here[word].is_in(MET).to_numpy() != there[word]).sum()) for word in rules)
    ratio, took = paired(ours, theirs, 5)
    faster = table.height / plain.height / ratio
    told = f"{rate(compiled, table.height, took)}, {apart} of {plain.height * len(rules)} answers differ"
    line(f"speed, against {name} ({len(rules)} measures)", f"{faster:.1f}x", "", told)


def growth() -> None:
    """Grow a table, Parquet in and Parquet out; every measure, forty figures."""
    before: tuple[int, float] | None = None
    with tempfile.TemporaryDirectory() as folder:
        for rows in SIZES:
            file = invented(rows, FIGURES, Path(folder) / "firms.parquet")
            runs = [alone(file) for _ in range(2 if rows == SIZES[-1] else 3)]
            took, work, memory = min(run[0] for run in runs), min(run[1] for run in runs), max(run[2] for run in runs)
            grown = "" if before is None else f"{work / before[1]:.1f}x"
            budget = "" if before is None else f"<= {rows / before[0]:.0f}"
            line(f"processor time, {rows:,} rows", grown, budget, f"{took:.1f} s, {memory:.0f} MB at most")
            before = rows, work
    line(f"memory, {SIZES[-1]:,} rows", f"{memory:.0f} MB", f"<= {BUDGETS['memory']}")


def alone(file: Path) -> tuple[float, float, float]:
    """Return the seconds, those of the processor, and the megabytes of a process that answers one file."""
    told = subprocess.run([sys.executable, __file__, "--one", str(file)], capture_output=True, text=True, check=True)
    took, work, memory = (float(word) for word in told.stdout.split())
    return took, work, memory


def one(file: str) -> None:
    """Answer one file, and print how long it took, on the clock and of the processors, and the most memory in use, in MB."""
    started, idle = time.perf_counter(), time.process_time()
    table = read_table([Path(file)], Asked(BOOK, FIRM, DAY))
    compiled = compile_measures(BOOK, DAY, table.columns, FIRM, list(BOOK.measures.values()))
    Wide(compiled, table.kept)(table.frame).sink_parquet(Path(file).with_suffix(".out.parquet"))
    took, work = time.perf_counter() - started, time.process_time() - idle
    status = Path("/proc/self/status").read_text("utf-8")  # getrusage counts the process that started this one
    print(took, work, int(status.partition("VmHWM:")[2].split()[0]) / 1024)


if __name__ == "__main__":
    random.seed(SEED)
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2])
    else:
        main(sys.argv[1:])
