"""Projects followed: where each stands, how late it is, what is open, what to raise at the next meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import Console

from zhence.model.catalogue import Catalogue
from zhence.model.result import MeasureResult, Reading, Verdict
from zhence.model.text import Lang, Text, same
from zhence.model.tracking import Doubt, Issue, Level, Milestone, Pace, Progress, Stage, Tracked, Tracking
from zhence.report.head import draw_head
from zhence.report.numbers import plain, value_text
from zhence.report.page import Page
from zhence.report.selection import near_words
from zhence.report.sentences import asked_words
from zhence.report.status import day_words
from zhence.report.words import COLON, COMMA, LIST, SEMICOLON, VERDICTS, both, bracketed, join

LEVELS = {
    Level.LATE: Text("逾期", "overdue"),
    Level.PROBLEM: Text("有未决问题", "open problem"),
    Level.BEHIND: Text("落后或存疑", "behind or doubtful"),
    Level.UNKNOWN: Text("待补数据", "figures missing"),
    Level.ON_TRACK: Text("按计划", "on track"),
    Level.DONE: Text("已完成", "done"),
}
STYLES = {Level.LATE: "bold red", Level.PROBLEM: "bold yellow", Level.BEHIND: "bold yellow", Level.UNKNOWN: "bold cyan"}
DOUBTS = {
    Doubt.BEGUN_BEFORE_START: Text("阶段已到，日期却在以后", "the stage says reached, but the day is still to come"),
    Doubt.START_PASSED: Text("日期已过，阶段却未到", "the day has passed, but the stage says not reached"),
    Doubt.DONE_BEFORE_COMPLETION: Text(
        "阶段已到，日期却在以后", "the stage says reached, but the day is still to come"
    ),
    Doubt.FORECAST_PASSED: Text("日期已过，阶段却未到", "the day has passed, but the stage says not reached"),
}
OF_START = (Doubt.BEGUN_BEFORE_START, Doubt.START_PASSED)
SUPPORTS = {
    Verdict.NOT_ELIGIBLE: Text("差一步的支持：", "one step away: "),
    Verdict.UNKNOWN: Text("差一步的支持：", "one step away: "),
}
SUPPORT = Text("可用支持：", "support: ")
PLANNED = Text("计划", "planned ")
ACTUAL = {
    True: Text("实际", "actual "),
    False: Text("预计", "expected "),
    None: Text("预计或实际", "expected or actual "),
}
SPACE = Text("", " ")
NOTHING = Text("无须专门提出", " nothing to raise")
NO_PROBLEM = Text("按没有问题对待", "taken as no problem")
NOT_STATED = Text("未填", "not stated")


def render_projects(found: Tracking, catalogue: Catalogue, lang: Lang, console: Console) -> None:
    """Write every project, those that need attention first."""
    with Page(console, lang) as page:
        draw_head(page, Text("重大项目跟踪", "Projects followed"), (found.record,), catalogue, found.as_of)
        counts = Counter(project.level for project in found.projects)
        parts = [LEVELS[level] + same(f" {counts[level]}") for level in Level if counts[level]]
        many = len(found.projects)
        total = Text(f"项目{many}个：", "1 project: " if many == 1 else f"{many} projects: ")
        page.blank()
        page.line((page.say(total + join(parts, same(f" {page.marks.dot} "))), "bold"))
        for at, project in enumerate(found.projects, 1):
            _project(page, at, project, catalogue)


def _project(page: Page, at: int, project: Tracked, catalogue: Catalogue) -> None:
    level = page.say(same("[") + LEVELS[project.level] + same("]"))
    page.blank()
    page.line(
        f"{page.marks.double * 2} ",
        (f"{at}. {project.record.name} ", "bold"),
        (level, STYLES.get(project.level, "bold")),
        hang=3,
    )
    if project.owners:
        page.line(page.say(Text("业主：", "owner: ") + same(project.owners[0].name)), indent=3)
    page.line(page.say(Text("阶段：", "stage: ") + stage_words(project.stage, catalogue)), indent=3)
    for name, milestone in _milestones(project, catalogue):
        page.line(page.say(name + COLON + milestone_words(milestone, catalogue)), indent=3)
    if project.progress is not None:
        page.line(page.say(Text("进度：", "progress: ") + progress_words(project.progress, catalogue)), indent=3)
    for issue in project.issues:
        page.line((page.say(issue_words(issue, catalogue)), "yellow"), indent=3)
    for issue in project.settled:
        page.line(page.say(settled_words(issue, catalogue)), indent=3)
    if not project.issues and not project.settled:
        page.line(page.say(Text("问题：未填写（不等于没有）", "problems: none stated (which is not none)")), indent=3)
    for words in _supports(project):
        page.line(page.say(words), indent=3)
    matters = list(matters_of(project, catalogue))
    page.line((page.say(Text("下次会议：", "next meeting:")), "bold"), "" if matters else page.say(NOTHING), indent=3)
    for words in matters:
        page.line(f"{page.marks.dot} ", page.say(words), indent=5)


def _names(catalogue: Catalogue) -> tuple[Text, Text]:
    """Return what the catalogue calls the beginning and the end."""
    roles = catalogue.projects
    if roles is None:
        raise ValueError("the catalogue follows no projects")
    stages = catalogue.facts[roles.stage].choices
    return stages[roles.begun], stages[roles.done]


def _milestones(project: Tracked, catalogue: Catalogue) -> Iterator[tuple[Text, Milestone]]:
    for name, milestone in zip(_names(catalogue), (project.start, project.completion), strict=True):
        if milestone is not None:
            yield name, milestone


def stage_words(stage: Stage, catalogue: Catalogue) -> Text:
    """Return the stage, and which of how many it is."""
    if not stage.possible:
        return NOT_STATED
    fact = catalogue.facts[stage.reading.key.fact]
    words = value_text(stage.reading.value, fact, catalogue)
    if len(stage.possible) == 1:
        at = stage.possible[0] + 1
        words += bracketed(Text(f"第{at}步，共{stage.count}步", f"{at} of {stage.count}"))
    return words + _origin(stage.reading)


def milestone_words(milestone: Milestone, catalogue: Catalogue) -> Text:
    """Return the planned day, the actual or expected one, and how late it is."""
    parts = []
    if milestone.planned is not None:
        parts.append(PLANNED + _value(milestone.planned, catalogue))
    if milestone.actual is not None:
        parts.append(ACTUAL[milestone.reached] + _value(milestone.actual, catalogue))
    words = join(parts, SEMICOLON) + SEMICOLON + pace_words(milestone)
    if milestone.pace is Pace.OVERDUE and milestone.slip is not None and milestone.slip > 0:
        words += COMMA + Text("预计比计划晚", "expected ") + days_words(milestone.slip) + Text("", " after the plan")
    return words


def pace_words(milestone: Milestone) -> Text:
    """Return how a planned day stands."""
    days = _least(milestone) + days_words(milestone.days or 0)
    match milestone.pace:
        case Pace.MET:
            return Text("按期", "on time")
        case Pace.MET_LATE:
            return Text("比计划晚", "") + days + Text("", " later than planned")
        case Pace.OVERDUE:
            return Text("已逾期", "overdue by ") + days
        case Pace.SLIPPING:
            return Text("预计比计划晚", "expected ") + days + Text("", " later than planned")
        case Pace.DUE:
            return Text("未到期，还有", "not yet due, ") + days + Text("", " left")
        case Pace.UNKNOWN:
            return Text("数据不足，不能判断", "cannot be told from what is stated")


def _least(part: Milestone | Progress) -> Text:
    return Text("至少", "at least ") if part.is_least else same("")


def days_words(days: int) -> Text:
    """Return a number of days."""
    return Text(f"{days}天", "1 day" if days == 1 else f"{days} days")


def progress_words(progress: Progress, catalogue: Catalogue) -> Text:
    """Return planned and actual progress, and how far it is behind."""
    parts = []
    if progress.planned is not None:
        parts.append(PLANNED + _value(progress.planned, catalogue))
    if progress.actual is not None:
        parts.append(Text("实际", "actual ") + _value(progress.actual, catalogue) + _origin(progress.actual))
    return join(parts, SEMICOLON) + SEMICOLON + _progress_pace(progress)


def _progress_pace(progress: Progress) -> Text:
    points = progress.points
    if points is not None:
        number = both(lambda lang: plain(points, lang=lang))
        words = Text("落后", "behind by ") + _least(progress) + number
        return words + Text("个百分点", " percentage point" if points == 1 else " percentage points")
    if progress.pace is Pace.DUE:
        return Text("不落后于计划", "not behind the plan")
    return Text("数据不足，不能判断", "cannot be told from what is stated")


def issue_words(issue: Issue, catalogue: Catalogue) -> Text:
    """Return what a problem is about, what is said of it, and since when."""
    title = catalogue.facts[issue.fact].title
    told = same(issue.text) if issue.text is not None else Text("内容未填", "not described")
    if issue.since is None or issue.since.value is None:
        return title + COLON + told + Text("（起始日未填）", " (since when is not stated)")
    since = Text("自", "since ") + _value(issue.since, catalogue)
    days = COMMA + Text("已", "") + days_words(issue.days) if issue.days is not None else same("")
    return title + COLON + told + bracketed(since + days)


def settled_words(issue: Issue, catalogue: Catalogue) -> Text:
    """Return what is written where a problem is asked for, and that it is taken as none."""
    return catalogue.facts[issue.fact].title + COLON + same(issue.text or "") + bracketed(NO_PROBLEM)


def _value(reading: Reading, catalogue: Catalogue) -> Text:
    fact = catalogue.facts[reading.key.fact]
    return NOT_STATED if reading.value is None else value_text(reading.value, fact, catalogue)


def _origin(reading: Reading) -> Text:
    """Return where a figure was read, and of which day it is."""
    for _, given in reading.given:
        parts = [same(given.source)] if given.source is not None else []
        parts += [day_words(given.dated)] if given.dated is not None else []
        parts += [Text("估计值", "an estimate")] if given.estimate else []
        if parts:
            return bracketed(join(parts, COMMA))
    return same("")


def _supports(project: Tracked) -> Iterator[Text]:
    for result in project.near:
        yield SUPPORTS.get(result.open_verdict, SUPPORT) + _support(result)
    if project.others:
        parts = [VERDICTS[verdict] + same(f" {count}") for verdict, count in project.others.items()]
        yield Text("其余支持：", "other supports: ") + join(parts, COMMA)


def _support(result: MeasureResult) -> Text:
    return result.measure.title + same(f" {result.measure.id}") + bracketed(near_words(result))


def matters_of(project: Tracked, catalogue: Catalogue) -> Iterator[Text]:
    """Yield what to raise at the next meeting, the most pressing first."""
    milestones = list(_milestones(project, catalogue))
    for name, milestone in milestones:
        if milestone.pace is Pace.OVERDUE:
            late = name + SPACE + pace_words(milestone)
            yield late + Text("：议定新的日期和责任人", ": agree on a new day and who answers for it")
    for issue in project.issues:
        yield Text("协调解决：", "settle: ") + issue_words(issue, catalogue)
    for name, milestone in milestones:
        if milestone.pace is Pace.SLIPPING:
            yield name + SPACE + pace_words(milestone) + Text("：议赶工措施", ": agree how to catch up")
    if project.progress is not None and project.progress.pace is Pace.SLIPPING:
        yield Text("进度", "progress ") + _progress_pace(project.progress) + Text("：说明原因", ": explain why")
    for doubt in project.doubts:
        name = _names(catalogue)[0 if doubt in OF_START else 1]
        yield Text("核实：", "verify: ") + name + COLON + DOUBTS[doubt]
    for result, day in project.closing:
        yield (
            Text("抓紧申报：", "apply in time: ") + _support(result) + COMMA + day_words(day) + Text("截止", " closes")
        )
    if project.missing:
        yield Text("补报数据：", "report: ") + join([asked_words(key, catalogue) for key in project.missing], LIST)
