"""The report as a page in a real browser: filters, search, matrix, keyboard, print, both themes, and rules of access."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from office import ONE_GAP, RANGE, sample

from browser import CHROMIUM, Browser
from zhence.report.forms.html import html

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
    pytest.mark.xdist_group("browser"),
]
SHOWN = "[...document.querySelectorAll('.measure')].filter(m => !m.hidden)"
COUNT = f"{SHOWN}.length"
FOCUSED = "document.activeElement"


def few(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document with the measures of one theme, two of any other, which the browser reads sooner."""
    theme = document["subjects"][0]["results"][0]["theme"]
    measures: dict[str, list[str]] = {}
    for subject in document["subjects"]:
        for result in subject["results"]:
            found = measures.setdefault(result["theme"], [])
            if result["measure"] not in found and (len(found) < 2 or result["theme"] == theme):
                found.append(result["measure"])
    kept = {measure for found in measures.values() for measure in found}
    subjects = []
    for subject in document["subjects"]:
        results = [result for result in subject["results"] if result["measure"] in kept]
        counts = {verdict: sum(result["verdict"] == verdict for result in results) for verdict in subject["counts"]}
        missing = [figure for figure in subject["missing"] if set(figure["measures"]) <= kept][:5]
        subjects.append({**subject, "results": results, "counts": counts, "missing": missing})
    return {**document, "subjects": subjects, "sources": document["sources"][:20]}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    documents = {"one": sample(ONE_GAP), "several": few(sample(ONE_GAP, RANGE))}
    paths = {}
    for name, document in documents.items():
        for lang in ("zh", "en"):
            paths[f"{name}.{lang}"] = folder / f"{name}.{lang}.html"
            paths[f"{name}.{lang}"].write_bytes(html(document, lang))
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


def test_verdicts_theme_and_words_narrow_what_is_shown(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["one.zh"])
    results = sample(ONE_GAP)["subjects"][0]["results"]
    assert browser.run(COUNT) == len(results)
    assert browser.run("document.getElementById('shown').textContent") == f"显示 {len(results)} / {len(results)} 项"

    missed = [result for result in results if result["verdict"] == "not-eligible"]
    browser.click("#only-not-eligible")
    assert browser.run(COUNT) == len(missed)
    assert browser.run("document.getElementById('shown').textContent") == f"显示 {len(missed)} / {len(results)} 项"
    assert browser.run("document.getElementById('shown').ariaLive") == "polite"

    theme = missed[0]["theme"]
    browser.run(f"(s => {{ s.value = '{theme}'; s.dispatchEvent(new Event('input', {{bubbles: true}})); }})(theme)")
    assert browser.run(COUNT) == sum(result["theme"] == theme for result in missed)

    browser.click("button[type=reset]")
    assert browser.run(COUNT) == len(results)

    browser.click("#search")
    browser.type("专精特新中小企业 92万元")
    titles = browser.run(f"{SHOWN}.map(m => m.querySelector('summary :is(h3,h4,h5)').textContent)")
    assert "专精特新中小企业" in titles
    assert 0 < len(titles) < 20
    browser.type(" 没有这个词")
    assert browser.run(COUNT) == 0
    assert browser.run("nothing.checkVisibility()")


def test_full_width_letters_find_the_same(browser: Browser, pages: dict[str, Path]) -> None:
    counts = []
    for words in ("r&d", "Ｒ＆Ｄ"):
        browser.open(pages["one.en"])
        browser.click("#search")
        browser.type(words)
        counts.append(browser.run(COUNT))
    assert counts[0] == counts[1] > 0


def test_a_measure_opens_by_mouse_and_by_keyboard(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["one.zh"])
    first = "document.querySelector('.measure.not-eligible')"
    seen = f"{first}.querySelector('.condition').checkVisibility({{contentVisibilityAuto: true}})"
    assert not browser.run(seen)
    browser.click(".measure.not-eligible > summary")
    assert browser.run(seen)
    browser.press("Enter")
    assert not browser.run(seen)
    browser.press("Enter")
    assert browser.run(seen)
    assert browser.run(f"getComputedStyle({first}.querySelector('summary')).outlineStyle") == "solid"


def test_the_matrix_leads_to_the_measure_of_the_subject(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["several.zh"])
    cell = browser.run("document.querySelector('.grid td:nth-child(3) a').hash")
    assert cell.startswith("#s2-")
    browser.click(".grid td:nth-child(3) a")
    assert browser.run("location.hash") == cell
    assert browser.run(f"document.querySelector('{cell}').open")
    assert browser.run(f"{FOCUSED}.parentElement.id") == cell[1:]


def test_the_matrix_is_walked_by_keyboard(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["several.en"])
    assert browser.run("document.querySelectorAll('.grid td a[tabindex=\"0\"]').length") == 1
    browser.run("document.querySelector('.grid td a').focus()")
    where = f"[{FOCUSED}.closest('tr').rowIndex, {FOCUSED}.closest('td').cellIndex]"
    row, column = browser.run(where)
    browser.press("ArrowRight")
    assert browser.run(where) == [row, column + 1]
    browser.press("ArrowDown")
    assert browser.run(where) == [row + 1, column + 1]
    browser.press("ArrowLeft")
    assert browser.run(where) == [row + 1, column]
    browser.press("ArrowUp")
    browser.press("ArrowUp")
    assert browser.run(where) == [row, column]
    browser.press("End")
    target = browser.run(f"{FOCUSED}.hash")
    browser.press("Enter")
    assert browser.run(f"document.querySelector('{target}').open")


def test_a_link_to_what_is_filtered_out_shows_it_again(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["several.zh"])
    hidden = browser.run("document.querySelector('.measure:not(.eligible)').id")
    browser.click("#only-eligible")
    assert browser.run(f"document.getElementById('{hidden}').hidden")
    browser.run(f"location.hash = '{hidden}'")
    browser.settle()
    assert browser.run(f"document.getElementById('{hidden}').checkVisibility()")
    assert not browser.run("document.getElementById('only-eligible').checked")


def test_an_address_with_a_measure_opens_it(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["several.zh"])
    last = browser.run("[...document.querySelectorAll('.fold .measure')].at(-1).id")
    browser.open(pages["one.zh"])
    browser.open(pages["several.zh"], f"#{last}")
    browser.settle()
    assert browser.run(f"document.getElementById('{last}').open")
    assert browser.run(f"document.getElementById('{last}').checkVisibility({{contentVisibilityAuto: true}})")


def test_print_opens_everything_and_hides_the_controls(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["one.zh"])
    browser.run(
        "addEventListener('beforeprint', () => { window.closed_at_print = document.querySelectorAll("
        "'details:not([open])').length; })"
    )
    assert browser.run("document.querySelectorAll('details:not([open])').length") > 100
    paper = browser.pdf()
    assert paper.startswith(b"%PDF")
    assert browser.run("window.closed_at_print") == 0
    assert browser.run("document.querySelectorAll('details:not([open])').length") > 100
    browser.send("Emulation.setEmulatedMedia", media="print")
    assert not browser.run("controls.checkVisibility()")
    seen = "[...document.querySelectorAll('.condition')].every(c => c.checkVisibility({contentVisibilityAuto: true}))"
    assert browser.run(seen)
    browser.send("Emulation.setEmulatedMedia", media="")


def test_without_script_everything_can_still_be_opened(browser: Browser, pages: dict[str, Path]) -> None:
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(pages["one.zh"])
        assert not browser.run("document.getElementById('controls').checkVisibility()")
        assert browser.run("document.querySelector('.measure > summary').checkVisibility()")
    finally:
        browser.send("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_sticks_out_of_the_window(browser: Browser, pages: dict[str, Path], width: int, lang: str) -> None:
    for name in ("one", "several"):
        browser.view(width)
        browser.open(pages[f"{name}.{lang}"])
        browser.click("#open-all")
        assert browser.run("document.querySelectorAll('.measure:not([open])').length") == 0
        assert browser.run("document.documentElement.scrollWidth") <= width


@pytest.mark.skipif(find_spec("axe_core_python") is None, reason="no axe-core: pip install axe-core-python")
@pytest.mark.parametrize(("name", "theme"), [("several.zh", "light"), ("several.en", "dark")])
def test_the_rules_of_access_hold(browser: Browser, pages: dict[str, Path], name: str, theme: str) -> None:
    browser.view(360, prefers_color_scheme=theme)
    browser.open(pages[name])
    paper = browser.run("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 27)"}[theme]
    opened = "['.eligible', '.not-eligible', '.unknown', '.closed', '.eligible-if', '.discretionary']"
    browser.run(f"for (const each of {opened}) (document.querySelector('.measure' + each) || {{}}).open = true")
    browser.run("(f => { if (f) f.open = true; })(document.querySelector('.figure'))")
    browser.run((files("axe_core_python") / "axe.min.js").read_text("utf-8") + "\n;0")
    told: dict[str, Any] = browser.run("axe.run({resultTypes: ['violations']})")
    faults = {fault["id"]: [node["html"][:200] for node in fault["nodes"][:3]] for fault in told["violations"]}
    assert faults == {}
    assert {"color-contrast", "label", "heading-order"} <= {rule["id"] for rule in told["passes"]}
