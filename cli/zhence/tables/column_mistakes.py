"""What can be wrong with a column of a table: what its head means, what its cells hold."""

from __future__ import annotations

from dataclasses import replace

from zhence.model.text import Text
from zhence.written.faults import Mistake, shown


def uncomputed() -> Mistake:
    """Return the mistake of a formula whose value is not in the file."""
    return Mistake(
        "uncomputed-formula",
        Text("公式没有算出的值", "the formula has no computed value in the file"),
        Text("用 Excel 或 WPS 打开，保存一次", "open the file in Excel or WPS and save it once"),
    )


def twice(head: str, first: str) -> Mistake:
    """Return the word on two columns that state the same figure."""
    return Mistake(
        "column-twice",
        Text(
            f"'{shown(head)}' 与 '{shown(first)}' 是同一项，两列互补，不一致时按未知处理",
            f"'{shown(head)}' is the same as '{shown(first)}': one fills the gaps of the other, where they differ the figure "
            "counts as unknown",
        ),
        Text("最好只留一列", "better keep one of them"),
    )


def too_often(first: str, most: int) -> Mistake:
    """Return the mistake of one column more that states the same figure."""
    return Mistake(
        "column-twice",
        Text(
            f"与 '{shown(first)}' 同一项的列已有{most}列，这一列未用",
            f"{most} columns state the figure of '{shown(first)}' already; this one is not used",
        ),
        Text("只留一列", "keep one of them"),
    )


def ends_beside(head: str, first: str) -> Mistake:
    """Return the mistake of one end of a figure that another column states whole."""
    return Mistake(
        "column-twice",
        Text(
            f"'{shown(first)}' 已是这一项，'{shown(head)}' 未用",
            f"'{shown(first)}' states this figure already; '{shown(head)}' is not used",
        ),
        Text("删去一列", "take one of them out"),
    )


def no_name_for(kind: str) -> Mistake:
    """Return the mistake of a table without a column that tells the rows apart."""
    return Mistake(
        "no-id",
        Text(
            "按年分行的表格要有一列区分主体", "a table with a row a year needs a column that tells the subjects apart"
        ),
        Text(
            f"加一列“编号”或“名称”，或用 --id 指明（{kind}）",
            f"add a column id or name, or name one with --id ({kind})",
        ),
    )


def too_fine() -> Mistake:
    """Return the word on numbers with more decimals than are kept."""
    return Mistake(
        "too-fine",
        Text(
            "有的数超过六位小数，按所在区间判断",
            "some numbers have more than six decimals and are taken as the interval they lie in",
        ),
        Text("不影响时不必理会", "nothing to do unless it matters"),
        "warning",
    )


def too_large() -> Mistake:
    """Return the mistake of a number that is impossibly large."""
    return Mistake(
        "too-large", Text("大得不可能", "impossibly large"), Text("检查位数和单位", "check the digits and the unit")
    )


def too_various(most: int) -> Mistake:
    """Return the mistake of a column with too many different texts."""
    return Mistake(
        "too-various",
        Text(f"不同的写法超过{most}种，这一列未用", f"more than {most} different texts; the column is not used"),
        Text("检查列名是否对错了项", "check whether the head names the right fact"),
    )


def one_end(mistake: Mistake) -> Mistake:
    """Return a mistake with what to do in a column that holds one end of a range."""
    words = Text("这一列只写一头：一个确切的数或日期", "this column holds one end: write an exact number or day")
    return replace(mistake, remedy=words, plainly=None)


def unused(mistake: Mistake) -> Mistake:
    """Return what is wrong with a head, with the word that its column is not used unless that is said already."""
    if "未用" in mistake.problem.zh:
        return mistake
    also = Text("，这一列未用", "; the column is not used")
    return replace(mistake, problem=mistake.problem + also)


def wrong_type(kind: str) -> Mistake:
    """Return the mistake of a column whose type cannot hold the fact."""
    return Mistake(
        "wrong-type",
        Text(
            f"这一列的类型（{kind}）放不下这项数据，未用",
            f"a column of this type ({kind}) cannot hold the fact; it is not used",
        ),
        Text("改用文字或数字列", "use a column of texts or numbers"),
    )
