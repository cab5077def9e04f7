"""Draw the README's pictures of the reports anew from the samples: python tests/make_pictures.py [name…].

It needs Chromium, LibreOffice, pdftoppm, the Noto CJK fonts and Pillow (`pip install pillow`). Look at what it draws.
"""

from __future__ import annotations

import base64
import html
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from browser import Browser

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
MOST_BYTES = 60_000
COLOURS = (256, 128, 64, 32)
MARGIN = 24  # pixels of white around a page
DAY = ("--as-of", "2026-06-01")
FIRM = "sample_inputs/enterprises/relaxed_yes.toml"
NAMES = ("clean_yes", "discretionary", "one_gap", "range", "relaxed_yes", "unknowns")
PARK = tuple(f"sample_inputs/enterprises/{name}.toml" for name in NAMES)
TERMINAL = """<!DOCTYPE html><meta charset="utf-8"><style>
body { margin: 0; background: #14181f; }
@font-face { font-family: han; src: local("Noto Sans Mono CJK SC"); size-adjust: 120.4%%;
  unicode-range: U+2E80-9FFF, U+3000-303F, U+FF00-FFEF; }
pre { margin: 0; padding: 14px 18px; color: #dfe4ea; font: 14px/20px han, "DejaVu Sans Mono"; }
</style><pre>%s</pre>"""  # a Chinese character is two cells wide, a bar one


def zhence(*arguments: object) -> str:
    """Return what a command prints, in Chinese and at a hundred cells."""
    told = subprocess.run(
        [sys.executable, "-m", "zhence", *map(str, arguments), "--lang", "zh"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
        env=os.environ | {"COLUMNS": "100", "PYTHONUTF8": "1"},
    )
    return told.stdout


def report(folder: Path, form: str, *profiles: str) -> Path:
    """Write a report into a folder and return its file."""
    file = folder / f"report.{form}"
    zhence("report", *profiles, *DAY, "-o", file, "--force")
    return file


def printed(office: Path, width: int, shown: float = 1) -> bytes:
    """Return the first page of an office file as LibreOffice prints it, so many pixels wide, or a share of its height."""
    home = f"-env:UserInstallation={(office.parent / 'home').as_uri()}"
    convert = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(office.parent), str(office)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)
    draw = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", str(width), "-scale-to-y", "-1"]
    subprocess.run([*draw, office.with_suffix(".pdf"), office.with_suffix("")], check=True)
    return trimmed(office.with_suffix(".png").read_bytes(), shown)


def trimmed(picture: bytes, shown: float) -> bytes:
    """Return the upper share of a picture with no more than a narrow margin of white around it."""
    from PIL import Image, ImageOps

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image = image.crop((0, 0, image.width, round(image.height * shown)))
    left, top, right, bottom = ImageOps.invert(image.convert("L")).getbbox() or (0, 0, *image.size)
    room = (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)
    target = io.BytesIO()
    image.crop((max(0, room[0]), max(0, room[1]), min(image.width, room[2]), min(image.height, room[3]))).save(
        target, "PNG"
    )
    return target.getvalue()


def shown(page: Path, selector: str, window: tuple[int, int], scale: float = 1.5) -> bytes:
    """Return a window of a page, scrolled to an element; light, whatever the machine likes."""
    width, height = window
    with Browser() as browser:
        browser.view(width, height, prefers_color_scheme="light")
        browser.open(page)
        browser.settle()
        top = f"document.querySelector({json.dumps(selector)}).getBoundingClientRect().top + scrollY"
        clip = {"x": 0, "y": browser.run(f"Math.max(0, {top} - 20)"), "width": width, "height": height, "scale": scale}
        assert browser.requests == [page.as_uri()]
        told = browser.send("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
    return base64.b64decode(told["data"])


def word(folder: Path) -> bytes:
    """Draw the first page of a Word report."""
    return printed(report(folder, "docx", FIRM), 700)


def excel(folder: Path) -> bytes:
    """Draw the first sheet of an Excel report."""
    return printed(report(folder, "xlsx", FIRM), 1300, 0.93)


def page(folder: Path) -> bytes:
    """Draw the top of a page on a phone."""
    return shown(report(folder, "html", FIRM), "body", (390, 648))


def matrix(folder: Path) -> bytes:
    """Draw the matrix of the enterprises of a park."""
    return shown(report(folder, "html", *PARK), "#grid1", (820, 749))


def terminal(folder: Path) -> bytes:
    """Draw a check on a terminal."""
    command = ("check", "sample_inputs/enterprises/one_gap.toml", *DAY, "--measure", "specialised-sme")
    told = f"$ zhence {' '.join(command)}\n{zhence(*command)}".rstrip()
    file = folder / "terminal.html"
    file.write_text(TERMINAL % html.escape(told), "utf-8")
    return shown(file, "body", (880, 28 + 20 * len(told.splitlines())))


def heat(folder: Path) -> bytes:
    """Draw the map of a batch."""
    file = folder / "heat.html"
    zhence("sample-table", "--rows", 60, "-o", folder / "firms.csv")
    few = ("--theme", "ladder", "--theme", "finance")
    zhence("batch", folder / "firms.csv", *DAY, *few, "-o", folder / "answers.csv", "--heat", file)
    return shown(file, "#atlas", (820, 640))


DRAWN: dict[str, Callable[[Path], bytes]] = {
    "terminal.png": terminal,
    "word.png": word,
    "excel.png": excel,
    "page.png": page,
    "matrix.png": matrix,
    "heat.png": heat,
}


def packed(picture: bytes) -> bytes:
    """Return a picture in as many colours as its size allows; with too few, one verdict would look like another."""
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in COLOURS:
        target = io.BytesIO()
        few = image.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(target, "PNG", optimize=True)
        if target.tell() < MOST_BYTES:
            return target.getvalue()
    message = f"{target.tell()} bytes: draw less of it"
    raise SystemExit(message)


def main(names: list[str]) -> None:
    """Draw the pictures named, or all of them, and print their sizes."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in names or DRAWN:
        with tempfile.TemporaryDirectory() as folder:
            picture = packed(DRAWN[name](Path(folder)))
        (PICTURES / name).write_bytes(picture)
        sys.stdout.write(f"{name:14} {len(picture):6} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
