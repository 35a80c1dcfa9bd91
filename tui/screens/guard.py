"""What is shown while the terminal is too small to work in."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.messages import LeaveRequested

LEAST_WIDTH = 60
LEAST_HEIGHT = 18


class Guard(ModalScreen[None]):
    """Covers everything until the terminal is large enough again. Nothing beneath is lost."""

    BINDINGS = [
        Binding("q,f10,ctrl+c", "leave", "quit", id="guard.leave", tooltip="Leave commongrid"),
    ]

    def compose(self) -> ComposeResult:
        yield Static(
            Content(
                f"commongrid needs {LEAST_WIDTH} x {LEAST_HEIGHT}.\n"
                "Make the window larger, or the letters smaller.\n"
                "Nothing is lost. q leaves."
            )
        )

    def action_leave(self) -> None:
        """Leave the program; everything is saved on the way."""
        self.post_message(LeaveRequested())
