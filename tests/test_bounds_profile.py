"""Bounds on a profile that a stranger sent: what stands at a bound is read, what is one past it is told."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from inside import run
from workshop import FACTS, TOP
from zhence.app import batch_inputs
from zhence.catalogue.reader import read
from zhence.model.catalogue import Catalogue
from zhence.model.fault import Fault, FaultyError
from zhence.profiles import members
from zhence.profiles import read as profiles
from zhence.profiles.files import LARGEST_WORKBOOK
from zhence.profiles.members import LONGEST, MOST_UP
from zhence.profiles.read import read_profile
from zhence.written import bounds
from zhence.written.bounds import DEEPEST, LARGEST, LONGEST_KEY, LONGEST_NUMBER, LONGEST_TEXT, MOST_VALUES
from zhence.written.faults import MOST_MISTAKES, Findings
from zhence.written.syntax import parse

DAY = date(2026, 6, 1)
GROUP = '[group]\nname = "All"\nfirms = {}\n'
posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes need rights there")


@pytest.fixture(scope="module")
def book() -> Catalogue:
    top = TOP.replace("[subject]", '[subject]\ngroup = { title = "group", members = "firm" }')
    catalogue, faults = read({"catalogue.toml": top.encode(), "facts/all.toml": FACTS.encode()})
    assert catalogue is not None
    assert not faults
    return catalogue


def parsed(text: str) -> list[str]:
    """Return the kinds of mistakes in a text, each of which names its line and says what to do in both languages."""
    findings = Findings("x.toml", text)
    data = parse(text, findings)
    assert (data is None) is findings.hopeless
    check(findings.faults())
    return [fault.kind for fault in findings.faults()]


def check(faults: tuple[Fault, ...]) -> None:
    for fault in faults:
        for words in (fault.problem, fault.remedy):
            assert words.zh.strip()
            assert words.en.strip()
            assert len(words.zh) < 300


def told(path: Path, book: Catalogue) -> list[str]:
    try:
        faults = read_profile(path, book, DAY)[1]
    except FaultyError as error:
        faults = error.faults
    check(faults)
    return [fault.kind for fault in faults]


@pytest.mark.parametrize(
    ("at", "past", "kind"),
    [
        ("a = " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1), "a = " + "[" * DEEPEST + "1" + "]" * DEEPEST, "too-deep"),
        (".".join("a" * DEEPEST) + " = 1", ".".join("a" * (DEEPEST + 1)) + " = 1", "too-deep"),
        (f"[{'.'.join('a' * DEEPEST)}]", f"[{'.'.join('a' * (DEEPEST + 1))}]", "too-deep"),
        (f"a = [{'1,' * (MOST_VALUES - 1)}]", f"a = [{'1,' * MOST_VALUES}]", "too-many-values"),
        (f"a = '{'x' * LONGEST_TEXT}'", f"a = '{'x' * (LONGEST_TEXT + 1)}'", "too-long-text"),
        (f"{'k' * LONGEST_KEY} = 1", f"{'k' * (LONGEST_KEY + 1)} = 1", "too-long-key"),
        (f"a = {'9' * LONGEST_NUMBER}", f"a = {'9' * (LONGEST_NUMBER + 1)}", "too-long"),
        (f"a = 0.{'9' * LONGEST_NUMBER}", f"a = 0.{'9' * (LONGEST_NUMBER + 1)}", "too-long"),
        (f"a = 1e{LONGEST_NUMBER}", f"a = 1e{LONGEST_NUMBER + 1}", "too-long"),
        (f"a = 1e-{LONGEST_NUMBER}", f"a = 1e-{LONGEST_NUMBER + 1}", "too-long"),
    ],
    ids=["lists", "keys", "heads", "values", "text", "key", "digits", "decimals", "power", "fraction"],
)
def test_what_a_text_may_hold(at: str, past: str, kind: str) -> None:
    assert parsed(at) == []
    assert parsed(past) == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a = " + "[" * 100_000, "too-deep"),
        ("a = " + "{a=" * 100_000, "too-deep"),
        (".".join("a" * 100_000) + " = 1", "too-deep"),
        ("\n".join(f"{'a.' * 500}b{n} = 1" for n in range(900)), "too-deep"),
        ("\n".join('"a" . ' * 200 + f"b{n} = 1" for n in range(500)), "too-deep"),
        ("a = " + "9" * 500_000, "too-long"),
        ("a = 0x" + "f" * 500_000, "too-long"),
        ("a = 1e999999999999999999999", ""),  # no number at all: the figure that it stands for tells it
        ("a = 1e999999", "too-long"),
    ],
)
def test_nothing_is_built_of_what_is_far_past_a_bound(text: str, kind: str) -> None:
    assert parsed(text) == ([kind] if kind else [])


def test_the_line_of_an_endless_number_is_told() -> None:
    findings = Findings("x.toml", text := "a = 1\nb = " + "9" * 5_000)
    parse(text, findings)
    assert [fault.line for fault in findings.faults()] == [2]


def test_a_file_is_only_so_large(tmp_path: Path, book: Catalogue) -> None:
    file = tmp_path / "x.toml"
    text = '[firm]\nname = "A"\n'
    file.write_text(text + "#" * (LARGEST - len(text)))
    assert told(file, book) == []
    file.write_text(text + "#" * (LARGEST - len(text) + 1))
    assert told(file, book) == ["too-large-file"]


def test_a_workbook_is_only_so_large(tmp_path: Path, book: Catalogue) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"0" * LARGEST_WORKBOOK)
    assert told(file, book) == ["broken-workbook"]
    file.write_bytes(b"0" * (LARGEST_WORKBOOK + 1))
    assert told(file, book) == ["too-large-file"]


def test_only_so_many_mistakes_of_a_file_are_told(tmp_path: Path, book: Catalogue) -> None:
    file = tmp_path / "x.toml"

    def wrong(count: int) -> list[str]:
        file.write_text("[firm]\n" + "".join(f"wrong{n} = 1\n" for n in range(count)))
        return told(file, book)

    assert wrong(MOST_MISTAKES - 1) == ["unknown-fact"] * (MOST_MISTAKES - 1)
    assert wrong(MOST_MISTAKES) == ["unknown-fact"] * MOST_MISTAKES + ["too-many-mistakes"]
    assert wrong(MOST_MISTAKES + 9) == ["unknown-fact"] * MOST_MISTAKES + ["too-many-mistakes"]


@posix
@pytest.mark.parametrize("ending", [".toml", ".xlsx"])
def test_no_pipe_and_no_device_is_read(tmp_path: Path, book: Catalogue, ending: str) -> None:
    os.mkfifo(tmp_path / f"pipe{ending}")
    assert told(tmp_path / f"pipe{ending}", book) == ["no-plain-file"]
    (tmp_path / f"zero{ending}").symlink_to("/dev/zero")
    assert told(tmp_path / f"zero{ending}", book) == ["no-plain-file"]


@pytest.fixture
def group(tmp_path: Path, book: Catalogue) -> Group:
    return Group(tmp_path / "in" / "all", book)


class Group:
    """A profile that names others by a pattern."""

    def __init__(self, folder: Path, book: Catalogue) -> None:
        folder.mkdir(parents=True)
        self.folder, self.book = folder, book

    def firm(self, where: str) -> None:
        file = self.folder / where
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'[firm]\nname = "{where}"\n')

    def told(self, *patterns: str) -> list[str]:
        listed = ", ".join(f"'{pattern}'" for pattern in patterns)
        (self.folder / "group.toml").write_text(GROUP.format(f"[{listed}]"))
        return told(self.folder / "group.toml", self.book)

    def named(self, *patterns: str) -> list[str]:
        assert self.told(*patterns) == []
        record = read_profile(self.folder / "group.toml", self.book, DAY)[0]
        return [each.name for each in record.items["firm"]]


def test_patterns_name_files_below_and_beside(group: Group) -> None:
    for where in ("a/1.toml", "a/2.toml", "a/b/3.toml", "a/[x]/4.toml", "../beside/5.toml", "a/b/c.txt"):
        group.firm(where)
    assert group.named("a/*.toml") == ["a/1.toml", "a/2.toml"]
    assert group.named("a/1.toml", "./a//2.toml") == ["a/1.toml", "a/2.toml"]
    assert group.named("a/**/*.toml") == ["a/1.toml", "a/2.toml", "a/[x]/4.toml", "a/b/3.toml"]
    assert group.named("a/**/**/3.toml", "*/b/*.toml") == ["a/b/3.toml"]
    assert group.named("a/[12].toml", "a\\b\\*.toml") == ["a/1.toml", "a/2.toml", "a/b/3.toml"]
    assert group.named("../beside/*.toml") == ["../beside/5.toml"]
    assert group.named("a/[[]x]/4.toml") == ["a/[x]/4.toml"]
    assert group.told("a/**") == ["no-match"]
    assert group.told("b/*.toml") == ["no-match"]


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        ("/etc/*.toml", "absolute-path"),
        ("C:\\firms\\*.toml", "absolute-path"),
        ("\\\\host\\share\\*.toml", "absolute-path"),
        ("//host/share/*.toml", "absolute-path"),
        ("~/firms/*.toml", "absolute-path"),
        ("a/../../b/*.toml", "bad-pattern"),
        ("..", "bad-pattern"),
        ("./.", "bad-pattern"),
        ("../" * MOST_UP + "nowhere/*.toml", "no-match"),
        ("../" * (MOST_UP + 1) + "nowhere/*.toml", "too-far-up"),
        ("x" * LONGEST, "no-match"),
        ("x" * (LONGEST + 1), "bad-pattern"),
        ("a/*/" * 240, "no-match"),
    ],
)
def test_patterns_stay_near_the_profile(group: Group, pattern: str, kind: str) -> None:
    assert kind in group.told(pattern)


@posix
def test_no_link_to_a_file_is_followed(group: Group, tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text('[firm]\nname = "secret"\n')
    group.firm("a/1.toml")
    (group.folder / "a" / "2.toml").symlink_to(tmp_path / "secret.toml")
    assert group.told("a/*.toml") == ["is-a-link"]
    assert group.told("a/2.toml") == ["is-a-link"]
    assert group.named("a/1.toml") == ["a/1.toml"]


@posix
def test_no_link_to_a_folder_is_followed(group: Group, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "1.toml").write_text('[firm]\nname = "secret"\n')
    group.firm("a/1.toml")
    (group.folder / "a" / "link").symlink_to(tmp_path / "secret")
    assert group.told("a/link/*.toml") == ["is-a-link"]
    assert group.told("a/*/*.toml") == ["is-a-link"]
    assert group.named("a/**/*.toml") == ["a/1.toml"]


@posix
def test_a_pipe_among_the_members_is_not_waited_for(group: Group) -> None:
    group.firm("a/1.toml")
    os.mkfifo(group.folder / "a" / "2.toml")
    assert group.named("a/*.toml") == ["a/1.toml"]
    assert group.told("a/2.toml") == ["no-match"]


@pytest.mark.parametrize(("bound", "kind"), [("MOST_FILES", "too-many-files"), ("MOST_SEEN", "too-wide")])
def test_patterns_name_only_so_many(group: Group, monkeypatch: pytest.MonkeyPatch, bound: str, kind: str) -> None:
    group.firm("a/1.toml")
    group.firm("a/2.toml")
    monkeypatch.setattr(members, bound, 4)  # the group, its folder and two firms
    assert group.named("a/*.toml") == ["a/1.toml", "a/2.toml"]
    for at in (3, 4, 5):
        group.firm(f"a/{at}.toml")
    assert group.told("a/*.toml") == [kind]


def test_a_profile_names_only_so_many_files_in_all(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    for where in ("a/1.toml", "a/2.toml", "b/3.toml", "b/4.toml"):
        group.firm(where)
    monkeypatch.setattr(profiles, "MOST_FILES", 4)
    assert len(group.named("a/*.toml", "b/*.toml")) == 4
    group.firm("b/5.toml")
    assert group.told("a/*.toml", "b/*.toml") == ["too-many-files"]


def test_the_files_of_a_profile_are_only_so_large(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    group.firm("a/1.toml")
    group.firm("a/2.toml")
    size = sum(file.stat().st_size for file in (group.folder / "a").iterdir())
    monkeypatch.setattr(profiles, "MOST_BYTES", size)
    assert len(group.named("a/*.toml")) == 2
    monkeypatch.setattr(profiles, "MOST_BYTES", size - 1)
    assert group.told("a/*.toml") == ["too-many-bytes"]


def test_folders_are_only_so_deep(group: Group) -> None:
    group.firm("/".join("a" * members.DEEPEST) + "/1.toml")
    assert len(group.named("a/**/*.toml")) == 1
    group.firm("/".join("a" * (members.DEEPEST + 1)) + "/2.toml")
    assert group.told("a/**/*.toml") == ["too-many-files"]


def test_a_head_of_dotted_words_in_a_text_is_no_key() -> None:
    assert parsed("a = '" + "1.2 " * 40 + "'\n# " + "x.y " * 40) == []
    assert bounds.dotted_beyond("x" * 1_000_000) is None


MANY = range(MOST_MISTAKES + 50)


@pytest.mark.parametrize(
    "text",
    [
        "complete = [" + "'jobb'," * len(MANY) + "]",
        "unknown = [" + "'jobb'," * len(MANY) + "]",
        "plan.fixed = [" + "'jobb'," * len(MANY) + "]",
        "plan.weight = { " + ", ".join(f"x{at} = 2" for at in MANY) + " }",
        "zone = { " + ", ".join(f"x{at} = true" for at in MANY) + " }",
        "\n".join(f"year.{1000 + at}.turnover = 1" for at in MANY),
        "year.2025 = { " + ", ".join(f"x{at} = 1" for at in MANY) + " }",
        "\n".join(f"[[firm.job]]\nname = '{at}'\nsizes = 1" for at in MANY),
        "\n".join("[[firm.job]]\nname = 'same'" for _ in MANY),
        "staff = { " + ", ".join(f"x{at} = 1" for at in MANY) + " }",
    ],
    ids=["complete", "unknown", "fixed", "weight", "zone", "years", "figures", "items", "names", "value"],
)
def test_only_so_many_mistakes_are_told_wherever_they_stand(tmp_path: Path, book: Catalogue, text: str) -> None:
    file = tmp_path / "x.toml"
    file.write_text(f"[firm]\n{text}\n")
    found = told(file, book)
    assert len(found) == MOST_MISTAKES + 1
    assert found[-1] == "too-many-mistakes"


@pytest.mark.parametrize("fixed", ["[[1]]", "[{}]", "[nan]", "[2026-01-01]"])
def test_what_is_fixed_is_a_name(tmp_path: Path, book: Catalogue, fixed: str) -> None:
    (tmp_path / "x.toml").write_text(f"[firm]\nplan.fixed = {fixed}\n")
    assert told(tmp_path / "x.toml", book) == ["unknown-fact"]


@pytest.mark.parametrize(
    ("weight", "kinds"),
    [("1000", []), ("0", []), ("0.5", [])]
    + [(raw, ["bad-plan"]) for raw in ("1001", "-1", "nan", "inf", "-inf", "true", "'2'", "[2]", "1e999", "0xffff")],
)
def test_a_weight_is_a_number_in_bounds(tmp_path: Path, book: Catalogue, weight: str, kinds: list[str]) -> None:
    (tmp_path / "x.toml").write_text(f"[firm]\nplan.weight = {{ staff = {weight} }}\n")
    assert told(tmp_path / "x.toml", book) == kinds


def test_a_long_line_is_looked_at_only_so_far() -> None:
    assert parsed("a " + " " * 500_000) == ["toml-syntax"]


def test_a_folder_of_a_batch_holds_only_so_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for at in range(3):
        (tmp_path / f"{at}.toml").write_text(f'[enterprise]\nname = "{at}"\ncounty = "江山市"\n', "utf-8")
    words = ("batch", ".", "--as-of", "2026-06-01", "--measure", "provincial-single-champion", "--lang", "en")
    monkeypatch.setattr(batch_inputs, "MOST_FILES", 3)
    assert run(*words, folder=tmp_path).code == 0
    monkeypatch.setattr(batch_inputs, "MOST_FILES", 2)
    told = run(*words, folder=tmp_path)
    assert told.code == 2
    assert "over 2 files" in told.err
