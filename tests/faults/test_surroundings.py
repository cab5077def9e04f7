"""Code pages, names of files, clocks and time zones: the answer is there and readable, whatever surrounds it."""

from __future__ import annotations

import io
import json
import re
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pytest

from conftest import ROOT
from faults.runs import Warm
from zhence.app import main, options
from zhence.report.clean import fitted, forgive

pytestmark = pytest.mark.slow
FIRM = ROOT / "sample_inputs" / "enterprises" / "one_gap.toml"
PROFILE = '[enterprise]\nname = "甲企业🏭(虚构)"\ncounty = "龙游县"\n'
NAME = "甲企业🏭(虚构)"
DAY = ("--as-of", "2026-06-01")


def printed(monkeypatch: pytest.MonkeyPatch, encoding: str, *words: str | Path) -> tuple[bytes, bytes, object]:
    """Return what a command writes to a stream of an encoding and to standard error, and how it leaves."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n") for _ in range(2)]
    monkeypatch.setattr(sys, "stdout", streams[0])
    monkeypatch.setattr(sys, "stderr", streams[1])
    monkeypatch.setattr(sys, "argv", ["zhence", *map(str, words)])
    monkeypatch.setenv("COLUMNS", "400")
    with pytest.raises(SystemExit) as left:
        main()
    for stream in streams:
        stream.flush()
    out, said = (stream.buffer.getvalue() for stream in streams)
    return out, said, left.value.code


def escaped(words: str) -> str:
    """Return words as a reader of the page types them back."""
    return re.sub(r"(?:\\u[0-9a-f]{4})+", lambda found: json.loads(f'"{found[0]}"'), words)


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp936", "big5", "utf-16"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("words", [("check",), ("check", "--format", "json")])
def test_no_code_page_loses_a_word(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoding: str, lang: str, words: tuple[str, ...]
) -> None:
    profile = tmp_path / "a.toml"
    profile.write_text(PROFILE, "utf-8")
    command, *rest = words
    out, _, code = printed(monkeypatch, encoding, command, profile, *rest, *DAY, "--lang", lang)
    page = out.decode("utf-8" if encoding == "ascii" and "json" in words else encoding)
    assert code == 0
    if "json" in words:
        assert NAME in json.dumps(json.loads(page), ensure_ascii=False)
    elif command == "check":
        assert NAME in escaped(page)


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp936"])
def test_a_mistake_is_told_on_every_code_page(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    out, said, code = printed(monkeypatch, encoding, "check", "没有🏭\udcff.toml", "--lang", "en")
    assert (code, out) == (2, b"")
    assert "没有🏭" in escaped(said.decode(encoding))
    assert b"Traceback" not in said


def test_a_character_that_is_lacking_is_written_by_its_number() -> None:
    assert fitted("→ 镇🏭a", "ascii") == "-> \\u9547\\ud83c\\udfeda"
    assert fitted("→ 镇🏭a", "cp936") == "→ 镇\\ud83c\\udfeda"
    assert fitted("→ 镇🏭a", "utf-8") == "→ 镇🏭a"
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    forgive(stream)
    stream.write("a\udcffb")
    assert stream.buffer.getvalue() == b"a\\udcffb"


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not allowed there")
@pytest.mark.parametrize(
    "name",
    [
        "with space",
        "镇策",
        'it\'s "quoted"',
        "🏭",
        "-dash",
        "a" * 200,
        "镇" * 80,
        "dot.",
        "100%",
        "$HOME",
        "[a]*?",
        "a\nb",
        "a\udcffb",
    ],
)
def test_any_name_of_a_file_is_read_and_written(warm: Warm, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in a folder, 镇"
    folder.mkdir()
    profile = folder / f"{name}.toml"
    profile.write_text(PROFILE, "utf-8")
    for words, target in ((("report", "--anonymous"), "md"), (("report",), "json"), (("batch",), "csv")):
        written = folder / f"{name}.{target}"
        code, _ = warm.run(*words, *DAY, "-o", written, "--", profile, said=tmp_path / "said")
        assert code == 0, (tmp_path / "said").read_text("utf-8", "surrogateescape")
        assert (NAME in written.read_text("utf-8")) is (target != "md")
    assert sorted(each.suffix for each in folder.iterdir()) == [".csv", ".json", ".md", ".toml"]


@pytest.mark.skipif(sys.platform != "linux", reason="such names are not allowed there")
def test_a_table_at_a_path_that_is_no_text_is_told(warm: Warm, tmp_path: Path) -> None:
    folder = tmp_path / "a\udcffb"
    folder.mkdir()
    (folder / "a.csv").write_text("名称,营业收入2025\n甲,5\n", "utf-8")
    (tmp_path / "a.csv").write_text("名称,营业收入2025\n甲,5\n", "utf-8")
    for source, target in ((folder / "a.csv", tmp_path / "out.csv"), (tmp_path / "a.csv", folder / "out.csv")):
        code, _ = warm.run("batch", source, *DAY, "-o", target, "--lang", "zh", said=tmp_path / "said")
        assert code == 2
        assert "路径里有不成文字的字节；改一个名字" in (tmp_path / "said").read_text("utf-8")
        assert not target.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="time zones are set there by the system alone")
@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2026-05-31T15:59:59Z", "Asia/Shanghai", date(2026, 5, 31)),
        ("2026-05-31T16:00:00Z", "Asia/Shanghai", date(2026, 6, 1)),
        ("2026-05-31T23:59:59Z", "UTC", date(2026, 5, 31)),
        ("2026-06-01T00:00:00Z", "UTC", date(2026, 6, 1)),
        ("2026-06-01T10:59:59Z", "Pacific/Pago_Pago", date(2026, 5, 31)),
        ("2026-05-31T10:00:00Z", "Pacific/Kiritimati", date(2026, 6, 1)),
        ("2026-05-31T18:15:00Z", "<+0545>-5:45", date(2026, 6, 1)),
        ("1970-01-01T00:00:00Z", "Asia/Shanghai", date(1970, 1, 1)),
        ("2100-12-31T16:00:00Z", "Asia/Shanghai", date(2101, 1, 1)),
    ],
)
def test_today_is_the_day_where_the_user_is(monkeypatch: pytest.MonkeyPatch, moment: str, zone: str, day: date) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            del tz
            return datetime.fromtimestamp(datetime.fromisoformat(moment).timestamp())  # noqa: DTZ006 - as now() does

    monkeypatch.setattr(options, "datetime", Clock)
    try:
        with monkeypatch.context() as there:
            there.setenv("TZ", zone)
            time.tzset()
            assert options.day(None, "zh") == day
    finally:
        time.tzset()


@pytest.mark.parametrize("day", ["0001-01-01", "1979-12-31", "9999-12-31"])
def test_a_day_far_away_is_a_day(warm: Warm, tmp_path: Path, day: str) -> None:
    profile = tmp_path / "a.toml"
    profile.write_text(PROFILE, "utf-8")
    asked = FIRM if day > "2026" else profile
    for words in (
        ("report", asked, "-o", tmp_path / "a.docx"),
        ("batch", asked, "-o", tmp_path / "b.xlsx"),
        ("plan", asked),
        ("ask", "--next", "3", asked),
        ("calendar", asked),
        ("new", "town"),
    ):
        code, _ = warm.run(*words, "--as-of", day, said=tmp_path / "said")
        assert code == 0, (words, (tmp_path / "said").read_text("utf-8"))
