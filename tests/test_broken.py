"""Every fault laid over the foreign catalogue is found, and nothing but it and what may follow from it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhence.catalogue.files import read_files
from zhence.proof.lint import lint

HERE = Path(__file__).parent
FOREIGN = read_files(HERE / "foreign")
SEEDS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((HERE / "broken").glob("*.toml"))}
DAY = date(2026, 6, 1)


def test_the_unseeded_catalogue_has_no_fault() -> None:
    assert lint(FOREIGN, DAY) == ()


def test_at_least_thirty_kinds_are_seeded() -> None:
    assert len({seed["kind"] for seed in SEEDS.values()}) >= 30


@pytest.mark.parametrize("seed", [pytest.param(seed, id=name) for name, seed in SEEDS.items()])
def test_the_seeded_fault_is_found(seed: dict[str, Any]) -> None:
    overlaid = FOREIGN | {path: text.encode() for path, text in seed["files"].items()}
    found = lint(overlaid, DAY)
    kinds = {fault.kind for fault in found}
    assert seed["kind"] in kinds
    assert kinds - {seed["kind"]} <= set(seed.get("also", [])), [(f.kind, f.key, f.problem.en) for f in found]
    for fault in found:
        assert fault.file in seed["files"], fault
        for text in (fault.problem, fault.remedy):
            assert text.zh.strip(), fault
            assert text.en.strip(), fault
