from __future__ import annotations

from collections.abc import Iterable

from zhence.model.fault import Fault, Severity
from zhence.model.text import Text
from zhence.written.faults import closest


class Faults:
    """Collect what is wrong with a catalogue, file by file."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, file: str, key: str, kind: str, problem: Text, remedy: Text, severity: Severity = "error") -> None:
        """Note one fault."""
        self.found.append(Fault(file, key, problem, remedy, severity=severity, kind=kind))

    def unknown(self, file: str, key: str, what: Text, word: str, known: Iterable[str]) -> None:
        """Note a name that nothing bears, with the nearest one that something does."""
        near = suggestion(word, known)
        self.add(
            file,
            key,
            "dangling-name",
            Text(f"没有名为 '{word}' 的{what.zh}", f"no {what.en} is named '{word}'"),
            near or Text(f"先定义这个{what.zh},或改正名称", f"define this {what.en}, or correct the name"),
        )


def suggestion(word: str, known: Iterable[str]) -> Text | None:
    """Return "did you mean" for the nearest known word, if one is near."""
    near = closest(word, dict.fromkeys(known, ()))
    return Text(f"是否 '{near}'?", f"did you mean '{near}'?") if near else None
