"""Profile files as text: found, read in bounds, decoded; what stands in the way is a fault."""

from __future__ import annotations

import codecs
import difflib
from itertools import islice
from pathlib import Path

from zhence.model.text import Text
from zhence.profiles.members import MOST_FILES, bad_pattern, no_match, too_many_files
from zhence.written.bounds import LARGEST, too_large
from zhence.written.faults import Findings, Mistake
from zhence.written.system import reason

LARGEST_WORKBOOK = 16 << 20  # bytes, packed
_SIBLINGS = 2_000
_SAVE = Text("另存为 UTF-8 编码", "save the file as UTF-8")


def read_text(path: Path, findings: Findings) -> str | None:
    """Return the text of a file, or None with the reason noted."""
    data = read_bytes(path, findings)
    return None if data is None else _decode(data, findings)


def read_bytes(path: Path, findings: Findings, largest: int = LARGEST) -> bytes | None:
    """Return what a file holds, at most `largest` bytes, or None with the reason noted."""
    try:
        if path.is_dir():
            problem = Text("这是文件夹，不是文件", "this is a folder, not a file")
            findings.add(
                (), Mistake("is-a-folder", problem, Text("给出其中的一个 .toml 文件", "name one .toml file in it"))
            )
            return None
        if path.exists() and not path.is_file():  # a pipe would be waited for, a device read for ever
            problem = Text("这不是普通文件", "this is no plain file")
            remedy = Text("把内容存成一个 .toml 文件", "save its content as a .toml file")
            findings.add((), Mistake("no-plain-file", problem, remedy))
            return None
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except FileNotFoundError:
        findings.add((), _missing(path))
        return None
    except (OSError, ValueError) as error:
        why = reason(error)
        problem = Text(f"文件打不开（{why.zh}）", f"the file cannot be opened ({why.en})")
        findings.add(
            (), Mistake("unreadable-file", problem, Text("检查路径和读取权限", "check the path and the permissions"))
        )
        return None
    if len(data) > largest:
        findings.add((), too_large(largest))
        return None
    return data


def _missing(path: Path) -> Mistake:
    near: list[str] = []
    try:
        siblings = [each.name for each in islice(path.parent.iterdir(), _SIBLINGS)]
        near = difflib.get_close_matches(path.name, sorted(siblings), n=1, cutoff=0.6)
    except (OSError, ValueError):
        pass
    return Mistake(
        "no-file",
        Text("没有这个文件", "there is no such file"),
        Text(f"是否 '{near[0]}'？", f"did you mean '{near[0]}'?") if near else Text("检查路径", "check the path"),
    )


def _decode(data: bytes, findings: Findings) -> str | None:
    """Decode UTF-8, or GB18030 with a word about it; anything else is not guessed at."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        findings.add((), Mistake("utf-16", Text("文件是 UTF-16 编码", "the file is encoded in UTF-16"), _SAVE))
        return None
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        problem = Text(
            "这是 Excel、Word 或压缩文件，不是 TOML 文本", "this is an Excel, Word or zip file, not TOML text"
        )
        findings.add(
            (), Mistake("office-file", problem, Text("把内容写进 .toml 文件", "write its content into a .toml file"))
        )
        return None
    if b"\0" in data:
        findings.add((), Mistake("not-text", Text("文件里有二进制内容", "the file holds binary content"), _SAVE))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        broken = error.start
    if _mostly_utf8(data):
        line = data.count(b"\n", 0, broken) + 1
        problem = Text(
            "文件是 UTF-8，但这一行有损坏的字符", "the file is UTF-8, but a character of this line is damaged"
        )
        remedy = Text("重新输入这一行的文字，再另存为 UTF-8", "type the text of this line again and save as UTF-8")
        findings.add((), Mistake("damaged-utf-8", problem, remedy), line)
        return None
    try:
        text = data.decode("gb18030").removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Text("编码既不是 UTF-8，也不是 GB18030", "the encoding is neither UTF-8 nor GB18030")
        findings.add((), Mistake("unknown-encoding", problem, _SAVE), line)
        return None
    problem = Text("文件按 GB18030 编码读取", "the file was read as GB18030")
    remedy = Text("核对中文是否正确，最好另存为 UTF-8", "check the Chinese; better save the file as UTF-8")
    findings.add((), Mistake("gb18030", problem, remedy, "warning"), 1)
    return text


def _mostly_utf8(data: bytes) -> bool:
    """Tell damaged UTF-8 from another encoding: text in GB18030 hardly ever forms whole characters of UTF-8."""
    text = data.decode("utf-8", errors="replace")
    return sum(mark >= "\u0800" and mark != "\ufffd" for mark in text) > text.count("\ufffd")


def match_files(folder: Path, pattern: str) -> list[Path] | Mistake:
    """Return the files that a pattern of the command line names, wherever they are, in a stable order."""
    try:
        anchor = Path(pattern.replace("\\", "/"))
        start, rest = (Path(anchor.anchor), anchor.relative_to(anchor.anchor)) if anchor.anchor else (folder, anchor)
        found = list(islice((path for path in start.glob(str(rest)) if path.is_file()), MOST_FILES + 1))
    except (OSError, ValueError, NotImplementedError, IndexError):
        return bad_pattern(pattern)
    if len(found) > MOST_FILES:
        return too_many_files(pattern)
    if not found:
        return no_match(pattern)
    return sorted(found, key=lambda path: path.as_posix())
