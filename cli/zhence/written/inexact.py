"""Why a text is not a number, and how to write what it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from zhence.model.text import Text, same
from zhence.written.faults import Mistake, shown

_BLANKS = """
? ?? - -- — —— / \\ * . ... … n/a na nil none null tbd unknown nan
无 暂无 没有 待定 待填 待补 未知 不详 不知道 空 xx xxx
"""
BLANK = frozenset(["", *_BLANKS.split()])
AFTER_BLANK = "%元万亿"  # a unit says no more than the placeholder in front of it
_ABOUT = re.compile(r"约|大概|左右|将近|接近|上下|about|approx|around|~|≈|余|多", re.IGNORECASE)
_BOUND = re.compile(
    r"以上|以下|以内|超过|不足|不到|不低于|不少于|不超过|大于|小于|至少|至多|最多|[<>≤≥≦≧]|over|under|at least|at most|\+$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"[^\s+\-~–—至到]\s*(?:~|–|—|-+|至|到|\bto\b)\s*[0-9]")
_CHINESE = re.compile(r"[〇零一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾佰仟半]|百(?!分点)|千分之|^[^0-9]*[千万亿]")
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?[^0-9~–—\-至到]*")
_UNIT = re.compile(r"[^0-9.,\s]*\s*$")  # what stands behind the digits
_EXCEL = re.compile(r"#(?:DIV/0!|N/A|VALUE!|REF!|NAME\?|NUM!|NULL!|#+)", re.IGNORECASE)
_STOP = re.compile(r"([0-9])[。·．]([0-9])")


def one_unit(low: str, high: str) -> tuple[str, str]:
    """Return both ends of a range with the unit that one of them left out: 2-3亿元 is 2亿元 to 3亿元, 2千-3千万元 2千万元 to 3千万元."""
    first, last = _UNIT.search(low), _UNIT.search(high)
    if first is None or last is None or first[0] == last[0]:
        return low, high
    if last[0].startswith(first[0]):
        return low[: first.start()] + last[0], high
    return (low, high + first[0]) if not last[0] else (low, high)


def meant_ends(
    low: str, high: str, unit: str, amount: Callable[[str], Fraction | None], *, is_sorted: bool
) -> tuple[str, str]:
    """Return both ends of a range with the unit that one of them left out: that of the other end, or the figure's `unit`.

    The one that brings the ends closer is meant: 2-3亿元 is 2亿元 to 3亿元, 8000-1亿元 is 8000万元 to 1亿元. `amount` reads
    an end. Sorted, the smaller end comes first.
    """
    own = tuple(end + unit if end[-1:].isdecimal() else end for end in (low, high))
    shared = one_unit(low, high)
    ways = [shared] if shared == (low, high) else [shared, (own[0], own[1])]
    ends, first, last = min(
        ((ends, amount(ends[0]), amount(ends[1])) for ends in ways), key=lambda way: _apart(way[1], way[2])
    )
    return ends[::-1] if is_sorted and first is not None and last is not None and first > last else ends


def _apart(first: Fraction | None, last: Fraction | None) -> Fraction:
    """Return how many times the larger end is the smaller one; 0 where that says nothing."""
    if not first or not last:
        return Fraction(0)
    sizes = sorted((abs(first), abs(last)))
    return sizes[1] / sizes[0]


def is_blank(text: str) -> bool:
    """Tell whether a text is a placeholder for a value that nobody knows."""
    return text.strip().casefold().rstrip(AFTER_BLANK) in BLANK


def blank_value(raw: object) -> Mistake:
    """Return the mistake of writing down that a value is not known."""
    return Mistake(
        "blank-value",
        Text(f"'{shown(raw)}' 不是值", f"'{shown(raw)}' is not a value"),
        Text(
            "不知道就不写这一行：没有的数据按未知处理，不会当成零或否",
            "leave the line out: a figure that is not given is unknown, never zero or no",
        ),
        plainly=Text(
            "不知道就不填：没有的数据按未知处理，不会当成零或否",
            "give nothing: a figure that is not given is unknown, never zero or no",
        ),
    )


def explain(
    raw: str,
    text: str,
    sample: str,
    ends: Callable[[str, str], tuple[str, str]] = one_unit,
    unknown: Mistake | None = None,
) -> Mistake:
    """Return what is wrong with a text that could not be read as a number; `unknown` if nothing better is seen.

    `ends` gives both ends of a range the unit that one of them left out.
    """
    if is_blank(text):
        return blank_value(raw)
    if _EXCEL.fullmatch(text):
        return Mistake(
            "excel-error",
            Text(f"'{shown(raw)}' 是 Excel 的报错，不是值", f"'{shown(raw)}' is an error of Excel, not a value"),
            Text(
                "在表格里改好公式再抄；不知道就不写这一行",
                "mend the formula first, or leave the line out if it is not known",
            ),
        )
    if _STOP.search(text):
        meant = _STOP.sub(r"\1.\2", text)
        return Mistake(
            "full-stop-for-point",
            Text(
                f"'{shown(raw)}' 的小数点写成了句号", f"the decimal point of '{shown(raw)}' is a full stop of Chinese"
            ),
            Text("写成 ", "write ") + same(f'"{meant}"'),
        )
    bare = sample.strip('"')
    numbers = [found.strip(" ,") for found in _NUMBER.findall(text)]
    if _RANGE.search(text) and len(numbers) >= 2:
        low, high = ends(numbers[0], numbers[-1])
        is_plain = text[:1].isdecimal()
        return Mistake(
            "range-as-text",
            Text(f"'{shown(raw)}' 像是一个范围", f"'{shown(raw)}' looks like a range"),
            Text("写成 ", "write it as ") + same(f'{{ from = "{low}", to = "{high}" }}'),
            plainly=Text("写成 ", "write it as ")
            + (same(f"{low}~{high}") if is_plain else Text("下限~上限", "lowest~highest")),
        )
    if _BOUND.search(text):
        return Mistake(
            "bound-as-text",
            Text(f"'{shown(raw)}' 只说了一头", f"'{shown(raw)}' only says one end"),
            Text(
                f"写出确切的数；只知道下限或上限时写 {{ from = {sample} }} 或 {{ to = {sample} }}",
                f"write the exact number, or {{ from = {sample} }} or {{ to = {sample} }} if only one end is known",
            ),
            plainly=Text(
                f"写出确切的数；只知道下限或上限时写 {bare}~ 或 ~{bare}",
                f"write the exact number, or {bare}~ or ~{bare} if only one end is known",
            ),
        )
    if _ABOUT.search(text):
        return Mistake(
            "about-as-text",
            Text(f"'{shown(raw)}' 是约数", f"'{shown(raw)}' is only about right"),
            Text(
                f"写成 {{ value = {sample}, estimate = true }} 或范围 {{ from = …, to = … }}",
                f"write it as {{ value = {sample}, estimate = true }} or as a range {{ from = …, to = … }}",
            ),
            plainly=Text("写成范围：下限~上限", "write a range: lowest~highest"),
        )
    if _CHINESE.search(text):
        return Mistake(
            "number-in-words",
            Text(f"'{shown(raw)}' 用了汉字数字", f"'{shown(raw)}' spells its number out"),
            Text(f"用阿拉伯数字，如 {sample}", f"write digits, like {sample}"),
        )
    return unknown or Mistake(
        "not-a-number",
        Text(f"'{shown(raw)}' 读不成一个数", f"'{shown(raw)}' cannot be read as one number"),
        Text(f"写成 {sample} 这样", f"write it like {sample}"),
    )
