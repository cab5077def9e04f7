"""Cells of one column as figures: plain numbers at once, whatever else is written once for each different text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

import polars as pl

from zhence.columns.words import replaced
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactKey, FactType
from zhence.model.profile import Given
from zhence.model.value import Days, Members, Options, Span
from zhence.profiles.answers import NO
from zhence.profiles.spoken import unspoken
from zhence.profiles.spreadsheet import ODD_MARK, UNCOMPUTED
from zhence.profiles.spreadsheet_formats import odd_format
from zhence.profiles.values import ValueReader
from zhence.tables import column_mistakes, days
from zhence.tables.headings import MOST_COMPARED, Heading
from zhence.written.faults import Mistake
from zhence.written.inexact import AFTER_BLANK, BLANK, is_blank

PLAIN = r"^[+-]?[0-9]{1,15}(\.[0-9]{0,20})?$"
NEAR = 1e-15  # two doubles so near, as a share of their size, are one number: fifteen digits, as a spreadsheet has them
MOST_TEXTS = 100_000  # different texts of a column that are read one by one


@dataclass
class Column:
    """Hold one column of a table on its way to a figure.

    The first pass over the rows tells its `texts`, the different ones that no fast way reads, and whether `is_fine`: some
    number has more decimals than a column holds.
    """

    name: str
    heading: Heading
    fact: Fact
    kind: pl.DataType
    read: dict[str, tuple[object, object]] = field(default_factory=dict)  # text -> both ends
    wrong: dict[str, Mistake] = field(default_factory=dict)
    doubts: dict[str, Mistake] = field(default_factory=dict)  # texts that are read, and why they are doubted
    is_fine: bool = False
    is_ranged: bool = False

    @property
    def key(self) -> FactKey:
        """Return the figure that the column holds."""
        if self.heading.key is None:
            raise ValueError(self.name)
        return self.heading.key

    @property
    def is_text(self) -> bool:
        """Tell whether the cells are texts."""
        return self.kind in (pl.String, pl.Categorical, pl.Enum)

    @property
    def _cell(self) -> pl.Expr:
        cell = pl.col(self.name)
        return cell.cast(pl.String).str.strip_chars() if self.is_text else cell

    def misfit(self) -> Mistake | None:
        """Return why the type of the column cannot hold its fact, None where it can."""
        kind = self.kind
        numeric = kind.is_numeric()
        fits = self.is_text or kind == pl.Null
        if self.fact.type.numeric:
            fits |= numeric
        elif self.fact.type is FactType.DATE:
            fits |= kind in days.KINDS
        elif self.fact.type is FactType.FLAG:
            fits |= kind == pl.Boolean or numeric
        elif self.fact.type is FactType.SET:
            fits |= kind == pl.List(pl.String)
        else:
            fits |= kind.is_integer()
        return None if fits else column_mistakes.wrong_type(str(kind))

    def first_pass(self) -> list[pl.Expr]:
        """Return what the first pass over the rows asks."""
        odd = self._odd()
        texts = (pl.lit(None, dtype=pl.String) if odd is None else odd).drop_nulls().unique().head(MOST_TEXTS + 1)
        asked = [texts.implode().alias(f"{self.name}:texts")]
        if self.fact.type.numeric and self.kind != pl.Null:
            number, exact = self._number()
            asked.append((number.is_not_null() & ~exact).any().alias(f"{self.name}:fine"))
        return asked

    def learn(self, found: dict[str, object], catalogue: Catalogue, as_of: date) -> Mistake | None:
        """Take in what the first pass found; return the mistake of a column that cannot be used."""
        texts = found[f"{self.name}:texts"]
        listed = [str(text) for text in texts] if isinstance(texts, Iterable) else []
        if len(listed) > MOST_TEXTS:
            return column_mistakes.too_various(MOST_TEXTS)
        self.is_fine = bool(found.get(f"{self.name}:fine"))
        for text in sorted(listed):
            self._learn(text, catalogue, as_of)
        self.is_ranged = self.is_fine or any(low != high for low, high in self.read.values())
        return None

    def _learn(self, text: str, catalogue: Catalogue, as_of: date) -> None:
        if text == UNCOMPUTED:
            self.wrong[text] = column_mistakes.uncomputed()
            return
        if text.startswith(ODD_MARK):
            self.wrong[text] = odd_format(text.removeprefix(ODD_MARK))
            return
        unit = self.heading.unit or self.fact.unit
        fact = replace(self.fact, unit=unit, low=None, high=None)
        is_compared = len(self.wrong) < MOST_COMPARED
        reader = ValueReader(fact, catalogue, as_of, loose=True, is_compared=is_compared)
        raw = self._raw(text, fact, catalogue)
        given = reader.read(raw)
        errors = [mistake for _, mistake in reader.found if mistake.severity == "error"]
        if given is None or errors:
            if not is_blank(text):  # where 无 is no answer, it says that nothing is known
                self.wrong[text] = self._worded(errors[0]) if errors else column_mistakes.too_large()
            return
        ends = _ends(given, self.heading.times)
        if ends is None or not self._is_possible(ends):
            checker = ValueReader(replace(self.fact, unit=unit), catalogue, as_of, loose=True)
            checker.read(raw)
            refused = [mistake for _, mistake in checker.found if mistake.severity == "error"]
            self.wrong[text] = refused[0] if refused else column_mistakes.too_large()
            return
        self.read[text] = ends
        if reader.found:
            self.doubts[text] = reader.found[0][1]

    def _worded(self, mistake: Mistake) -> Mistake:
        """Return a mistake without the advice to write a range where a column holds one end of it."""
        return (
            column_mistakes.one_end(mistake) if self.heading.end is not None and "~" in mistake.remedy.zh else mistake
        )

    def _raw(self, text: str, fact: Fact, catalogue: Catalogue) -> object:
        """Return a cell as a profile would have it: a range as a table, but not where a column holds one end only."""
        if self.heading.end is not None or text.startswith("{"):
            return text
        return unspoken(" ".join(text.split()), fact, catalogue)

    def _is_possible(self, ends: tuple[object, object]) -> bool:
        if not self.fact.type.numeric:
            return True
        low, high = self._bounds()
        return all(end is None or (isinstance(end, int) and low <= end <= high) for end in ends)

    def _bounds(self) -> tuple[int, int]:
        """Return the least and the largest whole number that the column can hold of its fact."""
        low = -frame.LIMIT + 1 if self.fact.low is None else -(-(self.fact.low * frame.SCALE) // 1)
        high = frame.LIMIT - 1 if self.fact.high is None else (self.fact.high * frame.SCALE) // 1
        return int(max(low, -frame.LIMIT + 1)), int(min(high, frame.LIMIT - 1))

    def _odd(self) -> pl.Expr | None:
        """Return the texts that no fast way reads, null elsewhere; None where there can be none."""
        if self.kind == pl.Null:
            return None
        if self.fact.type.numeric:
            return pl.when(~self._cell.str.contains(PLAIN)).then(self._cell) if self.is_text else None
        if self.fact.type is FactType.TEXT or (self.fact.type is FactType.DATE and not self.is_text):
            return None
        if self.kind == pl.Boolean or self.kind == pl.List(pl.String):
            return None
        if self.fact.type is FactType.DATE:
            return pl.when(self._day().is_null()).then(self._cell)
        return self._cell.cast(pl.String)

    def _day(self) -> pl.Expr:
        return days.day(self._cell, is_text=self.is_text)

    def _number(self) -> tuple[pl.Expr, pl.Expr]:
        """Return the nearest whole number of each plain cell as a double, and whether it is that number to fifteen digits."""
        cell = pl.when(self._cell.str.contains(PLAIN)).then(self._cell) if self.is_text else pl.col(self.name)
        value = cell.cast(pl.Float64, strict=False)
        value = pl.when(value.is_finite()).then(value)
        product = value * float(self.heading.times * frame.SCALE)
        number = product.round()
        return number, (product - number).abs() <= product.abs() * NEAR

    def scaled(self) -> pl.Expr:
        """Return each plain number as the whole number of millionths that is nearest, null elsewhere."""
        return self._number()[0]

    def is_doubted(self) -> pl.Expr:
        """Return where a cell is a text that was read and is doubted."""
        if not self.doubts:
            return pl.lit(value=False)
        return self._cell.cast(pl.String).is_in(list(self.doubts)).fill_null(value=False)

    def columns(self) -> dict[str, pl.Expr]:
        """Return the figure as columns of the table that is answered."""
        if self.fact.type.numeric:
            return self._numbers()
        cell = self._cell
        if self.kind == pl.Null:
            return {}
        if self.fact.type is FactType.TEXT:
            said = _said(cell.cast(pl.String))
            return self._named(said, said)
        if self.fact.type is FactType.DATE:
            low, high = (pl.coalesce(self._day(), self._mapped(at, pl.Date())) for at in (0, 1))
            return self._named(low, high)
        if self.kind == pl.Boolean or self.kind == pl.List(pl.String):
            return self._named(cell, cell)
        if self.fact.type is FactType.SET:
            joined = self._mapped(0, pl.String())
            listed = pl.when(joined == "").then(pl.lit([], dtype=pl.List(pl.String))).otherwise(joined.str.split("|"))
            return self._named(listed, listed)
        kind = pl.Boolean() if self.fact.type is FactType.FLAG else pl.String()
        return self._named(self._mapped(0, kind), self._mapped(0, kind))

    def _numbers(self) -> dict[str, pl.Expr]:
        if self.kind == pl.Null:
            return {}
        number, exact = self._number()
        least, most = self._bounds()
        ends = []
        for at, step in ((0, -1), (1, 1)):
            whole = pl.when(exact).then(number).otherwise(number + step) if self.is_fine else number
            plain = pl.when(number.is_between(least, most)).then(whole.clip(least, most)).cast(pl.Int64)
            ends.append(pl.coalesce(plain, self._mapped(at, pl.Int64())) if self.read else plain)
        return self._named(*ends)

    def _mapped(self, at: int, kind: pl.DataType) -> pl.Expr:
        if not self.read:
            return pl.lit(None, dtype=kind)
        texts = list(self.read)
        values = [self.read[text][at] for text in texts]
        return replaced(self._cell.cast(pl.String), texts, values, kind)

    def _named(self, low: pl.Expr, high: pl.Expr) -> dict[str, pl.Expr]:
        if self.heading.end == "low":
            return {frame.low(self.key): low}
        if self.heading.end == "high":
            return {frame.high(self.key): high}
        if self.is_ranged:
            return {frame.low(self.key): low, frame.high(self.key): high}
        return {frame.column(self.key): low}

    def rejected(self) -> pl.Expr:
        """Return where a cell says something that could not be read."""
        if self.kind in days.KINDS:
            return self._cell.is_not_null() & ~days.is_day(self._cell)
        wrong = pl.lit(value=False)
        if self.wrong:
            wrong = self._cell.cast(pl.String).is_in(list(self.wrong)).fill_null(value=False)
        if not self.fact.type.numeric or self.kind == pl.Null:
            return wrong
        number, _ = self._number()
        least, most = self._bounds()
        strange = pl.col(self.name).is_not_null() & ~self.is_nothing() if not self.is_text else pl.lit(value=False)
        return wrong | ~number.is_between(least, most).fill_null(value=True) | (strange & number.is_null())

    def is_nothing(self) -> pl.Expr:
        """Return where a number says that there is none."""
        cell = pl.col(self.name)
        return cell.is_null() | (cell.is_nan() if self.kind.is_float() else pl.lit(value=False))

    def word(self, text: str, catalogue: Catalogue, as_of: date) -> Mistake:
        """Return what is wrong with a cell that was rejected."""
        if text in self.wrong:
            return self.wrong[text]
        reader = ValueReader(replace(self.fact, unit=self.heading.unit or self.fact.unit), catalogue, as_of, loose=True)
        reader.read(text)
        found = [mistake for _, mistake in reader.found if mistake.severity == "error"]
        return found[0] if found else column_mistakes.too_large()


def _said(text: pl.Expr) -> pl.Expr:
    """Return a text, null where it is a placeholder that a profile would refuse."""
    word = text.str.to_lowercase()
    is_blank = word.str.strip_chars_end(AFTER_BLANK).is_in(list(BLANK)) & ~word.is_in(list(NO))
    return pl.when(~is_blank).then(text)


def _ends(given: Given, times: Fraction) -> tuple[object, object] | None:
    """Return both ends of a value as a column holds them, None where one is too large."""
    match given.value:
        case Span(low=low, high=high):
            ends = (
                None if low is None else frame.scaled(low * times)[0],
                None if high is None else frame.scaled(high * times)[1],
            )
            return ends if all(end is None or abs(end) < frame.LIMIT for end in ends) else None
        case Days(low=first, high=last):
            return first, last
        case Members(known=known):
            return ("|".join(sorted(known)),) * 2
        case Options() as options:
            return options.exact, options.exact
