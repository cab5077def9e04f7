"""What `batch --sweep` does with a table: move one threshold, or leave with a word on why that cannot be done."""

from __future__ import annotations

from zhence.app import options
from zhence.columns.ends import UnsupportedError
from zhence.columns.sweep import sweep
from zhence.model.fault import Fault
from zhence.model.sweep import Sweep, SweepAsked
from zhence.model.text import Lang, Text
from zhence.tables.part import Asked
from zhence.tables.read import Table

OPTION = "--sweep"


def swept(asked: SweepAsked, table: Table, given: Asked, lang: Lang) -> Sweep:
    """Return who is in at each threshold; `given` tells how the table was read."""
    catalogue, subject = given.catalogue, given.subject
    if asked.measure.subject not in {subject, *catalogue.subjects[subject].items}:
        title = catalogue.subjects[subject].title
        problem = Text(f"这项措施的对象不是{title.zh}", f"this measure is not for: {title.en}")
        remedy = Text("换一项措施，或用 --subject 写明", "name another measure, or say the subject with --subject")
        options.stop(Fault(OPTION, asked.measure.id, problem, remedy, kind="usage"), lang=lang)
    try:
        return sweep(catalogue, given.as_of, table.frame, table.columns, subject, asked)
    except UnsupportedError as error:
        problem = Text(f"不能按列计算（{error}）", f"cannot be worked out in columns ({error})")
        remedy = Text("把两端写小些，或换一条门槛", "write smaller ends, or name another threshold")
        options.stop(Fault(OPTION, asked.measure.id, problem, remedy, kind="usage"), lang=lang)
