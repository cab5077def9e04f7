"""What foreign heads of a table mean, from a file that a person wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zhence.model.fault import FaultyError
from zhence.model.text import Text
from zhence.profiles.files import read_text
from zhence.tables.headings import Reader
from zhence.written.faults import Findings, Mistake
from zhence.written.syntax import parse


def read_names(file: Path, readers: Sequence[Reader]) -> dict[str, str]:
    """Return the figure that each head stands for, "" for one that is not used.

    Raises:
        FaultyError: where the file cannot be read, or says something that no reader of heads makes sense of.

    """
    findings = Findings(str(file))
    text = read_text(file, findings)
    found = parse(text, findings) if text is not None else None
    if text is None or found is None:
        raise FaultyError(findings.faults())
    findings.text = text
    problem = Text("这里要写一个数据名", "the name of a fact belongs here")
    remedy = Text('写成 "营收" = "revenue@2025" 这样', 'write it like "sales" = "revenue@2025"')
    for head, word in found.items():
        if not isinstance(word, str):
            findings.add((head,), Mistake("map", problem, remedy))
        elif None not in (told := [reader.read(word, has_years=True).mistake for reader in readers]):
            findings.add((head,), next(mistake for mistake in told if mistake is not None))
    findings.raise_errors()
    return {head: str(word) for head, word in found.items()}
