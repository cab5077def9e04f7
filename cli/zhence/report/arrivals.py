"""When growth alone will do: the year of the whole support, or which condition it brings and which then fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from zhence.model.catalogue import Catalogue
from zhence.model.plan import Arrival, Plan, Reached
from zhence.model.result import ConditionResult, MeasureResult, Verdict
from zhence.model.text import Text, same
from zhence.report.findings import condition_line, miss_lines
from zhence.report.misses import misses, once
from zhence.report.numbers import plain
from zhence.report.page import Page
from zhence.report.sentences import asked_words
from zhence.report.status import closed_reason, item_words
from zhence.report.words import COLON, LIST, SEMICOLON, VERDICTS, join


def draw_arrivals(page: Page, plan: Plan, catalogue: Catalogue) -> None:
    """Write what growth does for each support, and what is taken to stay."""
    if not plan.growth:
        return
    page.heading(page.say(Text("按所述增速何时达到", "When growth alone will do")))
    rates = [
        catalogue.facts[fact].title + Text(f"年增{plain(rate * 100)}%", f" grows {plain(rate * 100)}% a year")
        for fact, rate in plan.growth
    ]
    stays = Text("其他年度数据与最近一年相同", "every other yearly figure stays as it was last")
    page.line(page.say(Text("假设", "Taken: ") + join([*rates, stays], SEMICOLON)), indent=3)
    for fact in plan.idle:
        helps = Text(
            "的增长没有使所考虑的任何支持更近一步", ": its growth brings none of the supports weighed any nearer"
        )
        page.line(page.say(catalogue.facts[fact].title + helps), indent=3)
    for arrival in plan.arrivals:
        item = item_words(arrival.result, catalogue)
        head = arrival.result.measure.title + (same("  ") + item if item is not None else same(""))
        page.blank()
        page.line((page.say(head + COLON + _when(arrival)), "bold"), indent=1)
        for words in _lines(arrival, catalogue, plan.before.as_of):
            page.line(page.say(words), indent=3)


def _when(arrival: Arrival) -> Text:
    if _is_over(arrival):
        return Text("到期前达不到", "not met before it expires")
    if arrival.year is None:
        if _waits_for_figures(arrival):
            return Text(
                "另有待补数据，何时全部达到尚不能说", "figures are missing: when it is met as a whole cannot be told"
            )
        return Text("五十年内不能全部达到", "not met as a whole in fifty years")
    return Text(f"{arrival.year}年申报时全部达到", f"met as a whole for an application in {arrival.year}")


def _is_over(arrival: Arrival) -> bool:
    """Tell whether the support ends before growth gets there."""
    last = arrival.result.measure.valid_to
    return last is not None and last < arrival.as_of


def _waits_for_figures(arrival: Arrival) -> bool:
    """Tell whether all that growth can bring is there, and only figures that nobody stated are not."""
    is_there = all(reached.on is not None for reached in arrival.reached)
    return is_there and arrival.then is not None and arrival.then.open_verdict is Verdict.UNKNOWN


def _lines(arrival: Arrival, catalogue: Catalogue, today: date) -> Iterator[Text]:
    for reached in arrival.reached:
        yield _reached(reached, catalogue, today)
    if _is_over(arrival) and (reason := closed_reason(arrival.result.measure, arrival.as_of, catalogue)):
        yield Text("届时已不能申报：", "no application is possible by then: ") + reason
    if arrival.year is None and arrival.then is not None:
        yield from _failing(arrival.then, catalogue, arrival.as_of)


def _reached(reached: Reached, catalogue: Catalogue, today: date) -> Text:
    if reached.on is None:
        words = condition_line(reached.result, catalogue, today).words
        return Text("五十年内达不到：", "out of reach in fifty years: ") + words
    words = condition_line(reached.result, catalogue, reached.on).words
    year = reached.on.year
    return Text(f"{year}年申报时达到：", f"reached for an application in {year}: ") + words


def _failing(then: MeasureResult, catalogue: Catalogue, as_of: date) -> Iterator[Text]:
    """Yield what keeps the support away in the year in which the last condition is reached."""
    if then.open_verdict is Verdict.NOT_ELIGIBLE and then.root is not None:
        for miss in once(misses(then.root)):
            yield Text("届时不符合：", "by then fails: ") + miss_lines(miss, catalogue, as_of)[0].words
        return
    words = Text("届时：", "by then: ") + VERDICTS[then.open_verdict]
    missing = join([asked_words(key, catalogue) for key in then.missing], LIST)
    yield words + (COLON + missing if then.missing else same(""))


def arrival_data(arrival: Arrival) -> dict[str, Any]:
    """Return what growth does for one support as plain data."""
    result, then = arrival.result, arrival.then
    is_item = result.item is not None and result.item is not result.record
    return {
        "measure": result.measure.id,
        "item": result.item.name if is_item and result.item else None,
        "year": arrival.year,
        "conditions": [_reached_data(reached) for reached in arrival.reached],
        "then": None if then is None else {"verdict": str(then.open_verdict), "blocking": _blocking(then)},
    }


def _reached_data(reached: Reached) -> dict[str, Any]:
    reading = reached.result.reading
    return {
        "condition": reached.result.condition.id,
        "figure": None if reading is None else str(reading.key),
        "year": None if reached.on is None else reached.on.year,
    }


def _blocking(result: MeasureResult) -> list[str]:
    return [leaf.condition.id if isinstance(leaf, ConditionResult) else leaf.score.id for leaf in result.blocking]
