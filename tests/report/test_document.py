"""The document: its published schema, what it adds up to, and that no name is in it where names are left out."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from office import DAY, DIGEST, ONE_GAP, SAMPLES, policies, record_of
from report_samples import CATALOGUE, record, report

from zhence.engine import check
from zhence.engine.agenda import agenda
from zhence.model.fact import FactKey, FactType
from zhence.model.profile import Given, Record
from zhence.model.result import Report, Verdict
from zhence.model.value import option
from zhence.report.anonymous import anonymised
from zhence.report.conform import misfit, schema_text
from zhence.report.document import document
from zhence.report.findings import findings
from zhence.report.json import to_dict

pytestmark = pytest.mark.slow

Data = dict[str, Any]
SCHEMA = json.loads(schema_text())
VALID = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
KNOWN = {"$ref", "anyOf", "const", "enum", "type", "properties", "required", "additionalProperties"}
KNOWN |= {"items", "pattern", "format", "minItems", "maxItems", "description", "$defs", "$schema", "title"}


def told(*reports: Report, anonymous: bool = False) -> Data:
    answers = [(each, "sha256:" + DIGEST) for each in reports]
    return document(answers, CATALOGUE, anonymous=anonymous, days=lambda masked: agenda(masked, DAY, None))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_has_the_published_shape(sample: Path) -> None:
    book = policies()
    found = document(
        [(check(book, record_of(sample), DAY), "sha256:" + DIGEST)], book, days=lambda r: agenda(r, DAY, None)
    )
    assert misfit(found) is None
    assert [error.message for error in VALID.iter_errors(found)] == []


def test_the_schema_is_a_schema_and_uses_only_what_the_program_checks() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert set(keywords(SCHEMA)) <= KNOWN


def keywords(schema: Data) -> Iterator[str]:
    """Yield the keywords of a schema; the names of properties and definitions are none."""
    for key, value in schema.items():
        yield key
        for below in value.values() if key in ("properties", "$defs") else value if key == "anyOf" else [value]:
            if isinstance(below, dict) and key != "const":
                yield from keywords(below)


def places(found: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    inner = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, each in inner:
        yield from places(each, (*path, key))


@pytest.mark.parametrize("seed", range(150))
def test_what_is_damaged_is_found_as_the_schema_finds_it(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    damaged = copy.deepcopy(told(report()))
    *way, last = chance.choice([path for path in places(damaged) if path])
    holder: Any = damaged
    for step in way:
        holder = holder[step]
    if chance.random() < 0.3:
        del holder[last]
    else:
        holder[last] = chance.choice(
            [None, 1, True, "", "x", "1/3", "-1.5", "2026-01-01", "2026-02-30", [], {}, ["no", "yes"], 0.5]
        )
    assert (misfit(damaged) is None) == VALID.is_valid(damaged)


def test_a_misfit_is_named_by_its_place() -> None:
    damaged = told(report())
    damaged["subjects"][0]["results"][1]["verdict"] = "perhaps"
    problem = misfit(damaged)
    assert problem is not None
    assert "subjects[0].results[1].verdict" in problem.en
    assert "subjects[0].results[1].verdict" in problem.zh
    assert misfit([]) is not None


def test_the_words_are_those_of_the_terminal_page() -> None:
    answers = report()
    by_measure = {result["measure"]: result for result in told(answers)["subjects"][0]["results"]}
    assert len(by_measure) == len(answers.results)
    for result in answers.results:
        lines = findings(result, CATALOGUE, answers.as_of)
        words = by_measure[result.measure.id]["words"]
        assert [(w["text"]["zh"], w["role"], w["depth"], w["cheapest"]) for w in words] == [
            (line.words.zh, line.role, line.depth, line.is_cheapest) for line in lines
        ]
        for word, line in zip(words, lines, strict=True):
            assert (word["filled"] is None) == (line.filled is None)
            if line.filled is not None:
                share = max(Fraction(0), min(line.filled, Fraction(9999, 10000)))
                assert 0 <= share - Fraction(word["filled"]) < Fraction(1, 10000)


def test_results_are_the_records_of_check_with_words_added() -> None:
    answers = report()
    plain = {result["measure"]: result for result in to_dict(answers, CATALOGUE)["results"]}
    for result in told(answers)["subjects"][0]["results"]:
        one = plain[result["measure"]]
        assert {key: result[key] for key in one if key not in ("conditions", "scores")} == {
            key: value for key, value in one.items() if key not in ("conditions", "scores")
        }
        for kind in ("conditions", "scores"):
            assert len(one[kind]) == len(result[kind])
            for less, more in zip(one[kind], result[kind], strict=True):
                assert less.items() <= more.items() or kind == "scores"


def test_counts_add_up_and_results_stand_nearest_first() -> None:
    subject = told(report())["subjects"][0]
    verdicts = [result["verdict"] for result in subject["results"]]
    assert subject["counts"] == {str(verdict): verdicts.count(str(verdict)) for verdict in Verdict}
    assert min(subject["counts"].values()) > 0
    order = [str(verdict) for verdict in Verdict]
    assert verdicts == sorted(verdicts, key=order.index)
    missed = [result["steps"] for result in subject["results"] if result["verdict"] == "not-eligible"]
    assert missed == sorted(missed)


def test_missing_figures_name_the_measures_they_would_help() -> None:
    subject = told(report())["subjects"][0]
    wanting = {(key, result["measure"]) for result in subject["results"] for key in result["missing"]}
    assert wanting
    assert {(each["figure"], measure) for each in subject["missing"] for measure in each["measures"]} == wanting
    assert [len(each["measures"]) for each in subject["missing"]] == sorted(
        (len(each["measures"]) for each in subject["missing"]), reverse=True
    )


def test_the_summary_says_who_what_applies_the_nearest_gap_and_what_is_missing() -> None:
    subject = told(report())["subjects"][0]
    for lang, parts in (
        ("zh", ("甲公司", "符合", "最近的是", "待补数据")),
        ("en", ("甲公司", "eligible", "nearest", "missing")),
    ):
        said = "\n".join(sentence[lang] for sentence in subject["summary"])
        assert all(part in said for part in parts)
    assert told(report())["summary"] == []
    several = told(report(), report(record("乙公司")))
    assert "2 subjects" in several["summary"][0]["en"]
    assert len(several["subjects"]) == 2


def test_a_subject_to_which_nothing_applies_is_told_so() -> None:
    answers = report()
    left = tuple(r for r in answers.results if r.verdict is Verdict.NOT_ELIGIBLE)
    said = told(replace(answers, results=left))["subjects"][0]["summary"]
    assert "当日没有符合的措施" in said[1]["zh"]
    assert "当日没有符合的措施" not in told(answers)["subjects"][0]["summary"][1]["zh"]


def test_no_name_is_left_where_names_are_left_out() -> None:
    book = policies()
    town = named(record_of(SAMPLES[0].parents[1] / "projects" / "example_town.toml"), "秘密")
    firm = named(record_of(ONE_GAP), "秘密企业")
    town = replace(town, items=town.items | {"enterprise": (firm,)}, origin="/秘密/文件.toml")
    open_, masked = (
        json.dumps(
            document(
                [(check(book, town, DAY), DIGEST)], book, anonymous=anonymous, days=lambda r: agenda(r, DAY, None)
            ),
            ensure_ascii=False,
        )
        for anonymous in (False, True)
    )
    assert "秘密" in open_
    assert "秘密" not in masked
    assert "#1" in masked


def test_numbers_that_stand_for_names_are_of_one_each() -> None:
    book = policies()
    town = record_of(SAMPLES[0].parents[1] / "projects" / "example_town.toml")
    town = replace(town, items=town.items | {"enterprise": (record_of(ONE_GAP), record_of(ONE_GAP))})
    reports = anonymised([check(book, each, DAY) for each in (town, record_of(ONE_GAP))], book)
    assert [each.record.name for each in reports] == ["#1", "#2"]
    found = list(everyone(reports[0].record)) + list(everyone(reports[1].record))
    assert sorted(found, key=lambda name: int(name[1:])) == [f"#{number}" for number in range(1, len(found) + 1)]
    assert len(found) > 4


def everyone(record: Record) -> Iterator[str]:
    yield record.name
    for items in record.items.values():
        for item in items:
            yield from everyone(item)


def named(found: Record, name: str) -> Record:
    """Return a record in which every name and every word of the profile's own is a secret."""
    items = {
        kind: tuple(named(each, f"{name}{n}") for n, each in enumerate(each)) for kind, each in found.items.items()
    }
    facts = {key: replace(given, source=f"{name}审计") for key, given in found.facts.items()}
    return replace(found, name=name, items=items, facts=facts)


def test_the_profiles_own_words_are_left_out_with_the_names() -> None:
    fact = replace_type("kind", FactType.TEXT)
    who = record()
    facts = who.facts | {FactKey("kind"): Given(option("秘密的行业"), "raw")}
    answers = [(check(fact, replace(who, facts=facts), DAY), DIGEST)]
    assert "秘密的行业" in json.dumps(document(answers, fact), ensure_ascii=False)
    assert "秘密的行业" not in json.dumps(document(answers, fact, anonymous=True), ensure_ascii=False)


def replace_type(word: str, kind: FactType) -> Any:
    from zhence.model.catalogue import Catalogue

    known = CATALOGUE.facts[word]
    fact = type(known)(**{**known.__dict__, "type": kind, "choices": {}})
    return Catalogue(**{**CATALOGUE.__dict__, "facts": CATALOGUE.facts | {word: fact}})


def test_answers_without_names_are_the_same_answers() -> None:
    open_, masked = (told(report(), anonymous=anonymous)["subjects"][0] for anonymous in (False, True))
    assert open_["counts"] == masked["counts"]
    assert [(r["measure"], r["verdict"], r["steps"], r["distance"]) for r in open_["results"]] == [
        (r["measure"], r["verdict"], r["steps"], r["distance"]) for r in masked["results"]
    ]
    assert [c["value"] for r in open_["results"] for c in r["conditions"]] == [
        c["value"] for r in masked["results"] for c in r["conditions"]
    ]
