"""A key tester: what each key that is pressed arrives as, on this terminal, over this line."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from sessions.text import safe_line
from tui.commands import key_name
from tui.keymap import everything
from tui.settings import Settings
from tui.showing import Showing

SHOWN = 12
"""How many of the last keys are shown."""

HEAD = (
    "Press any key to see what it arrives as. q twice, or Esc twice, leaves.\n"
    "A key that shows nothing is kept by your terminal, or by a program around it.\n"
)


class KeyTester(Showing):
    """Shows every key; none of them does anything, but q or Esc twice in a row."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = []

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._told: list[str] = []
        self._last = ""
        bindings = [(key, one.id) for one in everything().values() for key in one.keys]
        self._meant: dict[str, list[str]] = {}
        for key, name in bindings:
            self._meant.setdefault(key, []).append(name)
        self.show_as(settings)

    def compose(self) -> ComposeResult:
        yield Static(Content(HEAD))

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes are told and go no further."""
        if isinstance(event, events.Key):
            self._tell(event)
        elif isinstance(event, events.Paste):
            self._say(f"a paste of {len(event.text)} characters")
        else:
            await super().on_event(event)

    def _tell(self, event: events.Key) -> None:
        if event.key == self._last and event.key in ("q", "escape"):
            self.exit(0)
            return
        self._last = event.key
        typed = f", types {safe_line(event.character or '')!r}" if event.is_printable else ""
        ids = self._meant.get(event.key, [])
        used = f"; used by {', '.join(ids[:4])}{' and more' * (len(ids) > 4)}" if ids else ""
        self._say(f"{event.key}  ({key_name(event.key)}{typed}){used}")

    def _say(self, line: str) -> None:
        self._told = [*self._told, line][-SHOWN:]
        self.query_one(Static).update(Content("\n".join([HEAD, *self._told])))
