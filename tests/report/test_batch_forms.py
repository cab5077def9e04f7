"""What many subjects come to: on a terminal, as data, as a sheet, as a page."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from office import opened

from batch_samples import DAY, FARMS, farms, golden, told
from zhence.model.heat import FAR
from zhence.model.result import Verdict
from zhence.model.summary import Summary
from zhence.model.text import Lang
from zhence.report.batch.chart import chart
from zhence.report.batch.data import summary_data
from zhence.report.batch.page import heat_page
from zhence.report.batch.sheet import heat_sheet
from zhence.report.batch.terminal import render_summary
from zhence.report.batch.words import ANSWERED, cell_words
from zhence.report.console import safe_console
from zhence.report.words import VERDICTS

NAMES = FARMS["name"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_on_a_terminal(lang: Lang) -> None:
    assert told(lang) == golden("farms", lang).read_text("utf-8")


def test_a_narrow_terminal_tells_the_same_counts() -> None:
    narrow = told("zh", width=50)
    assert "符合 2；待补数据 3；有差距 4" in narrow
    assert max(len(line) for line in narrow.splitlines()) <= 50


def test_a_terminal_without_boxes_still_tells() -> None:
    plain = told("en", encoding="ascii")
    assert "40 thousand pounds   2                              3       4  ####???????......... <- current" in plain
    assert "Y?" in plain
    assert "10 thousand pounds   4                              2       3  ########?????......." in plain


@pytest.mark.parametrize(("copies", "is_drawn"), [(11, True), (12, False)])  # 99 and 108 subjects
def test_a_map_for_up_to_a_hundred(copies: int, is_drawn: bool) -> None:
    page = told("en", copies=copies)
    assert ("Long Acre" in page) is is_drawn
    assert ("no map is drawn here" in page) is not is_drawn


@pytest.mark.parametrize(
    ("steps", "words"), [(0, ("有差距", "not in")), (1, ("差 1", "short 1")), (FAR, (f"差 {FAR}+", f"short {FAR}+"))]
)
def test_a_cell_says_how_many_conditions(steps: int, words: tuple[str, str]) -> None:
    told_words = cell_words(Verdict.NOT_ELIGIBLE, steps)
    assert (told_words.zh, told_words.en) == words


def page_of(summary: Summary, lang: Lang) -> str:
    stream = io.StringIO()
    render_summary(summary, lang, safe_console(stream, width=100))
    return stream.getvalue()


@pytest.mark.parametrize("closed", [(), ("hedge-grant",), ("hedge-grant", "meadow-payment")])
def test_what_is_closed_counts_as_closed_and_is_marked(closed: tuple[str, ...]) -> None:
    summary = farms()[0]
    out = {Verdict.NOT_APPLICABLE: 2, Verdict.UNKNOWN: 7}
    hedge, meadow = (replace(each, is_closed=each.measure.id in closed) for each in summary.measures)
    meadow = replace(meadow, counts={**meadow.counts, **out})
    near = replace(summary.near[0], measure=meadow.measure)
    summary = replace(summary, measures=(hedge, meadow), near=(*summary.near, near))
    of_hedge, of_meadow = {"eligible": 2, "unknown": 3, "not-eligible": 4}, {"unknown": 7}
    told_day = Counter({"not-applicable": 2})
    for word, counts in (("hedge-grant", of_hedge), ("meadow-payment", of_meadow)):
        told_day += Counter({"closed": sum(counts.values())} if word in closed else counts)
    data = summary_data(summary)
    assert {word: count for word, count in data["answers"].items() if count} == told_day
    assert [each["closed"] for each in data["near"]] == ["hedge-grant" in closed] * 2 + ["meadow-payment" in closed]
    titles = {Verdict(word): count for word, count in told_day.items()}
    words = "；".join(f"{VERDICTS[each].zh} {titles[each]}" for each in ANSWERED if each in titles)
    page = page_of(summary, "zh")
    assert f"结果：{words}（不含其他主体的措施）" in page
    assert page.count("按开放后的结果计") == bool(closed)
    if closed:
        assert page.index("按开放后的结果计") < page.index("措施    ")
    nearest = re.findall(r"再有1个：(\S+)", page)
    assert nearest == sorted(
        (
            title + "（未开放）" * (word in closed)
            for title, word in [("树篱补助", "hedge-grant")] * 2 + [("草甸补助", "meadow-payment")]
        ),
        key=lambda title: "未开放" in title,
    )
    html = heat_page(summary, None, (), "zh").decode()
    assert ('class="badge closed"' in html) is bool(closed)
    assert ("按开放后的结果计" in html) is bool(closed)


def test_data_have_every_count() -> None:
    summary, _, sweeps = farms()
    data = json.loads(json.dumps(summary_data(summary, sweeps)))
    assert data["subjects"] == 9
    assert data["as_of"] == DAY.isoformat()
    counts = {each["measure"]: each["if_open"] for each in data["measures"]}
    assert counts["hedge-grant"] == {
        "eligible": 2, "eligible-if": 0, "discretionary": 0, "unknown": 3, "not-eligible": 4, "not-applicable": 0,
    }  # fmt: skip
    assert {(each["measure"], each["condition"], each["count"]) for each in data["near"]} == {
        ("hedge-grant", "turnover", 1),
        ("hedge-grant", "share", 1),
    }
    assert data["wanted"][0] == {
        "figure": "acres",
        "words": {"zh": "面积（英亩）", "en": "Acres (acres)"},
        "settles_alone": 9,
        "wanted_by": 9,
    }
    (moved,) = data["sweeps"]
    assert (moved["current"], moved["unit"]) == ("40000", "£")
    assert [(each["threshold"], each["in"], each["maybe"], each["not_in"]) for each in moved["points"]][3:5] == [
        ("40000", 2, 3, 4),
        ("50000", 0, 2, 7),
    ]


@pytest.mark.slow
def test_the_sheet_can_be_worked_with() -> None:
    summary, heat, sweeps = farms()
    data = heat_sheet(summary, heat, sweeps, "zh")
    book = opened(data)
    assert book.sheetnames == ["汇总", "一览", "只差一项条件", "最该先补的数据", "门槛变动"]
    table = book["一览"]
    assert [[cell.value for cell in row] for row in table.iter_rows(max_row=4)] == [
        ["序号", "申报对象", "树篱补助", "草甸补助"],
        [1, "Long Acre", "符合", "待补"],
        [2, "Far End", "符合", "待补"],
        [3, "Mill", "差 1", "待补"],
    ]
    assert table["B8"].value == "（未命名）"
    assert (table.freeze_panes, table.auto_filter.ref) == ("C2", "A1:D10")
    rules = [rule for each in table.conditional_formatting for rule in each.rules]
    assert {rule.operator for rule in rules} == {"beginsWith"}
    assert "差" in {rule.text for rule in rules}
    assert [cell.value for cell in book["门槛变动"][7]] == ["40k英镑 ← 现行", 40000, 2, 3, 4, 0]
    assert book["门槛变动"]["B3"].value == "门槛（精确，英镑）"
    last = book["门槛变动"].max_row
    assert book["门槛变动"].print_area == f"'门槛变动'!$A$1:$F${last + 19}"  # the drawing stands below the table
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "xl/charts/chart1.xml" in archive.namelist()
        assert not any(re.search(rb"<f[ >]", archive.read(part)) for part in archive.namelist() if "sheet" in part)
    assert data == heat_sheet(summary, heat, sweeps, "zh")
    assert opened(heat_sheet(summary, None, (), "en")).sheetnames == [
        "Summary",
        "One condition away",
        "Figures to find first",
    ]


def test_bars_stand_inside_the_drawing() -> None:
    (moved,) = farms()[2]
    drawn = chart(moved)
    assert [words for _, words in drawn.lines] == ["0", "2", "4", "6"]
    assert [bar.is_current for bar in drawn.bars] == [False, False, False, True, False, False]
    for bar, point in zip(drawn.bars, moved.points, strict=True):
        assert drawn.left <= bar.left < bar.left + bar.width <= drawn.right
        assert drawn.top <= bar.maybe_top <= bar.sure_top <= drawn.floor
        assert (bar.sure_top == drawn.floor) is (point.sure == 0)
    heights = [drawn.floor - bar.maybe_top for bar in drawn.bars]
    assert heights[0] == drawn.floor - drawn.top  # six of six


class Told(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.data = ""
        self._in_data = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._in_data = ("id", "data") in attrs

    def handle_data(self, data: str) -> None:
        self.data += data if self._in_data else ""


def test_the_page_holds_the_map_as_data() -> None:
    summary, heat, sweeps = farms()
    page = heat_page(summary, heat, sweeps, "en").decode()
    found = Told(page)
    data = json.loads(found.data)
    assert data["names"] == [name or "(no name)" for name in NAMES]
    assert [(each["title"], each["cells"]) for each in data["measures"]] == [
        ("Hedge grant", "YY11?2??2"),
        ("Meadow payment", "?" * 9),
    ]
    assert "b" not in found.tags[found.tags.index("script") :]  # a name is no mark-up
    assert page == heat_page(summary, heat, sweeps, "en").decode()
    without = Told(heat_page(summary, None, (), "zh").decode())
    assert "script" not in without.tags


def test_the_map_marks_the_measures_that_are_closed() -> None:
    summary, heat, _ = farms()
    second = heat.measures[1].id
    for closed in (frozenset[str](), frozenset({second})):
        stream = io.StringIO()
        render_summary(summary, "en", safe_console(stream, width=100), replace(heat, closed=closed))
        lines = stream.getvalue().splitlines()
        at = next(at for at, line in enumerate(lines) if line.strip() == "12")
        assert (lines[at + 1].strip() == "*") is bool(closed)
        if closed:
            assert lines[at + 1].index("*") == lines[at].index("2")
        assert any(line.startswith(" * closed, closed measures are counted") for line in lines) is bool(closed)
