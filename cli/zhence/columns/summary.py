"""What the answers of a table come to, counted in one pass over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from zhence.columns.details import Detail, blocks
from zhence.columns.pieces import pieced
from zhence.columns.truth import expression
from zhence.columns.verdicts import CODES, Compiled
from zhence.model.fact import FactKey
from zhence.model.measure import Measure
from zhence.model.result import Verdict, asks_not_to_have
from zhence.model.summary import MeasureCount, NearMiss, Summary, WantedFigure, most_frequent

ROWS = "rows"
PIECE = 50_000  # rows whose details are counted at once
OPEN = CODES[Verdict.UNKNOWN]


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold a table of one row of counts, still to be computed; `read` makes a summary of it."""

    compiled: Compiled
    subject: str
    wanted: Mapping[str, Sequence[FactKey]]  # by measure
    frame: pl.LazyFrame

    def read(self, counted: pl.DataFrame) -> Summary:
        """Return the summary that the counts make."""
        found: dict[str, int] = counted.row(0, named=True)
        counts = [
            MeasureCount(
                measure,
                {verdict: found[_verdict(measure, verdict)] for verdict in Verdict},
                measure.id in self.compiled.closed,
            )
            for measure in self.compiled.measures.values()
        ]
        near = [
            NearMiss(measure, measure.conditions.get(block) or measure.scores[block], count)
            for measure in self.compiled.measures.values()
            for block in blocks(measure)
            if (count := found.get(_near(measure, block), 0))
        ]
        figures = self.compiled.figures
        return Summary(
            figures.catalogue,
            self.subject,
            figures.as_of,
            found[ROWS],
            tuple(counts),
            most_frequent(near, self.compiled.measures.values()),
            self._wanted(found),
            self.compiled.refused,
        )

    def _wanted(self, found: Mapping[str, int]) -> tuple[WantedFigure, ...]:
        cells: Counter[FactKey] = Counter()
        alone: Counter[FactKey] = Counter()
        for word, keys in self.wanted.items():
            for at, key in enumerate(keys):
                cells[key] += found[_wanted(word, at)]
                alone[key] += found[_alone(word, at)]
        figures = [WantedFigure(key, count, alone[key]) for key, count in cells.items() if count]
        return tuple(sorted(figures, key=lambda each: (-each.alone, -each.cells, str(each.key))))


def summarise(
    compiled: Compiled,
    table: pl.LazyFrame,
    subject: str,
    details: Mapping[str, Detail] | None = None,
) -> Summary:
    """Return what the answers of a table come to; with details also who is one step away and what is wanting."""
    plan = summary_plan(compiled, table, subject, details)
    return plan.read(plan.frame.collect(engine="streaming"))


def summary_plan(
    compiled: Compiled,
    table: pl.LazyFrame,
    subject: str,
    details: Mapping[str, Detail] | None = None,
    rows: int | None = None,
) -> Plan:
    """Return the counting as a lazy table, to be computed together with another use of the same pass."""
    known = {word: details[word] for word in compiled.measures} if details is not None else {}
    cells = Cells()
    cells.counts[ROWS] = pl.len()
    for word, measure in compiled.measures.items():
        cells.answers(measure, compiled.verdicts[word])
        if word in known:
            cells.near_misses(measure, known[word])
            cells.wanted_figures(measure, known[word])

    def counted(rows: pl.LazyFrame) -> pl.LazyFrame:
        found = compiled.prepared(rows)
        for columns in (cells.codes, cells.seen, cells.over):
            found = found.with_columns(**columns)
        return found.select(**cells.counts)

    frame = pieced(table, counted, PIECE, rows).sum() if known else counted(table)
    return Plan(compiled, subject, {word: list(each.wanted) for word, each in known.items()}, frame)


@dataclass(slots=True)
class Cells:
    """Hold columns to add one group after another, and the counts of what then stands in them."""

    codes: dict[str, pl.Expr] = field(default_factory=dict)
    seen: dict[str, pl.Expr] = field(default_factory=dict)
    over: dict[str, pl.Expr] = field(default_factory=dict)
    counts: dict[str, pl.Expr] = field(default_factory=dict)

    def answers(self, measure: Measure, code: pl.Expr) -> None:
        """Count the verdicts of a measure."""
        self.codes[f"code:{measure.id}"] = code
        self.counts |= {_verdict(measure, verdict): (_code(measure) == CODES[verdict]).sum() for verdict in Verdict}

    def near_misses(self, measure: Measure, detail: Detail) -> None:
        """Count those whom one condition alone keeps out, by the condition."""
        if detail.way is None:
            return
        near = f"near:{measure.id}"
        is_near = (_code(measure) == CODES[Verdict.NOT_ELIGIBLE]) & (detail.way.steps == 1)
        self.seen[near] = pl.when(is_near).then(detail.way.block)
        self.counts |= {
            _near(measure, block): (pl.col(near) == at).sum()
            for at, block in enumerate(blocks(measure))
            if not _is_held(measure, block)
        }

    def wanted_figures(self, measure: Measure, detail: Detail) -> None:
        """Count for each figure the open answers that want it, and those that want nothing else."""
        names = [_wanted(measure.id, at) for at in range(len(detail.wanted))]
        for name, truth in zip(names, detail.wanted.values(), strict=True):
            self.seen[name] = expression(truth) & (_code(measure) == OPEN)
            self.counts[name] = pl.col(name).sum()
        if names:
            is_alone = f"alone:{measure.id}"
            self.over[is_alone] = pl.sum_horizontal([pl.col(name).cast(pl.Int16) for name in names]) == 1
            for at, name in enumerate(names):
                self.counts[_alone(measure.id, at)] = (pl.col(name) & pl.col(is_alone)).sum()


def _code(measure: Measure) -> pl.Expr:
    return pl.col(f"code:{measure.id}")


def _verdict(measure: Measure, verdict: Verdict) -> str:
    return f"count:{measure.id}:{verdict}"


def _is_held(measure: Measure, block: str) -> bool:
    """Tell whether missing a condition means that the support is held already: no near miss."""
    return block in measure.conditions and asks_not_to_have(measure, measure.conditions[block])


def _near(measure: Measure, block: str) -> str:
    return f"near:{measure.id}:{block}"


def _wanted(measure: str, at: int) -> str:
    return f"wanted:{measure}:{at}"


def _alone(measure: str, at: int) -> str:
    return f"alone:{measure}:{at}"
