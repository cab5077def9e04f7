"""Names that nobody declared, or that stand in the wrong place, and where they belong."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zhence.model.catalogue import Catalogue, Subject
from zhence.model.fact import Fact
from zhence.model.text import Text
from zhence.written.faults import Mistake, closest, folded, listed, shown

NAME, YEAR, ZONE, COMPLETE, PLAN, UNKNOWN = "name", "year", "zone", "complete", "plan", "unknown"
EARLIEST = 1900
CLOSE_ENOUGH = 0.55  # for a fact of the subject, where only one of another subject comes nearer


def roots(catalogue: Catalogue) -> list[str]:
    """Return the kinds of subject that have files of their own: those that are no item of another."""
    items = {item for subject in catalogue.subjects.values() for item in subject.items}
    return [kind for kind in catalogue.subjects if kind not in items]


def owners(catalogue: Catalogue, kind: str) -> list[str]:
    """Return the kinds of subject whose profile lists items of a kind."""
    return [each.id for each in catalogue.subjects.values() if kind in each.items]


def members_key(subject: Subject) -> str | None:
    """Return the key that names the files of a subject's members: enterprises."""
    return f"{subject.members}s" if subject.members else None


def titled(catalogue: Catalogue, kind: str) -> Text:
    """Return the title of a kind of subject."""
    subject = catalogue.subjects.get(kind)
    return subject.title if subject else Text(kind, kind)


def ids_by_title(catalogue: Catalogue) -> dict[str, list[str]]:
    """Return the ids of the facts that go by a Chinese title or by another name."""
    found: dict[str, list[str]] = {}
    for fact in catalogue.facts.values():
        for title in dict.fromkeys((fact.title.zh, *fact.aliases)):
            found.setdefault(title, []).append(fact.id)
    return found


def unknown_fact(
    key: str, catalogue: Catalogue, subject: Subject, words: tuple[str, ...] = (), *, is_compared: bool = True
) -> Mistake:
    """Return the mistake of a key that is no fact, with the nearest one if compared; `words` are keys of another kind."""
    rest = {fact.id: (fact.title.zh, fact.title.en, *fact.aliases) for fact in catalogue.facts.values()}
    own = {word: names for word, names in rest.items() if subject.id in catalogue.facts[word].subjects}
    problem = Text(f"没有 '{shown(key)}' 这项数据", f"no such fact '{shown(key)}'")
    if re.fullmatch(r"[0-9]{4}年?", key):
        remedy = Text(f"年份写成 [{subject.id}.year.{key[:4]}]", f"write the year as [{subject.id}.year.{key[:4]}]")
        return Mistake("year-outside-year", Text(f"'{key}' 不是数据名", f"'{key}' is no fact"), remedy)
    stem, at, year = key.partition("@")
    if at and stem in rest:
        remedy = Text(
            f"在 [{subject.id}.year.{year}] 下写 {stem} = …", f"write {stem} = … under [{subject.id}.year.{year}]"
        )
        return Mistake("year-in-key", problem, remedy)
    near = _nearest(key, {**own, **dict.fromkeys(words, ())}, rest) if is_compared else None
    if near is None:
        remedy = Text(
            "照模板里的数据名写（zhence new 打印模板）", "use the names of the template (zhence new prints it)"
        )
    elif near in words and near not in rest:
        remedy = Text(f"是否 '{near}'？", f"did you mean '{near}'?")
    else:
        title = catalogue.facts[near].title
        remedy = Text(f"是否 '{near}'（{title.zh}）？", f"did you mean '{near}' ({title.en})?")
    return Mistake("unknown-fact", problem, remedy)


def _nearest(key: str, own: Mapping[str, tuple[str, ...]], rest: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the fact whose name comes nearest: one of the subject before one of another, unless that is meant word for word."""
    other = closest(key, own) or closest(key, rest)
    if other is None or other in own or folded(key) in map(folded, rest[other]):
        return other
    return closest(key, own, CLOSE_ENOUGH) or other


def wrong_subject(fact: Fact, catalogue: Catalogue, subject: Subject) -> Mistake:
    """Return the mistake of a fact stated of a subject it does not belong to."""
    whose = [titled(catalogue, kind) for kind in fact.subjects]
    zh, en = listed(each.zh for each in whose).zh, listed(each.en for each in whose).en
    item = next((kind for kind in fact.subjects if kind in subject.items), None)
    if item:
        remedy = Text(f"写在 [[{subject.id}.{item}]] 里", f"write it under [[{subject.id}.{item}]]")
    elif subject.members in fact.subjects:
        remedy = Text(
            f"写在{titled(catalogue, subject.members or '').zh}自己的文件里",
            f"write it in the file of the {subject.members}",
        )
    elif any(subject.id in catalogue.subjects[kind].items for kind in fact.subjects if kind in catalogue.subjects):
        owner = next(kind for kind in fact.subjects if subject.id in catalogue.subjects[kind].items)
        remedy = Text(f"写在 [{owner}] 里", f"write it under [{owner}]")
    else:
        remedy = Text("移到它所属的主体，或删去", "move it to the subject it belongs to, or take it out")
    return Mistake(
        "wrong-subject",
        Text(
            f"'{fact.id}'（{fact.title.zh}）是{zh}的数据，不是{subject.title.zh}的",
            f"'{fact.id}' ({fact.title.en}) is a fact of: {en}; not of: {subject.title.en}",
        ),
        remedy,
    )


def needs_year(fact: Fact, subject: str, year: int) -> Mistake:
    """Return the mistake of a yearly figure without its year."""
    return Mistake(
        "yearly-outside-year",
        Text(f"'{fact.id}'（{fact.title.zh}）要写明是哪一年的", f"'{fact.id}' ({fact.title.en}) needs its year"),
        Text(
            f"移到 [{subject}.year.{year}] 下（换成它的年份）", f"move it under [{subject}.year.{year}], with its year"
        ),
    )


def needs_no_year(fact: Fact, heading: str) -> Mistake:
    """Return the mistake of a year on a figure that has none; `heading` is that of the table it belongs to."""
    return Mistake(
        "not-yearly",
        Text(f"'{fact.id}'（{fact.title.zh}）不分年", f"'{fact.id}' ({fact.title.en}) is not yearly"),
        Text(f"移到 {heading} 下", f"move it under {heading}"),
    )


def check_year(key: str, latest: int) -> int | Mistake:
    """Return a calendar year that is neither out of mind nor ahead of `latest`, the year of the day asked about."""
    word = folded(key)
    if not re.fullmatch(r"[0-9]{4}", word) or int(word) < EARLIEST:
        return Mistake(
            "bad-year",
            Text(f"'{shown(key)}' 不是年份", f"'{shown(key)}' is no year"),
            Text(f"写四位年份，如 {latest - 1}", f"write four digits, like {latest - 1}"),
        )
    if int(word) > latest:
        return Mistake(
            "future-year",
            Text(
                f"判断日期在 {latest} 年，那时 {word} 年还没有到",
                f"the day asked about is in {latest}: {word} lies ahead of it",
            ),
            Text(
                f"把 --as-of 换成 {word} 年或以后的日子；要按 {latest} 年判断，另存一份不含这一年数据的档案",
                f"ask for a day of {word} or later with --as-of; to ask for {latest}, use a copy without this year",
            ),
        )
    return int(word)


def unknown_zone(key: str, catalogue: Catalogue) -> Mistake:
    """Return the mistake of a zone that the catalogue does not know."""
    near = closest(key, {zone.id: (zone.title.zh, zone.title.en) for zone in catalogue.zones.values()})
    if near:
        title = catalogue.zones[near].title
        remedy = Text(f"是否 '{near}'（{title.zh}）？", f"did you mean '{near}' ({title.en})?")
    else:
        remedy = Text("可写：", "choose from: ") + listed(catalogue.zones)
    return Mistake("unknown-zone", Text(f"没有 '{shown(key)}' 这个区域", f"no such zone '{shown(key)}'"), remedy)


def unknown_kind(key: str, kinds: tuple[str, ...], catalogue: Catalogue) -> Mistake:
    """Return the mistake of a kind of subject that does not stand here."""
    near = closest(key, {kind: (titled(catalogue, kind).zh, titled(catalogue, kind).en) for kind in kinds})
    if near:
        title = titled(catalogue, near)
        remedy = Text(f"是否 '{near}'（{title.zh}）？", f"did you mean '{near}' ({title.en})?")
    else:
        remedy = Text("可写：", "choose from: ") + listed(kinds)
    return Mistake("unknown-kind", Text(f"没有 '{shown(key)}' 这一类", f"no such kind '{shown(key)}' here"), remedy)


def needs(kind: str, raw: object, right: str) -> Mistake:
    """Return the mistake of a value of another shape than the one that belongs here."""
    return Mistake(
        kind,
        Text(f"这里不能写 {shown(raw)}", f"{shown(raw)} cannot stand here"),
        Text(f"写成 {right}", f"write {right}"),
    )
