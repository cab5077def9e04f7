"""The id of a measure can be copied from any list: it is never broken, however wide the terminal is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.cells import cell_len

from workshop import DAY, answered, measure, workshop
from zhence.engine.agenda import agenda
from zhence.report.calendar import render_calendar
from zhence.report.console import safe_console
from zhence.report.events import events_data
from zhence.report.listing import render_list

LONG = "a-measure-whose-id-is-thirty-five-l"
ROUND = '[[window]]\nopens = 2026-07-01\nround = {{ zh = "首轮", en = "{name}" }}\n'


@pytest.mark.parametrize("width", [60, 99, 100, 104, 120, 200])
def test_an_id_is_never_broken(width: int, tmp_path: Path) -> None:
    book = workshop(measure(LONG, more=ROUND.format(name="first")), measure("short"))
    listed, days = io.StringIO(), io.StringIO()
    render_list(tuple(book.measures.values()), book, "zh", safe_console(listed, width=width), DAY)
    found = agenda([answered(book, tmp_path, "staff = 5\n")], DAY, None)
    render_calendar(found, book, "zh", safe_console(days, width=width))
    for page in (listed.getvalue(), days.getvalue()):
        assert LONG in page
        assert max(map(cell_len, page.splitlines())) <= width


@pytest.mark.parametrize(("name", "told"), [("first", " (first)"), ("first (of two)", "; first (of two)")])
def test_the_name_of_a_round_stands_in_one_pair_of_brackets(name: str, told: str, tmp_path: Path) -> None:
    book = workshop(measure("a", more=ROUND.format(name=name)))
    (event,) = events_data(agenda([answered(book, tmp_path, "staff = 5\n")], DAY, None), book)
    assert event["summary"]["en"] == f"opens: measure a{told}"
