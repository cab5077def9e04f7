from __future__ import annotations

from dataclasses import field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from zhence.model.shape import shape
from zhence.model.text import Text


class FactType(StrEnum):
    """Name what a fact can hold."""

    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"
    COUNT = "count"
    FLAG = "flag"
    DATE = "date"
    CHOICE = "choice"
    SET = "set"
    TEXT = "text"
    PLACE = "place"

    @property
    def numeric(self) -> bool:
        """Tell whether values of the type are spans of numbers."""
        return self in (FactType.MONEY, FactType.NUMBER, FactType.PERCENT, FactType.COUNT)


class Derivation(StrEnum):
    """Name the operations a fact may be derived with; the list is closed so that gaps and sentences stay exact."""

    RATIO = "ratio"  # of / to, in percent where the fact is one
    DIFFERENCE = "difference"  # of - less
    TOTAL = "total"  # the sum of several facts
    GROWTH = "growth"  # compound yearly growth over `years`
    MEAN_GROWTH = "mean-growth"  # mean of the yearly growth rates over `years`
    MEAN = "mean"  # over the last `years`
    SUM = "sum"  # over the last `years`
    LEAST = "least"  # over the last `years`: "each of the last n years"
    MOST = "most"  # over the last `years`: "one of the last n years"
    AGE = "age"  # whole days, months or years from a date to the day asked about
    COUNT = "count"  # how many items of a kind meet every test


class FactKey(NamedTuple):
    """Name one figure: a fact, and its year where it is yearly."""

    fact: str
    year: int | None = None

    def __str__(self) -> str:
        return self.fact if self.year is None else f"{self.fact}@{self.year}"


@shape
class ItemTest:
    """Hold what an item must be to be counted: one of the options, or a number at least so large."""

    fact: str
    one_of: frozenset[str | bool] | None = None
    at_least: Fraction | None = None


@shape
class Derived:
    """Hold how a fact follows from others."""

    op: Derivation
    of: tuple[str, ...] = ()
    against: str | None = None  # the divisor of a ratio, what a difference takes away
    years: int = 1
    items: str | None = None  # the subject that a count counts
    where: tuple[ItemTest, ...] = ()


@shape
class Fact:
    """Hold one figure or statement that a condition may ask for."""

    id: str
    title: Text
    type: FactType
    subjects: tuple[str, ...]
    unit: str | None = None
    yearly: bool = False
    definition: Text | None = None
    evidence: Text | None = None
    holder: Text | None = None
    choices: dict[str, Text] = field(default_factory=dict)
    low: Fraction | None = None  # outside these bounds a value is impossible, not merely unusual
    high: Fraction | None = None
    derived: Derived | None = None
    file: str = ""
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)  # choice -> codes and other names it goes by
    fixed: bool = False  # no plan moves it: what a subject is, not what it does
    aliases: tuple[str, ...] = ()  # other names that a column of a table may have


@shape
class Membership:
    """Hold how long a place belongs to a zone; `confirm` says why no document settles it for these days."""

    place: str
    start: date | None  # first day inside
    end: date | None  # first day no longer inside
    confirm: Text | None = None
    source: str | None = None


@shape
class Zone:
    """Hold a list of places by date."""

    id: str
    title: Text
    memberships: tuple[Membership, ...]
    source: str
    note: Text | None = None
    file: str = ""


class Reading(StrEnum):
    """Name how a source was read, most reliable first."""

    OFFICIAL = "official"
    REPOST = "repost"
    TRANSCRIPTION = "transcription"
    NEWS = "news"


@shape
class Source:
    """Hold a document: who issued it, its number and day, its official address, how it was read."""

    id: str
    title: Text
    issuer: Text
    read: Reading
    number: str | None = None
    issued: str | None = None  # as printed: a day, a month or a year
    url: str | None = None
    note: Text | None = None
    file: str = ""
