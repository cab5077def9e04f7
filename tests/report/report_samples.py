"""A small catalogue made by hand, and answers of the engine over it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from rich.console import Console

from zhence.engine import check
from zhence.model.catalogue import Catalogue, Notice, Subject, Units
from zhence.model.fact import Derivation, Derived, Fact, FactKey, FactType, Membership, Reading, Source, Zone
from zhence.model.measure import (
    AllOf,
    AnyOf,
    Band,
    Benefit,
    Condition,
    DatedValue,
    Decided,
    Document,
    Judgement,
    Leaf,
    Measure,
    Node,
    Operator,
    Relaxation,
    Relief,
    Score,
    ScoreItem,
    ScoreLeaf,
    ScorePart,
    Test,
    Threshold,
    Window,
)
from zhence.model.profile import Given, Record
from zhence.model.result import Report
from zhence.model.text import Text, same
from zhence.model.value import Days, Members, Options, Span, Value, number, option
from zhence.report.console import safe_console

DAY = date(2026, 6, 1)
ART = Text("第九条", "art. 9")
UNITS = Units(
    multipliers={"万": Fraction(10**4), "亿": Fraction(10**8), "million": Fraction(10**6)},
    aliases={"yuan": "元", "月数": "月"},
    conversions={},
    titles={
        "元": Text("元", "yuan"),
        "%": same("%"),
        "家": Text("家", "firms"),
        "个": Text("个", ""),
        "人": Text("人", "persons"),
        "年": Text("年", "years"),
        "分": Text("分", "points"),
    },
    shown={
        "zh": (("亿", Fraction(10**8)), ("万", Fraction(10**4))),
        "en": (("billion", Fraction(10**9)), ("million", Fraction(10**6)), ("thousand", Fraction(1000))),
    },
)


def fact(word: str, zh: str, en: str, kind: FactType, unit: str | None = None, **more: object) -> Fact:
    return Fact(word, Text(zh, en), kind, ("enterprise",), unit, **more)  # type: ignore[arg-type]


FACTS = [
    fact("county", "所在县", "County", FactType.PLACE),
    fact("revenue", "营业收入", "Revenue", FactType.MONEY, "万元", yearly=True, low=Fraction(0)),
    fact("rd", "研发费用", "R&D expenses", FactType.MONEY, "万元", yearly=True, low=Fraction(0)),
    fact(
        "rd_share",
        "研发费用占比",
        "R&D share",
        FactType.PERCENT,
        "%",
        yearly=True,
        derived=Derived(Derivation.RATIO, ("rd",), "revenue"),
    ),
    fact("staff", "职工人数", "Employees", FactType.COUNT, "人", low=Fraction(0), holder=Text("人事部门", "HR office")),
    fact("firms", "规上企业数", "Larger firms", FactType.COUNT, "家"),
    fact("founded", "成立日期", "Founded on", FactType.DATE),
    fact("registered", "省内注册", "Registered here", FactType.FLAG, evidence=Text("营业执照", "Business licence")),
    fact("offence", "严重违法", "Serious offence", FactType.FLAG),
    fact(
        "kind",
        "行业",
        "Industry",
        FactType.CHOICE,
        choices={
            "industry": Text("工业", "industry"),
            "farm": Text("农业", "agriculture"),
            "trade": Text("商业", "trade"),
        },
    ),
    fact("limit", "当期门槛", "Threshold of the call", FactType.MONEY, "亿元"),
    fact("marks", "专家评分", "Marks of experts", FactType.NUMBER, "分"),
]


def ask(
    word: str, operator: Operator, mark: Value | str | Sequence[tuple[date | None, Value]], year: int | None = None
) -> Test:
    if isinstance(mark, str):
        return Test(word, operator, Threshold(fact=mark), year)
    pairs = [(None, mark)] if isinstance(mark, Span | Days | Options | Members) else mark
    return Test(word, operator, Threshold(tuple(DatedValue(start, value) for start, value in pairs)), year)


def condition(word: str, test: Test | None = None, **more: object) -> Condition:
    return Condition(word, ART, "rules", test, **more)  # type: ignore[arg-type]


def ease(relief: Relief, **more: object) -> Relaxation:
    return Relaxation("hills", relief, clause=Text("通知", "notice"), **more)  # type: ignore[arg-type]


def measure(word: str, requires: Node | None, *conditions: Condition, **more: object) -> Measure:
    given: dict[str, object] = {
        "title": Text(f"措施{word}", f"Measure {word}"),
        "theme": "ladder",
        "subject": "enterprise",
        "decided": Decided.RULE,
        "source": "rules",
        "checked": DAY,
    }
    return Measure(word, requires=requires, conditions={c.id: c for c in conditions}, **(given | more))  # type: ignore[arg-type]


REVENUE = condition("revenue", ask("revenue", Operator.AT_LEAST, number(20000), -1))
LOWERED = replace(REVENUE, relaxations=(ease(Relief.PERCENT, percent=Fraction(30)),))
DISCRETION = replace(REVENUE, relaxations=(ease(Relief.DISCRETION),))
SHARE = condition("share", ask("rd_share", Operator.AT_LEAST, number(4), -1))
SPENT = condition("spent", ask("rd", Operator.AT_LEAST, number(5000), -1))
HERE = condition("here", ask("registered", Operator.IS, option(word=True)))
CLEAN = condition("clean", ask("offence", Operator.IS, option(word=False)))
FARM = condition("farm", ask("kind", Operator.IS, option("farm")))
STAFF = condition("staff", ask("staff", Operator.AT_LEAST, number(10)))
TABLE = Score(
    "table",
    Text("创新评分", "Innovation score"),
    (
        ScoreItem(
            "share",
            Text("研发占比", "R&D share"),
            (
                Band((ask("rd_share", Operator.AT_LEAST, number(6), -1),), Fraction(20), Fraction(20)),
                Band((), Fraction(0), Fraction(0)),
            ),
            part="input",
        ),
        ScoreItem("marks", Text("专家评分", "Marks"), points_fact="marks", points_max=Fraction(80)),
    ),
    ART,
    "rules",
    (ScorePart("input", Text("投入", "input"), Fraction(20), Fraction(10)),),
    at_least=Fraction(60),
)


def all_of(*words: str) -> AllOf:
    return AllOf(tuple(Leaf(word) for word in words))


MEASURES = [
    measure("plain", Leaf("here"), HERE),
    measure("eased", all_of("here", "revenue"), HERE, LOWERED, decided=Decided.REVIEW),
    measure(
        "judged",
        all_of("revenue"),
        DISCRETION,
        decided=Decided.SELECTION,
        judgements=(Judgement(Text("技术先进", "Advanced technology"), ART),),
    ),
    measure("wanting", all_of("staff", "clean"), STAFF, CLEAN),
    measure(
        "short",
        AllOf((Leaf("here"), AnyOf((Leaf("share"), Leaf("spent"))))),
        HERE,
        SHARE,
        SPENT,
        benefits=(Benefit(Text("补助", "Grant"), ART, amount=Fraction(1_000_000)),),
        documents=(Document(Text("审计报告", "Audit report"), Text("财务", "Finance")),),
        notes=(Text("说明", "A note"),),
        notice=("N1",),
    ),
    measure("far", all_of("spent", "farm"), SPENT, FARM),
    measure("scored", ScoreLeaf("table"), scores={"table": TABLE}),
    measure("over", Leaf("here"), HERE, windows=(Window(date(2025, 1, 1), date(2025, 3, 31)),)),
    measure("expired", Leaf("here"), HERE, valid_to=date(2025, 12, 31), superseded_by="plain"),
    measure("nothing", None, unwritten=Text("未公布", "Not published"), decided=Decided.QUOTA),
    measure("other", Leaf("here"), HERE, subject="town"),
]

CATALOGUE = Catalogue(
    id="sample",
    title=Text("示例目录", "Sample catalogue"),
    money="元",
    place="county",
    subjects={
        "enterprise": Subject("enterprise", Text("企业", "enterprise"), ("product",)),
        "product": Subject("product", Text("产品", "product")),
        "town": Subject("town", Text("镇", "town")),
    },
    themes={"ladder": Text("梯队", "Ladder")},
    notice={"N1": Notice("N1", Text("一条", "An item"), "ladder", "rules")},
    notice_total=32,
    units=UNITS,
    facts={f.id: f for f in FACTS},
    zones={
        "hills": Zone(
            "hills",
            Text("山区县", "Hill counties"),
            (
                Membership("甲县", None, None),
                Membership("乙县", None, date(2025, 5, 28)),
                Membership("丙县", None, None, Text("文件未说明", "The text does not say")),
                Membership("丁县", date(2024, 8, 21), None),
            ),
            "news",
        )
    },
    places={"甲县": (), "乙县": (), "丙县": (), "丁县": ()},
    sources={
        "rules": Source(
            "rules", Text("办法", "Rules"), Text("省厅", "Department"), Reading.TRANSCRIPTION, "〔2025〕1号"
        ),
        "news": Source("news", Text("报道", "Report"), Text("报社", "Paper"), Reading.NEWS),
    },
    measures={m.id: m for m in MEASURES},
    definitions={},
    digest="sha256:0123456789abcdef",
)


def given(value: Value, **more: object) -> Given:
    return Given(value, "raw", **more)  # type: ignore[arg-type]


def record(name: str = "甲公司", place: str | None = "甲县", **figures: Value) -> Record:
    facts = {FactKey("registered"): given(option(word=True)), FactKey("kind"): given(option("industry"))}
    if place is not None:
        facts[FactKey("county")] = given(option(place))
    stated: dict[str, Value] = {"revenue": number(15000), "rd": number(450)} | figures
    for word, value in stated.items():
        year = 2025 if CATALOGUE.facts[word].yearly else None
        facts[FactKey(word, year)] = given(value, source="审计报告", line=7)
    return Record("enterprise", name, facts)


def report(who: Record | None = None, book: Catalogue = CATALOGUE, as_of: date = DAY) -> Report:
    return check(book, who if who is not None else record(), as_of)


class Terminal(io.TextIOWrapper):
    """A terminal with a character set of its own."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding, write_through=True)

    def text(self) -> str:
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode(self.encoding)


def console(width: int = 100, encoding: str = "utf-8") -> tuple[Console, Terminal]:
    terminal = Terminal(encoding)
    return safe_console(terminal, width=width), terminal
