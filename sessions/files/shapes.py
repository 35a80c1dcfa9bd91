"""The shape of each kind of file: what `sessions.files.fields` checks and the JSON Schemas say.

The order of the keys is that of a written file. Closed lists are the enumerations of the
domain, so there is no second copy of them. TOML has no null: a key that is not given is absent.
Nothing makes instances of these tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from catalogue.activities import BUILTIN_ID
from catalogue.levels import Dimension, Level
from catalogue.phases import Phase
from catalogue.values import dataclass
from sessions.files.scalars import (
    BENEFIT_FACTOR,
    DAY,
    HASH,
    ID,
    INVESTMENT_FACTOR,
    LINE,
    NAME,
    SIDE,
    SIDE_UUID,
    TEXT,
    TITLE,
    UUID,
    WHEN,
    OneOf,
    Scalar,
    Text,
)
from sessions.partnership import Decision
from sessions.session import Focus, Perspective, ScopeKind, Size, Years


class Key:
    """A key of a table, whose name is the attribute's with hyphens unless another is `named`.

    `holds` is a scalar, a list, or a table by its shape; `about` is for the JSON Schema. Where
    the key is not given its value is `default`, which for None the JSON Schema does not tell.
    """

    def __init__(
        self, holds: Holds, *, required: bool, default: Any, about: str, named: str
    ) -> None:
        self.holds = holds
        self.required = required
        self.default = default
        self.about = about
        self.name = named
        self.attribute = ""

    def __set_name__(self, _: type, attribute: str) -> None:
        self.attribute = attribute
        self.name = self.name or attribute.replace("_", "-")


class Table:
    """A table of a file; a class of this one has its keys as attributes."""

    keys: ClassVar[Mapping[str, Key]]

    def __init_subclass__(cls) -> None:
        keys = [one for one in vars(cls).values() if isinstance(one, Key)]
        cls.keys = {key.name: key for key in keys}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of scalars or of tables. Doubles become one, unless the place of `each` counts."""

    entry: Scalar | type[Table]
    each: bool = False


Holds = Scalar | ListOf | type[Table]


def required(holds: Holds, about: str = "", *, named: str = "") -> Key:
    """A key that must be there."""
    return Key(holds, required=True, default=None, about=about, named=named)


def optional(holds: Holds, about: str = "", *, default: Any = None) -> Key:
    """A key that may be left out; a text is empty then, and a list has no entries."""
    if default is None:
        default = "" if isinstance(holds, Text) else () if isinstance(holds, ListOf) else None
    return Key(holds, required=False, default=default, about=about, named="")


class SessionTable(Table):
    """[session]: which session this is, and when it was written."""

    id = optional(
        UUID, "A UUID. Leave it out and it is made of the organisation's name and the title."
    )
    title = required(TITLE)
    perspective = required(OneOf(Perspective))
    catalogue = optional(ID, default=BUILTIN_ID)
    catalogue_version = optional(LINE)
    created = optional(WHEN)
    modified = optional(WHEN)
    exported = optional(WHEN)


class OrganisationTable(Table):
    """[organisation]: who is rating; all but the name is optional."""

    name = required(NAME)
    size = optional(OneOf(Size), "Patient group: annual budget; sponsor: market value. USD.")
    focus = optional(ListOf(OneOf(Focus)))
    years = optional(OneOf(Years))
    phases = optional(ListOf(OneOf(Phase)))


class ScopeTable(Table):
    """[scope]: the trial or programme that is talked about."""

    kind = optional(OneOf(ScopeKind))
    name = optional(LINE)
    condition = optional(TEXT)
    phase = optional(OneOf(Phase))


class LevelWords(Table):
    """What the three levels of one dimension mean to this side."""

    low = optional(TEXT)
    moderate = optional(TEXT)
    high = optional(TEXT)


class LevelsTable(Table):
    """[levels]: what the words mean to this side."""

    benefit = optional(LevelWords)
    investment = optional(LevelWords)


class AssessedTable(Table):
    """[[activity]] of a session: an activity that was chosen, and what was said of it.

    The fields after `phases` are those of `sessions.session.Assessment`.
    """

    id = required(ID, "Of the catalogue, or own-<slug> with title, description, phases.")
    title = optional(TITLE, "Only for activities not of the built-in list.")
    description = optional(TEXT)
    phases = optional(ListOf(OneOf(Phase)))
    benefit = optional(OneOf(Level))
    investment = optional(OneOf(Level))
    benefit_why = optional(TEXT)
    investment_why = optional(TEXT)
    benefit_factors = optional(ListOf(BENEFIT_FACTOR))
    investment_factors = optional(ListOf(INVESTMENT_FACTOR))
    plan = optional(TEXT, "How it would be done.")
    unclear = optional(TEXT, "A question about the activity's wording.")
    private_note = optional(TEXT, "Stays home unless asked for.")


class ProvenanceTable(Table):
    """[provenance]: how the file was made; written at the end, and never needed."""

    program = optional(LINE)
    organisation = optional(LINE)
    catalogue_hash = optional(LINE)
    content_hash = optional(LINE)


class SessionDocument(Table):
    """A session as a file."""

    format = required(OneOf(("commongrid-session",)))
    version = required(OneOf((1,)))
    session = required(SessionTable)
    organisation = required(OrganisationTable)
    scope = optional(ScopeTable)
    levels = optional(LevelsTable)
    activity = optional(ListOf(AssessedTable))
    provenance = optional(ProvenanceTable)


class CatalogueTable(Table):
    """[catalogue]: the name, version and origin of a list of activities."""

    id = required(ID)
    version = required(NAME)
    title = required(TITLE)
    note = optional(TEXT)


class ListedTable(Table):
    """[[activity]] of a catalogue."""

    id = required(ID)
    title = required(TITLE)
    label = optional(LINE, "At most 21 terminal cells wide.")
    phases = optional(ListOf(OneOf(Phase)), "The primary phase first.")
    description = optional(TEXT)
    examples = optional(ListOf(TEXT))
    provenance = optional(TEXT)


class CatalogueDocument(Table):
    """A list of activities as a file."""

    format = required(OneOf(("commongrid-catalogue",)))
    version = required(OneOf((1,)))
    catalogue = required(CatalogueTable)
    activity = required(ListOf(ListedTable))


class PlanTable(Table):
    """[plan]: which plan this is, and in a rescue file when it had been changed last."""

    id = optional(UUID, "A UUID. Leave it out and it is made of the sides' sessions and the title.")
    title = required(TITLE)
    modified = optional(WHEN)


class SideTable(Table):
    """[[side]]: one party to a plan, and the state of its session that was agreed on."""

    session = required(SIDE_UUID)
    name = required(NAME)
    version_hash = required(HASH, "Over what an export of the session says.")


class ProposalTable(Table):
    """One of `proposed`: a what-if put to one side."""

    side = required(SIDE, "The number of a side, 0 for the first.")
    dimension = required(OneOf(Dimension))
    from_level = required(OneOf(Level), named="from")
    to_level = required(OneOf(Level), named="to")


class ItemTable(Table):
    """[[item]]: what was agreed about one activity.

    The fields are those of `sessions.partnership.Item`.
    """

    activity = required(ID)
    title = optional(TITLE, "May be left out for activities of the built-in list.")
    decision = optional(OneOf(Decision), default=Decision.UNDECIDED)
    leads = optional(ListOf(LINE, each=True), "Who leads, one name per side in their order.")
    pays = optional(TEXT)
    next_step = optional(TEXT)
    due = optional(DAY, "A day without quotes, such as 2027-03-31.")
    stop_if = optional(TEXT)
    success_when = optional(TEXT)
    note = optional(TEXT)
    reason = optional(TEXT)
    proposed = optional(ListOf(ProposalTable))


class PlanDocument(Table):
    """A plan of two or more sides as a file."""

    format = required(OneOf(("commongrid-plan",)))
    version = required(OneOf((1,)))
    plan = required(PlanTable)
    side = required(ListOf(SideTable))
    item = optional(ListOf(ItemTable))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: `format` and newest `version` in its head, what to call it, its shape."""

    format: str
    version: int
    words: str
    shape: type[Table]


SESSION = Kind("commongrid-session", 1, "a session", SessionDocument)
CATALOGUE = Kind("commongrid-catalogue", 1, "a catalogue", CatalogueDocument)
PLAN = Kind("commongrid-plan", 1, "a plan", PlanDocument)
KINDS = {kind.format: kind for kind in (SESSION, CATALOGUE, PLAN)}


def keys(shape: type[Table]) -> Mapping[str, str]:
    """The key in the file of each field of a shape."""
    return {key.attribute: name for name, key in shape.keys.items()}
