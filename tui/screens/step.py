"""What the screens of one session share: the session itself, undo, and the way between steps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import BindingType
from textual.reactive import Reactive, reactive

from catalogue.activities import ActivityId
from catalogue.values import replace
from sessions.session import Session, Step
from sessions.store import GroupId
from tui.commands import IN_A_SESSION
from tui.messages import (
    Announced,
    EditRequested,
    ExportRequested,
    HistoryRequested,
    NotesShown,
    RedoRequested,
    StepRequested,
    UndoRequested,
)
from tui.screens.page import Page
from tui.widgets.titlebar import Place
from tui.widgets.typed import Written

if TYPE_CHECKING:
    from tui.widgets.field import Field

ORDER = (Step.SETUP, Step.IDENTIFY, Step.EVALUATE, Step.MATRIX, Step.COMPARE, Step.PLAN)


class StepPage(Page):
    """A screen on the open session, which comes down from the app whenever it changes.

    Subclasses set STEP and write `watch_session` to redraw; they ask for changes by
    `EditRequested` and never change anything themselves.
    """

    STEP: Step
    BINDINGS: ClassVar[list[BindingType]] = [*IN_A_SESSION]

    session: Reactive[Session] = reactive(None, repaint=False)  # type: ignore[arg-type]  # given by __init__
    ours: Reactive[bool] = reactive(True, repaint=False)
    notes: Reactive[bool] = reactive(False, repaint=False, init=False)
    """Whether private notes are shown; somebody else may be looking at the screen."""

    def __init__(self, session: Session, *, ours: bool = True) -> None:
        super().__init__()
        self.set_reactive(StepPage.session, session)
        self.set_reactive(StepPage.ours, ours)
        self.set_reactive(StepPage.place, self._place(session))

    def _place(self, session: Session) -> Place:
        partner = "" if self.ours else " (partner's, read-only)"
        title = f"{session.organisation.name} · {session.title}{partner}"
        return replace(self.place, title=title, step=self.STEP)

    def validate_session(self, session: Session) -> Session:
        return session

    def show(self, session: Session) -> None:
        """Take the session as it now is; the app calls this, nobody else."""
        self.place = self._place(session)
        self.session = session

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a partner's session there is nothing to take back."""
        if action in ("undo", "redo") and not self.ours:
            return False
        return super().check_action(action, parameters)

    # ---- text fields

    @on(Written)
    def write(self, message: Written) -> None:
        """Word typed text as an edit; all that is typed in one visit is one step of undo."""
        message.stop()
        if not message.taken:
            message.taken = True
            self.post_message(_worded(message))

    def fields(self) -> Iterable[Field]:
        """The text fields of this screen; one without any does not know what they are."""
        return cast("Iterable[Field]", self.query("Field"))

    def typed(self) -> list[EditRequested]:
        """What was typed and not handed on yet, as edits; it counts as handed on from now."""
        return [_worded(written) for field in self.fields() for written in field.take()]

    def hand_on(self) -> None:
        """Post what was typed in any field; before another step, undo, or the end."""
        for request in self.typed():
            self.post_message(request)

    def give_way(self, edit: object, text: str) -> None:
        """Show these words in the field that an edit was refused for. The app calls this."""
        from sessions.edits import Write

        for field in self.fields():
            if isinstance(edit, Write) and field.path == edit.path:
                field.replace_by(text)

    # ---- keys

    def action_undo(self) -> None:
        """Take back my last change in this session."""
        self._begin_anew()
        self.post_message(UndoRequested())

    def action_redo(self) -> None:
        """Do again what I took back last."""
        self._begin_anew()
        self.post_message(RedoRequested())

    def _begin_anew(self) -> None:
        self.hand_on()
        for field in self.fields():
            field.new_visit()

    def action_back(self) -> None:
        """Leave this screen, with everything typed handed on first."""
        self.hand_on()
        super().action_back()

    def action_next_step(self) -> None:
        """Go on to the next step."""
        self.go(ORDER[min(len(ORDER) - 1, ORDER.index(self.STEP) + 1)])

    def action_steps(self) -> None:
        """Pick any step of this session."""
        from tui.screens.steps import Steps

        def picked(step: Step | None) -> None:
            if step is not None and step is not self.STEP:
                self.go(step)

        self.app.push_screen(Steps(self.STEP), picked)

    def action_report(self) -> None:
        """Write this session to a file, as a report or for a partner."""
        self.hand_on()
        self.post_message(ExportRequested())

    @property
    def at_hand(self) -> ActivityId | None:
        """The activity that the screen is at, for what acts on one."""
        return None

    def action_copy(self) -> None:
        """Copy the activity at hand as text, as far as terminals let anybody do that."""
        from tui.screens.copying import as_text, copy_out

        if (activity := self.at_hand) is None:
            self.post_message(Announced("Put the cursor on an activity first; it is copied then."))
            return
        copy_out(self, self.session.title_of(activity), as_text(self.session, activity))

    def action_notes(self) -> None:
        """Show private notes, here and on every other screen, or hide them again."""
        self.notes = not self.notes
        self.post_message(NotesShown(self.notes))
        words = "shown; p hides them" if self.notes else "hidden; p shows them"
        self.post_message(Announced(f"Private notes are {words}."))

    def action_history(self) -> None:
        """Show who changed what in this session."""
        self.hand_on()
        self.post_message(HistoryRequested())

    def go(self, step: Step) -> None:
        """Ask for another step, with everything typed handed on first."""
        self.hand_on()
        self.post_message(StepRequested(step))


def _worded(written: Written) -> EditRequested:
    from sessions.edits import Write

    edit = Write(written.path, written.text, written.started_from)
    return EditRequested(edit, GroupId(written.visit))
