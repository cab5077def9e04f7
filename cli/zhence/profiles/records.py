"""Tables of a profile as a record: figures by year, items, confirmed zones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from zhence.model.catalogue import Catalogue, Subject
from zhence.model.fact import FactKey
from zhence.model.profile import Given, Record
from zhence.model.text import Text
from zhence.profiles.answers import read_flag, read_words
from zhence.profiles.consistency import contradictions
from zhence.profiles.known import away_from_place
from zhence.profiles.names import (
    COMPLETE,
    NAME,
    PLAN,
    UNKNOWN,
    YEAR,
    ZONE,
    check_year,
    members_key,
    needs,
    needs_no_year,
    needs_year,
    unknown_fact,
    unknown_kind,
    unknown_zone,
    wrong_subject,
)
from zhence.profiles.unknowns import read_unknowns
from zhence.profiles.values import FUTURE_SOURCE, ValueReader
from zhence.profiles.wishes import read_wishes
from zhence.written.faults import Findings, Mistake, listed, shown
from zhence.written.lines import KeyPath

Table = dict[str, object]


@dataclass(slots=True)
class TableReader:
    """Read the tables of one file; mistakes go to its findings, and reading goes on."""

    catalogue: Catalogue
    as_of: date
    findings: Findings
    patterns: list[tuple[KeyPath, str]] = field(default_factory=list)  # files of members, for the reader of files
    is_loose: bool = False  # a workbook has no TOML types: dates and flags may come as text there

    def record(self, table: Table, kind: str, path: KeyPath, fallback: str) -> Record:
        """Return the record of a table; `fallback` names a subject that gives no name."""
        subject = self.catalogue.subjects[kind]
        facts: dict[FactKey, Given] = {}
        items: dict[str, tuple[Record, ...]] = {}
        name, complete, zones = fallback, frozenset[str](), dict[str, bool]()
        fixed, weights = frozenset[str](), dict[str, Fraction]()
        unknown = frozenset[FactKey]()
        for key, raw in self.findings.until_full(table.items()):
            here = (*path, key)
            if key == NAME:
                name = self._name(raw, here) or name
            elif key == YEAR:
                self._years(raw, subject, here, facts)
            elif key == ZONE:
                zones = self._zones(raw, here)
            elif key == COMPLETE:
                complete = self._complete(raw, subject, here)
            elif key == PLAN:
                fixed, weights = read_wishes(raw, subject, self.catalogue, here, self.findings)
            elif key == UNKNOWN:
                unknown = read_unknowns(raw, subject, self.catalogue, self.as_of, here, self.findings)
            elif key in subject.items:
                items[key] = self._items(raw, subject, key, here)
            elif key == members_key(subject):
                self._members(raw, here)
            else:
                self._fact(key, raw, subject, None, here, facts)
        for figure, mistake in contradictions(facts, self.catalogue, self.as_of):
            year = () if figure.year is None else (YEAR, str(figure.year))
            self.findings.add((*path, *year, figure.fact), mistake)
        origin = self.findings.file
        found = Record(kind, name, facts, items, complete, zones, origin, fixed=fixed, weights=weights, unknown=unknown)
        if (away := away_from_place(found, self.catalogue)) is not None:
            self.findings.add((*path, away[0]), away[1])
        return found

    def _name(self, raw: object, path: KeyPath) -> str | None:
        name = read_words(raw)
        if isinstance(name, Mistake):
            self.findings.add(path, name)
            return None
        return name

    def _years(self, raw: object, subject: Subject, path: KeyPath, facts: dict[FactKey, Given]) -> None:
        if not isinstance(raw, dict):
            self.findings.add(path, needs("year-needs-table", raw, f"[{subject.id}.{YEAR}.{self.as_of.year - 1}]"))
            return
        seen: set[int] = set()
        for key, table in self.findings.until_full(raw.items()):
            year = check_year(key, self.as_of.year)
            if year in seen:
                self.findings.add((*path, key), twice_named(key))
                continue
            is_year = isinstance(year, int)
            if isinstance(year, int):
                seen.add(year)
            if isinstance(year, Mistake):
                self.findings.add((*path, key), year)
                if key in self.catalogue.facts or not isinstance(table, dict):
                    continue
                is_year, year = False, self.as_of.year  # go on reading, so that all mistakes are told at once
            if not isinstance(table, dict):
                self.findings.add((*path, key), needs("year-needs-table", table, f"[{subject.id}.{YEAR}.{key}]"))
                continue
            for fact, value in self.findings.until_full(table.items()):
                self._fact(fact, value, subject, year, (*path, key, fact), facts, is_year=is_year)

    def _zones(self, raw: object, path: KeyPath) -> dict[str, bool]:
        zones: dict[str, bool] = {}
        if not isinstance(raw, dict):
            self.findings.add(path, needs("zone-needs-table", raw, f"{ZONE}.… = true"))
            return zones
        for key, value in self.findings.until_full(raw.items()):
            inside = read_flag(value, self.is_loose)
            if key not in self.catalogue.zones:
                self.findings.add((*path, key), unknown_zone(key, self.catalogue))
            elif isinstance(inside, Mistake):
                self.findings.add((*path, key), inside)
            else:
                zones[key] = inside.exact is True
        return zones

    def _complete(self, raw: object, subject: Subject, path: KeyPath) -> frozenset[str]:
        kinds = (*subject.items, *([subject.members] if subject.members else []))
        if not isinstance(raw, list):
            self.findings.add(path, needs("complete-needs-list", raw, _listed(raw, kinds)))
            return frozenset()
        for index, kind in self.findings.until_full(enumerate(raw)):
            if kind not in kinds:
                self.findings.add((*path, index), unknown_kind(shown(kind), kinds, self.catalogue))
        return frozenset(kind for kind in raw if isinstance(kind, str) and kind in kinds)

    def _items(self, raw: object, subject: Subject, kind: str, path: KeyPath) -> tuple[Record, ...]:
        if not isinstance(raw, list) or not all(isinstance(each, dict) for each in raw):
            self.findings.add(path, needs("item-needs-brackets", raw, f"[[{subject.id}.{kind}]]"))
            raw = [raw] if isinstance(raw, dict) else []
        items = tuple(self.record(each, kind, (*path, index), f"{kind}[{index + 1}]") for index, each in enumerate(raw))
        for index in repeated([item.name for item in items]):
            self.findings.add((*path, index, NAME), twice_named(items[index].name))
        return items

    def _members(self, raw: object, path: KeyPath) -> None:
        if isinstance(raw, dict) or not isinstance(raw, (list, str)):
            self.findings.add(path, needs("files-need-list", raw, f'{path[-1]} = ["../…/*.toml"]'))
            return
        if isinstance(raw, str):
            self.findings.add(path, needs("files-need-list", raw, f'{path[-1]} = ["{shown(raw)}"]'))
            return
        for index, pattern in self.findings.until_full(enumerate(raw)):
            word = read_words(pattern)
            if isinstance(word, Mistake):
                self.findings.add((*path, index), word)
            else:
                self.patterns.append(((*path, index), word))

    def _fact(
        self,
        key: str,
        raw: object,
        subject: Subject,
        year: int | None,
        path: KeyPath,
        facts: dict[FactKey, Given],
        *,
        is_year: bool = True,
    ) -> None:
        fact = self.catalogue.facts.get(key)
        if fact is None:
            self.findings.add(path, self._unknown(key, subject, year))
            return
        if subject.id not in fact.subjects:
            self.findings.add(path, wrong_subject(fact, self.catalogue, subject))
            return
        if fact.yearly and year is None and not _holds_years(raw):
            self.findings.add(path, needs_year(fact, _heading(path[:-1]), self.as_of.year - 1))
        if not fact.yearly and year is not None:
            self.findings.add(path, needs_no_year(fact, f"[{_heading(path[:-3])}]"))
        reader = ValueReader(fact, self.catalogue, self.as_of, self.is_loose)
        given = reader.read(raw)
        for below, mistake in reader.found:
            if is_year or mistake.kind != FUTURE_SOURCE:  # of a year that cannot be used, no source is told to be used
                self.findings.add((*path, *below), mistake)
        if given:
            facts[FactKey(fact.id, year)] = given

    def _unknown(self, key: str, subject: Subject, year: int | None) -> Mistake:
        if key in self.catalogue.subjects and year is None:
            return self._misplaced(key, subject)
        if year is not None:
            return unknown_fact(key, self.catalogue, subject)
        files = members_key(subject)
        words = (NAME, YEAR, ZONE, COMPLETE, PLAN, UNKNOWN, *subject.items, *([files] if files else []))
        return unknown_fact(key, self.catalogue, subject, words)

    def _misplaced(self, kind: str, subject: Subject) -> Mistake:
        files = members_key(subject)
        if kind == subject.members:
            remedy = Text(
                f'每家一个文件，这里写 {files} = ["../…/*.toml"]',
                f'keep a file each, and write {files} = ["../…/*.toml"]',
            )
        elif subject.items:
            remedy = Text("这里可写 ", "what stands here: ") + listed(
                f"[[{subject.id}.{item}]]" for item in subject.items
            )
        else:
            remedy = Text("移到列出它的主体下", "move it to the subject that lists it")
        return Mistake(
            "misplaced-kind",
            Text(f"{subject.title.zh}下不能直接写 '{kind}'", f"'{kind}' cannot stand under: {subject.title.en}"),
            remedy,
        )


def _holds_years(raw: object) -> bool:
    return isinstance(raw, dict) and bool(raw) and all(key.isdecimal() and len(key) == 4 for key in raw)


def repeated(names: list[str]) -> list[int]:
    """Return the places of names that stood before."""
    seen: set[str] = set()
    places = []
    for index, name in enumerate(names):
        if name in seen:
            places.append(index)
        seen.add(name)
    return places


def twice_named(name: str) -> Mistake:
    """Return the mistake of two subjects under one name."""
    return Mistake(
        "duplicate-name",
        Text(f"有两个 '{shown(name)}'", f"'{shown(name)}' stands twice"),
        Text("删去重复的，或改名以区分", "take one out, or give them different names"),
    )


def _heading(path: KeyPath) -> str:
    """Return the name of the table that a path leads to, as it stands in brackets."""
    return ".".join(str(part) for part in path if not isinstance(part, int))


def _listed(raw: object, kinds: tuple[str, ...]) -> str:
    return f'{COMPLETE} = ["{raw if isinstance(raw, str) and raw in kinds else next(iter(kinds), "…")}"]'
