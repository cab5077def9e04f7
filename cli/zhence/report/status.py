"""Short words on the standing of a place, a measure's round, and the documents it rests on."""

from __future__ import annotations

from datetime import date, timedelta

from zhence.model.catalogue import Catalogue
from zhence.model.fact import Reading
from zhence.model.ladder import Step
from zhence.model.measure import Measure, Window
from zhence.model.result import MeasureResult, ZoneReading
from zhence.model.text import Text, same
from zhence.report.numbers import show_day
from zhence.report.words import COLON, COMMA, READINGS, SEMICOLON, both, bracketed, join

ORDER = list(Reading)


def day_words(when: date) -> Text:
    """Return a day in both languages."""
    return both(lambda lang: show_day(when, lang))


def zone_status(reading: ZoneReading) -> Text:
    """Return whether the place is in the zone, and why: the entry's days, or what is to be confirmed."""
    entry = reading.membership
    if reading.confirmed:
        inside = reading.answer.low is Step.YES
        words = Text("在名单内", "inside") if inside else Text("不在名单内", "outside")
        return words + Text("（申报数据自述）", " (as the profile says)")
    if reading.place is None:
        return Text("待确认（未填写所在地）", "to confirm (the place is not given)")
    if reading.answer.low is Step.YES:
        start = entry.start if entry else None
        since = bracketed(Text("自", "since ") + day_words(start) + Text("起", "")) if start else same("")
        return Text("在名单内", "inside") + since
    if reading.answer.high is Step.NO:
        if entry is not None and entry.end is not None:
            return Text("不在名单内（", "outside (since ") + day_words(entry.end) + Text("起调出）", ")")
        return Text("不在名单内", "outside")
    reason = bracketed(entry.confirm) if entry is not None and entry.confirm is not None else same("")
    return Text("待确认", "to confirm") + reason


def levels(measure: Measure, catalogue: Catalogue) -> tuple[Reading, ...]:
    """List how every document that a measure rests on was read, most reliable first."""
    found = {
        catalogue.sources[name].read for name in _sources(measure, catalogue, {measure.id}) if name in catalogue.sources
    }
    return tuple(sorted(found, key=ORDER.index))


def _sources(rule: Measure, catalogue: Catalogue, seen: set[str]) -> set[str]:
    """Name the documents of a rule: its own, those of its conditions and lists of places, of the rules it refers to."""
    ids = {rule.source, *(score.source for score in rule.scores.values())}
    for condition in rule.conditions.values():
        ids |= {condition.source, *(r.source for r in condition.relaxations if r.source is not None)}
        zones = {condition.zone, *(r.zone for r in condition.relaxations)}
        ids |= {catalogue.zones[zone].source for zone in zones if zone in catalogue.zones}
        inner = catalogue.definitions.get(condition.meets) if condition.meets is not None else None
        if inner is not None and inner.id not in seen:
            ids |= _sources(inner, catalogue, seen | {inner.id})
    return ids


def level_tag(measure: Measure, catalogue: Catalogue) -> Text:
    """Return the reading levels as a short tag."""
    found = levels(measure, catalogue)
    return join([READINGS[level] for level in found], same("+")) if found else Text("来源不明", "no source")


def item_words(result: MeasureResult, catalogue: Catalogue) -> Text | None:
    """Return which item a result is about, None where it is the subject itself."""
    subject = catalogue.subjects.get(result.measure.subject)
    kind = subject.title if subject else same(result.measure.subject)
    if result.hypothetical:
        return (
            Text("未列出", "no ")
            + kind
            + Text("，按资料空缺判断", " is listed: answered for one of which nothing is known")
        )
    if result.item is None or result.item is result.record:
        return None
    return kind + COLON + same(result.item.name or "—")


def window_words(window: Window) -> Text:
    """Return a round: its days, its name."""
    name = window.round + COLON if window.round is not None else same("")
    if window.opens is not None and window.closes is not None:
        return name + day_words(window.opens) + Text("至", " to ") + day_words(window.closes)
    if window.closes is not None:
        return name + Text("截至", "until ") + day_words(window.closes)
    if window.opens is not None:
        return name + Text("自", "from ") + day_words(window.opens) + Text("起", "")
    return name + Text("日期未公布", "days not published")


def valid_words(measure: Measure, catalogue: Catalogue) -> Text | None:
    """Return how long the rule is in force, None where its text gives no days."""
    parts = []
    if measure.valid_from is not None:
        parts.append(Text("自", "from ") + day_words(measure.valid_from) + Text("起", ""))
    if measure.valid_to is not None:
        parts.append(Text("至", "to ") + day_words(measure.valid_to) + Text("止", ""))
    if measure.superseded_by is not None:
        parts.append(_succession(measure.superseded_by, measure.valid_to, catalogue))
    return join(parts, COMMA) if parts else None


def closed_reason(measure: Measure, on: date, catalogue: Catalogue) -> Text | None:
    """Return why a measure cannot be applied for on the day, None where nothing stands against it."""
    reasons = []
    if measure.valid_from is not None and on < measure.valid_from:
        reasons.append(Text("尚未施行，", "not yet in force: ") + day_words(measure.valid_from) + Text("起施行", ""))
    if measure.valid_to is not None and on > measure.valid_to:
        reasons.append(Text("有效期已于", "expired after ") + day_words(measure.valid_to) + Text("届满", ""))
    if measure.superseded_by is not None and (measure.valid_to is None or on > measure.valid_to):
        reasons.append(_succession(measure.superseded_by, None, catalogue))
    if measure.windows and not any(w.is_open(on) for w in measure.windows):
        reasons.append(_rounds(measure, on))
    return join(reasons, SEMICOLON) if reasons else None


def _succession(newer: str, last: date | None, catalogue: Catalogue) -> Text:
    """Return which rule takes the place of one, and from which day on where that one ends on a known day."""
    rule = catalogue.measures.get(newer)
    name = rule.title + bracketed(same(rule.id)) if rule else same(newer)
    if last is None:
        return Text("已由“", "superseded by “") + name + Text("”取代", "”")
    next_day = last + timedelta(days=1)
    start = max(next_day, rule.valid_from) if rule is not None and rule.valid_from is not None else next_day
    return day_words(start) + Text("起由“", ": superseded by “") + name + Text("”取代", "”")


def _rounds(measure: Measure, on: date) -> Text:
    coming = [w for w in measure.windows if w.opens is not None and w.opens > on]
    if coming:
        return Text("下一轮：", "next round: ") + window_words(min(coming, key=lambda w: w.opens or on))
    past = [w for w in measure.windows if w.closes is not None and w.closes < on]
    if past:
        last = max(past, key=lambda w: w.closes or on)
        return Text("已知各轮均已截止，最近一轮：", "every known round is over; the last: ") + window_words(last)
    return Text("当日不在已知受理期内", "outside the known rounds")


def state_words(measure: Measure, on: date, catalogue: Catalogue) -> Text:
    """Return the state of a measure on a day in a few words."""
    reason = closed_reason(measure, on, catalogue)
    if reason is not None:
        return Text("未开放：", "closed: ") + reason
    current = [w for w in measure.windows if w.is_open(on)]
    if current:
        return Text("受理中：", "open: ") + join([window_words(w) for w in current], SEMICOLON)
    words = valid_words(measure, catalogue)
    return Text("有效", "in force") + (bracketed(words) if words else same(""))
