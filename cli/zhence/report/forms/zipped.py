"""Office files are zip archives: the same parts packed on the same day are the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date

EARLIEST, LATEST = 1980, 2107  # the years that a zip archive can write down


def dated_zip(data: bytes, as_of: str) -> bytes:
    """Return an archive with the same parts in the same order, all of them of one day."""
    day = date.fromisoformat(as_of)
    stamp = (min(max(day.year, EARLIEST), LATEST), day.month, day.day, 0, 0, 0)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            info = zipfile.ZipInfo(part.filename, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            new.writestr(info, old.read(part))
    return target.getvalue()
