"""What never happens, whatever a profile says: no network, no other program, no code from data, no write elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from audited import CANARY, CHANGES, PROGRAMS
from inside import run

HERE = Path(__file__).parent
NAME = f"{CANARY}'; __import__('os').system('touch made') # {{{{ 7*7 }}}} {{% include 'x' %}} =cmd|' /C calc'!A0 $(touch made)"
TOWN = f"""
[town]
name = "{NAME}"
county = "江山市"
enterprises = ["firms/*.toml"]
[[town.cluster]]
name = "{NAME}"
[[town.project]]
name = "{NAME}"
"""
FIRM = f"""
[enterprise]
name = "{NAME}"
county = "江山市"
registered_in_province = true
[enterprise.year.2025]
revenue = {{ value = "2.31亿元", source = "{NAME}" }}
"""
TABLE = f'名称,营业收入(万元)2025\n"{NAME}",23100\n"{NAME}",{CANARY}\n'
DAY = ("--as-of", "2026-06-01")
FORMS = ("md", "html", "docx", "xlsx", "json", "csv", "ics")


@dataclass(frozen=True)
class Run:
    """Hold what a process did, and the folder it ran in."""

    folder: Path
    commands: list[list[str]]
    events: list[tuple[int, str, list[str]]]
    before: dict[str, bytes]
    after: dict[str, bytes]

    def of(self, *starts: str) -> list[tuple[list[str], str, list[str]]]:
        """Return the events whose names begin so, with their commands."""
        return [(self.commands[at], event, told) for at, event, told in self.events if event.startswith(starts)]


def outputs(command: list[str]) -> list[str]:
    """Return the files that a command names to be written; what a table holds that cannot be read goes beside them."""
    named = [word for at, word in enumerate(command) if command[at - 1] in ("-o", "--heat", "--rejects")]
    if command[0] == "batch" and "--rejects" not in command:
        named.append(f"{named[0].rpartition('.')[0]}.rejects.csv")
    return named


def commands() -> list[list[str]]:
    reports = [["report", "town.toml", "-o", f"out/r.{form}", *DAY] for form in FORMS]
    return [
        ["check", "town.toml", *DAY, "--detail"],
        ["check", "firms/firm.toml", *DAY, "--format", "json"],
        *reports,
        ["report", "--replay", "out/r.json", "-o", "out/again.html"],
        ["report", "--replay", "out/r.json", "town.toml"],
        ["check", "out/r.xlsx", *DAY],
        ["plan", "firms/firm.toml", *DAY, "--changes", "1"],
        ["ask", "firms/firm.toml", *DAY, "--next", "3"],
        ["new", "enterprise", "--name", NAME, "-o", "out/new.toml"],
        ["calendar", "town.toml", *DAY, "-o", "out/days.ics"],
        ["checklist", "firms/firm.toml", *DAY],
        ["explain", "firms/firm.toml", "provincial-single-champion", *DAY],
        ["compare", "town.toml", "out/r.xlsx", *DAY],
        ["projects", "town.toml", *DAY],
        ["measures", "champion"],
        ["catalogue", "lint", "--catalogue", str(HERE / "foreign")],
        ["catalogue", "test", "--catalogue", str(HERE / "foreign")],
        ["batch", "table.csv", *DAY, "-o", "out/t.parquet", "--rejects", "out/bad.csv", "--heat", "out/heat.html"],
        ["batch", "gb18030.csv", *DAY, "-o", "out/g.csv", "--wide"],
        ["batch", "out/t2.xlsx", *DAY, "-o", "out/t2.jsonl"],
        ["batch", "firms", *DAY, "-o", "out/firms.xlsx"],
    ]


def tree(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Run:
    top = tmp_path_factory.mktemp("never")
    work = top / "work"
    for name in ("work/firms", "work/out", "home", "cache", "scratch"):
        (top / name).mkdir(parents=True)
    (work / "town.toml").write_text(TOWN, "utf-8")
    (work / "firms" / "firm.toml").write_text(FIRM, "utf-8")
    (work / "table.csv").write_text(TABLE, "utf-8")
    (work / "gb18030.csv").write_text(TABLE, "gb18030")
    (work / "out" / "t2.xlsx").write_bytes((HERE / "fuzz" / "corpus" / "xlsx" / "small.xlsx").read_bytes())
    (top / "commands.json").write_text(json.dumps(commands()), "utf-8")
    before = tree(top)
    places = {"HOME": "home", "ZHENCE_CACHE": "cache", "TMPDIR": "scratch", "TEMP": "scratch", "TMP": "scratch"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV_", "COVERAGE"))}
    subprocess.run(
        [sys.executable, str(HERE / "audited.py"), "../commands.json", "../events.json"],
        cwd=work,
        env=kept | {name: str(top / place) for name, place in places.items()} | {"PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
        timeout=120,
    )
    events = json.loads((top / "events.json").read_text("utf-8"))
    (top / "events.json").unlink()
    return Run(top, commands(), [(at, event, told) for at, event, told in events], before, tree(top))


def test_every_command_did_its_work(ran: Run) -> None:
    left = {" ".join(command): told[0] for command, _, told in ran.of("left")}
    assert len(left) == len(ran.commands)
    assert {command: code for command, code in left.items() if code != "0"} == {}


def test_no_command_opens_a_socket(ran: Run) -> None:
    assert ran.of("socket.") == []


def test_no_command_starts_a_program(ran: Run) -> None:
    assert ran.of(*PROGRAMS) == []


def test_no_command_makes_code_of_data(ran: Run) -> None:
    assert ran.of("compile") == []
    named = {tuple(told) for _, _, told in ran.of("pickle.find_class")}
    assert {module for module, _ in named if not module.startswith("zhence.model.")} <= {
        "fractions",
        "datetime",
        "builtins",
    }


def test_what_is_heard_would_be_heard(ran: Run) -> None:
    """The silence above means something: what the program does write was heard, and the data was read."""
    assert len(ran.of("open")) > 10
    assert CANARY.encode() in ran.after["work/out/r.html"]


def test_a_file_is_opened_for_writing_only_as_the_named_output_or_in_the_cache(ran: Run) -> None:
    places = {str(ran.folder / "cache"), str(ran.folder / "scratch")}
    for command, event, told in ran.of("open", *CHANGES):
        named = {Path(name).name for name in outputs(command)}
        for path in [Path(word) for word in told if "/" in word or "\\" in word]:
            is_kept = any(str(path).startswith(place) for place in places)
            is_part = path.name.startswith(".") and path.name.endswith(".part")
            is_named = path.parent.name == "out" and bool(named) and (is_part or path.name in named)
            assert is_kept or is_named, (command, event, told)


def test_nothing_is_left_but_the_named_outputs_and_the_cache(ran: Run) -> None:
    wanted = {f"work/{name}" for command in ran.commands for name in outputs(command)}
    made = {name for name in ran.after if name not in ran.before and not name.startswith("cache/")}
    assert made == wanted - {"work/out/firms.rejects.csv"}  # profiles have no cells to refuse
    assert {name: data for name, data in ran.after.items() if name in ran.before} == ran.before


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["report", "firm.toml"], "link.md"),
        (["report", "firm.toml"], "link.xlsx"),
        (["calendar", "firm.toml"], "link.ics"),
        (["batch", "table.csv"], "link.csv"),
        (["batch", "table.csv"], "link.xlsx"),
    ],
)
def test_an_output_that_is_a_link_is_replaced_and_what_it_leads_to_left_alone(
    tmp_path: Path, words: list[str], name: str
) -> None:
    (tmp_path / "outside").write_text("kept")
    work = tmp_path / "work"
    work.mkdir()
    (work / "firm.toml").write_text(FIRM, "utf-8")
    (work / "table.csv").write_text(TABLE, "utf-8")
    (work / name).symlink_to(tmp_path / "outside")
    assert run(*words, *DAY, "-o", name, folder=work).code == 2  # it exists
    told = run(*words, *DAY, "-o", name, "--force", folder=work)
    assert told.code == 0, told.err
    assert (tmp_path / "outside").read_text() == "kept"
    assert not (work / name).is_symlink()
