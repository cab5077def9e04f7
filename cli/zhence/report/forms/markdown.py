"""The report as Markdown: a summary, then each subject with its answers, the figures to find, the documents relied on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from zhence.model.text import Lang, Text, same
from zhence.report.forms import words
from zhence.report.forms.words import safe, say
from zhence.report.handbook_markdown import escaped
from zhence.report.words import COLON, SEMICOLON, bracketed

Data = dict[str, Any]
COLUMNS = (words.CONDITION_ID, words.FIGURE, words.VALUE, words.THRESHOLD, words.GAP, words.ANSWER, words.CLAUSE)


def markdown(document: Data, lang: Lang) -> bytes:
    """Return the whole report in one language."""
    return ("\n".join(_single_spaced(_Writer(document, lang).lines())) + "\n").encode(errors="replace")


def _single_spaced(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines without an empty one after another."""
    return (line for line, repeats in groupby(lines) for line in ([line] if not line else repeats))


class _Writer:
    def __init__(self, document: Data, lang: Lang) -> None:
        self.document = document
        self.lang = lang

    def say(self, text: Data | str | None) -> str:
        """Return a text of the document with nothing in it that Markdown would read as markup."""
        return escaped(say(text, self.lang))

    def label(self, text: Text, value: str) -> str:
        """Return one line of a list: a heading, what it is."""
        return f"- {escaped((text + COLON).to(self.lang))}{value}"

    def bracketed(self, text: Data | str) -> str:
        """Return a text of the document in round brackets, to be put behind another."""
        return escaped(bracketed(same(say(text, self.lang))).to(self.lang))

    def table(self, titles: Sequence[Text], rows: Sequence[Sequence[str]]) -> Iterator[str]:
        """Yield a table; none where there is no row."""
        if rows:
            yield ""
            yield f"| {' | '.join(escaped(title.to(self.lang)) for title in titles)} |"
            yield f"|{' --- |' * len(titles)}"
            yield from (f"| {' | '.join(row)} |" for row in rows)
            yield ""

    def heading(self, level: int, title: str) -> Iterator[str]:
        """Yield a heading between empty lines."""
        yield ""
        yield f"{'#' * level} {title}"
        yield ""

    def lines(self) -> Iterator[str]:
        """Yield the lines of the report."""
        document = self.document
        yield f"# {escaped(words.REPORT.to(self.lang))}"
        yield ""
        yield self.label(words.AS_OF, self.say(document["as_of_text"]))
        yield self.label(words.CATALOGUE, self.say(document["catalogue"]["title"]))
        yield self.label(words.CATALOGUE_DIGEST, f"`{safe(document['catalogue']['digest'])}`")
        yield self.label(words.PROGRAM, self.say(document["program"]))
        if len(document["subjects"]) > 1:
            yield from self.heading(2, escaped(words.SUMMARY.to(self.lang)))
            yield from (f"- {self.say(sentence)}" for sentence in document["summary"])
            yield from self._counts()
        for subject in document["subjects"]:
            yield from self._subject(subject)
        yield from self._sources()

    def _counts(self) -> Iterator[str]:
        """Yield the count of each verdict of each subject."""
        verdicts = self.document["verdicts"]
        titles = [words.SUBJECT, *(_text(v["title"]) for v in verdicts)]
        rows = [
            [self.say(subject["name"]), *(str(subject["counts"][v["verdict"]]) for v in verdicts)]
            for subject in self.document["subjects"]
        ]
        yield from self.table(titles, rows)

    def _subject(self, subject: Data) -> Iterator[str]:
        yield from self.heading(2, self.say(subject["name"]) + self.bracketed(subject["kind_title"]))
        if subject["place_title"] is not None:
            yield self.label(_text(subject["place_title"]), self.say(subject["place_words"]) or "—")
        for zone in subject["zones"]:
            if zone["notable"]:
                yield self.label(_text(zone["title"]), self.say(zone["words"]))
        yield from (f"- {self.say(line)}" for line in subject["register_words"])
        yield self.label(words.PROFILE_DIGEST, f"`{safe(subject['digest'])}`")
        yield ""
        yield from (f"- {self.say(sentence)}" for sentence in subject["summary"])
        meanings = {v["verdict"]: v for v in self.document["verdicts"]}
        for verdict, results in groupby(subject["results"], lambda result: str(result["verdict"])):
            told = meanings[verdict]
            yield from self.heading(3, self.say(told["title"]) + self.bracketed(str(subject["counts"][verdict])))
            yield self.say(told["meaning"])
            yield ""
            for result in results:
                yield from self._result(result)
        yield from self._missing(subject["missing"])

    def _result(self, result: Data) -> Iterator[str]:
        yield from self.heading(4, f"{self.say(result['title'])} `{safe(result['measure'])}`")
        if result["item_title"] is not None:
            yield f"- {self.say(result['item_title'])}"
        titles = (result["verdict_title"], result["decided_title"], result["read_title"])
        yield f"- {SEMICOLON.to(self.lang).join(map(self.say, titles))}"
        if result["verdict"] == "closed":
            if result["closed"] is not None:
                yield self.label(words.CLOSED, self.say(result["closed"]))
            yield self.label(words.OPEN_VERDICT, self.say(result["open_verdict_title"]))
        for line in result["words"]:
            arrow = "→ " if line["cheapest"] else ""
            yield f"{'  ' * line['depth']}- {arrow}{self.say(line['text'])}"
        rows = [self._condition(condition) for condition in result["conditions"]]
        yield from self.table(COLUMNS, rows + [self._score(score) for score in result["scores"]])
        yield from (self.label(words.BENEFITS, self.say(benefit["text"])) for benefit in result["benefits"])
        yield from (self.label(words.WINDOWS, self.say(window["text"])) for window in result["windows"])
        yield from (self.label(words.DOCUMENTS, self._paper(paper)) for paper in result["documents"])
        yield from (self.label(words.NOTES, self.say(note)) for note in result["notes"])

    def _paper(self, paper: Data) -> str:
        holder = self.bracketed(paper["holder"]) if paper["holder"] is not None else ""
        return self.say(paper["title"]) + holder

    def _condition(self, condition: Data) -> list[str]:
        named = condition["figure_title"] or condition["sentence"]
        texts = (named, *(condition[key] for key in ("value_text", "threshold_text", "gap_text")))
        return [
            f"`{safe(condition['condition'])}`",
            *(self.say(text) for text in texts),
            self.say(condition["answer_title"]),
            self.say(condition["clause"]),
        ]

    def _score(self, score: Data) -> list[str]:
        keys = ("title", "points_text", "threshold_text", "gap_text", "answer_title", "clause")
        return [f"`{safe(score['score'])}`", *(self.say(score[key]) for key in keys)]

    def _missing(self, missing: list[Data]) -> Iterator[str]:
        if not missing:
            return
        yield from self.heading(3, escaped(words.MISSING.to(self.lang)))
        rows = [
            [
                f"{self.say(each['of']['kind_title'])} {self.say(each['of']['name'])}".rstrip(),
                self.say(each["words"]),
                self.say(each["evidence"]),
                self.say(each["holder"]),
                " ".join(f"`{safe(measure)}`" for measure in each["measures"]),
            ]
            for each in missing
        ]
        yield from self.table((words.SUBJECT, words.FIGURE, words.EVIDENCE, words.HOLDER, words.WANTED_BY), rows)

    def _sources(self) -> Iterator[str]:
        yield from self.heading(2, escaped(words.SOURCES.to(self.lang)))
        rows = [
            [self.say(source[key]) for key in ("title", "issuer", "number", "issued", "read_title")]
            + [_address(source["url"])]
            for source in self.document["sources"]
        ]
        titles = (words.SOURCE, words.ISSUER, words.NUMBER, words.ISSUED, words.READ, words.ADDRESS)
        yield from self.table(titles, rows)


def _address(url: str | None) -> str:
    """Return an address as a link where nothing in it could end one."""
    if url is None:
        return ""
    is_plain = url.startswith(("https://", "http://")) and not set(url) & set('<>| \t\n"`')
    return f"<{url}>" if is_plain else escaped(url)


def _text(told: Data) -> Text:
    return Text(told["zh"], told["en"])
