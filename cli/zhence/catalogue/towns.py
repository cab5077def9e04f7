"""The register of known subjects: every name once, every statement of a known fact, place and document."""

from __future__ import annotations

from typing import Any

from zhence.catalogue import schema as raw
from zhence.catalogue.base import text
from zhence.catalogue.comparisons import Comparisons
from zhence.catalogue.faults import Faults
from zhence.catalogue.shape import shaped
from zhence.model.catalogue import Subject
from zhence.model.fact import Fact, FactKey, FactType, Source
from zhence.model.profile import Given
from zhence.model.register import Entry, Register
from zhence.model.text import Text
from zhence.model.value import Members, Options, Value, option
from zhence.written.faults import shown
from zhence.written.spellings import place_of, spellings

FILE = "towns.toml"


class Towns:
    """Resolve the register against what the rest of the catalogue defines."""

    def __init__(
        self,
        subjects: dict[str, Subject],
        places: dict[str, tuple[str, ...]],
        place: str | None,
        sources: dict[str, Source],
        comparisons: Comparisons,
    ) -> None:
        self.subjects = subjects
        self.places = places
        self.place = place
        self.sources = sources
        self.comparisons = comparisons
        self.faults: Faults = comparisons.faults

    def register(self, table: dict[str, Any] | None) -> Register | None:
        """Return the register, None where there is none or it has not the form of one."""
        shape = None if table is None else shaped(raw.RawRegister, table, FILE, "", self.faults)
        if shape is None:
            return None
        if shape.subject not in self.subjects:
            self.faults.unknown(FILE, "subject", Text("主体", "subject"), shape.subject, self.subjects)
        entries = [self._entry(entry, shape.subject, f"entry[{at}]") for at, entry in enumerate(shape.entry, 1)]
        register = Register(shape.subject, text(shape.title), tuple(entries), tuple(shape.suffixes), FILE)
        self._check_once(register)
        return register

    def _entry(self, shape: raw.RawEntry, subject: str, key: str) -> Entry:
        if shape.source not in self.sources:
            self.faults.unknown(FILE, key, Text("来源", "source"), shape.source, self.sources)
        given: dict[FactKey, Given] = {}
        for word, stated in shape.given.items():
            here = f"{key}.given.{word}"
            fact = self.comparisons.fact(word, FILE, here)
            if fact is None or not self._fits(fact, subject, here):
                continue
            value = self._value(fact, stated, here)
            if value is not None:
                given[FactKey(word)] = Given(value, shown(stated), register=shape.source)
        return Entry(shape.name, given, tuple(shape.aliases), shape.from_)

    def _fits(self, fact: Fact, subject: str, key: str) -> bool:
        if subject in self.subjects and subject not in fact.subjects:
            self.faults.add(
                FILE,
                key,
                "wrong-subject",
                Text(
                    f"'{fact.id}' 是 {'、'.join(fact.subjects)} 的数据，{subject} 没有",
                    f"'{fact.id}' is a figure of {', '.join(fact.subjects)}, not of a {subject}",
                ),
                Text("换一项数据，或改 subject", "state another fact, or change the subject"),
            )
        if fact.yearly:
            self.faults.add(
                FILE,
                key,
                "yearly-in-register",
                Text(f"'{fact.id}'（{fact.title.zh}）是年度数据", f"'{fact.id}' is yearly"),
                Text(
                    "名录只写不分年的数据；年度数据写在档案里",
                    "the register states what is not yearly; yearly figures belong in profiles",
                ),
            )
        return not fact.yearly

    def _value(self, fact: Fact, stated: object, key: str) -> Value | None:
        if fact.type is FactType.PLACE and isinstance(stated, str):
            if self.places and stated not in self.places:
                self.faults.unknown(FILE, key, Text("地方", "place"), stated, self.places)
            return option(stated)
        value = self.comparisons.value(fact, stated, FILE, key)
        if fact.type is FactType.SET and isinstance(value, Options):
            return Members(frozenset(str(word) for word in value.possible))
        return value

    def _check_once(self, register: Register) -> None:
        """Note two entries that could be written alike and lie in one place."""
        seen: dict[tuple[str, str | None], Entry] = {}
        for at, entry in enumerate(register.entries, 1):
            within = place_of(entry, self.place)
            ways = [(spelling, within) for spelling in spellings(entry, register, self.places, self.place)]
            twin = next((seen[way] for way in sorted(ways, key=str) if way in seen), None)
            if twin is not None:
                self.faults.add(
                    FILE,
                    f"entry[{at}].name",
                    "duplicate",
                    Text(f"'{entry.name}' 与 '{twin.name}' 重复", f"'{entry.name}' is '{twin.name}' once more"),
                    Text("保留一条，或写明各自所在地", "keep one, or state where each lies"),
                )
            seen |= dict.fromkeys(ways, entry)
