"""What people write wrongly, and the word each mistake gets: file, line, key, kind, both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.fault import Fault, FaultyError
from zhence.model.value import number
from zhence.profiles.names import unknown_fact
from zhence.profiles.read import read_profile

AS_OF = date(2026, 6, 1)
HEAD = '[enterprise]\nname = "甲(虚构)"\ncounty = "龙游县"\n'
YEAR = HEAD + "[enterprise.year.2025]\n"

MISTAKES = {
    "misspelt figure": (YEAR + 'revenu = "2亿元"', "unknown-fact", 5),
    "title in place of the id": (YEAR + '"营业收人" = "2亿元"', "unknown-fact", 5),
    "weight for money": (YEAR + 'revenue = "5吨"', "unknown-unit", 5),
    "head count for money": (YEAR + 'revenue = "5人"', "wrong-unit", 5),
    "share for money": (YEAR + 'revenue = "5%"', "wrong-unit", 5),
    "share written as a fraction": (YEAR + "debt_ratio = 0.42", "percent-as-fraction", 5),
    "yuan written plain": (YEAR + "revenue = 231000000", "unit-doubtful", 5),
    "about so much": (YEAR + 'revenue = "约2亿元"', "about-as-text", 5),
    "more than so much": (YEAR + 'revenue = "2亿元以上"', "bound-as-text", 5),
    "range as text": (YEAR + 'revenue = "1.8亿元~2.2亿元"', "range-as-text", 5),
    "number in words": (YEAR + 'revenue = "两亿元"', "number-in-words", 5),
    "placeholder": (YEAR + 'revenue = "待定"', "blank-value", 5),
    "nothing": (YEAR + 'revenue = ""', "blank-value", 5),
    "not a number": (YEAR + "revenue = nan", "not-finite", 5),
    "endless number": (YEAR + "revenue = 1e999999", "too-long", 5),
    "commas in wrong places": (YEAR + 'revenue = "2,31,00万元"', "bad-grouping", 5),
    "negative revenue": (YEAR + "revenue = -5", "impossible-value", 5),
    "share over one hundred": (YEAR + 'tech_staff_share = "101%"', "impossible-value", 5),
    "range backwards": (YEAR + 'revenue = { from = "2亿元", to = "1亿元" }', "range-backwards", 5),
    "range with a misspelt end": (YEAR + 'revenue = { form = "2亿元" }', "unknown-key", 5),
    "value and range": (YEAR + "revenue = { value = 1, from = 2 }", "value-and-range", 5),
    "table without a value": (YEAR + 'revenue = { source = "x" }', "no-value", 5),
    "yearly figure without a year": (HEAD + 'revenue = "2亿元"', "yearly-outside-year", 4),
    "figure of no year in a year": (YEAR + "segment_years = 3", "not-yearly", 5),
    "year still to come": (HEAD + "[enterprise.year.2027]\nemployees = 3", "future-year", 4),
    "year that is none": (HEAD + "[enterprise.year.this]\nemployees = 3", "bad-year", 4),
    "text for a date": (HEAD + 'registered_on = "2012年3月18日"', "date-as-text", 4),
    "time for a date": (HEAD + "registered_on = 2012-03-18T08:00:00", "time-of-day", 4),
    "text for yes": (HEAD + 'title_hte = "是"', "flag-as-text", 4),
    "number for yes": (HEAD + "title_hte = 1", "flag-as-text", 4),
    "no such choice": (HEAD + 'size_sector = "industri"', "unknown-choice", 4),
    "misspelt county": ('[enterprise]\nname = "甲"\ncounty = "龙油县"', "unknown-place", 3),
    "county of another province": ('[enterprise]\nname = "甲"\ncounty = "昆山市"', "unknown-place", 3),
    "figure of a town": (HEAD + "industrial_town = true", "wrong-subject", 4),
    "unknown subject": ('[village]\nname = "甲"', "unknown-kind", 1),
    "two subjects": (HEAD + '[town]\nname = "乙"', "two-subjects", 4),
    "unknown zone": (HEAD + "[enterprise.zone]\nmountain = true", "unknown-zone", 5),
    "item of another subject": (HEAD + '[[enterprise.cluster]]\nname = "乙"', "misplaced-kind", 4),
    "item named twice": (
        HEAD + '[[enterprise.project]]\nname = "乙"\n[[enterprise.project]]\nname = "乙"',
        "duplicate-name",
        7,
    ),
    "key twice": (YEAR + "employees = 3\nemployees = 4", "duplicate-key", 6),
    "table twice": (YEAR + "[enterprise.year.2025]", "duplicate-table", 5),
    "unquoted unit": (YEAR + "revenue = 2亿元", "needs-quotes", 5),
    "full-width quotes": (YEAR + "revenue = “2亿元”", "full-width-quotes", 5),
    "unclosed text": (YEAR + 'revenue = "2亿元', "unclosed-quotes", 5),
    "empty file": ("", "empty-file", None),
}


def faults_of(text: str, tmp_path: Path, book: Catalogue) -> tuple[Fault, ...]:
    path = tmp_path / "firm.toml"
    path.write_text(text, "utf-8")
    try:
        return read_profile(path, book, AS_OF)[1]
    except FaultyError as error:
        return error.faults


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_gets_its_word(name: str, tmp_path: Path, book: Catalogue) -> None:
    text, kind, line = MISTAKES[name]
    found = faults_of(text, tmp_path, book)
    fault = next((f for f in found if f.kind == kind), None)
    assert fault is not None, [(f.kind, f.line, f.problem.zh) for f in found]
    assert fault.line == line
    assert fault.file.endswith("firm.toml")
    assert all(t.zh.strip() and t.en.strip() for t in (fault.problem, fault.remedy))


def test_all_mistakes_are_told_at_once(tmp_path: Path, book: Catalogue) -> None:
    found = faults_of(YEAR + 'revenu = 1\nemployees = "x"\nrd_expense = "3吨"\n', tmp_path, book)
    assert {f.line for f in found} == {5, 6, 7}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"2.31亿元"', 23100),
        ('"1180万元"', 1180),
        ("1180", 1180),
        ('"2亿3000万元"', 23000),
        ('"1,180万元"', 1180),
        ('"１１８０万元"', 1180),
        ('"231 million yuan"', 23100),
        ('"5000元"', "0.5"),
    ],
)
def test_quantities_as_people_write_them(written: str, expected: object, tmp_path: Path, book: Catalogue) -> None:
    from fractions import Fraction

    path = tmp_path / "firm.toml"
    path.write_text(YEAR + f"revenue = {written}", "utf-8")
    record, _ = read_profile(path, book, AS_OF)
    assert record.facts[FactKey("revenue", 2025)].value == number(Fraction(str(expected)))


def test_a_county_resolves_from_its_other_names(tmp_path: Path, book: Catalogue) -> None:
    for name in ("龙游", "衢州市龙游县"):
        found = faults_of(f'[enterprise]\nname = "甲"\ncounty = "{name}"', tmp_path, book)
        assert [f for f in found if f.severity == "error"] == []


def test_a_town_reads_the_enterprises_it_names(tmp_path: Path, book: Catalogue) -> None:
    (tmp_path / "firms").mkdir()
    (tmp_path / "firms" / "a.toml").write_text(YEAR + 'revenue = "2亿元"', "utf-8")
    town = tmp_path / "town.toml"
    town.write_text('enterprises = ["firms/*.toml"]\n[town]\nname = "乙"\ncounty = "龙游县"\n', "utf-8")
    try:
        record, _ = read_profile(town, book, AS_OF)
    except FaultyError:
        town.write_text('[town]\nname = "乙"\ncounty = "龙游县"\nenterprises = ["firms/*.toml"]\n', "utf-8")
        record, _ = read_profile(town, book, AS_OF)
    assert [firm.name for firm in record.items["enterprise"]] == ["甲(虚构)"]


@pytest.mark.parametrize("name", ["t.csv", "t.PARQUET", "t.arrow"])
def test_a_table_is_sent_to_batch(name: str, tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / name).write_text("name,revenue@2025\nA,3\n", "utf-8")
    with pytest.raises(FaultyError) as raised:
        read_profile(tmp_path / name, catalogue, AS_OF)
    (fault,) = raised.value.faults
    assert (fault.kind, "zhence batch" in fault.remedy.zh) == ("is-a-table", True)
    with pytest.raises(FaultyError) as raised:
        read_profile(tmp_path / f"no-{name}", catalogue, AS_OF)
    assert [each.kind for each in raised.value.faults] == ["no-file"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("established_on", "registered_on"),  # nearer to starts_on, of a project
        ("集群产值", "cluster_output"),  # word for word a figure of a cluster
        ("revenu", "revenue"),
    ],
)
def test_a_fact_of_the_subject_comes_before_one_of_another(word: str, meant: str) -> None:
    book = load(bundled())
    assert f"'{meant}'" in unknown_fact(word, book, book.subjects["enterprise"]).remedy.zh
