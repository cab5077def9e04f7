"""Measure tables: python tests/benchmarks/batch.py [hand] [scalar] [peers] [growth].

Ratios side by side in one run, medians of several. `hand` holds our expressions against the same measures written by hand;
`scalar` against our own engine of one subject; `peers` against other rule engines where they are installed (pip install
zen-engine json-logic-qubit business-rules); `growth` takes 10 thousand to 5 million rows from Parquet to Parquet, each
in a process of its own, with its peak of memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl
from polars import col

from zhence.catalogue.files import bundled
from zhence.catalogue.load import load
from zhence.columns import synthetic
from zhence.columns.answers import Wide, in_pieces
from zhence.columns.rows import record
from zhence.columns.verdicts import CODES, VERDICTS, Compiled, compile_measures
from zhence.engine import Case, decide
from zhence.model.measure import AllOf, Condition, Leaf, Measure, Operator, Strength
from zhence.model.result import Verdict
from zhence.model.value import Options, Span
from zhence.tables.read import Asked, Table, read_table

BOOK = load(bundled())
DAY = date(2026, 6, 1)
RUNS = 7
YES, OPEN, NO, ASK = (
    CODES[each] for each in (Verdict.ELIGIBLE_IF, Verdict.UNKNOWN, Verdict.NOT_ELIGIBLE, Verdict.DISCRETIONARY)
)
SURE = CODES[Verdict.ELIGIBLE]
MILLION = 1_000_000


def timed(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median of several runs, in seconds."""
    found = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return median(found)


def paired(one: Callable[[], object], two: Callable[[], object], runs: int = RUNS) -> tuple[float, float, float]:
    """Return the medians of two works done in turn, and of their ratios."""
    pairs = [(timed(one, 1), timed(two, 1)) for _ in range(runs)]
    return median(p[0] for p in pairs), median(p[1] for p in pairs), median(p[0] / p[1] for p in pairs)


# --- the same measures, as an analyst writes them: null is unknown, `&` and `|` are Kleene's ---


def at_least(name: str, mark: float) -> pl.Expr:
    return col(name) >= int(mark * MILLION)


def share(top: str, bottom: str, percent: int, *, at_most: bool = False) -> pl.Expr:
    whole = pl.when(col(bottom) > 0).then(col(bottom))
    return col(top) * 100 <= whole * percent if at_most else col(top) * 100 >= whole * percent


def summed(names: list[str], mark: float) -> pl.Expr:
    """Return whether a sum of what is never below zero reaches a mark: what is known of it may be enough."""
    known = pl.sum_horizontal([col(name) for name in names]) >= int(mark * MILLION)
    whole = sum((col(name) for name in names[1:]), col(names[0])) >= int(mark * MILLION)
    return pl.when(known).then(known).otherwise(whole)


def grown(now: str, then: str, times: int) -> pl.Expr:
    base = pl.when(col(then) > 0).then(col(then))
    return col(now) * 10_000 >= base * times


def pick(guard: pl.Expr, then: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
    return (guard & then) | (~guard & otherwise) | (then & otherwise)


def verdict(met: pl.Expr, yes: int = YES) -> pl.Expr:
    return (
        pl.when(met).then(pl.lit(yes, dtype=pl.UInt8)).when(met.is_null()).then(pl.lit(OPEN, dtype=pl.UInt8))
    ).otherwise(pl.lit(NO, dtype=pl.UInt8))


def by_hand() -> dict[str, pl.Expr]:
    """Return ten measures written by hand."""
    clean = ~col("dishonest_listed") & ~col("serious_incident_3y") & ~col("data_fraud_3y")
    rates = share("rd_expense@2025", "revenue@2025", 3) & share("rd_expense@2024", "revenue@2024", 3)
    profits = [col(f"net_profit@{year}").cast(pl.Float64) for year in (2025, 2024, 2023)]
    positive = pl.when((profits[1] > 0) & (profits[2] > 0)).then(1.0)
    mean_growth = ((profits[0] / profits[1]).clip(0) + (profits[1] / profits[2]).clip(0)) * positive / 2 - 1
    ordinary = col("champion_product_kind") == "ordinary"
    hills = BOOK.zones["mountain-island"].memberships
    inside = [
        m.place
        for m in hills
        if m.confirm is None and (m.start is None or m.start <= DAY) and (m.end is None or m.end > DAY)
    ]
    hilly = col("county").is_in(inside)
    years = pick(
        ordinary,
        at_least("segment_years", 6) | hilly & at_least("segment_years", 5),
        at_least("segment_years", 3) | hilly & at_least("segment_years", 2),
    )
    revenue = (
        at_least("main_revenue@2025", 40000)
        | at_least("main_revenue@2024", 40000)
        | at_least("main_revenue@2023", 40000)
    )
    rank = (col("market_rank_global") <= 5 * MILLION) | (col("market_rank_national") <= 3 * MILLION)
    firm = col("legal_person") & years & rank & ~col("restricted_product") & clean
    champion_yes = firm & revenue & col("provincial_rd_body") & share("rd_expense@2025", "revenue@2025", 3)
    champion = (
        pl.when(champion_yes)
        .then(pl.lit(YES, dtype=pl.UInt8))
        .when(champion_yes.is_null() | firm.is_null())
        .then(
            pl.when(firm == pl.lit(value=False))
            .then(pl.lit(NO, dtype=pl.UInt8))
            .otherwise(pl.lit(OPEN, dtype=pl.UInt8))
        )
        .otherwise(pl.when(firm).then(pl.lit(ASK, dtype=pl.UInt8)).otherwise(pl.lit(NO, dtype=pl.UInt8)))
    )
    excellent, advanced = col("smart_factory_target") == "excellent", col("smart_factory_target") == "advanced"
    usual = col("above_scale") & at_least("maturity_level", 2) & (~advanced | col("self_assessed_basic"))
    top = col("title_advanced_smart_factory")
    factory = (
        (col("legal_person") | col("exempt_branch"))
        & ~col("serious_incident_3y")
        & ((excellent & top) | (~excellent & usual) | (top & usual))
    )
    return {
        "key-little-giant": verdict(
            col("title_little_giant")
            & ~col("publicly_listed")
            & ~col("key_little_giant_supported")
            & (col("key_little_giant_plan_investment") > 2000 * MILLION)
        ),
        "rd-super-deduction": verdict(
            col("rd_cost_accounts_sound") & (col("rd_expense@2025") > 0) & ~col("rd_deduction_barred_industry"), SURE
        ),
        "small-low-profit-income-tax": verdict(
            (col("taxable_income@2025") <= 300 * MILLION)
            & (col("employees_quarterly_average@2025") <= 300 * MILLION)
            & (col("assets_quarterly_average@2025") <= 5000 * MILLION)
            & ~col("restricted_industry"),
            SURE,
        ),
        "green-factory": verdict(col("title_municipal_green_factory")),
        "national-smart-factory": verdict(factory),
        "provincial-single-champion": champion,
        "little-giant": verdict(
            col("title_specialised_sme")
            & at_least("segment_years", 3)
            & at_least("revenue@2025", 5000)
            & share("main_revenue@2025", "revenue@2025", 90)
            & grown("revenue@2025", "revenue@2023", 11025)
            & share("total_liabilities@2025", "total_assets@2025", 75, at_most=True)
            & summed(["rd_expense@2025", "rd_expense@2024"], 1200)
            & rates
            & (at_least("class1_ip", 4) | col("science_award_top3_national_3y"))
            & (at_least("market_share", 10) | (col("market_rank_national") <= 3 * MILLION))
            & at_least("quality_score", 60)
            & (col("leading_product_share") > 50 * MILLION)
            & ~col("title_national_champion")
            & ~col("little_giant_relation")
        ),
        "national-single-champion": verdict(
            pick(ordinary, at_least("segment_years", 10), at_least("segment_years", 5))
            & summed([f"main_revenue@{year}" for year in (2025, 2024, 2023)], 120_000)
            & (col("market_rank_global") <= 3 * MILLION)
            & clean
        ),
        "hidden-champion": verdict(
            col("registered_in_province")
            & at_least("operating_years", 10)
            & at_least("revenue@2025", 5000)
            & (col("revenue@2025") > col("revenue@2024"))
            & (col("revenue@2024") > col("revenue@2023"))
            & (mean_growth >= 0.1)
            & share("total_liabilities@2025", "total_assets@2025", 75, at_most=True)
            & col("credit_sound")
            & at_least("segment_years", 10)
            & (col("leading_product_count") <= 3 * MILLION)
            & share("main_revenue@2025", "revenue@2025", 70)
            & ((col("market_rank_global") <= 10 * MILLION) | (col("market_rank_national") <= 3 * MILLION))
            & share("rd_expense@2025", "revenue@2025", 4)
            & share("rd_expense@2024", "revenue@2024", 4)
            & at_least("leading_product_inventions", 4)
            & col("has_rd_body")
            & at_least("core_it_systems", 1)
            & at_least("standards_joined", 1)
            & col("own_brand")
            & at_least("international_certificates", 1)
            & ~col("title_national_champion")
            & ~col("title_little_giant")
            & clean
        ),
    }


def firms(rows: int, folder: Path, most: int = 400) -> Table:
    """Return a table of invented firms, with the figures that the rules ask for most."""
    file = folder / f"firms-{rows}-{most}.parquet"
    if not file.exists():
        synthetic.table(BOOK, "enterprise", DAY, rows, 1, most).sink_parquet(file)
    return read_table([file], Asked(BOOK, "enterprise", DAY))


def chosen(table: Table, words: list[str]) -> Compiled:
    return compile_measures(BOOK, DAY, table.columns, "enterprise", [BOOK.measures[word] for word in words])


def hand(folder: Path) -> None:
    """Print how long our expressions take against those written by hand, on the same table in memory."""
    table = firms(500_000, folder)
    rows = table.frame.collect()
    written = {word: expr for word, expr in by_hand().items() if set(expr.meta.root_names()) <= set(rows.columns)}
    ours = chosen(table, list(written))
    here = ours.prepared(rows.lazy()).select(**ours.verdicts).collect()
    there = rows.select(**written)
    for word in written:
        differing = (here[word] != there[word]).sum()
        print(f"  {word:30} {'the same' if not differing else f'{differing} rows differ'}")
    a, b, ratio = paired(
        lambda: ours.prepared(rows.lazy()).select(**ours.verdicts).collect(),
        lambda: rows.lazy().select(**written).collect(),
    )
    print(f"{len(written)} measures, {rows.height} rows: ours {a:.3f} s, by hand {b:.3f} s, ratio {ratio:.2f}")


def scalar(folder: Path) -> None:
    """Print how long a row takes in columns and in the engine of one subject, all measures."""
    table = firms(100_000, folder, 40)
    rows = table.frame.collect()
    measures = [m for m in BOOK.measures.values() if m.subject == "enterprise"]
    compiled = compile_measures(BOOK, DAY, table.columns, "enterprise", measures)
    columns = timed(lambda: compiled.prepared(rows.lazy()).select(**compiled.verdicts).collect()) / rows.height
    few = [record(row, BOOK, "enterprise") for row in rows.head(100).to_dicts()]

    def one_by_one() -> None:
        for each in few:
            case = Case(BOOK, DAY, (each,))
            for measure in measures:
                decide(case, measure)

    single = timed(one_by_one, 3) / len(few)
    print(
        f"{len(measures)} measures: {columns * 1e6:.1f} µs a row in columns, {single * 1e6:.0f} µs alone: {single / columns:.0f}x"
    )


# --- other engines, on the measures they can express: plain comparisons joined by AND ---


def plain_measures() -> list[Measure]:
    """Return the measures that are conjunctions of plain comparisons of stated figures."""
    return [
        measure
        for measure in BOOK.measures.values()
        if measure.subject == "enterprise"
        and isinstance(measure.requires, AllOf)
        and all(isinstance(child, Leaf) for child in measure.requires.children)
        and all(is_plain(condition) for condition in measure.conditions.values())
    ]


def is_plain(condition: Condition) -> bool:
    """Tell whether a condition holds a stated figure against a value, and nothing eases it."""
    test = condition.test
    if test is None or condition.relaxations or condition.strength is not Strength.MUST:
        return False
    return test.threshold.fact is None and BOOK.facts[test.fact].derived is None


def comparisons(measure: Measure) -> list[tuple[str, str, Any]]:
    case = Case(BOOK, DAY, ())
    signs = {Operator.AT_LEAST: ">=", Operator.MORE_THAN: ">", Operator.AT_MOST: "<=", Operator.LESS_THAN: "<"}
    found = []
    for condition in measure.conditions.values():
        test = condition.test
        if test is None:
            continue
        name, value = str(case.key(test.fact, test.year)), test.threshold.values[-1].value
        if isinstance(value, Span) and value.low is not None:
            found.append((name, signs[test.operator], float(value.low)))
        elif isinstance(value, Options):
            found.append((name, "in", sorted(value.possible)))
    return found


def peers(folder: Path) -> None:
    """Print the time of other engines against our columns, per row and measure, on what all can express."""
    measures = plain_measures()
    table = firms(100_000, folder, 400)
    rows = table.frame.collect()
    compiled = compile_measures(BOOK, DAY, table.columns, "enterprise", measures)
    cells = rows.height * len(measures)
    ours = timed(lambda: compiled.prepared(rows.lazy()).select(**compiled.verdicts).collect()) / cells
    print(f"{len(measures)} measures of plain comparisons; ours {ours * 1e9:.1f} ns a cell")
    rules = [comparisons(measure) for measure in measures]
    asked = sorted({name for rule in rules for name, _, _ in rule})
    raw = pl.read_parquet(folder / "firms-100000-400.parquet").head(200).select(asked).to_dicts()
    for name, make in (("json-logic", _json_logic), ("zen-engine", _zen), ("business-rules", _business_rules)):
        try:
            answer = make(rules)
        except ImportError:
            print(f"  {name:15} not installed")
            continue
        cost = timed(lambda answer=answer: [answer(row) for row in raw], 3) / (len(raw) * len(rules))
        print(f"  {name:15} {cost * 1e6:8.2f} µs a cell, {cost / ours:,.0f}x ours")
    print(
        "  OpenFisca has neither unknown figures nor places by date; its published speed stands in the notes on peers"
    )


def _json_logic(rules: list[list[tuple[str, str, Any]]]) -> Callable[[dict[str, Any]], object]:
    from json_logic import jsonLogic  # type: ignore[import-not-found]

    made = [{"and": [{sign: [{"var": name}, value]} for name, sign, value in rule]} for rule in rules]

    def answer(row: dict[str, Any]) -> object:
        known = {name: value for name, value in row.items() if value is not None}
        found = []
        for rule in made:
            try:
                found.append(jsonLogic(rule, known))
            except TypeError:  # it cannot compare what is missing
                found.append(None)
        return found

    return answer


def _zen(rules: list[list[tuple[str, str, Any]]]) -> Callable[[dict[str, Any]], object]:
    import zen  # type: ignore[import-not-found]

    def said(name: str, sign: str, value: Any) -> str:
        word = name.replace("@", "_")
        return f"{word} in {json.dumps(value)}" if sign == "in" else f"{word} {sign} {value}"

    made = [zen.compile_expression(" and ".join(said(*each) for each in rule)) for rule in rules]

    def answer(row: dict[str, Any]) -> object:
        known = {name.replace("@", "_"): value for name, value in row.items() if not isinstance(value, date)}
        found = []
        for rule in made:
            try:
                found.append(rule.evaluate(known))
            except Exception:
                found.append(None)
        return found

    return answer


def _business_rules(rules: list[list[tuple[str, str, Any]]]) -> Callable[[dict[str, Any]], object]:
    from business_rules.engine import check_conditions_recursively  # type: ignore[import-not-found]
    from business_rules.variables import (  # type: ignore[import-not-found]
        BaseVariables,
        boolean_rule_variable,
        numeric_rule_variable,
        string_rule_variable,
    )

    words = {">=": "greater_than_or_equal_to", ">": "greater_than", "<=": "less_than_or_equal_to", "<": "less_than"}
    kinds: dict[str, Any] = {}
    made = []
    for rule in rules:
        parts = []
        for name, sign, value in rule:
            if sign == "in":
                is_flag = isinstance(value[0], bool)
                kinds[name] = boolean_rule_variable if is_flag else string_rule_variable
                operator, right = (f"is_{str(value[0]).lower()}", True) if is_flag else ("equal_to", value[0])
            else:
                kinds[name], operator, right = numeric_rule_variable, words[sign], value
            parts.append({"name": name.replace("@", "_"), "operator": operator, "value": right})
        made.append({"all": parts})

    def variable(name: str, kind: Any) -> Any:
        def read(self: Any) -> Any:
            return self.row.get(name)

        read.__name__ = name.replace("@", "_")
        return kind()(read)

    known = {name.replace("@", "_"): variable(name, kind) for name, kind in kinds.items()}
    holder = type("Row", (BaseVariables,), {**known, "__init__": lambda self, row: setattr(self, "row", row)})

    def answer(row: dict[str, Any]) -> object:
        found = []
        for rule in made:
            try:
                found.append(check_conditions_recursively(rule, holder(row)))
            except (AssertionError, TypeError):  # it refuses what is missing
                found.append(None)
        return found

    return answer


def growth(folder: Path) -> None:
    """Print time and memory from Parquet to Parquet as rows grow."""
    before = None
    for rows in (10_000, 100_000, 1_000_000, 5_000_000):
        file = folder / f"firms-{rows}-40.parquet"
        if not file.exists():
            synthetic.table(BOOK, "enterprise", DAY, rows, 1, 40).sink_parquet(file)
        told = subprocess.run([sys.executable, __file__, "one", str(file)], capture_output=True, text=True, check=True)
        seconds, measures, memory = told.stdout.split()
        grew = f", {float(seconds) / before:.1f}x the time of ten times fewer" if before and rows < 5_000_000 else ""
        before = float(seconds)
        rate = rows * int(measures) / float(seconds) / 1e6
        print(f"{rows:>9} rows: {float(seconds):6.2f} s, {rate:5.1f} M answers a second, {memory} MB{grew}")


def one(file: str) -> None:
    """Answer one file and print seconds, measures and megabytes."""
    started = time.perf_counter()
    table = read_table([Path(file)], Asked(BOOK, "enterprise", DAY))
    compiled = compile_measures(BOOK, DAY, table.columns, "enterprise", list(BOOK.measures.values()))
    with tempfile.TemporaryDirectory() as kept:
        in_pieces(table.frame, Wide(compiled, table.kept), table.entered).sink_parquet(Path(kept) / "out.parquet")
    status = Path("/proc/self/status").read_text(
        "utf-8"
    )  # what the process itself held; getrusage counts its parent in
    memory = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    print(f"{time.perf_counter() - started:.2f} {len(compiled.measures)} {memory}")


def main(asked: list[str]) -> None:
    """Print what was asked for, all of it by default."""
    if asked[:1] == ["one"]:
        one(asked[1])
        return
    assert VERDICTS.categories.len() == len(CODES)
    with tempfile.TemporaryDirectory() as kept:
        for work in (hand, scalar, peers, growth):
            if not asked or work.__name__ in asked:
                print(f"== {work.__name__}")
                work(Path(kept))


if __name__ == "__main__":
    main(sys.argv[1:])
