"""The conditions of a page, which are most of it: written here, each in a third of the time that a template takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from zhence.report.forms import html_words, words
from zhence.report.words import bracketed

if TYPE_CHECKING:
    from markupsafe import Markup

Data = Mapping[str, Any]
OPEN = "open"


class Conditions:
    """Hold how anything is said on the page, and for each source the link to where the page tells of it."""

    def __init__(self, say: Callable[[Any], Markup], sources: Mapping[str, Data]) -> None:
        self.say = say
        self.links = {
            word: f'<a href="#{say(each["anchor"])}">{say(each["title"])}</a>' for word, each in sources.items()
        }
        titles = (words.VALUE, html_words.REQUIRED, words.GAP, words.CLAUSE, bracketed(html_words.RELAXED))
        self.value, self.required, self.gap, self.clause, self.relaxed = map(say, titles)

    def __call__(self, found: Data, bar: Callable[[str], Markup]) -> Markup:
        """Return one condition as an item of a list; `bar` draws how full it is."""
        from markupsafe import Markup

        say = self.say
        low, high = found["answer"]
        state = say(low if low == high else OPEN)
        relaxed = f"<em>{self.relaxed}</em>" if found["relaxed"] else ""
        told = ""
        if found["value_text"]:
            told += f"<div><dt>{self.value}</dt><dd>{say(found['value_text'])}</dd></div>\n"
        if found["threshold_text"]:
            told += f"<div><dt>{self.required}</dt><dd>{say(found['threshold_text'])}</dd></div>\n"
        if found["gap_text"]:
            drawn = f" {bar(found['filled'])}" if found["filled"] is not None else ""
            told += f'<div class="short"><dt>{self.gap}</dt><dd>{say(found["gap_text"])}{drawn}</dd></div>\n'
        source = self.links.get(found["source"]) or say(found["source"])
        return Markup(  # noqa: S704 (everything in it was said safely)
            f'<li class="condition {state}">\n'
            f'<p><svg class="mark" aria-hidden="true"><use href="#a-{state}"/></svg>'
            f'<b class="state">{say(found["answer_title"])}</b> {say(found["sentence"])}{relaxed}</p>\n'
            f"<dl>\n{told}<div><dt>{self.clause}</dt><dd>{say(found['clause'])} · {source}</dd></div>\n</dl>\n</li>\n"
        )
