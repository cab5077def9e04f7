"""What the columns of a file are for, from their heads and from a first pass over their cells."""

from __future__ import annotations

import polars as pl

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactType
from zhence.profiles.spreadsheet import column_name
from zhence.tables import column_mistakes, file_mistakes, row_mistakes
from zhence.tables.cells import Column
from zhence.tables.headings import Heading, Reader, best_labels, names_of
from zhence.tables.part import KEYS, Asked, Part
from zhence.tables.sources import Source, faulty
from zhence.tables.unit_rows import note_units
from zhence.written.faults import Mistake

LABELS = frozenset({*KEYS, "year"})
MOST_TWINS = 5  # columns that state one figure: each is held against each


def understand(source: Source, asked: Asked) -> Part:
    """Read the heads and pass over the rows once: what texts stand there, and which numbers are too fine."""
    part = Part(source, asked)
    if asked.id_head is not None and asked.id_head not in source.heads:
        raise faulty(source.file, row_mistakes.no_such_head(asked.id_head))
    reader = Reader(asked.catalogue, asked.subject, asked.as_of.year, asked.names, asked.id_head)
    has_years = any(map(reader.is_year, source.heads))
    headings = [reader.read(head, has_years=has_years) for head in source.heads]
    names = names_of(asked.catalogue, asked.subject)
    part.headings = tuple(_settled(part, best_labels(source.heads, headings, asked.id_head, names)))
    for note in source.notes:
        part.note("", note)
    _first_pass(part)
    note_units(part)
    labels = {part.role(role) for role in LABELS}
    for name, area in sorted(source.merged.items()):
        if name in labels | {column.name for column in part.columns}:
            part.note(part.head(name), file_mistakes.merged(area))
    if not part.columns and not any(map(part.is_unasked, part.headings)):
        part.note("", row_mistakes.no_figures())
    return part


def _settled(part: Part, headings: list[Heading]) -> list[Heading]:
    """Return the headings that can be used, each part played once; make the columns of facts."""
    schema = part.source.rows.collect_schema()
    played: dict[str, str] = {}
    found = []
    for at, (head, heading) in enumerate(zip(part.source.heads, headings, strict=True)):
        name = f"c{at}"
        mistake = heading.mistake
        column = None
        if mistake is None and part.is_unasked(heading):
            found.append(heading)
            continue
        if mistake is None and heading.role in ("fact", "zone"):
            column = Column(name, heading, _fact(part.asked.catalogue, heading), schema[name])
            mistake = column.misfit()
        elif mistake is None and heading.role in LABELS and (schema[name].is_nested() or schema[name] == pl.Binary):
            mistake = column_mistakes.wrong_type(str(schema[name]))
        if mistake is None and heading.role != "none":
            mistake = _second(part, head, heading, played)
        if mistake is None and column is not None:
            part.columns.append(column)
        if mistake is not None:
            part.note(head, column_mistakes.unused(mistake))
        found.append(heading if mistake is None else Heading("none"))
    return found


def _second(part: Part, head: str, heading: Heading, played: dict[str, str]) -> Mistake | None:
    """Return why a column cannot stand beside one before it; another of the same figure can, and is noted."""
    if heading.key is None:
        if heading.role in played:
            return column_mistakes.ends_beside(head, played[heading.role])
        played[heading.role] = head
        return None
    others = [column for column in part.columns if column.key == heading.key]
    if not others:
        return None
    same = [column for column in others if column.heading.end == heading.end]
    if len(same) == MOST_TWINS:
        return column_mistakes.too_often(part.head(same[0].name), MOST_TWINS)
    if same:
        part.note(head, column_mistakes.twice(head, part.head(same[0].name)))
        return None
    if heading.end is None or others[0].heading.end is None:
        return column_mistakes.ends_beside(head, part.head(others[0].name))
    return None


def _fact(catalogue: Catalogue, heading: Heading) -> Fact:
    """Return the fact of a column; a membership is read as a flag."""
    if heading.key is None:
        raise ValueError(heading)
    if heading.role == "zone":
        title = catalogue.zones[heading.key.fact.partition(".")[2]].title
        return Fact(heading.key.fact, title, FactType.FLAG, ())
    return catalogue.facts[heading.key.fact]


def _first_pass(part: Part) -> None:
    bare = [at for at, head in enumerate(part.source.heads) if not head.strip()]
    asked = [expr for column in part.columns for expr in column.first_pass()]
    asked += [pl.col(f"c{at}").is_not_null().any().alias(f"bare:{at}") for at in bare]
    asked += [part.is_rounded(role).any().alias(f"rounded:{role}") for role in KEYS]
    asked += [part.is_uncomputed(role).any().alias(f"uncomputed:{role}") for role in KEYS]
    asked.append(part.is_nameless().any().alias("nameless"))
    try:
        found = part.source.rows.select(pl.len().alias("rows"), *asked).collect(engine="streaming").row(0, named=True)
    except pl.exceptions.PolarsError as error:
        raise faulty(part.source.file, file_mistakes.broken(error)) from error
    part.rows = found["rows"]
    if not part.rows:
        raise faulty(part.source.file, file_mistakes.empty())
    part.rounded = frozenset(role for role in KEYS if found[f"rounded:{role}"])
    part.uncomputed = frozenset(role for role in KEYS if found[f"uncomputed:{role}"])
    part.has_nameless = found["nameless"]
    for at in bare:
        if found[f"bare:{at}"]:
            part.note("", row_mistakes.no_head(column_name(at + 1)))
    for column in list(part.columns):
        refused = column.learn(found, part.asked.catalogue, part.asked.as_of)
        if refused is not None:
            part.columns.remove(column)
            part.note(part.head(column.name), refused)
        elif column.is_fine:
            part.note(part.head(column.name), column_mistakes.too_fine())
