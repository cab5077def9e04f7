from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from zhence.model.fault import Fault
from zhence.model.text import Lang, Text
from zhence.report.page import Page
from zhence.report.words import SEMICOLON

MARKS = {"error": Text("错误", "error"), "warning": Text("提示", "note")}
STYLES = {"error": "red", "warning": "yellow"}


def render_faults(faults: Sequence[Fault], lang: Lang, console: Console) -> None:
    """Print faults, one a line: where, what, what to do; then how many."""
    errors = sum(fault.severity == "error" for fault in faults)
    with Page(console, lang) as page:
        for fault in faults:
            place = fault.file + (f":{fault.line}" if fault.line is not None else "")
            words = page.say(fault.problem + SEMICOLON + fault.remedy)
            told = ": ".join(part for part in (place, fault.key, words) if part)
            page.line((page.say(MARKS[fault.severity]), STYLES[fault.severity]), f" {told}")
        if errors:
            page.line(page.say(_count(errors, len(faults) - errors)))


def _count(errors: int, notes: int) -> Text:
    zh = f"共 {errors} 处错误" + (f"，{notes} 处提示" if notes else "")
    en = _many(errors, "error") + (f", {_many(notes, 'note')}" if notes else "")
    return Text(zh, en)


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
