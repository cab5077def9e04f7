"""The verdict of every measure for every row: one small whole number a cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from zhence.columns import truth
from zhence.columns.ends import UnsupportedError
from zhence.columns.figures import Figures
from zhence.columns.tree import answer_tree
from zhence.columns.truth import Answer, Truth
from zhence.columns.words import replaced
from zhence.engine.decide import is_open, open_verdict
from zhence.model.catalogue import Catalogue
from zhence.model.ladder import NO, UNKNOWN, YES
from zhence.model.ladder import Answer as Interval
from zhence.model.measure import Measure
from zhence.model.result import Verdict

CODES = {verdict: code for code, verdict in enumerate(Verdict)}
VERDICTS = pl.Enum([verdict.value for verdict in Verdict])


@dataclass(frozen=True, slots=True)
class Compiled:
    """Hold measures as expressions: columns to add in turn, then a verdict each as if the measure were open.

    `refused` says of measures that cannot be answered in columns why not. Measures for another kind of subject than the
    table's, and its items', are left out.
    """

    figures: Figures
    measures: dict[str, Measure]
    answers: dict[str, tuple[Answer | None, Answer]]  # the scope and the whole answer
    verdicts: dict[str, pl.Expr]
    closed: frozenset[str]
    refused: dict[str, str] = field(default_factory=dict)

    def prepared(self, table: pl.LazyFrame) -> pl.LazyFrame:
        """Return the table with what several measures share."""
        for columns in self.figures.shared:
            table = table.with_columns(**columns)
        return table


def compile_measures(
    catalogue: Catalogue, as_of: date, columns: Collection[str], subject: str, measures: Sequence[Measure]
) -> Compiled:
    """Return measures as expressions over a table of subjects of a kind that has these columns."""
    figures = Figures(catalogue, as_of, columns)
    kinds = {subject, *catalogue.subjects[subject].items}
    chosen = {measure.id: measure for measure in measures if measure.subject in kinds}
    made: dict[str, tuple[Answer | None, Answer]] = {}
    refused: dict[str, str] = {}
    for word, measure in chosen.items():
        try:
            made[word] = answer_measure(figures, measure)
        except UnsupportedError as error:
            refused[word] = str(error)
    verdicts = {word: _verdict(chosen[word], *answers) for word, answers in made.items()}
    closed = frozenset(word for word, measure in chosen.items() if not is_open(measure, as_of))
    return Compiled(figures, {word: chosen[word] for word in made}, made, verdicts, closed, refused)


def answer_measure(figures: Figures, measure: Measure) -> tuple[Answer | None, Answer]:
    """Return the answers of a measure's scope, if it has one, and of its scope and requirement together."""
    whole = truth.constant(UNKNOWN) if measure.requires is None else answer_tree(figures, measure, measure.requires)
    if measure.scope is None:
        return None, figures.share_answer(whole)
    scope = figures.share_answer(answer_tree(figures, measure, measure.scope))
    return scope, figures.share_answer(truth.all_of([scope, whole]))


def _code(verdict: Verdict) -> pl.Expr:
    return pl.lit(CODES[verdict], dtype=pl.UInt8)


def _word(verdict: Verdict) -> pl.Expr:
    return pl.lit(verdict.value, dtype=VERDICTS)


def _verdict(
    measure: Measure, scope: Answer | None, answer: Answer, say: Callable[[Verdict], pl.Expr] = _code
) -> pl.Expr:
    """Return the verdict that the engine would give each row, were the measure open."""

    def told(interval: Interval, inside: Interval | None = None) -> pl.Expr:
        return say(open_verdict(measure, inside, interval, is_estimated=False))

    below = told(NO) if answer.is_plain else _where(answer.some, say(Verdict.DISCRETIONARY), told(UNKNOWN), told(NO))
    found = _where(answer.yes, told(YES), told(UNKNOWN), below)
    return found if scope is None else _where(scope.yes, found, found, told(NO, NO))


def _where(what: Truth, is_true: pl.Expr, is_open: pl.Expr, is_false: pl.Expr) -> pl.Expr:
    if not isinstance(what, pl.Expr):
        return is_open if what is None else (is_true if what else is_false)
    return pl.when(what).then(is_true).when(what.is_null()).then(is_open).otherwise(is_false)


def shown(compiled: Compiled, measure: str) -> pl.Expr:
    """Return the verdict of a measure as a word; a measure that is not open is closed wherever it applies."""
    if measure in compiled.closed:
        is_apart = compiled.verdicts[measure] == CODES[Verdict.NOT_APPLICABLE]
        return pl.when(is_apart).then(_word(Verdict.NOT_APPLICABLE)).otherwise(_word(Verdict.CLOSED))
    return _verdict(compiled.measures[measure], *compiled.answers[measure], say=_word)


def word_of(code: pl.Expr) -> pl.Expr:
    """Return the words of codes."""
    return replaced(code, list(CODES.values()), [verdict.value for verdict in CODES], VERDICTS)
