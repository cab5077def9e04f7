"""One interview: what was answered, kept in the profile's text after every answer, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from zhence.advice.questions import Interview
from zhence.advice.trials import is_zone, with_value
from zhence.app import options, output
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.fault import Fault
from zhence.model.profile import Record
from zhence.model.question import Asked, Question
from zhence.model.text import Lang, Text
from zhence.model.value import Members
from zhence.profiles.consistency import fresh_contradictions
from zhence.profiles.keep import with_answer, with_unknown, without_kind
from zhence.profiles.names import UNKNOWN
from zhence.profiles.spoken import Spoken, read_membership, read_spoken


@dataclass(frozen=True, slots=True)
class Moment:
    """Hold where an interview stands: the text of the profile, the answers, what is left of a question of several."""

    text: str
    interview: Interview
    question: Question | None = None
    parts: tuple[Asked, ...] = ()
    number: int = 0


@dataclass(slots=True)
class Session:
    """Hold an interview about a file; `source` is what the file held when it was last read or written."""

    path: Path
    source: bytes | None
    now: Moment
    lang: Lang
    earlier: list[Moment] = field(default_factory=list)

    @property
    def catalogue(self) -> Catalogue:
        """Return the catalogue that is asked about."""
        return self.now.interview.catalogue

    @property
    def _subject(self) -> str:
        return self.now.interview.record.subject

    def next(self) -> Asked | None:
        """Return the next figure to ask for, None where no answer settles anything any more."""
        interview = self.now.interview
        left = tuple(asked for asked in self.now.parts if not interview.is_skipped(asked))
        if left and interview.moves(left):
            self.now = replace(self.now, parts=left)
            return left[0]
        questions = interview.questions()
        if not questions:
            return None
        self.now = replace(self.now, question=questions[0], parts=questions[0].parts, number=self.now.number + 1)
        return self.now.parts[0]

    def understood(self, asked: Asked, text: str) -> Spoken:
        """Return what an answer means."""
        if is_zone(asked.key):
            return read_membership(text)
        interview = self.now.interview
        return read_spoken(text, self.catalogue.facts[asked.key.fact], self.catalogue, interview.trials.as_of)

    def answer(self, asked: Asked, spoken: Spoken) -> None:
        """Keep an answer, in the file before anything else."""
        given = spoken.given
        if given is None:
            raise ValueError(asked)
        text = self._kept(with_answer(self.now.text, self._subject, asked, spoken.toml), str(asked.key))
        interview = self.now.interview
        record = _with_changed(interview.record, asked, with_value(_record(interview.record, asked), asked.key, given))
        after = interview.answered(asked, record)
        is_exact = isinstance(given.value, Members) or given.value.exact is not None
        self._go(text, after if is_exact else after.passed(asked), asked)

    def doubts(self) -> tuple[Fault, ...]:
        """Return what the last answer contradicts of what was stated before."""
        if not self.earlier:
            return ()
        before, now = self.earlier[-1].interview, self.now.interview
        found = fresh_contradictions(before.record, now.record, self.catalogue, now.trials.as_of)
        return tuple(Fault("", "", m.problem, m.remedy, severity=m.severity, kind=m.kind) for _, m in found)

    def pass_over(self, asked: Asked) -> None:
        """Keep that a figure is not known."""
        interview = self.now.interview
        is_listed = asked.kind is None or bool(interview.record.items.get(asked.kind))
        text = self._kept(with_unknown(self.now.text, self._subject, asked, is_listed=is_listed), UNKNOWN)
        self._go(text, interview.passed(asked), asked)

    def rule_out(self, kind: str) -> None:
        """Keep that there is no item of a kind, or that nobody is to be asked for one."""
        text = self._kept(without_kind(self.now.text, self._subject, kind), UNKNOWN)
        self._go(text, self.now.interview.passed(Asked(FactKey(kind))), None)

    def back(self) -> bool:
        """Return to the question before, its answer taken out again; tell whether there was one."""
        if not self.earlier:
            return False
        self._write(self.earlier[-1].text)
        self.now = self.earlier.pop()
        return True

    def _go(self, text: str, interview: Interview, asked: Asked | None) -> None:
        self._write(text)
        self.earlier.append(self.now)
        parts = tuple(part for part in self.now.parts if part != asked)
        self.now = replace(self.now, text=text, interview=interview, parts=parts)

    def _write(self, text: str) -> None:
        found = self.path.read_bytes() if self.path.exists() else None
        if found != self.source:
            problem = Text("文件在问答期间被改动过", "the file was changed during the interview")
            remedy = Text("重新运行，从改动后的内容接着问", "run it again: it goes on from what the file says now")
            options.stop(Fault(str(self.path), "", problem, remedy, kind="changed"), lang=self.lang)
        self.source = text.encode("utf-8")
        output.write(self.path.resolve(), self.source, force=found is not None, lang=self.lang)

    def _kept(self, text: str | None, key: str) -> str:
        if text is None:
            whole = f"[{self._subject}]"
            problem = Text(f"写法特殊，无处写入 {key}", f"is written in a way that leaves no room for {key}")
            remedy = Text(
                f"花括号里的改写成表：{whole}、[{self._subject}.year.2025] 这样，一行一项，再运行一次",
                f"write what stands in braces as tables, like {whole} and [{self._subject}.year.2025], "
                "a line for each figure, and run it again",
            )
            options.stop(Fault(str(self.path), key, problem, remedy, kind="no-room"), lang=self.lang)
        return text


def _record(record: Record, asked: Asked) -> Record:
    """Return the record that a figure belongs to; a new one where none of its kind is listed."""
    if asked.kind is None:
        return record
    listed = record.items.get(asked.kind)
    return listed[asked.at] if listed else Record(asked.kind, f"{asked.kind}[1]")


def _with_changed(record: Record, asked: Asked, changed: Record) -> Record:
    if asked.kind is None:
        return changed
    listed = list(record.items.get(asked.kind, ()))
    listed[asked.at : asked.at + 1] = [changed]
    return replace(record, items={**record.items, asked.kind: tuple(listed)})
