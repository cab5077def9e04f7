"""Run commands in a process that hears every file it opens for writing, every socket, program and piece of code.

`python audited.py COMMANDS.json EVENTS.json`: a list of argument lists in, a list of [number of the command, event,
details] out, with the exit code of each command as the event "left".
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

CANARY = "canary_4711"  # what a hostile profile says of itself in these tests
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = (
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.rename",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.truncate",
    "shutil.",
)
PROGRAMS = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "pty.")
heard: list[tuple[int, str, list[str]]] = []
current = 0


def hear(event: str, details: tuple[Any, ...]) -> None:
    """Note an event that could touch anything outside the process, or make code of data."""
    if event == "open":
        path, _, flags = details
        if isinstance(path, (str, bytes)) and flags & WRITES:
            heard.append((current, event, [os.fsdecode(path)]))
    elif event == "compile":
        source = details[0] if isinstance(details[0], (str, bytes)) else b""
        if CANARY in (source if isinstance(source, str) else source.decode("utf-8", "replace")):
            heard.append((current, event, [str(details[1])]))
    elif event in ("pickle.find_class", "marshal.load") or event.startswith(("socket.", *CHANGES, *PROGRAMS)):
        heard.append((current, event, [str(each) for each in details]))


def main(commands: Path, events: Path) -> None:
    """Run the commands one after the other, and write down what was heard."""
    global current
    sys.addaudithook(hear)
    from zhence.app import main as run

    for current, words in enumerate(json.loads(commands.read_text("utf-8"))):
        sys.argv = ["zhence", *words]
        code: object = 0
        said = io.TextIOWrapper(io.BytesIO(), "utf-8")
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                run()
            except SystemExit as leaving:
                code = leaving.code
        heard.append((current, "left", [str(code or 0)]))
    told = list(heard)
    events.write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
