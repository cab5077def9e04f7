"""The README's pictures: those the script draws, no others, small, each with words for who does not see them."""

from __future__ import annotations

import re
import struct

import pytest

from make_pictures import DRAWN, MOST_BYTES, PICTURES, ROOT

pytestmark = pytest.mark.slow

LEAST, MOST = 500, 2000  # pixels across: to be read, and no more than a page shows


def test_the_readme_shows_what_the_script_draws_and_says_what_it_is() -> None:
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", (ROOT / "README.md").read_text("utf-8"))
    assert sorted(address for _, address in shown) == sorted(f"docs/pictures/{name}" for name in DRAWN)
    assert all(len(words) > 8 for words, _ in shown)
    assert sorted(path.name for path in PICTURES.iterdir()) == sorted(DRAWN)


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_a_small_png(name: str) -> None:
    data = (PICTURES / name).read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(data) < MOST_BYTES
    width, height = struct.unpack(">II", data[16:24])
    assert LEAST <= width <= MOST
    assert LEAST <= height <= MOST
