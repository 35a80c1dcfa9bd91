"""What is typed and not saved yet when the program ends: it is kept, whatever is left to do so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sessions.errors import CommongridError, StoreError
from sessions.store import Who
from sessions.text import safe_line
from tui import messages
from tui.contested import with_both
from tui.recovering import Recovering
from tui.screens.dialog import Dialog
from tui.screens.page import Page

if TYPE_CHECKING:
    from tui.rescue import Unsaved

SAVING = 5.0
HURRIED = 2.0
"""Seconds that saving may take once a person has left, and once the line has dropped."""


class Ending(Recovering):
    """An app that knows what is not saved, and can part with all of it kept."""

    def __init__(self, database: Path, who: Who) -> None:
        super().__init__(database, who)
        self._hurried = False
        self._abandoned = False
        self._rescued: list[Path] = []
        self._drafts: list[messages.DraftLeft] = []

    def _keep_typed(self) -> None:
        with suppress(Exception):
            for request in self._typed():
                with suppress(Exception):
                    self._keep(request)

    def _typed(self) -> list[messages.Worded]:
        self._drafts.clear()
        screens = [one for one in self.screen_stack if isinstance(one, Page | Dialog)]
        return [request for screen in screens for request in screen.typed()]

    def _keep(self, request: messages.Worded) -> None:
        """Save without showing: the screens may be what is at fault."""
        if isinstance(request, messages.EditRequested):
            self.desk.apply(request.edit, request.group)
        elif isinstance(request, messages.StoredEditRequested):
            self.edit_stored(request)
        elif isinstance(request, messages.StoredPlanEditRequested):
            self.edit_stored_plan(request)
        elif isinstance(request, messages.DraftLeft):
            self._drafts.append(request)
        elif self.agreed is not None:
            self.agreed.apply(request.edit, request.group)

    def _unsaved(self) -> list[Unsaved]:
        """The sessions that hold what is not saved, and the plans that do."""
        from tui.rescue import Unsaved

        held = {desk.id: (desk.session, desk.stored) for desk in self.desks if desk.unsaved_edits}
        for asked in self.unstored:
            with suppress(CommongridError):
                stored = self.reader.load(asked.session)
                session, _ = held.get(asked.session, (stored.session, stored))
                held[asked.session] = (with_both(asked.edit, session), stored)
        agreed = {desk.id: (desk.plan, desk.stored) for desk in self.plan_desks if desk.unsaved}
        for filed in self.unfiled:
            with suppress(CommongridError):
                kept = self.reader.plans.load(filed.plan)
                plan, _ = agreed.get(filed.plan, (kept.plan, kept))
                agreed[filed.plan] = (with_both(filed.edit, plan), kept)
        plans = [Unsaved(*one) for one in agreed.values()]
        new = [Unsaved(asked.session) for asked in self.unkept.values()]
        return [*(Unsaved(*one) for one in held.values()), *new, *plans]

    def part(self) -> str:
        """After the screens: save what is waiting, and close; what to say of what was not saved.

        A text that was refused meanwhile, in favour of somebody else's, was not saved either.
        Whoever leaves without what is not saved leaves what is no session yet for the next start.
        """
        hurried = self._hurried or bool(self._rescued)
        if not self._abandoned:
            with suppress(CommongridError):
                self.contested.keep_both()
        patience = 0.0 if self._abandoned else HURRIED if hurried else SAVING
        left = len(self.writer.close(patience)) + self.unheard
        told = [*self._left_drafts(), *self._told_of(0 if self._abandoned else left)]
        with suppress(StoreError):
            self.reader.close()
        if not left:
            self._forget(self._rescued)
        return " ".join(told)

    def _left_drafts(self) -> Iterator[str]:
        """Leave for the next start what was typed and is no session yet; what failed in that."""
        from tui.rescue import leave_draft

        while self._drafts:
            left = self._drafts.pop()
            try:
                leave_draft(self.database, left.draft, left.path)
            except CommongridError as error:
                yield f"What was typed for a new session is lost. {error}"

    def _told_of(self, left: int) -> Iterator[str]:
        """What to say of so many changes that could not be saved."""
        if left:
            counted = "1 change" if left == 1 else f"{left} changes"
            why = self.writer.state.sentence or "Somebody else changed the same text."
            yield f"{counted} could not be saved. {why} {self._kept_aside()}"

    def _forget(self, paths: Iterable[Path]) -> None:
        from tui.rescue import forget

        for path in paths:
            forget(path)

    def _kept_aside(self) -> str:
        from tui.rescue import rescue

        try:
            files = self._rescued or rescue(self.database, self._unsaved())
        except CommongridError as error:
            return str(error)
        if not files:
            return "It is in no file; type it again."
        # A new session that is in a rescue file now is offered only once.
        self._forget(asked.left_in for asked in self.unkept.values() if asked.left_in)
        named = ", ".join(safe_line(str(path)) for path in files)
        return f"All of it is in {named}; the next start offers to take it in."
