"""What is told of a rule's own examples: each at its own line, and nothing proven by one that the rule does not fit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from conftest import ROOT
from zhence.catalogue.files import read_files
from zhence.catalogue.load import load
from zhence.model.fault import FaultyError
from zhence.proof.lint import lint
from zhence.proof.mutate import survivors
from zhence.proof.summary import prove

RULE = "measures/boat/boat-renewal.toml"
HARBOUR = ROOT / "tests" / "harbour"
DAY = date(2026, 1, 15)


UNREADABLE = '[[example]]\nname = "unreadable"\nwith = { no_such_figure = 3 }\nverdict = "unknown"\n'
WRONG = '[[example]]\nname = "wrong"\nverdict = "eligible"\n'
WHOLE = '[[example]]\nname = "whole"\nwith = { launched = 2015-01-01, sails = "two" }\nverdict = "eligible-if"\n'


def changed(folder: Path, more: str = "", *changes: tuple[str, str]) -> Path:
    """Write the harbour with a rule of it changed; return its folder."""
    for name, content in read_files(HARBOUR).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    text = (folder / RULE).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / RULE).write_text(text + more, "utf-8")
    return folder


def errors(folder: Path) -> list[tuple[str, str | None, int | None]]:
    try:
        faults = lint(read_files(folder), DAY)
    except FaultyError as error:
        faults = error.faults
    found = [fault for fault in faults if fault.severity == "error" and fault.file == RULE]
    return [(fault.key, fault.kind, fault.line) for fault in found]


def line_of(folder: Path, number: int) -> int:
    lines = (folder / RULE).read_text("utf-8").splitlines()
    return [at for at, line in enumerate(lines, 1) if line == "[[example]]"][number - 1]


def told(folder: Path, *, at_least: float | None) -> tuple[bool, list[str]]:
    said: list[str] = []
    book = load(folder, is_cached=False)
    return prove(book, ["boat-renewal"], lambda words: said.append(str(words)), "en", at_least=at_least), said


def test_each_example_is_told_at_its_own_line(tmp_path: Path) -> None:
    assert errors(changed(tmp_path / "sound", WHOLE)) == []
    folder = changed(tmp_path / "wrong", WHOLE + UNREADABLE + WRONG)
    assert [(key, line) for key, _, line in errors(folder)] == [
        ("example[3].no_such_figure", line_of(folder, 3)),
        ("example[4]", line_of(folder, 4)),
    ]


def test_one_unreadable_example_does_not_hide_the_others(tmp_path: Path) -> None:
    holds, said = told(changed(tmp_path, UNREADABLE + WRONG), at_least=None)
    assert not holds
    assert said[-1] == "3 examples, 2 differ"
    assert any("no_such_figure" in line for line in said)
    assert any(line.startswith("boat-renewal: wrong: ") for line in said)


def test_an_example_that_the_rule_does_not_fit_notices_no_mutant(tmp_path: Path) -> None:
    book = load(changed(tmp_path / "one"), is_cached=False)
    bare = survivors(book, book.measures["boat-renewal"])
    worse = load(changed(tmp_path / "two", WRONG + UNREADABLE), is_cached=False)
    assert len(survivors(worse, worse.measures["boat-renewal"]).unnoticed) == len(bare.unnoticed)
    more = load(changed(tmp_path / "three", WRONG + WHOLE), is_cached=False)
    assert len(survivors(more, more.measures["boat-renewal"]).unnoticed) < len(bare.unnoticed)
    noticed = 100 * (bare.mutants - len(bare.unnoticed)) / bare.mutants
    assert told(tmp_path / "two", at_least=0)[1][-1] == f"{bare.mutants} mutants, {noticed:.1f}% noticed"


def test_a_missing_source_is_told_once_where_it_is_written(tmp_path: Path) -> None:
    own = 'source   = "boat-notice"'
    folder = changed(tmp_path / "rule", "", (own, 'source   = "no-such"'))
    assert [key for key, _, _ in errors(folder)] == ["source"]
    of_one = (
        'clause   = { zh = "第一条", en = "s. 1" }',
        'clause = { zh = "第一条", en = "s. 1" }\nsource = "none-such"',
    )
    folder = changed(tmp_path / "both", "", (own, 'source   = "no-such"'), of_one)
    assert [key for key, _, _ in errors(folder)] == ["source", "condition.length"]
