"""The pages of `--help`: in the language asked for, wherever it is asked, and no wider than the terminal."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from conftest import ROOT, Run
from test_commands import cells
from zhence.app.commands import MODULES, build
from zhence.app.language import choose, command
from zhence.model.text import Lang

pytestmark = pytest.mark.slow

HECUN = ROOT / "sample_inputs" / "towns" / "hecun.toml"
PAGES = [(), *((name,) for name in MODULES), *(("catalogue", name) for name in ("lint", "test", "schema", "export"))]


def told(lang: Lang, *words: str, width: int = 80) -> str:
    """Return a page of help."""
    shown = CliRunner().invoke(build(lang), [*words, "--help"], obj=lang, env={"COLUMNS": str(width)})
    assert shown.exit_code == 0, shown.output
    return shown.stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_is_folded_to_the_terminal(lang: Lang) -> None:
    for words in PAGES:
        page = told(lang, *words)
        assert max(map(cells, page.splitlines())) <= 80, words
        narrow = told(lang, *words, width=60)
        assert max(map(cells, narrow.splitlines())) <= 60, words
        assert "".join(narrow.split()) == "".join(page.split()), words
    assert max(map(cells, told(lang, width=200).splitlines())) <= 80


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_command_is_without_its_sentence_and_none_is_cut(lang: Lang) -> None:
    page = told(lang)
    assert "..." not in page.replace("[ARGS]...", "").replace("[参数]...", "")
    flat = "".join(page.split())
    for name in MODULES:
        says = next(line for line in page.splitlines() if re.match(rf"  {name} ", line))
        assert len(says.split(maxsplit=1)[1]) > 5, says
        about = "".join(told(lang, name).split("\n\n")[1].split())
        sentence = about if lang == "zh" else about.partition(".")[0]
        assert sentence in flat, name


@pytest.mark.parametrize(
    "words",
    [
        ("--help", "--lang", "en"),
        ("--lang", "en", "--help"),
        ("--lang=en", "check", "--help"),
        ("check", "--help", "--lang", "en"),
        ("catalogue", "--help", "--lang", "en"),
        ("catalogue", "--lang", "en", "lint", "--help"),
    ],
)
def test_help_is_in_the_language_asked_for(zhence: Run, words: tuple[str, ...]) -> None:
    english = zhence(*words, ZHENCE_LANG="zh")
    assert english.returncode == 0, english.stderr
    assert "Usage: " in english.stdout
    assert "language of the output" in " ".join(english.stdout.split())
    assert "选项" not in english.stdout
    chinese = zhence(*("zh" if word == "en" else word.replace("=en", "=zh") for word in words), ZHENCE_LANG="en")
    assert "用法：" in chinese.stdout
    assert "Usage" not in chinese.stdout


def test_the_language_may_stand_before_the_command(zhence: Run) -> None:
    asked = (HECUN, "--as-of", "2025-09-01", "--measure", "cluster-core-area")
    before, after = zhence("--lang", "en", "check", *asked), zhence("check", *asked, "--lang", "en")
    assert before.returncode == 0, before.stderr
    assert "figures missing" in before.stdout
    assert before.stdout == after.stdout
    wrong = zhence("--lang", "fr", "check", *asked)
    assert wrong.returncode == 2
    assert "zh" in wrong.stderr


@pytest.mark.parametrize("words", [("--lang", "en"), ("--lang=EN",)])
def test_the_language_alone_asks_for_help(zhence: Run, words: tuple[str, ...]) -> None:
    told = zhence(*words, ZHENCE_LANG="zh")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("Usage: ")


def test_the_language_nearest_the_end_counts() -> None:
    assert choose(["--lang", "en", "check", "--lang", "zh"], {}, "utf-8") == "zh"
    assert choose(["--lang", "zh", "check", "--lang=en"], {}, "utf-8") == "en"
    assert choose([], {"LANG": "en_GB"}, "utf-8") == "en"
    assert choose(["check", "--lang"], {"LANG": "en_GB"}, "utf-8") == "en"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["check", "a.toml"], "check"),
        (["--lang", "en", "check"], "check"),
        (["--lang=en", "plan"], "plan"),
        (["--lang"], None),
        ([], None),
        (["--help"], "--help"),
    ],
)
def test_the_command_is_the_first_word_that_is_not_about_the_language(words: list[str], named: str | None) -> None:
    assert command(words) == named
