"""The files of a catalogue as written. pydantic checks their shape here; `resolve` gives them meaning."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from zhence.model.fact import Derivation, FactType, Reading
from zhence.model.measure import Decided, Strength

Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
FactWord = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
MOST_NAMES = 20  # other names of one thing, and endings of names: what is spelt out is their product


class Raw(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class RawText(Raw):
    zh: str
    en: str


AnyText = RawText | Annotated[str, Field(min_length=1)]
Amount = int | Decimal | Annotated[str, Field(min_length=1)]
Choice = Annotated[Decided, Field(strict=False)]
RawTree = str | dict[str, Any]


class RawSubject(Raw):
    title: AnyText
    items: list[Word] = []
    members: Word | None = None


class RawNoticeItem(Raw):
    id: str
    title: AnyText
    theme: Word
    source: Word


class RawNotice(Raw):
    total: int
    item: list[RawNoticeItem]


class RawConversion(Raw):
    unit: str
    times: Amount


class RawMultiplier(Raw):
    word: str
    times: Amount


class RawUnits(Raw):
    multipliers: dict[str, Amount] = {}
    aliases: dict[str, str] = {}
    conversions: dict[str, RawConversion] = {}
    titles: dict[str, AnyText] = {}
    shown: dict[str, list[RawMultiplier]] = {}


class RawProblem(Raw):
    text: FactWord
    since: FactWord | None = None


class RawProjects(Raw):
    subject: Word
    stage: FactWord  # its choices are the stages, in their order
    begun: str  # the first stage that counts as begun
    done: str  # the first stage that counts as finished
    planned_start: FactWord | None = None
    start: FactWord | None = None
    planned_completion: FactWord | None = None
    completion: FactWord | None = None  # expected while under way, the actual day once done
    planned_progress: FactWord | None = None
    progress: FactWord | None = None
    problem: list[RawProblem] = []


class RawCatalogue(Raw):
    id: Word
    title: AnyText
    money: str
    place: FactWord | None = None
    within: FactWord | None = None
    subject: dict[Word, RawSubject]
    theme: dict[Word, AnyText]
    notice: RawNotice | None = None
    units: RawUnits = RawUnits()
    projects: RawProjects | None = None
    official_hosts: list[str] = []


class RawItemTest(Raw):
    fact: FactWord
    one_of: list[str] | None = None
    is_: Annotated[bool | str | None, Field(alias="is")] = None
    at_least: Amount | None = None


class RawDerived(Raw):
    op: Annotated[Derivation, Field(strict=False)]
    of: FactWord | list[FactWord] = []
    to: FactWord | None = None
    less: FactWord | None = None
    years: Annotated[int, Field(ge=1, le=20)] = 1
    items: Word | None = None
    where: list[RawItemTest] = []


class RawFact(Raw):
    title: AnyText
    aliases: Annotated[
        list[Annotated[str, Field(min_length=1)]], Field(max_length=MOST_NAMES)
    ] = []  # in heads of tables
    type: Annotated[FactType, Field(strict=False)]
    subjects: Annotated[list[Word], Field(min_length=1)]
    unit: str | None = None
    yearly: bool = False
    definition: AnyText | None = None
    evidence: AnyText | None = None
    holder: AnyText | None = None
    choices: dict[str, AnyText] = {}
    low: Amount | None = None
    high: Amount | None = None
    derived: RawDerived | None = None
    codes: dict[str, list[Annotated[str, Field(min_length=1)]]] = {}
    fixed: bool = False


class RawMembership(Raw):
    name: str
    from_: Annotated[date | None, Field(alias="from")] = None
    until: date | None = None  # the first day no longer inside
    confirm: AnyText | None = None
    source: Word | None = None


class RawZone(Raw):
    id: Word
    title: AnyText
    source: Word
    note: AnyText | None = None
    place: Annotated[list[RawMembership], Field(min_length=1)]


class RawPlace(Raw):
    name: str
    en: Annotated[str, Field(min_length=1)] | None = None  # its name in English reports
    within: str | None = None
    aliases: Annotated[list[str], Field(max_length=MOST_NAMES)] = []


class RawPlaces(Raw):
    place: list[RawPlace]


class RawEntry(Raw):
    name: Annotated[str, Field(min_length=1)]
    aliases: Annotated[list[Annotated[str, Field(min_length=1)]], Field(max_length=MOST_NAMES)] = []
    from_: Annotated[date | None, Field(alias="from")] = None
    source: Word
    given: Annotated[dict[FactWord, bool | Amount | date | list[str]], Field(min_length=1)]


class RawRegister(Raw):
    subject: Word
    title: AnyText
    suffixes: Annotated[list[Annotated[str, Field(min_length=1)]], Field(max_length=MOST_NAMES)] = []
    entry: Annotated[list[RawEntry], Field(min_length=1)]


class RawSource(Raw):
    title: AnyText
    issuer: AnyText
    read: Annotated[Reading, Field(strict=False)]
    number: str | None = None
    issued: str | None = None
    url: str | None = None
    note: AnyText | None = None


class RawDated(Raw):
    from_: Annotated[date | None, Field(alias="from")] = None
    value: Amount | date


class RawFactRef(Raw):
    fact: FactWord
    year: int | None = None


RawThreshold = Amount | date | RawFactRef | list[RawDated]


class RawTest(Raw):
    year: int | None = None
    at_least: RawThreshold | None = None
    more_than: RawThreshold | None = None
    at_most: RawThreshold | None = None
    less_than: RawThreshold | None = None
    is_: Annotated[bool | str | None, Field(alias="is")] = None
    one_of: list[str] | None = None
    includes_any: list[str] | None = None
    includes_all: list[str] | None = None
    on_or_before: RawThreshold | None = None
    on_or_after: RawThreshold | None = None


class RawRelaxation(Raw):
    zone: Word
    by: str | None = None  # "30%", "discretion" or "waived"
    to: Amount | date | None = None
    clause: AnyText | None = None
    source: Word | None = None
    note: AnyText | None = None


class RawCondition(RawTest):
    fact: FactWord | None = None
    zone: Word | None = None
    meets: Word | None = None
    judged: AnyText | None = None
    clause: AnyText
    source: Word | None = None
    strength: Annotated[Strength, Field(strict=False)] = Strength.MUST
    relaxed: RawRelaxation | list[RawRelaxation] = []
    title: AnyText | None = None
    note: AnyText | None = None


class RawPoints(Raw):
    from_: Annotated[Amount, Field(alias="from")]
    to: Amount


class RawBand(RawTest):
    fact: FactWord | None = None
    points: Amount | RawPoints
    title: AnyText | None = None


class RawItem(Raw):
    id: Word
    title: AnyText
    fact: FactWord | None = None
    year: int | None = None
    bands: list[RawBand] = []
    points: FactWord | None = None
    max: Amount | None = None
    part: Word | None = None
    alternative: Word | None = None


class RawPart(Raw):
    title: AnyText
    cap: Amount | None = None
    at_least: Amount | None = None


class RawScore(Raw):
    title: AnyText
    clause: AnyText
    source: Word | None = None
    at_least: Amount | None = None
    more_than: Amount | None = None
    part: dict[Word, RawPart] = {}
    item: Annotated[list[RawItem], Field(min_length=1)]


class RawJudgement(Raw):
    text: AnyText
    clause: AnyText | None = None


class RawBenefit(Raw):
    text: AnyText
    clause: AnyText | None = None
    source: Word | None = None
    amount: Amount | None = None


class RawDocument(Raw):
    title: AnyText
    holder: AnyText | None = None
    proves: list[FactWord] = []


class RawWindow(Raw):
    opens: date | None = None
    closes: date | None = None
    round: AnyText | None = None
    source: Word | None = None


class RawValid(Raw):
    from_: Annotated[date | None, Field(alias="from")] = None
    to: date | None = None


class RawExample(Raw):
    name: str
    as_of: date | None = None
    with_: Annotated[dict[str, Any], Field(alias="with")] = {}
    without: list[str] = []
    verdict: str
    failed: list[Word] | None = None
    missing: list[str] | None = None
    relaxed: list[Word] | None = None
    points: dict[Word, Amount | RawPoints] = {}


class RawGiven(BaseModel):
    """The facts of a passing case; every example starts from it."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)
    as_of: date


class RawMeasure(Raw):
    id: Word
    title: AnyText
    subject: Word
    decided: Choice = Decided.RULE
    source: Word
    checked: date
    valid: RawValid = RawValid()
    superseded_by: Word | None = None
    notice: list[str] = []
    excludes: list[Word] = []
    grants: list[FactWord] = []
    aka: list[str] = []
    unwritten: AnyText | None = None
    summary: AnyText | None = None
    notes: list[AnyText] = []
    scope: RawTree | None = None
    requires: RawTree | None = None
    group: dict[Word, RawTree] = {}
    condition: dict[Word, RawCondition] = {}
    score: dict[Word, RawScore] = {}
    judgement: list[RawJudgement] = []
    benefit: list[RawBenefit] = []
    document: list[RawDocument] = []
    window: list[RawWindow] = []
    given: RawGiven | None = None
    example: list[RawExample] = []


class RawDefinition(Raw):
    """A rule that others refer to by `meets`: a measure without what makes it a support."""

    id: Word
    title: AnyText
    subject: Word
    source: Word
    checked: date
    notes: list[AnyText] = []
    requires: RawTree
    group: dict[Word, RawTree] = {}
    condition: dict[Word, RawCondition]
    score: dict[Word, RawScore] = {}
    given: RawGiven | None = None
    example: list[RawExample] = []
