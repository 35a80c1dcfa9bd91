"""What screens ask for on the open session, which goes through its desk to the store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on

from catalogue.values import replace
from sessions.desk import Desk, Ticket
from sessions.errors import CommongridError, RefusedEditError, StoreError, TextConflictError
from sessions.session import SessionId
from sessions.store import LogRow, Outcome, Store, Who
from tui import messages
from tui.contested import Contested, Written
from tui.keeping import Keeping
from tui.screens.page import Page

if TYPE_CHECKING:
    from sessions.plans.desk import PlanDesk

UNSEEN = -1
"""A version that no database has."""


class Serving(Keeping):
    """An app that has at most one session open, and knows what others do to it meanwhile."""

    def __init__(self, database: Path, who: Who) -> None:
        super().__init__(database, who)
        self.opened: Desk | None = None
        self.notes_shown = False
        self._left: dict[SessionId, Desk] = {}
        self.contested = Contested(self)
        self._seen = self.reader.version()

    def look(self) -> None:
        """Notice what other connections have committed, ours among them."""
        try:
            version = self.reader.version()
        except StoreError:
            # It is tried again in a moment, and whoever has to read or write says why it fails.
            return
        if version != self._seen:
            self._seen = version
            self.others_changed()

    def missed(self, answer: Any) -> None:
        """What could not be read for the moment is looked for again in a moment."""
        if isinstance(answer, StoreError):
            self._seen = UNSEEN

    def others_changed(self) -> None:
        """Bring everything on screen up to what is committed."""
        if self.opened is not None:
            self.opened.look()

    @property
    def desk(self) -> Desk:
        """The open session."""
        assert self.opened is not None, "a step is shown only with a session open"
        return self.opened

    def sit_down(self, session: SessionId) -> None:
        """Open a session, unless it is open already. Raises CommongridError if it cannot be.

        One with changes that are not saved yet is opened again as it was left.
        """
        if self.opened is not None and self.opened.id == session:
            return
        left = self._left.get(session)
        stored = None if left is not None and left.unsaved else self.reader.load(session)
        if self.opened is not None:
            self._left[self.opened.id] = self.opened
        self._left = {key: desk for key, desk in self._left.items() if desk.unsaved}
        if stored is None:
            self.opened = self._left.pop(session)
            return
        desk = Desk(stored, self.who, lambda ticket, job: self._submit(desk, ticket, job))
        self.opened = desk

    @property
    def desks(self) -> list[Desk]:
        """The open session, and those left with changes that are not saved yet."""
        return [*self._left.values(), *([self.opened] if self.opened is not None else [])]

    def _submit(self, desk: Desk, ticket: Ticket, job: Callable[[Store], Any]) -> None:
        self.ask(
            job,
            lambda answer: self._settle(desk, ticket, answer),
            saves=ticket.saves,
            keys_wait=ticket.edit is None,
        )

    def _settle(self, desk: Desk, ticket: Ticket, answer: Any) -> None:
        error = desk.settle(ticket, answer)
        self.missed(answer)
        if error is not None:
            self.refused(OnDesk(self, desk), error, ticket.edit)
        elif desk is self.opened and isinstance(answer, Outcome) and ticket.edit is None:
            self.say(answer.label)
        if desk is self.opened:
            self.session_changed()

    def session_changed(self) -> None:
        """Hand the open session down to the screens that show it."""
        for page in self.pages():
            page.show(self.desk.session)

    def refused(self, at: Written, error: CommongridError, edit: Any) -> None:
        """Say why an edit was refused, or ask which of two people's words stay."""
        # A start pays for nothing that only a conflict needs.
        from sessions.documents import text_written

        if isinstance(error, TextConflictError) and text_written(edit) is not None:
            self.contested.ask(error, edit, at)
        else:
            self.say(str(error), problem=True)

    def is_open(self, desk: Desk | PlanDesk) -> bool:
        """Whether the screens show what is on this desk."""
        return desk is self.opened

    def desk_changed(self, desk: Desk | PlanDesk) -> None:
        """Hand what is on a desk down to the screens that show it."""
        if desk is self.opened:
            self.session_changed()

    @on(messages.EditRequested)
    def edit(self, message: messages.EditRequested) -> None:
        """Show an edit at once and have it saved; what was said of one before is over."""
        for page in self.pages():
            page.hush()
        try:
            self.desk.apply(message.edit, message.group)
        except RefusedEditError as error:
            self.refused(OnDesk(self, self.desk), error, message.edit)
        self.session_changed()

    @on(messages.UndoRequested)
    def undo(self) -> None:
        """Take back this person's last change."""
        self.desk.undo()

    @on(messages.RedoRequested)
    def redo(self) -> None:
        """Do again what was taken back last."""
        self.desk.redo()

    @on(messages.ExportRequested)
    def export(self) -> None:
        """Offer the open session as a file or a report, once all of it is saved."""
        from tui.screens.exportables import session_exportable
        from tui.screens.exporting import ExportPage

        shown = replace(self.desk.stored, session=self.desk.session)
        self.push_screen(ExportPage(session_exportable(shown)))

    @on(messages.NotesShown)
    def show_notes(self, message: messages.NotesShown) -> None:
        """Show private notes on every screen from now on, or hide them."""
        self.notes_shown = message.shown
        for page in self.pages():
            page.notes = message.shown

    @on(messages.HistoryRequested)
    def history(self) -> None:
        """Show who changed what in the open session, once all of it is saved."""
        from tui.screens.history import HistoryPage

        desk = self.desk

        def show(rows: Any) -> None:
            if isinstance(rows, CommongridError):
                self.say(str(rows), problem=True)
                return
            titles = {one.id: one.title for one in desk.session.offered()}
            private = self.notes_shown and not desk.read_only
            page = HistoryPage(desk.session.title, rows, titles, private=private)
            self.push_screen(page)

        self.ask(lambda store: store.history(desk.id), show, saves=False)


class Asked(Written):
    """A text that an app was asked to write."""

    def __init__(self, app: Serving) -> None:
        self._app = app

    def refused(self, error: CommongridError, edit: Any) -> None:
        self._app.refused(self, error, edit)


class OnDesk(Asked):
    """A text of the open session, of one that was left, or of a plan."""

    def __init__(self, app: Serving, desk: Desk | PlanDesk) -> None:
        super().__init__(app)
        self._desk = desk

    def write(self, edit: Any) -> None:
        self._desk.apply(edit)

    def catch_up(self) -> None:
        desk, reader = self._desk, self._app.reader
        if isinstance(desk, Desk):
            desk.refresh(reader.load(desk.id))
        else:
            desk.refresh(reader.plans.load(desk.id))

    def last_change(self, path: str) -> LogRow | None:
        desk, reader = self._desk, self._app.reader
        if isinstance(desk, Desk):
            return reader.last_change(desk.id, path)
        return reader.plans.last_change(desk.id, path)

    def show(self, edit: Any, text: str) -> None:
        if self._app.is_open(self._desk):
            for page in self._app.screen_stack:
                if isinstance(page, Page):
                    page.give_way(edit, text)

    def settled(self) -> None:
        self._app.desk_changed(self._desk)
