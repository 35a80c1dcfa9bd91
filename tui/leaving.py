"""The end of the program, whichever way it comes, and what the next start makes good.

A person leaves, or the line drops, or somebody sends a signal: in any case what was typed is
handed on first, then all of it is saved. What cannot be saved goes into a rescue file.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ScreenStackError
from textual.css.query import NoMatches

from sessions.errors import CommongridError
from sessions.store import Who
from sessions.writer import Saving
from tui import messages
from tui.ending import Ending

if TYPE_CHECKING:
    from tui.rescue import Unsaved
    from tui.screens.unsaved import Parting, UnsavedChanges

CALM = 1.2
"""Seconds that keys pressed already may take to become edits."""

STUCK = 10.0
"""Seconds after which a program that was told to end, and cannot, is ended."""

SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


class Leaving(Ending):
    """An app that ends without losing anything."""

    def __init__(self, database: Path, who: Who) -> None:
        super().__init__(database, who)
        self._at_work: asyncio.AbstractEventLoop | None = None
        self._asking: UnsavedChanges | None = None
        self._calming: asyncio.Task[None] | None = None

    def on_load(self) -> None:
        self._at_work = asyncio.get_running_loop()

    # ---- by a person

    def action_leave(self) -> None:
        """Leave from anywhere."""
        self.post_message(messages.LeaveRequested())

    @on(messages.LeaveRequested)
    def leave(self) -> None:
        """Hand on what is typed and end, or ask what becomes of what is not saved."""
        self.expect(self._leave)
        self._once(self.calm)

    def _leave(self) -> None:
        from tui.screens.unsaved import UnsavedChanges

        self.come(self._leave)
        state = self.writer.state
        self.leave_fields()
        if self._hurried or state.saving is not Saving.WAITING:
            self.exit(0)
        elif self.screen is not self._asking:
            self._asking = UnsavedChanges(self.writer.unsaved, state.sentence)
            self.push_screen(self._asking, self._part)

    def _part(self, parting: Parting | None) -> None:
        from tui.screens.unsaved import Parting

        if parting is Parting.DROP:
            self._abandoned = True
            self.exit(0)
        elif parting is Parting.RESCUE:
            self.contested.keep_both()
            self.run_worker(partial(self._rescue, self._unsaved()), thread=True, group="rescue")

    def _rescue(self, unsaved: list[Unsaved]) -> None:
        """Runs on a thread: posting is all that it may do here."""
        from tui.rescue import rescue

        try:
            self.post_message(messages.Rescued(tuple(rescue(self.database, unsaved))))
        except CommongridError as error:
            self.post_message(messages.Announced(f"{error} Nothing was left.", problem=True))

    @on(messages.Rescued)
    def leave_rescued(self, message: messages.Rescued) -> None:
        """All of it is in files: leave."""
        self._rescued = list(message.files)
        self.exit(0)

    @on(messages.SavingChanged)
    def leave_once_saved(self, message: messages.SavingChanged) -> None:
        """While the question is open, leaving waits for nothing but this."""
        if message.state.saving is Saving.SAVED and self.screen is self._asking:
            self.exit(0)

    # ---- by a signal, or because the line has dropped

    @on(messages.LineDropped)
    def leave_at_once(self) -> None:
        """Hand on what is typed and end; nobody is there to be asked."""
        if not self._hurried:
            self._hurried = True
            self._set_alarm()
            self._once(self.obeyed)

    def obey(self, number: int, _: FrameType | None) -> None:
        """What a signal means: before there is anything to lose the end, later an orderly one."""
        if self._at_work is None:
            raise SystemExit(128 + number)
        self._set_alarm()
        # A loop that has ended is one that is being left already.
        with suppress(RuntimeError):
            self._at_work.call_soon_threadsafe(self.leave_at_once)

    def _set_alarm(self) -> None:
        if signal.getsignal(signal.SIGALRM) == self.end:
            signal.setitimer(signal.ITIMER_REAL, STUCK)

    def end(self, _: int, __: FrameType | None) -> None:
        """The screens do not end by themselves: save without them, and let the terminal go."""
        self._hurried = True
        self._keep_typed()
        self.part()
        with suppress(Exception):
            if self._driver is not None:
                self._driver.stop_application_mode()
                self._driver.close()
        os._exit(1)

    # ---- what both have in common

    def _once(self, ready: Callable[[float], Coroutine[Any, Any, None]]) -> None:
        """Leave when all keys pressed so far have become edits, or after a moment."""
        if self._calming is None or self._calming.done():
            self._calming = asyncio.get_running_loop().create_task(self._when(ready))

    async def _when(self, ready: Callable[[float], Coroutine[Any, Any, None]]) -> None:
        await ready(CALM)
        self.call_later(self._leave)

    def _handle_exception(self, error: Exception) -> None:
        """Textual ends after a fault; what was typed until then is saved all the same.

        A page that is being made while the program is left misses parts that are gone already.
        """
        if self._exit and isinstance(error, NoMatches | ScreenStackError):
            return
        self._keep_typed()
        super()._handle_exception(error)

    def leave_fields(self) -> None:
        """Have everything edited that is typed and was not handed on yet."""
        for request in self._typed():
            if isinstance(request, messages.PlanEditRequested):
                self.edit_plan(request)
            elif isinstance(request, messages.EditRequested):
                self.edit(request)
            else:
                self._keep(request)


@contextmanager
def heeded(app: Leaving) -> Iterator[None]:
    """Have the signals that end a program mean an orderly end of this one, until it is over."""
    former = {one: signal.signal(one, app.obey) for one in SIGNALS}
    former[signal.SIGALRM] = signal.signal(signal.SIGALRM, app.end)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for one, handler in former.items():
            signal.signal(one, handler)
