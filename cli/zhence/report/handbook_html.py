"""A catalogue's book as one HTML file that needs no other."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from zhence.model.text import Lang, Text
from zhence.report.clean import clean
from zhence.report.handbook import Handbook
from zhence.report.handbook_markdown import CONTENTS, linked, numbered

TEMPLATE = "catalogue.html"
SKIP = Text("跳到正文", "Skip to the text")


@dataclass(slots=True)
class Branch:
    """Hold a line and the lines below it."""

    words: Text
    below: list[Branch] = field(default_factory=list)


def html(book: Handbook, lang: Lang) -> str:
    """Return the book in one language."""
    addresses = linked(book)

    def say(text: Text) -> Markup:
        words = clean(text.to(lang))
        parts = addresses.split(words) if addresses is not None else [words]
        link = Markup('<a href="{0}">{0}</a>')
        return Markup("").join(link.format(part) if at % 2 else part for at, part in enumerate(parts))

    environment = Environment(
        loader=PackageLoader("zhence", "report/templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"say": say, "branches": branches}
    page = environment.get_template(TEMPLATE)
    return page.render(book=book, language={"zh": "zh-CN", "en": "en"}[lang], contents=CONTENTS, skip=SKIP)


def branches(lines: tuple[tuple[int, Text], ...]) -> list[Branch]:
    """Return lines as trees."""
    roots: list[Branch] = []
    above: list[list[Branch]] = [roots]
    for _, depth, words in numbered(lines):
        branch = Branch(words)
        above[depth].append(branch)
        above[depth + 1 :] = [branch.below]
    return roots
