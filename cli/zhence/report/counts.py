"""Words beside a count of answers: what it holds, and what it leaves aside."""

from __future__ import annotations

from collections.abc import Iterable

from zhence.model.result import MeasureResult, Verdict
from zhence.model.text import Text, same
from zhence.report.words import VERDICTS, bracketed

OTHERS_ASIDE = Text("不含其他主体的措施", "measures for other kinds of subject aside")


def count_words(verdict: Verdict, results: Iterable[MeasureResult]) -> Text:
    """Return a verdict and how many have it; of the unknown ones also how many no figure settles, as no rule is written."""
    found = [result for result in results if result.verdict is verdict]
    words = VERDICTS[verdict] + same(f" {len(found)}")
    unwritten = sum(result.measure.unwritten is not None for result in found) if verdict is Verdict.UNKNOWN else 0
    return (
        words + bracketed(Text(f"其中未写成规则 {unwritten}", f"no rule written {unwritten}")) if unwritten else words
    )
