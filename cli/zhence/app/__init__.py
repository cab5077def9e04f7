"""The commands: read, call, print, leave. The only place with a clock, a locale, exit codes."""

import gc
import os
import sys

from zhence.app.language import choose, command


def main() -> None:
    """Run the command line in the language of the user."""
    gc.set_threshold(
        100_000
    )  # a command makes many objects that stay and few that go; looking for cycles costs a tenth
    from zhence.app.commands import build
    from zhence.app.usage import run
    from zhence.report.clean import forgive

    for stream in (sys.stdout, sys.stderr):
        forgive(stream)
    lang = choose(sys.argv[1:], os.environ, getattr(sys.stdout, "encoding", None))
    is_completing = "_ZHENCE_COMPLETE" in os.environ
    asked = None if is_completing else command(sys.argv[1:])
    if asked is None and len(sys.argv) > 1 and not is_completing:
        sys.argv.append("--help")  # nothing but the language was named
    run(build(lang, asked), lang)
