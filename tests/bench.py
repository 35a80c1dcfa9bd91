"""A bench for one screen or widget: an app that hosts it and records what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from tui import messages
from tui.themes import THEMES

STYLES = Path(__file__).parent.parent / "tui" / "styles"
ASKED = tuple(
    kind
    for kind in vars(messages).values()
    if isinstance(kind, type) and issubclass(kind, Message) and kind is not Message
)
T = TypeVar("T")


class Bench(App[None]):
    """Shows one screen, or some widgets, in the program's own styles; keeps what they post.

    `recorded` names the messages that are kept, by default those of tui/messages.py. `answer`
    stands for the app: it is called with each of them.
    """

    CSS_PATH = sorted(STYLES.glob("*.tcss"), key=lambda path: path.name != "app.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        *shown: Screen[None] | Widget,
        recorded: Iterable[type[Message]] = ASKED,
        answer: Callable[[Message], object] = lambda message: None,
    ) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name
        self.shown = shown
        self.recorded = tuple(recorded)
        self.answer = answer
        self.said: list[Message] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(THEMES[0].variables)

    def compose(self) -> ComposeResult:
        yield from (one for one in self.shown if not isinstance(one, Screen))

    async def on_mount(self) -> None:
        for one in self.shown:
            if isinstance(one, Screen):
                await self.push_screen(one)

    async def _on_message(self, message: Message) -> None:
        if isinstance(message, self.recorded):
            self.said.append(message)
            self.answer(message)
        await super()._on_message(message)

    def all_said(self, kind: type[T]) -> list[T]:
        """Every recorded message of one kind, oldest first."""
        return [message for message in self.said if isinstance(message, kind)]

    def last_said(self, kind: type[T]) -> T:
        """The newest recorded message of one kind."""
        return self.all_said(kind)[-1]

    def screen_text(self) -> str:
        """What is on the screen, line by line."""
        return "\n".join(strip.text for strip in self.screen._compositor.render_strips())
