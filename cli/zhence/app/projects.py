import json
from pathlib import Path
from typing import Annotated

import typer

from zhence.app import options
from zhence.app.check import Form
from zhence.app.options import Language
from zhence.app.usage import Command
from zhence.model.catalogue import Catalogue, Projects
from zhence.model.fault import Fault, FaultyError
from zhence.model.profile import Record
from zhence.model.text import Lang, Text


def add(app: typer.Typer, lang: Lang) -> None:
    """Add `projects`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).to(lang)

    @app.command(
        cls=Command,
        help=say(
            "跟踪镇方案中的重大项目，从备案到投产：阶段、进度、逾期天数、未决问题、可用支持、下次会议议题。",
            "Follow the major projects of a town from filing to production: stage, progress, delay, problems, supports.",
        ),
    )
    def projects(
        town: Annotated[Path, typer.Argument(metavar="TOWN.toml", help=say("列有项目的档案", "profile with projects"))],
        form: Annotated[Form, typer.Option("--format", help=say("输出形式", "form of the output"))] = Form.TABLE,
        as_of: Annotated[str | None, options.as_of_option(lang)] = None,
        catalogue: Annotated[Path | None, options.catalogue_option(lang)] = None,
        language: Annotated[Language | None, options.lang_option(lang)] = None,
    ) -> None:
        from zhence.engine.projects import track
        from zhence.profiles.read import read_profile
        from zhence.report.console import safe_console

        book = options.load_catalogue(catalogue, lang)
        roles = book.projects
        if roles is None:
            options.stop(_no_roles(book), lang=lang)
        on = options.day(as_of, lang)
        try:
            record, notes = read_profile(town, book, on)
        except FaultyError as error:
            options.stop(*error.faults, lang=lang)
        found = track(book, roles, record, on)
        if not found.projects:
            options.stop(*notes, _no_projects(town, record, book, roles), lang=lang)
        options.tell(notes, lang)
        if form is Form.JSON:
            from zhence.report.projects_json import projects_data

            typer.echo(json.dumps(projects_data(found, book), ensure_ascii=False))
            return
        from zhence.report.projects import render_projects

        render_projects(found, book, lang, safe_console())


def _no_roles(book: Catalogue) -> Fault:
    return Fault(
        f"{book.id}/catalogue.toml",
        "projects",
        Text("目录没有说明按哪些数据跟踪项目", "the catalogue does not say by which facts projects are followed"),
        Text("在目录里写 [projects]，见 CONTRIBUTING.md", "write [projects] in the catalogue, see CONTRIBUTING.md"),
        kind="no-projects-table",
    )


def _no_projects(town: Path, record: Record, book: Catalogue, roles: Projects) -> Fault:
    owners = [subject.id for subject in book.subjects.values() if roles.subject in subject.items]
    owner = record.subject if record.subject in owners else next(iter(owners), record.subject)
    return Fault(
        str(town),
        "",
        Text("档案没有列出项目", "the profile lists no project"),
        Text(f"逐个写在 [[{owner}.{roles.subject}]] 下", f"write each under [[{owner}.{roles.subject}]]"),
        kind="no-projects",
    )
