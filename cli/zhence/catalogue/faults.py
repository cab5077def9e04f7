from __future__ import annotations

from collections.abc import Iterable

from zhence.model.fault import Fault, Severity
from zhence.model.text import Text
from zhence.written.faults import closest

MOST_FAULTS = 1_000  # of one catalogue
MOST_SUGGESTIONS = 100  # looking for the nearest name takes a while where names are many


class Faults:
    """Collect what is wrong with a catalogue, file by file."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, file: str, key: str, kind: str, problem: Text, remedy: Text, severity: Severity = "error") -> None:
        """Note one fault; of too many, that there are more."""
        if len(self.found) >= MOST_FAULTS:
            self._too_many()
            return
        self.found.append(Fault(file, key, problem, remedy, severity=severity, kind=kind))

    def unknown(self, file: str, key: str, what: Text, word: str, known: Iterable[str]) -> None:
        """Note a name that nothing bears, with the nearest one that something does."""
        near = self.suggestion(word, known)
        self.add(
            file,
            key,
            "dangling-name",
            Text(f"没有名为 '{word}' 的{what.zh}", f"no {what.en} is named '{word}'"),
            near or Text(f"先定义这个{what.zh}，或改正名称", f"define this {what.en}, or correct the name"),
        )

    def suggestion(self, word: str, known: Iterable[str]) -> Text | None:
        """Return "did you mean" for the nearest known word, if one is near and not too much was wrong before."""
        return suggestion(word, known) if len(self.found) < MOST_SUGGESTIONS else None

    @property
    def is_full(self) -> bool:
        """Tell whether so much was found that reading on helps nobody."""
        return len(self.found) > MOST_FAULTS

    def _too_many(self) -> None:
        if self.is_full:
            return
        problem = Text(f"已有 {MOST_FAULTS} 处问题，其余不再列出", f"{MOST_FAULTS} faults so far; the rest is not told")
        self.found.append(
            Fault("catalogue.toml", "", problem, Text("先改好这些", "mend these first"), kind="too-many-faults")
        )


def suggestion(word: str, known: Iterable[str]) -> Text | None:
    """Return "did you mean" for the nearest known word, if one is near."""
    near = closest(word, dict.fromkeys(known, ()))
    return Text(f"是否 '{near}'？", f"did you mean '{near}'?") if near else None
