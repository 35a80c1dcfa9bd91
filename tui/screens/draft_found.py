"""A new session that was being typed when an earlier run broke off: go on, later, or drop it."""

from __future__ import annotations

from enum import Enum, auto
from functools import partial

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from sessions.text import safe
from tui.draft import Draft
from tui.screens.confirm import ask_to_drop
from tui.screens.dialog import Dialog
from tui.widgets.button import Button


class Fate(Enum):
    """What becomes of what was typed."""

    GO_ON = auto()
    LATER = auto()
    DROP = auto()


class DraftFound(Dialog[Fate]):
    """Says what was typed. The focus is on going on, which loses nothing."""

    HELP = (
        "An earlier run broke off while a new session was being typed. Go on with it, have it "
        "offered again at the next start, or drop it for good."
    )
    BINDINGS = [
        Binding("escape,l,n,q,f10", "answer('later')", "later", id="draft.later",
                tooltip="Offer it again at the next start"),
        Binding("y", "answer('go_on')", "go on", id="draft.go_on", tooltip="Go on with it now"),
        Binding("delete,D", "answer('drop')", "drop", id="draft.drop",
                tooltip="Drop what was typed; it is offered no more"),
        Binding("left,up", "app.focus_previous", "choose", id="draft.previous", key_display="←→",
                tooltip="The answer before"),
        Binding("right,down", "app.focus_next", "next", id="draft.next", show=False,
                tooltip="The next answer"),
    ]  # fmt: skip

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        typed = ", ".join(filter(None, (draft.title, draft.organisation, draft.catalogue)))
        self.question = safe(
            f"An earlier run broke off while a new session was being typed:\n\n{typed}\n\n"
            "Go on with it now?"
        )

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(self.question), classes="dialog--question")
            with Horizontal(classes="dialog--buttons"):
                yield Button("Go on with it", id="go_on", variant="primary", flat=True)
                yield Button("Later", id="later", flat=True)
                yield Button("Drop it", id="drop", flat=True)

    def on_mount(self) -> None:
        self.query_one("#go_on").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.action_answer(str(event.button.id))

    def action_answer(self, answer: str) -> None:
        """Answer by key; what was typed is dropped only if that is said once more."""
        fate = Fate[answer.upper()]
        if fate is Fate.DROP:
            ask_to_drop(self, partial(self.dismiss, fate))
        else:
            self.dismiss(fate)
