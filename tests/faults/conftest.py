from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from faults.runs import Warm


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    if os.name != "posix":
        pytest.skip("processes are split off on POSIX only")
    found = Warm(tmp_path_factory.mktemp("cache"))
    yield found
    found.close()
