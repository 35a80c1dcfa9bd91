"""The open session: what one person sees and does, shown at once and saved behind; no UI.

A desk shows the last committed session with all edits re-applied that are still on their way.
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
if nothing to be seen has changed, so that it may be given to a reactive each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sessions.edits import Edit, FieldPath, Write
from sessions.errors import CommongridError, RefusedEditError, TextConflictError
from sessions.session import Session, SessionId
from sessions.store import GroupId, LogKind, Outcome, Store, Stored, Who, require_editable

Answer = Outcome | Stored | CommongridError


@dataclass(frozen=True, slots=True)
class Commit:
    """The job of saving one edit."""

    session: SessionId
    who: Who
    edit: Edit
    group: GroupId | None
    kind: LogKind = LogKind.EDIT

    def __call__(self, store: Store) -> Outcome:
        return store.commit(self.session, self.edit, who=self.who, group=self.group, kind=self.kind)


@dataclass(frozen=True, slots=True)
class Undo:
    """The job of taking back what this person did last."""

    session: SessionId
    who: Who

    def __call__(self, store: Store) -> Outcome:
        return store.undo(self.session, who=self.who)


@dataclass(frozen=True, slots=True)
class Redo:
    """The job of doing again what this person took back last."""

    session: SessionId
    who: Who

    def __call__(self, store: Store) -> Outcome:
        return store.redo(self.session, who=self.who)


@dataclass(frozen=True, slots=True)
class Look:
    """The job of reading the session as it is now; cheap if nobody has changed it."""

    session: SessionId

    def __call__(self, store: Store) -> Stored:
        return store.load(self.session)


DeskJob = Commit | Undo | Redo | Look


@dataclass(frozen=True, slots=True)
class Ticket:
    """What was asked for, and as which; comes back with its answer."""

    number: int
    job: DeskJob

    @property
    def saves(self) -> bool:
        """Whether it changes the session, and so must not be lost."""
        return not isinstance(self.job, Look)

    @property
    def edit(self) -> Edit | None:
        """The edit that was asked for; None for undo, redo and a look."""
        return self.job.edit if isinstance(self.job, Commit) else None


class Desk:
    """One session as one person has it before them."""

    def __init__(self, stored: Stored, who: Who, submit: Callable[[Ticket, DeskJob], None]) -> None:
        self.who = who
        self._submit = submit
        self._committed = stored
        self._session = stored.session
        self._pending: dict[int, Ticket] = {}
        self._looking: int | None = None
        self._number = 0
        self._originals: dict[FieldPath, str] = {}

    @property
    def session(self) -> Session:
        """What to show: the committed session with what is on its way."""
        return self._session

    @property
    def id(self) -> SessionId:
        """The id of the session."""
        return self._session.id

    @property
    def stored(self) -> Stored:
        """The session as it was committed last."""
        return self._committed

    @property
    def read_only(self) -> bool:
        """Whether it is a partner's."""
        return not self._committed.ours

    @property
    def unsaved(self) -> int:
        """How many edits, undos and redos are on their way to the disk."""
        return len(self._pending)

    @property
    def unsaved_edits(self) -> list[Edit]:
        """The edits that are on their way, oldest first."""
        return [edit for ticket in self._pending.values() if (edit := ticket.edit) is not None]

    def apply(
        self, edit: Edit, group: GroupId | None = None, kind: LogKind = LogKind.EDIT
    ) -> Ticket | None:
        """Show an edit at once and hand it on; None if it changes nothing.

        Raises RefusedEditError, and then nothing has changed.
        """
        if kind is not LogKind.IMPORT:
            require_editable(self._committed, edit)
        after = edit.apply(self._session)
        if after is self._session and all(t.edit is not None for t in self._pending.values()):
            return None
        self._session = after
        return self._ask(Commit(self.id, self.who, edit, group, kind))

    def undo(self) -> Ticket:
        """Take back what this person did last; shown when it is done."""
        return self._ask(Undo(self.id, self.who))

    def redo(self) -> Ticket:
        """Do again what this person took back last; shown when it is done."""
        return self._ask(Redo(self.id, self.who))

    def look(self) -> Ticket | None:
        """Ask what others have done meanwhile; None while an earlier look is not answered."""
        return self._ask(Look(self.id)) if self._looking is None else None

    def settle(self, ticket: Ticket, answer: Answer) -> CommongridError | None:
        """Take the answer to a ticket; returns what the person has to be told, if anything."""
        if isinstance(answer, Outcome):
            self.acknowledge(ticket, answer.stored)
            return None
        if isinstance(answer, Stored):
            self._looking = None
            self.refresh(answer)
            return None
        return self.refuse(ticket, answer)

    def acknowledge(self, ticket: Ticket, stored: Stored) -> None:
        """What was asked for is saved. Edits made since stay shown."""
        self._pending.pop(ticket.number, None)
        if isinstance(ticket.edit, Write):
            self._originals.pop(ticket.edit.path, None)
        self._rebase(stored)

    def refuse(self, ticket: Ticket, error: CommongridError) -> CommongridError | None:
        """What was asked for cannot be done: it is shown no longer, all the rest is.

        Returns the error to show. Where several writes of one text are on their way, each
        is refused, so the conflict is told once, with the newest text and the first original.
        """
        if self._looking == ticket.number:
            self._looking = None
            return None
        self._pending.pop(ticket.number, None)
        self._rebase(self._committed)
        self.look()
        if isinstance(error, TextConflictError) and isinstance(ticket.edit, Write):
            return self._conflict(ticket.edit, error)
        return error

    def refresh(self, stored: Stored) -> None:
        """Show what somebody else has committed; cheap if it is not newer than what is here."""
        if stored.revision > self._committed.revision:
            self._rebase(stored)

    def _ask(self, job: DeskJob) -> Ticket:
        self._number += 1
        ticket = Ticket(self._number, job)
        if isinstance(job, Look):
            self._looking = ticket.number
        else:
            self._pending[ticket.number] = ticket
        self._submit(ticket, job)
        return ticket

    def _rebase(self, stored: Stored) -> None:
        """Re-apply what is on its way; what does not apply here is for the store to refuse."""
        if stored.revision > self._committed.revision:
            self._committed = stored
        session = self._committed.session
        for edit in self.unsaved_edits:
            try:
                session = edit.apply(session)
            except RefusedEditError:
                continue
        if session != self._session:
            self._session = session

    def _conflict(self, edit: Write, error: TextConflictError) -> TextConflictError | None:
        original = self._originals.setdefault(edit.path, error.original)
        if any(isinstance(e, Write) and e.path == edit.path for e in self.unsaved_edits):
            return None
        del self._originals[edit.path]
        return TextConflictError(
            str(error), mine=error.mine, theirs=error.theirs, original=original
        )
