"""Lines put into a profile that a person wrote: the rest stays, byte for byte."""

from __future__ import annotations

import difflib

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from zhence.written.insert import appended, inserted
from zhence.written.lines import KeyPath

FIRM = (ROOT / "sample_inputs" / "enterprises" / "clean_yes.toml").read_text("utf-8")


def change(before: str, after: str | None) -> str:
    """Return the lines that went and came, each with its sign."""
    assert after is not None
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    return "\n".join(f"{line[0]} {line[1:]}" for line in lines if line[0] in "+-")


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("enterprise", "x"), "1", "+ x = 1"),
        (("enterprise", "year", "2025", "y"), '"2亿元"', '+ y = "2亿元"'),
        (("enterprise", "year", "2022", "y"), "2", "+ [enterprise.year.2022]\n+ y = 2\n+ "),
        (("enterprise", "zone", "hills"), "true", "+ [enterprise.zone]\n+ hills = true\n+ "),
        (("enterprise", "project", 0, "z"), "1", "+ z = 1"),
        (("enterprise", "project", 0, "year", "2025", "z"), "1", "+ [enterprise.project.year.2025]\n+ z = 1\n+ "),
        (("enterprise", "product", 1, "z"), "1", "+ \n+ [[enterprise.product]]\n+ z = 1"),
        (("enterprise", "a b"), "1", '+ "a b" = 1'),
    ],
)
def test_a_line_is_put_where_it_belongs(path: KeyPath, value: str, told: str) -> None:
    assert change(FIRM, inserted(FIRM, path, value)) == told


@pytest.mark.parametrize(
    ("text", "path", "told"),
    [
        ("[t]\nyear.2025.a = 1\n", ("t", "year", "2024", "b"), "+ \n+ [t.year.2024]\n+ b = 9"),
        ("[t]\nyear.2025.a = 1\n", ("t", "year", "2025", "b"), "+ year.2025.b = 9"),
        ("[t.year.2025]\na = 1\n", ("t", "b"), "+ \n+ [t]\n+ b = 9"),
        ("[t]\na = 1\n[[t.c]]\nn = 1\n[[t.c]]\nn = 2\n# end\n", ("t", "c", 1, "b"), "+ b = 9"),
        ("[t]\na = 1\n[[t.c]]\nn = 1\n", ("t", "year", "2025", "b"), "+ \n+ [t.year.2025]\n+ b = 9"),
        ("[t.year.2025]\na = 1\n\n[t]\nn = 1\n", ("t", "b"), "+ b = 9"),
        ("[t.year.2025]\na = 1\n[t]\nn = 1\n", ("t", "year", "2025", "b"), "+ b = 9"),
        ("[t.year.2025]\na = 1\n[t]\nn = 1\n", ("t", "year", "2024", "b"), "+ \n+ [t.year.2024]\n+ b = 9"),
        ("[[t.c]]\nn = 1\n[t]\nn = 1\n", ("t", "b"), "+ b = 9"),
        ("[[t.c]]\nn = 1\n[t]\nn = 1\n", ("t", "c", 0, "b"), "+ b = 9"),
        ('[t]\na = """\n[x]\n# no\n"""\n\n', ("t", "b"), "+ b = 9"),
        ("[t]\na = 1 # why\n", ("t", "a"), "- a = 1 # why\n+ # a = 1 # why\n+ a = 9"),
        (
            "[t]\na = [\n  1, # one\n]\nb = 2\n",
            ("t", "a"),
            "- a = [\n-   1, # one\n- ]\n+ # a = [\n+ #   1, # one\n+ # ]\n+ a = 9",
        ),
    ],
)
def test_unusual_ways_of_writing_are_kept(text: str, path: KeyPath, told: str) -> None:
    assert change(text, inserted(text, path, "9")) == told


@pytest.mark.parametrize("text", ["t = { a = 1 }\n", "[t]\nc = [{ n = 1 }]\n"])
def test_where_there_is_no_room_nothing_is_written(text: str) -> None:
    assert inserted(text, ("t", "c", 0, "b"), "9") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[t]\na = 1\n", '+ u = [\n+   "x",\n+ ]'),
        ("[t]\nu = []\n", '- u = []\n+ u = ["x"]'),
        ('[t]\nu = ["a"] # why\n', '- u = ["a"] # why\n+ u = ["a", "x"] # why'),
        ('[t]\nu = [\n  "a", # why\n]\n', '+   "x",'),
        ('[t]\nu = [\n  "a"\n]\n', '+   , "x",'),
        (
            '[t]\nu = ["a"] # see [1]\n',
            '- u = ["a"] # see [1]\n+ # u = ["a"] # see [1]\n+ u = [\n+     "a",\n+     "x",\n+ ]',
        ),
        ('[t]\nu = ["a", ]\n', '- u = ["a", ]\n+ u = ["a", "x"]'),
    ],
)
def test_a_list_grows(text: str, told: str) -> None:
    assert change(text, appended(text, ("t", "u"), '"x"')) == told


@pytest.mark.parametrize("lines", [10, 10_000])
def test_a_text_is_parsed_as_often_however_long_its_lists_are(lines: int, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    loads = tomli.loads
    monkeypatch.setattr(tomli, "loads", lambda text: parsed.append(text) or loads(text))
    text = "[t]\nu = [\n" + "#\n" * lines + "] # end\nb = 1\n"
    assert change(text, appended(text, ("t", "u"), '"x"')) == '+   "x",'
    assert change(text, inserted(text, ("t", "u"), "9")).endswith("+ # ] # end\n+ u = 9")
    assert len(parsed) == 6  # the text, the value and the text that is returned, each time


def test_line_ends_stay_as_they_are() -> None:
    text = '[t]\r\na = 1\r\n\r\n[t.year.2025]\r\nb = "x"\r\n'
    for after in (inserted(text, ("t", "year", "2024", "c"), "9"), appended(text, ("t", "u"), '"x"')):
        assert after is not None
        assert "\n" not in after.replace("\r\n", "")
        kept = iter(after.splitlines(keepends=True))
        assert all(line in kept for line in text.splitlines(keepends=True))


keys = st.sampled_from(["a", "b", "c"])
paths = st.one_of(
    keys.map(lambda k: ("t", k)),
    st.tuples(st.sampled_from(["2024", "2025"]), keys).map(lambda p: ("t", "year", *p)),
    st.tuples(st.integers(0, 2), keys).map(lambda p: ("t", "item", *p)),
)


@given(st.lists(st.tuples(paths, st.integers(0, 9)), max_size=8))
def test_what_was_put_in_is_what_is_read(steps: list[tuple[KeyPath, int]]) -> None:
    text = "[t] # the subject\nname = 'x'\n"
    said: dict[KeyPath, int] = {}
    count = 0
    for path, value in steps:
        if path[1] == "item" and int(path[2]) > count:
            path = (*path[:2], count, path[3])
        count += path[1] == "item" and path[2] == count
        after = inserted(text, path, str(value))
        assert after is not None
        text, said[path] = after, value
    data = tomli.loads(text)
    for path, value in said.items():
        here = data
        for part in path:
            here = here[part]  # type: ignore[index]
        assert here == value
    assert text.startswith("[t] # the subject\nname = 'x'\n")
