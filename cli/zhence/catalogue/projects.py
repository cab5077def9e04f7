"""The table of a catalogue that says by which facts its projects are followed."""

from __future__ import annotations

from zhence.catalogue import schema as raw
from zhence.catalogue.faults import Faults
from zhence.model.catalogue import Pair, Problem, Projects, Subject
from zhence.model.fact import Fact, FactType
from zhence.model.text import Text

NUMBERS = (FactType.PERCENT, FactType.NUMBER)


def projects_of(
    top: raw.RawCatalogue, subjects: dict[str, Subject], facts: dict[str, Fact], file: str, faults: Faults
) -> Projects | None:
    """Return which facts play which part in following projects, None where the catalogue follows none."""
    shape = top.projects
    if shape is None:
        return None
    if shape.subject not in subjects:
        faults.unknown(file, "projects.subject", Text("主体", "subject"), shape.subject, subjects)
        return None
    days = (FactType.DATE,)
    parts = [
        ("stage", shape.stage, (FactType.CHOICE,)),
        ("planned_start", shape.planned_start, days),
        ("start", shape.start, days),
        ("planned_completion", shape.planned_completion, days),
        ("completion", shape.completion, days),
        ("planned_progress", shape.planned_progress, NUMBERS),
        ("progress", shape.progress, NUMBERS),
    ]
    for at, problem in enumerate(shape.problem, 1):
        parts += [
            (f"problem[{at}].text", problem.text, (FactType.TEXT,)),
            (f"problem[{at}].since", problem.since, days),
        ]
    for key, word, types in parts:
        if word is not None:
            _check(f"projects.{key}", word, types, shape.subject, facts, file, faults)
    _check_stages(shape, facts, file, faults)
    return Projects(
        shape.subject,
        shape.stage,
        shape.begun,
        shape.done,
        Pair(shape.planned_start, shape.start),
        Pair(shape.planned_completion, shape.completion),
        Pair(shape.planned_progress, shape.progress),
        tuple(Problem(problem.text, problem.since) for problem in shape.problem),
    )


def _check(
    key: str, word: str, types: tuple[FactType, ...], subject: str, facts: dict[str, Fact], file: str, faults: Faults
) -> None:
    fact = facts.get(word)
    if fact is None:
        faults.unknown(file, key, Text("数据项", "fact"), word, facts)
    elif fact.type not in types or fact.yearly or subject not in fact.subjects:
        wanted = "、".join(types), " or ".join(types)
        faults.add(
            file,
            key,
            "projects-fact",
            Text(f"'{word}' 当不了这一项", f"'{word}' cannot play this part"),
            Text(
                f"要一项不分年、属于 {subject}、类型为 {wanted[0]} 的数据",
                f"it takes a fact of '{subject}' of type {wanted[1]} that is not yearly",
            ),
        )


def _check_stages(shape: raw.RawProjects, facts: dict[str, Fact], file: str, faults: Faults) -> None:
    stages = list(facts[shape.stage].choices) if shape.stage in facts else []
    if not stages:
        return
    unknown = [(key, word) for key, word in (("begun", shape.begun), ("done", shape.done)) if word not in stages]
    for key, word in unknown:
        faults.unknown(file, f"projects.{key}", Text("阶段", "stage"), word, stages)
    if not unknown and stages.index(shape.begun) >= stages.index(shape.done):
        faults.add(
            file,
            "projects.done",
            "stage-order",
            Text("投产阶段不在开工阶段之后", "the finished stage does not come after the begun one"),
            Text("按先后改正 begun 与 done", "correct `begun` and `done` by the order of the stages"),
        )
