"""What many subjects come to, as one HTML file that needs no other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from zhence import __version__
from zhence.model.heat import Heat
from zhence.model.result import Verdict
from zhence.model.summary import Summary
from zhence.model.sweep import Sweep
from zhence.model.text import Lang
from zhence.report.batch import page_words, words
from zhence.report.batch.chart import chart
from zhence.report.counts import OTHERS_ASIDE
from zhence.report.forms.html import TEMPLATES, percent, policy, sayer
from zhence.report.forms.words import safe
from zhence.report.sentences import asked_words
from zhence.report.status import day_words
from zhence.report.words import VERDICTS

FIRST = 20  # near misses and figures in sight; the rest fold
GLYPHS = {
    Verdict.ELIGIBLE: "✓",
    Verdict.ELIGIBLE_IF: "◎",
    Verdict.DISCRETIONARY: "◇",
    Verdict.UNKNOWN: "?",
    Verdict.NOT_ELIGIBLE: "✕",
    Verdict.NOT_APPLICABLE: "–",
}
CLOSED = "◌"
LETTERS = dict(zip(GLYPHS, "YRD?x.", strict=True))  # a cell in the data of the page; digits are steps, + is ten or more
MOST_STEPS = 9


def heat_page(summary: Summary, heat: Heat | None, sweeps: Sequence[Sweep], lang: Lang) -> bytes:
    """Return the page in one language."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("zhence", TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        finalize=sayer(lang),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"percent": percent}
    texts = {
        name: (files("zhence") / TEMPLATES / name).read_text("utf-8")
        for name in ("report.css", "batch.css", "batch.js")
    }
    style, script = texts["report.css"] + texts["batch.css"], texts["batch.js"]
    shown = words.told(summary)
    apart = [each.measure for each in summary.measures if each not in shown]
    page = environment.get_template("batch.html").render(
        summary=summary,
        heat=heat,
        sweeps=[(sweep, chart(sweep)) for sweep in sweeps],
        words=words,
        own=page_words,
        others_aside=OTHERS_ASIDE,
        language={"zh": "zh-CN", "en": "en"}[lang],
        style=Markup(style),  # noqa: S704 (our own file)
        script=Markup(script),  # noqa: S704 (our own file)
        policy=policy(style, script),
        data=Markup(_data(heat, lang)) if heat is not None else "",  # noqa: S704 (JSON without a sign that ends it)
        shown=shown,
        apart=apart,
        verdicts=VERDICTS,
        glyphs={**GLYPHS, Verdict.CLOSED: CLOSED},
        first=FIRST,
        asked_words=asked_words,
        day_words=day_words,
        program=__version__,
    )
    return page.encode("utf-8")


def _data(heat: Heat, lang: Lang) -> str:
    """Return the map as JSON: names, measures, and a letter a cell."""
    shown = words.applying(heat)
    data: dict[str, Any] = {
        "names": [safe(name) or words.UNNAMED.to(lang) for name in heat.names],
        "measures": [
            {"title": safe(words.title_words(m, is_closed=m.id in heat.closed).to(lang)), "cells": _letters(heat, at)}
            for at in shown
            for m in (heat.measures[at],)
        ],
        "verdicts": {
            LETTERS[verdict]: {"id": str(verdict), "title": VERDICTS[verdict].to(lang), "glyph": GLYPHS[verdict]}
            for verdict in GLYPHS
        },
    }
    told = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return told.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _letters(heat: Heat, measure: int) -> str:
    return "".join(_letter(heat.verdict(measure, at), heat.away(measure, at)) for at in range(len(heat.names)))


def _letter(verdict: Verdict, steps: int) -> str:
    if verdict is Verdict.NOT_ELIGIBLE and steps:
        return str(steps) if steps <= MOST_STEPS else "+"
    return LETTERS[verdict]
