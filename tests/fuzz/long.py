"""Fuzz every reader for long: `python tests/fuzz/long.py --inputs 1000000 --seed 1 [--reader toml] [--jobs 2]`.

An input is known by its reader, the seed and its number, so that each can be made again. What goes wrong is kept as a
file below `--keep`, with what happened beside it; the script then leaves with 1.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from readers import READERS, corpus
from watch import Figures, input_of, run

HERE = Path(__file__).parent
CHUNK = 20_000  # inputs of one process
HANGS = 1_800  # seconds after which a process is given up
SPARE = 4 << 30  # bytes of address space that a process may reserve at most; what it holds is watched apart


def main() -> int:
    """Run what is asked for, and print the figures of each reader."""
    asked = _arguments(list(READERS))
    chosen = asked.reader or list(READERS)
    whole = sum(READERS[name].share for name in chosen)
    counts = {name: asked.inputs * READERS[name].share // whole for name in chosen}
    chunks = [
        (name, first, min(first + CHUNK, count)) for name, count in counts.items() for first in range(0, count, CHUNK)
    ]
    figures = {name: Figures() for name in chosen}
    begun = time.monotonic()
    with ThreadPoolExecutor(asked.jobs) as pool:
        jobs = pool.map(lambda chunk: _in_process(asked.seed, *chunk), chunks)
        for (name, first, _), seen in zip(chunks, jobs, strict=True):
            figures[name].add(seen)
            for number, what in seen.findings:
                _keep(
                    asked.keep, f"{name}-{asked.seed}-{number}", input_of(name, asked.seed, number, corpus(name)), what
                )
            print(f"{time.monotonic() - begun:6.0f} s  {name} {first:,}", file=sys.stderr, flush=True)
    print(f"{'reader':10}{'inputs':>10}{'accepted':>10}{'told':>10}{'slowest ms':>12}{'peak MiB':>10}{'findings':>10}")
    for name, seen in figures.items():
        told = seen.inputs - seen.accepted - len(seen.findings)
        print(
            f"{name:10}{seen.inputs:>10,}{seen.accepted:>10,}{told:>10,}{seen.slowest * 1000:>12.0f}"
            f"{seen.peak:>10}{len(seen.findings):>10}"
        )
    print(f"{'in all':10}{sum(seen.inputs for seen in figures.values()):>10,}  seed {asked.seed}")
    return int(any(seen.findings for seen in figures.values()))


def _arguments(names: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", action="append", choices=names)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    return parser.parse_args()


def _in_process(seed: int, name: str, first: int, last: int) -> Figures:
    """Return the figures of some inputs, run in a process of their own; one that dies is a finding at the input it died of."""
    command = [sys.executable, __file__, "--inner", name, str(seed), str(first), str(last)]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=HANGS)
        if done.returncode == 0:
            return Figures(**json.loads(done.stdout.rpartition(b"\nFIGURES\n")[2]))
        what = f"left with {done.returncode}: {done.stderr[-2000:].decode('utf-8', 'replace')}"
        at = done.stdout.rpartition(b"\n#")[2]
    except subprocess.TimeoutExpired as error:
        what, at = f"hung for {HANGS} s", (error.stdout or b"").rpartition(b"\n#")[2]
    number = int(at) if at.strip().isdigit() else first
    return Figures(inputs=number - first, findings=[(number, what)])


def _inner(name: str, seed: int, first: int, last: int) -> None:
    """Run inputs in this process, telling each before it is run."""
    resource.setrlimit(resource.RLIMIT_AS, (SPARE, SPARE))
    warnings.simplefilter("error")

    def numbers() -> Iterator[int]:
        for number in range(first, last):
            os.write(1, b"\n#%d" % number)
            yield number

    signal.alarm(HANGS)
    seen = run(name, seed, numbers())
    os.write(1, b"\nFIGURES\n" + json.dumps(asdict(seen)).encode())
    os._exit(0)


def _keep(folder: Path, name: str, data: bytes, what: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    (folder / f"{name}.txt").write_text(what, "utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inner"]:
        _inner(sys.argv[2], *map(int, sys.argv[3:6]))
    sys.exit(main())
