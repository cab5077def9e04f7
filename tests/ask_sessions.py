"""Interviews held through a pipe: who is asked, what is answered. `python tests/ask_sessions.py` writes their pages anew."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "ask"
DAY = "2026-06-01"
YARD = """[yard] # 船厂
name = "小船厂"
kind = "wood"

# 去年
[yard.year.2025]
sales = { from = "100万元", to = "400万元" } # 预估

[[yard.boat]]
name = "海鸥"
"""
SESSIONS = {  # the profile, None for a new one; the answers in each language
    "complete": (
        YARD,
        {
            "zh": [
                "",
                "是",
                "大概",
                "不是",
                "不知道",
                "返回",
                "500吨",
                "30人",
                "220~260万元",
                "310万元",
                "不知道",
                "停止",
            ],
            "en": [
                "?",
                "yes",
                "maybe",
                "no",
                "unknown",
                "back",
                "500 tons",
                "30",
                "220~260万元",
                "310万元",
                "unknown",
                "stop",
            ],
        },
    ),
    "to-the-end": (
        YARD,
        {
            "zh": ["是", "否", "30人", "250万元", "不知道", "南湾", *["不知道"] * 6],
            "en": ["yes", "no", "30", "250万元", "unknown", "南湾", *["unknown"] * 6],
        },
    ),
    "new": (
        None,
        {
            "zh": ["船", "1", "", "东风船厂", "西湾", "北湾", "返回", "否"],
            "en": ["boat", "yard", "", "东风船厂", "west", "北湾", "back", "no"],
        },
    ),
}


def talk(folder: Path, arguments: list[str], answers: list[str]) -> subprocess.CompletedProcess[str]:
    """Return what an interview prints in a folder when the answers come through a pipe."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "ZHENCE_LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "zhence", "ask", *arguments],
        input="".join(f"{answer}\n" for answer in answers),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=kept | {"COLUMNS": "100", "PYTHONUTF8": "1", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT / "cli")},
        cwd=folder,
        check=False,
        timeout=120,
    )


def page(name: str, lang: str, folder: Path) -> str:
    """Return a session as a page, and the profile that it leaves behind."""
    profile, answers = SESSIONS[name]
    options = ["--catalogue", str(ROOT / "tests" / "harbour"), "--as-of", DAY, "--lang", lang]
    if profile is not None:
        (folder / "yard.toml").write_text(profile, "utf-8")
        options = ["yard.toml", *options]
    told = talk(folder, options, answers[lang])
    assert told.returncode == 0, told.stderr
    (left,) = folder.glob("*.toml")
    return f"{told.stdout}\n==== {left.name}\n{left.read_text('utf-8')}"


def write() -> None:
    """Write the pages anew."""
    GOLDEN.mkdir(exist_ok=True)
    for session in SESSIONS:
        for language in ("zh", "en"):
            with tempfile.TemporaryDirectory() as made:
                (GOLDEN / f"{session}.{language}.txt").write_text(page(session, language, Path(made)), "utf-8")


if __name__ == "__main__":
    write()
