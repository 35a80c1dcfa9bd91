"""What a place that keeps sessions can do. `sessions.sqlite_store` does it on disk."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from sessions.edits import Archive, Delete, Edit
from sessions.errors import ReadOnlySessionError
from sessions.patch import Change
from sessions.session import Perspective, Session, SessionId, Step

Who = NewType("Who", str)
"""The name a person's edits are logged under: --as, COMMONGRID_NAME or the login."""

GroupId = NewType("GroupId", str)
"""Edits that are one step of undo and one line of history share a group."""


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


def require_editable(stored: Stored, edit: Edit) -> None:
    """Raise ReadOnlySessionError for an edit that a partner's session does not take.

    It takes the marks of the library, which stay home.
    """
    if not stored.ours and not isinstance(edit, Archive | Delete):
        raise ReadOnlySessionError(
            "This is the partner's session, so it is not edited; duplicate it to work on a copy."
        )


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
    step: Step
    archived: bool
    deleted: bool
    modified: datetime


def new_group() -> GroupId:
    """A new group, for a carry or for one visit of a text field."""
    return GroupId(secrets.token_hex(8))


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a commit, an undo or a redo led to; `label` says what was done, or done again."""

    stored: Stored
    label: str


class Store(Protocol):
    """Keeps sessions and the log of their changes. Every call is whole: done, or an error.

    Raises StoreError (StoreBusyError where trying again may help), UnknownSessionError, and
    what the edits raise.
    """

    def sessions(self) -> list[Summary]:
        """All sessions, the deleted ones too, newest change first."""
        ...

    def load(self, session: SessionId) -> Stored:
        """One session as it is now; cheap where nothing has changed since the last time."""
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

    def commit(
        self,
        session: SessionId,
        edit: Edit,
        *,
        who: Who,
        group: GroupId | None = None,
        kind: LogKind = LogKind.EDIT,
    ) -> Outcome:
        """Apply an edit to the newest state and log what it changed; one transaction.

        A partner's session takes only LogKind.IMPORT and the marks of the library.
        """
        ...

    def undo(self, session: SessionId, *, who: Who) -> Outcome:
        """Take back this person's newest group that still stands.

        Raises NothingToUndoError, or RefusedEditError naming who has changed it since.
        """
        ...

    def redo(self, session: SessionId, *, who: Who) -> Outcome:
        """Do again what this person took back last, unless they have edited since."""
        ...

    def history(self, session: SessionId) -> list[LogRow]:
        """Every logged change of a session, oldest first."""
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
