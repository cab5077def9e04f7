"""Answers of a whole column. A truth is a nullable boolean: true at worst, false at best, null where it is open.

An answer on the ladder is two of them, one a rung: is it YES, is it at least DISCRETION. On every rung the operations of
the ladder are Kleene's, so two nullable booleans carry the interval whole. What is known before any row is read is a
plain True, False or None and costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from zhence.model import ladder
from zhence.model.ladder import Step

Truth = pl.Expr | bool | None
NULL = pl.lit(None, dtype=pl.Boolean)


def expression(truth: Truth) -> pl.Expr:
    """Return a truth as an expression."""
    if isinstance(truth, pl.Expr):
        return truth
    return NULL if truth is None else pl.lit(truth)


def all_true(parts: Sequence[Truth]) -> Truth:
    """Return whether every part is true; of nothing, True."""
    return _joined(parts, neutral=True)


def any_true(parts: Sequence[Truth]) -> Truth:
    """Return whether some part is true; of nothing, False."""
    return _joined(parts, neutral=False)


def _joined(parts: Sequence[Truth], *, neutral: bool) -> Truth:
    if any(part is (not neutral) for part in parts):
        return not neutral
    found = list({id(part): part for part in parts if isinstance(part, pl.Expr)}.values())
    is_open = any(part is None for part in parts)
    if not found:
        return None if is_open else neutral
    if len(found) == 1 and not is_open:
        return found[0]
    every = [*found, NULL] if is_open else found
    return pl.all_horizontal(every) if neutral else pl.any_horizontal(every)


def flip(truth: Truth) -> Truth:
    """Return the opposite."""
    if isinstance(truth, pl.Expr):
        return truth.not_()
    return None if truth is None else not truth


def surely(truth: Truth) -> Truth:
    """Return whether a truth is true, never null."""
    return truth.fill_null(value=False) if isinstance(truth, pl.Expr) else truth is True


def possibly(truth: Truth) -> Truth:
    """Return whether a truth may be true, never null."""
    return truth.fill_null(value=True) if isinstance(truth, pl.Expr) else truth is not False


def between(sure: Truth, possible: Truth) -> Truth:
    """Return the truth that is true where it surely is, false where it cannot be, and open in between."""
    if sure is True or possible is False:
        return sure is True
    if sure is False and possible is True:
        return None
    return (
        pl.when(expression(sure)).then(pl.lit(value=True)).when(expression(possible).not_()).then(pl.lit(value=False))
    ).otherwise(NULL)


def either(guard: Truth, then: Truth, otherwise: Truth) -> Truth:
    """Return one truth or the other by a guard that is never null."""
    if guard is True or then is otherwise:
        return then
    if guard is False:
        return otherwise
    return pl.when(expression(guard)).then(expression(then)).otherwise(expression(otherwise))


def choose(guard: Truth, then: Truth, otherwise: Truth) -> Truth:
    """Return one truth or the other by a guard; what both say where the guard is open."""
    if then is otherwise:
        return then
    return any_true(
        [all_true([guard, then]), all_true([flip(guard), otherwise]), all_true([then, otherwise])],
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold a column of answers: whether each is YES, and whether it is at least DISCRETION."""

    yes: Truth
    some: Truth

    @property
    def is_plain(self) -> bool:
        """Tell whether no answer is ever DISCRETION."""
        return self.yes is self.some


def plain(truth: Truth) -> Answer:
    """Return the answer of something that is never DISCRETION."""
    return Answer(truth, truth)


def constant(answer: ladder.Answer) -> Answer:
    """Return the same answer for every row."""
    return Answer(_rung(answer, Step.YES), _rung(answer, Step.DISCRETION))


def _rung(answer: ladder.Answer, rung: Step) -> Truth:
    return (answer.low >= rung) if (answer.low >= rung) == (answer.high >= rung) else None


YES, DISCRETION = plain(truth=True), Answer(yes=False, some=True)


def all_of(answers: Sequence[Answer]) -> Answer:
    """Return the answers of a conjunction."""
    return _each(answers, all_true)


def any_of(answers: Sequence[Answer]) -> Answer:
    """Return the answers of a disjunction."""
    return _each(answers, any_true)


def _each(answers: Sequence[Answer], join: Callable[[Sequence[Truth]], Truth]) -> Answer:
    yes = join([answer.yes for answer in answers])
    return plain(yes) if all(a.is_plain for a in answers) else Answer(yes, join([answer.some for answer in answers]))


def negate(answer: Answer) -> Answer:
    """Return the mirrored answers."""
    return plain(flip(answer.yes)) if answer.is_plain else Answer(flip(answer.some), flip(answer.yes))


def branch(guard: Answer, then: Answer, otherwise: Answer) -> Answer:
    """Return the answers of "if guard, then … otherwise …"."""
    yes = choose(guard.yes, then.yes, otherwise.yes)
    return (
        plain(yes)
        if then.is_plain and otherwise.is_plain
        else Answer(yes, choose(guard.yes, then.some, otherwise.some))
    )


def at_least_n(count: int, answers: Sequence[Answer]) -> Answer:
    """Return the answers of "`count` of these"."""
    if count <= 0:
        return YES
    if count > len(answers):
        return plain(truth=False)
    yes = _counted(count, [answer.yes for answer in answers])
    return plain(yes) if all(a.is_plain for a in answers) else Answer(yes, _counted(count, [a.some for a in answers]))


def _counted(count: int, truths: Sequence[Truth]) -> Truth:
    sure, possible = ([turn(truth) for truth in truths] for turn in (surely, possibly))
    return between(_reaches(count, sure), _reaches(count, possible))


def _reaches(count: int, known: Sequence[Truth]) -> Truth:
    found = [each for each in known if isinstance(each, pl.Expr)]
    wanting = count - sum(each is True for each in known)
    if wanting <= 0 or wanting > len(found):
        return wanting <= 0
    return pl.sum_horizontal([each.cast(pl.Int16) for each in found]) >= wanting
