"""Which readable numbers of a fact are more likely other ones: a percentage as a fraction, a sum of money in another unit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from zhence.model.catalogue import Units
from zhence.model.fact import FactType
from zhence.written.units import Unit, fact_unit

WHOLE_PROVINCE = 10**13  # of the base unit of money: more than a province turns over
FEW = 10  # a plain 2.31 in ten-thousands is more likely a number in hundred millions
MANY = 10**7  # a plain 10,000,000 in ten-thousands is more likely a number in the base unit


@dataclass(frozen=True, slots=True)
class Suspect:
    """Hold which numbers are doubted, by their size in the unit of the fact: above zero and `below`, or `least` and more.

    Where `is_broken`, a small number is doubted only if it is not whole.
    """

    below: int = 0
    is_broken: bool = False
    least: Fraction | None = None

    def catches(self, value: Fraction) -> bool:
        """Tell whether a number is doubted."""
        size = abs(value)
        is_small = 0 < size < self.below and not (self.is_broken and size.denominator == 1)
        return is_small or (self.least is not None and size >= self.least)


def suspect(fact_type: FactType, unit: str | None, written: Unit | None, units: Units, money: str) -> Suspect:
    """Return which numbers of a fact are doubted; `written` is the unit that stands with them, None with plain numbers."""
    if fact_type is FactType.PERCENT:
        return Suspect(below=1 if written is None else 0)
    home = fact_unit(fact_type, unit, units, money)
    if fact_type is not FactType.MONEY or home.times == 1 or not unit:
        return Suspect()
    least = WHOLE_PROVINCE / home.times
    if written is None:
        return Suspect(FEW if larger_word(home, units) else 0, is_broken=True, least=min(Fraction(MANY), least))
    is_base = written.times == 1 and written.base == home.base
    return Suspect(below=1 if is_base else 0, least=least)


def multiplier_word(times: Fraction, units: Units) -> str | None:
    """Return the Chinese word that stands for a multiplier, if there is one."""
    return next((word for word, many in units.multipliers.items() if many == times and not word.isascii()), None)


def larger_word(home: Unit, units: Units) -> str | None:
    """Return the word of the unit that is as much larger than a unit as that one than its base: 亿 for 万元."""
    return multiplier_word(home.times * home.times, units)
