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
from textual.message_pump import MessagePump
from textual.screen import Screen

from tui.frames import Frame, Shown

PASSES = 3
"""Passes of the event loop without any message after which nothing more is to be expected."""


class Painting(App[int]):
    """An app that can be painted at once, and sends of a frame what the terminal lacks.

    Until a frame, what waits for a refresh (`call_after_refresh`) meets the layout before.
    """

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
        await super().on_event(event)

    def action_repaint(self) -> None:
        """Send the whole screen again."""
        self._shown.forget()
        self.screen.refresh()

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

    @property
    def still(self) -> bool:
        """Whether no part of the app has a message left, or is dealing with one."""
        parts = [self, *(node for page in self.screen_stack for node in page.walk_children())]
        return not any(at_work(part) for part in (*parts, *self.screen_stack))

    async def calm(self, most: float) -> None:
        """Wait until all of the app is still, and stays so for a moment; seconds at most."""
        loop = asyncio.get_running_loop()
        end, calm = loop.time() + most, 0
        while calm < PASSES and loop.time() < end:
            await asyncio.sleep(0)
            calm = calm + 1 if self.still else 0


def at_work(part: MessagePump) -> bool:
    """Whether this part does anything but wait for its next message."""
    waits = part.message_queue_size == 0 and part._message_queue.ready_event._waiters
    return not waits and not part._closed
