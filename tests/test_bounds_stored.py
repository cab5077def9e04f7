"""Bounds on what was stored before: a report that is read back, a catalogue in the cache."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import pickletools
from pathlib import Path

import pytest
import typer

from inside import run
from zhence.app import stored
from zhence.app.options import load_catalogue
from zhence.app.stored import read_document
from zhence.catalogue import cache
from zhence.catalogue.files import digest, read_files
from zhence.catalogue.load import load
from zhence.model.catalogue import Catalogue

FOREIGN = Path(__file__).parent / "foreign"
posix = pytest.mark.skipif(os.name == "nt", reason="owners and pipes are other things there")


def refused(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(typer.Exit) as left:
        read_document(path, "en")
    assert left.value.exit_code == 2
    return " ".join(capsys.readouterr().err.split())


def test_a_report_is_only_so_large(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "LARGEST", 1 << 20)
    file = tmp_path / "x.json"
    file.write_text("{}" + " " * ((1 << 20) - 2))
    assert "is not what a report has" in refused(file, capsys)
    file.write_text("{}" + " " * ((1 << 20) - 1))
    assert "larger than 1 MiB" in refused(file, capsys)


def test_a_report_holds_only_so_many_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "MOST_MARKS", 10)
    file = tmp_path / "x.json"
    file.write_text("[" + "0," * 9 + "0]")
    assert "is not what a report has" in refused(file, capsys)
    file.write_text("[" + "0," * 10 + "0]")
    assert "more than 10 values" in refused(file, capsys)


@pytest.mark.parametrize(
    "text", ["[" * 1_000_000, '{"a":' * 1_000_000, "9" * 100_000, '"\\ud800', "NaN", "1e999999", "\x00", ""]
)
def test_no_report_is_told_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text)
    assert "x.json" in refused(file, capsys)


@pytest.mark.parametrize(("written", "is_read"), [("\\ud83d\\ude00", True), ("\\uD83D", False), ("\\ude00", False)])
def test_half_a_character_is_no_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str, is_read: bool
) -> None:
    file = tmp_path / "x.json"
    kept = (Path(__file__).parent / "fuzz" / "corpus" / "replay" / "farm.json").read_text("utf-8")
    file.write_text(kept.replace("Upper Farm", f"Upper {written} Farm"), "utf-8")
    if is_read:
        assert "\N{GRINNING FACE}" in str(read_document(file, "en"))
    else:
        assert "not a JSON file" in refused(file, capsys)


def test_a_report_that_contradicts_itself_is_told(tmp_path: Path) -> None:
    kept = json.loads((Path(__file__).parent / "fuzz" / "corpus" / "replay" / "farm.json").read_text("utf-8"))
    (tmp_path / "x.json").write_text(json.dumps(kept), "utf-8")
    words = ("report", "--replay", "x.json", "--lang", "en", "-o")
    assert run(*words, "good.xlsx", folder=tmp_path).code == 0
    kept["verdicts"] = []
    (tmp_path / "x.json").write_text(json.dumps(kept), "utf-8")
    told = run(*words, "bad.html", folder=tmp_path)
    assert told.code == 2
    assert "x.json: this report contradicts itself" in told.err
    assert not (tmp_path / "bad.html").exists()


@posix
def test_no_pipe_and_no_device_is_read_as_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    assert "no plain file" in refused(tmp_path / "pipe.json", capsys)
    assert "no plain file" in refused(Path("/dev/zero"), capsys)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of a catalogue in the cache."""
    monkeypatch.setenv("ZHENCE_CACHE", str(tmp_path))
    load(FOREIGN)
    (found,) = tmp_path.iterdir()
    return found


def fetched() -> Catalogue | None:
    return cache.fetch(digest(read_files(FOREIGN)))


def planted(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode() + body


def call(module: str, name: str, argument: str) -> bytes:
    """Return a pickle that calls a function by its name, as protocol 4 may name what stands inside another thing."""

    def word(text: str) -> bytes:
        return b"\x8c" + bytes([len(text)]) + text.encode()

    body = b"\x80\x04" + word(module) + word(name) + b"\x93" + word(argument) + b"\x85R."
    assert list(pickletools.genops(body))
    return body


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"),
        ("posix", "mkdir"),
        ("builtins", "eval"),
        ("builtins", "open"),
        ("zhence.model.shape", "shape"),
        ("zhence.model.measure", "dataclass"),
        ("zhence.model.text", "Text.__init__.__globals__"),
        ("zhence.model.fact", "Fact.__class__"),
        ("zhence.app.options", "stop"),
        ("datetime", "date.fromisoformat"),
    ],
)
def test_a_planted_cache_calls_nothing(kept: Path, tmp_path: Path, module: str, name: str) -> None:
    assert fetched() is not None
    kept.write_bytes(planted(call(module, name, str(tmp_path / "made"))))
    with pytest.raises(pickle.UnpicklingError):
        cache._build(kept.read_bytes()[64:])
    assert fetched() is None
    assert not (tmp_path / "made").exists()
    assert load_catalogue(FOREIGN, "en").id == "hillshire"


@posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_cache_that_others_may_write_is_not_opened(kept: Path, mode: int) -> None:
    kept.chmod(0o644)
    assert fetched() is not None
    kept.chmod(mode)
    assert fetched() is None
    assert load(FOREIGN).id == "hillshire"
    assert fetched() is not None


@posix
def test_a_cache_of_another_user_is_not_opened(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fetched() is not None
    monkeypatch.setattr(os, "geteuid", lambda: kept.stat().st_uid + 1)
    assert fetched() is None


@posix
def test_a_pipe_in_the_cache_is_not_waited_for(kept: Path) -> None:
    kept.unlink()
    os.mkfifo(kept, 0o600)
    assert fetched() is None
    assert load(FOREIGN).id == "hillshire"
