"""Two people wrote one text: keep mine, keep theirs, or keep both. No word is dropped unseen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sessions.errors import TextConflictError
from sessions.text import safe, safe_line
from tui.commands import hints
from tui.screens.dialog import Dialog
from tui.widgets.keybar import KeyBar
from tui.widgets.reader import Block, Look, Reader


class Conflict(Dialog[str | None]):
    """Dismisses the text to keep; None keeps theirs. Esc keeps both, since that loses nothing.

    `by` tells who wrote theirs, and when, as far as that is known.
    """

    HELP = (
        "Somebody else changed the text that you were writing. Keep your words, theirs, or both, "
        "one after the other, to be edited. What is replaced stays in the history."
    )
    BINDINGS = [
        Binding(
            "1,m", "keep_mine", "keep mine", id="conflict.mine", tooltip="My words replace theirs"
        ),
        Binding(
            "2,t", "keep_theirs", "keep theirs", id="conflict.theirs", tooltip="Their words stay"
        ),
        Binding(
            "3,b,escape,f10",
            "keep_both",
            "keep both",
            id="conflict.both",
            tooltip="Theirs first, then mine, to be edited",
        ),
    ]

    def __init__(self, conflict: TextConflictError, by: str = "") -> None:
        super().__init__()
        self.conflict = conflict
        self.by = by

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide"):
            yield Static(Content(safe(self._asked())), classes="dialog--question")
            yield Reader(can_focus=True)
            yield KeyBar()

    def _asked(self) -> str:
        if self.conflict.fits:
            return f"{self.conflict}{'' if self.conflict.gone else ' Or keep both.'}"
        return (
            f"{self.conflict} Both together are longer than {self.conflict.longest:,} characters, "
            "so one stays. If it is yours, the history keeps theirs."
        )

    def on_mount(self) -> None:
        reader = self.query_one(Reader)
        conflict = self.conflict
        reader.blocks = (
            Block("Mine", Look.HEADING),
            Block(conflict.mine or "(empty)"),
            Block(f"Theirs ({safe_line(self.by)})" if self.by else "Theirs", Look.HEADING),
            Block(conflict.theirs or "(empty)"),
            Block("What both started from", Look.HEADING),
            Block(conflict.original or "(empty)", Look.QUIET),
        )
        reader.focus()
        self.query_one(KeyBar).shown = tuple(hints(self.active_bindings.items()))

    def action_keep_mine(self) -> None:
        """My words replace theirs; theirs stay in the history."""
        self.dismiss(self.conflict.mine)

    def action_keep_theirs(self) -> None:
        """Their words stay."""
        self.dismiss(None)

    def action_keep_both(self) -> None:
        """Theirs, then mine."""
        self.dismiss(self.conflict.both)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Both can be kept where there is room for both."""
        return action != "keep_both" or self.conflict.fits
