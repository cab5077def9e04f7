from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhence.engine import Case, decide, ledger
from zhence.model.catalogue import Catalogue
from zhence.model.fault import FaultyError
from zhence.model.measure import Example, Measure
from zhence.model.profile import Record
from zhence.model.result import MeasureResult, NodeResult, ScoreResult
from zhence.model.text import Text
from zhence.profiles.settings import record_from_flat


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold one example and where its measure answered otherwise; no difference, no text."""

    measure: str
    example: str
    differences: tuple[Text, ...]


def run_examples(catalogue: Catalogue, measure: Measure) -> tuple[Outcome, ...]:
    """Answer every example of a measure and compare; figures that cannot be read are a difference."""
    return tuple(Outcome(measure.id, example.name, _told(catalogue, measure, example)) for example in measure.examples)


def _told(catalogue: Catalogue, measure: Measure, example: Example) -> tuple[Text, ...]:
    try:
        return differences(decide_example(catalogue, measure, example), example)
    except FaultyError as error:
        return tuple(
            Text(f"{fault.key}：", f"{fault.key}: ") + fault.problem + Text("；", "; ") + fault.remedy
            for fault in error.faults
        )


def decide_example(catalogue: Catalogue, measure: Measure, example: Example) -> MeasureResult:
    """Answer a measure for the figures of one example."""
    return decide(Case(catalogue, example.as_of, (record_of(catalogue, measure, example),)), measure)


def record_of(catalogue: Catalogue, measure: Measure, example: Example) -> Record:
    """Return the figures of an example as a record."""
    place = f"{measure.file}: {example.name}"
    return record_from_flat(measure.subject, example.given, catalogue, example.as_of, place)


def differences(result: MeasureResult, example: Example) -> tuple[Text, ...]:
    """Say in both languages where the answer is not what the example states."""
    found = []

    def expect(what: Text, stated: object, answered: object) -> None:
        if stated != answered:
            found.append(
                Text(
                    f"{what.zh}应为 {_plain(stated)}，实为 {_plain(answered)}",
                    f"{what.en} should be {_plain(stated)}, is {_plain(answered)}",
                )
            )

    expect(Text("结论", "the verdict"), example.verdict, str(result.verdict))
    if example.failed is not None:
        failed = ledger.failed(result.root) if result.root else ()
        expect(Text("未达条件", "failed"), sorted(example.failed), sorted(failed))
    if example.missing is not None:
        wanted = sorted(_absolute(word, example.as_of) for word in example.missing)
        expect(Text("待补数据", "missing"), wanted, sorted(str(key) for key in result.missing))
    if example.relaxed is not None:
        expect(Text("靠放宽达到", "relaxed"), sorted(example.relaxed), sorted(r.condition.id for r in result.relaxed))
    scores = _scores(result.root)
    for word, ends in example.points.items():
        score = scores.get(word)
        expect(Text(f"{word} 得分", f"points of {word}"), ends, (score.low, score.high) if score else None)
    return tuple(found)


def _scores(root: NodeResult | None) -> dict[str, ScoreResult]:
    if root is None:
        return {}
    found = {root.score.score.id: root.score} if root.score is not None else {}
    for child in root.children:
        found |= _scores(child)
    return found


def _absolute(word: str, as_of: date) -> str:
    fact, at, year = word.partition("@")
    return f"{fact}@{as_of.year + int(year)}" if at and int(year) < 1900 else word


def _plain(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_plain(v) for v in value) + "]"
    return str(value)
