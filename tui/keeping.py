"""The writer's side of the app: jobs go out, answers come back, the save mark tells how it goes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textual import on
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.timer import Timer

from sessions.errors import CommongridError, TextConflictError
from sessions.sqlite.reader import SqliteReader
from sessions.store import Store, Who
from sessions.text import safe, safe_line
from sessions.writer import SaveState, Saving, Writer, sqlite_store
from tui import messages
from tui.screens.page import Page
from tui.screens.step import StepPage
from tui.settings import path, remember
from tui.showing import Showing
from tui.starting import Starting

PATIENCE = 0.3
"""Seconds that a save may take before the save mark says so."""

MOUSE = {
    True: "The mouse is used here again.",
    False: "The mouse is left to the terminal, which can select text now.",
}


SAID_AS: Mapping[tuple[bool, bool], SeverityLevel] = {
    (False, False): "information",
    (True, False): "error",
    (True, True): "warning",
}
"""How a sentence floats: by whether it is a problem, and whether one of what was typed."""


class Keeping(Starting, Showing):
    """An app with a reader for its first frame and a writer for all the rest."""

    def __init__(self, database: Path, who: Who) -> None:
        super().__init__()
        self.who = who
        self.reader = SqliteReader(database)
        self.writer = Writer(
            sqlite_store(database), state=lambda state: self._tell(messages.SavingChanged(state))
        )
        self._late: Timer | None = None
        self._words = ""
        self._conflicts: list[messages.Answered] = []

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, self._mark_opened)

    def _tell(self, message: messages.Answered | messages.SavingChanged) -> None:
        """Called on the writer's thread; posting is all it may do."""
        self.post_message(message)

    def ask(
        self,
        job: Callable[[Store], Any],
        respond: Callable[[Any], None],
        *,
        saves: bool = True,
        keys_wait: bool = True,
    ) -> None:
        """Have the writer do a job; its answer, or its error, comes back to `respond`.

        Keys pressed meanwhile wait for it, unless it changes nothing that they could mean.
        """

        def come(answer: Any) -> None:
            try:
                respond(answer)
            finally:
                self.come(come)

        def done(answer: Any) -> None:
            told = messages.Answered(come, answer)
            if isinstance(answer, TextConflictError):
                self._conflicts.append(told)
            self._tell(told)

        if keys_wait:
            self.expect(come)
        self.writer.submit(job, done, saves=saves)

    @property
    def unheard(self) -> int:
        """How many texts were refused in favour of somebody else's, and nobody has heard yet."""
        return len(self._conflicts)

    @on(messages.Answered)
    def take_answer(self, message: messages.Answered) -> None:
        """Hand an answer to whoever asked."""
        if message in self._conflicts:
            self._conflicts.remove(message)
        message.respond(message.answer)

    @on(messages.SavingChanged)
    def show_saving(self, message: messages.SavingChanged) -> None:
        """The save mark changes only if a save takes long, so that no key pays for it twice."""
        state = message.state
        if self._late is not None:
            self._late.stop()
            self._late = None
        if state.saving is Saving.SAVING:
            self._late = self.set_timer(PATIENCE, lambda: self._mark(state))
        else:
            self._mark(state)

    def _mark(self, state: SaveState) -> None:
        words = {Saving.SAVED: "saved", Saving.SAVING: "saving", Saving.WAITING: "NOT SAVED YET"}
        self._words = words[state.saving]
        for screen in self.screen_stack:
            self._mark_opened(screen)
        if state.saving is Saving.WAITING:
            # Python caches half a module on a full disk, and cannot load it ever after.
            sys.dont_write_bytecode = True
            self.say(state.sentence, problem=True)

    def _mark_opened(self, screen: Screen[Any]) -> None:
        """Every screen tells how the saving goes, one that is opened meanwhile too."""
        if self._words and isinstance(screen, Page):
            screen.mark(self._words)

    @on(messages.DisplaySet)
    def keep_display(self, message: messages.DisplaySet) -> None:
        """Keep a choice for the next start; the writer's thread has the disk to itself."""

        def told(answer: Any) -> None:
            if isinstance(answer, CommongridError):
                self.say(str(answer), problem=True)
            elif message.name == "mouse":
                self.say(MOUSE[bool(message.value)])

        def keep(_: Store) -> Any:
            return remember(path(), **{message.name: message.value})

        self.ask(keep, told, saves=False, keys_wait=False)

    # ---- what every part of the app needs

    def pages(self) -> list[StepPage]:
        """The open screens that show the open session."""
        return [page for page in self.screen_stack if isinstance(page, StepPage)]

    @on(messages.Announced)
    def announce(self, message: messages.Announced) -> None:
        """Say a sentence that a screen has to say."""
        self.say(message.sentence, problem=message.problem, in_field=message.in_field)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Say what stands in the way of what is done here, and stay where one is."""
        try:
            yield
        except CommongridError as error:
            self.say(str(error), problem=True)

    def say(self, sentence: str, *, problem: bool = False, in_field: bool = False) -> None:
        """Show a sentence for a while, as text and nothing else, in place of the one before.

        A short one takes line one, where it covers no work; a problem or a long one floats. A
        problem of what was typed `in_field` goes with the screen.
        """
        page = self.screen
        # One that is on its way already floats before this is called.
        self.call_later(self.drop_notices)
        for older in self.screen_stack:
            if isinstance(older, Page):
                older.hush()
        if not problem and isinstance(page, Page) and page.say(safe_line(sentence)):
            return
        told = SAID_AS[problem, problem and in_field]
        self.notify(safe(sentence), severity=told, markup=False)
