from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from zhence.model.catalogue import Catalogue, Subject, Units
from zhence.model.fact import Derivation, Derived, Fact, FactType, Zone
from zhence.model.fault import Fault, FaultyError
from zhence.model.profile import Record
from zhence.model.text import Text, same
from zhence.profiles.read import read_profile

DAY = date(2026, 6, 1)
Read = Callable[..., tuple[Record, tuple[Fault, ...]]]
Mistakes = Callable[..., tuple[Fault, ...]]


def money_units() -> Units:
    return Units(
        multipliers={
            word: Fraction(times)
            for word, times in {
                "千": 10**3,
                "万": 10**4,
                "亿": 10**8,
                "万亿": 10**12,
                "million": 10**6,
                "m": 10**6,
            }.items()
        },
        aliases={"yuan": "元", "人民币": "元", "元人民币": "元", "％": "%", "mu": "亩", "个月": "月"},
        conversions={
            "公顷": ("亩", Fraction(15)),
            "平方公里": ("亩", Fraction(1500)),
            "m2": ("亩", Fraction(15, 10000)),
            "‰": ("%", Fraction(1, 10)),
        },
        titles={word: same(word) for word in ("元", "%", "家", "个", "人", "年", "月", "亩")},
        shown={},
    )


def _fact(name: str, zh: str, en: str, kind: FactType, subjects: tuple[str, ...], **rest: object) -> Fact:
    return Fact(name, Text(zh, en), kind, subjects, **rest)  # type: ignore[arg-type]


def facts() -> list[Fact]:
    firm, town, both = ("enterprise",), ("town",), ("town", "enterprise")
    money = {"unit": "万元", "yearly": True, "low": Fraction(0)}
    share = {"unit": "%", "yearly": True, "low": Fraction(0), "high": Fraction(100)}
    stages = {
        "idea": Text("构想", "Idea"),
        "building": Text("在建", "Under construction"),
        "done": Text("完成", "Done"),
    }
    return [
        _fact("county", "所在县", "County", FactType.PLACE, both),
        _fact("revenue", "营业收入", "Revenue", FactType.MONEY, firm, **money),
        _fact("rd_expense", "研发费用", "R&D expenses", FactType.MONEY, firm, **money),
        _fact(
            "rd_intensity",
            "研发强度",
            "R&D intensity",
            FactType.PERCENT,
            firm,
            **share,
            derived=Derived(Derivation.RATIO, ("rd_expense",), "revenue"),
        ),
        _fact("capital", "注册资本", "Registered capital", FactType.MONEY, firm, unit="万元", low=Fraction(0)),
        _fact("founded", "成立日期", "Date of registration", FactType.DATE, firm),
        _fact("registered", "在省内注册", "Registered in the province", FactType.FLAG, firm),
        _fact("fields", "领域", "Fields", FactType.SET, firm, choices=stages),
        _fact("brand", "品牌", "Brand", FactType.TEXT, firm),
        _fact("output", "工业产值", "Industrial output", FactType.MONEY, town, **money),
        _fact("firms", "企业数", "Firms", FactType.COUNT, (*town, "cluster"), unit="家", yearly=True, low=Fraction(0)),
        _fact("area", "面积", "Area", FactType.NUMBER, ("platform",), unit="亩"),
        _fact("cluster_revenue", "集群营收", "Cluster revenue", FactType.MONEY, ("cluster",), **money),
        _fact("stage", "阶段", "Stage", FactType.CHOICE, ("project",), choices=stages),
    ]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    subjects = [
        Subject("town", Text("镇", "town"), ("cluster", "platform", "project"), "enterprise"),
        Subject("enterprise", Text("企业", "enterprise"), ("project",)),
        Subject("cluster", Text("集群", "cluster")),
        Subject("platform", Text("平台", "platform")),
        Subject("project", Text("项目", "project")),
    ]
    return Catalogue(
        id="small",
        title=same("small"),
        money="元",
        place="county",
        subjects={subject.id: subject for subject in subjects},
        themes={},
        notice={},
        notice_total=None,
        units=money_units(),
        facts={fact.id: fact for fact in facts()},
        zones={"hills": Zone("hills", Text("山区", "Hills"), (), "s")},
        places={"景宁畲族自治县": ("景宁县", "Jingning"), "鼓楼区甲": ("鼓楼区",), "鼓楼区乙": ("鼓楼区",)},
        sources={},
        measures={},
    )


@pytest.fixture
def read(catalogue: Catalogue, tmp_path: Path) -> Read:
    """Write a profile and the files beside it, and read it on the first of June 2026."""

    def reading(text: str | bytes, **files: str) -> tuple[Record, tuple[Fault, ...]]:
        (tmp_path / "firms").mkdir(exist_ok=True)
        for name, content in files.items():
            (tmp_path / "firms" / f"{name}.toml").write_text(content, "utf-8")
        path = tmp_path / "profile.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_profile(path, catalogue, DAY)

    return reading


@pytest.fixture
def mistakes(read: Read) -> Mistakes:
    """Return what is found in a profile, errors and warnings."""

    def finding(text: str | bytes, **files: str) -> tuple[Fault, ...]:
        try:
            return read(text, **files)[1]
        except FaultyError as error:
            return error.faults

    return finding
