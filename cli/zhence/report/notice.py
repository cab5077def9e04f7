"""The items of the notice that carries the catalogue, and the measures that carry them out."""

from __future__ import annotations

from rich.console import Console

from zhence.model.catalogue import Catalogue
from zhence.model.text import Lang, Text, same
from zhence.report.page import Page
from zhence.report.words import bracketed


def render_notice(catalogue: Catalogue, lang: Lang, console: Console) -> None:
    """Print the published items of the notice, the measures that carry out each, and how many nobody has published."""
    with Page(console, lang) as page:
        _notice(page, catalogue)


def _notice(page: Page, catalogue: Catalogue) -> None:
    for item in catalogue.notice.values():
        page.line((f"{item.id} {page.say(item.title)}", "bold"))
        for measure in catalogue.measures.values():
            if item.id in measure.notice:
                page.line(page.say(measure.title + bracketed(same(measure.id))), indent=4)
    if catalogue.notice_total is not None:
        named, total = len(catalogue.notice), catalogue.notice_total
        words = Text(
            f"通知共 {total} 条，公开报道点名 {named} 条，其余 {total - named} 条未见公开文本，目录不猜测。",
            f"The notice has {total} measures; public reports name {named}; "
            f"the other {total - named} are not published and are not guessed here.",
        )
        page.line(page.say(words))
