"""Which measures a page is about, how near each is, and which were left out."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhence.model.catalogue import Catalogue
from zhence.model.checklist import Left, Selection
from zhence.model.result import MeasureResult, Verdict
from zhence.model.text import Text, same
from zhence.report.json import text_data
from zhence.report.status import closed_reason, item_words
from zhence.report.words import COLON, COMMA, HELD, LIST, SEMICOLON, VERDICTS, bracketed, join

LEFT = {
    Left.FAR: Text("差两步以上或未写成规则", "further away, or no rule written"),
    Left.HELD: Text("已有所授称号或身份", "what it grants is held already"),
    Left.SHUT: Text("已失效，或已截止且未见下一轮日期", "over, or closed with no known next round"),
    Left.UNLISTED: Text("所需的项目、产品等档案未列出", "about an item the profile does not list"),
    Left.NOT_APPLICABLE: Text("不适用", "not applicable"),
}
RULE = Text(
    "列入的措施：符合、待审核、可酌情的，以及只差一项条件或一项数据的；--measure 可另行指定",
    "Measures listed: those that apply, may apply or are at discretion, and those one condition or one figure away; "
    "--measure names others",
)
NAMED = Text("列入的措施：按 --measure 指定", "Measures listed: as named by --measure")


def rule_words(selection: Selection) -> Text:
    """Return by which rule the measures were chosen, and how many were left out for which reason."""
    parts = [LEFT[reason] + same(f" {count}") for reason, count in selection.left.items()]
    words = NAMED if selection.is_named else RULE
    return words + Text("。未列入：", ". Left out: ") + join(parts, SEMICOLON) if parts else words


def near_words(result: MeasureResult) -> Text:
    """Return the verdict were the measure open, and what is one step away."""
    if result.open_verdict is Verdict.UNKNOWN and result.missing:
        count = len(result.missing)
        return Text(f"待补{count}项数据", "one figure missing" if count == 1 else f"{count} figures missing")
    words = VERDICTS[result.open_verdict]
    if result.open_verdict is Verdict.NOT_ELIGIBLE and result.held is not None:
        return words + COMMA + HELD
    if result.open_verdict is Verdict.NOT_ELIGIBLE:
        away = "one condition away" if result.steps == 1 else f"{result.steps} conditions away"
        words += COMMA + Text(f"差{result.steps}项条件", away)
    return words


def standing_words(result: MeasureResult, catalogue: Catalogue, as_of: date) -> Text:
    """Return the verdict, and why the measure is closed where it is."""
    words = near_words(result)
    reason = closed_reason(result.measure, as_of, catalogue) if result.verdict is Verdict.CLOSED else None
    return words if reason is None else words + SEMICOLON + Text("未开放，", "closed, ") + reason


def measure_words(result: MeasureResult, catalogue: Catalogue, as_of: date) -> Text:
    """Return a measure's id, the item it is about, and its standing."""
    item = item_words(result, catalogue)
    standing = bracketed(standing_words(result, catalogue, as_of))
    return same(f"  {result.measure.id}") + (standing if item is None else standing + same(" ") + item)


def needed_words(results: tuple[MeasureResult, ...]) -> Text:
    """Return the titles of the measures, each with the items it is asked for."""
    items: dict[str, list[Text]] = {}
    titles: dict[str, Text] = {}
    for result in results:
        titles[result.measure.id] = result.measure.title
        named = items.setdefault(result.measure.id, [])
        if result.item is not None and result.item is not result.record and result.item.name:
            named.append(same(result.item.name))
    parts = [titles[word] + (COLON + join(named, LIST) if named else same("")) for word, named in items.items()]
    return join(parts, SEMICOLON)


def selection_data(selection: Selection, catalogue: Catalogue, as_of: date) -> dict[str, Any]:
    """Return the chosen measures and the counts of what was left out, for programs."""
    return {
        "named": selection.is_named,
        "measures": [
            {
                "measure": result.measure.id,
                "title": text_data(result.measure.title),
                "item": item_data(result),
                "verdict": str(result.verdict),
                "open_verdict": str(result.open_verdict),
                "steps": result.steps,
                "missing": [str(key) for key in result.missing],
                "closed": text_data(closed_reason(result.measure, as_of, catalogue)),
            }
            for result in selection.chosen
        ],
        "left_out": {str(reason): count for reason, count in selection.left.items()},
    }


def item_data(result: MeasureResult) -> dict[str, str] | None:
    """Return the item that an answer is about, None where it is the subject itself."""
    if result.item is None or result.item is result.record:
        return None
    return {"kind": result.item.subject, "name": result.item.name}
