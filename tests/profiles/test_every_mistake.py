from __future__ import annotations

from collections.abc import Callable

import pytest

from zhence.model.fault import Fault

Mistakes = Callable[..., tuple[Fault, ...]]

FIRM = "[enterprise]\nname = '甲'\n"
LAST = f"{FIRM}[enterprise.year.2025]\n"
TOWN = "[town]\nname = '某镇'\n"

# what people write, the kind of the mistake, the line it is on, and a word of the way out
CASES: dict[str, tuple[str, str, int | None, str]] = {
    "misspelt fact": (LAST + "revenu = 1", "unknown-fact", 4, "'revenue'（营业收入）"),
    "title for a fact": (LAST + '"营业收入" = 1', "unknown-fact", 4, "'revenue'"),
    "title without quotes": (LAST + "营业收入 = 1", "bare-key", 4, "写成 'revenue'"),
    "no title, no quotes": (LAST + "营业收人们 = 1", "bare-key", 4, "加引号"),
    "nothing like it": (LAST + "zzzz = 1", "unknown-fact", 4, "模板"),
    "misspelt key": (FIRM + "nmae = '乙'", "unknown-fact", 3, "'name'"),
    "plural of an item": (TOWN + "[[town.projects]]", "unknown-fact", 3, "'project'"),
    "year in the key": (FIRM + '"revenue@2025" = 1', "year-in-key", 3, "[enterprise.year.2025]"),
    "year as a table": (FIRM + "[enterprise.2025]\nrevenue = 1", "year-outside-year", 3, "[enterprise.year.2025]"),
    "year inside a fact": (FIRM + "[enterprise.revenue]\n2025 = 1", "years-inside-fact", 3, "year.2025"),
    "yearly without year": (FIRM + "revenue = 1", "yearly-outside-year", 3, "[enterprise.year.2025]"),
    "year on what has none": (LAST + "registered = true", "not-yearly", 4, "[enterprise]"),
    "future year": (FIRM + "[enterprise.year.2027]\nrevenue = 1", "future-year", 3, "--as-of 换成 2027 年"),
    "year of the day": (FIRM + "[enterprise.year.2027]\nrevenue = 1", "future-year", 3, "判断日期在 2026 年"),
    "year twice": (
        LAST + 'revenue = 1\n[enterprise.year."２０２５"]\nrevenue = 2',
        "duplicate-name",
        5,
        "重复",
    ),
    "two digits": (FIRM + "[enterprise.year.25]\nrevenue = 1", "bad-year", 3, "2025"),
    "year as a number": (FIRM + "year = 2025", "year-needs-table", 3, "[enterprise.year.2025]"),
    "fact of another subject": (TOWN + "[town.year.2025]\nrevenue = 1", "wrong-subject", 4, "企业"),
    "fact of an item": (TOWN + "[town.year.2025]\ncluster_revenue = 1", "wrong-subject", 4, "[[town.cluster]]"),
    "fact of the owner": (
        TOWN + "[[town.cluster]]\n[town.cluster.year.2025]\noutput = 1",
        "wrong-subject",
        5,
        "[town]",
    ),
    "wrong unit": (LAST + 'revenue = "35%"', "wrong-unit", 4, "万元"),
    "unknown unit": (LAST + 'revenue = "2亿美元"', "unknown-unit", 4, "亿元"),
    "placeholder": (LAST + 'revenue = "待定"', "blank-value", 4, "未知"),
    "about": (LAST + 'revenue = "约2亿元"', "about-as-text", 4, "estimate"),
    "at least": (LAST + 'revenue = "2亿元以上"', "bound-as-text", 4, "from"),
    "range in words": (LAST + 'revenue = "1.8-2.2亿元"', "range-as-text", 4, "from"),
    "numerals": (LAST + 'revenue = "两亿元"', "number-in-words", 4, "阿拉伯"),
    "two readings": (LAST + 'revenue = "2亿3"', "several-numbers", 4, "一个数"),
    "commas": (LAST + 'revenue = "1,18万元"', "bad-grouping", 4, "逗号"),
    "flag for a number": (LAST + "revenue = true", "not-a-number", 4, "万元"),
    "not a number": (LAST + "revenue = nan", "not-finite", 4, "不知道就不写"),
    "huge": (LAST + "revenue = 1e400", "too-large", 4, "位数"),
    "negative": (LAST + "revenue = -1", "impossible-value", 4, "小于 0"),
    "over a hundred percent": (LAST + 'rd_intensity = "101%"', "impossible-value", 4, "100% 之间"),
    "fraction for percent": (LAST + "rd_intensity = 0.042", "percent-as-fraction", 4, "4.2%"),
    "yuan for ten thousand": (LAST + "revenue = 23100000", "unit-doubtful", 4, "23100000元"),
    "ten thousand for yuan": (LAST + 'revenue = "1180元"', "unit-doubtful", 4, "1180万元"),
    "half a firm": (TOWN + "[town.year.2025]\nfirms = 35.5", "not-whole", 4, "小数点"),
    "half a unit": (LAST + 'revenue = { from = "2", to = "3亿元" }', "unit-doubtful", 4, 'from = "2亿元"'),
    "half a unit, and a number": (LAST + 'revenue = { from = 2, to = "3亿元" }', "unit-doubtful", 4, 'from = "2亿元"'),
    "half a unit, the larger first": (
        LAST + 'revenue = { from = "22", to = "18亿元" }',
        "unit-doubtful",
        4,
        '{ from = "18亿元", to = "22亿元" }',
    ),
    "half a unit, backwards": (LAST + 'revenue = { from = "2亿元", to = 3 }', "range-backwards", 4, 'to = "3亿元"'),
    "backwards range": (LAST + "revenue = { from = 3, to = 2 }", "range-backwards", 4, "对调"),
    "value and range": (LAST + "revenue = { value = 3, to = 2 }", "value-and-range", 4, "一种"),
    "table without value": (LAST + "revenue = { source = '年报' }", "no-value", 4, "value"),
    "misspelt part": (LAST + "revenue = { value = 3, sorce = '年报' }", "unknown-key", 4, "'source'"),
    "estimate as text": (LAST + "revenue = { value = 3, estimate = '是' }", "flag-as-text", 4, "true"),
    "range of a flag": (FIRM + "registered = { from = true }", "no-range", 3, "一个值"),
    "month of a source": (
        LAST + 'revenue = { value = 3, dated = "2026年4月" }',
        "date-as-text",
        4,
        "写到日，如 2026-04-30，不加引号；",
    ),
    "month of a source that still runs": (
        LAST + 'revenue = { value = 3, dated = "2026年" }',
        "date-as-text",
        4,
        "2026-06-01，",
    ),
    "day of a source as text": (
        LAST + 'revenue = { value = 3, dated = "2026-04-30" }',
        "date-as-text",
        4,
        "2026-04-30，",
    ),
    "flag as text": (FIRM + "registered = '是'", "flag-as-text", 3, "true"),
    "flag as a number": (FIRM + "registered = 0", "flag-as-text", 3, "false"),
    "date as text": (FIRM + "founded = '2019-05-31'", "date-as-text", 3, "2019-05-31"),
    "month as text": (FIRM + "founded = '2024年5月'", "date-as-text", 3, "to = 2024-05-31"),
    "time of day": (FIRM + "founded = 2019-05-31T08:00:00", "time-of-day", 3, "2019-05-31"),
    "unknown choice": (TOWN + "[[town.project]]\nstage = 'bilding'", "unknown-choice", 4, "'building'"),
    "two choices": (TOWN + "[[town.project]]\nstage = ['idea', 'done']", "one-choice-only", 4, "idea"),
    "set as text": (FIRM + "fields = 'idea'", "set-needs-list", 3, '["idea"]'),
    "twice in a set": (FIRM + "fields = ['idea', '构想']", "twice-in-list", 3, "删去"),
    "unknown place": (FIRM + "county = '景宁'", "unknown-place", 3, "景宁"),
    "ambiguous place": (FIRM + "county = '鼓楼区'", "ambiguous-place", 3, "鼓楼区甲"),
    "text without quotes": (FIRM + "brand = 5", "text-needs-quotes", 3, '"5"'),
    "unknown zone": (FIRM + "[enterprise.zone]\nhill = true", "unknown-zone", 4, "'hills'"),
    "zone in words": (FIRM + "[enterprise.zone]\nhills = '在'", "flag-as-text", 4, "true"),
    "zone without id": (FIRM + "zone = true", "zone-needs-table", 3, "zone"),
    "unknown kind": (TOWN + "complete = ['projcet']", "unknown-kind", 3, "'project'"),
    "kind without list": (TOWN + "complete = 'project'", "complete-needs-list", 3, "["),
    "single brackets": (TOWN + "[town.cluster]\nname = '甲'", "item-needs-brackets", 3, "[[town.cluster]]"),
    "same name": (TOWN + "[[town.cluster]]\nname='甲'\n[[town.cluster]]\nname='甲'", "duplicate-name", 6, "改名"),
    "kind not here": (FIRM + "[[enterprise.cluster]]", "misplaced-kind", 3, "[[enterprise.project]]"),
    "members inside": (TOWN + "[[town.enterprise]]", "misplaced-kind", 3, "enterprises"),
    "no match": (TOWN + "enterprises = ['nowhere/*.toml']", "no-match", 3, "文件夹"),
    "pattern without list": (TOWN + "enterprises = 'firms/*.toml'", "files-need-list", 3, "["),
    "names itself": (TOWN + "enterprises = ['*.toml']", "names-itself", 3, "缩小"),
    "item at the top": ("[[cluster]]\nname = '甲'", "item-at-top", 1, "[[town.cluster]]"),
    "unknown subject": ("[enterprize]\nname = '甲'", "unknown-kind", 1, "'enterprise'"),
    "two subjects": (FIRM + "[town]\nname = '乙'", "two-subjects", 3, "一个主体"),
    "outside the table": ("name = '甲'\n[enterprise]", "outside-table", 1, "[enterprise]"),
    "subject in double brackets": ("[[enterprise]]\nname = '甲'", "subject-needs-table", 1, "[enterprise]"),
    "name as a number": ("[enterprise]\nname = 5", "text-needs-quotes", 2, '"5"'),
    "name left blank": ("[enterprise]\nname = ''", "blank-value", 2, "不写"),
    "key twice": (FIRM + "registered = true\nregistered = false", "duplicate-key", 4, "留一个"),
    "table twice": (FIRM + "[enterprise]\nbrand = '乙'", "duplicate-table", 3, "合成一处"),
    "no quotes": (LAST + "revenue = 2.31亿元", "needs-quotes", 4, '"2.31亿元"'),
    "percent without quotes": (LAST + "rd_intensity = 4.2%", "needs-quotes", 4, '"4.2%"'),
    "Chinese quotes": (FIRM + "brand = “乙”", "full-width-quotes", 3, '"'),
    "full-width equals": (FIRM + "brand ＝ '乙'", "full-width-equals", 3, "="),
    "colon": (FIRM + "brand: '乙'", "colon-for-equals", 3, "等号"),
    "JSON": ('{"schema": 1, "as_of": "2026-06-01"}', "json", None, ".toml"),
    "JSON over lines": ('\n {\n  "schema": 1\n}\n', "json", None, "--replay"),
    "lines of JSON": ('[{"schema": 1},\n {"schema": 3}]', "json", None, ".toml"),
    "a colon in braces": (FIRM + "{ brand: '乙' }", "colon-for-equals", 3, "等号"),
    "bare Chinese key": (FIRM + "品牌 = '乙'", "bare-key", 3, "'brand'"),
    "backslash": (FIRM + 'brand = "..\\enterprises"', "backslash", 3, "/"),
    "backslash that reads as a tab": (FIRM + 'brand = "..\\towns"', "backslash", 3, "/"),
    "backslash that starts a number": (FIRM + 'brand = "..\\xyz"', "backslash", 3, "/"),
    "nothing after equals": (FIRM + "brand =", "no-value", 3, "删去"),
    "open quote": (FIRM + 'brand = "乙', "unclosed-quotes", 3, "补上"),
    "open list": (FIRM + "fields = ['idea'", "unclosed-list", 3, "]"),
    "open bracket": ("[enterprise\nname = '甲'", "unclosed-table", 1, "[名称]"),
    "impossible day": (FIRM + "founded = 2024-02-30", "impossible-date", 3, "年月日"),
    "empty": ("# nothing\n", "empty-file", None, "模板"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_named_with_its_line_and_a_way_out(mistakes: Mistakes, case: str) -> None:
    text, kind, line, hint = CASES[case]
    faults = mistakes(text)
    assert [fault.kind for fault in faults] == [kind]
    fault = faults[0]
    assert fault.line == line
    assert hint in fault.remedy.zh + fault.problem.zh
    assert fault.file.endswith("profile.toml")
    for words in (fault.problem, fault.remedy):
        assert words.zh
        assert words.en
        assert not any("\u4e00" <= mark <= "\u9fff" for mark in _without_quotes(words.en, text))


def _without_quotes(words: str, text: str) -> str:
    """Take away what the message repeats from the file, and the units and names of the catalogue."""
    for word in ("万元", "亿元", "元", "家", "景宁畲族自治县", "鼓楼区甲", "鼓楼区乙", "亿美元"):
        words = words.replace(word, "")
    return "".join(mark for mark in words if mark not in text)


def test_all_mistakes_are_told_at_once(mistakes: Mistakes) -> None:
    faults = mistakes(LAST + 'revenu = 1\nrd_expense = "35%"\n[enterprise.year.2028]\nrevenue = "?"\n')
    assert [(fault.kind, fault.line) for fault in faults] == [
        ("unknown-fact", 4),
        ("wrong-unit", 5),
        ("future-year", 6),
        ("blank-value", 7),
    ]


def test_a_key_is_written_as_in_the_file(mistakes: Mistakes) -> None:
    faults = mistakes(TOWN + "[[town.cluster]]\n[[town.cluster]]\n[town.cluster.year.2025]\nfirms = 'x家'")
    assert [fault.key for fault in faults] == ["town.cluster[2].year.2025.firms"]


@pytest.mark.parametrize(
    ("low", "high", "is_fine"),
    [("0", "0", True), ("-0.01", "0", False), ("100", "100", True), ("100", "100.01", False)],
)
def test_bounds_are_inside(mistakes: Mistakes, low: str, high: str, is_fine: bool) -> None:
    faults = mistakes(LAST + f'rd_intensity = {{ from = "{low}%", to = "{high}%" }}')
    assert (not faults) is is_fine
    assert {fault.kind for fault in faults} <= {"impossible-value"}


@pytest.mark.parametrize(("year", "is_fine"), [(2026, True), (2027, False)])
def test_the_year_of_the_day_is_the_last(mistakes: Mistakes, year: int, is_fine: bool) -> None:
    assert (not mistakes(FIRM + f"[enterprise.year.{year}]\nrevenue = 1")) is is_fine


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("200", "300"),
        ("200", "300万元"),
        ("8000万元", "1亿元"),
        ("8000", "1亿元"),
        ("1亿元", "20000"),
        ("2亿元", "3亿元"),
        ("0", "0万元"),
    ],
)
def test_a_range_that_reads_one_way_is_not_doubted(mistakes: Mistakes, low: str, high: str) -> None:
    assert not mistakes(LAST + f'revenue = {{ from = "{low}", to = "{high}" }}')


@pytest.mark.parametrize("value", ["1", "100", '"0.5%"', "0"])
def test_a_percentage_from_one_or_with_its_sign_is_not_doubted(mistakes: Mistakes, value: str) -> None:
    assert not mistakes(LAST + f"rd_intensity = {value}")
