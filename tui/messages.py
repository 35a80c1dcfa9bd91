"""What screens tell the app. Messages that stay inside one screen live in its widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from textual.message import Message

from sessions.edits import Edit
from sessions.errors import CommongridError
from sessions.session import Session, SessionId, Step
from sessions.store import GroupId, Outcome, Stored


@dataclass
class EditRequested(Message):
    """The open session shall change. Edits of one group are undone as one."""

    edit: Edit
    group: GroupId | None = None


@dataclass
class UndoRequested(Message):
    """The newest edit of this person in the open session shall be taken back."""


@dataclass
class RedoRequested(Message):
    """What was taken back last shall be done again."""


@dataclass
class StepRequested(Message):
    """Another step of the open session shall be shown."""

    step: Step


@dataclass
class OpenRequested(Message):
    """A stored session shall be opened, where this person left it if no step is named."""

    session: SessionId
    step: Step | None = None


@dataclass
class CreateRequested(Message):
    """A new session shall be kept; `then_open` shows it at once."""

    session: Session
    ours: bool = True
    created: datetime | None = None
    modified: datetime | None = None
    then_open: bool = False


@dataclass
class StoredEditRequested(Message):
    """A session of the library, open or not, shall change: archive, delete, rename, update."""

    session: SessionId
    edit: Edit
    imported: bool = False


@dataclass
class StoredUndoRequested(Message):
    """The newest edit of this person in a session of the library shall be taken back."""

    session: SessionId


@dataclass
class Announced(Message):
    """A sentence shall be shown for a while, as plain text."""

    sentence: str
    problem: bool = False


@dataclass
class BackRequested(Message):
    """The screen that posts this is done with."""


@dataclass
class LeaveRequested(Message):
    """The program shall end, after everything is saved."""


@dataclass
class Kept(Message):
    """The writer's answer to one job; `respond` runs on the app's own thread."""

    respond: Callable[[Any, CommongridError | None], None]
    result: Stored | Outcome | None
    error: CommongridError | None


@dataclass
class SavingChanged(Message):
    """What the save mark says: "saved", "saving", or a sentence on what is in the way."""

    mark: str
