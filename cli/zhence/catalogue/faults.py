from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from zhence.model.fault import Fault, Severity
from zhence.model.text import Text


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
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return Text(f"是否 '{near[0]}'?", f"did you mean '{near[0]}'?") if near else None
