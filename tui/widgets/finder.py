"""A line to type what is sought; it says so at each key, and keeps nothing."""

from __future__ import annotations

from typing import TypeAlias

from textual.widgets import TextArea

from sessions.edits import FieldPath
from tui.widgets import typed
from tui.widgets.field import Field


class Finder(Field):
    """Enter and the down arrow mean that the search is done: both post `Field.Entered`."""

    Sought: TypeAlias = typed.Sought

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(FieldPath("find"), lines=1, placeholder=placeholder, id=id)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        event.prevent_default()
        self.post_message(self.Sought(self, self.text.strip()))

    def hand_on(self) -> None:
        """What is sought is no text of a session."""

    def take(self) -> list[typed.Written]:
        """Nothing here is to be kept."""
        return []

    def action_cursor_down(self, select: bool = False) -> None:
        """Go on to what was found."""
        self.post_message(self.Entered(self))
