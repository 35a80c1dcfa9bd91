"""What all dialogs share: the way out of the program, and help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, ScreenResultType

from tui.commands import hints
from tui.messages import Worded


class Dialog(ModalScreen[ScreenResultType], Generic[ScreenResultType]):
    """A question, or a text, on top of a screen. `HELP` says what it is for, as on a page.

    Each binds F10 to what loses nothing: with its other keys, so that the key bar keeps its order.
    """

    HELP = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "help", id="dialog.help", show=False,
                tooltip="What is asked here, and the keys for it"),
        Binding("ctrl+c", "leave", "quit", id="dialog.leave", show=False,
                tooltip="Leave commongrid"),
    ]  # fmt: skip

    def typed(self) -> Sequence[Worded]:
        """What was typed and not handed on yet, as for a page; it counts as handed on then."""
        return []

    def action_help(self) -> None:
        """What this is for, and every key that acts here."""
        from tui.screens.help import Help

        shown = hints(self.active_bindings.items(), hidden=True)
        self.app.push_screen(Help(self.HELP, tuple(shown)))

    def action_leave(self) -> None:
        """Ask whether to leave the program, on top of this: Enter leaves from anywhere."""
        from tui.screens.confirm import ask_to_leave

        ask_to_leave(self)
