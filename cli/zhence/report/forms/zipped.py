"""Office files are zip archives: the same parts packed on the same day are the same bytes."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date

EARLIEST, LATEST = 1980, 2107  # the years that a zip archive can write down
MADE_BY = struct.pack("<BB", 20, 3)  # version 2.0, on Unix
OWNERS = struct.pack("<L", 0o600 << 16)  # read and written by the owner
HEAD = 46  # bytes of an entry of the directory, before its name


def dated_zip(data: bytes, as_of: str) -> bytes:
    """Return an archive with the same parts, all of them of one day and of one system; nothing is packed again."""
    day = date.fromisoformat(as_of)
    stamp = struct.pack("<HH", 0, (min(max(day.year, EARLIEST), LATEST) - EARLIEST) << 9 | day.month << 5 | day.day)
    archive = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts, at = packed.infolist(), packed.start_dir
    for part in parts:
        archive[part.header_offset + 10 : part.header_offset + 14] = stamp
        archive[at + 4 : at + 6] = MADE_BY
        archive[at + 12 : at + 16] = stamp
        archive[at + 38 : at + 42] = OWNERS
        at += HEAD + sum(struct.unpack_from("<HHH", archive, at + 28))
    return bytes(archive)
