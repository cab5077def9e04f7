"""Find a catalogue, list its files, name its content by a digest."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from zhence.model.fault import Fault, FaultyError
from zhence.model.text import Text

DEFAULT = "zhejiang"
MOST_FILES = 5_000
MOST_BYTES = 1 << 20  # of one file


def bundled() -> Path:
    """Return the folder of the catalogue that ships with the program; in a checkout, the checkout's."""
    shipped = Path(str(files("zhence") / "_policies"))
    root = shipped if shipped.is_dir() else Path(__file__).resolve().parents[3] / "policies"
    return root / DEFAULT


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
    for path in sorted(root.rglob("*.toml"))[:MOST_FILES]:
        name = path.relative_to(root).as_posix()
        try:
            found[name] = _content(path)
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


def _content(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise OSError("larger than 1 MiB")
    return path.read_bytes()


def digest(contents: dict[str, bytes]) -> str:
    """Return a name for exactly this content."""
    whole = hashlib.sha256()
    for name, content in sorted(contents.items()):
        whole.update(f"{len(name)}:{name}:{len(content)}:".encode())
        whole.update(content)
    return whole.hexdigest()
