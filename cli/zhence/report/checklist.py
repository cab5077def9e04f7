"""What to hand in: by who holds it, for which measures, and which figures are ready."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rich.console import Console

from zhence.model.catalogue import Catalogue
from zhence.model.checklist import Checklist, Figure, Paper, State
from zhence.model.text import Lang, Text, same
from zhence.report.head import draw_head, head_data, record_data
from zhence.report.json import text_data, value_data
from zhence.report.numbers import value_text
from zhence.report.page import Page
from zhence.report.selection import item_data, measure_words, needed_words, rule_words, selection_data
from zhence.report.sentences import asked_words, figure_words
from zhence.report.status import day_words
from zhence.report.words import COLON, COMMA, SEMICOLON, bracketed, join

STATES = {
    State.READY: Text("已备", "ready"),
    State.UNSOURCED: Text("缺出处", "no source"),
    State.MISSING: Text("待补", "missing"),
}
STYLES = {State.READY: "green", State.UNSOURCED: "cyan", State.MISSING: "yellow"}
NO_HOLDER = Text("目录未写明由谁持有", "Holder not named by the catalogue")
NO_TITLE = Text("目录未写明凭证的数据", "Figures for which the catalogue names no paper")


def render_checklist(found: Checklist, catalogue: Catalogue, lang: Lang, console: Console) -> None:
    """Write the list: the measures it is for, then the papers of each holder."""
    with Page(console, lang) as page:
        draw_head(page, Text("材料清单", "Checklist of papers"), (found.record,), catalogue, found.as_of)
        page.line(page.say(rule_words(found.selection)))
        page.blank()
        if not found.selection.chosen:
            page.line(page.say(Text("没有可列的措施", "There is no measure to list")))
            return
        _measures(page, found, catalogue)
        for holder, papers in by_holder(found.papers):
            page.heading(page.say((holder or NO_HOLDER) + bracketed(same(str(len(papers))))))
            for paper in papers:
                _paper(page, paper, found, catalogue)


def by_holder(papers: tuple[Paper, ...]) -> list[tuple[Text | None, list[Paper]]]:
    """Return the papers by their first holder, those with most papers first and the nameless last."""
    groups: dict[str, tuple[Text | None, list[Paper]]] = {}
    for paper in papers:
        holder = paper.holders[0] if paper.holders else None
        groups.setdefault(holder.zh if holder else "", (holder, []))[1].append(paper)
    return sorted(groups.values(), key=lambda group: (group[0] is None, -len(group[1])))


def _measures(page: Page, found: Checklist, catalogue: Catalogue) -> None:
    chosen = found.selection.chosen
    counts = Counter(figure.state for figure in found.figures)
    states = join([STATES[state] + same(f" {counts[state]}") for state in State], SEMICOLON)
    count = len(found.papers)
    papers = Text(f"{count}种材料", "1 paper" if count == 1 else f"{count} papers")
    answers = Text(f"{len(chosen)}项措施", "1 measure" if len(chosen) == 1 else f"{len(chosen)} measures")
    page.line((page.say(answers + COMMA + papers + SEMICOLON + Text("数据：", "figures: ") + states), "bold"))
    for result in chosen:
        page.line(
            (page.say(result.measure.title), "bold"), page.say(measure_words(result, catalogue, found.as_of)), indent=1
        )


def _paper(page: Page, paper: Paper, found: Checklist, catalogue: Catalogue) -> None:
    page.blank()
    ready = (page.say(same(" [") + STATES[State.READY] + same("]")), STYLES[State.READY])
    page.line((page.say(paper.title or NO_TITLE), "bold"), *([ready] if paper.is_ready else []), indent=1)
    if paper.others:
        page.line(page.say(Text("也写作：", "also called: ") + join(paper.others, SEMICOLON)), indent=3)
    if len(paper.holders) > 1:
        page.line(page.say(Text("也可由此取得：", "also held by: ") + join(paper.holders[1:], SEMICOLON)), indent=3)
    page.line(page.say(Text("用于：", "for: ") + needed_words(paper.needed)), indent=3)
    for figure in paper.figures:
        words = page.say(_figure_words(figure, found, catalogue))
        page.line((f"[{page.say(STATES[figure.state])}]", STYLES[figure.state]), f" {words}", indent=3)


def _figure_words(figure: Figure, found: Checklist, catalogue: Catalogue) -> Text:
    owner = same(figure.owner.name) + COLON if figure.owner is not found.record and figure.owner.name else same("")
    fact = catalogue.facts.get(figure.key.fact)
    if figure.state is State.MISSING or fact is None:
        return owner + asked_words(figure.key, catalogue)
    words = owner + figure_words(figure.key, catalogue, found.as_of) + COLON + value_text(figure.value, fact, catalogue)
    given = figure.given
    if given is None:
        return words + Text("（按档案所列条目计数）", " (counted from the items listed)")
    notes = [same(given.source)] if given.source is not None else []
    notes += [day_words(given.dated)] if given.dated is not None else []
    notes += [Text("估计值", "an estimate")] if given.estimate else []
    return words + bracketed(join(notes, COMMA)) if notes else words


def checklist_data(found: Checklist, catalogue: Catalogue) -> dict[str, Any]:
    """Return the list as plain data."""
    return {
        **head_data(catalogue, found.as_of),
        "subject": record_data(found.record),
        **selection_data(found.selection, catalogue, found.as_of),
        "holders": [
            {"holder": text_data(holder), "papers": [_paper_data(paper) for paper in papers]}
            for holder, papers in by_holder(found.papers)
        ],
    }


def _paper_data(paper: Paper) -> dict[str, Any]:
    return {
        "title": text_data(paper.title),
        "other_titles": [text_data(title) for title in paper.others],
        "holders": [text_data(holder) for holder in paper.holders],
        "ready": paper.is_ready,
        "needed_for": [{"measure": r.measure.id, "item": item_data(r)} for r in paper.needed],
        "figures": [_figure_data(figure) for figure in paper.figures],
    }


def _figure_data(figure: Figure) -> dict[str, Any]:
    given = figure.given
    return {
        "figure": str(figure.key),
        "owner": record_data(figure.owner),
        "state": str(figure.state),
        "value": value_data(figure.value),
        "source": given.source if given else None,
        "dated": given.dated.isoformat() if given and given.dated else None,
        "estimate": bool(given and given.estimate),
    }
