"""A plan on a terminal and for programs: the steps, what each unlocks, every other way, when growth alone will do."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactType
from zhence.model.plan import Change, Plan, Repair, Step, Ways
from zhence.model.profile import Record
from zhence.model.result import MeasureResult, Verdict
from zhence.model.text import Lang, Text, same
from zhence.model.value import Members, Options, Span, Value
from zhence.report.arrivals import arrival_data, draw_arrivals
from zhence.report.head import draw_head, head_data, record_data
from zhence.report.json import number_data, text_data, value_data
from zhence.report.numbers import value_text
from zhence.report.page import Page
from zhence.report.sentences import figure_words
from zhence.report.status import closed_reason, item_words
from zhence.report.words import COLON, HELD, LIST, SEMICOLON, VERDICTS, bracketed, join

TITLE = Text("行动方案", "Plan of action")
NOTE = Text(
    "按档案现有数据推算；年度数据要到相应年度实现后才能申报。每步后可用 check 加所列 --set 复核。",
    "Worked out from the profile as it stands; a yearly figure counts once that year has it. Check each step with the --set shown.",
)


def render_plan(plan: Plan, catalogue: Catalogue, lang: Lang, console: Console) -> None:
    """Write the plan."""
    with Page(console, lang) as page:
        report = plan.before
        draw_head(page, TITLE, (report.record,), catalogue, report.as_of)
        _draw_steps(page, plan, catalogue)
        _draw_rivals(page, plan, catalogue)
        _draw_ways(page, plan, catalogue)
        draw_arrivals(page, plan, catalogue)
        _draw_aside(page, plan, catalogue)


def _draw_steps(page: Page, plan: Plan, catalogue: Catalogue) -> None:
    count = len([step for step in plan.steps if step.change.granted_by is None])
    changes = "one change" if count == 1 else f"{count} changes"
    gained = sum(len(step.gained) for step in plan.steps) - sum(len(step.lost) for step in plan.steps)
    page.heading(page.say(Text(f"最优方案（最多{plan.budget}处改动）", f"Best plan (at most {plan.budget} changes)")))
    if not plan.steps:
        none = Text("在此范围内，没有改动能使更多措施符合", "no change within this reach brings another support")
        page.line(page.say(none), indent=3)
        return
    supports = "one support more" if gained == 1 else f"{gained} supports more"
    page.line(
        page.say(Text(f"{count}处改动，净增{gained}项支持，已证明为最多", f"{changes}, {supports}: proved the most")),
        indent=3,
    )
    page.line(page.say(NOTE), indent=3)
    for number, step in enumerate(plan.steps, 1):
        page.blank()
        page.line((f"{number}. ", "bold"), (page.say(change_words(step.change, plan, catalogue)), "bold"), indent=1)
        page.line(f"--set {setting(step.change, plan.before.record, catalogue)}", indent=4)
        for result in step.gained:
            page.line((page.say(Text("新增：", "unlocks: ") + _support(result, catalogue)), "green"), indent=4)
            for benefit in result.measure.benefits:
                page.line(page.say(benefit.text), indent=6)
        for result in step.lost:
            page.line((page.say(Text("失去：", "loses: ") + _support(result, catalogue)), "red"), indent=4)
        if not step.gained:
            page.line(page.say(Text("与后面的步骤合起来才见效", "counts together with the steps after it")), indent=4)


def _draw_rivals(page: Page, plan: Plan, catalogue: Catalogue) -> None:
    if not plan.forgone:
        return
    page.heading(page.say(Text("不可兼得", "Not together")))
    for words, measures in (
        (Text("宜选：", "take: "), plan.together),
        (Text("须放弃：", "leave: "), plan.forgone),
    ):
        titles = [catalogue.measures[word].title for word in measures]
        page.line(page.say(words + join(titles, LIST)), indent=3)


def _draw_ways(page: Page, plan: Plan, catalogue: Catalogue) -> None:
    near = sorted((w for w in plan.ways if w.repairs), key=lambda w: (len(w.repairs[0].changes), w.repairs[0].effort))
    if near:
        page.heading(page.say(Text(f"逐项途径（{len(near)}）", f"Way to each support ({len(near)})")))
    for ways in near:
        page.blank()
        page.line((page.say(_support(ways.result, catalogue)), "bold"), indent=1)
        for number, repair in enumerate(ways.repairs, 1):
            words = join([change_words(change, plan, catalogue) for change in repair.changes], SEMICOLON)
            page.line(f"{number}) ", page.say(words), indent=3, hang=3)
    far = [ways.result for ways in plan.ways if not ways.repairs]
    beyond = Text(
        f"够不着：{plan.budget}处以内的改动达不到，或所差的改不了（日期、地点、往年数据等）",
        f"Out of reach: more than {plan.budget} changes away, or what is missing cannot be changed (days, places, past years)",
    )
    unstated = Text(
        "先补数据：取决于尚未填写的数据（zhence ask）", "Figures first: these rest on figures not stated (zhence ask)"
    )
    _draw_far(page, unstated, [result for result in far if result.open_verdict is Verdict.UNKNOWN], catalogue)
    _draw_far(page, beyond, [result for result in far if result.open_verdict is not Verdict.UNKNOWN], catalogue)


def _draw_far(page: Page, heading: Text, results: list[MeasureResult], catalogue: Catalogue) -> None:
    """Write which supports stand apart; those of items with the item, as another item of the kind may stand elsewhere."""
    if results:
        page.heading(page.say(heading))
        page.line(page.say(join([_named(result, catalogue) for result in results], LIST)), indent=3)


def _named(result: MeasureResult, catalogue: Catalogue) -> Text:
    item = item_words(result, catalogue)
    return result.measure.title + (bracketed(item) if item is not None else same(""))


def _draw_aside(page: Page, plan: Plan, catalogue: Catalogue) -> None:
    if not plan.aside:
        return
    page.heading(page.say(Text("指定而无从规划的", "Named, but nothing to plan")))
    for result in plan.aside:
        words = result.measure.title + COLON + VERDICTS[result.verdict]
        if result.verdict is Verdict.CLOSED:
            reason = closed_reason(result.measure, plan.before.as_of, catalogue)
            words += (bracketed(reason) if reason is not None else same("")) + SEMICOLON
            words += Text("加 --with-closed 可为下一轮规划", "--with-closed plans for the next round")
        elif result.held is not None:
            words += SEMICOLON + HELD
        elif result.measure.unwritten is not None:
            words += SEMICOLON + Text("未写成规则", "no rule written")
        elif result.hypothetical:
            words += SEMICOLON + Text("档案没有列出这类对象", "the profile lists no such item")
        page.line(page.say(words), indent=3)


def change_words(change: Change, plan: Plan, catalogue: Catalogue) -> Text:
    """Return what changes from what to what; a title granted by a support names it."""
    fact = catalogue.facts[change.key.fact]
    record = plan.before.record
    owner = same("")
    if change.kind is not None and change.item is not None:
        owner = same(record.items[change.kind][change.item].name + " ")
    words = owner + figure_words(change.key, catalogue, plan.before.as_of) + COLON
    after = value_text(change.after, fact, catalogue)
    if change.before is None:
        words += Text("尚未填写，须为", "not stated, must be ") + after
    else:
        words += value_text(change.before, fact, catalogue) + same(" → ") + after
    if change.granted_by is None:
        return words
    return words + bracketed(Text("先取得", "first obtain: ") + catalogue.measures[change.granted_by].title)


def setting(change: Change, record: Record, catalogue: Catalogue) -> str:
    """Return the change as `--set` takes it."""
    fact = catalogue.facts[change.key.fact]
    place = "" if change.kind is None else f"{change.kind}[{(change.item or 0) + 1}]."
    value = _written(change.after)
    unit = fact.unit or "" if fact.type in (FactType.MONEY, FactType.PERCENT) else ""
    return f"{place}{change.key}={value}{unit}"


def _written(value: Value) -> str:
    if isinstance(value, Span) and value.exact is not None:
        return number_data(value.exact)
    if isinstance(value, Options) and value.exact is not None:
        return str(value.exact).lower() if isinstance(value.exact, bool) else value.exact
    return ",".join(sorted(value.known)) if isinstance(value, Members) else "?"


def _support(result: MeasureResult, catalogue: Catalogue) -> Text:
    item = item_words(result, catalogue)
    return result.measure.title + same(f"  {result.measure.id}") + (same("  ") + item if item is not None else same(""))


def plan_data(plan: Plan, catalogue: Catalogue) -> dict[str, Any]:
    """Return the plan as plain data."""
    return {
        **head_data(catalogue, plan.before.as_of),
        "subject": record_data(plan.before.record),
        "budget": plan.budget,
        "steps": [_step_data(step, plan, catalogue) for step in plan.steps],
        "take": list(plan.together),
        "leave": list(plan.forgone),
        "ways": [_ways_data(ways, plan, catalogue) for ways in plan.ways],
        "aside": [{**_result_data(result), "verdict": str(result.verdict)} for result in plan.aside],
        "growth": {fact: number_data(rate) for fact, rate in plan.growth},
        "idle": list(plan.idle),
        "arrivals": [arrival_data(arrival) for arrival in plan.arrivals],
    }


def _step_data(step: Step, plan: Plan, catalogue: Catalogue) -> dict[str, Any]:
    return {
        **_change_data(step.change, plan, catalogue),
        "gained": [_result_data(result) for result in step.gained],
        "lost": [_result_data(result) for result in step.lost],
    }


def _ways_data(ways: Ways, plan: Plan, catalogue: Catalogue) -> dict[str, Any]:
    return {**_result_data(ways.result), "repairs": [_repair_data(repair, plan, catalogue) for repair in ways.repairs]}


def _repair_data(repair: Repair, plan: Plan, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "effort": number_data(repair.effort),
        "changes": [_change_data(change, plan, catalogue) for change in repair.changes],
    }


def _change_data(change: Change, plan: Plan, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "set": setting(change, plan.before.record, catalogue),
        "words": text_data(change_words(change, plan, catalogue)),
        "before": value_data(change.before),
        "after": value_data(change.after),
        "effort": number_data(change.effort),
        "granted_by": change.granted_by,
    }


def _result_data(result: MeasureResult) -> dict[str, Any]:
    is_item = result.item is not None and result.item is not result.record
    return {"measure": result.measure.id, "item": result.item.name if is_item and result.item else None}
