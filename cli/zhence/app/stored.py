"""What a report is made from and kept as: the digests of profiles, the document read back."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from zhence.app import options
from zhence.model.fault import Fault
from zhence.model.profile import Record
from zhence.model.text import Lang, Text
from zhence.written.system import reason

LARGEST = 64 << 20  # bytes of a stored report: sixty times one of an enterprise
MOST_MARKS = 3_000_000  # commas and opening brackets in it: what is made of them takes the memory
HALF = re.compile(rb"\\u[dD][89a-fA-F]")
AGAIN = Text("检查路径和读取权限", "check the path and the permissions")


def profile_digest(record: Record, lang: Lang) -> str:
    """Return the digest of the bytes of a profile's file; with files of members, that of all their digests in order."""
    try:
        found = [sha256(Path(file).read_bytes()).hexdigest() for file in dict.fromkeys(_origins(record))]
    except OSError as error:
        why = reason(error)
        problem = Text(f"文件打不开（{why.zh}）", f"the file cannot be opened ({why.en})")
        options.stop(Fault(str(error.filename), "", problem, AGAIN, kind="unreadable-file"), lang=lang)
    whole = found[0] if len(found) == 1 else sha256("\n".join(found).encode()).hexdigest()
    return f"sha256:{whole}"


def _origins(record: Record) -> list[str]:
    """Return the files that a record and what it lists were read from, in the order of the profile."""
    return [record.origin, *(file for items in record.items.values() for item in items for file in _origins(item))]


def read_document(path: Path, lang: Lang) -> dict[str, Any]:
    """Return a stored report, or leave with a word about what is wrong with it."""
    from zhence.report.conform import misfit

    content = _content(path, lang)
    try:
        found = json.loads(content)
        if HALF.search(content):  # half a character, which no form can write
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        _stop(path, Text("不是 JSON 文件", "this is not a JSON file"), lang)
    if (problem := misfit(found)) is not None:
        _stop(path, problem, lang)
    document: dict[str, Any] = found
    return document


@contextmanager
def contradiction_told(path: Path | None, lang: Lang) -> Iterator[None]:
    """Leave with a word where a stored report that has the shape of one turns out to speak of what it does not hold."""
    try:
        yield
    except Exception:
        if path is None:  # made just now: a mistake of the program, not of a file
            raise
        _stop(path, Text("这份报告前后矛盾，写不出来", "this report contradicts itself and cannot be written"), lang)


def _content(path: Path, lang: Lang) -> bytes:
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for, a device read for ever
            _stop(path, Text("这不是普通文件", "this is no plain file"), lang)
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        why = reason(error)
        _stop(path, Text(f"文件打不开（{why.zh}）", f"the file cannot be opened ({why.en})"), lang)
    if len(content) > LARGEST:
        _stop(path, Text(f"文件超过 {LARGEST >> 20} MiB", f"the file is larger than {LARGEST >> 20} MiB"), lang)
    if sum(content.count(mark) for mark in (b",", b"[", b"{")) > MOST_MARKS:
        _stop(path, Text(f"文件里的值超过 {MOST_MARKS} 个", f"the file holds more than {MOST_MARKS} values"), lang)
    return content


def _stop(path: Path, problem: Text, lang: Lang) -> NoReturn:
    remedy = Text(
        "给出 zhence report -o 某名.json 写成的文件", "name a file that zhence report -o NAME.json has written"
    )
    options.stop(Fault(str(path), "", problem, remedy, kind="no-report"), lang=lang)
