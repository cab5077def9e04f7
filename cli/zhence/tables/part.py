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
from zhence.tables import row_mistakes
from zhence.tables.cells import Column
from zhence.tables.days import KINDS, as_text
from zhence.tables.headings import Heading
from zhence.tables.sources import EXTRA, ROW, Source
from zhence.written.faults import Mistake

FILE, YEAR, ID = "file", "year:", "id"
COUNTED = r"\s*(?:[:：,，]\s*)?(?:[共计]\s*)?[0-9]+\s*(?:[家户个项]\s*)?(?:企业)?"  # 12家, ：2家
TOTAL = (  # 合计, 全县合计, 本页小计（2家）, 合计12家, 共2家, Grand total: 2; a name that goes on after the word is none
    rf"^\s*(?:.{{0,20}}(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总\s*数|汇\s*总)\s*数?(?:{COUNTED})?"
    r"|共\s*[0-9]+\s*[家户个项]\s*(?:企业)?|平\s*均[值数]?|均\s*值|中位数|最[大小]值|其\s*中\s*[:：].*"
    r"|(?i:(?:(?:grand|overall|page|county|sub)[ -]?)?(?:totals?\s*[:：]?\s*[0-9]*|sums?)|average|mean))"
    r"\s*(?:[(（].*[)）])?\s*[:：]?\s*$"
)
FOOTNOTE = (  # a unit is told from a firm behind the same word by what it measures
    r"^\s*[*＊※]?\s*(?:(?:备?注|说\s*明|填(?:表|报)(?:日期|时间)|填表人|制表(?:人|日期)?|填报(?:人|单位)|审核人"
    r"|(?:单位)?负责人|联系(?:人|电话)|(?:资料|数据)来源|(?i:notes?|sources?))[0-9]*\s*[:：]"
    r"|备?注\s*$|(?:资料|数据)来源\s|单\s*位\s*[:：]\s*(?:人民币)?[十百千万亿]{0,3}(?:[元家户个人项台吨亩%％]|平方米)\s*(?:[,，、;；].*)?$)"
)
GROUP = r"^\s*(?:[（(]\s*[一二三四五六七八九十]{1,3}\s*[)）]|[一二三四五六七八九十]{1,3}\s*[、．.])"  # （一）规上企业
YEAR_CELL = r"^\s*([12][0-9]{3})(?:\.0+)?\s*(?:年度?|-[0-9]{2}-[0-9]{2}.*)?\s*$"
ROUNDED = r"^[0-9](?:\.[0-9]+)?[eE]\+[0-9]{2,}$"  # what a spreadsheet shows, and saves, of a number of many digits
WHOLE = 2**53  # from here on a double skips whole numbers
HELD = 2_000_000  # cells
NOBODY = (  # what stands for no name; #N/A, #REF! and the like are what Excel shows where it found none
    r"(?i)^(?:[-—/?#]+|无|空|未知|待填|n/a|na|none|null|nan|#(?:DIV/0!|N/A|NAME\?|GETTING_DATA"
    r"|(?:VALUE|REF|NUM|NULL|SPILL|CALC|FIELD|BUSY|CONNECT|BLOCKED|UNKNOWN)!))$"
)


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


def somebody(label: pl.Expr) -> pl.Expr:
    """Return what an id or a name says, null where a mark stands for nobody."""
    return pl.when(~label.str.contains(NOBODY)).then(label)


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
        cell, kind = pl.col(name), self.source.rows.collect_schema()[name]
        if kind.is_float():
            whole = cell.cast(pl.Int64, strict=False)
            text = pl.when(whole == cell).then(whole.cast(pl.String)).otherwise(cell.fill_nan(None).cast(pl.String))
        else:
            text = as_text(cell, kind).str.strip_chars()
        return pl.when(text != "").then(text)

    def whole(self, role: str) -> pl.Expr:
        """Return what an id or a name says, null where it has lost digits and others may look the same."""
        return pl.when(~self.is_rounded(role)).then(self.label(role)) if role in self.rounded else self.label(role)

    def key(self, role: str) -> pl.Expr:
        """Return what tells whose a row is, null where a mark stands for nobody."""
        return somebody(self.whole(role))

    def is_rounded(self, role: str) -> pl.Expr:
        """Return where an id or a name is a number that has lost its last digits."""
        name = self.role(role)
        if name is None:
            return pl.lit(value=False)
        cell, kind = pl.col(name), self.source.rows.collect_schema()[name]
        if kind.is_float():
            return (cell.abs() >= WHOLE).fill_null(value=False)
        found = pl.lit(value=False)
        if kind == pl.String:
            found = cell.str.strip_chars().str.contains(ROUNDED).fill_null(value=False)
        if name in self.source.rounded:
            found |= pl.col(ROW).is_in(list(self.source.rounded[name]))
        return found

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
        if EXTRA in schema:
            found.append(Refusal(EXTRA, pl.col(EXTRA).is_not_null(), row_mistakes.too_long_row()))
        if by in self.rounded:
            found.append(Refusal(self.role(by) or ROW, self.is_rounded(by), row_mistakes.rounded()))
        if self.source.short:
            found.append(Refusal(ROW, pl.col(ROW).is_in(list(self.source.short)), row_mistakes.too_short_row()))
        for role in ("serial", "id", "name"):
            name = self.role(role)
            if name is not None and schema[name] == pl.String:
                found.append(Refusal(name, pl.col(name).str.contains(TOTAL), row_mistakes.total()))
                found.append(Refusal(name, pl.col(name).str.contains(FOOTNOTE), row_mistakes.footnote()))
                is_group = pl.col(name).str.contains(GROUP) & self.is_bare()
                found.append(Refusal(name, is_group, row_mistakes.group_head()))
        found += [
            Refusal(name, pl.col(ROW).is_in(list(rows)), row_mistakes.run_on())
            for name, rows in self.source.run_on.items()
        ]
        return found + (self._unplaced(by) if by is not None else [])

    def rounded_labels(self, by: str | None) -> list[Refusal]:
        """Return which ids and names have lost digits, beside those of `by`, without which a whole row is not used."""
        roles = [(role, self.role(role)) for role in sorted(self.rounded - {by})]
        return [
            Refusal(name, self.is_rounded(role), row_mistakes.rounded()) for role, name in roles if name is not None
        ]

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

    def is_bare(self) -> pl.Expr:
        """Return where a row states no figure at all."""
        return pl.all_horizontal(pl.lit(value=True), *(pl.col(column.name).is_null() for column in self.columns))

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
