"""A catalogue small enough to reckon by hand, for tests of the engine alone: facts, one zone, and rules made in place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from zhence.engine import Case, decide
from zhence.model.catalogue import Catalogue, Subject, Units
from zhence.model.fact import Derivation, Derived, Fact, FactKey, FactType, ItemTest, Membership, Zone
from zhence.model.measure import (
    Band,
    Condition,
    DatedValue,
    Decided,
    Leaf,
    Measure,
    Node,
    Operator,
    Relaxation,
    Relief,
    Score,
    ScoreItem,
    ScoreLeaf,
    Threshold,
)
from zhence.model.measure import Test as Comparison
from zhence.model.profile import Given, Record
from zhence.model.result import ConditionResult, MeasureResult
from zhence.model.text import Text, same
from zhence.model.value import Days, Members, Options, Span, Value, day, number, option

DAY = date(2026, 6, 1)
WORD = same("x")


def fact(word: str, kind: FactType = FactType.NUMBER, *, of: str = "firm", **more: object) -> Fact:
    return Fact(word, same(word), kind, (of,), **more)  # type: ignore[arg-type]


def derived(op: Derivation, *of: str, **more: object) -> Derived:
    return Derived(op, of, **more)  # type: ignore[arg-type]


def counted(*where: ItemTest) -> Derived:
    return Derived(Derivation.COUNT, items="job", where=where)


YEARLY = {"yearly": True, "low": Fraction(0)}
CHOICES = {"small": WORD, "large": WORD}
FACTS = [
    fact("staff", low=Fraction(0), high=Fraction(100)),
    fact("mark"),
    fact("sales", FactType.MONEY, **YEARLY),
    fact("cost", FactType.MONEY, **YEARLY),
    fact("licensed", FactType.FLAG),
    fact("size", FactType.CHOICE, choices=CHOICES),
    fact("fields", FactType.SET, choices=CHOICES),
    fact("born", FactType.DATE),
    fact("place", FactType.PLACE),
    fact("brand", FactType.TEXT),
    fact("share", FactType.PERCENT, unit="%", yearly=True, derived=derived(Derivation.RATIO, "cost", against="sales")),
    fact("times", yearly=True, derived=derived(Derivation.RATIO, "cost", against="sales")),
    fact("self_share", yearly=True, derived=derived(Derivation.RATIO, "cost")),
    fact("profit", yearly=True, derived=derived(Derivation.DIFFERENCE, "sales", against="cost")),
    fact("turnover", yearly=True, derived=derived(Derivation.TOTAL, "sales", "cost")),
    fact("growth", FactType.PERCENT, unit="%", yearly=True, derived=derived(Derivation.GROWTH, "sales", years=2)),
    fact("pace", FactType.PERCENT, unit="%", yearly=True, derived=derived(Derivation.MEAN_GROWTH, "sales", years=2)),
    fact("mean", yearly=True, derived=derived(Derivation.MEAN, "sales", years=2)),
    fact("sum", yearly=True, derived=derived(Derivation.SUM, "sales", years=2)),
    fact("least", yearly=True, derived=derived(Derivation.LEAST, "sales", years=2)),
    fact("most", yearly=True, derived=derived(Derivation.MOST, "sales", years=2)),
    fact("yearless", derived=derived(Derivation.SUM, "sales", years=2)),
    fact("spare", low=Fraction(0), high=Fraction(10), derived=derived(Derivation.DIFFERENCE, "staff", against="mark")),
    fact("age", unit="年", derived=derived(Derivation.AGE, "born")),
    fact("days", derived=derived(Derivation.AGE, "born")),
    fact("jobs", FactType.COUNT, derived=counted()),
    fact("big_jobs", FactType.COUNT, derived=counted(ItemTest("metres", at_least=Fraction(5)))),
    fact("kept_jobs", FactType.COUNT, derived=counted(ItemTest("kind", one_of=frozenset({"dock", "quay"})))),
    fact("odd_jobs", FactType.COUNT, derived=counted(ItemTest("kind", at_least=Fraction(1)))),
    fact("selling_jobs", FactType.COUNT, derived=counted(ItemTest("sales", at_least=Fraction(5)))),
    fact("metres", of="job"),
    fact("kind", FactType.CHOICE, of="job", choices={"dock": WORD, "quay": WORD, "shed": WORD}),
]
MEMBERS = (
    Membership("Hill", None, date(2026, 6, 1)),
    Membership("Hill", date(2026, 6, 2), None),
    Membership("Moor", date(2026, 6, 1), None),
    Membership("Fen", None, None, Text("待确认", "to confirm")),
    Membership("Fen", None, None),
    Membership("Bog", None, None, Text("待确认", "to confirm")),
    Membership("Ash", date(2020, 1, 1), date(2021, 1, 1)),
    Membership("Ash", date(2022, 1, 1), date(2023, 1, 1)),
    Membership("Ash", date(2027, 1, 1), date(2028, 1, 1)),
)


def book(*measures: Measure, place: str | None = "place", definitions: tuple[Measure, ...] = ()) -> Catalogue:
    """Return the catalogue with these measures."""
    return Catalogue(
        "bench",
        WORD,
        "£",
        place,
        {"firm": Subject("firm", WORD, ("job",)), "job": Subject("job", WORD)},
        {},
        {},
        None,
        Units({}, {}, {}, {}, {}),
        {each.id: each for each in FACTS},
        {"upland": Zone("upland", WORD, MEMBERS, "s")},
        {},
        {},
        {each.id: each for each in measures},
        {each.id: each for each in definitions},
    )


BOOK = book()
Plain = Value | int | str | bool | date | frozenset[str] | tuple[object, object]


def value(plain: Plain) -> Value:
    """Return a value: a pair is a range, a frozen set the members of a set."""
    match plain:
        case Span() | Days() | Options() | Members():
            return plain
        case tuple():
            low, high = plain
            if isinstance(low, date) or isinstance(high, date):
                return Days(low, high)  # type: ignore[arg-type]
            return Span(*(None if end is None else Fraction(end) for end in (low, high)))  # type: ignore[arg-type]
        case bool() | str():
            return option(plain)
        case date():
            return day(plain)
        case frozenset():
            return Members(plain)
        case _:
            return number(plain)


def key(word: str) -> FactKey:
    name, _, year = word.partition("@")
    return FactKey(name, int(year) if year else None)


def record(facts: dict[str, Plain] | None = None, subject: str = "firm", **more: object) -> Record:
    """Return a subject of which these figures are known; `sales@2025` is the figure of a year."""
    stated = {key(word): Given(value(plain), str(plain)) for word, plain in (facts or {}).items()}
    return Record(subject, "Smith" if subject == "firm" else "Quay", stated, **more)  # type: ignore[arg-type]


def case(facts: dict[str, Plain] | None = None, *, on: date = DAY, catalogue: Catalogue = BOOK, **more: object) -> Case:
    return Case(catalogue, on, (record(facts, **more),))


def held_to(word: str, operator: str, mark: Plain | Threshold, year: int | None = None) -> Comparison:
    threshold = mark if isinstance(mark, Threshold) else Threshold((DatedValue(None, _threshold(mark)),))
    return Comparison(word, Operator(operator), threshold, year)


def _threshold(mark: Plain) -> Value:
    return Options(mark) if isinstance(mark, frozenset) else value(mark)


def condition(
    word: str,
    operator: str = "",
    mark: Plain | Threshold = 0,
    *,
    name: str = "only",
    year: int | None = None,
    **more: object,
) -> Condition:
    """Return a condition; without an operator one that tests nothing."""
    test = held_to(word, operator, mark, year) if operator else None
    return Condition(name, WORD, "s", test, **more)  # type: ignore[arg-type]


def eased(relief: str, amount: int | None = None, zone: str = "upland") -> Relaxation:
    kind = Relief(relief)
    is_percent = kind is Relief.PERCENT
    to = number(amount) if kind is Relief.TO and amount is not None else None
    return Relaxation(zone, kind, Fraction(amount or 0) if is_percent else None, to)


def measure(
    tree: Node | None, *conditions: Condition, word: str = "m", scores: tuple[Score, ...] = (), **more: object
) -> Measure:
    given: dict[str, object] = {"theme": "", "subject": "firm", "decided": Decided.RULE} | more
    return Measure(
        word,
        WORD,
        source="s",
        checked=DAY,
        requires=tree,
        conditions={each.id: each for each in conditions},
        scores={each.id: each for each in scores},
        **given,  # type: ignore[arg-type]
    )


def answered(case: Case, only: Condition) -> ConditionResult:
    """Return one condition answered as the whole of a measure."""
    found = decide(case, measure(Leaf("only"), only))
    assert found.root is not None
    assert found.root.condition is not None
    return found.root.condition


def band(low: int, high: int, *tests: Comparison) -> Band:
    return Band(tests, Fraction(low), Fraction(high))


def row(word: str, *bands: Band, **more: object) -> ScoreItem:
    return ScoreItem(word, WORD, bands, **more)  # type: ignore[arg-type]


def table(*rows: ScoreItem, **more: object) -> Score:
    return Score("t", WORD, rows, WORD, "s", **more)  # type: ignore[arg-type]


def scored(case: Case, score: Score) -> MeasureResult:
    return decide(case, measure(ScoreLeaf("t"), scores=(score,)))
