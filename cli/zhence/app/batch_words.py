"""A table of answers as people read it: heads, verdicts, measures and conditions by their titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import polars as pl

from zhence.columns.words import replaced
from zhence.model import frame
from zhence.model.catalogue import Catalogue
from zhence.model.fact import FactKey
from zhence.model.measure import Measure
from zhence.model.text import Lang, Text, same
from zhence.report.sentences import asked_words, condition_sentence, score_sentence
from zhence.report.words import VERDICTS, bracketed
from zhence.tables.read import FILE, ID

HEADS = {
    FILE: Text("文件", "file"),
    frame.ROW: Text("行", "row"),
    ID: Text("编号", "id"),
    frame.NAME: Text("名称", "name"),
    "item": Text("项目或产品", "item"),
    "measure": Text("措施", "measure"),
    "verdict": Text("结论", "verdict"),
    "if_open": Text("若开放", "if it were open"),
    "steps": Text("差几项", "steps short"),
    "condition": Text("差距最大的条件", "condition farthest off"),
    "gap": Text("差距占门槛的比例", "gap as a share of the threshold"),
    "missing": Text("待补数据", "missing figures"),
}


def spoken(book: Catalogue, lang: Lang) -> Callable[[FactKey], str]:
    """Return what names a figure in a language."""
    return lambda key: asked_words(key, book).to(lang)


def wide_heads(measures: Iterable[Measure], lang: Lang) -> dict[str, str]:
    """Return what names each measure and nothing else: its title, with its id where another column goes by that too."""
    titles = {measure.id: measure.title.to(lang) for measure in measures}
    counted = Counter([*titles.values(), *(words.to(lang) for words in HEADS.values())])
    return {
        word: title if counted[title] == 1 else (same(title) + bracketed(same(word))).to(lang)
        for word, title in titles.items()
    }


def heads(
    book: Catalogue, measures: Sequence[Measure], as_of: date, lang: Lang
) -> Callable[[pl.LazyFrame], pl.LazyFrame]:
    """Return what gives a table of answers its heads and words in a language."""
    verdicts = {verdict.value: words.to(lang) for verdict, words in VERDICTS.items()}
    titles = wide_heads(measures, lang)
    blocks = {
        f"{measure.id} {name}": words for measure in measures for name, words in _blocks(measure, book, as_of, lang)
    }

    def turned(table: pl.LazyFrame) -> pl.LazyFrame:
        names = table.collect_schema().names()
        known = set(titles)
        wide = [name for name in names if name in known]
        changes = {name: _said(pl.col(name), verdicts) for name in (*wide, "verdict", "if_open") if name in names}
        if "measure" in names:
            pair = pl.concat_str(
                [pl.col("measure").cast(pl.String), pl.col("condition").cast(pl.String)], separator=" "
            )
            changes |= {"measure": _said(pl.col("measure"), titles), "condition": _said(pair, blocks)}
        heads = {name: words.to(lang) for name, words in HEADS.items() if name in names}
        return table.with_columns(**changes).rename(heads | {word: titles[word] for word in wide})

    return turned


def _said(column: pl.Expr, words: dict[str, str]) -> pl.Expr:
    return replaced(column.cast(pl.String), list(words), list(words.values()), pl.String())


def _blocks(measure: Measure, book: Catalogue, as_of: date, lang: Lang) -> list[tuple[str, str]]:
    found = [(name, condition_sentence(each, book, as_of).to(lang)) for name, each in measure.conditions.items()]
    return found + [(name, score_sentence(score).to(lang)) for name, score in measure.scores.items()]
