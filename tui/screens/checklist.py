"""Step 1, Identify: the activities to choose from, beside all that is known of each."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import Reactive, reactive
from textual.widgets import Static

from catalogue.activities import Activity, ActivityId
from catalogue.phases import Phase
from sessions.edits import AddActivity, Choose, RemoveActivity, ReviseActivity
from sessions.session import Session, Step
from tui.messages import Announced, EditRequested, RatingRequested
from tui.screens.checklist_text import about, advice, counts, rows
from tui.screens.confirm import Confirm
from tui.screens.own_activity import OwnActivity
from tui.screens.step import StepPage
from tui.widgets.field import Field
from tui.widgets.finder import Finder
from tui.widgets.keybar import KeyBar
from tui.widgets.reader import Block, Look, Reader
from tui.widgets.rows import Column, Rows
from tui.widgets.titlebar import TitleBar

WHOLE_TITLES = 120
"""Columns from which on the list shows whole titles."""

COLUMNS = (Column(), Column(19, least=60))

FILTERS: tuple[Phase | None, ...] = (None, *Phase)


class ChecklistPage(StepPage):
    """Chooses activities; the cursor stays where it is, whatever changes around it."""

    STEP = Step.IDENTIFY
    STYLES = ("parts", "checklist")
    HELP = (
        "Choose the activities that could matter to you: Space chooses and un-chooses. What was "
        "written on an activity is kept when it is un-chosen, and comes back with it.\n\n"
        "● chosen   ○ not chosen   ~ an activity of your own\n\n"
        "An activity stands under its main phase; the phase filter finds it under every phase "
        "that it names. Find looks through titles, descriptions and examples.\n\n"
        "Enter opens the rating of the activity under the cursor, and chooses it first if need "
        "be. Tab goes to the text beside the list, to scroll it.\n\n"
        "The final workshops of the James Lind Alliance discuss about 15 items: choose freely, "
        "but know that an hour's talk with a partner will not hold many more."
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-beside"), (WHOLE_TITLES, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose", "choose", id="checklist.choose",
                tooltip="Choose this activity, or un-choose it"),
        Binding("f2,r", "rate", "rate", id="checklist.rate", key_display="Enter",
                tooltip="Rate this activity; it is chosen first if need be"),
        Binding("f3,slash", "find", "find", id="checklist.find",
                tooltip="Find in titles, descriptions and examples"),
        Binding("f4,f", "filter", "phase", id="checklist.filter",
                tooltip="Show one phase of the lifecycle, then the next, then all"),
        Binding("a", "add", "add own", id="checklist.add",
                tooltip="Add an activity that the list does not have"),
        Binding("e", "revise", "edit own", id="checklist.revise",
                tooltip="Change title, description or phases of this activity of your own"),
        Binding("d,delete", "remove", "delete own", id="checklist.remove",
                tooltip="Delete this activity of your own; undo brings it back"),
    ]  # fmt: skip

    phase: Reactive[Phase | None] = reactive(None, repaint=False, init=False)
    sought: Reactive[str] = reactive("", repaint=False, init=False)

    def __init__(self, session: Session, *, ours: bool = True) -> None:
        super().__init__(session, ours=ours)
        self._form: OwnActivity | None = None
        self._added: ActivityId | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Horizontal(id="checklist-head"):
            yield Reader(id="checklist-counts")
            yield Static(Content("find:"), id="checklist-find-label")
            yield Finder(placeholder="/ any words", id="seek")
        yield Reader(id="checklist-advice")
        with Horizontal(id="checklist"):
            yield Rows(COLUMNS, id="activities")
            yield Reader(can_focus=True, id="checklist-about")
        yield KeyBar()

    def on_mount(self) -> None:
        self.show_all()
        self.set_focus(self.query_one("#activities"))

    # ---- data comes down

    def watch_session(self) -> None:
        self.show_all()

    def watch_phase(self) -> None:
        self.show_all()

    def watch_sought(self) -> None:
        self.show_all()

    def on_resize(self) -> None:
        self.show_all()

    def show_all(self) -> None:
        """Draw list, counts and text of the session as it now is; what is the same is not sent."""
        if not self.query("#checklist-about"):
            return
        whole = self.size.width >= WHOLE_TITLES
        listed = self.query_one("#activities", Rows)
        listed.rows = rows(self.session, self.phase, self.sought, whole=whole)
        if self._added is not None and self._added in self.session.own:
            listed.cursor, self._added = self._added, None
        shown = f"   phase: {self.phase.words if self.phase else 'all'}"
        line = counts(self.session) + shown
        self.query_one("#checklist-counts", Reader).blocks = (Block(line, Look.STRONG),)
        self._advise()
        self._tell(listed.cursor)

    def _advise(self) -> None:
        pane, words = (
            self.query_one("#checklist-advice", Reader),
            advice(self.session, ours=self.ours),
        )
        pane.display = words is not None
        pane.blocks = (Block(words or "", Look.QUIET),)

    def _tell(self, key: str | None) -> None:
        entry = self.session.activity(ActivityId(key)) if key else None
        self.query_one("#checklist-about", Reader).blocks = (
            about(self.session, entry) if entry else ()
        )

    @on(Rows.Highlighted, "#activities")
    def tell(self, message: Rows.Highlighted) -> None:
        """Show what is known of the activity under the cursor."""
        message.stop()
        if message.key == self.query_one("#activities", Rows).cursor:
            self._tell(message.key)

    # ---- the activity under the cursor

    @property
    def at_hand(self) -> ActivityId | None:
        """The activity under the cursor, by its id."""
        return self.entry.id if self.entry else None

    @property
    def entry(self) -> Activity | None:
        """The activity under the cursor."""
        key = next((listed.cursor for listed in self.query("#activities").results(Rows)), None)
        return self.session.activity(ActivityId(key)) if key else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A partner's session is only read."""
        if action in ("choose", "add", "revise", "remove") and not self.ours:
            return False
        return super().check_action(action, parameters)

    @property
    def own_entry(self) -> Activity | None:
        """The activity under the cursor if it is one of our own; otherwise it is said why not."""
        entry = self.entry
        if entry is not None and entry.id in self.session.own:
            return entry
        self.post_message(Announced("This one is the catalogue's. Add your own with a."))
        return None

    def action_choose(self) -> None:
        """Choose the activity under the cursor, or un-choose it."""
        if self.entry is not None:
            chosen = self.session.assessment(self.entry.id).chosen
            self.post_message(EditRequested(Choose(self.entry.id, not chosen)))

    @on(Rows.Picked, "#activities")
    def action_rate(self) -> None:
        """Open the rating of this activity; it is chosen first if need be."""
        if self.entry is None:
            return
        if not self.session.assessment(self.entry.id).chosen:
            if not self.ours:
                self.post_message(Announced("This side did not choose it, so there is no rating."))
                return
            self.post_message(EditRequested(Choose(self.entry.id, True)))
        self.post_message(RatingRequested(self.entry.id))

    # ---- activities of our own

    def action_add(self) -> None:
        """Ask for an activity of our own, and add it chosen."""
        self._ask(OwnActivity(taken=[entry.id for entry in self.session.offered()]))

    def action_revise(self) -> None:
        """Change title, description or phases of the activity under the cursor."""
        if (entry := self.own_entry) is not None:
            self._ask(OwnActivity(entry))

    def _ask(self, form: OwnActivity) -> None:
        def answer(edit: AddActivity | ReviseActivity | None) -> None:
            self._form = None
            if edit is not None:
                self._added = edit.activity.id
                self.post_message(EditRequested(edit))

        self._form = form
        self.app.push_screen(form, answer)

    def typed(self) -> list[EditRequested]:
        """What was typed here, and in a form that is open: the end of the program keeps it."""
        edit = self._form.take() if self._form is not None else None
        return super().typed() + ([EditRequested(edit)] if edit is not None else [])

    def action_remove(self) -> None:
        """Remove the activity under the cursor, after asking."""
        entry = self.own_entry
        if entry is None:
            return

        def remove(sure: bool | None) -> None:
            if sure:
                self.post_message(EditRequested(RemoveActivity(entry.id, entry.title)))

        question = f'Delete "{entry.title}" and all that was said of it? Undo brings it back.'
        self.app.push_screen(Confirm(question, "Delete", "Keep"), remove)

    # ---- finding

    def action_find(self) -> None:
        """Go to the line where one types what is sought."""
        self.set_focus(self.query_one("#seek"))

    def action_filter(self) -> None:
        """The next phase; after the last one all of them."""
        self.phase = FILTERS[(FILTERS.index(self.phase) + 1) % len(FILTERS)]

    @on(Finder.Sought)
    def seek(self, message: Finder.Sought) -> None:
        """List what holds the words that were typed."""
        message.stop()
        self.sought = message.text

    @on(Field.Entered, "#seek")
    def found(self) -> None:
        """Go on to what was found."""
        self.set_focus(self.query_one("#activities"))

    def action_leave_field(self) -> None:
        """Esc shows all again where something is sought; otherwise it leaves."""
        finder = self.query_one("#seek", Finder)
        if finder.text or self.in_text:
            finder.replace_by("")
            self.found()
        else:
            super().action_leave_field()
