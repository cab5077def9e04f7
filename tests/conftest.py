from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.model.catalogue import Catalogue

ROOT = Path(__file__).parent.parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def book() -> Catalogue:
    return load(bundled(), is_cached=False)


@pytest.fixture
def zhence(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the command line as a user does, in a pipe, at a fixed width."""
    cache = os.environ.get("ZHENCE_CACHE") or str(tmp_path_factory.getbasetemp() / "cache")

    def run(*arguments: str | Path, width: int = 100, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "COLUMNS", "ZHENCE"))}
        given = {"ZHENCE_CACHE": cache, "COLUMNS": str(width), "LANG": "C.UTF-8", "PYTHONUTF8": "1"} | environment
        return subprocess.run(
            [sys.executable, "-m", "zhence", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=kept | given,
            cwd=ROOT,
            check=False,
            timeout=60,
        )

    return run
