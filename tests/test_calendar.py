"""Days ahead on a page, and the file that calendar programs read."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from conftest import ROOT, Run
from workshop import DAY, answered, measure, workshop
from zhence.engine.agenda import agenda, months_later
from zhence.model.agenda import Agenda, Lack, Moment
from zhence.model.catalogue import Catalogue
from zhence.model.text import Lang
from zhence.report.ics import ics

pytestmark = pytest.mark.slow

FIRM = ROOT / "sample_inputs" / "enterprises" / "clean_yes.toml"
TOWN = ROOT / "sample_inputs" / "towns" / "huzhen.toml"
AS_OF = ("--as-of", "2026-06-01")


def window(opens: str | None = None, closes: str | None = None, name: str | None = None) -> str:
    parts = [f"opens = {opens}"] if opens else []
    parts += [f"closes = {closes}"] if closes else []
    parts += [f'round = {{ zh = "{name}", en = "{name}" }}'] if name else []
    return "[[window]]\n" + "\n".join(parts) + "\n"


def ahead(book: Catalogue, folder: Path, months: int | None = None, as_of: date = DAY) -> Agenda:
    return agenda([answered(book, folder, "staff = 5\n", as_of)], as_of, months)


def days(found: Agenda) -> list[tuple[str, str, str]]:
    return [(entry.on.isoformat(), str(entry.moment), entry.measure.id) for entry in found.entries]


def events(found: Agenda, book: Catalogue, lang: Lang = "en") -> list[object]:
    return list(Calendar.from_ical(ics(found, book, lang)).walk("VEVENT"))


def test_days_are_sorted_and_what_is_past_is_left_out(tmp_path: Path) -> None:
    book = workshop(
        measure("a", top="valid = { from = 2020-01-01, to = 2026-12-31 }"),
        measure("b", more=window("2026-05-01", "2026-07-01")),
        measure("c", more=window("2026-06-20", "2026-07-01")),
        measure("d", top="valid = { from = 2026-06-10 }"),
    )
    assert days(ahead(book, tmp_path)) == [
        ("2026-06-10", "starts", "d"),
        ("2026-06-20", "opens", "c"),
        ("2026-07-01", "closes", "b"),
        ("2026-07-01", "closes", "c"),
        ("2026-12-31", "ends", "a"),
    ]


@pytest.mark.parametrize(
    ("closes", "is_listed", "left"), [("2026-05-31", False, 0), ("2026-06-01", True, 0), ("2026-06-02", True, 1)]
)
def test_the_last_day_itself_is_still_listed(tmp_path: Path, closes: str, is_listed: bool, left: int) -> None:
    found = ahead(workshop(measure("a", more=window("2026-05-01", closes))), tmp_path)
    assert [(entry.moment, entry.days_left) for entry in found.entries] == (
        [(Moment.CLOSES, left)] if is_listed else []
    )


@pytest.mark.parametrize(("closes", "is_listed"), [("2026-08-01", True), ("2026-08-02", False)])
def test_the_months_end_on_the_same_day(tmp_path: Path, closes: str, is_listed: bool) -> None:
    found = ahead(workshop(measure("a", more=window("2026-05-01", closes))), tmp_path, months=2)
    assert bool(found.entries) is is_listed
    assert found.timeless == ()
    assert found.until == date(2026, 8, 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 6, 15), 12, date(2027, 6, 15)),
        (date(2026, 6, 15), 10**6, date.max),
    ],
)
def test_months_later(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


@pytest.mark.parametrize(
    ("windows", "lacks"),
    [
        (window("2026-05-01", "2026-05-31"), [Lack.NEXT]),
        (window(closes="2026-05-31") + window(closes="2026-06-01"), [Lack.OPENING]),
        (window("2026-05-01"), [Lack.CLOSING]),
        (window("2026-05-01", "2026-06-01"), []),
        (window("2025-05-01", "2025-06-01") + window("2026-08-01", "2026-09-01"), []),
    ],
)
def test_a_day_nobody_published_is_said_and_never_made_up(tmp_path: Path, windows: str, lacks: list[Lack]) -> None:
    found = ahead(workshop(measure("a", more=windows)), tmp_path)
    assert [each.lack for each in found.undated] == lacks


def test_the_last_known_round_is_the_one_named(tmp_path: Path) -> None:
    rounds = window(closes="2025-10-01", name="batch 2") + window(closes="2024-10-01", name="batch 1")
    (found,) = ahead(workshop(measure("a", more=rounds)), tmp_path).undated
    assert found.window.round is not None
    assert found.window.round.en == "batch 2"


def test_measures_without_any_day_to_come_are_named(tmp_path: Path) -> None:
    book = workshop(
        measure("a"), measure("b", top="valid = { from = 2020-01-01 }"), measure("c", top="valid = { to = 2026-06-01 }")
    )
    assert [each.id for each in ahead(book, tmp_path).timeless] == ["a", "b"]


def test_rules_that_are_over_and_answers_far_away_have_no_days(tmp_path: Path) -> None:
    book = workshop(
        measure("over", top="valid = { to = 2026-05-31 }", more=window("2026-05-01", "2026-07-01")),
        measure("far", fact="licensed", at_least=True).replace(
            'requires = "only"', 'requires = { all = ["only", "more"] }'
        )
        + '[condition.more]\nfact = "size"\nat_least = 1\nclause = "s. 2"\n'
        + window("2026-05-01", "2026-07-01"),
    )
    found = ahead(book, tmp_path)
    assert (found.entries, found.undated, found.timeless) == ((), (), ())
    assert sum(found.left.values()) == 2


def test_events_are_whole_days_and_end_the_day_after(tmp_path: Path) -> None:
    book = workshop(measure("a", more=window("2026-06-20", "2026-07-01", "batch 1")))
    found = ahead(book, tmp_path)
    read = events(found, book)
    assert [event["summary"] for event in read] == ["opens: measure a (batch 1)", "closes: measure a (batch 1)"]
    for event, entry in zip(read, found.entries, strict=True):
        assert event["dtstart"].dt == entry.on
        assert event["dtend"].dt == entry.on + timedelta(days=1)
        assert not hasattr(event["dtstart"].dt, "hour")
        assert event["dtstamp"].dt.isoformat() == "2026-06-01T00:00:00+00:00"
        assert event["url"] == "https://council.example/rules"


@pytest.mark.parametrize(
    ("closes", "leads"),
    [("2026-07-01", [30, 7]), ("2026-06-30", [7]), ("2026-06-08", [7]), ("2026-06-07", []), ("2026-06-01", [])],
)
def test_reminders_are_set_for_days_still_to_come(tmp_path: Path, closes: str, leads: list[int]) -> None:
    book = workshop(measure("a", more=window("2026-05-01", closes)))
    (event,) = events(ahead(book, tmp_path), book)
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [timedelta(days=-lead) for lead in leads]


def test_the_opening_day_has_no_reminder(tmp_path: Path) -> None:
    book = workshop(measure("a", more=window("2026-09-01")))
    (event,) = events(ahead(book, tmp_path), book)
    assert event.walk("VALARM") == []


def test_an_event_keeps_its_id_when_its_day_moves_and_shares_it_with_no_other(tmp_path: Path) -> None:
    def ids(*rounds: str) -> list[str]:
        book = workshop(measure("a", top="valid = { to = 2026-12-31 }", more="".join(rounds)))
        return [str(event["uid"]) for event in events(ahead(book, tmp_path), book)]

    first = ids(window("2026-07-01", "2026-08-01", "one"), window("2026-09-01", "2026-10-01", "two"))
    assert len(set(first)) == len(first) == 5
    assert all(each.endswith("@workshop.zhence") for each in first)
    assert ids(window("2026-07-02", "2026-08-02", "one"), window("2026-09-01", "2026-10-02", "two")) == first
    nameless = ids(window("2026-07-01", "2026-08-01"), window("2026-09-01", "2026-10-01"))
    twins = ids(window("2026-07-01", "2026-08-01", "one"), window("2026-09-01", "2026-10-01", "one"))
    assert len(set(nameless)) == len(set(twins)) == 5


def test_the_last_day_of_all_has_no_day_after(tmp_path: Path) -> None:
    book = workshop(measure("a", top="valid = { to = 9999-12-31 }"))
    (event,) = events(ahead(book, tmp_path), book)
    assert event["dtstart"].dt == date.max
    assert "dtend" not in event


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_lines_are_folded_and_end_as_the_standard_asks(tmp_path: Path, lang: Lang) -> None:
    book = workshop(measure("a", more=window("2026-06-20", "2026-07-01", "很长的轮次名" * 20)))
    content = ics(ahead(book, tmp_path), book, lang)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert "很长的轮次名" * 20 in str(Calendar.from_ical(content).walk("VEVENT")[0]["summary"])


def test_odd_words_cannot_break_out_of_their_line(tmp_path: Path) -> None:
    book = workshop(measure("a", more=window("2026-06-20", None, "x;y,z\\\\n\\nBEGIN:VALARM")))
    (event,) = events(ahead(book, tmp_path), book)
    assert event.walk("VALARM") == []
    assert "x;y,z" in str(event["summary"])


def test_the_file_is_the_same_every_time_and_read_back(zhence: Run, tmp_path: Path) -> None:
    one, two = tmp_path / "1.ics", tmp_path / "2.ics"
    assert zhence("calendar", FIRM, *AS_OF, "-o", one, PYTHONHASHSEED="1", TZ="UTC").returncode == 0
    assert zhence("calendar", FIRM, *AS_OF, "-o", two, PYTHONHASHSEED="2", TZ="Asia/Shanghai").returncode == 0
    assert one.read_bytes() == two.read_bytes()
    read = Calendar.from_ical(one.read_bytes()).walk("VEVENT")
    assert "tech-sme" in " ".join(str(event["uid"]) for event in read)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.ics", "2.ics"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_existing_file_is_kept_unless_forced(zhence: Run, tmp_path: Path, lang: str) -> None:
    file = tmp_path / "x.ics"
    file.write_text("mine", "utf-8")
    kept = zhence("calendar", FIRM, *AS_OF, "-o", file, "--lang", lang)
    assert kept.returncode == 2
    assert kept.stdout == ""
    assert "--force" in kept.stderr
    assert file.read_text("utf-8") == "mine"
    assert zhence("calendar", FIRM, *AS_OF, "-o", file, "--force").returncode == 0
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert [path.name for path in tmp_path.iterdir()] == ["x.ics"]


def test_a_file_that_cannot_be_written_is_told(zhence: Run, tmp_path: Path) -> None:
    told = zhence("calendar", FIRM, *AS_OF, "-o", tmp_path / "no" / "x.ics")
    assert told.returncode == 2
    assert "x.ics" in told.stderr
    assert "Traceback" not in told.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("没有已公布日期", "未写")), ("en", ("no published day", "not written"))]
)
def test_without_a_day_no_file_is_written_and_that_is_said(
    zhence: Run, tmp_path: Path, lang: str, words: tuple[str, str]
) -> None:
    file = tmp_path / "x.ics"
    told = zhence("calendar", TOWN, *AS_OF, "--lang", lang, "-o", file)
    assert told.returncode == 0
    assert not file.exists()
    for word in words:
        assert word in told.stdout


@pytest.mark.parametrize("months", ["0", "-1", "x"])
def test_months_are_a_number_above_nothing(zhence: Run, months: str) -> None:
    told = zhence("calendar", FIRM, *AS_OF, "--months", months)
    assert told.returncode == 2
    assert told.stdout == ""


def test_several_profiles_share_one_calendar(zhence: Run) -> None:
    other = ROOT / "sample_inputs" / "enterprises" / "relaxed_yes.toml"
    told = zhence("calendar", FIRM, other, *AS_OF, width=80).stdout
    assert told.count("申报日程") == 1
    entry = told[told.index("equipment-loan-interest") :].split("\n\n")[0]
    assert "浙江清越精密机械有限公司（虚构）" in "".join(entry.split())
    assert "庆元竹韵智能装备有限公司（虚构）" in "".join(entry.split())
