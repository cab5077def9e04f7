"""One list of papers: what is merged, what is not, who holds it, what is ready."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT, Run
from make_golden import LISTED, golden_list, page
from test_commands import cells
from workshop import answered, measure, workshop
from zhence.engine.checklist import checklist
from zhence.engine.near import is_over, next_open, select, will_open
from zhence.model.catalogue import Catalogue
from zhence.model.checklist import Checklist, Left, Paper, State

pytestmark = pytest.mark.slow

FIRM = ROOT / "sample_inputs" / "enterprises" / "relaxed_yes.toml"
DAY = ("--as-of", "2026-06-01")
STAFF = "staff = 5\n"


def paper(title: str, proves: str = "", holder: str = "") -> str:
    held = f'holder = "{holder}"\n' if holder else ""
    return f'[[document]]\ntitle = "{title}"\n{held}proves = [{proves}]\n'


def listed(catalogue: Catalogue, folder: Path, text: str, *, is_named: bool = False) -> Checklist:
    report = answered(catalogue, folder, text)
    return checklist(catalogue, report, select(report, is_named=is_named))


def titles(found: Checklist) -> list[str | None]:
    return [each.title.en if each.title is not None else None for each in found.papers]


def one(found: Checklist, title: str | None) -> Paper:
    return next(each for each in found.papers if (each.title.en if each.title is not None else None) == title)


def needed(paper: Paper) -> list[str]:
    return [result.measure.id for result in paper.needed]


def test_equal_titles_are_one_paper_whatever_the_blanks_and_widths(tmp_path: Path) -> None:
    book = workshop(
        measure("a", more=paper("Audit (2025)", '"turnover"')), measure("b", more=paper("audit（2025）", '"staff"'))
    )
    found = listed(book, tmp_path, STAFF)
    assert titles(found) == ["Audit (2025)"]
    assert needed(found.papers[0]) == ["a", "b"]
    assert found.papers[0].others == ()


def test_papers_that_prove_the_same_facts_are_one_and_keep_both_names(tmp_path: Path) -> None:
    book = workshop(
        measure("a", more=paper("Payroll", '"staff", "turnover"', "Personnel")),
        measure("b", more=paper("Staff roll", '"turnover", "staff"', "Clerk")),
        measure("c", more=paper("Staff count", '"staff"')),
    )
    found = listed(book, tmp_path, STAFF)
    assert titles(found) == ["Payroll", "Staff count"]
    assert [title.en for title in found.papers[0].others] == ["Staff roll"]
    assert [holder.en for holder in found.papers[0].holders] == ["Personnel", "Clerk"]


def test_two_papers_that_one_measure_wants_stay_two(tmp_path: Path) -> None:
    book = workshop(
        measure("a", more=paper("Payroll", '"staff"') + paper("Contracts", '"staff"')),
        measure("b", more=paper("Staff roll", '"staff"')),
    )
    assert set(titles(listed(book, tmp_path, STAFF))) == {"Payroll", "Contracts", "Staff roll"}


def test_papers_that_prove_nothing_named_are_never_one(tmp_path: Path) -> None:
    book = workshop(measure("a", more=paper("Form A")), measure("b", more=paper("Form B")))
    assert set(titles(listed(book, tmp_path, STAFF))) == {"Form A", "Form B", None}


def test_the_vocabulary_fills_what_no_document_proves(tmp_path: Path) -> None:
    book = workshop(
        measure("a", fact="turnover", at_least="10元"), measure("b"), measure("c", fact="licensed", at_least=True)
    )
    found = listed(book, tmp_path, STAFF + "licensed = true\nyear.2025 = { turnover = 10 }\n")
    assert titles(found) == ["Audit", None, None]
    assert [holder.en for holder in one(found, "Audit").holders] == ["Accounts"]
    assert [[holder.en for holder in each.holders] for each in found.papers if each.title is None] == [
        ["Personnel"],
        [],
    ]


def test_another_measures_document_is_taken_before_the_vocabulary(tmp_path: Path) -> None:
    book = workshop(
        measure("a", fact="turnover", at_least="10元"), measure("b", more=paper("Tax return", '"turnover", "staff"'))
    )
    found = listed(book, tmp_path, STAFF + "year.2025 = { turnover = 10 }\n")
    assert titles(found) == ["Tax return"]
    assert sorted(needed(found.papers[0])) == ["a", "b"]


def test_a_paper_that_proves_a_derived_figure_covers_what_it_is_derived_from(tmp_path: Path) -> None:
    book = workshop(measure("a", fact="margin", at_least="10%", more=paper("Accounts", '"margin"')))
    found = listed(book, tmp_path, "year.2025 = { turnover = 100, cost = 20 }\n")
    assert titles(found) == ["Accounts"]
    assert [str(figure.key) for figure in found.papers[0].figures] == ["cost@2025", "turnover@2025"]


@pytest.mark.parametrize(
    ("stated", "state"),
    [
        ("staff = 5\n", State.UNSOURCED),
        ('staff = { value = 5, source = "payroll" }\n', State.READY),
        ('staff = { value = 5, source = "payroll", estimate = true }\n', State.UNSOURCED),
        ("", State.MISSING),
    ],
)
def test_a_figure_is_ready_only_with_a_source(tmp_path: Path, stated: str, state: State) -> None:
    found = listed(workshop(measure("a", more=paper("Payroll", '"staff"'))), tmp_path, stated)
    assert [figure.state for figure in found.papers[0].figures] == [state]
    assert found.papers[0].is_ready is (state is State.READY)


def test_a_paper_with_one_figure_wanting_is_not_ready(tmp_path: Path) -> None:
    documents = paper("Books", '"staff", "turnover"')
    book = workshop(measure("a", more=documents), measure("b", fact="turnover", at_least="10元", more=documents))
    sourced = 'staff = { value = 5, source = "payroll" }\n'
    assert not listed(book, tmp_path, sourced).papers[0].is_ready
    assert (
        listed(book, tmp_path, sourced + 'year.2025.turnover = { value = 10, source = "audit" }\n').papers[0].is_ready
    )


def test_what_an_item_states_belongs_to_the_item(tmp_path: Path) -> None:
    book = workshop(measure("a", fact="size", subject="job"))
    found = listed(book, tmp_path, '[[firm.job]]\nname = "Quay"\nsize = 5\n[[firm.job]]\nname = "Dock"\nsize = 6\n')
    assert [figure.owner.name for figure in one(found, "Drawing").figures] == ["Quay", "Dock"]
    assert [result.item.name for result in one(found, "Drawing").needed if result.item] == ["Quay", "Dock"]


def test_what_is_counted_from_the_list_has_no_source(tmp_path: Path) -> None:
    book = workshop(measure("a", fact="jobs", at_least=1))
    found = listed(book, tmp_path, 'complete = ["job"]\n[[firm.job]]\nname = "Quay"\n')
    assert [(str(f.key), f.state) for f in found.figures] == [("jobs", State.UNSOURCED)]


def test_a_branch_that_is_not_needed_asks_for_nothing(tmp_path: Path) -> None:
    text = measure("a", more='[condition.other]\nfact = "licensed"\nis = true\nclause = "s. 2"\n')
    book = workshop(text.replace('requires = "only"', 'requires = { any = ["only", "other"] }'))
    assert [str(f.key) for f in listed(book, tmp_path, STAFF).figures] == ["staff"]
    assert [str(f.key) for f in listed(book, tmp_path, "staff = 4\nlicensed = true\n").figures] == ["licensed"]


def chosen(book: Catalogue, folder: Path, text: str) -> list[str]:
    return [result.measure.id for result in select(answered(book, folder, text), is_named=False).chosen]


def two(first: str, second: str) -> str:
    more = f'[condition.other]\n{second}\nclause = "s. 2"\n'
    text = measure("two", more=more).replace('requires = "only"', 'requires = { all = ["only", "other"] }')
    return text.replace("at_least = 5", first)


@pytest.mark.parametrize(
    ("stated", "is_listed"),
    [
        ("staff = 5\nlicensed = true\n", True),
        ("staff = 4\nlicensed = true\n", True),
        ("staff = 4\nlicensed = false\n", False),
        ("staff = 5\n", True),
        ("", False),
        ("staff = 4\n", True),
    ],
)
def test_one_step_away_is_listed_two_are_not(tmp_path: Path, stated: str, is_listed: bool) -> None:
    book = workshop(two("at_least = 5", 'fact = "licensed"\nis = true'))
    assert chosen(book, tmp_path, stated) == (["two"] if is_listed else [])


def test_what_is_left_out_is_counted_by_reason(tmp_path: Path) -> None:
    book = workshop(
        two("at_least = 5", 'fact = "licensed"\nis = true'),
        measure("shut", top="valid = { to = 2026-05-31 }"),
        measure("unlisted", fact="size", subject="job"),
        measure("good"),
    )
    selection = select(answered(book, tmp_path, "staff = 5\n"), is_named=False)
    assert {result.measure.id for result in selection.chosen} == {"two", "good"}
    assert selection.left == {Left.SHUT: 1, Left.UNLISTED: 1}
    assert select(answered(book, tmp_path, ""), is_named=False).left[Left.FAR] == 1
    named = select(answered(book, tmp_path, ""), is_named=True)
    assert len(named.chosen) == 4
    assert named.left == {}


@pytest.mark.parametrize(
    ("top", "more", "over", "opens"),
    [
        ("", "", False, False),
        ("valid = { to = 2026-06-01 }", "", False, False),
        ("valid = { to = 2026-05-31 }", "", True, False),
        ("valid = { from = 2026-06-02 }", "", False, True),
        ("valid = { from = 2026-06-01 }", "", False, False),
        ("", "[[window]]\nopens = 2026-06-02\n", False, True),
        ("", "[[window]]\nopens = 2026-06-01\n", False, False),
        ("", "[[window]]\ncloses = 2026-05-31\n", False, False),
        ("valid = { to = 2026-05-31 }", "[[window]]\nopens = 2026-06-02\n", True, False),
        ("valid = { to = 2026-06-01 }", "[[window]]\nopens = 2026-06-02\n", False, False),
        ("valid = { to = 2026-06-02 }", "[[window]]\nopens = 2026-06-02\n", False, True),
        ('superseded_by = "a"', "", True, False),
        ('superseded_by = "a"\nvalid = { to = 2026-06-01 }', "", False, False),
    ],
)
def test_over_and_still_to_open(top: str, more: str, over: bool, opens: bool) -> None:
    found = workshop(measure("a", top=top, more=more)).measures["a"]
    assert is_over(found, date(2026, 6, 1)) is over
    assert will_open(found, date(2026, 6, 1)) is opens
    assert next_open(found, date(2026, 6, 1)) == (date(2026, 6, 2) if opens else None)


def test_a_closed_measure_is_listed_only_when_it_will_open(tmp_path: Path) -> None:
    book = workshop(
        measure("past", more="[[window]]\nopens = 2026-05-01\ncloses = 2026-05-31\n"),
        measure("coming", more="[[window]]\nopens = 2026-06-02\ncloses = 2026-06-30\n"),
        measure("open", more="[[window]]\nopens = 2026-06-01\ncloses = 2026-06-30\n"),
    )
    assert set(chosen(book, tmp_path, STAFF)) == {"coming", "open"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("command", "sample"), LISTED)
def test_golden_pages(command: str, sample: str, lang: str) -> None:
    target, arguments = golden_list(command, sample, lang)
    assert page(arguments) == target.read_text("utf-8")


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", ["checklist", "calendar"])
def test_no_line_is_wider_than_the_terminal(zhence: Run, command: str, width: int, lang: str) -> None:
    told = zhence(command, FIRM, "--lang", lang, *DAY, width=width)
    assert told.returncode == 0, told.stderr
    assert max(map(cells, told.stdout.splitlines())) <= width


FOLLOWED = ROOT / "sample_inputs" / "projects" / "example_town.toml"
COMMANDS = [("checklist", FIRM), ("calendar", FIRM), ("projects", FOLLOWED)]


@pytest.mark.parametrize(("command", "sample"), COMMANDS)
def test_a_terminal_without_chinese_gets_english_and_ascii(zhence: Run, command: str, sample: Path) -> None:
    told = zhence(command, sample, *DAY, PYTHONUTF8="0", PYTHONIOENCODING="ascii", LANG="C", PYTHONCOERCECLOCALE="0")
    assert told.returncode == 0, told.stderr
    assert told.stdout.isascii()
    assert "As of: 2026-06-01" in told.stdout


@pytest.mark.parametrize(("command", "sample"), COMMANDS)
def test_the_same_input_gives_the_same_bytes(zhence: Run, command: str, sample: Path) -> None:
    one, two = (zhence(command, sample, *DAY, PYTHONHASHSEED=seed).stdout for seed in ("1", "2"))
    assert one == two
    assert one


def test_every_figure_of_the_list_stands_once_under_a_paper_and_says_its_state(zhence: Run) -> None:
    told = zhence("checklist", FIRM, *DAY, "--format", "json")
    found = json.loads(told.stdout)["checklists"][0]
    papers = [paper for group in found["holders"] for paper in group["papers"]]
    titles = [paper["title"]["zh"] for paper in papers if paper["title"]]
    assert len(titles) == len(set(titles)) > 20
    assert {figure["state"] for paper in papers for figure in paper["figures"]} == {"ready", "unsourced", "missing"}
    known = {measure["measure"] for measure in found["measures"]}
    assert {each["measure"] for paper in papers for each in paper["needed_for"]} <= known
    assert all(len(group["papers"]) for group in found["holders"])


def test_measures_can_be_named(zhence: Run) -> None:
    told = zhence("checklist", FIRM, *DAY, "--measure", "little-giant-2022", "--format", "json")
    found = json.loads(told.stdout)["checklists"][0]
    assert found["named"]
    assert [measure["measure"] for measure in found["measures"]] == ["little-giant-2022"]
    wrong = zhence("checklist", FIRM, "--measure", "litle-giant")
    assert wrong.returncode == 2
    assert "'little-giant'" in "".join(wrong.stderr.split())
    assert wrong.stdout == ""


@pytest.mark.parametrize(("lang", "word"), [("zh", "没有可列的措施"), ("en", "no measure to list")])
def test_nothing_to_list_is_said(zhence: Run, lang: str, word: str) -> None:
    town = ROOT / "sample_inputs" / "towns" / "huzhen.toml"
    told = zhence("checklist", town, *DAY, "--lang", lang, "--measure", "high-tech-enterprise")
    assert told.returncode == 0
    assert word in told.stdout
    assert ("不适用" if lang == "zh" else "not applicable") in told.stdout


def test_several_profiles_get_a_list_each(zhence: Run) -> None:
    town = ROOT / "sample_inputs" / "towns" / "huzhen.toml"
    assert zhence("checklist", FIRM, town, *DAY).stdout.count("材料清单") == 2
