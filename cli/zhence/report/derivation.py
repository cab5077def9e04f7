"""How a derived figure is worked out, in words."""

from __future__ import annotations

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Derivation, Derived, Fact, ItemTest
from zhence.model.text import Text, same
from zhence.report.numbers import choice_title, show_number
from zhence.report.statement import AND
from zhence.report.words import COLON, OR, both, join

BETWEEN = {
    Derivation.RATIO: Text("除以", " divided by "),
    Derivation.DIFFERENCE: Text("减", " less "),
    Derivation.TOTAL: Text("加", " plus "),
}
OVER_YEARS = {
    Derivation.MEAN_GROWTH: Text("各年增长率的平均值", "mean of the yearly growth rates"),
    Derivation.MEAN: Text("的平均值", "mean"),
    Derivation.SUM: Text("的合计", "sum"),
    Derivation.LEAST: Text("中最低一年", "the lowest year"),
    Derivation.MOST: Text("中最高一年", "the highest year"),
}


def derivation_words(fact: Fact, catalogue: Catalogue) -> Text | None:
    """Return how a figure is worked out from others, None where it is only ever stated."""
    derived = fact.derived
    if derived is None:
        return None
    if derived.op is Derivation.COUNT:
        return _count_words(derived, catalogue)
    parts = [_title(word, catalogue) for word in (*derived.of, *((derived.against,) if derived.against else ()))]
    if derived.op in BETWEEN:
        return join(parts, BETWEEN[derived.op])
    first, years = parts[0], derived.years
    if derived.op is Derivation.AGE:
        unit = catalogue.units.titles.get(fact.unit or "", same(fact.unit or ""))
        return Text(
            f"自{first.zh}起至判断日期，只计整{unit.zh}", f"whole {unit.en} from {first.en} to the day asked about"
        )
    if derived.op is Derivation.GROWTH:
        if years == 1:
            return Text(f"{first.zh}比上一年的增长率", f"growth of {first.en} over the year before")
        return Text(f"{first.zh}{years}年的年均复合增长率", f"compound yearly growth of {first.en} over {years} years")
    kind = OVER_YEARS[derived.op]
    return Text(f"{first.zh}近{years}年{kind.zh}", f"{kind.en} of {first.en} over the last {years} years")


def _count_words(derived: Derived, catalogue: Catalogue) -> Text:
    subject = catalogue.subjects.get(derived.items or "")
    kind = subject.title if subject else same(derived.items or "")
    if not derived.where:
        return Text(f"所列{kind.zh}的个数", f"how many are listed: {kind.en}")
    tests = join([_item_words(test, catalogue) for test in derived.where], AND)
    return Text(f"所列{kind.zh}中符合下列要求的个数", f"how many of those listed ({kind.en}) are so") + COLON + tests


def _item_words(test: ItemTest, catalogue: Catalogue) -> Text:
    fact = catalogue.facts[test.fact]
    if test.one_of is not None:
        return (
            fact.title
            + COLON
            + join([choice_title(word, fact, catalogue) for word in sorted(test.one_of, key=str)], OR)
        )
    least = test.at_least
    amount = same("—") if least is None else both(lambda lang: show_number(least, fact.unit, catalogue, lang))
    return fact.title + Text("不低于", " at least ") + amount


def _title(word: str, catalogue: Catalogue) -> Text:
    fact = catalogue.facts.get(word)
    return fact.title if fact else same(word)
