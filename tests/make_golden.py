"""Write the golden pages and the README's sessions anew: python tests/make_golden.py, then read the difference."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
DAYS = {"towns": "2025-09-01", "enterprises": "2026-06-01"}
SESSION = re.compile(r"```console\n\$ zhence (?P<command>[^\n]*)\n(?P<output>.*?)```", re.DOTALL)


def page(arguments: list[str]) -> str:
    """Return what a command prints at a hundred cells, without the line that names the catalogue's content."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "ZHENCE_LANG"))}
    told = subprocess.run(
        [sys.executable, "-m", "zhence", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=kept | {"COLUMNS": "100", "PYTHONUTF8": "1", "LANG": "C.UTF-8"},
        cwd=ROOT,
        check=True,
    )
    lines = (line.rstrip() for line in told.stdout.splitlines())
    return "\n".join(line for line in lines if not line.startswith(("政策目录:", "Policy catalogue:"))) + "\n"


def golden(sample: Path, lang: str) -> tuple[Path, list[str]]:
    """Return where a sample's page is kept, and the command that prints it."""
    arguments = ["check", sample.relative_to(ROOT).as_posix(), "--lang", lang, "--as-of", DAYS[sample.parent.name]]
    return Path(__file__).parent / "golden" / f"{sample.stem}.{lang}.txt", arguments


if __name__ == "__main__":
    for found in sorted((ROOT / "sample_inputs").rglob("*.toml")):
        for language in ("zh", "en"):
            target, command = golden(found, language)
            target.write_text(page(command), "utf-8")
    readme = ROOT / "README.md"
    text = SESSION.sub(
        lambda m: f"```console\n$ zhence {m['command']}\n{page(shlex.split(m['command']))}```",
        readme.read_text("utf-8"),
    )
    readme.write_text(text, "utf-8")
