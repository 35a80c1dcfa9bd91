"""What screens ask for on sessions: the open one goes through its desk, the others to the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual import on

from sessions.desk import Desk, Ticket
from sessions.edits import Write
from sessions.errors import CommongridError, RefusedEditError, TextConflictError
from sessions.session import SessionId
from sessions.store import LogKind, Outcome, Store, Who
from tui import messages
from tui.keeping import Keeping
from tui.screens.page import Page


class Serving(Keeping):
    """An app that has at most one session open, and knows what others do to it meanwhile."""

    def __init__(self, database: Path, who: Who) -> None:
        super().__init__(database, who)
        self.opened: Desk | None = None
        self._seen = self.reader.version()

    def look(self) -> None:
        """Notice what other connections have committed, ours among them."""
        try:
            version = self.reader.version()
        except CommongridError as error:
            self.say(str(error), problem=True)
            return
        if version != self._seen:
            self._seen = version
            self.others_changed()

    def others_changed(self) -> None:
        """Bring everything on screen up to what is committed."""
        if self.opened is not None:
            self.opened.look()
        self.refresh_library()

    # ---- the open session

    @property
    def desk(self) -> Desk:
        """The open session."""
        assert self.opened is not None, "a step is shown only with a session open"
        return self.opened

    def sit_down(self, session: SessionId) -> None:
        """Open a session, unless it is open already. Raises CommongridError if it cannot be."""
        if self.opened is None or self.opened.id != session:
            self.opened = Desk(self.reader.load(session), self.who, self._submit)

    def _submit(self, ticket: Ticket, job: Callable[[Store], Any]) -> None:
        desk = self.opened
        self.ask(job, lambda answer: self._settle(desk, ticket, answer), saves=ticket.saves)

    def _settle(self, desk: Desk | None, ticket: Ticket, answer: Any) -> None:
        if desk is None:
            return
        error = desk.settle(ticket, answer)
        if desk is not self.opened:
            return
        if error is not None:
            self._refused(error, ticket.edit)
        elif isinstance(answer, Outcome) and ticket.edit is None:
            self.say(answer.label)
        self.session_changed()

    def session_changed(self) -> None:
        """Hand the open session down to the screens that show it."""
        for page in self.pages():
            page.show(self.desk.session)

    def _refused(self, error: CommongridError, edit: Any) -> None:
        page = next(iter(self.pages()), None)
        if isinstance(error, TextConflictError) and isinstance(edit, Write) and page is not None:
            page.settle(error, edit.path)
        else:
            self.say(str(error), problem=True)

    @on(messages.EditRequested)
    def edit(self, message: messages.EditRequested) -> None:
        """Show an edit at once and have it saved."""
        try:
            self.desk.apply(message.edit, message.group)
        except RefusedEditError as error:
            self._refused(error, message.edit)
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
            page = HistoryPage(desk.session.title, rows, titles, private=not desk.read_only)
            self.push_screen(page)

        self.ask(lambda store: store.history(desk.id), show, saves=False)

    # ---- the library

    def library(self) -> Page:
        """A new library screen on what is stored now."""
        from tui.screens.library import LibraryPage

        page = LibraryPage()
        page.summaries = tuple(self.reader.sessions())
        return page

    def refresh_library(self) -> None:
        """Bring the library up to date if it is on screen; a covered one would repaint the top."""
        from tui.screens.library import LibraryPage

        page = self.screen

        def show(answer: Any) -> None:
            if isinstance(page, LibraryPage) and not isinstance(answer, CommongridError):
                page.summaries = tuple(answer)

        if isinstance(page, LibraryPage):
            self.ask(lambda store: store.sessions(), show, saves=False)

    @on(messages.CreateRequested)
    def create(self, message: messages.CreateRequested) -> None:
        """Keep a new session, and open it if that is wanted."""

        def kept(answer: Any) -> None:
            if isinstance(answer, CommongridError):
                self.say(str(answer), problem=True)
                return
            self.refresh_library()
            if message.then_open:
                self.post_message(messages.OpenRequested(message.session.id))

        self.ask(
            lambda store: store.create(
                message.session,
                who=self.who,
                ours=message.ours,
                created=message.created,
                modified=message.modified,
            ),
            kept,
        )

    @on(messages.LoadRequested)
    def load(self, message: messages.LoadRequested) -> None:
        """Give a stored session to the screen that asked for it."""
        self.ask(lambda store: store.load(message.session), message.respond, saves=False)

    @on(messages.StoredEditRequested)
    def edit_stored(self, message: messages.StoredEditRequested) -> None:
        """Change a session of the library."""
        kind = LogKind.IMPORT if message.imported else LogKind.EDIT
        self.ask(
            lambda store: store.commit(message.session, message.edit, who=self.who, kind=kind),
            self._library_changed,
        )

    def _library_changed(self, answer: Any) -> None:
        if isinstance(answer, CommongridError):
            self.say(str(answer), problem=True)
        else:
            self.say(answer.label)
        self.refresh_library()
