"""The mistakes of a workbook that was filled in, each with its sheet and cell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from zhence.model.fault import Fault
from zhence.written.faults import Findings, Mistake
from zhence.written.lines import KeyPath


@dataclass(slots=True)
class CellFindings(Findings):
    """Collect the mistakes of one workbook; each is told with its sheet and cell."""

    cells: dict[KeyPath, str] = field(default_factory=dict)  # where the value of a key stands
    places: dict[int, str] = field(default_factory=dict)  # by the number of the mistake, where it stands elsewhere

    def add(self, path: KeyPath, mistake: Mistake, line: int | None = None) -> None:
        """Note a mistake; nobody writes TOML in a cell."""
        Findings.add(self, path, mistake.without_toml(), line)

    def add_at(self, place: str, path: KeyPath, mistake: Mistake) -> None:
        """Note a mistake that stands at a cell of its own."""
        self.places[len(self.found)] = place
        self.add(path, mistake)

    def faults(self) -> tuple[Fault, ...]:
        """Return what was found; a mistake below a cell's key is told at that cell."""
        told = Findings.faults(self)
        where = [self.places.get(at) or self._cell(path) for at, (path, _, _) in enumerate(self.found)]
        return tuple(
            replace(fault, key=" ".join(part for part in (place, fault.key) if part))
            for fault, place in zip(told, where, strict=True)
        )

    def _cell(self, path: KeyPath) -> str:
        return next((self.cells[path[:size]] for size in range(len(path), 0, -1) if path[:size] in self.cells), "")
