"""The files that `batch` is given: folders and patterns written out, without links, locks and what the program wrote."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NoReturn

from zhence.app import options
from zhence.app.own_output import is_own, refuse_own
from zhence.app.table_options import is_profile
from zhence.model.catalogue import Catalogue
from zhence.model.fault import Fault
from zhence.model.text import Lang, Text
from zhence.profiles.members import MOST_FILES
from zhence.tables.endings import is_table
from zhence.written.faults import clip
from zhence.written.system import reason

MOST_SEEN = 100_000  # names in a folder and those below it
NAMED = 3  # files left out that a note names
PROFILE = ".toml"
MARKS = "*?["  # of a pattern
LOCKS = ("~$", ".")  # how the names begin of what Excel holds open, and of what is hidden


def batch_files(inputs: Iterable[Path], book: Catalogue, lang: Lang) -> list[Path]:
    """Return the files that the inputs name, in a stable order, or leave with a word on what cannot be read.

    Folders and patterns stand for what is in them. Of that, links and what the program itself wrote are left out and
    told, hidden files and locks are left out.
    """
    found = _Found(book, lang)
    for path in inputs:
        found.take(path)
    files = list(dict.fromkeys(found.files))
    found.tell()
    if len(files) > MOST_FILES:
        problem = Text(f"超过 {MOST_FILES} 个文件", f"over {MOST_FILES} files are named")
        _stop("INPUT…", problem, Text("分几次运行，或改用一张表", "run it in parts, or put them into a table"), lang)
    if not files:
        problem = Text("没有找到档案或表格", "no profile and no table is there")
        remedy = Text("写出 .toml、.csv、.xlsx 或 .parquet", "name .toml, .csv, .xlsx or .parquet files")
        _stop("INPUT…", problem, remedy, lang)
    return files


@dataclass
class _Found:
    """Collect files, and those that are left out."""

    book: Catalogue
    lang: Lang
    files: list[Path] = field(default_factory=list)
    links: list[Path] = field(default_factory=list)
    own: list[Path] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)

    def take(self, path: Path) -> None:
        """Add what an argument names."""
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError):
            pass  # a pattern, or a file that is missed where it is read
        except (OSError, ValueError) as error:
            why = reason(error)
            problem = Text(f"打不开（{why.zh}）", f"it cannot be opened ({why.en})")
            _stop(clip(str(path)), problem, Text("检查路径和读取权限", "check the path and the permissions"), self.lang)
        if path.is_dir():
            found = sorted(islice(self._within(path), MOST_FILES + 1))
            if any(each.suffix == PROFILE for each in found):  # the same subjects, as an earlier run answered them
                self.reports += [each for each in found if each.suffix != PROFILE and is_profile(each)]
            self._add((each for each in found if each not in self.reports), Path.is_symlink)
        elif os.path.lexists(path) or not any(mark in str(path) for mark in MARKS):
            self._named(path)
        else:
            self._add(self._matched(str(path)), partial(_is_linked, pattern=path))

    def _named(self, path: Path) -> None:
        """Add a file that is named itself: that one may be a link, but no answers."""
        if is_table(path) and not is_profile(path):
            refuse_own(path, self.book, self.lang)
        self.files.append(path)

    def _add(self, paths: Iterable[Path], is_linked: Callable[[Path], bool]) -> None:
        for path in paths:
            if is_linked(path):
                self.links.append(path)
            elif is_table(path) and not is_profile(path) and is_own(path, self.book):
                self.own.append(path)
            else:
                self.files.append(path)

    def _within(self, folder: Path) -> Iterator[Path]:
        """Yield the profiles and tables of a folder and those below it, no folder that is a link among them."""
        seen = 0
        for parent, folders, names in os.walk(folder):
            seen += len(folders) + len(names)
            if seen > MOST_SEEN:
                problem = Text(f"文件和文件夹超过 {MOST_SEEN} 个", f"over {MOST_SEEN} files and folders are in it")
                remedy = Text("写明其中的文件夹", "name the folder in it that is meant")
                _stop(str(folder), problem, remedy, self.lang)
            here = Path(parent)
            self.links += [here / name for name in folders if (here / name).is_symlink()]
            folders[:] = sorted(name for name in folders if not name.startswith(LOCKS))
            for path in (here / name for name in names if not name.startswith(LOCKS)):
                if (path.suffix == PROFILE or is_table(path)) and path.is_file():
                    yield path

    def _matched(self, pattern: str) -> list[Path]:
        from zhence.profiles.files import match_files

        matched = match_files(Path(), pattern)
        if isinstance(matched, list):
            return [each for each in matched if not each.name.startswith(LOCKS)]
        remedy = matched.remedy
        if matched.kind == "no-match":
            remedy = Text("核对名称；路径从当前文件夹算起", "check the name; paths start from the current folder")
        return options.stop(Fault(pattern, "", matched.problem, remedy, kind=matched.kind), lang=self.lang)

    def tell(self) -> None:
        """Tell what was left out."""
        left = {
            "is-a-link": (
                self.links,
                Text("是链接，不跟随", "a link, not followed"),
                Text("要用就单独写出它", "name it to have it read"),
            ),
            "own-output": (
                self.own,
                Text("是 zhence 写出的结果，不当作申报对象", "answers that zhence wrote, no subjects"),
                Text("放到别的文件夹就不再提示", "keep them in another folder to hear no more of it"),
            ),
            "own-report": (
                self.reports,
                Text("是 zhence 写出的报告，旁边就有档案", "a report that zhence wrote, the profiles are beside it"),
                Text("填过的报告要单独写出才读取", "one that was filled in is read where it is named itself"),
            ),
        }
        for kind, (paths, problem, remedy) in left.items():
            if paths:
                more = (
                    Text(f"等{len(paths)}个", f" and {len(paths) - NAMED} more") if len(paths) > NAMED else Text("", "")
                )
                where = ", ".join(map(str, sorted(paths)[:NAMED])) + more.to(self.lang)
                options.tell((Fault(where, "", problem, remedy, severity="warning", kind=kind),), self.lang)


def _is_linked(path: Path, pattern: Path) -> bool:
    """Tell whether a pattern came to a file by a link: what is written out in front of the first mark may be one."""
    named = next(at for at, part in enumerate(pattern.parts) if any(mark in part for mark in MARKS))
    places = [path, *path.parents]
    return any(each.is_symlink() for each in places[: len(path.parts) - named])


def _stop(where: str, problem: Text, remedy: Text, lang: Lang) -> NoReturn:
    options.stop(Fault(where, "", problem, remedy, kind="usage"), lang=lang)
