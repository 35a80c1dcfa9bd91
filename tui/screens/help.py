"""Help for the screen one came from: what it is for, and every key that acts there."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from tui.commands import hints
from tui.screens.dialog import Dialog
from tui.widgets.keybar import Hint, KeyBar
from tui.widgets.reader import Block, Look, Reader

LEAVING = (
    "q, Backspace or F10 goes back one screen, from the library out of the program. "
    "Ctrl+C, then Enter, leaves from anywhere. Everything is saved as you type."
)


class Help(Dialog[None]):
    """Scrolls; any of the help keys, Esc or q closes it."""

    BINDINGS = [
        Binding(
            "escape,f1,question_mark,q,f10,backspace",
            "dismiss(None)",
            "close help",
            key_display="Esc",
            id="help.close",
            tooltip="Back to the screen",
        ),
    ]

    def __init__(self, text: str, keys: tuple[Hint, ...]) -> None:
        super().__init__()
        self.text = text
        self.keys = keys

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide"):
            yield Reader(can_focus=True)
            yield KeyBar()

    def on_mount(self) -> None:
        width = max((len(hint.key) for hint in self.keys), default=1) + 2
        reader = self.query_one(Reader)
        paragraphs = [Block(part.strip()) for part in self.text.split("\n\n") if part.strip()]
        blank = Block("")
        keys = [Block(hint.tooltip or hint.word, label=hint.key.ljust(width)) for hint in self.keys]
        reader.blocks = (
            *(part for block in paragraphs for part in (block, blank)),
            Block("Keys that act here", Look.HEADING),
            *keys,
            blank,
            Block("Leaving", Look.HEADING),
            Block(LEAVING),
        )
        reader.focus()
        self.query_one(KeyBar).shown = tuple(hints(self.active_bindings.items()))
