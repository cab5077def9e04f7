"""Where subjects can be: the register of places, and the zones that list them by date."""

from __future__ import annotations

from typing import Any

from zhence.catalogue import schema as raw
from zhence.catalogue.base import Tables, maybe, named_as_file, once, text
from zhence.catalogue.faults import Faults
from zhence.catalogue.shape import shaped
from zhence.model.catalogue import Within
from zhence.model.fact import Fact, FactType, Membership, Source, Zone
from zhence.model.text import Text

Places = dict[str, tuple[str, ...]]  # name -> other names it goes by


def places_of(
    table: dict[str, Any] | None, file: str, faults: Faults
) -> tuple[Places, dict[str, Text], dict[str, str]]:
    """Return the places a profile may name with their other names, their titles, and what each is said to lie within."""
    shape = None if table is None else shaped(raw.RawPlaces, table, file, "", faults)
    found: Places = {}
    titles: dict[str, Text] = {}
    wider: dict[str, str] = {}
    for place in shape.place if shape else []:
        once(place.name, found, file, faults)
        found[place.name] = tuple(dict.fromkeys((*place.aliases, *([place.en] if place.en else []))))
        if place.en is not None:
            titles[place.name] = Text(place.name, place.en)
        if place.within is not None:
            wider[place.name] = place.within
    return found, titles, wider


def within_of(top: raw.RawCatalogue, wider: dict[str, str], facts: dict[str, Fact], faults: Faults) -> Within | None:
    """Return the choice that follows from each place, by its id or title; None where the catalogue names no such fact."""
    if top.within is None:
        return None
    fact = facts.get(top.within)
    if fact is None or top.place is None or fact.type is not FactType.CHOICE:
        faults.add(
            "catalogue.toml",
            "within",
            "within-no-choice",
            Text(
                f"'{top.within}' 不是随地点而定的选择类数据", f"'{top.within}' is no choice that a place could settle"
            ),
            Text("写一项 choice 类数据，并写明 place", "name a fact of type choice, and give place"),
        )
        return None
    choices = {way: choice for choice, title in fact.choices.items() for way in (choice, title.zh, title.en)}
    for word in dict.fromkeys(wider.values()):
        if word not in choices:
            faults.unknown("places.toml", "within", Text("选项", "choice"), word, choices)
    return Within(fact.id, {place: choices[word] for place, word in wider.items() if word in choices})


def zones_of(tables: Tables, places: Places, sources: dict[str, Source], faults: Faults) -> dict[str, Zone]:
    """Return the zones, each place a known one, each entry from a known document."""
    found: dict[str, Zone] = {}
    for file, table in tables.items():
        shape = shaped(raw.RawZone, table, file, "", faults)
        if shape is None:
            continue
        named_as_file(shape.id, file, faults)
        once(shape.id, found, file, faults)
        if shape.source not in sources:
            faults.unknown(file, "source", Text("来源", "source"), shape.source, sources)
        members = []
        for at, place in enumerate(shape.place, 1):
            key = f"place[{at}]"
            if places and place.name not in places:
                faults.unknown(file, key, Text("地方", "place"), place.name, places)
            if place.source is not None and place.source not in sources:
                faults.unknown(file, key, Text("来源", "source"), place.source, sources)
            if place.from_ and place.until and place.from_ >= place.until:
                faults.add(
                    file,
                    key,
                    "empty-period",
                    Text("起始日不早于结束日", "begins on or after the day it ends"),
                    Text("改正日期", "correct the days"),
                )
            members.append(Membership(place.name, place.from_, place.until, maybe(place.confirm), place.source))
        found[shape.id] = Zone(shape.id, text(shape.title), tuple(members), shape.source, maybe(shape.note), file)
    return found
