"""Compare two answered tables: what turned is found in columns, the cause of each turn by the engine of one subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from zhence.columns.rows import record
from zhence.columns.verdicts import CODES, Compiled, compile_measures
from zhence.engine.flips import compare_sides
from zhence.engine.ledger import name_of
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.comparison import Cause, Comparison, Side
from zhence.model.measure import Measure
from zhence.model.profile import Record
from zhence.model.result import ConditionResult, ScoreResult, Verdict
from zhence.model.table_comparison import CauseCount, TableComparison, TableSide, Turn, Turned

MOST = 2_000  # turned answers whose causes are looked for, one by one
NAMED = 20  # subjects named of each kind of turn
BASE = 8  # a pair of answers is one number: the earlier one so many times, and the later one
KEY = "key"
Key = str | int
SHUT, APART = CODES[Verdict.CLOSED], CODES[Verdict.NOT_APPLICABLE]
IN = frozenset({Verdict.ELIGIBLE, Verdict.ELIGIBLE_IF})
ORDER = list(Verdict)


@dataclass(frozen=True, slots=True)
class Answered:
    """Hold one side: a canonical table, which of its columns tells the subjects apart, and by what it is answered."""

    catalogue: Catalogue
    as_of: date
    origin: str
    table: pl.LazyFrame
    columns: Sequence[str]
    key: str

    def keyed(self) -> pl.LazyFrame:
        """Return the rows with a key, of equal keys none, since nothing tells whose a row is; what tells them apart costs memory only where some are equal."""
        key = pl.col(self.key)
        if self.key != frame.ROW:
            key = key.cast(pl.String).str.normalize("NFKC").str.strip_chars()  # （浙） is (浙)
        rows = self.table.with_columns(key.alias(KEY)).filter(pl.col(KEY).is_not_null())
        if self.key == frame.ROW:
            return rows
        many, different = (
            rows.select(pl.len().alias("many"), pl.col(KEY).n_unique().alias("different"))
            .collect(engine="streaming")
            .row(0)
        )
        return rows if many == different else rows.unique(KEY, keep="none", maintain_order=True)

    def compiled(self, subject: str, measures: Sequence[str] | None) -> Compiled:
        """Return the measures that are asked for as expressions."""
        chosen = [m for word, m in self.catalogue.measures.items() if measures is None or word in measures]
        return compile_measures(self.catalogue, self.as_of, self.columns, subject, chosen)

    def answers(self, compiled: Compiled, words: Sequence[str]) -> pl.LazyFrame:
        """Return the keys, and the code of each answer."""
        return compiled.prepared(self.keyed()).select(KEY, **{word: _shown(compiled, word) for word in words})

    def of(self, keys: Sequence[Key], subject: str) -> dict[Key, Record]:
        """Return what the rows of these keys say; one without a name is called by its key."""
        wanted = self.keyed().filter(pl.col(KEY).is_in(keys)).collect(engine="streaming")
        return {
            row[KEY]: record({**row, frame.NAME: row.get(frame.NAME) or row[KEY]}, self.catalogue, subject)
            for row in wanted.iter_rows(named=True)
        }


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one answer that turned."""

    measure: str
    turn: Turn
    key: Key


def compare_tables(
    before: Answered,
    after: Answered,
    subject: str,
    measures: Sequence[str] | None = None,
    watch: Callable[[Sequence[Cell]], Iterable[Cell]] = iter,
    most: int = MOST,
) -> TableComparison:
    """Return who turned and why; of more than `most` turned answers, the causes of so many, evenly spread."""
    sides = (before, after)
    compiled = [side.compiled(subject, measures) for side in sides]
    words = [word for word in compiled[0].measures if word in compiled[1].measures]
    counts, changed = _changed(sides, compiled, words)
    total = sum(changed.select(_turned(word).sum()).item() for word in words)
    groups: list[tuple[str, Turn, int, list[Key]]] = []
    cells: list[Cell] = []
    for word in words:
        for turn, keys in _turns(changed, word):
            groups.append((word, turn, len(keys), keys.head(NAMED).to_list()))
            room = len(keys) if total <= most else max(1, len(keys) * most // total)
            cells += [Cell(word, turn, key) for key in spread(keys, room)]
    wanted = list(dict.fromkeys([key for *_, keys in groups for key in keys] + [cell.key for cell in cells]))
    records = [side.of(wanted, subject) for side in sides]
    turned = [
        Turned(after.catalogue.measures[word], turn, count, tuple(records[1][key].name for key in keys))
        for word, turn, count, keys in groups
    ]
    told = [_told(side, counts[f"rows:{at}"], counts["matched"]) for at, side in enumerate(sides)]
    return TableComparison(
        told[0],
        told[1],
        subject,
        counts["matched"],
        tuple(sorted(turned, key=lambda each: list(Turn).index(each.turn))),
        _causes(watch(cells), sides, records),
        len(cells),
        {verdict: counts[verdict] for verdict in ORDER if counts[verdict]},
        _only(compiled[0], compiled[1]),
        _only(compiled[1], compiled[0]),
    )


def _told(side: Answered, rows: int, matched: int) -> TableSide:
    return TableSide(side.catalogue, side.as_of, side.origin, rows, rows - matched)


def _only(one: Compiled, other: Compiled) -> tuple[Measure, ...]:
    return tuple(measure for word, measure in one.measures.items() if word not in other.measures)


def spread(things: pl.Series, count: int) -> list[Key]:
    """Return so many of the things, evenly spread."""
    return things.gather([at * len(things) // count for at in range(count)]).to_list()


def turn_of(before: Verdict, after: Verdict) -> Turn:
    """Return which way an answer went."""
    if (before in IN) != (after in IN):
        return Turn.IN if after in IN else Turn.OUT
    if Verdict.NOT_APPLICABLE in (before, after):
        return Turn.APPLICABLE if before is Verdict.NOT_APPLICABLE else Turn.GONE
    return Turn.BETTER if ORDER.index(after) < ORDER.index(before) else Turn.WORSE


TURNS = {CODES[one] * BASE + CODES[other]: turn_of(one, other) for one in ORDER for other in ORDER if one is not other}


def _shown(compiled: Compiled, word: str) -> pl.Expr:
    code = compiled.verdicts[word]
    if word not in compiled.closed:
        return code
    return pl.when(code == APART).then(code).otherwise(pl.lit(SHUT, dtype=pl.UInt8))


def _changed(
    sides: Sequence[Answered], compiled: Sequence[Compiled], words: Sequence[str]
) -> tuple[dict[str, int], pl.DataFrame]:
    """Return counts of what stayed, and the rows in which something turned: a pair of answers a measure."""
    one, other = (side.answers(each, words) for side, each in zip(sides, compiled, strict=True))
    both = one.join(other, on=KEY, how="inner", suffix=":after", maintain_order="left")
    pairs = {word: pl.col(word) * BASE + pl.col(f"{word}:after") for word in words}
    paired = both.select(KEY, **pairs)
    is_changed = pl.any_horizontal([_turned(word) for word in words]) if words else pl.lit(value=False)
    stayed = {
        verdict: _sum([(pl.col(word) == code * (BASE + 1)).sum() for word in words]) for verdict, code in CODES.items()
    }
    rows = [side.table.select(pl.len().alias(f"rows:{at}")) for at, side in enumerate(sides)]
    found = pl.collect_all(
        [paired.filter(is_changed), paired.select(pl.len().alias("matched"), **stayed), *rows], engine="streaming"
    )
    counts = {name: int(count) for table in found[1:] for name, count in table.row(0, named=True).items()}
    return counts, found[0]


def _turned(word: str) -> pl.Expr:
    """Return where the two answers of a pair differ."""
    return pl.col(word) % (BASE + 1) != 0


def _sum(counts: Sequence[pl.Expr]) -> pl.Expr:
    return pl.sum_horizontal(counts) if counts else pl.lit(0)


def _turns(changed: pl.DataFrame, word: str) -> Iterator[tuple[Turn, pl.Series]]:
    """Yield the keys of those who went each way, in the order of the table."""
    part = changed.filter(_turned(word)).select(KEY, word)
    for turn in Turn:
        codes = [code for code, way in TURNS.items() if way is turn]
        found = part.filter(pl.col(word).is_in(codes))[KEY]
        if len(found):
            yield turn, found


@dataclass(slots=True)
class _Found:
    """Hold one cause with how often it was found."""

    cell: Cell
    cause: Cause
    comparison: Comparison
    count: int = field(default=0)


def _causes(
    cells: Iterable[Cell], sides: Sequence[Answered], records: Sequence[Mapping[Key, Record]]
) -> tuple[CauseCount, ...]:
    """Return what made answers turn, the most frequent first."""
    found: dict[tuple[object, ...], _Found] = {}
    for cell in cells:
        pair = [
            Side(_alone(side.catalogue, cell.measure), known[cell.key], side.as_of)
            for side, known in zip(sides, records, strict=True)
        ]
        comparison = compare_sides(*pair)
        for flip in comparison.flips:
            for place, cause in {_place(each): each for each in flip.causes}.items():
                known = found.setdefault((cell.measure, cell.turn, *place), _Found(cell, cause, comparison))
                known.count += 1
    measures = sides[1].catalogue.measures
    return tuple(
        CauseCount(
            measures[each.cell.measure],
            each.cell.turn,
            each.count,
            each.cause,
            each.comparison.flips[0],
            each.comparison,
        )
        for each in sorted(found.values(), key=lambda each: -each.count)
    )


def _alone(catalogue: Catalogue, measure: str) -> Catalogue:
    """Return the catalogue with one measure only."""
    return replace(catalogue, measures={measure: catalogue.measures[measure]})


def _place(cause: Cause) -> tuple[object, ...]:
    """Return what tells one cause from another: its kind, its condition or table and row of it, the day."""
    leaf, row = cause.leaves[1] or cause.leaves[0], cause.rows[1] or cause.rows[0]
    name = name_of(leaf) if isinstance(leaf, ConditionResult | ScoreResult) else None
    return cause.kind, name, row.item.id if row is not None else None, cause.day, cause.added, cause.removed
