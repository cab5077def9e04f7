"""No run writes over a file that it read, --force or not, nor a form under another form's ending."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import ROOT, Run
from zhence.catalogue.files import bundled

pytestmark = pytest.mark.slow

DAY = ("--as-of", "2026-06-01")
TOWN = '[town]\nname = "某镇"\ncounty = "龙游县"\nenterprises = ["firms/*"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "firms").mkdir()
    (tmp_path / "town.toml").write_text(TOWN, "utf-8")
    shutil.copy(ROOT / "sample_inputs" / "enterprises" / "one_gap.toml", tmp_path / "firms" / "a.toml")
    return tmp_path


FILES = ("town", "town.toml", "d.txt", "d.md", "d.docx", "d.ics", "book", "notes.md")


def at(folder: Path, command: tuple[str, ...]) -> list[str]:
    """Return a command with its files in the folder."""
    return [str(folder / word) if word in FILES or "/" in word else word for word in command]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("calendar", "town.toml", "-o", "town.toml", "--force"), "后缀不是 .ics"),
        (("calendar", "town.toml", "-o", "d.txt"), "d.ics"),
        (("report", "town.toml", "-o", "firms/a.toml", "--format", "md", "--force"), "后缀不是 .md"),
        (("report", "town.toml", "-o", "d.docx", "--format", "md"), "后缀不是 .md"),
        (("report", "town.toml", "-o", "town", "--format", "md", "--force"), None),
        (("report", "town.toml", "-o", "d.md", "--force"), None),
        (("calendar", "firms/a.toml", "-o", "d.ics"), None),
    ],
)
def test_a_file_is_named_as_its_form(zhence: Run, folder: Path, command: tuple[str, ...], said: str | None) -> None:
    before = bytes_of(folder)
    told = zhence(*at(folder, command), *DAY, width=300)
    assert told.returncode == (2 if said else 0)
    assert said is None or said in told.stderr
    assert (bytes_of(folder) == before) is (said is not None)


@pytest.mark.parametrize(
    ("command", "is_read"),
    [
        (("report", "town", "-o", "firms/a.xlsx", "--force"), True),
        (("report", "town", "-o", "firms/b.xlsx", "--force"), False),  # not there when the town was read
        (("batch", "town.toml", "-o", "firms/a.xlsx", "--force"), True),
        (("report", "firms/a.xlsx", "-o", "firms/a.xlsx", "--force"), True),
        (("batch", "firms/a.xlsx", "-o", "firms/a.xlsx", "--force"), True),
    ],
)
def test_what_was_read_is_not_written_over(zhence: Run, folder: Path, command: tuple[str, ...], is_read: bool) -> None:
    pytest.importorskip("openpyxl")
    made = zhence(*at(folder, ("report", "firms/a.toml", "-o", "firms/a.xlsx")), *DAY)
    assert made.returncode == 0, made.stderr
    (folder / "firms" / "a.toml").unlink()
    (folder / "town").write_text(TOWN, "utf-8")
    before = bytes_of(folder)
    told = zhence(*at(folder, command), *DAY, width=300)
    assert ("这是要读取的文件" in told.stderr) is is_read
    assert told.returncode == (2 if is_read else 0), told.stderr
    assert (bytes_of(folder) == before) is is_read


@pytest.mark.parametrize(("name", "is_read"), [("book/notes.md", True), ("notes.md", False)])
def test_a_catalogue_is_not_written_over(zhence: Run, folder: Path, name: str, is_read: bool) -> None:
    shutil.copytree(bundled(), folder / "book")
    (folder / name).write_text("mine", "utf-8")
    for command in (("report", "town.toml"), ("catalogue", "export")):
        option = ("--catalogue", "book", "-o", name, "--force")
        told = zhence(*at(folder, (*command, *option)), *DAY)
        assert told.returncode == (2 if is_read else 0), told.stderr
    assert ((folder / name).read_text("utf-8") == "mine") is is_read
