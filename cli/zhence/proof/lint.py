"""Every fault of a catalogue at once: its form, what its rules say, what is stale, what its examples contradict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from urllib.parse import urlsplit

from zhence.catalogue.faults import Faults
from zhence.catalogue.reader import read
from zhence.model.catalogue import Catalogue
from zhence.model.fact import Membership
from zhence.model.fault import Fault, FaultyError
from zhence.model.measure import Measure
from zhence.model.text import Text
from zhence.proof.examples import decide_example, differences
from zhence.proof.lint_rules import lint_rule
from zhence.proof.proven import unproven
from zhence.written.faults import dotted
from zhence.written.lines import key_lines

STALE = timedelta(days=365)
SOON = timedelta(days=30)


def lint(contents: dict[str, bytes], as_of: date) -> tuple[Fault, ...]:
    """Return every fault of a catalogue's files, errors first, each with its line where it has one."""
    catalogue, found = read(contents)
    faults = Faults()
    faults.found.extend(found)
    if catalogue is not None and not any(fault.severity == "error" for fault in found):
        _bases(catalogue, faults)
        for rule in (*catalogue.definitions.values(), *catalogue.measures.values()):
            lint_rule(catalogue, rule, faults)
            _days(rule, as_of, faults)
            _examples(catalogue, rule, faults)
    return tuple(
        sorted(_with_lines(faults.found, contents), key=lambda f: (f.severity == "warning", f.file, f.line or 0))
    )


def _with_lines(found: list[Fault], contents: dict[str, bytes]) -> Iterator[Fault]:
    lines: dict[str, dict[str, int]] = {}
    for fault in found:
        if fault.line is None and fault.key and fault.file in contents:
            if fault.file not in lines:
                text = contents[fault.file].decode("utf-8", "replace")
                lines[fault.file] = {dotted(path): line for path, line in key_lines(text).items()}
            key = fault.key
            while key and key not in lines[fault.file]:
                key = key[: max(key.rfind("."), key.rfind("["), 0)]
            yield replace(fault, line=lines[fault.file].get(key))
        else:
            yield fault


def _bases(catalogue: Catalogue, faults: Faults) -> None:
    """Note sources with an unofficial address, figures with two ids, zones that contradict themselves, what nobody uses."""
    for source in catalogue.sources.values():
        host = urlsplit(source.url).hostname or "" if source.url else ""
        if source.url and not any(host == h or host.endswith(f".{h}") for h in catalogue.hosts):
            faults.add(
                source.file,
                source.id,
                "unofficial-address",
                Text(
                    f"'{source.id}' 的网址不是官方网址：{host}",
                    f"the address of '{source.id}' is not an official one: {host}",
                ),
                Text("只写官方网址；没有就不写", "give an official address, or none"),
            )
    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    for fact in catalogue.facts.values():
        other = seen.setdefault((fact.title.zh, fact.subjects), fact.id)
        if other != fact.id:
            faults.add(
                fact.file,
                fact.id,
                "two-ids",
                Text(f"'{fact.id}' 与 '{other}' 是同一项数据", f"'{fact.id}' and '{other}' are one figure"),
                Text("只留一个编号", "keep one id"),
            )
    _zones(catalogue, faults)
    _unused(catalogue, faults)


def _zones(catalogue: Catalogue, faults: Faults) -> None:
    for zone in catalogue.zones.values():
        by_place: dict[str, list[Membership]] = {}
        for membership in zone.memberships:
            by_place.setdefault(membership.place, []).append(membership)
        for place, entries in by_place.items():
            entries.sort(key=lambda m: m.start or date.min)
            for earlier, later in pairwise(entries):
                if earlier.end is None or (later.start or date.min) < earlier.end:
                    faults.add(
                        zone.file,
                        "place",
                        "overlap",
                        Text(f"{place} 的两段时间重叠", f"two entries of {place} overlap"),
                        Text("改正 from 与 until", "correct `from` and `until`"),
                    )


def _unused(catalogue: Catalogue, faults: Faults) -> None:
    rules = (*catalogue.measures.values(), *catalogue.definitions.values())
    carried = {item for measure in catalogue.measures.values() for item in measure.notice}
    for item in catalogue.notice.values():
        if item.id not in carried:
            faults.add(
                "catalogue.toml",
                f"notice.{item.id}",
                "notice-uncarried",
                Text(f"没有措施落实通知条目 {item.id}", f"no measure carries out the notice item {item.id}"),
                Text("在相应措施里写 notice", "name it in the `notice` of a measure"),
                "warning",
            )
    zones = {z for r in rules for c in r.conditions.values() for z in (c.zone, *(x.zone for x in c.relaxations))}
    for zone in catalogue.zones.values():
        if zone.id not in zones:
            faults.add(
                zone.file,
                "id",
                "unused",
                Text("没有条件用到这个地域", "no condition uses this zone"),
                Text("删去，或确认还需要", "remove it, or keep it knowingly"),
                "warning",
            )


def _days(rule: Measure, as_of: date, faults: Faults) -> None:
    """Note what is stale, over, or about to close."""

    def warn(key: str, kind: str, zh: str, en: str) -> None:
        remedy = Text("核对最新文件，更新日期", "check the latest text and bring the dates up to date")
        faults.add(rule.file, key, kind, Text(zh, en), remedy, "warning")

    if rule.checked > as_of:
        faults.add(
            rule.file,
            "checked",
            "checked-in-future",
            Text("核对日期在将来", "was checked in the future"),
            Text("改正日期", "correct the day"),
        )
    elif as_of - rule.checked > STALE:
        warn(
            "checked",
            "stale",
            f"上次核对是 {rule.checked}，已超过一年",
            f"was last checked on {rule.checked}, more than a year ago",
        )
    if rule.valid_to is not None and rule.valid_to < as_of and rule.superseded_by is None:
        warn("valid", "expired", f"已于 {rule.valid_to} 失效", f"ended on {rule.valid_to}")
    elif rule.valid_to is not None and as_of <= rule.valid_to <= as_of + SOON:
        warn("valid", "ends-soon", f"将于 {rule.valid_to} 失效", f"ends on {rule.valid_to}")
    for window in rule.windows:
        if window.closes and as_of <= window.closes <= as_of + SOON and window.is_open(as_of):
            warn("window", "closes-soon", f"申报将于 {window.closes} 截止", f"closes on {window.closes}")
    if rule.superseded_by is not None and rule.valid_to is None:
        warn("superseded_by", "end-missing", "已被取代而没有失效日", "is superseded, but has no last day")


def _examples(catalogue: Catalogue, rule: Measure, faults: Faults) -> None:
    if rule.requires is None:
        return
    if not rule.examples:
        faults.add(
            rule.file,
            "example",
            "no-examples",
            Text("没有例子", "has no examples"),
            Text("写出 [given] 与 [[example]]", "write [given] and [[example]]"),
        )
        return
    is_read = True
    for at, example in enumerate(rule.examples, 1):
        try:
            found = differences(decide_example(catalogue, rule, example), example)
        except FaultyError as error:
            is_read = False
            for fault in error.faults:
                key = f"example[{at}].{fault.key}"
                faults.add(rule.file, key, f"example-{fault.kind}", fault.problem, fault.remedy)
            continue
        for difference in found:
            faults.add(
                rule.file,
                f"example[{at}]",
                "example-contradicts",
                Text(f"例子 '{example.name}'：", f"the example '{example.name}': ") + difference,
                Text("按条文重算，改例子或改规则", "work it out from the clause; correct the example or the rule"),
            )
    if not is_read:
        return
    for word, lack in unproven(catalogue, rule):
        faults.add(
            rule.file,
            f"{'condition' if word in rule.conditions else 'score'}.{word}",
            "unproven",
            Text(
                f"没有例子{'达到' if lack == 'met' else '达不到'} '{word}'",
                f"'{word}' is {'met' if lack == 'met' else 'failed'} by no example",
            ),
            Text("加一个例子", "add an example"),
            "warning",
        )
