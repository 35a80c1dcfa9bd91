"""The composition root: opens what was asked for, carries edits to the desk and data to screens.

The app decides nothing about the domain. It hands what screens ask for to the desk or to the
writer, and what comes back to the screens.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any, ClassVar

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from catalogue.activities import ActivityId
from sessions.desk import Desk, Ticket
from sessions.edits import Write
from sessions.errors import CommongridError, RefusedEditError, StoreError, TextConflictError
from sessions.session import Session, SessionId, Step
from sessions.sqlite_reader import SqliteReader
from sessions.store import LogKind, Outcome, Store, Who
from sessions.text import safe
from sessions.writer import SaveState, Saving, Writer, sqlite_store
from tui import messages
from tui.palette import Doable
from tui.screens.guard import LEAST_HEIGHT, LEAST_WIDTH, Guard
from tui.screens.page import Page
from tui.screens.step import StepPage
from tui.themes import DARK, THEMES, TOKENS

STYLES = Path(__file__).with_name("styles")
PATIENCE = 0.3
"""Seconds that a save may take before the save mark says so."""

POLL = 1.0
"""Seconds between two looks for what other people have committed."""


class Commongrid(App[int]):
    """The program in a terminal."""

    TITLE = "commongrid"
    CSS_PATH: ClassVar[list[str | PurePath]] = [STYLES / "app.tcss", *sorted(STYLES.glob("[!a]*.tcss"))]
    COMMANDS = {Doable}
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+q",
            "leave",
            "quit",
            id="app.quit",
            show=False,
            priority=True,
            tooltip="Leave commongrid at once; everything is saved on the way",
        ),
    ]
    NOTIFICATION_TIMEOUT = 6

    def __init__(
        self, database: Path, who: Who, *, session: SessionId | None = None, at: Step | None = None
    ) -> None:
        super().__init__()
        self.who = who
        self.database = database
        self.reader = SqliteReader(database)
        self.writer = Writer(
            sqlite_store(database), state=lambda s: self._tell(messages.SavingChanged(s))
        )
        self.desk: Desk | None = None
        self._start = (session, at)
        self._seen = self.reader.version()
        self._late: Any = None
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return TOKENS

    def get_default_screen(self) -> Screen[Any]:
        session, at = self._start
        if session is None:
            return self._library()
        self._sit_down(session)
        return self._page(at or self.reader.place(session, self.who) or self._desk.session.step())

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for sent in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(sent, self.leave_at_once)
        self.set_interval(POLL, self._look)

    def on_resize(self) -> None:
        small = self.size.width < LEAST_WIDTH or self.size.height < LEAST_HEIGHT
        if small and not isinstance(self.screen, Guard):
            self.push_screen(Guard())
        elif not small and isinstance(self.screen, Guard):
            self.pop_screen()

    # ---- the writer's side

    def _tell(self, message: messages.Answered | messages.SavingChanged) -> None:
        """Called on the writer's thread; posting is all it may do."""
        self.post_message(message)

    def ask(
        self, job: Callable[[Store], Any], respond: Callable[[Any], None], *, saves: bool = True
    ) -> None:
        """Have the writer do a job; its answer, or its error, comes back to `respond`."""
        self.writer.submit(
            job, lambda answer: self._tell(messages.Answered(respond, answer)), saves=saves
        )

    @on(messages.Answered)
    def take_answer(self, message: messages.Answered) -> None:
        """Hand an answer to whoever asked."""
        message.respond(message.answer)

    @on(messages.SavingChanged)
    def show_saving(self, message: messages.SavingChanged) -> None:
        """The save mark changes only if a save takes long, so that no key pays for it twice."""
        state = message.state
        if self._late is not None:
            self._late.stop()
            self._late = None
        if state.saving is Saving.SAVING:
            self._late = self.set_timer(PATIENCE, lambda: self._mark(state))
        else:
            self._mark(state)

    def _mark(self, state: SaveState) -> None:
        words = {Saving.SAVED: "saved", Saving.SAVING: "saving", Saving.WAITING: "NOT SAVED YET"}
        for page in self._pages():
            page.mark(words[state.saving])
        if state.saving is Saving.WAITING:
            self.say(state.sentence, problem=True)

    def _look(self) -> None:
        """Notice what other connections have committed, ours among them."""
        try:
            version = self.reader.version()
        except CommongridError as error:
            self.say(str(error), problem=True)
            return
        if version != self._seen:
            self._seen = version
            if self.desk is not None:
                self.desk.look()
            self._refresh_library()

    # ---- the open session

    @property
    def _desk(self) -> Desk:
        assert self.desk is not None, "a step is shown only with a session open"
        return self.desk

    def _sit_down(self, session: SessionId) -> None:
        if self.desk is None or self.desk.id != session:
            self.desk = Desk(self.reader.load(session), self.who, self._submit)

    def _submit(self, ticket: Ticket, job: Callable[[Store], Any]) -> None:
        desk = self.desk
        self.ask(job, lambda answer: self._settle(desk, ticket, answer), saves=ticket.saves)

    def _settle(self, desk: Desk | None, ticket: Ticket, answer: Any) -> None:
        if desk is None:
            return
        error = desk.settle(ticket, answer)
        if desk is not self.desk:
            return
        if error is not None:
            self._refused(error, ticket.edit)
        elif isinstance(answer, Outcome) and ticket.edit is None:
            self.say(answer.label)
        self._show_session()

    def _show_session(self) -> None:
        for page in self._pages():
            page.show(self._desk.session)

    def _refused(self, error: CommongridError, edit: Any) -> None:
        page = next(iter(self._pages()), None)
        if isinstance(error, TextConflictError) and isinstance(edit, Write) and page is not None:
            page.settle(error, edit.path)
        else:
            self.say(str(error), problem=True)

    @on(messages.EditRequested)
    def edit(self, message: messages.EditRequested) -> None:
        """Show an edit at once and have it saved."""
        try:
            self._desk.apply(message.edit, message.group)
        except RefusedEditError as error:
            self._refused(error, message.edit)
        self._show_session()

    @on(messages.UndoRequested)
    def undo(self) -> None:
        """Take back this person's last change."""
        self._desk.undo()

    @on(messages.RedoRequested)
    def redo(self) -> None:
        """Do again what was taken back last."""
        self._desk.redo()

    # ---- the library

    def _library(self) -> Page:
        from tui.screens.library import LibraryPage

        page = LibraryPage()
        page.summaries = tuple(self.reader.sessions())
        return page

    def _refresh_library(self) -> None:
        from tui.screens.library import LibraryPage

        def show(answer: Any) -> None:
            for page in self.screen_stack:
                if isinstance(page, LibraryPage) and not isinstance(answer, CommongridError):
                    page.summaries = tuple(answer)

        if any(isinstance(page, LibraryPage) for page in self.screen_stack):
            self.ask(lambda store: store.sessions(), show, saves=False)

    @on(messages.CreateRequested)
    def create(self, message: messages.CreateRequested) -> None:
        """Keep a new session, and open it if that is wanted."""

        def kept(answer: Any) -> None:
            if isinstance(answer, CommongridError):
                self.say(str(answer), problem=True)
                return
            self._refresh_library()
            if message.then_open:
                self.open(messages.OpenRequested(message.session.id))

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

    @on(messages.StoredEditRequested)
    def edit_stored(self, message: messages.StoredEditRequested) -> None:
        """Change a session of the library."""
        kind = LogKind.IMPORT if message.imported else LogKind.EDIT
        self.ask(
            lambda store: store.commit(message.session, message.edit, who=self.who, kind=kind),
            self._library_changed,
        )

    @on(messages.StoredUndoRequested)
    def undo_stored(self, message: messages.StoredUndoRequested) -> None:
        """Take back the last change to a session of the library."""
        self.ask(lambda store: store.undo(message.session, who=self.who), self._library_changed)

    def _library_changed(self, answer: Any) -> None:
        if isinstance(answer, CommongridError):
            self.say(str(answer), problem=True)
        else:
            self.say(answer.label)
        self._refresh_library()

    # ---- screens

    def _pages(self) -> list[StepPage]:
        return [page for page in self.screen_stack if isinstance(page, StepPage)]

    def _page(self, step: Step, activity: ActivityId | None = None) -> Page:
        desk = self._desk
        self.ask(
            lambda store: store.remember_place(desk.id, self.who, step), lambda _: None, saves=False
        )
        return step_page(step, desk.session, ours=not desk.read_only, activity=activity)

    @on(messages.OpenRequested)
    def open(self, message: messages.OpenRequested) -> None:
        """Open a session where this person left it."""
        try:
            self._sit_down(message.session)
        except CommongridError as error:
            self.say(str(error), problem=True)
            return
        place = message.step or self.reader.place(message.session, self.who)
        self.push_screen(self._page(place or self._desk.session.step()))

    @on(messages.StepRequested)
    def go(self, message: messages.StepRequested) -> None:
        """Show another step of the open session in place of this one."""
        self.switch_screen(self._page(message.step))

    @on(messages.RatingRequested)
    def rate(self, message: messages.RatingRequested) -> None:
        """Open the rating of one activity on top of the screen that asked for it."""
        self.push_screen(self._page(Step.EVALUATE, message.activity))

    @on(messages.BackRequested)
    def back(self) -> None:
        """Leave a screen for the one beneath it, the last one for the library."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.switch_screen(self._library())

    @on(messages.Announced)
    def announce(self, message: messages.Announced) -> None:
        """Say a sentence that a screen has to say."""
        self.say(message.sentence, problem=message.problem)

    def say(self, sentence: str, *, problem: bool = False) -> None:
        """Show a sentence for a while, as text and nothing else."""
        self.notify(safe(sentence), severity="error" if problem else "information", markup=False)

    # ---- the end

    def action_leave(self) -> None:
        """Leave from anywhere."""
        self.post_message(messages.LeaveRequested())

    @on(messages.LeaveRequested)
    def leave_at_once(self) -> None:
        """Hand on what is typed and end; the writer saves all of it on the way out."""
        for page in self._pages():
            for request in page.typed():
                self.edit(request)
        self.exit(0)


def step_page(
    step: Step, session: Session, *, ours: bool, activity: ActivityId | None = None
) -> Page:
    """The screen of a step. Each is imported only when it is shown."""
    if step is Step.SETUP:
        from tui.screens.setup import SetupPage

        return SetupPage(session, ours=ours)
    if step is Step.IDENTIFY:
        from tui.screens.checklist import ChecklistPage

        return ChecklistPage(session, ours=ours)
    if step is Step.EVALUATE:
        from tui.screens.rating import RatingPage

        return RatingPage(session, ours=ours, activity=activity)
    from tui.screens.matrix import MatrixPage

    return MatrixPage(session, ours=ours)


def run(
    database: Path, who: Who, *, session: SessionId | None = None, at: Step | None = None
) -> int:
    """Open the program; returns the exit status when it is left.

    Raises CommongridError if the database or the session cannot be opened.
    """
    app = Commongrid(database, who, session=session, at=at)
    try:
        return app.run() or 0
    finally:
        left = app.writer.close(5)
        app.reader.close()
        if left:
            raise StoreError(f"{len(left)} changes could not be saved. {app.writer.state.sentence}")
