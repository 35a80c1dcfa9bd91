"""The open session or plan: what one person sees and does, shown at once and saved behind; no UI.

A desk shows what was committed last with all edits re-applied that are still on their way.
It lives on one thread, the interface's, and never waits. The whole of its use:

    desk = Desk(reader.load(id), who, submit)     submit(ticket, job) hands a job to the Writer
    desk.apply(edit)                              -> desk.session has it; raises RefusedEditError
    desk.undo(); desk.redo()                      asked of the store, in the order of the keys
    desk.look()                                   about once a second: what did others do?
    desk.settle(ticket, answer)                   for every answer; returns an error to show

where, in the app,

    def submit(ticket, job):
        writer.submit(job, lambda answer: post(Answered(ticket, answer)), saves=ticket.saves)

After each of these calls `desk.session` is what to show. It is the very same object as before
if nothing to be seen has changed, so that it may be given to a reactive each time. The desk of
a plan is `sessions.plans.desk.PlanDesk`, used alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sessions.desk_jobs import (
    Address,
    Commit,
    DeskJob,
    Look,
    Of,
    Redo,
    Ticket,
    Undo,
    of_sessions,
)
from sessions.errors import CommongridError, RefusedEditError, TextConflictError
from sessions.session import Session, SessionId
from sessions.store import GroupId, Kept, LogKind, Outcome, Stored, StoredPlan, Who

if TYPE_CHECKING:
    from sessions.edits import Edit
    from sessions.plans.edits import PlanEdit

__all__ = ["Answer", "Commit", "Desk", "DeskJob", "DocumentDesk", "Ticket"]

Answer = Outcome[Stored] | Outcome[StoredPlan] | Stored | StoredPlan | CommongridError
Held = TypeVar("Held", bound=Kept)
Asked = TypeVar("Asked", bound="Edit | PlanEdit")
Document = TypeVar("Document")


class DocumentDesk(Generic[Held, Document, Asked]):
    """One document as one person has it before them."""

    OF: Of

    def __init__(self, stored: Held, who: Who, submit: Callable[[Ticket, DeskJob], None]) -> None:
        self.who = who
        self._submit = submit
        self._committed = stored
        self._document: Document = stored.document
        self._address: str | Address = stored.document.id
        self._pending: dict[int, Ticket] = {}
        self._looking: int | None = None
        self._look_again = False
        self._number = 0
        self._originals: dict[str, str] = {}

    @property
    def document(self) -> Document:
        """What to show: what was committed with what is on its way."""
        return self._document

    @property
    def stored(self) -> Held:
        """The document as it was committed last."""
        return self._committed

    @property
    def unsaved(self) -> int:
        """How many edits, undos and redos are on their way to the disk."""
        return len(self._pending)

    @property
    def unsaved_edits(self) -> list[Edit | PlanEdit]:
        """The edits that are on their way, oldest first."""
        return [edit for ticket in self._pending.values() if (edit := ticket.edit) is not None]

    def apply(
        self, edit: Asked, group: GroupId | None = None, kind: LogKind = LogKind.EDIT
    ) -> Ticket | None:
        """Show an edit at once and hand it on; None if it changes nothing.

        Raises RefusedEditError, and then nothing has changed.
        """
        if kind is not LogKind.IMPORT:
            self._committed.require_editable(edit)
        after = self._applied(edit, self._document)
        if after is self._document and all(t.edit is not None for t in self._pending.values()):
            return None
        self._document = after
        return self._ask(Commit(self._address, self.who, edit, group, kind, self.OF))

    def undo(self) -> Ticket:
        """Take back what this person did last; shown when it is done."""
        return self._ask(Undo(self._address, self.who, self.OF))

    def redo(self) -> Ticket:
        """Do again what this person took back last; shown when it is done."""
        return self._ask(Redo(self._address, self.who, self.OF))

    def look(self) -> Ticket | None:
        """Ask what others have done meanwhile; None while an earlier look is not answered.

        That one may have read before they did it, so that another follows its answer.
        """
        self._look_again = self._looking is not None
        return None if self._look_again else self._ask(Look(self._address, self.OF))

    def settle(self, ticket: Ticket, answer: Answer) -> CommongridError | None:
        """Take the answer to a ticket; returns what the person has to be told, if anything."""
        if isinstance(answer, CommongridError):
            return self.refuse(ticket, answer)
        stored: Any = answer.stored if isinstance(answer, Outcome) else answer
        if self._looking == ticket.number:
            self.refresh(stored)
            self._looked()
        else:
            self.acknowledge(ticket, stored)
        return None

    def acknowledge(self, ticket: Ticket, stored: Held) -> None:
        """What was asked for is saved. Edits made since stay shown."""
        self._pending.pop(ticket.number, None)
        if (path := _text_written(ticket.edit)) is not None:
            self._originals.pop(path, None)
        self._rebase(stored)

    def refuse(self, ticket: Ticket, error: CommongridError) -> CommongridError | None:
        """What was asked for cannot be done: it is shown no longer, all the rest is.

        Returns the error to show. Where several writes of one text are on their way, each
        is refused, so the conflict is told once, with the newest text and the first original.
        """
        if self._looking == ticket.number:
            self._looked()
            return None
        self._pending.pop(ticket.number, None)
        self._rebase(self._committed)
        self.look()
        path = _text_written(ticket.edit)
        if isinstance(error, TextConflictError) and path is not None:
            return self._conflict(path, error)
        return error

    def refresh(self, stored: Held) -> None:
        """Show what somebody else has committed; cheap if it is not newer than what is here."""
        if stored.revision > self._committed.revision:
            self._rebase(stored)

    def _looked(self) -> None:
        self._looking = None
        if self._look_again:
            self.look()

    def _ask(self, job: DeskJob) -> Ticket:
        self._number += 1
        ticket = Ticket(self._number, job)
        if isinstance(job, Look):
            self._looking = ticket.number
        else:
            self._pending[ticket.number] = ticket
        self._submit(ticket, job)
        return ticket

    def _applied(self, edit: Any, document: Document) -> Document:
        after: Document = edit.apply(document)
        return after

    def _rebase(self, stored: Held) -> None:
        """Re-apply what is on its way; what does not apply here is for the store to refuse."""
        if stored.revision > self._committed.revision:
            self._committed = stored
        document: Document = self._committed.document
        for edit in self.unsaved_edits:
            try:
                document = self._applied(edit, document)
            except RefusedEditError:
                continue
        if document != self._document:
            self._document = document

    def _conflict(self, path: str, error: TextConflictError) -> TextConflictError | None:
        original = self._originals.setdefault(path, error.original)
        if any(_text_written(edit) == path for edit in self.unsaved_edits):
            return None
        del self._originals[path]
        return error.with_(original=original)


class Desk(DocumentDesk[Stored, Session, "Edit"]):
    """One session as one person has it before them."""

    OF = staticmethod(of_sessions)

    @property
    def session(self) -> Session:
        """What to show: the committed session with what is on its way."""
        return self.document

    @property
    def id(self) -> SessionId:
        """The id of the session."""
        return self.document.id

    @property
    def read_only(self) -> bool:
        """Whether it is a partner's."""
        return not self.stored.ours


def _text_written(edit: Edit | PlanEdit | None) -> str | None:
    # Documents know all edits, which a session can be opened without.
    from sessions.documents import text_written

    return text_written(edit)
