"""How a table of subjects is held: one row a subject, one column a figure, numbers as scaled integers.

The column of a figure is named as its key is written: `revenue@2025`, `county`; a membership the user confirms is
`zone.<id>`. A number or a day known only as a range stands in two columns, `revenue@2025:low` and `revenue@2025:high`,
an end that is open is null. Null is unknown, in every column.

| type of fact | column |
|---|---|
| money, number, percent, count | Int64, in millionths of the fact's own unit |
| date | Date |
| flag, zone | Boolean |
| choice, text, place | String: the id of the choice, the text, the name of the place |
| set | List(String) |
"""

from __future__ import annotations

from fractions import Fraction

from zhence.model.fact import FactKey

NAME = "name"  # what a subject is called
ID = "id"  # what tells it apart, where it has a number of its own
ROW = "row"  # the row of the table a subject was read from
SCALE = 1_000_000  # six decimals: of a number in ten thousand yuan, the hundredth of a yuan
LIMIT = 2**53  # no scaled number reaches it, so that a double holds it exactly


def scaled(amount: Fraction) -> tuple[int, int]:
    """Return the two whole numbers a number lies between in a column; one and the same where it is exact."""
    exact = amount * SCALE
    return exact.numerator // exact.denominator, -(-exact.numerator // exact.denominator)


def column(key: FactKey) -> str:
    """Return the name of the column of a figure."""
    return str(key)


def low(key: FactKey) -> str:
    """Return the name of the column of the lower end of a figure that is a range."""
    return f"{key}:low"


def high(key: FactKey) -> str:
    """Return the name of the column of the upper end of a figure that is a range."""
    return f"{key}:high"


def whole(name: str) -> str:
    """Return the name of the column of a figure for that of one of its ends, and of any other column its own."""
    return name.removesuffix(":low").removesuffix(":high")
