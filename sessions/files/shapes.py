"""The shape of each kind of file: what `sessions.files.fields` checks and the JSON Schemas say.

The order of the fields is the order of the keys in a written file. Closed lists are the
enumerations of the domain, so there is no second copy of them. TOML has no null: a key that
is not given is absent. Nothing makes instances of these structs.

Annotations are not put off here, since msgspec needs them all and would compile each one.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from catalogue.activities import BUILTIN_ID
from catalogue.levels import Dimension, Level
from catalogue.phases import Phase
from catalogue.values import dataclass
from sessions.files.scalars import (
    BenefitFactor,
    Day,
    Hash,
    Id,
    InvestmentFactor,
    Line,
    Name,
    PlanUuid,
    SessionUuid,
    SideUuid,
    Text,
    Title,
    When,
)
from sessions.partnership import Decision
from sessions.session import Focus, Perspective, ScopeKind, Size, Years


class SessionTable(Struct, rename="kebab", kw_only=True):
    """[session]: which session this is, and when it was written."""

    id: SessionUuid = ""
    title: Title
    perspective: Perspective
    catalogue: Id = BUILTIN_ID
    catalogue_version: Line = ""
    created: When | UnsetType = UNSET
    modified: When | UnsetType = UNSET
    exported: When | UnsetType = UNSET


class OrganisationTable(Struct, rename="kebab", kw_only=True):
    """[organisation]: who is rating; all but the name is optional."""

    name: Name
    size: (
        Annotated[
            Size,
            Meta(description="Patient group: annual budget; sponsor: market value. USD."),
        ]
        | UnsetType
    ) = UNSET
    focus: tuple[Focus, ...] = ()
    years: Years | UnsetType = UNSET
    phases: tuple[Phase, ...] = ()


class ScopeTable(Struct, rename="kebab", kw_only=True):
    """[scope]: the trial or programme that is talked about."""

    kind: ScopeKind | UnsetType = UNSET
    name: Line = ""
    condition: Text = ""
    phase: Phase | UnsetType = UNSET


class LevelWords(Struct, rename="kebab", kw_only=True):
    """What the three levels of one dimension mean to this side."""

    low: Text = ""
    moderate: Text = ""
    high: Text = ""


class LevelsTable(Struct, rename="kebab", kw_only=True):
    """[levels]: what the words mean to this side."""

    benefit: LevelWords | UnsetType = UNSET
    investment: LevelWords | UnsetType = UNSET


class AssessedTable(Struct, rename="kebab", kw_only=True):
    """[[activity]] of a session: an activity that was chosen, and what was said of it.

    The fields after `phases` are those of `sessions.session.Assessment`.
    """

    id: Annotated[
        Id, Meta(description="Of the catalogue, or own-<slug> with title, description, phases.")
    ]
    title: Annotated[Title, Meta(description="Only for activities not of the built-in list.")] = ""
    description: Text = ""
    phases: tuple[Phase, ...] = ()
    benefit: Level | UnsetType = UNSET
    investment: Level | UnsetType = UNSET
    benefit_why: Text = ""
    investment_why: Text = ""
    benefit_factors: tuple[BenefitFactor, ...] = ()
    investment_factors: tuple[InvestmentFactor, ...] = ()
    plan: Annotated[Text, Meta(description="How it would be done.")] = ""
    unclear: Annotated[Text, Meta(description="A question about the activity's wording.")] = ""
    private_note: Annotated[Text, Meta(description="Stays home unless asked for.")] = ""


class ProvenanceTable(Struct, rename="kebab", kw_only=True):
    """[provenance]: how the file was made; written at the end, and never needed."""

    program: Line = ""
    organisation: Line = ""
    catalogue_hash: Line = ""
    content_hash: Line = ""


class SessionDocument(Struct, rename="kebab", kw_only=True):
    """A session as a file."""

    format: Literal["commongrid-session"]
    version: Literal[1]
    session: SessionTable
    organisation: OrganisationTable
    scope: ScopeTable | UnsetType = UNSET
    levels: LevelsTable | UnsetType = UNSET
    activity: tuple[AssessedTable, ...] = ()
    provenance: ProvenanceTable | UnsetType = UNSET


class CatalogueTable(Struct, rename="kebab", kw_only=True):
    """[catalogue]: the name, version and origin of a list of activities."""

    id: Id
    version: Name
    title: Title
    note: Text = ""


class ListedTable(Struct, rename="kebab", kw_only=True):
    """[[activity]] of a catalogue."""

    id: Id
    title: Title
    label: Annotated[Line, Meta(description="At most 21 terminal cells wide.")] = ""
    phases: Annotated[tuple[Phase, ...], Meta(description="The primary phase first.")] = ()
    description: Text = ""
    examples: tuple[Text, ...] = ()
    provenance: Text = ""


class CatalogueDocument(Struct, rename="kebab", kw_only=True):
    """A list of activities as a file."""

    format: Literal["commongrid-catalogue"]
    version: Literal[1]
    catalogue: CatalogueTable
    activity: tuple[ListedTable, ...]


class PlanTable(Struct, rename="kebab", kw_only=True):
    """[plan]: which plan this is, and in a rescue file when it had been changed last."""

    id: PlanUuid = ""
    title: Title
    modified: When | UnsetType = UNSET


class SideTable(Struct, rename="kebab", kw_only=True):
    """[[side]]: one party to a plan, and the state of its session that was agreed on."""

    session: SideUuid
    name: Name
    version_hash: Annotated[Hash, Meta(description="Over what an export of the session says.")]


class ProposalTable(Struct, rename="kebab", kw_only=True):
    """One of `proposed`: a what-if put to one side."""

    side: Annotated[
        int,
        Meta(
            ge=0,
            extra={"use": "the number of a side: 0 for the first, 1 for the second"},
            description="The number of a side, 0 for the first.",
        ),
    ]
    dimension: Dimension
    from_level: Level = msgspec.field(name="from")
    to_level: Level = msgspec.field(name="to")


class ItemTable(Struct, rename="kebab", kw_only=True):
    """[[item]]: what was agreed about one activity.

    The fields are those of `sessions.partnership.Item`.
    """

    activity: Id
    title: Annotated[
        Title, Meta(description="May be left out for activities of the built-in list.")
    ] = ""
    decision: Decision = Decision.UNDECIDED
    leads: Annotated[
        tuple[Line, ...],
        Meta(extra={"each": True}, description="Who leads, one name per side in their order."),
    ] = ()
    pays: Text = ""
    next_step: Text = ""
    due: Day | UnsetType = UNSET
    stop_if: Text = ""
    success_when: Text = ""
    note: Text = ""
    reason: Text = ""
    proposed: tuple[ProposalTable, ...] = ()


class PlanDocument(Struct, rename="kebab", kw_only=True):
    """A plan of two or more sides as a file."""

    format: Literal["commongrid-plan"]
    version: Literal[1]
    plan: PlanTable
    side: tuple[SideTable, ...]
    item: tuple[ItemTable, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: `format` and newest `version` in its head, what to call it, its shape."""

    format: str
    version: int
    words: str
    shape: type[Struct]


SESSION = Kind("commongrid-session", 1, "a session", SessionDocument)
CATALOGUE = Kind("commongrid-catalogue", 1, "a catalogue", CatalogueDocument)
PLAN = Kind("commongrid-plan", 1, "a plan", PlanDocument)
KINDS = {kind.format: kind for kind in (SESSION, CATALOGUE, PLAN)}


@cache
def keys(shape: type[Struct]) -> Mapping[str, str]:
    """The key in the file of each field of a shape."""
    return {field.name: field.encode_name for field in msgspec.structs.fields(shape)}


def json_schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of a kind of file, for editors that check and complete TOML."""
    made = msgspec.json.schema(kind.shape)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{kind.format}, version {kind.version}",
        **made,
    }
