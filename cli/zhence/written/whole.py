"""A file written whole or not at all, however the writing ends."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

if sys.platform != "win32":
    import fcntl


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give the name of a file to write beside `path`, and put it in the place of `path` once it is written.

    A run that was killed leaves that file behind: the next one for the same path removes it, but not the one that a
    run still writes, which is locked on POSIX and cannot be removed on Windows.

    Raises:
        OSError: where it cannot be written; what was there before is kept, and nothing is left beside it.

    """
    mark = f".zhence-{sha256(os.fsencode(path.name)).hexdigest()[:12]}"
    for left in path.parent.glob(f"{mark}-*.part"):
        _remove_left(left)
    part, handle = _begin(path.parent, mark)
    try:
        yield part
        os.fsync(handle)
        with suppress(OSError):
            shutil.copymode(path, part)  # what only some may read stays so
        if sys.platform == "win32":  # an open file cannot be moved there
            os.close(handle)
            handle = -1
        part.replace(path)
    finally:
        if handle >= 0:
            os.close(handle)
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _begin(folder: Path, mark: str) -> tuple[Path, int]:
    """Make the file and hold it; once more where another run took it for one left behind."""
    while True:
        part = folder / f"{mark}-{os.urandom(4).hex()}.part"
        handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
        if sys.platform != "win32":
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX)
        if part.exists():
            return part, handle
        os.close(handle)


def _remove_left(part: Path) -> None:
    """Remove a file that no run holds any more."""
    with suppress(OSError):
        if sys.platform == "win32":
            part.unlink()
            return
        handle = os.open(part, os.O_RDWR)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()
        finally:
            os.close(handle)
