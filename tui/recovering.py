"""What an earlier run could not save is offered at the start, until somebody takes it in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on

from sessions.errors import CommongridError
from sessions.sqlite.reader import SqliteReader
from sessions.store import Store, Stored, StoredPlan, Who
from sessions.text import safe_line
from tui import messages
from tui.draft import Draft
from tui.filing import Filing
from tui.screens.page import Page
from tui.turns import ASIDE

if TYPE_CHECKING:
    from sessions.exchange import PlanFile, SessionFile

AGAIN = 1.0
"""Seconds until it is looked again whether somebody may be asked."""


class Recovering(Filing):
    """An app that looks for rescue files when it starts."""

    def __init__(self, database: Path, who: Who) -> None:
        super().__init__(database, who)
        self.database = database
        self._begun: list[tuple[Draft, Path]] = []

    def on_mount(self) -> None:
        self.once_painted(partial(self.run_worker, self._seek, thread=True, group=ASIDE))

    def _seek(self) -> None:
        """Runs on a thread: posting is all that it may do here."""
        from tui.rescue import rescued

        for path in rescued(self.database):
            self.post_message(_found_in(path, self.database))

    @on(messages.RescueFound)
    def offer(self, message: messages.RescueFound) -> None:
        """Say where it is, and ask whether to take it in; the file stays until that is done.

        A question waits until nobody is typing or answering another one.
        """
        from tui.screens.confirm import Confirm

        path, file = message.path, message.found
        where = safe_line(str(path))
        if isinstance(file, CommongridError):
            self.say(f"What could not be saved is in {where}. {file}", problem=True)
            return
        if isinstance(file, Draft):
            self._offer_draft(path, file)
            return
        if not self._quiet:
            self.set_timer(AGAIN, partial(self.offer, message))
            return

        def decide(sure: bool | None) -> None:
            if sure:
                self._take_in(path, file, keep_list=message.unlisted is not None)

        without = ""
        if message.unlisted is not None:
            without = _without_list(path)
            self.say(str(message.unlisted), problem=True)
        question = (
            f"An earlier run could not save everything in {_named(file)}. "
            f"All of it is in the file\n\n{where}\n\n{without}"
            "Take it in now? The file is removed once it is saved; history and undo know of it."
        )
        self.push_screen(Confirm(question, "Take it in", "Later"), decide)

    @property
    def _quiet(self) -> bool:
        page = self.screen
        return isinstance(page, Page) and not page.in_text and self.obeyed_all

    def _offer_draft(self, path: Path, draft: Draft) -> None:
        """Say how to go on with it; what keys mean to whoever is typing already stays the same."""
        from tui.screens.library import LibraryPage

        self._begun.append((draft, path))
        where = "n" if isinstance(self.screen, LibraryPage) else "n in the library"
        title = draft.title or "untitled"
        self.say(f"{where} goes on with the new session that was left: {title}")

    @on(messages.NewRequested)
    def begin(self) -> None:
        """Have a new session typed; what was left half typed comes first."""
        from tui.screens.new_session import NewSessionPage

        draft, path = self._begun.pop(0) if self._begun else (Draft(), None)
        self.push_screen(NewSessionPage(draft=draft, left_in=path))

    @on(messages.DraftDone)
    def forget_draft(self, message: messages.DraftDone) -> None:
        """It was dropped: its file is offered no more."""

        from tui.rescue import forget

        self.ask(lambda _: forget(message.path), lambda _: None, saves=False, keys_wait=False)

    def _take_in(self, path: Path, file: SessionFile | PlanFile, *, keep_list: bool) -> None:
        from sessions.exchange import SessionFile
        from tui.rescue import forget

        def kept(answer: Any) -> None:
            if isinstance(answer, CommongridError):
                self.say(f"{answer} {safe_line(str(path))} stays where it is.", problem=True)
                return
            forget(path, keep_list=keep_list)
            self.say(f"Took in {answer.document.title}")
            self.others_changed()
            if not isinstance(file, SessionFile):
                self.plan_taken_in(answer)

        self.ask(self._taking_in(file), kept)

    def _taking_in(self, file: SessionFile | PlanFile) -> Callable[[Store], Stored | StoredPlan]:
        from sessions.exchange import SessionFile
        from sessions.plans.recovery import TakeInPlan
        from sessions.sqlite.recovery import TakeIn

        if isinstance(file, SessionFile):
            return TakeIn(file.session, file.modified, self.who)
        return TakeInPlan(file.plan, file.modified, self.who)


def _found_in(path: Path, database: Path) -> messages.RescueFound | messages.DraftDone:
    """What a rescue file holds. Slow, as disks are: to be called from a thread."""
    # Rare, so that a start with nothing to take in does not pay for the import.
    from sessions.exchange import SessionFile, read_shared
    from tui.draft import read_draft
    from tui.files import read_file
    from tui.rescue import with_list

    try:
        data = read_file(path, own=True)
        found = read_draft(data, path.name) or read_shared(data, path.name, own=True)
    except CommongridError as error:
        return messages.RescueFound(path, error)
    if isinstance(found, Draft) and _is_session(found, database):
        return messages.DraftDone(path)
    if isinstance(found, SessionFile):
        try:
            found = with_list(path, found)
        except CommongridError as error:
            return messages.RescueFound(path, found, error)
    return messages.RescueFound(path, found)


def _is_session(draft: Draft, database: Path) -> bool:
    """Whether these answers have become a session, and only their file has stayed."""
    answers = (draft.title, draft.organisation, draft.perspective)
    with suppress(CommongridError), SqliteReader(database) as reader:
        return not draft.catalogue and any(
            answers == (one.title, one.organisation, one.perspective) for one in reader.sessions()
        )
    return False


def _named(file: SessionFile | PlanFile) -> str:
    """What a rescue file holds, in words."""
    from sessions.exchange import SessionFile

    if isinstance(file, SessionFile):
        return f'"{file.session.title}" of {file.session.organisation.name}'
    return f'the plan "{file.plan.title}"'


def _without_list(path: Path) -> str:
    """What is missing where the list of a session cannot be taken in, and where that list is."""
    from tui.rescue import LIST

    listed = safe_line(path.with_suffix(LIST).name)
    return (
        "It was begun with a list of activities that cannot be taken in; of those only what it "
        f"chose comes with it. The list stays beside it, in {listed}\n\n"
    )
