"""The first frame comes first: it is laid out and painted once, and what can wait waits for it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path, PurePath
from typing import ClassVar

from textual import events
from textual.css.stylesheet import Stylesheet

from tui.turns import Turns

STYLES = Path(__file__).with_name("styles")
TOKENS = STYLES / "app.tcss"

MOST = 0.5
"""Seconds that the first paint waits for the widgets to have settled."""


class Styles(Stylesheet):
    """Parses each source once, and all of them again only for a theme of other variables.

    Textual parses everything twice at the start, and again with each screen that brings styles.
    """

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take these variables; what was parsed with the same ones stays."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse what is new; the rest is in the cache, which other variables have emptied."""
        self.parse()


class Starting(Turns):
    """An app that paints its first screen before it does anything else.

    Before that it reads no more styles than the tokens, and those of the page it starts with.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = [TOKENS]

    def __init__(self) -> None:
        self._themed = False
        super().__init__()
        self.stylesheet = Styles()
        self._styled = False
        self._painted = False
        self._waiting: list[Callable[[], object]] = []
        self._held = ExitStack()

    def once_painted(self, job: Callable[[], object]) -> None:
        """Do this as soon as the first screen is painted; at once if it is."""
        if self._painted:
            job()
        else:
            self._waiting.append(job)

    def read_styles(self, *names: str) -> None:
        """Read the styles of these names, or all that are not read yet."""
        found = [STYLES / f"{name}.tcss" for name in names] or sorted(STYLES.glob("*.tcss"))
        self.stylesheet.read_all(
            [path for path in found if not self.stylesheet.has_source(str(path))]
        )

    def get_css_variables(self) -> dict[str, str]:
        """Those of the theme; none before it is chosen, since making them takes a while."""
        return super().get_css_variables() if self._themed else {}

    def on_load(self) -> None:
        """By now the theme is chosen, and nothing has been parsed."""
        self._themed = True
        self.stylesheet.set_variables(self.get_css_variables())
        self.expect(self._go_on)

    def on_mount(self) -> None:
        self._held.enter_context(self.batch_update())
        self._opening = asyncio.create_task(self._open())

    async def _open(self) -> None:
        """Paint once all widgets know their size and have said what they have to say."""
        await self.calm(MOST)
        # What the key bar needs, and what depends on the width, is known only by now.
        self.screen.post_message(events.Resize.from_dimensions(self.size, None))
        await self.calm(MOST)
        self._held.close()
        self.paint()
        self.screen.call_after_refresh(self._go_on)

    def refresh_css(self, animate: bool = True) -> None:
        """Textual styles all anew for the theme that it starts with, which all has already."""
        if self._styled:
            super().refresh_css(animate)
        self._styled = True

    def _go_on(self) -> None:
        self._painted = True
        self.come(self._go_on)
        gc.freeze()
        gc.enable()
        self.read_styles()
        for job in self._waiting:
            job()
        self._waiting.clear()
