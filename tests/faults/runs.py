"""A warm process that runs commands in processes split off from it: they are at work at once, and may be killed.

It reads a JSON line for each set of commands to run side by side, and answers with a line: how each ended, in seconds.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

WARM = ("app.report", "app.batch", "app.batch_run", "report.forms.docx", "report.forms.xlsx", "report.forms.html")


class Warm:
    """The warm process, as tests speak to it."""

    def __init__(self, cache: Path) -> None:
        environment = os.environ | {"ZHENCE_CACHE": str(cache), "COLUMNS": "1000", "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
        )

    def run(self, *words: str | Path, **how: Any) -> tuple[int, float]:
        """Run one command; return its code, negative where a signal ended it, and how long it took."""
        return self.together([words], **how)[0]

    def together(self, commands: Iterable[Iterable[str | Path]], **how: Any) -> list[tuple[int, float]]:
        """Run commands at once: killed `after` seconds, with no file of more than `most` bytes, saying to file `said`."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        asked = {"commands": [[str(word) for word in words] for words in commands]} | how
        self.process.stdin.write(json.dumps(asked, default=str) + "\n")
        self.process.stdin.flush()
        return [(code, took) for code, took in json.loads(self.process.stdout.readline())]

    def close(self) -> None:
        self.process.communicate()


def serve() -> None:
    """Answer lines until there are no more."""
    from importlib import import_module

    for name in WARM:
        import_module(f"zhence.{name}")
    for line in sys.stdin:
        asked = json.loads(line)
        begun = time.monotonic()
        children = [_split(words, asked.get("most"), asked.get("said")) for words in asked["commands"]]
        if (after := asked.get("after")) is not None:
            while time.monotonic() < begun + after and not _are_done(children):
                time.sleep(0.001)
            for child in children:
                os.kill(child, signal.SIGKILL)  # one that has ended is still there for this
        ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        took = time.monotonic() - begun
        sys.stdout.write(json.dumps([(end, took) for end in ends]) + "\n")
        sys.stdout.flush()


def _are_done(children: list[int]) -> bool:
    """Tell whether processes have ended, and leave them to be waited for."""
    return all(os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None for child in children)


def _split(words: list[str], most: int | None, said: str | None) -> int:
    child = os.fork()
    return child or _work(words, most, said)


def _work(words: list[str], most: int | None, said: str | None) -> NoReturn:
    from zhence.app import main

    code = 70
    try:
        stream = os.open(said or os.devnull, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(stream, 1)
        os.dup2(stream, 2)
        if most is not None:
            import resource

            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        sys.argv = ["zhence", *words]
        main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        for each in (sys.stdout, sys.stderr):
            each.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
