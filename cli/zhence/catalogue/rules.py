"""The part measures and definitions share: conditions and score tables."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from zhence.catalogue import schema as raw
from zhence.catalogue.base import maybe, text
from zhence.catalogue.comparisons import Comparisons
from zhence.catalogue.trees import Trees
from zhence.model.fact import Fact, FactType, Source, Zone
from zhence.model.measure import Band, Condition, Relaxation, Relief, Score, ScoreItem, ScorePart
from zhence.model.text import Text
from zhence.model.value import Value


class Rule:
    """Resolve one file's conditions, scores and trees."""

    def __init__(
        self,
        file: str,
        shape: raw.RawMeasure | raw.RawDefinition,
        comparisons: Comparisons,
        zones: dict[str, Zone],
        sources: dict[str, Source],
        definitions: frozenset[str],
    ) -> None:
        self.file = file
        self.shape = shape
        self.comparisons = comparisons
        self.faults = comparisons.faults
        self.zones = zones
        self.sources = sources
        self.definitions = definitions
        self.trees = Trees(file, shape, comparisons.faults)
        self.source(shape.source, "source")

    def source(self, word: str | None, key: str) -> str:
        """Return a source id, the rule's own by default; note one that does not exist where it is written."""
        if word is None:
            return self.shape.source
        if word not in self.sources:
            self.faults.unknown(self.file, key, Text("来源", "source"), word, self.sources)
        return word

    def conditions(self) -> dict[str, Condition]:
        """Return the conditions by name."""
        found = {}
        for word, shape in self.shape.condition.items():
            condition = self._condition(word, shape)
            if condition is not None:
                found[word] = condition
        return found

    def _condition(self, word: str, shape: raw.RawCondition) -> Condition | None:
        key = f"condition.{word}"
        kinds = [kind for kind in ("fact", "zone", "meets", "judged") if getattr(shape, kind) is not None]
        if len(kinds) != 1:
            self.faults.add(
                self.file,
                key,
                "condition-kind",
                Text(
                    "条件要恰好写 fact、zone、meets、judged 之一",
                    "a condition has exactly one of fact, zone, meets, judged",
                ),
                Text("补上或删去", "add or remove"),
            )
            return None
        condition = Condition(
            word,
            text(shape.clause),
            self.source(shape.source, key),
            zone=shape.zone,
            meets=shape.meets,
            judged=maybe(shape.judged),
            strength=shape.strength,
            title=maybe(shape.title),
            note=maybe(shape.note),
        )
        if shape.zone is not None and shape.zone not in self.zones:
            self.faults.unknown(self.file, key, Text("地域", "zone"), shape.zone, self.zones)
        if shape.meets is not None and shape.meets not in self.definitions:
            self.faults.unknown(self.file, key, Text("定义", "definition"), shape.meets, self.definitions)
        if shape.fact is None:
            return condition
        test = self.comparisons.one(shape, shape.fact, shape.year, self.file, key)
        if test is None:
            return None
        fact = self.comparisons.facts[test.fact]
        eased = shape.relaxed if isinstance(shape.relaxed, list) else [shape.relaxed]
        relaxations = [self._relaxation(r, fact, f"{key}.relaxed") for r in eased]
        return replace(condition, test=test, relaxations=tuple(r for r in relaxations if r is not None))

    def _relaxation(self, shape: raw.RawRelaxation, fact: Fact, key: str) -> Relaxation | None:
        if shape.zone not in self.zones:
            self.faults.unknown(self.file, key, Text("地域", "zone"), shape.zone, self.zones)
        relief, percent, to = self._relief(shape, fact, key)
        if relief is None:
            return None
        source = None if shape.source is None else self.source(shape.source, key)
        return Relaxation(shape.zone, relief, percent, to, maybe(shape.clause), source, maybe(shape.note))

    def _relief(
        self, shape: raw.RawRelaxation, fact: Fact, key: str
    ) -> tuple[Relief | None, Fraction | None, Value | None]:
        if shape.to is not None and shape.by is None:
            to = self.comparisons.numbers.amount(shape.to, fact, self.file, f"{key}.to")
            return (Relief.TO if to is not None else None), None, to
        if shape.by in (Relief.DISCRETION, Relief.WAIVED) and shape.to is None:
            return Relief(shape.by), None, None
        if shape.by is not None and shape.to is None and fact.type.numeric:
            percent = self.comparisons.numbers.number(shape.by, FactType.PERCENT, "%", self.file, f"{key}.by")
            return (Relief.PERCENT if percent is not None else None), percent, None
        self.faults.add(
            self.file,
            key,
            "relaxation-form",
            Text("放宽要么写 by，要么写 to", "a relaxation has either `by` or `to`"),
            Text(
                'by = "30%"、"discretion"、"waived"，或 to = "1500万元"',
                'by = "30%", "discretion" or "waived", or to = a threshold',
            ),
        )
        return None, None, None

    def scores(self) -> dict[str, Score]:
        """Return the score tables by name."""
        return {word: self._score(word, shape) for word, shape in self.shape.score.items()}

    def _score(self, word: str, shape: raw.RawScore) -> Score:
        key = f"score.{word}"
        parts = tuple(
            ScorePart(part, text(p.title), self._maybe_plain(p.cap, key), self._maybe_plain(p.at_least, key))
            for part, p in shape.part.items()
        )
        if (shape.at_least is None) == (shape.more_than is None):
            self.faults.add(
                self.file,
                key,
                "pass-mark",
                Text("评分表要写 at_least 或 more_than 之一", "a score table has either at_least or more_than"),
                Text("补上及格线", "give the pass mark"),
            )
        items = []
        for at, item in enumerate(shape.item, 1):
            items.append(self._item(item, f"{key}.item[{at}]"))
            if item.part is not None and item.part not in shape.part:
                self.faults.unknown(
                    self.file, f"{key}.item[{at}]", Text("评分部分", "score part"), item.part, shape.part
                )
        if len({item.id for item in items}) < len(items):
            self.faults.add(
                self.file, key, "duplicate", Text("评分项编号重复", "two items have one id"), Text("改名", "rename one")
            )
        return Score(
            word,
            text(shape.title),
            tuple(items),
            text(shape.clause),
            self.source(shape.source, key),
            parts,
            self._maybe_plain(shape.at_least, key),
            self._maybe_plain(shape.more_than, key),
        )

    def _plain(self, amount: raw.Amount, key: str) -> Fraction:
        return self.comparisons.numbers.plain(amount, self.file, key) or Fraction(0)

    def _maybe_plain(self, amount: raw.Amount | None, key: str) -> Fraction | None:
        return None if amount is None else self._plain(amount, key)

    def _item(self, shape: raw.RawItem, key: str) -> ScoreItem:
        direct = shape.points is not None and shape.max is not None
        if direct == bool(shape.bands) or (shape.points is None) != (shape.max is None):
            self.faults.add(
                self.file,
                key,
                "item-form",
                Text(
                    "评分项要么有 bands，要么同时有 points 与 max",
                    "an item has either bands, or points together with max",
                ),
                Text("补上或删去", "add or remove"),
            )
        if shape.points is not None:
            self.comparisons.fact(shape.points, self.file, key)
        bands = tuple(self._band(shape, band, f"{key}.bands[{at}]") for at, band in enumerate(shape.bands, 1))
        if bands and bands[-1].tests:
            self.faults.add(
                self.file,
                key,
                "no-rest-band",
                Text(
                    "最后一档要没有比较词，给其余情形的分",
                    "the last band has no operator: it gives the points of the rest",
                ),
                Text("加上 { points = 0 }", "add { points = 0 }"),
            )
        return ScoreItem(
            shape.id,
            text(shape.title),
            bands,
            shape.points,
            self._plain(shape.max, key) if shape.max is not None else Fraction(0),
            shape.part,
            shape.alternative,
        )

    def _band(self, item: raw.RawItem, shape: raw.RawBand, key: str) -> Band:
        word = shape.fact or item.fact
        year = shape.year if shape.year is not None or (shape.fact and shape.fact != item.fact) else item.year
        tests = self.comparisons.every(shape, word, year, self.file, key) if word and _has_test(shape) else []
        points = shape.points
        if isinstance(points, raw.RawPoints):
            low, high = self._plain(points.from_, key), self._plain(points.to, key)
        else:
            low = high = self._plain(points, key)
        if low > high:
            self.faults.add(
                self.file,
                key,
                "points-order",
                Text("分值下限高于上限", "the lowest points exceed the highest"),
                Text("对调", "swap them"),
            )
        return Band(tuple(tests), low, max(low, high), maybe(shape.title))


def _has_test(shape: raw.RawTest) -> bool:
    return any(getattr(shape, name) is not None for name in raw.RawTest.model_fields if name != "year")
