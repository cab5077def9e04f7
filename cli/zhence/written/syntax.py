"""Text as TOML; a mistake of form is explained in words instead of the parser's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

import tomli

from zhence.model.text import Text
from zhence.written.bounds import beyond, digits_beyond, dotted_beyond, too_deep, too_long_number
from zhence.written.faults import Findings, Mistake, clip

LOOKED_AT = 1_000  # characters of a line in which a slip is looked for
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[^="'\[{]*?)\s*=\s*(.*)""")
_BARE = re.compile(r"[A-Za-z0-9_.\-\s]+")
_TAIL = re.compile(r"""(?:"[^"]*"|'[^']*'|[A-Za-z0-9.\-]+)\s*([;；,，、。])""")
_JSON = re.compile(r"\s*(?:\[\s*)?\{")  # no TOML begins so
BARE_KEY = "bare-key"
_DAY = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")
_FLAGS = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


def parse(text: str, findings: Findings, ids: Mapping[str, Sequence[str]] | None = None) -> dict[str, object] | None:
    """Return what a TOML text says, numbers with a point as exact decimals, or None with the reason noted.

    `ids` has what to write in place of a title that cannot stand as a key.
    """
    if (line := dotted_beyond(text)) is not None:
        findings.add((), too_deep(), line)
        return None
    try:
        data = tomli.loads(text, parse_float=_decimal)
    except tomli.TOMLDecodeError as error:
        if _JSON.match(text):
            findings.add((), _json())
        else:
            _note(str(error), text, findings, ids or {})
        return None
    except RecursionError:
        findings.add((), too_deep())
        return None
    except ValueError:  # Python refuses to read whole numbers of thousands of digits
        findings.add((), too_long_number(), digits_beyond(text))
        return None
    if not data:
        problem = Text("文件里没有内容", "the file says nothing")
        findings.add(
            (),
            Mistake(
                "empty-file",
                problem,
                Text("用 zhence new 打印模板，照着填写", "zhence new prints a template to fill in"),
            ),
        )
        return None
    if "\\" in text and (keys := _escaped(data)) is not None:  # "..\towns" reads as a tab and "owns"
        findings.add(keys, _backslash())
        return None
    if (excess := beyond(data)) is not None:
        findings.add(*excess)
        return None
    return data


def _escaped(data: object) -> tuple[str | int, ...] | None:
    """Return the keys to the first text in which a backslash became a character that nobody types."""
    todo: list[tuple[tuple[str | int, ...], object]] = [((), data)]
    while todo:
        keys, here = todo.pop()
        if isinstance(here, str) and any(mark < " " and mark not in "\r\n" for mark in here):
            return keys
        if isinstance(here, dict):
            todo += [((*keys, key), inner) for key, inner in here.items()]
        elif isinstance(here, list):
            todo += [((*keys, at), inner) for at, inner in enumerate(here)]
    return None


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return Decimal("inf")


def _json() -> Mistake:
    return _mistake(
        "json",
        "这是 JSON，不是 TOML",
        "this is JSON and no TOML",
        "给出 .toml 文件；zhence 写出的 JSON 是结果，其中报告可用 zhence report --replay 重现",
        "name a .toml file; JSON that zhence wrote holds answers: a report of it is shown again by zhence report --replay",
    )


def _note(message: str, text: str, findings: Findings, ids: Mapping[str, Sequence[str]]) -> None:
    lines = text.split("\n")
    place = _PLACE.search(message)
    line, column = (int(place[1]), int(place[2])) if place else (len(lines), None)
    here = lines[line - 1].rstrip("\r")[:LOOKED_AT] if line <= len(lines) else ""
    found = _KEY.match(here)
    key, value = (found[1].strip("\"' "), found[2].strip()) if found else ("", "")
    mistake = _explained(message, here, key, value, column)
    if mistake.kind == BARE_KEY and (meant := ids.get(key)):
        quoted = [f"'{each}'" for each in meant]
        remedy = Text(f"写成 {'、'.join(quoted)}", f"write {' or '.join(quoted)}")
        mistake = replace(mistake, remedy=remedy)
    findings.add((key,) if key else (), mistake, line)


def _explained(message: str, here: str, key: str, value: str, column: int | None) -> Mistake:
    if "twice" in message and here.lstrip().startswith("["):
        return _table_twice(clip(here.strip().strip("[]# ")))
    if any(word in message for word in ("overwrite", "Duplicate", "twice", "mutate", "redefine")):
        return Mistake(
            "duplicate-key",
            Text(f"'{clip(key)}' 写了两次", f"'{clip(key)}' stands twice")
            if key
            else Text("同一项写了两次", "the same thing stands twice"),
            Text("留一个，删去其余", "keep one and take the others out"),
        )
    return _slip(message, here, key, value) or _general(message, column)


def _table_twice(name: str) -> Mistake:
    remedy = Text("合成一处", "merge the two")
    if re.fullmatch(r"[^.]+\.[^.0-9][^.]*", name):  # an item, of which there may be several
        remedy += Text(f"；要列几个就每个都写 [[{name}]]", f"; for several, write [[{name}]] each time")
    return Mistake("duplicate-table", Text(f"[{name}] 写了两次", f"[{name}] stands twice"), remedy)


def _slip(message: str, here: str, key: str, value: str) -> Mistake | None:
    """Return the mistake of form that people make most, if the line shows one."""
    code = here.split("#", 1)[0]
    if mistake := _heading(code.strip()):
        return mistake
    if re.search(r"=\s*[“”‘’]|^\s*[“”‘’]|[“”]\s*[,\]}]?\s*$", code):
        return _mistake(
            "full-width-quotes",
            "引号是中文引号",
            "the quotes are Chinese ones",
            '换成英文引号 "',
            'use straight quotes "',
        )
    if "＝" in code and "=" not in code:
        return _mistake("full-width-equals", "等号是全角的", "the equals sign is full-width", "换成半角 =", "use =")
    if not key and "=" not in code and re.match(r"\s*[^\[\s][^=]*[::]", code):
        return _mistake(
            "colon-for-equals", "用了冒号", "there is a colon", "换成等号：名称 = 值", "use an equals sign: key = value"
        )
    if key and not _BARE.fullmatch(key) and not here.lstrip().startswith(('"', "'")):
        near = f'"{clip(key)}"'
        return _mistake(
            BARE_KEY,
            f"'{clip(key)}' 不能直接作名称",
            f"'{clip(key)}' cannot stand as a key",
            f"用数据的英文名；中文名要加引号：{near}",
            f"use the id of the figure; other names need quotes: {near}",
        )
    if "Unescaped" in message or "hex value" in message:
        return _backslash()
    if key and (tail := _TAIL.fullmatch(value.split("#", 1)[0].strip())):
        return _mistake(
            "extra-mark",
            f"行末多了 '{tail[1]}'",
            f"there is a '{tail[1]}' too many at the end of the line",
            "删去它",
            "take it out",
        )
    if value and not re.match(r"[\"'\[{]", value) and "date" not in message:
        return _bare(value.split("#", 1)[0].strip())
    if key and not value:
        return _mistake(
            "no-value",
            f"'{clip(key)}' 后面没有值",
            f"there is no value after '{clip(key)}'",
            "填上值；不知道就删去这一行",
            "give one, or take the line out if it is not known",
        )
    return None


def _heading(code: str) -> Mistake | None:
    if re.match(r"[【［〔]", code):
        return _mistake(
            "full-width-brackets", "方括号是全角的", "the brackets are full-width", "换成半角 [ ]", "use [ and ]"
        )
    name = code.strip("[] ")
    if code.startswith("[") and code.endswith("]") and not _BARE.fullmatch(name) and not set(name) & set("\"'"):
        return _mistake(
            "bare-table",
            f"表头 [{clip(name)}] 里只能用英文字母和数字",
            f"the heading [{clip(name)}] may only hold plain letters and digits",
            "照模板里的表头写（zhence new 打印模板）",
            "write it as the template does (zhence new prints one)",
        )
    return None


def _bare(word: str) -> Mistake:
    """Return the mistake of a value that TOML cannot read as it stands."""
    said = word.casefold()
    if said in _FLAGS:
        right = "true" if _FLAGS[said] else "false"
        return _mistake(
            "flag-as-text",
            f"是与否不能写成 {word}",
            f"yes and no are not written {word}",
            f"写成 {right}，不加引号",
            f"write {right}, without quotes",
        )
    day = _DAY.fullmatch(word)
    with suppress(ValueError):
        if day:
            right = date(*(int(part) for part in day.groups())).isoformat()
            return _mistake(
                "date-as-text",
                f"日期不能写成 {word}",
                f"a date is not written {word}",
                f"写成 {right}，不加引号",
                f"write {right}, without quotes",
            )
    right = f'"{clip(word)}"'
    return _mistake(
        "needs-quotes",
        f"'{clip(word)}' 要加引号",
        f"'{clip(word)}' needs quotes",
        f"写成 {right}",
        f"write {right}",
    )


def _general(message: str, column: int | None) -> Mistake:
    at = (
        Text(f"，在第 {column} 列", f", at column {column}")
        if column
        else Text("，直到文件末尾", ", up to the end of the file")
    )
    lowered = message.casefold()
    if "string" in lowered or "illegal character" in lowered or 'expected "\'"' in lowered:
        return Mistake(
            "unclosed-quotes", Text("引号没有配对", "a quote is not closed") + at, Text("补上引号", "close it")
        )
    if "array" in lowered and "declaration" not in lowered:
        return Mistake(
            "unclosed-list",
            Text("列表 [ ] 没有写完", "a list [ ] is not closed") + at,
            Text("补上 ] 或逗号", "add ] or a comma"),
        )
    if "inline table" in lowered:
        return Mistake(
            "unclosed-braces",
            Text("花括号 { } 没有写完", "braces { } are not closed") + at,
            Text("补上 } 或逗号；花括号里不换行", "add } or a comma; braces stay on one line"),
        )
    if "declaration" in lowered:
        return Mistake(
            "unclosed-table",
            Text("表头的方括号没有配对", "the brackets of a table's name do not match") + at,
            Text("写成 [名称] 或 [[名称]]", "write [name] or [[name]]"),
        )
    if "date" in lowered:
        return Mistake(
            "impossible-date",
            Text("没有这个日期", "there is no such date") + at,
            Text("检查年月日", "check year, month and day"),
        )
    return Mistake(
        "toml-syntax",
        Text("这里不合 TOML 的写法", "this is not TOML") + at,
        Text("照 名称 = 值 写，一行一项", "write key = value, one a line"),
    )


def _backslash() -> Mistake:
    return _mistake(
        "backslash",
        "引号里有反斜杠",
        "there is a backslash inside the quotes",
        "路径用 /，或用单引号 '…'",
        "write paths with /, or use single quotes '…'",
    )


def _mistake(kind: str, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Mistake:
    return Mistake(kind, Text(zh, en), Text(remedy_zh, remedy_en))
