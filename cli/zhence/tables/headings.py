"""What the head of a column says: which figure of which year, in which unit, or what else it is for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactKey, FactType
from zhence.model.text import Text
from zhence.profiles.names import check_year, needs_no_year, needs_year, unknown_fact, unknown_zone, wrong_subject
from zhence.tables.head_parts import HeadParts, parts_of
from zhence.written.faults import Mistake, folded, shown
from zhence.written.spellings import tight
from zhence.written.units import Unit, fact_unit, resolve

IDS = (  # the surest first
    "统一社会信用代码",
    "社会统一信用代码",
    "统一信用代码",
    "社会信用代码",
    "信用代码",
    "纳税人识别号",
    "id",
    "编号",
)
SERIALS = ("序号", "no.", "serial")  # the rows of one file counted: no other file and no other row of it means the same
NAMES = (  # the surest first
    *("name", "名称", "企业名称", "单位名称", "公司名称", "镇街名称", "企业全称", "单位全称", "公司全称"),
    *("镇名", "镇街", "企业名", "公司名", "企业", "公司", "单位"),
)
YEARS = ("year", "年度", "年份", "年")
ZONE = "zone."
HINTS = {  # what a bracket may say of a figure that is no number without meaning another one
    FactType.FLAG: frozenset({"是/否", "是或否", "是否", "yes/no", "y/n", "true/false"}),
    FactType.DATE: frozenset({"日期", "年月日", "年-月-日", "年/月/日", "date", "day", "yyyy-mm-dd", "yyyy/mm/dd"}),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """Hold what a column is for: `role` is id, name, year, zone, fact or none; `times` turns its numbers into the fact's unit."""

    role: str
    key: FactKey | None = None
    end: str | None = None
    times: Fraction = Fraction(1)
    unit: str | None = None
    mistake: Mistake | None = None


MOST_COMPARED = 50  # unknown heads, and cells of a column, that are compared with every name for the nearest; each takes milliseconds


@dataclass
class Reader:
    """Read heads for one kind of subject; `names` maps foreign heads to what they mean here."""

    catalogue: Catalogue
    subject: str
    latest: int
    names: Mapping[str, str] = field(default_factory=dict)
    id_head: str | None = None
    unknown: int = 0  # heads so far that mean nothing here

    def is_year(self, head: str) -> bool:
        """Tell whether a column gives the year of each row."""
        return head != self.id_head and tight(self.names.get(head, head)) in YEARS

    def read(self, head: str, *, has_years: bool) -> Heading:
        """Return what a head says; `has_years` where a column of its own gives the year of each row."""
        if self.id_head is not None and head == self.id_head:
            return Heading("id")
        if head in self.names:
            head = self.names[head]
            if not head:
                return Heading("none")
        word = tight(head)
        if not word:
            return Heading("none")  # told where values stand under it
        for role, words in (("id", IDS), ("serial", SERIALS), ("name", self._names), ("year", YEARS)):
            if word in words or (role in ("id", "name") and _unbracketed(word) in words):
                return Heading(role)
        if word.startswith(ZONE):
            return self._zone(word.removeprefix(ZONE))
        return self._fact(head, has_years=has_years)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """Return what the names of a subject may stand under, the surest first, unless a figure is called so."""
        return tuple(word for word in names_of(self.catalogue, self.subject) if word not in self._titles)

    def _zone(self, word: str) -> Heading:
        if word not in self.catalogue.zones:
            return Heading("none", mistake=unknown_zone(word, self.catalogue))
        return Heading("zone", FactKey(f"{ZONE}{word}"))

    @cached_property
    def _titles(self) -> dict[str, list[Fact]]:
        found: dict[str, list[Fact]] = {}
        for fact in self.catalogue.facts.values():
            for word in {tight(each) for each in (fact.id, fact.title.zh, fact.title.en, *fact.aliases)}:
                found.setdefault(word, []).append(fact)
        return found

    def _fact(self, head: str, *, has_years: bool) -> Heading:
        word = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", head)).strip()
        spaced = word if word.isascii() or self._meant(word) else word.replace(" ", "")
        parts = parts_of(spaced, lambda name: bool(self._meant(name)), self._is_unit)
        facts = self._meant(parts.name)
        subject = self.catalogue.subjects[self.subject]
        if not facts:
            self.unknown += 1
            return Heading(
                "none",
                mistake=unknown_fact(
                    parts.name,
                    self.catalogue,
                    subject,
                    is_compared=self.unknown <= MOST_COMPARED,
                ),
            )
        kinds = {self.subject, *subject.items}
        fitting = [fact for fact in facts if kinds & set(fact.subjects)]
        if not fitting:
            return Heading("none", mistake=wrong_subject(facts[0], self.catalogue, subject))
        if len(fitting) > 1:
            return Heading("none", mistake=_ambiguous(head, fitting))
        return self._dated(fitting[0], parts, has_years=has_years)

    def _meant(self, word: str) -> list[Fact]:
        return self._titles.get(tight(word), [])

    def _is_unit(self, word: str) -> bool:
        return resolve(word, Unit(Fraction(1), None), self.catalogue.units, self.catalogue.money) is not None

    def _dated(self, fact: Fact, parts: HeadParts, *, has_years: bool) -> Heading:
        years, end = parts.years, parts.end
        stray = _stray(fact, parts.brackets)
        if stray is not None:
            return Heading("none", mistake=_not_understood(fact, stray))
        if not fact.yearly and years:
            mistake = needs_no_year(fact, self.subject)
            return Heading("none", mistake=replace(mistake, remedy=_head_like(fact.title, fact.id)))
        if fact.yearly and len(set(years)) != 1 and not (has_years and not years):
            mistake = needs_year(fact, self.subject, self.latest - 1)
            remedy = _head_like(fact.title, f"{fact.id}@{self.latest - 1}", self.latest - 1)
            return Heading("none", mistake=replace(mistake, remedy=remedy))
        year: int | Mistake | None = check_year(years[0], self.latest) if years else None
        if isinstance(year, Mistake):
            return Heading("none", mistake=year)
        if end is not None and not (fact.type.numeric or fact.type == "date"):
            return Heading("none", mistake=_no_range(fact))
        unit = next(iter(parts.brackets), None) if fact.type.numeric else None
        times = self._times(fact, unit)
        if isinstance(times, Mistake):
            return Heading("none", mistake=times)
        return Heading("fact", FactKey(fact.id, year), end, times, unit)

    def _times(self, fact: Fact, unit: str | None) -> Fraction | Mistake:
        """Return how many of the fact's unit one of the head's unit is."""
        if not unit:
            return Fraction(1)
        units, money = self.catalogue.units, self.catalogue.money
        home = fact_unit(fact.type, fact.unit, units, money)
        found = resolve(unit, home, units, money)
        if found is None or (found.base is not None and found.base != home.base):
            return _other_unit(fact, unit)
        return found.times / home.times


def names_of(catalogue: Catalogue, subject: str) -> tuple[str, ...]:
    """Return what the names of a kind of subject may stand under, the surest first: its own words, then those of any kind."""
    title = catalogue.subjects[subject].title
    own = [f"{title.zh}{end}" for end in ("名称", "全称", "名")] + [f"{title.en} name", title.zh]
    return tuple(dict.fromkeys([*map(tight, own), *NAMES]))


def _unbracketed(word: str) -> str:
    """Return a head without a remark at its end: 统一社会信用代码（18位）."""
    return re.sub(r"(?<=.)\([^()]*\)$", "", word)


def best_labels(
    heads: Sequence[str], headings: Sequence[Heading], asked: str | None, names: Sequence[str]
) -> list[Heading]:
    """Return the headings with one column of ids and one of `names`, the surest; the others are not used."""
    return _best(heads, _best(heads, headings, asked, "id", IDS), None, "name", names)


def _best(
    heads: Sequence[str], headings: Sequence[Heading], asked: str | None, role: str, words: Sequence[str]
) -> list[Heading]:
    """Return the headings with one column of a role: the one that was asked for, else the surest."""
    found = [at for at, heading in enumerate(headings) if heading.role == role]

    def surest(at: int) -> tuple[bool, int]:
        word = _unbracketed(tight(heads[at]))
        return heads[at] != asked, words.index(word) if word in words else -1

    best = min(found, key=surest, default=None)
    return [
        Heading("none") if heading.role == role and at != best and heads[at] != heads[best or 0] else heading
        for at, heading in enumerate(headings)
    ]


def _head_like(title: Text, word: str, year: int | None = None) -> Text:
    after = "" if year is None else f"{year}"
    return Text(f"列名写成 {word} 或 {title.zh}{after}", f"write the head as {word} or {title.en} {after}".strip())


def _ambiguous(head: str, facts: list[Fact]) -> Mistake:
    ids = "、".join(fact.id for fact in facts)
    return Mistake(
        "ambiguous-head",
        Text(f"'{shown(head)}' 不止一项数据", f"'{shown(head)}' is the title of several facts"),
        Text(f"改写成其中之一：{ids}", f"write one of: {ids.replace('、', ', ')}"),
    )


def _stray(fact: Fact, brackets: Sequence[str]) -> str | None:
    """Return the first bracket of a head that is neither the unit of its numbers nor says how its cells are written."""
    hints = HINTS.get(fact.type, frozenset())
    rest = brackets[1:] if fact.type.numeric else brackets
    return next((each for each in rest if folded(each) not in hints), None)


def _not_understood(fact: Fact, bracket: str) -> Mistake:
    return Mistake(
        "stray-bracket",
        Text(
            f"括号里的 '{shown(bracket)}' 没有读懂，可能不是{fact.title.zh}，这一列未用",
            f"'{shown(bracket)}' in brackets is not understood: it may not be {fact.title.en}; the column is not used",
        ),
        Text("括号里只写单位或年份；无关的说明删去", "put only a unit or a year in brackets; take other words out"),
    )


def _no_range(fact: Fact) -> Mistake:
    return Mistake(
        "no-range",
        Text(f"{fact.title.zh}没有上下限", f"{fact.title.en} has no ends"),
        Text("只写一列", "write a single column"),
    )


def _other_unit(fact: Fact, unit: str) -> Mistake:
    return Mistake(
        "unknown-unit",
        Text(f"{fact.title.zh}不以 '{shown(unit)}' 计", f"{fact.title.en} is not counted in '{shown(unit)}'"),
        Text(f"以 {fact.unit} 计", f"it is counted in {fact.unit}"),
    )
