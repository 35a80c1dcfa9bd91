"""What one side said in one session: frozen values, the one source of truth.

Nothing here changes in place. An edit (`sessions.edits`) makes a new `Session`; a patch
(`sessions.patch`) tells two of them apart.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from typing import NewType

from catalogue.activities import Activity, ActivityId, Catalogue, builtin
from catalogue.factors import FactorCode
from catalogue.levels import Dimension, Level
from catalogue.phases import Phase
from catalogue.values import dataclass, field, fields, replace

SessionId = NewType("SessionId", str)

TITLE_LENGTH = 300
TEXT_LENGTH = 100_000
"""How many characters a title may have, and any other text, here and in a file."""

PRIVATE = {"private": True}
"""Field metadata: stays home in every output unless somebody asks for it by name."""


class Perspective(StrEnum):
    """Whose view a session holds. A joint session is rated together, so it is no side."""

    SPONSOR = "sponsor"
    PATIENT_GROUP = "patient-group"
    JOINT = "joint"

    @property
    def words(self) -> str:
        """The perspective in words."""
        return {"sponsor": "Sponsor", "patient-group": "Patient group", "joint": "Both together"}[
            self.value
        ]


class Size(StrEnum):
    """Annual budget of a patient group, or market capitalisation of a sponsor, in USD.

    Brackets of Table 1 of Perry et al. 2021.
    """

    UNDER_500K = "under-500k"
    FROM_500K = "500k-1m"
    FROM_1M = "1m-5m"
    FROM_5M = "5m-10m"
    FROM_10M = "10m-up"
    UNDER_300M = "under-300m"
    FROM_300M = "300m-2b"
    FROM_2B = "2b-10b"
    OVER_10B = "over-10b"


GROUP_SIZES = tuple(Size)[:5]
SPONSOR_SIZES = tuple(Size)[5:]


class Years(StrEnum):
    """How long an organisation has been engaged in product development (Table 1)."""

    UNDER_1 = "under-1"
    FROM_1 = "1-2"
    FROM_3 = "3-4"
    FROM_5 = "5-10"
    OVER_10 = "over-10"
    NOT_SURE = "not-sure"


class Focus(StrEnum):
    """Disease focus of an organisation: the rows of Table 1, both columns together."""

    ALL = "all"
    RARE = "rare"
    RARE_GENETIC = "rare-genetic"
    RARE_CANCERS = "rare-cancers"
    COMMON = "common"
    CANCERS = "cancers"
    NEUROLOGICAL = "neurological"
    NERVOUS_MENTAL = "nervous-mental"
    AUTOIMMUNE = "autoimmune"
    RESPIRATORY = "respiratory"


class ScopeKind(StrEnum):
    """What the partnership would be about."""

    TRIAL = "trial"
    PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who is rating; a joint session's name holds both names. All but the name is optional."""

    name: str
    size: Size | None = None
    focus: tuple[Focus, ...] = ()
    years: Years | None = None
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The trial or programme that is talked about; all of it optional."""

    kind: ScopeKind | None = None
    name: str = ""
    condition: str = ""
    phase: Phase | None = None


@dataclass(frozen=True, slots=True)
class LevelMeanings:
    """What low, moderate and high mean to this side, in its own words; empty where not said."""

    benefit_low: str = ""
    benefit_moderate: str = ""
    benefit_high: str = ""
    investment_low: str = ""
    investment_moderate: str = ""
    investment_high: str = ""

    def of(self, dimension: Dimension, level: Level) -> str:
        """The meaning of one level of one dimension."""
        text: str = getattr(self, f"{dimension}_{level}")
        return text


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one side holds of one activity. Un-choosing keeps every word, so that it can come back.

    Levels may be given in either order, or not yet (None).
    """

    activity: ActivityId
    chosen: bool = False
    benefit: Level | None = None
    investment: Level | None = None
    benefit_why: str = ""
    investment_why: str = ""
    benefit_factors: tuple[FactorCode, ...] = ()
    investment_factors: tuple[FactorCode, ...] = ()
    plan: str = ""
    unclear: str = ""
    private_note: str = field(default="", metadata=PRIVATE)

    @property
    def rated(self) -> bool:
        """Whether both levels are given, so that it has a cell of the matrix."""
        return self.benefit is not None and self.investment is not None

    @property
    def blank(self) -> bool:
        """Whether nothing was ever said of it."""
        return self == Assessment(self.activity)

    @property
    def has_private(self) -> bool:
        """Whether something is written on it that is for this side alone."""
        return any(getattr(self, name) for name in PRIVATE_FIELDS)

    def level(self, dimension: Dimension) -> Level | None:
        """The level given on one dimension, None if not yet."""
        return self.benefit if dimension is Dimension.BENEFIT else self.investment

    def why(self, dimension: Dimension) -> str:
        """The rationale of one dimension."""
        return self.benefit_why if dimension is Dimension.BENEFIT else self.investment_why

    def factors(self, dimension: Dimension) -> tuple[FactorCode, ...]:
        """The factors ticked for one dimension."""
        return self.benefit_factors if dimension is Dimension.BENEFIT else self.investment_factors

    def rate(self, dimension: Dimension, level: Level | None) -> Assessment:
        """The same assessment with one level given, or taken back."""
        if dimension is Dimension.BENEFIT:
            return replace(self, benefit=level)
        return replace(self, investment=level)


class Step(StrEnum):
    """The steps of the job, in order; also the names that `open --at` takes."""

    SETUP = "setup"
    IDENTIFY = "identify"
    EVALUATE = "evaluate"
    MATRIX = "matrix"
    COMPARE = "compare"
    PLAN = "plan"


PRIVATE_FIELDS = frozenset(one.name for one in fields(Assessment) if one.metadata.get("private"))
"""The fields of an assessment that are declared `PRIVATE`."""


@dataclass(frozen=True, slots=True)
class Session:
    """Everything one side said in one session.

    `own` holds the activities added to the catalogue's, sorted by title; `assessments` holds
    no blank ones. `archived` and `deleted` are marks of the library that stay home.
    """

    id: SessionId
    title: str
    perspective: Perspective
    organisation: Organisation
    scope: Scope = Scope()
    levels: LevelMeanings = LevelMeanings()
    catalogue: Catalogue = field(default_factory=builtin)
    own: Mapping[ActivityId, Activity] = field(default_factory=dict)
    assessments: Mapping[ActivityId, Assessment] = field(default_factory=dict)
    archived: bool = False
    deleted: bool = False

    def offered(self) -> Iterator[Activity]:
        """Every activity that can be chosen: the catalogue's in its order, then our own."""
        yield from self.catalogue.activities
        yield from self.own.values()

    def activity(self, activity: ActivityId) -> Activity | None:
        """The activity with this id, own or the catalogue's; None if there is none."""
        return self.own.get(activity) or self.catalogue.get(activity)

    def title_of(self, activity: ActivityId) -> str:
        """The title of an activity, or its id if the session does not know it."""
        known = self.activity(activity)
        return known.title if known else activity

    def assessment(self, activity: ActivityId) -> Assessment:
        """What was said of an activity; a blank assessment if nothing was."""
        return self.assessments.get(activity) or Assessment(activity)

    def chosen(self) -> list[Assessment]:
        """The assessments of the chosen activities, in the order of `offered`."""
        known = self.assessments
        return [
            held
            for entry in self.offered()
            if (held := known.get(entry.id)) is not None and held.chosen
        ]

    def with_assessment(self, assessment: Assessment) -> Session:
        """The same session with this assessment in place of the former one."""
        assessments = dict(self.assessments)
        if assessment.blank:
            assessments.pop(assessment.activity, None)
        else:
            assessments[assessment.activity] = assessment
        return replace(self, assessments=assessments)

    def with_own(self, activities: Iterable[Activity]) -> Session:
        """The same session with exactly these activities of its own."""
        return replace(self, own=sort_own(activities))

    def progress(self) -> tuple[int, int]:
        """How many activities are chosen, and how many of those are fully rated."""
        chosen = self.chosen()
        return len(chosen), sum(held.rated for held in chosen)

    def step(self) -> Step:
        """The first unfinished step: see `unfinished`."""
        return unfinished(*self.progress())


def unfinished(chosen: int, rated: int) -> Step:
    """The first unfinished step: identify, evaluate, or the matrix when all is rated."""
    if not chosen:
        return Step.IDENTIFY
    return Step.EVALUATE if rated < chosen else Step.MATRIX


def sort_own(activities: Iterable[Activity]) -> dict[ActivityId, Activity]:
    """Own activities by id, in the order in which they are shown: by title, then id."""
    ordered = sorted(activities, key=lambda entry: (entry.title.casefold(), entry.id))
    return {entry.id: entry for entry in ordered}


def new_session_id() -> SessionId:
    """A new UUID of version 7 (RFC 9562): sorts by time of creation, tells nothing else."""
    millis = time.time_ns() // 1_000_000
    value = (millis & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return SessionId(dashed(f"{value:032x}"))


def dashed(digits: str) -> str:
    """A UUID of these 32 hexadecimal digits as it is usually written."""
    return "-".join(digits[start:end] for start, end in pairwise((0, 8, 12, 16, 20, 32)))


def without_private(session: Session) -> Session:
    """The session less its private fields, as `PRIVATE` declares them: what may be shown around."""
    private = dict.fromkeys(PRIVATE_FIELDS, "")
    kept = {
        key: replace(held, **private) if held.has_private else held  # type: ignore[arg-type]  # private fields are texts
        for key, held in session.assessments.items()
        if held.chosen
    }
    return replace(session, assessments=kept)


COPY = " (copy)"
RESCUED = " (rescued)"


def copy_of(session: Session, title: str = "") -> Session:
    """A session of its own that says the same: how a partner's session becomes editable."""
    title = title or ended(session.title, COPY)
    return replace(session, id=new_session_id(), title=title, archived=False, deleted=False)


def ended(title: str, ending: str) -> str:
    """A title with an ending, cut before it so that a file may hold the whole."""
    return title[: TITLE_LENGTH - len(ending)] + ending
