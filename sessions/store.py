"""What a place that keeps sessions and plans can do. `sessions.sqlite.store` does it on disk.

Both are documents: kept on a shelf of their kind, changed by edits, logged and undone alike.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, NewType, Protocol, Self, TypeVar

from catalogue.values import dataclass, replace
from sessions.errors import ReadOnlySessionError
from sessions.session import Perspective, Session, SessionId, Step, unfinished

if TYPE_CHECKING:
    from sessions.edits import Edit  # noqa: F401  # used in quotes
    from sessions.partnership import Partnership, PlanId
    from sessions.patch import Change
    from sessions.plans.edits import PlanEdit  # noqa: F401  # used in quotes

Who = NewType("Who", str)
"""The name a person's edits are logged under: --as, COMMONGRID_NAME or the login."""

GroupId = NewType("GroupId", str)
"""Edits that are one step of undo and one line of history share a group."""


class Kept(Protocol):
    """A document of any kind as it is kept."""

    @property
    def document(self) -> Any:
        """The session, or the plan."""
        ...

    @property
    def revision(self) -> int:
        """Rises by one with every commit that changes the document."""
        ...

    @property
    def modified(self) -> datetime:
        """The moment of the last of these, aware and in UTC."""
        ...

    def require_editable(self, edit: object) -> None:
        """Raise ReadOnlySessionError for an edit that is not for whoever holds this."""
        ...

    def changed(self, after: Any, at: datetime) -> Self:
        """What is kept after a commit."""
        ...


@dataclass(frozen=True, slots=True)
class Stored:
    """A session as it is kept. `revision` rises by one with every commit that changes it.

    Times are aware and in UTC. `ours` is False for a partner's session, which is read-only.
    """

    session: Session
    revision: int
    ours: bool
    created: datetime
    modified: datetime

    @property
    def document(self) -> Session:
        """The session."""
        return self.session

    def require_editable(self, edit: object) -> None:
        """Raise ReadOnlySessionError for an edit that a partner's session does not take.

        It takes the marks of the library, which stay home.
        """
        # Edits are for whoever edits, which the first frame does not.
        from sessions.edits import Archive, Delete

        if not self.ours and not isinstance(edit, Archive | Delete):
            raise ReadOnlySessionError(
                "This is the partner's session, so it is not edited; "
                "duplicate it to work on a copy."
            )

    def changed(self, after: Session, at: datetime) -> Self:
        """What is kept after a commit."""
        return replace(self, session=after, revision=self.revision + 1, modified=at)


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan as it is kept; every side may edit it. Revision 0: begun, and not kept yet."""

    plan: Partnership
    revision: int
    created: datetime
    modified: datetime

    @property
    def document(self) -> Partnership:
        """The plan."""
        return self.plan

    def require_editable(self, edit: object) -> None:
        """A plan belongs to all of its sides, so every edit is taken."""

    def changed(self, after: Partnership, at: datetime) -> Self:
        """What is kept after a commit."""
        return replace(self, plan=after, revision=self.revision + 1, modified=at)


@dataclass(frozen=True, slots=True)
class Summary:
    """A session as the library lists it, without its words."""

    id: SessionId
    title: str
    perspective: Perspective
    organisation: str
    ours: bool
    chosen: int
    rated: int
    archived: bool
    deleted: bool
    modified: datetime

    @property
    def step(self) -> Step:
        """The first step that is not finished."""
        return unfinished(self.chosen, self.rated)


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan as a list shows it: its sides in their order, and how many items have which decision.

    `undecided` counts items on which something was written; activities that no side has said
    anything about in the plan are not in it.
    """

    id: PlanId
    title: str
    sides: tuple[str, ...]
    sessions: tuple[SessionId, ...]
    pursue: int
    later: int
    decline: int
    undecided: int
    deleted: bool
    modified: datetime


def new_group() -> GroupId:
    """A new group, for a carry or for one visit of a text field."""
    return GroupId(os.urandom(8).hex())


class LogKind(StrEnum):
    """How a row came into the log."""

    EDIT = "edit"
    IMPORT = "import"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class LogRow:
    """One logged change. `reverts` is the `seq` of the row it takes back, if it does."""

    seq: int
    group: GroupId
    kind: LogKind
    at: datetime
    who: Who
    label: str
    change: Change
    reverts: int | None


Id_contra = TypeVar("Id_contra", bound=str, contravariant=True)
Held_co = TypeVar("Held_co", bound=Kept, covariant=True)
Asked_contra = TypeVar("Asked_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Held_co]):
    """What a commit, an undo or a redo led to; `label` says what was done, or done again."""

    stored: Held_co
    label: str


class Shelf(Protocol[Id_contra, Held_co, Asked_contra]):
    """The documents of one kind and the log of their changes. Every call is whole, or an error.

    Raises StoreError (StoreBusyError where trying again may help), UnknownSessionError or
    UnknownPlanError, and what the edits raise.
    """

    def load(self, document: Id_contra, /) -> Held_co:
        """One document as it is now; cheap where nothing has changed since the last time."""
        ...

    def commit(
        self,
        document: Id_contra,
        edit: Asked_contra,
        /,
        *,
        who: Who,
        group: GroupId | None = None,
        kind: LogKind = LogKind.EDIT,
    ) -> Outcome[Held_co]:
        """Apply an edit to the newest state and log what it changed; one transaction.

        A partner's session takes only LogKind.IMPORT and the marks of the library.
        """
        ...

    def undo(self, document: Id_contra, /, *, who: Who) -> Outcome[Held_co]:
        """Take back this person's newest group that still stands.

        Raises NothingToUndoError, or RefusedEditError naming who has changed it since.
        """
        ...

    def redo(self, document: Id_contra, /, *, who: Who) -> Outcome[Held_co]:
        """Do again what this person took back last, unless they have edited since."""
        ...

    def history(self, document: Id_contra, /) -> list[LogRow]:
        """Every logged change of a document, oldest first."""
        ...


class Plans(Shelf["PlanId", StoredPlan, "PlanEdit"], Protocol):
    """The plans of a store."""

    def all(self) -> list[PlanSummary]:
        """All plans, the deleted ones too, newest change first."""
        ...

    def find(self, name: str) -> PlanId:
        """The plan with this id, this unique prefix of an id, or exactly this title.

        Deleted plans are not found. Raises UnknownPlanError, naming the candidates.
        """
        ...

    def of(self, sessions: Sequence[SessionId]) -> StoredPlan | None:
        """The newest plan, not deleted, with just these sessions as its sides, in any order.

        Else the newest with these and others among its sides; None where there is none.
        """
        ...

    def create(self, plan: Partnership, *, who: Who) -> StoredPlan:
        """Keep a new plan; refused if its id is taken, by a deleted one too."""
        ...

    def begin(self, plan: Partnership, *, who: Who) -> StoredPlan:
        """Keep a new plan, unless just its sides have one: then that one, in one transaction."""
        ...


class Store(Shelf[SessionId, Stored, "Edit"], Protocol):
    """Keeps sessions, which are its own shelf, and plans, which are another."""

    @property
    def plans(self) -> Plans:
        """The shelf of the plans."""
        ...

    def sessions(self) -> list[Summary]:
        """All sessions, the deleted ones too, newest change first."""
        ...

    def find(self, name: str) -> SessionId:
        """The session with this id, this unique prefix of an id, or exactly this title.

        Deleted sessions are not found. Raises UnknownSessionError, naming the candidates.
        """
        ...

    def create(
        self,
        session: Session,
        *,
        who: Who,
        ours: bool = True,
        created: datetime | None = None,
        modified: datetime | None = None,
    ) -> Stored:
        """Keep a new session; refused if its id is taken, by a deleted one too."""
        ...

    def place(self, session: SessionId, who: Who) -> Step | None:
        """The screen this person was on last in this session, None if never."""
        ...

    def remember_place(self, session: SessionId, who: Who, step: Step) -> None:
        """Keep the screen this person is on."""
        ...

    def version(self) -> int:
        """A number that changes when another connection or process has committed."""
        ...

    def close(self) -> None:
        """Leave the store as one file at rest."""
        ...
