"""Bounds on a catalogue that a stranger sent: what stands at a bound is read, what is one past it is told."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest

from workshop import FACTS, TOP
from zhence.catalogue import files
from zhence.catalogue.faults import MOST_FAULTS
from zhence.catalogue.files import read_files
from zhence.catalogue.reader import read
from zhence.catalogue.schema import MOST_NAMES
from zhence.catalogue.trees import DEEPEST, MOST_NODES
from zhence.model.fault import Fault, FaultyError
from zhence.written.bounds import LARGEST

SOURCE = 'own = { title = "Act", issuer = "Parish", read = "official" }\n'
HEAD = 'title = "Rule"\nsubject = "firm"\nsource = "own"\nchecked = 2026-01-01\n'
STAFF = '[condition.staff]\nfact = "staff"\nat_least = 1\nclause = "1"\n'


def kinds(extra: dict[str, str]) -> list[str]:
    texts = {"catalogue.toml": TOP, "facts/all.toml": FACTS, "sources.toml": SOURCE, **extra}
    catalogue, faults = read({file: text.encode() for file, text in texts.items()})
    assert catalogue is not None
    check(faults)
    return [fault.kind for fault in faults]


def check(faults: tuple[Fault, ...]) -> None:
    for fault in faults:
        for words in (fault.problem, fault.remedy):
            assert words.zh.strip()
            assert words.en.strip()


def measure(tree: str, more: str = "") -> dict[str, str]:
    return {"measures/land/rule.toml": f'id = "rule"\n{HEAD}requires = {tree}\n{more}\n{STAFF}'}


def nested(depth: int) -> str:
    return "{ not = " * depth + '"staff"' + " }" * depth


@pytest.mark.parametrize(("depth", "told"), [(DEEPEST, []), (DEEPEST + 1, ["too-deep"])])
def test_a_tree_is_only_so_deep(depth: int, told: list[str]) -> None:
    assert [kind for kind in kinds(measure(nested(depth))) if kind == "too-deep"] == told


@pytest.mark.parametrize(("nodes", "told"), [(MOST_NODES, []), (MOST_NODES + 1, ["too-many-nodes"])])
def test_a_tree_has_only_so_many_nodes(nodes: int, told: list[str]) -> None:
    leaves = ", ".join(['"staff"'] * (nodes - 1))
    assert kinds(measure(f"{{ all = [{leaves}] }}")) == told


def test_groups_that_grow_at_each_step_end_at_the_bound() -> None:
    inner = [", ".join([f'"g{n + 1}"'] * 9) for n in range(1, 5)]
    groups = "".join(f"g{n} = {{ all = [{words}] }}\n" for n, words in enumerate(inner, 1))
    assert kinds(measure('"g1"', f'[group]\n{groups}g5 = {{ all = ["staff"] }}')) == ["too-many-nodes"]


def derived(steps: int) -> str:
    one = '{{ title = "x", type = "number", subjects = ["firm"], derived = {{ op = "total", of = ["{}"] }} }}\n'
    names = ["staff", *(f"step_{n}" for n in range(steps))]
    return "".join(f"{name} = {one.format(before)}" for before, name in pairwise(names))


@pytest.mark.parametrize(("steps", "told"), [(DEEPEST, []), (DEEPEST + 1, ["derived-too-deep"])])
def test_a_figure_is_derived_through_only_so_many(steps: int, told: list[str]) -> None:
    assert kinds({"facts/more.toml": derived(steps)}) == told


def test_a_thousand_derivations_in_a_row_are_told() -> None:
    assert set(kinds({"facts/more.toml": derived(1_000)})) == {"derived-too-deep"}


def chained(links: int, width: int = 1) -> dict[str, str]:
    """Return definitions of which each refers to the next, by so many conditions."""
    texts = {}
    for at in range(links):
        names = [f"c{n}" for n in range(width)]
        says = f'meets = "d{at + 1}"' if at + 1 < links else 'fact = "staff"\nat_least = 1'
        listed = ", ".join(f'"{name}"' for name in names)
        texts[f"definitions/d{at}.toml"] = f'id = "d{at}"\n{HEAD}requires = {{ all = [{listed}] }}\n' + "".join(
            f'[condition.{name}]\n{says}\nclause = "1"\n' for name in names
        )
    return texts


@pytest.mark.parametrize(("links", "told"), [(DEEPEST + 1, set()), (DEEPEST + 2, {"reaches-too-far"})])
def test_definitions_refer_to_one_another_only_so_far(links: int, told: set[str]) -> None:
    assert set(kinds(chained(links))) == told


@pytest.mark.parametrize(("links", "told"), [(9, set()), (10, {"reaches-too-far"})])
def test_definitions_that_double_at_each_step_end_at_the_bound(links: int, told: set[str]) -> None:
    assert (3 * (2**links - 1) > MOST_NODES) is bool(
        told
    )  # three nodes at the end, before it three and twice what follows
    assert set(kinds(chained(links, width=2))) == told


def test_a_thousand_definitions_in_a_row_are_told() -> None:
    assert "reaches-too-far" in kinds(chained(1_000))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "catalogue.toml").write_text(TOP, "utf-8")
    return tmp_path


def refused(folder: Path) -> str:
    with pytest.raises(FaultyError) as error:
        read_files(folder)
    check(error.value.faults)
    return error.value.faults[0].kind


def test_one_file_is_only_so_large(folder: Path) -> None:
    (folder / "sources.toml").write_bytes(b"#" * LARGEST)
    assert set(read_files(folder)) == {"catalogue.toml", "sources.toml"}
    (folder / "sources.toml").write_bytes(b"#" * (LARGEST + 1))
    assert refused(folder) == "too-large-file"


def test_all_files_are_only_so_large(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", len(TOP.encode()))
    assert set(read_files(folder)) == {"catalogue.toml"}
    (folder / "sources.toml").write_bytes(b"#")
    assert refused(folder) == "too-many-bytes"


@pytest.mark.parametrize(("bound", "name"), [("MOST_FILES", "b.toml"), ("MOST_SEEN", "b.txt")])
def test_a_folder_holds_only_so_many_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch, bound: str, name: str
) -> None:
    (folder / "a.toml").touch()
    monkeypatch.setattr(files, bound, 2)
    assert len(read_files(folder)) == 2
    (folder / name).touch()
    assert refused(folder) == "too-many-files"


def test_folders_are_only_so_deep(folder: Path) -> None:
    deep = folder.joinpath(*"abcd")
    deep.mkdir(parents=True)
    (deep / "x.toml").touch()
    assert "a/b/c/d/x.toml" in read_files(folder)
    (deep / "e").mkdir()
    (deep / "e" / "x.toml").touch()
    assert refused(folder) == "too-many-files"


@pytest.mark.skipif(os.name == "nt", reason="links and pipes need rights there")
@pytest.mark.parametrize("is_folder", [True, False])
def test_no_link_is_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory, is_folder: bool) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "x.toml").touch()
    if is_folder:
        (folder / "facts").symlink_to(outside)
    else:
        (folder / "sources.toml").symlink_to(outside / "x.toml")
    assert refused(folder) == "is-a-link"


@pytest.mark.skipif(os.name == "nt", reason="links and pipes need rights there")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "sources.toml")
    assert refused(folder) == "no-plain-file"


def test_a_folder_by_the_name_of_a_file_is_a_folder(folder: Path) -> None:
    (folder / "sources.toml").mkdir()
    assert set(read_files(folder)) == {"catalogue.toml"}


def test_only_so_many_faults_are_told() -> None:
    def wrong(count: int) -> list[str]:
        rows = "".join(f'x{n} = {{ title = "x", type = "number", subjects = ["frim"] }}\n' for n in range(count))
        return kinds({"facts/more.toml": rows})

    assert wrong(MOST_FAULTS) == ["dangling-name"] * MOST_FAULTS
    assert wrong(MOST_FAULTS + 1) == ["dangling-name"] * MOST_FAULTS + ["too-many-faults"]
    assert wrong(MOST_FAULTS + 9) == ["dangling-name"] * MOST_FAULTS + ["too-many-faults"]


@pytest.mark.parametrize(("names", "told"), [(MOST_NAMES, []), (MOST_NAMES + 1, ["shape-too-long"])])
def test_a_subject_of_the_register_has_only_so_many_names(names: int, told: list[str]) -> None:
    head = 'subject = "firm"\ntitle = "Firms"\n'
    entry = '[[entry]]\nname = "A"\nsource = "own"\ngiven = { licensed = true }\n'
    listed = ", ".join(f'"x{at}"' for at in range(names))
    assert kinds({"towns.toml": f"{head}suffixes = [{listed}]\n{entry}"}) == told
    assert kinds({"towns.toml": f"{head}{entry}aliases = [{listed}]\n"}) == told
    assert kinds({"places.toml": f'[[place]]\nname = "A"\naliases = [{listed}]\n'}) == told


def test_figures_that_all_rest_on_one_another_are_told_once_each() -> None:
    names = [f"step_{n}" for n in range(60)]
    one = '{{ title = "x", type = "number", subjects = ["firm"], derived = {{ op = "total", of = [{}] }} }}\n'
    every = ", ".join(f'"{name}"' for name in names)
    found = kinds({"facts/more.toml": "".join(f"{name} = {one.format(every)}" for name in names)})
    assert set(found) == {"circular", "too-many-faults"}


def test_a_figure_that_rests_on_a_circle_is_in_none() -> None:
    one = '{{ title = "x", type = "number", subjects = ["firm"], derived = {{ op = "total", of = ["{}"] }} }}\n'
    texts = [("a", "b"), ("b", "a"), ("above", "a"), ("far", "above"), ("own", "own"), ("fine", "staff")]
    catalogue = {"facts/more.toml": "".join(f"{word} = {one.format(part)}" for word, part in texts)}
    assert kinds(catalogue).count("circular") == 3
