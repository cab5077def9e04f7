"""A part and its whole, as a share that has a bound tells them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from bench import Plain, book, key, value
from zhence.engine.shares import shares
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Derivation, Derived, Fact, FactType
from zhence.model.measure import Measure
from zhence.model.text import same


def with_share(high: int, *measures: Measure) -> Catalogue:
    """Return the catalogue in which costs are at most a percentage of sales, and staff is counted by sales."""

    def ratio(word: str, of: str, low: int | None, high: int | None) -> Fact:
        bounds = [None if each is None else Fraction(each) for each in (low, high)]
        made = Derived(Derivation.RATIO, (of,), "sales")
        return Fact(
            word, same(word), FactType.PERCENT, ("firm",), "%", True, low=bounds[0], high=bounds[1], derived=made
        )

    more = {"part_share": ratio("part_share", "cost", 0, high), "per_sale": ratio("per_sale", "staff", 0, None)}
    made = book(*measures)
    return replace(made, facts=made.facts | more)


@pytest.mark.parametrize(
    ("part", "whole", "is_exceeded"),
    [
        (6, 10, True),
        (5, 10, False),
        ((6, 9), 10, True),
        ((5, 9), 10, False),
        (6, (10, 11), True),
        (6, (10, 12), False),
        ((None, 9), 10, False),
        (9, (10, None), False),
        (True, 1, False),
        (9, "x", False),
    ],
)
def test_when_a_part_is_surely_more_than_its_whole_allows(part: Plain, whole: Plain, is_exceeded: bool) -> None:
    (share,) = (each for each in shares(with_share(50)) if each.fact.id == "part_share")
    assert share.is_exceeded(value(part), value(whole)) is is_exceeded
    assert not share.is_exceeded(None, value(whole))
    assert [str(share.whole_key(key(word))) for word in ("cost@2024", "cost@2025")] == ["sales@2024", "sales@2025"]


def test_only_a_share_between_nought_and_a_bound_tells_a_part_from_its_whole() -> None:
    made = with_share(50)
    assert [(each.fact.id, each.part.id, each.whole.id, each.limit) for each in shares(made)] == [
        ("part_share", "cost", "sales", Fraction(1, 2))
    ]
    share = made.facts["part_share"]
    for other in (replace(share, low=Fraction(-1)), replace(share, low=None), replace(share, high=None)):
        assert [*shares(replace(made, facts={**made.facts, "part_share": other}))] == []
    plain = replace(share, unit=None)
    assert [each.limit for each in shares(replace(made, facts={**made.facts, "part_share": plain}))] == [50]
    assert [
        each.limit
        for each in shares(replace(made, facts={**made.facts, "part_share": replace(share, low=Fraction(0))}))
    ]


def test_a_whole_without_years_goes_with_parts_of_any() -> None:
    made = with_share(50)
    facts = {**made.facts, "sales": replace(made.facts["sales"], yearly=False)}
    (share,) = shares(replace(made, facts=facts))
    assert str(share.whole_key(key("cost@2024"))) == "sales"
