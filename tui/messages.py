"""What screens tell the app. Messages that stay inside one screen live in its widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

from catalogue.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from catalogue.activities import ActivityId
    from sessions.comparison import Comparison
    from sessions.edits import Edit
    from sessions.errors import CommongridError
    from sessions.exchange import PlanFile, SessionFile
    from sessions.joint.matching import TitleMatch
    from sessions.partnership import Partnership, PlanId
    from sessions.plans.edits import PlanEdit
    from sessions.session import Session, SessionId, Step
    from sessions.store import GroupId, Stored, StoredPlan
    from sessions.writer import SaveState
    from tui.draft import Draft


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
class RatingRequested(Message):
    """The rating of one activity of the open session shall be shown."""

    activity: ActivityId


@dataclass
class OpenRequested(Message):
    """A stored session shall be opened, where this person left it if no step is named."""

    session: SessionId
    step: Step | None = None


@dataclass
class CreateRequested(Message):
    """A new session shall be kept; `then_open` shows it at once, `said` is said once it is kept.

    `left_in` is the file that an earlier run left of it: with the session kept, it is removed.
    """

    session: Session
    ours: bool = True
    created: datetime | None = None
    modified: datetime | None = None
    then_open: bool = False
    said: str = ""
    left_in: Path | None = None


@dataclass
class StoredEditRequested(Message):
    """A session of the library, open or not, shall change: archive, delete, rename, update."""

    session: SessionId
    edit: Edit
    imported: bool = False


@dataclass
class LoadRequested(Message):
    """A stored session shall be given to `respond`, or the error that stands in the way."""

    session: SessionId
    respond: Callable[[Stored | CommongridError], None]


@dataclass
class CompareRequested(Message):
    """Two or more stored sessions shall be compared, in this order."""

    sessions: tuple[SessionId, ...]


@dataclass
class SameAnswered(Message):
    """A person has said which activities of the compared sides are the same."""

    answers: Mapping[TitleMatch, bool]


@dataclass
class PartnerFileRequested(Message):
    """A partner's file shall be picked, kept, and compared with the open session."""


@dataclass
class PlanRequested(Message):
    """The plan of the compared sides shall be shown, with the cursor on this activity."""

    activity: ActivityId


@dataclass
class PlanEditRequested(Message):
    """The plan of the compared sides, made at its first edit, shall change. Groups as above."""

    edit: PlanEdit
    group: GroupId | None = None


@dataclass
class NewRequested(Message):
    """A new session shall be typed, or one gone on with that was left half typed."""


@dataclass
class DraftLeft(Message):
    """What was typed for a new session, and is none yet, shall be offered at the next start.

    `path` is the file that it came from, if an earlier run has left it.
    """

    draft: Draft
    path: Path | None = None


@dataclass
class DraftDone(Message):
    """What this file holds was dropped."""

    path: Path


@dataclass
class StoredPlanEditRequested(Message):
    """A plan of the library, open or not, shall change: delete, rename."""

    plan: PlanId
    edit: PlanEdit


Worded = (
    EditRequested | StoredEditRequested | PlanEditRequested | StoredPlanEditRequested | DraftLeft
)
"""What typed text is worded as when the end of the program does not wait for it."""


@dataclass
class PlanUndoRequested(Message):
    """The newest edit of this person in the plan shall be taken back."""


@dataclass
class PlanRedoRequested(Message):
    """What was taken back last in the plan shall be done again."""


@dataclass
class PlanOpenRequested(Message):
    """A kept plan shall be opened, with the sessions of its sides."""

    plan: PlanId


@dataclass
class PlanExportRequested(Message):
    """A file or a report of a kept plan shall be offered."""

    plan: PlanId


@dataclass
class PlanLoadRequested(Message):
    """A kept plan shall be given to `respond`, or the error that stands in the way."""

    plan: PlanId
    respond: Callable[[StoredPlan | CommongridError], None]


@dataclass
class PlanCreateRequested(Message):
    """A new plan shall be kept, and `said` then."""

    plan: Partnership
    said: str


@dataclass
class PlanUpdateRequested(Message):
    """A kept plan shall take over a newer file of itself, and come back if it was deleted."""

    plan: Partnership


@dataclass
class ExportRequested(Message):
    """A file or a report of the open session shall be offered."""


@dataclass
class HistoryRequested(Message):
    """Who changed what in the open session, and when, shall be shown."""


@dataclass
class ReportRequested(Message):
    """A report or an export of what is shown shall be offered: a comparison, or a plan.

    `changed` are the sides of a plan (indexes) that have changed since it was agreed on.
    """

    subject: Comparison | Partnership
    changed: tuple[int, ...] = ()


@dataclass
class Announced(Message):
    """A sentence shall be shown for a while, as plain text.

    A problem stays over the screens that follow, but for one of what was typed `in_field`.
    """

    sentence: str
    problem: bool = False
    in_field: bool = False


@dataclass
class NotesShown(Message):
    """Private notes shall be shown on every screen of this run, or hidden."""

    shown: bool


@dataclass
class DisplaySet(Message):
    """A setting of the display shall be this from now on, and be kept."""

    name: str
    value: str | bool


@dataclass
class BackRequested(Message):
    """The screen that posts this is done with."""


@dataclass
class LeaveRequested(Message):
    """The program shall end, after everything is saved."""


@dataclass
class LineDropped(Message):
    """The terminal is gone; what is typed shall be saved, and the program shall end."""


@dataclass
class Rescued(Message):
    """What is not saved is in these files, so that the program may end."""

    files: tuple[Path, ...]


@dataclass
class RescueFound(Message):
    """A rescue file of an earlier run is there; it holds this, or why that cannot be told.

    `unlisted` tells why the list that a session was begun with does not come with it.
    """

    path: Path
    found: SessionFile | PlanFile | Draft | CommongridError
    unlisted: CommongridError | None = None


@dataclass
class Answered(Message):
    """The writer has done a job; `respond` takes the answer on the app's own thread."""

    respond: Callable[[Any], None]
    answer: Any


@dataclass
class SavingChanged(Message):
    """How the writing of changes goes now."""

    state: SaveState
