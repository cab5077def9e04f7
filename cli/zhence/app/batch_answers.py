"""The answers of many subjects, from a table or from profiles: the same columns, counts and map of either."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from zhence.columns import answers, heat, summary
from zhence.columns.details import Detail
from zhence.columns.order import ordered, ranks_of
from zhence.columns.verdicts import VERDICTS, Compiled
from zhence.engine import Case, tally
from zhence.engine.ledger import name_of
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.heat import Heat
from zhence.model.measure import Measure
from zhence.model.result import UNTOLD, MeasureResult, Report, Verdict
from zhence.model.summary import Summary
from zhence.tables.read import Table

Spoken = Callable[[FactKey], str]
ITEM = "item"


@dataclass
class TableAnswers:
    """Answer a table in columns."""

    table: Table
    compiled: Compiled
    subject: str
    watch: Callable[[pl.LazyFrame], pl.LazyFrame]  # tells how far the rows are

    @cached_property
    def details(self) -> dict[str, Detail]:
        """Return what stands beside each verdict."""
        return answers.details_of(self.compiled)

    def frame(self, spoken: Spoken, *, is_wide: bool) -> pl.LazyFrame:
        """Return the answers as a table."""
        rows = self.watch(self.table.frame)
        if is_wide:
            return answers.Wide(self.compiled, self.table.kept)(rows)
        told = answers.Long.of(self.compiled, self.details, self.table.kept, spoken)
        return answers.in_pieces(rows, told, self.table.entered)

    @cached_property
    def _plan(self) -> summary.Plan:
        return summary.summary_plan(self.compiled, self.table.frame, self.subject, self.details, self.table.entered)

    def counts(self) -> pl.LazyFrame:
        """Return what is to be computed for the summary."""
        return self._plan.frame

    def summary(self, counted: pl.DataFrame) -> Summary:
        """Return the summary that the counts make."""
        return self._plan.read(counted)

    def heat(self, most: int) -> Heat:
        """Return the map of the first subjects."""
        return heat.heat(self.compiled, self.table.frame, self.subject, self.details, most)


@dataclass
class ProfileAnswers:
    """Hold profiles answered one by one."""

    reports: Sequence[Report]
    measures: Sequence[Measure]
    catalogue: Catalogue
    as_of: date

    def frame(self, spoken: Spoken, *, is_wide: bool) -> pl.LazyFrame:
        """Return the answers as a table."""
        return (self._wide() if is_wide else self._long(spoken)).lazy()

    def _long(self, spoken: Spoken) -> pl.DataFrame:
        rows = [
            self._row(report, result, spoken)
            for report in self.reports
            for result in report.results
            if result.item is not None
        ]
        schema: dict[str, pl.DataType | type[pl.DataType]] = {
            "file": pl.String,
            frame.NAME: pl.String,
            ITEM: pl.String,
            "measure": pl.String,
            "verdict": VERDICTS,
            "if_open": VERDICTS,
            "steps": pl.Int16,
            "condition": pl.String,
            "gap": pl.Float64,
            "missing": pl.String,
        }
        return pl.DataFrame(rows, schema=schema, orient="row")

    @cached_property
    def _ranks(self) -> dict[str, dict[FactKey, int]]:
        case = Case(self.catalogue, self.as_of, ())
        return {word: ranks_of(measure, case) for word, measure in self.catalogue.measures.items()}

    def _row(self, report: Report, result: MeasureResult, spoken: Spoken) -> tuple[object, ...]:
        is_missed = result.open_verdict is Verdict.NOT_ELIGIBLE
        is_unknown = result.open_verdict is Verdict.UNKNOWN
        missing = ordered(result.missing if is_unknown else (), self._ranks[result.measure.id])
        worst = max(result.blocking if is_missed else (), key=tally.size, default=None)
        return (
            _readable(report.record.origin),
            report.record.name,
            result.item.name if result.item is not None and result.item is not report.record else None,
            result.measure.id,
            result.verdict.value,
            result.open_verdict.value,
            None if result.open_verdict in UNTOLD else result.steps if is_missed else 0,
            name_of(worst) if worst is not None else None,
            tally.size(worst) if worst is not None else None,
            answers.BETWEEN.join(map(spoken, missing)) or None,
        )

    def _wide(self) -> pl.DataFrame:
        cells = [tally.best(report) for report in self.reports]
        columns: dict[str, Iterable[object]] = {
            "file": [_readable(report.record.origin) for report in self.reports],
            frame.NAME: [report.record.name for report in self.reports],
        }
        for each in self.summary().measures:
            word = each.measure.id
            columns[word] = [cell[word].verdict.value if word in cell else None for cell in cells]
        schema = {name: pl.String if name in ("file", frame.NAME) else VERDICTS for name in columns}
        return pl.DataFrame(columns, schema=schema)

    def counts(self) -> None:
        """Return None: nothing is left to compute."""
        return

    def summary(self, counted: pl.DataFrame | None = None) -> Summary:
        """Return what the answers come to."""
        del counted
        return tally.summarise(self.reports, self.measures, self.catalogue, self.as_of)

    def heat(self, most: int) -> Heat:
        """Return the map of the first profiles."""
        return tally.heat(self.reports, self.summary(), most)


def _readable(path: str) -> str:
    """Return a path as text; bytes of a name that are no text by their numbers."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")
