"""Write a result to a file: whole or not at all, and over another file only when told to."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from zhence.app import options
from zhence.model.fault import Fault
from zhence.model.text import Lang, Text


def write(path: Path, content: bytes, *, force: bool, lang: Lang) -> None:
    """Write the file, or leave with a word about why it cannot be; nothing half written is left behind."""
    part = path.parent / f".{path.name}.{os.getpid()}.part"
    try:
        if path.exists() and not force:
            _stop(
                path,
                Text("文件已存在", "the file exists"),
                Text("换一个名字,或加 --force 覆盖", "choose another name, or add --force to write over it"),
                "exists",
                lang,
            )
        with part.open("xb") as file:
            file.write(content)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        _stop(
            path,
            Text("写不了:", "cannot be written: ") + options.reason(error),
            Text("检查文件夹与权限", "check the folder and its permissions"),
            "unwritable",
            lang,
        )


def _stop(path: Path, problem: Text, remedy: Text, kind: str, lang: Lang) -> NoReturn:
    options.stop(Fault(str(path), "", problem, remedy, kind=kind), lang=lang)
