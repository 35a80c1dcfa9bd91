"""A bench for one screen or widget: an app that hosts it and records what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from sessions.edits import Edit, Write
from sessions.errors import TextConflictError
from sessions.session import Session
from sessions.store import GroupId
from tui import messages
from tui.screens.conflict import Conflict
from tui.screens.step import StepPage
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


class DeskBench(Bench):
    """Shows one step of a session, applies the edits that it asks for, and shows them back.

    `page` stands for the app's side of a session too: undo takes back one group of edits.
    """

    def __init__(self, page: StepPage) -> None:
        super().__init__(page, answer=self._serve)
        self.page = page
        self.session = page.session
        self._former: list[tuple[GroupId | None, Session]] = []

    def _serve(self, message: Message) -> None:
        if isinstance(message, messages.EditRequested):
            try:
                self.edit(message.edit, message.group)
            except TextConflictError as conflict:
                assert isinstance(message.edit, Write)
                self._settle(conflict, message.edit)
        elif isinstance(message, messages.UndoRequested) and self._former:
            _, self.session = self._former.pop()
            self.page.show(self.session)

    def _settle(self, conflict: TextConflictError, edit: Write) -> None:
        def keep(text: str | None) -> None:
            self.page.give_way(edit, conflict.theirs if text is None else text)
            if text is not None:
                self.edit(Write(edit.path, text, conflict.theirs))

        self.push_screen(Conflict(conflict), keep)

    def edit(self, edit: Edit, group: GroupId | None = None) -> None:
        """What the page, or somebody else, does to the session."""
        before, self.session = self.session, edit.apply(self.session)
        same = group is not None and self._former and self._former[-1][0] == group
        if not same and before is not self.session:
            self._former.append((group, before))
        self.page.show(self.session)
