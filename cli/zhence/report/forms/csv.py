"""One row for each subject, measure and condition; the exact numbers beside the words, for spreadsheets and programs."""

from __future__ import annotations

import csv as standard
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from zhence.model.text import Lang, Text
from zhence.report.forms import words
from zhence.report.forms.words import safe, say, value_words

Data = dict[str, Any]
BOM = "\ufeff"  # by it Excel knows UTF-8
STARTS_FORMULA = tuple("=+-@\t\r＝＋－＠")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
COLUMNS = (
    words.SUBJECT,
    words.KIND,
    words.PLACE,
    words.AS_OF,
    words.MEASURE_ID,
    words.MEASURE,
    words.THEME,
    words.ITEM,
    words.VERDICT_ID,
    words.VERDICT,
    words.OPEN_VERDICT,
    words.CLOSED,
    words.DECIDED,
    words.STEPS,
    words.MISSING,
    words.CONDITION_ID,
    words.CONDITION,
    words.FIGURE,
    words.VALUE,
    words.VALUE_EXACT,
    words.THRESHOLD,
    words.THRESHOLD_EXACT,
    words.GAP,
    words.GAP_EXACT,
    words.UNIT,
    words.ANSWER,
    words.CLAUSE,
    words.SOURCE,
    words.READ,
    words.PROFILE_DIGEST,
    words.CATALOGUE_DIGEST,
    words.PROGRAM,
)


def csv(document: Data, lang: Lang) -> bytes:
    """Return the rows under one line of headings."""
    sheet = io.StringIO(newline="")
    writer = standard.writer(sheet)
    writer.writerow([cell(title.to(lang)) for title in COLUMNS])
    for subject in document["subjects"]:
        for result in subject["results"]:
            about = _about(document, subject, result, lang)
            for leaf in _leaves(result, lang):
                row = about | leaf
                writer.writerow([cell(row.get(title, "")) for title in COLUMNS])
    return (BOM + sheet.getvalue()).encode(errors="replace")


@lru_cache(maxsize=words.SAID)
def cell(content: str) -> str:
    """Return what a spreadsheet shows as words even where it begins like a formula."""
    content = safe(content)
    if content.lstrip(" \ufffd").startswith(STARTS_FORMULA) and not NUMBER.fullmatch(content):
        return f"'{content}"
    return content


def _about(document: Data, subject: Data, result: Data, lang: Lang) -> dict[Text, str]:
    """Return the cells that every row of a measure shares."""
    return {
        words.SUBJECT: subject["name"],
        words.KIND: say(subject["kind_title"], lang),
        words.PLACE: say(subject["place_words"], lang),
        words.AS_OF: document["as_of"],
        words.MEASURE_ID: result["measure"],
        words.MEASURE: say(result["title"], lang),
        words.THEME: say(result["theme_title"], lang),
        words.ITEM: result["item"]["name"] if result["item"] is not None else "",
        words.VERDICT_ID: result["verdict"],
        words.VERDICT: say(result["verdict_title"], lang),
        words.OPEN_VERDICT: say(result["open_verdict_title"], lang) if result["verdict"] == "closed" else "",
        words.CLOSED: say(result["closed"], lang),
        words.DECIDED: say(result["decided_title"], lang),
        words.STEPS: "" if (steps := words.steps(result)) is None else str(steps),
        words.MISSING: " | ".join(result["missing"]),
        words.READ: say(result["read_title"], lang),
        words.PROFILE_DIGEST: subject["digest"],
        words.CATALOGUE_DIGEST: document["catalogue"]["digest"],
        words.PROGRAM: document["program"],
    }


def _leaves(result: Data, lang: Lang) -> Iterator[dict[Text, str]]:
    """Yield the cells of each condition and score table; of a measure without any, those of the measure alone."""
    if not result["conditions"] and not result["scores"]:
        yield {words.SOURCE: say(result["source_title"], lang)}
    for condition in result["conditions"]:
        gap = condition["gap"]
        yield {
            words.CONDITION_ID: condition["condition"],
            words.CONDITION: say(condition["sentence"], lang),
            words.FIGURE: condition["figure"] or "",
            words.VALUE: say(condition["value_text"], lang),
            words.VALUE_EXACT: value_words(condition["value"]),
            words.THRESHOLD: say(condition["threshold_text"], lang),
            words.THRESHOLD_EXACT: value_words(condition["effective"]),
            words.GAP: say(condition["gap_text"], lang),
            words.GAP_EXACT: gap["shortfall"] if gap is not None else "",
            words.UNIT: say(condition["unit_title"], lang),
            words.ANSWER: say(condition["answer_title"], lang),
            words.CLAUSE: say(condition["clause"], lang),
            words.SOURCE: say(condition["source_title"], lang),
        }
    for score in result["scores"]:
        yield {
            words.CONDITION_ID: score["score"],
            words.CONDITION: say(score["title"], lang),
            words.VALUE: say(score["points_text"], lang),
            words.VALUE_EXACT: points(score["low"], score["high"]),
            words.THRESHOLD: say(score["threshold_text"], lang),
            words.THRESHOLD_EXACT: score["at_least"] or score["more_than"] or "",
            words.GAP: say(score["gap_text"], lang),
            words.ANSWER: say(score["answer_title"], lang),
            words.CLAUSE: say(score["clause"], lang),
            words.SOURCE: say(result["source_title"], lang),
        }


def points(low: str, high: str) -> str:
    """Return points exactly: one number, or a range of two."""
    return low if low == high else f"{low}..{high}"
