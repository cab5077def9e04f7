from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.fault import Fault, FaultyError
from zhence.model.profile import Record
from zhence.model.value import Days, Members, Span, day, number, option
from zhence.profiles.read import read_profile
from zhence.written.bounds import LARGEST

Read = Callable[..., tuple[Record, tuple[Fault, ...]]]
Mistakes = Callable[..., tuple[Fault, ...]]
DAY = date(2026, 6, 1)

TOWN = """
[town]
name = "某镇"
county = "Jingning"
enterprises = ["firms/*.toml", "firms/a.toml"]
complete = ["cluster"]
[town.zone]
hills = false
[town.year.2025]
output = { value = "12亿元", source = "统计年报", dated = 2026-03-01, estimate = true, note = "快报" }
firms = { from = "30家" }
[[town.cluster]]
name = "甲集群"
[town.cluster.year.2024]
cluster_revenue = { from = "1.8亿元", to = "2.2亿元" }
[[town.project]]
stage = "Under construction"
"""
FIRM = """
[enterprise]
name = "{}"
registered = true
founded = {{ from = 2019-05-01, to = 2019-05-31 }}
fields = ["idea", "完成"]
[[enterprise.project]]
stage = "done"
"""


def test_a_town_with_everything(read: Read) -> None:
    town, faults = read(TOWN, a=FIRM.format("乙"), b=FIRM.format("丙"))
    assert faults == ()
    assert (town.subject, town.name, town.complete, town.zones) == ("town", "某镇", {"cluster"}, {"hills": False})
    assert town.facts[FactKey("county")].value == option("景宁畲族自治县")
    output = town.facts[FactKey("output", 2025)]
    assert output.value == number(120000)
    assert (output.raw, output.source, output.dated, output.estimate) == ("12亿元", "统计年报", date(2026, 3, 1), True)
    assert town.facts[FactKey("firms", 2025)].value == Span(Fraction(30), None)
    (cluster,) = town.items["cluster"]
    assert cluster.name == "甲集群"
    assert cluster.facts[FactKey("cluster_revenue", 2024)].value == Span(Fraction(18000), Fraction(22000))
    (project,) = town.items["project"]
    assert project.facts[FactKey("stage")].value == option("building")
    assert [firm.name for firm in town.items["enterprise"]] == ["乙", "丙"]
    firm = town.items["enterprise"][0]
    assert firm.facts[FactKey("founded")].value == Days(date(2019, 5, 1), date(2019, 5, 31))
    assert firm.facts[FactKey("fields")].value == Members(frozenset({"idea", "done"}))
    assert Path(firm.origin).name == "a.toml"
    assert firm.items["project"][0].facts[FactKey("stage")].value == option("done")


def test_the_faults_of_every_file_come_together(mistakes: Mistakes) -> None:
    bad = "[enterprise]\nname = '甲'\nregisterd = true\n"
    faults = mistakes(TOWN + "[town.cluter]\n", a=bad, b="[enterprise\n", c="[town]\nname='乙'\n")
    assert [(Path(fault.file).name, fault.kind) for fault in faults] == [
        ("profile.toml", "unknown-fact"),
        ("a.toml", "unknown-fact"),
        ("b.toml", "unclosed-table"),
        ("c.toml", "wrong-kind-of-file"),
    ]


def test_two_members_of_one_name(mistakes: Mistakes) -> None:
    (fault,) = mistakes(TOWN, a=FIRM.format("乙"), b=FIRM.format("乙"))
    assert (fault.kind, Path(fault.file).name, fault.line) == ("duplicate-name", "b.toml", 3)
    assert "a.toml" in fault.remedy.en


def test_members_may_lie_above(catalogue: Catalogue, tmp_path: Path) -> None:
    for folder in ("towns", "firms"):
        (tmp_path / folder).mkdir()
    (tmp_path / "firms" / "a.toml").write_text(FIRM.format("乙"), "utf-8")
    town = tmp_path / "towns" / "town.toml"
    town.write_text("[town]\nenterprises = ['..\\firms\\*.toml']\n", "utf-8")
    record, _ = read_profile(town, catalogue, DAY)
    assert record.name == "town"
    assert [firm.origin for firm in record.items["enterprise"]] == [str(tmp_path / "firms" / "a.toml")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_encodings_that_are_read(read: Read, encoding: str) -> None:
    record, faults = read('[enterprise]\nname = "甲企业(虚构)"\nbrand = "镇策"\n'.encode(encoding))
    assert record.name == "甲企业(虚构)"
    assert [(fault.kind, fault.severity) for fault in faults] == (
        [("gb18030", "warning")] if encoding.startswith("gb") else []
    )


@pytest.mark.parametrize(
    ("data", "kind", "line"),
    [
        ("[enterprise]".encode("utf-16"), "utf-16", None),
        (b"PK\x03\x04rest", "office-file", None),
        (b"[enterprise]\n\0", "not-text", None),
        (b"[enterprise]\n" + "name = '乙丙丁'".encode() + b"\xe4\n", "damaged-utf-8", 2),
        (b"[enterprise]\nname = '\xff'\n", "unknown-encoding", 2),
        (b"", "empty-file", None),
        (b" " * (LARGEST + 1), "too-large-file", None),
        (b"a = " + b"[" * 100_000, "too-deep", None),
        (b"[enterprise]\na = " + b"9" * 5000, "too-long", 2),
    ],
)
def test_files_that_cannot_be_used(mistakes: Mistakes, data: bytes, kind: str, line: int | None) -> None:
    assert [(fault.kind, fault.line) for fault in mistakes(data)] == [(kind, line)]


def test_a_file_of_just_one_mebibyte_is_read(read: Read) -> None:
    text = b"[enterprise]\nname = '\xe7\x94\xb2'\n"
    assert read(text + b"#" * (LARGEST - len(text)))[0].name == "甲"


def test_paths_that_lead_nowhere(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text("[town]\n")
    for path, kind in (
        (tmp_path, "is-a-folder"),
        (tmp_path / "twon.toml", "no-file"),
        (tmp_path / "none" / "x.toml", "no-file"),
        (Path("a\0b"), "unreadable-file"),
    ):
        with pytest.raises(FaultyError) as error:
            read_profile(path, catalogue, DAY)
        assert [fault.kind for fault in error.value.faults] == [kind]
    with pytest.raises(FaultyError) as error:
        read_profile(tmp_path / "twon.toml", catalogue, DAY)
    assert "'town.toml'" in error.value.faults[0].remedy.en


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text("[town]\n")
    path.chmod(0)
    with pytest.raises(FaultyError) as error:
        read_profile(path, catalogue, DAY)
    assert error.value.faults[0].kind == "unreadable-file"


def test_a_circle_of_files_ends(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text("[town]\nenterprises = ['**/*.toml']\n", "utf-8")
    with pytest.raises(FaultyError) as error:
        read_profile(path, catalogue, DAY)
    assert [fault.kind for fault in error.value.faults] == ["names-itself"]


def test_a_day_is_a_single_one(read: Read) -> None:
    record, _ = read("[enterprise]\nname = '甲'\nfounded = 2019-05-31\n")
    assert record.facts[FactKey("founded")].value == day(date(2019, 5, 31))
