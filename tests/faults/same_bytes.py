"""Print the digest of everything that the program writes, a line each: the same wherever and however it runs.

`python tests/faults/same_bytes.py` runs each command in the Python that runs it; `diff` of two outputs says what differs.
"""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

SAMPLES = Path(__file__).resolve().parent.parent.parent / "sample_inputs"
FIRM, TOWN = SAMPLES / "enterprises" / "one_gap.toml", SAMPLES / "towns" / "huzhen.toml"
DAY = ("--as-of", "2026-06-01")
ROWS = "400"


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
    add("export", "catalogue", "export", "--theme", "ladder")
    for form in ("md", "csv", "json", "html", "docx", "xlsx", "ics"):
        add(f"report {form}", "report", FIRM, TOWN, "-o", folder / f"{lang}-a.{form}", file=f"a.{form}")
    table = folder / f"{lang}-table.csv"
    add("sample table", "sample-table", "--rows", ROWS, "-o", table, file="table.csv")
    for form in ("csv", "jsonl", "xlsx", "parquet"):
        for name, shape in (("", ()), (" wide", ("--wide",))):
            file = f"b{name.strip()}.{form}"
            add(f"batch {form}{name}", "batch", table, *shape, "-o", folder / f"{lang}-{file}", file=file)
    for form in ("html", "xlsx"):
        add(f"heat {form}", "batch", table, "--heat", folder / f"{lang}-map.{form}", file=f"map.{form}")
    return told


def digests(languages: tuple[str, ...] = ("zh", "en"), part: str = "", **environment: str) -> dict[str, str]:
    """Return the digest of each form whose name holds `part`, made in this environment, in the folder where this runs."""
    found = {}
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    with TemporaryDirectory() as folder:
        for lang in languages:
            for name, words, file in commands(lang, Path(folder)):
                if part not in name and "table" not in name:
                    continue
                done = subprocess.run(
                    [sys.executable, "-m", "zhence", *map(str, words)],
                    capture_output=True,
                    env=kept | {"PYTHONIOENCODING": "utf-8"} | environment,
                    check=False,
                )
                if done.returncode:
                    raise RuntimeError(name, done.stderr.decode())
                found[name] = sha256(file.read_bytes() if file is not None else done.stdout).hexdigest()
    return found


if __name__ == "__main__":
    for name, digest in digests().items():
        sys.stdout.write(f"{digest[:16]}  {name}\n")
