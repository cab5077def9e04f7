"""Hold the two engines against each other at length: python tests/columns/long.py --rows 100000 --seed 1 --jobs 2

Every measure of the real catalogue for every row: the verdict, the steps short, the condition farthest off, the largest
gap, the missing figures. Rows come in groups, each with a seed, a day, and shares of gaps and ranges of its own. Leaves
with 1 at the first difference, and writes its row as a profile that `zhence check` reads.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

import polars as pl
from random_rows import table
from row_profile import profile_of

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns.answers import BETWEEN, Long, details_of
from zhence.columns.rows import record
from zhence.columns.verdicts import compile_measures
from zhence.engine import check, tally
from zhence.engine.ledger import leaves, name_of
from zhence.model import frame
from zhence.model.ladder import Step
from zhence.model.measure import Measure
from zhence.model.result import UNTOLD, MeasureResult, Verdict

BOOK = load(bundled())
GROUP = 250  # rows of one seed
FIRST, DAYS = date(2025, 1, 1), 900  # the days asked about
NEAR = 1e-9  # gaps that count as equal, relative
KINDS = {  # who is asked, and whose measures with them: every measure once
    "enterprise": ("enterprise",),
    "town": ("town", "cluster", "platform", "project", "product"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Name a group of rows: all that it takes to make it again."""

    seed: int
    rows: int
    day: date
    missing: float
    ranged: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold what the two engines say of one row and one measure."""

    group: Group
    row: int
    subject: str
    measure: str
    columns: str
    scalar: str


def groups(rows: int, seed: int) -> Iterator[Group]:
    """Yield groups of so many rows together."""
    left = rows
    for at in count():
        if left <= 0:
            return
        chance = random.Random(f"{seed}:{at}")  # noqa: S311
        day = FIRST + timedelta(days=chance.randrange(DAYS))
        share = chance.choice([0.02, 0.1, 0.25, 0.5])
        yield Group(chance.randrange(2**32), min(GROUP, left), day, share, chance.choice([0.0, 0.0, 0.2, 0.5]))
        left -= GROUP


def rows_of(group: Group) -> pl.DataFrame:
    """Return the rows of a group."""
    return table(BOOK, group.day, group.rows, group.seed, missing=group.missing, ranged=group.ranged)


def compare(group: Group) -> tuple[int, Difference | None]:
    """Return how many cells of a group are equal before the first that differs, and that one."""
    made, equal = rows_of(group), 0
    for subject, kinds in KINDS.items():
        measures = [measure for measure in BOOK.measures.values() if measure.subject in kinds]
        found = in_columns(made, subject, group.day, measures)
        for row in made.to_dicts():
            report = check(BOOK, record(row, BOOK, subject), group.day, measures)
            for result in report.results:
                cells = found.pop((row[frame.ROW], result.measure.id), {})
                if not is_same(result, cells):
                    words = (subject, result.measure.id, str(cells), told(result))
                    return equal, Difference(group, row[frame.ROW], *words)
                equal += 1
        for (row_number, word), cells in found.items():
            return equal, Difference(group, row_number, subject, word, str(cells), "no answer")
    return equal, None


def in_columns(
    made: pl.DataFrame, subject: str, day: date, measures: list[Measure]
) -> dict[tuple[int, str], dict[str, object]]:
    """Return what the columns say of each row and measure."""
    compiled = compile_measures(BOOK, day, made.columns, subject, measures)
    if compiled.refused:
        raise SystemExit(f"refused: {compiled.refused}")
    long = Long.of(compiled, details_of(compiled), [frame.ROW])
    answers = long(made.lazy()).collect()
    return {(cells[frame.ROW], cells["measure"]): cells for cells in answers.to_dicts()}


def is_same(result: MeasureResult, cells: Mapping[str, object]) -> bool:
    """Tell whether the columns say of a measure what the engine of one subject says."""
    if cells.get("verdict") != result.verdict.value or cells.get("if_open") != result.open_verdict.value:
        return False
    fails = result.open_verdict is Verdict.NOT_ELIGIBLE
    steps = None if result.open_verdict in UNTOLD else result.steps if fails else 0
    if cells["steps"] != steps or _missing(cells) != _wanted(result):
        return False
    if not (fails and result.blocking):
        return cells["condition"] is None and cells["gap"] is None
    largest = max(tally.size(leaf) for leaf in result.blocking)
    # of ways as near as a float can tell, any: what is named has to stand in the tree, as far off as is said
    found = (cells["gap"], _sizes(result).get(str(cells["condition"])))
    return all(isinstance(each, float) and abs(each - largest) <= NEAR * (1 + largest) for each in found)


def _sizes(result: MeasureResult) -> dict[str, float]:
    every = () if result.root is None else leaves(result.root)
    return {
        name_of(leaf): tally.size(leaf) for leaf, _ in every if leaf.answer.high is Step.NO or leaf in result.blocking
    }


def _missing(cells: Mapping[str, object]) -> set[str]:
    return set(str(cells["missing"]).split(BETWEEN)) if cells["missing"] else set()


def _wanted(result: MeasureResult) -> set[str]:
    return {str(key) for key in result.missing} if result.open_verdict is Verdict.UNKNOWN else set()


def told(result: MeasureResult) -> str:
    """Return what the engine of one subject says, to be read beside the columns."""
    sizes = {name_of(leaf): tally.size(leaf) for leaf in result.blocking}
    wanted = BETWEEN.join(map(str, result.missing))
    return f"{result.verdict} (if open {result.open_verdict}), steps {result.steps}, {sizes}, missing: {wanted}"


def explain(found: Difference, folder: Path) -> None:
    """Print a difference, and write its row as a profile."""
    file = folder / f"difference-{found.group.seed}-{found.row}.toml"
    cells = rows_of(found.group).row(found.row, named=True)
    file.write_text(profile_of(record(cells, BOOK, found.subject), BOOK), "utf-8")
    print(f"{found.measure}, row {found.row} of {found.group}\n  columns: {found.columns}\n  scalar:  {found.scalar}")
    print(f"zhence check {file} --measure {found.measure} --as-of {found.group.day} --detail")


def main() -> None:
    """Compare so many rows."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--jobs", type=int, default=1)
    asked.add_argument("--profiles", type=Path, default=Path(), help="where the row of a difference is written")
    said = asked.parse_args()
    every, started, equal, rows = groups(said.rows, said.seed), time.monotonic(), 0, 0
    with ProcessPoolExecutor(said.jobs) as pool:
        while turn := list(islice(every, said.jobs)):
            for group, (cells, difference) in zip(turn, pool.map(compare, turn), strict=True):
                equal, rows = equal + cells, rows + group.rows
                if difference is not None:
                    explain(difference, said.profiles)
                    sys.exit(1)
            rate = rows / (time.monotonic() - started)
            print(f"{rows:,} rows, {equal:,} answers equal, {rate:.0f} rows/s", flush=True)
    print(f"{rows:,} rows, seed {said.seed}: {equal:,} answers, verdict, steps, gap and missing figures equal")


if __name__ == "__main__":
    main()
