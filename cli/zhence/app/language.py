from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhence.model.text import Lang

VARIABLES = ("ZHENCE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def choose(arguments: Sequence[str], environment: Mapping[str, str], encoding: str | None) -> Lang:
    """Return the language asked for by option, else by the environment; Chinese, unless the terminal cannot show it."""
    stated = next(reversed(_options(arguments)), "").lower()
    if stated in ("zh", "en"):
        return "zh" if stated == "zh" else "en"
    for variable in VARIABLES:
        word = environment.get(variable, "")
        if word.lower().startswith("zh"):
            return "zh"
        if word.lower().startswith("en"):
            return "en"
    return "zh" if shows_chinese(encoding) else "en"


def command(arguments: Sequence[str]) -> str | None:
    """Return the first word that is not about the language: the command, where one is named."""
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            next(words, None)
        elif not word.startswith("--lang="):
            return word
    return None


def _options(arguments: Sequence[str]) -> list[str]:
    after = zip(arguments, (*arguments[1:], ""), strict=False)
    return [
        following if word == "--lang" else word.removeprefix("--lang=")
        for word, following in after
        if word == "--lang" or word.startswith("--lang=")
    ]


def shows_chinese(encoding: str | None) -> bool:
    """Tell whether an encoding has Chinese characters."""
    try:
        "镇策".encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
