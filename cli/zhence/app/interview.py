"""The talk of `ask`: print a question, read an answer, print what it moved."""

import json
from datetime import date
from pathlib import Path

import typer

from zhence.app.beginning import interview_about, new_profile, session_about
from zhence.app.check import Form
from zhence.app.prompt import Ask, Prompt, menu, prompter
from zhence.app.session import Session
from zhence.engine.near import next_open
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactType
from zhence.model.question import Asked
from zhence.model.result import Verdict
from zhence.model.text import Lang, Text
from zhence.profiles.spoken import Word, read_word, says
from zhence.report.console import safe_console
from zhence.report.interview import (
    no_item,
    noted_words,
    show_choices,
    show_help,
    show_mistake,
    show_moves,
    show_next,
    show_question,
)
from zhence.report.interview_end import show_counts, show_left_out, show_open
from zhence.report.page import Page
from zhence.report.words import FLAGS

COMMANDS = (
    (Word.UNKNOWN, Text("不知道", "don't know")),
    (Word.BACK, Text("返回上一题", "back to the question before")),
    (Word.STOP, Text("停止", "stop here")),
)


def list_next(profile: Path, book: Catalogue, on: date, most: int, form: Form, lang: Lang, *, is_again: bool) -> None:
    """Print the next questions about a profile."""
    interview = interview_about(profile, book, on, lang, is_again=is_again)
    questions = interview.questions(most)
    if form is Form.JSON:
        from zhence.report.questions_json import questions_data

        typer.echo(json.dumps(questions_data(questions, book, interview.record), ensure_ascii=False))
        return
    with Page(safe_console(), lang) as page:
        show_next(page, questions, book, interview.record)


def hold(profile: Path | None, target: Path | None, book: Catalogue, on: date, lang: Lang, *, is_again: bool) -> None:
    """Hold an interview about a profile, or about a new subject; the answers go to `target` where it is given."""
    ask = prompter()
    page = Page(safe_console(), lang)
    if profile is None:
        try:
            profile, target = new_profile(target, book, on, page, ask), None
        except (EOFError, KeyboardInterrupt):
            page.flush()
            return
    session = session_about(profile, target, book, on, lang, is_again=is_again)
    show_counts(page, session.now.interview.results.values())
    saved = Text(
        "每答一题即存盘；空行看帮助，“停止”结束", "saved after every answer; an empty line for help, “stop” to end"
    )
    page.line(page.say(saved))
    is_over = Talk(session, page, ask).run()
    page.blank()
    show_counts(page, session.now.interview.results.values())
    show_open(page, session.now.interview.still_open(), book, is_over=is_over)
    results = session.now.interview.results.values()
    closed = [next_open(result.measure, on) for result in results if result.verdict is Verdict.CLOSED]
    show_left_out(page, session.now.interview.record, closed, book)
    if session.source is not None:
        page.line(page.say(Text("档案：", "profile: ")), str(session.path))
    page.flush()


class Talk:
    """Ask until nothing is left or somebody stops."""

    def __init__(self, session: Session, page: Page, ask: Ask) -> None:
        self.session = session
        self.page = page
        self.ask = ask

    def run(self) -> bool:
        """Ask on; tell whether nothing is left to ask."""
        while (asked := self.session.next()) is not None:
            self._show(asked)
            if not self._answered(asked):
                return False
        return True

    def _show(self, asked: Asked) -> None:
        now = self.session.now
        is_first = now.question is not None and now.question.parts[0] == asked
        told = now.question if is_first else None
        show_question(self.page, now.number, asked, told, now.interview.catalogue, now.interview.record)
        if self.ask is not menu:
            show_choices(self.page, asked, now.interview.catalogue)
        self.page.flush()

    def _answered(self, asked: Asked) -> bool:
        """Read until an answer is understood; tell whether to go on."""
        session, page = self.session, self.page
        while True:
            try:
                text = self.ask(self._prompt(asked))
            except (EOFError, KeyboardInterrupt):
                return False
            match read_word(text):
                case Word.STOP:
                    return False
                case Word.HELP:
                    show_help(page)
                case Word.BACK:
                    if session.back():
                        return True
                    page.line(page.say(Text("这是第一题", "this is the first question")), indent=2)
                case Word.UNKNOWN:
                    session.pass_over(asked)
                    page.line(page.say(Text("已记下：不知道", "noted: not known")), indent=2)
                    return True
                case None:
                    if self._understood(asked, text):
                        return True
            page.flush()

    def _understood(self, asked: Asked, text: str) -> bool:
        """Keep an answer; tell whether it was one."""
        none = self._none(asked)
        if asked.kind is not None and none is not None and says(text, none):
            self.session.rule_out(asked.kind)
            self.page.line(
                self.page.say(Text("已记下，不再问这一类", "noted: nothing of this kind is asked")), indent=2
            )
            return True
        spoken = self.session.understood(asked, text)
        for fault in spoken.faults:
            show_mistake(self.page, fault)
        if spoken.given is None:
            return False
        before = self.session.now.interview.results
        self.session.answer(asked, spoken)
        for fault in self.session.doubts():
            show_mistake(self.page, fault)
        after = self.session.now.interview.results
        noted = noted_words(
            spoken.given.value, self.session.catalogue.facts.get(asked.key.fact), self.session.catalogue
        )
        show_moves(self.page, noted, before.values(), (after[slot] for slot in before))
        return True

    def _none(self, asked: Asked) -> Text | None:
        """Return the words for: there is no item of this kind; None where one is listed."""
        if asked.kind is None or self.session.now.interview.record.items.get(asked.kind):
            return None
        return no_item(asked.kind, self.session.catalogue)

    def _prompt(self, asked: Asked) -> Prompt:
        lang = self.page.lang
        fact = self.session.catalogue.facts.get(asked.key.fact)
        none = self._none(asked)
        commands = [(str(word), title.to(lang)) for word, title in COMMANDS]
        commands += [(none.to(lang), none.to(lang))] if none is not None else []
        if fact is None or fact.type is FactType.FLAG:
            choices = tuple((flag.en, flag.to(lang)) for flag in FLAGS.values())
        else:
            choices = tuple((word, title.to(lang)) for word, title in fact.choices.items())
        return Prompt(choices, fact is not None and fact.type is FactType.SET, tuple(commands))
