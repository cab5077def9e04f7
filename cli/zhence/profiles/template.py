"""An empty profile to fill in: every fact of a subject with its title, unit and meaning, commented out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhence.model.catalogue import Catalogue, Subject
from zhence.model.fact import Fact, FactType
from zhence.model.text import Lang, Text
from zhence.profiles.names import members_key

_HEAD = Text(
    "删去行首的 # 再填；不知道的留着不动：没有的数据按未知处理，不会当成零或否",
    "take the # away to fill a line in; leave what is not known: a missing figure is unknown, never zero or no",
)
_FORMS = Text(
    '数可写成 "2.31亿元"、"4.2%"；也可写 { value = …, source = "…", dated = 2026-03-01 } 或 { from = …, to = … }',
    'numbers may be "2.31亿元", "4.2%", { value = …, source = "…", dated = 2026-03-01 } or { from = …, to = … }',
)
_DERIVED = Text("可由其他数据算出，可不填", "follows from other figures; may be left out")
_SAMPLES = {
    FactType.FLAG: Text("true 或 false", "true or false"),
    FactType.DATE: Text("日期，不加引号，如 2024-05-31", "a date without quotes, like 2024-05-31"),
    FactType.SET: Text('清单，如 ["…", "…"]', 'a list, like ["…", "…"]'),
}


def template(
    catalogue: Catalogue, subject: str, lang: Lang, as_of: date, values: Mapping[str, object] | None = None
) -> str:
    """Return a profile in TOML; figures in `values` are written out, all others are commented.

    `values` is flat as in `record_from_flat`: `name`, `fact`, `fact@2025`, `zone.id`, and a list of such tables under
    a kind of item.
    """
    writer = _Writer(catalogue, lang, as_of)
    writer.subject(catalogue.subjects[subject], subject, values or {})
    return "\n".join(writer.lines).rstrip() + "\n"


class _Writer:
    def __init__(self, catalogue: Catalogue, lang: Lang, as_of: date) -> None:
        self.catalogue = catalogue
        self.lang: Lang = lang
        self.as_of = as_of
        self.lines: list[str] = []

    def subject(self, subject: Subject, path: str, values: Mapping[str, object]) -> None:
        self.lines += [f"# {subject.title.to(self.lang)}", f"# {_HEAD.to(self.lang)}", f"# {_FORMS.to(self.lang)}", ""]
        self.lines.append(f"[{path}]")
        self.lines.append(_pair("name", values.get("name", "")) if values.get("name") else 'name = "…"')
        files = members_key(subject)
        if files:
            given = values.get(files)
            self.lines.append(_pair(files, given) if given else f'# {files} = ["../{files}/*.toml"]')
        if subject.items:
            self.lines.append(f"# complete = [{', '.join(_quoted(item) for item in subject.items)}]")
        self.body(subject, path, values, live=True)
        for kind in subject.items:
            self.items(kind, f"{path}.{kind}", values.get(kind))

    def body(self, subject: Subject, path: str, values: Mapping[str, object], *, live: bool) -> None:
        """Write the facts of a subject and the tables of its years; `live` tables are not commented out."""
        mine = [fact for fact in self.catalogue.facts.values() if subject.id in fact.subjects]
        place = self.catalogue.place
        for fact in sorted(
            (each for each in mine if not each.yearly), key=lambda each: (each.id != place, bool(each.derived))
        ):
            self.fact(fact, values.get(fact.id))
        zones = {key: value for key, value in values.items() if key.startswith("zone.")}
        if zones:
            self.lines += ["", f"[{path}.zone]", *(_pair(key.partition(".")[2], value) for key, value in zones.items())]
        yearly = sorted((fact for fact in mine if fact.yearly), key=lambda each: bool(each.derived))
        last = self.as_of.year - 1
        stated = {int(key.partition("@")[2]) for key in values if key.partition("@")[2].isdecimal()}
        for year in sorted({*stated, *([last] if yearly else [])}, reverse=True):
            self.lines += ["", f"{'' if live else '# '}[{path}.year.{year}]"]
            for fact in yearly:
                given = values.get(f"{fact.id}@{year}")
                if year == last or given is not None:
                    self.fact(fact, given)

    def items(self, kind: str, path: str, given: object) -> None:
        subject = self.catalogue.subjects[kind]
        tables = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
        for table in tables:
            self.lines += ["", "", f"[[{path}]]  # {subject.title.to(self.lang)}"]
            self.lines.append(_pair("name", table.get("name", "…")))
            self.body(subject, path, table, live=True)
        if not tables:
            self.lines += ["", "", f"# [[{path}]]  # {subject.title.to(self.lang)}", '# name = "…"']
            self.body(subject, path, {}, live=False)

    def fact(self, fact: Fact, given: object) -> None:
        if given is not None:
            self.lines += ["", f"# {self.meaning(fact)}", _pair(fact.id, given)]
            return
        unit = fact.unit or ""
        sample = f'"?{unit}"' if fact.type.numeric else '"?"'
        self.lines += ["", f"# {self.meaning(fact)}", f"# {fact.id} = {sample}"]

    def meaning(self, fact: Fact) -> str:
        """Return what a fact is, in one line."""
        words = [fact.title.to(self.lang)]
        if fact.unit:
            words[0] += Text(f"（{fact.unit}）", f" ({fact.unit})").to(self.lang)
        if fact.definition:
            words.append(fact.definition.to(self.lang))
        if fact.choices:
            choices = [f'"{key}" {title.to(self.lang)}' for key, title in fact.choices.items()]
            words.append(Text("、", ", ").to(self.lang).join(choices))
        if fact.type in _SAMPLES:
            words.append(_SAMPLES[fact.type].to(self.lang))
        if fact.derived:
            words.append(_DERIVED.to(self.lang))
        return Text("；", "; ").to(self.lang).join(" ".join(word.split()) for word in words)


def _pair(key: str, value: Any) -> str:  # noqa: ANN401 - whatever TOML can hold
    import tomli_w

    if not isinstance(value, dict):
        return tomli_w.dumps({key: value}).rstrip()
    inside = ", ".join(_pair(word, part) for word, part in value.items())
    return f"{tomli_w.dumps({key: 0}).partition(' = ')[0]} = {{ {inside} }}"


def _quoted(word: str) -> str:
    return f'"{word}"'
