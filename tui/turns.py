"""Keys take turns: each meets the screen that the keys before it have led to.

Over a slow line many keys come in one packet. Textual hands each of them at once to the widget
that has the focus then, or to the screen that is there then: what is typed behind Enter, or behind
a key that opens something, would stay behind and be taken for commands.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from time import monotonic
from typing import Any, ClassVar

from textual import events

from tui.painting import Painting
from tui.widgets.in_order import InOrder

PATIENCE = 0.1
"""Seconds that keys may go unanswered while their messages are on their way."""

HELD = 1.0
"""Seconds that a key may be held back for what those before it have set going."""

LOOK = 0.005
"""Seconds between two looks whether that is done."""

WALKING = ("up", "down", "left", "right", "pageup", "pagedown")
"""Keys that are held down to get somewhere."""

RUN = 64
"""Keys of one kind that are passed on together at most, so that much is seen of a long paste."""

ASIDE = "aside"
"""Group of the workers that no key waits for."""


class Seeking:
    """To be mixed into a screen on which each typed key sets a search going.

    More that is typed waits for no worker of the group `SEEKS`: the search begins anew then.
    """

    SEEKS: ClassVar[str]


class Turns(Painting):
    """An app that passes on a key once the one before is done with, and answers in one frame.

    A key is done with when no part of the app has a message left, no worker runs, and all that is
    `expected` has come; nothing of that is waited for longer than HELD seconds. Keys that are
    there together are answered together, as far as that takes no longer than PATIENCE.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._pressed: deque[events.Event] = deque()
        self._in_hand: list[events.Event] = []
        self._turning: asyncio.Task[None] | None = None
        self._expected: dict[object, float] = {}

    async def on_event(self, event: events.Event) -> None:
        typed = isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded
        if not typed or event in self._in_hand:
            await super().on_event(event)
            return
        self._pressed.append(event)
        if self._turning is None:
            self._turning = asyncio.create_task(self._take_turns())

    # ---- what keys wait for

    def expect(self, what: object) -> None:
        """Hold keys back until this has `come`."""
        self._expected[what] = monotonic()

    def come(self, what: object) -> None:
        """Hold no key back for this any longer."""
        self._expected.pop(what, None)

    @property
    def under_way(self) -> bool:
        """Whether something else than messages is to be waited for before the next key."""
        aside = (ASIDE, self._sought_anew)
        begun = [one._created_time for one in self.workers if one.group not in aside]
        latest = monotonic() - HELD
        return any(since > latest for since in (*begun, *self._expected.values()))

    @property
    def _sought_anew(self) -> str | None:
        """The group of workers that the next key lets begin anew, for it changes what is sought."""
        key = self._pressed[0] if self._pressed else None
        typed = isinstance(key, events.Key) and (key.is_printable or key.key == "backspace")
        page = self.screen if typed and self._screen_stack else None
        return page.SEEKS if isinstance(page, Seeking) else None

    @property
    def obeyed_all(self) -> bool:
        """Whether no key is waiting for its turn."""
        return self._turning is None

    async def obeyed(self, most: float) -> None:
        """Wait until all keys pressed so far are done with; seconds at most."""
        if self._turning is not None:
            await asyncio.wait({self._turning}, timeout=most)
        await self.calm(most)

    # ---- turns

    async def _take_turns(self) -> None:
        self._begin_batch()
        painted = monotonic()
        try:
            while self._pressed and not self._exit:
                held_until = monotonic() + HELD
                while not self._done and monotonic() < held_until:
                    if self.still:
                        painted = self._paint_meanwhile()
                        await asyncio.sleep(LOOK)
                    await self.calm(PATIENCE)
                self._in_hand = list(self._next_run())
                for event in self._in_hand:
                    self.post_message(event)
                await self.calm(PATIENCE)
                if monotonic() > painted + PATIENCE:
                    painted = self._paint_meanwhile()
        except Exception as error:  # noqa: BLE001  # whatever it is, the app ends in order
            self._handle_exception(error)
        finally:
            self._turning = None
            self._end_batch()
        self.paint()

    @property
    def _done(self) -> bool:
        """Whether the keys before are done with, so that what is there knows its size too."""
        laid_out = not (self._screen_stack and self.screen._layout_required)
        return self.still and laid_out and not self.under_way

    def _next_run(self) -> Iterator[events.Event]:
        """The next key, and those behind it that mean what they mean whatever it leads to.

        These are the letters of a text, and a key that is held down to get somewhere.
        """
        part = self.focused if self._screen_stack else None
        before = self._pressed.popleft()
        yield before
        for _ in range(RUN - 1):
            if not (self._pressed and isinstance(part, InOrder)):
                return
            if not more_of(before, self._pressed[0], part):
                return
            before = self._pressed.popleft()
            yield before

    def _paint_meanwhile(self) -> float:
        self._end_batch()
        self.paint()
        self._begin_batch()
        return monotonic()


def more_of(before: events.Event, event: events.Event, part: InOrder) -> bool:
    """Whether a key is one more letter of a text, or the same key to walk with."""
    if not (isinstance(before, events.Key) and isinstance(event, events.Key)):
        return False
    if event.key == before.key and event.key in WALKING:
        return True
    return all(one.is_printable and part.will_type(one) for one in (before, event))
