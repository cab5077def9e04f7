"""Change the engine in every place, one change at a time, and see whether a test notices: `python tests/mutation/run.py`.

Needs `pip install mutmut` beside the `dev` extra, and about forty minutes on two cores; `--keep FOLDER` keeps what was
found, so that the next run asks only what changed and what survived. Survivors are held against survivors.toml, which
says of each change that changes nothing why it does not. Exit code 1: too few noticed, or a survivor nobody explained.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EXPLAINED = HERE / "survivors.toml"
AT_LEAST = 90  # per cent
MOST_MEMORY = 2 << 30  # bytes of one process: some changes count without end
FOLDERS = {"cli/zhence": "src/zhence", "policies": "policies", "sample_inputs": "sample_inputs", "tests": "tests"}
FAST = ["reading", "trees", "causes", "papers", "ladder", "checklist", "calendar", "projects"]
ALL = [*FAST, "engine", "compare", "random_catalogues", "catalogue"]  # for what the fast ones do not notice
SETTINGS = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/zhence/engine/*.py"]
also_copy = ["policies", "sample_inputs"]
pytest_add_cli_args = ["-p", "mutation.focus", "-p", "no:cacheprovider", "-p", "no:xdist"]
pytest_add_cli_args_test_selection = SUITE
timeout_multiplier = 1.5
timeout_constant = 3.0
track_dependencies = false
on_dependency_change = "ignore"
use_setproctitle = false

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["tests"]
markers = ["slow: "]
"""
NOTICED = {1, 3}  # exit codes of pytest: a test failed, or pytest itself could not go on
SHOW = """
import json, sys
from mutmut.mutation.diff_apply import find_mutant, get_diff_for_mutant
print(json.dumps({name: get_diff_for_mutant(name, path=find_mutant(name).path) for name in sys.argv[1:]}))
"""
Change = tuple[str, str, str]  # the function, the lines as they are, the lines as changed


def main() -> None:
    """Run the mutants and print how many were noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=Path, help="folder to keep the work in")
    parser.add_argument("--processes", default="2")
    asked = parser.parse_args()
    work = (asked.keep or Path(tempfile.mkdtemp())).resolve()
    for suite in (FAST, ALL):
        stage(work, [f"tests/test_{name}.py" for name in suite])
        forget_survivors(work)
        called(work, "mutmut", "run", "--max-children", asked.processes)
    found = verdicts(work)
    survivors = changes(work, [name for name, code in found.items() if code == 0])
    sys.exit(tell(found, survivors))


def stage(work: Path, suite: list[str]) -> None:
    """Lay out the checkout as mutmut wants it; a file that is the same keeps its date, so that its verdicts stand."""
    for source, target in FOLDERS.items():
        for path in (ROOT / source).rglob("*"):
            copy = work / target / path.relative_to(ROOT / source)
            if not path.is_file() or "__pycache__" in path.parts:
                continue
            if not copy.is_file() or copy.read_bytes() != path.read_bytes():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
    (work / "pyproject.toml").write_text(SETTINGS.replace("SUITE", repr(suite)), "utf-8")


def forget_survivors(work: Path) -> None:
    """Ask again what was not noticed, with the tests there are now."""
    (work / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    for path in metas(work):
        meta = json.loads(path.read_text("utf-8"))
        codes = meta["exit_code_by_key"]
        meta["exit_code_by_key"] = {name: code if code in NOTICED else None for name, code in codes.items()}
        path.write_text(json.dumps(meta), "utf-8")


def called(work: Path, *command: str) -> str:
    """Run a tool of this environment and return what it prints."""
    program = str(Path(sys.executable).with_name(command[0]))
    told = subprocess.run(
        [program, *command[1:]], cwd=work, capture_output=True, text=True, check=False, preexec_fn=limit
    )
    if told.returncode:
        sys.exit(told.stdout[-4000:] + told.stderr[-4000:])
    return told.stdout


def limit() -> None:
    """Let no process of the run take the machine's memory."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def metas(work: Path) -> list[Path]:
    return sorted((work / "mutants" / "src" / "zhence" / "engine").glob("*.meta"))


def verdicts(work: Path) -> dict[str, int | None]:
    """Return the exit code of the tests on each mutant."""
    return {
        name: code
        for path in metas(work)
        for name, code in json.loads(path.read_text("utf-8"))["exit_code_by_key"].items()
    }


def changes(work: Path, names: list[str]) -> dict[str, Change]:
    """Return what each mutant changed."""
    if not names:
        return {}
    found: dict[str, Change] = {}
    for name, diff in json.loads(called(work, "python", "-c", SHOW, *names).splitlines()[-1]).items():
        lines = diff.splitlines()[2:]
        was, now = ("\n".join(line[1:].strip() for line in lines if line.startswith(mark)) for mark in "-+")
        module, _, mangled = name.removeprefix("zhence.engine.").partition(".")
        function = mangled.partition("__mutmut_")[0].removeprefix("x").strip("ǁ_").replace("ǁ", ".")
        found[name] = (f"{module}.{function}", was, now)
    return found


def tell(found: dict[str, int | None], survivors: dict[str, Change]) -> int:
    """Print the score and what nobody explained; return the exit code."""
    explained = {
        (e["in"], e["was"].strip(), e["now"].strip()) for e in tomllib.loads(EXPLAINED.read_text("utf-8"))["same"]
    }
    open_ones = {name: change for name, change in survivors.items() if change not in explained}
    for name, (function, was, now) in open_ones.items():
        print(f"{function}  ({name})\n- {was}\n+ {now}\n".replace("\n", "\n  "))
    counts = Counter("noticed" if code != 0 and code != 33 else "survived" for code in found.values())
    share = 100 * counts["noticed"] / len(found)
    print(f"{len(found)} changes, {counts['noticed']} noticed ({share:.1f} %), {counts['survived']} survived,")
    print(
        f"of which {len(survivors) - len(open_ones)} change nothing, as survivors.toml says, and {len(open_ones)} are unexplained"
    )
    return int(share < AT_LEAST or bool(open_ones))


if __name__ == "__main__":
    main()
