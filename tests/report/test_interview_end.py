"""The last lines of an interview say what is so: what questions settle, what none does, what opens again."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date

import pytest

from workshop import DAY, measure, workshop
from zhence.engine import check
from zhence.model.profile import Record
from zhence.model.question import StillOpen
from zhence.report.console import safe_console
from zhence.report.interview_end import show_counts, show_left_out, show_open
from zhence.report.page import Page

VAGUE = measure("vague").split("requires")[0] + 'unwritten = "no figures found"\n'
BOOK = workshop(measure("plain"), VAGUE)
ANSWERS = {result.measure.id: result for result in check(BOOK, Record("firm", "Smith"), DAY).results}


def shown(write: Callable[[Page], None]) -> str:
    stream = io.StringIO()
    with Page(safe_console(stream, width=200), "en") as page:
        write(page)
    return stream.getvalue().strip()


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (["plain"], "still undetermined: 1; run it again to go on"),
        (["vague"], "without a written rule: 1; no question settles them, ask the authority"),
        (["plain", "vague"], "still undetermined: 1; run it again to go on; without a written rule: 1; no question"),
        ([], "every measure is settled"),
    ],
)
def test_what_no_question_settles_is_not_called_open_to_questions(kept: Sequence[str], told: str) -> None:
    still = [StillOpen(ANSWERS[word], (), ()) for word in kept]
    assert shown(lambda page: show_open(page, still, BOOK, is_over=False)).startswith(told)
    counts = shown(lambda page: show_counts(page, [ANSWERS[word] for word in kept]))
    assert ("no rule written 1" in counts) is ("vague" in kept)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([], ""),
        ([None], "not asked about because closed: 1; no day to come is known for any"),
        ([None, date(2027, 2, 1), date(2027, 1, 1)], "; a day to come is known for 2: --as-of 2027-01-01 or later"),
        ([None, date(2027, 2, 1)], "asks about them; none is known for 1"),
        ([date(2027, 2, 1)], "closed: 1; a day to come is known for 1: --as-of 2027-02-01 or later asks about them"),
    ],
)
def test_a_day_to_come_is_offered_where_one_is_known(days: Sequence[date | None], told: str) -> None:
    lines = shown(lambda page: show_left_out(page, Record("firm", "Smith"), days, BOOK))
    assert told in lines
    assert ("none is known" in lines) is (len(days) > 1)
