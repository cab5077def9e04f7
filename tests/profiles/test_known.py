"""A profile that names a known subject is filled in; a doubtful name fills nothing; what the profile states counts."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from conftest import ROOT, Run
from zhence.catalogue.files import read_files
from zhence.catalogue.reader import read
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.fault import Fault
from zhence.model.profile import Record
from zhence.model.value import Days, Span, option
from zhence.profiles.read import read_profile

DAY = date(2025, 9, 1)
REGISTER = """
subject  = "farm"
title    = "register of farms"
suffixes = ["Farm"]
[[entry]]
name   = "Long Acre Farm"
source = "hedge-scheme"
given  = { parish = "Upper Wold" }
[[entry]]
name   = "Long Acre Farm"
from   = 2025-09-01
source = "hedge-scheme"
given  = { parish = "Nether Wold", listed = true, kind = "dairy", size = "40 acre", founded = 1990-04-01, tags = ["a", "b"] }
"""
FACTS = """
[listed]
title = { zh = "在册", en = "Listed" }
type = "flag"
subjects = ["farm"]
[kind]
title = { zh = "类别", en = "Kind" }
type = "text"
subjects = ["farm"]
[size]
title = { zh = "规模", en = "Size" }
type = "number"
unit = "acre"
subjects = ["farm"]
[founded]
title = { zh = "建立日期", en = "Founded" }
type = "date"
subjects = ["farm"]
[tags]
title = { zh = "标签", en = "Tags" }
type = "set"
subjects = ["farm"]
choices = { a = { zh = "甲", en = "A" }, b = { zh = "乙", en = "B" } }
"""


@pytest.fixture(scope="module")
def farms() -> Catalogue:
    files = read_files(ROOT / "tests" / "foreign")
    found, faults = read(files | {"towns.toml": REGISTER.encode(), "facts/more.toml": FACTS.encode()})
    assert faults == ()
    assert found is not None
    return found


def told(tmp_path: Path, book: Catalogue, text: str, day: date = DAY) -> tuple[Record, tuple[Fault, ...]]:
    path = tmp_path / "profile.toml"
    path.write_text(text, "utf-8")
    return read_profile(path, book, day)


def stated(record: Record) -> dict[str, object]:
    return {key.fact: given.value.exact for key, given in record.facts.items() if hasattr(given.value, "exact")}


def test_every_town_of_the_register_is_sourced_and_lies_somewhere(book: Catalogue) -> None:
    assert book.register is not None
    assert len(book.register.entries) == 9
    for entry in book.register.entries:
        assert FactKey("county") in entry.given
        assert {given.register for given in entry.given.values()} <= set(book.sources)
        assert entry.given[FactKey("central_town")].value == option(True)
    industrial = [e.name for e in book.register.entries if FactKey("industrial_town") in e.given]
    assert len(industrial) == 7
    assert not {"雅阳镇", "司前畲族镇"} & set(industrial)  # their track is stated by no source


@pytest.mark.parametrize(
    "name", ["湖镇镇", "湖镇", "龙游县湖镇镇", "龙游湖镇", "衢州市龙游县 湖镇镇", "Longyou Huzhen"]
)
def test_a_known_town_is_filled_in_however_its_name_is_written(tmp_path: Path, book: Catalogue, name: str) -> None:
    record, notes = told(tmp_path, book, f'[town]\nname = "{name}"\n')
    assert notes == ()
    assert stated(record) == {
        "county": "龙游县",
        "central_town": True,
        "industrial_town": True,
        "town_track": "industry",
        "leading_industry": "人形机器人（培育）",
    }
    assert {given.register for given in record.facts.values()} == {"zj-deit-notice-2025-08"}


@pytest.mark.parametrize(
    ("county", "filled"), [("龙游县", "人形机器人（培育）"), ("缙云县", "新材料、机械装备制造、健康医疗、智能家电")]
)
def test_two_towns_of_one_name_are_told_apart_by_their_county(
    tmp_path: Path, book: Catalogue, county: str, filled: str
) -> None:
    record, notes = told(tmp_path, book, f'[town]\nname = "Huzhen"\ncounty = "{county}"\n')
    assert notes == ()
    assert stated(record)["leading_industry"] == filled


def test_without_a_county_neither_of_two_towns_is_meant(tmp_path: Path, book: Catalogue) -> None:
    record, (note,) = told(tmp_path, book, '[town]\nname = "Huzhen"\n')
    assert record.facts == {}
    assert note.kind == "ambiguous-name"
    assert note.severity == "warning"
    for words in (note.problem.zh, note.problem.en):
        assert "龙游县" in words
        assert "缙云县" in words


def test_a_town_of_that_name_in_another_county_is_another_town(tmp_path: Path, book: Catalogue) -> None:
    record, (note,) = told(tmp_path, book, '[town]\nname = "水头镇"\ncounty = "缙云县"\n')
    assert stated(record) == {"county": "缙云县"}
    assert note.kind == "listed-elsewhere"
    assert "平阳县" in note.problem.zh
    assert "缙云县" in note.problem.zh


@pytest.mark.parametrize(("name", "near"), [("水关镇", "水头镇"), ("无名", None)])
def test_an_unknown_town_is_said_to_be_unknown(tmp_path: Path, book: Catalogue, name: str, near: str | None) -> None:
    record, (note,) = told(tmp_path, book, f'[town]\nname = "{name}"\ncounty = "平阳县"\ncentral_town = true\n')
    assert stated(record) == {"county": "平阳县", "central_town": True}
    assert note.kind == "not-in-register"
    assert "9" in note.problem.zh
    assert "9" in note.problem.en
    assert "所在县" in note.problem.zh
    assert (near in note.remedy.zh) if near else ("是否" not in note.remedy.zh)


def test_a_file_without_a_name_is_not_looked_up(tmp_path: Path, book: Catalogue) -> None:
    record, notes = told(tmp_path, book, '[town]\ncounty = "平阳县"\n')
    assert stated(record) == {"county": "平阳县"}
    assert notes == ()


def test_what_the_profile_states_counts_and_a_contradiction_names_both_values(tmp_path: Path, book: Catalogue) -> None:
    record, (note,) = told(tmp_path, book, '[town]\nname = "水头镇"\ntown_track = "tourism"\nindustrial_town = true\n')
    assert stated(record)["town_track"] == "tourism"
    assert record.facts[FactKey("town_track")].register is None
    assert record.facts[FactKey("industrial_town")].register is None
    assert record.facts[FactKey("county")].register == "zj-deit-notice-2025-08"
    assert note.kind == "contradicts-register"
    assert note.line == 3
    assert "tourism" in note.problem.zh
    assert "industry" in note.problem.zh


def test_before_its_day_only_the_place_is_filled_in(tmp_path: Path, book: Catalogue) -> None:
    text = '[town]\nname = "水头镇"\nindustrial_town = false\n'
    record, (note,) = told(tmp_path, book, text, date(2025, 8, 17))
    assert stated(record) == {"county": "平阳县", "industrial_town": False}
    assert note.kind == "register-later"
    assert "2025-08-18" in note.problem.zh
    assert "2025-08-17" in note.remedy.en
    record, (note,) = told(tmp_path, book, text, date(2025, 8, 18))
    assert stated(record)["central_town"] is True
    assert note.kind == "contradicts-register"


def test_the_samples_agree_with_the_register(book: Catalogue) -> None:
    for path in sorted((ROOT / "sample_inputs" / "towns").glob("*.toml")):
        assert read_profile(path, book, DAY)[1] == (), path.name


def test_a_register_of_another_country_holds_every_type(tmp_path: Path, farms: Catalogue) -> None:
    record, notes = told(tmp_path, farms, '[farm]\nname = "Nether Wold Long Acre"\n')
    assert notes == ()
    assert stated(record)["size"] == 40
    assert stated(record)["founded"] == date(1990, 4, 1)
    assert stated(record)["kind"] == "dairy"
    _, (note,) = told(tmp_path, farms, '[farm]\nname = "long acre"\n')
    assert note.kind == "ambiguous-name"


@pytest.mark.parametrize(
    ("line", "contradicts"),
    [
        ('size = "40 acre"', False),
        ('size = { from = "39 acre", to = "40 acre" }', False),
        ('size = { from = "40.5 acre" }', True),
        ('size = { to = "39 acre" }', True),
        ("founded = 1990-04-01", False),
        ("founded = { from = 1990-04-02 }", True),
        ('tags = ["b", "a"]', False),
        ('tags = ["a"]', True),
        ('kind = " Dairy "', False),
        ('kind = "sheep"', True),
    ],
)
def test_values_contradict_only_where_they_cannot_both_be_true(
    tmp_path: Path, farms: Catalogue, line: str, contradicts: bool
) -> None:
    _, notes = told(tmp_path, farms, f'[farm]\nname = "Long Acre"\nparish = "Nether Wold"\n{line}\n')
    assert [note.kind for note in notes] == (["contradicts-register"] if contradicts else [])


def test_a_new_profile_starts_from_the_register(zhence: Run, tmp_path: Path) -> None:
    made = tmp_path / "new.toml"
    assert zhence("new", "town", "--name", "湖镇", "-o", made, "--as-of", "2025-09-01").returncode == 0
    town = tomllib.loads(made.read_text("utf-8"))["town"]
    assert town["county"]["value"] == "龙游县"
    assert town["industrial_town"]["value"] is True
    assert "通知" in town["town_track"]["source"]
    told = zhence(
        "check", made, "--as-of", "2025-09-01", "--measure", "industrial-town-notice", "--require", "eligible"
    )
    assert told.returncode == 0
    assert told.stderr == ""
    for more in (("--place", "缙云"), ("--as-of", "2025-08-01")):
        text = zhence("new", "town", "--name", "湖镇镇", *more).stdout
        assert "industrial_town" not in tomllib.loads(text)["town"]


@pytest.mark.parametrize(("lang", "words"), [("zh", "取自中心镇与工业重镇名录"), ("en", "taken from the register of")])
def test_the_page_and_the_data_say_what_the_register_gave(zhence: Run, tmp_path: Path, lang: str, words: str) -> None:
    path = tmp_path / "town.toml"
    path.write_text('[town]\nname = "湖镇镇"\ncentral_town = true\n', "utf-8")
    asked = ("check", path, "--as-of", "2025-09-01", "--lang", lang, "--measure", "industrial-town-notice")
    assert words in zhence(*asked).stdout
    assert ("取自名录" if lang == "zh" else "from the register,") in zhence(*asked, "--detail").stdout
    assert (
        '"figure": "county", "value": "龙游县", "source": "zj-deit-notice-2025-08"'
        in zhence(*asked, "--format", "json").stdout
    )
    assert '"figure": "central_town"' not in zhence(*asked, "--format", "json").stdout


def test_values_of_new_profiles_read_back_as_they_were(tmp_path: Path, farms: Catalogue) -> None:
    from zhence.profiles.known import fillable
    from zhence.profiles.template import template

    values = fillable(farms, "farm", "Long Acre", "Nether Wold", DAY, "en") | {"name": "Long Acre"}
    record, notes = told(tmp_path, farms, template(farms, "farm", "en", DAY, values))
    assert notes == ()
    assert isinstance(record.facts[FactKey("size")].value, Span)
    assert isinstance(record.facts[FactKey("founded")].value, Days)
    assert all(given.register is None for given in record.facts.values())
