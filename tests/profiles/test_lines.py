from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Any

import pytest

from zhence.written.lines import KeyPath, key_lines, pair_ends

ROOT = Path(__file__).parent.parent.parent
FILES = sorted(
    path for folder in ("policies", "sample_inputs", "tests") for path in (ROOT / folder).rglob("*.toml")
)  # every TOML file of the repository is a case
ODD = '''# odd
title = "a # b = c"  # note
"quoted.key" = 1
'single ''= ' = 2
a.b."c d" = { x = 1, y.z = [ { q = 1 }, { q = 2 } ] }
text = """
fake = 1
[fake]
""\\" still
"""
raw = \'\'\'
[[fake]]
x = ''\'\'\'
list = [
  1, # one ]
  "two, ]",
  [3, { four = 4 }],
]
"\\u540d" = 5
when = 2024-05-01 08:00:00
[ spaced . "table" ]
k = 1
[[item]]
n = 1
[[item.sub]]
n = 2
[item.year.2025]
n = 3
[[item]]
[[item.sub]]
[[item.sub]]
n.m = 4
'''.replace("'single ''= '", "'single = '").replace("x = '''''", "x = ''''")


def values(data: Any, path: KeyPath = ()) -> set[KeyPath]:
    """Return the paths of all keys and list items of a parsed text."""
    below = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return {path} - {()} | {each for key, value in below for each in values(value, (*path, key))}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_key_of_a_file_has_a_line(path: Path) -> None:
    text = path.read_text("utf-8")
    assert set(key_lines(text)) == values(tomllib.loads(text))


def test_odd_keys() -> None:
    lines = key_lines(ODD)
    assert set(lines) == values(tomllib.loads(ODD))
    numbered = ODD.split("\n")
    for path, start in {
        ("quoted.key",): '"quoted.key"',
        ("a", "b", "c d", "y", "z", 1, "q"): "a.b",
        ("raw",): "raw",
        ("list", 2, 1, "four"): "  [3",
        ("名",): '"\\u540d"',
        ("when",): "when",
        ("spaced", "table", "k"): "k = 1",
        ("item", 0, "year", "2025", "n"): "n = 3",
        ("item", 1, "sub", 1, "n", "m"): "n.m",
    }.items():
        assert numbered[lines[path] - 1].startswith(start), path


def test_windows_line_ends() -> None:
    assert key_lines("a = 1\r\n\r\n[b]\r\nc = 2\r\n") == {("a",): 1, ("b",): 3, ("b", "c"): 4}


@pytest.mark.parametrize("text", ["a = [", "= 1", "[a", "a = {b", 'a = "b', "a" * 1000, "a = " + "[" * 5000, "\x00"])
def test_what_is_not_toml_does_no_harm(text: str) -> None:
    assert all(line == 1 for line in key_lines(text).values())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_lines_agree_with_an_independent_parser(path: Path) -> None:
    compare(path.read_text("utf-8"))


def test_odd_lines_agree_with_an_independent_parser() -> None:
    compare(ODD)


def compare(text: str) -> None:
    """Hold each pair of the syntax tree against the line of the last part of its key."""
    tree_sitter = pytest.importorskip("tree_sitter")
    language = tree_sitter.Language(pytest.importorskip("tree_sitter_toml").language())
    root = tree_sitter.Parser(language).parse(text.encode()).root_node
    if root.has_error:
        pytest.skip("the oracle does not read this file")
    ours = sorted((path[-1], line) for path, line in key_lines(text).items() if isinstance(path[-1], str))
    for name, line in pairs(root):
        assert (name, line) in ours


def pairs(node: Any) -> list[tuple[str, int]]:
    found = []
    if node.type == "pair":
        key = node.children[0]
        last = key.children[-1] if key.type == "dotted_key" else key
        found.append((spelt(last.text.decode()), node.start_point[0] + 1))
    return found + [each for child in node.children for each in pairs(child)]


def spelt(key: str) -> str:
    return str(ast.literal_eval(key)) if key[0] == '"' else key.strip("'")


def test_values_end_where_they_end() -> None:
    ends = pair_ends(ODD)
    assert {begin: last for begin, last in ends.items() if begin != last} == {
        key_lines(ODD)[key,]: last for key, last in (("text", 10), ("raw", 13), ("list", 18))
    }
    lines = ODD.splitlines()
    for begin, last in ends.items():
        tomllib.loads("\n".join(lines[begin - 1 : last]))  # whole, and no line too many or too few
