"""Measure whole processes side by side: python tests/benchmarks/startup.py [runs].

Ratios against `import typer, rich, pydantic` in the same round; the budget stands beside each. Memory is the peak of one run.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECK = ["-m", "zhence", "check", str(ROOT / "sample_inputs/towns/huzhen.toml"), "--as-of", "2025-09-01"]
THREE = ["-c", "import typer, rich.console, rich.table, pydantic; pydantic.BaseModel"]
CASES = {
    "the three imports": (THREE, False, 1.0),
    "--version": (["-m", "zhence", "--version"], True, 0.9),
    "check, table, warm cache": (CHECK, True, 1.5),
    "check, json, warm cache": ([*CHECK, "--format", "json"], True, 1.5),
    "check, table, first use": (CHECK, False, 3.2),
}


def run(arguments: list[str], cache: str) -> tuple[float, float]:
    """Return seconds and peak MB of one process."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.DEVNULL,
        env=os.environ | {"ZHENCE_CACHE": cache, "PYTHONUTF8": "1"},
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{arguments} failed")
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return time.perf_counter() - started, usage.ru_maxrss / scale


def main(rounds: int) -> None:
    """Print medians, ratios, budget and memory."""
    times: dict[str, list[float]] = {name: [] for name in CASES}
    ratios: dict[str, list[float]] = {name: [] for name in CASES}
    memory: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as kept:
        run(CHECK, kept)
        for _ in range(rounds):
            base = 0.0
            for name, (arguments, is_warm, _budget) in CASES.items():
                with tempfile.TemporaryDirectory() as fresh:
                    seconds, peak = run(arguments, kept if is_warm else fresh)
                base = base or seconds
                times[name].append(seconds)
                ratios[name].append(seconds / base)
                memory[name] = max(memory.get(name, 0.0), peak)
    print(f"{'':28} {'median':>9} {'ratio':>7} {'budget':>7} {'memory':>9}")
    for name, (_, _, budget) in CASES.items():
        row = f"{statistics.median(times[name]) * 1000:6.0f} ms {statistics.median(ratios[name]):6.2f}x {budget:6.1f}x"
        print(f"{name:28} {row} {memory[name]:6.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
