"""What measures stand on: subjects, themes, units, facts, zones, places, sources."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from zhence.catalogue import schema as raw
from zhence.catalogue.faults import Faults
from zhence.catalogue.quantities import Quantities
from zhence.catalogue.reach import derivations, in_circles
from zhence.catalogue.shape import shaped
from zhence.model.catalogue import Notice, Subject, Units
from zhence.model.fact import Derivation, Derived, Fact, ItemTest, Source
from zhence.model.text import Text, same

Tables = dict[str, dict[str, Any]]


def text(words: raw.AnyText) -> Text:
    """Return a text; a plain string reads the same in both languages."""
    return same(words) if isinstance(words, str) else Text(words.zh, words.en)


def maybe(words: raw.AnyText | None) -> Text | None:
    """Return a text, or None where there is none."""
    return None if words is None else text(words)


def units_of(top: raw.RawCatalogue, file: str, faults: Faults) -> Units:
    """Return how quantities are written and shown."""
    numbers = Quantities(Units({}, {}, {}, {}, {}), top.money, faults)

    def plain(amount: raw.Amount, key: str) -> Fraction:
        return numbers.plain(amount, file, f"units.{key}") or Fraction(1)

    written = top.units
    return Units(
        multipliers={w: plain(a, f"multipliers.{w}") for w, a in written.multipliers.items()},
        aliases=dict(written.aliases),
        conversions={u: (c.unit, plain(c.times, f"conversions.{u}")) for u, c in written.conversions.items()},
        titles={u: text(t) for u, t in written.titles.items()},
        shown={
            lang: tuple((m.word, plain(m.times, f"shown.{lang}")) for m in words)
            for lang, words in written.shown.items()
        },
    )


def subjects_of(top: raw.RawCatalogue, file: str, faults: Faults) -> dict[str, Subject]:
    """Return the kinds of subject, each listing only kinds that exist and none that lists it in turn."""
    what = Text("主体", "subject")
    for word, subject in top.subject.items():
        for item in [*subject.items, *([subject.members] if subject.members else [])]:
            if item not in top.subject:
                faults.unknown(file, f"subject.{word}", what, item, top.subject)
    below = {word: {*subject.items} & top.subject.keys() for word, subject in top.subject.items()}
    circular = in_circles(below)
    for word in top.subject:
        for item in sorted(below[word] & circular) if word in circular else ():
            faults.add(
                file,
                f"subject.{word}.items",
                "circular-subjects",
                Text(
                    f"'{word}' 列出 '{item}'，'{item}' 又直接或间接列出 '{word}'",
                    f"'{word}' lists '{item}', which lists '{word}' in turn",
                ),
                Text("去掉一方的 items", "take one of them out of the other's items"),
            )
    return {w: Subject(w, text(s.title), tuple(s.items), s.members) for w, s in top.subject.items()}


def notice_of(top: raw.RawCatalogue, sources: dict[str, Source], file: str, faults: Faults) -> dict[str, Notice]:
    """Return the published items of the notice."""
    found: dict[str, Notice] = {}
    for item in top.notice.item if top.notice else []:
        key = f"notice.{item.id}"
        if item.id in found:
            faults.add(
                file,
                key,
                "duplicate",
                Text("重复的通知条目", "the notice item stands twice"),
                Text("删去一条", "remove one"),
            )
        if item.theme not in top.theme:
            faults.unknown(file, key, Text("主题", "theme"), item.theme, top.theme)
        if item.source not in sources:
            faults.unknown(file, key, Text("来源", "source"), item.source, sources)
        found[item.id] = Notice(item.id, text(item.title), item.theme, item.source)
    return found


def sources_of(tables: Tables, faults: Faults) -> dict[str, Source]:
    """Return every document, each under one id."""
    found: dict[str, Source] = {}
    for file, table in tables.items():
        for word, data in table.items():
            shape = shaped(raw.RawSource, data, file, word, faults)
            if shape is None:
                continue
            once(word, found, file, faults)
            found[word] = Source(
                word,
                text(shape.title),
                text(shape.issuer),
                shape.read,
                shape.number,
                shape.issued,
                shape.url,
                maybe(shape.note),
                file,
            )
    return found


def once(word: str, found: dict[str, Any], file: str, faults: Faults) -> None:
    """Note an id that stands in two places."""
    if word in found:
        faults.add(
            file,
            word,
            "duplicate",
            Text(f"'{word}' 已在别处定义", f"'{word}' is defined elsewhere too"),
            Text("保留一处，另一处删去或改名", "keep one, remove or rename the other"),
        )


def facts_of(tables: Tables, subjects: dict[str, Subject], numbers: Quantities) -> dict[str, Fact]:
    """Return every fact, derived ones resting on facts that exist."""
    faults = numbers.faults
    shapes: dict[str, tuple[str, raw.RawFact]] = {}
    for file, table in tables.items():
        for word, data in table.items():
            shape = shaped(raw.RawFact, data, file, word, faults)
            if shape is not None:
                once(word, shapes, file, faults)
                shapes[word] = (file, shape)
    found = {word: _fact(word, file, shape, subjects, numbers) for word, (file, shape) in shapes.items()}
    circular = in_circles(derivations(found))
    for word, (file, shape) in shapes.items():
        if shape.derived is not None:
            _check_derived(word, file, found, subjects, circular, faults)
    return found


def _fact(word: str, file: str, shape: raw.RawFact, subjects: dict[str, Subject], numbers: Quantities) -> Fact:
    for subject in shape.subjects:
        if subject not in subjects:
            numbers.faults.unknown(file, f"{word}.subjects", Text("主体", "subject"), subject, subjects)
    if (shape.type in ("choice", "set")) != bool(shape.choices):
        numbers.faults.add(
            file,
            f"{word}.choices",
            "choices",
            Text(
                "choice、set 类型要列出选项，其他类型没有选项",
                "a choice or a set lists its choices, other types have none",
            ),
            Text("补上或删去 choices", "add or remove choices"),
        )

    def bound(amount: raw.Amount | None, key: str) -> Fraction | None:
        return None if amount is None else numbers.number(amount, shape.type, shape.unit, file, f"{word}.{key}")

    return Fact(
        word,
        text(shape.title),
        shape.type,
        tuple(shape.subjects),
        shape.unit,
        shape.yearly,
        maybe(shape.definition),
        maybe(shape.evidence),
        maybe(shape.holder),
        {c: text(t) for c, t in shape.choices.items()},
        bound(shape.low, "low"),
        bound(shape.high, "high"),
        None if shape.derived is None else _derived(shape.derived, file, word, numbers),
        file,
        _codes(word, file, shape, numbers.faults),
        shape.fixed,
        tuple(shape.aliases),
    )


def _codes(word: str, file: str, shape: raw.RawFact, faults: Faults) -> dict[str, tuple[str, ...]]:
    seen: dict[str, str] = {}
    for choice, codes in shape.codes.items():
        if choice not in shape.choices:
            faults.unknown(file, f"{word}.codes", Text("选项", "choice"), choice, shape.choices)
        for code in codes:
            if code in seen:
                faults.add(
                    file,
                    f"{word}.codes.{choice}",
                    "duplicate",
                    Text(f"'{code}' 已属于 '{seen[code]}'", f"'{code}' already stands for '{seen[code]}'"),
                    Text("留一处", "keep it in one place"),
                )
            seen[code] = choice
    return {choice: tuple(codes) for choice, codes in shape.codes.items()}


def _derived(shape: raw.RawDerived, file: str, word: str, numbers: Quantities) -> Derived:
    def test(item: raw.RawItemTest) -> ItemTest:
        options: list[str | bool] = list(item.one_of or [])
        if item.is_ is not None:
            options.append(item.is_)
        floor = None if item.at_least is None else numbers.plain(item.at_least, file, f"{word}.derived.where")
        return ItemTest(item.fact, frozenset(options) if options else None, floor)

    of = (shape.of,) if isinstance(shape.of, str) else tuple(shape.of)
    return Derived(shape.op, of, shape.to or shape.less, shape.years, shape.items, tuple(test(t) for t in shape.where))


PARTS = {Derivation.RATIO: "of, to", Derivation.DIFFERENCE: "of, less", Derivation.COUNT: "items"}


def _check_derived(
    word: str, file: str, facts: dict[str, Fact], subjects: dict[str, Subject], circular: set[str], faults: Faults
) -> None:
    fact = facts[word]
    derived = fact.derived
    if derived is None:
        return
    key = f"{word}.derived"
    two = derived.op in (Derivation.RATIO, Derivation.DIFFERENCE)
    complete = (
        bool(derived.items) if derived.op is Derivation.COUNT else bool(derived.of) and two == bool(derived.against)
    )
    if not complete:
        needs = PARTS.get(derived.op, "of")
        faults.add(
            file,
            key,
            "derivation-incomplete",
            Text(f"'{derived.op}' 需要且只需要 {needs}", f"'{derived.op}' takes {needs}, no more and no less"),
            Text("补齐或删去", "complete or correct it"),
        )
        return
    if derived.items and derived.items not in subjects:
        faults.unknown(file, key, Text("主体", "subject"), derived.items, subjects)
    for part in (*derived.of, *((derived.against,) if derived.against else ()), *(t.fact for t in derived.where)):
        if part not in facts:
            faults.unknown(file, key, Text("数据项", "fact"), part, facts)
        elif word in circular and part in circular:
            faults.add(
                file,
                key,
                "circular",
                Text(f"'{word}' 由自身推出", f"'{word}' is derived from itself"),
                Text("改正公式", "correct the formula"),
            )
        elif derived.op not in (Derivation.AGE, Derivation.COUNT):
            _check_units(fact, facts[part], derived, file, faults)


def _check_units(fact: Fact, part: Fact, derived: Derived, file: str, faults: Faults) -> None:
    keeps_unit = derived.op not in (Derivation.RATIO, Derivation.GROWTH, Derivation.MEAN_GROWTH)
    if not part.type.numeric or (keeps_unit and part.unit != fact.unit):
        faults.add(
            file,
            f"{fact.id}.derived",
            "unit-mismatch",
            Text(
                f"'{part.id}' 的单位（{part.unit}）与 '{fact.id}'（{fact.unit}）不符",
                f"'{part.id}' is in {part.unit}, '{fact.id}' in {fact.unit}",
            ),
            Text("统一单位，或改用别的数据项", "use one unit, or another fact"),
        )


def named_as_file(word: str, file: str, faults: Faults) -> None:
    """Note an id that is not the name of its file."""
    if file.rsplit("/", 1)[-1] != f"{word}.toml":
        faults.add(
            file,
            "id",
            "id-not-file",
            Text(f"编号 '{word}' 与文件名不同", f"the id '{word}' is not the file's name"),
            Text(f"文件改名为 {word}.toml，或改编号", f"rename the file to {word}.toml, or change the id"),
        )
