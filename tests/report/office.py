"""Documents of the samples, and office files opened again, for the tests of Word and Excel reports."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.engine import check
from zhence.model.catalogue import Catalogue
from zhence.model.profile import Record
from zhence.profiles.read import read_profile
from zhence.report.document import document

ROOT = Path(__file__).parent.parent.parent
SAMPLES = sorted((ROOT / "sample_inputs").glob("*/*.toml"))
ONE_GAP = ROOT / "sample_inputs" / "enterprises" / "one_gap.toml"
RANGE = ROOT / "sample_inputs" / "enterprises" / "range.toml"
HUZHEN = ROOT / "sample_inputs" / "towns" / "huzhen.toml"
DAY = date(2026, 6, 1)
DIGEST = "ab" * 32


@cache
def policies() -> Catalogue:
    return load(bundled(), is_cached=False)


def record_of(path: Path, as_of: date = DAY) -> Record:
    return read_profile(path, policies(), as_of)[0]


def told(records: Sequence[Record], as_of: date = DAY, **options: Any) -> dict[str, Any]:
    return document([(check(policies(), record, as_of), DIGEST) for record in records], policies(), **options)


@cache
def sample(*paths: Path) -> dict[str, Any]:
    return told([record_of(path) for path in paths])


def opened(data: bytes) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl does not know the solid bars of later Excels
        return load_workbook(io.BytesIO(data))


def rows(book: Workbook, sheet: str, head: int = 1) -> Iterator[dict[str, Any]]:
    """Yield each row of a sheet as cells by the head of their column."""
    table = book[sheet]
    heads = [cell.value for cell in table[head]]
    for cells in table.iter_rows(min_row=head + 1):
        yield dict(zip(heads, cells, strict=True))
