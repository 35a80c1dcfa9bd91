"""Leaving while something is not saved: wait, keep it in a rescue file, or leave without it."""

from __future__ import annotations

from enum import Enum, auto

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from sessions.text import safe
from tui.screens.dialog import Dialog
from tui.widgets.button import Button


class Parting(Enum):
    """What becomes of what is not saved."""

    STAY = auto()
    RESCUE = auto()
    DROP = auto()


class UnsavedChanges(Dialog[Parting]):
    """Says what is waited for. While it is shown, the app leaves as soon as all is saved.

    The focus is on the rescue file: whoever presses Enter without reading loses nothing.
    """

    HELP = (
        "Something could not be saved yet. A rescue file holds all of it; the next start offers "
        "to take it in."
    )
    BINDINGS = [
        Binding("escape,s,q,f10", "answer('stay')", "stay", id="unsaved.stay",
                tooltip="Go on working; it is tried again all the time"),
        Binding("r", "answer('rescue')", "rescue file", id="unsaved.rescue",
                tooltip="Write a file with all of it, and leave"),
        Binding("x", "answer('drop')", "drop", id="unsaved.drop",
                tooltip="Leave without what is not saved"),
        Binding("left,up", "app.focus_previous", "choose", id="unsaved.previous", key_display="←→",
                tooltip="The answer before"),
        Binding("right,down", "app.focus_next", "next", id="unsaved.next", show=False,
                tooltip="The next answer"),
    ]  # fmt: skip

    def __init__(self, changes: int, sentence: str) -> None:
        super().__init__()
        counted = "1 change is" if changes == 1 else f"{changes} changes are"
        self.question = safe(
            f"{counted} not saved yet. {sentence}\n\n"
            "commongrid leaves as soon as it is saved. Or do not wait: a rescue file holds "
            "everything, and the next start offers to take it in."
        )

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide"):
            yield Static(Content(self.question), classes="dialog--question")
            with Horizontal(classes="dialog--buttons"):
                yield Button("Rescue file, then leave", id="rescue", variant="primary", flat=True)
                yield Button("Stay", id="stay", flat=True)
                yield Button("Leave without it", id="drop", flat=True)

    def on_mount(self) -> None:
        self.query_one("#rescue").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.action_answer(str(event.button.id))

    def action_answer(self, answer: str) -> None:
        """Answer by key."""
        self.dismiss(Parting[answer.upper()])

    def action_leave(self) -> None:
        """It is being asked already."""
