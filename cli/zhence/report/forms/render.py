"""A document in the form asked for; what a form needs is loaded only for it."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import Any

from zhence.model.text import Lang


class Form(StrEnum):
    """Name the forms of a report, by the ending of its file."""

    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"
    MD = "md"
    JSON = "json"
    CSV = "csv"
    ICS = "ics"


MODULES = {form: "markdown" if form is Form.MD else str(form) for form in Form}
PACKED = (Form.DOCX, Form.XLSX)  # no text, and so nothing for a screen


def render(document: dict[str, Any], form: Form, lang: Lang) -> bytes:
    """Return the bytes of one form; the same for the same document."""
    name = MODULES[form]
    content: bytes = getattr(import_module(f"zhence.report.forms.{name}"), name)(document, lang)
    return content
