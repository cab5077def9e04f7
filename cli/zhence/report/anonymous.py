"""Answers without the names in them: a number stands for each, the same one wherever it is shown and no one else's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactType
from zhence.model.profile import Record
from zhence.model.result import ConditionResult, NodeResult, Reading, Report, ScoreResult


def anonymised(reports: Sequence[Report], catalogue: Catalogue) -> list[Report]:
    """Return the reports with a number for each subject, item and member, and without the files they came from."""
    masks = _Masks(catalogue, count(len(reports) + 1))
    return [masks.report(report, f"#{number}") for number, report in enumerate(reports, 1)]


@dataclass(slots=True)
class _Masks:
    catalogue: Catalogue
    numbers: Iterator[int]  # of items and members: those that no subject has

    def report(self, report: Report, name: str) -> Report:
        """Return one report masked."""
        masked: dict[int, Record] = {}
        record = self._record(report.record, masked, name)
        results = tuple(
            replace(
                result,
                record=record,
                item=None if result.item is None else masked.get(id(result.item), result.item),
                root=self._node(result.root),
                scope=self._node(result.scope),
                blocking=tuple(self._leaf(leaf) for leaf in result.blocking),
                relaxed=tuple(self._condition(leaf) for leaf in result.relaxed),
            )
            for result in report.results
        )
        return replace(report, record=record, results=results)

    def _record(self, record: Record, masked: dict[int, Record], name: str) -> Record:
        items = {
            kind: tuple(self._record(item, masked, f"#{next(self.numbers)}") for item in items)
            for kind, items in record.items.items()
        }
        facts = {key: given for key, given in record.facts.items() if not self._names(key.fact)}
        masked[id(record)] = replace(record, name=name, items=items, facts=facts, origin="")
        return masked[id(record)]

    def _node(self, node: NodeResult | None) -> NodeResult | None:
        if node is None:
            return None
        return replace(
            node,
            children=tuple(masked for child in node.children if (masked := self._node(child)) is not None),
            condition=None if node.condition is None else self._condition(node.condition),
        )

    def _leaf(self, leaf: ConditionResult | ScoreResult) -> ConditionResult | ScoreResult:
        return self._condition(leaf) if isinstance(leaf, ConditionResult) else leaf

    def _condition(self, result: ConditionResult) -> ConditionResult:
        reading = result.reading
        if reading is not None and self._names(reading.key.fact):
            reading = Reading(reading.key, None, missing=reading.missing)
        return replace(result, reading=reading, inner=self._node(result.inner))

    def _names(self, fact_id: str) -> bool:
        """Tell whether a figure is words of the profile's own, in which a name may stand."""
        fact = self.catalogue.facts.get(fact_id)
        return fact is not None and (fact.type is FactType.TEXT or (fact.type is FactType.SET and not fact.choices))
