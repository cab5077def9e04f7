"""Parts and wholes: what a share that cannot pass a bound says of the two figures it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from zhence.engine.figures import HUNDRED
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Derivation, Fact, FactKey
from zhence.model.value import Span, Value


class Share(NamedTuple):
    """Name a figure that is a part of another: at most `limit` times as much."""

    fact: Fact  # the share
    part: Fact
    whole: Fact
    limit: Fraction

    def whole_key(self, part: FactKey) -> FactKey:
        """Return the key of the whole that a part is of."""
        return FactKey(self.whole.id, part.year if self.whole.yearly else None)

    def is_exceeded(self, part: Value | None, whole: Value | None) -> bool:
        """Tell whether a part is surely more than its whole allows."""
        if not isinstance(part, Span) or not isinstance(whole, Span) or part.low is None or whole.high is None:
            return False
        return part.low > self.limit * whole.high


def shares(catalogue: Catalogue) -> Iterator[Share]:
    """Yield the shares that have a bound and are never below nought."""
    for fact in catalogue.facts.values():
        derived = fact.derived
        if (
            derived is None
            or derived.op is not Derivation.RATIO
            or fact.high is None
            or fact.low is None
            or fact.low < 0
        ):
            continue
        limit = fact.high / (HUNDRED if fact.unit == "%" else 1)
        yield Share(fact, catalogue.facts[derived.of[0]], catalogue.facts[derived.against or derived.of[0]], limit)
