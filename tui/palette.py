"""The command palette: everything that can be done on this screen, found by typing."""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from typing import Any

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from sessions.text import safe_line
from tui.commands import hints


class Palette(CommandPalette):
    """Textual's palette, which would end the program at a Page Up before its list is laid out."""

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):
            super()._action_command_list(action)


class Doable(Provider):
    """Lists the bindings that act on the screen the palette was opened from."""

    async def discover(self) -> Hits:
        for words, run, key in self._doable():
            yield DiscoveryHit(Content(words), run, text=words, help=key)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for words, run, key in self._doable():
            score = matcher.match(words)
            if score > 0:
                yield Hit(score, Content(words), run, text=words, help=key)

    def _doable(self) -> list[tuple[str, partial[Coroutine[Any, Any, bool]], str]]:
        focused = self.focused or self.screen
        return [
            (
                safe_line(hint.tooltip or hint.word),
                partial(self.app.run_action, hint.action, focused),
                f"key {hint.key}",
            )
            for hint in hints(self.screen.active_bindings.items(), hidden=True)
            if hint.action != "palette"
        ]
