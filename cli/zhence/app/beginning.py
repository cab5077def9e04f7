"""How an interview begins: from a profile as it stands, or from the kind, name and place of a new subject."""

import re
from datetime import date
from pathlib import Path
from typing import NoReturn

from zhence.advice.questions import Interview, begin, remembered
from zhence.app import options, output
from zhence.app.prompt import Ask, Prompt
from zhence.app.session import Moment, Session
from zhence.model.catalogue import Catalogue
from zhence.model.fault import Fault, FaultyError
from zhence.model.text import Lang, Text
from zhence.profiles.keep import has_room, new_text, text_of
from zhence.profiles.names import roots
from zhence.profiles.read import read_profile
from zhence.profiles.spoken import Word, chosen, read_spoken, read_word
from zhence.report.interview import show_mistake
from zhence.report.page import Page


def interview_about(profile: Path, book: Catalogue, on: date, lang: Lang, *, is_again: bool) -> Interview:
    """Return the interview about a profile; leave with its faults where it cannot be read."""
    try:
        record, notes = read_profile(profile, book, on)
    except FaultyError as error:
        options.stop(*error.faults, lang=lang)
    options.tell(notes, lang)
    skipped = () if is_again else remembered(record, book)
    return begin(book, on, record, book.measures.values(), skipped)


def session_about(
    profile: Path, target: Path | None, book: Catalogue, on: date, lang: Lang, *, is_again: bool
) -> Session:
    """Return a session that keeps answers in the profile, or in `target` where it is given."""
    if target is not None:
        must_be_new(target, lang)
    interview = interview_about(profile, book, on, lang, is_again=is_again)
    if profile.suffix.casefold() == ".xlsx":
        problem = Text("问答只写 TOML 档案", "an interview writes TOML profiles")
        remedy = Text(
            f"用 zhence ask {profile} --next 5 看要问什么，答案填进工作簿；想用问答，另起一份：zhence ask",
            f"zhence ask {profile} --next 5 lists what to find out: fill it into the workbook; "
            "zhence ask without a file begins a new profile",
        )
        _stop(profile, "not-toml", problem, remedy, lang)
    text, subject = text_of(profile), interview.record.subject
    if not has_room(text, subject):
        problem = Text(
            "这份档案的写法无处插入新的一行", "the profile is written in a way that leaves no room for a line"
        )
        remedy = Text(
            f"把主体写成 [{subject}] 表，一行一项", f"write it as a table, [{subject}], a line for each figure"
        )
        _stop(profile, "no-room", problem, remedy, lang)
    source = profile.read_bytes() if target is None else None
    return Session(target or profile, source, Moment(text, interview), lang)


def new_profile(target: Path | None, book: Catalogue, on: date, page: Page, ask: Ask) -> Path:
    """Return a new profile with its kind of subject, name and place.

    Raises:
        EOFError: where nobody goes on answering.

    """
    kind = _kind(book, page, ask)
    name = _name(page, ask)
    path = target or Path(re.sub(r'[\\/:*?"<>|\s]+', "-", name).strip("-.")[:80] + ".toml")
    must_be_new(path, page.lang)
    place = _place(kind, book, on, page, ask)
    text = new_text(kind, name, (str(book.place), place) if place is not None else None) or ""
    output.write(path, text.encode("utf-8"), force=False, lang=page.lang)
    page.line(page.say(Text("新建档案：", "new profile: ")), str(path))
    return path


def must_be_new(path: Path, lang: Lang) -> None:
    """Leave where a file is there already, or the name is not that of a profile."""
    output.ends_in(path, "toml", lang)
    if path.exists() or path.is_symlink():
        remedy = Text(f"接着问它：zhence ask {path}", f"to go on with it: zhence ask {path}")
        _stop(path, "exists", Text("文件已存在", "the file exists"), remedy, lang)


def _kind(book: Catalogue, page: Page, ask: Ask) -> str:
    titles = {kind: book.subjects[kind].title for kind in roots(book)}
    page.line((page.say(Text("这份档案写的是：", "This profile is about:")), "bold"))
    for at, title in enumerate(titles.values(), 1):
        page.line(f"{at}  ", page.say(title), indent=4)
    choices = tuple((kind, page.say(title)) for kind, title in titles.items())
    while True:
        kind = chosen(_line(page, ask, Prompt(choices)), titles)
        if kind is not None:
            return kind
        page.line(page.say(Text("答序号或名称", "answer a number or a name of the list")), indent=2)


def _name(page: Page, ask: Ask) -> str:
    page.line((page.say(Text("名称：", "Its name:")), "bold"))
    while True:
        name = " ".join(_line(page, ask, Prompt()).split())
        if name:
            return name
        page.line(page.say(Text("写全称", "write the full name")), indent=2)


def _place(kind: str, book: Catalogue, on: date, page: Page, ask: Ask) -> str | None:
    """Return where the subject is, as TOML; None where nobody knows or it has no place."""
    fact = book.facts.get(book.place or "")
    if fact is None or kind not in fact.subjects:
        return None
    page.line((page.say(fact.title + Text("：", ":")), "bold"))
    while True:
        text = _line(page, ask, Prompt())
        if read_word(text) is Word.UNKNOWN:
            return None
        spoken = read_spoken(text, fact, book, on)
        if spoken.given is not None:
            return spoken.toml
        for fault in spoken.faults:
            show_mistake(page, fault)


def _line(page: Page, ask: Ask, prompt: Prompt) -> str:
    page.flush()
    text = ask(prompt)
    if read_word(text) is Word.STOP:
        raise EOFError
    return text


def _stop(path: Path, kind: str, problem: Text, remedy: Text, lang: Lang) -> NoReturn:
    options.stop(Fault(str(path), "", problem, remedy, kind=kind), lang=lang)
