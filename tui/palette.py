"""The command palette: everything that can be done on this screen, found by typing."""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from inspect import unwrap
from typing import Any

from textual import on, work
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from sessions.text import safe_line
from tui.commands import hints
from tui.turns import Seeking

GATHER = unwrap(CommandPalette._gather_commands)


class Palette(Seeking, CommandPalette):
    """Textual's palette, whose list may not be shown yet, or which may be gone already.

    Either would end the program: a Page Up then, a search that begins while it closes, or the
    second of two Enters that came in one packet.
    """

    SEEKS = CommandPalette._GATHER_COMMANDS_GROUP

    @work(exclusive=True, group=SEEKS)
    async def _gather_commands(self, search_value: str) -> None:
        if self.query(CommandList):
            await GATHER(self, search_value)

    def dismiss(self, result: None = None) -> AwaitComplete:
        if not self.is_current:
            return AwaitComplete()
        return super().dismiss(result)

    @on(Input.Submitted)
    @on(CommandList.OptionSelected)
    def _chosen(self, event: Message) -> None:
        if not self.is_current:
            event.prevent_default()

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):
            super()._action_command_list(action)


class Doable(Provider):
    """Lists the bindings that act on the screen the palette was opened from."""

    async def discover(self) -> Hits:
        for words, run, key in self._doable():
            yield DiscoveryHit(Content(words), run, text=words, help=key)

    async def search(self, query: str) -> Hits:
        for words, run, key in self._doable():
            if score := fit(query, words):
                yield Hit(score, Content(words), run, text=words, help=key)

    def _doable(self) -> list[tuple[str, partial[Coroutine[Any, Any, bool]], str]]:
        return [
            (
                safe_line(f"{hint.word}: {hint.tooltip}" if hint.tooltip else hint.word),
                partial(self.app.run_action, hint.action, hint.on),
                f"key {hint.key}",
            )
            for hint in hints(self.screen.active_bindings.items(), hidden=True)
            if hint.action != "palette"
        ]


def fit(query: str, words: str) -> float:
    """How well what was typed fits: not at all unless each of its words is there, 1 at the start.

    Capitals and hyphens do not count: "setup" finds "Set-up".
    """
    wanted, text = (one.casefold().replace("-", "") for one in (query, words))
    if not all(word in text for word in wanted.split()):
        return 0.0
    return 1.0 if text.startswith(wanted.strip()) else 0.5
