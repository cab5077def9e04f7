"""Merge what the chosen measures want handed in into one list of papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from zhence.model.catalogue import Catalogue
from zhence.model.checklist import Checklist, Figure, Paper, Selection, State
from zhence.model.fact import FactKey
from zhence.model.ladder import Step
from zhence.model.measure import Document, Measure, Strength
from zhence.model.profile import Given, Record
from zhence.model.result import ConditionResult, MeasureResult, NodeKind, NodeResult, Reading, Report, ScoreResult
from zhence.model.text import Text

WIDTHS = str.maketrans("（），：；　", "(),:; ")


@dataclass(eq=False)
class _Asked:
    """Hold a figure with the facts it is asked through: itself, and what is derived from it."""

    figure: Figure
    through: set[str]


@dataclass(eq=False)
class _Entry:
    title: Text | None
    others: dict[str, Text] = field(default_factory=dict)
    holders: dict[str, Text] = field(default_factory=dict)
    needed: dict[MeasureResult, None] = field(default_factory=dict)
    proves: set[str] = field(default_factory=set)
    figures: dict[Figure, None] = field(default_factory=dict)

    def hold(self, holder: Text | None) -> None:
        """Note who has the paper."""
        if holder is not None:
            self.holders.setdefault(name_key(holder), holder)


def checklist(catalogue: Catalogue, report: Report, selection: Selection) -> Checklist:
    """Return the papers for the chosen measures: equal ones merged, each figure below what proves it."""
    entries = _documents(selection.chosen)
    figures: dict[tuple[FactKey, int], Figure] = {}
    for result in selection.chosen:
        own = list(dict.fromkeys(entries[name_key(document.title)] for document in result.measure.documents))
        for asked in _asked(catalogue, result):
            figure = figures.setdefault((asked.figure.key, id(asked.figure.owner)), asked.figure)
            proving = [e for e in own if e.proves & asked.through]
            proving = proving or [e for e in entries.values() if e.proves & asked.through][:1]
            for entry in proving or [_by_evidence(catalogue, figure.key.fact, entries)]:
                entry.figures.setdefault(figure)
                entry.needed.setdefault(result)
    _fill_holders(catalogue, entries)
    unique = list(dict.fromkeys(entries.values()))
    unique.sort(key=lambda e: (e.title is None, -len({r.measure.id for r in e.needed})))
    papers = [
        Paper(e.title, tuple(e.others.values()), tuple(e.holders.values()), tuple(e.needed), tuple(e.figures))
        for e in unique
    ]
    return Checklist(report.record, report.as_of, selection, tuple(papers))


def name_key(title: Text) -> str:
    """Return a title without blanks and with half-width marks, so that equal titles are found equal."""
    return "".join(title.zh.translate(WIDTHS).split()).casefold()


def _documents(chosen: tuple[MeasureResult, ...]) -> dict[str, _Entry]:
    """Return the entry of every document by its title; documents that prove the same facts share one."""
    measures = {result.measure.id: result.measure for result in chosen}
    entries: dict[str, _Entry] = {}
    heads: dict[frozenset[str], _Entry] = {}
    parted = _told_apart(list(measures.values()))
    for measure in measures.values():
        for document in measure.documents:
            key, proves = name_key(document.title), frozenset(document.proves)
            entry = entries.get(key)
            if entry is None and proves and proves not in parted:
                entry = heads.get(proves)
            entry = entry or _Entry(document.title)
            entries[key] = entry
            heads.setdefault(proves, entry)
            _add(entry, document, [r for r in chosen if r.measure is measure])
    return entries


def _told_apart(measures: list[Measure]) -> set[frozenset[str]]:
    """Return the sets of facts for which some measure wants two papers: these are not one paper by two names."""
    found = set()
    for measure in measures:
        titles: dict[frozenset[str], set[str]] = {}
        for document in measure.documents:
            titles.setdefault(frozenset(document.proves), set()).add(name_key(document.title))
        found |= {proves for proves, names in titles.items() if len(names) > 1}
    return found


def _add(entry: _Entry, document: Document, results: list[MeasureResult]) -> None:
    if entry.title is not None and name_key(document.title) != name_key(entry.title):
        entry.others.setdefault(name_key(document.title), document.title)
    entry.hold(document.holder)
    entry.proves |= set(document.proves)
    entry.needed |= dict.fromkeys(results)


def _by_evidence(catalogue: Catalogue, fact_id: str, entries: dict[str, _Entry]) -> _Entry:
    """Return the entry of the evidence that the vocabulary names for a fact."""
    fact = catalogue.facts.get(fact_id)
    evidence, holder = (fact.evidence, fact.holder) if fact is not None else (None, None)
    # What has no named paper is kept apart by holder, so that each can be asked for theirs.
    key = name_key(evidence) if evidence is not None else f"\0{name_key(holder) if holder else ''}"
    entry = entries.setdefault(key, _Entry(evidence))
    entry.hold(holder)
    return entry


def _fill_holders(catalogue: Catalogue, entries: dict[str, _Entry]) -> None:
    """Give a paper of which no measure says who has it the holder that its facts name."""
    for entry in entries.values():
        if not entry.holders:
            facts = [catalogue.facts.get(figure.key.fact) for figure in entry.figures]
            entry.hold(next((fact.holder for fact in facts if fact is not None and fact.holder is not None), None))


def _asked(catalogue: Catalogue, result: MeasureResult) -> Iterator[_Asked]:
    """Yield each figure that the answer rests on or waits for, once."""
    chain = chain_to(result.record, result.item or result.record)
    found: dict[FactKey, _Asked] = {}
    for reading in _readings(result):
        keys = [(key, given) for key, given in reading.given] + [(key, None) for key in reading.missing]
        if not keys and reading.value is not None:
            keys = [(reading.key, None)]  # counted from the items that the profile lists
        for key, given in keys:
            asked = found.get(key)
            if asked is None:
                figure = _figure(catalogue, key, given, reading, chain)
                asked = found[key] = _Asked(figure, {key.fact})
            asked.through.add(reading.key.fact)
    yield from found.values()


def _figure(
    catalogue: Catalogue, key: FactKey, given: Given | None, reading: Reading, chain: tuple[Record, ...]
) -> Figure:
    fact = catalogue.facts.get(key.fact)
    subjects = fact.subjects if fact is not None else ()
    stating = next((r for r in chain if given is not None and r.facts.get(key) is given), None)
    owner = stating or next((r for r in chain if r.subject in subjects), chain[-1])
    if given is not None:
        is_ready = given.source is not None and not given.estimate
        return Figure(key, owner, State.READY if is_ready else State.UNSOURCED, given.value, given)
    is_counted = key == reading.key and reading.value is not None and key not in reading.missing
    state, value = (State.UNSOURCED, reading.value) if is_counted else (State.MISSING, None)
    return Figure(key, owner, state, value)


def chain_to(record: Record, item: Record) -> tuple[Record, ...]:
    """Return an item and its owners, innermost first; an item that is not listed stands right below the record."""
    return _path(record, item) or (item, record)


def _path(record: Record, item: Record) -> tuple[Record, ...]:
    if record is item:
        return (record,)
    for below in (each for items in record.items.values() for each in items):
        if path := _path(below, item):
            return (*path, record)
    return ()


def _readings(result: MeasureResult) -> Iterator[Reading]:
    for root in (result.scope, result.root):
        if root is not None:
            yield from _of_node(root)


def _of_node(node: NodeResult) -> Iterator[Reading]:
    """Yield the readings below a node that count: no idle branch, and of several ways only the nearest."""
    if node.condition is not None:
        yield from _of_condition(node.condition)
    if node.score is not None:
        yield from _of_score(node.score)
    nearest = [child for child in node.children if child.cheapest]
    children = nearest if nearest and node.kind is not NodeKind.IF else node.children
    for child in children:
        if not child.idle:
            yield from _of_node(child)


def _of_condition(result: ConditionResult) -> Iterator[Reading]:
    if result.condition.strength is Strength.PREFERENCE:
        return
    for reading in (result.reading, result.threshold_reading):
        if reading is not None:
            yield replace(reading, missing=()) if result.answer.settled else reading
    if result.inner is not None:
        yield from _of_node(result.inner)
    for zone in (result.zone, *(eased.zone for eased in result.eased)):
        if zone is not None and zone.missing and result.missing:
            yield Reading(zone.missing[0], None, missing=zone.missing)


def _of_score(result: ScoreResult) -> Iterator[Reading]:
    """Yield what earned points; where the mark is not surely reached, what may still earn some."""
    is_enough = result.answer.low is Step.YES
    for item in result.items:
        if item.reading is not None and (item.low > 0 or not is_enough):
            yield item.reading
