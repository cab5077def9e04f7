"""Run the command line inside this process, as a user does in a pipe: what it prints, what it complains of, how it leaves."""

from __future__ import annotations

import gc
import io
import os
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from zhence.app import main

OURS = ("LC_", "LANG", "COLUMNS", "ZHENCE_LANG", "NO_COLOR", "FORCE_COLOR")


@dataclass(frozen=True)
class Told:
    """What a run of the command line leaves behind."""

    code: int
    out: str
    err: str


def run(*arguments: str | Path, folder: Path, width: int = 100) -> Told:
    """Return what a command says when started in a folder; standard input is empty."""
    kept = {word: said for word, said in os.environ.items() if not word.startswith(OURS)}
    out, err = io.StringIO(), io.StringIO()
    threshold = gc.get_threshold()
    code: object = 0
    with (
        patch.object(sys, "argv", ["zhence", *map(str, arguments)]),
        patch.object(sys, "stdin", io.StringIO()),
        patch.dict(os.environ, kept | {"COLUMNS": str(width)}, clear=True),
        chdir(folder),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as leaving:
            code = leaving.code
    gc.set_threshold(*threshold)
    return Told(code if isinstance(code, int) else int(code is not None), out.getvalue(), err.getvalue())
