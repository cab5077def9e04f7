"""What the catalogue's register knows of a named subject, filled in where the profile says nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from zhence.model.catalogue import Catalogue, Within
from zhence.model.fact import Fact, FactKey
from zhence.model.profile import Given, Record
from zhence.model.register import Entry, Register
from zhence.model.text import Lang, Text, same
from zhence.model.value import Days, Members, Options, Span, Value, option
from zhence.profiles.names import NAME
from zhence.written.faults import Findings, Mistake, listed, nearest, plain, shown
from zhence.written.spellings import place_of, spellings, tight

NAMED_APART = 6  # so many figures are named one by one in a note
PROFILE, TABLE = Text("档案", "profile"), Text("表格", "table")  # where the subject stands that is filled in
End = TypeVar("End", Fraction, date)


@dataclass(frozen=True, slots=True)
class Known:
    """Hold the entry that a name and a place mean; without one, the note that says why."""

    entry: Entry | None
    note: Mistake | None = None


def look_up(register: Register, name: str, place: str | None, catalogue: Catalogue, where: Text = PROFILE) -> Known:
    """Return the one entry that goes by a name, in a place if one is given; never a guess between two."""
    ways = {entry: spellings(entry, register, catalogue.places, catalogue.place) for entry in register.entries}
    named = [entry for entry, spelt in ways.items() if tight(name) in spelt]
    if not named:
        return Known(None, _not_listed(register, name, ways, catalogue, where))
    fitting = [entry for entry in named if place is None or place_of(entry, catalogue.place) in (None, place)]
    if not fitting:
        return Known(None, _elsewhere(name, place or "", named, catalogue, where))
    if len(fitting) > 1:
        return Known(None, _ambiguous(name, fitting, catalogue))
    return Known(fitting[0])


def is_listed(register: Register, names: Iterable[str], catalogue: Catalogue) -> dict[str, bool]:
    """Tell of each name whether an entry goes by it, wherever that lies."""
    entries = register.entries
    spelt = frozenset().union(*(spellings(each, register, catalogue.places, catalogue.place) for each in entries))
    return {name: tight(name) in spelt for name in names}


def fill_in(record: Record, catalogue: Catalogue, as_of: date, findings: Findings, where: Text = PROFILE) -> Record:
    """Return the record with what the register states of it and the profile does not; notes go to `findings`.

    What the profile states stands. What became public after the day asked about is left out, but for the place. `where`
    says what the record was read from.
    """
    register = catalogue.register
    if register is None or record.subject != register.subject:
        return record
    known = look_up(register, record.name, stated_place(record, catalogue), catalogue, where)
    if known.note is not None:
        findings.add((record.subject, NAME), known.note)
    if known.entry is None:
        return record
    usable = public(known.entry, as_of, catalogue)
    for key, given in usable.items():
        mine = record.facts.get(key)
        if mine is not None and _contradict(mine.value, given.value):
            findings.add((record.subject, key.fact), _contradiction(register, mine, given, catalogue, where))
    later = [key for key in known.entry.given if key not in usable and key not in record.facts]
    if later and known.entry.start is not None:
        findings.add((record.subject, NAME), _later(register, later, known.entry.start, as_of, catalogue))
    return replace(record, facts={**usable, **record.facts})


def public(entry: Entry, as_of: date, catalogue: Catalogue) -> dict[FactKey, Given]:
    """Return what of an entry may be used on a day: before its first day, only where it lies."""
    if entry.start is None or entry.start <= as_of:
        return entry.given
    return {key: given for key, given in entry.given.items() if key.fact == catalogue.place}


def stated_place(record: Record, catalogue: Catalogue) -> str | None:
    """Return the place that a record states."""
    given = record.facts.get(FactKey(catalogue.place)) if catalogue.place is not None else None
    exact = given.value.exact if given is not None and isinstance(given.value, Options) else None
    return exact if isinstance(exact, str) else None


def away_from_place(record: Record, catalogue: Catalogue) -> tuple[str, Mistake] | None:
    """Return the fact that says another thing than what follows from the place, with the note; None where they agree."""
    within, place = catalogue.within, stated_place(record, catalogue)
    if within is None or place not in within.of or (given := record.facts.get(FactKey(within.fact))) is None:
        return None
    follows = option(within.of[place])
    if not _contradict(given.value, follows):
        return None
    exact = given.value.exact if isinstance(given.value, Options) else None
    choices = catalogue.facts[within.fact].choices
    said = choices[exact] if isinstance(exact, str) and exact in choices else same(shown(given.raw))
    return within.fact, contradicts_place(said, place, within, catalogue, PROFILE)


def contradicts_place(said: Text, place: str, within: Within, catalogue: Catalogue, where: Text) -> Mistake:
    """Return the note that something else is said than follows from the place; `where` says what it was read from."""
    title = catalogue.facts[within.fact].choices[within.of[place]]
    problem = Text(
        f"{where.zh}写 {said.zh}，而{place}属于{title.zh}",
        f"the {where.en} says {said.en}, but {catalogue.place_title(place).en} lies in {title.en}",
    )
    remedy = Text(f"以{where.zh}为准；改正其中一处", f"the {where.en} counts; correct one of them")
    return Mistake("contradicts-place", problem, remedy, "warning")


def _contradict(one: Value, other: Value) -> bool:
    """Tell whether two values cannot both be true."""
    match one, other:
        case Options(), Options():
            return {_folded(word) for word in one.possible}.isdisjoint({_folded(word) for word in other.possible})
        case Members(), Members():
            return one != other
        case Span(), Span():
            return _apart(one.low, other.high) or _apart(other.low, one.high)
        case Days(), Days():
            return _apart(one.low, other.high) or _apart(other.low, one.high)
        case _:
            return True


def _apart(low: End | None, high: End | None) -> bool:
    return low is not None and high is not None and low > high


def _folded(word: str | bool) -> str | bool:
    return tight(word) if isinstance(word, str) else word


def _titles(keys: Iterable[FactKey], catalogue: Catalogue) -> Text:
    titles = [catalogue.facts[key.fact].title for key in keys]
    more = Text("等", " and others") if len(titles) > NAMED_APART else same("")
    named = titles[:NAMED_APART]
    return Text(listed(title.zh for title in named).zh, listed(title.en for title in named).en) + more


def _not_listed(
    register: Register, name: str, ways: dict[Entry, frozenset[str]], catalogue: Catalogue, where: Text
) -> Mistake:
    count = len(register.entries)
    facts = _titles(dict.fromkeys(key for entry in register.entries for key in entry.given), catalogue)
    problem = (
        Text(
            f"'{shown(name)}'不在{register.title.zh}的{count}条之内；",
            f"'{shown(name)}' is not in the {register.title.en}, which knows {count}; ",
        )
        + facts
        + Text(f"以{where.zh}为准", f" are as the {where.en} has them")
    )
    near = nearest(tight(name), {word: [entry.name] for entry, spelt in ways.items() for word in spelt})
    remedy = (
        Text(f"是否 '{near}'？", f"did you mean '{near}'?")
        if near
        else Text("核对名称；名录之外的照样回答", "check the name; one outside the register is answered all the same")
    )
    return Mistake("not-in-register", problem, remedy, "warning")


def _where(entries: Iterable[Entry], catalogue: Catalogue) -> Text:
    named = [(entry.name, place_of(entry, catalogue.place) or "—") for entry in entries]
    return Text(
        "、".join(f"{name}（{place}）" for name, place in named),
        ", ".join(f"{name} ({place})" for name, place in named),
    )


def _elsewhere(name: str, place: str, named: list[Entry], catalogue: Catalogue, where: Text) -> Mistake:
    problem = Text(
        f"{where.zh}里的'{shown(name)}'在{place}，名录里的是",
        f"the {where.en} has '{shown(name)}' in {place}, the register has ",
    ) + _where(named, catalogue)
    remedy = Text(
        "按另一个地方对待，不从名录填入；核对所在地", "taken for another one, nothing is filled in; check the place"
    )
    return Mistake("listed-elsewhere", problem, remedy, "warning")


def _ambiguous(name: str, fitting: list[Entry], catalogue: Catalogue) -> Mistake:
    problem = Text(
        f"名录里叫'{shown(name)}'的不止一个：", f"the register knows more than one '{shown(name)}': "
    ) + _where(fitting, catalogue)
    remedy = Text("写明所在地；现在一项也不填入", "state the place; nothing is filled in")
    return Mistake("ambiguous-name", problem, remedy, "warning")


def _contradiction(register: Register, mine: Given, given: Given, catalogue: Catalogue, where: Text) -> Mistake:
    source = catalogue.sources.get(given.register or "")
    title = source.title if source else register.title
    problem = Text(
        f"{where.zh}写 {shown(mine.raw)}，名录写 {shown(given.raw)}（“{title.zh}”）",
        f"the {where.en} says {shown(mine.raw)}, the register {shown(given.raw)} (“{title.en}”)",
    )
    remedy = Text(f"以{where.zh}为准；核对两处", f"the {where.en} counts; check both")
    return Mistake("contradicts-register", problem, remedy, "warning")


def _later(register: Register, later: list[FactKey], start: date, as_of: date, catalogue: Catalogue) -> Mistake:
    problem = Text(f"{register.title.zh}自 {start} 起载明：", f"the {register.title.en} states from {start} on: ") + (
        _titles(later, catalogue)
    )
    remedy = Text(f"{as_of} 尚无出处，不填入", f"no source had them on {as_of}; they are not filled in")
    return Mistake("register-later", problem, remedy, "warning")


def fillable(
    catalogue: Catalogue, subject: str, name: str, within: str | None, as_of: date, lang: Lang
) -> dict[str, object]:
    """Return what a new profile starts with, each figure with its source; nothing where no one entry is meant."""
    register = catalogue.register
    if register is None or subject != register.subject:
        return {}
    entry = look_up(register, name, within, catalogue).entry
    if entry is None:
        return {}
    return {
        key.fact: {"value": _written(given.value, catalogue.facts[key.fact]), "source": _source(given, catalogue, lang)}
        for key, given in public(entry, as_of, catalogue).items()
    }


def _written(value: Value, fact: Fact) -> object:
    """Return a value as it stands in a profile."""
    match value:
        case Members():
            return sorted(value.known)
        case Span():
            return plain(value.exact or Fraction(0)) + (fact.unit or "")
        case _:
            return value.exact


def _source(given: Given, catalogue: Catalogue, lang: Lang) -> str:
    source = catalogue.sources[given.register or ""]
    return source.title.to(lang)
