"""The engine: pure, reads no file, knows no clock."""

from zhence.engine.decide import check, decide
from zhence.engine.figures import Case

__all__ = ["Case", "check", "decide"]
