"""Write the golden pages and the README's sessions anew: python tests/make_golden.py, then read the difference."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import ask_sessions
import batch_samples

ROOT = Path(__file__).parent.parent
DAYS = {"towns": "2025-09-01", "enterprises": "2026-06-01", "report": "2026-06-01", "projects": "2026-06-01"}
COMMANDS = {"projects": "projects"}  # of the samples in this folder; of others, check
EXPLAINED = (  # a profile, a measure: together they show every form of tree, answer and relaxation
    ("sample_inputs/enterprises/relaxed_yes.toml", "provincial-single-champion"),
    ("sample_inputs/enterprises/discretionary.toml", "key-enterprise-institute"),
    ("sample_inputs/enterprises/range.toml", "key-enterprise-institute"),
    ("sample_inputs/enterprises/one_gap.toml", "specialised-sme"),
    ("sample_inputs/enterprises/clean_yes.toml", "tech-sme"),
    ("sample_inputs/enterprises/clean_yes.toml", "digital-workshop-cultivation"),
    ("sample_inputs/towns/hecun.toml", "cluster-core-area"),
    ("sample_inputs/towns/hecun.toml", "tech-sme"),
    ("tests/report/yard.toml", "quay-repair"),
    ("tests/report/yard.toml", "boat-renewal"),
)
LISTED = (  # a command of what to prepare, a profile
    ("checklist", "sample_inputs/enterprises/relaxed_yes.toml"),
    ("checklist", "sample_inputs/towns/huzhen.toml"),
    ("calendar", "sample_inputs/enterprises/clean_yes.toml"),
    ("calendar", "sample_inputs/towns/huzhen.toml"),
    ("plan", "sample_inputs/enterprises/one_gap.toml"),
    ("plan", "sample_inputs/enterprises/range.toml"),
)
COMPARED = (  # a name, what is compared
    ("shuitou", ("sample_inputs/towns/shuitou.toml", "--as-of", "2024-06-01", "--as-of", "2025-04-01")),
    ("hecun", ("sample_inputs/towns/hecun.toml", "--as-of", "2025-04-01", "--as-of", "2025-09-01")),
    (
        "firms",
        (
            "sample_inputs/enterprises/one_gap.toml",
            "sample_inputs/enterprises/relaxed_yes.toml",
            "--as-of",
            "2026-06-01",
        ),
    ),
)
CONTENT = re.compile(r"(- |<li>)?(政策目录：|Policy catalogue:)")
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
    return "\n".join(line for line in lines if not CONTENT.match(line)) + "\n"


def golden(sample: Path, lang: str) -> tuple[Path, list[str]]:
    """Return where a sample's page is kept, and the command that prints it."""
    asked = COMMANDS.get(sample.parent.name, "check")
    arguments = [asked, sample.relative_to(ROOT).as_posix(), "--lang", lang, "--as-of", DAYS[sample.parent.name]]
    return Path(__file__).parent / "golden" / f"{sample.stem}.{lang}.txt", arguments


def golden_explanation(sample: str, measure: str, lang: str) -> tuple[Path, list[str]]:
    """Return where the explanation of one measure for one profile is kept, and the command that prints it."""
    path = Path(sample)
    arguments = ["explain", sample, measure, "--lang", lang, "--as-of", DAYS[path.parent.name]]
    if path.parent.name == "report":
        arguments += ["--catalogue", "tests/harbour"]
    return Path(__file__).parent / "golden" / "explain" / f"{path.stem}.{measure}.{lang}.txt", arguments


def golden_export(form: str, lang: str) -> tuple[Path, list[str]]:
    """Return where a small catalogue is kept as a book, and the command that prints it."""
    arguments = ["catalogue", "export", "--catalogue", "tests/harbour", "--format", form, "--lang", lang]
    target = Path(__file__).parent / "golden" / "export" / f"harbour.{lang}.{form}"
    return target, [*arguments, "--as-of", DAYS["report"]]


def golden_list(asked: str, sample: str, lang: str) -> tuple[Path, list[str]]:
    """Return where a page of what to prepare is kept, and the command that prints it."""
    path = Path(sample)
    arguments = [asked, sample, "--lang", lang, "--as-of", DAYS[path.parent.name]]
    return Path(__file__).parent / "golden" / asked / f"{path.stem}.{lang}.txt", arguments


def golden_comparison(name: str, compared: tuple[str, ...], lang: str) -> tuple[Path, list[str]]:
    """Return where a comparison is kept, and the command that prints it."""
    return Path(__file__).parent / "golden" / "compare" / f"{name}.{lang}.txt", ["compare", *compared, "--lang", lang]


if __name__ == "__main__":
    for named, sides in COMPARED:
        for language in ("zh", "en"):
            target, command = golden_comparison(named, sides, language)
            target.write_text(page(command), "utf-8")
    for found in sorted((ROOT / "sample_inputs").rglob("*.toml")):
        for language in ("zh", "en"):
            target, command = golden(found, language)
            target.write_text(page(command), "utf-8")
    for profile, asked in EXPLAINED:
        for language in ("zh", "en"):
            target, command = golden_explanation(profile, asked, language)
            target.write_text(page(command), "utf-8")
    for form in ("md", "html"):
        for language in ("zh", "en"):
            target, command = golden_export(form, language)
            target.write_text(page(command), "utf-8")
    for asked, profile in LISTED:
        for language in ("zh", "en"):
            target, command = golden_list(asked, profile, language)
            target.write_text(page(command), "utf-8")
    ask_sessions.write()
    batch_samples.write()
    readme = ROOT / "README.md"
    text = SESSION.sub(
        lambda m: f"```console\n$ zhence {m['command']}\n{page(shlex.split(m['command']))}```",
        readme.read_text("utf-8"),
    )
    readme.write_text(text, "utf-8")
