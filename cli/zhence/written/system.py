"""Why the system did not open a file, in the words of the user rather than its own."""

from __future__ import annotations

import errno

from zhence.model.text import Text
from zhence.written.faults import clip

REASONS = {
    errno.ENOENT: Text("没有这个文件", "there is no such file"),
    errno.ENOTDIR: Text("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EISDIR: Text("这是文件夹", "this is a folder"),
    errno.EACCES: Text("没有读取权限", "reading it is not permitted"),
    errno.EPERM: Text("系统不允许", "the system does not permit it"),
    errno.ELOOP: Text("链接绕成了圈", "its links go in a circle"),
    errno.ENAMETOOLONG: Text("文件名太长", "the name is too long"),
    errno.EIO: Text("磁盘读写出错", "the disk does not work"),
    errno.EMFILE: Text("打开的文件太多", "too many files are open"),
    errno.EINVAL: Text("名称不合系统的写法", "the system has no such names"),
}
NO_NAME = Text("名称里有不能用的字符", "the name holds a character that none may hold")


def reason(error: OSError | ValueError) -> Text:
    """Return why a file could not be opened; what is seldom seen stays in the words of the system."""
    if not isinstance(error, OSError):
        return NO_NAME
    known = REASONS.get(error.errno) if error.errno is not None else None
    words = clip(error.strerror or str(error))
    return known or Text(f"系统提示：{words}", words)
