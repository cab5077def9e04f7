"""A profile asked for an earlier day than it was written for: what lay ahead is unknown, all else is as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT, Run
from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.model.fault import FaultyError
from zhence.profiles.earlier import read_as_of
from zhence.profiles.read import read_profile

BOOK = load(bundled())
EARLY, LATE = date(2025, 6, 1), date(2026, 6, 1)
FIRM = ROOT / "sample_inputs" / "enterprises" / "one_gap.toml"
TOWN = """[town]
name = "湖镇镇"
unknown = ["industrial_output@2025", "industrial_output@2026"]
[town.year.2026]
industrial_output = "5亿元"
[[town.cluster]]
name = "甲"
[town.cluster.year.2025]
cluster_output = "3亿元"
[town.cluster.year.2026]
cluster_output = "4亿元"
"""


def test_years_that_lay_ahead_are_left_out_with_a_note() -> None:
    record, notes = read_as_of(FIRM, BOOK, EARLY, LATE)
    whole, _ = read_profile(FIRM, BOOK, LATE)
    assert record.facts == {key: given for key, given in whole.facts.items() if key.year != 2026}
    assert len(record.facts) == len(whole.facts) - 2
    ahead = [note for note in notes if note.kind == "future-year"]
    assert [(note.key, note.severity) for note in ahead] == [("enterprise.year.2026", "warning")]
    assert "2025-06-01" in ahead[0].problem.zh
    assert read_as_of(FIRM, BOOK, LATE, LATE) == read_profile(FIRM, BOOK, LATE)


@pytest.mark.parametrize(("day", "is_told"), [(date(2024, 12, 31), False), (date(2025, 1, 1), True)])
def test_a_figure_left_out_is_not_said_to_be_used(day: date, is_told: bool) -> None:
    _, notes = read_as_of(FIRM, BOOK, day, LATE)
    assert ("enterprise.year.2025" in {note.key for note in notes if note.kind == "future-year"}) is not is_told
    sources = {note.key for note in notes if note.kind == "source-of-the-future"}
    assert ("enterprise.year.2025.revenue.dated" in sources) is is_told
    assert "enterprise.quality_score.dated" in sources


@pytest.mark.parametrize("latest", [EARLY, date(2025, 12, 31), date(2024, 1, 1)])
def test_what_lies_ahead_of_every_day_is_a_mistake(latest: date) -> None:
    with pytest.raises(FaultyError) as raised:
        read_as_of(FIRM, BOOK, EARLY, latest)
    assert {fault.kind for fault in raised.value.faults if fault.severity == "error"} == {"future-year"}


def test_another_mistake_beside_it_is_told_as_ever(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(FIRM.read_text("utf-8") + 'revenu = "3万元"\n', "utf-8")
    with pytest.raises(FaultyError) as raised:
        read_as_of(tmp_path / "a.toml", BOOK, EARLY, LATE)
    with pytest.raises(FaultyError) as other:
        read_profile(tmp_path / "a.toml", BOOK, EARLY)
    assert raised.value.faults == other.value.faults


@pytest.mark.parametrize(("day", "is_listed"), [(date(2025, 8, 17), False), (date(2025, 8, 18), True)])
def test_items_unknown_figures_and_the_register_are_as_on_the_day(day: date, is_listed: bool, tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text(TOWN, "utf-8")
    record, _ = read_as_of(tmp_path / "t.toml", BOOK, day, LATE)
    assert {str(key) for key in record.facts} >= {"county"}
    assert ("industrial_town" in {str(key) for key in record.facts}) is is_listed
    (cluster,) = record.items["cluster"]
    assert {key.year for key in cluster.facts} == {2025}
    assert {str(key) for key in record.unknown} == {"industrial_output@2025"}


def test_a_sample_is_compared_on_two_days(zhence: Run) -> None:
    for days in (("2025-06-01", "2026-06-01"), ("2026-06-01", "2025-06-01")):
        told = zhence("compare", FIRM, "--as-of", days[0], "--as-of", days[1], width=400)
        assert (told.returncode, "这一年在 2025-06-01 还没有到" in told.stderr) == (0, True)
        assert "结论有变化" in told.stdout
