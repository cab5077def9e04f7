"""Projects followed, as plain data."""

from __future__ import annotations

from typing import Any

from zhence.model.catalogue import Catalogue
from zhence.model.result import Reading
from zhence.model.tracking import Issue, Milestone, Progress, Tracked, Tracking
from zhence.report.head import head_data, record_data
from zhence.report.json import number_data, text_data, value_data
from zhence.report.projects import matters_of


def projects_data(found: Tracking, catalogue: Catalogue) -> dict[str, Any]:
    """Return every project, those that need attention first."""
    return {
        **head_data(catalogue, found.as_of),
        "subject": record_data(found.record),
        "projects": [_project(project, catalogue) for project in found.projects],
    }


def _project(project: Tracked, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "name": project.record.name,
        "owners": [record_data(owner) for owner in project.owners],
        "level": str(project.level),
        "stage": _reading(project.stage.reading),
        "stages": list(catalogue.facts[project.stage.reading.key.fact].choices),
        "start": _milestone(project.start),
        "completion": _milestone(project.completion),
        "progress": _progress(project.progress),
        "problems": [_issue(issue) for issue in project.issues],
        "settled": [_issue(issue) for issue in project.settled],
        "doubts": [str(doubt) for doubt in project.doubts],
        "missing": [str(key) for key in project.missing],
        "supports": [
            {
                "measure": result.measure.id,
                "title": text_data(result.measure.title),
                "verdict": str(result.verdict),
                "steps": result.steps,
                "missing": [str(key) for key in result.missing],
            }
            for result in project.near
        ],
        "closing_soon": [{"measure": r.measure.id, "closes": day.isoformat()} for r, day in project.closing],
        "other_supports": {str(verdict): count for verdict, count in project.others.items()},
        "to_raise": [text_data(words) for words in matters_of(project, catalogue)],
    }


def _milestone(part: Milestone | None) -> dict[str, Any] | None:
    if part is None:
        return None
    return {
        "pace": str(part.pace),
        "planned": _reading(part.planned),
        "actual": _reading(part.actual),
        "days": part.days,
        "at_least": part.is_least,
        "slip": part.slip,
    }


def _progress(part: Progress | None) -> dict[str, Any] | None:
    if part is None:
        return None
    return {
        "pace": str(part.pace),
        "planned": _reading(part.planned),
        "actual": _reading(part.actual),
        "points_behind": None if part.points is None else number_data(part.points),
        "at_least": part.is_least,
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {"problem": issue.fact, "text": issue.text, "since": _reading(issue.since), "days": issue.days}


def _reading(reading: Reading | None) -> Any:  # noqa: ANN401
    return None if reading is None else value_data(reading.value)
