"""An activity of our own: the short form that adds one, or changes it."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from catalogue.activities import Activity, ActivityId
from catalogue.phases import Phase
from catalogue.values import replace
from sessions.edits import AddActivity, FieldPath, ReviseActivity, own_id
from sessions.text import safe, safe_line
from tui.screens.confirm import ask_to_drop
from tui.screens.dialog import Dialog
from tui.widgets.button import Button
from tui.widgets.choices import Choice, Choices
from tui.widgets.field import Field

PHASES = tuple(Choice(one.value, one.words) for one in Phase)


UNTITLED = "Untitled activity"


class OwnActivity(Dialog[AddActivity | ReviseActivity | None]):
    """Asks for title, description and phases; gives the edit that keeps them, or None.

    `activity` is the one to change; without it a new one gets an id that is not in `taken`.
    """

    HELP = (
        "An activity that the list does not have. It needs a title; say what it is, so that a "
        "partner who was not here understands it."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "keep", "keep", id="own.keep", tooltip="Keep this activity"),
        Binding("escape,f10", "cancel", "cancel", id="own.cancel", tooltip="Go back without it"),
        Binding("tab,down", "app.focus_next", "next field", id="own.next",
                tooltip="The next field"),
        Binding("shift+tab,up", "app.focus_previous", "field before", id="own.previous",
                show=False, tooltip="The field before"),
    ]  # fmt: skip

    def __init__(self, activity: Activity | None = None, *, taken: Collection[str] = ()) -> None:
        super().__init__()
        self.activity = activity
        self.taken = taken

    def compose(self) -> ComposeResult:
        known = self.activity or Activity(ActivityId(""), "")
        new = self.activity is None
        with VerticalScroll(classes="dialog own", can_focus=False):
            yield Static(
                Content("An activity of your own" if new else "Change your own activity"),
                classes="heading",
            )
            yield Static(Content("Title"), classes="label")
            yield Field(
                FieldPath("own/title"),
                known.title,
                lines=1,
                placeholder="a few words, as they shall stand in the matrix",
                id="own-title",
            )
            yield Static(Content("What it is"), classes="label")
            yield Field(
                FieldPath("own/description"),
                known.description,
                placeholder="so that a partner who was not here understands it",
                id="own-description",
            )
            yield Static(Content("Phases of the lifecycle it belongs to, if any"), classes="label")
            yield Choices(PHASES, many=True, picked=known.phases, id="own-phases")
            yield Static("", id="own-problem", classes="dialog--problem", markup=False)
            yield Button(Content("Add it" if new else "Keep the change"), compact=True, id="keep")
            yield Static(
                Content("Tab goes on, Space ticks a phase, F5 keeps it, Esc leaves"),
                classes="dialog--hint",
            )

    @on(Field.Written)
    def ignore_typing(self, message: Field.Written) -> None:
        """The form is kept as a whole; that it lacks a title is said until it has one."""
        message.stop()
        if self.wanted.title:
            self.query_one("#own-problem", Static).update("")

    @on(Field.Entered)
    def go_on(self) -> None:
        """Enter after the title goes on to the description."""
        self.set_focus(self.query_one("#own-description"))

    @on(Choices.Picked)
    def pick(self, message: Choices.Picked) -> None:
        """Show a phase as ticked."""
        message.stop()
        message.choices.show(message.values)

    @property
    def wanted(self) -> Activity:
        """The activity as the form holds it now; without a title if none was typed."""
        title = safe_line(self.query_one("#own-title", Field).text).strip()
        known = self.activity or Activity(own_id(title, self.taken), title)
        picked = self.query_one("#own-phases", Choices).picked
        kept = [phase for phase in known.phases if phase in picked]
        added = [phase for phase in Phase if phase in picked and phase not in kept]
        return replace(
            known,
            title=title,
            label=known.label if title == known.title else "",
            description=safe(self.query_one("#own-description", Field).text).strip(),
            phases=(*kept, *added),
        )

    @property
    def changed(self) -> bool:
        """Whether there is anything here that leaving would drop."""
        wanted = self.wanted
        if self.activity is None:
            return bool(wanted.title or wanted.description)
        return wanted != self.activity

    def take(self) -> AddActivity | ReviseActivity | None:
        """What was typed, as an edit, for an end that does not ask; it counts as taken then."""
        if not self.changed:
            return None
        wanted = replace(self.wanted, title=self.wanted.title or UNTITLED)
        edit = self._keeping(wanted)
        self.activity = wanted
        return edit

    def _keeping(self, activity: Activity) -> AddActivity | ReviseActivity:
        return AddActivity(activity) if self.activity is None else ReviseActivity(activity)

    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        """Give the activity, or say that it needs a title."""
        wanted = self.wanted
        if wanted.title:
            self.dismiss(self._keeping(wanted))
            return
        self.query_one("#own-problem", Static).update(Content("Type a title first."))
        self.set_focus(self.query_one("#own-title"))

    def action_cancel(self) -> None:
        """Leave; typed words are dropped only if that is wanted."""
        if self.changed:
            ask_to_drop(self, lambda: self.dismiss(None))
        else:
            self.dismiss(None)

    def action_undo(self) -> None:
        """Undo typing, as F6 does everywhere."""
        if isinstance(self.focused, Field):
            self.focused.undo()

    def action_redo(self) -> None:
        """Redo typing, as F7 does everywhere."""
        if isinstance(self.focused, Field):
            self.focused.redo()
