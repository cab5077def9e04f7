"""Print the digest of everything that the program writes, a line each: the same wherever and however it runs.

`python tests/faults/same_bytes.py` says it for the Python and the libraries that run it; `diff` two outputs.
A word such as `zh` or `"zh batch"` leaves out the forms whose names lack it.
Only Parquet tells which Polars has written it.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from zhence.app import main

ROOT = Path(__file__).resolve().parent.parent.parent
FIRM, TOWN = Path("sample_inputs/enterprises/one_gap.toml"), Path("sample_inputs/towns/huzhen.toml")
DAY = ("--as-of", "2026-06-01")
ROWS = "200"
THEME = ("--theme", "ladder")


def commands(lang: str, folder: Path) -> list[tuple[str, tuple[str | Path, ...], Path | None]]:
    """Return a name for each form, the command that makes it, and the file where it does not print."""
    told: list[tuple[str, tuple[str | Path, ...], Path | None]] = []

    def add(name: str, *words: str | Path, file: str | None = None) -> None:
        target = folder / f"{lang}-{file}" if file is not None else None
        told.append((f"{lang} {name}", (*words, *DAY, "--lang", lang), target))

    add("check", "check", FIRM, TOWN)
    add("check json", "check", FIRM, TOWN, "--format", "json")
    add("plan", "plan", FIRM)
    add("ask", "ask", FIRM, "--next", "5")
    add("checklist", "checklist", FIRM)
    add("new", "new", "enterprise")
    add("export", "catalogue", "export", *THEME)
    for form in ("md", "csv", "json", "html", "docx", "xlsx", "ics"):
        add(f"report {form}", "report", FIRM, TOWN, "-o", folder / f"{lang}-a.{form}", file=f"a.{form}")
    table = folder / f"{lang}-table.csv"
    add("sample table", "sample-table", "--rows", ROWS, "-o", table, file="table.csv")
    for form in ("csv", "jsonl", "xlsx", "parquet"):
        for name, shape in (("", ()), (" wide", ("--wide",))):
            file = f"b{name.strip()}.{form}"
            add(f"batch {form}{name}", "batch", table, *THEME, *shape, "-o", folder / f"{lang}-{file}", file=file)
    for form in ("html", "xlsx"):
        add(f"heat {form}", "batch", table, *THEME, "--heat", folder / f"{lang}-map.{form}", file=f"map.{form}")
    return told


def digests(part: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each form whose name holds a word, and the digest of its bytes."""
    with TemporaryDirectory() as folder:
        for lang in ("zh", "en"):
            for name, words, file in commands(lang, Path(folder)):
                if part not in name and not (part.startswith(lang) and name.endswith("table")):  # batch reads the table
                    continue
                printed = _run(words)
                yield name, sha256(file.read_bytes() if file is not None else printed).hexdigest()[:16]


def _run(words: tuple[str | Path, ...]) -> bytes:
    """Run a command here, as if nobody watched; return what it prints."""
    kept = sys.stdout, sys.argv
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")
    sys.stdout, sys.argv = stream, ["zhence", *map(str, words)]
    try:
        main()
    except SystemExit as left:
        if left.code:
            raise RuntimeError(words) from left
    finally:
        sys.stdout, sys.argv = kept
        stream.flush()
    return stream.buffer.getvalue()


if __name__ == "__main__":
    os.chdir(ROOT)  # some forms tell the path of a profile
    for name, digest in digests("".join(sys.argv[1:])):
        sys.stdout.write(f"{digest}  {name}\n")
