"""What a profile says of plans: figures that cannot change, and those that are harder to change than others."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from zhence.model.catalogue import Catalogue, Subject
from zhence.model.text import Text
from zhence.profiles.names import unknown_fact
from zhence.written.faults import Findings, Mistake, shown
from zhence.written.lines import KeyPath

FIXED, WEIGHT = "fixed", "weight"
HEAVIEST = 1000
SAMPLE = f'{FIXED} = ["…"], {WEIGHT} = {{ … = 2 }}'


def read_wishes(
    raw: object, subject: Subject, catalogue: Catalogue, path: KeyPath, findings: Findings
) -> tuple[frozenset[str], dict[str, Fraction]]:
    """Return the fixed figures and the weights of a `[….plan]` table; what is wrong with it goes to the findings."""
    if not isinstance(raw, dict):
        findings.add(path, _needs(raw, f"[{subject.id}.plan]"))
        return frozenset(), {}
    fixed, weights = set(), {}
    for key, value in raw.items():
        here = (*path, key)
        if key == FIXED and isinstance(value, list):
            for at, word in findings.until_full(enumerate(value)):
                if isinstance(word, str) and word in catalogue.facts:
                    fixed.add(word)
                else:
                    findings.add((*here, at), unknown_fact(shown(word), catalogue, subject))
        elif key == WEIGHT and isinstance(value, dict):
            for word, times in findings.until_full(value.items()):
                if word not in catalogue.facts:
                    findings.add((*here, word), unknown_fact(word, catalogue, subject))
                elif (weight := _weight(times)) is None:
                    findings.add((*here, word), _needs(times, f"{word} = 2"))
                else:
                    weights[word] = weight
        else:
            findings.add(here, _needs(key, SAMPLE))
    return frozenset(fixed), weights


def _weight(raw: object) -> Fraction | None:
    if isinstance(raw, bool) or not isinstance(raw, (int, Decimal)) or not Decimal(raw).is_finite():
        return None
    return Fraction(raw) if 0 <= raw <= HEAVIEST else None


def _needs(raw: object, sample: str) -> Mistake:
    return Mistake(
        "bad-plan",
        Text(f"'{shown(raw)}' 不合 plan 的写法", f"'{shown(raw)}' is not how plan is written"),
        Text(f"写成 {sample}", f"write {sample}"),
    )
