"""A small catalogue made of texts, for the tests of what to prepare: measures are given as TOML, the rest stands here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from zhence.catalogue.reader import read
from zhence.engine import check
from zhence.model.catalogue import Catalogue
from zhence.model.profile import Record
from zhence.model.result import Report
from zhence.profiles.read import read_profile

DAY = date(2026, 6, 1)
YEARLY = ("turnover", "cost", "margin")
TOP = """
id    = "workshop"
title = "Workshop grants (invented)"
money = "元"
[subject]
firm  = { title = "firm", items = ["job"] }
job   = { title = "job" }
[theme]
land = "Land"
[units.titles]
"元" = { zh = "元", en = "yuan" }
"""
FOLLOWED = """
[projects]
subject = "job"
stage = "stage"
begun = "digging"
done = "open"
planned_start = "plan_start"
start = "start"
planned_completion = "plan_end"
completion = "end"
planned_progress = "plan_share"
progress = "share"
problem = [{ text = "trouble", since = "trouble_since" }, { text = "other_trouble" }]
"""
FACTS = """
turnover = { title = "turnover", type = "money", unit = "元", subjects = ["firm"], yearly = true, evidence = "Audit", holder = "Accounts" }
cost     = { title = "cost", type = "money", unit = "元", subjects = ["firm"], yearly = true, evidence = "Audit", holder = "Accounts" }
margin   = { title = "margin", type = "percent", unit = "%", subjects = ["firm"], yearly = true, derived = { op = "ratio", of = "cost", to = "turnover" } }
staff    = { title = "staff", type = "number", subjects = ["firm"], holder = "Personnel" }
licensed = { title = "licensed", type = "flag", subjects = ["firm"] }
jobs     = { title = "jobs", type = "count", subjects = ["firm"], derived = { op = "count", items = "job", where = [] } }
size     = { title = "size", type = "number", subjects = ["job"], evidence = "Drawing" }
stage    = { title = "stage", type = "choice", subjects = ["job"], choices = { filed = "filed", digging = "digging", trial = "trial", open = "open" } }
plan_start  = { title = "planned start", type = "date", subjects = ["job"] }
start       = { title = "start", type = "date", subjects = ["job"] }
plan_end    = { title = "planned end", type = "date", subjects = ["job"] }
end         = { title = "end", type = "date", subjects = ["job"] }
plan_share  = { title = "planned share", type = "percent", unit = "%", subjects = ["job"] }
share       = { title = "share", type = "percent", unit = "%", subjects = ["job"] }
trouble       = { title = "trouble", type = "text", subjects = ["job"] }
trouble_since = { title = "trouble since", type = "date", subjects = ["job"] }
other_trouble = { title = "other trouble", type = "text", subjects = ["job"] }
"""
SOURCES = """
rules = { title = "Rules", issuer = "Council", read = "official", url = "https://council.example/rules" }
call  = { title = "Call", issuer = "Council", read = "official" }
"""


def measure(
    word: str, *, fact: str = "staff", at_least: object = 5, subject: str = "firm", top: str = "", more: str = ""
) -> str:
    """Return a measure of one condition; `top` stands before the tables, `more` after them."""
    test = "year = -1\n" if fact in YEARLY else ""
    test += f"at_least = {at_least!r}" if not isinstance(at_least, bool) else f"is = {str(at_least).lower()}"
    return f"""
id = "{word}"
title = {{ zh = "措施{word}", en = "measure {word}" }}
subject = "{subject}"
source = "rules"
checked = 2026-01-10
requires = "only"
{top}
[condition.only]
fact = "{fact}"
{test}
clause = "s. 1"
{more}
"""


def workshop(*measures: str, projects: str = "") -> Catalogue:
    """Return the catalogue with these measures; anything wrong with them fails the test."""
    files = {"catalogue.toml": TOP + projects, "facts/all.toml": FACTS, "sources.toml": SOURCES}
    for text in measures:
        word = text.split('"', 2)[1]
        files[f"measures/land/{word}.toml"] = text
    catalogue, faults = read({name: text.encode() for name, text in files.items()})
    assert catalogue is not None
    assert [(f.file, f.key, f.problem.en) for f in faults] == []
    return catalogue


def profile(catalogue: Catalogue, folder: Path, text: str, as_of: date = DAY) -> Record:
    """Return the record of a profile written as TOML below [firm]."""
    path = folder / "firm.toml"
    path.write_text(f'[firm]\nname = "Smith"\n{text}', "utf-8")
    return read_profile(path, catalogue, as_of)[0]


def answered(catalogue: Catalogue, folder: Path, text: str, as_of: date = DAY) -> Report:
    """Return every measure answered for a profile."""
    return check(catalogue, profile(catalogue, folder, text, as_of), as_of)
