"""The drawn pages: every width, every character set, whatever the data hold."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_samples import CATALOGUE, DAY, MEASURES, ask, condition, console, measure, record, report
from rich.cells import cell_len

from zhence.engine import check
from zhence.model.fault import Fault
from zhence.model.measure import Leaf, Measure, Operator
from zhence.model.result import Report
from zhence.model.text import Lang, Text, same
from zhence.model.value import number
from zhence.report.clean import clean, fitted
from zhence.report.faults import render_faults
from zhence.report.folds import folds
from zhence.report.notice import render_notice
from zhence.report.page import Page
from zhence.report.show import render_list, render_measure
from zhence.report.status import state_words
from zhence.report.table import render

pytestmark = pytest.mark.slow

WIDTHS = (60, 80, 120, 200)
LANGS = get_args(Lang)
ODD = [
    "[red]",
    "[/x]",
    "[/]",
    "\x1b[31m红\x1b[0m",
    "甲\u202e乙",
    "𠮷野家",
    "很长的名字" * 60,
    "x" * 500,
    "a\nb\tc",
    "\ud800",
    "☁️" * 50,
]


def page(answer: Report, lang: Lang = "zh", width: int = 80, encoding: str = "utf-8", *, detail: bool = False) -> str:
    drawn, terminal = console(width, encoding)
    render(answer, CATALOGUE, lang, drawn, detail=detail)
    return terminal.text()


def flat(words: str) -> str:
    return re.sub(r"\s+", "", words)


def widest(words: str) -> int:
    return max(cell_len(line) for line in words.splitlines())


@pytest.mark.parametrize("detail", [False, True])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [20, *WIDTHS])
def test_no_line_is_wider_than_the_page(width: int, lang: Lang, detail: bool) -> None:
    told = page(report(), lang, width, detail=detail)
    assert widest(told) <= width
    assert "…" not in told


@pytest.mark.parametrize("lang", LANGS)
def test_folding_cuts_nothing(lang: Lang) -> None:
    pages = [page(report(), lang, width, detail=True) for width in WIDTHS]
    assert len({flat(told.partition("══")[2]) for told in pages}) == 1  # what stands above is a table, folded by column


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_trails(lang: Lang) -> None:
    assert all(line == line.rstrip() for line in page(report(), lang, detail=True).splitlines())


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("width", WIDTHS)
def test_odd_names_are_harmless(name: str, width: int) -> None:
    told = page(report(record(name)), "zh", width, detail=True)
    assert widest(told) <= width
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert flat(clean(name)) in flat(told)


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp437", "latin-1", "utf-8"])
@pytest.mark.parametrize("lang", LANGS)
def test_no_character_set_crashes(encoding: str, lang: Lang) -> None:
    told = page(report(record("𠮷\ud800→█")), lang, 80, encoding, detail=True)
    assert widest(told) <= 80
    if encoding == "ascii":
        assert told.isascii()
        assert "#######..." in told
        assert "->" in told


def test_gbk_keeps_the_chinese() -> None:
    told = page(report(), "zh", 80, "gbk")
    assert "有差距" in told
    assert "█" not in told
    assert "#" in told


def test_a_pipe_gets_no_colour() -> None:
    assert "\x1b" not in page(report())


SUMMARY = {
    "zh": "结果：符合 1 · 符合条件，待审核 1 · 可酌情 1 · 待补数据 2（其中未写成规则 1） · 有差距 3 · 未开放 2 · 不适用 1",
    "en": "Result: eligible 1 · eligible, subject to review 1 · at discretion 1 · figures missing 2 (no rule written 1) · not eligible 3 · "
    "closed 2 · not applicable 1",
}


@pytest.mark.parametrize("lang", LANGS)
def test_the_counts_come_first_and_the_verdicts_in_order(lang: Lang) -> None:
    told = page(report(), lang, 200)
    assert SUMMARY[lang] in told
    heads = [line for line in told.splitlines() if line.startswith("══")]
    assert len(heads) == 7
    assert heads[0] in ("══ 符合（1）", "══ eligible (1)")
    assert heads[-1] in ("══ 不适用（1）", "══ not applicable (1)")


@pytest.mark.parametrize("lang", LANGS)
def test_the_whole_page(lang: Lang) -> None:
    assert page(report(), lang, 100) == (Path(__file__).parent / f"page.{lang}.txt").read_text("utf-8")


def test_the_nearest_miss_comes_first() -> None:
    told = page(report(), "zh", 100)
    assert told.index("措施short") < told.index("措施far")


def test_the_cheapest_branch_is_marked() -> None:
    (line,) = [line for line in page(report(), "zh", 200).splitlines() if "→ " in line and "途径" in line]
    assert line.strip().startswith("→ 上年度（2025年）研发费用占比：3%")
    assert "2种途径中最近的" in line


def test_a_relaxed_pass_says_what_it_rests_on() -> None:
    told = flat(page(report(), "en", 100))
    assert (
        flat("would fail without the relaxation: Revenue (2025): 150 million yuan, must be at least 200 million yuan")
        in told
    )
    assert flat("→ 140 million yuan (Hill counties: eased by 30%, notice)") in told


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("甲县", "山区县：在名单内"),
        ("乙县", "山区县：不在名单内（2025年5月28日起调出）"),
        ("丙县", "山区县：待确认（文件未说明）"),
        ("丁县", "山区县：在名单内（自2024年8月21日起）"),
        ("戊县", "不在目录所列的任何县名单内"),
        (None, "山区县：待确认（未填写所在地）"),
    ],
)
def test_the_standing_of_the_place(place: str | None, words: str) -> None:
    assert words in page(report(record(place=place)))


def test_closed_ones_say_why_and_what_they_would_be() -> None:
    told = flat(page(report(), "zh", 100))
    assert "已知各轮均已截止，最近一轮：2025年1月1日至2025年3月31日若开放则为：符合" in told
    assert "有效期已于2025年12月31日届满；已由“措施plain（plain）”取代" in told


@pytest.mark.parametrize(("start", "since"), [(None, "2026年1月1日"), (date(2026, 3, 1), "2026年3月1日")])
def test_a_rule_in_force_names_what_will_replace_it_and_from_when(start: date | None, since: str) -> None:
    old = next(each for each in MEASURES if each.id == "expired")
    newer = replace(next(each for each in MEASURES if each.id == "plain"), valid_from=start)
    book = replace(CATALOGUE, measures={"expired": old, "plain": newer})
    told = state_words(old, date(2025, 12, 31), book).zh
    assert told == f"有效（至2025年12月31日止，{since}起由“措施plain（plain）”取代）"
    assert "已由“措施plain（plain）”取代" in state_words(old, date(2026, 1, 1), book).zh


def test_what_was_asked_for_by_name_says_why_it_does_not_apply() -> None:
    drawn, terminal = console(100)
    render(report(), CATALOGUE, "en", drawn, is_named=True)
    named = terminal.text()
    assert "Measure other" in named
    assert "meant for another kind of subject" in named
    assert "--detail lists them" not in named
    assert "another kind of subject, or out of scope; --detail lists them" in page(report(), "en", 100)


def test_measures_without_a_rule_stand_apart_from_those_that_figures_settle() -> None:
    told = page(report(), "zh", 100)
    apart = told.index("以下各项未写成规则")
    assert told.index("措施wanting") < apart < told.index("措施nothing")
    without = replace(report(), results=tuple(r for r in report().results if r.measure.unwritten is None))
    assert "未写成规则，须" not in page(without)
    assert "待补数据 1 " in page(without, "zh", 200)


def test_detail_lists_what_does_not_apply() -> None:
    assert "措施other" not in page(report(), "zh", 80)
    assert "措施other" in page(report(), "zh", 80, detail=True)


def test_detail_shows_where_a_value_comes_from() -> None:
    told = flat(page(report(), "zh", 100, detail=True))
    assert "数值：1.5亿元（审计报告，第7行）；门槛：2亿元→1.4亿元（山区县放宽30%，通知）" in told
    assert "条款：〔2025〕1号第九条（转录）" in told
    assert "待补：职工人数（人）；向谁要：人事部门" in told


def test_an_empty_report_is_said() -> None:
    assert "没有一项措施落在所给的筛选之内" in page(replace(report(), results=()))


@pytest.mark.parametrize("width", [20, *WIDTHS])
@pytest.mark.parametrize("lang", LANGS)
def test_every_measure_is_shown_at_every_width(width: int, lang: Lang) -> None:
    for rule in MEASURES:
        drawn, terminal = console(width)
        render_measure(rule, CATALOGUE, lang, drawn, DAY)
        assert widest(terminal.text()) <= width
    drawn, terminal = console(width)
    render_list(tuple(MEASURES), CATALOGUE, lang, drawn, DAY)
    render_notice(CATALOGUE, lang, drawn)
    assert widest(terminal.text()) <= width
    assert ("共11项措施" if lang == "zh" else "11 measures") in flat(terminal.text()).replace(
        "11measures", "11 measures"
    )


def shown(measure: Measure, lang: Lang = "zh") -> str:
    drawn, terminal = console(100)
    render_measure(measure, CATALOGUE, lang, drawn, DAY)
    return terminal.text()


def test_a_measure_in_full() -> None:
    by_id = {m.id: m for m in MEASURES}
    told = shown(by_id["short"])
    for words in (
        "同时满足：",
        "满足其一：",
        "补助：100万元 [第九条]",
        "审计报告（财务）",
        "N1 一条",
        "[转录] 省厅；办法；〔2025〕1号",
    ):
        assert words in told
    told = shown(by_id["scored"], "en")
    assert "Innovation score at least 60 points" in told
    assert "R&D share (2025) at least 6%: 20 points" in told
    assert "Marks: as assessed, at most 80 points" in told
    assert "closed: expired after 2025-12-31" in shown(by_id["expired"], "en")


FAULTS = (
    Fault(
        "镇.toml",
        "town.revenu",
        Text("没有这项数据", "no such fact"),
        Text("是否指 'revenue'？", "did you mean 'revenue'?"),
        14,
    ),
    Fault("[red].toml", "", same("\x1b[2J"), same("x"), severity="warning"),
)


def test_faults_are_one_a_line_with_a_count() -> None:
    drawn, terminal = console(100)
    render_faults(FAULTS, "en", drawn)
    assert terminal.text().splitlines() == [
        "error 镇.toml:14: town.revenu: no such fact; did you mean 'revenue'?",
        "note [red].toml: \ufffd[2J; x",
        "1 error, 1 note",
    ]
    drawn, terminal = console(100)
    render_faults(FAULTS[:1], "zh", drawn)
    assert terminal.text().splitlines() == [
        "错误 镇.toml:14: town.revenu: 没有这项数据；是否指 'revenue'？",
        "共 1 处错误",
    ]


@given(st.text(max_size=200), st.integers(min_value=4, max_value=60), st.integers(min_value=0, max_value=2))
def test_folds_keep_every_word_and_the_width(words: str, first: int, hang: int) -> None:
    safe = clean(words)
    cuts = folds(safe, first, first - hang)
    kept = "".join(safe[a:b] for a, b in cuts)
    assert kept.replace(" ", "") == safe.replace(" ", "")
    assert all(cell_len(safe[a:b]) <= (first - hang if n else first) for n, (a, b) in enumerate(cuts))


@given(st.text())
def test_clean_words_hold_no_controls(words: str) -> None:
    assert all(c.isprintable() or c == "\ufffd" or not (ord(c) < 32 or 0x7F <= ord(c) < 0xA0) for c in clean(words))
    assert fitted(clean(words), "ascii").isascii()


def test_chinese_is_folded_between_characters_but_not_before_a_comma() -> None:
    drawn, terminal = console(20)
    with Page(drawn, "zh") as paper:
        paper.line("这是一个用来折行的句子，不能以逗号开头。English words stay whole")
    lines = terminal.text().splitlines()
    assert all(not line.strip().startswith((",", "。")) for line in lines)
    assert any("English" in line for line in lines)


def test_a_share_of_nothing_is_named_as_what_cannot_be_worked_out() -> None:
    asked = condition("c", ask("rd_share", Operator.AT_LEAST, number(4), -1))
    rule = measure("share", Leaf("c"), asked)
    for revenue, is_told in ((0, True), (1, False)):
        answer = check(CATALOGUE, record(revenue=number(revenue), rd=number(1)), DAY, (rule,))
        told = flat(page(answer, "zh", 100))
        assert ("算不出：2025年研发费用占比（除数须确定大于零）" in told) is is_told
        assert ("what it is divided by has to be surely above zero" in page(answer, "en", 200)) is is_told


def test_the_day_is_the_reports() -> None:
    assert "判断日期：2026年6月1日" in page(report())
    assert report().as_of == date(2026, 6, 1)
