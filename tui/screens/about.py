"""All that is known of one activity, over the screen one came from."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from tui.commands import hints
from tui.screens.dialog import Dialog
from tui.widgets.keybar import KeyBar
from tui.widgets.reader import Block, Reader


class About(Dialog[None]):
    """Scrolls; Esc, q, i or F10 closes it."""

    BINDINGS = [
        Binding(
            "escape,q,i,f10,backspace,enter",
            "dismiss(None)",
            "close",
            key_display="Esc",
            id="about.close",
            tooltip="Back to the screen",
        ),
    ]

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        super().__init__()
        self.blocks = blocks

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide"):
            yield Reader(can_focus=True)
            yield KeyBar()

    def on_mount(self) -> None:
        reader = self.query_one(Reader)
        reader.blocks = self.blocks
        reader.focus()
        self.query_one(KeyBar).shown = tuple(hints(self.active_bindings.items()))
