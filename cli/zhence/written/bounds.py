"""How much one text of TOML may hold; looked at before anybody makes sense of it."""

from __future__ import annotations

import re
from decimal import Decimal

from zhence.model.text import Text
from zhence.written.faults import Mistake
from zhence.written.lines import KeyPath

LARGEST = 1 << 20  # bytes of a text
DEEPEST = 20  # tables and lists inside one another
MOST_VALUES = 50_000  # keys and items of lists
LONGEST_TEXT = 32_767  # characters: what a cell of Excel holds, where reports go
LONGEST_KEY = 1_000
LONGEST_NUMBER = 1_000  # digits, or places before or after the point
_PARTS = 50  # of one dotted key: the time that a TOML reader takes grows with their square

_DIGITS = re.compile(rf"[0-9_]{{{LONGEST_NUMBER + 1},}}+")


def dotted_beyond(text: str) -> int | None:
    """Return the line of a key of very many dotted parts, None where there is none."""
    if all(line.count(".") < _PARTS for line in text.split("\n")):  # a key stands on one line
        return None
    part = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+"""
    found = re.search(rf"(?<![A-Za-z0-9_-])(?:{part}\.[ \t]*+){{{_PARTS},}}+", text)
    return None if found is None else text.count("\n", 0, found.start()) + 1


def digits_beyond(text: str) -> int | None:
    """Return the line of a number of very many digits, None where there is none."""
    found = _DIGITS.search(text)
    return None if found is None else text.count("\n", 0, found.start()) + 1


def beyond(data: dict[str, object]) -> tuple[KeyPath, Mistake] | None:
    """Return what of a text that was read passes a bound, under the path of its key; None where nothing does."""
    if _fits(data):
        return None
    todo: list[tuple[KeyPath, object]] = [((), data)]
    count = 0
    while todo:
        path, here = todo.pop()
        count += 1
        if count > MOST_VALUES + 1:
            return (), too_many_values()
        if len(path) > DEEPEST:
            return path, too_deep()
        if isinstance(here, dict):
            if any(len(key) > LONGEST_KEY for key in here):
                return path, _too_long_key()
            todo += [((*path, key), inner) for key, inner in here.items()]
        elif isinstance(here, list):
            todo += [((*path, at), inner) for at, inner in enumerate(here)]
        elif isinstance(here, str) and len(here) > LONGEST_TEXT:
            return path, _too_long_text(len(here))
        elif _is_endless(here):
            return path, too_long_number()
    return None


def _fits(data: dict[str, object]) -> bool:
    """Tell whether nothing passes a bound, without the paths that tell where: most texts fit, and are read often."""
    level: list[object] = [data]
    count = 0
    for _ in range(DEEPEST + 1):
        count += len(level)
        below: list[object] = []
        for here in level:
            if isinstance(here, str):
                if len(here) > LONGEST_TEXT:
                    return False
            elif isinstance(here, dict):
                if any(len(key) > LONGEST_KEY for key in here):
                    return False
                below += here.values()
            elif isinstance(here, list):
                below += here
            elif _is_endless(here):
                return False
        if not below:
            return count <= MOST_VALUES + 1
        level = below
    return False


def _is_endless(raw: object) -> bool:
    if isinstance(raw, int):
        return raw.bit_length() > LONGEST_NUMBER * 3 and abs(raw) >= 10**LONGEST_NUMBER
    if not isinstance(raw, Decimal) or not raw.is_finite():
        return False
    _, digits, exponent = raw.as_tuple()
    return len(digits) > LONGEST_NUMBER or abs(int(exponent)) > LONGEST_NUMBER


def too_large(largest: int) -> Mistake:
    """Return the mistake of a file of more bytes than these."""
    problem = Text(f"文件超过 {largest >> 20} MiB", f"the file is larger than {largest >> 20} MiB")
    remedy = Text(
        "一个文件只写一个主体；成批数据用表格文件", "keep one subject a file; many subjects belong in a table"
    )
    return Mistake("too-large-file", problem, remedy)


def too_deep() -> Mistake:
    """Return the mistake of tables nested beyond sense."""
    problem = Text(f"表或列表套得太深，超过 {DEEPEST} 层", f"tables or lists are nested deeper than {DEEPEST}")
    return Mistake("too-deep", problem, Text("照模板的层次写", "keep to the levels of the template"))


def too_many_values() -> Mistake:
    """Return the mistake of a file of too many values."""
    problem = Text(f"文件里的值超过 {MOST_VALUES} 个", f"the file holds more than {MOST_VALUES} values")
    remedy = Text("拆成几个文件；成批数据用表格文件", "split it up; many subjects belong in a table")
    return Mistake("too-many-values", problem, remedy)


def too_long_number() -> Mistake:
    """Return the mistake of a number that nobody can mean."""
    problem = Text(f"有一个数超过 {LONGEST_NUMBER} 位", f"a number has more than {LONGEST_NUMBER} digits")
    return Mistake("too-long", problem, Text("检查位数", "check the digits"))


def _too_long_key() -> Mistake:
    problem = Text(f"有一个名称超过 {LONGEST_KEY} 个字符", f"a name is longer than {LONGEST_KEY} characters")
    return Mistake("too-long-key", problem, Text("检查引号是否配对，或写短", "check the quotes, or shorten it"))


def _too_long_text(length: int) -> Mistake:
    problem = Text(
        f"文字有 {length} 个字符，最多 {LONGEST_TEXT} 个", f"the text has {length} characters, {LONGEST_TEXT} at most"
    )
    return Mistake("too-long-text", problem, Text("写短；检查引号是否配对", "shorten it, and check the quotes"))
