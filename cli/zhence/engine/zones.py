from __future__ import annotations

from datetime import date

from zhence.engine.figures import Case
from zhence.model.fact import FactKey, Membership, Zone
from zhence.model.ladder import NO, UNKNOWN, YES, settle
from zhence.model.result import ZoneReading
from zhence.model.value import Options


def read_zone(case: Case, zone_id: str) -> ZoneReading:
    """Answer whether the subject's place is in a zone on the day; what a document leaves open stays open."""
    place = _place(case)
    for record in case.chain:
        if zone_id in record.zones:
            return ZoneReading(zone_id, place, settle(record.zones[zone_id]), confirmed=True)
    if place is None:
        wanting = (FactKey(case.catalogue.place),) if case.catalogue.place else ()
        return ZoneReading(zone_id, None, UNKNOWN, missing=wanting)
    zone = case.catalogue.zones[zone_id]
    current = [m for m in zone.memberships if m.place == place and is_current(m, case.as_of)]
    certain = next((m for m in current if m.confirm is None), None)
    if certain:
        return ZoneReading(zone_id, place, YES, certain)
    if current:
        return ZoneReading(zone_id, place, UNKNOWN, current[0], missing=(FactKey(f"zone.{zone_id}"),))
    return ZoneReading(zone_id, place, NO, _last_ended(zone, place, case.as_of))


def is_current(membership: Membership, on: date) -> bool:
    """Tell whether an entry speaks of the day."""
    return (membership.start is None or membership.start <= on) and (membership.end is None or on < membership.end)


def _last_ended(zone: Zone, place: str, on: date) -> Membership | None:
    ended = [m for m in zone.memberships if m.place == place and m.end is not None and m.end <= on]
    return max(ended, key=lambda m: m.end or on, default=None)


def _place(case: Case) -> str | None:
    if case.catalogue.place is None:
        return None
    value = case.read(FactKey(case.catalogue.place)).value
    exact = value.exact if isinstance(value, Options) else None
    return exact if isinstance(exact, str) else None
