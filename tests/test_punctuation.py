"""Chinese is written with Chinese punctuation (GB/T 15834): in the words of the program, of the catalogue, and on every page."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import zhence
from zhence.catalogue.files import bundled

ROOT = Path(__file__).parent.parent
PACKAGE = Path(zhence.__file__).parent
HAN = "[\u3400-\u9fff\U00020000-\U0003ffff“”《》、。，：；（）？！]"
HALF = re.compile(rf"{HAN}[,;:()?!]|[,;:()?!]{HAN}")
ENGLISH = re.compile(r"[a-z]{3,}.*\b[a-z]{3,}", re.DOTALL)
AROUND = re.compile(r"`[^`]*`|'[^']*'|\{[^}]*\}|https?://\S+")  # code, what a user wrote, addresses


def stray(words: str) -> list[str]:
    """Return each half-width mark that touches Chinese."""
    return HALF.findall(AROUND.sub("", words))


TOML = re.compile(r"\{[^{}]*=[^{}]*\}")
FULL = re.compile(r"[，：；（）]")


def program_words() -> Iterator[tuple[str, str]]:
    """Yield the Chinese of every `Text` in the program and where it stands; what is put in counts as a letter."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text" and node.args:
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", literal(node.args[0])


def literal(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "某" for part in node.values)
    return ""


def catalogue_words(told: object) -> Iterator[str]:
    """Yield every Chinese text of a file of the catalogue."""
    if isinstance(told, dict):
        for key, value in told.items():
            if key == "zh" and isinstance(value, str):
                yield value
            else:
                yield from catalogue_words(value)
    elif isinstance(told, list):
        for value in told:
            yield from catalogue_words(value)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("符合,待审核", ["合,"]),
        ("(虚构)", ["(虚", "构)"]),
        ("写成 `a, b`，不加引号", []),
        ("符合，待审核（1）", []),
        ("GB18030, UTF-8", []),
    ],
)
def test_a_stray_mark_is_seen(words: str, found: list[str]) -> None:
    assert stray(words) == found


def test_the_program_writes_chinese_marks() -> None:
    told = list(program_words())
    assert len(told) > 1000
    assert [(where, words) for where, words in told if stray(words)] == []


def test_what_is_to_be_copied_into_a_file_has_the_marks_of_toml() -> None:
    samples = [(where, found) for where, words in program_words() for found in TOML.findall(words)]
    assert len(samples) > 3
    assert [(where, found) for where, found in samples if FULL.search(found)] == []


def test_the_catalogue_writes_chinese_marks() -> None:
    told = [
        (path.name, words)
        for path in sorted(bundled().rglob("*.toml"))
        for words in catalogue_words(tomllib.loads(path.read_text("utf-8")))
    ]
    assert len(told) > 2000
    assert [(name, words) for name, words in told if stray(words)] == []


def test_pages_are_put_together_with_chinese_marks() -> None:
    pages = sorted((ROOT / "tests" / "golden").rglob("*.zh.txt"))
    assert len(pages) > 20
    lines = [(path.name, line) for path in pages for line in path.read_text("utf-8").splitlines()]
    assert [(name, line) for name, line in lines if stray(line) and not ENGLISH.search(line)] == []
