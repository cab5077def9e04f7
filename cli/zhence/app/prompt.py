"""Ways to ask: menus where questionary and a terminal are there, a plain line at a terminal, lines of a pipe."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Prompt:
    """Hold what can be chosen, as word and title; nothing where the answer is free. `words` are the commands."""

    choices: tuple[tuple[str, str], ...] = ()
    is_many: bool = False
    commands: tuple[tuple[str, str], ...] = ()


Ask = Callable[[Prompt], str]  # raises EOFError where nobody is left to answer


def prompter() -> Ask:
    """Return the best way to ask here."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return piped
    return menu if find_spec("questionary") is not None else typed


def typed(prompt: Prompt) -> str:
    """Return a line typed at a terminal."""
    del prompt
    return input("> ")


def piped(prompt: Prompt) -> str:
    """Return the next line of standard input, shown so that the page reads as a conversation."""
    del prompt
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    answer = line.rstrip("\r\n").encode("utf-8", "replace").decode("utf-8")
    sys.stdout.write(f"> {answer}\n")
    return answer


def menu(prompt: Prompt) -> str:
    """Return an answer chosen from a list with the arrow keys, or typed where it is free."""
    import questionary

    if not prompt.choices:
        return str(questionary.text("", qmark=">").unsafe_ask())
    commands = [questionary.Choice(title, word) for word, title in prompt.commands]
    choices = [questionary.Choice(title, word) for word, title in prompt.choices]
    if not prompt.is_many:
        asked = questionary.select("", [*choices, questionary.Separator(), *commands], qmark=">", instruction=" ")
        return str(asked.unsafe_ask())
    chosen = questionary.checkbox("", [*choices, questionary.Separator(), *commands], qmark=">", instruction=" ")
    words = [str(word) for word in chosen.unsafe_ask()]
    return next((word for word, _ in prompt.commands if word in words), ",".join(words) or "[]")
