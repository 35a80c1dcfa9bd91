"""The composition root: the first screen, the way between screens, and the end.

It decides nothing about the domain: `tui.serving` hands what screens ask for to the desk,
`tui.filing` what the library asks for to the store; `tui.keeping` is the writer's side of it.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import Screen

from catalogue.activities import ActivityId
from sessions.errors import StoreError
from sessions.session import Session, SessionId, Step
from sessions.store import Who
from tui import crash, messages
from tui.filing import with_sides
from tui.leaving import Leaving, heeded
from tui.ready import ReadyRating
from tui.screens.guard import LEAST_HEIGHT, LEAST_WIDTH, Guard
from tui.screens.page import Page
from tui.screens.step import StepPage
from tui.settings import UNSET, Settings

if TYPE_CHECKING:
    from sessions.partnership import PlanId

POLL = 1.0
"""Seconds between two looks for what other people have committed."""

LULL = 1.0
"""Seconds after a first frame in which somebody is likely to read what it shows."""


class Commongrid(Leaving):
    """The program in a terminal."""

    TITLE = "commongrid"
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
        Binding(
            "ctrl+l",
            "repaint",
            "paint anew",
            id="app.repaint",
            show=False,
            priority=True,
            tooltip="Paint all of it anew, where another program has written on it",
        ),
    ]
    NOTIFICATION_TIMEOUT = 6

    def __init__(
        self,
        database: Path,
        who: Who,
        *,
        session: SessionId | None = None,
        at: Step | None = None,
        plan: PlanId | None = None,
        settings: Settings = UNSET,
    ) -> None:
        super().__init__(database, who)
        self._start = (session, at)
        self._plan = plan
        self.rating = ReadyRating(self)
        self.show_as(settings)
        self.notes_shown = settings.notes

    _measured: Size | None = None

    def get_default_screen(self) -> Screen[Any]:
        page = self._first_page()
        self.read_styles(*page.STYLES)
        # Textual gives a result to every screen but this one, and switching takes it back.
        page._push_result_callback(self, None)
        return page

    def _first_page(self) -> Page:
        session, at = self._start
        if self._plan is not None:
            return self.plan_page(*with_sides(self.reader, self._plan))
        if session is None:
            return self.library()
        self.sit_down(session)
        return self.step_page(
            at or self.reader.place(session, self.who) or self.desk.session.step()
        )

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, lambda _: self.call_later(self._guard))
        self.once_painted(lambda: self.set_interval(POLL, self.look))
        self.once_painted(self._get_ready_soon)

    def _get_ready_soon(self) -> None:
        """Make what the next keys are likely to open, while nobody waits for it."""
        self.set_timer(LULL, self._get_ready)

    def _get_ready(self) -> None:
        self.stylesheet.parse()
        if self.opened is not None:
            self.rating.make(self.opened)

    def on_resize(self, event: events.Resize) -> None:
        # `self.size` is set only after this, and a dialog over the guard may close meanwhile.
        self._measured = event.size
        self._guard()

    def _guard(self) -> None:
        """Cover a terminal that is too small; uncover one that is large enough again."""
        size = self._measured or self.size
        small = size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT
        guarded = isinstance(self.screen, Guard)
        if small and not guarded:
            self.push_screen(Guard(id="guard"))
        elif not small and guarded:
            self.pop_screen()

    # ---- screens

    def step_page(self, step: Step, activity: ActivityId | None = None) -> Page:
        desk = self.desk
        self.once_painted(partial(self._remember, desk.id, step))
        if step in (Step.COMPARE, Step.PLAN):
            return self.joint_page(step)
        if step is Step.EVALUATE:
            return self.rating.page(desk, notes=self.notes_shown, activity=activity)
        page = page_of(step, desk.session, ours=not desk.read_only)
        page.set_reactive(StepPage.notes, self.notes_shown)
        return page

    def _remember(self, session: SessionId, step: Step) -> None:
        # What is there already is not written again, so that a look at it loads no writer.
        with suppress(StoreError):
            if self.reader.place(session, self.who) is step:
                return
        self.ask(
            lambda store: store.remember_place(session, self.who, step),
            lambda _: None,
            saves=False,
            keys_wait=False,
        )

    @on(messages.OpenRequested)
    def open(self, message: messages.OpenRequested) -> None:
        """Open a session where this person left it."""
        with self.telling():
            self.sit_down(message.session)
            place = message.step or self.reader.place(message.session, self.who)
            self.push_screen(self.step_page(place or self.desk.session.step()))
            self._get_ready_soon()

    @on(messages.StepRequested)
    def go(self, message: messages.StepRequested) -> None:
        """Show another step of the open session in place of this one."""
        with self.telling():
            self.switch_screen(self.step_page(message.step))

    @on(messages.RatingRequested)
    def rate(self, message: messages.RatingRequested) -> None:
        """Open the rating of one activity on top of the screen that asked for it."""
        self.push_screen(self.step_page(Step.EVALUATE, message.activity))

    @on(messages.BackRequested)
    def back(self) -> None:
        """Leave a screen for the one beneath it, the last one for the library."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
            self.refresh_library()
        else:
            with self.telling():
                self.switch_screen(self.library())

    def action_command_palette(self) -> None:
        """Everything that can be done here, by name, and nothing of Textual's own."""
        from tui.palette import Doable, Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette([Doable], id="--command-palette"))

    # ---- the end

    crashed = ""

    def _fatal_error(self) -> None:
        """End after a fault. Textual's own way prints every variable, private notes too."""
        self.crashed = self.crashed or crash.sentence(self._exception)
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:
        """End after a fault that Textual would draw, which is told like every other."""
        self._fatal_error()


def page_of(step: Step, session: Session, *, ours: bool) -> StepPage:
    """The screen of a step but the second. Each is imported only when it is shown."""
    if step is Step.SETUP:
        from tui.screens.setup import SetupPage

        return SetupPage(session, ours=ours)
    if step is Step.IDENTIFY:
        from tui.screens.checklist import ChecklistPage

        return ChecklistPage(session, ours=ours)
    from tui.screens.matrix import MatrixPage

    return MatrixPage(session, ours=ours)


def run(
    database: Path,
    who: Who,
    *,
    session: SessionId | None = None,
    at: Step | None = None,
    plan: PlanId | None = None,
    settings: Settings = UNSET,
) -> int:
    """Open the program; returns the exit status when it is left.

    Raises CommongridError if the database or the session cannot be opened, if something could
    not be saved, and after a fault of the program itself.
    """
    app = Commongrid(database, who, session=session, at=at, plan=plan, settings=settings)
    with heeded(app):
        try:
            app.run(mouse=settings.mouse)
        finally:
            unsaved = app.part()
    if app.crashed or unsaved:
        raise StoreError(" ".join(filter(None, (app.crashed, unsaved))))
    return app.return_code or 0
