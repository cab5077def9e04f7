"""Every reader of what a stranger may send, as a function of bytes: it accepts, or it tells a mistake of the program's own.

Whatever else it raises is a finding.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import mutate
import polars as pl
import tomli
import typer
from mutate import Change
from rich.console import Console

from zhence.app import options, stored
from zhence.app.plan import shares
from zhence.catalogue.files import bundled, read_files
from zhence.catalogue.load import load
from zhence.catalogue.reader import read as read_catalogue_files
from zhence.engine import check
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Fact, FactType
from zhence.model.fault import Fault, FaultyError
from zhence.model.measure import Measure
from zhence.model.profile import Record
from zhence.profiles.members import Folders
from zhence.profiles.read import read_profile
from zhence.profiles.settings import apply_settings
from zhence.profiles.spoken import read_spoken
from zhence.profiles.sweep import read_sweep
from zhence.profiles.values import ValueReader
from zhence.report.faults import render_faults
from zhence.report.forms.render import Form
from zhence.report.forms.render import render as render_form
from zhence.report.json import to_dict
from zhence.report.replay import differences
from zhence.report.table import render
from zhence.tables.headings import Reader as HeadReader
from zhence.tables.names import read_names
from zhence.tables.read import Asked, read_table
from zhence.written.faults import Mistake

HERE = Path(__file__).parent
FOREIGN = HERE.parent / "foreign"
DAY = date(2026, 6, 1)
WIDTH = 100
MEMORY = Path("/dev", "shm")  # a folder that no disk slows down


@dataclass(frozen=True, slots=True)
class Reader:
    """Hold a reader: `run` tells whether an input was accepted; `share` is its part of a long run, in thousandths."""

    run: Callable[[bytes], bool]
    changes: Sequence[Change]
    share: int
    few: int  # inputs of a short run


@cache
def book() -> Catalogue:
    """Return the catalogue that the program ships."""
    return load(bundled())


@cache
def measures() -> tuple[Measure, ...]:
    """Return a few measures that between them ask for most kinds of facts."""
    return tuple(book().measures.values())[::16]


@cache
def folder() -> Path:
    """Return a folder of this process for the files that readers open."""
    return Path(_kept().name)


@cache
def _kept() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="fuzz", dir=MEMORY if MEMORY.is_dir() else None)


def _file(name: str, data: bytes) -> Path:
    file = folder() / name
    file.write_bytes(data)
    return file


def _told(faults: Sequence[Fault]) -> None:
    """Print mistakes as the program does: what it says of them is part of the reader."""
    assert faults
    for lang in ("zh", "en"):
        render_faults(tuple(faults), lang, Console(file=io.StringIO(), width=WIDTH))


def _answered(record: Record, catalogue: Catalogue, chosen: tuple[Measure, ...]) -> None:
    """Answer a record that was accepted, and tell the answer."""
    report = check(catalogue, record, DAY, chosen)
    render(report, catalogue, "zh", Console(file=io.StringIO(), width=WIDTH), detail=True)
    json.dumps(to_dict(report, catalogue), ensure_ascii=False).encode()


def _profile(name: str, data: bytes) -> bool:
    try:
        record, notes = read_profile(_file(name, data), book(), DAY)
    except FaultyError as error:
        _told(error.faults)
        return False
    if notes:
        _told(notes)
    _answered(record, book(), measures())
    return True


def toml(data: bytes) -> bool:
    """Read a profile in TOML."""
    return _profile("profile.toml", data)


def workbook(data: bytes) -> bool:
    """Read a profile that was filled in in a workbook."""
    return _profile("profile.xlsx", data)


def catalogue(data: bytes) -> bool:
    """Read a catalogue, one of whose files is this: its name stands in the first line, behind a #."""
    name, _, _ = data.partition(b"\n")
    path = name.removeprefix(b"# ").decode("utf-8", "replace").strip() or "catalogue.toml"
    found, faults = read_catalogue_files(_foreign() | {path: data})
    if faults:
        _told(faults)
    if found is None or any(fault.severity == "error" for fault in faults):
        return False
    for kind in found.subjects:
        _answered(Record(kind, "x"), found, tuple(found.measures.values()))
    return True


@cache
def _foreign() -> dict[str, bytes]:
    return read_files(FOREIGN)


def _table(name: str, data: bytes) -> bool:
    try:
        table = read_table([_file(name, data)], Asked(book(), "enterprise", DAY))
        if table.notes:
            _told(table.notes)
        table.frame.collect()
    except FaultyError as error:
        _told(error.faults)
        return False
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        return False  # tests/test_damaged_tables.py: the command tells it
    return True


def csv(data: bytes) -> bool:
    """Read a table in CSV."""
    return _table("table.csv", data)


def xlsx(data: bytes) -> bool:
    """Read a table in a workbook."""
    return _table("table.xlsx", data)


def parquet(data: bytes) -> bool:
    """Read a table in Parquet."""
    return _table("table.parquet", data)


def arrow(data: bytes) -> bool:
    """Read a table in Arrow's format."""
    return _table("table.arrow", data)


def names(data: bytes) -> bool:
    """Read what the heads of a table mean."""
    try:
        read_names(_file("names.toml", data), [HeadReader(book(), "enterprise", DAY.year)])
    except FaultyError as error:
        _told(error.faults)
        return False
    return True


def replay(data: bytes) -> bool:
    """Read a stored report, tell it anew in every form, and compare it with what it was made from."""
    try:
        document = stored.read_document(file := _file("report.json", data), "zh")
        for form in Form:
            with stored.contradiction_told(file, "zh"):
                render_form(document, form, "zh")
    except typer.Exit:
        return False
    for sentence in differences(document, _report()):
        sentence.to("en").encode("utf-8", "replace")
    return True


@cache
def _report() -> dict[str, object]:
    found: dict[str, object] = json.loads(min((HERE / "corpus" / "replay").iterdir()).read_bytes())
    return found


@cache
def _firm() -> Record:
    return read_profile(min((HERE / "corpus" / "toml").glob("firm*")), book(), DAY)[0]


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def settings(data: bytes) -> bool:
    """Read what the command line sets: figures, a range of thresholds, growth, a day."""
    text = _text(data)
    accepted = False
    for act in (
        lambda: apply_settings(_firm(), [text], book(), DAY),
        lambda: read_sweep(text, book(), DAY),
        lambda: shares([text], "--growth", "en", is_percent=True),
        lambda: options.day(text, "zh"),
    ):
        try:
            act()
            accepted = True
        except FaultyError as error:
            _told(error.faults)
        except typer.Exit:
            pass
    return accepted


def pattern(data: bytes) -> bool:
    """Read a pattern that names the files of members."""
    (folder() / "a" / "b").mkdir(parents=True, exist_ok=True)
    (folder() / "a" / "b" / "x.toml").touch()
    return not isinstance(Folders().named(folder() / "a", _text(data)), Mistake)


def _value(data: bytes, kinds: Sequence[FactType]) -> bool:
    text = _text(data)
    accepted = False
    for fact in _facts(tuple(kinds)):
        for is_loose in (True, False):
            reader = ValueReader(fact, book(), DAY, is_loose)
            given = reader.read(text)
            for _, mistake in reader.found:
                assert mistake.problem.zh
                assert mistake.remedy.en
            accepted |= given is not None
            assert given is not None or reader.found
        said = read_spoken(text, fact, book(), DAY)
        assert said.given is not None or said.faults
        assert said.given is None or tomli.loads(f"x = {said.toml}")
    return accepted


@cache
def _facts(kinds: tuple[FactType, ...]) -> list[Fact]:
    found = {(fact.type, fact.unit): fact for fact in book().facts.values() if fact.type in kinds}
    return list(found.values())[:4]


def quantity(data: bytes) -> bool:
    """Read a number with its unit."""
    return _value(data, (FactType.MONEY, FactType.PERCENT, FactType.COUNT, FactType.NUMBER))


def day(data: bytes) -> bool:
    """Read a date."""
    return _value(data, (FactType.DATE,))


def answer(data: bytes) -> bool:
    """Read a flag, a choice, a set, a place or a text."""
    return _value(data, (FactType.FLAG, FactType.CHOICE, FactType.SET, FactType.PLACE, FactType.TEXT))


READERS = {
    "quantity": Reader(quantity, mutate.PLAIN, 270, 1_500),
    "day": Reader(day, mutate.PLAIN, 180, 1_500),
    "answer": Reader(answer, mutate.PLAIN, 60, 200),
    "settings": Reader(settings, mutate.PLAIN, 60, 100),
    "pattern": Reader(pattern, mutate.PLAIN, 50, 300),
    "names": Reader(names, mutate.TOML, 60, 200),
    "toml": Reader(toml, mutate.TOML, 120, 150),
    "catalogue": Reader(catalogue, mutate.TOML, 60, 50),
    "replay": Reader(replay, mutate.JSON, 50, 60),
    "workbook": Reader(workbook, mutate.ZIP, 40, 40),
    "csv": Reader(csv, mutate.CSV, 20, 25),
    "xlsx": Reader(xlsx, mutate.ZIP, 20, 25),
    "parquet": Reader(parquet, mutate.PLAIN, 5, 15),
    "arrow": Reader(arrow, mutate.PLAIN, 5, 15),
}


def corpus(name: str) -> list[bytes]:
    """Return the kept inputs of a reader, in a stable order."""
    return [file.read_bytes() for file in sorted((HERE / "corpus" / name).iterdir())]
