"""Change the engine in every place, one change at a time, and see whether a test notices: `python tests/mutation/run.py`.

Needs `pip install mutmut` beside the `dev` extra, and takes about ten minutes on two cores. `--keep FOLDER` keeps what was
found, so that the next run asks only what changed and what survived. Survivors are held against survivors.toml, which
says of each change that changes nothing why it does not; score.toml is written anew. Exit code 1: too few noticed, or a
survivor nobody explained.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path

import tomli_w

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EXPLAINED = HERE / "survivors.toml"
SCORE = HERE / "score.toml"
AT_LEAST = 90  # per cent
MOST_MEMORY = 2 << 30  # bytes of one process: some changes count without end
FOLDERS = {"cli/zhence": "src/zhence", "policies": "policies", "sample_inputs": "sample_inputs", "tests": "tests"}
SUITE = (
    "reading",
    "trees",
    "causes",
    "ages",
    "shares",
    "papers",
    "ladder",
    "projects",
    "calendar",
    "tally",
    "within",
    "held",
)  # call the engine alone
SETTINGS = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/zhence/engine/*.py"]
also_copy = ["policies", "sample_inputs", "README.md"]
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
SURVIVED = {0, 33}  # exit codes: every test passed, no test reaches it
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
    begun = time.monotonic()
    work = (asked.keep or Path(tempfile.mkdtemp())).resolve()
    stage(work)
    forget_survivors(work)
    called(work, "mutmut", "run", "--max-children", asked.processes)
    found = verdicts(work)
    survivors = changes(work, [name for name, code in found.items() if code in SURVIVED])
    if asked.keep is None:
        shutil.rmtree(work)
    code = tell(found, survivors)
    print(f"{(time.monotonic() - begun) / 60:.0f} minutes with {asked.processes} processes")
    sys.exit(code)


def stage(work: Path) -> None:
    """Lay out the checkout as mutmut wants it; a file that is the same keeps its date, so that its verdicts stand."""
    for source, target in FOLDERS.items():
        for path in (ROOT / source).rglob("*"):
            copy = work / target / path.relative_to(ROOT / source)
            if not path.is_file() or "__pycache__" in path.parts:
                continue
            if not copy.is_file() or copy.read_bytes() != path.read_bytes():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
    shutil.copyfile(ROOT / "README.md", work / "README.md")
    suite = [f"tests/test_{name}.py" for name in SUITE]
    (work / "pyproject.toml").write_text(SETTINGS.replace("SUITE", json.dumps(suite)), "utf-8")


def forget_survivors(work: Path) -> None:
    """Ask again what was not noticed, with the tests there are now."""
    (work / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    for path in metas(work):
        meta = json.loads(path.read_text("utf-8"))
        codes = meta["exit_code_by_key"]
        meta["exit_code_by_key"] = {name: None if code in SURVIVED else code for name, code in codes.items()}
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


def verdicts(work: Path) -> dict[str, int]:
    """Return the exit code of the tests on each mutant."""
    found = {
        name: code
        for path in metas(work)
        for name, code in json.loads(path.read_text("utf-8"))["exit_code_by_key"].items()
    }
    unasked = [name for name, code in found.items() if code is None]
    if unasked:
        sys.exit(f"mutmut left {len(unasked)} changes untried, the first {unasked[0]}: run again with --keep")
    return found


def changes(work: Path, names: list[str]) -> dict[str, Change]:
    """Return what each mutant changed."""
    if not names:
        return {}
    found: dict[str, Change] = {}
    for name, diff in json.loads(called(work, "python", "-c", SHOW, *names).splitlines()[-1]).items():
        lines = diff.splitlines()[2:]
        was, now = ("\n".join(line[1:].strip() for line in lines if line.startswith(mark)) for mark in "-+")
        function = name.removeprefix("zhence.engine.").partition("__mutmut_")[0].replace("x_", "", 1)
        found[name] = (function.replace("xǁ", "").replace("ǁ", "."), was, now)
    return found


def tell(found: dict[str, int], survivors: dict[str, Change]) -> int:
    """Print the score and what nobody explained, write the score down; return the exit code."""
    same = tomllib.loads(EXPLAINED.read_text("utf-8")).get("same", [])
    explained = {(each["in"], each["was"].strip(), now.strip()) for each in same for now in each["now"]}
    open_ones = {name: change for name, change in survivors.items() if change not in explained}
    for name, (function, was, now) in open_ones.items():
        print(f"{function}  ({name})\n- {was}\n+ {now}\n".replace("\n", "\n  "))
    for function, was, now in sorted(explained - set(survivors.values())):
        print(
            f"{function}: survivors.toml explains a change that is noticed, or is no longer made\n  - {was}\n  + {now}"
        )
    made = Counter(module_of(name) for name in found)
    missed = Counter(module_of(name) for name in survivors)
    for module, count in made.items():
        print(f"{module:12} {count - missed[module]:5} of {count:5} noticed ({share(count, missed[module]):5.1f} %)")
    total, left = sum(made.values()), sum(missed.values())
    print(f"{total} changes, {total - left} noticed ({share(total, left):.1f} %), {left} survived,")
    print(
        f"of which {left - len(open_ones)} change nothing, as survivors.toml says, and {len(open_ones)} are unexplained"
    )
    modules = {module: {"changes": count, "noticed": count - missed[module]} for module, count in made.items()}
    whole = {"changes": total, "noticed": total - left, "explained": left - len(open_ones)}
    SCORE.write_text(tomli_w.dumps({"engine": whole, "module": modules}), "utf-8")
    return int(share(total, left) < AT_LEAST or bool(open_ones))


def module_of(name: str) -> str:
    return name.removeprefix("zhence.engine.").partition(".")[0]


def share(made: int, missed: int) -> float:
    return 100 * (made - missed) / made


if __name__ == "__main__":
    main()
