"""Projects followed: how late, how far behind, what is open, in which order, what is said where figures are missing."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from conftest import ROOT, Run
from test_commands import cells
from workshop import DAY, FOLLOWED, measure, profile, workshop
from zhence.engine.projects import track
from zhence.model.catalogue import Catalogue, Pair
from zhence.model.fact import FactKey
from zhence.model.profile import Given, Record
from zhence.model.tracking import Doubt, Level, Pace, Tracked, Tracking
from zhence.model.value import Options
from zhence.report.projects import milestone_words

pytestmark = pytest.mark.slow

TOWN = ROOT / "sample_inputs" / "projects" / "example_town.toml"
AS_OF = ("--as-of", "2026-06-01")
BOOK = workshop(projects=FOLLOWED)
PLAN = "plan_start = 2026-01-01\nstart = 2026-01-01\nplan_end = 2026-12-31\nplan_share = 50\nshare = 50\n"


def tracking(folder: Path, text: str, book: Catalogue = BOOK) -> Tracking:
    assert book.projects is not None
    return track(book, book.projects, profile(book, folder, text), DAY)


def job(folder: Path, text: str, book: Catalogue = BOOK) -> Tracked:
    (found,) = tracking(folder, f'[[firm.job]]\nname = "Quay"\n{text}', book).projects
    return found


@pytest.mark.parametrize(
    ("stated", "pace", "days", "is_least"),
    [
        ("stage = 'filed'\nplan_start = 2026-06-02\n", Pace.DUE, 1, False),
        ("stage = 'filed'\nplan_start = 2026-06-01\n", Pace.DUE, 0, False),
        ("stage = 'filed'\nplan_start = 2026-05-31\n", Pace.OVERDUE, 1, False),
        ("stage = 'filed'\nplan_start = { from = 2026-05-01, to = 2026-05-31 }\n", Pace.OVERDUE, 1, True),
        ("stage = 'filed'\nplan_start = { from = 2026-05-01, to = 2026-06-01 }\n", Pace.UNKNOWN, None, False),
        ("stage = 'filed'\nplan_start = { from = 2026-06-02, to = 2026-06-30 }\n", Pace.DUE, 1, True),
        ("stage = 'filed'\nplan_start = { from = 2026-05-01 }\n", Pace.UNKNOWN, None, False),
        ("stage = 'filed'\nplan_start = 2026-07-01\nstart = 2026-07-01\n", Pace.DUE, 30, False),
        ("stage = 'filed'\nplan_start = 2026-07-01\nstart = 2026-07-02\n", Pace.SLIPPING, 1, False),
        ("stage = 'filed'\n", Pace.UNKNOWN, None, False),
        ("plan_start = 2026-05-31\n", Pace.UNKNOWN, None, False),
        ("plan_start = 2026-06-02\n", Pace.DUE, 1, False),
        ("plan_start = 2026-05-31\nstart = 2026-06-02\n", Pace.OVERDUE, 1, False),
        ("plan_start = 2026-05-31\nstart = 2026-06-01\n", Pace.MET_LATE, 1, False),
        ("stage = 'digging'\nplan_start = 2026-05-01\nstart = 2026-05-01\n", Pace.MET, None, False),
        ("stage = 'digging'\nplan_start = 2026-05-01\nstart = 2026-05-02\n", Pace.MET_LATE, 1, False),
        (
            "stage = 'digging'\nplan_start = 2026-05-01\nstart = { from = 2026-05-03, to = 2026-05-09 }\n",
            Pace.MET_LATE,
            2,
            True,
        ),
        (
            "stage = 'digging'\nplan_start = 2026-05-01\nstart = { from = 2026-05-01, to = 2026-05-02 }\n",
            Pace.UNKNOWN,
            None,
            False,
        ),
        ("stage = 'trial'\nplan_start = 2026-05-01\n", Pace.UNKNOWN, None, False),
        ("stage = 'trial'\nstart = 2026-05-01\n", Pace.UNKNOWN, None, False),
    ],
)
def test_the_start_against_the_plan(tmp_path: Path, stated: str, pace: Pace, days: int | None, is_least: bool) -> None:
    start = job(tmp_path, stated).start
    assert start is not None
    assert (start.pace, start.days, start.is_least) == (pace, days, is_least)


@pytest.mark.parametrize(
    ("stated", "pace", "days", "slip"),
    [
        ("stage = 'trial'\nplan_end = 2026-06-01\n", Pace.DUE, 0, None),
        ("stage = 'trial'\nplan_end = 2026-05-31\n", Pace.OVERDUE, 1, None),
        ("stage = 'trial'\nplan_end = 2026-05-31\nend = 2026-06-30\n", Pace.OVERDUE, 1, 30),
        ("stage = 'trial'\nplan_end = 2026-06-29\nend = 2026-06-30\n", Pace.SLIPPING, 1, 1),
        ("stage = 'trial'\nplan_end = 2026-06-30\nend = 2026-06-29\n", Pace.DUE, 29, -1),
        ("stage = 'open'\nplan_end = 2026-05-31\nend = 2026-05-31\n", Pace.MET, None, None),
        ("stage = 'open'\nplan_end = 2026-05-31\nend = 2026-06-01\n", Pace.MET_LATE, 1, None),
        ("stage = 'open'\nplan_end = 2026-05-31\n", Pace.UNKNOWN, None, None),
        ("plan_end = 2026-05-31\nend = 2026-05-31\n", Pace.UNKNOWN, None, 0),
    ],
)
def test_the_end_against_the_plan(tmp_path: Path, stated: str, pace: Pace, days: int | None, slip: int | None) -> None:
    end = job(tmp_path, stated).completion
    assert end is not None
    assert (end.pace, end.days, end.slip) == (pace, days, slip)


@pytest.mark.parametrize(
    ("stated", "pace", "points", "is_least"),
    [
        ("plan_share = 50\nshare = 50\n", Pace.DUE, None, False),
        ("plan_share = 50\nshare = 49.5\n", Pace.SLIPPING, Fraction(1, 2), False),
        ("plan_share = 50\nshare = 51\n", Pace.DUE, None, False),
        ("plan_share = 50\nshare = { from = 30, to = 45 }\n", Pace.SLIPPING, Fraction(5), True),
        ("plan_share = 50\nshare = { from = 30, to = 50 }\n", Pace.UNKNOWN, None, False),
        ("plan_share = 50\nshare = { from = 50 }\n", Pace.DUE, None, False),
        ("plan_share = 50\nshare = { from = 49.5, to = 51 }\n", Pace.UNKNOWN, None, False),
        ("plan_share = 50\n", Pace.UNKNOWN, None, False),
        ("share = 50\n", Pace.UNKNOWN, None, False),
        ("", Pace.UNKNOWN, None, False),
    ],
)
def test_progress_against_the_plan(
    tmp_path: Path, stated: str, pace: Pace, points: Fraction | None, is_least: bool
) -> None:
    progress = job(tmp_path, "stage = 'digging'\n" + stated).progress
    assert progress is not None
    assert (progress.pace, progress.points, progress.is_least) == (pace, points, is_least)
    readings = (progress.planned, progress.actual)
    assert [reading and reading.key.fact for reading in readings] == ["plan_share", "share"]


def test_progress_is_no_question_before_the_start_nor_after_the_end(tmp_path: Path) -> None:
    assert job(tmp_path, "stage = 'filed'\n").progress is None
    assert job(tmp_path, "stage = 'filed'\nplan_share = 5\nshare = 0\n").progress is not None
    assert job(tmp_path, "stage = 'open'\nplan_share = 100\nshare = 90\n").progress is None


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ("trouble = 'no water'\ntrouble_since = 2026-05-31\n", [("trouble", "no water", 1)]),
        ("trouble = 'no water'\ntrouble_since = 2026-06-01\n", [("trouble", "no water", 0)]),
        ("trouble = 'no water'\ntrouble_since = 2026-06-02\n", []),
        (
            "trouble = 'no water'\ntrouble_since = { from = 2026-05-01, to = 2026-05-30 }\n",
            [("trouble", "no water", 2)],
        ),
        ("trouble = 'no water'\n", [("trouble", "no water", None)]),
        ("trouble_since = 2026-05-31\n", [("trouble", None, 1)]),
        ("other_trouble = 'noise'\n", [("other_trouble", "noise", None)]),
        ("other_trouble = '尚未解决'\n", [("other_trouble", "尚未解决", None)]),
        ("other_trouble = '无水'\n", [("other_trouble", "无水", None)]),
        ("trouble = 'No problems.'\nother_trouble = 'no water'\n", [("other_trouble", "no water", None)]),
        ("", []),
    ],
)
def test_problems_are_open_from_their_day_on(
    tmp_path: Path, stated: str, found: list[tuple[str, str | None, int | None]]
) -> None:
    issues = job(tmp_path, stated).issues
    assert [(issue.fact, issue.text, issue.days) for issue in issues] == found
    assert [issue.since is not None for issue in issues] == [fact == "trouble" for fact, _, _ in found]


@pytest.mark.parametrize("text", ["无", "无问题。", "已解决", "没有问题!", "no problem", "Resolved."])
def test_what_is_written_to_say_that_there_is_no_problem_is_none(tmp_path: Path, text: str) -> None:
    found = job(tmp_path, f"stage = 'digging'\ntrouble = '{text}'\n" + PLAN)
    assert (found.level, found.issues) == (Level.ON_TRACK, ())
    assert [(issue.fact, issue.text) for issue in found.settled] == [("trouble", text)]


def test_a_start_still_to_come_is_not_told_as_actual(tmp_path: Path) -> None:
    for day, reached, pace in (("2026-06-02", None, Pace.UNKNOWN), ("2026-06-01", True, Pace.MET_LATE)):
        found = job(tmp_path, f"stage = 'digging'\nplan_start = 2026-05-01\nstart = {day}\n").start
        assert found is not None
        assert (found.reached, found.pace) == (reached, pace)
        assert milestone_words(found, BOOK).en.count("expected or actual") == (reached is None)


@pytest.mark.parametrize(
    ("stated", "doubts"),
    [
        ("stage = 'digging'\nstart = 2026-06-02\n", [Doubt.BEGUN_BEFORE_START]),
        ("stage = 'digging'\nstart = 2026-06-01\n", []),
        ("stage = 'filed'\nstart = 2026-05-31\n", [Doubt.START_PASSED]),
        ("stage = 'filed'\nstart = 2026-06-01\n", []),
        ("stage = 'open'\nend = 2026-06-02\n", [Doubt.DONE_BEFORE_COMPLETION]),
        ("stage = 'open'\nend = 2026-06-01\n", []),
        ("stage = 'trial'\nend = 2026-05-31\n", [Doubt.FORECAST_PASSED]),
        ("stage = 'trial'\nend = 2026-06-01\n", []),
        ("end = 2026-05-31\n", []),
    ],
)
def test_a_stage_and_a_day_that_contradict_one_another_are_doubted(
    tmp_path: Path, stated: str, doubts: list[Doubt]
) -> None:
    assert list(job(tmp_path, stated).doubts) == doubts


@pytest.mark.parametrize(
    ("stated", "level"),
    [
        ("stage = 'digging'\n" + PLAN, Level.ON_TRACK),
        ("stage = 'digging'\ntrouble = 'no water'\n" + PLAN, Level.PROBLEM),
        ("stage = 'digging'\n" + PLAN.replace("plan_share = 50", "plan_share = 51"), Level.BEHIND),
        ("stage = 'digging'\nend = 2027-01-01\n" + PLAN, Level.BEHIND),
        ("stage = 'digging'\ntrouble = 'no water'\n" + PLAN.replace("2026-12-31", "2026-05-31"), Level.LATE),
        ("stage = 'digging'\n" + PLAN.replace("plan_start = 2026-01-01\n", ""), Level.ON_TRACK),
        ("stage = 'digging'\n" + PLAN.replace("plan_end = 2026-12-31\n", ""), Level.UNKNOWN),
        ("stage = 'open'\nend = 2027-01-01\n" + PLAN, Level.BEHIND),
        ("stage = 'open'\nend = 2026-05-01\n" + PLAN, Level.DONE),
        ("stage = 'open'\n", Level.DONE),
        ("stage = 'open'\ntrouble = 'no water'\n", Level.PROBLEM),
        (PLAN, Level.UNKNOWN),
        ("", Level.UNKNOWN),
    ],
)
def test_how_much_attention_a_project_needs(tmp_path: Path, stated: str, level: Level) -> None:
    assert job(tmp_path, stated).level is level


def test_nothing_stated_is_missing_never_guessed(tmp_path: Path) -> None:
    found = job(tmp_path, "")
    assert found.stage.possible == ()
    assert [str(key) for key in found.missing] == ["stage", "plan_start", "plan_end", "plan_share", "share"]
    begun = job(tmp_path, "stage = 'digging'\n")
    assert [str(key) for key in begun.missing] == ["plan_start", "start", "plan_end", "plan_share", "share"]
    assert job(tmp_path, "stage = 'digging'\n" + PLAN).missing == ()


def test_what_needs_attention_comes_first(tmp_path: Path) -> None:
    jobs = {
        "done": "stage = 'open'\n",
        "fine": "stage = 'digging'\n" + PLAN,
        "nothing": "",
        "a little behind": "stage = 'digging'\n" + PLAN.replace("plan_share = 50", "plan_share = 51"),
        "far behind": "stage = 'digging'\n" + PLAN.replace("plan_share = 50", "plan_share = 70"),
        "new problem": "stage = 'digging'\ntrouble = 'x'\ntrouble_since = 2026-05-31\n" + PLAN,
        "old problem": "stage = 'digging'\ntrouble = 'x'\ntrouble_since = 2026-01-31\n" + PLAN,
        "a day late": "stage = 'filed'\nplan_start = 2026-05-31\n",
        "a month late": "stage = 'filed'\nplan_start = 2026-05-01\n",
        "fine too": "stage = 'digging'\n" + PLAN,
    }
    text = "".join(f'[[firm.job]]\nname = "{name}"\n{stated}' for name, stated in jobs.items())
    assert [project.record.name for project in tracking(tmp_path, text).projects] == [
        "a month late",
        "a day late",
        "old problem",
        "new problem",
        "far behind",
        "a little behind",
        "nothing",
        "fine",
        "fine too",
        "done",
    ]


def test_what_is_equally_late_stays_in_its_order(tmp_path: Path) -> None:
    late = "stage = 'filed'\nplan_start = 2026-05-01\n"
    behind = "stage = 'digging'\n"
    jobs = {
        "dateless": "stage = 'digging'\ntrouble = 'x'\n" + PLAN,
        "since yesterday": "stage = 'digging'\ntrouble = 'x'\ntrouble_since = 2026-05-31\n" + PLAN,
        "late with a new problem": late + "trouble = 'x'\ntrouble_since = 2026-06-01\n",
        "as late": late,
        "expected later": behind + PLAN + "end = 2027-01-01\n",
        "half a point": behind + PLAN.replace("\nshare = 50", "\nshare = 49.5"),
    }
    text = "".join(f'[[firm.job]]\nname = "{name}"\n{stated}' for name, stated in jobs.items())
    found = tracking(tmp_path, text)
    assert [project.record.name for project in found.projects] == [
        "late with a new problem",
        "as late",
        "since yesterday",
        "dateless",
        "half a point",
        "expected later",
    ]
    assert (found.record.name, found.as_of) == ("Smith", DAY)


def test_a_project_knows_its_owners_but_for_the_profile() -> None:
    record = Record("job", "Quay")
    for name in ("Near", "Far", "Top"):
        record = Record("firm", name, items={record.subject: (record,)})
    assert BOOK.projects is not None
    (found,) = track(BOOK, BOOK.projects, record, DAY).projects
    assert [owner.name for owner in found.owners] == ["Near", "Far"]
    assert found.stage.count == 4


def test_a_stage_that_may_be_before_or_after_the_start_leaves_it_open() -> None:
    stage = Given(Options(frozenset({"filed", "digging"})), "filed or digging")
    record = Record("job", "Quay", {FactKey("stage"): stage})
    assert BOOK.projects is not None
    (found,) = track(BOOK, BOOK.projects, record, DAY).projects
    assert found.stage.possible == (0, 1)
    assert found.start is not None
    assert found.start.reached is None
    assert found.completion is not None
    assert found.completion.reached is False


@pytest.mark.parametrize(
    ("start", "reached"),
    [
        ("2026-06-01", True),
        ("2026-06-02", False),
        ("{ from = 2026-05-31, to = 2026-06-02 }", None),
        ("{ from = 2026-06-01, to = 2026-06-02 }", None),
        ("{ from = 2026-06-02, to = 2026-06-03 }", False),
        ("{ to = 2026-06-02 }", None),
    ],
)
def test_the_day_of_the_start_tells_whether_it_was_reached(tmp_path: Path, start: str, reached: bool | None) -> None:
    found = job(tmp_path, f"start = {start}\n").start
    assert found is not None
    assert found.reached is reached


def test_a_plan_without_its_counterpart_is_followed() -> None:
    assert BOOK.projects is not None
    roles = replace(BOOK.projects, start=Pair("plan_start", None), progress=Pair("plan_share", None))
    (found,) = track(BOOK, roles, Record("job", "Quay"), DAY).projects
    assert found.start is not None
    assert found.start.planned is not None
    assert found.progress is not None
    assert (found.progress.pace, found.progress.actual) == (Pace.UNKNOWN, None)


def test_of_several_rounds_only_the_open_one_closes_soon(tmp_path: Path) -> None:
    rounds = "[[window]]\ncloses = 2026-06-15\n[[window]]\nopens = 2026-06-20\ncloses = 2026-12-01\n"
    book = workshop(measure("met", fact="size", subject="job", more=rounds), projects=FOLLOWED)
    found = job(tmp_path, "size = 5\n", book)
    assert [day.isoformat() for _, day in found.closing] == ["2026-06-15"]


def test_supports_are_those_of_the_kind_that_are_near_and_open(tmp_path: Path) -> None:
    book = workshop(
        measure("met", fact="size", subject="job", more="[[window]]\nopens = 2026-05-01\ncloses = 2026-07-02\n"),
        measure("closing", fact="size", subject="job", more="[[window]]\nopens = 2026-05-01\ncloses = 2026-07-01\n"),
        measure("short", fact="size", at_least=6, subject="job", top="valid = { to = 2026-06-01 }"),
        measure("over", fact="size", subject="job", top="valid = { to = 2026-05-31 }"),
        measure("firms"),
        projects=FOLLOWED,
    )
    found = job(tmp_path, "size = 5\n", book)
    assert [result.measure.id for result in found.near] == ["closing", "met", "short"]
    assert [(result.measure.id, day.isoformat()) for result, day in found.closing] == [("closing", "2026-07-01")]
    assert {str(verdict): count for verdict, count in found.others.items()} == {"closed": 1}


def test_a_catalogue_names_what_it_has(tmp_path: Path) -> None:
    bare = "[projects]\nsubject = 'job'\nstage = 'stage'\nbegun = 'digging'\ndone = 'open'\n"
    book = workshop(projects=bare)
    found = job(tmp_path, "stage = 'digging'\n", book)
    assert (found.start, found.completion, found.progress, found.issues) == (None, None, None, ())
    assert found.level is Level.ON_TRACK


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_terminal(zhence: Run, width: int, lang: str) -> None:
    told = zhence("projects", TOWN, "--lang", lang, *AS_OF, width=width)
    assert told.returncode == 0, told.stderr
    assert max(map(cells, told.stdout.splitlines())) <= width


def test_json_says_the_same(zhence: Run) -> None:
    told = zhence("projects", TOWN, *AS_OF, "--format", "json")
    found = json.loads(told.stdout)
    assert [project["level"] for project in found["projects"]] == [
        "late",
        "late",
        "problem",
        "behind",
        "unknown",
        "on-track",
        "done",
    ]
    second = found["projects"][1]
    assert second["name"] == "伺服电机扩产（虚构）"
    assert second["completion"] == {
        "pace": "overdue",
        "planned": "2026-04-30",
        "actual": "2026-09-30",
        "days": 32,
        "at_least": False,
        "slip": 153,
    }
    assert second["progress"]["points_behind"] == "28"
    assert [(p["problem"], p["days"]) for p in second["problems"]] == [
        ("permit_problem", None),
        ("funding_problem", 59),
    ]
    assert "town-plan-key-project" in {support["measure"] for support in second["supports"]}
    assert all(words.keys() == {"zh", "en"} for words in second["to_raise"])


def test_the_sample_says_that_it_is_invented() -> None:
    text = TOWN.read_text("utf-8")
    assert "虚构" in text.splitlines()[0]
    assert "invented" in text.splitlines()[1]
    assert all("虚构" in line for line in text.splitlines() if line.startswith("name"))


@pytest.mark.parametrize(("lang", "word"), [("zh", "[[town.project]]"), ("en", "[[town.project]]")])
def test_a_profile_without_projects_is_told_how_to_list_them(zhence: Run, lang: str, word: str) -> None:
    told = zhence("projects", ROOT / "sample_inputs" / "towns" / "huzhen.toml", *AS_OF, "--lang", lang)
    assert told.returncode == 2
    assert told.stdout == ""
    assert word in "".join(told.stderr.split())


@pytest.mark.parametrize(("lang", "word"), [("zh", "[projects]"), ("en", "[projects]")])
def test_a_catalogue_that_follows_no_projects_says_so(zhence: Run, lang: str, word: str) -> None:
    told = zhence("projects", TOWN, "--catalogue", "tests/foreign", *AS_OF, "--lang", lang)
    assert told.returncode == 2
    assert told.stdout == ""
    assert word in told.stderr


def test_a_file_that_cannot_be_read_is_told_with_its_line(zhence: Run, tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text('[town]\nname = "x"\n[[town.project]]\nname = "y"\nproject_stage = "started"\n', "utf-8")
    told = zhence("projects", path, *AS_OF)
    assert told.returncode == 2
    assert "town.toml:5" in told.stderr
