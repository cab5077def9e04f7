"""One measure explained for one profile, and what would change each answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import ROOT, Run
from make_golden import EXPLAINED, golden_explanation, page

pytestmark = pytest.mark.slow

YARD = ROOT / "tests" / "report" / "yard.toml"
HARBOUR = ROOT / "tests" / "harbour"
DAY = ("--as-of", "2026-06-01")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("sample", "measure"), EXPLAINED)
def test_golden_explanations(sample: str, measure: str, lang: str) -> None:
    target, command = golden_explanation(sample, measure, lang)
    assert page(command) == target.read_text("utf-8")


def explained(zhence: Run, measure: str = "quay-repair", *settings: str, lang: str = "en") -> str:
    chosen = [word for setting in settings for word in ("--set", setting)]
    told = zhence("explain", YARD, measure, "--catalogue", HARBOUR, "--lang", lang, *DAY, *chosen, width=400)
    assert told.returncode == 0, told.stderr
    return str(told.stdout)


@pytest.mark.parametrize(
    ("settings", "said", "unsaid"),
    [
        # a floor: just below, on it
        (["hands=49"], "raise “Hands” by more than 1 person, to more than 50 persons", "by 1 person to"),
        (["hands=50"], "raise “Hands” to more than 50 persons", "not enough"),
        (["hands=51"], "Hands: 30 points, of 30 points; Hands: 51 persons", "raise “Hands”"),
        # a relaxation: the place is outside, to be confirmed, inside
        (["bay=东湾"], "if the place were inside “Shallow bays”: the threshold is 2,100 thousand yuan", "if confirmed"),
        ([], "if confirmed inside “Shallow bays”: the threshold is 2,100 thousand yuan, this is met", "were inside"),
        (["bay=北湾"], "threshold here: 2,100 thousand yuan (Shallow bays: eased by 30%, s. 9)", "if confirmed"),
        # a ratio: short of it, on it
        (["research@2025=9.9万元"], "raise “Research (2025)” by 1 thousand yuan to 100 thousand yuan", "lower “"),
        (["research@2025=10万元"], "4.2 [met] in principle: Research share (2025) at least 4%", "with “Sales (2025)”"),
        # what must not be: is, is not, is not known
        (["fined=true"], "it holds now and must not", "state: Fined"),
        (["fined=false"], "2 [met] not:", "it holds now"),
        # a branch: the other one counts
        (["kind=steel"], "6.3 [missed] (does not count) otherwise: Wooden yards must grow", "raise “Growth of sales"),
        (
            ["kind=steel", "debt@2025=151万元"],
            "lower “Debt (2025)” by 10 thousand yuan to 1,500 thousand yuan",
            "state: Debt",
        ),
        (["kind=steel", "debt@2025=150万元"], "6.2 [met] then: Debt share (2025) at most 60%", "lower “Debt"),
        # a choice
        (["wares=rope"], "5.1.1 [met] Wares", "Wares must include"),
        ([], "Wares must include at least one of: ropes, sails", "5.1.1 [met]"),
    ],
)
def test_what_would_change_an_answer(zhence: Run, settings: list[str], said: str, unsaid: str) -> None:
    told = explained(zhence, "quay-repair", *settings)
    assert said in told
    assert unsaid not in told


def test_a_case_that_does_not_hold_is_told_in_one_line(zhence: Run) -> None:
    told = zhence("explain", ROOT / EXPLAINED[3][0], EXPLAINED[3][1], "--lang", "en", *DAY, width=400).stdout
    assert "not this case, nothing is required: Sector for the size standard is Construction (it is: Industry" in told
    assert "800 million yuan" not in told
    assert "2.1.2.2 [met] then: one of:" in told


def test_an_item_measure_is_explained_once_for_each_item(zhence: Run) -> None:
    told = explained(zhence, "boat-renewal")
    assert told.count("Answer:") == 2
    assert told.count("boat-renewal") == 1
    assert "raise “Length” by 1 metre to 12 metres" in told
    assert "would have to be 1 day earlier, by 2015-01-01" in told


def test_a_closed_measure_says_so_and_what_it_would_answer(zhence: Run) -> None:
    told = explained(zhence, "boat-renewal")
    assert "Answer: closed" in told
    assert "expired after 2025-12-31" in told
    assert "if it were open: not eligible" in told


def test_a_measure_of_another_subject_is_not_applicable_with_the_reason(zhence: Run, tmp_path: Path) -> None:
    town = ROOT / "sample_inputs" / "towns" / "hecun.toml"
    told = zhence("explain", town, "tech-sme", "--lang", "en", *DAY).stdout
    assert "Answer: not applicable" in told
    assert "this support is for: enterprise; the profile is of: town" in told
    assert "Conditions" not in told
    outside = explained(zhence, "quay-repair", "bay=东湾")
    assert "Answer: not applicable" in outside
    assert "out of scope" in outside
    assert "only a place on the list meets it" in outside


def test_a_misspelt_measure_gets_the_nearest(zhence: Run) -> None:
    told = zhence("explain", YARD, "quay-repare", "--catalogue", HARBOUR, "--lang", "en", *DAY)
    assert told.returncode == 2
    assert told.stdout == ""
    assert "quay-repair" in told.stderr


@pytest.mark.parametrize("width", [40, 80, 200])
def test_folding_cuts_nothing(zhence: Run, width: int) -> None:
    whole = explained(zhence, lang="zh")
    told = zhence("explain", YARD, "quay-repair", "--catalogue", HARBOUR, "--lang", "zh", *DAY, width=width).stdout
    assert "".join(told.split()) == "".join(whole.split())


@pytest.mark.parametrize(("county", "words"), [("宁海县", "不符合"), ("江山市", "待定"), ("庆元县", "符合")])
def test_a_preference_says_how_it_stands_and_changes_nothing(
    zhence: Run, tmp_path: Path, county: str, words: str
) -> None:
    town = tmp_path / "town.toml"
    town.write_text(f'[town]\nname = "镇甲"\ncounty = "{county}"\nindustrial_town = true\n', "utf-8")
    told = zhence("explain", town, "industrial-town-notice", "--lang", "zh", *DAY, width=400).stdout
    assert f"[{words}] （仅作优先" in told
    assert "结论：符合\n" in told
    assert f"已核对{1 if words == '待定' else 2}/2项条件" in told


def test_an_age_in_whole_years_is_told_with_the_day_it_is_reached(zhence: Run, tmp_path: Path) -> None:
    firm = tmp_path / "firm.toml"
    firm.write_text('[enterprise]\nname = "甲"\nregistered_on = 2025-06-02\n', "utf-8")
    for measure, words in (("zhejiang-technology-sme", "满1年"), ("high-tech-enterprise", "满365天")):
        told = zhence("explain", firm, measure, "--lang", "zh", *DAY, width=400).stdout
        assert f"到2026年6月2日{words}" in told
