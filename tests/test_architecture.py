"""Imports go one way; nothing heavy loads before a command needs it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import zhence

PACKAGE = Path(zhence.__file__).parent
ALLOWED = {
    "model": set(),
    "engine": {"model"},
    "advice": {"model", "engine"},
    "columns": {"model", "engine"},
    "tables": {"model", "columns", "written", "profiles"},
    "written": {"model"},
    "profiles": {"model", "engine", "written"},
    "report": {"model"},
    "catalogue": {"model", "written"},
    "proof": {"model", "engine", "written", "profiles", "catalogue"},
    "app": {"model", "engine", "columns", "tables", "advice", "profiles", "report", "catalogue", "proof", "written"},
}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found |= {name.split(".")[1] for name in names if name.startswith("zhence.")}
    return found


@pytest.mark.parametrize("part", sorted(ALLOWED))
def test_imports_go_one_way(part: str) -> None:
    files = sorted((PACKAGE / part).rglob("*.py"))
    assert files
    for path in files:
        assert imports(path) <= ALLOWED[part] | {part}, path.name


def test_every_part_is_ruled() -> None:
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == set(ALLOWED)


def loaded(code: str) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


def test_the_model_and_the_engine_load_nothing_heavy() -> None:
    assert not loaded("import zhence.engine") & {"pydantic", "rich", "typer", "tomllib", "tomli_w"}


def test_the_command_line_waits_with_what_a_command_may_not_need() -> None:
    assert not loaded("from zhence.app.commands import build; build('zh')") & {"pydantic", "zhence.catalogue.reader"}
