"""What the answers of many subjects come to: verdicts counted, those who are one step away, the figures to find first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date

from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.measure import Condition, Measure, Score
from zhence.model.result import Verdict
from zhence.model.shape import shape


@shape
class MeasureCount:
    """Count the subjects of each verdict, as if the measure were open."""

    measure: Measure
    counts: Mapping[Verdict, int]
    is_closed: bool


@shape
class NearMiss:
    """Count the subjects that miss a measure by one condition, or one score table, alone."""

    measure: Measure
    block: Condition | Score
    count: int


def most_frequent(near: Iterable[NearMiss], measures: Iterable[Measure]) -> tuple[NearMiss, ...]:
    """Return near misses, the most frequent first; of equals in the order of the measures, then as their rules stand."""
    rules = [(measure.id, block) for measure in measures for block in (*measure.conditions, *measure.scores)]
    places = {rule: at for at, rule in enumerate(rules)}
    return tuple(sorted(near, key=lambda each: (-each.count, places[each.measure.id, each.block.id])))


@shape
class WantedFigure:
    """Count the open answers that want a figure, and those that want nothing else."""

    key: FactKey
    cells: int
    alone: int


@shape
class Summary:
    """Hold what a table of subjects comes to; near misses and figures are empty where details were not asked for.

    Near misses stand most frequent first; figures by how many answers they would settle alone, then by how many want them.
    """

    catalogue: Catalogue
    subject: str
    as_of: date
    rows: int
    measures: tuple[MeasureCount, ...]
    near: tuple[NearMiss, ...] = ()
    wanted: tuple[WantedFigure, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)  # measures that columns cannot answer, and why
    kinds: Mapping[str, int] = field(default_factory=dict)  # how many of each kind, where they may be of several

    @property
    def total(self) -> Mapping[Verdict, int]:
        """Return how many answers came to each verdict, of all measures together."""
        return {verdict: sum(each.counts[verdict] for each in self.measures) for verdict in Verdict}

    @property
    def answers(self) -> Mapping[Verdict, int]:
        """Return how many answers came to each verdict on the day: those on closed measures count as closed."""
        found = dict.fromkeys(Verdict, 0)
        for each in self.measures:
            for verdict, count in each.counts.items():
                is_told = not each.is_closed or verdict is Verdict.NOT_APPLICABLE
                found[verdict if is_told else Verdict.CLOSED] += count
        return found

    @property
    def closed(self) -> frozenset[str]:
        """Return the ids of the measures that are closed on the day."""
        return frozenset(each.measure.id for each in self.measures if each.is_closed)

    @property
    def nearest(self) -> Sequence[NearMiss]:
        """Return the near misses, those of measures that are open first."""
        return sorted(self.near, key=lambda each: each.measure.id in self.closed)
