"""The validated catalogue, kept in the user's cache folder under the digest of its content and the program's version.

A cached file that is damaged, of another version or in any way not what was stored is ignored, never trusted: a
keyed line states the digest of the body, and the body may name nothing but our own plain shapes; one that somebody else
owns or may write is not opened.
"""

from __future__ import annotations

import gc
import hashlib
import io
import os
import pickle
import stat
import sys
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

from zhence import __version__
from zhence.model.catalogue import Catalogue

ALLOWED = {
    "fractions": {"Fraction"},
    "datetime": {"date"},
    "builtins": {"frozenset", "set"},
}


class _Plain(pickle.Unpickler):
    """Build our model's shapes and nothing else."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401
        if module.startswith("zhence.model.") or name in ALLOWED.get(module, ()):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:  # no function, and nothing that a module imports
                return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a catalogue")


class _Pickler(pickle.Pickler):
    """Write fractions as two whole numbers; as text, which is their own way, they take ten times as long to read."""

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401
        if type(value) is Fraction:
            return Fraction, (value.numerator, value.denominator)
        return NotImplemented


def folder() -> Path:
    """Return where catalogues are kept; ZHENCE_CACHE names another folder."""
    if named := os.environ.get("ZHENCE_CACHE"):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "zhence"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "zhence"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zhence"


def _path(name: str) -> Path:
    python = f"{sys.version_info.major}{sys.version_info.minor}"
    return folder() / f"{name[:32]}-{__version__}-{python}-{_shape_digest()}.catalogue"


def _shape_digest() -> str:
    """Name the code of the shapes, so that a checkout whose model changed never reads an older one's cache."""
    whole = hashlib.sha256()
    for path in sorted((Path(__file__).parent.parent / "model").glob("*.py")) if "zip" not in __file__ else ():
        found = path.stat()
        whole.update(f"{path.name}:{found.st_size}:{found.st_mtime_ns};".encode())
    return whole.hexdigest()[:8]


def fetch(name: str) -> Catalogue | None:
    """Return the catalogue of this content if an undamaged one is kept."""
    try:
        path = _path(name)
        if not _is_ours(path):
            return None
        stored = path.read_bytes()
        seal, body = stored[:64], stored[64:]
        if hashlib.sha256(body).hexdigest().encode() != seal:
            return None
        catalogue = _build(body)
    except Exception:
        return None
    return catalogue if isinstance(catalogue, Catalogue) and catalogue.digest == name else None


def _is_ours(path: Path) -> bool:
    """Tell whether nobody but the user can have written a file; Windows keeps the folder of a user from others."""
    if sys.platform == "win32":
        return path.is_file()
    found = path.stat()
    return stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _build(body: bytes) -> object:
    """Build what was kept; the collector would only walk thousands of new objects that all stay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return _Plain(io.BytesIO(body)).load()
    finally:
        if was_enabled:
            gc.enable()


def store(name: str, catalogue: Catalogue) -> None:
    """Keep a catalogue, whole or not at all; a folder that cannot be written is no fault."""
    from zhence.written.whole import whole

    kept = io.BytesIO()
    _Pickler(kept, protocol=5).dump(catalogue)
    body = kept.getvalue()
    with suppress(OSError, RuntimeError):  # RuntimeError: nobody knows where the user is at home
        path = _path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # one that others may write would pass that on
        with whole(path) as part:
            part.chmod(0o600)
            part.write_bytes(hashlib.sha256(body).hexdigest().encode() + body)
