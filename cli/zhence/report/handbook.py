"""A catalogue laid out as a book for the people who own its rules: chapters, entries, headed lines; no markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhence import __version__
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Reading
from zhence.model.measure import Measure
from zhence.model.text import Text, same
from zhence.report.chapters import READ_AS, Chapter, Entry, count_words, definitions, facts, notice, sources, zones
from zhence.report.rests_on import Reach, reach
from zhence.report.statement import particulars, sections
from zhence.report.status import day_words
from zhence.report.words import LIST, READINGS, SEMICOLON, bracketed, join


@dataclass(frozen=True, slots=True)
class Handbook:
    """Hold the whole book; `addresses` are the links that may stand in its lines."""

    title: Text
    lead: tuple[Text, ...]
    chapters: tuple[Chapter, ...]
    addresses: tuple[str, ...]


def handbook(catalogue: Catalogue, themes: Sequence[str], as_of: date) -> Handbook:
    """Return the catalogue as a book: all of it, or the themes named and what their measures rest on."""
    titles = {word: title for word, title in catalogue.themes.items() if not themes or word in themes}
    measures = [measure for measure in catalogue.measures.values() if measure.theme in titles]
    whole = Reach(
        tuple(catalogue.definitions.values()),
        tuple(catalogue.zones.values()),
        tuple(catalogue.facts.values()),
        tuple(catalogue.sources.values()),
    )
    rests = reach(measures, catalogue) if themes else whole
    chapters = [notice(measures, catalogue)] if catalogue.notice else []
    for word, title in titles.items():
        of_theme = [measure for measure in measures if measure.theme == word]
        chapters.append(_theme(word, title, of_theme, len(chapters) + 1, catalogue, as_of))
    for make in (definitions, zones, facts, sources):
        chapter = make(rests, len(chapters) + 1, catalogue, as_of)
        if chapter.entries:
            chapters.append(chapter)
    lead = _counts(measures, rests, catalogue, as_of)
    addresses = {source.url for source in catalogue.sources.values() if source.url}
    return Handbook(catalogue.title, lead, tuple(chapters), tuple(sorted(addresses)))


def _counts(measures: Sequence[Measure], rests: Reach, catalogue: Catalogue, as_of: date) -> tuple[Text, ...]:
    conditions = sum(len(m.conditions) for m in measures)
    unwritten = sum(m.unwritten is not None for m in measures)
    counted = [
        count_words(len(measures), "项措施", "measure"),
        count_words(conditions, "项条件", "condition"),
        count_words(unwritten, "项未写成规则", "measure", " without a rule"),
        count_words(sum(len(m.examples) for m in measures), "个例子", "worked example"),
        count_words(len(rests.zones), "份县市名单", "list", " of places"),
        count_words(len(rests.facts), "项数据", "figure"),
        count_words(len(rests.sources), "份文件", "document"),
    ]
    by_level = Counter(source.read for source in rests.sources)
    read = [
        READINGS[level] + same(f" {by_level[level]}") + bracketed(READ_AS[level])
        for level in Reading
        if by_level[level]
    ]
    return (
        Text("判断日期：", "As of: ")
        + day_words(as_of)
        + Text("；句中“上年度”等按此日期推算", "; years such as “last year” in the sentences are counted from it"),
        Text("政策目录：", "Policy catalogue: ")
        + same(f"{catalogue.id} {catalogue.digest[:12]}, zhence {__version__}"),
        Text("共", "It holds ") + join(counted, LIST),
        Text("文件读法：", "How the documents were read: ") + join(read, SEMICOLON),
        Text(
            "本册全部语句由规则生成，不另行撰写；发现不符，请写明编号（如 3.2 条件 1.4）、应为何数、依据哪一条。",
            "Every sentence is generated from the rules and none is written by hand; where one is wrong, state its "
            "number (such as 3.2, conditions 1.4), what it should say, and on which clause.",
        ),
    )


def _theme(
    word: str, title: Text, measures: Sequence[Measure], number: int, catalogue: Catalogue, as_of: date
) -> Chapter:
    entries = []
    for place, measure in enumerate(measures, 1):
        lead = [measure.summary] if measure.summary is not None else []
        lead += [*particulars(measure, catalogue, as_of)]
        lead.append(Text("例子：", "Worked examples: ") + same(str(len(measure.examples))))
        told = tuple(sections(measure, catalogue, as_of, is_opened=False))
        anchor = f"measure-{measure.id}"
        entries.append(
            Entry(anchor, f"{number}.{place}", measure.title, measure.id, tuple(lead), told, is_measure=True)
        )
    return Chapter(
        f"theme-{word}", str(number), title, (count_words(len(measures), "项措施", "measure"),), tuple(entries)
    )
