from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from zhence.model.fault import Fault
from zhence.model.text import Lang, Text
from zhence.report.console import styled


def render_faults(faults: Sequence[Fault], lang: Lang, console: Console) -> None:
    """Print faults, one a line: where, what, what to do; then how many."""
    for fault in faults:
        place = fault.file + (f":{fault.line}" if fault.line is not None else "")
        parts = [place, fault.key, fault.problem.to(lang)]
        mark = Text("提示", "note").to(lang) if fault.severity == "warning" else Text("错误", "error").to(lang)
        told = ": ".join(part for part in parts if part) + f"; {fault.remedy.to(lang)}"
        console.print(styled(f"{mark} {told}", console, "yellow" if fault.severity == "warning" else "red"))
    errors = sum(fault.severity == "error" for fault in faults)
    notes = len(faults) - errors
    if errors:
        console.print(
            styled(Text(f"共 {errors} 处错误,{notes} 处提示", f"{errors} errors, {notes} notes").to(lang), console)
        )
