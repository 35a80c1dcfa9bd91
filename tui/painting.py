"""When the screen is painted: whole, and as soon as nothing more is to be expected.

Textual paints what is dirty at each idle moment, and what a message changes a moment later in a
next frame, a sixtieth of a second on. A step of the cursor would come in two frames, the row and
then the words on it, and cost the line both.
"""

from __future__ import annotations

import asyncio
from typing import Any

from rich.console import RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.screen import Screen

from tui.frames import Frame, Shown

PASSES = 3
"""Passes of the event loop without any message after which nothing more is to be expected."""

PATIENCE = 0.1
"""Seconds that a key may go unanswered while its messages are on their way."""


class Painting(App[int]):
    """An app that answers each key in one frame, and sends of it what the terminal lacks.

    Until the frame, what waits for a refresh (`call_after_refresh`) meets the layout before.
    """

    _answering: asyncio.Task[None] | None = None

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._shown = Shown()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, CompositorUpdate):
            renderable = Frame(renderable, self._shown)
        super()._display(screen, renderable)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Resize) and self._screen_stack:
            # Of the same size too: the program was stopped, and the terminal is its own again.
            self.action_repaint()
        if isinstance(event, events.InputEvent) and not event.is_forwarded:
            self._answer()
        await super().on_event(event)

    def action_repaint(self) -> None:
        """Send the whole screen again."""
        self._shown.forget()
        self.screen.refresh()

    def _answer(self) -> None:
        if self._answering is None:
            self._begin_batch()
            self._answering = asyncio.create_task(self._painted_when_calm())

    async def _painted_when_calm(self) -> None:
        try:
            await self.calm(PATIENCE)
        finally:
            self._answering = None
            self._end_batch()
        self.paint()

    def paint(self) -> None:
        """Paint what is dirty at once, and not with the next of Textual's frames.

        A fault in painting is the app's, as it would be in one of those frames.
        """
        if self._batch_count or self._exit or not self._screen_stack:
            return
        try:
            with self.screen._context():
                self.screen._on_timer_update()
        except Exception as error:  # noqa: BLE001  # whatever it is, the app ends in order
            self._handle_exception(error)
        for covered in self._background_screens:
            covered.check_idle()

    async def calm(self, most: float) -> None:
        """Wait until no part of the app has a message left to deal with; seconds at most."""
        loop = asyncio.get_running_loop()
        end, calm = loop.time() + most, 0
        while calm < PASSES and loop.time() < end:
            await asyncio.sleep(0)
            pumps = [self, *(node for page in self.screen_stack for node in page.walk_children())]
            pumps += self.screen_stack
            calm = 0 if any(pump.message_queue_size for pump in pumps) else calm + 1
