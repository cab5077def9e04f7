"""A raw test -> fact, operator, threshold; the three must fit one another."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhence.catalogue import schema as raw
from zhence.catalogue.quantities import Quantities
from zhence.model.fact import Fact, FactType
from zhence.model.measure import DatedValue, Operator, Test, Threshold
from zhence.model.text import Text
from zhence.model.value import Options, Value

NUMERIC = frozenset({Operator.AT_LEAST, Operator.MORE_THAN, Operator.AT_MOST, Operator.LESS_THAN})
ON_DAYS = frozenset({Operator.ON_OR_BEFORE, Operator.ON_OR_AFTER})
ON_SETS = frozenset({Operator.INCLUDES_ANY, Operator.INCLUDES_ALL})
WORDS = Text(
    "每个条件恰好一个比较词：at_least、more_than、at_most、less_than、is、one_of、includes_any、includes_all、on_or_before、on_or_after",
    "give exactly one of at_least, more_than, at_most, less_than, is, one_of, includes_any, includes_all, on_or_before, on_or_after",
)


class Comparisons:
    """Resolve tests against the facts of a catalogue."""

    def __init__(self, facts: dict[str, Fact], numbers: Quantities) -> None:
        self.facts = facts
        self.numbers = numbers
        self.faults = numbers.faults

    def fact(self, word: str, file: str, key: str) -> Fact | None:
        """Return a fact, or None after noting that none bears the name."""
        if word not in self.facts:
            self.faults.unknown(file, key, Text("数据项", "fact"), word, self.facts)
        return self.facts.get(word)

    def one(self, shape: raw.RawTest, word: str, year: int | None, file: str, key: str) -> Test | None:
        """Return the single test of a condition."""
        found = self.every(shape, word, year, file, key)
        if len(found) == 1:
            return found[0]
        if len(_stated(shape)) != 1:
            self.faults.add(
                file,
                key,
                "operator-count",
                Text(f"有 {len(_stated(shape))} 个比较词", f"has {len(_stated(shape))} operators"),
                WORDS,
            )
        return None

    def every(self, shape: raw.RawTest, word: str, year: int | None, file: str, key: str) -> list[Test]:
        """Return the tests of a band: one for each operator it carries."""
        fact = self.fact(word, file, key)
        if fact is None:
            return []
        self._check_year(fact, year, file, key)
        found = []
        for operator, bound in _stated(shape):
            if not self._fits(fact, operator, file, key):
                continue
            threshold = self._threshold(fact, bound, file, f"{key}.{operator}")
            if threshold is not None:
                found.append(Test(fact.id, operator, threshold, year if fact.yearly else None))
        return found

    def _check_year(self, fact: Fact, year: int | None, file: str, key: str) -> None:
        if fact.yearly and year is None:
            self.faults.add(
                file,
                f"{key}.year",
                "year-missing",
                Text(f"'{fact.id}'（{fact.title.zh}）是年度数据，要说明年份", f"'{fact.id}' is yearly: say which year"),
                Text("上年写 year = -1", "write year = -1 for last year"),
            )
        elif not fact.yearly and year is not None:
            self.faults.add(
                file,
                f"{key}.year",
                "year-unwanted",
                Text(f"'{fact.id}'（{fact.title.zh}）不是年度数据", f"'{fact.id}' is not yearly"),
                Text("删去 year", "remove year"),
            )

    def _fits(self, fact: Fact, operator: Operator, file: str, key: str) -> bool:
        fitting = (
            NUMERIC
            if fact.type.numeric
            else ON_DAYS
            if fact.type is FactType.DATE
            else ON_SETS
            if fact.type is FactType.SET
            else {Operator.IS, Operator.ONE_OF}
        )
        if operator in fitting:
            return True
        self.faults.add(
            file,
            f"{key}.{operator}",
            "operator-mismatch",
            Text(
                f"'{operator}' 不能用于 {fact.type} 类型的 '{fact.id}'",
                f"'{operator}' cannot be asked of '{fact.id}', a {fact.type}",
            ),
            Text(f"可用：{'、'.join(sorted(fitting))}", f"use {', '.join(sorted(fitting))}"),
        )
        return False

    def _threshold(self, fact: Fact, bound: object, file: str, key: str) -> Threshold | None:
        if isinstance(bound, raw.RawFactRef):
            asked = self.fact(bound.fact, file, key)
            if asked is None:
                return None
            self._check_year(asked, bound.year, file, key)
            if (asked.type.numeric, asked.unit) != (fact.type.numeric, fact.unit):
                self.faults.add(
                    file,
                    key,
                    "unit-mismatch",
                    Text(
                        f"门槛 '{asked.id}' 的单位（{asked.unit}）与 '{fact.id}'（{fact.unit}）不同",
                        f"the threshold '{asked.id}' is in {asked.unit}, '{fact.id}' in {fact.unit}",
                    ),
                    Text("统一单位", "use one unit"),
                )
            return Threshold(fact=asked.id, year=bound.year)
        if isinstance(bound, list) and bound and isinstance(bound[0], raw.RawDated):
            return self._dated(fact, bound, file, key)
        value = self.value(fact, bound, file, key)
        return None if value is None else Threshold((DatedValue(None, value),))

    def value(self, fact: Fact, stated: object, file: str, key: str) -> Value | None:
        """Return what is written of a fact in its unit, or None after noting why it cannot be read."""
        if isinstance(stated, (bool, list)) or not _is_ordered(fact):
            return self._options(fact, stated, file, key)
        return self.numbers.amount(stated, fact, file, key)

    def _dated(self, fact: Fact, bound: list[raw.RawDated], file: str, key: str) -> Threshold | None:
        days = [dated.from_ or date.min for dated in bound]
        if days != sorted(set(days)):
            self.faults.add(
                file,
                key,
                "dated-order",
                Text("门槛的日期没有由早到晚", "the dated thresholds are not in the order of their days"),
                Text("按日期先后排列，同日只留一个", "order them by day, one a day"),
            )
        values = [(dated.from_, self.numbers.amount(dated.value, fact, file, key)) for dated in bound]
        known = tuple(DatedValue(start, value) for start, value in values if value is not None)
        return Threshold(known) if len(known) == len(values) else None

    def _options(self, fact: Fact, bound: object, file: str, key: str) -> Value | None:
        words: list[Any] = bound if isinstance(bound, list) else [bound]
        if fact.type is FactType.FLAG:
            fits = all(isinstance(word, bool) for word in words)
        elif fact.choices:
            fits = all(word in fact.choices for word in words)
        else:
            fits = all(isinstance(word, str) for word in words)
        if fits and words:
            return Options(frozenset(words))
        known = ["true", "false"] if fact.type is FactType.FLAG else list(fact.choices)
        self.faults.add(
            file,
            key,
            "no-such-choice",
            Text(f"'{fact.id}' 没有这个选项：{bound}", f"'{fact.id}' has no such choice: {bound}"),
            Text(f"可用：{'、'.join(known)}", f"use one of: {', '.join(known)}"),
        )
        return None


def _is_ordered(fact: Fact) -> bool:
    return fact.type.numeric or fact.type is FactType.DATE


def _stated(shape: raw.RawTest) -> list[tuple[Operator, object]]:
    fields = {operator: getattr(shape, "is_" if operator is Operator.IS else operator.value) for operator in Operator}
    return [(operator, bound) for operator, bound in fields.items() if bound is not None]
