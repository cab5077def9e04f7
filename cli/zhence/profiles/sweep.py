"""What `--sweep` asks for: MEASURE.CONDITION=FROM..TO, or a score table and its parts, with units as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactType
from zhence.model.fault import Fault, FaultyError
from zhence.model.measure import Condition, Measure, Score, ScorePart, Strength
from zhence.model.sweep import SweepAsked
from zhence.model.text import Text
from zhence.model.value import Span
from zhence.written.faults import Mistake, closest, listed, shown
from zhence.written.quantities import example, parse_number

OPTION = "--sweep"
_ASKED = re.compile(r"\s*(?P<measure>[^.=\s]+)\.(?P<block>[^=\s]+)\s*=(?P<low>.*?)\.\.(?P<high>.*)", re.DOTALL)
POINTS = re.compile(r"\s*(?:分|points?)\s*$", re.IGNORECASE)
FORM = "MEASURE.CONDITION=1000万..3000万"


def read_sweep(written: str, catalogue: Catalogue, as_of: date) -> SweepAsked:
    """Return which threshold is to move and between what.

    Raises:
        FaultyError: where the words name no numeric threshold and no pass mark, or no two numbers.

    """
    found = _ASKED.fullmatch(written)
    if found is None:
        problem = Text(f"'{shown(written)}' 读不懂", f"'{shown(written)}' cannot be read")
        raise _fault("", Mistake("usage", problem, Text(f"写成 {FORM} 这样", f"write it like {FORM}")))
    measure = _measure(found["measure"], catalogue)
    word = found["block"]
    if word in measure.conditions:
        condition = measure.conditions[word]
        fact = _fact(f"{measure.id}.{word}", condition, catalogue)
        low, high = _ends(f"{measure.id}.{word}", found, fact, catalogue)
        return SweepAsked(measure, condition, low, high, _current(condition, as_of))
    score, part = _table(word, measure, catalogue)
    current = part.at_least if part is not None else score.more_than if score.at_least is None else score.at_least
    low, high = _ends(f"{measure.id}.{word}", found, None, catalogue)
    return SweepAsked(measure, score, low, high, current, part)


def _ends(where: str, found: re.Match[str], fact: Fact | None, catalogue: Catalogue) -> tuple[Fraction, Fraction]:
    """Return both ends, in the unit of the fact or in points."""
    low, high = (_amount(where, found[end], fact, catalogue) for end in ("low", "high"))
    if low >= high:
        problem = Text("起点不小于终点", "the first number is not below the second")
        raise _fault(where, Mistake("usage", problem, Text("由小到大写", "write the smaller one first")))
    return low, high


def _measure(word: str, catalogue: Catalogue) -> Measure:
    if word not in catalogue.measures:
        names = {each.id: (each.title.zh, each.title.en) for each in catalogue.measures.values()}
        problem = Text(f"没有 '{shown(word)}' 这项措施", f"no such measure '{shown(word)}'")
        lists = Text("用 zhence measures 查看全部", "zhence measures lists them all")
        raise _fault("", Mistake("unknown-measure", problem, _guess(word, names) or lists))
    return catalogue.measures[word]


def _table(word: str, measure: Measure, catalogue: Catalogue) -> tuple[Score, ScorePart | None]:
    """Return a score table, and the part of it whose mark is named, or say what of the measure can move."""
    name, _, part_name = word.partition(".")
    score = measure.scores.get(name)
    part = next((each for each in score.parts if each.id == part_name), None) if score is not None else None
    names = dict.fromkeys([*_numeric(measure, catalogue), *_marks(measure)], ())
    every = Text("可用：", "there are: ") + listed(names) if names else Text("换一项措施", "name another measure")
    if score is None or (part_name and part is None):
        problem = Text(
            f"'{measure.id}' 没有条件或评分表 '{shown(word)}'",
            f"'{measure.id}' has no condition or score table '{shown(word)}'",
        )
        raise _fault(measure.id, Mistake("unknown-condition", problem, _guess(word, names) or every))
    if word not in _marks(measure):
        problem = Text("这里只计分，没有分数线", "points are counted here, but no mark must be reached")
        raise _fault(f"{measure.id}.{word}", Mistake("no-threshold", problem, every))
    return score, part


def _numeric(measure: Measure, catalogue: Catalogue) -> list[str]:
    """Return the conditions of a measure with a number for a threshold."""
    tests = {name: condition.test for name, condition in measure.conditions.items()}
    return [name for name, test in tests.items() if test and catalogue.facts[test.fact].type.numeric]


def _marks(measure: Measure) -> list[str]:
    """Return the pass marks of a measure: of score tables, and of their parts."""
    found: list[str] = []
    for score in measure.scores.values():
        if score.at_least is not None or score.more_than is not None:
            found.append(score.id)
        found += [f"{score.id}.{part.id}" for part in score.parts if part.at_least is not None]
    return found


def _guess(word: str, names: Mapping[str, tuple[str, ...]]) -> Text | None:
    near = closest(word, names)
    return Text(f"是否 '{near}'？", f"did you mean '{near}'?") if near else None


def _fact(where: str, condition: Condition, catalogue: Catalogue) -> Fact:
    """Return the fact whose threshold moves, or say why nothing can move here."""
    remedy = Text("换一个门槛为数值的条件", "name a condition with a numeric threshold")
    problem = Text("这个条件没有数值门槛", "this condition has no numeric threshold")
    test = condition.test
    if condition.strength is Strength.PREFERENCE:
        problem = Text("这个条件只是优先，不影响结论", "this condition is a preference and decides nothing")
    elif test is not None and test.threshold.fact is not None:
        title = catalogue.facts[test.threshold.fact].title
        problem = Text(
            f"这个门槛由数据“{title.zh}”给出，不是定数", f"this threshold is a figure (“{title.en}”), no fixed number"
        )
    elif test is not None and catalogue.facts[test.fact].type.numeric:
        return catalogue.facts[test.fact]
    raise _fault(where, Mistake("no-threshold", problem, remedy))


def _amount(where: str, raw: str, fact: Fact | None, catalogue: Catalogue) -> Fraction:
    kind, unit = (FactType.NUMBER, None) if fact is None else (fact.type, fact.unit)
    text = raw.strip() if fact is not None else POINTS.sub("", raw.strip())
    found = parse_number(text, kind, unit, catalogue.units, catalogue.money)
    if not isinstance(found, Mistake):
        return found
    if not text:
        one = example(kind, unit)
        remedy = Text(f"两头都写，如 {one}", f"give both ends, like {one}")
        found = Mistake("usage", Text("缺少一头", "an end is missing"), remedy)
    raise _fault(where, found)


def _current(condition: Condition, as_of: date) -> Fraction | None:
    for dated in reversed(condition.test.threshold.values if condition.test is not None else ()):
        if dated.start is None or dated.start <= as_of:
            return dated.value.exact if isinstance(dated.value, Span) else None
    return None


def _fault(key: str, mistake: Mistake) -> FaultyError:
    return FaultyError((Fault(OPTION, key, mistake.problem, mistake.remedy, kind=mistake.kind),))
