"""Stated figures that cannot both be right: a part larger than its whole, a day of founding that lies ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Derivation, Derived, Fact, FactKey
from zhence.model.profile import Given, Record
from zhence.model.text import Text
from zhence.model.value import Days, Span
from zhence.profiles.derived import unlike_the_parts
from zhence.profiles.known import away_from_place
from zhence.written.faults import Mistake, shown
from zhence.written.lines import KeyPath

Facts = Mapping[FactKey, Given]


def fresh_contradictions(
    before: Record, after: Record, catalogue: Catalogue, as_of: date, path: KeyPath = ()
) -> Iterator[tuple[KeyPath, Mistake]]:
    """Yield what contradicts itself in a record that was changed, and did not before; items included."""
    if before == after:
        return
    old = {*_of_record(before, catalogue, as_of)}
    for key, mistake in _of_record(after, catalogue, as_of):
        if (key, mistake) not in old:
            yield (*path, key), mistake
    for kind, items in after.items.items():
        earlier = before.items.get(kind, ())
        for at, item in enumerate(items):
            was = earlier[at] if at < len(earlier) else Record(kind, item.name)
            yield from fresh_contradictions(was, item, catalogue, as_of, (*path, kind, at))


def _of_record(record: Record, catalogue: Catalogue, as_of: date) -> Iterator[tuple[str, Mistake]]:
    yield from ((str(key), mistake) for key, mistake in contradictions(record.facts, catalogue, as_of))
    if (away := away_from_place(record, catalogue)) is not None:
        yield away


def contradictions(facts: Facts, catalogue: Catalogue, as_of: date) -> Iterator[tuple[FactKey, Mistake]]:
    """Yield each figure that another one, or the day asked about, contradicts: what follows from both is impossible."""
    yield from unlike_the_parts(facts, catalogue)
    for fact in catalogue.facts.values():
        if fact.derived is None:
            continue
        if fact.derived.op is Derivation.RATIO and fact.high is not None:
            yield from _larger_than_the_whole(fact, fact.derived, facts, catalogue)
        elif fact.derived.op is Derivation.AGE and fact.low is not None and fact.low >= 0:
            yield from _ahead(fact.derived, facts, catalogue, as_of)


def _larger_than_the_whole(
    fact: Fact, derived: Derived, facts: Facts, catalogue: Catalogue
) -> Iterator[tuple[FactKey, Mistake]]:
    part, whole = catalogue.facts[derived.of[0]], catalogue.facts[derived.against or derived.of[0]]
    for key, given in facts.items():
        if key.fact != part.id:
            continue
        other = facts.get(FactKey(whole.id, key.year if whole.yearly else None))
        if other is None or not isinstance(given.value, Span) or not isinstance(other.value, Span):
            continue
        least, most, high = given.value.low, other.value.high, fact.high
        factor = 100 if fact.unit == "%" else 1
        if least is not None and most is not None and high is not None and least * factor > high * most:
            a, b, limit = shown(given.raw), shown(other.raw), f"{float(high):g}{fact.unit or ''}"
            yield (
                key,
                Mistake(
                    "over-the-whole",
                    Text(
                        f"{part.title.zh}（{a}）超过{whole.title.zh}（{b}）的 {limit}",
                        f"{part.title.en} ({a}) is more than {limit} of {whole.title.en} ({b})",
                    ),
                    Text("核对这两项的数和单位", "check the numbers and units of both"),
                    "warning",
                ),
            )


def _ahead(derived: Derived, facts: Facts, catalogue: Catalogue, as_of: date) -> Iterator[tuple[FactKey, Mistake]]:
    key = FactKey(derived.of[0])
    given = facts.get(key)
    if given is not None and isinstance(given.value, Days) and given.value.low is not None and given.value.low > as_of:
        title, day = catalogue.facts[key.fact].title, shown(given.raw)
        yield (
            key,
            Mistake(
                "day-ahead",
                Text(
                    f"{title.zh}（{day}）晚于判断日期 {as_of}",
                    f"{title.en} ({day}) is after the day asked about, {as_of}",
                ),
                Text("核对日期", "check the day"),
                "warning",
            ),
        )
