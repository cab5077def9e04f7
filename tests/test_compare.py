"""Two answers held against each other: what flipped, and exactly why."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, Run
from make_golden import COMPARED, golden_comparison, page
from test_random_catalogues import CATALOGUE, WORD, Rules, blurred, records, rules, trees
from zhence.catalogue.files import bundled, read_files
from zhence.catalogue.reader import read
from zhence.engine import check
from zhence.engine.flips import compare_sides
from zhence.model.catalogue import Catalogue
from zhence.model.comparison import Cause, CauseKind, Flip, Leaf, Move, Side
from zhence.model.comparison import Comparison as Compared
from zhence.model.fact import FactKey
from zhence.model.measure import DatedValue, Decided, Measure, Node, Threshold
from zhence.model.profile import Given, Record
from zhence.model.result import ConditionResult, ScoreResult, Verdict
from zhence.model.value import number
from zhence.profiles.read import read_profile
from zhence.profiles.settings import record_from_flat

pytestmark = pytest.mark.slow

TOWNS = ROOT / "sample_inputs" / "towns"
FIRMS = ROOT / "sample_inputs" / "enterprises"
DAY = date(2026, 6, 1)
FOREIGN = read_files(ROOT / "tests" / "foreign")
HEDGE = "measures/land/hedge-grant.toml"
MET = {"parish": "Nether Wold", "turnover@2025": "40k£", "hedges@2025": 800}
FIELD = {"name": "Top", "acres": 5}


def side(book: Catalogue, path: Path, day: str) -> Side:
    on = date.fromisoformat(day)
    return Side(book, read_profile(path, book, on)[0], on)


def flipped(found: Compared, measure: str) -> Flip:
    (flip,) = [each for each in found.flips if each.result.measure.id == measure]
    return flip


def verdicts(flip: Flip) -> tuple[str, str]:
    one, other = (str(each.verdict) if each is not None else "" for each in (flip.before, flip.after))
    return one, other


def name(leaf: Leaf | None) -> str:
    if isinstance(leaf, ConditionResult):
        return leaf.condition.id
    return leaf.score.id if isinstance(leaf, ScoreResult) else ""


def cause(flip: Flip) -> Cause:
    (only,) = flip.causes
    return only


def foreign(**changes: tuple[str, str]) -> Catalogue:
    """Return the foreign catalogue with one text of a file changed for another; the file is named by its stem."""
    files = dict(FOREIGN)
    for path, (old, new) in changes.items():
        (whole,) = [each for each in files if Path(each).stem == path.replace("_", "-")]
        assert old.encode() in files[whole], (path, old)
        files[whole] = files[whole].replace(old.encode(), new.encode(), 1)
    book, faults = read(files)
    assert book is not None
    assert [fault for fault in faults if fault.severity == "error"] == []
    return book


def farm(book: Catalogue, figures: dict[str, object] | None = None, day: date = DAY) -> Side:
    return Side(book, record_from_flat("farm", {"name": "Long Acre", **MET, **(figures or {})}, book, day), day)


PLAIN = foreign()


@pytest.mark.parametrize(
    ("town", "first", "last", "left"),
    [
        ("shuitou", "2024-06-01", "2025-04-01", date(2024, 8, 21)),
        ("shuitou", "2024-06-01", "2025-09-01", date(2024, 8, 21)),
        ("hecun", "2025-04-01", "2025-09-01", date(2025, 5, 28)),
        ("hecun", "2024-06-01", "2025-09-01", date(2025, 5, 28)),
    ],
)
def test_a_county_that_left_the_list_is_the_cause_with_its_day(
    book: Catalogue, town: str, first: str, last: str, left: date
) -> None:
    one, other = (side(book, TOWNS / f"{town}.toml", day) for day in (first, last))
    for before, after, move in ((one, other, Move.WORSE), (other, one, Move.BETTER)):
        flip = flipped(compare_sides(before, after), "mountain-island-county")
        assert flip.move is move
        why = cause(flip)
        assert why.kind is CauseKind.ZONE
        assert name(why.leaves[1]) == "on-the-list"
        assert why.day == left
        assert {zone.zone for zone in why.zones if zone is not None} == {"mountain-island"}


@pytest.mark.parametrize(
    ("town", "first", "last"), [("shuitou", "2025-04-01", "2025-09-01"), ("hecun", "2024-06-01", "2025-04-01")]
)
def test_a_county_that_stayed_flips_nothing_by_its_list(book: Catalogue, town: str, first: str, last: str) -> None:
    found = compare_sides(*(side(book, TOWNS / f"{town}.toml", day) for day in (first, last)))
    assert CauseKind.ZONE not in {why.kind for flip in found.flips for why in flip.causes}
    assert found.same[Verdict.UNKNOWN] > 40


def test_a_round_that_ended_is_the_cause(book: Catalogue) -> None:
    found = compare_sides(*(side(book, TOWNS / "shuitou.toml", day) for day in ("2024-06-01", "2025-04-01")))
    flip = flipped(found, "first-set-application")
    assert verdicts(flip) == ("unknown", "closed")
    assert cause(flip).kind is CauseKind.WINDOW
    started = flipped(found, "thousand-projects")
    assert verdicts(started) == ("closed", "unknown")
    assert cause(started).kind is CauseKind.WINDOW


def test_two_firms_differ_by_the_facts_named(book: Catalogue) -> None:
    one, other = (side(book, FIRMS / f"{firm}.toml", "2026-06-01") for firm in ("one_gap", "clean_yes"))
    flip = flipped(compare_sides(one, other), "specialised-sme")
    assert verdicts(flip) == ("not-eligible", "eligible-if")
    why = cause(flip)
    assert why.kind is CauseKind.FACT
    assert name(why.leaves[0]) == "rd-expense"
    (figure,) = why.figures
    assert figure.values == (number(92), number(990))
    assert {part.keys[1] for part in figure.stated} == {FactKey("rd_expense", 2025), FactKey("rd_expense", 2024)}
    taken = {part.keys[1]: part.given[1] for part in figure.stated}
    healed = replace(one.record, facts={**one.record.facts, **taken})  # type: ignore[dict-item]
    (result,) = check(book, healed, DAY, (book.measures["specialised-sme"],)).results
    assert result.verdict is Verdict.ELIGIBLE_IF


def test_what_no_longer_applies_names_the_scope_alone(book: Catalogue) -> None:
    one, other = (side(book, FIRMS / f"{firm}.toml", "2026-06-01") for firm in ("one_gap", "clean_yes"))
    flip = flipped(compare_sides(one, other), "ningbo-key-enterprise-institute")
    assert flip.move is Move.GONE
    assert [key.fact for figure in cause(flip).figures for key in figure.keys if key] == ["prefecture"] * 2
    assert flipped(compare_sides(other, one), "ningbo-key-enterprise-institute").move is Move.APPLICABLE


def test_the_year_asked_about_moves_with_the_day(book: Catalogue) -> None:
    found = compare_sides(*(side(book, FIRMS / "relaxed_yes.toml", day) for day in ("2025-06-01", "2026-06-01")))
    figure = cause(flipped(found, "vat-extra-deduction")).figures[0]
    assert figure.keys == (FactKey("advanced_manufacturing_list", 2025), FactKey("advanced_manufacturing_list", 2026))


@pytest.mark.parametrize(("revised", "flips"), [("92万元", True), ("92.01万元", False)])
def test_one_threshold_changed_in_a_copy_of_the_catalogue(
    zhence: Run, tmp_path: Path, revised: str, flips: bool
) -> None:
    copy = tmp_path / "policies"
    shutil.copytree(bundled(), copy)
    path = copy / "measures" / "ladder" / "specialised-sme.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('at_least = "100万元"', f'at_least = "{revised}"'), "utf-8")
    assert path.read_text("utf-8") != text
    firm = FIRMS / "one_gap.toml"
    asked = ("compare", firm, "--as-of", "2026-06-01", "--catalogue", bundled(), "--catalogue", copy)
    told = zhence(*asked, "--format", "json", "--require-same")
    assert told.returncode == (1 if flips else 0), told.stderr
    data = json.loads(told.stdout)
    assert [flip["measure"] for flip in data["flips"]] == (["specialised-sme"] if flips else [])
    assert data["before"]["catalogue"]["digest"] != data["after"]["catalogue"]["digest"]
    if flips:
        (why,) = data["flips"][0]["causes"]
        assert why["kind"] == "threshold"
        assert why["condition"] == "rd-expense"
        assert why["thresholds"] == ["100", "92"]
        assert why["clause"]["zh"]
        assert why["source"]
        assert "100万元 → 92万元" in why["words"][0]["zh"]


@pytest.mark.parametrize(
    ("change", "figures", "kind", "leaf"),
    [
        ({"hedge_grant": ('"40k£"', '"41k£"')}, {}, CauseKind.THRESHOLD, "turnover"),
        (
            {"hedge_grant": ('by = "30%"', 'by = "29%"')},
            {"parish": "Upper Wold", "turnover@2025": "28k£"},
            CauseKind.RELAXATION,
            "turnover",
        ),
        (
            {"hedge_grant": ("relaxed  = {", "# {")},
            {"parish": "Upper Wold", "turnover@2025": "28k£"},
            CauseKind.RELAXATION,
            "turnover",
        ),
        (
            {"upland": ('"Upper Wold"', '"Nether Wold"')},
            {"parish": "Upper Wold", "turnover@2025": "28k£"},
            CauseKind.ZONE,
            "turnover",
        ),
        ({"hedge_grant": ("at_least", "more_than")}, {}, CauseKind.RULE, "turnover"),
        (
            {"hedge_grant": ('clause   = "s. 2"', 'clause = "s. 2"\nstrength = "in-principle"')},
            {"turnover@2025": "39k£"},
            CauseKind.RULE,
            "turnover",
        ),
        ({"hedge_grant": ('decided  = "rule"', 'decided = "review"')}, {}, CauseKind.RULE, ""),
        (
            {
                "hedge_grant": (
                    'requires = { all = ["turnover", "share"] }',
                    'requires = { any = ["turnover", "share"] }',
                )
            },
            {"hedges@2025": 1},
            CauseKind.RULE,
            "",
        ),
        (
            {"hedge_grant": ('decided  = "rule"', 'decided = "rule"\nvalid = { to = 2026-05-31 }')},
            {},
            CauseKind.WINDOW,
            "",
        ),
        (
            {"meadow_payment": ("at_least = 5\n", "at_least = 6\n")},
            {"field": [FIELD]},
            CauseKind.THRESHOLD,
            "evaluation",
        ),
        (
            {"meadow_payment": ("at_least = 5, points", "at_least = 6, points")},
            {"field": [FIELD]},
            CauseKind.THRESHOLD,
            "evaluation",
        ),
        ({"meadow_payment": ('id    = "size"', 'id = "extent"')}, {"field": [FIELD]}, None, ""),
    ],
)
def test_each_change_of_a_catalogue_is_named(
    change: dict[str, tuple[str, str]], figures: dict[str, object], kind: CauseKind | None, leaf: str
) -> None:
    book = foreign(**change)
    for before, after in ((PLAIN, book), (book, PLAIN)):
        found = compare_sides(farm(before, figures), farm(after, figures))
        assert len(found.flips) == (0 if kind is None else 1)
        for flip in found.flips:
            why = cause(flip)
            assert why.kind is kind
            assert name(why.leaves[0]) == name(why.leaves[1]) == leaf


def test_a_condition_added_to_the_rule_is_named() -> None:
    added = '\n[condition.big]\nfact = "turnover"\nyear = -1\nmore_than = "40k£"\nclause = "s. 5"\n[given]'
    files = FOREIGN | {
        HEDGE: FOREIGN[HEDGE].replace(b'"share"]', b'"share", "big"]').replace(b"\n[given]", added.encode())
    }
    newer, _ = read(files)
    assert newer is not None
    why = cause(flipped(compare_sides(farm(PLAIN), farm(newer)), "hedge-grant"))
    assert (why.kind, why.added, why.removed) == (CauseKind.RULE, ("big",), ())
    why = cause(flipped(compare_sides(farm(newer), farm(PLAIN)), "hedge-grant"))
    assert (why.kind, why.added, why.removed) == (CauseKind.RULE, (), ("big",))


def test_a_measure_of_one_catalogue_only_is_listed() -> None:
    fewer, _ = read({path: content for path, content in FOREIGN.items() if path != HEDGE})
    assert fewer is not None
    found = compare_sides(farm(PLAIN), farm(fewer))
    assert [result.measure.id for result in found.only_before] == ["hedge-grant"]
    assert (found.only_after, found.flips) == ((), ())
    found = compare_sides(farm(fewer), farm(PLAIN))
    assert [result.measure.id for result in found.only_after] == ["hedge-grant"]
    assert found.only_before == ()


def test_a_dated_threshold_is_the_cause_with_its_first_day() -> None:
    dated = foreign(
        hedge_grant=('at_least = "40k£"', 'at_least = [{ value = "40k£" }, { from = 2026-03-01, value = "41k£" }]')
    )
    one, other = farm(dated, day=date(2026, 2, 28)), farm(dated, day=date(2026, 3, 1))
    why = cause(flipped(compare_sides(one, other), "hedge-grant"))
    assert (why.kind, why.day) == (CauseKind.THRESHOLD, date(2026, 3, 1))
    assert compare_sides(one, farm(dated, day=date(2026, 1, 1))).flips == ()


@pytest.mark.parametrize(
    ("figures", "kind", "leaf"),
    [
        ({"turnover@2025": "39k£"}, CauseKind.FACT, "turnover"),
        ({"hedges@2025": 799}, CauseKind.FACT, "share"),
        ({"turnover@2025": {"value": "40k£", "estimate": True}}, CauseKind.ESTIMATE, ""),
    ],
)
def test_each_change_of_a_profile_is_named(figures: dict[str, object], kind: CauseKind, leaf: str) -> None:
    why = cause(flipped(compare_sides(farm(PLAIN), farm(PLAIN, figures)), "hedge-grant"))
    assert why.kind is kind
    assert name(why.leaves[1]) == leaf
    stated = {key for figure in why.figures for part in figure.stated for key in part.keys}
    assert {str(key) for key in stated} == (set(figures) if kind is CauseKind.FACT else set())


@pytest.mark.parametrize("moved", [{"parish": "Nether Wold"}, {"zone.upland": False}])
def test_a_place_or_a_confirmed_zone_that_differs_is_named(moved: dict[str, object]) -> None:
    inside = {"parish": "Upper Wold", "turnover@2025": "28k£"}
    why = cause(flipped(compare_sides(farm(PLAIN, inside), farm(PLAIN, inside | moved)), "hedge-grant"))
    assert why.kind is CauseKind.ZONE
    assert why.day is None
    assert bool(why.figures) == ("parish" in moved)
    assert why.zones[1] is not None
    assert why.zones[1].confirmed == ("parish" not in moved)


def test_rows_of_a_table_are_named_with_their_figures() -> None:
    one, other = (farm(PLAIN, {"field": [FIELD | {"acres": acres}]}) for acres in (5, "4.9"))
    why = cause(flipped(compare_sides(one, other), "meadow-payment"))
    assert why.kind is CauseKind.FACT
    assert [row.item.id for row in why.rows if row is not None] == ["size", "size"]
    assert [key for figure in why.figures for key in figure.keys] == [FactKey("acres")] * 2


def test_an_item_listed_on_one_side_is_held_against_what_nothing_is_known_of() -> None:
    none, one = farm(PLAIN), farm(PLAIN, {"field": [FIELD]})
    two = farm(PLAIN, {"field": [FIELD, {"name": "Low", "acres": 4}]})
    flip = flipped(compare_sides(none, one), "meadow-payment")
    assert verdicts(flip) == ("unknown", "eligible-if")
    assert [why.kind for why in flip.causes] == [CauseKind.LISTED, CauseKind.FACT]
    flip = flipped(compare_sides(one, two), "meadow-payment")
    assert (flip.move, verdicts(flip)) == (Move.APPLICABLE, ("", "not-eligible"))
    assert cause(flip).kind is CauseKind.LISTED
    assert flipped(compare_sides(two, one), "meadow-payment").move is Move.GONE


def test_a_town_and_a_firm_share_no_support_but_through_what_they_list(book: Catalogue) -> None:
    found = compare_sides(
        side(book, TOWNS / "wenxi.toml", "2026-06-01"), side(book, FIRMS / "unknowns.toml", "2026-06-01")
    )
    assert flipped(found, "industrial-town-notice").move is Move.GONE
    assert flipped(found, "little-giant").move is Move.APPLICABLE


def test_several_causes_are_all_needed_and_all_told() -> None:
    poor = farm(PLAIN, {"turnover@2025": "39k£", "hedges@2025": 1})
    flip = flipped(compare_sides(farm(PLAIN), poor), "hedge-grant")
    assert [name(why.leaves[0]) for why in flip.causes] == ["turnover", "share"]
    assert flip.idle == ()


def random_side(tree: Node, said: Rules, record: Record) -> Side:
    measure = Measure("m", WORD, "", "thing", Decided.RULE, "s", DAY, tree, said[0], scores=said[1])
    return Side(replace(CATALOGUE, measures={"m": measure}), record, DAY)


@settings(max_examples=75, deadline=None)
@given(trees, rules(), records(), st.data())
def test_a_thing_compared_with_itself_flips_nothing(
    tree: Node, said: Rules, whole: Record, data: st.DataObject
) -> None:
    record = blurred(whole, data)
    found = compare_sides(random_side(tree, said, record), random_side(tree, said, record))
    assert found.flips == found.only_before == found.only_after == ()
    assert sum(found.same.values()) == 1


@settings(max_examples=200, deadline=None)
@given(trees, trees, rules(), rules(), records(), records(), st.booleans(), st.data())
def test_every_flip_has_a_cause_and_reads_the_same_both_ways(
    tree: Node,
    other_tree: Node,
    said: Rules,
    others: Rules,
    one: Record,
    other: Record,
    is_one_rule: bool,
    data: st.DataObject,
) -> None:
    before = random_side(tree, said, blurred(one, data))
    after = random_side(*((tree, said) if is_one_rule else (other_tree, others)), blurred(other, data))
    there, back = compare_sides(before, after), compare_sides(after, before)
    assert len(there.flips) == len(back.flips)
    for flip, turned in zip(there.flips, back.flips, strict=True):
        assert flip.causes
        assert [why.kind for why in flip.causes] == [why.kind for why in turned.causes]
        assert [name(why.leaves[0]) for why in flip.causes] == [name(why.leaves[1]) for why in turned.causes]
        if is_one_rule:
            assert {why.kind for why in flip.causes} <= {CauseKind.FACT, CauseKind.ZONE}
        for why in flip.causes:
            for figure in why.figures:
                assert figure.values[0] != figure.values[1]


@settings(max_examples=150, deadline=None)
@given(trees, rules(), records(), st.data())
def test_the_only_fact_that_differs_is_the_cause(tree: Node, said: Rules, record: Record, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(key for key in record.facts if key.fact != "place")))
    moved = {**record.facts, key: Given(number(data.draw(st.integers(-3, 6))), "")}
    found = compare_sides(random_side(tree, said, record), random_side(tree, said, replace(record, facts=moved)))
    for flip in found.flips:
        stated = {each for why in flip.causes for figure in why.figures for part in figure.stated for each in part.keys}
        assert stated == {key}
        assert {why.kind for why in flip.causes} == {CauseKind.FACT}


@settings(max_examples=150, deadline=None)
@given(trees, rules(), records(), st.sampled_from(["k1", "k2", "k3", "k4"]), st.integers(-3, 6))
def test_the_only_threshold_that_differs_is_the_cause(
    tree: Node, said: Rules, record: Record, word: str, mark: int
) -> None:
    condition = said[0][word]
    assert condition.test is not None
    test = replace(condition.test, threshold=Threshold((DatedValue(None, number(mark)),)))
    changed = ({**said[0], word: replace(condition, test=test)}, said[1])
    found = compare_sides(random_side(tree, said, record), random_side(tree, changed, record))
    for flip in found.flips:
        assert [(why.kind, name(why.leaves[0])) for why in flip.causes] == [(CauseKind.THRESHOLD, word)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("named", "compared"), COMPARED, ids=[each[0] for each in COMPARED])
def test_golden_comparisons(named: str, compared: tuple[str, ...], lang: str) -> None:
    target, command = golden_comparison(named, compared, lang)
    assert page(command) == target.read_text("utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("figures", [{}, {"parish": "Upper Wold", "turnover@2025": "28k£", "field": [FIELD]}])
def test_every_cause_has_words_in_both_languages(figures: dict[str, object], lang: str) -> None:
    from io import StringIO

    from zhence.report.comparison import render_comparison
    from zhence.report.comparison_json import comparison_data
    from zhence.report.console import safe_console

    changed = foreign(
        hedge_grant=('by = "30%"', 'by = "29%"'),
        meadow_payment=("at_least = 5\n", "at_least = 6\n"),
    )
    for other in (changed, foreign(hedge_grant=('decided  = "rule"', 'decided = "review"'))):
        found = compare_sides(farm(PLAIN, figures), farm(other, {"turnover@2025": {"value": "27k£", "estimate": True}}))
        told = StringIO()
        render_comparison(found, lang, safe_console(told, width=80))  # type: ignore[arg-type]
        assert all(flip.result.measure.id in told.getvalue() for flip in found.flips)
        data = json.dumps(comparison_data(found))
        assert '"words": []' not in data
        for flip in comparison_data(found)["flips"]:
            for why in flip["causes"]:
                assert all(words[lang].strip() for words in why["words"])


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((TOWNS / "shuitou.toml",), "nothing to compare"),
        ((TOWNS / "shuitou.toml",) * 3, "PROFILE"),
        ((TOWNS / "shuitou.toml", *(("--as-of", "2025-01-01") * 3)), "--as-of"),
        ((TOWNS / "shuitou.toml", "--as-of", "2025-01-01", "--as-of", "soon"), "soon"),
        ((TOWNS / "shuitou.toml", TOWNS / "nowhere.toml"), "nowhere"),
    ],
)
def test_wrong_usage_gets_a_word_and_exit_2(zhence: Run, arguments: tuple[Path | str, ...], word: str) -> None:
    told = zhence("compare", *arguments, "--lang", "en")
    assert told.returncode == 2
    assert told.stdout == ""
    assert word in told.stderr


def test_require_same_judges_only_when_asked(zhence: Run) -> None:
    asked = ("compare", TOWNS / "hecun.toml", "--as-of", "2025-04-01", "--as-of")
    assert zhence(*asked, "2025-09-01").returncode == 0
    assert zhence(*asked, "2025-09-01", "--require-same").returncode == 1
    told = zhence(*asked, "2025-04-02", "--require-same", "--lang", "en")
    assert told.returncode == 0
    assert "0 verdicts differ" in told.stdout
    assert "0 the same" not in told.stdout


@pytest.mark.parametrize("option", [("--subject", "banana"), ("--map", "none.toml"), ("--id", "x")])
def test_options_of_tables_are_refused_beside_profiles(zhence: Run, option: tuple[str, str]) -> None:
    firms = [ROOT / "sample_inputs" / "enterprises" / f"{name}.toml" for name in ("one_gap", "relaxed_yes")]
    told = zhence("compare", *firms, *option, "--lang", "en")
    assert told.returncode == 2
    assert f"{option[0]}: this is for tables only" in told.stderr
