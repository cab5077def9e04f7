from __future__ import annotations

from collections.abc import Callable

from zhence.model.catalogue import Catalogue
from zhence.model.measure import Measure
from zhence.model.text import Lang, Text
from zhence.proof.examples import run_examples
from zhence.proof.mutate import survivors

Say = Callable[[str], object]


def prove(book: Catalogue, only: list[str], say: Say, lang: Lang, *, at_least: float | None) -> bool:
    """Print what the examples prove; tell whether all of them hold and, with a floor in per cent, enough mutants are noticed."""
    rules = {**book.definitions, **book.measures}
    chosen = [rule for rule in rules.values() if not only or rule.id in only]
    holds = _examples(book, chosen, say, lang)
    return holds if at_least is None else _mutants(book, chosen, say, lang, at_least) and holds


def _examples(book: Catalogue, chosen: list[Measure], say: Say, lang: Lang) -> bool:
    run = failed = 0
    for rule in chosen:
        outcomes = run_examples(book, rule)
        run += len(outcomes)
        for outcome in outcomes:
            failed += bool(outcome.differences)
            for difference in outcome.differences:
                say(f"{outcome.measure}: {outcome.example}: {difference.to(lang)}")
    say(Text(f"例子 {run} 个，不符 {failed} 个", f"{run} examples, {failed} differ").to(lang))
    return failed == 0


def _mutants(book: Catalogue, chosen: list[Measure], say: Say, lang: Lang, floor: float) -> bool:
    total = unnoticed = 0
    for rule in chosen:
        result = survivors(book, rule)
        total += result.mutants
        unnoticed += len(result.unnoticed)
        for mutant in result.unnoticed:
            words = Text(
                f"{rule.id}：未察觉 {mutant.place}：{mutant.change}",
                f"{rule.id}: unnoticed {mutant.place}: {mutant.change}",
            )
            say(words.to(lang))
    share = 100 * (total - unnoticed) / total if total else 100.0
    say(Text(f"变异 {total} 处，察觉 {share:.1f}%", f"{total} mutants, {share:.1f}% noticed").to(lang))
    return share >= floor
