"""Write a result to a file: whole or not at all, and over another file only when told to."""

import errno
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from zhence.app import options
from zhence.model.fault import Fault
from zhence.model.profile import Record
from zhence.model.text import Lang, Text
from zhence.written.system import REASONS

NAME = Text("换一个名字", "choose another name")
FORCE = Text("换一个名字，或加 --force 覆盖", "choose another name, or add --force to write over it")
FOLDER = Text("检查文件夹与权限", "check the folder and its permissions")
ROOM = Text("腾出空间，或写到别处", "make room, or write elsewhere")
UNWRITABLE = Text("写不了：", "cannot be written: ")
FULL = Text("磁盘已满", "the disk is full")
REFUSALS = {
    errno.ENOSPC: (FULL, ROOM),
    errno.EDQUOT: (FULL, ROOM),
    errno.EFBIG: (Text("文件超过这里允许的大小", "the file is larger than is allowed here"), ROOM),
    errno.EROFS: (Text("磁盘只读", "the disk is read-only"), Text("写到别处", "write elsewhere")),
    errno.EIO: (REASONS[errno.EIO], Text("写到别处", "write elsewhere")),
    errno.ENAMETOOLONG: (REASONS[errno.ENAMETOOLONG], Text("换一个短些的名字", "choose a shorter name")),
}
FOREIGN = re.compile(r"os error (\d+)")  # how Polars tells what the system said


def spare(path: Path, inputs: Iterable[Path], lang: Lang, catalogue: Path | None = None) -> None:
    """Leave where the file to write is one that is read, of the catalogue's folder too, or cannot be looked for."""
    try:
        is_read = path.exists() and any(each.exists() and path.samefile(each) for each in inputs)
        is_read = is_read or (path.is_file() and catalogue is not None and _is_within(path, catalogue))
    except OSError as error:
        refuse(path, error, lang)
    if is_read:
        _stop(path, Text("这是要读取的文件", "this is a file to be read"), NAME, "input", lang)


def _is_within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def origins(record: Record) -> Iterator[Path]:
    """Yield the files that a record and all below it were read from."""
    found = dict.fromkeys([record.origin])
    todo = [record]
    while todo:
        below = [item for items in todo.pop().items.values() for item in items]
        found |= dict.fromkeys(item.origin for item in below)
        todo += below
    yield from (Path(origin) for origin in found if origin)


def ends_in(path: Path, form: str, lang: Lang) -> None:
    """Leave where the name of a file ends as one of another form."""
    if path.suffix.lower() not in ("", f".{form}"):
        problem = Text(f"后缀不是 .{form}", f"does not end in .{form}")
        _stop(path, problem, Text(f"改为 {path.stem}.{form}", f"name it {path.stem}.{form}"), "usage", lang)


def keep(path: Path, lang: Lang, *, force: bool, remedy: Text = FORCE) -> None:
    """Leave where the path is a folder, a device or a pipe, or a file that is not to be written over."""
    try:
        if path.is_dir():
            _stop(path, Text("这是一个文件夹", "this is a folder"), NAME, "is-a-folder", lang)
        if path.exists() and not path.is_file():
            _stop(path, Text("这不是普通文件", "this is no ordinary file"), NAME, "no-file", lang)
        if path.exists() and not force:
            _stop(path, Text("文件已存在", "the file exists"), remedy, "exists", lang)
    except OSError as error:
        refuse(path, error, lang)


def write(path: Path, content: bytes, *, force: bool, lang: Lang, remedy: Text = FORCE) -> None:
    """Write the file, or leave with a word about why it cannot be; nothing half written is left behind."""
    from zhence.written.whole import whole  # most commands write no file

    keep(path, lang, force=force, remedy=remedy)
    try:
        with whole(path) as part:
            part.write_bytes(content)
    except OSError as error:
        refuse(path, error, lang)


def refuse(path: Path, error: BaseException, lang: Lang) -> NoReturn:
    """Leave with a word about why a file could not be written."""
    problem, remedy = _refusal(_told(error))
    _stop(path, UNWRITABLE + problem, remedy, "unwritable", lang)


def is_lost(error: OSError) -> bool:
    """Tell whether an error is of a stream that takes no more, rather than of a file."""
    return error.filename is None and error.errno in REFUSALS


def lost(error: OSError) -> Fault:
    """Return the fault of a standard output that takes no more."""
    problem, remedy = _refusal(error)
    return Fault("stdout", "", UNWRITABLE + problem, remedy, kind="unwritable")


def _told(error: BaseException) -> BaseException:
    """Return the error of the system that another one tells of."""
    if isinstance(error, OSError) and error.errno is not None:
        return error
    found = FOREIGN.search(str(error))
    if found is None:
        return error
    number = int(found[1])
    return OSError(0, "", None, number) if sys.platform == "win32" else OSError(number, os.strerror(number))


def _refusal(error: BaseException) -> tuple[Text, Text]:
    """Return why a file could not be written, and what to do about it."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return Text("没有这个文件夹", "there is no such folder"), FOLDER
        case PermissionError():
            problem = Text(
                "没有写入权限，或文件正在别的程序里打开",
                "writing there is not permitted, or another program has the file open",
            )
            return problem, FOLDER
        case IsADirectoryError():
            return Text("这是一个文件夹", "this is a folder"), NAME
        case OSError() if error.errno in REFUSALS:
            return REFUSALS[error.errno]
    words = str(getattr(error, "strerror", None) or error).split("\n", 1)[0][:200]
    return Text(words, words), FOLDER


def _stop(path: Path, problem: Text, remedy: Text, kind: str, lang: Lang) -> NoReturn:
    options.stop(Fault(str(path), "", problem, remedy, kind=kind), lang=lang)
