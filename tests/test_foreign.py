"""A catalogue of another country: no code knows Zhejiang; and every kind of fault sown into it is found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import zhence as package
from conftest import Run
from zhence.catalogue.files import read_files
from zhence.catalogue.load import load
from zhence.proof.examples import run_examples
from zhence.proof.lint import lint
from zhence.proof.mutate import survivors

HERE = Path(__file__).parent
FOREIGN = HERE / "foreign"
DAY = date(2026, 6, 1)


def test_nothing_is_wrong_with_it() -> None:
    assert lint(read_files(FOREIGN), DAY) == ()


def test_its_examples_hold_and_notice_every_mutant() -> None:
    catalogue = load(FOREIGN, is_cached=False)
    assert len(catalogue.measures) == 2
    for measure in catalogue.measures.values():
        assert [outcome for outcome in run_examples(catalogue, measure) if outcome.differences] == []
        assert survivors(catalogue, measure).unnoticed == ()


def test_a_farm_is_answered(zhence: Run, tmp_path: Path) -> None:
    profile = tmp_path / "farm.toml"
    profile.write_text(
        '[farm]\nname = "Long Acre"\nparish = "Upper Wold"\n[farm.year.2025]\nturnover = "27k£"\nhedges = 900\n'
        '[[farm.field]]\nname = "Top Field"\nacres = 12\n',
        "utf-8",
    )
    told = zhence("check", profile, "--catalogue", FOREIGN, "--lang", "en", "--as-of", "2026-06-01")
    assert told.returncode == 0, told.stderr
    assert "Hedge grant" in told.stdout
    assert "28 thousand pounds" in told.stdout
    assert "short by 1 thousand pounds" in told.stdout
    assert "Top Field" in told.stdout


def test_no_code_knows_zhejiang() -> None:
    root = Path(package.__file__).parent
    files = list(root.rglob("*.py"))
    assert files
    for path in files:
        text = path.read_text("utf-8")
        assert not any(word in text for word in ("浙江", "山区", "mountain")), path.name
        if path == root / "catalogue" / "files.py":
            text = text.replace('DEFAULT = "zhejiang"', "", 1)
        assert "zhejiang" not in text.lower(), path.name
