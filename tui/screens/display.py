"""How the program looks and what it listens to, chosen while it runs; each choice acts at once."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.commands import hints
from tui.messages import DisplaySet
from tui.screens.dialog import Dialog
from tui.settings import THEME_NAMES, Look, Settings
from tui.widgets.choices import Choice, Choices
from tui.widgets.form import FormRow
from tui.widgets.keybar import KeyBar

YES, NO = "yes", "no"
ROWS = {
    "theme": ("Colours", tuple(Choice(name, name.replace("-", " ")) for name in THEME_NAMES)),
    "ascii": ("Signs", (Choice(NO, "lines and dots"), Choice(YES, "ASCII"))),
    "mouse": ("Mouse", (Choice(YES, "used here"), Choice(NO, "left to the terminal"))),
    "cursor": ("Cursor", (Choice(NO, "hidden"), Choice(YES, "shown at the focus"))),
    "notes": ("Private notes", (Choice(NO, "hidden until p"), Choice(YES, "shown at start"))),
}
"""What can be chosen: the name of each setting, its label, and what it can be."""

ABOUT = (
    "Each choice acts at once and is kept for you. With the mouse left to the terminal, dragging "
    "selects text there. Keys are remapped in the file of settings: see commongrid keys."
)


class DisplayChoices(Dialog[None]):
    """A row for each setting; Esc or q closes."""

    HELP = ABOUT
    BINDINGS = [
        Binding("escape,q,f10,comma,backspace", "dismiss(None)", "close", key_display="Esc",
                id="display.close", tooltip="Back to the screen"),
    ]  # fmt: skip

    def __init__(self, settings: Settings, look: Look) -> None:
        super().__init__()
        self.picked: dict[str, str] = {
            "theme": look.theme,
            "ascii": _word(look.ascii),
            "mouse": _word(settings.mouse),
            "cursor": _word(settings.cursor),
            "notes": _word(settings.notes),
        }

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog wide display"):
            for name, (label, choices) in ROWS.items():
                yield FormRow(label, Choices(choices, picked=(self.picked[name],), id=name))
            yield Static(Content(ABOUT), classes="dialog--hint")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#theme").focus()
        self.query_one(KeyBar).shown = tuple(hints(self.active_bindings.items()))

    @on(Choices.Picked)
    def choose(self, message: Choices.Picked) -> None:
        """Show what was picked, and have it act and be kept."""
        message.stop()
        message.choices.show(message.value)
        name = message.choices.id or ""
        value = message.value if name == "theme" else message.value == YES
        self.post_message(DisplaySet(name, value))


def _word(on: bool) -> str:
    return YES if on else NO
