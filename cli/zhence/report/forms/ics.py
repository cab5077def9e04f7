from __future__ import annotations

from datetime import date
from typing import Any

from zhence.model.text import Lang
from zhence.report.ics import calendar_file


def ics(document: dict[str, Any], lang: Lang) -> bytes:
    """Return the days of the document as a calendar file."""
    return calendar_file(document["calendar"], date.fromisoformat(document["as_of"]), document["catalogue"]["id"], lang)
