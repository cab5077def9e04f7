"""What a plan is asked to heed on the command line: figures that stay, that are hard to change, that grow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from zhence.app import options
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.fault import Fault
from zhence.model.profile import Record
from zhence.model.text import Lang, Text
from zhence.report.words import LIST, join


def stem(setting: str) -> str:
    """Return the name in `revenue=12%`."""
    return setting.partition("=")[0].strip()


def known(book: Catalogue, named: Mapping[str, Sequence[str]], lang: Lang) -> None:
    """Leave with a word about every name that is no fact, or that an option has twice; `named` goes by option."""
    faults = [
        _unknown(book, option, word) for option, words in named.items() for word in words if word not in book.facts
    ]
    faults += [
        Fault(option, word, Text("写了不止一次", "stands more than once"), Text("只留一个", "keep one of them"))
        for option, words in named.items()
        if option != "--fix"
        for word in dict.fromkeys(words)
        if words.count(word) > 1 and word in book.facts
    ]
    if faults:
        options.stop(*faults, lang=lang)


def _unknown(book: Catalogue, option: str, word: str) -> Fault:
    from zhence.written.faults import closest

    where = Text("数据名见 zhence new 打印的模板", "the template that zhence new prints has the names")
    if not word:
        return Fault(option, "", Text("没有写哪项数据", "no figure is named"), where)
    near = closest(word, {fact.id: (fact.title.zh, fact.title.en, *fact.aliases) for fact in book.facts.values()})
    if near is not None:
        title = book.facts[near].title
        where = Text(f"是否 '{near}'（{title.zh}）？", f"did you mean '{near}' ({title.en})?")
    return Fault(option, word, Text("没有这项数据", "there is no such figure"), where)


def growing(book: Catalogue, record: Record, words: list[str], lang: Lang) -> None:
    """Leave with a word about every figure that cannot grow by a rate: no number, or made of others and not stated."""
    stated = {key.fact for key in _stated(record)}
    faults = []
    for word in words:
        fact = book.facts[word]
        parts = (
            tuple(dict.fromkeys((*fact.derived.of, *((fact.derived.against,) if fact.derived.against else ()))))
            if (fact.derived)
            else ()
        )
        if not fact.type.numeric:
            problem = Text(
                f"{fact.title.zh}不是数，没有增速", f"{fact.title.en} is no number and has no rate of growth"
            )
            remedy = Text("只写数，如 --growth revenue=12%", "give a number, such as --growth revenue=12%")
        elif parts and word not in stated:
            problem = Text(
                f"{fact.title.zh}由其他数据得出，不能单独增长",
                f"{fact.title.en} follows from other figures and cannot grow by itself",
            )
            titles = join([book.facts[part].title + Text(f"（{part}）", f" ({part})") for part in parts], LIST)
            remedy = Text("写这些数据的增速：", "give the growth of what it follows from: ") + titles
        else:
            continue
        faults.append(Fault("--growth", word, problem, remedy))
    if faults:
        options.stop(*faults, lang=lang)


def _stated(record: Record) -> Iterator[FactKey]:
    yield from record.facts
    for items in record.items.values():
        for item in items:
            yield from _stated(item)


def shares(settings: list[str], option: str, lang: Lang, *, is_percent: bool = False) -> dict[str, Fraction]:
    """Return `revenue=12%` or `revenue=3` as numbers by fact; a plain 12 is no percentage, nor is it taken for twelvefold."""
    found, faults = {}, []
    for setting in settings:
        word, _, raw = setting.partition("=")
        stripped = raw.strip()
        try:
            is_plain = len(stripped) < 20 and "e" not in stripped.casefold()  # 1e-9999999 would take seconds
            whole = Fraction(stripped.removesuffix("%").strip()) if is_plain else Fraction(-1)
        except (ValueError, ZeroDivisionError):
            whole = Fraction(-1)
        if is_percent and whole >= 0 and not stripped.endswith("%"):
            problem = Text(f"'{raw}' 没有百分号", f"'{raw}' has no per cent sign")
            faults.append(Fault(option, word, problem, Text(f"写成 {word}=12% 这样", f"write it like {word}=12%")))
            continue
        if whole < 0 or whole > 1000:
            problem = Text(f"'{raw}' 不是可用的数", f"'{raw}' is no usable number")
            sample = f"{word}=12%" if is_percent else f"{word}=3"
            faults.append(Fault(option, word, problem, Text(f"写成 {sample}", f"write {sample}")))
            continue
        found[word.strip()] = whole / 100 if stripped.endswith("%") else whole
    if faults:
        options.stop(*faults, lang=lang)
    return found
