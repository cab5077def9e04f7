"""A folder of policies -> a Catalogue, or every fault in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from zhence.catalogue import cache
from zhence.catalogue.files import digest, read_files, without_examples
from zhence.model.catalogue import Catalogue
from zhence.model.fault import FaultyError


def load(root: Path, *, is_cached: bool = True) -> Catalogue:
    """Return the catalogue of a folder, from the cache where its content was read before.

    With the cache the examples of its rules are left out: only who proves a catalogue needs them, and reads the files.

    Raises FaultyError with every fault of every file.
    """
    contents = read_files(root)
    name = digest(contents)
    if is_cached and (known := cache.fetch(name)) is not None:
        return known
    from zhence.catalogue.reader import read  # pydantic loads only where the cache does not know the content

    catalogue, faults = read(
        {file: without_examples(content) for file, content in contents.items()} if is_cached else contents
    )
    if catalogue is None or any(fault.severity == "error" for fault in faults):
        raise FaultyError(read(contents)[1] or faults)  # whole files, so that every fault is told
    catalogue = replace(catalogue, digest=name)
    if is_cached:
        cache.store(name, catalogue)
    return catalogue
