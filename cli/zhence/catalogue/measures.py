"""A raw measure -> a measure the engine can run."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from zhence.catalogue import schema as raw
from zhence.catalogue.base import maybe, named_as_file, text
from zhence.catalogue.rules import Rule
from zhence.model.fact import FactType
from zhence.model.measure import Benefit, Decided, Document, Example, Judgement, Measure, Node, Window
from zhence.model.result import Verdict
from zhence.model.text import Text

VERDICTS = [str(verdict) for verdict in Verdict]


def definition(rule: Rule, shape: raw.RawDefinition) -> Measure:
    """Return a rule that others refer to."""
    named_as_file(shape.id, rule.file, rule.faults)
    requires = rule.trees.tree(shape.requires, "requires")
    found = Measure(
        id=shape.id,
        title=text(shape.title),
        theme="",
        subject=shape.subject,
        decided=Decided.RULE,
        source=shape.source,
        checked=shape.checked,
        requires=requires,
        conditions=rule.conditions(),
        scores=rule.scores(),
        notes=tuple(text(n) for n in shape.notes),
        examples=_examples(rule, shape.given, shape.example),
        is_definition=True,
        file=rule.file,
    )
    _check_used(rule)
    return found


def measure(rule: Rule, shape: raw.RawMeasure, theme: str, top: raw.RawCatalogue) -> Measure:
    """Return a measure with everything it names resolved."""
    named_as_file(shape.id, rule.file, rule.faults)
    _check_top(rule, shape, theme, top)
    scope = rule.trees.tree(shape.scope, "scope") if shape.scope is not None else None
    requires = _requires(rule, shape)
    found = Measure(
        id=shape.id,
        title=text(shape.title),
        theme=theme,
        subject=shape.subject,
        decided=shape.decided,
        source=shape.source,
        checked=shape.checked,
        requires=requires,
        conditions=rule.conditions(),
        scope=scope,
        scores=rule.scores(),
        valid_from=shape.valid.from_,
        valid_to=shape.valid.to,
        superseded_by=shape.superseded_by,
        notice=tuple(shape.notice),
        excludes=tuple(shape.excludes),
        grants=_grants(rule, shape),
        unwritten=maybe(shape.unwritten),
        summary=maybe(shape.summary),
        judgements=tuple(Judgement(text(j.text), maybe(j.clause)) for j in shape.judgement),
        benefits=tuple(_benefit(rule, b, at, top.money) for at, b in enumerate(shape.benefit, 1)),
        documents=tuple(_document(rule, d, at) for at, d in enumerate(shape.document, 1)),
        windows=tuple(_window(rule, w, at) for at, w in enumerate(shape.window, 1)),
        notes=tuple(text(n) for n in shape.notes),
        examples=_examples(rule, shape.given, shape.example),
        programmes=tuple(shape.aka),
        file=rule.file,
    )
    _check_used(rule)
    return found


def _check_top(rule: Rule, shape: raw.RawMeasure, theme: str, top: raw.RawCatalogue) -> None:
    if theme not in top.theme:
        rule.faults.unknown(rule.file, "", Text("主题（所在文件夹）", "theme (the folder it is in)"), theme, top.theme)
    if shape.subject not in top.subject:
        rule.faults.unknown(rule.file, "subject", Text("主体", "subject"), shape.subject, top.subject)
    items = [item.id for item in top.notice.item] if top.notice else []
    for word in shape.notice:
        if word not in items:
            rule.faults.unknown(rule.file, "notice", Text("通知条目", "notice item"), word, items)
    if shape.valid.from_ and shape.valid.to and shape.valid.from_ > shape.valid.to:
        rule.faults.add(
            rule.file,
            "valid",
            "empty-period",
            Text("生效日晚于失效日", "begins after it ends"),
            Text("改正日期", "correct the days"),
        )


def _grants(rule: Rule, shape: raw.RawMeasure) -> tuple[str, ...]:
    flags = {word for word, fact in rule.comparisons.facts.items() if fact.type == "flag"}
    for word in shape.grants:
        if word not in flags:
            rule.faults.unknown(rule.file, "grants", Text("是非类数据项", "flag"), word, flags)
    return tuple(shape.grants)


def _requires(rule: Rule, shape: raw.RawMeasure) -> Node | None:
    if (shape.requires is None) == (shape.unwritten is None):
        rule.faults.add(
            rule.file,
            "requires",
            "requires-or-unwritten",
            Text("requires 与 unwritten 要恰好写一个", "has exactly one of `requires` and `unwritten`"),
            Text("写出条件树，或说明为何写不出规则", "write the tree, or say why no rule could be written"),
        )
    return rule.trees.tree(shape.requires, "requires") if shape.requires is not None else None


def _benefit(rule: Rule, shape: raw.RawBenefit, at: int, money: str) -> Benefit:
    key = f"benefit[{at}]"
    numbers = rule.comparisons.numbers
    amount = None if shape.amount is None else numbers.number(shape.amount, FactType.MONEY, money, rule.file, key)
    source = None if shape.source is None else rule.source(shape.source, key)
    return Benefit(text(shape.text), maybe(shape.clause), source, amount)


def _document(rule: Rule, shape: raw.RawDocument, at: int) -> Document:
    for word in shape.proves:
        rule.comparisons.fact(word, rule.file, f"document[{at}].proves")
    return Document(text(shape.title), maybe(shape.holder), tuple(shape.proves))


def _window(rule: Rule, shape: raw.RawWindow, at: int) -> Window:
    key = f"window[{at}]"
    if shape.opens is None and shape.closes is None:
        rule.faults.add(
            rule.file,
            key,
            "empty-window",
            Text("没有日期", "has no day"),
            Text("至少写 opens 或 closes", "give opens or closes"),
        )
    if shape.opens and shape.closes and shape.opens > shape.closes:
        rule.faults.add(
            rule.file,
            key,
            "empty-period",
            Text("开始日晚于截止日", "opens after it closes"),
            Text("改正日期", "correct the days"),
        )
    source = None if shape.source is None else rule.source(shape.source, key)
    return Window(shape.opens, shape.closes, maybe(shape.round), source)


def _examples(rule: Rule, given: raw.RawGiven | None, shapes: Iterable[raw.RawExample]) -> tuple[Example, ...]:
    base: dict[str, object] = dict(given.model_extra or {}) if given else {}
    found: dict[str, Example] = {}
    for at, shape in enumerate(shapes, 1):
        key = f"example[{at}]"
        if given is None:
            rule.faults.add(
                rule.file,
                key,
                "no-given",
                Text("有例子而没有 [given]", "there are examples but no [given]"),
                Text("写出基准情形", "write the base case"),
            )
            return ()
        if shape.name in found:
            rule.faults.add(
                rule.file,
                key,
                "duplicate",
                Text(f"例子重名 '{shape.name}'", f"two examples are named '{shape.name}'"),
                Text("改名", "rename one"),
            )
        if shape.verdict not in VERDICTS:
            rule.faults.unknown(rule.file, f"{key}.verdict", Text("结论", "verdict"), shape.verdict, VERDICTS)
        for word in shape.without:
            if word not in base:
                rule.faults.unknown(rule.file, f"{key}.without", Text("[given] 数据", "figure of [given]"), word, base)
        named = {*rule.shape.condition, *rule.shape.score}
        for word in [*(shape.failed or []), *(shape.relaxed or []), *shape.points]:
            if word not in named:
                rule.faults.unknown(rule.file, key, Text("条件", "condition"), word, named)
        figures = {word: value for word, value in base.items() if word not in shape.without} | shape.with_
        found[shape.name] = Example(
            shape.name,
            shape.as_of or given.as_of,
            figures,
            shape.verdict,
            None if shape.failed is None else tuple(shape.failed),
            None if shape.missing is None else tuple(shape.missing),
            None if shape.relaxed is None else tuple(shape.relaxed),
            {word: _points(rule, points, f"{key}.points") for word, points in shape.points.items()},
        )
    return tuple(found.values())


def _points(rule: Rule, points: raw.Amount | raw.RawPoints, key: str) -> tuple[Fraction, Fraction]:
    plain = rule.comparisons.numbers.plain
    ends = (points.from_, points.to) if isinstance(points, raw.RawPoints) else (points, points)
    low, high = (plain(end, rule.file, key) or Fraction(0) for end in ends)
    return low, high


def _check_used(rule: Rule) -> None:
    """Note conditions, groups and scores that no tree speaks of: they would never be asked."""
    for kind, table in (
        ("condition", rule.shape.condition),
        ("group", rule.shape.group),
        ("score", rule.shape.score),
    ):
        for word in table:
            if word not in rule.trees.used:
                rule.faults.add(
                    rule.file,
                    f"{kind}.{word}",
                    "unreachable",
                    Text(f"'{word}' 没有被条件树用到", f"no tree speaks of '{word}'"),
                    Text("写入 requires 或 scope，或删去", "put it into requires or scope, or remove it"),
                )
