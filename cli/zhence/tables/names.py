"""What foreign heads of a table mean, from a file that a person wrote."""

from __future__ import annotations

from pathlib import Path

from zhence.model.fault import Fault, FaultyError
from zhence.model.text import Text
from zhence.profiles.files import read_text
from zhence.written.faults import Findings
from zhence.written.syntax import parse


def read_names(file: Path) -> dict[str, str]:
    """Return the figure that each head stands for, "" for one that is not used.

    Raises:
        FaultyError: where the file cannot be read, or says something else.

    """
    findings = Findings(str(file))
    text = read_text(file, findings)
    found = parse(text, findings) if text is not None else None
    if found is None:
        raise FaultyError(findings.faults())
    problem = Text("这里要写一个数据名", "the name of a fact belongs here")
    remedy = Text('写成 "营收" = "revenue@2025" 这样', 'write it like "sales" = "revenue@2025"')
    faults = [
        Fault(str(file), head, problem, remedy, kind="map") for head, word in found.items() if not isinstance(word, str)
    ]
    if faults:
        raise FaultyError(tuple(faults))
    return {head: str(word) for head, word in found.items()}
