from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["words", "numbers", "sentences", "gaps", "status", "findings", "json", "clean"])
def test_words_are_made_without_a_terminal(module: str) -> None:
    code = f"import zhence.report.{module}, sys; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"rich", "typer", "pydantic"} & set(told.stdout.split())
