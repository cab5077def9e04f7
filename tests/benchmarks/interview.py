"""Hold the interview about a firm whose figures are known, and count: python tests/benchmarks/interview.py.

The form is every figure that a new profile lists for the firm, its project and its product; the oracle is a profile
with its figures held back, asked only what the interview asks. What it does not hold either is answered "don't know".
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from zhence.advice.questions import Interview, begin
from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.model.catalogue import Catalogue
from zhence.model.profile import Given, Record
from zhence.model.question import Asked
from zhence.model.result import Verdict
from zhence.profiles.read import read_profile

FIRM = Path(__file__).parents[2] / "sample_inputs" / "enterprises" / "clean_yes.toml"
DAY = date(2026, 6, 1)


@dataclass
class Held:
    """Hold what an interview came to."""

    form: int  # figures of the full form
    stated: int  # figures the oracle holds
    questions: int
    figures: int
    unknown: int  # of these, answered "don't know"
    first: float  # seconds of work to the first question
    slowest: float
    settled: int  # measures, by the interview
    settled_by_form: int
    same: bool  # every verdict is the form's


def hold(book: Catalogue, firm: Record) -> Held:
    """Return what the interview came to that began with the place alone."""
    form = begin(book, DAY, firm, book.measures.values())
    known = {key: given for key, given in firm.facts.items() if key.fact == book.place}
    started = time.process_time()
    interview = begin(book, DAY, replace(firm, facts=known, items={}), book.measures.values())
    times, questions, figures, unknown = [], 0, 0, 0
    while True:
        found = interview.questions()
        times.append(time.process_time() - started)
        if not found:
            break
        questions += 1
        left = found[0].parts
        while left and interview.moves(left):
            given = _known(firm, left[0])
            started = time.process_time()
            interview = interview.passed(left[0]) if given is None else _answered(interview, left[0], given)
            figures, unknown, left = figures + 1, unknown + (given is None), left[1:]
    one, other = ([result.verdict for result in each.results.values()] for each in (interview, form))
    settled, by_form = (len(each) - Counter(each)[Verdict.UNKNOWN] for each in (one, other))
    stated = len(firm.facts) + sum(len(item.facts) for items in firm.items.values() for item in items)
    return Held(_form(book), stated, questions, figures, unknown, times[0], max(times), settled, by_form, one == other)


def _form(book: Catalogue) -> int:
    """Count the figures of a new profile: each fact once, though yearly ones are asked for several years."""
    kinds = {"enterprise", *book.subjects["enterprise"].items}
    return sum(fact.derived is None and not kinds.isdisjoint(fact.subjects) for fact in book.facts.values())


def _known(firm: Record, asked: Asked) -> Given | None:
    return (firm if asked.kind is None else firm.items[asked.kind][asked.at]).facts.get(asked.key)


def _answered(interview: Interview, asked: Asked, given: Given) -> Interview:
    record = interview.record
    if asked.kind is None:
        return interview.answered(asked, replace(record, facts={**record.facts, asked.key: given}))
    items = list(record.items.get(asked.kind, ())) or [Record(asked.kind, f"{asked.kind}[1]")]
    items[asked.at] = replace(items[asked.at], facts={**items[asked.at].facts, asked.key: given})
    return interview.answered(asked, replace(record, items={**record.items, asked.kind: tuple(items)}))


def main() -> None:
    """Print the counts; leave with 1 where a promise is broken."""
    book = load(bundled())
    held = hold(book, read_profile(FIRM, book, DAY)[0])
    print(f"the full form lists     {held.form:4} figures; the firm states {held.stated}")
    print(f"the interview asks      {held.questions:4} questions of {held.figures} figures, {held.unknown} not known")
    print(f"settled by the form     {held.settled_by_form:4} measures")
    print(f"settled by the interview{held.settled:4} measures; every verdict the same: {held.same}")
    print(f"the first question      {held.first:7.2f} s; the slowest {held.slowest:.2f} s")
    if not held.same or held.figures * 2 > held.form:
        sys.exit(1)


if __name__ == "__main__":
    main()
