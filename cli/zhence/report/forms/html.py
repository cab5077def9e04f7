"""A report as one HTML file that needs no other: it opens from a stick, on a phone and on paper."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from zhence.model.text import Lang, Text
from zhence.report.forms import html_words, words
from zhence.report.forms.grid import by_verdict, grids, links
from zhence.report.forms.html_conditions import Conditions

TEMPLATES = "report/templates"
DEEPEST = 4  # further in, lines are no longer indented
SHORT = 60  # characters of a name where there is little room


def html(document: Mapping[str, Any], lang: Lang) -> bytes:
    """Return the report in one language."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
    from markupsafe import Markup

    say = sayer(lang)
    environment = Environment(
        loader=PackageLoader("zhence", TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        finalize=say,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"percent": percent, "depth": lambda depth: min(depth, DEEPEST), "short": _short}
    environment.tests |= {"address": _is_address}
    style, script = ((files("zhence") / TEMPLATES / name).read_text("utf-8") for name in ("report.css", "report.js"))
    subjects = document["subjects"]
    sources = {
        source["id"]: {"anchor": f"source{at}", "title": source["title"]}
        for at, source in enumerate(document["sources"], 1)
    }
    page = environment.get_template("report.html").render(
        document=document,
        words=words,
        own=html_words,
        language={"zh": "zh-CN", "en": "en"}[lang],
        style=Markup(style),  # noqa: S704 (our own file)
        script=Markup(script),  # noqa: S704 (our own file)
        policy=policy(style, script),
        grids=grids(document) if subjects else [],
        groups=[by_verdict(links(subject, number)) for number, subject in enumerate(subjects, 1)],
        places=[_measures(subject, number) for number, subject in enumerate(subjects, 1)],
        figures=[_figures(subject, number) for number, subject in enumerate(subjects, 1)],
        sources=sources,
        condition=Conditions(say, sources),
        verdicts={entry["verdict"]: entry for entry in document["verdicts"]},
        counts={
            entry["verdict"]: sum(subject["counts"][entry["verdict"]] for subject in subjects)
            for entry in document["verdicts"]
        },
        themes={result["theme"]: result["theme_title"] for subject in subjects for result in subject["results"]},
    )
    return page.encode("utf-8")


def sayer(lang: Lang) -> Callable[[Any], Any]:
    """Return what turns any value of the document into safe words, and nothing into nothing."""
    from markupsafe import Markup, escape

    @lru_cache(maxsize=words.SAID)
    def escaped(said: str) -> Markup:
        return escape(words.safe(said))

    def say(value: Any) -> Any:  # noqa: ANN401
        kind = type(value)
        if kind is Markup:
            return value  # was made safe before it became markup
        if kind is str:
            return escaped(value)
        if kind is dict:
            return escaped(value[lang])
        if kind is Text:
            return escaped(value.to(lang))
        return "" if value is None else value

    return say


def policy(style: str, script: str) -> str:
    """Return what the page may do: its own style and script, and nothing else."""
    own, run = (b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii") for text in (style, script))
    allowed = f"style-src 'sha256-{own}'; script-src 'sha256-{run}'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _measures(subject: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return, for each measure of a subject, the first answer to it."""
    return {link.result["measure"]: link for link in reversed(links(subject, number))}


def _figures(subject: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return, for each figure that a subject lacks, its words and its first place on the page."""
    places: dict[str, Any] = {}
    for at, figure in enumerate(subject["missing"], 1):
        places.setdefault(figure["figure"], {"anchor": f"s{number}-figure{at}", "words": figure["words"]})
    return places


def percent(part: str | int, whole: int = 1) -> str:
    """Return a share in percent for a drawing, to two decimals and rounded down."""
    hundredths = Fraction(part) / whole * 10_000 // 1
    return f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")


def _short(name: str) -> str:
    return name if len(name) <= SHORT else name[: SHORT - 1] + "…"


def _is_address(address: str) -> bool:
    return address.startswith(("https://", "http://"))
