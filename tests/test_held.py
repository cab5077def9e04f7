"""A support that is held already is no near miss: nobody is told to give up a title."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from workshop import DAY, answered, measure, workshop
from zhence.columns.answers import details_of
from zhence.columns.summary import summarise
from zhence.columns.verdicts import compile_measures
from zhence.engine.near import select
from zhence.engine.tally import summarise as tallied
from zhence.model.checklist import Left
from zhence.model.result import Verdict
from zhence.report.findings import findings

GRANTS = 'grants = ["licensed"]'


@pytest.mark.parametrize(
    ("top", "text", "is_held"),
    [
        (GRANTS, "licensed = true", True),
        (GRANTS, "licensed = false", False),
        (GRANTS, "", False),
        ("", "licensed = true", False),  # a title that another body gives may stand in the way
    ],
)
def test_a_support_is_held_where_all_that_fails_is_not_to_have_it(
    tmp_path: Path, top: str, text: str, is_held: bool
) -> None:
    book = workshop(measure("licence", fact="licensed", at_least=False, top=top))
    (result,) = answered(book, tmp_path, text).results
    assert (result.held is not None) is is_held
    told = [line.words.zh for line in findings(result, book, DAY)]
    assert any("已经取得" in words for words in told) is is_held
    assert any("差1项条件" in words for words in told) is (result.open_verdict is Verdict.NOT_ELIGIBLE and not is_held)


@pytest.mark.parametrize(("top", "is_held"), [(GRANTS, True), ("", False)])
def test_what_is_held_is_in_no_list_of_near_misses(tmp_path: Path, top: str, is_held: bool) -> None:
    book = workshop(measure("licence", fact="licensed", at_least=False, top=top))
    report = answered(book, tmp_path, "licensed = true")
    selection = select(report, is_named=False)
    assert selection.left == ({Left.HELD: 1} if is_held else {})
    measures = tuple(book.measures.values())
    alone = tallied([report], measures, book, DAY).near
    compiled = compile_measures(book, DAY, ["licensed"], "firm", measures)
    details = details_of(compiled)
    table = pl.LazyFrame({"licensed": [True]})
    of_table = summarise(compiled, table, "firm", details).near
    assert [near.count for near in of_table] == [near.count for near in alone] == ([] if is_held else [1])


SOFT = """
[condition.soft]
fact = "size"
at_least = 5
strength = "in-principle"
clause = "s. 2"
"""


@pytest.mark.parametrize(("size", "is_said"), [(4, True), (5, False)])
def test_a_support_that_stays_at_discretion_says_so(tmp_path: Path, size: int, is_said: bool) -> None:
    text = measure("grant", subject="job", fact="size", at_least=9, more=SOFT.replace("size", "share"))
    book = workshop(text.replace('requires = "only"', 'requires = { all = ["only", "soft"] }'))
    (result,) = answered(book, tmp_path, f"[[firm.job]]\nsize = 1\nshare = {size}\n").results
    told = [line.words.zh for line in findings(result, book, DAY)]
    assert told[0] == ("差1项条件；补上后至多可酌情" if is_said else "差1项条件")
