"""What all dialogs share: the way out of the program, and help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, ScreenResultType

from tui.commands import hints
from tui.messages import Worded
from tui.pieces import Pieced
from tui.screens.page import Page
from tui.widgets.keybar import Hint, KeyBar


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

    def __init__(self) -> None:
        super().__init__()
        self._compositor = Pieced()

    def on_mount(self) -> None:
        self.bindings_updated_signal.subscribe(self, lambda _: self.show_keys())

    def on_screen_resume(self) -> None:
        self._blank(None)
        self.call_later(self.show_keys)

    def on_screen_suspend(self) -> None:
        self._blank(())

    def _blank(self, keys: tuple[Hint, ...] | None) -> None:
        """What covers this has its keys shown, and no key of this acts."""
        for bar in self.query(KeyBar):
            bar.instead = keys

    def show_keys(self) -> None:
        """Have the key bar of the screen beneath show what acts here, if there is none here."""
        page = next((one for one in reversed(self.app.screen_stack) if isinstance(one, Page)), None)
        if page is not None and self.is_current:
            keys = () if self.query(KeyBar) else tuple(hints(self.active_bindings.items()))
            page.show_covering(keys)

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
