"""The next questions for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhence.model.catalogue import Catalogue
from zhence.model.profile import Record
from zhence.model.question import Asked, Question
from zhence.report.asked import missing_data
from zhence.report.numbers import plain

SCHEMA = 1


def questions_data(questions: Sequence[Question], catalogue: Catalogue, record: Record) -> dict[str, Any]:
    """Return the questions as plain data, the most settling first."""
    return {
        "schema": SCHEMA,
        "subject": {"kind": record.subject, "name": record.name},
        "questions": [_question(question, catalogue, record) for question in questions],
    }


def _question(question: Question, catalogue: Catalogue, record: Record) -> dict[str, Any]:
    wanted = missing_data(list(question.moves), catalogue)
    return {
        "figures": [_part(asked, wanted, record) for asked in question.parts],
        "settles": plain(question.settles),
        "at_most": len(question.moves),
        "moves": list(dict.fromkeys(result.measure.id for result in question.moves)),
        "unlocks": list(dict.fromkeys(result.measure.id for result in question.unlocks)),
    }


def _part(asked: Asked, wanted: list[dict[str, Any]], record: Record) -> dict[str, Any]:
    listed = record.items.get(asked.kind or "", ())
    owner = record if asked.kind is None else listed[asked.at] if listed else Record(asked.kind, "")
    found = next(
        each
        for each in wanted
        if each["figure"] == str(asked.key) and (each["of"]["kind"], each["of"]["name"]) == (owner.subject, owner.name)
    )
    return {key: value for key, value in found.items() if key != "measures"}
