"""One file of a table on its way: what its heads mean, and which rows of it are subjects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from zhence.columns.asked import earliest_year
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.fault import Fault
from zhence.tables import column_mistakes, labels, row_mistakes
from zhence.tables.cells import Column
from zhence.tables.days import KINDS
from zhence.tables.headings import Heading
from zhence.tables.row_words import FOOTNOTE, GROUP, TOTAL
from zhence.tables.sources import EXTRA, ROW, Source
from zhence.written.faults import Mistake

FILE, YEAR, ID = "file", "year:", "id"
KEYS = ("id", "name")  # roles that tell subjects apart
YEAR_CELL = r"^\s*([12][0-9]{3})(?:\.0+)?\s*(?:年度?|[-/][0-9]{1,2}[-/][0-9]{1,2}(?:[ T].*)?)?\s*$"
HELD = 2_000_000  # cells


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold how tables are to be read: for which kind of subject, with which names, on which day."""

    catalogue: Catalogue
    subject: str
    as_of: date
    names: Mapping[str, str] = field(default_factory=dict)
    id_head: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Hold why cells or whole rows are not used: the column that shows it, where it is so, and what to say."""

    name: str
    test: pl.Expr
    mistake: Mistake


def held(rows: pl.LazyFrame, count: int) -> pl.LazyFrame:
    """Return so many rows as they are if they are many, else worked out once and kept."""
    is_small = count * len(rows.collect_schema()) <= HELD
    return rows.collect(engine="streaming").lazy() if is_small else rows


@dataclass
class Part:
    """Hold one file on its way."""

    source: Source
    asked: Asked
    headings: tuple[Heading, ...] = ()
    columns: list[Column] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    rows: int = 0
    rejected: dict[str, int] = field(default_factory=dict)  # cells of each column, and whole rows
    rounded: frozenset[str] = frozenset()  # roles whose cells have lost digits in some row
    uncomputed: frozenset[str] = frozenset()  # roles whose cells are formulas without a value in some row
    units_row: int | None = None  # the row that says nothing but the units of the columns
    has_nameless: bool = False  # some row has neither an id nor a name
    staged: dict[str, pl.Expr] = field(default_factory=dict)  # over the columns of the file: what figures are made of
    left_out: list[pl.Expr] = field(default_factory=list)  # where whole rows are not used

    def note(self, head: str, mistake: Mistake) -> None:
        """Note what is odd about a column; it keeps nothing else from being read."""
        self.notes.append(
            Fault(self.source.file, head, mistake.problem, mistake.remedy, severity="warning", kind=mistake.kind)
        )

    @cached_property
    def earliest(self) -> int:
        """Return the first year of which some rule asks a figure."""
        return earliest_year(self.asked.catalogue, self.asked.as_of)

    def is_unasked(self, heading: Heading) -> bool:
        """Tell whether a column holds a figure of a year for which no rule asks."""
        return heading.key is not None and heading.key.year is not None and heading.key.year < self.earliest

    def role(self, word: str) -> str | None:
        """Return the name of the column that plays a part."""
        return next((f"c{at}" for at, heading in enumerate(self.headings) if heading.role == word), None)

    def head(self, name: str) -> str:
        """Return the head of a column, "" for one that is not of the file."""
        return self.source.heads[int(name[1:])] if name[1:].isdecimal() else ""

    def label(self, role: str) -> pl.Expr:
        """Return what an id or a name says, without the blanks around it, null where it says nothing."""
        name = self.role(role)
        if name is None:
            return pl.lit(None, dtype=pl.String)
        return labels.said(pl.col(name), self.source.rows.collect_schema()[name])

    def whole(self, role: str) -> pl.Expr:
        """Return what an id or a name says, null where it has lost digits and others may look the same."""
        return pl.when(~self.is_rounded(role)).then(self.label(role)) if role in self.rounded else self.label(role)

    def key(self, role: str) -> pl.Expr:
        """Return what tells whose a row is, null where a mark stands for nobody."""
        return labels.somebody(self.whole(role))

    def is_rounded(self, role: str) -> pl.Expr:
        """Return where an id or a name is a number that has lost its last digits."""
        name = self.role(role)
        if name is None:
            return pl.lit(value=False)
        found = labels.is_rounded(pl.col(name), self.source.rows.collect_schema()[name])
        return found | pl.col(ROW).is_in(list(self.source.rounded[name])) if name in self.source.rounded else found

    def is_uncomputed(self, role: str) -> pl.Expr:
        """Return where an id or a name is a formula without its value."""
        name = self.role(role)
        if name is None:
            return pl.lit(value=False)
        return labels.is_uncomputed(pl.col(name), self.source.rows.collect_schema()[name])

    def is_nameless(self) -> pl.Expr:
        """Return where a row has neither an id nor a name."""
        names = [labels.somebody(self.label(role)).is_null() & ~self.is_uncomputed(role) for role in KEYS]
        return pl.all_horizontal(names)

    def year(self) -> pl.Expr:
        """Return the year that the row is about, null where it cannot be read."""
        name = self.role("year")
        if name is None:
            return pl.lit(None, dtype=pl.Int32)
        if self.source.rows.collect_schema()[name] in KINDS:
            return pl.col(name).dt.year().cast(pl.Int32)
        return pl.col(name).cast(pl.String).str.extract(YEAR_CELL).cast(pl.Int32)

    def refusals(self, by: str | None) -> list[Refusal]:
        """Return why whole rows are not used; `by` is the role that tells subjects apart where each year has a row."""
        schema = self.source.rows.collect_schema()
        found = []
        if self.units_row is not None:
            found.append(Refusal(ROW, pl.col(ROW) == self.units_row, row_mistakes.units()))
        if EXTRA in schema:
            found.append(Refusal(EXTRA, pl.col(EXTRA).is_not_null(), row_mistakes.too_long_row()))
        if by in self.rounded:
            found.append(Refusal(self.role(by) or ROW, self.is_rounded(by), row_mistakes.rounded()))
        if self.source.short:
            found.append(Refusal(ROW, pl.col(ROW).is_in(list(self.source.short)), row_mistakes.too_short_row()))
        found += self._no_subjects()
        if by is not None and by in self.uncomputed:
            found.append(Refusal(self.role(by) or ROW, self.is_uncomputed(by), row_mistakes.uncomputed_key()))
        found += [
            Refusal(name, pl.col(ROW).is_in(list(rows)), row_mistakes.run_on())
            for name, rows in self.source.run_on.items()
        ]
        return found + (self._unplaced(by) if by is not None else [])

    def _no_subjects(self) -> list[Refusal]:
        """Return where a row is a total, a note on the table or the head of a group; in a nameless row any text tells so."""
        schema = self.source.rows.collect_schema()
        found = []
        for role in ("serial", "id", "name"):
            name = self.role(role)
            if name is not None and schema[name] == pl.String:
                word = labels.said(pl.col(name), schema[name])
                found.append(Refusal(name, word.str.contains(TOTAL), row_mistakes.total()))
                found.append(Refusal(name, word.str.contains(FOOTNOTE), row_mistakes.footnote()))
                is_group = word.str.contains(GROUP) & self.is_bare()
                found.append(Refusal(name, is_group, row_mistakes.group_head()))
        for name, pattern in self._telling():
            if pattern == TOTAL:
                is_total = pl.col(name).str.contains(TOTAL) & self.is_nameless()
                found.append(Refusal(name, is_total, row_mistakes.total()))
            else:
                is_note = pl.col(name).str.contains(FOOTNOTE) & self.is_nameless() & self.is_bare(beside=name)
                found.append(Refusal(name, is_note, row_mistakes.footnote()))
        return found

    def _telling(self) -> list[tuple[str, str]]:
        """Return the columns, used or not, in which some nameless row has a text that tells what the row is."""
        if not self.has_nameless:
            return []
        schema = self.source.rows.collect_schema()
        known = {column.name for column in self.columns if column.fact.type.numeric}
        known |= {name for role in (*KEYS, "serial", "year") if (name := self.role(role)) is not None}
        pairs = [
            (f"c{at}", pattern)
            for at in range(len(self.headings))
            for pattern in (TOTAL, FOOTNOTE)
            if f"c{at}" not in known and schema[f"c{at}"] == pl.String
        ]
        seen = [pl.col(name).str.contains(pattern).any().alias(str(at)) for at, (name, pattern) in enumerate(pairs)]
        if not seen:
            return []
        hits = self.source.rows.filter(self.is_nameless()).select(seen).collect(engine="streaming").row(0)
        return [pair for pair, is_hit in zip(pairs, hits, strict=True) if is_hit]

    def unreadable_labels(self, by: str | None) -> list[Refusal]:
        """Return which ids and names have lost digits or were not worked out, beside those of `by`.

        Without one of those a whole row is not used.
        """
        found = []
        for role in (role for role in KEYS if role != by):
            name = self.role(role)
            if name is not None and role in self.rounded:
                found.append(Refusal(name, self.is_rounded(role), row_mistakes.rounded()))
            if name is not None and role in self.uncomputed:
                found.append(Refusal(name, self.is_uncomputed(role), column_mistakes.uncomputed()))
        return found

    def _unplaced(self, by: str) -> list[Refusal]:
        latest = self.asked.as_of.year
        year, name = self.year(), self.role("year")
        found = [Refusal(self.role(by) or ROW, self.key(by).is_null(), row_mistakes.no_key())]
        if name is not None:
            yearly = [pl.col(each.name).is_not_null() for each in self.columns if self.is_of_row_year(each)]
            has_figure = pl.any_horizontal(yearly) if yearly else pl.lit(value=False)
            is_odd = pl.when(year.is_null()).then(pl.col(name).is_not_null() | has_figure)
            found.append(Refusal(name, is_odd.otherwise(~year.is_between(1900, latest)), row_mistakes.no_year(latest)))
        return found

    def is_of_row_year(self, column: Column) -> bool:
        """Tell whether the year of a figure stands in another column."""
        return self.role("year") is not None and column.fact.yearly and column.key.year is None

    def blank(self) -> pl.Expr:
        """Return where a row of texts says nothing at all that is understood."""
        names = [column.name for column in self.columns]
        names += [name for role in ("id", "name", "year") if (name := self.role(role)) is not None]
        if self.source.is_columnar or not names:
            return pl.lit(value=False)
        return pl.all_horizontal(pl.col(name).is_null() for name in names)

    def is_bare(self, beside: str | None = None) -> pl.Expr:
        """Return where a row states no figure at all, but for one column if it is given."""
        others = [column.name for column in self.columns if column.name != beside]
        return pl.all_horizontal(pl.lit(value=True), *(pl.col(name).is_null() for name in others))

    def whole_rows(self) -> pl.LazyFrame:
        """Return all rows, with what figures are made of beside the columns of the file."""
        return self.source.rows.with_columns(**self.staged) if self.staged else self.source.rows

    def used(self) -> pl.LazyFrame:
        """Return the rows that are subjects."""
        rows = self.whole_rows()
        return rows.filter(~pl.any_horizontal(self.left_out)) if self.left_out else rows

    def marked(self, name: str, column: Column) -> str:
        """Return the name of a column; of a figure whose year another column tells, marked as such."""
        return f"{YEAR}{name}" if self.is_of_row_year(column) else name

    def outputs(self, columns: Mapping[str, pl.Expr], *, is_alone: bool, by: str | None) -> dict[str, pl.Expr]:
        """Return the columns of the form that is answered, the figures among them given, over those of the file."""
        found: dict[str, pl.Expr] = {} if is_alone else {FILE: pl.lit(self.source.file)}
        found[frame.ROW] = pl.col(ROW).cast(pl.UInt32)
        for role, name in (("id", ID), ("name", frame.NAME)):
            if self.role(role) is not None:
                found[name] = self.whole(role) if by is None else self.key(role)
        if self.role("year") is not None:
            found[YEAR] = self.year()
        return found | dict(columns)
