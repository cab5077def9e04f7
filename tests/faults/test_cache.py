"""Whatever happens to the cache, the answer is the one without it, and a good file is there again afterwards."""

from __future__ import annotations

import os
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from conftest import ROOT
from zhence.catalogue import cache
from zhence.catalogue.files import bundled
from zhence.catalogue.load import load

SMALL = ROOT / "tests" / "harbour"
SOME = 211  # offsets of the large catalogue that are tried


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHENCE_CACHE", str(tmp_path / "cache"))
    digest = cache._shape_digest()
    monkeypatch.setattr(cache, "_shape_digest", lambda: digest)  # which would read the disk each time
    return tmp_path / "cache"


def told(value: object) -> object:
    """Return all that a catalogue says, as plain things that can be compared."""
    if is_dataclass(value):
        return type(value), [told(getattr(value, each.name)) for each in fields(value)]
    if isinstance(value, dict):
        return {key: told(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [told(each) for each in value]
    return value


def kept(root: Path, folder: Path) -> tuple[str, Path, bytes]:
    """Return the name of a catalogue, and the one file that keeps it."""
    catalogue = load(root)
    (file,) = folder.iterdir()
    return catalogue.digest, file, file.read_bytes()


def test_no_byte_can_be_another(folder: Path) -> None:
    name, file, good = kept(SMALL, folder)
    assert cache.fetch(name) is not None
    with file.open("r+b", buffering=0) as there:
        for at, byte in enumerate(good):
            there.seek(at)
            there.write(bytes([byte ^ 1 << at % 8]))
            assert cache.fetch(name) is None, at
            there.seek(at)
            there.write(bytes([byte]))
    assert cache.fetch(name) is not None


def test_no_byte_can_be_missing_or_more(folder: Path) -> None:
    name, file, good = kept(SMALL, folder)
    for length in reversed(range(len(good))):
        os.truncate(file, length)
        assert cache.fetch(name) is None, length
    for more in (b"\0", b"\n", good):
        file.write_bytes(good + more)
        assert cache.fetch(name) is None


@pytest.mark.slow
def test_the_large_catalogue_is_no_different(folder: Path) -> None:
    name, file, good = kept(bundled(), folder)
    step = len(good) // SOME
    for at in (*range(64), *range(64, len(good), step), len(good) - 1):
        file.write_bytes(good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :])
        assert cache.fetch(name) is None, at
        file.write_bytes(good[:at])
        assert cache.fetch(name) is None, at


@pytest.mark.parametrize("damage", [b"", b"\0" * 5000, b"PK\3\4", "镇策".encode() * 100])
def test_a_damaged_cache_is_made_again(folder: Path, damage: bytes) -> None:
    name, file, good = kept(SMALL, folder)
    file.write_bytes(damage)
    assert told(load(SMALL)) == told(cache.fetch(name))
    assert file.read_bytes() == good
    assert list(folder.iterdir()) == [file]


def test_a_cache_of_another_content_or_version_is_not_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, file, good = kept(SMALL, folder)
    other = load(ROOT / "tests" / "foreign")
    (planted,) = set(folder.iterdir()) - {file}
    file.write_bytes(planted.read_bytes())
    assert cache.fetch(name) is None
    assert told(cache.fetch(other.digest)) == told(other)
    file.write_bytes(good)
    for changed in (("__version__", "0.0.9"), ("_shape_digest", lambda: "0" * 8)):
        with monkeypatch.context() as there:
            there.setattr(cache, *changed)
            assert cache.fetch(name) is None
    assert cache.fetch(name) is not None


@pytest.mark.parametrize("at", [-1e9, 0, 4e9])
def test_the_time_of_the_file_says_nothing(folder: Path, at: float) -> None:
    alone = told(load(SMALL))
    name, file, _ = kept(SMALL, folder)
    os.utime(file, (at, at))
    assert told(cache.fetch(name)) == alone


def test_where_no_cache_can_be_kept_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    alone = told(load(SMALL))
    (tmp_path / "a-file").write_bytes(b"mine")
    for place in (tmp_path / "a-file", tmp_path / "a-file" / "under", Path("/proc/none"), tmp_path / ("a" * 300)):
        monkeypatch.setenv("ZHENCE_CACHE", str(place))
        assert told(load(SMALL)) == alone
    (file,) = folder.iterdir()
    file.unlink()
    file.mkdir()  # a folder where the file should be
    monkeypatch.setenv("ZHENCE_CACHE", str(folder))
    assert told(load(SMALL)) == alone
    assert (tmp_path / "a-file").read_bytes() == b"mine"
    assert [each.name for each in tmp_path.iterdir() if each.name not in ("a-file", "cache")] == []
    assert list(folder.iterdir()) == [file]


def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("ZHENCE_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", nobody)
    assert load(SMALL).digest == load(SMALL, is_cached=False).digest


def test_a_full_or_read_only_disk_is_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", refuse)
        alone = told(load(SMALL))
    assert list(folder.iterdir()) == []
    assert told(load(SMALL)) == alone
    assert len(list(folder.iterdir())) == 1
