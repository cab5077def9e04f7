"""Files -> Catalogue and faults. Everything that can be read is read, so that all faults are found at once."""

from __future__ import annotations

from typing import TypeVar

from zhence.catalogue import base, measures
from zhence.catalogue import schema as raw
from zhence.catalogue.base import Tables
from zhence.catalogue.comparisons import Comparisons
from zhence.catalogue.faults import Faults
from zhence.catalogue.places import places_of, within_of, zones_of
from zhence.catalogue.projects import projects_of
from zhence.catalogue.quantities import Quantities
from zhence.catalogue.reach import check_facts, check_rules
from zhence.catalogue.rules import Rule
from zhence.catalogue.shape import parse, shaped
from zhence.catalogue.towns import Towns
from zhence.model.catalogue import Catalogue
from zhence.model.fault import Fault
from zhence.model.measure import Measure
from zhence.model.text import Text

TOP = "catalogue.toml"
FOLDERS = ("facts", "zones", "sources", "measures", "definitions")
Shape = TypeVar("Shape", raw.RawMeasure, raw.RawDefinition)


def read(contents: dict[str, bytes]) -> tuple[Catalogue | None, tuple[Fault, ...]]:
    """Return the catalogue of these files (None where nothing can stand on its top file), and every fault."""
    faults = Faults()
    tables = {file: table for file, content in contents.items() if (table := parse(file, content, faults)) is not None}
    if TOP not in contents:
        faults.add(
            TOP,
            "",
            "no-catalogue",
            Text("缺少 catalogue.toml", "there is no catalogue.toml"),
            Text("补上它，或用 --catalogue 指向别的文件夹", "add it, or point --catalogue at another folder"),
        )
    top = shaped(raw.RawCatalogue, tables[TOP], TOP, "", faults) if TOP in tables else None
    if TOP in tables:  # else the folder is another one, and what stands in it no matter of ours
        _check_names(tables, faults)
    if top is None:
        return None, tuple(faults.found)
    return _catalogue(top, tables, faults), tuple(faults.found)


def _check_names(tables: Tables, faults: Faults) -> None:
    for file in tables:
        parts = file.split("/")
        depth = {"measures": 3}.get(parts[0], 2)
        if file in (TOP, "places.toml", "sources.toml", "towns.toml") or (parts[0] in FOLDERS and len(parts) == depth):
            continue
        faults.add(
            file,
            "",
            "stray-file",
            Text("目录里没有放这个文件的地方", "stands where no catalogue file belongs"),
            Text(
                "移到 facts/、zones/、sources/、definitions/ 或 measures/<主题>/",
                "move it to facts/, zones/, sources/, definitions/ or measures/<theme>/",
            ),
        )


def _below(tables: Tables, folder: str) -> Tables:
    return {file: table for file, table in tables.items() if file.startswith(f"{folder}/") or file == f"{folder}.toml"}


def _catalogue(top: raw.RawCatalogue, tables: Tables, faults: Faults) -> Catalogue:
    subjects = base.subjects_of(top, TOP, faults)
    units = base.units_of(top, TOP, faults)
    numbers = Quantities(units, top.money, faults)
    sources = base.sources_of(_below(tables, "sources"), faults)
    facts = base.facts_of(_below(tables, "facts"), subjects, numbers)
    places, place_titles, wider = places_of(tables.get("places.toml"), "places.toml", faults)
    zones = zones_of(_below(tables, "zones"), places, sources, faults)
    if top.place is not None and top.place not in facts:
        faults.unknown(TOP, "place", Text("数据项", "fact"), top.place, facts)
    comparisons = Comparisons(facts, numbers)
    towns = Towns(subjects, places, top.place, sources, comparisons).register(tables.get("towns.toml"))
    raw_definitions = _shaped(raw.RawDefinition, _below(tables, "definitions"), faults)
    raw_measures = _shaped(raw.RawMeasure, _below(tables, "measures"), faults)
    names = frozenset(shape.id for shape in raw_definitions.values())

    def rule(file: str, shape: raw.RawMeasure | raw.RawDefinition) -> Rule:
        return Rule(file, shape, comparisons, zones, sources, names)

    definitions: dict[str, Measure] = {}
    for file, shape in raw_definitions.items():
        base.once(shape.id, definitions, file, faults)
        definitions[shape.id] = measures.definition(rule(file, shape), shape)
    found: dict[str, Measure] = {}
    for path, form in raw_measures.items():
        base.once(form.id, found, path, faults)
        found[form.id] = measures.measure(rule(path, form), form, path.split("/")[1], top)
    _check_links(found, definitions, faults)
    check_facts(facts, faults)
    check_rules(found, definitions, faults)
    return Catalogue(
        top.id,
        base.text(top.title),
        top.money,
        top.place,
        subjects,
        {word: base.text(title) for word, title in top.theme.items()},
        base.notice_of(top, sources, TOP, faults),
        top.notice.total if top.notice else None,
        units,
        facts,
        zones,
        places,
        sources,
        dict(
            sorted(
                found.items(),
                key=lambda pair: (list(top.theme).index(pair[1].theme) if pair[1].theme in top.theme else 99, pair[0]),
            )
        ),
        definitions,
        tuple(top.official_hosts),
        register=towns,
        projects=projects_of(top, subjects, facts, TOP, faults),
        within=within_of(top, wider, facts, faults),
        place_titles=place_titles,
    )


def _shaped(kind: type[Shape], tables: Tables, faults: Faults) -> dict[str, Shape]:
    shapes = {file: shaped(kind, table, file, "", faults) for file, table in tables.items()}
    return {file: shape for file, shape in shapes.items() if shape is not None}


def _check_links(found: dict[str, Measure], definitions: dict[str, Measure], faults: Faults) -> None:
    for measure in found.values():
        links = [("excludes", word) for word in measure.excludes]
        if measure.superseded_by is not None:
            links.append(("superseded_by", measure.superseded_by))
        for key, word in links:
            if word not in found:
                faults.unknown(measure.file, key, Text("措施", "measure"), word, found)
    for rule in definitions.values():
        seen: set[str] = set()
        todo = [rule.id]
        while todo:
            for condition in definitions[todo.pop()].conditions.values():
                if condition.meets == rule.id:
                    faults.add(
                        rule.file,
                        f"condition.{condition.id}",
                        "circular",
                        Text("定义引用了自身", "the definition refers to itself"),
                        Text("拆开", "take it apart"),
                    )
                elif condition.meets in definitions and condition.meets not in seen:
                    seen.add(condition.meets)
                    todo.append(condition.meets)
