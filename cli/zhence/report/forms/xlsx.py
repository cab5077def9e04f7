"""The report as an Excel workbook; what is filled into it can be read back as a profile."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhence.model.text import Lang
from zhence.report.forms import words
from zhence.report.forms.xlsx_answers import conditions, matrix, measures
from zhence.report.forms.xlsx_figures import documents, missing, sources, stated
from zhence.report.forms.xlsx_overview import overview
from zhence.report.forms.xlsx_pen import Pen
from zhence.report.forms.zipped import dated_zip


def xlsx(document: Mapping[str, Any], lang: Lang) -> bytes:
    """Return the document as an Excel workbook, the same bytes for the same document."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    pen = Pen(book, lang)
    names = "、".join(words.safe(subject["name"]) for subject in document["subjects"])
    book.set_properties(
        {
            "title": words.REPORT.to(lang),
            "subject": names[:255],
            "author": f"zhence {document['program']}",
            "created": datetime.fromisoformat(document["as_of"]),
        }
    )
    overview(pen, document)
    if len(document["subjects"]) > 1:
        matrix(pen, document)
    measures(pen, document)
    conditions(pen, document)
    missing(pen, document)
    if any(subject["stated"] for subject in document["subjects"]):
        stated(pen, document)
    documents(pen, document)
    sources(pen, document)
    book.close()
    return dated_zip(target.getvalue(), document["as_of"])
