"""The map of many subjects in a real browser: search, filters, sorting, keyboard, both themes, and rules of access."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from batch_samples import farms
from browser import CHROMIUM, Browser
from zhence.report.batch.page import heat_page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
    pytest.mark.xdist_group("browser"),
]
NAMES = "[...document.querySelectorAll('#cells th')].map(head => head.textContent)"
SHOWN = "document.getElementById('shown').textContent"
WHERE = "(c => [c.parentElement.rowIndex, c.cellIndex])(document.activeElement)"
TOLD = "document.getElementById('told').textContent"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("maps")
    paths = {}
    for name, copies, lang in (("few.zh", 1, "zh"), ("few.en", 1, "en"), ("many.zh", 23, "zh")):
        summary, heat, sweeps = farms(copies)
        paths[name] = folder / f"{name}.html"
        paths[name].write_bytes(heat_page(summary, heat, sweeps, lang))
    return paths


@pytest.fixture(scope="module")
def shared() -> Iterator[Browser]:
    with Browser() as browser:
        yield browser


@pytest.fixture
def browser(shared: Browser, pages: dict[str, Path]) -> Iterator[Browser]:
    """Give the browser to a test; afterwards nothing was complained of and nothing but files was asked for."""
    shared.view(1280, prefers_color_scheme="light")
    yield shared
    assert shared.complaints == []
    assert {address.partition("#")[0] for address in shared.requests} <= {path.as_uri() for path in pages.values()}


def choose(browser: Browser, control: str, value: str) -> None:
    change = "dispatchEvent(new Event('input', {bubbles: true}))"
    browser.run(f"(s => {{ s.value = '{value}'; s.{change}; }})(document.getElementById('{control}'))")
    browser.settle()


def test_subjects_are_found_by_name_and_by_answer(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["few.zh"])
    assert browser.run(SHOWN) == "1–9 / 9（共 9 个）"
    browser.click("#search")
    browser.type("ＬＯＮＧ")
    assert browser.run(NAMES) == ["Long Acre"]
    browser.click("button[type=reset]")
    browser.settle()
    choose(browser, "measure", "0")
    choose(browser, "verdict", "eligible")
    assert browser.run(NAMES) == ["Long Acre", "Far End"]
    choose(browser, "verdict", "discretionary")
    assert browser.run(NAMES) == []
    assert browser.run("document.getElementById('nothing').checkVisibility()")
    assert browser.run(SHOWN) == "0–0 / 0（共 9 个）"


def test_a_head_sorts_by_its_measure(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["few.en"])
    browser.click("#heads button")
    names = ["Long Acre", "Far End", "Brook", "(no name)", "[/bold]<b>", "Mill", "Low Field", "Oak", "北岭"]
    assert browser.run(NAMES) == names
    assert browser.run("document.querySelector('#heads th:nth-child(2)').ariaSort") == "descending"
    browser.click("#heads button")
    assert browser.run(NAMES)[2] == "Mill"


def test_the_map_is_walked_by_keyboard(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["many.zh"])
    assert browser.run(SHOWN) == "1–100 / 207（共 207 个）"
    assert browser.run("document.querySelectorAll('#cells td[tabindex=\"0\"]').length") == 1
    browser.run("document.querySelector('#cells td').focus()")
    assert browser.run(TOLD) == "Long Acre · 树篱补助 · 符合"
    browser.press("ArrowDown")
    browser.press("ArrowDown")
    assert browser.run(TOLD) == "Mill · 树篱补助 · 有差距 · 差1项条件"
    browser.press("End")
    assert browser.run(WHERE) == [3, 2]
    browser.press("ArrowRight")
    browser.press("Home")
    browser.press("ArrowLeft")
    assert browser.run(WHERE) == [3, 1]
    browser.press("PageDown")
    assert browser.run(SHOWN) == "101–200 / 207（共 207 个）"
    assert browser.run(WHERE) == [1, 1]
    browser.click("#after")
    assert browser.run("document.querySelectorAll('#cells tr').length") == 7
    assert browser.run("document.getElementById('after').disabled")


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_sticks_out_of_the_window(browser: Browser, pages: dict[str, Path], width: int) -> None:
    browser.view(width)
    browser.open(pages["few.en"])
    assert browser.run("document.documentElement.scrollWidth") <= width


def test_without_script_the_tables_are_there(browser: Browser, pages: dict[str, Path]) -> None:
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(pages["few.zh"])
        assert browser.run("document.querySelector('.counts tbody tr').checkVisibility()")
        assert browser.run("document.querySelector('.chart .sure').checkVisibility()")
        assert not browser.run("document.getElementById('controls').checkVisibility()")
    finally:
        browser.send("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.skipif(find_spec("axe_core_python") is None, reason="no axe-core: pip install axe-core-python")
@pytest.mark.parametrize(("name", "theme"), [("few.zh", "light"), ("few.en", "dark")])
def test_the_rules_of_access_hold(browser: Browser, pages: dict[str, Path], name: str, theme: str) -> None:
    browser.view(360, prefers_color_scheme=theme)
    browser.open(pages[name])
    browser.run((files("axe_core_python") / "axe.min.js").read_text("utf-8") + "\n;0")
    told: dict[str, Any] = browser.run("axe.run({resultTypes: ['violations']})")
    faults = {fault["id"]: [node["html"][:200] for node in fault["nodes"][:3]] for fault in told["violations"]}
    assert faults == {}
    assert {"color-contrast", "label", "heading-order"} <= {rule["id"] for rule in told["passes"]}
