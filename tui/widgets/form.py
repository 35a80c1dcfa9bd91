"""Forms: a label and what it speaks of on one row, and fields that the arrows walk through."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from sessions.edits import FieldPath
from sessions.text import safe_line
from tui.widgets.field import Field


class FormField(Field):
    """A field of a form: up from its first line and down from its last one leave it.

    A `required` field that is left empty takes its former text back; no empty text is posted.
    """

    def __init__(
        self,
        path: FieldPath,
        text: str = "",
        *,
        required: bool = False,
        placeholder: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__(path, text, lines=1, placeholder=placeholder, id=id)
        self.required = required

    def hand_on(self) -> None:
        """Post what was typed; an empty text only where one may be."""
        if self.text.strip() or not self.required:
            super().hand_on()

    def on_blur(self) -> None:
        if self.required and not self.text.strip():
            self.replace_by(self._held)

    def action_cursor_up(self, select: bool = False) -> None:
        """A line up, or the field before."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """A line down, or the next field."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)


class FormRow(Horizontal):
    """A label of a fixed width, and beside it the widget that it names."""

    DEFAULT_CSS = """
    FormRow { height: auto; width: 1fr; }
    FormRow > .form--label { width: 16; height: auto; padding: 0 1; }
    """

    def __init__(self, label: str, widget: Widget, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.label = safe_line(label)
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield Static(Content(self.label), classes="form--label")
        yield self.widget
