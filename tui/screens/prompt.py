"""One line of text, asked for: a title, a file name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sessions.edits import FieldPath
from sessions.text import safe, safe_line
from tui.messages import Worded
from tui.screens.confirm import ask_to_drop
from tui.screens.dialog import Dialog
from tui.widgets.field import Field


class Prompt(Dialog[str | None]):
    """Asks for one line; Enter gives it, Esc gives None, and asks if that drops typed words.

    `check` returns a sentence for a line that will not do; it is shown and the line stays.
    `asks` words what a line asks for: at an end that does not wait for Enter, it is done.
    """

    HELP = "One line of text. Enter goes on with it."
    BINDINGS = [Binding("escape,f10", "cancel", "cancel", id="prompt.cancel", tooltip="Cancel")]

    def __init__(
        self,
        question: str,
        start: str = "",
        *,
        check: Callable[[str], str | None] = lambda line: None if line else "Type something first.",
        asks: Callable[[str], Sequence[Worded]] = lambda line: (),
    ) -> None:
        super().__init__()
        self.question = safe(question)
        self.start = safe_line(start)
        self.check = check
        self.asks = asks
        self._taken = ""

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
        """What is typed here is no text of a session; once it will do, nothing is wrong."""
        message.stop()
        if self.check(self.line) is None:
            self.query_one("#problem", Static).update("")

    @on(Field.Entered)
    def give(self) -> None:
        """Give the line if it will do, else say why not."""
        line = self.line
        problem = self.check(line)
        if problem is not None:
            self.query_one("#problem", Static).update(Content(safe(problem)))
        else:
            self.dismiss(None if line == self._taken else line)

    @property
    def line(self) -> str:
        """The line as it is typed now."""
        return safe_line(self.query_one(Field).text).strip()

    @property
    def changed(self) -> bool:
        """Whether there are words here that leaving would drop."""
        return self.line not in ("", self.start.strip(), self._taken)

    def typed(self) -> Sequence[Worded]:
        """The line as Enter would have it, for an end that does not ask."""
        if not self.changed or self.check(self.line) is not None:
            return ()
        self._taken = self.line
        return self.asks(self._taken)

    def action_undo(self) -> None:
        """Undo typing, as F6 does everywhere."""
        self.query_one(Field).undo()

    def action_redo(self) -> None:
        """Redo typing, as F7 does everywhere."""
        self.query_one(Field).redo()

    def action_cancel(self) -> None:
        """Give nothing; typed words are dropped only if that is wanted."""
        if self.changed:
            ask_to_drop(self, lambda: self.dismiss(None))
        else:
            self.dismiss(None)
