"""`zhence ask` as a user holds it: through a pipe, at a terminal, stopped and gone on with."""

from __future__ import annotations

import difflib
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import tomli
import typer

from ask_sessions import DAY, GOLDEN, ROOT, SESSIONS, YARD, page, talk
from zhence.app.beginning import session_about
from zhence.app.session import Session
from zhence.catalogue.load import load

pytestmark = pytest.mark.slow

HARBOUR = ["--catalogue", str(ROOT / "tests" / "harbour"), "--as-of", DAY, "--lang", "en"]
REAL = ["--as-of", DAY, "--lang", "en"]


@pytest.fixture
def yard(tmp_path: Path) -> Path:
    path = tmp_path / "yard.toml"
    path.write_text(YARD, "utf-8")
    return path


def answers(path: Path) -> dict[str, object]:
    return next(iter(tomli.loads(path.read_text("utf-8")).values()))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("session", SESSIONS)
def test_golden_sessions(session: str, lang: str, tmp_path: Path) -> None:
    assert page(session, lang, tmp_path) == (GOLDEN / f"{session}.{lang}.txt").read_text("utf-8")


def test_stopping_loses_nothing_and_going_on_asks_nothing_twice(yard: Path) -> None:
    first = talk(yard.parent, ["yard.toml", *HARBOUR], ["yes", "unknown"])
    assert "licensed" in first.stdout
    assert "fined" in first.stdout
    assert answers(yard)["licensed"] is True
    assert answers(yard)["unknown"] == ["fined"]
    second = talk(yard.parent, ["yard.toml", *HARBOUR], ["stop"])
    assert "1.  Hands (persons)" in second.stdout
    assert not {"  licensed\n", "  fined\n"} & set(second.stdout.splitlines(keepends=True))


def test_what_was_not_known_is_asked_again_only_when_told_to(yard: Path) -> None:
    yard.write_text(YARD.replace("kind =", 'unknown = ["licensed"]\nkind ='), "utf-8")
    listed = [
        json.loads(talk(yard.parent, ["yard.toml", "--next", "9", "--format", "json", *more, *HARBOUR], []).stdout)
        for more in ([], ["--again"])
    ]
    asked = [{f["figure"] for q in one["questions"] for f in q["figures"]} for one in listed]
    assert "licensed" not in asked[0]
    assert "licensed" in asked[1]
    assert asked[0] | {"licensed"} == asked[1]


def test_back_takes_the_answer_out_of_the_file_again(yard: Path) -> None:
    talk(yard.parent, ["yard.toml", *HARBOUR], ["yes", "back", "stop"])
    assert yard.read_text("utf-8") == YARD
    talk(yard.parent, ["yard.toml", *HARBOUR], ["yes", "unknown", "back", "back", "unknown", "stop"])
    assert "licensed" not in answers(yard)
    assert answers(yard)["unknown"] == ["licensed"]


def test_the_text_of_the_user_stays(yard: Path) -> None:
    talk(yard.parent, ["yard.toml", *HARBOUR], ["yes", "no", "unknown", "220~260万元", "stop"])
    changed = list(difflib.ndiff(YARD.splitlines(), yard.read_text("utf-8").splitlines()))
    assert [line for line in changed if line.startswith("+ ") and line != "+ "] == [
        "+ licensed = true",
        "+ fined = false",
        "+ unknown = [",
        '+   "hands",',
        "+ ]",
        "+ [yard.year.2024]",
        '+ sales = { from = "220万元", to = "260万元" }',
    ]
    assert not [line for line in changed if line.startswith("- ")]
    assert answers(yard)["year"]["2024"]["sales"] == {"from": "220万元", "to": "260万元"}  # type: ignore[index]


def test_a_range_made_exact_is_kept_as_a_comment(yard: Path) -> None:
    talk(yard.parent, ["yard.toml", *HARBOUR], ["yes", "no", "30", "220~260万元", "310万元", "stop"])
    text = yard.read_text("utf-8")
    assert '# sales = { from = "100万元", to = "400万元" } # 预估\nsales = "310万元"\n' in text


def test_an_output_leaves_the_profile_as_it_is(yard: Path) -> None:
    told = talk(yard.parent, ["yard.toml", "-o", "new.toml", *HARBOUR], ["yes", "stop"])
    assert told.returncode == 0, told.stderr
    assert yard.read_text("utf-8") == YARD
    assert answers(yard.with_name("new.toml"))["licensed"] is True
    again = talk(yard.parent, ["yard.toml", "-o", "new.toml", *HARBOUR], ["no"])
    assert again.returncode == 2
    assert "the file exists" in again.stderr


def test_a_link_stays_one_and_what_it_names_is_answered(yard: Path) -> None:
    link = yard.with_name("link.toml")
    link.symlink_to(yard)
    talk(yard.parent, ["link.toml", *HARBOUR], ["yes", "stop"])
    assert link.is_symlink()
    assert answers(yard)["licensed"] is True


def test_a_link_at_the_place_of_a_new_profile_is_not_followed(yard: Path) -> None:
    yard.with_name("new.toml").symlink_to(yard.with_name("elsewhere"))
    told = talk(yard.parent, ["yard.toml", "-o", "new.toml", *HARBOUR], ["yes", "stop"])
    assert told.returncode == 2
    assert "the file exists" in told.stderr
    assert not yard.with_name("elsewhere").exists()


def test_an_output_is_a_profile_by_its_name(yard: Path) -> None:
    told = talk(yard.parent, ["yard.toml", "-o", "more.xlsx", *HARBOUR], ["yes", "stop"])
    assert told.returncode == 2
    assert "does not end in .toml" in told.stderr
    assert not yard.with_name("more.xlsx").exists()


def test_nothing_is_written_before_something_is_answered(yard: Path) -> None:
    before = yard.stat().st_mtime_ns
    assert talk(yard.parent, ["yard.toml", "-o", "new.toml", *HARBOUR], ["help"]).returncode == 0
    assert not yard.with_name("new.toml").exists()
    assert talk(yard.parent, ["yard.toml", *HARBOUR], []).returncode == 0
    assert yard.stat().st_mtime_ns == before
    assert talk(yard.parent, HARBOUR, ["1"]).returncode == 0
    assert list(yard.parent.glob("*.toml")) == [yard]


def test_figures_of_items_are_kept_with_the_item(tmp_path: Path) -> None:
    path = tmp_path / "town.toml"
    path.write_text(
        '[town]\nname = "某镇"\ncounty = "龙游县"\n\n[[town.cluster]]\nname = "轴承"\n\n[[town.cluster]]\nname = "泵"\n'
    )
    listed = json.loads(talk(tmp_path, ["town.toml", "--next", "400", "--format", "json", *REAL], []).stdout)
    order = [question["figures"][0] for question in listed["questions"]]
    told = ["unknown" if each["of"]["kind"] != "cluster" else "yes" for each in order]
    assert "yes" in told
    replies = told[: told.index("yes")]
    first = order[told.index("yes")]
    talk(tmp_path, ["town.toml", *REAL], [*replies, "yes" if first["type"] == "flag" else "1", "stop"])
    clusters = answers(path)["cluster"]
    assert [cluster["name"] for cluster in clusters] == ["轴承", "泵"]  # type: ignore[attr-defined]
    at = [cluster["name"] for cluster in clusters].index(first["of"]["name"])  # type: ignore[attr-defined]
    assert first["fact"] in clusters[at]  # type: ignore[index]
    assert first["fact"] not in clusters[1 - at]  # type: ignore[index]


def test_an_item_not_listed_is_begun_by_its_first_answer_or_ruled_out(tmp_path: Path) -> None:
    path = tmp_path / "firm.toml"
    text = '[enterprise]\nname = "某厂"\ncounty = "龙游县"\n'
    path.write_text(text, "utf-8")
    listed = json.loads(talk(tmp_path, ["firm.toml", "--next", "400", "--format", "json", *REAL], []).stdout)
    kinds = [question["figures"][0]["of"]["kind"] for question in listed["questions"]]
    replies = ["unknown"] * kinds.index("project")
    asked = listed["questions"][len(replies)]["figures"][0]
    value = "yes" if asked["type"] == "flag" else "5000万元"
    talk(tmp_path, ["firm.toml", *REAL], [*replies, value, "stop"])
    (project,) = answers(path)["project"]  # type: ignore[misc]
    assert list(project) == [asked["fact"]]
    path.write_text(text, "utf-8")
    talk(tmp_path, ["firm.toml", *REAL], [*replies, "no project", "stop"])
    assert answers(path)["unknown"][-1] == "project"  # type: ignore[index]
    left = json.loads(talk(tmp_path, ["firm.toml", "--next", "400", "--format", "json", *REAL], []).stdout)
    assert {f["of"]["kind"] for q in left["questions"] for f in q["figures"]} == {"enterprise", "product"}


def test_a_year_may_stand_before_its_subject(yard: Path) -> None:
    yard.write_text('[yard.year.2024]\nsales = 9\n\n[yard]\nname = "x"\n', "utf-8")
    talk(yard.parent, ["yard.toml", *HARBOUR], ["yes", "unknown", "stop"])
    assert yard.read_text("utf-8").startswith('[yard.year.2024]\nsales = 9\n\n[yard]\nname = "x"\nlicensed = true\n')


def test_an_answer_without_room_is_named_with_what_to_do(yard: Path) -> None:
    yard.write_text('[yard]\nkind = "wood"\nyear = { 2025 = { sales = 250 } }\n[[yard.boat]]\nname = "海鸥"\n', "utf-8")
    told = talk(yard.parent, ["yard.toml", *HARBOUR], ["unknown", "no", "30人", "250万元"])
    assert told.returncode == 2
    assert "no room for sales@2024" in told.stderr
    assert "[yard.year.2025]" in told.stderr
    assert answers(yard)["unknown"]


def test_a_file_changed_meanwhile_is_not_written_over(yard: Path) -> None:
    session = begun(yard)
    asked = session.next()
    assert asked is not None
    yard.write_text(YARD + "# by another hand\n", "utf-8")
    with pytest.raises(typer.Exit):
        session.answer(asked, session.understood(asked, "yes"))
    assert yard.read_text("utf-8") == YARD + "# by another hand\n"


@pytest.mark.parametrize(("county", "is_told"), [("龙游县", True), ("宁海县", False)])
def test_an_answer_is_held_against_what_was_stated(county: str, is_told: bool, tmp_path: Path) -> None:
    lines = (ROOT / "sample_inputs" / "enterprises" / "one_gap.toml").read_text("utf-8").splitlines(keepends=True)
    firm = "".join(line for line in lines if not line.startswith("county"))
    (tmp_path / "firm.toml").write_text(firm, "utf-8")
    told = talk(tmp_path, ["firm.toml", *REAL], [county, "stop"])
    assert ("the profile says Ningbo, but Longyou County lies in" in told.stdout) is is_told
    assert tomli.loads((tmp_path / "firm.toml").read_text("utf-8"))["enterprise"]["county"] == county


def begun(path: Path) -> Session:
    book = load(ROOT / "tests" / "harbour", is_cached=False)
    return session_about(path, None, book, date.fromisoformat(DAY), "en", is_again=False)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('yard = { name = "x" }\n', "leaves no room"),
        ('[yard]\nname = "x"\nunknown = "licensed"\n', "cannot stand here"),
        ('[yard]\nname = "x"\nunknown = ["licence"]\n', "no such fact"),
        ('[yard]\nname = "x"\nunknown = ["sales"]\n', "needs its year"),
        ('[yard]\nname = "x"\nunknown = ["licensed@2025"]\n', "is not yearly"),
        ('[yard]\nname = "x"\nunknown = ["zone.deep"]\n', "no such zone"),
    ],
)
def test_a_profile_that_cannot_be_used_is_explained_before_anything_is_asked(text: str, kind: str, yard: Path) -> None:
    yard.write_text(text, "utf-8")
    told = talk(yard.parent, ["yard.toml", *HARBOUR], ["yes"])
    assert told.returncode == 2
    assert kind in told.stderr
    assert not told.stdout
    assert yard.read_text("utf-8") == text


def test_check_takes_what_an_interview_left(yard: Path) -> None:
    talk(yard.parent, ["yard.toml", *HARBOUR], ["yes", "unknown", "unknown", "unknown"])
    told = subprocess.run(
        [sys.executable, "-m", "zhence", "check", str(yard), *HARBOUR],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "cli")},
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert not told.stderr


def test_next_lists_in_both_forms(yard: Path) -> None:
    table = talk(yard.parent, ["yard.toml", "--next", "2", *HARBOUR], [])
    assert "Holds a building licence licensed" in table.stdout
    assert "The harbour office" in table.stdout
    data = json.loads(talk(yard.parent, ["yard.toml", "--next", "2", "--format", "json", *HARBOUR], []).stdout)
    assert [q["figures"][0]["figure"] for q in data["questions"]] == ["licensed", "fined"]
    assert data["questions"][0]["moves"] == ["quay-repair"]
    assert data["questions"][0]["settles"] == "0.5"
    assert yard.read_text("utf-8") == YARD
    assert talk(yard.parent, ["--next", "2", *HARBOUR], []).returncode == 2


@pytest.mark.parametrize(("keys", "kept"), [("\r", True), ("\x1b[B\r", False)])
def test_a_terminal_offers_a_menu(keys: str, kept: bool) -> None:
    pytest.importorskip("questionary")
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    from zhence.app.prompt import Prompt, menu

    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        typed.send_text(keys)
        assert menu(Prompt((("yes", "是"), ("no", "否")), commands=(("stop", "停止"),))) == ("yes" if kept else "no")


def test_a_menu_of_a_set_and_a_free_line() -> None:
    pytest.importorskip("questionary")
    from prompt_toolkit.application import create_app_session
    from prompt_toolkit.input import create_pipe_input
    from prompt_toolkit.output import DummyOutput

    from zhence.app.prompt import Prompt, menu

    many = Prompt((("rope", "绳"), ("oar", "桨"), ("sail", "帆")), is_many=True, commands=(("unknown", "不知道"),))
    for keys, answer in ((" \x1b[B\x1b[B \r", "rope,sail"), ("\r", "[]"), (" \x1b[A \r", "unknown")):
        with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
            typed.send_text(keys)
            assert menu(many) == answer
    with create_pipe_input() as typed, create_app_session(input=typed, output=DummyOutput()):
        typed.send_text("2.31亿元\r")
        assert menu(Prompt()) == "2.31亿元"


def test_a_terminal_without_questionary_has_a_plain_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from zhence.app import prompt

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(prompt, "find_spec", lambda _: None)
    assert prompt.prompter() is prompt.typed
    monkeypatch.setattr(prompt, "find_spec", lambda _: object())
    assert prompt.prompter() is prompt.menu
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    assert prompt.prompter() is prompt.piped
