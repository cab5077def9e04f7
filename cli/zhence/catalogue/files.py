"""Find a catalogue, list its files, name its content by a digest."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from zhence.model.fault import Fault, FaultyError
from zhence.model.text import Text

DEFAULT = "zhejiang"
MOST_FILES = 5_000
MOST_BYTES = 1 << 20  # of one file

_HEADING = re.compile(rb"^\[{1,2}\s*([^\s.\]]*)", re.MULTILINE)
_PROOF = (b"given", b"example")


def bundled() -> Path:
    """Return the folder of the catalogue that ships with the program; in a checkout, the checkout's."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "_policies"
    return (shipped if shipped.is_dir() else package.parents[1] / "policies") / DEFAULT


def read_files(root: Path) -> dict[str, bytes]:
    """Return the content of every TOML file below a folder, by its path inside it, in the order of names."""
    if not root.is_dir():
        raise FaultyError(
            (
                Fault(
                    str(root),
                    "",
                    Text("不是文件夹", "not a folder"),
                    Text(
                        "用 --catalogue 指向含有 catalogue.toml 的文件夹",
                        "point --catalogue at a folder with a catalogue.toml",
                    ),
                    kind="no-catalogue",
                ),
            )
        )
    found: dict[str, bytes] = {}
    faults = []
    for name in sorted(_names(str(root)))[:MOST_FILES]:
        try:
            found[name] = _content(f"{root}/{name}")
        except OSError as error:
            faults.append(
                Fault(
                    name,
                    "",
                    Text(f"读不了这个文件:{error}", f"cannot be read: {error}"),
                    Text("检查文件大小与权限", "check its size and permissions"),
                    kind="unreadable",
                )
            )
    if faults:
        raise FaultyError(tuple(faults))
    return found


def _names(root: str) -> Iterator[str]:
    for folder, _, files in os.walk(root):
        within = folder[len(root) :].replace(os.sep, "/").strip("/")
        yield from (f"{within}/{file}".lstrip("/") for file in files if file.endswith(".toml"))


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  a third of what Path costs, for a hundred files
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise OSError("larger than 1 MiB")
    return content


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
