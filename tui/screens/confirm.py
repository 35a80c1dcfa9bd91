"""One question with two answers: the only confirmation in the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from sessions.text import safe
from tui.messages import LeaveRequested
from tui.screens.dialog import Dialog
from tui.widgets.button import Button


class Confirm(Dialog[bool]):
    """Asks, and dismisses True for `yes`. The focus starts there, unless `start_on_no` is set."""

    HELP = "A question with two answers. Arrows go between them, Enter gives the one in focus."
    BINDINGS = [
        Binding("escape,n,q,f10", "answer(False)", "no", id="confirm.no", tooltip="Do nothing"),
        Binding("y", "answer(True)", "yes", id="confirm.yes", tooltip="Do it"),
        Binding(
            "left,up",
            "app.focus_previous",
            "choose",
            id="confirm.previous",
            key_display="←→",
            tooltip="The answer before",
        ),
        Binding(
            "right,down",
            "app.focus_next",
            "next",
            id="confirm.next",
            show=False,
            tooltip="The next answer",
        ),
    ]

    def __init__(self, question: str, yes: str, no: str, *, start_on_no: bool = False) -> None:
        super().__init__()
        self.question = safe(question)
        self.yes = yes
        self.no = no
        self.start_on_no = start_on_no

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self.question), classes="dialog--question")
            with Horizontal(classes="dialog--buttons"):
                yield Button(Content(self.yes), id="yes", variant="primary", flat=True)
                yield Button(Content(self.no), id="no", flat=True)

    def on_mount(self) -> None:
        self.query_one("#no" if self.start_on_no else "#yes").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, answer: bool) -> None:
        """Answer by key."""
        self.dismiss(answer)


def ask_to_drop(screen: Screen[Any], drop: Callable[[], object]) -> None:
    """Ask before typed words are dropped, with going on in focus; `drop` is called for a yes."""

    def dropped(sure: bool | None) -> None:
        if sure:
            drop()

    question = Confirm("Drop what you have typed?", "Drop", "Go on typing", start_on_no=True)
    screen.app.push_screen(question, dropped)


class LeaveQuestion(Confirm):
    """Asks whether to leave the program; once is enough."""

    def __init__(self) -> None:
        super().__init__("Leave commongrid? Everything is saved as you type.", "Leave", "Stay")

    def action_leave(self) -> None:
        """It is being asked already."""


def ask_to_leave(screen: Screen[Any]) -> None:
    """Ask on top of a screen, with Leave in focus, so that ctrl+c, Enter leaves from anywhere."""

    def left(leave: bool | None) -> None:
        if leave:
            screen.post_message(LeaveRequested())

    screen.app.push_screen(LeaveQuestion(), left)
