"""Fourteen measures of the Zhejiang catalogue as an analyst would write them in Polars, for 1 June 2026, on exact figures.

Null is unknown and booleans are Kleene's, as Polars has them. Figures are millionths of their unit (model/frame.py). An
answer is a verdict's number; `tests/benchmarks/batch.py` holds it equal to what the columns engine says of the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import polars as pl

from zhence.columns.verdicts import CODES
from zhence.model.catalogue import Catalogue
from zhence.model.result import Verdict

ELIGIBLE, IF, DISCRETION, UNKNOWN, NO, APART = (
    CODES[word]
    for word in (
        Verdict.ELIGIBLE,
        Verdict.ELIGIBLE_IF,
        Verdict.DISCRETIONARY,
        Verdict.UNKNOWN,
        Verdict.NOT_ELIGIBLE,
        Verdict.NOT_APPLICABLE,
    )
)
every, some, col = pl.all_horizontal, pl.any_horizontal, pl.col
OPEN = pl.lit(None, dtype=pl.Boolean)


def n(number: float) -> int:
    """Return a number as its column holds it."""
    return round(number * 1_000_000)


def code(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt8)


def told(met: pl.Expr, yes: int = IF) -> pl.Expr:
    """Return the verdict of a plain rule."""
    return pl.when(met).then(code(yes)).when(met.is_null()).then(code(UNKNOWN)).otherwise(code(NO))


def graded(met: pl.Expr, at_discretion: pl.Expr) -> pl.Expr:
    """Return the verdict of a rule that leaves misses to discretion."""
    below = pl.when(at_discretion).then(code(DISCRETION)).when(at_discretion.is_null()).then(code(UNKNOWN))
    return pl.when(met).then(code(IF)).when(met.is_null()).then(code(UNKNOWN)).otherwise(below.otherwise(code(NO)))


def branch(guard: pl.Expr, then: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
    return some(every(guard, then), every(~guard, otherwise), every(then, otherwise))


def share(part: str, whole: str) -> pl.Expr:
    """Return a percentage; there is none of nothing."""
    return pl.when(col(whole) > 0).then(col(part) / col(whole) * 100)


def total_at_least(names: Sequence[str], mark: int) -> pl.Expr:
    """Return whether amounts add up to a mark; those that are known may be enough."""
    known = pl.sum_horizontal([col(name).fill_null(0) for name in names])
    is_open = some([col(name).is_null() for name in names])
    return pl.when(known >= mark).then(True).when(is_open).then(OPEN).otherwise(False)


def between(low: pl.Expr, high: pl.Expr, mark: float) -> pl.Expr:
    """Return whether what lies between two numbers reaches a mark."""
    return pl.when(low >= mark).then(True).when(high < mark).then(False)


def bands(value: pl.Expr, steps: Sequence[tuple[float, int]], rest: int = 0) -> tuple[pl.Expr, pl.Expr]:
    """Return the points of a value at worst and at best: those of the first step that it reaches."""
    points = pl.lit(rest, dtype=pl.Int32)
    for mark, worth in reversed(steps):
        points = pl.when(value >= mark).then(pl.lit(worth, dtype=pl.Int32)).otherwise(points)
    best = pl.when(value.is_null()).then(pl.lit(steps[0][1], dtype=pl.Int32)).otherwise(points)
    return points, best


def ladder(steps: Sequence[tuple[pl.Expr, int]]) -> tuple[pl.Expr, pl.Expr]:
    """Return the points of the first condition that is met, at worst and at best."""
    low = high = pl.lit(0, dtype=pl.Int32)
    for met, worth in reversed(steps):
        low = pl.when(met).then(pl.lit(worth, dtype=pl.Int32)).otherwise(low)
        high = pl.when(met.fill_null(value=True)).then(pl.lit(worth, dtype=pl.Int32)).otherwise(high)
    return low, high


def passes(rows: Sequence[tuple[pl.Expr, pl.Expr]], mark: int) -> pl.Expr:
    low, high = (pl.sum_horizontal([row[at] for row in rows]) for at in (0, 1))
    return between(low, high, mark)


revenue, rd_expense, staff = col("revenue@2025"), col("rd_expense@2025"), col("employees@2025")
RD_SHARE, RD_SHARE_BEFORE = share("rd_expense@2025", "revenue@2025"), share("rd_expense@2024", "revenue@2024")
MAIN_SHARE = share("main_revenue@2025", "revenue@2025")
DEBT = share("total_liabilities@2025", "total_assets@2025")
TECH_STAFF = share("tech_staff@2025", "employees@2025")
CLEAN = (~col("dishonest_listed"), ~col("restricted_product"), ~col("serious_incident_3y"))
class1, class2 = col("class1_ip"), col("class2_ip")


def sme() -> pl.Expr:
    """Return whether a firm is small or medium by the national standard."""
    assets, sector = col("total_assets@2025"), col("size_sector")

    def under(people: int | None, sales: int | None, wealth: int | None = None) -> pl.Expr:
        marks = ((staff, people), (revenue, sales), (assets, wealth))
        return some([figure < n(mark) for figure, mark in marks if mark is not None])

    limits = {
        "agriculture": under(None, 20_000),
        "industry": under(1000, 40_000),
        "construction": under(None, 80_000, 80_000),
        "wholesale": under(200, 40_000),
        "retail": under(300, 20_000),
        "transport": under(1000, 30_000),
        "storage": under(200, 30_000),
        "post": under(1000, 30_000),
        "lodging": under(300, 10_000),
        "catering": under(300, 10_000),
        "telecom": under(2000, 100_000),
        "software": under(300, 10_000),
        "property_dev": under(None, 200_000, 10_000),
        "property_mgmt": under(1000, 5_000),
        "leasing": under(300, None, 120_000),
        "other": under(300, None),
    }
    found = pl.when(every(list(limits.values()))).then(True).otherwise(OPEN)  # whichever the sector is
    for word, limit in limits.items():
        found = pl.when(sector == word).then(limit).otherwise(found)
    return found


def specialised_sme() -> pl.Expr:
    return told(
        every(
            col("registered_in_province"),
            sme(),
            *CLEAN,
            some(col("title_tech_sme"), col("title_innovative_sme")),
            col("segment_years") >= n(3),
            some(revenue >= n(1500), col("equity_financing_2y") >= n(2000)),
            MAIN_SHARE >= 80,
            DEBT <= 80,
            rd_expense >= n(100),
            col("rd_expense@2024") >= n(100),
            RD_SHARE >= 3,
            RD_SHARE_BEFORE >= 3,
            some(class1 >= n(1), col("science_award_top3_provincial_3y"), col("provincial_rd_body")),
            col("leading_product_share@2025") > n(50),
            col("quality_score") >= n(50),
        )
    )


def little_giant() -> pl.Expr:
    growth = pl.when(col("revenue@2023") > 0).then(revenue / col("revenue@2023"))
    return told(
        every(
            col("title_specialised_sme"),
            col("segment_years") >= n(3),
            revenue >= n(5000),
            MAIN_SHARE >= 90,
            growth >= 1.05**2,
            DEBT <= 75,
            total_at_least(["rd_expense@2025", "rd_expense@2024"], n(1200)),
            RD_SHARE >= 3,
            RD_SHARE_BEFORE >= 3,
            some(class1 >= n(4), col("science_award_top3_national_3y")),
            some(col("market_share") >= n(10), col("market_rank_national") <= n(3)),
            col("quality_score") >= n(60),
            col("leading_product_share@2025") > n(50),
            ~col("title_national_champion"),
            ~col("little_giant_relation"),
        )
    )


def mean_growth(years: Sequence[tuple[pl.Expr, pl.Expr]]) -> tuple[pl.Expr, pl.Expr]:
    """Return growth in the mean of two years, of figures given at worst and at best: nothing shrinks to less than nothing."""
    lows, highs = [], []
    for now, before in pairwise(years):
        is_real = before[0] > 0
        lows.append(pl.when(is_real).then((now[0] / before[1]).clip(0)) - 1)
        highs.append(pl.when(is_real).then((now[1] / before[0]).clip(0)) - 1)
    valid = every([before[0] > 0 for before in years[1:]])
    low, high = (pl.sum_horizontal(ends, ignore_nulls=False) / len(ends) * 100 for ends in (lows, highs))
    return pl.when(valid).then(low), pl.when(valid).then(high)


def growth_points(ends: tuple[pl.Expr, pl.Expr]) -> tuple[pl.Expr, pl.Expr]:
    low = high = pl.lit(0, dtype=pl.Int32)
    for mark, least, most in ((0, 1, 2), (5, 3, 4), (15, 5, 6), (25, 7, 8), (35, 9, 10)):
        met = (ends[0] > 0, ends[1] > 0) if mark == 0 else (ends[0] >= mark, ends[1] >= mark)
        low = pl.when(met[0]).then(pl.lit(least, dtype=pl.Int32)).otherwise(low)
        high = pl.when(met[1].fill_null(value=True)).then(pl.lit(most, dtype=pl.Int32)).otherwise(high)
    return low, high


def high_tech_enterprise() -> pl.Expr:
    spent = [f"rd_expense@{year}" for year in (2025, 2024, 2023)]
    sales = [f"revenue@{year}" for year in (2025, 2024, 2023)]
    spent_known, sales_known = (
        pl.sum_horizontal([col(name).fill_null(0) for name in names]) for names in (spent, sales)
    )
    spent_all, sales_all = (every([col(name).is_not_null() for name in names]) for names in (spent, sales))
    is_real = sales_known > 0
    low = pl.when(is_real & sales_all).then(spent_known / sales_known * 100)
    high = pl.when(is_real & spent_all).then(spent_known / sales_known * 100)

    def intensity(mark: int) -> pl.Expr:
        return between(low, high, mark)

    def stated(name: str, most: int) -> tuple[pl.Expr, pl.Expr]:
        points = col(name) / 1_000_000
        return points.fill_null(0).clip(0, most), points.fill_null(most).clip(0, most)

    wealth = [(col(f"total_assets@{year}"), col(f"total_liabilities@{year}")) for year in (2025, 2024, 2023)]
    net = [(assets - debts, assets - debts.fill_null(0)) for assets, debts in wealth]
    sold = [(col(name).fill_null(0), col(name)) for name in sales]
    number = [(class1 >= n(1), 7, 8), (class2 >= n(5), 5, 6), (class2 >= n(3), 3, 4), (class2 >= n(1), 1, 2)]
    results = col("results_converted_per_year")
    converted = [(5, 25, 30), (4, 19, 24), (3, 13, 18), (2, 7, 12), (1, 1, 6)]
    own = [
        stated("hte_points_advance", 8),
        stated("hte_points_core", 8),
        (ladder([(met, least) for met, least, _ in number])[0], ladder([(met, most) for met, _, most in number])[1]),
        stated("hte_points_way", 6),
        stated("hte_points_standards", 2),
    ]
    capped = tuple(pl.sum_horizontal([row[at] for row in own]).clip(upper_bound=30) for at in (0, 1))
    rows = [
        (capped[0], capped[1]),
        (
            bands(results, [(n(mark), least) for mark, least, _ in converted])[0],
            bands(results, [(n(mark), most) for mark, _, most in converted])[1],
        ),
        stated("hte_points_systems", 6),
        stated("hte_points_facilities", 6),
        stated("hte_points_transfer", 4),
        stated("hte_points_talent", 4),
        growth_points(mean_growth(net)),
        growth_points(mean_growth(sold)),
    ]
    low_points, high_points = (pl.sum_horizontal([row[at] for row in rows]) for at in (0, 1))
    score = pl.when(low_points > 70).then(True).when(high_points <= 70).then(False)
    age = (pl.lit("2026-06-01").str.to_date() - col("registered_on")).dt.total_days()
    rd = branch(revenue <= n(5000), intensity(5), branch(revenue <= n(20_000), intensity(4), intensity(3)))
    return told(
        every(
            age >= 365,
            col("owns_core_ip"),
            col("in_hte_field"),
            TECH_STAFF >= 10,
            rd,
            col("domestic_rd_share_3y") >= n(60),
            col("hitech_revenue_share@2025") >= n(60),
            ~col("serious_incident_1y"),
            ~col("all_ip_obtained_this_year"),
            score,
        )
    )


def tech_sme() -> pl.Expr:
    costs = share("rd_expense@2025", "cost_expense@2025")
    rd = [
        bands(RD_SHARE, [(6, 50), (5, 40), (4, 30), (3, 20), (2, 10)]),
        bands(costs, [(30, 50), (25, 40), (20, 30), (15, 20), (10, 10)]),
    ]
    owned = [(class1 >= n(1), 30), *((class2 >= n(mark), worth) for mark, worth in ((4, 24), (3, 18), (2, 12), (1, 6)))]
    rows = [
        bands(TECH_STAFF, [(30, 20), (25, 16), (20, 12), (15, 8), (10, 4)]),
        (pl.max_horizontal(rd[0][0], rd[1][0]), pl.max_horizontal(rd[0][1], rd[1][1])),
        ladder(owned),
    ]
    route = some(
        every(passes(rows, 60), TECH_STAFF >= 10),
        col("title_hte"),
        col("national_award_top3_5y"),
        col("provincial_rd_body"),
        col("led_standard_5y"),
    )
    return told(
        every(
            col("resident_enterprise"),
            staff <= n(500),
            revenue <= n(20_000),
            col("total_assets@2025") <= n(20_000),
            ~col("restricted_product"),
            ~col("tech_sme_breach"),
            ~col("dishonest_listed"),
            route,
        )
    )


def innovative_sme() -> pl.Expr:
    growth = (pl.when(col("main_revenue@2024") > 0).then(col("main_revenue@2025") / col("main_revenue@2024")) - 1) * 100
    owned = [(col("class1_ip_high_value"), 20), (col("class1_ip_own"), 15), (class1, 10), (class2, 5)]
    innovation = [
        ladder([(figure >= n(1), worth) for figure, worth in owned]),
        bands(RD_SHARE, [(5, 20), (3, 15), (2, 10), (1, 5)]),
    ]
    grown = [
        bands(growth, [(15, 20), (10, 15), (5, 10), (0, 5)]),
        bands(-DEBT, [(-55, 10), (-75, 5)]),
    ]
    field = col("strategic_emerging_product")
    special = [
        (
            pl.when(field).then(pl.lit(10, dtype=pl.Int32)).otherwise(pl.lit(5, dtype=pl.Int32)),
            pl.when(field.fill_null(value=True)).then(pl.lit(10, dtype=pl.Int32)).otherwise(pl.lit(5, dtype=pl.Int32)),
        ),
        bands(MAIN_SHARE, [(70, 20), (60, 15), (55, 10), (50, 5)]),
    ]
    score = every(
        passes(innovation, 20), passes(grown, 15), passes(special, 15), passes([*innovation, *grown, *special], 60)
    )
    return told(
        every(
            col("registered_in_province"),
            sme(),
            *CLEAN,
            ~col("title_innovative_sme"),
            ~col("title_specialised_sme"),
            ~col("title_little_giant"),
            some(
                col("science_award_3y"),
                col("title_hte"),
                col("title_innovation_demo"),
                col("title_ip_advantage"),
                col("provincial_rd_body"),
                col("equity_financing_3y") >= n(500),
                score,
            ),
        )
    )


def zone(catalogue: Catalogue, word: str) -> pl.Expr:
    """Return whether a county is on a list on the day; whether it is there may be to confirm."""
    current = [
        each
        for each in catalogue.zones[word].memberships
        if (each.start is None or each.start.isoformat() <= "2026-06-01")
        and (each.end is None or each.end.isoformat() >= "2026-06-01")
    ]
    inside = {each.place for each in current if each.confirm is None}
    doubtful = {each.place for each in current} - inside
    county = col("county")
    listed = county.is_in(sorted(inside))
    return pl.when(county.is_in(sorted(doubtful))).then(OPEN).otherwise(listed) if doubtful else listed


def provincial_single_champion(catalogue: Catalogue) -> pl.Expr:
    in_zone, years, kind = zone(catalogue, "mountain-island"), col("segment_years"), col("champion_product_kind")
    served = branch(
        kind == "ordinary",
        some(years >= n(6), every(in_zone, years >= n(5))),
        some(years >= n(3), every(in_zone, years >= n(2))),
    )
    rank = some(col("market_rank_global") <= n(5), col("market_rank_national") <= n(3))
    sold = some([col(f"main_revenue@{year}") >= n(40_000) for year in (2025, 2024, 2023)])
    firm = [col("legal_person"), served, rank, *CLEAN, ~col("data_fraud_3y")]
    return graded(every(*firm, sold, col("provincial_rd_body"), RD_SHARE >= 3), every(firm))


def national_single_champion() -> pl.Expr:
    years, sales = col("segment_years"), [f"main_revenue@{year}" for year in (2025, 2024, 2023)]
    return told(
        every(
            branch(col("champion_product_kind") == "ordinary", years >= n(10), years >= n(5)),
            total_at_least(sales, n(120_000)),
            col("market_rank_global") <= n(3),
            ~col("dishonest_listed"),
            ~col("serious_incident_3y"),
            ~col("data_fraud_3y"),
        )
    )


def key_enterprise_institute(catalogue: Catalogue) -> pl.Expr:
    in_zone, platforms = (
        zone(catalogue, "mountain-island-notice"),
        ("enterprise_institute", "hte_rd_centre", "tech_centre"),
    )
    is_farm = col("industry_kind") == "agriculture"

    def size(eased: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
        farm = every(eased(revenue >= n(5000)), eased(rd_expense >= n(800)))
        return branch(
            is_farm, farm, every(eased(revenue >= n(20_000)), some(eased(RD_SHARE >= 4), eased(rd_expense >= n(5000))))
        )

    firm = [col("registered_in_province"), col("institute_score") >= n(60), ~col("institute_breach")]
    met = every(*firm, some([col(f"has_{name}") for name in platforms]), size(lambda truth: truth))
    return graded(met, every(*firm, size(lambda truth: some(truth, in_zone))))


def enterprise_institute_former() -> pl.Expr:
    return told(
        every(
            revenue >= n(10_000),
            some(RD_SHARE >= 3, rd_expense >= n(1000)),
            col("fulltime_rd_staff") >= n(50),
            col("rd_site_area") >= n(1000),
            col("rd_equipment_value") >= n(1000),
        )
    )


def above_scale() -> pl.Expr:
    industrial, sold = col("size_sector") == "industry", col("main_revenue@2025") >= n(2000)
    inside = told(every(industrial, sold), ELIGIBLE)
    return pl.when(industrial.is_null()).then(inside).when(industrial).then(inside).otherwise(code(APART))


def rd_super_deduction() -> pl.Expr:
    return told(every(col("rd_cost_accounts_sound"), rd_expense > 0, ~col("rd_deduction_barred_industry")), ELIGIBLE)


def small_low_profit() -> pl.Expr:
    small = (
        col("taxable_income@2025") <= n(300),
        col("employees_quarterly_average@2025") <= n(300),
        col("assets_quarterly_average@2025") <= n(5000),
    )
    return told(every(*small, ~col("restricted_industry")), ELIGIBLE)


def vat_extra_deduction() -> pl.Expr:
    flags = ("title_hte", "manufacturing", "vat_general_taxpayer", "advanced_manufacturing_list@2026")
    return told(every([col(name) for name in flags]), ELIGIBLE)


def key_little_giant() -> pl.Expr:
    new = (~col("publicly_listed"), ~col("key_little_giant_supported"))
    return told(every(col("title_little_giant"), *new, col("key_little_giant_plan_investment") > n(2000)))


def by_hand(catalogue: Catalogue) -> dict[str, pl.Expr]:
    """Return the verdict of each measure."""
    return {
        "specialised-sme": specialised_sme(),
        "little-giant": little_giant(),
        "high-tech-enterprise": high_tech_enterprise(),
        "tech-sme": tech_sme(),
        "innovative-sme": innovative_sme(),
        "provincial-single-champion": provincial_single_champion(catalogue),
        "national-single-champion": national_single_champion(),
        "key-enterprise-institute": key_enterprise_institute(catalogue),
        "enterprise-institute-former": enterprise_institute_former(),
        "above-scale": above_scale(),
        "rd-super-deduction": rd_super_deduction(),
        "small-low-profit-income-tax": small_low_profit(),
        "vat-extra-deduction": vat_extra_deduction(),
        "key-little-giant": key_little_giant(),
    }
