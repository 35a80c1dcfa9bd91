"""The set-up of a session: who rates, what it is about, and what the levels mean to them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sessions.edits import Describe, FieldPath, Include
from sessions.patch import value_at
from sessions.session import GROUP_SIZES, SPONSOR_SIZES, Perspective, Session, Step
from sessions.store import GroupId
from tui.messages import EditRequested
from tui.screens.setup_lists import (
    FOCUS,
    KINDS,
    MEANINGS,
    PERSPECTIVES,
    PHASES,
    SIZE_LABELS,
    YEARS,
    sizes_of,
)
from tui.screens.step import StepPage
from tui.widgets.choices import Choice, Choices
from tui.widgets.field import Field
from tui.widgets.form import FormField, FormRow
from tui.widgets.keybar import KeyBar
from tui.widgets.titlebar import TitleBar

FITTING = {
    Perspective.SPONSOR: SPONSOR_SIZES,
    Perspective.PATIENT_GROUP: GROUP_SIZES,
    Perspective.JOINT: (),
}


class Listed(Choices):
    """A closed list that shows one field of the session; `path` says which."""

    def __init__(
        self,
        path: str,
        options: Iterable[Choice],
        *,
        many: bool = False,
        optional: bool = True,
    ) -> None:
        super().__init__(options, many=many, optional=optional)
        self.path = FieldPath(path)

    def take(self, session: Session) -> Listed:
        """Show what the session holds; returns itself."""
        value = value_at(session, self.path)
        self.show(value if isinstance(value, str | tuple) else None)
        return self


class SizeRow(FormRow):
    """The brackets of one perspective; shown only under it."""

    def __init__(self, perspective: Perspective, label: str, listed: Listed) -> None:
        super().__init__(label, listed)
        self.perspective = perspective


class SetupPage(StepPage):
    """A form that is saved while it is filled in; a partner's is shown and not edited."""

    STEP = Step.SETUP
    STYLES = ("parts", "setup")
    HELP = (
        "Who rates, and what it is about. Only organisation, title and perspective are "
        "needed; all is saved as you type and goes to the partner with an export.\n\n"
        "Say in your own words what low, moderate and high mean to you: the words are shown "
        "while you rate, and they tell the partner how to read your matrix.\n\n"
        "Both together is one rating per activity agreed in the room. It has its own matrix, "
        "but is no side in a comparison.\n\n"
        "Tab, Enter and the arrows go from field to field. In a list, left and right walk, "
        "Space or a digit picks. Esc leaves a field, so that letters act again."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down,enter", "walk_form(1)", "next field", id="setup.down",
                show=False, tooltip="The next field"),
        Binding("shift+tab,up", "walk_form(-1)", "field before", id="setup.up",
                show=False, tooltip="The field before"),
    ]  # fmt: skip

    def __init__(self, session: Session, *, ours: bool = True) -> None:
        super().__init__(session, ours=ours)
        self._field_left: Widget | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with VerticalScroll(id="form", can_focus=False):
            yield from self._who()
            yield from self._about()
            yield from self._meanings()
            yield from self._profile()
        yield KeyBar()

    def _who(self) -> Iterator[Widget]:
        yield _heading("Who rates")
        yield self._row("Perspective", Listed("perspective", PERSPECTIVES, optional=False))
        yield FormRow("Organisation", self._field("organisation/name", required=True))
        yield FormRow("Title", self._field("title", required=True))

    def _about(self) -> Iterator[Widget]:
        yield _heading("What it is about")
        yield self._row("Scope", Listed("scope/kind", KINDS))
        yield FormRow("Its name", self._field("scope/name"))
        yield FormRow("Condition", self._field("scope/condition"))
        yield self._row("Phase", Listed("scope/phase", PHASES))

    def _meanings(self) -> Iterator[Widget]:
        yield _heading("What the levels mean to you")
        for label, path, example in MEANINGS:
            yield FormRow(label, self._field(path, example))

    def _profile(self) -> Iterator[Widget]:
        yield _heading("About the organisation, if you like")
        for perspective, label in SIZE_LABELS.items():
            listed = Listed("organisation/size", sizes_of(perspective))
            yield SizeRow(perspective, label, listed.take(self.session))
        yield self._row("Disease focus", Listed("organisation/focus", FOCUS, many=True))
        yield self._row("Years engaged", Listed("organisation/years", YEARS))
        yield self._row("Phases engaged", Listed("organisation/phases", PHASES, many=True))

    def _row(self, label: str, listed: Listed) -> FormRow:
        return FormRow(label, listed.take(self.session))

    def _field(self, path: str, placeholder: str = "", *, required: bool = False) -> FormField:
        text = str(value_at(self.session, path))
        return FormField(
            FieldPath(path), text, required=required, placeholder=placeholder if self.ours else ""
        )

    def on_mount(self) -> None:
        for field in self.query(Field):
            field.read_only = not self.ours
        for listed in self.query(Listed):
            listed.read_only = not self.ours
        self.watch_session(self.session)

    # ---- data comes down

    def watch_session(self, session: Session) -> None:
        for field in self.query(Field):
            field.show(field.path, str(value_at(session, field.path)))
        for row in self.query(SizeRow):
            row.display = row.perspective is session.perspective
        for listed in self.query(Listed):
            listed.take(session)

    # ---- what was picked goes up

    @on(Choices.Picked)
    def pick(self, message: Choices.Picked) -> None:
        """Word a pick as an edit; a size that fits no longer goes with the perspective."""
        message.stop()
        listed = message.choices
        if not isinstance(listed, Listed):
            return
        if listed.many:
            self.post_message(EditRequested(Include(listed.path, message.value, message.on)))
            return
        group = GroupId(uuid.uuid4().hex)
        self.post_message(EditRequested(Describe(listed.path, message.only), group))
        size = self.session.organisation.size
        if listed.path != "perspective" or size is None:
            return
        if size not in FITTING[Perspective(message.value)]:
            gone = Describe(FieldPath("organisation/size"), None)
            self.post_message(EditRequested(gone, group))

    @on(Field.Entered)
    def go_on(self) -> None:
        """Enter in a field goes on to the next one."""
        self.focus_next()

    # ---- leaving a field, and coming back to it

    def leave_field(self) -> None:
        """The form stays where it is, so that letters act and nothing jumps."""
        self._field_left = self.focused
        self.set_focus(None)

    def action_walk_form(self, by: int) -> None:
        """Go to the next field or the one before; from none, back to the one that was left."""
        if self.focused is None and self._field_left is not None:
            self.set_focus(self._field_left)
        elif by > 0:
            self.focus_next()
        else:
            self.focus_previous()


def _heading(words: str) -> Static:
    return Static(Content(words), classes="heading form--heading")
