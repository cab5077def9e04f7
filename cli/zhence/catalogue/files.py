"""Find a catalogue, list its files, name its content by a digest."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from zhence.model.fault import Fault, FaultyError
from zhence.model.text import Text
from zhence.written.bounds import LARGEST
from zhence.written.system import reason

DEFAULT = "zhejiang"
MOST_FILES = 5_000
MOST_SEEN = 20_000  # names in its folders
MOST_BYTES = LARGEST * 32  # of all files together
DEEPEST = 4  # folders inside one another

_HEADING = re.compile(rb"^\[{1,2}\s*([^\s.\]]*)", re.MULTILINE)
_PROOF = (b"given", b"example")


def bundled() -> Path:
    """Return the folder of the catalogue that ships with the program; in a checkout, the checkout's."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_policies"
    return (shipped if shipped.is_dir() else package.parents[1] / "policies") / DEFAULT


def read_files(root: Path) -> dict[str, bytes]:
    """Return the content of every TOML file below a folder, by its path inside it, in the order of names.

    Raises:
        FaultyError: where there is no folder, a file cannot be read, is a link or no plain file, or there is too much.

    """
    if not root.is_dir():
        problem = Text("不是文件夹", "not a folder")
        remedy = Text(
            "用 --catalogue 指向含有 catalogue.toml 的文件夹", "point --catalogue at a folder with a catalogue.toml"
        )
        raise FaultyError((Fault(str(root), "", problem, remedy, kind="no-catalogue"),))
    found: dict[str, bytes] = {}
    faults = []
    size = 0
    try:
        names = sorted(_names(str(root)))
    except OSError as error:
        raise FaultyError((_unreadable(str(error.filename), error),)) from error
    for name in names:
        try:
            found[name] = _content(f"{root}/{name}")
        except OSError as error:
            faults.append(_unreadable(name, error))
            continue
        size += len(found[name])
        if len(found[name]) > LARGEST:
            problem = Text(f"文件超过 {LARGEST >> 20} MiB", f"the file is larger than {LARGEST >> 20} MiB")
            faults.append(Fault(name, "", problem, Text("拆成几个文件", "split it up"), kind="too-large-file"))
        if size > MOST_BYTES:
            problem = Text(f"文件合计超过 {MOST_BYTES >> 20} MiB", f"its files exceed {MOST_BYTES >> 20} MiB together")
            faults.append(_not_a_catalogue(root, problem, "too-many-bytes"))
            break
    if faults:
        raise FaultyError(tuple(faults))
    return found


def _names(root: str) -> list[str]:
    """Return the paths of the TOML files below a folder, none of them through a link."""
    found: list[str] = []
    todo, seen = [""], 0
    while todo:
        within = todo.pop()
        with os.scandir(f"{root}/{within}") as entries:
            for entry in entries:
                seen += 1
                if entry.is_dir(follow_symlinks=False):
                    todo.append(f"{within}{entry.name}/")
                elif entry.is_symlink() and (entry.name.endswith(".toml") or entry.is_dir()):
                    raise FaultyError((_link(f"{within}{entry.name}"),))
                elif entry.name.endswith(".toml"):
                    if not entry.is_file():
                        raise FaultyError((_no_plain_file(f"{within}{entry.name}"),))
                    found.append(f"{within}{entry.name}")
                if seen > MOST_SEEN or len(found) > MOST_FILES or within.count("/") > DEEPEST:
                    raise FaultyError((_beyond(Path(root)),))
    return found


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  a third of what Path costs, for a hundred files
        return file.read(LARGEST + 1)


def _unreadable(name: str, error: OSError) -> Fault:
    problem = Text("读不了：", "cannot be read: ") + reason(error)
    return Fault(name, "", problem, Text("检查权限", "check the permissions"), kind="unreadable")


def _link(name: str) -> Fault:
    problem = Text("这是链接，目录里不跟随链接", "this is a link, and none is followed in a catalogue")
    return Fault(name, "", problem, Text("把文件本身放过来", "put the file itself there"), kind="is-a-link")


def _no_plain_file(name: str) -> Fault:
    problem = Text("这不是普通文件", "this is no plain file")
    return Fault(name, "", problem, Text("删去或改名", "remove or rename it"), kind="no-plain-file")


def _beyond(root: Path) -> Fault:
    problem = Text(
        f"文件夹超出 {MOST_FILES} 个 .toml 文件、{MOST_SEEN} 个文件名或 {DEEPEST} 层",
        f"the folder holds over {MOST_FILES} .toml files or {MOST_SEEN} names, or is deeper than {DEEPEST}",
    )
    return _not_a_catalogue(root, problem, "too-many-files")


def _not_a_catalogue(root: Path, problem: Text, kind: str) -> Fault:
    remedy = Text("用 --catalogue 指向目录本身的文件夹", "point --catalogue at the folder of the catalogue itself")
    return Fault(str(root), "", problem, remedy, kind=kind)


def without_examples(content: bytes) -> bytes:
    """Return a rule's file up to its examples where nothing else follows them: two fifths less to read."""
    headings = list(_HEADING.finditer(content))
    first = next((at for at, found in enumerate(headings) if found[1] in _PROOF), None)
    if first is None or any(found[1] not in _PROOF for found in headings[first:]):
        return content
    return content[: headings[first].start()]


def digest(contents: dict[str, bytes]) -> str:
    """Return a name for exactly this content."""
    whole = hashlib.sha256()
    for name, content in sorted(contents.items()):
        whole.update(f"{len(name)}:{name}:{len(content)}:".encode())
        whole.update(content)
    return whole.hexdigest()
