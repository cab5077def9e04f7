"""The mistakes people make, kept in mistakes.toml with the message each gets; `python tests/mistakes.py` writes the messages anew."""

from __future__ import annotations

import shlex
import tempfile
import tomllib
from pathlib import Path

import inside
from zhence.model.text import Lang

KEPT = Path(__file__).with_name("mistakes.toml")
NAME = '[enterprise]\nname = "甲(虚构)"\ncounty = "龙游县"\n'
BEFORE = {
    "": "",
    "enterprise": NAME,
    "enterprise.year.2025": NAME + "[enterprise.year.2025]\n",
    "town": '[town]\nname = "湖镇镇"\ncounty = "龙游县"\n',
}
WIDE = 2000
HEAD = """# 常见错误一览：人怎么写、得到什么提示（中英文）。What people write wrongly, and the message each gets, in both languages.
#
# what   the mistake in a few words        in    the table that the line is written in ("" = the whole file)
# write  what the person writes            run   the command (check 档案.toml unless said)
# code   the exit code                     zh/en the message, word for word; the page of the answer is not kept
#
# After a change of words: python tests/mistakes.py, and read the difference as a county official would.
"""
ENCODINGS = {"utf-16": "utf-16", "gb18030": "gb18030", "bom": "utf-8-sig"}


def told(mistake: dict[str, str], lang: Lang) -> tuple[int, str]:
    """Return the exit code and the message of one mistake."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "档案夹").mkdir()
        (folder / "已有.docx").write_bytes(b"PK\x03\x04mine")
        (folder / "镇.toml").write_text(BEFORE["town"], "utf-8")
        text = BEFORE[mistake.get("in", "")] + mistake.get("write", "") if "write" in mistake else NAME
        (folder / "档案.toml").write_bytes(text.encode(ENCODINGS.get(mistake.get("encoding", ""), "utf-8")))
        command = shlex.split(mistake.get("run", "check 档案.toml"))
        dated = [] if "--as-of" in command or command[0] in ("new", "measures", "show") else ["--as-of", "2026-06-01"]
        found = inside.run(*command, *dated, "--lang", lang, folder=folder, width=WIDE)
        return found.code, "\n".join(line.rstrip() for line in found.err.replace(name, "…").splitlines())


def read() -> list[dict[str, str]]:
    """Return the catalogue of mistakes."""
    found: list[dict[str, str]] = tomllib.loads(KEPT.read_text("utf-8"))["mistake"]
    return found


def written(mistakes: list[dict[str, str]]) -> str:
    """Return the catalogue of mistakes as its file."""
    words = ("what", "in", "write", "encoding", "run", "code", "zh", "en")
    tables = [
        "[[mistake]]\n" + "".join(f"{word} = {_quoted(each[word])}\n" for word in words if word in each)
        for each in mistakes
    ]
    return "\n".join([HEAD, *tables])


def _quoted(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    if "'" not in value and "\n" not in value and not any(mark < " " for mark in value):
        return f"'{value}'"
    if "'''" not in value and "\r" not in value and not value.endswith("'"):
        return f"'''\n{value}'''"
    raise ValueError(value)


if __name__ == "__main__":
    told_anew = []
    for each in read():
        code, zh = told(each, "zh")
        told_anew.append(each | {"code": code, "zh": zh, "en": told(each, "en")[1]})
    KEPT.write_text(written(told_anew), "utf-8")
