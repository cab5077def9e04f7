"""The chapters of a catalogue's book that are about no single measure: notice, standards, places, figures, documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactType, Membership, Reading, Source, Zone
from zhence.model.measure import Measure
from zhence.model.text import Text, same
from zhence.report.derivation import derivation_words
from zhence.report.numbers import show_number, unit_title
from zhence.report.rests_on import Reach
from zhence.report.statement import Rule, Section
from zhence.report.status import day_words
from zhence.report.words import COLON, COMMA, LIST, READINGS, SEMICOLON, both, bracketed, join

NOTHING = same("")
TYPES = {
    FactType.MONEY: Text("金额", "money"),
    FactType.NUMBER: Text("数值", "number"),
    FactType.PERCENT: Text("百分比", "percentage"),
    FactType.COUNT: Text("个数", "count"),
    FactType.FLAG: Text("是否", "yes or no"),
    FactType.DATE: Text("日期", "date"),
    FactType.CHOICE: Text("单选", "one of a list"),
    FactType.SET: Text("多选", "any of a list"),
    FactType.TEXT: Text("文字", "text"),
    FactType.PLACE: Text("地名", "place"),
}
READ_AS = {
    Reading.OFFICIAL: Text("在官方网站读到", "read on an official site"),
    Reading.REPOST: Text("在别处读到的全文转载", "read verbatim elsewhere"),
    Reading.TRANSCRIPTION: Text("只读到他人整理的转录", "read only as somebody transcribed it"),
    Reading.NEWS: Text("只读到新闻报道", "read only in press reports"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one thing of the catalogue: its anchor and number, its title, its id, what is said of it."""

    anchor: str
    number: str
    title: Text
    word: str
    lead: tuple[Text, ...] = ()
    sections: tuple[Section, ...] = ()
    is_measure: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """Hold entries under one heading; `is_listed` puts each of them into the table of contents."""

    anchor: str
    number: str
    title: Text
    lead: tuple[Text, ...]
    entries: tuple[Entry, ...] = ()
    is_listed: bool = True


def count_words(count: int, zh: str, en: str, of: str = "") -> Text:
    """Return how many there are of something."""
    return Text(f"{count}{zh}", f"{count} {en}{'' if count == 1 else 's'}{of}")


def notice(measures: Sequence[Measure], catalogue: Catalogue) -> Chapter:
    """Return the items of the notice, each with the measures that carry it out."""
    entries = []
    for place, item in enumerate(catalogue.notice.values(), 1):
        source = catalogue.sources.get(item.source)
        carried = [(0, m.title + bracketed(same(m.id))) for m in measures if item.id in m.notice]
        lead = (
            Text("主题：", "Theme: ") + catalogue.themes.get(item.theme, same(item.theme)),
            Text("来源：", "Source: ") + (source.title if source else same(item.source)),
        )
        none = [(0, Text("无对应措施", "no measure"))]
        carrying = Section(Text("对应措施", "Carried out by"), tuple(carried or none))
        entries.append(Entry(f"notice-{place}", f"1.{place}", item.title, item.id, lead, (carrying,)))
    named, total = len(catalogue.notice), catalogue.notice_total
    lead_words = [count_words(named, "条已公开", "published item")]
    if total is not None:
        lead_words.append(
            Text(
                f"通知共{total}条，其余{total - named}条未见公开文本，目录不猜测",
                f"the notice has {total}; the text of the other {total - named} is not public, and the catalogue does not guess",
            )
        )
    return Chapter("notice", "1", Text("通知条目", "Items of the notice"), (join(lead_words, COMMA),), tuple(entries))


def definitions(rests: Reach, number: int, catalogue: Catalogue, as_of: date) -> Chapter:
    """Return the rules that measures refer to."""
    entries = []
    for place, rule in enumerate(rests.definitions, 1):
        source = catalogue.sources.get(rule.source)
        lead = (
            Text("来源：", "Source: ") + (source.title if source else same(rule.source)),
            Text("核对日期：", "Last checked: ") + day_words(rule.checked),
        )
        tree = Rule(rule, catalogue, as_of, opened=1)
        told = [Section(Text("条件", "Conditions"), tuple(tree.node(rule.requires)))]
        if rule.notes:
            told.append(Section(Text("说明", "Notes"), tuple((0, note) for note in rule.notes)))
        entries.append(Entry(f"definition-{rule.id}", f"{number}.{place}", rule.title, rule.id, lead, tuple(told)))
    return Chapter(
        "definitions", str(number), Text("各措施引用的标准", "Standards that measures refer to"), (), tuple(entries)
    )


def zones(rests: Reach, number: int, catalogue: Catalogue, as_of: date) -> Chapter:
    """Return the lists of places by date, with what is to be confirmed."""
    entries = tuple(
        Entry(
            f"zone-{zone.id}",
            f"{number}.{place}",
            zone.title,
            zone.id,
            _zone_lead(zone, catalogue),
            (Section(Text("地方", "Places"), tuple(line for m in zone.memberships for line in _place(m, catalogue))),),
        )
        for place, zone in enumerate(rests.zones, 1)
    )
    return Chapter("zones", str(number), Text("县市名单", "Lists of places"), (), entries)


def _zone_lead(zone: Zone, catalogue: Catalogue) -> tuple[Text, ...]:
    source = catalogue.sources.get(zone.source)
    lead = [Text("来源：", "Source: ") + (source.title if source else same(zone.source))]
    to_confirm = sum(m.confirm is not None for m in zone.memberships)
    if to_confirm:
        lead.append(
            count_words(to_confirm, "处待确认", "entry to confirm")
            if to_confirm == 1
            else Text(f"{to_confirm}处待确认", f"{to_confirm} entries to confirm")
        )
    return (*lead, zone.note) if zone.note is not None else tuple(lead)


def _place(entry: Membership, catalogue: Catalogue) -> list[tuple[int, Text]]:
    days = []
    if entry.start is not None:
        days.append(Text("自", "from ") + day_words(entry.start) + Text("起", ""))
    if entry.end is not None:
        days.append(Text("", "until ") + day_words(entry.end) + Text("前（不含当日）", ", that day excluded"))
    source = catalogue.sources.get(entry.source) if entry.source is not None else None
    told = [*days, *([source.title + bracketed(READINGS[source.read])] if source is not None else [])]
    lines = [(0, catalogue.place_title(entry.place) + (COLON + join(told, SEMICOLON) if told else NOTHING))]
    if entry.confirm is not None:
        lines.append((1, Text("待确认：", "to confirm: ") + entry.confirm))
    return lines


def facts(rests: Reach, number: int, catalogue: Catalogue, as_of: date) -> Chapter:
    """Return the figures that rules ask for."""
    entries = tuple(
        Entry(f"fact-{fact.id}", f"{number}.{place}", fact.title, fact.id, tuple(_fact_lead(fact, catalogue)))
        for place, fact in enumerate(rests.facts, 1)
    )
    lead = (
        Text(
            "规则所问的数据：口径、单位、期间、依据、由谁掌握。",
            "What the rules ask for: meaning, unit, period, proof, holder.",
        ),
    )
    return Chapter("facts", str(number), Text("数据口径", "Figures"), lead, entries, is_listed=False)


def _fact_lead(fact: Fact, catalogue: Catalogue) -> list[Text]:
    subjects = [catalogue.subjects[word].title for word in fact.subjects if word in catalogue.subjects]
    unit = unit_title(fact.unit, catalogue)
    shape = [join(subjects, LIST), TYPES[fact.type]]
    shape += [Text("单位：", "unit: ") + unit] if unit is not None else []
    shape += [Text("按年度", "for each year")] if fact.yearly else []
    shape += [Text("不低于", "not below ") + _bound(fact.low, fact, catalogue)] if fact.low is not None else []
    shape += [Text("不高于", "not above ") + _bound(fact.high, fact, catalogue)] if fact.high is not None else []
    lead = [join(shape, SEMICOLON)]
    if fact.definition is not None:
        lead.append(Text("口径：", "Meaning: ") + fact.definition)
    worked = derivation_words(fact, catalogue)
    if worked is not None:
        lead.append(Text("算法：", "Worked out as: ") + worked)
    if fact.choices:
        lead.append(Text("选项：", "Choices: ") + join(list(fact.choices.values()), LIST))
    proof = [Text("依据：", "Proof: ") + fact.evidence] if fact.evidence is not None else []
    proof += [Text("向谁要：", "Held by: ") + fact.holder] if fact.holder is not None else []
    return [*lead, join(proof, SEMICOLON)] if proof else lead


def _bound(bound: Fraction, fact: Fact, catalogue: Catalogue) -> Text:
    return both(lambda lang: show_number(bound, fact.unit, catalogue, lang))


def sources(rests: Reach, number: int, catalogue: Catalogue, as_of: date) -> Chapter:
    """Return the documents, and how each was read."""
    entries = tuple(
        Entry(f"source-{source.id}", f"{number}.{place}", source.title, source.id, _source_lead(source))
        for place, source in enumerate(rests.sources, 1)
    )
    return Chapter("sources", str(number), Text("依据文件", "Sources"), (), entries, is_listed=False)


def _source_lead(source: Source) -> tuple[Text, ...]:
    said = [source.issuer, *(same(word) for word in (source.number, source.issued) if word)]
    lead = [join(said, SEMICOLON), Text("读法：", "Read: ") + READINGS[source.read] + bracketed(READ_AS[source.read])]
    lead += [same(source.url)] if source.url else []
    return (*lead, source.note) if source.note is not None else tuple(lead)
