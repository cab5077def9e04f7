"""What Typer says of its own accord, in the language of the user: headings of the help, and wrong usage."""

import os
import re
import sys
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from zhence.app import options
from zhence.model.fault import Fault
from zhence.model.text import Lang, Text

UsageError: Any = typer.BadParameter.__base__  # of Click, or of what Typer carries in its place
HEADINGS = (
    "Usage: ",
    "[OPTIONS]",
    "COMMAND [ARGS]...",
    "Arguments:",
    "Options:",
    "Commands:",
    "[required]",
    "[default: ",
)
METAVARS = {"integer": "N", "int": "N", "float": "N", "text": "WORD", "str": "WORD", "path": "FILE"}
AGAIN = Text("（可重复）", " (repeatable)")
STOPPED = 130  # by Ctrl-C, as shells count
CHINESE = {
    "Usage: ": "用法：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "Arguments:": "参数：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "[required]": "[必填]",
    "[default: ": "[默认：",
    "Show this message and exit.": "显示这段说明",
    "Install completion for the current shell.": "为当前 shell 安装命令补全",
    "Show completion for the current shell, to copy it or customize the installation.": "显示当前 shell 的补全脚本，供复制或修改",
}


class Command(TyperCommand):
    """A command whose help is in one language throughout, and which takes no option twice that has one value."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Return what is left of the arguments, or leave with a word about an option whose first value would be lost."""
        if not ctx.resilient_parsing:
            given = self.make_parser(ctx).parse_args(args=list(args))[2]
            twice = [param for param in dict.fromkeys(given) if given.count(param) > 1 and _is_single(param)]
            if twice:
                problem = Text("写了不止一次，只能取一个值", "is given more than once, and has one value")
                remedy = Text("留一个", "keep one of them")
                options.stop(
                    *(Fault(_name(param), "", problem, remedy, kind="usage") for param in twice), lang=_lang(ctx)
                )
        return super().parse_args(ctx, args)

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401
        """Return the help."""
        return _spoken(self, ctx, super().get_help)


class Commands(TyperGroup):
    """A group whose help is in one language throughout, and which names the nearest command to a misspelt one."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401
        """Return the help."""
        return _spoken(self, ctx, super().get_help)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """Return the command that the first word names, or leave with a word about the nearest."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from zhence.catalogue.faults import suggestion

            problem = Text("没有这个命令", "there is no such command")
            options.stop(Fault(args[0], "", problem, suggestion(args[0], self.commands) or _help(ctx)), lang=_lang(ctx))
        return super().resolve_command(ctx, args)


def _is_single(param: Any) -> bool:  # noqa: ANN401
    """Tell whether a parameter has one value: neither a list nor a flag."""
    return param.param_type_name == "option" and not (param.multiple or param.is_flag or param.count)


def _lang(ctx: Any) -> Lang:  # noqa: ANN401
    lang: Lang = ctx.find_root().obj
    return lang


def _spoken(command: Any, ctx: Any, get_help: Callable[[Any], str]) -> str:  # noqa: ANN401
    from zhence.app.help_page import fold, unfold

    unfold(ctx)
    for param in command.get_params(ctx):
        _plain(param, _lang(ctx))
    if _lang(ctx) == "en":
        return fold(get_help(ctx))
    for param in command.get_params(ctx):
        param.help = CHINESE.get(getattr(param, "help", None) or "", getattr(param, "help", None))
    said = get_help(ctx)
    for word in HEADINGS:
        said = said.replace(word, CHINESE[word])
    return fold(said)


def _plain(param: Any, lang: Lang) -> None:  # noqa: ANN401
    """Give a parameter a word for its value that is no word of Python, and say whether it may stand more than once."""
    kind = param.type.name.removesuffix(" range")
    if param.param_type_name == "option" and param.metavar is None and kind in METAVARS and not param.is_flag:
        param.metavar = METAVARS[kind]
    again = AGAIN.to(lang)
    if param.param_type_name == "option" and param.multiple and param.help and not param.help.endswith(again):
        param.help += again


def run(app: typer.Typer, lang: Lang) -> None:
    """Run the command line and leave; wrong usage is told like any other fault."""
    try:
        code = typer.main.get_command(app)(prog_name="zhence", standalone_mode=False, obj=lang)
    except UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.ctx.get_help(), err=True)
        else:
            options.tell((_fault(error),), lang)
        code = options.WRONG_USAGE
    except typer.Abort:
        code = STOPPED
    except OSError as error:
        code = _lost(error, lang)
    sys.exit(code or _flushed(lang))


def _flushed(lang: Lang) -> int:
    """Write what is still held back; return the code to leave with."""
    try:
        sys.stdout.flush()
    except OSError as error:
        return _lost(error, lang)
    return 0


def _lost(error: OSError, lang: Lang) -> int:
    """Say why standard output takes no more, unless its reader has simply left; return the code to leave with."""
    from zhence.app.output import is_lost, lost

    if not isinstance(error, BrokenPipeError) and not is_lost(error):
        raise error
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())  # what is still held back goes there when Python leaves
    if isinstance(error, BrokenPipeError):
        return options.FOUND_FAULTS  # as Rich and Click leave
    options.tell((lost(error),), lang)
    return options.WRONG_USAGE


def _fault(error: Any) -> Fault:  # noqa: ANN401
    where, problem = _problem(error)
    return Fault(where, "", problem, _help(error.ctx), kind="usage")


def _help(ctx: Any) -> Text:  # noqa: ANN401
    path = ctx.command_path if ctx is not None else "zhence"
    return Text(f"用法见 {path} --help", f"see {path} --help")


def _problem(error: Any) -> tuple[str, Text]:  # noqa: ANN401
    """Return where the usage is wrong, and what is wrong with it."""
    param: Any = getattr(error, "param", None)
    where = _name(param) if param is not None else getattr(error, "option_name", None) or error.ctx.command_path
    match type(error).__name__:
        case "NoSuchOption":
            from difflib import get_close_matches

            near = next(iter(get_close_matches(where, sorted(error.possibilities or ()), n=1)), "")
            ask = Text(f"（是否 {near}？）", f" (did you mean {near}?)") if near else Text("", "")
            return where, Text("没有这个选项", "there is no such option") + ask
        case "MissingParameter":
            return where, Text("缺少这一项", "is missing")
        case "BadOptionUsage":
            return where, Text("后面缺少值，或不该带值", "lacks its value, or takes none")
        case "BadParameter" if choices := getattr(param.type, "choices", None):
            words = [str(getattr(choice, "value", choice)) for choice in choices]
            said = _said(error)
            return where, Text(f"{said}不在可用的值之内：{'、'.join(words)}", f"{said}is none of: {', '.join(words)}")
        case "BadParameter" if "not a valid" in error.message:
            return where, Text(f"{_said(error)}不是数", f"{_said(error)}is no number")
        case "BadParameter" if getattr(param.type, "min", None) is not None:
            low, high = param.type.min, param.type.max
            if high is None:
                return where, Text(f"不能小于 {low}", f"must be at least {low}")
            return where, Text(f"须在 {low} 与 {high} 之间", f"must be between {low} and {high}")
        case "BadParameter":
            return where, Text(f"值不合要求：{error.message}", error.message)
    words = error.format_message().rstrip(".")
    if words.startswith("Got unexpected extra argument"):
        extra = words.rpartition(" (")[2].rstrip(")")
        return where, Text(f"多出了：{extra}", f"too many words: {extra}")
    if words.startswith("Missing command"):
        return where, Text("没有写命令", "no command is given")
    return where, Text(f"参数有误：{words}", words)


def _said(error: Any) -> str:  # noqa: ANN401
    """Return the word that was given, as Typer quotes it."""
    found = re.match(r"'[^']*'", error.message)
    return f"{found[0]} " if found else ""


def _name(param: Any) -> str:  # noqa: ANN401
    """Return an option's long name, or an argument's."""
    names = [str(name) for name in param.opts if name.startswith("--")]
    return names[0] if names else str(param.human_readable_name)
