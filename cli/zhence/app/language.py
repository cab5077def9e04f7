from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhence.model.text import Lang

VARIABLES = ("ZHENCE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def choose(arguments: Sequence[str], environment: Mapping[str, str], encoding: str | None) -> Lang:
    """Return the language asked for by option, else by the environment; Chinese, unless the terminal cannot show it."""
    stated = _option(arguments)
    if stated in ("zh", "en"):
        return "zh" if stated == "zh" else "en"
    for variable in VARIABLES:
        word = environment.get(variable, "")
        if word.lower().startswith("zh"):
            return "zh"
        if word.lower().startswith("en"):
            return "en"
    return "zh" if shows_chinese(encoding) else "en"


def _option(arguments: Sequence[str]) -> str | None:
    for at, word in enumerate(arguments):
        if word == "--lang" and at + 1 < len(arguments):
            return arguments[at + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None


def shows_chinese(encoding: str | None) -> bool:
    """Tell whether an encoding has Chinese characters."""
    try:
        "镇策".encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
