"""Profiles from files: a root subject, its items, and the files of its members."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from zhence.model.catalogue import Catalogue
from zhence.model.fault import Fault, FaultyError
from zhence.model.profile import Record
from zhence.model.text import Text
from zhence.profiles.files import read_text
from zhence.profiles.known import fill_in
from zhence.profiles.members import MOST_BYTES, MOST_FILES, Folders, too_many_bytes, too_many_files
from zhence.profiles.names import NAME, ids_by_title, needs, owners, roots, titled, unknown_kind
from zhence.profiles.records import Table, TableReader, repeated, twice_named
from zhence.written.faults import Findings, Mistake, closest, shown
from zhence.written.lines import KeyPath
from zhence.written.syntax import parse

TABLES = (".csv", ".tsv", ".parquet", ".arrow", ".feather", ".ipc")  # what only a table is kept as


def read_profile(path: Path, catalogue: Catalogue, as_of: date) -> tuple[Record, tuple[Fault, ...]]:
    """Return the record of a profile file with the files it names, and what is doubtful in them.

    Raises:
        FaultyError: with every fault of every file, if any of it is an error.

    """
    reader = _ProfileReader(catalogue, as_of)
    record = reader.read(path, None, ())
    faults = tuple(fault for findings in reader.files for fault in findings.faults())
    if record is None or any(fault.severity == "error" for fault in faults):
        raise FaultyError(faults)
    return record, faults


@dataclass(slots=True)
class _ProfileReader:
    catalogue: Catalogue
    as_of: date
    files: list[Findings] = field(default_factory=list)
    size: int = 0  # bytes of the files of members
    folders: Folders = field(default_factory=Folders)

    def read(self, path: Path, kind: str | None, trail: tuple[Path, ...]) -> Record | None:
        """Return the record of a file; `kind` is what it has to be, `trail` the files that led to it."""
        file = os.path.normpath(path) if "\0" not in str(path) else shown(str(path))
        if path.suffix.casefold() == ".xlsx":
            return self._workbook(path, kind, file)
        findings = Findings(file)
        self.files.append(findings)
        if path.suffix.casefold() in TABLES and path.is_file():
            problem = Text("这是一张表，不是档案", "this is a table, not a profile")
            remedy = Text("用 zhence batch 判断一张表", "answer a table with zhence batch")
            findings.add((), Mistake("is-a-table", problem, remedy))
            return None
        text = read_text(path, findings)
        if text is None:
            return None
        findings.text = text
        data = parse(text, findings, ids_by_title(self.catalogue))
        if data is None:
            return None
        found = self._root(data, kind, findings)
        if found is None:
            return None
        tables = TableReader(self.catalogue, self.as_of, findings)
        record = tables.record(found[1], found[0], (found[0],), path.stem)
        if NAME in found[1]:
            record = fill_in(record, self.catalogue, self.as_of, findings)
        members = self.catalogue.subjects[found[0]].members
        if not members or not tables.patterns:
            return record
        items = self._members(path, members, tables.patterns, findings, (*trail, path.resolve()))
        return replace(record, items={**record.items, members: items})

    def _workbook(self, path: Path, kind: str | None, file: str) -> Record | None:
        from zhence.profiles.workbook import read_workbook
        from zhence.profiles.workbook_findings import CellFindings

        findings = CellFindings(file)
        self.files.append(findings)
        record = read_workbook(path, self.catalogue, self.as_of, findings)
        if record is not None and kind and record.subject != kind:
            findings.add((record.subject,), self._wrong_kind(record.subject, kind))
            return None
        return record

    def _root(self, data: Table, kind: str | None, findings: Findings) -> tuple[str, Table] | None:
        """Return the one subject that a file is about."""
        allowed = roots(self.catalogue)
        found = [key for key in data if key in allowed]
        for key in findings.until_full(data):
            if key not in allowed:
                findings.add((key,), self._stray(key, found))
        if not found:
            return None
        for key in found[1:]:
            findings.add((key,), _two_subjects(found[0], key))
        first, table = found[0], data[found[0]]
        if not isinstance(table, dict):
            findings.add((first,), needs("subject-needs-table", table, f"[{first}]"))
            return None
        if kind and first != kind:
            findings.add((first,), self._wrong_kind(first, kind))
            return None
        return first, table

    def _stray(self, key: str, found: list[str]) -> Mistake:
        root = found[0] if found else roots(self.catalogue)[0]
        if key in self.catalogue.subjects:
            owner = next(
                iter([each for each in owners(self.catalogue, key) if each in found] or owners(self.catalogue, key))
            )
            return Mistake(
                "item-at-top",
                Text(f"{titled(self.catalogue, key).zh}要写在主体里", f"a {key} belongs inside its owner"),
                Text(f"写成 [[{owner}.{key}]]", f"write [[{owner}.{key}]]"),
            )
        subject = self.catalogue.subjects[root]
        words = {"name", "year", "zone", "complete", "unknown", *subject.items}
        if key in self.catalogue.facts or key in words:
            return Mistake(
                "outside-table",
                Text(f"'{shown(key)}' 写在了主体之外", f"'{shown(key)}' stands outside the subject"),
                Text(f"移到 [{root}] 这一行下面", f"move it below the line [{root}]")
                if found
                else Text("在文件开头加一行 ", "begin the file with ") + _headings(roots(self.catalogue)),
            )
        near = closest(
            key,
            {
                each: (titled(self.catalogue, each).zh, titled(self.catalogue, each).en)
                for each in roots(self.catalogue)
            },
        )
        mistake = unknown_kind(key, tuple(roots(self.catalogue)), self.catalogue)
        return (
            mistake
            if near or not found
            else replace(mistake, remedy=Text("删去，或移到主体里", "take it out, or move it into the subject"))
        )

    def _wrong_kind(self, kind: str, wanted: str) -> Mistake:
        is_, should = titled(self.catalogue, kind), titled(self.catalogue, wanted)
        return Mistake(
            "wrong-kind-of-file",
            Text(
                f"这是{is_.zh}的文件，这里要的是{should.zh}的",
                f"this file is about: {is_.en}; wanted here: {should.en}",
            ),
            Text("改文件，或缩小列出它的通配式", "change the file, or narrow the pattern that names it"),
        )

    def _excess(self, file: Path, pattern: str) -> Mistake | None:
        """Return why no further file is read, None where there is room for it."""
        with suppress(OSError):
            self.size += file.stat().st_size
        if len(self.files) > MOST_FILES:
            return too_many_files(pattern)
        return too_many_bytes(pattern) if self.size > MOST_BYTES else None

    def _members(
        self, path: Path, kind: str, patterns: list[tuple[KeyPath, str]], findings: Findings, trail: tuple[Path, ...]
    ) -> tuple[Record, ...]:
        seen: set[Path] = set()
        members: list[Record] = []
        for where, pattern in findings.until_full(patterns):
            found = self.folders.named(path.parent, pattern)
            if isinstance(found, Mistake):
                findings.add(where, found)
                continue
            for file in found:
                real = file.resolve()
                if real in trail:
                    findings.add(where, _circle(pattern))
                elif real not in seen:
                    if (excess := self._excess(file, pattern)) is not None:
                        findings.add(where, excess)
                        return tuple(members)
                    seen.add(real)
                    member = self.read(file, kind, trail)
                    members += [member] if member else []
        for index in repeated([member.name for member in members]):
            twin = next(each for each in members if each.name == members[index].name)
            mistake = twice_named(members[index].name)
            remedy = Text(f"另一个在 {twin.origin}；", f"the other is in {twin.origin}; ") + mistake.remedy
            next(each for each in self.files if each.file == members[index].origin).add(
                (kind, "name"), replace(mistake, remedy=remedy)
            )
        return tuple(members)


def _headings(kinds: list[str]) -> Text:
    return Text(" 或 ".join(f"[{kind}]" for kind in kinds), " or ".join(f"[{kind}]" for kind in kinds))


def _two_subjects(first: str, second: str) -> Mistake:
    return Mistake(
        "two-subjects",
        Text(f"一个文件里既有 [{first}] 又有 [{second}]", f"one file holds both [{first}] and [{second}]"),
        Text("一个文件只写一个主体", "keep one subject a file"),
    )


def _circle(pattern: str) -> Mistake:
    return Mistake(
        "names-itself",
        Text(f"'{shown(pattern)}' 也包括了本文件", f"'{shown(pattern)}' also names this file"),
        Text(
            "缩小通配式，或把成员的文件放进另一个文件夹",
            "narrow it, or keep the members' files in a folder of their own",
        ),
    )
