"""Which files are tables, by the ending of their name; needs no library, as commands on profiles ask it too."""

from __future__ import annotations

from pathlib import Path

KINDS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".parquet": "parquet"}
KINDS |= {".arrow": "ipc", ".feather": "ipc", ".ipc": "ipc"}


def kind_of(path: Path) -> str | None:
    """Return what kind of table a file is, None where it is none."""
    return KINDS.get(path.suffix.lower())


def is_table(path: Path) -> bool:
    """Tell whether a file is a table."""
    return kind_of(path) is not None
