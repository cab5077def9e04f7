"""Figures without a file: the flat tables of catalogue examples, and what the command line sets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from zhence.model.catalogue import Catalogue, Subject
from zhence.model.fact import Fact, FactKey
from zhence.model.fault import Fault
from zhence.model.profile import Given, Record
from zhence.model.text import Text
from zhence.profiles.answers import read_flag
from zhence.profiles.consistency import fresh_contradictions
from zhence.profiles.names import (
    NAME,
    ZONE,
    check_year,
    needs_no_year,
    titled,
    unknown_fact,
    unknown_zone,
    wrong_subject,
)
from zhence.profiles.spoken import unspoken
from zhence.profiles.values import ValueReader
from zhence.written.faults import Findings, Mistake, clip, folded, shown

_SETTING = re.compile(
    r"\s*(?:(?P<kind>[^\[\]=.\s]+)(?:\[(?P<which>[^\]]+)\])?\.)?(?P<fact>[^=@.\s]+)(?:@(?P<year>[^=]*?))?\s*=(?P<raw>.*)",
    re.DOTALL,
)
_ZONED = re.compile(r"\s*zone\.(?P<zone>[^=\s]+)\s*=(?P<raw>.*)", re.DOTALL)
_OFFSET = re.compile(r"[+-][0-9]{1,2}|0")


def record_from_flat(
    subject: str,
    figures: Mapping[str, object],
    catalogue: Catalogue,
    as_of: date,
    file: str = "",
    doubts: list[Fault] | None = None,
) -> Record:
    """Return a record of figures keyed `fact`, `fact@2025`, `fact@-1` (the year before `as_of`) or `zone.id`.

    Every figure is kept whatever subject it belongs to, so that one table can hold an item's and its owner's. A list
    of tables under a kind of item gives its items. Warnings go to `doubts`.

    Raises:
        FaultyError: with every fault.

    """
    findings = Findings(file)
    record = _Flat(catalogue, as_of, findings).record(subject, figures, subject)
    findings.raise_errors()
    if doubts is not None:
        doubts.extend(findings.faults())
    return record


@dataclass(slots=True)
class _Flat:
    catalogue: Catalogue
    as_of: date
    findings: Findings

    def record(self, kind: str, figures: Mapping[str, object], fallback: str) -> Record:
        subject = self.catalogue.subjects[kind]
        facts: dict[FactKey, Given] = {}
        items: dict[str, tuple[Record, ...]] = {}
        zones: dict[str, bool] = {}
        complete = frozenset[str]()
        name = fallback
        for key, raw in figures.items():
            if key == NAME and isinstance(raw, str):
                name = raw
            elif key == ZONE and isinstance(raw, dict):
                for zone, inside in raw.items():
                    self.zone(zone, inside, zones)
            elif key.startswith(f"{ZONE}."):
                self.zone(key.partition(".")[2], raw, zones)
            elif key == "complete" and isinstance(raw, list):
                complete = frozenset(str(each) for each in raw)
            elif key in self.catalogue.subjects and isinstance(raw, list):
                tables = [each for each in raw if isinstance(each, dict)]
                items[key] = tuple(self.record(key, each, f"{key}[{at}]") for at, each in enumerate(tables, 1))
            else:
                self.figure(key, raw, subject, facts)
        return Record(kind, name, facts, items, complete, zones, self.findings.file)

    def zone(self, zone: str, raw: object, zones: dict[str, bool]) -> None:
        inside = read_flag(raw, loose=False)
        if zone not in self.catalogue.zones:
            self.findings.add((ZONE, zone), unknown_zone(zone, self.catalogue))
        elif isinstance(inside, Mistake):
            self.findings.add((ZONE, zone), inside)
        else:
            zones[zone] = inside.exact is True

    def figure(self, key: str, raw: object, subject: Subject, facts: dict[FactKey, Given]) -> None:
        stem, at, word = key.partition("@")
        fact = self.catalogue.facts.get(stem)
        if fact is None:
            self.findings.add((key,), unknown_fact(stem, self.catalogue, subject))
            return
        year = fact_year(fact, word if at else None, self.as_of, None)
        if isinstance(year, Mistake):
            self.findings.add((key,), year)
        given = _value(fact, raw, self.catalogue, self.as_of, self.findings, key, loose=False)
        if given and not isinstance(year, Mistake):
            facts[FactKey(fact.id, year)] = given


def fact_year(fact: Fact, word: str | None, as_of: date, default: int | None) -> int | Mistake | None:
    """Return the year a figure is of: absolute, or relative to the day asked about; `default` where none is written."""
    if not fact.yearly:
        return None if word is None else needs_no_year(fact, f"[{fact.subjects[0]}]")
    if word is None:
        if default is not None:
            return default
        return Mistake(
            "yearly-outside-year",
            Text(f"'{fact.id}'（{fact.title.zh}）要写明是哪一年的", f"'{fact.id}' ({fact.title.en}) needs its year"),
            Text(f"写成 {fact.id}@{as_of.year - 1}", f"write {fact.id}@{as_of.year - 1}"),
        )
    word = folded(word)
    return check_year(str(as_of.year + int(word)) if _OFFSET.fullmatch(word) else word, as_of.year)


def _value(
    fact: Fact, raw: object, catalogue: Catalogue, as_of: date, findings: Findings, key: str, *, loose: bool
) -> Given | None:
    reader = ValueReader(fact, catalogue, as_of, loose)
    given = reader.read(raw)
    for below, mistake in reader.found:
        findings.add((key, *below), mistake)
    return given


def apply_settings(
    record: Record,
    settings: Iterable[str],
    catalogue: Catalogue,
    as_of: date,
    doubts: list[Fault] | None = None,
) -> Record:
    """Return a record with what the command line sets: `revenue@2025=2亿元`, `cluster[2].x=…`, `zone.id=true`.

    Items count from 1 or go by name; a fact of items without a place sets every listed item. A yearly fact without
    `@year` is of the year before `as_of`. Warnings go to `doubts`.

    Raises:
        FaultyError: with the faults of every setting; each names the setting as its key and `--set` as its file.

    """
    findings = Findings("--set")
    setter = _Setter(catalogue, as_of, findings)
    before = record
    for setting in settings:
        record = setter.apply(record, setting)
    findings.raise_errors()
    for path, mistake in fresh_contradictions(before, record, catalogue, as_of):
        findings.add(path, mistake)
    if doubts is not None:
        doubts.extend(findings.faults())
    return record


@dataclass(slots=True)
class _Setter:
    catalogue: Catalogue
    as_of: date
    findings: Findings
    key: str = field(default="")

    def apply(self, record: Record, setting: str) -> Record:
        self.key = clip(setting.partition("=")[0].strip())
        zoned, found = _ZONED.fullmatch(setting), _SETTING.fullmatch(setting)
        if zoned:
            return self._zone(record, zoned["zone"], zoned["raw"].strip())
        if not found:
            sample = f"revenue@{self.as_of.year - 1}=…"
            problem = Text(f"'{shown(setting)}' 不是 名称=值", f"'{shown(setting)}' is no name=value")
            return self._fault(record, Mistake("bad-setting", problem, Text(f"写成 {sample}", f"write {sample}")))
        subject = self.catalogue.subjects[record.subject]
        fact = self.catalogue.facts.get(found["fact"])
        if fact is None:
            return self._fault(record, unknown_fact(found["fact"], self.catalogue, subject))
        kind = found["kind"] or _home(fact, record, subject)
        if kind is None or kind not in fact.subjects:
            whose = self.catalogue.subjects.get(kind or "", subject)
            return self._fault(record, wrong_subject(fact, self.catalogue, whose))
        year = fact_year(fact, found["year"], self.as_of, self.as_of.year - 1)
        if isinstance(year, Mistake):
            return self._fault(record, year)
        raw = unspoken(found["raw"].strip(), fact, self.catalogue)
        if isinstance(raw, Mistake):
            return self._fault(record, raw)
        given = _value(fact, raw, self.catalogue, self.as_of, self.findings, self.key, loose=True)
        if given is None:
            return record
        figure = FactKey(fact.id, year)
        return self._place(
            record, kind, found["which"], lambda each: replace(each, facts={**each.facts, figure: given})
        )

    def _place(self, record: Record, kind: str, which: str | None, change: Callable[[Record], Record]) -> Record:
        if kind == record.subject and which is None:
            return change(record)
        items = record.items.get(kind, ())
        if not items:
            title = titled(self.catalogue, kind)
            problem = Text(f"档案里没有列出{title.zh}", f"the profile lists no {title.en}")
            remedy = Text("先在档案里列出，再设它的数据", "list one in the profile first")
            return self._fault(record, Mistake("no-items", problem, remedy))
        if which is None:
            return replace(record, items={**record.items, kind: tuple(change(item) for item in items)})
        at = _index(items, which.strip())
        if at is None:
            problem = Text(f"没有 {kind}[{shown(which)}]", f"there is no {kind}[{shown(which)}]")
            remedy = Text("可写：", "choose from: ") + _listed(items[:10])
            return self._fault(record, Mistake("no-such-item", problem, remedy))
        changed = tuple(change(item) if place == at else item for place, item in enumerate(items))
        return replace(record, items={**record.items, kind: changed})

    def _zone(self, record: Record, zone: str, raw: str) -> Record:
        inside = read_flag(raw, loose=True)
        if zone not in self.catalogue.zones:
            return self._fault(record, unknown_zone(zone, self.catalogue))
        if isinstance(inside, Mistake):
            return self._fault(record, inside)
        return replace(record, zones={**record.zones, zone: inside.exact is True})

    def _fault(self, record: Record, mistake: Mistake) -> Record:
        self.findings.add((self.key,), mistake)
        return record


def _home(fact: Fact, record: Record, subject: Subject) -> str | None:
    """Return the kind a fact is set for: the subject itself, else items it lists, else items it may list."""
    if record.subject in fact.subjects:
        return record.subject
    kinds = (*subject.items, *([subject.members] if subject.members else []))
    mine = [kind for kind in fact.subjects if kind in kinds]
    return next((kind for kind in mine if record.items.get(kind)), mine[0] if mine else None)


def _index(items: tuple[Record, ...], which: str) -> int | None:
    named = [place for place, item in enumerate(items) if folded(item.name) == folded(which)]
    if len(named) == 1:
        return named[0]
    return int(which) - 1 if re.fullmatch(r"[0-9]{1,6}", which) and 0 < int(which) <= len(items) else None


def _listed(items: Sequence[Record]) -> Text:
    named = [(place, item.name) for place, item in enumerate(items, 1)]
    return Text(
        "、".join(f"{place}（{name}）" for place, name in named),
        ", ".join(f"{place} ({name})" for place, name in named),
    )
