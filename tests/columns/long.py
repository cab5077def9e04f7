"""Hold the columns equal to the engine of one subject at length: every measure of the real catalogue, random rows.

    python tests/columns/long.py --rows 100000 --seed 1 --jobs 2

Prints how many rows and answers were compared for each kind of subject and day; ends with 1 at the first piece of rows
in which the two differ, with the seed, the row and the measure.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from time import monotonic

PIECE = 500
CASES = [  # kind of subject, share of figures that are ranges, day, share of the rows
    ("enterprise", 0.0, date(2026, 6, 1), 0.3),
    ("enterprise", 0.3, date(2026, 6, 1), 0.2),
    ("enterprise", 0.2, date(2025, 8, 30), 0.1),
    ("enterprise", 0.2, date(2028, 2, 29), 0.1),
    ("town", 0.2, date(2026, 6, 1), 0.15),
    ("cluster", 0.2, date(2026, 6, 1), 0.15),
]


def compared(seed: int, rows: int, subject: str, ranged: float, day: date) -> tuple[int, list[tuple[int, str, str]]]:
    """Compare one piece of rows; return the measures asked of each row, and the differences."""
    from random_rows import table
    from test_real_catalogue import BOOK, differences

    found = differences(table(BOOK, day, rows, seed=seed, ranged=ranged), subject, day)
    return len(BOOK.measures), found


def main() -> int:
    """Compare as many rows as asked for; return 1 where the two engines differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    started = monotonic()
    done = dict.fromkeys(range(len(CASES)), 0)
    answers = 0
    with ProcessPoolExecutor(asked.jobs) as pool:
        waiting = {}
        for at, (subject, ranged, day, share) in enumerate(CASES):
            for start in range(0, round(asked.rows * share), PIECE):
                rows = min(PIECE, round(asked.rows * share) - start)
                seed = asked.seed * 1_000_000 + at * 100_000 + start // PIECE
                waiting[pool.submit(compared, seed, rows, subject, ranged, day)] = at, seed, rows
        for piece in as_completed(waiting):
            at, seed, rows = waiting[piece]
            measures, found = piece.result()
            if found:
                print(f"differ: {CASES[at]}, seed {seed}, (row, measure, answer of one subject): {found[:5]}")
                pool.shutdown(cancel_futures=True)
                return 1
            done[at] += rows
            answers += rows * measures
            if sum(done.values()) % 10_000 < PIECE:
                print(f"{sum(done.values()):,} rows, {monotonic() - started:,.0f} s", flush=True)
    for at, (subject, ranged, day, _) in enumerate(CASES):
        print(f"{subject:<12} {day} ranges {ranged:.0%}: {done[at]:,} rows, no difference")
    print(f"{sum(done.values()):,} rows, {answers:,} answers, seed {asked.seed}: no difference")
    return 0


if __name__ == "__main__":
    sys.exit(main())
