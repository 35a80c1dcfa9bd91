"""One line of text, asked for: a title, a file name."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sessions.edits import FieldPath
from sessions.text import safe, safe_line
from tui.widgets.field import Field


class Prompt(ModalScreen[str | None]):
    """Asks for one line; Enter gives it, Esc gives None.

    `check` returns a sentence for a line that will not do; it is shown and the line stays.
    """

    BINDINGS = [Binding("escape,f10", "cancel", "cancel", id="prompt.cancel", tooltip="Cancel")]

    def __init__(
        self,
        question: str,
        start: str = "",
        *,
        check: Callable[[str], str | None] = lambda line: None if line else "Type something first.",
    ) -> None:
        super().__init__()
        self.question = safe(question)
        self.start = safe_line(start)
        self.check = check

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self.question), classes="dialog--question")
            yield Field(FieldPath("prompt"), self.start, lines=1, id="line")
            yield Static("", id="problem", classes="dialog--problem", markup=False)
            yield Static(Content("Enter to go on, Esc to cancel"), classes="dialog--hint")

    def on_mount(self) -> None:
        field = self.query_one(Field)
        field.focus()
        field.move_cursor(field.document.end)

    @on(Field.Written)
    def ignore_typing(self, message: Field.Written) -> None:
        """What is typed here is no text of a session."""
        message.stop()

    @on(Field.Entered)
    def give(self) -> None:
        """Give the line if it will do, else say why not."""
        line = safe_line(self.query_one(Field).text).strip()
        problem = self.check(line)
        if problem is None:
            self.dismiss(line)
        else:
            self.query_one("#problem", Static).update(Content(safe(problem)))

    def action_undo(self) -> None:
        """Undo typing, as F6 does everywhere."""
        self.query_one(Field).undo()

    def action_redo(self) -> None:
        """Redo typing, as F7 does everywhere."""
        self.query_one(Field).redo()

    def action_leave(self) -> None:
        """ctrl+c here gives up the question, no more."""
        self.dismiss(None)

    def action_cancel(self) -> None:
        """Give nothing."""
        self.dismiss(None)
