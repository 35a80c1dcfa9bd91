"""A line to find by, above a list: opened by a key, obeyed as one types, gone when empty."""

from __future__ import annotations

from textual import on

from sessions.edits import FieldPath
from tui.screens.page import Page
from tui.widgets.field import Field
from tui.widgets.rows import Rows


def finder() -> Field:
    """The line to find by; pages compose it above their list."""
    return Field(FieldPath("find"), lines=1, placeholder="find", id="find")


class Finding(Page):
    """A page with such a line and one list. Subclasses say in `seek` what is then shown."""

    def seek(self, text: str) -> None:
        """Show only what holds this text; all for an empty one."""
        raise NotImplementedError

    def action_find(self) -> None:
        """Open the line to find by text."""
        self.set_class(True, "-finding")
        self.set_focus(self.query_one("#find", Field))

    def stop_finding(self) -> None:
        """Empty the line, which goes away."""
        self.query_one("#find", Field).replace_by("")
        self.set_class(False, "-finding")

    @on(Field.Written, "#find")
    def obey(self, message: Field.Written) -> None:
        """Show what holds the typed text, which is no text of a session."""
        message.stop()
        message.taken = True
        self.seek(message.text.strip())

    @on(Field.Entered, "#find")
    def leave_field(self) -> None:
        """Back to the list; an empty line to find by goes away."""
        self.set_focus(self.query_one(Rows))
        self.set_class(bool(self.query_one("#find", Field).text.strip()), "-finding")
