"""Follow the projects of a profile: where each stands, how late it is, what is open, what it could apply for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from zhence.engine.decide import decide, is_open
from zhence.engine.figures import Case
from zhence.engine.near import is_near
from zhence.engine.pace import milestone, progress
from zhence.model.catalogue import Catalogue, Pair, Projects
from zhence.model.fact import FactKey
from zhence.model.profile import Record
from zhence.model.result import MeasureResult, Reading, Verdict
from zhence.model.tracking import Doubt, Issue, Level, Milestone, Pace, Progress, Stage, Tracked, Tracking
from zhence.model.value import Days, Options

NO_PROBLEM = frozenset(
    (
        *("无", "暂无", "没有", "无问题", "暂无问题", "没有问题", "无未决问题", "不存在问题", "问题已解决"),
        *("已解决", "已全部解决", "均已解决", "已办结", "已完成", "已销号"),
        *("no problem", "no problems", "no issue", "no issues", "solved", "resolved", "settled"),
    )
)  # words and marks aside
SOON = timedelta(days=30)
LEVELS = list(Level)


def track(catalogue: Catalogue, roles: Projects, record: Record, as_of: date) -> Tracking:
    """Return every project of a profile, those that need attention first."""
    found = [_Follow(catalogue, roles, chain, as_of).tracked() for chain in chains(record, roles.subject)]
    return Tracking(record, as_of, tuple(sorted(found, key=_urgency)))


def chains(record: Record, subject: str, owners: tuple[Record, ...] = ()) -> Iterator[tuple[Record, ...]]:
    """Yield each record of a kind with its owners, innermost first, however deep it is listed."""
    if record.subject == subject:
        yield (record, *owners)
    for items in record.items.values():
        for item in items:
            yield from chains(item, subject, (record, *owners))


def says_none(text: str | None) -> bool:
    """Tell whether what is written of a problem says, as a whole, that there is none."""
    return text is not None and re.sub(r"[\s\W_]+", " ", text).strip().casefold() in NO_PROBLEM


def _urgency(project: Tracked) -> tuple[int, int, float, int]:
    late = [m.days or 0 for m in (project.start, project.completion) if m is not None and m.pace is Pace.OVERDUE]
    points = project.progress.points if project.progress is not None else None
    open_for = [issue.days or 0 for issue in project.issues]
    return LEVELS.index(project.level), -max(late, default=0), -float(points or 0), -max(open_for, default=0)


class _Follow:
    """Follow one project."""

    def __init__(self, catalogue: Catalogue, roles: Projects, chain: tuple[Record, ...], as_of: date) -> None:
        self.catalogue = catalogue
        self.roles = roles
        self.chain = chain
        self.as_of = as_of
        self.case = Case(catalogue, as_of, chain)

    def tracked(self) -> Tracked:
        """Return the project as it stands."""
        stage = self._stage()
        stages = list(self.catalogue.facts[self.roles.stage].choices)
        has_begun = self._reached(stage, stages.index(self.roles.begun), self.roles.start)
        is_done = self._reached(stage, stages.index(self.roles.done), None)
        start = self._milestone(self.roles.start, has_begun)
        completion = self._milestone(self.roles.completion, is_done)
        moved = self._progress(has_begun=has_begun, is_done=is_done)
        stated = tuple(self._issues())
        issues = tuple(issue for issue in stated if not says_none(issue.text))
        settled = tuple(issue for issue in stated if says_none(issue.text))
        doubts = tuple(self._doubts(start, completion, has_begun=has_begun, is_done=is_done, stage=stage))
        near, closing, others = self._supports()
        return Tracked(
            self.chain[0],
            self.chain[1:-1],
            _level((None if has_begun else start, completion, moved), issues, doubts, stage, is_done=is_done is True),
            stage,
            start,
            completion,
            moved,
            issues,
            settled,
            doubts,
            _missing(stage, start, completion, moved),
            near,
            closing,
            others,
        )

    def _read(self, fact: str | None) -> Reading | None:
        return self.case.read(FactKey(fact)) if fact is not None else None

    def _stage(self) -> Stage:
        reading = self.case.read(FactKey(self.roles.stage))
        stages = list(self.catalogue.facts[self.roles.stage].choices)
        possible = reading.value.possible if isinstance(reading.value, Options) else frozenset()
        return Stage(reading, tuple(at for at, word in enumerate(stages) if word in possible), len(stages))

    def _reached(self, stage: Stage, mark: int, pair: Pair | None) -> bool | None:
        """Tell whether a stage is reached; where no stage is stated, the actual day of reaching it may tell."""
        if stage.possible:
            reached = {at >= mark for at in stage.possible}
            return reached.pop() if len(reached) == 1 else None
        day = self._read(pair.actual) if pair is not None else None
        if day is None or not isinstance(day.value, Days):
            return None
        if day.value.high is not None and day.value.high <= self.as_of:
            return True
        return False if day.value.low is not None and day.value.low > self.as_of else None

    def _milestone(self, pair: Pair, reached: bool | None) -> Milestone | None:
        if pair.planned is None and pair.actual is None:
            return None
        return milestone(reached, self._read(pair.planned), self._read(pair.actual), self.as_of)

    def _progress(self, *, has_begun: bool | None, is_done: bool | None) -> Progress | None:
        """Return the progress of what is under way; before the beginning only where some is stated."""
        planned, actual = self._read(self.roles.progress.planned), self._read(self.roles.progress.actual)
        stated = [reading for reading in (planned, actual) if reading is not None and reading.value is not None]
        if is_done or (planned is None and actual is None) or (has_begun is False and not stated):
            return None
        return progress(planned, actual)

    def _issues(self) -> Iterator[Issue]:
        """Yield the problems stated; one that began after the day asked about is not yet open on it."""
        for problem in self.roles.problems:
            told, since = self._read(problem.text), self._read(problem.since)
            text = told.value.exact if told is not None and isinstance(told.value, Options) else None
            began = since.value if since is not None and isinstance(since.value, Days) else None
            if (text is None and began is None) or (began and began.low and began.low > self.as_of):
                continue
            days = (self.as_of - began.high).days if began and began.high else None
            yield Issue(
                problem.text, None if text is None else str(text), since, None if days is None else max(days, 0)
            )

    def _doubts(
        self,
        start: Milestone | None,
        completion: Milestone | None,
        *,
        has_begun: bool | None,
        is_done: bool | None,
        stage: Stage,
    ) -> Iterator[Doubt]:
        if not stage.possible:
            return
        for found, reached, is_future, is_past in (
            (start, has_begun, Doubt.BEGUN_BEFORE_START, Doubt.START_PASSED),
            (completion, is_done, Doubt.DONE_BEFORE_COMPLETION, Doubt.FORECAST_PASSED),
        ):
            day = found.actual.value if found is not None and found.actual is not None else None
            if not isinstance(day, Days):
                continue
            if reached is True and day.low is not None and day.low > self.as_of:
                yield is_future
            if reached is False and day.high is not None and day.high < self.as_of:
                yield is_past

    def _supports(
        self,
    ) -> tuple[tuple[MeasureResult, ...], tuple[tuple[MeasureResult, date], ...], dict[Verdict, int]]:
        measures = [m for m in self.catalogue.measures.values() if m.subject == self.roles.subject]
        results = [decide(self.case, measure) for measure in measures]
        results = [result for result in results if result.verdict is not Verdict.NOT_APPLICABLE]
        near = tuple(r for r in results if is_near(r) and is_open(r.measure, self.as_of))
        closing = tuple((r, day) for r in near if (day := self._closes_soon(r)) is not None)
        others = Counter(result.verdict for result in results if result not in near)
        return near, closing, {verdict: others[verdict] for verdict in Verdict if others[verdict]}

    def _closes_soon(self, result: MeasureResult) -> date | None:
        days = [w.closes for w in result.measure.windows if w.closes is not None and w.is_open(self.as_of)]
        last = max(days, default=None)
        return last if last is not None and last - self.as_of <= SOON else None


def _level(
    parts: tuple[Milestone | Progress | None, ...],
    issues: tuple[Issue, ...],
    doubts: tuple[Doubt, ...],
    stage: Stage,
    *,
    is_done: bool,
) -> Level:
    paces = {part.pace for part in parts if part is not None}
    if Pace.OVERDUE in paces:
        return Level.LATE
    if issues:
        return Level.PROBLEM
    if Pace.SLIPPING in paces or doubts:
        return Level.BEHIND
    if is_done:
        return Level.DONE
    return Level.UNKNOWN if Pace.UNKNOWN in paces or not stage.possible else Level.ON_TRACK


def _missing(
    stage: Stage, start: Milestone | None, completion: Milestone | None, moved: Progress | None
) -> tuple[FactKey, ...]:
    """List the figures that would tell how the project stands."""
    wanted = [stage.reading]
    for found in (start, completion):
        if found is not None and found.pace is Pace.UNKNOWN:
            wanted += [reading for reading in (found.planned, found.actual if found.reached else None) if reading]
    if moved is not None and moved.pace is Pace.UNKNOWN:
        wanted += [reading for reading in (moved.planned, moved.actual) if reading]
    return tuple(dict.fromkeys(key for reading in wanted for key in reading.missing))
